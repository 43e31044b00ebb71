"""A full disk and a home that may only be read: told by name, with what to do, in both languages; nothing is lost or left over.

Where a small disk can be mounted (or a folder mounted to be read) the real thing is tried, else what the system says then.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import streamlit as st
from deltalake import write_deltalake

from pipelines.filing import landing, native
from pipelines.filing.demo import demo
from pipelines.filing.ingest import ingest
from programme import room
from tests.filing import take_text, workers, write
from tests.test_command_line import run
from tests.test_pages import nothing_kept, opened, problem_of, text_of, visit
from tests.tiny import JIAZI, YICHOU, Tiny
from warehouse import build as building
from warehouse import shortfall, snapshots
from warehouse.engines.duckdb import Engine
from warehouse.home import Home
from words.problems import BuildError, LandingError, Problem, SampleError

__all__ = ["nothing_kept"]

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
PANIC = "thread 'tokio-rt-worker' (7) panicked at /x/buffered.rs:369:41:\nAlready shut down\nnote: run with `RUST_BACKTRACE=1`\n"


def no_room(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts a disk of so many kilobytes; the test is left out where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount(kilobytes: int) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        if not IS_ROOT or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("no disk can be mounted here")
        mounted.append(folder)
        return folder

    yield mount
    if mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def leave(folder: Path, kilobytes: int) -> None:
    """Fill a disk until so much is free."""
    left = (room.free(folder) or 0) - kilobytes * 1024
    (folder / "filling").write_bytes(bytes(max(left, 0)))


@pytest.fixture
def read_only(tiny: Tiny) -> Iterator[Callable[[], None]]:
    """Makes the tiny home one that may only be read: by its mode, and for an administrator by a mount."""
    root, done = tiny.home.root, []

    def close() -> None:
        done.append(root)
        if not IS_ROOT:
            subprocess.run(["chmod", "-R", "a-w", str(root)], check=True)
            return
        for command in (["--bind", str(root), str(root)], ["-o", "remount,ro,bind", str(root)]):
            if subprocess.run(["mount", *command], capture_output=True).returncode:
                pytest.skip("no folder can be mounted to be read only")

    yield close
    if done and IS_ROOT:
        subprocess.run(["umount", "-l", str(root)], capture_output=True)
    elif done:
        subprocess.run(["chmod", "-R", "u+w", str(root)], check=True)


def visit_of(tiny: Tiny) -> str:
    """What the page says that cannot be shown of a home."""
    return problem_of(visit())


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# ---------------------------------------------------------------- what is said of a full disk


@pytest.mark.parametrize(
    ("error", "is_so"),
    [
        (OSError(errno.ENOSPC, "x"), True),
        (OSError("Generic LocalFileSystem error: No space left on device (os error 28)"), True),
        (RuntimeError("IO Error: Could not write file: No space left on device"), True),
        (PermissionError(errno.EACCES, "Permission denied"), False),
        (OSError("Permission denied (os error 13)"), False),
        (RuntimeError("os error 280"), False),
    ],
)
def test_a_full_disk_is_told_from_other_failures_through_whatever_it_is_wrapped_in(
    error: Exception, is_so: bool
) -> None:
    wrapped = LandingError("landing.damaged", folder="x", reason="y")
    wrapped.__cause__ = error
    assert (room.is_lacking(error), room.is_lacking(wrapped)) == (is_so, is_so)


def test_more_is_needed_than_was_free_and_the_place_is_named(tmp_path: Path) -> None:
    told = room.none_left(tmp_path / "not" / "yet", 1)
    free = room.free(tmp_path)
    assert free is not None
    assert str(tmp_path / "not" / "yet") in told.message_en
    assert room.words(free).split()[1] in told.message_zh
    assert told.values["needed"] != room.words(1)
    assert [room.words(n) for n in (0, 1, 15_000, 2_500_000, 3_000_000_000)] == [
        "0 KB", "1 KB", "15 KB", "2.5 MB", "3.0 GB",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [
        ["build"],
        ["rollback", "{snapshot}"],
        ["ingest", "{returns}"],
        ["export", "county_compliance", "-o", "{folder}/new/x.csv"],
        ["picture", "map", "-o", "{folder}/new/x.svg"],
        ["template", "staffing", "-o", "{folder}/new/x.xlsx"],
    ],
)
def test_every_command_says_how_much_room_is_needed_and_where_and_leaves_nothing(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, command: list[str], language: str
) -> None:
    tiny.stand()
    returns = write(tiny.home.root.parent, "staffing.csv", workers("990101", period="2025-09-30"))
    values = {
        "snapshot": snapshots.require_current(tiny.home).id,
        "returns": returns,
        "folder": returns.parent,
    }
    before = files_of(returns.parent)
    monkeypatch.setattr(os, "fsync", no_room)
    monkeypatch.setattr(Engine, "publish", no_room)
    done = run(tiny, *(one.format(**values) for one in command), "--lang", language)
    assert done.returncode == 1
    assert done.stdout == ""
    words = {"zh": ("约需", "现有"), "en": ("about", "free")}[language]
    for said in (*words, str(returns.parent)):
        assert said in done.stderr, done.stderr
    kept = {path for path in files_of(returns.parent) - before if not path.endswith(".lock")}
    assert kept == set()
    assert not (returns.parent / "new").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_first_start_does_not_speak_of_a_snapshot_that_never_was(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(Engine, "publish", no_room)
        first = run(tiny, "demo", "--lang", language).stderr + run(tiny, "build", "--lang", language).stderr
    tiny.stand()
    monkeypatch.setattr(Engine, "publish", no_room)
    later = run(tiny, "build", "--lang", language).stderr
    old = {"zh": "旧快照", "en": "old snapshot"}[language]
    assert old not in first
    assert old in later


def test_any_failure_of_a_first_build_speaks_of_no_old_snapshot(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise BuildError("build.model_failed", layer="marts", name="x", error="y")

    with monkeypatch.context() as failing:
        failing.setattr(building, "_make", fails)
        with pytest.raises(BuildError) as first:
            tiny.build()
    assert "old snapshot" not in str(first.value)
    tiny.stand()
    monkeypatch.setattr(building, "_make", fails)
    with pytest.raises(BuildError) as later:
        tiny.build()
    assert (later.value.key, "old snapshot stands" in str(later.value)) == ("build.model_failed", True)


def test_a_model_that_fails_for_want_of_room_is_told_as_that(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        said = 'IO Error: Could not write file "x": No space left on device'
        raise BuildError("build.model_failed", layer="marts", name="x", error=said)

    monkeypatch.setattr(building, "_make", fails)
    with pytest.raises(BuildError) as raised:
        tiny.build()
    assert raised.value.key == "build.no_room"


def test_the_first_visit_of_the_pages_says_how_much_room_is_needed(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "publish", no_room)
    told = visit_of(opened(tiny, monkeypatch))
    assert "约需" in told
    assert "旧快照" not in told
    assert "--home" not in told


def test_a_temporary_folder_without_room_is_told_too(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.stand()
    monkeypatch.setattr(tempfile, "mkdtemp", no_room)
    done = run(tiny, "sql", "select 1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "free" in done.stderr
    assert tempfile.gettempdir() in done.stderr


def test_returns_that_could_not_be_landed_are_not_kept_and_those_of_before_are(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_text(tiny, workers("990101"))
    before = files_of(tiny.home.root)
    monkeypatch.setattr(landing, "give_out", no_room)
    with pytest.raises(OSError, match="No space"):
        take_text(tiny, workers("990102"))
    assert files_of(tiny.home.root) == before


# ---------------------------------------------------------------- libraries that say more than is asked


def test_an_account_of_a_panic_is_held_back_and_all_else_arrives(capfd: pytest.CaptureFixture[str]) -> None:
    with native.without_panics():
        os.write(2, f"before\n\n{PANIC}{PANIC}after\n".encode())
    assert capfd.readouterr().err == "before\nafter\n"


def test_no_panic_of_a_library_comes_before_the_message_of_a_command(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def panics(*_: object, **__: object) -> None:
        os.write(2, PANIC.encode())
        raise OSError(
            "Generic LocalFileSystem error\n \x1b[31m↳\x1b[0m No space left on device (os error 28)"
        )

    monkeypatch.setattr(landing, "create_table_with_add_actions", panics)
    with pytest.raises(LandingError) as raised:
        take_text(tiny, workers("990101"))
    assert capfd.readouterr().err == ""
    assert (raised.value.key, "is full" in str(raised.value)) == ("landing.not_written", True)
    assert "\x1b" not in str(raised.value)


def test_a_table_that_cannot_be_compacted_stays_as_it_is(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for code in JIAZI + YICHOU:
        take_text(tiny, workers(code))
    files = files_of(tiny.home.root)
    monkeypatch.setattr(landing, "MANY_FILES", 5)

    class Full:
        def __init__(self, folder: str) -> None:
            self.folder = Path(folder)

        def __getattr__(self, _: str) -> Any:
            (self.folder / "half.parquet").write_bytes(b"PAR1")
            os.write(2, PANIC.encode())
            raise BaseException("PanicException")

    monkeypatch.setattr(landing, "DeltaTable", Full)
    assert landing.compact(tiny.home) == []
    assert files_of(tiny.home.root) == files
    assert capfd.readouterr().err == ""


# ---------------------------------------------------------------- a real small disk


def test_a_build_on_a_full_disk_leaves_what_was_there(tiny: Tiny, small_disk: Callable[[int], Path]) -> None:
    disk = small_disk(26_000)
    tiny.stand()
    subprocess.run(["cp", "-a", f"{tiny.home.root}/.", str(disk)], check=True)
    tiny.home = Home.of(disk)
    for full in ((), ("--full",)):
        for kilobytes in (0, 1_000, 4_000):
            leave(disk, kilobytes)
            before = files_of(disk)
            done = run(tiny, "build", *full)
            assert done.returncode == 1
            assert f"about {room.words(shortfall.needed(tiny.home))} needed" in done.stderr
            assert {path for path in files_of(disk) - before if "lock" not in path} == set()
            (disk / "filling").unlink()
    assert run(tiny, "build").returncode == 0


def test_returns_filed_on_a_full_disk_land_whole_or_not_at_all_and_no_library_speaks(
    tiny: Tiny, small_disk: Callable[[int], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    disk = small_disk(2_000)
    tiny.home = Home.of(disk / "home")
    take_text(tiny, workers("990101"))
    rows = pl.read_parquet(landing.parquet_files(tiny.home, "staffing")).drop("certified_workers")
    # Landed before the form had this measure: the table gains the column first, in a commit of its own without a row.
    write_deltalake(str(tiny.home.dataset("staffing")), rows, mode="overwrite", schema_mode="overwrite")
    outcomes = set()
    for kilobytes in range(0, 48, 4):
        leave(disk, kilobytes)
        before = files_of(disk)
        try:
            outcomes.add(take_text(tiny, workers("990102")).status)
        except Problem as error:
            outcomes.add("full" if "is full" in str(error) and "needed" in str(error) else str(error))
            left = files_of(disk) - before
            assert {path for path in left if not path.endswith(("lock", "sequence", "2.json"))} <= {
                path for path in left if "/filed/" in path
            }
            assert landing.landed(tiny.home, tiny.pack.datasets["staffing"]).height == 1
        (disk / "filling").unlink()
        if "accepted" in outcomes:
            break
    assert outcomes == {"full", "accepted"}
    assert capfd.readouterr().err == ""


def test_a_first_start_on_a_full_disk_can_be_tried_again_once_there_is_room(
    tiny: Tiny, small_disk: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = small_disk(12_000)
    leave(disk, 500)
    home = tiny.home = Home.of(disk / "home")
    with pytest.raises(SampleError, match="about 16"):
        demo(home, tiny.pack)
    told = visit_of(opened(tiny, monkeypatch))
    assert "约需 16" in told
    assert "旧快照" not in told
    (disk / "filling").unlink()
    assert demo(home, tiny.pack).is_current


def test_on_a_disk_without_a_byte_left_a_home_of_nobody_says_what_is_needed(
    tiny: Tiny, small_disk: Callable[[int], Path]
) -> None:
    disk = small_disk(4_000)
    tiny.home = Home.of(disk / "home")
    returns = write(tiny.home.root.parent.parent, "staffing.csv", workers("990101", period="2025-09-30"))
    leave(disk, 0)
    built = run(tiny, "build")
    assert built.returncode == 1
    assert "about 16.0 MB" in built.stderr
    padded = returns.with_name("large_staffing.csv")
    padded.write_bytes(returns.read_bytes() + b"\r\n" * 1_500_000)
    landed = run(tiny, "ingest", str(padded))
    assert landed.returncode == 1
    assert "about 4.0 MB" in landed.stderr
    assert not any(path.is_file() for path in tiny.home.root.rglob("*"))


# ---------------------------------------------------------------- a home that may only be read


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such mode there")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_home_that_may_only_be_read_is_told_by_every_command_that_writes(
    tiny: Tiny, read_only: Callable[[], None], language: str
) -> None:
    tiny.stand()
    current = snapshots.require_current(tiny.home).id
    returns = write(tiny.home.root.parent, "staffing.csv", workers("990101", period="2025-09-30"))
    read_only()
    for command in (["build"], ["build", "--full"], ["rollback", current], ["ingest", str(returns)]):
        done = run(tiny, *command, "--lang", language)
        assert (done.returncode, done.stdout) == (1, ""), command
        assert str(tiny.home.root) in done.stderr, command
        assert {"zh": "无法写入", "en": "cannot be written"}[language] in done.stderr, command
    for command in (["status"], ["snapshots"], ["demo"], ["ingest", str(returns), "--dry-run"]):
        assert run(tiny, *command, "--lang", language).returncode == 0, command
    assert run(tiny, "sql", "select 1", "--format", "csv").stdout == "1\n1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such mode there")
def test_a_first_start_in_a_home_that_may_only_be_read_is_told(
    tiny: Tiny, read_only: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.stand()
    tiny.home.current_file.unlink()
    read_only()
    done = run(tiny, "demo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written" in done.stderr
    assert "无法写入" in visit_of(opened(tiny, monkeypatch))


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such mode there")
def test_pages_show_the_good_snapshot_of_a_home_that_may_only_be_read(
    tiny: Tiny, read_only: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.stand()
    read_only()
    opened(tiny, monkeypatch)
    page = visit()
    assert [error.value for error in page.error] == []
    assert "构建失败" not in text_of(page)
    tiny.change("targets", {"target_id": "workers_18"}, legal_basis_zh="另一个依据")
    st.cache_resource.clear()
    page = visit()
    assert [error.value for error in page.error] == []
    assert "无法写入" in text_of(page)


def test_a_file_of_a_folder_is_not_landed_where_the_home_is_refused(tiny: Tiny, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    path = write(tmp_path, "staffing.csv", workers("990101"))
    with pytest.raises(Problem, match="--home"):
        ingest(Home.of(blocked), tiny.pack, [path])
