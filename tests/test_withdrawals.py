"""A batch that was taken back is as if it had never been filed; nothing is deleted, and what was filed can be had back."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable

from pipelines.filing import landing, withdrawing
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import examine, land
from pipelines.filing.landing import last_sequence, parquet_files
from programme import PROJECT
from tests.additions import extend
from tests.filing import TODAY, standing, take, take_text, workers, write
from tests.test_command_line import run
from tests.tiny import JIAZI, PERIOD, Tiny
from warehouse import withdrawals
from words.problems import BuildError, LandingError, WrongUse

ONE, OTHER = workers("990101", other=5), workers("990101", other=50)


def withdraw(tiny: Tiny, batch: str, why: str = "报错了表") -> withdrawing.Taken:
    return withdrawing.withdraw(tiny.home, tiny.pack, batch, why, "王芳")


def standing_others(tiny: Tiny) -> list[int]:
    return standing(tiny.home, "staffing", tiny.pack)["other_workers"].to_list()


def test_whatever_reads_landing_reads_it_as_if_it_had_never_been_filed(tiny: Tiny) -> None:
    take_text(tiny, ONE)
    second = take_text(tiny, OTHER, confirmed=True)
    assert standing_others(tiny) == [50]
    assert withdraw(tiny, str(second.batch_id)).status == "withdrawn"
    assert standing_others(tiny) == [5]
    snapshot = tiny.built()
    assert snapshot.landing_sequence == 3
    rows = tiny.sql(
        "select batch_id, value, superseded from marts.observations where measure = 'other_workers'"
    )
    assert rows.rows() == [("staffing-00000001", 5, False)]
    (told,) = tiny.ask("withdrawals").to_dicts()
    assert (told["batch_id"], told["withdrawn_because"], told["batch_first_period"]) == (
        second.batch_id,
        "报错了表",
        PERIOD,
    )
    # Filed once more it lands as any other, and it changes what now stands.
    again = take_text(tiny, OTHER, confirmed=True)
    assert (again.status, again.batch_id) == ("accepted", "staffing-00000004")
    assert standing_others(tiny) == [50]


def test_after_a_correction_the_earlier_file_can_be_filed_again(tiny: Tiny) -> None:
    take_text(tiny, ONE)
    assert take_text(tiny, ONE).status == "duplicate"
    take_text(tiny, OTHER, confirmed=True)
    assert take_text(tiny, ONE, confirmed=True).status == "accepted"
    assert standing_others(tiny) == [5]


def test_a_duplicate_of_what_was_taken_back_is_none(tiny: Tiny) -> None:
    first = take_text(tiny, ONE)
    withdraw(tiny, str(first.batch_id))
    assert standing_others(tiny) == []
    assert take_text(tiny, ONE).status == "accepted"


def test_asked_twice_it_says_that_it_is(tiny: Tiny) -> None:
    batch = str(take_text(tiny, ONE).batch_id)
    first = withdraw(tiny, batch)
    again = withdraw(tiny, batch, "另一个原因")
    assert (again.status, again.row) == ("already", first.row)
    assert last_sequence(tiny.home) == 2
    assert len(withdrawals.rows(tiny.home)) == 1


def test_nothing_is_deleted(tiny: Tiny) -> None:
    batch = str(take_text(tiny, ONE).batch_id)
    before = {path: path.read_bytes() for path in parquet_files(tiny.home, "staffing")}
    withdraw(tiny, batch)
    assert {path: path.read_bytes() for path in parquet_files(tiny.home, "staffing")} == before
    assert DeltaTable(str(tiny.home.dataset("staffing"))).version() == 0
    tiny.home.sequence_file.unlink()
    assert last_sequence(tiny.home) == 2  # that of the withdrawal


def test_a_row_that_the_programme_sets_aside_is_taken_back_as_well(tiny: Tiny) -> None:
    batch = str(take_text(tiny, workers(*JIAZI)).batch_id)
    tiny.remove("areas", area_code=JIAZI[0])
    tiny.built()
    assert tiny.ask("set_aside").height == 1
    withdraw(tiny, batch)
    tiny.build()
    assert tiny.ask("set_aside").height == 0


def test_an_examination_before_a_withdrawal_is_made_again(tiny: Tiny) -> None:
    batch = str(take_text(tiny, ONE).batch_id)
    path = write(tiny.home.root.parent / "returns", "again.csv", ONE)
    examined = examine(tiny.home, tiny.pack, [path], Circumstances(today=TODAY))
    assert not examined.accepted  # a duplicate then
    withdraw(tiny, batch)
    assert take(tiny, path).count("accepted") == 1
    assert land(examined).count("accepted") == 0  # nothing was to land of it


@pytest.mark.parametrize("why", ["", "  ", "字" * 401, "a\x00b"])
def test_a_withdrawal_needs_a_reason(tiny: Tiny, why: str) -> None:
    batch = str(take_text(tiny, ONE).batch_id)
    with pytest.raises(WrongUse, match="reason"):
        withdraw(tiny, batch, why)
    assert withdrawals.rows(tiny.home) == []


def test_a_batch_that_there_is_not_is_told_with_the_nearest(tiny: Tiny) -> None:
    with pytest.raises(WrongUse, match="Nothing has been filed"):
        withdraw(tiny, "staffing-00000001")
    take_text(tiny, ONE)
    with pytest.raises(WrongUse, match="staffing-00000001"):
        withdraw(tiny, "staffing-00000010")


SCRIPT = """
import os, signal, sys
from pathlib import Path
from pipelines.filing import landing, withdrawing
from programme import storage
from programme.packs.pack import read_pack
from warehouse.home import Home

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

home, pack, point, batch = sys.argv[1:]
if point == "before the sequence":
    landing.give_out = die
elif point == "before the row":
    withdrawing.write_whole = die
elif point == "while the row is written":
    write = withdrawing.write_whole
    def killed(*given, **named):
        os.fsync = die
        write(*given, **named)
    withdrawing.write_whole = killed
elif point == "after the row":
    write = withdrawing.write_whole
    def killed(*given, **named):
        write(*given, **named)
        die()
    withdrawing.write_whole = killed
withdrawing.withdraw(Home.of(home), read_pack(pack), batch, "why", "who")
"""


@pytest.mark.parametrize(
    "point", ["before the sequence", "before the row", "while the row is written", "after the row"]
)
def test_killed_at_any_moment_it_is_whole_or_nothing(tiny: Tiny, point: str) -> None:
    batch = str(take_text(tiny, ONE).batch_id)
    arguments = [str(tiny.home.root), str(tiny.pack_folder), point, batch]
    done = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], cwd=PROJECT, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    is_there = point == "after the row"
    assert [row.batch_id for row in withdrawals.rows(tiny.home)] == [batch] * is_there
    assert withdraw(tiny, batch).status == ("already" if is_there else "withdrawn")
    assert [path.name for path in withdrawals.folder(tiny.home).iterdir()] == ["00000001.json"]


def test_a_withdrawal_that_cannot_be_read_stops_whoever_would_count_what_it_took_back(tiny: Tiny) -> None:
    batch = str(take_text(tiny, ONE).batch_id)
    withdraw(tiny, batch)
    withdrawals.path(tiny.home, 1).write_text("{")
    with pytest.raises(LandingError, match="backup"):
        take_text(tiny, OTHER)
    with pytest.raises(BuildError, match="backup"):
        tiny.build()
    assert "00000001.json" in run(tiny, "doctor").stdout


def test_the_commands(tiny: Tiny, tmp_path: Path) -> None:
    first = write(tmp_path, "first.csv", ONE)
    assert run(tiny, "ingest", str(first), "--by", "甲子区民政局").returncode == 0
    take_text(tiny, workers("990102"))
    listed = json.loads(run(tiny, "batches", "--json").stdout)
    assert [one["batch_id"] for one in listed] == ["staffing-00000002", "staffing-00000001"]
    assert listed[1] == {
        "batch_id": "staffing-00000001",
        "dataset": "staffing",
        "sequence": 1,
        "file_name": "first.csv",
        "sha256": landing.hash_of(first.read_bytes()),
        "kept": True,
        "filed_on": listed[1]["filed_on"],
        "filed_by": "甲子区民政局",
        "landed_at": listed[1]["landed_at"],
        "rows": 1,
        "periods": ["2025-12-31"],
        "areas": ["990101"],
        "simulated": False,
        "source": None,
        "withdrawn": None,
    }
    narrowed = run(tiny, "batches", "--area", "990101", "--period", "2025-12-31", "--dataset", "staffing")
    assert "staffing-00000001" in narrowed.stdout
    assert "staffing-00000002" not in narrowed.stdout
    assert run(tiny, "withdraw", "staffing-00000001").returncode == 2
    said = run(tiny, "withdraw", "staffing-00000001", "--why", "报错了表", "--by", "王芳", "--lang", "zh")
    assert "已撤回" in said.stdout
    again = run(tiny, "withdraw", "staffing-00000001", "--why", "再来", "--by", "李明")
    assert (again.returncode, "already" in again.stdout) == (0, True)
    assert (
        json.loads(run(tiny, "batches", "staffing-00000001", "--json").stdout)[0]["withdrawn"]["by"] == "王芳"
    )
    copied = run(tiny, "batches", "staffing-00000001", "--copy", str(tmp_path / "copy.csv"))
    assert copied.returncode == 0
    assert (tmp_path / "copy.csv").read_bytes() == first.read_bytes()
    (tiny.home.filed / landing.hash_of(first.read_bytes())).write_bytes(b"other")
    changed = run(tiny, "batches", "staffing-00000001", "--copy", str(tmp_path / "copy2.csv"))
    assert (changed.returncode, "checksum" in changed.stderr) == (1, True)
    assert not (tmp_path / "copy2.csv").exists()


def test_a_batch_lists_the_areas_of_a_register(tiny: Tiny) -> None:
    extend(tiny)
    tiny.file("pilots", {JIAZI[0]: {"code": "A", "title": "试点", "state": "under_way"}})  # type: ignore[dict-item]
    found = withdrawing.batches(tiny.home, tiny.pack.datasets)
    assert found.select("dataset", "rows").rows() == [("pilots", 1)]
    assert found["areas"].dtype == pl.List(pl.String)
