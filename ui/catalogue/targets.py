"""The targets of an indicator: along an axis of days, and as a table with what each rests on."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from draw import svg
from draw.palette import palette
from draw.target_axis import Lane, Layout, Span, target_axis
from ui.catalogue import facts
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import drawing, facts_table, paper
from words import catalogue_findings, periods, sentences

WIDE, NARROW, CUT = 890, 330, 700
NAMES, SHORT_NAMES = 92, 62  # of the lanes, where there are several
FEW = 2  # targets whose basis is told beside the axis, not in the table alone


def draw(page: Page, choice: Choice) -> None:
    rows, speech = facts.targets(page, choice), page.speech
    note = speech("catalogue.targets_note") if rows else speech("catalogue.targets_none")
    st.html(
        f'<section class="ranking ruled"><h2>{plain.html(speech("catalogue.targets"))} <small>{plain.html(note)}</small></h2></section>'
    )
    if not rows:
        return
    drawing.show(_drawn(page, choice), key="target_axis")
    paper.drawing(page, lambda light: _drawn(light, choice).svg, speech("catalogue.targets"))
    if len(rows) <= FEW:
        st.html(f'<p class="under">{"<br>".join(plain.html(_basis(page, choice, row)) for row in rows)}</p>')
        return
    with st.expander(speech.plural("catalogue.targets_all", len(rows))):
        st.html(table(page, rows))


def _basis(page: Page, choice: Choice, row: Row) -> str:
    """What a target rests on and whom it judges, in a line."""
    levels = _levels(page, row)
    return page.speech(
        "catalogue.basis",
        target=catalogue_findings.sign(page.speech, row, choice.indicator),
        days=_days(page, row),
        levels=page.speech("list.item").join(levels),
        basis=page.speech.pick(row, "legal_basis"),
    )


def _levels(page: Page, row: Row) -> list[str]:
    """Whom a target judges, in words. One of the whole country names levels that a province's pack has not: not these."""
    without = set() if page.facts["root_level"] == "country" else {"country"}
    if page.facts["parts_level"] == "county":
        without.add("city")
    return [page.speech(f"level.{level}") for level in str(row["levels"]).split("|") if level not in without]


def table(page: Page, rows: Iterable[Row]) -> str:
    """Each target with whom it judges, its days, and what it rests on; its HTML."""
    speech, known = page.speech, page.answers.indicators()
    told = []
    for row in rows:
        levels = _levels(page, row)
        basis = [speech.pick(row, "legal_basis"), speech.pick(row, "target_scope")]
        told.append(
            (
                plain.html(sentences.target(speech, row, known[row["indicator_code"]])),
                plain.html(
                    speech("about.judges", area=speech.pick(row, "area_name"), levels=speech.join(levels))
                ),
                plain.html(_days(page, row)),
                "<br>".join(plain.html(text) for text in basis if text),
            )
        )
    heads = [speech(f"about.head_{name}") for name in ("target", "judged", "valid", "basis")]
    return facts_table.html(heads, told, (34, 24, 20, 22))


def _days(page: Page, row: Row) -> str:
    speech = page.speech
    until = (
        speech("about.until", day=periods.date(speech, row["valid_to"]))
        if row["valid_to"]
        else speech("about.until_replaced")
    )
    return f"{periods.date(speech, row['valid_from'])}{until}"


@kept(most=60)
def _drawn(page: Page, choice: Choice) -> drawing.Drawing:
    colours, lanes = palette(page.theme), _lanes(page, choice)
    named = len(lanes) > 1 or bool(lanes[0].name)
    sketches: list[svg.Sketch] = []
    for width, names in ((WIDE, NAMES), (NARROW, SHORT_NAMES)):
        layout = Layout(
            width,
            names if named else 0,
            page.facts["first_period"],
            page.facts["today"],
            none=page.speech("catalogue.before_target"),
            now=page.speech("catalogue.today"),
        )
        sketches.append(target_axis(lanes, layout, colours))
    name = page.speech.pick(choice.indicator, "indicator_name")
    alt = page.speech("catalogue.targets_alt", name=name)
    return drawing.in_two(sketches[0], sketches[1], colours, alt, cut=CUT)


def _lanes(page: Page, choice: Choice) -> list[Lane]:
    """A lane for each area that has targets, the whole area's first."""
    by_area: dict[str, list[Row]] = {}
    for row in facts.targets(page, choice):
        by_area.setdefault(row["area_code"], []).append(row)
    ordered = sorted(by_area, key=lambda code: (code != page.root, code))
    is_whole_alone = ordered == [page.root]
    return [
        Lane(
            "" if is_whole_alone else page.speech.pick(by_area[code][0], "area_name"),
            [_span(page, choice, row) for row in sorted(by_area[code], key=lambda row: row["valid_from"])],
        )
        for code in ordered
    ]


def _span(page: Page, choice: Choice, row: Row) -> Span:
    speech = page.speech
    tip = [
        sentences.target(speech, {**row, "reach_by": None}, choice.indicator),
        _days(page, row),
        speech.pick(row, "legal_basis"),
    ]
    if row["reach_by"]:
        tip.append(speech("catalogue.reach_by", day=periods.reach_by(speech, row["reach_by"])))
    more = [speech("catalogue.since", day=periods.date(speech, row["valid_from"]))]
    if row["reach_by"]:
        more.append(f"◇ {speech('catalogue.reach_by', day=periods.reach_by(speech, row['reach_by']))}")
    return Span(
        row["valid_from"],
        row["valid_to"],
        row["reach_by"],
        catalogue_findings.sign(speech, row, choice.indicator),
        " · ".join(more),
        "\n".join(tip),
    )
