"""Questions: each has the columns its header promises; SQL of an analyst stays inside its snapshot."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.tiny import PERIOD, WORKERS, Tiny, once
from warehouse.models import plan
from warehouse.readers import connection, questions, reader_of
from warehouse.runner import Limits
from words.problems import QuestionError, SnapshotError

PARAMETERS = {
    "indicator": WORKERS,
    "period": PERIOD,
    "since": PERIOD.replace(year=2024),
    "area": "990000",
    "areas": ["990000", "990101"],
    "level": "county",
    "dataset": "staffing",
    "other": "certified_worker_share",
    "target_millionths": 20_000_000,
    "hires": 5,
    "growth": 100,
    "step": "verdicts.judged",
    "system": "",
    "published": "",
    "boundaries": dt.date(2021, 4, 8),
}
# What needs weights, bounds or peers; tests/test_stats.py has a home with them.
EVALUATED = (
    *("weights", "peers", "links", "index_runs", "index_scores", "index_parts", "index_outliers"),
    *("index_indicators", "index_correlations", "index_pairs", "index_apart", "index_sensitivity"),
    "system_positions",
)


@once
def filed(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 10, "990201": 19, "990202": 18})
    tiny.staff_everywhere({"990101": 30}, period=PERIOD.replace(year=2024))
    tiny.built()


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    return filed(tiny)


@pytest.mark.parametrize("question", sorted(questions()))
def test_every_question_answers_with_the_columns_it_promises(built: Tiny, question: str) -> None:
    model = questions()[question]
    asked = PARAMETERS | ({"area": "990101"} if question == "filed_cells" else {})
    frame = built.ask(question, **{name: asked[name] for name, _ in model.parameters})
    promised = next(question_.columns for question_ in plan().questions if question_.name == question)
    assert frame.columns == [column.name for column in promised]
    cursor = connection(reader_of(built.home).snapshot).cursor()
    # The rows of another question: none here.
    given = {name: [] if kind.islower() else asked[name] for name, kind in model.parameters}
    answer = cursor.sql(model.sql, params=given or None)
    assert [str(kind) for kind in answer.types] == [column.type for column in promised]
    # The tiny pack has no finer outlines, no register, no figure of two editions, no rural tiers, no acceptance, no index; nothing
    # was found, set aside or taken back.
    assert frame.height > 0 or question in (
        "near_shapes",
        "register_cells",
        "standing_register_cells",
        "standing_register_batches",
        "moved_registers",
        "restated_register_cells",
        "initiative_states",
        "initiative_milestones",
        "silent_quarters",
        "pilot_cases",
        "turned_verdicts",
        "withdrawals",
        "set_aside",
        "findings_count",
        "findings_listed",
        "outliers",
        "tier_stocks",
        "tier_flows",
        "grade_steps",
        "grade_posts",
        "career_moves",
        "career_places",
        "post_townships",
        "awards",
        "acceptance_batches",
        *EVALUATED,
    )
    if model.key:
        assert frame.select(model.key).is_duplicated().sum() == 0
        assert frame.select(model.key).null_count().sum_horizontal().to_list() == [0]


def test_county_city_and_headline_agree_to_the_person(built: Tiny) -> None:
    asked = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}
    counties = built.ask("county_compliance", **asked)
    cities = built.ask("city_compliance", **asked)
    headline = built.ask(
        "compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]
    ).to_dicts()[0]
    assert counties["gap"].sum() == cities["gap"].sum() == headline["gap"]
    assert cities["counties"].sum() == counties.height == headline["counties_all"]
    assert (counties["verdict"] == "met").sum() == cities["counties_met"].sum() == headline["met"]
    assert counties["near_target"].sum() == headline["near_target"]


def test_a_city_is_asked_alone(built: Tiny) -> None:
    rows = built.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990200")
    assert rows["area_code"].to_list() == ["990201", "990202"]
    headline = built.ask(
        "compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990200"]
    ).to_dicts()[0]
    assert (headline["counties_judged"], headline["met"], headline["gap"]) == (2, 1, 1)


def test_the_headlines_of_several_areas_are_those_of_each(built: Tiny) -> None:
    # A county stands for itself.
    asked = {"indicator": WORKERS, "period": PERIOD}
    areas = built.ask("areas_on", period=PERIOD)["area_code"].to_list()
    together = built.ask("compliance_headline", **asked, areas=[*areas, areas[0]])
    assert together["area_code"].to_list() == sorted(areas)
    for row in together.to_dicts():
        assert built.ask("compliance_headline", **asked, areas=[row["area_code"]]).to_dicts() == [row]


def test_townships_can_be_listed_for_a_file(built: Tiny) -> None:
    rows = built.ask("area_values", indicator=WORKERS, period=PERIOD, area="990101", level="township")
    assert rows["county_code"].unique().to_list() == ["990101"]
    assert rows["numerator"].to_list() == [40, 0]


def test_a_wrong_question_or_parameter_is_named_with_what_would_be_right(built: Tiny) -> None:
    wrong = [
        ("county_complianc", {}, "county_compliance"),
        ("periods", {}, "indicator"),
        ("periods", {"indicator": WORKERS, "city": "x"}, "city"),
        ("periods", {"indicator": "comunity_workers_per_10k"}, WORKERS),
        ("areas_on", {"period": "2025-12-30"}, "2025-12-31"),
        ("areas_on", {"period": "soon"}, "soon"),
        ("area_series", {"indicator": WORKERS, "areas": ["990000", "990109"]}, "990101"),
    ]
    for question, parameters, named in wrong:
        with pytest.raises(QuestionError) as caught:
            built.ask(question, **parameters)
        assert named in caught.value.message_en
        assert named in caught.value.message_zh


def test_without_a_snapshot_the_remedy_is_named(tiny: Tiny) -> None:
    with pytest.raises(SnapshotError, match="pipelines build"):
        reader_of(tiny.home)


@pytest.mark.parametrize(
    "text",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/hostname')",
        "select * from glob('/*')",
        "select * from 'pack.csv'",
        "attach 'other.db'",
        "copy (select 1) to 'out.csv'",
        "set memory_limit = '1TB'",
        "pragma memory_limit = '1TB'",
        "install httpfs",
        "load httpfs",
        "create table x as select 1",
        "delete from marts.areas",
        "select 1; select 2",
        "export database 'x'",
        "",
        "selec 1",
    ],
)
def test_an_analysts_sql_reaches_no_file_no_network_and_no_setting(built: Tiny, text: str) -> None:
    with pytest.raises(QuestionError):
        built.reader.sql(text)


def test_an_analysts_sql_sees_no_variable_of_the_program(built: Tiny) -> None:
    import polars as pl

    secret = pl.DataFrame({"a": [1]})
    with pytest.raises(QuestionError, match="secret"):
        built.reader.sql("select * from secret")
    assert secret.height == 1


def test_an_analysts_sql_is_stopped_when_it_takes_too_long(built: Tiny) -> None:
    with pytest.raises(QuestionError, match="stopped"):
        built.reader.sql(
            "select count(*) from range(100000000) a, range(100000000) b where a.range = -b.range - 1",
            Limits(seconds=0.5),
        )


def test_an_analysts_sql_answers(built: Tiny) -> None:
    frame = built.reader.sql(
        "with met as (select * from marts.indicator_values where verdict = 'met') from met"
    )
    assert frame.height > 0
    assert built.reader.sql("describe marts.areas").height == 12


def test_an_analysts_rows_are_exact_whatever_their_type(built: Tiny) -> None:
    names, _, rows = built.reader.sql_rows(
        "select 170141183460469231731687303715884105727::hugeint h, sum(1::bigint) s, 0.10::decimal(5, 2) d, "
        "date 'infinity' i, interval 3 month m, '1'::bit b, 340282366920938463463374607431768211455::uhugeint u",
    )
    assert names == ["h", "s", "d", "i", "m", "b", "u"]
    assert [str(value) for value in rows[0]] == [
        "170141183460469231731687303715884105727", "1", "0.10", "infinity", "3 months", "1",
        "340282366920938463463374607431768211455",
    ]  # fmt: skip


def test_a_point_of_a_whole_that_lost_or_gained_parts_since_the_point_before_is_marked(tiny: Tiny) -> None:
    everywhere = {"990101": 40, "990102": 50, "990201": 30, "990202": 30, "999001": 30}
    quarters = [dt.date(2024, 12, 31), dt.date(2025, 3, 31), dt.date(2025, 6, 30), dt.date(2025, 9, 30)]
    lacking: list[set[str]] = [set(), {"990202"}, {"990202"}, {"990201"}]
    for quarter, without in zip(quarters, lacking, strict=True):
        there = {code: number for code, number in everywhere.items() if code not in without}
        tiny.staff_everywhere(there, period=quarter)
    tiny.built()
    series = tiny.ask("area_series", indicator=WORKERS, areas=["990000", "990100", "990101"])
    marked = series.filter("parts_changed")
    told = {code: [] for code in ("990000", "990100", "990101")}
    for row in marked.to_dicts():
        told[row["area_code"]].append(row["period"])
    with_value = series.filter((series["area_code"] == "990000") & series["value"].is_not_null())["period"]
    # A whole with nobody left out, before and after, is the same whole.
    assert told == {
        "990000": [day for day in quarters[1:] if day != quarters[2] and day in with_value],
        "990100": [],
        "990101": [],
    }
    assert told["990000"]


def test_a_countys_change_is_that_of_its_exact_figures_rounded_once(tiny: Tiny) -> None:
    # 36 over 20,400 is 17.6471, 35 over 20,300 is 17.2414: they show as 17.65 and 17.24, and differ by 0.4057.
    tiny.staff_everywhere({"990101": 35, "990102": 54}, period=dt.date(2024, 9, 30))
    tiny.staff_everywhere({"990101": 36, "990102": 54}, period=dt.date(2025, 9, 30))
    tiny.built()
    asked = {"indicator": WORKERS, "period": dt.date(2025, 9, 30), "area": "990100"}
    for row in tiny.ask("county_compliance", **asked).to_dicts():
        before = tiny.values(period=dt.date(2024, 9, 30))[row["area_code"]]
        now = Fraction(row["numerator"] * 10_000, row["denominator"])
        then = Fraction(before["numerator"] * 10_000, before["denominator"])
        assert row["change_shown"] == Decimal(math.floor((now - then) * 100 + Fraction(1, 2))) / 100
    shown = [
        (row["value_shown"], row["value_shown_year_before"], row["change_shown"])
        for row in tiny.ask("county_compliance", **asked).to_dicts()
    ]
    assert shown[0] == (Decimal("17.65"), Decimal("17.24"), Decimal("0.41"))


def test_a_rise_and_the_same_fall_are_one_figure_with_two_signs(tiny: Tiny) -> None:
    for code in ("990201", "990202"):
        for day in ("2023-12-31", "2024-12-31"):
            same = {"urban_population": "80000", "resident_population": "80000"}
            tiny.change("population", {"area_code": code, "reference_date": day}, **same)
    tiny.staff_everywhere({"990201": 100, "990202": 101}, period=dt.date(2024, 12, 31))
    tiny.staff_everywhere({"990201": 101, "990202": 100}, period=dt.date(2025, 12, 31))
    tiny.built()
    asked = {"indicator": WORKERS, "period": dt.date(2025, 12, 31), "area": "990200"}
    changes = tiny.ask("county_compliance", **asked)["change_shown"].to_list()
    assert changes == [Decimal("0.13"), Decimal("-0.13")]  # 0.125 either way
