"""A home is backed up whole, beside whoever files; what was damaged is named; it is put back elsewhere whole or not at all."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import filelock
import pytest

from pipelines.filing import backup as backing
from pipelines.filing import backup_store, bulletins, landing
from pipelines.filing import restore as restoring
from pipelines.filing.backup import back_up
from pipelines.filing.backup_store import Store
from pipelines.filing.bulletins import Request
from pipelines.filing.restore import restore
from programme import room
from tests.filing import take, take_text, workers, write
from tests.test_command_line import run, run_apart
from tests.test_room import small_disk
from tests.tiny import PERIOD, STANDING, WORKERS, Tiny, once
from warehouse import issued, notes, retention, snapshots
from warehouse.home import Home
from warehouse.readers import Reader, reader_of
from words.problems import Problem

__all__ = ["small_disk"]
ASKED: dict[str, dict[str, Any]] = {
    "county_compliance": {"indicator": WORKERS, "period": PERIOD, "area": "990000"},
    "periods": {"indicator": WORKERS},
    "findings_count": {},
}


@once
def filled(tiny: Tiny) -> None:
    """Returns, one corrected; a snapshot that was pinned, one that nobody keeps, one that is current; settings."""
    tiny.staff_everywhere(STANDING)
    folder = tiny.home.root.parent / "returns"
    take(tiny, write(folder, "first.csv", workers("990101001")), confirmed=True)
    pinned = tiny.build()
    retention.pin(tiny.home, pinned.id, keep=True)
    tiny.build()
    take(tiny, write(folder, "second.csv", workers("990101001", other=9)), confirmed=True)
    tiny.build()
    tiny.home.settings_file.write_text("[snapshots]\nnewest = 5\n", encoding="utf-8")


@pytest.fixture
def store(tiny: Tiny) -> Store:
    filled(tiny)
    return Store(tiny.home.root.parent / "备份 %41")


@pytest.fixture
def other(tiny: Tiny) -> Home:
    """Where another machine would have its home."""
    return Home(tiny.home.root.parent / "elsewhere" / "home")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but locks, what parsing found, and word of the last backup."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.name != "BACKUP"
    }


def answers(home: Home) -> dict[str, Any]:
    """What pages would show of a home's current snapshot, without what tells the snapshot itself."""
    reader = reader_of(home)
    return {
        question: [
            {name: value for name, value in row.items() if "snapshot" not in name}
            for row in reader.rows(question, **known)
        ]
        for question, known in ASKED.items()
    }


def refused(deed: Any, *given: Any, **named: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        deed(*given, **named)
    for language in ("zh", "en"):
        assert not caught.value.message(language).startswith(caught.value.key), caught.value
    return caught.value


# ---------------------------------------------------------------- there and back


def test_what_is_put_back_answers_as_before_and_what_can_be_built_is_left_out(
    tiny: Tiny, store: Store, other: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBSERVATORY_TODAY", "2026-02-20")
    bulletins.issue(tiny.home, tiny.reader, Request("3", "张三", "zh", WORKERS, PERIOD))
    current = snapshots.require_current(tiny.home)
    pinned, middle = sorted({*snapshots.names(tiny.home)} - {current.id})
    tiny.build()
    taken = back_up(tiny.home, store.folder)
    newest = snapshots.require_current(tiny.home)
    assert taken.manifest.snapshots == [pinned, current.id]
    assert sorted(taken.manifest.left_out) == [middle, newest.id]
    before, shown, rows = contents(tiny.home.root), answers(tiny.home), issued.rows(tiny.home)
    shutil.rmtree(tiny.home.root)
    restore(other, store.folder)
    left = {
        "CURRENT",
        *(f"snapshots/{name}{end}" for name in (middle, newest.id) for end in (".duckdb", ".json")),
    }
    assert contents(other.root) == {path: data for path, data in before.items() if path not in left}
    assert snapshots.current(other) is None
    assert issued.rows(other) == rows
    assert retention.pinned(other) == {pinned, current.id}
    # A snapshot is known by the note beside it, and is looked through as ever.
    info = snapshots.read_info(other, pinned)
    assert notes.read(info.path)
    snapshots.check_whole(info)
    assert Reader(info).ask("periods", indicator=WORKERS).height
    tiny.home = other
    built = tiny.build()
    assert built.id > newest.id  # no name is given twice
    assert answers(other) == shown


def test_a_pinned_snapshot_that_was_current_is_current_again(tiny: Tiny, store: Store, other: Home) -> None:
    current = snapshots.require_current(tiny.home)
    retention.pin(tiny.home, current.id, keep=True)
    back_up(tiny.home, store.folder)
    restore(other, store.folder)
    assert snapshots.require_current(other).id == current.id
    assert answers(other) == answers(tiny.home)


def test_filing_goes_on_in_what_was_put_back(tiny: Tiny, store: Store, other: Home) -> None:
    back_up(tiny.home, store.folder)
    restore(other, store.folder)
    before, tiny.home = landing.last_sequence(tiny.home), other
    again = take_text(tiny, workers("990101001", other=9))
    assert again.status == "duplicate"
    assert take_text(tiny, workers("990102001")).batch_id == f"staffing-{before + 1:08d}"


def test_only_what_is_new_is_copied_and_earlier_backups_stay(tiny: Tiny, store: Store, other: Home) -> None:
    first = back_up(tiny.home, store.folder)
    assert (first.is_new, first.copied > 5) == (True, True)
    before = {path: path.stat().st_mtime_ns for path in store.folder.rglob("*") if path.is_file()}
    again = back_up(tiny.home, store.folder)
    assert (again.is_new, again.copied, again.manifest.number) == (False, 0, 1)
    take_text(tiny, workers("990102001"))
    second = back_up(tiny.home, store.folder)
    # The original, its rows, the commit, the counter.
    assert (second.is_new, second.copied, second.manifest.number) == (True, 4, 2)
    assert all(path.stat().st_mtime_ns == at for path, at in before.items() if path.name != ".lock")
    restore(other, store.folder, 1)
    assert landing.last_sequence(other) == first.manifest.sequence
    assert landing.last_sequence(tiny.home) == second.manifest.sequence == first.manifest.sequence + 1


def test_whatever_else_stands_in_a_home_is_taken(tiny: Tiny, store: Store, other: Home) -> None:
    """A register that a later version adds is not forgotten."""
    (tiny.home.root / "words" / "a").mkdir(parents=True)
    (tiny.home.root / "words" / "a" / "1.json").write_text("{}", encoding="utf-8")
    (tiny.home.root / ".building").write_text("x", encoding="utf-8")
    disk = tiny.home.root.parent / "disk"  # a table on another disk
    tiny.home.dataset("staffing").rename(disk)
    tiny.home.dataset("staffing").symlink_to(disk)
    back_up(tiny.home, store.folder)
    restore(other, store.folder)
    assert contents(other.root).keys() >= {"words/a/1.json", "home.toml", "LAST", "PACK", "FORMAT"}
    assert not (other.root / ".building").exists()
    assert landing.marks(other, "staffing").height == landing.marks(tiny.home, "staffing").height


# ---------------------------------------------------------------- beside others


def test_a_backup_waits_for_an_ingest_and_has_all_of_it_or_nothing(
    tiny: Tiny, store: Store, other: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.home.root.parent / "returns"
    population = "area_code,period,resident_population,urban_population\n990101,2025-12-31,25400,20400\n"
    paths = [write(folder, "a.csv", workers("990102001")), write(folder, "population.csv", population)]
    half, goes_on, commit = threading.Event(), threading.Event(), landing.commit

    def slowly(written: landing.Written) -> None:
        commit(written)
        half.set()
        goes_on.wait(20)

    monkeypatch.setattr(landing, "commit", slowly)
    ingesting = threading.Thread(target=take, args=(tiny, *paths))
    ingesting.start()
    assert half.wait(20)
    taken: list[backing.Taken] = []
    backing_up = threading.Thread(target=lambda: taken.append(back_up(tiny.home, store.folder)))
    backing_up.start()
    backing_up.join(0.5)
    assert backing_up.is_alive()
    goes_on.set()
    backing_up.join(20)
    ingesting.join(20)
    restore(other, store.folder)
    for name in ("staffing", "population"):
        assert landing.marks(other, name).equals(landing.marks(tiny.home, name))


def test_a_home_that_may_only_be_read_is_backed_up_without_its_lock(
    tiny: Tiny, store: Store, other: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that turned read-only is why one backs up. A return that lands meanwhile is in it whole or not at all."""

    def refuse(self: filelock.FileLock, **_: object) -> None:
        if Path(self.lock_file) == tiny.home.landing_lock:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        real(self)

    real, below = filelock.FileLock.acquire, backing._below

    def meanwhile(home: Home, place: Path, only: str | None = None) -> dict[str, Path]:
        found = below(home, place, only)
        if place == home.landing and only is None and not landed:
            landed.append(1)  # the logs are listed, the rows are not
            with monkeypatch.context() as patched:
                patched.setattr(filelock.FileLock, "acquire", real)
                take_text(tiny, workers("990102001"))
        return found

    landed: list[int] = []
    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    monkeypatch.setattr(backing, "_below", meanwhile)
    before = landing.marks(tiny.home, "staffing").height
    back_up(tiny.home, store.folder)
    monkeypatch.undo()
    restore(other, store.folder)
    assert (
        landing.marks(other, "staffing").height == before == landing.marks(tiny.home, "staffing").height - 1
    )
    assert landing.last_sequence(other) == landing.last_sequence(tiny.home)  # a gap, no repeat


def test_a_home_that_does_not_hold_still_is_read_again_and_then_refused(
    tiny: Tiny, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = backup_store.Store.add, []

    def changes(self: Store, source: Path, sha256: str) -> bool:
        if len(tries) < limit and source.suffix == ".duckdb":
            tries.append(source)
            raise backup_store.Changed(str(source))
        return real(self, source, sha256)

    monkeypatch.setattr(backup_store.Store, "add", changes)
    limit = 9
    problem = refused(back_up, tiny.home, store.folder)
    assert (problem.key, len(tries), store.numbers()) == ("backup.moving", backing.TRIES, [])
    tries.clear()
    limit = 2
    assert back_up(tiny.home, store.folder).is_new


def test_two_at_once_into_one_folder_or_one_home_are_refused(tiny: Tiny, store: Store, other: Home) -> None:
    back_up(tiny.home, store.folder)
    with filelock.FileLock(store.folder / ".lock"):
        assert refused(back_up, tiny.home, store.folder).key == "backup.busy"
    other.root.parent.mkdir()
    with filelock.FileLock(other.root.parent / ".home.restoring.lock"):
        assert refused(restore, other, store.folder).key == "restore.busy"
    restore(other, store.folder)
    assert [path.name for path in other.root.parent.iterdir()] == ["home"]


# ---------------------------------------------------------------- what is refused


def damage(store: Store, path: str) -> Path:
    """Turn a byte of a file of the newest backup."""
    entry = next(one for one in store.read().files if one.path.startswith(path))
    file = store.kept(entry.sha256)
    file.chmod(0o600)
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    return file


def test_a_damaged_backup_is_refused_by_name_before_anything_is_written(
    tiny: Tiny, store: Store, other: Home
) -> None:
    back_up(tiny.home, store.folder)
    file = damage(store, "filed/")
    problem = refused(restore, other, store.folder)
    assert (problem.key, problem.values["file"], problem.values["n"]) == ("backup.file_changed", file, 1)
    assert str(problem.values["path"]) in problem.message_en
    damage(store, "snapshots/").unlink()
    assert refused(store.check, store.read()).values["n"] == 2
    assert not other.root.parent.exists()
    # The home still stands: the next backup mends what is damaged.
    again = back_up(tiny.home, store.folder)
    assert (again.is_new, again.copied) == (False, 2)
    restore(other, store.folder)


def test_a_damaged_manifest_is_refused_and_the_others_are_offered(
    tiny: Tiny, store: Store, other: Home
) -> None:
    back_up(tiny.home, store.folder)
    take_text(tiny, workers("990102001"))
    back_up(tiny.home, store.folder)
    file = store.manifest_file(2)
    file.write_text(
        file.read_text(encoding="utf-8").replace("990", "991").replace('"sequence": ', '"sequence": 1')
    )
    problem = refused(restore, other, store.folder)
    assert problem.key == "backup.manifest_damaged"
    assert "1" in problem.message_en
    for text in ("", "[]", '{"sha256": "x"}', "\xff"):
        file.write_bytes(text.encode("latin-1"))
        assert refused(store.read).key == "backup.manifest_damaged"
    assert back_up(tiny.home, store.folder).manifest.number == 3
    restore(other, store.folder, 1)


def test_a_manifest_that_leads_out_of_a_home_writes_nothing(tiny: Tiny, store: Store, other: Home) -> None:
    manifest = back_up(tiny.home, store.folder).manifest
    for path in ("../x", "/tmp/x", "a/../../x", "a\\..\\x", ""):
        entry = dataclasses.replace(manifest.files[0], path=path)
        store.seal(dataclasses.replace(manifest, files=[entry]))
        assert refused(restore, other, store.folder).key == "backup.leads_out"


def test_a_home_is_put_back_only_where_none_is(
    tiny: Tiny, store: Store, other: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(tiny.home, store.folder)
    before = contents(tiny.home.root)
    assert refused(restore, tiny.home, store.folder).key == "restore.not_empty"
    assert contents(tiny.home.root) == before
    other.root.mkdir(parents=True)
    restore(other, store.folder)  # an empty folder is none
    empty = Home(other.root.parent / "disk")
    empty.root.mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda path: path == empty.root)
    assert refused(restore, empty, store.folder).key == "restore.a_mount"
    file = Home(other.root.parent / "file")
    file.root.write_text("x")
    assert refused(restore, file, store.folder).key == "restore.a_file"


def test_a_folder_that_cannot_be_a_backup_is_refused_and_left_alone(
    tiny: Tiny, store: Store, other: Home
) -> None:
    folder = tiny.home.root.parent / "letters"
    write(folder, "letter.txt", "x")
    assert refused(back_up, tiny.home, folder).key == "backup.not_empty"
    assert refused(back_up, tiny.home, folder / "letter.txt").key == "backup.a_file"
    assert refused(back_up, tiny.home, tiny.home.root / "backup").key == "backup.within"
    assert refused(back_up, tiny.home, tiny.home.root.parent).key == "backup.within"
    assert refused(back_up, other, folder).key == "backup.no_home"
    assert refused(restore, other, folder).key == "backup.none_here"
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]
    back_up(tiny.home, store.folder)
    assert refused(restore, other, store.folder, 7).key == "backup.no_number"
    tiny.home.pack_file.write_text("another\n")
    assert refused(back_up, tiny.home, store.folder).key == "backup.other_pack"
    for text, key in (('{"format": 99, "pack": "x"}', "newer_format"), ("{", "mark_damaged")):
        store.mark.write_text(text)
        assert refused(Store(store.folder).read).key == f"backup.{key}"


def test_a_home_that_lost_what_was_filed_does_not_pass_for_the_newest(tiny: Tiny, store: Store) -> None:
    back_up(tiny.home, store.folder)
    tiny.home.sequence_file.write_text("1\n")
    problem = refused(back_up, tiny.home, store.folder)
    assert (problem.key, problem.values["found"], store.numbers()) == ("backup.behind", 1, [1])


def test_files_that_are_never_written_again_and_yet_changed_are_told(tiny: Tiny, store: Store) -> None:
    back_up(tiny.home, store.folder)
    (original,) = sorted(tiny.home.filed.iterdir())[:1]
    original.write_bytes(b"by hand")
    word = next(path for path in sorted(tiny.home.landing.rglob("*.json")) if "_delta_log" in path.parts)
    word.write_bytes(word.read_bytes() + b"\n")
    taken = back_up(tiny.home, store.folder)
    assert taken.odd == [path.relative_to(tiny.home.root).as_posix() for path in (original, word)]
    store.check(store.read(1))  # the earlier has them as they were


def test_landed_rows_that_were_changed_are_refused_by_batch_original_and_remedy_and_put_back(
    tiny: Tiny, store: Store
) -> None:
    back_up(tiny.home, store.folder)
    rows = landing.parquet_files(tiny.home, "staffing")[0]
    whole = rows.read_bytes()
    rows.write_bytes(whole[:-1])
    for folder in (store.folder, store.folder.with_name("first")):
        problem = refused(back_up, tiny.home, folder)
        assert problem.key == "landing.changed"
        assert "staffing-0000" in problem.message_en
    assert store.numbers() == [1]
    rows.write_bytes((store.folder / problem.values["in_backup"]).read_bytes())
    assert rows.read_bytes() == whole
    assert back_up(tiny.home, store.folder).odd == []


# ---------------------------------------------------------------- no room


def test_a_full_disk_is_told_with_what_is_needed_and_earlier_backups_stay(
    tiny: Tiny, store: Store, other: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(tiny.home, store.folder)
    take_text(tiny, workers("990102001"))
    with monkeypatch.context() as full:
        full.setattr(room, "free", lambda _: 500)
        for deed, key in ((back_up, "backup.not_writable"), (restore, "restore.not_writable")):
            problem = refused(deed, tiny.home if deed is back_up else other, store.folder)
            assert problem.key == key
            assert "1 KB" in problem.message_en
    with monkeypatch.context() as full:  # it fills while it is written
        full.setattr(backup_store, "_copy", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        full.setattr(room, "free", lambda _: 10**12)
        assert refused(back_up, tiny.home, store.folder).key == "backup.not_writable"
        assert refused(restore, other, store.folder).key == "restore.not_writable"
    assert not list(store.folder.glob(".draft*"))
    assert not other.root.exists()
    assert not list(other.root.parent.glob(".home.restoring-*"))
    store.check(store.read())
    assert store.numbers() == [1]


def test_a_small_disk_is_filled_and_what_was_there_is_whole(
    tiny: Tiny, store: Store, small_disk: Any
) -> None:
    disk = small_disk(2_000)  # the pinned snapshot alone takes more
    problem = refused(back_up, tiny.home, disk / "backup")
    assert problem.key == "backup.not_writable"
    assert str(disk) in problem.message_zh


# ---------------------------------------------------------------- the commands


def test_the_commands_tell_what_they_did_and_what_to_do(tiny: Tiny, store: Store, other: Home) -> None:
    folder, home = str(store.folder), str(other.root)
    done = run(tiny, "backup", folder, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Backup 1 is in" in done.stdout
    assert "Left out: 2 snapshots" in done.stdout
    assert "没有变化" in run(tiny, "backup", folder, "--lang", "zh").stdout
    checked = run(tiny, "backup", folder, "--check", "--lang", "en")
    assert (checked.returncode, "Backup 1 of" in checked.stdout) == (0, True)
    facts = json.loads(run(tiny, "backup", folder, "--json").stdout)
    assert facts | {"copied": 0, "is_new": False, "number": 1, "changed_in_home": []} == facts
    back = run(tiny, "restore", folder, "--home", home, "--lang", "en")
    assert (back.returncode, back.stderr) == (0, "")
    assert "pipelines build" in back.stdout
    assert "不是空目录" in run(tiny, "restore", folder, "--home", home, "--lang", "zh").stderr
    damage(store, "landing/staffing")
    bad = run(tiny, "backup", folder, "--check", "--json", "--lang", "en")
    (told,) = json.loads(bad.stdout)
    assert (bad.returncode, told["whole"], "landing/" in told["said"]) == (1, False, True)
    assert run(tiny, "restore", folder, "--home", f"{home}2").returncode == 1
    assert run(tiny, "restore", folder, "--number", "one").returncode == 2


def test_another_pack_here_is_told_when_a_home_is_put_back(tiny: Tiny, store: Store, other: Home) -> None:
    back_up(tiny.home, store.folder)
    settings = tiny.pack_folder / "pack.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f'"{tiny.pack.id}"', '"another"'), encoding="utf-8")
    done = run_apart(tiny, "restore", str(store.folder), "--home", str(other.root), "--lang", "en")
    assert (done.returncode, "another" in done.stderr) == (0, True)


def test_a_backup_is_taken_while_the_home_is_rebuilt(tiny: Tiny, store: Store, other: Home) -> None:
    with snapshots.changing(tiny.home):
        assert back_up(tiny.home, store.folder).is_new
    assert restoring.restore(other, store.folder).number == 1
