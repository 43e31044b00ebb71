"""Who draws now: so many pages at once, in the order in which they were asked for, and pages that follow by themselves last.

All that is drawn shares one interpreter. Fifty pages drawn side by side are each as late as the last; and whatever sends them
to the browsers waits behind fifty others each time it has something to send.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2


class Turns:
    """Lets so many in at once. Who was asked for by a reader goes before who only follows."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._asked: deque[threading.Event] = deque()
        self._following: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, *, following: bool = False) -> Iterator[None]:
        """Wait for a turn, hold it, and hand it on."""
        mine: threading.Event | None = None
        with self._lock:
            if self._free:  # then nobody waits: a turn is handed on
                self._free -= 1
            else:
                mine = threading.Event()
                (self._following if following else self._asked).append(mine)
        if mine is not None:
            mine.wait()
        try:
            yield
        finally:
            with self._lock:
                waiting = self._asked or self._following
                if waiting:
                    waiting.popleft().set()
                else:
                    self._free += 1

    def is_quiet(self) -> bool:
        """Whether one more would be let in at once."""
        with self._lock:
            return self._free > 0
