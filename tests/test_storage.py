"""A file is written whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from files import exported
from programme import PROJECT
from programme.storage import text_of, write_whole
from programme.toml_text import as_toml
from tests.tiny import Tiny
from warehouse.home import Home
from warehouse.readers import reader_of
from warehouse.snapshots import make_current
from words.problems import HomeError, QuestionError

KILLED = """
import os, signal, sys
from pathlib import Path
from programme.storage import write_whole
setattr(os, sys.argv[2], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
write_whole(Path(sys.argv[1]), b"new", first_wins=sys.argv[2] == "link")
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_small_file_is_read_again_only_where_another_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = tmp_path / "CURRENT", Path.read_text
    opened: list[Path] = []
    monkeypatch.setattr(Path, "read_text", lambda self, **how: opened.append(self) or read(self, **how))
    with pytest.raises(FileNotFoundError):
        text_of(path)
    for text in ("20260101-01", "20260101-02", "20260101-03"):
        write_whole(path, text.encode())
        assert [text_of(path) for _ in range(3)] == [text] * 3
    assert len(opened) == 3
    path.write_text("20260101-04", encoding="utf-8")  # by hand, in place
    assert text_of(path) == "20260101-04"
    path.unlink()
    with pytest.raises(FileNotFoundError):
        text_of(path)


def test_a_file_is_new_or_replaced_and_no_draft_stays(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["名单.csv"]


def test_the_first_wins_where_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "PACK"
    write_whole(path, b"first", first_wins=True)
    write_whole(path, b"second", first_wins=True)
    assert path.read_bytes() == b"first"

    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    write_whole(path, b"third", first_wins=True)
    write_whole(tmp_path / "OTHER", b"alone", first_wins=True)
    assert path.read_bytes() == b"first"
    assert (tmp_path / "OTHER").read_bytes() == b"alone"
    assert names(tmp_path) == ["OTHER", "PACK"]


def test_the_mode_is_what_the_umask_allows(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"target")
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"target"
    assert (tmp_path / "link").read_bytes() == b"new"


@pytest.mark.parametrize("point", ["fsync", "replace", "link"])
def test_whoever_is_killed_between_draft_and_move_leaves_what_was_there(tmp_path: Path, point: str) -> None:
    path = tmp_path / "CURRENT"
    if point != "link":
        path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), point], cwd=PROJECT, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert (path.read_bytes() if path.exists() else None) == (None if point == "link" else b"old")
    write_whole(path, b"next")
    assert path.read_bytes() == b"next"


@pytest.mark.parametrize("point", ["fsync", "replace"])
def test_a_write_that_fails_leaves_what_was_there_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "CURRENT"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, point, full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["CURRENT"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)
def test_a_full_or_read_only_disk_leaves_what_was_there_and_no_draft(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        path = disk / "answer.csv"
        write_whole(path, b"old")
        with pytest.raises(OSError, match="No space"):
            write_whole(path, bytes(1 << 20))
        assert path.read_bytes() == b"old"
        assert names(disk) == ["answer.csv"]
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(OSError, match="Read-only"):
            write_whole(path, b"new")
        assert path.read_bytes() == b"old"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_place_that_cannot_be_written_is_told_by_whoever_asked(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 50, "990201": 20, "990202": 18, "999001": 30})
    tiny.built()
    blocked = tiny.home.root.parent / "file"
    blocked.write_text("no folder")
    with pytest.raises(QuestionError, match=r"file.* cannot be written"):
        exported.write(
            blocked / "answer.csv", exported.file_of(reader_of(tiny.home), "snapshot_facts", "csv")
        )
    with pytest.raises(QuestionError, match="cannot be written"):
        exported.write(tiny.home.snapshots, exported.file_of(reader_of(tiny.home), "snapshot_facts", "csv"))


def test_a_home_whose_pointer_cannot_be_moved_is_named(tmp_path: Path) -> None:
    home = Home.of(tmp_path)
    home.current_file.mkdir()
    with pytest.raises(HomeError, match="cannot be written"):
        make_current(home, "20261120-01")
    assert names(tmp_path) == ["CURRENT"]


def test_a_folder_that_may_only_be_read_refuses(tmp_path: Path) -> None:
    path = tmp_path / "CURRENT"
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("root may write everywhere")
        with pytest.raises(PermissionError):
            write_whole(path, b"new")
        assert path.read_bytes() == b"old"
    finally:
        tmp_path.chmod(0o700)


def test_a_snapshot_becomes_current_in_one_step(tmp_path: Path) -> None:
    home = Home.of(tmp_path)
    make_current(home, "20261120-01")
    make_current(home, "20261120-02")
    assert home.current_file.read_text(encoding="utf-8") == "20261120-02\n"
    assert names(tmp_path) == ["CURRENT", "LAST"]


@pytest.mark.parametrize(
    "value",
    [True, False, 3, 2.5, 'say "18"\n', dt.date(2021, 12, 31), ["甲", "b"], [{"code": "x", "n": 1}], []],
)
def test_a_value_of_a_setting_is_told_as_toml_writes_it(value: object) -> None:
    assert tomllib.loads(f"value = {as_toml(value)}") == {"value": value}
