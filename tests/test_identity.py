"""A name is that of one snapshot, and a snapshot is whole: nothing is read from another file, or from one that is worn away."""

from __future__ import annotations

import gc
import json
import os
import threading
import time
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import duckdb
import pytest

from pipelines.filing.demo import demo
from tests.test_command_line import run, with_sample
from tests.test_snapshots import damage, worn
from tests.tiny import WORKERS, Tiny
from warehouse import notes, opened, readers, snapshots
from warehouse.readers import Reader, reader_of
from words.problems import HomeError, SnapshotError

QUESTION = {"indicator": WORKERS, "period": "2025-12-31", "area": "990000", "level": "county"}


def workers_of(reader: Reader) -> int:
    rows = reader.ask("area_values", **QUESTION).filter(area_code="990101")
    return int(rows["numerator"][0])


def remove(path: Path) -> None:
    path.chmod(0o644)
    path.unlink()


# ---------------------------------------------------------------- a name is given once


def test_a_name_is_not_given_again_after_a_step_back_and_a_deletion_by_hand(tiny: Tiny) -> None:
    first, second = tiny.built(), tiny.built()
    snapshots.rollback(tiny.home, pack=tiny.pack)
    remove(second.path)
    third = tiny.build()
    assert [info.id[-2:] for info in (first, second, third)] == ["01", "02", "03"]
    remove(third.path)
    tiny.home.current_file.unlink()
    assert tiny.build().id.endswith("04")


def test_a_home_from_before_names_were_remembered_goes_on_from_what_it_has(tiny: Tiny) -> None:
    first = tiny.built()
    tiny.home.last_file.unlink()
    assert tiny.build().id == f"{first.id[:-1]}2"
    tiny.home.last_file.write_text("nonsense", encoding="utf-8")
    assert tiny.build().id == f"{first.id[:-1]}3"


@pytest.fixture
def replaced(tiny: Tiny) -> tuple[Reader, Reader]:
    """A snapshot that this process reads, and one of its very name that took its place, as a backup that is put back does."""
    tiny.staff_everywhere({"990101": 40})
    tiny.built()
    tiny.built()
    before = reader_of(tiny.home)
    assert workers_of(before) == 40
    remove(before.snapshot.path)
    tiny.home.last_file.unlink()
    snapshots.make_current(tiny.home, f"{before.snapshot.id[:-1]}1")
    tiny.home.last_file.unlink()
    tiny.staff_everywhere({"990101": 41})
    tiny.built()
    after = reader_of(tiny.home)
    assert before.snapshot.id == after.snapshot.id
    return before, after


def test_the_file_that_took_the_place_of_one_of_its_name_is_the_one_that_is_read(
    replaced: tuple[Reader, Reader],
) -> None:
    before, after = replaced
    assert workers_of(before) == 40  # as long as nobody has asked the other
    assert after.key != before.key
    assert workers_of(after) == 41
    for asked in (
        lambda: workers_of(before),
        lambda: before.sql("select 1"),
        lambda: before.sql_rows("select 1"),
    ):
        with pytest.raises(SnapshotError) as raised:
            asked()
        assert raised.value.key == "snapshots.replaced"
    assert workers_of(after) == 41
    assert after.sql_rows("select snapshot_id from marts.snapshot")[2] == [(after.snapshot.id,)]


def test_facts_of_a_file_that_took_a_place_are_its_own(tiny: Tiny, replaced: tuple[Reader, Reader]) -> None:
    before, after = replaced
    notes.note_of(after.snapshot.path).unlink()
    snapshots._facts.cache_clear()
    assert workers_of(before) == 40
    assert snapshots.current(tiny.home) == after.snapshot
    assert workers_of(after) == 41


def test_an_answer_that_breaks_off_because_its_file_was_replaced_is_told_as_that(
    replaced: tuple[Reader, Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = replaced
    with readers._asking(before.snapshot) as cursor:
        cursor.close()  # as who opens the other file does with the connection that it is of
        monkeypatch.setattr(readers, "_asking", lambda _: nullcontext(cursor))
        with pytest.raises(SnapshotError) as raised:
            before.ask("next_due")
    assert raised.value.key == "snapshots.replaced"


def test_the_file_before_is_not_taken_for_its_successor_while_it_is_still_being_read(
    replaced: tuple[Reader, Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = replaced
    monkeypatch.setattr(opened, "FORMER_SECONDS", 0.1)
    for held in (
        readers._asking(before.snapshot),
        closing(readers.connection(before.snapshot).cursor()),
    ):
        with held:
            with opened._lock:
                opened._read.clear()  # as for a snapshot that is not among those asked last; its question goes on
            with pytest.raises(SnapshotError) as raised:
                workers_of(after)
            assert raised.value.key == "snapshots.replaced"
    assert workers_of(after) == 41


def test_an_answer_that_is_left_half_way_holds_its_file_no_longer(
    replaced: tuple[Reader, Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = replaced
    monkeypatch.setattr(opened, "FORMER_SECONDS", 0.1)
    frames = before.stream("area_values", 1, **QUESTION).frames()
    assert len(next(frames)) == 1
    with pytest.raises(SnapshotError) as raised:
        workers_of(after)
    assert raised.value.key == "snapshots.replaced"
    frames.close()
    assert workers_of(after) == 41


def test_an_answer_that_is_tidied_up_while_another_is_opened_holds_up_nobody(
    replaced: tuple[Reader, Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reads on, and what is left of it lies in a ring that only the collector undoes: in whichever thread that runs."""
    _, after = replaced

    class Ring:
        def __init__(self) -> None:
            self.own = self
            self.frames = after.stream("area_values", 1, **QUESTION).frames()
            next(self.frames)

    connect = opened._connect

    def tidied(path: Path) -> duckdb.DuckDBPyConnection:
        gc.collect()
        return connect(path)

    Ring()
    monkeypatch.setattr(opened, "_connect", tidied)
    with opened._lock:
        opened._read.clear()
    asking = threading.Thread(target=workers_of, args=(after,), daemon=True)
    asking.start()
    asking.join(20)
    assert not asking.is_alive()


def test_answers_are_those_of_the_file_that_stands_however_many_ask_while_files_are_replaced(
    replaced: tuple[Reader, Reader], tiny: Tiny
) -> None:
    """Backups are put back again and again, without their notes: what a reader says of itself and what it answers agree."""
    _, after = replaced
    path = after.snapshot.path
    kept = {41: path.read_bytes()}
    tiny.staff_everywhere({"990101": 42})
    tiny.built()
    kept[42] = tiny.reader.snapshot.path.read_bytes()
    tiny.home.current_file.write_text(f"{after.snapshot.id}\n", encoding="utf-8")
    truth, wrong, ended = {}, [], threading.Event()
    for number, data in kept.items():
        other = path.with_name(f"20200101-{number}.duckdb")
        other.write_bytes(data)
        truth[snapshots.read_info(tiny.home, other.stem).built_at] = number

    def ask() -> None:
        while not ended.is_set():
            with suppress(SnapshotError):  # replaced just now: the page is drawn again
                reader = reader_of(tiny.home)
                found = workers_of(reader)
                if truth.get(reader.snapshot.built_at) != found:
                    wrong.append((reader.snapshot.built_at, found))

    notes.note_of(path).unlink()
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for data in [*kept.values()] * 4:
        draft = path.with_name("draft")
        draft.write_bytes(data)
        draft.replace(path)
        time.sleep(0.25)
    ended.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert workers_of(reader_of(tiny.home)) == 42


# ---------------------------------------------------------------- a sound note beside a damaged file


def test_a_note_does_not_make_a_worn_snapshot_sound(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    first, second = tiny.built(), tiny.built()
    third = tiny.build()
    worn(second.path)
    assert notes.read(second.path) is not None
    sound, unsound = snapshots.checked(tiny.home)
    assert [info.id for info in sound] == [third.id, first.id]
    assert {name: why.key for name, why in unsound.items()} == {second.id: "snapshots.damaged"}
    listed = run(tiny, "snapshots", "--json")
    assert [row["id"] for row in json.loads(listed.stdout)] == [third.id, first.id]
    assert second.id in listed.stderr
    with pytest.raises(SnapshotError, match="damaged"):
        snapshots.rollback(tiny.home, second.id, pack=tiny.pack)
    assert snapshots.pointed(tiny.home) == third.id
    assert snapshots.rollback(tiny.home, pack=tiny.pack).id == first.id


def test_a_build_takes_nothing_over_from_a_worn_snapshot(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    first = tiny.built()
    assert tiny.build().kept_of == first.id
    worn(tiny.reader.snapshot.path)
    again = tiny.build()
    assert again.kept_of is None
    assert workers_of(reader_of(tiny.home)) == 40
    snapshots.check_whole(again)


def test_a_worn_snapshot_still_guards_the_landing_that_it_rests_on(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    worn(tiny.built().path)
    tiny.home.dataset("staffing").rename(tiny.home.root / "away")
    with pytest.raises(Exception, match="Landing has less"):
        tiny.build()


def test_a_snapshot_without_a_note_is_opened_to_see_whether_it_is_sound(tiny: Tiny) -> None:
    info = tiny.built()
    notes.note_of(info.path).unlink()
    snapshots.check_whole(info)
    damage(info.path, b"junk")
    with pytest.raises(SnapshotError, match="damaged"):
        snapshots.check_whole(info)


def test_a_note_of_another_file_is_no_word_on_the_one_that_stands_there(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    first, second = tiny.built(), tiny.built()
    data = first.path.read_bytes().ljust(second.path.stat().st_size, b"\0")
    damage(second.path, data)
    found = snapshots.read_info(tiny.home, second.id)
    assert found.built_at == first.built_at  # its own, not its note's
    snapshots.check_whole(found)
    note = notes.note_of(first.path)
    for wrong in ("[" * 100_000, "{}", "[]"):
        note.write_text(wrong, encoding="utf-8")
        snapshots._facts.cache_clear()
        assert snapshots.read_info(tiny.home, first.id).built_at == first.built_at
        snapshots.check_whole(first)


def test_a_finished_snapshot_that_never_was_current_is_not_called_newer(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tiny.built()
    with monkeypatch.context() as patched:
        patched.setattr(snapshots, "make_current", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            tiny.build()
    orphan = snapshots.names(tiny.home)[0]
    assert orphan > first.id
    assert snapshots.newest(tiny.home, after=first.id) is None
    third = tiny.build()
    assert third.id > orphan
    snapshots.rollback(tiny.home, first.id, pack=tiny.pack)
    newest = snapshots.newest(tiny.home, after=first.id)
    assert newest is not None
    assert newest.id == third.id


@pytest.mark.parametrize(
    "text", ["99991231-999999999", "20260101-9999999", "x", "", "20260101-01 20260101-02"]
)
def test_whatever_stands_in_the_record_of_names_a_build_gives_one_that_is_one(tiny: Tiny, text: str) -> None:
    tiny.built()
    tiny.home.last_file.write_text(text, encoding="utf-8")
    assert snapshots.is_id(tiny.build().id)
    assert snapshots.current(tiny.home) is not None


@pytest.mark.parametrize("said", ["20990101-01", "99999999-99", "99991231-07"])
def test_a_snapshot_that_never_was_is_not_what_the_next_are_named_after(tiny: Tiny, said: str) -> None:
    first = tiny.built()
    for file in (tiny.home.current_file, tiny.home.last_file):
        file.write_text(f"{said}\n", encoding="utf-8")
        assert run(tiny, "build").returncode == 0
    assert snapshots.pointed(tiny.home) == f"{first.id[:-1]}3"
    tiny.home.current_file.write_text(f"{said}\n", encoding="utf-8")
    tiny.home.last_file.unlink()
    assert tiny.build().id == tiny.home.last_file.read_text().strip() == f"{first.id[:-1]}4"


def test_a_record_of_names_that_is_a_folder_stops_a_build_before_it_begins_and_no_page(tiny: Tiny) -> None:
    first = tiny.built()
    tiny.home.last_file.unlink()
    tiny.home.last_file.mkdir()
    with pytest.raises(HomeError, match="LAST"):
        tiny.build()
    assert snapshots.names(tiny.home) == [first.id]
    assert snapshots.newest(tiny.home) == snapshots.current(tiny.home)


# ---------------------------------------------------------------- nothing says which is current


def test_without_word_of_the_current_snapshot_the_sample_is_not_landed_again(tiny: Tiny) -> None:
    with_sample(tiny, "990101")
    first = demo(tiny.home, tiny.pack)
    tiny.sequence = 1
    tiny.staff_everywhere({"990101": 77}, simulated=True)  # what was corrected since
    tiny.home.current_file.unlink()
    again = demo(tiny.home, tiny.pack)
    assert again.id > first.id
    assert again.landing_sequence == 2
    assert workers_of(reader_of(tiny.home)) == 77


def test_what_was_corrected_since_the_sample_stays_though_all_snapshots_are_gone(tiny: Tiny) -> None:
    with_sample(tiny, "990101")
    remove(demo(tiny.home, tiny.pack).path)
    tiny.sequence = 1
    tiny.staff_everywhere({"990101": 77}, simulated=True)
    tiny.home.current_file.unlink()
    demo(tiny.home, tiny.pack)
    assert workers_of(reader_of(tiny.home)) == 77


def test_without_word_of_the_current_snapshot_the_home_is_broken_and_a_step_back_mends_it(tiny: Tiny) -> None:
    first, second = tiny.built(), tiny.built()
    tiny.home.current_file.unlink()
    looked = run(tiny, "doctor", "--json")
    assert looked.returncode == 1
    told = [one for one in json.loads(looked.stdout) if one["check"] == "snapshots"]
    assert [one["state"] for one in told] == ["broken"]
    assert "CURRENT" in told[0]["found"]
    assert "rollback" in told[0]["remedy"]
    assert "rollback" in run(tiny, "status").stdout
    assert run(tiny, "rollback").returncode == 0
    assert snapshots.pointed(tiny.home) == second.id
    assert first.id < second.id


def test_nothing_is_written_in_a_home_of_nobody_by_a_step_back_or_by_clearing_up(tiny: Tiny) -> None:
    tiny.home.root.mkdir(parents=True)
    for command in (("rollback",), ("snapshots", "prune"), ("snapshots",)):
        run(tiny, *command)
        assert list(tiny.home.root.iterdir()) == []


# ---------------------------------------------------------------- what stands in the folder of snapshots


def test_what_is_named_like_a_snapshot_and_is_none_is_told_and_cleared_away(tiny: Tiny) -> None:
    tiny.home.snapshots.mkdir(parents=True)
    (tiny.home.snapshots / "20200101-01.duckdb").mkdir()
    (tiny.home.snapshots / "20200101-02.duckdb").symlink_to(tiny.home.root / "nowhere")
    os.mkfifo(tiny.home.snapshots / "20200101-03.duckdb")  # whoever opens it waits without end
    (tiny.home.snapshots / ".20200101-04.building.tmp").mkdir()
    info = tiny.build()
    listed = run(tiny, "snapshots")
    assert listed.returncode == 0
    for name in ("20200101-01", "20200101-02", "20200101-03", info.id):
        assert name in listed.stdout
    (tiny.home.settings_file).write_text("[snapshots]\nnewest = 1\nmonths = false\n", encoding="utf-8")
    run(tiny, "snapshots", "prune")
    assert snapshots.names(tiny.home) == [info.id, "20200101-01"]  # a folder is not ours to empty


def test_a_pointer_with_thousands_of_digits_is_no_name(tiny: Tiny) -> None:
    info = tiny.built()
    tiny.home.current_file.write_text("20260101-" + "9" * 5000, encoding="utf-8")
    with pytest.raises(SnapshotError, match="CURRENT"):
        snapshots.current(tiny.home)
    assert run(tiny, "rollback").returncode == 0
    assert snapshots.pointed(tiny.home) == info.id


def test_a_folder_of_snapshots_that_cannot_be_read_is_not_an_empty_one(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.built()
    forbid = PermissionError(13, "Permission denied")
    monkeypatch.setattr(Path, "iterdir", lambda _: (_ for _ in ()).throw(forbid))
    with pytest.raises(HomeError, match="snapshots"):
        snapshots.names(tiny.home)


def test_what_a_killed_build_left_is_cleared_away_by_the_next(tiny: Tiny) -> None:
    tiny.built()
    left = tiny.home.snapshots / ".20200101-01.building.wal"
    left.write_bytes(b"x")
    tiny.build()
    assert not left.exists()
