"""Snapshots: built, checked, swapped; never half, never in the way of a reader."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from tests.tiny import WORKERS, Tiny
from warehouse import models, snapshots
from warehouse.home import Home
from words.problems import BuildError, HomeError, PackError, Problem, SnapshotError


def test_a_pack_without_a_single_return_gives_a_snapshot(tiny: Tiny) -> None:
    info = tiny.build()
    assert info.is_current
    assert tiny.ask("snapshot_facts")["returns_landed"].to_list() == [0]
    assert tiny.ask("shapes").height == 7


def test_a_failed_check_leaves_the_old_snapshot_standing(tiny: Tiny) -> None:
    first = tiny.build()
    tiny.add(
        "targets",
        {"target_id": "workers_18", "indicator_code": WORKERS, "area_code": "990000", "value": "20"},
    )
    with pytest.raises(PackError, match="targets"):
        tiny.build()
    assert snapshots.current(tiny.home) == first
    assert [path.name for path in tiny.home.snapshots.iterdir()] == [f"{first.id}.duckdb"]


def test_a_pack_that_lacks_a_column_is_refused_by_name(tiny: Tiny) -> None:
    path = tiny.pack_folder / "targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("comparison", "compare", 1), encoding="utf-8")
    with pytest.raises(PackError, match="compare"):
        tiny.build()


def test_a_reader_keeps_its_snapshot_while_another_is_built(tiny: Tiny) -> None:
    first = tiny.build()
    before = tiny.ask("snapshot_facts")["snapshot_id"][0]
    second = tiny.build()
    assert (before, tiny.ask("snapshot_facts")["snapshot_id"][0]) == (first.id, second.id)
    from warehouse.readers import Reader

    assert Reader(first).ask("snapshot_facts")["snapshot_id"][0] == first.id


def test_two_builds_at_once_make_two_whole_snapshots(tiny: Tiny) -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(tiny.build().id)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2
    assert {info.id for info in snapshots.listing(tiny.home)} == set(made)


def test_eight_threads_ask_at_once(tiny: Tiny) -> None:
    tiny.build()
    answers: list[int] = []

    def many() -> None:
        for _ in range(10):
            answers.append(tiny.ask("periods", indicator=WORKERS).height)

    threads = [threading.Thread(target=many) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [21] * 80


def test_rollback_goes_back_and_refuses_what_other_sql_or_another_pack_made(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tiny.build(), tiny.build()
    assert snapshots.rollback(tiny.home, pack=tiny.pack).id == first.id
    assert snapshots.current(tiny.home).id == first.id
    with pytest.raises(SnapshotError, match="no snapshot before"):
        snapshots.rollback(tiny.home, pack=tiny.pack)
    assert snapshots.rollback(tiny.home, second.id, pack=tiny.pack).id == second.id
    tiny.target(value="19")
    assert not snapshots.is_up_to_date(second, tiny.pack)
    with pytest.raises(SnapshotError, match="other versions of the pack"):
        snapshots.rollback(tiny.home, first.id, pack=tiny.pack)
    monkeypatch.setattr(models, "fingerprint", lambda *_: "other")
    with pytest.raises(SnapshotError, match=r"sql/"):
        snapshots.rollback(tiny.home, first.id, pack=tiny.pack)
    for wrong in ("../x", "20200101-01"):
        with pytest.raises(SnapshotError):
            snapshots.rollback(tiny.home, wrong, pack=tiny.pack)


def test_a_home_belongs_to_one_pack(tiny: Tiny) -> None:
    tiny.build()
    path = tiny.pack_folder / "pack.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('id = "tiny"', 'id = "other"'), encoding="utf-8")
    with pytest.raises(HomeError, match="tiny"):
        tiny.build()


def test_a_home_may_be_moved(tiny: Tiny, tmp_path: Path) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.build()
    moved = Home.of(tmp_path / "别处 with 'a' space")
    shutil.move(tiny.home.root, moved.root)
    tiny.home = moved
    assert tiny.values()["990101"]["verdict"] == "met"
    assert tiny.build().id.endswith("-02")
    assert tiny.values()["990101"]["verdict"] == "met"


def test_statuses_are_told_on_the_day_recorded_in_the_snapshot(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse.build import build

    monkeypatch.setenv("OBSERVATORY_TODAY", "2024-05-01")
    assert build(tiny.home, tiny.pack).today == dt.date(2024, 5, 1)
    assert tiny.ask("snapshot_facts")["last_period"].to_list() == [dt.date(2024, 3, 31)]
    monkeypatch.setenv("OBSERVATORY_TODAY", "yesterday")
    with pytest.raises(Problem, match="OBSERVATORY_TODAY"):
        build(tiny.home, tiny.pack)
    monkeypatch.delenv("OBSERVATORY_TODAY")
    assert build(tiny.home, tiny.pack).today == dt.date.today()


def test_the_sample_is_told_on_its_own_day_until_a_real_return_lands(tiny: Tiny) -> None:
    from warehouse.build import build

    settings = tiny.pack_folder / "pack.toml"
    settings.write_text('sample = "sample"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    (tiny.pack_folder / "sample").mkdir()
    (tiny.pack_folder / "sample" / "sample.toml").write_text("today = 2026-02-01\n", encoding="utf-8")
    tiny.staff_everywhere({"990101": 40}, simulated=True)
    assert build(tiny.home, tiny.pack).today == dt.date(2026, 2, 1)
    tiny.staff_everywhere({"990102": 40})
    assert build(tiny.home, tiny.pack).today == dt.date.today()


def test_any_duckdb_client_sees_descriptions_and_questions(tiny: Tiny) -> None:
    info = tiny.build()
    with duckdb.connect(str(info.path), read_only=True) as client:
        comments = client.execute(
            "select count(*) from duckdb_columns() where schema_name = 'marts' and comment is null"
        ).fetchall()
        assert comments == [(0,)]
        assert len(client.execute("select * from questions.indicator_catalogue").fetchall()) == 8


def test_a_damaged_snapshot_says_how_to_make_a_new_one(tiny: Tiny) -> None:
    info = tiny.build()
    tiny.home.current_file.write_text("20990101-01\n", encoding="utf-8")
    with pytest.raises(SnapshotError, match=info.id):
        snapshots.current(tiny.home)


def test_one_can_go_back_from_a_damaged_snapshot_and_list_the_others(tiny: Tiny) -> None:
    first, second, third = tiny.build(), tiny.build(), tiny.build()
    third.path.write_bytes(b"junk")
    assert [info.id for info in snapshots.listing(tiny.home)] == [second.id, first.id]
    assert snapshots.damaged(tiny.home) == [third.id]
    assert snapshots.rollback(tiny.home, pack=tiny.pack).id == second.id
    tiny.home.current_file.write_text("nothing", encoding="utf-8")
    assert snapshots.rollback(tiny.home, first.id, pack=tiny.pack).is_current


def test_a_build_that_cannot_write_says_so_and_leaves_the_old_snapshot(tiny: Tiny) -> None:
    first = tiny.build()
    tiny.home = Home.of(tiny.home.root.parent / "what?")
    with pytest.raises(BuildError, match="cannot be written"):
        tiny.build()
    tiny.home = Home.of(first.path.parent.parent)
    assert snapshots.current(tiny.home) == first


def test_a_home_that_is_a_file_is_named(tiny: Tiny) -> None:
    path = tiny.home.root.parent / "file"
    path.write_text("x", encoding="utf-8")
    tiny.home = Home.of(path)
    with pytest.raises(HomeError, match="file"):
        snapshots.current(tiny.home)
    with pytest.raises(HomeError, match="file"):
        tiny.build()
