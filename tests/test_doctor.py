"""`doctor` finds each thing that can be wrong, says what it means and what to do, and survives whatever is broken."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import filelock
import pytest

from files import picture
from pipelines.commands import checkup, checkup_backup, checkup_kept
from pipelines.commands.checkup import BROKEN, CHECKS, LOOK, OK, Finding, Place, check_up
from pipelines.filing import landing
from pipelines.filing.backup import back_up
from pipelines.filing.backup_store import Store
from programme import clock, open_files, room
from tests.filing import take, take_text, workers
from tests.test_command_line import run, run_apart
from tests.test_landed_whole import flip
from tests.test_snapshots import damage as overwrite
from tests.test_snapshots import worn
from tests.tiny import PACK, Tiny, once
from warehouse import models, snapshots
from words.catalogue import speak

Change = Callable[[Tiny, pytest.MonkeyPatch], Any]


def look(tiny: Tiny) -> list[Finding]:
    return check_up(Place(tiny.home.root, tiny.pack_folder))


@once
def filed(tiny: Tiny) -> None:
    """The tiny home with a return that landed and a snapshot that is current."""
    take_text(tiny, workers("990101"))
    tiny.built()


def programme_of(tiny: Tiny) -> Path:
    """A programme of its own for the pack."""
    own = tiny.pack_folder.parent / "programme"
    shutil.copytree(PACK / "programme", own)
    tiny.use_programme("../programme")
    return own


def second(tiny: Tiny) -> None:
    """Another snapshot, after which the first is damaged."""
    first = snapshots.require_current(tiny.home)
    tiny.built()
    overwrite(first.path, b"no database")


def is_now(then: dt.datetime) -> Change:
    return lambda tiny, patch: patch.setattr(clock, "instant", lambda: then)


def has_room(part: float) -> Change:
    def change(tiny: Tiny, patch: pytest.MonkeyPatch) -> None:
        wanted = checkup.needed(tiny.home)
        patch.setattr(room, "free", lambda _: int(wanted * part))

    return change


def version_of(**other: str | None) -> Change:
    real = metadata.version

    def version(name: str) -> str:
        if name not in other:
            return real(name)
        if other[name] is None:
            raise metadata.PackageNotFoundError(name)
        return str(other[name])

    return lambda tiny, patch: patch.setattr(checkup.metadata, "version", version)


def forbidden(tiny: Tiny, patch: pytest.MonkeyPatch) -> None:
    real = Path.write_bytes

    def write(path: Path, data: bytes) -> int:
        if path.name.startswith(".probe"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, data)

    patch.setattr(Path, "write_bytes", write)


def zones_gone(tiny: Tiny, patch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ValueError(name)

    patch.setattr(checkup.clock, "zone", gone)


def break_table(tiny: Tiny, patch: pytest.MonkeyPatch) -> None:
    for path in landing.parquet_files(tiny.home, "staffing"):
        path.write_bytes(b"PAR1 no more")


def lost_commit(tiny: Tiny) -> Path:
    """The last commit of a table lost, after a build; returns the original of what it landed."""
    path = tiny.home.root.parent / "late.csv"
    path.write_text(workers("990102"), encoding="utf-8")
    take(tiny, path)
    tiny.built()
    max((tiny.home.dataset("staffing") / "_delta_log").glob("*.json")).unlink()
    return path


def an_original(tiny: Tiny) -> Path:
    return min(tiny.home.filed.iterdir())


def no_disk(tiny: Tiny, patch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(tiny.home.dataset("staffing"))
    tiny.home.dataset("staffing").symlink_to("/nowhere/at/all")


def emptied(tiny: Tiny) -> None:
    shutil.rmtree(tiny.home.root)
    tiny.home.root.mkdir()


def later_sql(tiny: Tiny, patch: pytest.MonkeyPatch) -> None:
    real = models.fingerprint()
    patch.setattr(models, "fingerprint", lambda: f"{real}0")


def damaged_backup(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "backups"
    taken = back_up(tiny.home, folder)
    Store(folder).kept(taken.manifest.files[0].sha256).write_bytes(b"worn")


def truncated(tiny: Tiny) -> None:
    path = snapshots.require_current(tiny.home).path
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:100_000])


# What is done to a sound home, and what is then found: check, state, case.
DAMAGE: dict[str, tuple[Change, str, str, str]] = {
    "nothing": (lambda t, p: None, "home", OK, "well"),
    "no home": (lambda t, p: shutil.rmtree(t.home.root), "home", LOOK, "absent"),
    "a home that cannot be made": (
        lambda t, p: (shutil.rmtree(t.home.root), p.setattr(checkup.os, "access", lambda *_: False)),
        "home", BROKEN, "not_made",
    ),
    "an empty folder": (lambda t, p: emptied(t), "home", LOOK, "empty"),
    "a folder of something else": (
        lambda t, p: (emptied(t), (t.home.root / "notes.txt").write_text("x")), "home", LOOK, "not_one",
    ),
    "a home that is a file": (
        lambda t, p: (shutil.rmtree(t.home.root), t.home.root.write_text("x")), "room", LOOK, "unlooked",
    ),
    "a home to be read only": (forbidden, "home", BROKEN, "not_writable"),
    "another pack's home": (lambda t, p: t.home.pack_file.write_text("other\n"), "home", BROKEN, "refused"),
    "a newer home": (lambda t, p: t.home.format_file.write_text("99\n"), "home", BROKEN, "refused"),
    "a damaged table": (break_table, "landing", BROKEN, "damaged"),
    "changed rows": (lambda t, p: flip(t), "landing", BROKEN, "changed"),
    "a lost commit": (lambda t, p: lost_commit(t), "landing", BROKEN, "less"),
    "rows of no commit": (lambda t, p: lost_commit(t), "landing", LOOK, "of_no_commit"),
    "a changed original": (lambda t, p: an_original(t).write_bytes(b"x"), "originals", BROKEN, "changed"),
    "a lost original": (lambda t, p: an_original(t).unlink(), "originals", BROKEN, "missing"),
    "a disk that is not there": (no_disk, "landing", BROKEN, "damaged"),
    "a lost folder": (lambda t, p: shutil.rmtree(t.home.landing), "landing", BROKEN, "lost"),
    "a counter behind": (lambda t, p: t.home.sequence_file.write_text("0\n"), "landing", BROKEN, "behind"),
    "a counter that is none": (lambda t, p: t.home.sequence_file.write_text("x"), "landing", BROKEN, "refused"),
    "no snapshot": (
        lambda t, p: (t.home.current_file.unlink(), shutil.rmtree(t.home.snapshots)), "snapshots", LOOK, "none",
    ),
    "no word of the current one": (lambda t, p: t.home.current_file.unlink(), "snapshots", BROKEN, "lost"),
    "a worn snapshot": (lambda t, p: worn(snapshots.require_current(t.home).path), "snapshots", BROKEN, "current"),
    "a damaged snapshot": (
        lambda t, p: overwrite(snapshots.require_current(t.home).path, b"x"), "snapshots", BROKEN, "current",
    ),
    "a pointer to nothing": (lambda t, p: t.home.current_file.write_text("?"), "snapshots", BROKEN, "current"),
    "an older one that is damaged": (lambda t, p: second(t), "snapshots", LOOK, "unreadable"),
    "another state of the pack": (
        lambda t, p: t.change("targets", {"target_id": "workers_18"}, legal_basis_zh="另一个"),
        "snapshots", LOOK, "outdated",
    ),
    "other code": (later_sql, "snapshots", LOOK, "outdated"),
    "a fault of the pack": (lambda t, p: t.target(value="eighteen"), "pack", BROKEN, "faults"),
    "no pack": (lambda t, p: (t.pack_folder / "pack.toml").unlink(), "pack", BROKEN, "refused"),
    "a fault of the programme": (
        lambda t, p: (programme_of(t) / "due_dates.csv").write_text("dataset\n"), "programme", BROKEN, "faults",
    ),
    "a form that cannot be read": (
        lambda t, p: (programme_of(t) / "datasets" / "staffing.toml").write_text("x = "),
        "programme", BROKEN, "refused",
    ),
    "no forms": (lambda t, p: shutil.rmtree(programme_of(t) / "datasets"), "programme", BROKEN, "nothing"),
    "a home that was never backed up": (lambda t, p: None, "backup", LOOK, "never"),
    "a home that is backed up": (lambda t, p: back_up(t.home, t.home.root.parent / "backups"), "backup", OK, "well"),
    "a backup of before the last return": (
        lambda t, p: (back_up(t.home, t.home.root.parent / "backups"), take_text(t, workers("990102"))),
        "backup", LOOK, "older",
    ),
    "a backup that is not there": (
        lambda t, p: (back_up(t.home, t.home.root.parent / "backups"), shutil.rmtree(t.home.root.parent / "backups")),
        "backup", LOOK, "away",
    ),
    "a backup that is damaged": (lambda t, p: damaged_backup(t), "backup", BROKEN, "unwhole"),
    "a truncated snapshot": (lambda t, p: truncated(t), "snapshots", BROKEN, "current"),
    "a pointer to a snapshot that is not there": (
        lambda t, p: t.home.current_file.write_text("20260101-77\n"), "snapshots", BROKEN, "current",
    ),
    "little room": (has_room(0.7), "room", LOOK, "little"),
    "no room": (has_room(0.2), "room", BROKEN, "none"),
    "a disk that tells nothing": (lambda t, p: p.setattr(room, "free", lambda _: None), "room", LOOK, "unknown"),
    "a rule that cannot be meant": (
        lambda t, p: (t.build(), t.home.settings_file.write_text("[snapshots]\nnewest = 0\n")),
        "snapshots", LOOK, "settings",
    ),
    "few files": (lambda t, p: p.setattr(open_files, "limits", lambda: (300, 4096)), "files", LOOK, "few"),
    "hardly a file": (lambda t, p: p.setattr(open_files, "limits", lambda: (64, 64)), "files", BROKEN, "none"),
    "files without end": (lambda t, p: p.setattr(open_files, "limits", lambda: None), "files", OK, "unlimited"),
    "no fonts": (lambda t, p: p.setattr(picture, "writes_chinese", lambda: False), "fonts", LOOK, "none"),
    "a clock set back": (is_now(dt.datetime(2001, 1, 1, tzinfo=dt.UTC)), "clock", BROKEN, "set_back"),
    "another today": (lambda t, p: p.setenv("OBSERVATORY_TODAY", "2026-02-20"), "clock", LOOK, "fixed"),
    "a today that is none": (lambda t, p: p.setenv("OBSERVATORY_TODAY", "soon"), "clock", BROKEN, "refused"),
    "no zones": (zones_gone, "clock", BROKEN, "no_zones"),
    "a package of another version": (version_of(polars="0.1"), "versions", BROKEN, "other"),
    "a package that is missing": (version_of(typer=None), "versions", BROKEN, "other"),
    "an old Python": (lambda t, p: p.setattr(checkup, "PYTHON", (9, 0)), "versions", BROKEN, "python"),
}  # fmt: skip


def test_a_landing_that_nobody_may_look_into_is_told_as_that_and_the_clock_is_looked_at(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(tiny)
    forbid = PermissionError(13, "Permission denied", str(tiny.home.landing))
    monkeypatch.setattr(landing, "tables", lambda _: (_ for _ in ()).throw(forbid))
    found = {one.check: one for one in look(tiny)}
    assert (found["landing"].state, found["clock"].case) == (BROKEN, "well")
    assert found["landing"].values["said"].key == "home.not_readable"
    assert str(tiny.home.landing) in str(found["landing"].told("en")["found"])


def test_of_another_packs_home_no_build_is_advised(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(tiny)
    later_sql(tiny, monkeypatch)
    assert ("snapshots", LOOK, "outdated") in {(one.check, one.state, one.case) for one in look(tiny)}
    tiny.home.pack_file.write_text("other\n", encoding="utf-8")
    assert ("snapshots", OK, "well") in {(one.check, one.state, one.case) for one in look(tiny)}


@pytest.mark.parametrize("name", DAMAGE)
def test_each_thing_that_can_be_wrong_is_found_with_its_meaning_and_its_remedy(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    change, check, state, case = DAMAGE[name]
    filed(tiny)
    sound = {(one.check, one.case) for one in look(tiny)}
    assert ((check, case) in sound) == (name in ("nothing", "a home that was never backed up"))
    change(tiny, monkeypatch)
    found = look(tiny)
    assert (check, state, case) in {(one.check, one.state, one.case) for one in found}, found
    assert {one.check for one in found} == set(CHECKS)
    for one in found:
        for language, other in (("zh", r"[\u4e00-\u9fff]"), ("en", r"[A-Za-z]{3}")):
            told = one.told(language)
            texts = [told["found"], told["means"], told["remedy"]]
            assert all(texts) if one.state != OK else texts[1:] == [None, None], told
            for text in filter(None, texts):
                assert re.search(other, text), text
                assert "doctor." not in text
                assert "{" not in text


def test_a_sound_home_is_well_in_every_check_and_nothing_is_left_behind(tiny: Tiny) -> None:
    filed(tiny)
    before = {path: path.stat().st_mtime_ns for path in tiny.home.root.rglob("*") if path.is_file()}
    found = look(tiny)
    assert {one.check: one.state for one in found} == dict.fromkeys(CHECKS, OK) | {
        one.check: LOOK for one in found if one.case in ("few", "never")
    }
    assert {path: path.stat().st_mtime_ns for path in tiny.home.root.rglob("*") if path.is_file()} == before


def test_what_a_lost_commit_had_is_named_and_filing_it_again_mends_it(tiny: Tiny) -> None:
    filed(tiny)
    original = lost_commit(tiny)
    done = run_apart(tiny, "doctor", "--lang", "en")
    assert done.returncode == 1
    assert "staffing-00000002" in done.stdout
    assert "late.csv (filed/" in done.stdout
    take(tiny, original)
    tiny.built()
    assert "less" not in {one.case for one in look(tiny)}
    assert len(landing.marks(tiny.home, "staffing")) == 2


def test_an_ingest_at_work_is_told_and_not_disturbed(tiny: Tiny) -> None:
    filed(tiny)
    with filelock.FileLock(tiny.home.landing_lock):
        assert ("landing", LOOK, "busy") in {(one.check, one.state, one.case) for one in look(tiny)}
    assert "busy" not in {one.case for one in look(tiny)}


def test_a_home_that_is_no_folder_leaves_the_other_checks_to_be_made(tiny: Tiny) -> None:
    tiny.home.root.write_text("a file")
    found = {one.check: one for one in look(tiny)}
    assert found["home"].state == BROKEN
    assert (found["landing"].case, found["snapshots"].case) == ("unlooked", "unlooked")
    assert found["pack"].state == OK


def test_a_check_that_fails_itself_is_told_and_the_others_are_made(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panics(_: Place) -> None:
        raise BaseException("a panic")

    for name in CHECKS:
        monkeypatch.setitem(CHECKS, name, panics)  # type: ignore[arg-type]
    found = look(tiny)
    assert [(one.check, one.state) for one in found] == [(name, BROKEN) for name in CHECKS]
    for one in found:
        assert "a panic" in str(one.told("en")["found"])
        assert one.told("zh")["remedy"]


def test_with_everything_broken_it_still_answers(tiny: Tiny) -> None:
    filed(tiny)
    overwrite(snapshots.require_current(tiny.home).path, b"x")
    (tiny.pack_folder / "pack.toml").write_bytes(b"\xff\xfe\x00\xd8")
    (tiny.home.landing / "staffing" / "_delta_log" / "00000000000000000000.json").write_bytes(b"\xff{")
    tiny.home.sequence_file.write_text("x")
    tiny.home.format_file.write_bytes(b"\xff")
    done = run_apart(tiny, "doctor", "--json", OBSERVATORY_TODAY="never")
    assert done.returncode == 1
    states = {one["check"]: one["state"] for one in json.loads(done.stdout)}
    assert list(states) == list(CHECKS)
    assert [states[name] for name in ("home", "landing", "pack", "clock")] == [BROKEN] * 4
    assert done.stderr == ""


def test_json_is_one_list_of_findings_in_the_language_asked_for(tiny: Tiny) -> None:
    filed(tiny)
    tiny.home.current_file.unlink()
    shutil.rmtree(tiny.home.snapshots)
    for language, word in (("zh", "还没有快照"), ("en", "There is no snapshot")):
        found = json.loads(run(tiny, "doctor", "--json", "--lang", language).stdout)
        assert {tuple(one) for one in found} == {("check", "state", "found", "means", "remedy")}
        assert {one["state"] for one in found} <= {OK, LOOK, BROKEN}
        assert word in next(one for one in found if one["check"] == "snapshots")["found"]


def test_the_exit_status_is_for_scripts(tiny: Tiny) -> None:
    hints = run(tiny, "doctor", "--lang", "en")
    assert hints.returncode == 0
    assert "[look] home" in hints.stdout
    assert "    do: Run demo" in hints.stdout
    tiny.target(value="eighteen")
    broken = run(tiny, "doctor", "--lang", "zh")
    assert broken.returncode == 1
    assert "[故障] 基础资料" in broken.stdout
    assert "    怎么办：" in broken.stdout
    assert not tiny.home.root.exists()


def test_every_case_that_has_a_text_is_one_that_a_check_can_find() -> None:
    source = "".join(
        Path(module.__file__).read_text(encoding="utf-8")
        for module in (checkup, checkup_backup, checkup_kept)
        if module.__file__
    )
    cases = set(re.findall(r'(?:OK|LOOK|BROKEN), "(\w+)"', source))
    texts = {
        key.split(".")[2]
        for key in speak("zh", "problems")._catalogue.texts
        if key.startswith("doctor.") and key != "doctor.failed"
    }
    assert texts == cases
