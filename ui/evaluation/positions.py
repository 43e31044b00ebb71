"""Positions: a band for each county, who cannot be told apart, and what the weights, the systems and the choices do to it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from draw import gains, standing, svg
from draw.palette import palette
from ui.evaluation import facts, own, sliders
from ui.evaluation.facts import Row
from ui.frame import choices, plain
from ui.frame.indices import Index
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter
from ui.frame.strip import simulated_tag
from ui.parts import drawing, paper
from words import evaluation_findings, numbers

# Pixels: what is narrower gets a row a county, so that all ninety are in sight; the wide one scrolls below the other.
CUT, LEAST_WIDE = 960, 1000
COLUMN = {"made_of": 372.0, "choices": 330.0}  # widths of the two drawings under it
NAMES = {"zh": 96.0, "en": 132.0}  # of them, of names


def draw(page: Page, quarter: Quarter, index: Index, weights: Mapping[str, int] | None, title: str) -> None:
    """Draw the bands; a click chooses a county, a second one lets it go."""
    asked = own.written(list(weights.values())) if weights else ""
    drawing.show(_drawn(asked, title, page, quarter, index), key="positions", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(asked, title, light, quarter, index).svg, title)
    st.html(f'<p class="under">{plain.html(_key(page, index, bool(weights)))}</p>')
    with st.container(key="drawn_row"):
        first, second, third = st.columns([372, 372, 330], gap="medium")
    with first:
        _weights(page, quarter, index, weights)
    with second:
        _made_of(page, quarter, index)
    with third:
        _choices(page, quarter, index)


def _picked(code: str) -> None:
    choices.toggle("county", code)


def _key(page: Page, index: Index, has_own: bool) -> str:
    speech = page.speech
    parts = [speech("evaluation.key_groups"), speech("evaluation.key_above")]
    if has_own:
        parts.append(speech("evaluation.key_own"))
    if len(facts.scored(index)) < len(facts.counties(index)):
        parts.append(speech("evaluation.key_hatch"))
    return " · ".join(parts)


@kept(most=60)
def _drawn(asked: str, title: str, page: Page, quarter: Quarter, index: Index) -> drawing.Drawing:
    colours = palette(page.theme)
    drawn = _standing(asked, page, quarter, index)
    wide, narrow = standing.wide(drawn, colours), standing.narrow(drawn, colours)
    alt = page.speech("evaluation.positions_alt", finding=title)
    first, second = drawing.as_it_is(wide, colours, alt), drawing.as_it_is(narrow, colours, alt)
    return drawing.Drawing(first.svg, second.svg, CUT, LEAST_WIDE)


def _standing(asked: str, page: Page, quarter: Quarter, index: Index) -> standing.Standing:
    speech = page.speech
    by_weights: Mapping[str, Row] = own.positions(asked, index)[0] if asked else {}
    grouped = facts.groups(index)
    areas = [
        _area(page, quarter, index, row, by_weights.get(row["area_code"])) for row in facts.counties(index)
    ]
    words = standing.Words(
        speech("evaluation.axis"),
        [
            (
                speech("evaluation.group", number=number, n=len(group)),
                speech("evaluation.group_short", n=len(group)),
            )
            for number, group in enumerate(grouped, start=1)
        ],
        _corner(page, quarter, index),
        speech("evaluation.simulated") if simulated_tag(page, quarter) else "",
    )
    return standing.Standing(areas, [len(group) for group in grouped], words, page.language == "zh")


def _area(page: Page, quarter: Quarter, index: Index, row: Row, by_weights: Row | None) -> standing.Area:
    code = row["area_code"]
    alike = facts.alike(quarter.county, index) if quarter.county else frozenset()
    is_chosen = code == quarter.county or (not quarter.county and facts.in_city(quarter, code))
    kind: standing.Kind = "chosen" if is_chosen else "alike" if code in alike else "other"
    middle = row["position_middle"]
    place = by_weights["position"] if by_weights else None
    lines = [
        facts.name(page, quarter, code),
        *evaluation_findings.lines(page.speech, row, len(facts.alike(code, index))),
    ]
    if place is not None:
        lines.append(page.speech("evaluation.by_own_weights", place=place))
    return standing.Area(
        facts.short_name(page, quarter, code),
        None if middle is None else (row["position_low"], middle, row["position_high"]),
        kind,
        place,
        "\n".join(lines),
        code,
    )


def _corner(page: Page, quarter: Quarter, index: Index) -> tuple[str, list[str]]:
    """What stands where the curve leaves room: of the chosen county, else what choosing one would tell."""
    speech = page.speech
    row = facts.of_area(index, quarter.county) if quarter.county else None
    if row is None:
        return speech("evaluation.choose"), [speech("evaluation.choose_more")]
    strong = speech.join([facts.name(page, quarter, row["area_code"]), evaluation_findings.band(speech, row)])
    if row["position_low"] is None:
        return strong, [evaluation_findings.known(speech, row)]
    alike = len(facts.alike(row["area_code"], index))
    return strong, [evaluation_findings.compared(speech, row, alike)]


def _heading(title: str, note: str) -> None:
    st.html(
        f'<section class="ranking"><h2>{plain.html(title)} <small>{plain.html(note)}</small></h2></section>'
    )


# ------------------------------------------------------------ the three below


def _weights(page: Page, quarter: Quarter, index: Index, weights: Mapping[str, int] | None) -> None:
    speech = page.speech
    sets = own.registered(page, index)
    _heading(speech("evaluation.weights"), speech("evaluation.weights_note"))
    if not sets:
        return
    current = own.set_of(page, index, weights)
    names = {name: speech.pick(row, "weight_set_name") for name, (row, _) in sets.items()}
    options = [*names, *([OWN] if current is None else [])]
    widget = "weight_set"
    st.session_state[widget] = current or OWN

    def changed() -> None:
        name = st.session_state[widget]
        if name in sets:
            choices.choose(own.KEY, own.text_of(page, index, name))

    st.segmented_control(
        speech("choice.w"),
        options,
        format_func=lambda name: plain.markdown(names.get(name) or speech("evaluation.weights_own")),
        required=True,
        label_visibility="collapsed",
        width="stretch",
        key=widget,
        on_change=changed,
    )
    first = next(iter(sets.values()))[1]

    def then(text: str) -> None:
        given = own.parsed(text, facts.systems(index))
        is_registered = given is not None and own.in_hundredths(first) == given
        choices.choose(own.KEY, None if is_registered else text)

    sliders.draw(
        {system: speech(f"system.{system}") for system in facts.systems(index)},
        weights or first,
        first,
        lambda name: speech("evaluation.weight_of", name=name),
        then,
    )
    told = own.told(page, quarter, index, weights)
    st.html(f'<p class="under">{plain.html((" " if page.language == "en" else "").join(told))}</p>')


OWN = "own"


def _made_of(page: Page, quarter: Quarter, index: Index) -> None:
    """What each system lifts or drags of the score of the area shown."""
    speech = page.speech
    _heading(speech("evaluation.made_of"), speech("evaluation.made_of_note"))
    row = facts.of_area(index, quarter.area)
    if row is None or row["score"] is None:
        st.html(f'<p class="under">{plain.html(speech("evaluation.made_of_none"))}</p>')
        return
    drawing.show(
        _made_drawn(page, quarter, index), key="made_of", on_pick=lambda _: choices.choose("view", "score")
    )
    systems = of_systems(index, quarter.area)
    points = sum(one["index_points"] or 0 for one in systems.values())
    total = speech(
        "evaluation.made_of_total",
        name=facts.name(page, quarter, quarter.area),
        points=numbers.points(row["score"]),
        gain=numbers.signed(points, 1),
    )
    unknown = [code for code, one in systems.items() if one["index_points"] is None]
    for line in [total, *evaluation_findings.left_out(speech, unknown)]:
        st.html(f'<p class="under">{plain.html(line)}</p>')


def of_systems(index: Index, area: str) -> dict[str, Row]:
    """An area's rows of the systems, what drags most first."""
    scopes = facts.by_scope(index)
    rows = {system: scopes[system][area] for system in facts.systems(index) if area in scopes.get(system, {})}
    return dict(
        sorted(rows.items(), key=lambda one: (one[1]["index_points"] is None, one[1]["index_points"] or 0.0))
    )


def reach(index: Index, area: str) -> tuple[float, float]:
    """How far the bars of the systems reach to both sides."""
    points = [row["index_points"] or 0.0 for row in of_systems(index, area).values()]
    return min([*points, 0.0]), max([*points, 0.0])


@kept(most=60)
def _made_drawn(page: Page, quarter: Quarter, index: Index) -> drawing.Drawing:
    speech, colours = page.speech, palette(page.theme)
    listed = [
        gains.Gain(
            speech(f"system.{system}"),
            row["index_points"],
            numbers.signed(row["index_points"], 1),
            instead=speech("evaluation.too_little"),
            tip=speech.join(
                [
                    speech(
                        "evaluation.system_points",
                        name=speech(f"system.{system}"),
                        n=numbers.signed(row["index_points"], 1),
                    ),
                    evaluation_findings.score(speech, row),
                ]
            ),
            pick=system,
        )
        for system, row in of_systems(index, quarter.area).items()
    ]
    width = COLUMN["made_of"]
    layout = gains.Layout(width, NAMES[page.language], 0, 26, reach(index, quarter.area))
    sketch = svg.Sketch(gains.gains(listed, layout, colours, 2), width, gains.height(listed, layout) + 4)
    return drawing.as_it_is(sketch, colours, speech("evaluation.made_of"))


def _choices(page: Page, quarter: Quarter, index: Index) -> None:
    """Which choice matters for the position of the county, or for all of them."""
    speech = page.speech
    code = quarter.county if quarter.county and sensitivity(index, quarter.county) else page.root
    note = "evaluation.choices_note" if code == page.root else "evaluation.choices_note_county"
    _heading(speech("evaluation.choices"), speech(note, name=facts.short_name(page, quarter, code)))
    if not sensitivity(index, code):
        st.html(f'<p class="under">{plain.html(speech("evaluation.choices_none"))}</p>')
        return
    drawing.show(_choices_drawn(code, page, index), key="choices_drawn")
    st.html(f'<p class="under">{plain.html(speech("evaluation.choices_key"))}</p>')


@kept(most=200)
def sensitivity(index: Index, area: str) -> list[Row]:
    """The choices that are drawn, what matters most first; of a county, or of the root for all."""
    rows = [row for row in index.rows("index_sensitivity") if row["area_code"] == area]
    known = [row for row in rows if row["total_order"] is not None]
    return sorted(known, key=lambda row: (-row["total_order"], row["choice"]))


@kept(most=60)
def _choices_drawn(code: str, page: Page, index: Index) -> drawing.Drawing:
    speech, colours = page.speech, palette(page.theme)
    rows = sensitivity(index, code)
    listed = [
        gains.Gain(
            speech(f"evaluation.choice_{row['choice']}"),
            row["total_order"],
            numbers.share(round(row["total_order"], 4), 1),
            between=(max(0.0, row["total_order_low"]), row["total_order_high"]),
            tip=speech(
                "evaluation.choice_tip",
                name=speech(f"evaluation.choice_{row['choice']}"),
                told=speech(f"evaluation.choice_{row['choice']}_told"),
                low=numbers.share(max(0.0, round(row["total_order_low"], 4)), 1),
                high=numbers.share(round(row["total_order_high"], 4), 1),
            ),
        )
        for row in rows
    ]
    width = COLUMN["choices"]
    most = max(row["total_order_high"] for row in rows)
    layout = gains.Layout(width, 96, 0, 26, (0.0, max(most, 0.01)), plain=True)
    sketch = svg.Sketch(gains.gains(listed, layout, colours, 2), width, gains.height(listed, layout) + 4)
    return drawing.as_it_is(sketch, colours, speech("evaluation.choices"))
