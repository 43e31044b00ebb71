"""The index in a snapshot: made by a build where weights and bounds stand, kept where nothing changed, the same by a second program."""

from __future__ import annotations

import datetime as dt
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from pipelines.commands.bounds import _beside_earlier
from programme.packs.checks import faults_of
from programme.packs.pack import read_pack
from stats.frames import SCHEMAS
from stats.made import _steps
from tests.evaluated import BEFORE, NOW, SYSTEMS, bound, evaluate, file, standing, weigh
from tests.plain_index import PlainIndex
from tests.test_partial import check_equal_to_a_full_build
from tests.tiny import COUNTIES, JIAZI, PERIOD, TODAY, WORKERS, Tiny
from warehouse import evaluated as making
from warehouse.build import build
from warehouse.evaluated import bounds_of, clusters_of, of_period, of_weights
from warehouse.models import plan
from warehouse.readers import reader_of
from words.problems import PackError, QuestionError

MADE = {model.name: model for model in plan().made_of_marts}


@pytest.fixture
def evaluated(tiny: Tiny) -> Tiny:
    return standing(tiny)


def test_frames_have_the_columns_of_the_headers() -> None:
    assert {model.made_by for model in MADE.values()} == SCHEMAS.keys() == MADE.keys()
    kinds = {
        pl.String: "VARCHAR",
        pl.Date: "DATE",
        pl.Float64: "DOUBLE",
        pl.Int64: "BIGINT",
        pl.Boolean: "BOOLEAN",
    }
    for name, model in MADE.items():
        promised = {column.name: column.type for column in model.columns}
        assert promised == {column: kinds[kind] for column, kind in SCHEMAS[name].items()}, name


# ---------------------------------------------------------------- a second program


def test_a_second_program_finds_the_same_scores(evaluated: Tiny) -> None:
    for period in (PERIOD, BEFORE):
        plain = PlainIndex(evaluated, period)
        rows = evaluated.ask("index_scores", period=period).to_dicts()
        assert {row["area_code"] for row in rows} == set(plain.level)
        for row in rows:
            area, scope = row["area_code"], row["scope"]
            expected = plain.index.get(area) if scope == "index" else plain.systems.get((area, scope))
            assert row["score"] == pytest.approx(expected), (area, scope)
            if scope == "index" and plain.level[area] == "county":
                assert row["position"] == plain.position(area)
            elif plain.level[area] != "county":
                assert row["position"] is None
        assert len(plain.index) == 8


def test_a_second_program_finds_the_same_points_and_dominance(evaluated: Tiny) -> None:
    plain = PlainIndex(evaluated, PERIOD)
    for area in plain.level:
        for row in evaluated.ask("index_parts", period=PERIOD, area=area).to_dicts():
            key = area, row["indicator_code"]
            assert row["normal_score"] == pytest.approx(plain.normal.get(key))
            assert row["system_points"] == pytest.approx(plain.points.get(key))
    pairs = evaluated.sql(f"select * from marts.index_pairs where period = date '{PERIOD}'")
    found = pairs.filter("is_dominating").select("area_code", "other_area_code").rows()
    assert set(found) == plain.dominating()
    (run,) = evaluated.ask("index_runs").filter(period=PERIOD, scope="index").to_dicts()
    assert run["pairs_dominating"] == len(plain.dominating()) > 0
    # What one dominates stands above in every draw or level with it.
    above = {row[1:3]: row[3] for row in pairs.rows()}
    assert all(above[other, one] == 0 for one, other in plain.dominating())


def test_a_value_that_is_missing_is_missing_to_both(tiny: Tiny) -> None:
    figures = {county: list(NOW[county]) for county in COUNTIES}
    evaluate(tiny)
    tiny.file("services", {"990202": {"communities": 12, "elderly_care_communities": None, "childcare_communities": 9,
                                      "service_complex_communities": None}}, period=PERIOD)  # fmt: skip
    tiny.built()
    plain = PlainIndex(tiny, PERIOD)
    assert ("990202", "services") not in plain.systems
    assert figures["990202"][5] == 7
    row = tiny.ask("index_scores", period=PERIOD).filter(scope="index", area_code="990202").to_dicts()[0]
    assert row["score"] == pytest.approx(plain.index["990202"])
    assert row["indicators_known"] == row["indicators_all"] - 2
    services = (
        tiny.ask("index_scores", period=PERIOD).filter(scope="services", area_code="990202").to_dicts()[0]
    )
    assert (services["score"], services["position_low"], services["weak_or_strong"]) == (None, None, None)
    assert "missing" in tiny.ask("index_sensitivity", period=PERIOD)["choice"].to_list()
    # The score is taken apart by the systems there are, against a county that is average in these.
    of_county = tiny.ask("index_scores", period=PERIOD).filter(area_code="990202")
    points = dict(of_county.filter(pl.col("scope") != "index").select("scope", "index_points").rows())
    assert [scope for scope, point in points.items() if point is None] == ["services"]
    means = [
        tiny.ask("index_scores", period=PERIOD).filter(scope=scope, area_level="county")["score"].mean()
        for scope, point in points.items()
        if point is not None
    ]
    average = math.exp(sum(math.log(mean) for mean in means) / len(means))
    assert sum(point or 0 for point in points.values()) == pytest.approx(row["score"] - average, abs=1e-6)


# ---------------------------------------------------------------- what a build makes


def test_a_build_makes_the_newest_period_and_a_year_before(evaluated: Tiny) -> None:
    runs = evaluated.ask("index_runs")
    assert runs.filter(scope="index").select("period", "compared_with").rows() == [
        (PERIOD, BEFORE),
        (BEFORE, None),
    ]
    (row,) = runs.filter(period=PERIOD, scope="index").to_dicts()
    assert (row["areas_compared"], row["areas_scored"], row["pairs"]) == (5, 5, 10)
    assert (row["draws"], row["weight_set"], row["weights_on"]) == (1000, "equal", PERIOD)
    assert row["bounds_made_on"] == TODAY
    assert row["sensitivity_runs"] == 500 * 6
    indicators = evaluated.ask("index_indicators", period=PERIOD)
    assert indicators["effective_weight"].sum() == pytest.approx(1)
    scores = evaluated.ask("index_scores", period=PERIOD)
    whole = scores.filter(scope="index", area_level="county")
    assert (whole["position_low"] <= whole["position_high"]).all()
    assert set(whole["moved"]) <= {"better", "worse", "undecided"}
    points = (
        scores.filter(pl.col("scope") != "index")
        .group_by("area_code")
        .agg(pl.col("index_points", "log_share").sum())
    )
    assert points["log_share"].to_list() == pytest.approx([1] * points.height)
    moved = scores.filter(pl.col("scope") != "index").group_by("area_code").agg(pl.col("change_points").sum())
    before = dict(
        evaluated.ask("index_scores", period=BEFORE).filter(scope="index").select("area_code", "score").rows()
    )
    now = dict(scores.filter(scope="index").select("area_code", "score").rows())
    assert {code: now[code] - before[code] for code in now} == pytest.approx(dict(moved.rows()), abs=1e-6)
    # From a county that is average in everything, the parts lead to the index.
    steps = {row[0]: row[1] for row in points.select("area_code", "index_points").rows()}
    from_average = {
        row["area_code"]: row["score"] - steps[row["area_code"]]
        for row in scores.filter(scope="index").to_dicts()
    }
    assert max(from_average.values()) == pytest.approx(min(from_average.values()))


def test_the_draws_are_the_same_in_every_build(evaluated: Tiny) -> None:
    before = evaluated.ask("index_scores", period=PERIOD)
    build(evaluated.home, evaluated.pack, today=TODAY, full=True)
    assert before.equals(evaluated.ask("index_scores", period=PERIOD))


def test_without_weights_or_bounds_there_is_no_index(tiny: Tiny) -> None:
    file(tiny, NOW, PERIOD)
    tiny.built()
    assert all(tiny.sql(f"select * from marts.{name}").is_empty() for name in MADE)
    weigh(tiny)
    tiny.build()
    assert all(tiny.sql(f"select * from marts.{name}").is_empty() for name in MADE)
    bound(tiny)
    tiny.build()
    assert tiny.ask("index_runs").filter(period=PERIOD).height == 5


def test_what_did_not_change_is_kept_and_what_did_is_made_anew(
    evaluated: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def counting(*given: object) -> dict[str, pl.DataFrame]:
        calls.append(given)
        return frames(*given)  # type: ignore[arg-type]

    frames = making.frames_of_both
    monkeypatch.setattr(making, "frames_of_both", counting)
    evaluated.staff({JIAZI[0]: 12}, period=dt.date(2024, 6, 30))
    check_equal_to_a_full_build(evaluated)
    assert len(calls) == 1  # of the full one
    evaluated.staff({JIAZI[0]: 70}, period=PERIOD)
    check_equal_to_a_full_build(evaluated)
    assert len(calls) == 3


def test_any_other_period_is_made_on_demand_with_the_same_columns(evaluated: Tiny) -> None:
    made = of_period(evaluated.reader, PERIOD)
    stored = evaluated.sql(f"select * from marts.index_scores where period = date '{PERIOD}'")
    assert made["index_scores"].equals(stored)
    file(evaluated, NOW, dt.date(2025, 9, 30))
    evaluated.built()
    other = of_period(evaluated.reader, dt.date(2025, 9, 30))
    assert other["index_runs"]["period"].unique().to_list() == [dt.date(2025, 9, 30)]
    assert other["index_scores"].filter(scope="index")["score"].drop_nulls().len() == 8
    # Before anything was filed there are published figures alone.
    early = of_period(evaluated.reader, dt.date(2023, 12, 31))
    assert early["index_runs"].filter(scope="index")["indicators_all"].to_list() == [1]
    before_all = of_period(evaluated.reader, dt.date(2020, 12, 31))
    assert before_all["index_runs"]["compared_with"].null_count() == before_all["index_runs"].height


NONE = float("nan")


@pytest.mark.parametrize(
    ("earlier", "now", "steps"),
    [
        ([3, 2, 1], [1, 2, 3], [-2, 0, 2]),
        ([3, 2, NONE], [3, 2, 9], [0, 0, None]),  # who has come passes nobody
        ([9, 3, 2], [NONE, 3, 2], [None, 0, 0]),  # who has gone lifts nobody
        ([NONE, 2, 1], [3, NONE, 1], [None, None, 0]),
        ([2, 2, 1], [2, 1, 2], [0, -2, 2]),
    ],
)
def test_a_step_is_among_those_with_a_score_both_times(
    earlier: list[float], now: list[float], steps: list[float | None]
) -> None:
    (found,) = _steps(np.array([earlier], dtype=float), np.array([now], dtype=float))
    assert [None if np.isnan(one) else one for one in found] == steps


def test_positions_by_other_indicators_are_not_compared(evaluated: Tiny) -> None:
    sides = [of_period(evaluated.reader, period) for period in (BEFORE, dt.date(2023, 12, 31))]
    used: list[dict[str, set[str]]] = []
    for side in sides:
        kept = side["index_indicators"].filter(pl.col("left_out").is_null())
        used.append({"index": set(kept["indicator_code"])})
        for system, code in kept.select("policy_system", "indicator_code").rows():
            used[-1].setdefault(system, set()).add(code)
    scores = sides[0]["index_scores"].filter(area_level="county")
    differing = {scope for scope in used[0] if used[0][scope] != used[1].get(scope)}
    assert "index" in differing
    for (scope,), rows in scores.group_by("scope"):
        known = rows.filter(pl.col("moved").is_not_null() | pl.col("better_share").is_not_null())
        assert known.is_empty() == (scope in differing), scope
    assert scores["change_points"].null_count() == scores.height


def test_a_readers_own_weights_make_the_index_again_without_draws(evaluated: Tiny) -> None:
    weights = {"development": 10.0, "services": 0.0, "governance": 30.0, "social_organizations": 5.0}
    found = of_weights(evaluated.reader, PERIOD, weights)
    plain = PlainIndex(evaluated, PERIOD)
    own = {}
    for area in plain.level:
        parts = [plain.systems[area, system] ** (weight / 45) for system, weight in weights.items()]
        own[area] = math.prod(parts)
    assert dict(found.areas.select("area_code", "score").rows()) == pytest.approx(own)
    assert found.areas["position"].drop_nulls().sort().to_list() == [1, 2, 3, 4, 5]
    assert found.pairs == 10
    equal = dict.fromkeys(weights, 7.0)
    assert of_weights(evaluated.reader, PERIOD, equal).turned == 0
    for wrong in ({"nothing": 1.0}, dict.fromkeys(weights, 0.0), weights | {"services": -1.0}):
        with pytest.raises(QuestionError):
            of_weights(evaluated.reader, PERIOD, wrong)


def test_clusters_are_found_on_demand_on_the_outlines_of_today(evaluated: Tiny) -> None:
    steps: list[str] = []
    found = clusters_of(
        evaluated.reader, WORKERS, PERIOD, progress=lambda name, done, of: steps.append(f"{name} {done}/{of}")
    )
    assert found.areas["area_code"].to_list() == sorted(COUNTIES)
    assert found.tested + found.missing + found.alone == 5
    assert steps[0] == "neighbours 0/3"
    shown = evaluated.ask("cluster_values", indicator=WORKERS, period=PERIOD).sort("area_code")["value_shown"]
    assert found.areas["value_shown"].to_list() == shown.to_list()
    assert shown.null_count() == found.missing
    # What was another extent then has no value of this one.
    early = evaluated.ask("cluster_values", indicator=WORKERS, period=dt.date(2021, 3, 31))
    jiazi = early.filter(area_code="990101")
    assert (jiazi["value"].item(), jiazi["is_other_extent"].item()) == (None, True)
    then = clusters_of(evaluated.reader, WORKERS, dt.date(2021, 3, 31)).areas
    told = {row["area_code"]: row for row in then.to_dicts()}
    assert (told["990101"]["label"], told["990101"]["area_name_zh"]) == ("other_extent", "甲子区")
    assert {
        row["label"]
        for code, row in told.items()
        if not early.filter(area_code=code)["is_other_extent"].item()
    } == {"missing"}


def test_annual_values_are_carried_from_the_last_year_end_and_marked(evaluated: Tiny) -> None:
    evaluated.change("indicators", {"indicator_code": "childcare_coverage"}, cycle="annual")
    file(evaluated, NOW, dt.date(2025, 9, 30))
    evaluated.built()
    rows = evaluated.ask("index_values", period=dt.date(2025, 9, 30)).filter(
        indicator_code="childcare_coverage"
    )
    assert set(rows["value_period"]) == {BEFORE}
    parts = of_period(evaluated.reader, dt.date(2025, 9, 30))["index_parts"]
    carried = parts.filter("value_carried")
    assert carried["indicator_code"].unique().to_list() == ["childcare_coverage"]


# ---------------------------------------------------------------- the registries


def test_bounds_are_made_by_a_command_and_kept_by_day(tiny: Tiny) -> None:
    evaluate(tiny)
    path = tiny.pack_folder / "index_bounds.csv"
    before = path.read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "bounds", "--lang", "en"],
        cwd=Path(__file__).parents[1],
        env={**tiny.environment, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert path.read_text(encoding="utf-8") == before
    assert "bounds of 8 indicators as of 2026-02-20" in done.stderr + done.stdout
    later = bounds_of(reader_of(tiny.home), dt.date(2026, 3, 1))
    table = _beside_earlier(tiny.pack, later)
    assert table.height == 16
    assert faults_of(read_pack(tiny.pack_folder)) == []
    # A day that is still to come does not count yet.
    table.write_csv(path)
    tiny.built()
    assert tiny.ask("index_runs")["bounds_made_on"].unique().to_list() == [TODAY]


def test_weights_in_force_on_the_last_day_count_and_a_system_without_any_is_left_out(evaluated: Tiny) -> None:
    weigh(evaluated, development=0, services=3)
    evaluated.built()
    plain = PlainIndex(evaluated, PERIOD)
    rows = evaluated.ask("index_scores", period=PERIOD).filter(scope="index").to_dicts()
    assert {row["area_code"]: row["score"] for row in rows} == pytest.approx(plain.index)
    left = dict(evaluated.ask("index_indicators", period=PERIOD).select("indicator_code", "left_out").rows())
    assert left["community_workers_per_10k_urban"] == "no_weight"


WRONG = {
    "a system is missing": (lambda rows: rows[:-1], "party_leadership"),
    "a weight is no number": (lambda rows: [rows[0].replace(",1,,,,,", ",much,,,,,"), *rows[1:]], "much"),
    "an indicator of another system": (
        lambda rows: [*rows, "equal,等权,Equal,1,services,certified_worker_share,1,,,,,\n"],
        "certified_worker_share",
    ),
    "some indicators of a system": (
        lambda rows: [*rows, "equal,等权,Equal,1,services,childcare_coverage,1,,,,,\n"],
        "elderly_service_coverage",
    ),
    "two weights on a day": (
        lambda rows: [*rows, rows[0].replace(",1,,,,,", ",2,2024-01-01,,,,")],
        "2024-01-01",
    ),
    "two places of a set": (lambda rows: [rows[0].replace("Equal,1,", "Equal,2,"), *rows[1:]], "set_order"),
    "nothing weighs anything": (lambda rows: [row.replace(",1,,,,,", ",0,,,,,") for row in rows], "weight"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_weights_are_told_by_their_place(tiny: Tiny, what: str) -> None:
    weigh(tiny)
    path = tiny.pack_folder / "weights.csv"
    heading, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(rows) == len(SYSTEMS)
    assert faults_of(tiny.pack) == []
    spoil, named = WRONG[what]
    path.write_text("".join([heading, *spoil(rows)]), encoding="utf-8")
    told = faults_of(tiny.pack)
    assert told
    for message in (told[0].message_zh, told[0].message_en):
        assert "weights.csv" in message
        assert named in message


def test_wrong_bounds_peers_and_links_are_told_by_their_place(evaluated: Tiny) -> None:
    bounds = evaluated.pack_folder / "index_bounds.csv"
    table = pl.read_csv(bounds, infer_schema=False)
    table.with_columns(high=pl.col("low"), deviation=pl.lit("0")).write_csv(bounds)
    (evaluated.pack_folder / "peers.csv").write_text(
        "area_code,peer_group,peer_group_name_zh,peer_group_name_en\n990101,a,甲,A\n990102,a,乙,A\n990100,b,丙,C\n"
        "990101,b,丙,C\n",
        encoding="utf-8",
    )
    (evaluated.pack_folder / "links.csv").write_text(
        "area_code,linked_area_code,reason_zh,reason_en,source\n990101,990102,近,Near,tests\n990102,990101,近,Near,tests\n"
        "990201,990201,近,Near,tests\n990202,123456,近,Near,elsewhere\n",
        encoding="utf-8",
    )
    told = "\n".join(fault.message_en for fault in faults_of(evaluated.pack))
    for wrong in (
        "should be above low",
        "deviation",
        "has a group already",
        "should be the same in all rows of the group",
        "should be the code of a county",
        "the pair stands already",
        "should be another county",
    ):
        assert wrong in told
    with pytest.raises(PackError):
        evaluated.build()


def test_peers_and_links_of_a_pack_are_in_the_snapshot(evaluated: Tiny) -> None:
    (evaluated.pack_folder / "peers.csv").write_text(
        "area_code,peer_group,peer_group_name_zh,peer_group_name_en\n"
        + "".join(f"{code},all,全部,All\n" for code in COUNTIES),
        encoding="utf-8",
    )
    (evaluated.pack_folder / "links.csv").write_text(
        "area_code,linked_area_code,reason_zh,reason_en,source\n990101,990201,桥,A bridge,tests\n",
        encoding="utf-8",
    )
    evaluated.built()
    assert evaluated.ask("peers")["area_code"].to_list() == sorted(COUNTIES)
    assert evaluated.ask("links").row(0)[:2] == ("990101", "990201")
