"""Landed rows that were changed are found and refused, by batch, original and remedy; what merely was not finished is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from deltalake import write_deltalake

from pipelines.filing import landing
from pipelines.filing.backup import back_up
from tests.filing import take_text, workers
from tests.test_command_line import run, run_apart
from tests.tiny import JIAZI, Tiny
from warehouse import landed_whole
from words.problems import BuildError


def flip(tiny: Tiny, at: int = 290) -> Path:
    """A file of landed rows with one bit of it turned."""
    path = landing.parquet_files(tiny.home, "staffing")[0]
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    return path


def without_names(tiny: Tiny) -> None:
    """The rows of a table as they landed before their files were named after checksums."""
    rows = pl.read_parquet(landing.parquet_files(tiny.home, "staffing"))
    write_deltalake(str(tiny.home.dataset("staffing")), rows, mode="overwrite")


@pytest.mark.parametrize("at", [4, 290, 700, -5])
def test_a_bit_that_turned_stops_a_build_by_batch_original_and_remedy(tiny: Tiny, at: int) -> None:
    take_text(tiny, workers("990101"))
    info = tiny.build()
    path = flip(tiny, at)
    for full in ((), ("--full",)):
        done = run_apart(tiny, "build", *full, "--lang", "en")
        assert done.returncode == 1
        for said in ("staffing-00000001", str(path), "files/", "backup"):
            assert said in done.stderr.replace("\n", "")
    assert "staffing-00000001" in run(tiny, "build", "--lang", "zh").stderr
    assert tiny.ask("snapshot_facts")["snapshot_id"][0] == info.id


def test_the_original_of_changed_rows_is_named(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    flip(tiny)
    with pytest.raises(BuildError, match="filed/") as raised:
        tiny.build()
    (original,) = tiny.home.filed.iterdir()
    assert original.name in str(raised.value)


def test_a_file_of_rows_that_is_gone_is_told_by_its_batch(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    landing.parquet_files(tiny.home, "staffing")[0].unlink()
    with pytest.raises(BuildError, match="staffing-00000001"):
        tiny.build()


def test_a_backup_has_it_where_the_message_says(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    folder = tiny.home.root.parent / "backups"
    back_up(tiny.home, folder)
    path = flip(tiny)
    done = run_apart(tiny, "backup", str(folder), "--lang", "en")
    assert done.returncode == 1
    assert "staffing-00000001" in done.stderr
    (rows,) = landed_whole.changed([path])
    shutil.copyfile(folder / rows.values["in_backup"], path)
    assert tiny.build().is_current


def test_rows_that_landed_before_names_said_a_checksum_are_built_and_doctor_says_so(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    without_names(tiny)
    assert tiny.build().is_current
    done = run(tiny, "doctor", "--lang", "en")
    assert "without a checksum in their name: 1" in done.stdout.replace("\n", " ")
    take_text(tiny, workers("990102"))
    assert tiny.build().is_current


def test_joined_files_are_named_after_what_they_hold_and_changed_ones_are_not_joined(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in JIAZI:
        take_text(tiny, workers(code))
    monkeypatch.setattr(landing, "MANY_FILES", 2)
    path = flip(tiny)
    assert landing.compact(tiny.home) == []
    flip(tiny)
    assert landing.compact(tiny.home) == ["staffing"]
    (joined,) = landing.parquet_files(tiny.home, "staffing")
    rows = landed_whole.rows_of(joined)
    assert rows is not None
    assert (rows.first, rows.last, rows.is_whole) == (1, len(JIAZI), True)
    assert path.exists()  # whoever reads the table as it was goes on
    assert tiny.build().is_current
    # The commit that joined them lost: the rows are where they were, and nothing is amiss.
    max((tiny.home.dataset("staffing") / "_delta_log").glob("*.json")).unlink()
    assert tiny.build().is_current
    assert "no commit" not in run(tiny, "doctor", "--lang", "en").stdout


def test_an_ingest_that_was_killed_before_its_commit_is_no_change(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_text(tiny, workers("990101"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(landing, "give_out", killed)
    monkeypatch.setattr(landing, "discard", lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        take_text(tiny, workers("990102"))
    monkeypatch.undo()
    assert tiny.build().is_current
    assert "no commit" not in run(tiny, "doctor", "--lang", "en").stdout
    assert back_up(tiny.home, tiny.home.root.parent / "backups").is_new
    take_text(tiny, workers("990102"))
    assert tiny.build().is_current


def test_a_measure_that_a_form_gained_lands_under_such_a_name_too(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    rows = pl.read_parquet(landing.parquet_files(tiny.home, "staffing")).drop("certified_workers")
    write_deltalake(str(tiny.home.dataset("staffing")), rows, mode="overwrite", schema_mode="overwrite")
    for code in ("990102", "990201"):
        take_text(tiny, workers(code))
    named = [landed_whole.rows_of(file) is not None for file in landing.parquet_files(tiny.home, "staffing")]
    assert sorted(named) == [False, True, True]
    assert landing.every_row(tiny.home, "staffing", {"certified_workers": pl.Int64()}).height == 3
    assert tiny.build().is_current
