"""From nothing to a snapshot that fits this code and this pack: the first start and every later change."""

from __future__ import annotations

import datetime as dt
import os
import threading

import streamlit as st

from ui.answers import Answers
from warehouse.build import build
from warehouse.pack import Pack, read_pack
from warehouse.paths import Home
from warehouse.snapshots import SnapshotInfo, current, is_up_to_date
from words import Speech

# Reading the pack and comparing fingerprints costs some milliseconds; a changed pack may wait this long.
LOOK_AGAIN_SECONDS = 10


@st.cache_resource
def _builder() -> threading.Lock:
    """One build at a time in this process; other processes are kept apart by the home's own lock."""
    return threading.Lock()


@st.cache_resource(ttl=LOOK_AGAIN_SECONDS, show_spinner=False)
def _pack(folder: str | None) -> Pack:
    return read_pack(folder)


@st.cache_resource(ttl=LOOK_AGAIN_SECONDS, show_spinner=False)
def _fits(snapshot_id: str, root: str, folder: str | None) -> bool:
    info = current(Home.of(root))
    return info is not None and info.id == snapshot_id and is_up_to_date(info, _pack(folder))


def ready(speech: Speech) -> Answers:
    """Answers from the current snapshot; where there is none, or an outdated one, it is built first."""
    home, folder = Home.of(), os.environ.get("OBSERVATORY_REFERENCE")
    info = current(home)
    if info is None or not _fits(info.id, str(home.root), folder):
        info = _build(home, folder, speech)
    return Answers(home, info)


def _build(home: Home, folder: str | None, speech: Speech) -> SnapshotInfo:
    """Build with visible progress. Whoever comes second waits and takes the first one's snapshot."""
    # The write side is large and loaded only by the process that has something to build.
    from pipelines.demo import demo

    _pack.clear()
    _fits.clear()
    pack = _pack(folder)
    place = st.empty()
    with place.container():
        st.subheader(speech("startup.title"))
        bar = st.progress(0.0, text=speech("startup.waiting"))

    def progress(step: str, done: int, of: int) -> None:
        bar.progress(
            min(done / of, 1.0) if of else 0.0, text=speech("startup.step", step=_step(speech, step))
        )

    with _builder():
        info = current(home)
        if info is None:
            demo(home, pack, progress=progress)
        elif not is_up_to_date(info, pack):
            build(home, pack, progress=progress)
    place.empty()
    made = current(home)
    assert made is not None  # build raises where it makes none
    return made


def _step(speech: Speech, step: str) -> str:
    """A step's name in words; one that has none is shown as it is."""
    key = f"startup.step_{step}"
    return speech(key) if key in speech else step


def clock() -> dt.date:
    """Today, or the day that OBSERVATORY_TODAY sets."""
    told = os.environ.get("OBSERVATORY_TODAY")
    return dt.date.fromisoformat(told) if told else dt.date.today()
