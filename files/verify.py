"""Whether a file that was taken here still says what the warehouse says, and what differs if not.

Two things may have happened: the file was changed since it was written (its tables no longer have the receipt's hash), or the
warehouse moved on (a late or corrected return, another rule). Both are told, each by its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from files import moved_by, receipt, table
from files.people import FIRST, Written
from files.read_back import Table, Taken
from files.receipt import Part, Receipt
from warehouse import answered, filled, snapshots
from warehouse.readers import Reader, questions
from words.problems import Problem, QuestionError, UnknownName

NOT_COMPARED = ("snapshot_id",)  # of two snapshots it always differs
_VERDICT = "verdict"


@dataclass(frozen=True)
class Difference:
    """A cell: the row it stands in by its names, its column, what one side says and what the other."""

    sheet: str
    row: str
    heading: str
    said: str | None
    now: str | None
    is_verdict: bool = False
    area: str | None = None
    period: str | None = None


@dataclass(frozen=True)
class Compared:
    """Two states of a table: the cells that differ, and rows and columns that only one of them has, by their names."""

    differences: Sequence[Difference] = ()
    rows_gone: Sequence[str] = ()
    rows_new: Sequence[str] = ()
    columns_gone: Sequence[str] = ()
    columns_new: Sequence[str] = ()

    @property
    def is_same(self) -> bool:
        return not (
            self.differences or self.rows_gone or self.rows_new or self.columns_gone or self.columns_new
        )


@dataclass(frozen=True)
class Verified:
    """What came of it.

    `edited`: what was changed in the file since it was written; None where that cannot be said cell by cell, because the
    snapshot it is of is no longer there (`changed` says in which tables). `moved`: what the warehouse says otherwise today; None
    where `problem` says why it cannot be asked again. `batches`: what landed or was taken back since behind the rows which differ.
    """

    receipt: Receipt
    changed: Sequence[Part]
    edited: Compared | None
    moved: Compared | None
    problem: Problem | None
    batches: Sequence[Mapping[str, Any]]
    snapshot: str

    @property
    def is_unchanged(self) -> bool:
        return not self.changed

    @property
    def matches(self) -> bool:
        """The file is as it was written, and the warehouse says the same today."""
        return self.is_unchanged and self.moved is not None and self.moved.is_same

    @property
    def verdicts_turned(self) -> int:
        """How many verdicts are others today."""
        return sum(one.is_verdict for one in self.moved.differences) if self.moved else 0


def verify(reader: Reader, taken: Taken, then: Callable[[str], Reader | None]) -> Verified:
    """Compare a file with the warehouse as `reader` sees it.

    Args:
        reader: of the current snapshot.
        taken: the file, read.
        then: the reader of a snapshot by its id; None where it is no longer there, or was made by other rules.
    """
    told = taken.receipt
    changed = [one.part for one in taken.tables if not one.is_unchanged]
    try:
        answers = _answers(reader, told)
    except Problem as error:
        return Verified(told, changed, None if changed else Compared(), None, error, [], reader.snapshot.id)
    main = [one for one in taken.tables if one.is_there and _is_main(one.part, told)]
    moved = _together(
        compared(_as_columns(one, answers[one.part.sheet]), answers[one.part.sheet], one.part, told)
        for one in main
    )
    edited: Compared | None = Compared()
    if changed or not moved.is_same:
        # What it was is compared where that is known: else what was changed in the file would be the warehouse's doing. So is
        # what a receipt says that was written for it anew.
        as_written = _as_written(reader, answers, told, then)
        if as_written is None:
            edited = None if changed else Compared()
        else:
            changed, edited = _edited(as_written, taken, changed)
            moved = _together(
                compared(as_written[one.part.sheet], answers[one.part.sheet], one.part, told) for one in main
            )
    rows = [(one.area, one.period) for one in moved.differences if one.area and one.period]
    batches = moved_by.batches(reader, told, rows)
    return Verified(told, changed, edited, moved, None, batches, reader.snapshot.id)


def _as_written(
    reader: Reader, answers: dict[str, list[Written]], told: Receipt, then: Callable[[str], Reader | None]
) -> dict[str, list[Written]] | None:
    """What the file's own snapshot says; None where it is not there, or cannot be asked."""
    before = then(told.snapshot)
    if before is None or before.snapshot.id == reader.snapshot.id:
        return answers if before is not None else None
    try:
        return _answers(before, told)
    except Problem:
        return None


def reader_then(reader: Reader, snapshot: str) -> Reader | None:
    """A reader of an older snapshot of the same home; None where it is not there, or was made by other SQL."""
    if snapshot == reader.snapshot.id:
        return reader
    try:
        found = reader.beside(snapshot) if snapshots.is_id(snapshot) else None
    except Problem:
        return None
    return found if found and snapshots.is_of_this_sql(found.snapshot) else None


def moved(reader: Reader, told: Receipt) -> Compared:
    """What a reader's snapshot says otherwise than the one that a receipt is of; the file itself is not needed.

    Raises `Problem` where one of the two cannot be asked.
    """
    before = reader_then(reader, told.snapshot)
    if before is None:
        raise QuestionError("verify.not_there", snapshot=told.snapshot)
    was, now = _answers(before, told), _answers(reader, told)
    return _together(
        compared(was[one.sheet], now[one.sheet], one, told) for one in told.parts if _is_main(one, told)
    )


def _is_main(part: Part, told: Receipt) -> bool:
    """Each answer is compared once: the first of its tables that has all columns, or the only one there is."""
    of_question = [one for one in told.parts if one.question == part.question]
    whole = [one for one in of_question if one.columns_are == "all"]
    return part == (whole or of_question)[0]


def _edited(
    as_written: Mapping[str, list[Written]], taken: Taken, changed: Sequence[Part]
) -> tuple[list[Part], Compared]:
    """The tables that do not say what their snapshot says, whatever their receipt does; and the cells of it."""
    found, parts = [], []
    for one in taken.tables:
        if one.is_there:
            differs = compared(
                as_written[one.part.sheet],
                _as_columns(one, as_written[one.part.sheet]),
                one.part,
                taken.receipt,
            )
            if one.part in changed or not differs.is_same:
                found.append(one.part)
                parts.append(differs)
        else:
            found.append(one.part)
    return found, _together(parts)


def _answers(reader: Reader, told: Receipt) -> dict[str, list[Written]]:
    """The tables that a file like this one would have of a snapshot, by sheet.

    Raises `Problem` where it cannot be asked: no such question any more, an area or a period that is not there.
    """
    if not told.question:
        frame = answered.asked(reader, told.statement, answered.LIMITS).frame
        return {
            part.sheet: table.for_programs(reader.snapshot.id, frame, {})
            if part.language == table.CODES
            else table.statement_columns(frame, reader.snapshot.id)
            for part in told.parts
        }
    found = {}
    frames: dict[str, pl.DataFrame] = {}  # the sheets of a workbook tell one answer in several ways
    for part in told.parts:
        parameters = _parameters(part.question, told)
        if part.question not in frames:
            frames[part.question] = reader.ask(part.question, **parameters)
        columns = table.columns(
            reader, part.question, frames[part.question], language=part.language, **parameters
        )
        if part.columns_are == "report":
            columns = [one for one in columns if one.name in FIRST]
        found[part.sheet] = columns
    return found


def _parameters(question: str, told: Receipt) -> dict[str, Any]:
    """The receipt's filters as the question takes them; `QuestionError` where it takes others today."""
    if question not in questions():
        raise UnknownName("verify.no_question", question=question)
    kinds = filled.takes(question)
    needed = {
        name for name, kind in kinds.items() if not kind.islower()
    }  # another snapshot's rows may be left out
    if not needed <= told.parameters.keys() <= kinds.keys():
        raise QuestionError("verify.other_filters", question=question)
    return {
        name: list(map(str, value))
        if isinstance(value, list)
        else filled.typed(question, name, str(value), filled.KEY)
        for name, value in told.parameters.items()
    }


# ------------------------------------------------------------ two tables


def _as_columns(one: Table, like: Sequence[Written]) -> list[Written]:
    """A file's table with the names of the contract, where the headings are those of today."""
    names = {column.heading: column.name for column in like}
    return [
        Written(names.get(heading, heading), heading, list(cells))
        for heading, cells in zip(one.headings, one.cells, strict=True)
    ]


def compared(before: Sequence[Written], after: Sequence[Written], part: Part, told: Receipt) -> Compared:
    """What differs between two states of a table, rows found by their key: the question's, else their names, else their place."""
    first = {one.heading: one for one in before}
    second = {one.heading: one for one in after}
    shared = [one for one in first if one in second and second[one].name not in NOT_COMPARED]
    key = _key(first, second, part)
    rows_before, rows_after = (
        (_rows(first, key), _rows(second, key)) if key else _rows_alike(first, second, shared)
    )
    differences = []
    for row, place in rows_before.items():
        if row not in rows_after:
            continue
        there = rows_after[row]
        for heading in shared:
            said, now = first[heading].cells[place], second[heading].cells[there]
            if receipt.cell(said) != receipt.cell(now):
                name = second[heading].name
                differences.append(
                    Difference(
                        part.sheet,
                        _called(first, place),
                        heading,
                        said,
                        now,
                        name == _VERDICT,
                        _of(first, "area_code", place),
                        _of(first, "period", place) or _text(told.parameters.get("period")),
                    )
                )
    return Compared(
        differences,
        [_called(first, place) for row, place in rows_before.items() if row not in rows_after],
        [_called(second, place) for row, place in rows_after.items() if row not in rows_before],
        [one for one in first if one not in second],
        [one for one in second if one not in first],
    )


def _key(first: Mapping[str, Written], second: Mapping[str, Written], part: Part) -> list[str]:
    """Headings that tell rows apart in both states; none where only their place does."""
    model = questions().get(part.question)
    names = {one.name: heading for heading, one in second.items() if heading in first}
    of_contract = [names[name] for name in model.key if name in names] if model else []
    of_names = [heading for name, heading in names.items() if name.endswith("_name") or name == "period"]
    for headings in (of_contract, of_names):
        if headings and all(_is_unique(one, headings) for one in (first, second)):
            return headings
    return []


def _is_unique(columns: Mapping[str, Written], headings: Sequence[str]) -> bool:
    rows = list(zip(*(columns[one].cells for one in headings), strict=True))
    return len(set(rows)) == len(rows)


def _rows(columns: Mapping[str, Written], key: Sequence[str]) -> dict[tuple[str | int, ...], int]:
    """Where each row stands, by its key."""
    return {row: place for place, row in enumerate(_texts(columns, key))}


def _rows_alike(
    first: Mapping[str, Written], second: Mapping[str, Written], shared: Sequence[str]
) -> tuple[dict[tuple[str | int, ...], int], dict[tuple[str | int, ...], int]]:
    """Where rows without a key stand: those that say the same belong together, in whatever order; of the rest each with the next.

    No answer to a statement has an order unless it asks for one.
    """
    there = _texts(second, shared)
    places: dict[tuple[str, ...], list[int]] = {}
    for place in reversed(range(len(there))):
        places.setdefault(there[place], []).append(place)
    before: dict[tuple[str | int, ...], int] = {}
    after: dict[tuple[str | int, ...], int] = {}
    rest = []
    for place, row in enumerate(_texts(first, shared)):
        if alike := places.get(row):
            before[(0, place)], after[(0, place)] = place, alike.pop()
        else:
            rest.append(place)
    before |= {(1, number): place for number, place in enumerate(rest)}
    left = sorted(place for one in places.values() for place in one)
    after |= {(1, number): place for number, place in enumerate(left)}
    return before, after


def _texts(columns: Mapping[str, Written], headings: Sequence[str]) -> list[tuple[str, ...]]:
    """The cells of some columns, a row a row, as they are compared."""
    height = max((len(one.cells) for one in columns.values()), default=0)
    cells = [columns[one].cells for one in headings]
    return [tuple(receipt.cell(one[place]) for one in cells) for place in range(height)]


def _called(columns: Mapping[str, Written], place: int) -> str:
    """A row by its names; by its number, counted as a spreadsheet does, where it has none."""
    said = [
        str(one.cells[place])
        for one in columns.values()
        if (one.name.endswith(("_name", "_name_zh")) or one.name == "period") and one.cells[place]
    ]
    return " ".join(dict.fromkeys(said[:3])) or str(place + 2)


def _of(columns: Mapping[str, Written], name: str, place: int) -> str | None:
    return next((one.cells[place] for one in columns.values() if one.name == name), None)


def _text(value: Any) -> str | None:
    return str(value) if value else None


def _together(parts: Any) -> Compared:
    """Several tables' differences as one."""
    each = list(parts)
    return Compared(
        *(
            [one for part in each for one in getattr(part, name)]
            for name in ("differences", "rows_gone", "rows_new", "columns_gone", "columns_new")
        )
    )
