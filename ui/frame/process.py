"""What the serving process sees to: how many files it may have open, and that a log is not filled by one error."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from programme import open_files
from words.problems import Problem

REPEATS_SECONDS = 60.0
# So many different errors are counted at once; of more, those that began first are told before their minute is over.
MOST_COUNTED = 1000
# Said with a record (`extra=`) by whoever counts by himself what he tells: it stands in the log whatever is like it.
COUNTED = {"is_counted": True}
# What tells two occurrences of one error apart: who it was, not what went wrong. Addresses, identifiers, numbers.
PARTICULAR = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|(?<![0-9a-z:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![0-9a-z:])"
    r"|\b0x[0-9a-f]+\b|\b[0-9a-f]{8,}\b|\b(?=[a-f]*[0-9])[0-9a-f]{4,}\b|\d+",
    re.IGNORECASE | re.ASCII,
)

log = logging.getLogger(__name__)


def prepare() -> None:
    """See to both: when the server starts, and again with every page, since handlers are made meanwhile."""
    watch_log()
    _raise_limit()


@cache
def _raise_limit() -> None:
    """Once in a process, however often it is called."""
    served = open_files.readers(open_files.raise_limit())
    if served < open_files.WANTED_READERS:
        log.warning("%s", Problem("process.few_files", readers=served, wanted=open_files.WANTED))


def watch_log() -> None:
    """Whatever writes a log, of whatever logger, tells an error that repeats once a minute."""
    loggers = [logging.root, *list(logging.root.manager.loggerDict.values())]
    handlers = [one for logger in loggers if isinstance(logger, logging.Logger) for one in logger.handlers]
    if logging.lastResort is not None:
        if logging.lastResort.formatter is None:
            # Whoever tells of a failed page tells when it was.
            logging.lastResort.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        handlers.append(logging.lastResort)  # where no logger has one
    for handler in handlers:
        if not any(isinstance(one, Repeats) for one in handler.filters):
            handler.addFilter(Repeats(handler))


@dataclass
class _Seen:
    """An error in its minute: since when, how many more there were, and the last of them."""

    since: float
    more: int = 0
    last: logging.LogRecord | None = None


class Repeats(logging.Filter):
    """Lets a warning or an error through once a minute; at the minute's end tells how many more like it there were."""

    def __init__(self, handler: logging.Handler, seconds: float = REPEATS_SECONDS) -> None:
        super().__init__()
        self._handler = handler
        self._seconds = seconds
        self._lock = threading.RLock()  # what is freed meanwhile may log, too
        self._seen: dict[tuple[object, ...], _Seen] = {}  # in the order they began
        self._is_awaited = False

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING or getattr(record, "is_counted", False):
            return True
        text = _said(record.getMessage, str(record.msg))
        key = _kind(record, text)
        with self._lock:
            now = time.monotonic()
            over = self._take_over(now)
            seen = self._seen.get(key)
            if seen is None:
                self._seen[key] = _Seen(now)
            else:
                seen.more += 1
                seen.last = _light(record, text)
                self._await_end(now)
        self._tell(over)
        return seen is None

    def _take_over(self, now: float) -> list[_Seen]:
        """Those whose minute is over, or for whom there is no room: they begin anew when they come again."""
        over = []
        for key, seen in list(self._seen.items()):
            if now - seen.since < self._seconds and len(self._seen) < MOST_COUNTED:
                break
            over.append(self._seen.pop(key))
        return over

    def _await_end(self, now: float) -> None:
        """Have the end of the first minute seen, by one thread for all; there is none where nothing repeats."""
        if self._is_awaited:
            return
        first = next(iter(self._seen.values()))
        timer = threading.Timer(max(0.0, first.since + self._seconds - now), self._at_end)
        timer.name, timer.daemon = "repeats in the log", True
        with suppress(RuntimeError):  # no more threads, or the interpreter ends: the next like it tries again
            timer.start()
            self._is_awaited = True

    def _at_end(self) -> None:
        """A minute is over: what was counted in it is told, though it never came again."""
        with self._lock:
            now = time.monotonic()
            over = self._take_over(now)
            self._is_awaited = False
            if any(seen.more for seen in self._seen.values()):
                self._await_end(now)
        self._tell(over)

    def _tell(self, over: list[_Seen]) -> None:
        for seen in over:
            if seen.last is not None:
                self._handler.handle(_with_count(seen.last, seen.more))


def _kind(record: logging.LogRecord, text: str) -> tuple[object, ...]:
    """What an error has in common with those like it: its text without particulars, and what was raised where."""
    raised: tuple[object, ...] = ()
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        at = (place.tb_frame.f_code.co_filename, place.tb_lineno) if place is not None else ()
        raised = (type(error), _without_particulars(_said(error.__str__)), *at)
    return (record.name, record.levelno, _without_particulars(text), *raised)


def _without_particulars(text: str) -> str:
    return PARTICULAR.sub("#", text[:2000])


def _said(told: Callable[[], str], otherwise: str = "") -> str:
    """A text that others make: where they fail, the handler says so, with where; who logs is not to fail here."""
    try:
        return told()
    except Exception:
        return otherwise


def _light(record: logging.LogRecord, text: str) -> logging.LogRecord:
    """The record without what it holds: values, and every frame that an error came through."""
    bare = {"msg": text, "args": (), "exc_info": None, "exc_text": None, "stack_info": None}
    return logging.makeLogRecord(vars(record) | bare)


def _with_count(record: logging.LogRecord, more: int) -> logging.LogRecord:
    """The last of them once more, with how many there were."""
    fresh = vars(logging.makeLogRecord({}))
    now = {name: fresh[name] for name in ("created", "msecs", "relativeCreated")}
    return logging.makeLogRecord(
        vars(record) | now | COUNTED | {"msg": f"{record.msg}\n{Problem('process.repeated', n=more)}"}
    )
