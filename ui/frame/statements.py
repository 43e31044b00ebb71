"""Statements that readers write: each is carried out beside the pages, in a process and a thread of its own.

So many at once, one for each reader; whoever comes then waits for a place, and is told so. What came of one is held for its reader
as long as there is room for it: then it is asked anew.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import threading
import time
import weakref
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial

from ui.frame import sessions
from ui.frame.kept import kept
from ui.frame.page import Page
from warehouse import filled, written
from warehouse import saved as shipped
from warehouse.answered import LIMITS, Table, asked
from warehouse.readers import Reader, questions
from warehouse.refusal import Refusal, refusal
from warehouse.runner import Stop
from warehouse.saved import Saved, saved
from words.problems import Problem, QuestionError, SnapshotError

__all__ = ["LIMITS", "Refusal", "Run", "Saved", "Table", "laid_out", "saved", "title_of"]

# So many statements at once of all readers, each with its memory; so many more wait.
AT_ONCE, MOST_WAITING = 2, 20
# How long a statement may be: what is larger takes its time to be looked through, here.
LONGEST = 20_000
# What the answers of all readers together may take before the oldest is forgotten.
HELD_BYTES = 256 * 1024**2
LOOK_SECONDS = 0.1
# A shipped statement that failed is tried again for who asks after so long.
TRY_AGAIN_SECONDS = 5.0

log = logging.getLogger(__name__)
title_of, laid_out = written.title, written.laid_out


class Run:
    """One statement on its way: waiting for a place, running, or ended with a table or a problem."""

    def __init__(self, reader: Reader, statement: str) -> None:
        self.reader, self.statement = reader, statement
        self.table: Table | None = None
        self.problem: Problem | None = None
        self.seconds = 0.0
        self.began = False
        self.forgotten = False
        self._stop = Stop()
        self._ended = threading.Event()
        self._ended_at = 0.0
        self._session = sessions.own()

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    def has_ended_within(self, seconds: float) -> bool:
        """Wait for its end, at most so long; whether it has come."""
        return self._ended.wait(seconds)

    def ended_before(self, seconds: float) -> bool:
        """Whether it ended longer ago than that."""
        return self.has_ended and time.monotonic() - self._ended_at > seconds

    def is_of(self, reader: Reader, statement: str) -> bool:
        """Whether this is the answer to a statement, and still there."""
        return (self.reader.key, self.statement) == (reader.key, statement) and not self.forgotten

    def stop(self) -> None:
        """End it, wherever it is."""
        self._stop.ask()

    def carry_out(self) -> None:
        """Wait for a place and run it; whoever looks on is drawn anew at its end. Never raises."""
        try:
            with _places.place(self._stop):
                self.began, since = True, time.monotonic()
                self.table = asked(self.reader, self.statement, LIMITS, self._stop)
                self.seconds = time.monotonic() - since
                _held.hold(self)
        except Problem as problem:
            self.problem = problem
        except Exception as error:
            log.exception("a statement failed")
            self.problem = QuestionError("readers.ended", how=type(error).__name__)
        self._ended_at = time.monotonic()
        self._ended.set()
        if self._session:
            sessions.draw_anew(self._session, lambda: None)


class _Places:
    """Where statements run: so many at once, and no more waiting than there is patience for."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(AT_ONCE)
        self._waiting = 0
        self._lock = threading.Lock()

    def place(self, stop: Stop) -> _Place:
        return _Place(self, stop)

    def enter(self, stop: Stop) -> None:
        with self._lock:
            if self._waiting >= MOST_WAITING:
                raise QuestionError("readers.too_many_waiting", waiting=MOST_WAITING)
            self._waiting += 1
        try:
            while not self._free.acquire(timeout=LOOK_SECONDS):
                if stop.asked:
                    raise QuestionError("readers.stopped")
        finally:
            with self._lock:
                self._waiting -= 1

    def leave(self) -> None:
        self._free.release()


@dataclass
class _Place:
    places: _Places
    stop: Stop

    def __enter__(self) -> None:
        self.places.enter(self.stop)

    def __exit__(self, *_: object) -> None:
        self.places.leave()


class _Held:
    """The answers that sessions hold, the oldest first; one of a session that is gone takes no room."""

    def __init__(self) -> None:
        self._runs: OrderedDict[int, tuple[weakref.ref[Run], int]] = OrderedDict()
        self._lock = threading.Lock()

    def hold(self, run: Run) -> None:
        size = int(run.table.frame.estimated_size()) if run.table else 0
        with self._lock:
            self._runs[id(run)] = weakref.ref(run), size
            there = {key: (one(), bytes_) for key, (one, bytes_) in self._runs.items()}
            self._runs = OrderedDict((key, self._runs[key]) for key, (one, _) in there.items() if one)
            total = sum(bytes_ for one, bytes_ in there.values() if one)
            for key, (oldest, bytes_) in there.items():
                if total <= HELD_BYTES or oldest is run:
                    break
                if oldest is not None:
                    oldest.table, oldest.forgotten = None, True
                    total -= bytes_
                    del self._runs[key]


_places = _Places()
_held = _Held()


def begin(reader: Reader, statement: str) -> Run:
    """Have a statement carried out, in a thread of its own."""
    run = Run(reader, statement)
    if len(statement) > LONGEST:
        run.problem = QuestionError("readers.too_long_a_text", letters=len(statement), most=LONGEST)
        run._ended.set()
        return run
    threading.Thread(target=run.carry_out, name="statement", daemon=True).start()
    return run


class _OfAll:
    """Runs of shipped statements by name, one for all readers; one that failed, or was forgotten, is begun anew for who asks then."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def find(self, reader: Reader, name: str) -> Run:
        with self._lock:
            run = self._runs.get(name)
            if run is None or run.forgotten or (run.problem and run.ended_before(TRY_AGAIN_SECONDS)):
                run = self._runs[name] = begin(reader, saved()[name].text)
            return run


@kept(most=1)
def _of_all(_reader: Reader) -> _OfAll:
    return _OfAll()


def of_all(reader: Reader, name: str) -> Run:
    """The run of a statement that is shipped."""
    return _of_all(reader).find(reader, name)


def await_end(page: Page, run: Run) -> None:
    """Have the page drawn anew when a run has ended, whatever became of the push at its end."""
    page.awaited.append(partial(_has_ended, run, run.began))


def _has_ended(run: Run, had_begun: bool) -> bool:
    return run.has_ended or run.began != had_begun


def told(run: Run, tables: Tables) -> Refusal:
    """Why a run was refused. A snapshot that cannot be read is no matter of the statement: that is raised, and asked anew later."""
    assert run.problem
    if isinstance(run.problem, SnapshotError):
        run.forgotten = True
        raise run.problem
    takes = {name: [one for one, _ in model.parameters] for name, model in questions().items()}
    return refusal(
        run.statement, run.problem, tables.columns, {name: some for name, some in takes.items() if some}
    )


def filled_in(reader: Reader, question: str) -> str | None:
    """The statement of a question with the obvious in the place of its parameters; None where that is not to be had.

    Args:
        reader: of the snapshot that says which period is the newest and what the whole is.
        question: one that takes parameters.
    """
    model = questions().get(question)
    if model is None:
        return None
    try:
        values = filled.completed(reader, question, {}, [], filled.KEY)
    except Problem:
        return None
    text = "\n".join(model.sql.strip().splitlines())
    for name, _ in model.parameters:
        literal = _literal(values.get(name))
        if literal is None:
            return None
        text = re.sub(rf"\${name}\b", lambda _, one=literal: one, text)  # type: ignore[misc]
    return f"-- {question}\n{text}"


def _literal(value: object) -> str | None:
    """A value as a statement has it."""
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(one) or 'null' for one in value)}]"
    return None


# ------------------------------------------------------------ the tables there are


@dataclass(frozen=True)
class Column:
    """A column of a table: name, type, and what its header says it means."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Tables:
    """All that may be read, by the name one types: its columns, its rows where they are counted, what its header says it is."""

    read: dict[str, list[Column]] = field(default_factory=dict)
    rows: dict[str, int | None] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, list[str]]:
        return {table: [column.name for column in columns] for table, columns in self.read.items()}

    def named_in(self, statement: str) -> dict[str, int]:
        """The counted tables that a statement names, with their rows."""
        names = {word.text.strip('"').lower() for word in written.words(statement) if word.is_name}
        return {
            table: rows
            for table, rows in self.rows.items()
            if rows is not None and table.rpartition(".")[2] in names
        }


def tables(page: Page, patience: float) -> Tables | None:
    """The tables of a page's snapshot; None as long as they are not listed: the page is drawn anew then.

    Where they cannot be listed there are none: statements are answered all the same.
    """
    run = of_all(page.answers.reader, shipped.TABLES)
    if not run.has_ended_within(patience):
        await_end(page, run)
        return None
    return Tables() if run.table is None else _listed(page.answers.reader, run.table)


@kept(most=1)
def _listed(_reader: Reader, _table: Table) -> Tables:
    found = Tables()
    for row in _table.frame.iter_rows(named=True):
        name = f"{row['schema_name']}.{row['table_name']}"
        column = Column(row["column_name"], row["column_type"], row["column_meaning"] or "")
        found.read.setdefault(name, []).append(column)
        found.rows[name] = row["rows"]
        found.meanings[name] = row["table_meaning"] or ""
    return found
