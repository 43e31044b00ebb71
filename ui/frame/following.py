"""How an open page keeps up with the snapshot that is current, and how a page that failed finds its way back."""

from __future__ import annotations

from contextlib import AbstractContextManager

import streamlit as st

from ui.frame.startup import home
from ui.frame.turns import Turns
from warehouse.readers import Reader
from warehouse.snapshots import current, pointed
from words.problems import Problem, SnapshotError

# How often an open page asks whether another snapshot has become current.
FOLLOW_SECONDS = 30
# A page that follows is drawn after those that readers ask for, and looks again where many are on their way; one that was put
# off so often is drawn as if it was asked for.
PUT_OFF = 3
FOLLOWS = "follows"  # in the session's state: the coming run was asked for by nobody


_turns = Turns()


def turn() -> AbstractContextManager[None]:
    """The turn of the page that is drawn now: after those that are asked for, if it only follows."""
    return _turns.turn(following=bool(st.session_state.pop(FOLLOWS, False)))


def follow(reader: Reader) -> None:
    """Take up another current snapshot without a click; one that cannot be read is left to the next visit.

    A page that reads an older snapshot on purpose stays with it.
    """
    _follow(reader, [])


@st.fragment(run_every=FOLLOW_SECONDS)
def _follow(reader: Reader, put_off: list[bool]) -> None:
    reader.still_read()
    if not reader.snapshot.is_current:
        return
    try:
        info = current(home())
    except Problem:
        return
    if info is None or info.id == reader.snapshot.id:
        return
    if len(put_off) < PUT_OFF and not _turns.may_follow():
        put_off.append(True)
        return
    st.session_state[FOLLOWS] = len(put_off) < PUT_OFF
    st.rerun(scope="app")


def look_again(error: Exception) -> None:
    """Draw a page that failed once more each half minute; after a failed build only when another snapshot stands.

    A build is not tried by every open page.
    """
    _look_again(isinstance(error, Problem) and not isinstance(error, SnapshotError), _stands(), [])


@st.fragment(run_every=FOLLOW_SECONDS)
def _look_again(only_another: bool, failed: object, looked: list[bool]) -> None:
    looked.append(True)
    first = len(looked) == 1  # within the run that failed
    if not first and not (only_another and _stands() == failed):
        st.rerun(scope="app")


def _stands() -> object:
    """What tells the snapshot that stands from any other, whether it can be read or not."""
    try:
        place = home()
        said = pointed(place)
        file = (place.snapshots / f"{said}.duckdb").stat()
    except (OSError, ValueError, Problem):
        return None
    return said, file.st_mtime_ns, file.st_size
