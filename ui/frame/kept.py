"""What pages make of a reader's answers, kept for all sessions as long as somebody reads its snapshot.

Everything is kept under the reader's key, so that neither another snapshot nor another scope ever meets it, and is forgotten
together when the snapshot is closed. What is kept is shared and not copied: it is read, never changed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from inspect import signature
from itertools import compress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from warehouse.readers import Reader, when_closed

P = ParamSpec("P")
T = TypeVar("T")


class _Room:
    """All that is kept for one reader: of each function the newest answers, each made once however many ask at once."""

    def __init__(self, path: Path, is_current: bool = True) -> None:
        self.path, self.is_current = path, is_current
        self._lock = threading.Lock()
        self._kept: dict[str, OrderedDict[Hashable, Future[Any]]] = {}
        self._cells: dict[str, dict[Hashable, int]] = {}  # of those functions that are held to a number

    def find(
        self, name: str, key: Hashable, most: int, make: Callable[[], Any], cells: int | None = None
    ) -> Any:
        with self._lock:
            own = self._kept.setdefault(name, OrderedDict())
            found = own.get(key)
            if found is not None:
                own.move_to_end(key)
            else:
                mine = own[key] = Future()
                while len(own) > most:
                    own.popitem(last=False)
        if found is not None:
            # What stopped whoever makes it (a rerun asked for, a memory at its end) is nothing to others: they try themselves.
            return self.find(name, key, most, make, cells) if found.exception() else found.result()
        try:
            answer = make()
            if cells is not None:
                self._let_go(name, key, _cells_of(answer), cells)
            mine.set_result(answer)
        except BaseException as error:
            with self._lock:
                own.pop(key, None)
            mine.set_exception(error)
            raise
        return mine.result()

    def _let_go(self, name: str, key: Hashable, size: int, most: int) -> None:
        """Forget the answers that were not asked for the longest until all are at most so many cells; the new one stays."""
        with self._lock:
            own, sizes = self._kept[name], self._cells.setdefault(name, {})
            sizes[key] = size
            for gone in sizes.keys() - own.keys():
                del sizes[gone]
            for oldest in [one for one in own if one in sizes and one != key]:
                if sum(sizes.values()) <= most:
                    return
                del own[oldest], sizes[oldest]


def _cells_of(answer: Any) -> int:
    """The cells of an answer: a frame, or rows as dicts of the same columns."""
    if isinstance(answer, list):
        return len(answer) * len(answer[0]) if answer else 0
    return int(answer.height * answer.width)


# Of how many readers something is kept: the current one's, and that of the one before, which pages still draw. Where snapshots
# follow each other within seconds, those between are open as long as a page has not followed, and each holds some 20 MB.
# As many are kept for those who read an earlier one on purpose: they take nothing from everybody else.
ROOMS = 2
_rooms: OrderedDict[str, _Room] = OrderedDict()
_rooms_lock = threading.Lock()


def _room(reader: Reader) -> _Room:
    with _rooms_lock:
        room = _rooms.get(reader.key)
        if room is None:
            is_current = reader.snapshot.is_current
            room = _rooms[reader.key] = _Room(reader.snapshot.path, is_current)
            alike = [key for key, other in _rooms.items() if other.is_current == is_current]
            for key in alike[:-ROOMS]:
                del _rooms[key]
        else:
            _rooms.move_to_end(reader.key)
        return room


def kept(most: int, *, cells: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function makes of its arguments, at most so many answers for each reader; of rows or frames at most so many cells
    together, where that is said: one answer about a whole country has as many as all about a province.

    One argument at least is a reader, or has one: `Answers`, `Page`, `Choice`. What is named with a `_` before it is made of
    the others and tells no two answers apart.
    """

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        name = f"{make.__module__}.{make.__qualname__}"
        counts = [not parameter.startswith("_") for parameter in signature(make).parameters]

        @wraps(make)
        def asked(*given: P.args, **named: P.kwargs) -> T:
            reader = next(found for found in map(_reader, (*given, *named.values())) if found is not None)
            key = tuple(map(_part, compress(given, counts))), _part(named)
            answer: T = _room(reader).find(name, key, most, lambda: make(*given, **named), cells)
            return answer

        return asked

    return decorate


def forget() -> None:
    """Forget everything, as if this process had just begun."""
    with _rooms_lock:
        _rooms.clear()


def _forget_closed(paths: frozenset[Path]) -> None:
    with _rooms_lock:
        for key in [key for key, room in _rooms.items() if room.path not in paths]:
            del _rooms[key]


when_closed(_forget_closed)


def _reader(given: object) -> Reader | None:
    if isinstance(given, Reader):
        return given
    return getattr(given, "reader", None) or getattr(getattr(given, "answers", None), "reader", None)


def _part(given: Any) -> Hashable:
    """What stands for an argument in a key: its own `key` where it has one."""
    if isinstance(given, dict):
        return tuple(sorted((name, _part(value)) for name, value in given.items()))
    if isinstance(given, list | tuple):
        return tuple(map(_part, given))
    own: Hashable = given.key if hasattr(given, "key") else given
    return own
