"""How long the counties short take at the pace of their last four quarters."""

from __future__ import annotations

from draw import spans
from draw.palette import palette
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.staffing import facts, parts
from ui.staffing.spread import picked
from words import numbers, staffing_findings

WIDTH, NAME = 416.0, {"zh": 56.0, "en": 92.0}
SLIM = 358.0
SHOWN = 22
WORDS = {
    "not_at_this_pace": "staffing.not_at_this_pace",
    "too_few_moves": "staffing.too_few_moves",
    "unknown": "staffing.pace_unknown",
}


def draw(page: Page, form: Form) -> None:
    """The bands, the quickest first; one chooses its county."""
    speech, short = page.speech, facts.short(page, form)
    if not short:
        judged = facts.is_judged(page, form)
        parts.heading(
            speech("staffing.pace"), speech("staffing.nobody_short" if judged else "staffing.nobody_judged")
        )
        return
    if len(facts.unpaced(facts.paces(page, form), short)) == len(short):
        parts.heading(speech("staffing.pace"), speech("staffing.unpaced"))
        return
    left = len(short) - SHOWN
    more = speech.plural("staffing.pace_left", left) if left > 0 else ""
    parts.heading(speech("staffing.pace"), " ".join([speech("staffing.pace_note"), more]).strip())
    drawing.show(_drawn(page, form), key="staff_pace", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(light, form).svg, speech("staffing.pace"))


def _order(row: facts.Row) -> tuple[bool, int, int, str]:
    return row["periods_needed"] is None, row["periods_needed"] or 0, row["gap"] or 0, row["area_code"]


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    speech, colours, rows = page.speech, palette(page.theme), facts.paces(page, form)
    short = [rows[row["area_code"]] for row in facts.short(page, form) if row["area_code"] in rows]
    # The soonest first: they are those of whom the title speaks.
    shown = sorted(short, key=_order)[:SHOWN]
    soon = {row["area_code"] for row in facts.soon(page, rows, facts.short(page, form))}
    drawn = [
        spans.Span(
            page.short_name(row),
            row["periods_needed"] if row["pace"] == "on_the_way" else None,
            row["periods_at_best"],
            row["periods_at_worst"],
            numbers.count(row["gap"]),
            speech(WORDS[row["pace"]]) if row["pace"] in WORDS else "",
            row["area_code"] in soon,
            "\n".join(staffing_findings.pace_lines(speech, row, facts.indicator(page))),
            row["area_code"],
            row["area_code"] == form.county,
        )
        for row in shown
    ]
    wide, narrow = (
        spans.spans(drawn, width, NAME[page.language], colours, more="+") for width in (WIDTH, SLIM)
    )
    return drawing.in_two(wide, narrow, colours, speech("staffing.pace"), cut=400)
