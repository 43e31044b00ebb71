"""How the counties are spread: a mark each over the classes of the figure, with the target and what is near it."""

from __future__ import annotations

from draw import heap
from draw.figure import parted
from draw.palette import palette
from draw.scales import Paint
from ui.frame import choices
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.staffing import facts, parts
from words import numbers, sentences, staffing_findings

WIDE, NARROW = (700.0, 168.0), (358.0, 168.0)
CUT = 640
NEAR = 0.05  # of the target, either side: as the verdicts have it


def draw(page: Page, form: Form) -> None:
    """The marks; one chooses its county, a second press lets it go."""
    known = [row for row in facts.counties(page, form) if row["value_shown"] is not None]
    speech = page.speech
    values = [float(row["value_shown"]) for row in known]
    target = _target(page, form)
    notes = [speech("staffing.spread_note", step=f"{heap.step_of(values, target):g}")]
    if any(row["verdict"] == "not_met" for row in known):
        notes.append(speech("staffing.spread_below"))
    if far := parted(values, target)[1]:
        notes.append(speech.plural("chart.far", len(far)))
    if grey := sentences.grey(speech, known, facts.indicator(page)):
        notes.append(grey)
    parts.heading(speech.plural("staffing.spread", len(known)), speech("list.sentence").join(notes))
    if not known:
        return
    drawing.show(_drawn(page, form), key="staff_spread", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(light, form).svg, speech.plural("staffing.spread", len(known)))


def _target(page: Page, form: Form) -> float | None:
    """The target of the counties; none where it is not one for all."""
    head = facts.headline(page, form)
    is_one = head["has_target"] and head["target_is_common"] and head["target_value"] is not None
    return float(head["target_value"]) if is_one else None


def picked(code: str) -> None:
    choices.toggle("county", code)


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    speech, colours, indicator = page.speech, palette(page.theme), facts.indicator(page)
    known = [row for row in facts.counties(page, form) if row["value_shown"] is not None]
    paint = Paint(parts.scale(page, form), form.county, page.theme)
    marks = [
        heap.Mark(
            float(row["value_shown"]),
            paint.of_class(row["class_index"]),
            row["verdict"] == "not_met",
            page.short_name(row),
            "\n".join(staffing_findings.county_lines(speech, row, indicator)),
            row["area_code"],
            row["area_code"] == form.county,
        )
        for row in known
    ]
    target, value = None, _target(page, form)
    if value is not None:
        bound = facts.headline(page, form)["target_value"]
        target = heap.Line(
            value,
            speech("card.target", value=numbers.bound(bound)),
            (value * (1 - NEAR), value * (1 + NEAR)),
            speech("staffing.near_band"),
        )
    step = heap.step_of([mark.value for mark in marks], value)
    wide, narrow = (heap.heap(marks, target, size, colours, step) for size in (WIDE, NARROW))
    return drawing.in_two(wide, narrow, colours, speech.plural("staffing.spread", len(known)), cut=CUT)
