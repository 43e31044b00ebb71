"""From nothing to a snapshot that fits this code and this pack: the first start and every later change."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial

import streamlit as st
from filelock import FileLock

from programme.datasets import Datasets
from programme.packs.checks import faults_of
from programme.packs.pack import Pack, read_pack
from ui.frame import plain, preparing
from warehouse import presence, snapshots
from warehouse.build import Progress, build
from warehouse.home import Home
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, current, is_of_this_sql, is_up_to_date, newest, of_this_sql
from words import Speech
from words.problems import HomeError, PackError, Problem, SnapshotError

# Every page and every look asks for the home; a path is gone through to its end, link by link, as often as this.
HOME_SECONDS = 1.0

# Reading the pack and comparing fingerprints costs some milliseconds; a changed pack may wait this long.
LOOK_AGAIN_SECONDS = 10

# Which snapshot is the newest: every page that looks whether another is current looks at that as well.
NEWER_SECONDS = 3

# A build that failed is tried again by the pages after so long, or when the pack changes.
TRY_AGAIN_SECONDS = 300

# So soon where nothing is shown at all: whoever makes room, say, is not to wait for the pages.
TRY_FIRST_AGAIN_SECONDS = 60

# What the current snapshot can be that nobody can show: a file that is gone, worn away or none, a pointer that says no name.
BUILT_ANEW = frozenset({"absent", "damaged", "no_file", "current_no_id", "current_no_text"})

# How far along the bar each stage of a first start runs; the models of a build count through all its layers.
BUILDING = (0.35, 1.0)
STAGES = {"read": (0.0, 0.15), "check": (0.15, 0.25), "land": (0.25, 0.35)}
# How often a page looks how far the work is, and after how long it tells so again though nothing has changed: only when it
# tells something does it learn that its reader has left.
LOOK_SECONDS, TELL_SECONDS = 0.2, 2.0


@st.cache_resource(ttl=LOOK_AGAIN_SECONDS, show_spinner=False)
def _pack(folder: str | None) -> Pack:
    return read_pack(folder)


def datasets() -> Datasets:
    """What forms and registers are, as the pack in use says; none where it cannot be read."""
    try:
        return _pack(_folder()).datasets
    except PackError:
        return Datasets([])


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


def is_read_only() -> bool:
    """Whether pages may write nothing: the service is set so, or its home cannot be written. Asked before every write of a page."""
    return not home().is_open


def pack_in_use() -> Pack:
    """The pack in use. Raises `PackError`."""
    return _pack(_folder())


def ready(speech: Speech) -> Reader:
    """The reader of the current snapshot; where there is none, or an outdated one, it is built first.

    What stands in the way of a new one takes nothing from the one that is good: it is shown; `faults` and `not_built` tell.
    """
    place, folder = home(), _folder()
    presence.announce(place)
    info = _current(place)
    if info is None:
        return Reader(_build(place, folder, speech))
    standing = _standing(info.id, str(place.root), folder)
    if standing.fits or ((standing.faults or not_built()) and is_of_this_sql(info)):
        return Reader(info)
    try:
        return Reader(_build(place, folder, speech))
    except Problem as error:
        if _is_refused(error) or not is_of_this_sql(info):
            raise
        return Reader(info)  # and `not_built` says why it stays


def _current(place: Home) -> SnapshotInfo | None:
    """The current snapshot; None where there is none, or where what stands for it cannot be read by anybody: one is built then.

    One that only this version or this account cannot read is no reason to make another: `SnapshotError`.
    """
    try:
        return current(place)
    except SnapshotError as error:
        if error.rule in BUILT_ANEW:
            return None
        raise


def faults() -> Sequence[Problem]:
    """What is wrong with the pack in use, so that a snapshot of before is shown; none where that fits."""
    return _now().faults


def not_built() -> Problem | None:
    """Why the pages' last build from the pack as it is failed, so that a snapshot of before is shown."""
    standing = _now()
    return None if standing.fits else _failed(str(home().root)).get(standing.fingerprint)


def last_failure() -> Problem | None:
    """Why the pages' last build from the pack as it is failed; None where none has, or it is to be tried again."""
    return _failed(str(home().root)).get(pack_in_use().fingerprint())


def is_new() -> bool:
    """Whether the home has shown nothing yet: whoever meets a failure then is the one who sets the service up."""
    try:
        return not snapshots.names(home())
    except (OSError, Problem):
        return True


def what_is_there() -> object:
    """What tells this snapshot and this pack from any others, whether they can be read or not."""
    return _pointed(), _pack_state()


def _pointed() -> object:
    try:
        place = home()
        said = snapshots.pointed(place)
        file = (place.snapshots / f"{said}.duckdb").stat()
    except (OSError, ValueError, Problem):
        return None
    return said, file.st_mtime_ns, file.st_size


def _pack_state() -> str:
    try:
        return _pack(_folder()).fingerprint()
    except Problem as error:
        return str(error)


def is_due_again() -> bool:
    """Whether the last build failed so long ago that one page may try again, for all that look on."""
    try:
        failed = preparing.failed_for(home().root)
    except Problem:
        return False
    return failed is not None and failed > (TRY_FIRST_AGAIN_SECONDS if is_new() else TRY_AGAIN_SECONDS)


def _now() -> _Standing:
    info = current(home())
    return _standing(info.id, str(home().root), _folder()) if info else _Standing(True)


def _folder() -> str | None:
    return os.environ.get("OBSERVATORY_REFERENCE")


@st.cache_resource(ttl=NEWER_SECONDS, max_entries=20, show_spinner=False)
def _newest(root: str, shown: str) -> SnapshotInfo | None:
    found = newest(Home.of(root), after=shown)
    return found if found is not None and _is_sound(found) else None


@lru_cache(maxsize=16)
def _is_sound(info: SnapshotInfo) -> bool:
    """Whether a snapshot is whole, looked through once: a damaged one is not offered as the newer."""
    try:
        snapshots.check_whole(info)
    except SnapshotError:
        return False
    return True


def newer(reader: Reader) -> SnapshotInfo | None:
    """The newest snapshot where it is newer than the one shown: only after a deliberate step back.

    A page of the snapshot that was current until now only follows a moment later.
    """
    if reader.snapshot.is_current and snapshots.pointed(home()) != reader.snapshot.id:
        return None
    return _newest(str(home().root), reader.snapshot.id)


def why_not_read(snapshot_id: str) -> str:
    """Why pages cannot read a snapshot as of then: `gone`, `other_rules` (it cannot answer what they ask); blank where they can."""
    try:
        return "" if is_of_this_sql(snapshots.read_info(home(), snapshot_id)) else "other_rules"
    except Problem:
        return "gone"


def earlier() -> dict[str, dt.datetime]:
    """The snapshots before the current one that pages can read as of then, newest first, each with the moment it was built (UTC)."""
    return _earlier(str(home().root), str(snapshots.pointed(home())))


@st.cache_resource(ttl=NEWER_SECONDS, max_entries=20, show_spinner=False)
def _earlier(root: str, shown: str) -> dict[str, dt.datetime]:
    found = snapshots.listing(Home.of(root))  # newest first
    place = next((number for number, info in enumerate(found) if info.id == shown), -1)
    return {info.id: info.built_at for info in of_this_sql(found[place + 1 :])}


def _build(place: Home, folder: str | None, speech: Speech) -> SnapshotInfo:
    """The snapshot made of the pack as it is; who comes while it is being made looks on. Raises what the work failed with.

    The work goes on when its first visitor leaves: it stands in no page.
    """
    _pack.clear()
    _standing.clear()
    pack = _pack(folder)
    while True:
        work = partial(_work, place, pack)
        preparation = preparing.under_way(place.root, pack.fingerprint(), work)
        _look_on(preparation, speech)
        # What came of another pack is no answer for this one.
        if preparation.pack_fingerprint == pack.fingerprint():
            return preparation.result()


def _work(place: Home, pack: Pack, progress: Progress) -> SnapshotInfo:
    """Make the snapshot, in a thread of its own. Another process may have made it, or be at it: then that is waited for."""
    # The write side is large and loaded only by the process that has something to build.
    from pipelines.filing.demo import demo

    try:
        if _current(place) is None and not snapshots.names(place):
            return demo(place, pack, progress=progress)
        with _alone(place):
            info = _current(place)
            if info is not None and is_up_to_date(info, pack):
                return info
            return build(place, pack, progress=progress)
    except Problem as error:
        if not _is_refused(error):
            # For those, too, who come after everybody has left.
            _failed(str(place.root))[pack.fingerprint()] = error
        raise


@contextmanager
def _alone(place: Home) -> Iterator[None]:
    """Alone to make what pages ask for, of all processes that serve a home: of several that are started anew one builds."""
    lock = FileLock(place.first_lock)
    try:
        lock.acquire()
    except OSError as error:
        raise place.not_writable(error) from error
    try:
        yield
    finally:
        lock.release()


def _is_refused(error: Problem) -> bool:
    """Whether nothing of this home is to be shown: it is another pack's. One that only cannot be written is none such."""
    return isinstance(error, HomeError) and error.key != "home.not_writable"


def _look_on(preparation: preparing.Preparation, speech: Speech) -> None:
    """Show how far the work is until it ends."""
    room = st.empty()
    with room.container(width=640):
        st.title(speech("app.name"), anchor=False)
        st.subheader(speech("startup.title"), anchor=False)
        bar = st.progress(0.0, text=speech("startup.waiting"))
    try:
        told, since = None, time.monotonic()
        while not preparation.is_done_within(LOOK_SECONDS):
            step, now = preparation.step, time.monotonic()
            if step != told or now - since > TELL_SECONDS:
                bar.progress(*(_told(step, speech) if step else (0.0, speech("startup.waiting"))))
                told, since = step, now
    finally:
        room.empty()


def _told(step: tuple[str, int, int], speech: Speech) -> tuple[float, str]:
    """How much of the whole bar is done, and with what."""
    name, done, of = step
    stage = name.split(".")[0]
    start, end = STAGES.get(stage, BUILDING)
    word = f"startup.step_{stage}"
    told = speech("startup.step", step=speech(word) if word in speech else name)
    return min(start + (end - start) * (done / of if of else 1.0), 1.0), plain.markdown(told)
