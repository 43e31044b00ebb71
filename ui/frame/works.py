"""Work that takes longer than a page may: done once for all who ask, in a thread of its own. Pages look on; who leaves one stops
looking, not the work."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from functools import partial
from typing import Any, Generic, TypeVar

import streamlit as st

from ui.frame.kept import kept
from ui.frame.page import Page
from warehouse.readers import Reader

T = TypeVar("T")
Progress = Callable[[str, int, int], None]

# What failed is tried again for who asks after so long; before that, all are told what it failed with.
TRY_AGAIN_SECONDS = 60.0
# Of how many pieces what came of them is kept, for each snapshot; and how long at least, until all who wait have seen it.
MOST, SEEN_SECONDS = 24, 60.0


class Work(Generic[T]):
    """One piece of work, how far it is, and what comes of it."""

    def __init__(self) -> None:
        self.step: tuple[str, int, int] | None = None  # its name, how many are done, of how many
        self._outcome: Future[T] = Future()
        self._ended = 0.0

    def is_done(self) -> bool:
        return self._outcome.done()

    def is_done_within(self, seconds: float) -> bool:
        """Wait for its end, at most so long; whether it has come."""
        return bool(wait([self._outcome], seconds).done)

    def result(self) -> T:
        """What came of it; raises what it failed with, to whoever asks."""
        return self._outcome.result()

    def has_failed(self) -> bool:
        return self._outcome.done() and self._outcome.exception() is not None

    def ended_before(self, seconds: float) -> bool:
        """Whether it ended longer ago than that."""
        return self._outcome.done() and time.monotonic() - self._ended > seconds

    def carry_out(self, work: Callable[[Progress], T], before_end: Callable[[bool], object]) -> None:
        """Do it, here and now; `before_end` is told whether it was done before anybody learns what came of it."""
        try:
            found = work(self._tell)
        except BaseException as error:
            before_end(False)
            self._ended = time.monotonic()
            self._outcome.set_exception(error)
        else:
            before_end(True)
            self._ended = time.monotonic()
            self._outcome.set_result(found)

    def _tell(self, step: str, done: int, of: int) -> None:
        self.step = step, done, of


class _Begun:
    """The pieces of one reader, by what they are: the one asked for longest ago is forgotten first, but none that somebody may
    still be waiting for, who would have it begun anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._works: OrderedDict[Hashable, Work[Any]] = OrderedDict()

    def find(self, key: Hashable, make: Callable[[Progress], Any]) -> Work[Any]:
        with self._lock:
            found = self._works.get(key)
            if found is None or (found.has_failed() and found.ended_before(TRY_AGAIN_SECONDS)):
                found = self._works[key] = Work[Any]()
                # It ends with the process: nothing of it is written anywhere.
                threading.Thread(target=_one_by_one, args=(found, make), name=f"{key}", daemon=True).start()
            self._works.move_to_end(key)
            for old, work in [*self._works.items()][:-MOST]:
                if work.ended_before(SEEN_SECONDS):
                    del self._works[old]
        return found


# One at a time: each takes a whole core while it goes on, and pages are to be drawn beside it.
_at_work = threading.Lock()


def _one_by_one(work: Work[Any], make: Callable[[Progress], Any]) -> None:
    with _at_work:
        work.carry_out(make, lambda _: None)


@kept(most=1)
def _begun(_reader: Reader) -> _Begun:
    return _Begun()


def done(page: Page, name: str, make: Callable[..., T], *asked: Hashable) -> T | None:
    """What comes of `make(reader, *asked, progress=…)`; None while it is being made: a bar is drawn, and the page drawn anew then.

    Args:
        page: whose reader is asked.
        name: of what is made: `works.NAME` is the sentence above the bar.
        make: what makes it.
        asked: what of it, told apart by.

    Raises:
        What `make` failed with; it is tried again after `TRY_AGAIN_SECONDS`.
    """
    reader = page.answers.reader
    work: Work[T] = _begun(reader).find((name, *asked), lambda tell: make(reader, *asked, progress=tell))
    if work.is_done():
        return work.result()
    page.awaited.append(partial(_has_come_further, work, work.step))
    _, done, of = work.step or ("", 0, 0)
    st.progress(done / of if of else 0.0, text=page.speech(f"works.{name}"))
    return None


def _has_come_further(work: Work[Any], step: tuple[str, int, int] | None) -> bool:
    return work.is_done() or work.step != step
