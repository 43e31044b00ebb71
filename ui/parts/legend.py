"""The map's legend: classes with their counts, what has no figure, the marks, the map's approval number."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from draw.marks import Legend, legend_html
from ui.frame.page import Choice, Page, Row
from ui.parts.colouring import scale_of
from words import numbers, sentences

# Why a county has no colour, in the legend's order, and the pattern it is drawn with.
PATTERNS = {
    "unreported": "hatch",
    "unpublished": "hatch",
    "denominator": "hatch",
    "partial_met": "half",
    "partial_not_met": "half",
    "partial_unknown": "half",
    "partial": "half",
    "incomparable": "dots",
    "not_applicable": "blank",
}


def draw(page: Page, choice: Choice, colour: str) -> None:
    """The legend of a way to colour; it is also the histogram of the counties shown."""
    speech, rows = page.speech, choice.counties()
    scale = scale_of(page, choice, colour)
    classes = [_class(row, colour, scale.class_of) for row in rows]
    counts = Counter(index for index in classes if index is not None)
    without = Counter(
        _lack(choice, row, colour) for row, index in zip(rows, classes, strict=True) if index is None
    )
    always = sentences.without_return(choice.indicator)
    notes = []
    if scale.target_at is not None and colour != "change":
        notes.append(speech("legend.triangle"))
    if choice.city is None and any(row["area_level"] == "city" for row in choice.areas.values()):
        notes.append(speech("legend.borders"))
    notes += ["", *_map_notes(page)]
    legend = Legend(
        _title(page, choice, colour),
        counts=[counts[index] for index in range(len(scale.colours))],
        target=_target(page, choice, colour),
        without=[
            (pattern, speech(f"legend.{why}"), without[why])
            for why, pattern in PATTERNS.items()
            if without[why] or why == always
        ],
        notes=notes,
    )
    st.html(legend_html(scale, legend, theme=page.theme))


def _class(row: Row, colour: str, class_of: object) -> int | None:
    if colour == "ratio":
        return None if row["class_index"] is None else int(row["class_index"])
    figure = row["gap"] if colour == "gap" else row["change_shown"]
    return class_of(None if figure is None else float(figure))  # type: ignore[operator]


def _lack(choice: Choice, row: Row, colour: str) -> str:
    """Why a county has no colour; a partial one says whether its verdict is decided, so that counts add up."""
    status = row["value_status"]
    if status == "partial":
        judged = row["verdict"] in ("met", "not_met", "unknown")
        return f"partial_{row['verdict']}" if judged else "partial"
    if status == "not_applicable":
        return "not_applicable"
    if sentences.lacking(row, choice.indicator) == "denominator":
        return "denominator"
    if colour == "change" and row["value"] is not None:
        return "incomparable"
    return sentences.without_return(choice.indicator)


def _title(page: Page, choice: Choice, colour: str) -> str:
    speech = page.speech
    if colour == "gap":
        what = speech("ranking.gap_head", unit=speech.pick(choice.indicator, "gap_unit"))
    elif colour == "change":
        return speech("legend.change", unit=choice.unit)
    else:
        what = choice.unit
    return speech("legend.title", what=what)


def _target(page: Page, choice: Choice, colour: str) -> str:
    if colour == "gap":
        return page.speech("legend.gap_rule")
    if colour == "change":
        return page.speech("legend.no_change")
    value = choice.headline()["target_value"]
    return page.speech("card.target", value=numbers.bound(value)) if choice.headline()["has_target"] else ""


def _map_notes(page: Page) -> list[str]:
    number = page.facts["map_approval_number"]
    if number:
        return [page.speech("legend.approval", number=number)]
    return [page.speech("legend.example"), page.speech("legend.approval", number="____")]
