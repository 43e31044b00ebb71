"""From nothing to a snapshot that fits this code and this pack: the first start and every later change."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from programme.packs.checks import faults_of
from programme.packs.pack import Pack, read_pack
from ui.frame import plain
from warehouse import presence
from warehouse.build import build
from warehouse.home import Home
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, current, is_of_this_sql, is_up_to_date, newest
from words import Speech
from words.problems import HomeError, PackError, Problem

# Every page and every look asks for the home; a path is gone through to its end, link by link, as often as this.
HOME_SECONDS = 1.0

# Reading the pack and comparing fingerprints costs some milliseconds; a changed pack may wait this long.
LOOK_AGAIN_SECONDS = 10

# A build that failed is tried again by the pages after so long, or when the pack changes.
TRY_AGAIN_SECONDS = 300

# How far along the bar each stage of a first start runs; the models of a build count through all its layers.
BUILDING = (0.35, 1.0)
STAGES = {"read": (0.0, 0.15), "check": (0.15, 0.25), "land": (0.25, 0.35)}


@st.cache_resource
def _builder() -> threading.Lock:
    """One build at a time in this process; other processes are kept apart by the home's own lock."""
    return threading.Lock()


@st.cache_resource(ttl=LOOK_AGAIN_SECONDS, show_spinner=False)
def _pack(folder: str | None) -> Pack:
    return read_pack(folder)


@dataclass(frozen=True)
class _Standing:
    """How the current snapshot stands to the pack: made of it, or what is wrong with the pack."""

    fits: bool
    faults: Sequence[Problem] = ()
    fingerprint: str = ""


@st.cache_resource(ttl=LOOK_AGAIN_SECONDS, show_spinner=False)
def _standing(snapshot_id: str, root: str, folder: str | None) -> _Standing:
    info = current(Home.of(root))
    try:
        pack = _pack(folder)
        if info is not None and info.id == snapshot_id and is_up_to_date(info, pack):
            return _Standing(True)
        return _Standing(False, faults_of(pack), pack.fingerprint())
    except PackError as error:
        return _Standing(False, [error])


@st.cache_resource(ttl=TRY_AGAIN_SECONDS, show_spinner=False)
def _failed(_root: str) -> dict[str, Problem]:
    """Why the last build of the pages failed, by the pack's fingerprint."""
    return {}


def home() -> Home:
    """The home that the app shows."""
    return _home(os.environ.get("OBSERVATORY_HOME"), int(time.monotonic() / HOME_SECONDS))


@lru_cache(maxsize=4)
def _home(folder: str | None, _moment: int) -> Home:
    return Home.of(folder)


def ready(speech: Speech) -> Reader:
    """The reader of the current snapshot; where there is none, or an outdated one, it is built first.

    What stands in the way of a new one takes nothing from the one that is good: it is shown; `faults` and `not_built` tell.
    """
    place, folder = home(), _folder()
    presence.announce(place)
    info = current(place)
    if info is None:
        return Reader(_build(place, folder, speech))
    standing = _standing(info.id, str(place.root), folder)
    if standing.fits or ((standing.faults or not_built()) and is_of_this_sql(info)):
        return Reader(info)
    try:
        return Reader(_build(place, folder, speech))
    except Problem as error:
        # Of another pack's home nothing is shown; of one that only cannot be written its good snapshot, and why it stays.
        is_refused = isinstance(error, HomeError) and error.key != "home.not_writable"
        if is_refused or not is_of_this_sql(info):
            raise
        _failed(str(place.root))[standing.fingerprint] = error
        return Reader(info)


def faults() -> Sequence[Problem]:
    """What is wrong with the pack in use, so that a snapshot of before is shown; none where that fits."""
    return _now().faults


def not_built() -> Problem | None:
    """Why the pages' last build from the pack as it is failed, so that a snapshot of before is shown."""
    standing = _now()
    return None if standing.fits else _failed(str(home().root)).get(standing.fingerprint)


def _now() -> _Standing:
    info = current(home())
    return _standing(info.id, str(home().root), _folder()) if info else _Standing(True)


def _folder() -> str | None:
    return os.environ.get("OBSERVATORY_REFERENCE")


@st.cache_resource(ttl=LOOK_AGAIN_SECONDS, max_entries=20, show_spinner=False)
def _newest(root: str, shown: str) -> SnapshotInfo | None:
    return newest(Home.of(root), after=shown)


def newer(reader: Reader) -> SnapshotInfo | None:
    """The newest snapshot where it is newer than the one shown: only after a deliberate step back."""
    return _newest(str(home().root), reader.snapshot.id)


def _build(place: Home, folder: str | None, speech: Speech) -> SnapshotInfo:
    """Build with visible progress. Whoever comes second waits and takes the first one's snapshot."""
    # The write side is large and loaded only by the process that has something to build.
    from pipelines.filing.demo import demo

    _pack.clear()
    _standing.clear()
    pack = _pack(folder)
    room = st.empty()
    with room.container(width=640):
        st.title(speech("app.name"), anchor=False)
        st.subheader(speech("startup.title"), anchor=False)
        bar = st.progress(0.0, text=speech("startup.waiting"))

    def progress(step: str, done: int, of: int) -> None:
        stage = step.split(".")[0]
        start, end = STAGES.get(stage, BUILDING)
        word = f"startup.step_{stage}"
        told = speech("startup.step", step=speech(word) if word in speech else step)
        bar.progress(min(start + (end - start) * (done / of if of else 1.0), 1.0), text=plain.markdown(told))

    try:
        with _builder():
            info = current(place)
            if info is None:
                demo(place, pack, progress=progress)
            elif not is_up_to_date(info, pack):
                build(place, pack, progress=progress)
    finally:
        room.empty()
    info = current(place)
    assert info is not None  # build raises where it makes none
    return info
