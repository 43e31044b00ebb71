"""How much room a build needs, and what one that fails means for what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec

from programme import room
from warehouse import parsed, snapshots
from warehouse.home import Home
from warehouse.snapshots import SnapshotInfo
from words.problems import BuildError, HomeError, Problem

# A first snapshot holds the pack and what has landed: about this, and so many times the landed files. (Measured: 5 MB of
# a province of five counties, 16 MB of one of ninety whose landing has 0.5 MB.)
FIRST, TIMES_LANDED = 16_000_000, 25

P = ParamSpec("P")


def needed(home: Home) -> int:
    """About the bytes that the next build needs at most: its draft stands beside the current snapshot until it is checked."""
    landed = room.taken(home.landing)
    try:
        info = snapshots.current(home)
        if info is not None:
            return 2 * info.path.stat().st_size + landed
    except (Problem, OSError):
        pass  # one that cannot be read says nothing about the next
    return FIRST + TIMES_LANDED * landed


def told(build: Callable[Concatenate[Home, P], SnapshotInfo]) -> Callable[Concatenate[Home, P], SnapshotInfo]:
    """A build whose failure says whether a snapshot stands, and of a full disk how much room there must be.

    Asked when it has cleared up: what its draft took is free again.
    """

    @wraps(build)
    def building(home: Home, /, *given: P.args, **options: P.kwargs) -> SnapshotInfo:
        with telling(home):
            return build(home, *given, **options)

    return building


@contextmanager
def telling(home: Home) -> Iterator[None]:
    """What is done for a build, and fails, fails as `told` says."""
    try:
        yield
    except (BuildError, HomeError) as error:
        failed: Problem = error
        if room.is_lacking(error):
            parsed.drop(home.root)
            failed = BuildError("build.no_room", room=room.none_left(home.root, needed(home)))
        if isinstance(failed, BuildError):
            failed.stands = _stands(home)
        if failed is error:
            raise
        raise failed from error


def _stands(home: Home) -> bool:
    """Whether there is a snapshot that goes on being shown."""
    try:
        return snapshots.current(home) is not None
    except Problem:
        return False
