"""Who draws now: so many pages at once, in the order in which they were asked for, and pages that follow by themselves last.

All that is drawn shares one interpreter. Fifty pages drawn side by side are each as late as the last; and whatever sends them
to the browsers waits behind fifty others each time it has something to send.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

AT_ONCE = 2
# A page is drawn in a twentieth of a second; a cold one among 1,500 readers, just after a swap, in one or two. One that holds
# its turn for longer works on something large or waits for something slow; others are let in beside it. (After a second
# already, p95 of those readers was 1.9 s and not 0.8: each page let in makes the others slower, and so more are let in.)
SLOW_SECONDS = 10.0
# A page follows while a turn is free for it: whoever presses something on a page that waits to follow would wait with it. One
# that was told so and did not come within so long (its reader left) counts no more.
COMES_SECONDS = 5.0
# A page that was let come is drawn before those that are asked for when it has waited so long: they may go on without end.
PATIENT_SECONDS = 20.0


@dataclass(eq=False)
class _Turn:
    asked: float = field(default_factory=time.monotonic)
    let_in: threading.Event = field(default_factory=threading.Event)
    since: float = 0.0  # when it was let in


class Turns:
    """Lets so many in at once. Who was asked for goes before who only follows and has not waited long; nobody waits for who is slow."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        slow_seconds: float = SLOW_SECONDS,
        patient_seconds: float = PATIENT_SECONDS,
    ) -> None:
        self._at_once = at_once
        self._slow = slow_seconds
        self._patient = patient_seconds
        self._lock = threading.Lock()
        self._drawing: set[_Turn] = set()
        self._asked: deque[_Turn] = deque()
        self._following: deque[_Turn] = deque()
        # When pages were told that they may follow, and have not asked for a turn yet.
        self._coming: deque[float] = deque()

    @contextmanager
    def turn(self, *, following: bool = False) -> Iterator[None]:
        """Wait for a turn, hold it, and hand it on."""
        mine = _Turn()
        with self._lock:
            if following and self._coming:
                self._coming.popleft()
            (self._following if following else self._asked).append(mine)
            self._let_in()
        while not mine.let_in.wait(self._slow):
            with self._lock:
                self._let_in()
        try:
            yield
        finally:
            with self._lock:
                self._drawing.discard(mine)
                self._let_in()

    def may_follow(self, *, alone: bool = False) -> bool:
        """Whether a turn is free for a page that follows, and for those already on their way; `alone`: whether nobody has or wants one."""
        now = time.monotonic()
        with self._lock:
            while self._coming and self._coming[0] < now - COMES_SECONDS:
                self._coming.popleft()
            taken = len(self._drawing) + len(self._asked) + len(self._following) + len(self._coming)
            if taken >= (1 if alone else self._at_once):
                return False
            self._coming.append(now)
            return True

    def _let_in(self) -> None:
        """Let in whoever is next for each place that is free, or held by one that is slow."""
        now = time.monotonic()
        while waiting := self._asked or self._following:
            if len(self._drawing) >= self._at_once:
                slow = [turn for turn in self._drawing if now - turn.since > self._slow]
                if not slow:
                    return
                self._drawing.discard(slow[0])
            if self._following and now - self._following[0].asked > self._patient:
                waiting = self._following
            turn = waiting.popleft()
            turn.since = now
            self._drawing.add(turn)
            turn.let_in.set()
