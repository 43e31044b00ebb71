"""What the serving process sees to once: how many files it may have open, and that a log is not filled by one error."""

from __future__ import annotations

import logging
import threading
import time
from functools import cache

from programme import open_files
from words.problems import Problem

REPEATS_SECONDS = 60.0

log = logging.getLogger(__name__)


@cache
def prepare() -> None:
    """See to both; once in a process, however often it is called."""
    for handler in _handlers():
        handler.addFilter(Repeats())
    served = open_files.readers(open_files.raise_limit())
    if served < open_files.WANTED_READERS:
        log.warning("%s", Problem("process.few_files", readers=served, wanted=open_files.WANTED))


def _handlers() -> list[logging.Handler]:
    """Every handler that there is, of whatever logger, and the one that is used where none is."""
    loggers = [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    found = {id(handler): handler for logger in loggers for handler in logger.handlers}
    if logging.lastResort is not None:
        found[id(logging.lastResort)] = logging.lastResort
    return list(found.values())


class Repeats(logging.Filter):
    """Lets a warning or an error through once a minute, with how many like it there were meanwhile."""

    def __init__(self, seconds: float = REPEATS_SECONDS) -> None:
        super().__init__()
        self._seconds = seconds
        self._lock = threading.Lock()
        self._seen: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        kind = record.exc_info[0] if record.exc_info else None
        # The same words, whatever stands in them: a text of many parts may be one of thousands.
        key = (record.name, record.levelno, str(record.msg)[:200], kind)
        now = time.monotonic()
        with self._lock:
            last, more = self._seen.get(key, (float("-inf"), 0))
            if now - last < self._seconds:
                self._seen[key] = last, more + 1
                return False
            if len(self._seen) > 1000:
                self._seen.clear()
            self._seen[key] = now, 0
        if more:
            record.msg = f"{record.getMessage()} (+{more})"
            record.args = ()
        return True
