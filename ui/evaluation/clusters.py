"""Clusters: where counties alike lie together, by one indicator, with the links that were added and how sure it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping

import polars as pl
import streamlit as st

from draw import neighbours
from draw.map import clustered
from draw.map.ground import Ground
from draw.palette import Palette, palette
from files import grounds
from ui.evaluation import facts, file
from ui.evaluation.facts import Row
from ui.frame import choices, indices, plain
from ui.frame.answers import Answers
from ui.frame.indices import Clusters
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter
from ui.parts import choosing, definition, drawing, paper
from ui.parts.finding import finding
from words import cluster_findings, numbers, periods, sentences

# Draws what was found of an indicator at a period, under a title.
Show = Callable[[Page, Quarter, str, dt.date, str], None]

LABELS = ("high_high", "low_low", "low_high", "high_low")
LABELLED = 4  # patches with a label on the map
NAMED = 3  # counties on it
CUT, SMALL = 500, 356.0  # pixels


def settle(page: Page) -> str:
    """Check the indicator of the address; what stands without one."""
    return str(choices.settle("indicator", page.answers.indicators(), str(page.facts["headline_indicator"])))


def period_of(page: Page, quarter: Quarter, indicator: str) -> dt.date | None:
    """The indicator's newest period up to the quarter: a year end of an annual one."""
    return next((period for period in page.answers.periods(indicator) if period <= quarter.period), None)


def toolbar_box(page: Page, indicator: str) -> None:
    """The box that chooses the indicator."""
    rows = page.answers.indicators()
    st.selectbox(
        page.speech("choice.indicator"),
        list(rows),
        format_func=lambda code: page.speech.pick(rows[code], "indicator_name"),
        label_visibility="collapsed",
        width=340,
        **choices.bind("indicator", indicator),
    )


def find(page: Page, indicator: str, period: dt.date) -> Clusters | None:
    """What was found; None while it is being found: a bar is drawn then."""
    return indices.clusters_of(page, indicator, period)


def told(page: Page, quarter: Quarter, indicator: str, period: dt.date, found: Clusters) -> tuple[str, str]:
    """A plain sentence, and the grey line."""
    speech, row = page.speech, page.answers.indicators()[indicator]
    name = facts.indicator_name(page, indicator)
    odd = sum(1 for one in found.areas["label"] if one in ("low_high", "high_low"))
    if found.moran is None:
        title = speech("clusters.too_few", name=name)
    else:
        title = cluster_findings.title(
            speech, name, _patches(page, quarter, row, found), odd, is_clustered=found.is_clustered
        )
    grey = [
        speech(
            "tiers.grey",
            form=speech.pick(row, "indicator_name"),
            day=periods.period(speech, period, row["cycle"]),
        ),
        speech("clusters.grey"),
        speech.plural("clusters.grey_tested", found.tested),
    ]
    others = sum(label == "other_extent" for label in found.areas["label"])
    for key, number in (("missing", found.missing - others), ("other_extent", others)):
        if number:
            grey.append(speech.plural(f"clusters.grey_{key}", number))
    return title, " · ".join(grey)


def _patches(page: Page, quarter: Quarter, row: Row, found: Clusters) -> list[cluster_findings.Patch]:
    """The patches as words tell them: the worse kind first, the largest of it first."""
    worse = "high_high" if row["polarity"] == "lower_is_better" else "low_low"
    ordered = sorted(found.patches, key=lambda patch: patch[0] != worse)
    return [(label, _where(page, quarter, found, codes), len(codes)) for label, codes in ordered]


def _where(page: Page, quarter: Quarter, found: Clusters, codes: tuple[str, ...]) -> str:
    rows = [quarter.areas[code] for code in codes if code in quarter.areas]
    if len(codes) == 1:
        return str(
            page.speech.pick(
                found.areas.row(by_predicate=pl.col("area_code") == codes[0], named=True), "area_name"
            )
        )
    cities = Counter(page.speech.pick(row, "city_short_name") or page.short_name(row) for row in rows)
    return cluster_findings.where(page.speech, [name for name, _ in cities.most_common()])


def draw(page: Page, quarter: Quarter, indicator: str, period: dt.date, title: str) -> None:
    """The map, the scatter of counties against their neighbours, and who is in which patch."""
    found = find(page, indicator, period)
    assert found is not None  # who draws has looked
    with st.container(key="drawn_row"):
        first, second, third = st.columns([590, 290, 250], gap="medium")
    with first:
        drawing.show(_map(indicator, period, title, page, quarter), key="cluster_map", on_pick=_picked)
        paper.drawing(page, lambda light: _map(indicator, period, title, light, quarter).svg, title)
    with second:
        _beside(page, quarter, indicator, period, found)
    with third:
        _listed(page, indicator, found)


def _picked(code: str) -> None:
    choices.toggle("county", code)


def fills(colours: Palette, polarity: str) -> dict[str, str]:
    """The fill of what a county may be called: dark where a patch is, pale for the odd ones, hatch where it takes no part."""
    high, low = (
        (colours.above, colours.below) if polarity != "lower_is_better" else (colours.below, colours.above)
    )
    dark_high, dark_low, pale_high, pale_low = high[2], low[2], high[0], low[0]
    if polarity == "neutral":
        dark_high, dark_low, pale_high, pale_low = (
            colours.sequential[2],
            colours.sequential[1],
            colours.sequential[0],
            colours.rule,
        )
    return {
        "high_high": dark_high,
        "low_low": dark_low,
        "high_low": pale_high,
        "low_high": pale_low,
        "not_significant": colours.panel,
        "untested": "hatch",
        "missing": "hatch",
        "other_extent": "hatch",
    }


@kept(most=2)
def _ground(answers: Answers) -> Ground:
    return grounds.of_whole(answers.frame, insets=False)


@kept(most=60)
def _map(indicator: str, period: dt.date, title: str, page: Page, quarter: Quarter) -> drawing.Drawing:
    found = find(page, indicator, period)
    assert found is not None  # who draws has looked
    colours, row = palette(page.theme), page.answers.indicators()[indicator]
    painted = fills(colours, row["polarity"])
    areas, names = found.areas.to_dicts(), _short_names(page, found)
    patches = [
        clustered.Called(codes, _label(page, label, len(codes)), _some(page, codes, names), painted[label])
        for label, codes in found.patches[:LABELLED]
    ]
    painting = clustered.Painting(
        {one["area_code"]: painted[one["label"]] for one in areas},
        {one["area_code"]: tip(page, row, one) for one in areas},
        {one["area_code"]: page.short_name(one) for one in areas},
        patches,
        [(one["area_code"], one["linked_area_code"]) for one in page.answers.rows("links")],
        quarter.county,
    )
    ground = _ground(page.answers)
    wide = clustered.cluster_map(ground, painting, colours)
    ratio = wide.width / wide.height
    narrow = clustered.cluster_map(ground, painting, colours, SMALL / ratio)
    return drawing.in_two(wide, narrow, colours, page.speech("clusters.map_alt", finding=title), cut=CUT)


def _label(page: Page, label: str, size: int) -> str:
    return page.speech.plural(f"clusters.label_{label}", size)


def _short_names(page: Page, found: Clusters) -> dict[str, str]:
    """What each county is called today: its outline is today's."""
    return {one["area_code"]: page.short_name(one) for one in found.areas.to_dicts()}


def _some(page: Page, codes: tuple[str, ...], names: Mapping[str, str]) -> str:
    return sentences.some(page.speech, [names[code] for code in codes], NAMED)


def tip(page: Page, row: Row, one: Row) -> str:
    """What is said of a county: its value, what it is called, how it compares with its neighbours, the p-value."""
    speech = page.speech
    lines = [speech.pick(one, "area_name")]
    if one["value"] is None:
        return "\n".join([*lines, speech(f"clusters.called_{one['label']}")])
    value = numbers.with_unit(one["value_shown"], row["decimals"], speech.pick(row, "unit"))
    lines += [value, speech(f"clusters.called_{one['label']}")]
    if one["p_value"] is not None:
        lines.append(
            speech(
                "clusters.tip",
                own=numbers.signed(one["standardised"], 1),
                others=numbers.signed(one["neighbours_standardised"], 1),
                n=one["neighbours"],
            )
        )
        lines.append(speech("clusters.p_value", p=cluster_findings.p_value(one["p_value"])))
    return "\n".join(lines)


def _beside(page: Page, quarter: Quarter, indicator: str, period: dt.date, found: Clusters) -> None:
    speech = page.speech
    _heading(speech("clusters.neighbours"), _moran(page, found))
    if found.moran is None or found.as_far is None:
        return
    drawing.show(_scatter(indicator, period, page, quarter), key="neighbours", on_pick=_picked)
    lines = [
        speech("clusters.axes"),
        cluster_findings.chance(speech, found.tested, found.permutations, found.as_far),
        speech("clusters.slope"),
    ]
    for line in lines:
        st.html(f'<p class="under">{plain.html(line)}</p>')


def _heading(title: str, note: str) -> None:
    st.html(
        f'<section class="ranking"><h2>{plain.html(title)} <small>{plain.html(note)}</small></h2></section>'
    )


def _moran(page: Page, found: Clusters) -> str:
    if found.moran is None or found.p_value is None:
        return ""
    return page.speech(
        "clusters.moran", i=numbers.ratio(round(found.moran, 2), 2), p=cluster_findings.p_value(found.p_value)
    )


@kept(most=60)
def _scatter(indicator: str, period: dt.date, page: Page, quarter: Quarter) -> drawing.Drawing:
    found = find(page, indicator, period)
    assert found is not None
    colours, row = palette(page.theme), page.answers.indicators()[indicator]
    painted = fills(colours, row["polarity"]) | {"not_significant": colours.faint, "untested": colours.faint}
    dots = [
        neighbours.Dot(
            one["standardised"],
            one["neighbours_standardised"],
            painted[one["label"]],
            one["label"] in LABELS,
            tip(page, row, one),
            one["area_code"],
            one["area_code"] == quarter.county,
        )
        for one in found.areas.to_dicts()
        if one["standardised"] is not None
    ]
    corners = tuple(
        page.speech(f"clusters.corner_{label}") for label in ("high_high", "low_high", "low_low", "high_low")
    )
    sketch = neighbours.neighbours(dots, found.moran, corners, colours)  # type: ignore[arg-type]
    return drawing.as_it_is(sketch, colours, page.speech("clusters.neighbours"))


def _listed(page: Page, indicator: str, found: Clusters) -> None:
    speech, row = page.speech, page.answers.indicators()[indicator]
    painted = fills(palette(page.theme), row["polarity"])
    codes: dict[str, list[str]] = {}
    short = _short_names(page, found)
    for one in found.areas.to_dicts():
        codes.setdefault(one["label"], []).append(one["area_code"])
    rows = ""
    for label in (*LABELS, "not_significant", "untested", "missing", "other_extent"):
        own = codes.get(label, [])
        if not own and label not in LABELS[:2]:
            continue
        ground = (
            "repeating-linear-gradient(45deg,currentColor 0 1px,transparent 1px 4px)"
            if painted[label] == "hatch"
            else painted[label]
        )
        edge = palette(page.theme).no_data_line
        names = speech("list.item").join(short[code] for code in own) if label != "not_significant" else ""
        named = f"<br><small>{plain.html(names)}</small>" if names else ""
        swatch = f'<span class="swatch" style="background:{ground};outline:1px solid {edge}"></span>'
        rows += f'<tr><td>{swatch}{plain.html(speech(f"clusters.called_{label}"))}{named}</td><td class="figure">{len(own)}</td></tr>'
    title = f"<h2>{plain.html(speech('clusters.listed'))} <small>{plain.html(speech('clusters.listed_note'))}</small></h2>"
    st.html(f'<section class="ranking">{title}<table><tbody>{rows}</tbody></table></section>')
    links = page.answers.rows("links")
    if links:
        pairs = speech("list.item").join(
            f"{short[one['area_code']]}–{short[one['linked_area_code']]}" for one in links
        )
        st.html(f'<p class="under">{plain.html(speech("clusters.links", pairs=pairs))}</p>')
    method = speech(
        "clusters.method", permutations=numbers.count(found.permutations), seed=indices.CLUSTER_SEED
    )
    st.html(f'<p class="under">{plain.html(method)}</p>')


def first_period(page: Page, indicator: str) -> dt.date | None:
    """The first period of which the indicator is known at all."""
    return min(page.answers.periods(indicator), default=None)


def _not_yet(page: Page, indicator: str, name: str) -> str:
    """That the quarter lies before the first figure of the indicator, and when that is."""
    first, row = first_period(page, indicator), page.answers.indicators()[indicator]
    if first is None:
        return page.speech("clusters.too_few", name=name)
    return page.speech("clusters.not_yet", name=name, first=periods.period(page.speech, first, row["cycle"]))


def _way_on(page: Page, indicator: str) -> None:
    """The link to the indicator's first period."""
    first = first_period(page, indicator)
    if first is not None:
        link = choosing.link(page, plain.html(page.speech("clusters.to_first")), period=first.isoformat())
        st.html(f'<p class="nothing">{link}</p>')


def screen(
    page: Page, quarter: Quarter, indicator: str, tools: Callable[[Callable[[], None]], None], show: Show
) -> None:
    """The whole view: what was found, `tools` (given what draws the file) under it, and what `show` draws: `draw` here, or the table.

    While it is being found a bar is in its place.
    """
    period = period_of(page, quarter, indicator)
    name = facts.indicator_name(page, indicator)
    head, row = st.container(key="head"), st.container(key="tools")
    found = find(page, indicator, period) if period else None
    with row:
        tools(lambda: file.of_clusters(page, indicator, period, found) if found and period else None)
    with head:
        if found is None or period is None:
            title = page.speech("clusters.awaited", name=name) if period else _not_yet(page, indicator, name)
            finding(title, page.speech("clusters.grey"), lambda: definition.link(page, indicator))
            if period is None:
                _way_on(page, indicator)
            return
        title, grey = told(page, quarter, indicator, period, found)
        finding(title, grey, lambda: definition.link(page, indicator))
    show(page, quarter, indicator, period, title)
