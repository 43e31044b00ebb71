"""A late notice is the normal case: landed rows that today's pack or programme does not allow are set aside and told.

The build goes on, the other figures are those of a home without these rows, and undoing the change has them back.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from deltalake import write_deltalake
from streamlit.testing.v1 import AppTest

from programme import PROJECT
from tests.additions import extend
from tests.filing import standing, take_text, workers
from tests.test_command_line import run
from tests.tiny import BINGYIN, JIAZI, YICHOU, Tiny
from words.problems import BuildError

QUARTER = "2025-12-31"
PILOTS = "code,title,area_code,state,places,open,done_on,lead,copied_from\n"
VISITS = "area_code,period,visits,helped,telephone_visits\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Three counties' workers, one of them filed again, visits by county, an annual form, a register."""
    tiny = Tiny(tmp_path_factory.mktemp("world"))
    extend(tiny, severity="warning")
    files = [
        ("staffing", workers(*JIAZI, other=7)),
        ("staffing", workers("990102", other=9)),
        ("staffing", workers(*BINGYIN, other=3)),
        ("staffing", workers(*BINGYIN, other=4)),
        ("home_visits", VISITS + f"990102,{QUARTER},30,2,\n990201,{QUARTER},500,3,5\n990102,2025-09-30,20,1,\n"),
        ("tiers", "area_code,period,leading,rated\n990102,2025-12-31,2,3\n990201,2024-12-31,1,4\n"),
        ("pilots", PILOTS + "p-1,一,990102,under_way,5,yes,,,\np-2,二,990201001,under_way,50,no,,,\n".replace("990201001", BINGYIN[0])),
    ]  # fmt: skip
    for dataset, text in files:
        outcome = take_text(tiny, text, f"{dataset}.csv", dataset=dataset, confirmed=True)
        assert outcome.status == "accepted", [finding.message_en for finding in outcome.errors]
    tiny.built()
    return tiny


@pytest.fixture
def world(made: Tiny, tiny: Tiny) -> Tiny:
    """A copy of that, to be changed."""
    tiny.become(made)
    return tiny


def edit(name: str, old: str, new: str) -> Callable[[Tiny], None]:
    """A change of one dataset's file in the pack; of the programme's, the pack takes a copy first."""

    def change(tiny: Tiny) -> None:
        path = tiny.pack_folder / "datasets" / f"{name}.toml"
        if not path.exists():
            shutil.copy(tiny.pack.programme / "datasets" / f"{name}.toml", path)
        text = path.read_text(encoding="utf-8")
        assert re.search(old, text), old
        path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    return change


def ended(tiny: Tiny) -> None:
    """The notice that 990102 ended in November, and its townships with it."""
    for code in ("990102", *YICHOU):
        newest = {"area_code": code, "valid_to": ""}
        tiny.change("areas", newest, valid_to="2025-11-30")
    tiny.add("areas", {"area_code": "990103", "area_name_zh": "新区", "area_name_en": "New", "area_level": "county",
                       "area_kind": "district", "parent_code": "990100", "valid_from": "2025-12-01", "source": "tests"})  # fmt: skip
    tiny.add("area_changes", {"effective_date": "2025-12-01", "old_area_code": "990102", "new_area_code": "990103",
                              "old_name_zh": "乙丑区", "new_name_zh": "新区", "area_level": "county", "kind": "merged",
                              "status": "documented", "description_zh": "合并", "description_en": "Merged"})  # fmt: skip
    toml = tiny.pack_folder / "pack.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("shapes_missing = []", 'shapes_missing = ["990103"]'),
        encoding="utf-8",
    )


def code_gone(tiny: Tiny) -> None:
    """A township that the pack does not know any more."""
    tiny.remove("areas", area_code=BINGYIN[2])


def county_became_city(tiny: Tiny) -> None:
    """A county that filed as one is a city with counties now: what it filed would be counted twice."""
    tiny.remove("areas", area_code="990102001")
    tiny.remove("areas", area_code="990102002")
    tiny.remove("areas", area_code="990102003")
    for start in ("", "2021-04-09"):
        tiny.change(
            "areas",
            {"area_code": "990102", "valid_from": start},
            area_level="city",
            area_kind="city",
            parent_code="990000",
        )
    row = {"area_code": "990103", "area_name_zh": "新县", "area_name_en": "New", "area_level": "county",
           "area_kind": "county", "parent_code": "990102", "source": "tests"}  # fmt: skip
    tiny.add("areas", row)
    for name in ("counties", "cities"):
        path = tiny.pack_folder / f"{name}.geojson"
        shapes = json.loads(path.read_text(encoding="utf-8"))
        for feature in shapes["features"]:
            if feature["properties"]["area_code"] == "990102":
                feature["properties"]["area_code"] = "990103"
        path.write_text(json.dumps(shapes), encoding="utf-8")
    tiny.remove("area_changes", new_area_code="990102003")


def dataset_gone(tiny: Tiny) -> None:
    """The visits are not asked for any more."""
    (tiny.pack_folder / "datasets" / "home_visits.toml").unlink()
    tiny.remove("indicators", numerator_dataset="home_visits")
    tiny.remove("due_dates", dataset="home_visits")


def register_became_counts(tiny: Tiny) -> None:
    """The pilots are counted now, and no register is left."""
    (tiny.pack_folder / "datasets" / "pilots.toml").write_text(
        'kind = "counts"\nname_zh = "试点名册"\nname_en = "Pilots"\nlevels = ["county"]\n'
        '[[measures]]\ncode = "pilots_standing"\nname_zh = "试点数"\nname_en = "Pilots"\n',
        encoding="utf-8",
    )


def counts_became_register(tiny: Tiny) -> None:
    """The tiers are a list of counties now."""
    (tiny.pack_folder / "datasets" / "tiers.toml").write_text(
        'kind = "register"\nname_zh = "社区分层"\nname_en = "Community tiers"\nkey = ["area_code"]\n'
        '[[columns]]\ncode = "area_code"\nname_zh = "区划"\nname_en = "Area"\ntype = "area"\nrequired = true\n',
        encoding="utf-8",
    )
    tiny.remove("indicators", numerator_dataset="tiers")
    tiny.remove("due_dates", dataset="tiers")


def choice_gone(tiny: Tiny) -> None:
    """What is under way is called begun now."""
    path = tiny.pack_folder / "datasets" / "pilots.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("under_way", "begun"), encoding="utf-8")


def quarterly_became_annual(tiny: Tiny) -> None:
    """The visits are asked for once a year."""
    edit("home_visits", "levels =", 'cycle = "annual"\nlevels =')(tiny)
    edit("home_visits", "first_period = 2025-09-30", "first_period = 2025-12-31")(tiny)
    tiny.change("indicators", {"indicator_code": "visits_per_10k"}, cycle="annual")


def first_period_later(tiny: Tiny) -> None:
    """The pack begins later than the annual form of 2024."""
    toml = tiny.pack_folder / "pack.toml"
    text = toml.read_text(encoding="utf-8").replace("first_period = 2020-12-31", "first_period = 2025-03-31")
    toml.write_text(text, encoding="utf-8")


# The change, and what is set aside: dataset, row in its file, reason.
CHANGES: dict[str, tuple[Callable[[Tiny], None], list[tuple[str, int, str]]]] = {
    "an area ended before": (
        ended,
        [("staffing", 2, "area_not_valid"), ("home_visits", 2, "area_not_valid"), ("tiers", 2, "area_not_valid")],
    ),
    "a code is gone": (code_gone, [("staffing", 4, "unknown_area"), ("staffing", 4, "unknown_area")]),
    "a county is a city now": (
        county_became_city,
        [("staffing", 2, "other_level"), ("home_visits", 2, "other_level"), ("home_visits", 4, "other_level"),
         ("tiers", 2, "other_level")],
    ),
    "a level does not file any more": (
        edit("staffing", r'levels = \["county", "township"\]', 'levels = ["county"]'),
        [("staffing", row, "other_level") for row in (2, 3, 2, 3, 4, 2, 3, 4)],
    ),
    "a dataset is gone": (dataset_gone, [("home_visits", row, "no_dataset") for row in (2, 3, 4)]),
    "a register is counts now": (
        register_became_counts,
        [("pilots", 2, "other_kind"), ("pilots", 3, "other_kind")],
    ),
    "counts are a register now": (
        counts_became_register,
        [("tiers", 2, "other_kind"), ("tiers", 3, "other_kind")],
    ),
    "a limit is lower": (
        edit("home_visits", "limit = 100_000", "limit = 400"),
        [("home_visits", 3, "above_limit")],
    ),
    "a measure is gone": (
        edit("home_visits", r'(?s)\[\[measures\]\]\ncode = "telephone_visits".*?first_period = 2025-09-30\n', ""),
        [("home_visits", 3, "removed_column")],
    ),
    "a measure begins later": (
        edit("home_visits", "first_period = 2025-09-30", "first_period = 2026-03-31"),
        [("home_visits", 3, "column_outside_life")],
    ),
    "a dataset begins later": (
        edit("home_visits", 'levels =', 'first_period = 2026-03-31\nlevels ='),
        [("home_visits", row, "outside_life") for row in (2, 3, 4)],
    ),
    "a dataset ended before": (
        edit("tiers", "first_period = 2022-12-31", "first_period = 2022-12-31\nlast_period = 2024-12-31"),
        [("tiers", 2, "outside_life")],
    ),
    "the pack begins later": (first_period_later, [("tiers", 3, "before_first_period")]),
    "a key is another column": (
        edit("pilots", r'key = \["code"\]((?s:.*?))name_en = "Title"', r'key = ["title"]\1name_en = "Title"\nrequired = true'),
        [],
    ),
    "a key is a new column": (
        edit(
            "pilots",
            r'key = \["code"\](?s:(.*?))\[\[columns\]\]',
            r'key = ["number"]\1[[columns]]\ncode = "number"\nname_zh = "序次"\nname_en = "Number"\ntype = "text"\n'
            "required = true\n\n[[columns]]",
        ),
        [("pilots", 2, "no_key"), ("pilots", 3, "no_key")],
    ),
    "a choice is gone": (
        choice_gone,
        [("pilots", 2, "no_such_choice"), ("pilots", 3, "no_such_choice")],
    ),
    "a text must be a number": (
        edit("pilots", r'(name_en = "Title"\n)type = "text"\nlongest = 20', r'\1type = "whole_number"'),
        [("pilots", 2, "not_of_this_type"), ("pilots", 3, "not_of_this_type")],
    ),
    "a number is a text now": (
        edit("pilots", r'(name_en = "Places"\n)type = "whole_number"', r'\1type = "text"'),
        [],
    ),
    "a quarterly form is annual now": (
        quarterly_became_annual,
        [("home_visits", 4, "not_a_period")],
    ),
}  # fmt: skip


def figures(tiny: Tiny) -> dict[str, list[tuple[Any, ...]]]:
    """All that pages answer with: figures, returns, registers, and the findings that are no rows set aside."""
    tables = {
        "indicator_values": "* exclude (simulated)",
        "observations": "dataset, measure, area_code, period, value, file_name, file_row, superseded",
        "returns": "dataset, period, area_code, file_name, units_filed, filed_late",
        "register_rows": "dataset, row_key, stands_from, stands_until, is_newest, file_name",
        "register_cells": "*",
    }
    found = {}
    for table, columns in tables.items():
        rows = tiny.sql(f"select {columns} from marts.{table}").to_dicts()
        found[table] = sorted((tuple(row.values()) for row in rows), key=repr)
    rows = tiny.sql("select source, rule, subject from marts.findings where not set_aside").rows()
    return found | {"findings": sorted(rows)}


def aside(tiny: Tiny) -> pl.DataFrame:
    return tiny.sql("select * from marts.findings where set_aside order by sequence, file_row")


def without(tiny: Tiny, folder: Path) -> Tiny:
    """A home of the same pack that never had the rows set aside (or the cells, where only those are)."""
    other = Tiny(folder)
    other.pack_folder = tiny.pack_folder
    # Without its snapshots: a build is told by them what has been lost.
    shutil.copytree(tiny.home.root, other.home.root, ignore=shutil.ignore_patterns("snapshots"))
    rows = aside(tiny)
    cells = ("removed_column", "column_outside_life")
    for table in (path.parent for path in other.home.landing.glob("*/_delta_log")):
        frame = pl.read_parquet(table / "*.parquet")
        for row in rows.filter(pl.col("source") == table.name).iter_rows(named=True):
            bad = (pl.col("sequence") == row["sequence"]) & (pl.col("file_row") == row["file_row"])
            if row["rule"] in cells:
                column = row["found"].split(" = ")[0]
                frame = frame.with_columns(pl.when(~bad).then(pl.col(column)).alias(column))
            else:
                frame = frame.filter(~bad)
        # As it would have landed: under the table format's own name, which says no checksum.
        write_deltalake(str(table), frame, mode="overwrite")
    return other


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_late_change_builds_go_on_without_the_rows_it_forbids(world: Tiny, name: str) -> None:
    change, expected = CHANGES[name]
    before, pack = figures(world), world.pack_folder.parent / "pack before"
    landed = world.sql("select landing_sequence from marts.snapshot").item()
    shutil.copytree(world.pack_folder, pack)
    change(world)
    world.built()
    found = aside(world)
    assert sorted(zip(found["source"], found["file_row"], found["rule"], strict=True)) == sorted(expected)
    assert found.filter(pl.any_horizontal(pl.col("batch_id", "file_name", "sequence").is_null())).height == 0
    assert set(found["severity"]) <= {"error"}
    assert world.sql("select landing_sequence from marts.snapshot").item() == landed
    other = without(world, world.pack_folder.parent / "other")
    other.build()
    assert figures(world) == figures(other)
    assert aside(other).height == 0
    # What filing takes to stand is what the build does.
    for dataset in world.pack.datasets.counts:
        stands = standing(world.home, dataset, world.pack)
        rows = world.sql(
            f"select distinct area_code, period from marts.observations where dataset = '{dataset}' and not superseded"
        )
        assert set(stands.select("area_code", "period").rows()) == set(rows.rows())
    shutil.rmtree(world.pack_folder)
    shutil.copytree(pack, world.pack_folder)
    world.build()
    assert figures(world) == before
    assert aside(world).height == 0


def test_a_row_that_fits_no_more_gives_way_to_the_one_before(world: Tiny) -> None:
    take_text(world, VISITS + f"990102,{QUARTER},900,2,\n", "home_visits.csv", confirmed=True)
    edit("home_visits", "limit = 100_000", "limit = 600")(world)
    world.built()
    stands = world.sql(
        "select value from marts.observations where measure = 'visits' and area_code = '990102' "
        f"and period = '{QUARTER}' and not superseded"
    )
    assert stands["value"].to_list() == [30]


def test_who_files_the_right_code_afterwards_is_told_of_the_rows_set_aside(world: Tiny) -> None:
    ended(world)
    again = take_text(world, workers("990102", other=8), dataset="staffing")
    assert [finding.rule for finding in again.errors] == ["area_not_valid"]
    assert "990103" in again.errors[0].message_en
    right = take_text(world, workers("990103", other=9), dataset="staffing")
    assert right.status == "accepted"
    told = [finding for finding in right.warnings if finding.rule == "set_aside"]
    assert len(told) == 1
    assert "staffing-00000002" in told[0].message_en
    assert "990102" in told[0].message_zh
    world.built()
    assert aside(world)["area_code"].to_list() == ["990102", "990102", "990102"]
    stands = world.sql(
        "select sum(value) as v from marts.observations where measure = 'other_workers' and not superseded "
        "and area_code in ('990102', '990103')"
    )
    assert stands.item() == 9


def test_the_file_that_was_set_aside_may_be_filed_again_once_the_pack_is_right(world: Tiny) -> None:
    change = edit("home_visits", "limit = 100_000", "limit = 400")
    text = VISITS + f"990201,{QUARTER},500,3,5\n"
    change(world)
    assert [finding.rule for finding in take_text(world, text, "home_visits.csv").errors] == ["too_large"]
    edit("home_visits", "limit = 400", "limit = 100_000")(world)
    assert take_text(world, text, "home_visits.csv").status == "duplicate"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_build_and_status_tell_what_is_set_aside(world: Tiny, language: str) -> None:
    code_gone(world)
    done = run(world, "build", "--lang", language)
    reason = {"zh": "区划代码已不在基础资料之中", "en": "the pack does not know the code any more"}[language]
    assert done.returncode == 0
    assert reason in done.stdout
    done = run(world, "status", "--lang", language)
    assert reason in done.stdout
    assert "staffing.csv" in done.stdout
    assert "staffing-00000003" in done.stdout
    told = json.loads(run(world, "status", "--json").stdout)["set_aside"]
    assert told["rows"] == 2
    assert told["reasons"] == [{"dataset": "staffing", "reason": "unknown_area", "rows": 2}]
    assert told["first"][0] == {
        "dataset": "staffing",
        "reason": "unknown_area",
        "batch_id": "staffing-00000003",
        "file_name": "staffing.csv",
        "file_row": 4,
        "area_code": BINGYIN[2],
        "period": QUARTER,
        "found": f"area_code = {BINGYIN[2]}, period = {QUARTER}",
    }


def test_about_lists_what_is_set_aside(world: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    code_gone(world)
    world.built()
    monkeypatch.setenv("OBSERVATORY_HOME", str(world.home.root))
    monkeypatch.setenv("OBSERVATORY_REFERENCE", str(world.pack_folder))
    monkeypatch.setenv("OBSERVATORY_TODAY", "2026-02-20")
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    app.query_params["lang"] = "zh"
    app.run().switch_page("pages/about.py").run()
    assert not app.exception
    page = "".join(str(element.proto) for element in app.main if hasattr(element, "proto"))
    assert any(one.value == "已搁置的报表数据" for one in app.header), page[:500]


def test_a_landing_that_cannot_be_read_still_stops_the_build_by_name(world: Tiny) -> None:
    for path in (world.home.landing / "staffing").glob("*.parquet"):
        path.write_bytes(b"PAR1 no more")
    with pytest.raises(BuildError, match="staffing"):
        world.build()


def test_a_value_of_another_type_cannot_land_beside_the_former_ones(world: Tiny) -> None:
    edit("pilots", r'(name_en = "Places"\n)type = "whole_number"', r'\1type = "text"')(world)
    report = run(world, "ingest", str(_pilots(world)), "--dataset", "pilots", "--filed-on", "2026-02-01")
    assert report.returncode == 1
    assert "places" in report.stderr
    world.built()
    assert aside(world).height == 0


def _pilots(tiny: Tiny) -> Path:
    path = tiny.home.root.parent / "more.csv"
    path.write_text(PILOTS + "p-9,九,990102,under_way,many,yes,,,\n", encoding="utf-8")
    return path
