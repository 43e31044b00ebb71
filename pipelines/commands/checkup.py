"""What a home and its surroundings are like, check by check: what is found, what it means, what to do.

Each check looks by itself and survives whatever is broken. Nothing is written but a probe, which is removed.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.commands.checkup_backup import BROKEN as BROKEN
from pipelines.commands.checkup_backup import LOOK as LOOK
from pipelines.commands.checkup_backup import OK as OK
from pipelines.commands.checkup_backup import backed_up
from pipelines.commands.checkup_kept import is_held, originals, rows_found, told_of
from pipelines.filing import landing
from pipelines.filing.demo import needed_first
from pipelines.filing.native import without_panics
from programme import PROGRAMME, PROJECT, clock, open_files, room
from programme.datasets import read_datasets
from programme.packs.checks import faults_of
from programme.packs.pack import Pack, read_pack
from programme.packs.tables import FIGURES
from warehouse import retention, snapshots, withdrawals
from warehouse.home import Home
from warehouse.shortfall import needed
from words import speak
from words.problems import HomeError, PackError, Problem

CLOCKS_MAY_DIFFER = dt.timedelta(minutes=5)
PYTHON = (3, 11)
REQUIREMENTS = PROJECT / "requirements.txt"


@dataclass(frozen=True)
class Finding:
    """What a check found: `ok`, `look` (a hint) or `broken`, and the case whose texts tell it with its values."""

    check: str
    state: str
    case: str
    values: dict[str, Any] = field(default_factory=dict)

    def told(self, language: str) -> dict[str, str | None]:
        """The finding in a language, as `doctor --json` prints it; what is well has neither meaning nor remedy."""
        return {
            "check": self.check,
            "state": self.state,
            "found": self._text(language, ""),
            "means": self._text(language, ".means"),
            "remedy": self._text(language, ".remedy"),
        }

    def _text(self, language: str, part: str) -> str | None:
        key = f"doctor.{self.check}.{self.case}{part}"
        if part and key not in speak(language, "problems"):
            return None
        return " ".join(Problem(key, **self.values).message(language).split())


@dataclass
class Place:
    """What is looked at. What cannot be opened raises its `Problem` each time it is asked for."""

    home_given: Path | None = None
    reference: Path | None = None

    @cached_property
    def home(self) -> Home:
        return Home.of(self.home_given)

    @cached_property
    def pack(self) -> Pack:
        return read_pack(self.reference)

    @cached_property
    def faults(self) -> list[Problem]:
        """What is wrong with pack and programme."""
        return faults_of(self.pack)

    @property
    def programme(self) -> Path:
        """The folder of the programme; the shipped one where the pack cannot say."""
        try:
            return self.pack.programme
        except PackError:
            return PROGRAMME


def check_up(place: Place) -> list[Finding]:
    """All checks, in the order in which one rests on the other; a check that fails itself is `broken`."""
    found: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            with without_panics():
                for state, case, values in check(place):
                    found.append(Finding(name, state, case, values))
        except HomeError as error:
            # What a home is refused for is told by the check of the home.
            refused = name != "home" and error.key.startswith("home.")
            found.append(
                Finding(name, LOOK, "unlooked")
                if refused
                else Finding(name, BROKEN, "refused", {"said": error})
            )
        except Problem as error:
            found.append(Finding(name, BROKEN, "refused", {"said": error}))
        except OSError as error:
            folder = error.filename or place.home.root
            unread = HomeError("home.not_readable", folder=folder, reason=error.strerror or str(error))
            found.append(Finding(name, BROKEN, "refused", {"said": unread}))
        except BaseException as error:  # a panic of a native library is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            said = Problem("doctor.failed", error=f"{type(error).__name__}: {error}")
            found.append(Finding(name, BROKEN, "refused", {"said": said}))
    return found


Cases = Iterator[tuple[str, str, dict[str, Any]]]


def _home(place: Place) -> Cases:
    home = place.home
    home.check_format()
    try:
        pack_id = place.pack.id
    except PackError:
        pack_id = None  # told by the check of the pack
    if pack_id is not None:
        home.check_owner(pack_id)
    if not home.root.exists():
        above = next(one for one in home.root.parents if one.exists())
        if os.access(above, os.W_OK):
            yield LOOK, "absent", {"home": home.root}
        else:
            yield BROKEN, "not_made", {"home": home.root, "folder": above}
        return
    folders = [
        one
        for one in (home.root, home.landing, home.snapshots, home.filed, home.issued, home.reviews)
        if one.is_dir()
    ]
    for folder in folders:
        error = _probe(folder)
        if error is not None:
            yield BROKEN, "not_writable", {"folder": folder, "reason": room.reason(error, folder)}
            return
    found = home.format()
    others = sum(1 for _ in home.root.iterdir())
    if found is None and others:
        yield LOOK, "not_one", {"home": home.root, "n": others}
        return
    if found is None:
        yield LOOK, "empty", {"home": home.root}
        return
    owner = home.pack_file.read_text(encoding="utf-8").strip() if home.pack_file.exists() else "-"
    yield OK, "well", {"home": home.root, "owner": owner, "format": found}


def _probe(folder: Path) -> OSError | None:
    """Why no file can be written in a folder; None where one can. The file is gone afterwards."""
    path = folder / f".probe.{secrets.token_hex(4)}"
    try:
        path.write_bytes(b".")
    except OSError as error:
        return error
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return None


def _landing(place: Place) -> Cases:
    home, rows, newest, broken, unnamed = place.home, 0, 0, 0, 0
    if home.root.exists() and not home.root.is_dir():
        home.check_format()  # refuses it
    tables = landing.tables(home)
    given = landing.last_sequence(home) if home.sequence_file.exists() else 0
    for name in sorted(
        {*tables, *_asked(place)}
    ):  # one whose folder leads nowhere is no table, and not nothing
        try:
            found = rows_found(home, name, given)
            unnamed += found.unnamed
            broken += len(found.changed) + len(found.of_no_commit)
            yield from told_of(name, found)
            marks = landing.marks(home, name)
        except Problem as error:
            broken += 1
            yield BROKEN, "damaged", {"dataset": name, "said": error}
            continue
        rows += marks.height
        newest = max(newest, int(marks["sequence"].max() or 0))  # type: ignore[arg-type]
    try:
        newest = max([newest, *(row.sequence for row in landing.withdrawn(home))])
    except Problem as error:
        broken += 1
        yield BROKEN, "damaged", {"dataset": withdrawals.folder(home).name, "said": error}
    counter = landing.last_sequence(home) if home.sequence_file.exists() else newest
    lost = sorted(_rested_on(home) - {*tables})
    if lost:
        yield BROKEN, "lost", {"datasets": lost, "folder": home.landing}
    shown = _current(home)
    if shown is not None and not lost and newest < (shown.landing_sequence or 0):
        broken += 1
        values = {"snapshot": shown.id, "rests_on": shown.landing_sequence, "newest": newest}
        yield BROKEN, "less", {**values, "folder": home.landing}
    if counter < newest:
        yield BROKEN, "behind", {"counter": counter, "newest": newest, "file": home.sequence_file}
    if is_held(home.landing_lock):
        yield LOOK, "busy", {"folder": home.landing}
    if not tables and not lost:
        yield OK, "nothing", {}
    elif not broken and not lost and counter >= newest:
        values = {"n": len(tables), "rows": f"{rows:,}", "sequence": counter}
        yield (OK, "well_unnamed", {**values, "files": unnamed}) if unnamed else (OK, "well", values)


def _asked(place: Place) -> set[str]:
    """The datasets that the programme and the pack ask for; none where they cannot be read."""
    try:
        return {*place.pack.datasets}
    except PackError:
        return set()


def _rested_on(home: Home) -> set[str]:
    """The datasets that the current snapshot has returns of."""
    info = _current(home)
    return snapshots.filed_in(info) if info else set()


def _current(home: Home) -> snapshots.SnapshotInfo | None:
    """The current snapshot; None where there is none that can be read."""
    try:
        return snapshots.current(home)
    except Problem:
        return None


def _snapshots(place: Place) -> Cases:
    home = place.home
    home.check_format()
    sound, unsound = snapshots.checked(home)
    info = None
    try:
        info = snapshots.current(home)
        if info is None and (sound or unsound):
            yield BROKEN, "lost", {"file": home.current_file, "n": len(sound) + len(unsound)}
        elif info is None:
            yield LOOK, "none", {}
        elif info.id in unsound:
            raise unsound[info.id]
    except Problem as error:
        yield BROKEN, "current", {"said": error}
    try:
        retention.rule_of(home)
    except HomeError as error:
        yield LOOK, "settings", {"said": error}
    others = [name for name in unsound if name != snapshots.pointed(home)]
    if others:
        yield LOOK, "unreadable", {"n": len(others), "ids": others}
    if info is None or info.id in unsound:
        return
    values = {
        "current": info.id,
        "built": f"{clock.local(info.built_at, _zone(place)):%Y-%m-%d %H:%M}",
        "number": len(sound),
        "size": room.words(sum(one.path.stat().st_size for one in sound)),
    }
    try:
        # Of another pack's home nothing is built anew: that is told of the home.
        fits = snapshots.is_up_to_date(info, place.pack) or home.is_of_another(place.pack.id)
    except PackError:
        fits = snapshots.is_of_this_sql(info)
    yield (OK, "well", values) if fits else (LOOK, "outdated", values)


def _zone(place: Place) -> ZoneInfo:
    """The zone on whose clocks moments are told; the default where the pack cannot say."""
    try:
        return place.pack.timezone
    except PackError:
        return clock.zone(clock.DEFAULT_ZONE)


def _pack(place: Place) -> Cases:
    own = [fault for fault in place.faults if not _is_of(fault, place.programme)]
    if own:
        yield BROKEN, "faults", {"n": len(own), "first": own[0], "folder": place.pack.folder}
    else:
        yield OK, "well", {"pack": place.pack.id, "folder": place.pack.folder}


def _programme(place: Place) -> Cases:
    folder = place.programme
    asked = read_datasets(
        [folder / "datasets"], [measure for measures in FIGURES.values() for measure in measures]
    )
    try:
        faults = [fault for fault in place.faults if _is_of(fault, folder)]
    except Problem:
        faults = []  # the pack cannot be opened: told by its own check
    if faults:
        yield BROKEN, "faults", {"n": len(faults), "first": faults[0], "folder": folder}
    elif not asked:
        yield BROKEN, "nothing", {"folder": folder}
    else:
        yield OK, "well", {"number": len(asked), "folder": folder}


def _is_of(fault: Problem, folder: Path) -> bool:
    """Whether a fault stands in a file of the programme; those of the pack are named without a folder."""
    return any(str(value).startswith((f"{folder.name}/", str(folder))) for value in fault.values.values())


def _room(place: Place) -> Cases:
    if place.home.root.is_file():
        place.home.check_format()  # refuses it
    there, wanted = room.free(place.home.root), needed(place.home)
    with suppress(Problem):  # told by the check of the pack
        if not snapshots.names(place.home):
            wanted = needed_first(place.home, place.pack)
    if there is None:
        yield LOOK, "unknown", {"folder": place.home.root, "needed": room.words(wanted)}
        return
    values = {"folder": place.home.root, "free": room.words(there), "needed": room.words(wanted)}
    if (
        there < wanted // 2
    ):  # a build needs half of what is reckoned in any case: its draft beside the snapshot
        yield BROKEN, "none", values
    elif there < wanted:
        yield LOOK, "little", values
    else:
        yield OK, "well", values


def _files(_: Place) -> Cases:
    found = open_files.limits()
    if found is None or found[1] < 0:
        yield OK, "unlimited", {}
        return
    soft, hard = found
    readers = open_files.readers(hard)  # the server raises its own limit as far as it goes
    values = {"soft": soft, "hard": hard, "readers": readers, "wanted": open_files.WANTED}
    if not readers:
        yield BROKEN, "none", values
    elif readers < open_files.WANTED_READERS:
        yield LOOK, "few", values
    else:
        yield OK, "well", values


def _fonts(_: Place) -> Cases:
    from files.picture import writes_chinese  # what draws takes its time to load

    yield (OK, "well", {}) if writes_chinese() else (LOOK, "none", {})


def _clock(place: Place) -> Cases:
    try:
        zone = clock.zone(clock.DEFAULT_ZONE)
    except ValueError:
        yield BROKEN, "no_zones", {"zone": clock.DEFAULT_ZONE}
        return
    fixed, now = clock.fixed_today(), clock.instant()
    newest = max(_moments(place), default=None)
    local = f"{clock.local(now, zone):%Y-%m-%d %H:%M}"
    if newest is not None and newest - now > CLOCKS_MAY_DIFFER:
        yield BROKEN, "set_back", {"now": local, "newest": f"{clock.local(newest, zone):%Y-%m-%d %H:%M}"}
    elif fixed is not None:
        yield LOOK, "fixed", {"now": local, "today": fixed}
    else:
        yield OK, "well", {"now": local, "zone": clock.DEFAULT_ZONE}


def _moments(place: Place) -> Iterator[dt.datetime]:
    """When something landed or was built, as far as it can be read, in UTC."""
    try:
        home = place.home
        yield from (info.built_at.replace(tzinfo=dt.UTC) for info in snapshots.listing(home))
        for name in landing.tables(home):
            last = landing.marks(home, name)["landed_at"].max()
            if isinstance(last, dt.datetime):
                yield last.replace(tzinfo=dt.UTC)
    except (Problem, OSError):
        return  # told by the checks of home and landing


def _versions(_: Place) -> Cases:
    from packaging.requirements import Requirement  # of Streamlit; nothing else here needs it

    python = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < PYTHON:
        yield BROKEN, "python", {"python": python, "wanted": ".".join(map(str, PYTHON))}
    lines = [line.partition("#")[0].strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    wanted = [Requirement(line) for line in lines if line]
    other = []
    for one in wanted:
        try:
            there = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            there = "-"
        if there == "-" or not one.specifier.contains(there, prereleases=True):
            other.append(f"{one.name} {there} ({one.specifier})")
    if other:
        yield BROKEN, "other", {"n": len(other), "packages": other, "file": REQUIREMENTS}
    elif sys.version_info >= PYTHON:
        yield (
            OK,
            "well",
            {
                "python": python,
                "number": len(wanted),
                "machine": platform.machine(),
            },
        )


CHECKS: dict[str, Callable[[Place], Cases]] = {
    "home": _home,
    "landing": _landing,
    "originals": lambda place: originals(place.home),
    "snapshots": _snapshots,
    "backup": lambda place: backed_up(place.home),
    "pack": _pack,
    "programme": _programme,
    "room": _room,
    "files": _files,
    "fonts": _fonts,
    "clock": _clock,
    "versions": _versions,
}
