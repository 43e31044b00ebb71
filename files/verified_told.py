"""What came of checking a file, in one language: a finding, and the lines behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from files.moved_by import CAME
from files.receipt import Part
from files.verify import Compared, Difference, Verified
from words import Speech, numbers, periods
from words.files import word

MOST_CELLS = 20  # that are told one by one
MOST_NAMES = 8  # of rows, columns, sheets and returns


def title(speech: Speech, found: Verified) -> str:
    """In one line: it matches, or in how many places it does not, or why nobody can tell."""
    if found.problem is not None:
        return speech("verified.cannot_be_asked")
    assert found.moved is not None
    if found.matches:
        return speech.plural("verified.matches", found.receipt.rows, snapshot=found.snapshot)
    if found.moved.is_same:
        return speech("verified.changed_alone")
    return speech.plural("verified.differs", _count(found.moved), snapshot=found.snapshot)


def lines(speech: Speech, found: Verified) -> list[str]:
    """What the finding rests on, line by line."""
    return [line for heading, told in parts(speech, found) for line in ([heading] if heading else []) + told]


def parts(speech: Speech, found: Verified) -> list[tuple[str, list[str]]]:
    """The same under headings: what was changed in the file, what the warehouse says otherwise, by which returns."""
    about = [speech("verified.taken", snapshot=found.receipt.snapshot)]
    if found.receipt.parts[0].sheet:
        about.append(speech("verified.tables_alone"))
    told = [("", about)]
    if found.changed:
        sheets = _some(speech, [_named(speech, one) for one in found.changed])
        changed = [speech("verified.changed", sheets=sheets)]
        if found.edited:
            changed += _compared(speech, found.edited, "verified.edited_cell")
        elif found.problem is None:
            changed.append(speech("verified.not_told_where"))
        told.append((speech("verified.in_the_file"), changed))
    if found.problem is not None:
        return [*told, ("", [found.problem.message(speech.language)])]
    assert found.moved is not None
    moved = _compared(speech, found.moved, "verified.moved_cell")
    if found.moved.differences:
        turned = found.verdicts_turned
        moved.append(speech.plural("verified.turned", turned) if turned else speech("verified.none_turned"))
    moved += [_batch(speech, one) for one in found.batches[:MOST_NAMES]]
    if (more := len(found.batches) - MOST_NAMES) > 0:
        moved.append(speech.plural("verified.more_batches", more))
    # Where nobody knows what the file was, what was changed in it is among what differs.
    is_known = not found.changed or found.edited is not None
    heading = speech("verified.in_the_warehouse" if is_known else "verified.unlike_today")
    return [*told, (heading, moved)] if moved else told


def _batch(speech: Speech, one: Mapping[str, Any]) -> str:
    """A return that moved it, or one that was taken back: by whom, when, why."""
    told = {"file": one["file_name"], "batch": one["batch_id"]}
    if one["came_or_went"] == CAME:
        return speech("verified.batch", day=periods.date(speech, one["filed_on"]), by=one["filed_by"], **told)
    day = periods.date(speech, one["withdrawn_on"])
    who = {"by": one["withdrawn_by"], "why": one["withdrawn_because"]}
    return speech(f"verified.{one['came_or_went']}", day=day, **who, **told)


def _named(speech: Speech, part: Part) -> str:
    """A table of a file: its sheet, else what its rows are."""
    return part.sheet or word(f"rows.{part.question or 'statement'}", speech.language)


def _count(compared: Compared) -> int:
    return (
        len(compared.differences)
        + len(compared.rows_gone)
        + len(compared.rows_new)
        + len(compared.columns_gone)
        + len(compared.columns_new)
    )


def _compared(speech: Speech, compared: Compared, cell: str) -> list[str]:
    told = [_cell(speech, cell, one) for one in compared.differences[:MOST_CELLS]]
    more = len(compared.differences) - MOST_CELLS
    if more > 0:
        told.append(speech.plural("verified.more_cells", more))
    for key, names in (
        ("verified.rows_gone", compared.rows_gone),
        ("verified.rows_new", compared.rows_new),
        ("verified.columns_gone", compared.columns_gone),
        ("verified.columns_new", compared.columns_new),
    ):
        if names:
            told.append(speech.plural(key, len(names), names=_some(speech, names)))
    return told


def _cell(speech: Speech, key: str, one: Difference) -> str:
    blank = speech("verified.blank")
    return speech(key, row=one.row, heading=one.heading, said=one.said or blank, now=one.now or blank)


def _some(speech: Speech, names: Sequence[str]) -> str:
    listed = speech("list.item").join(one or speech("verified.blank") for one in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return speech("verified.and_more", names=listed, n=numbers.count(more)) if more > 0 else listed
