"""A question's answer as an XLSX workbook that explains itself.

A cover with the contents, the table that a report takes, all columns in each language on a sheet of its own, what belongs
beside it (the cities of counties), notes, and the receipt. Codes are text, figures are numbers with the decimals that are
shown, days are days; nothing is a formula. The same answer of the same snapshot gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from files import receipt, sheet_limits, table, workbook_layout
from files.people import FIRST, Written
from files.receipt import Part, Receipt
from files.workbook_notes import Meaning, Note, meanings_of, notes_of
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo
from words import LANGUAGES, speak
from words.files import word

LONGEST_NAME = 31  # of a sheet
FEWEST_TAKEN = 3  # columns that make a table for a report
# Questions that belong on a sheet beside another: same indicator, period and area.
BESIDE = {"county_compliance": ("city_compliance",)}
_NOT_IN_NAMES = "[]:*?/\\'"


@dataclass(frozen=True)
class Sheet:
    """A table of the workbook: its columns as written, and what the receipt says of it."""

    columns: Sequence[Written]
    part: Part


@dataclass(frozen=True)
class Book:
    """All that a workbook says, in the order of its sheets."""

    title: str
    language: str
    snapshot: SnapshotInfo
    sheets: Sequence[Sheet]
    receipt: Receipt
    facts: Sequence[Note]  # what the cover says of it
    notes: Sequence[Note] = ()
    meanings: Sequence[Meaning] = field(default=())
    is_simulated: bool = False


def of_question(
    reader: Reader, question: str, frame: pl.DataFrame, *, language: str = "zh", **parameters: Any
) -> tuple[bytes, Receipt]:
    """The workbook of an answer and its receipt.

    Raises:
        QuestionError: more rows than a sheet holds, or a text longer than a cell's; it names CSV and Parquet, which hold them.
    """
    sheets, whole = _sheets(reader, question, frame, language, parameters)
    told = receipt.of_question(reader, question, parameters, language, [one.part for one in sheets])
    book = Book(
        title=" ".join(table.called(reader, question, language=language, **parameters)),
        language=language,
        snapshot=reader.snapshot,
        sheets=sheets,
        receipt=told,
        facts=_facts(reader),
        notes=notes_of(reader, question, parameters),
        meanings=meanings_of(reader, question, whole),
        is_simulated=bool(frame["simulated"].any()) if "simulated" in frame.columns else False,
    )
    return workbook_layout.contents(book), told


def of_statement(
    reader: Reader, frame: pl.DataFrame, statement: str, name: str, language: str
) -> tuple[bytes, Receipt]:
    """The workbook of the answer to a reader's own statement, `name` that of the shipped one that it is; as `of_question`."""
    called = word("rows.statement", language)
    sheet = _sheet(table.statement_columns(frame, reader.snapshot.id), "", language, called)
    told = receipt.of_statement(reader.snapshot, statement, name, [sheet.part])
    notes = [Note("book.statement", statement, statement)]
    title = f"{called} {name}".strip()
    book = Book(title, language, reader.snapshot, [sheet], told, _facts(reader), notes)
    return workbook_layout.contents(book), told


def _sheets(
    reader: Reader, question: str, frame: pl.DataFrame, language: str, parameters: Mapping[str, Any]
) -> tuple[list[Sheet], dict[str, list[Written]]]:
    """The tables in the order of the sheets, and those of them with all columns by language."""
    languages = [language, *(one for one in LANGUAGES if one != language)]
    whole = {one: table.columns(reader, question, frame, language=one, **parameters) for one in languages}
    found = []
    taken = [one for one in whole[language] if one.name in FIRST]
    if FEWEST_TAKEN <= len(taken) < len(whole[language]):
        name = _named("name.sheet_report", language, table.rows_called(question, parameters, language))
        found.append(_sheet(taken, question, language, name, "report"))
    for other in BESIDE.get(question, ()):
        answer = table.columns(
            reader, other, reader.ask(other, **parameters), language=language, **parameters
        )
        taken = [one for one in answer if one.name in FIRST]
        called = table.rows_called(other, parameters, language)
        found.append(_sheet(taken, other, language, called, "report"))
    for one, columns in whole.items():
        name = _named("name.sheet_whole", one, table.rows_called(question, parameters, one))
        found.append(_sheet(columns, question, one, name))
    return found, whole


def _named(key: str, language: str, rows: str) -> str:
    """The name of a sheet: what its rows are, cut where that leaves no room for which of their tables it is."""
    room = LONGEST_NAME - len(word(key, language).format(rows=""))
    return word(key, language).format(rows=rows[:room].strip())


def _sheet(
    columns: Sequence[Written], question: str, language: str, name: str, columns_are: str = "all"
) -> Sheet:
    safe = "".join(" " if letter in _NOT_IN_NAMES else letter for letter in name)[:LONGEST_NAME].strip()
    made = receipt.part(columns, question, language, safe, columns_are)
    longest = {
        one.heading: max((len(workbook_layout.unguarded(cell)) for cell in one.cells if cell), default=0)
        for one in columns
    }
    if problem := sheet_limits.beyond(made.rows, longest):
        raise problem
    return Sheet(columns, made)


def _facts(reader: Reader) -> list[Note]:
    facts = reader.rows("snapshot_facts")[0]
    said = (("book.department", "department"), ("book.area", "pack_name"))
    return [Note(key, *(speak(one).pick(facts, stem) for one in LANGUAGES)) for key, stem in said]
