"""The score taken apart: every indicator of every system, what it drags and what it lifts."""

from __future__ import annotations

import streamlit as st

from draw import blocks, gains
from draw.palette import palette
from ui.evaluation import facts
from ui.evaluation.facts import Row
from ui.evaluation.positions import of_systems
from ui.frame import choices, plain
from ui.frame.indices import Index
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter
from ui.parts import drawing, paper
from words import evaluation_findings, numbers, periods

SIZES = ((360.0, 3), (340.0, 2), (358.0, 1))  # of a column, and how many there are: wide, between, narrow
NAMES = {"zh": 126.0, "en": 158.0}
FIGURES = 52.0
TALL = 25.0
CUT, FULL, LEAST_WIDE = 640, 1000, 1000  # pixels


def draw(page: Page, quarter: Quarter, index: Index, title: str) -> None:
    """Draw the blocks; a row opens its indicator in the view of clusters."""
    row = facts.of_area(index, quarter.area)
    if row is None or not parts(index, quarter.area):
        st.html(f'<p class="nothing">{plain.html(page.speech("evaluation.made_of_none"))}</p>')
        return
    drawing.show(_drawn(title, page, quarter, index), key="score", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(title, light, quarter, index).svg, title)
    st.html(f'<p class="under">{plain.html(page.speech("evaluation.score_key"))}</p>')


def _picked(code: str) -> None:
    choices.choose("indicator", code)
    choices.choose("view", "clusters")


@kept(most=100)
def parts(index: Index, area: str) -> dict[str, list[Row]]:
    """The indicators of an area by system, what drags most first, what is missing last."""
    found: dict[str, list[Row]] = {system: [] for system in facts.systems(index)}
    for row in index.rows("index_parts", area):
        found[row["policy_system"]].append(row)
    for rows in found.values():
        rows.sort(
            key=lambda row: (
                row["points_from_mean"] is None,
                row["points_from_mean"] or 0.0,
                row["indicator_code"],
            )
        )
    return {system: rows for system, rows in found.items() if rows}


def told(page: Page, quarter: Quarter, index: Index) -> tuple[str, str]:
    """Of the score: how far it is from an average county, what drags it most, and what lifts it most."""
    speech = page.speech
    name, row = facts.name(page, quarter, quarter.area), facts.of_area(index, quarter.area)
    if row is None or row["score"] is None:
        return speech("evaluation.title_none", name=name), evaluation_findings.known(
            speech, row
        ) if row else ""
    of_area = of_systems(index, quarter.area)
    systems = {code: one for code, one in of_area.items() if one["index_points"] is not None}
    gain = sum(one["index_points"] for one in systems.values())
    least, most = next(iter(systems)), list(systems)[-1]
    some_of = len(systems) if len(systems) < len(of_area) else None
    title = evaluation_findings.from_average(speech, name, gain, some_of)
    if systems[least]["index_points"] < 0:
        drags = speech("evaluation.title_drags", system=speech(f"system.{least}"))
        title = speech("list.sentence").join([title, drags])
    grey = [evaluation_findings.score(speech, row)]
    if systems[most]["index_points"] > 0:
        grey.append(speech("evaluation.grey_lifts", system=speech(f"system.{most}")))
    worst = parts(index, quarter.area).get(least, [])
    if worst and (worst[0]["points_from_mean"] or 0) < 0:
        indicator = facts.indicator_name(page, worst[0]["indicator_code"])
        grey.append(
            speech("evaluation.grey_drags_inside", system=speech(f"system.{least}"), indicator=indicator)
        )
    if row["position_low"] is not None:
        grey.append(evaluation_findings.band(speech, row))
    if row["indicators_known"] < row["indicators_all"]:
        grey.append(evaluation_findings.known(speech, row))
    grey += evaluation_findings.left_out(speech, [code for code in of_area if code not in systems])
    return title, " · ".join(grey)


@kept(most=60)
def _drawn(title: str, page: Page, quarter: Quarter, index: Index) -> drawing.Drawing:
    colours = palette(page.theme)
    listed = _blocks(page, quarter, index)
    sizes = [row.size for block in listed for row in block.rows if row.size is not None]
    reach = min([*sizes, 0.0]), max([*sizes, 0.0])
    alt = page.speech("evaluation.score_alt", finding=title)
    texts = []
    for width, columns in SIZES:
        layout = gains.Layout(width, NAMES[page.language], FIGURES, TALL, reach)
        texts.append(drawing.as_it_is(blocks.blocks(listed, layout, columns, colours), colours, alt).svg)
    wide, middle, narrow = texts
    return drawing.Drawing(wide, narrow, CUT, LEAST_WIDE, middle, FULL)


def shown(page: Page, quarter: Quarter, index: Index) -> dict[str, Row]:
    """The values of the area shown, rounded as everywhere, by indicator."""
    rows = page.answers.rows("index_shown", period=index.period, area=quarter.area)
    return {row["indicator_code"]: row for row in rows}


def figure(page: Page, shown: Row | None, indicator: Row, *, has_unit: bool = True) -> str:
    """A value as it is shown everywhere; a dash where there is none."""
    unit = page.speech.pick(indicator, "unit") if has_unit else ""
    return numbers.with_unit(shown["value_shown"] if shown else None, indicator["decimals"], unit)


def _blocks(page: Page, quarter: Quarter, index: Index) -> list[blocks.Block]:
    speech, scopes = page.speech, facts.by_scope(index)
    values = shown(page, quarter, index)
    found = []
    for system, rows in parts(index, quarter.area).items():
        own = scopes[system].get(quarter.area)
        points = own["index_points"] if own else None
        score = own["score"] if own else None
        found.append(
            blocks.Block(
                speech(f"system.{system}"),
                speech("evaluation.score", points=numbers.points(score))
                if score is not None
                else speech("evaluation.too_little"),
                numbers.signed(points, 2) if points is not None else "",
                None if points is None else points >= 0,
                [_gain(page, row, values.get(row["indicator_code"])) for row in rows],
            )
        )
    return found


def _gain(page: Page, row: Row, shown: Row | None) -> gains.Gain:
    speech, code = page.speech, row["indicator_code"]
    indicator = page.answers.indicators()[code]
    points = row["points_from_mean"]
    is_known = row["value"] is not None
    lines = [speech.pick(indicator, "indicator_name")]
    if not is_known:
        lines.append(speech("evaluation.part_missing"))
    else:
        lines.append(figure(page, shown, indicator))
        lines.append(
            speech("evaluation.part", score=numbers.points(row["normal_score"]), n=numbers.signed(points, 2))
        )
        if row["value_carried"]:
            lines.append(
                speech(
                    "evaluation.part_carried",
                    period=periods.period(speech, row["value_period"], indicator["cycle"]),
                )
            )
        if row["value_moved"]:
            lines.append(speech("evaluation.part_moved"))
    if indicator["polarity"] == "lower_is_better":
        lines.append(speech("evaluation.lower_is_better"))
    return gains.Gain(
        facts.indicator_name(page, code),
        points,
        numbers.signed(points, 2),
        figure(page, shown, indicator, has_unit=False) if is_known else "",
        instead=speech("evaluation.part_missing"),
        tip="\n".join(lines),
        pick=code,
    )
