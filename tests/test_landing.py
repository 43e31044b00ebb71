"""A return lands whole or not at all, once, in order, whatever is killed and whoever comes at the same time."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filing import landing
from pipelines.filing.landing import compact, landed, last_sequence, parquet_files
from pipelines.filing.stand import Standing
from programme import PROJECT
from programme.packs.area_index import Areas
from programme.packs.pack import read_pack
from tests.filing import standing, take, take_text, workers, write
from tests.tiny import DATASETS, JIAZI, PACK, PERIOD, YICHOU, Tiny
from warehouse.home import Home
from warehouse.landing import landed_files
from words.problems import BuildError, HomeError, LandingError

STAFFING = DATASETS["staffing"]
SCRIPT = """
import datetime as dt, os, signal, sys
from pathlib import Path
from pipelines.filing import ingest as module, landing
from pipelines.filing.gather import Circumstances
from programme.packs.pack import read_pack
from warehouse.home import Home

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def after(function):
    def run(*given, **named):
        function(*given, **named)
        die()
    return run

home, pack, point, *paths = sys.argv[1:]
if point == "before the sequence":
    landing.give_out = die
elif point == "after the sequence":
    landing.give_out = after(landing.give_out)
elif point == "while the sequence is written":
    give_out = landing.give_out
    def killed(*given):
        os.fsync = die
        give_out(*given)
    landing.give_out = killed
elif point == "while the rows are written":
    landing.keep = lambda *_: None
    os.fsync = die
elif point == "after the rows are written, before the commit":
    landing.commit = die
elif point == "after the first dataset":
    landing.commit = after(landing.commit)
report = module.ingest(Home.of(home), read_pack(pack), [Path(p) for p in paths], Circumstances(today=dt.date(2026, 2, 20)))
print(*(outcome.batch_id for outcome in report.files))
"""
POINTS = (
    "before the sequence",
    "while the sequence is written",
    "after the sequence",
    "while the rows are written",
    "after the rows are written, before the commit",
    "after the first dataset",
)


def start(tiny: Tiny, point: str, *paths: Path) -> subprocess.Popen[str]:
    arguments = [
        sys.executable,
        "-c",
        SCRIPT,
        str(tiny.home.root),
        str(tiny.pack_folder),
        point,
        *map(str, paths),
    ]
    return subprocess.Popen(arguments, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def landed_rows(tiny: Tiny, dataset: str = "staffing") -> pl.DataFrame:
    return landed(tiny.home, DATASETS[dataset])


def test_every_row_says_where_it_comes_from(tiny: Tiny) -> None:
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    outcome = take_text(tiny, "\n" + workers(*JIAZI), filed_on=dt.date(2026, 1, 15), filed_by="民政科")
    rows = landed_rows(tiny)
    assert outcome.batch_id == "staffing-00000001"
    assert rows.columns == [
        "area_code", "period", *STAFFING.measure_codes, "batch_id", "sequence", "file_name", "file_hash", "file_row",
        "filed_on", "filed_by", "landed_at", "simulated", "confirmed", "source_id",
    ]  # fmt: skip
    (kept,) = tiny.home.filed.iterdir()
    assert kept.read_bytes() == ("\n" + workers(*JIAZI)).encode()
    row = rows.sort("area_code").to_dicts()[1]
    assert before <= row.pop("landed_at") <= dt.datetime.now(dt.UTC).replace(tzinfo=None)
    assert row == {
        "area_code": "990101002", "period": PERIOD, "chief_workers": 1, "deputy_workers": 2, "other_workers": 5,
        "certified_workers": 4, "batch_id": "staffing-00000001", "sequence": 1, "file_name": "staffing.csv",
        "file_hash": kept.name, "file_row": 4, "filed_on": dt.date(2026, 1, 15), "filed_by": "民政科", "simulated": False,
        "confirmed": None, "source_id": None,
    }  # fmt: skip


def test_the_tables_are_typed_as_other_programs_expect(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    fields = {
        field.name: field.type.type
        for field in DeltaTable(str(tiny.home.dataset("staffing"))).schema().fields
    }
    assert fields["area_code"] == "string"
    assert fields["period"] == "date"
    assert fields["chief_workers"] == "long"
    assert fields["landed_at"] == "timestamp_ntz"
    assert fields["simulated"] == "boolean"


def test_one_run_is_one_commit_per_dataset(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "returns"
    paths = [write(folder, f"staffing{n}.csv", workers(code)) for n, code in enumerate(JIAZI)]
    take(tiny, *paths)
    assert DeltaTable(str(tiny.home.dataset("staffing"))).version() == 0
    assert landed_rows(tiny)["sequence"].sort().to_list() == [1, 2]


def test_sequences_go_on_across_datasets_and_runs(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "returns"
    population = "area_code,period,resident_population,urban_population\n990101,2025-12-31,25400,20400\n"
    outcomes = take(
        tiny,
        write(folder, "staffing.csv", workers("990101")),
        write(folder, "population.csv", population),
        write(folder, "staffing2.csv", workers("990102")),
    ).files
    assert [outcome.batch_id for outcome in outcomes] == [
        "staffing-00000001",
        "population-00000002",
        "staffing-00000003",
    ]
    assert take_text(tiny, workers("990201")).batch_id == "staffing-00000004"


def test_a_home_whose_counter_is_lost_goes_by_its_rows(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    take_text(tiny, workers("990102"))
    tiny.home.sequence_file.unlink()
    assert last_sequence(tiny.home) == 2
    assert take_text(tiny, workers("990201")).batch_id == "staffing-00000003"
    tiny.home.sequence_file.write_text("three")
    with pytest.raises(LandingError, match="no whole number"):
        take_text(tiny, workers("990202"))


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_ingest_leaves_nothing_half_landed_and_no_sequence_twice(tiny: Tiny, point: str) -> None:
    folder = tiny.home.root.parent / "returns"
    first = write(folder, "staffing1.csv", workers("990201"))
    assert take(tiny, first).count("accepted") == 1
    population = "area_code,period,resident_population,urban_population\n990101,2025-12-31,25400,20400\n"
    paths = [write(folder, "staffing2.csv", workers(*JIAZI)), write(folder, "population.csv", population)]
    process = start(tiny, point, *paths)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    half = landed_rows(tiny)
    assert half.group_by("batch_id").len()["len"].sort().to_list() in ([1], [1, 2])
    assert landed_rows(tiny, "population").height == 0
    report = take(tiny, *paths)
    assert report.count("rejected") == 0
    assert landed_rows(tiny).height == 3
    assert landed_rows(tiny, "population").height == 1
    whole = pl.concat(
        [
            landed_rows(tiny).select("sequence", "batch_id"),
            landed_rows(tiny, "population").select("sequence", "batch_id"),
        ]
    )
    assert whole["batch_id"].n_unique() == whole["sequence"].n_unique() == 3
    assert last_sequence(tiny.home) == whole["sequence"].max()
    assert len(landed_files(tiny.home, "staffing")) == len(parquet_files(tiny.home, "staffing"))


def test_two_ingests_at_once_lose_nothing_and_share_no_sequence(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "returns"
    codes = [*JIAZI, *YICHOU, "990201100", "990201101", "990202"]
    processes = [
        start(
            tiny,
            "never",
            *(
                write(folder, f"staffing{n}{m}.csv", workers(code, other=5 + n))
                for m, code in enumerate(half)
            ),
        )
        for n, half in enumerate((codes[:4], codes[4:]))
    ]
    given = [batch for process in processes for batch in process.communicate(timeout=60)[0].split()]
    assert len(set(given)) == len(codes)
    rows = landed_rows(tiny)
    assert sorted(rows["batch_id"]) == sorted(given)
    assert sorted(rows["sequence"]) == list(range(1, len(codes) + 1))


def test_a_failed_commit_says_what_had_landed(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny.home.root.parent / "returns"
    population = "area_code,period,resident_population,urban_population\n990101,2025-12-31,25400,20400\n"
    paths = [write(folder, "staffing.csv", workers("990101")), write(folder, "population.csv", population)]
    real = landing.create_table_with_add_actions

    def full(folder: str, *given: object, **named: object) -> None:
        if folder.endswith("population"):
            raise OSError(28, "No space left on device")
        real(folder, *given, **named)

    monkeypatch.setattr(landing, "create_table_with_add_actions", full)
    with pytest.raises(LandingError) as error:
        take(tiny, *paths)
    assert "staffing-00000001 had landed" in error.value.message_en
    assert "staffing-00000001" in error.value.message_zh
    assert "Nothing of this run's population is landed" in error.value.message_en
    monkeypatch.setattr(landing, "create_table_with_add_actions", real)
    assert not list(tiny.home.dataset("population").glob("*.parquet"))
    report = take(tiny, *paths)
    assert [outcome.status for outcome in report.files] == ["duplicate", "accepted"]
    assert report.files[1].batch_id == "population-00000003"


def test_a_full_disk_lands_nothing_and_leaves_no_rows_behind(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = tiny.home.root.parent / "returns"
    paths = [write(folder, name, workers(code)) for name, code in (("a.csv", "990101"), ("b.csv", "990102"))]
    monkeypatch.setattr(landing, "keep", full)
    with pytest.raises(OSError, match="No space"):
        take(tiny, *paths)
    monkeypatch.undo()
    monkeypatch.setattr(landing.os, "fsync", full)
    with pytest.raises(LandingError, match="is full"):
        take(tiny, *paths)
    monkeypatch.undo()
    assert not list(tiny.home.landing.rglob("*.parquet"))
    report = take(tiny, *paths)
    assert [outcome.batch_id for outcome in report.files] == ["staffing-00000001", "staffing-00000002"]
    assert len(parquet_files(tiny.home, "staffing")) == 1


def test_a_home_with_spaces_and_chinese_in_its_path_is_read_back(tiny: Tiny) -> None:
    tiny.home = Home.of(tiny.home.root / "状态 目录 #1 50%")
    take_text(tiny, workers("990101"))
    assert all(path.exists() for path in parquet_files(tiny.home, "staffing"))
    assert take_text(tiny, workers("990101")).status == "duplicate"


@pytest.mark.skipif(sys.platform == "win32", reason="no file may be named so there")
@pytest.mark.parametrize("name", ["home [1]", "home%20two", "home?", "home\\x", "home\nx", "home\rx"])
def test_a_home_that_the_table_format_cannot_address_is_refused_by_name(tiny: Tiny, name: str) -> None:
    with pytest.raises(HomeError, match="--home"):
        Home.of(tiny.home.root / name)
    tiny.home = Home(tiny.home.root / name)
    with pytest.raises(HomeError, match="--home"):
        take_text(tiny, workers("990101"))


def test_a_moved_home_keeps_what_it_holds(tiny: Tiny, tmp_path: Path) -> None:
    take_text(tiny, workers("990101"))
    tiny.home.root.rename(tmp_path / "elsewhere")
    tiny.home = Home.of(tmp_path / "elsewhere")
    assert take_text(tiny, workers("990101")).status == "duplicate"
    assert take_text(tiny, workers("990102")).batch_id == "staffing-00000002"


def test_compacting_changes_files_and_no_row(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in JIAZI + YICHOU:
        take_text(tiny, workers(code))
    before = landed_rows(tiny).sort("sequence")
    assert compact(tiny.home) == []
    monkeypatch.setattr(landing, "MANY_FILES", 5)
    assert compact(tiny.home) == ["staffing"]
    assert len(parquet_files(tiny.home, "staffing")) == 1
    assert landed_rows(tiny).sort("sequence").equals(before)


def test_a_measure_added_later_is_blank_in_rows_landed_before(tiny: Tiny) -> None:
    take_text(tiny, workers("990101"))
    rows = landed_rows(tiny)
    folder = tiny.home.dataset("staffing")
    for path in parquet_files(tiny.home, "staffing"):
        pl.read_parquet(path).drop("certified_workers").write_parquet(path)
    again = landed_rows(tiny)
    assert folder.exists()
    assert again["certified_workers"].to_list() == [None]
    assert again.drop("certified_workers").equals(rows.drop("certified_workers"))


def test_a_home_that_cannot_be_written_is_named(tiny: Tiny) -> None:
    tiny.home.root.write_text("a file where the folder should be")
    with pytest.raises(HomeError, match="--home"):
        take_text(tiny, workers("990101"))


# ---------------------------------------------------------------- what stands

COUNTIES = {"990101": JIAZI, "990102": YICHOU}
AREAS = Areas(read_pack(PACK))


def simple_model(batches: list[tuple[str, list[str]]]) -> dict[str, int]:
    """What stands, told in words: newest row of each area, unless its county or one of its townships is newer."""
    newest: dict[str, int] = {}
    for number, (_, codes) in enumerate(batches, start=1):
        newest |= dict.fromkeys(codes, number)
    stands = {}
    for code, number in newest.items():
        family = [code[:6]] if len(code) == 9 else list(COUNTIES[code])
        if all(number > newest.get(other, 0) for other in family):
            stands[code] = number
    return stands


BATCH = st.one_of(
    st.sampled_from(sorted(COUNTIES)).map(lambda county: (county, [county])),
    st.sampled_from(sorted(COUNTIES)).map(lambda county: (county, list(COUNTIES[county]))),
    st.sampled_from([code for codes in COUNTIES.values() for code in codes]).map(
        lambda code: (code[:6], [code])
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(BATCH, min_size=1, max_size=8))
def test_whatever_is_filed_in_whatever_order_no_area_counts_twice(
    batches: list[tuple[str, list[str]]],
) -> None:
    frame = pl.concat(
        [
            pl.DataFrame(
                {
                    "area_code": codes,
                    "period": [PERIOD] * len(codes),
                    **{measure: [0] * len(codes) for measure in STAFFING.measure_codes},
                    "sequence": [number] * len(codes),
                    "simulated": [False] * len(codes),
                }
            )
            for number, (_, codes) in enumerate(batches, start=1)
        ]
    )
    state = Standing(STAFFING, AREAS, lambda days: frame.filter(pl.col("period").is_in(days)), PERIOD)
    state.ready(frame["period"].unique().to_list())
    rows = state.rows_standing(frame)
    found = dict(zip(rows["area_code"], rows["sequence"], strict=True))
    assert found == simple_model(batches)
    assert not any(code in found and any(part in found for part in parts) for code, parts in COUNTIES.items())


def test_standing_gives_the_rows_that_nothing_has_replaced(tiny: Tiny) -> None:
    take_text(tiny, workers(*JIAZI, other=1))
    take_text(tiny, workers("990101", other=2), confirmed=True)
    take_text(tiny, workers("990102", other=3))
    take_text(tiny, workers(*YICHOU, other=4))
    take_text(tiny, workers(YICHOU[0], other=9))
    rows = standing(tiny.home, "staffing", tiny.pack).sort("area_code")
    assert dict(zip(rows["area_code"], rows["other_workers"], strict=True)) == {
        "990101": 2, YICHOU[0]: 9, YICHOU[1]: 4, YICHOU[2]: 4,
    }  # fmt: skip
    assert rows.columns == landed_rows(tiny).columns
    assert standing(tiny.home, "services", tiny.pack).height == 0


def test_a_township_lies_in_its_county_of_the_day(tiny: Tiny) -> None:
    before, after = AREAS.on(dt.date(2021, 3, 31)), AREAS.on(dt.date(2021, 6, 30))
    old, new = AREAS.place["990101003"], AREAS.place["990102003"]
    assert (before.row[old] >= 0, before.row[new] >= 0) == (True, False)
    assert (after.row[old] >= 0, after.row[new] >= 0) == (False, True)
    assert np.flatnonzero(after.filing_parent(STAFFING.levels) == AREAS.place["990102"]).tolist() == [
        AREAS.place[code] for code in YICHOU
    ]


@pytest.mark.parametrize(
    "error", [PermissionError(13, "x"), OSError("Generic error: Permission denied (os error 13)")]
)
def test_a_landing_that_may_not_be_read_is_told_from_a_damaged_one(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    take_text(tiny, workers("990101"))

    def refused(_: str) -> None:
        raise error

    monkeypatch.setattr("warehouse.landing.DeltaTable", refused)
    with pytest.raises(BuildError) as raised:
        landed_files(tiny.home, "staffing")
    assert raised.value.key == "landing.forbidden"
