"""Which snapshots a home keeps: the newest, the last of each month, pinned ones, the current one, and what a server reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.test_command_line import run
from tests.tiny import PERIOD, WORKERS, Tiny
from warehouse import build, notes, opened, presence, retention, snapshots
from warehouse.engines import duckdb
from warehouse.engines.duckdb import Engine
from warehouse.readers import Reader
from words.problems import HomeError, SnapshotError

ASKED = {"indicator": WORKERS, "period": PERIOD, "level": "county", "area": "990000"}


def filled(tiny: Tiny, *names: str) -> None:
    """Copies of one built snapshot under these names, the last of them current."""
    built = tiny.built()
    for name in names:
        (tiny.home.snapshots / f"{name}.duckdb").hardlink_to(built.path)
    built.path.unlink()
    notes.note_of(built.path).unlink()
    snapshots.make_current(tiny.home, names[-1])


def settings(tiny: Tiny, text: str) -> None:
    tiny.home.settings_file.write_text(text, encoding="utf-8")


NAMES = ("20250101-01", "20250131-01", "20250131-02", "20250228-01", "20250301-01", "20250301-02")


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("", NAMES),
        ("[snapshots]\nnewest = 2\n", ("20250131-02", "20250228-01", "20250301-01", "20250301-02")),
        ("[snapshots]\nnewest = 1\nmonths = false\n", ("20250301-02",)),
        ("[snapshots]\nnewest = 3\nmonths = false\n", NAMES[-3:]),
        ("[snapshots]\nnewest = 1\n", ("20250131-02", "20250228-01", "20250301-02")),
    ],
)
def test_the_newest_and_the_last_of_each_month_are_kept(tiny: Tiny, rule: str, left: tuple[str, ...]) -> None:
    filled(tiny, *NAMES)
    settings(tiny, rule)
    gone = retention.prune(tiny.home)
    assert sorted(snapshots.names(tiny.home)) == list(left)
    assert set(gone) == set(NAMES) - set(left)
    assert retention.prune(tiny.home) == []
    assert {path.stem for path in tiny.home.snapshots.iterdir()} == set(left)  # nothing of the others is left


def test_thirty_are_kept_unless_the_home_says_otherwise(tiny: Tiny) -> None:
    filled(tiny, *(f"20250101-{number:02d}" for number in range(1, 41)))
    retention.prune(tiny.home)
    assert len(snapshots.names(tiny.home)) == 30


def test_pinned_current_and_read_snapshots_are_kept(tiny: Tiny) -> None:
    filled(tiny, *NAMES)
    settings(tiny, "[snapshots]\nnewest = 1\nmonths = false\n")
    snapshots.make_current(tiny.home, "20250131-01")
    assert retention.pin(tiny.home, "20250101-01", keep=True)
    with served(tiny, "20250228-01"):
        assert retention.reasons(tiny.home)["20250228-01"] == ["read"]
        retention.prune(tiny.home)
        assert sorted(snapshots.names(tiny.home)) == [
            "20250101-01", "20250131-01", "20250228-01", "20250301-02",
        ]  # fmt: skip
    assert retention.pin(tiny.home, "20250101-01", keep=False)
    assert retention.prune(tiny.home) == [
        "20250228-01",
        "20250101-01",
    ]  # the server is gone, whatever it left


@contextmanager
def served(tiny: Tiny, *ids: str) -> Iterator[None]:
    """Another process that serves the home and has these snapshots open; it ends without a word."""
    code = (
        "import sys\nfrom warehouse import presence\nfrom warehouse.home import Home\n"
        "from warehouse.readers import connection\nfrom warehouse.snapshots import read_info\n"
        "home = Home.of(sys.argv[1])\npresence.announce(home)\n"
        "for name in sys.argv[2:]:\n    connection(read_info(home, name))\n"
        "print('open', flush=True)\nsys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tiny.home.root), *ids], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout
    other.stdout.readline()
    try:
        yield
    finally:
        other.kill()
        other.communicate()


def test_a_build_takes_away_what_is_kept_no_longer_and_says_nothing_of_it(tiny: Tiny) -> None:
    filled(tiny, *NAMES)
    settings(tiny, "[snapshots]\nnewest = 2\nmonths = false\n")
    info = tiny.build()
    assert snapshots.names(tiny.home) == [info.id, "20250301-02"]


@pytest.mark.parametrize(
    ("said", "told"),
    [("newest = true", "newest = true"), ("newest = 'x'", 'newest = "x"'), ("months = 1", "months = 1")],
)
def test_a_setting_is_told_as_it_stands_in_the_file(tiny: Tiny, said: str, told: str) -> None:
    filled(tiny, *NAMES[:1])
    settings(tiny, f"[snapshots]\n{said}\n")
    with pytest.raises(HomeError) as refused:
        retention.rule_of(tiny.home)
    assert f"snapshots.{told} " in refused.value.message_en


@pytest.mark.parametrize(
    "text",
    [
        "snapshots = 3", "[snapshots]\nnewest = 0", "[snapshots]\nnewest = true", "[snapshots]\nnewest = '30'",
        "[snapshots]\nmonths = 1", "[snapshots]\nnewst = 3", "[snapshot]\nnewest = 3", "not toml", "[snapshots]\nnewest = -1",
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_told_and_nothing_is_taken_away(
    tiny: Tiny, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    filled(tiny, *NAMES)
    settings(tiny, text)
    with pytest.raises(HomeError, match=r"home\.toml"):
        retention.prune(tiny.home)
    info = tiny.build()  # what is built stands all the same
    assert info.is_current
    assert len(snapshots.names(tiny.home)) == len(NAMES) + 1
    assert "home.toml" in caplog.text


def test_a_snapshot_deleted_by_hand_or_open_is_no_error(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tiny, *NAMES)
    settings(tiny, "[snapshots]\nnewest = 1\nmonths = false\n")
    own = retention.reasons

    def deleted_meanwhile(home: object) -> dict[str, list[str]]:
        found = own(tiny.home)
        (tiny.home.snapshots / "20250101-01.duckdb").unlink()
        return found

    monkeypatch.setattr(retention, "reasons", deleted_meanwhile)
    refused = tiny.home.snapshots / "20250131-01.duckdb"
    unlink = Path.unlink

    def unlinked(self: Path, missing_ok: bool = False) -> None:
        if self == refused:
            raise PermissionError(13, "in use")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlinked)
    retention.prune(tiny.home)
    assert sorted(snapshots.names(tiny.home)) == ["20250131-01", "20250301-02"]


def test_what_is_open_here_is_known_to_others_until_it_is_closed(tiny: Tiny) -> None:
    first = tiny.built()
    presence.announce(tiny.home)
    assert not presence.is_read(tiny.home)  # a server that shows nothing yet
    Reader(first).ask("next_due")
    assert presence.read_in(tiny.home) == [frozenset({first.id})]
    with opened._lock:
        opened._read.pop(first.path)
    opened._tell()
    assert not presence.is_read(tiny.home)


def test_a_server_whose_word_is_gone_gives_it_again(tiny: Tiny) -> None:
    first = tiny.built()
    presence.announce(tiny.home)
    Reader(first).ask("next_due")
    assert presence.read_in(tiny.home) == [frozenset({first.id})]
    shutil.rmtree(tiny.home.readers)  # the home was put back from a backup, say
    assert not presence.is_read(tiny.home)
    presence.announce(tiny.home)  # as every page does
    assert presence.read_in(tiny.home) == [frozenset({first.id})]
    second = tiny.build()
    Reader(second).ask("next_due")
    assert presence.read_in(tiny.home) == [frozenset({first.id, second.id})]


def test_a_server_of_another_account_is_seen_as_long_as_it_lives(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its word may be read and not written: whoever looks cannot take its lock, and sees whether it is held."""
    first = tiny.built()

    def refused(self: object, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with served(tiny, first.id), monkeypatch.context() as patched:
        patched.setattr(presence.filelock.FileLock, "acquire", refused)
        assert presence.read_in(tiny.home) == [frozenset({first.id})]
        patched.setattr(presence, "fcntl", None)
        assert presence.read_in(tiny.home) == [frozenset({first.id})]  # where it cannot be tried
    monkeypatch.setattr(presence.filelock.FileLock, "acquire", refused)
    assert presence.read_in(tiny.home) == []


def test_the_command_lists_why_pins_and_prunes(tiny: Tiny) -> None:
    filled(tiny, *NAMES)
    settings(tiny, "[snapshots]\nnewest = 1\n")
    listed = json.loads(run(tiny, "snapshots", "--json").stdout)
    assert {row["id"]: row["kept_because"] for row in listed} == {
        "20250301-02": ["current", "newest", "month"], "20250301-01": [], "20250228-01": ["month"],
        "20250131-02": ["month"], "20250131-01": [], "20250101-01": [],
    }  # fmt: skip
    assert run(tiny, "snapshots", "pin", "20250101-01").returncode == 0
    assert json.loads(run(tiny, "snapshots", "prune", "--json").stdout) == ["20250301-01", "20250131-01"]
    assert "20250101-01" in snapshots.names(tiny.home)
    for wrong, status in (
        (["pin"], 2),
        (["prune", "20250101-01"], 2),
        (["pin", "20990101-01"], 1),
        (["pin", "x"], 1),
    ):
        done = run(tiny, "snapshots", *wrong)
        assert (done.returncode, "Traceback" in done.stderr) == (status, False)


def test_snapshots_are_listed_though_the_rule_cannot_be_read(tiny: Tiny) -> None:
    info = tiny.built()
    settings(tiny, "[snapshots]\nnewest = 0\n")
    for language, word in (("zh", "不详"), ("en", "not known")):
        listed = run(tiny, "snapshots", "--lang", language)
        assert listed.returncode == 0
        assert info.id in listed.stdout
        assert word in listed.stdout
        assert "home.toml" in listed.stderr
    (row,) = json.loads(run(tiny, "snapshots", "--json").stdout)
    assert row["kept_because"] is None


# ---------------------------------------------------------------- changing what is current


def test_a_step_back_is_refused_by_name_while_a_build_runs(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tiny, *NAMES)
    monkeypatch.setattr(snapshots, "ROLLBACK_SECONDS", 0.2)
    built = snapshots.names(tiny.home)
    with snapshots.changing(tiny.home), pytest.raises(SnapshotError) as raised:
        snapshots.rollback(tiny.home, built[1], pack=tiny.pack)
    assert raised.value.key == "snapshots.being_built"
    assert snapshots.pointed(tiny.home) == built[0]


def test_four_steps_back_at_once_end_at_one_snapshot_and_all_say_so(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tiny, *NAMES)
    beginning = threading.Barrier(4)
    own = snapshots.changing

    @contextmanager
    def at_once(home: object, *, seconds: float) -> Iterator[None]:
        beginning.wait(5)  # all have seen what was current
        with own(tiny.home, seconds=seconds):
            yield

    monkeypatch.setattr(snapshots, "changing", at_once)
    ended: list[str] = []
    threads = [
        threading.Thread(target=lambda: ended.append(snapshots.rollback(tiny.home, None, pack=tiny.pack).id))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == ["20250301-01"] * 4
    assert snapshots.pointed(tiny.home) == "20250301-01"


def just_before_changing(tiny: Tiny, monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Have somebody else do a deed between the beginning of a step back and its turn to change anything."""
    own = snapshots.changing

    @contextmanager
    def after(home: object, *, seconds: float) -> Iterator[None]:
        with own(tiny.home):
            deed()
        with own(tiny.home, seconds=seconds):
            yield

    monkeypatch.setattr(snapshots, "changing", after)


def test_a_step_back_from_what_is_current_no_longer_changes_nothing(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tiny, *NAMES)
    just_before_changing(tiny, monkeypatch, lambda: snapshots.make_current(tiny.home, "20250228-01"))
    with pytest.raises(SnapshotError) as raised:
        snapshots.rollback(tiny.home, None, pack=tiny.pack)
    assert raised.value.key == "snapshots.changed_meanwhile"
    assert snapshots.pointed(tiny.home) == "20250228-01"


def test_a_step_back_chooses_when_nobody_can_take_its_choice_away(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tiny, *NAMES)
    settings(tiny, "[snapshots]\nnewest = 1\nmonths = false\n")
    just_before_changing(tiny, monkeypatch, lambda: retention.prune(tiny.home))
    with pytest.raises(SnapshotError) as raised:
        snapshots.rollback(tiny.home, None, pack=tiny.pack)
    assert raised.value.key == "snapshots.none_before"
    with pytest.raises(SnapshotError) as raised:
        snapshots.rollback(tiny.home, "20250301-01", pack=tiny.pack)
    assert raised.value.key == "snapshots.absent"
    assert snapshots.current(tiny.home) is not None


# ---------------------------------------------------------------- builds beside readers


def test_a_build_beside_readers_takes_one_processor_at_a_low_priority(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tiny.built()
    seen: list[tuple[bool, int]] = []
    own = build.work

    @contextmanager
    def watched(draft: Path, *, yielding: bool) -> Iterator[Engine]:
        with own(draft, yielding=yielding) as engine:
            ((threads,),) = engine.rows("select current_setting('threads')")
            seen.append((yielding, int(threads)))
            with engine.workers(1) as pool:
                seen.append((yielding, pool.submit(priority).result()))
            yield engine

    monkeypatch.setattr(build, "work", watched)
    alone = priority()
    with served(tiny, first.id):
        beside = tiny.build()
    assert seen[0] == (True, 1)
    if sys.platform.startswith("linux"):
        assert seen[1] == (True, alone + duckdb.LOW_PRIORITY)
    assert priority() == alone  # whoever asked for the build goes on as before
    after = tiny.build()
    assert [yielding for yielding, _ in seen[2:]] == [False, False]
    assert seen[3] == (False, alone)
    rows = [Reader(info).ask("area_values", **ASKED) for info in (beside, after)]
    assert rows[0].equals(rows[1])


def priority() -> int:
    """The priority of the thread that asks."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) if hasattr(os, "getpriority") else 0
