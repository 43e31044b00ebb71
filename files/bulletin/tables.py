"""The tables of a bulletin: its cities, and the counties that do not meet the target with what each lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from files.bulletin import about
from files.bulletin.blocks import Block, Paragraph, Table
from files.bulletin.figures import Form, Run, close, runs
from files.bulletin.subject import Subject, what
from words.sentences import capital

Row = Mapping[str, Any]
BELOW = "▼"
# How wide the columns of cities are beside each other: words are longer in English, figures in Chinese as long.
WIDTHS = {
    "zh": (1.2, 1.5, 1.2, 1.0, 0.85, 1.0, 0.85, 1.5),
    "en": (1.6, 1.35, 1.1, 1.05, 0.7, 0.85, 0.75, 1.4),
}


def cities(subject: Subject) -> list[Block]:
    """A sentence and the table of cities, each with its change over its own comparable counties."""
    speech = subject.speech
    judged = bool(subject.headline["has_target"])
    unit = speech.pick(subject.indicator, "unit")
    counted = subject.unit or unit
    numerator = capital(speech.pick(subject.indicator, "numerator_name"))
    heads = [speech("bulletin.city"), numerator, unit, speech("bulletin.head_change")]
    if judged:
        heads += [what(speech, one, subject.indicator) for one in ("met", "not_met", "unknown")]
        heads.append(speech("bulletin.head_gap", unit=counted))
        widths: tuple[float, ...] = WIDTHS[speech.language]
    else:
        heads.insert(2, capital(speech.pick(subject.indicator, "denominator_name")))
        widths = (1.3, 1.5, 1.6, 1.2, 1.2)
    rows = [_city(subject, row, judged=judged) for row in subject.parts]
    note = _note(subject, judged=judged)
    caption = speech("bulletin.cities_caption", indicator=subject.name)
    told = speech("bulletin.cities_told") if rows else speech("bulletin.cities_none")
    table = [Table(_set(subject, caption), heads, widths, rows, _set(subject, note))] if rows else []
    return [Paragraph("", runs(_set(subject, told))), *table]


def _note(subject: Subject, *, judged: bool) -> str:
    """What stands under the cities: what is left out, and why one has no ratio, or no mark though it does not reach the target."""
    speech = subject.speech
    told = [speech("bulletin.cities_note_judged" if judged else "bulletin.cities_note")]
    if any(row["value_shown"] is None and row["numerator"] is not None for row in subject.parts):
        told.append(speech("bulletin.cities_withheld"))
    if any(row["verdict"] == "unknown" and row["value_shown"] is not None for row in subject.parts):
        told.append(speech("bulletin.cities_open"))
    return about.sentences_of(subject, told)


def _city(subject: Subject, row: Row, *, judged: bool) -> list[list[Run]]:
    mark = BELOW if row["has_target"] and row["verdict"] == "not_met" else ""
    cells = [
        subject.speech.pick(row, "area_name"),
        subject.part(row, "numerator"),
        mark + subject.part(row, "value_shown", subject.ratio),
        subject.part(row, "value_change", Form("signed", subject.decimals)),
    ]
    if judged:
        cells += [subject.part(row, column) for column in ("met", "not_met", "unknown")]
        cells.append(_shortfall(subject, row))
    else:
        cells.insert(2, subject.part(row, "denominator"))
    return [runs(cell) for cell in cells]


def _shortfall(subject: Subject, row: Row) -> str:
    """What is missing, and what it may come to where some counties are open: 1508–2043."""
    least, most = row["gap"], row["gap_at_most"]
    if most is None or most == least:
        return subject.part(row, "gap")
    if least is None:
        return subject.speech("bulletin.up_to", most=subject.part(row, "gap_at_most"))
    return f"{subject.part(row, 'gap')}–{subject.part(row, 'gap_at_most')}"


def below(subject: Subject) -> list[Block]:
    """The counties that do not meet the target, the largest gap first, two beside each other; then those that cannot be judged."""
    speech, found = subject.speech, subject.headline["not_met"]
    blocks: list[Block] = []
    if found:
        told = speech("bulletin.below_told", n=subject.whole_number("not_met"))
        blocks.append(Paragraph("", runs(_set(subject, told))))
        blocks.append(_below(subject))
    else:
        blocks.append(Paragraph("", runs(_set(subject, speech("bulletin.below_none")))))
    return blocks + [Paragraph("", runs(_set(subject, text))) for text in about.undecided(subject)]


def _below(subject: Subject) -> Table:
    speech = subject.speech
    unit = speech.pick(subject.indicator, "unit")
    rows = [row for row in subject.counties if row["verdict"] == "not_met"]
    rows.sort(key=lambda row: (row["gap"] is None, -(row["gap"] or 0), row["area_code"]))
    cells = [
        [
            runs(speech.pick(row, "area_name")),
            runs(subject.county(row, "value_shown", subject.ratio)),
            runs(subject.county(row, "gap")),
        ]
        for row in rows
    ]
    half = (len(cells) + 1) // 2
    blank: list[list[Run]] = [[], [], []]
    beside = [*cells[half:], *[blank] * (2 * half - len(cells))]
    lines = [left + right for left, right in zip(cells[:half], beside, strict=True)]
    heads = [speech("bulletin.county"), unit, speech("bulletin.head_gap", unit=subject.unit or unit)] * 2
    return Table(_set(subject, speech("bulletin.below_caption")), heads, (1.7, 1.0, 1.0) * 2, lines, step=3)


def _set(subject: Subject, text: str) -> str:
    return close(text) if subject.speech.language == "zh" else text
