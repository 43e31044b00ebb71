"""How an open page keeps up with the snapshot that is current, and how a page that failed finds its way back."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager

import streamlit as st

from ui.frame import startup
from ui.frame.turns import SOON_SECONDS, Turns
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, current
from words.problems import Problem, SnapshotError

# How often an open page asks whether another snapshot has become current: often enough to show it within half a minute,
# drawing it and a look or two while others were drawn included.
FOLLOW_SECONDS = 25
# A page that follows is drawn when nobody else is; one that was put off for so long is drawn as if it was asked for.
PUT_OFF_SECONDS = 75.0
LOOK_AGAIN_SECONDS = 30
FOLLOWS = "follows"  # in the session's state: the coming run was asked for by nobody


_turns = Turns()


def turn() -> AbstractContextManager[None]:
    """The turn of the page that is drawn now: after those that are asked for, if it only follows."""
    return _turns.turn(following=bool(st.session_state.pop(FOLLOWS, False)))


def follow(reader: Reader, newer: SnapshotInfo | None) -> None:
    """Take up another current snapshot without a click; one that cannot be read is left to the next visit.

    A page that reads an older snapshot on purpose stays with it, and is drawn once more where another is the newest than the
    one, `newer`, that it tells of.
    """
    _follow(reader, newer.id if newer else None, [])


@st.fragment(run_every=FOLLOW_SECONDS)
def _follow(reader: Reader, newer: str | None, put_off: list[float]) -> None:
    reader.still_read()
    if not (_is_another_current(reader) or _is_another_newer(reader, newer)):
        return
    if _turns.few_are_put_off():
        _take_up_soon(put_off)
    else:
        _take_up(put_off)


def _is_another_current(reader: Reader) -> bool:
    if not reader.snapshot.is_current:
        return False
    try:
        info = current(startup.home())
    except Problem:
        return False
    return info is not None and (info.id, info.mark) != (reader.snapshot.id, reader.snapshot.mark)


def _is_another_newer(reader: Reader, told: str | None) -> bool:
    try:
        newer = startup.newer(reader)
    except Problem:
        return False
    return (newer.id if newer else None) != told


def _take_up(put_off: list[float]) -> None:
    now = time.monotonic()
    patient = not put_off or now - put_off[0] < PUT_OFF_SECONDS
    if patient and not _turns.may_follow():
        put_off.append(now)
        return
    st.session_state[FOLLOWS] = patient
    st.rerun(scope="app")


_take_up_soon = st.fragment(_take_up, run_every=SOON_SECONDS)


def look_again(error: Exception) -> None:
    """Draw a page that failed once more each half minute; after a failed build only when another snapshot or pack stands.

    A build is not tried by every open page; once in a while one page tries it for all.
    """
    only_another = isinstance(error, Problem) and not isinstance(error, SnapshotError)
    _look_again(only_another, startup.what_is_there(), [])


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _look_again(only_another: bool, failed: object, looked: list[bool]) -> None:
    looked.append(True)
    if len(looked) == 1:  # within the run that failed
        return
    if not only_another or startup.what_is_there() != failed or startup.is_due_again():
        st.rerun(scope="app")
