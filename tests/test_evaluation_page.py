"""The page of the evaluation: bands and groups, weights of the reader's own, and what an address may say, on the tiny province."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from draw import batches, svg
from draw.palette import LIGHT, Palette
from files.table import csv_bytes, written
from programme.packs.checks import faults_of
from stats.standing import groups
from tests.evaluated import standing
from tests.policy import DATASETS, ask_all
from tests.test_pages import (
    CHINESE,
    LATIN,
    SAME,
    forgotten_after,
    kept_while_read,
    opened,
    text_of,
    title,
    visit,
)
from tests.tiny import PERIOD, Tiny
from ui.evaluation import own
from ui.parts import download
from words import cluster_findings, evaluation_findings, numbers, speak

__all__ = ["forgotten_after", "kept_while_read"]

pytestmark = pytest.mark.usefixtures("kept_while_read")
SIX = ("development", "services", "governance", "emergency", "social_organizations", "party_leadership")


@pytest.fixture
def at_home(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(standing(tiny), monkeypatch)


# ---------------------------------------------------------------- who cannot be told apart


@pytest.mark.parametrize(
    ("apart", "found"),
    [
        ((), "abcd"),
        (("ab", "ac", "ad", "bc", "bd", "cd"), "a b c d"),
        (("ac", "ad", "bd"), "ab cd"),
        (("ad",), "abc d"),
        (("ab",), "a bcd"),
        # One that a band of its own sets below an earlier place still parts the group.
        (("cb",), "ab cd"),
    ],
)
def test_a_group_ends_before_the_first_whom_one_of_it_stands_above(
    apart: tuple[str, ...], found: str
) -> None:
    assert [*map("".join, groups("abcd", {(one, other) for one, other in apart}))] == found.split()


@settings(
    suppress_health_check=[HealthCheck.too_slow]
)  # of the clock: a busy machine lets it wait for seconds
@given(
    some.sets(some.tuples(some.integers(0, 7), some.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]))
)
def test_nobody_in_a_group_stands_above_another_and_each_begins_with_a_reason(
    pairs: set[tuple[int, int]],
) -> None:
    order = [str(number) for number in range(8)]
    apart = {(str(one), str(other)) for one, other in pairs}
    found = groups(order, apart)
    assert [code for group in found for code in group] == order
    for group in found:
        assert not {*combinations(group, 2)} & apart
    for before, group in pairwise(found):
        assert any((one, group[0]) in apart for one in before)


# ---------------------------------------------------------------- own weights


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("10-25-30-10-15-10", (10, 25, 30, 10, 15, 10)),
        ("0-0-0-0-0-1", (0, 0, 0, 0, 0, 1)),
        ("100-100-100-100-100-100", (100,) * 6),
        ("0-0-0-0-0-0", None),
        ("101-0-0-0-0-0", None),
        ("10-25-30-10-15", None),
        ("10-25-30-10-15-10-1", None),
        ("10,25,30,10,15,10", None),
        ("-1-2-3-4-5-6", None),
        ("１-2-3-4-5-6", None),
        ("", None),
        (None, None),
    ],
)
def test_weights_of_an_address_are_one_for_each_system_or_nothing(
    text: object, weights: tuple[int, ...] | None
) -> None:
    found = own.parsed(text, SIX)
    assert (None if found is None else tuple(found.values())) == weights


@given(some.lists(some.integers(0, 100), min_size=1, max_size=7).filter(any))
def test_hundredths_add_up_and_lie_within_one_of_the_share(weights: list[int]) -> None:
    given = {str(place): weight for place, weight in enumerate(weights)}
    found, exact = own.in_hundredths(given), own.shares(given)
    assert sum(found.values()) == 100
    assert all(abs(found[name] - 100 * share) < 1 for name, share in exact.items())
    assert sum(exact.values(), Fraction(0)) == 1


# ---------------------------------------------------------------- the page


def order(tiny: Tiny) -> list[dict[str, object]]:
    scores = tiny.ask("index_scores", period=PERIOD).filter(scope="index", area_level="county")
    return scores.sort("position_middle").to_dicts()


def test_the_title_says_where_a_county_lies_and_never_a_single_rank(at_home: Tiny) -> None:
    for row in order(at_home):
        said = title(visit("evaluation", county=str(row["area_code"])))
        if row["position_low"] == row["position_high"]:
            assert f"在九成试算里都是第 {row['position_low']} 位" in said
        else:
            assert f"在第 {row['position_low']} 到第 {row['position_high']} 位之间" in said


def test_the_whole_says_how_many_pairs_stay_undecided(at_home: Tiny) -> None:
    (run,) = at_home.ask("index_runs").filter(scope="index", period=PERIOD).to_dicts()
    test = visit("evaluation")
    assert f"{run['pairs']} 对县中有 {run['pairs'] - run['pairs_apart']} 对分不出" in title(test)
    # Beside the title pairs are counted once: in what is told of the method.
    assert text_of(test).count(f"{run['pairs']} 对县中 {run['pairs_apart']} 对分得出高下") == 1


def test_own_weights_stand_in_the_address_and_are_told_beside_the_registrys(at_home: Tiny) -> None:
    systems = at_home.ask("index_runs").filter(period=PERIOD).height - 1
    asked = "-".join(["60", *["10"] * (systems - 1)])
    test = visit("evaluation", county="990101", w=asked)
    assert "自定权重另给一个位次" in text_of(test)
    assert test.query_params["w"] == asked
    assert "按这组权重甲子区列第" in text_of(test)
    assert "w" not in visit("evaluation").query_params
    refused = visit("evaluation", w="60-1")
    assert "w" not in refused.query_params
    assert "未采用" in text_of(refused)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"county": "990999"}, "990999"),
        ({"county": "990201", "city": "990100"}, "990201"),
        ({"view": "rank"}, "rank"),
        ({"period": "2031-12-31"}, "2031-12-31"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("evaluation", **asked)
    assert "未采用" in text_of(test)
    assert told in text_of(test)
    assert told not in dict(test.query_params).values()


@pytest.mark.parametrize(
    "query",
    [
        {"county": "990101", "step": "7"},
        {"city": "990100", "step": "2"},
        {"view": "score", "county": "990101", "step": "6"},
        {"view": "score", "step": "3"},
        {"view": "acceptance"},
    ],
)
def test_both_languages_are_whole(at_home: Tiny, query: dict[str, str]) -> None:
    test = visit("evaluation", **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("evaluation", "en", "dark", **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_the_file_has_names_words_and_the_seed(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, pl.DataFrame] = {}

    def kept(_page: object, question: str, made: pl.DataFrame | None = None, **_: object) -> None:
        assert made is not None
        given[question] = made

    monkeypatch.setattr(download, "_button", kept)
    visit("evaluation", county="990101")
    visit("evaluation", view="score", county="990101")
    for question in ("index_scores", "index_parts"):
        asked = {"period": PERIOD} | ({"area": "990101"} if question == "index_parts" else {})
        text = written(at_home.reader, question, given[question], language="zh", **asked)
        rows = text.filter(pl.col("区划代码") == "990101")
        assert all("甲子区" in row for row in rows.rows())
        assert set(rows["随机种子"]) == {"20211227"}
        assert "undecided" not in csv_bytes(text, "zh").decode()


# ---------------------------------------------------------------- the score, and the ten steps


def test_a_score_is_told_by_what_drags_it_and_its_parts_add_up(at_home: Tiny) -> None:
    scores = at_home.ask("index_scores", period=PERIOD)
    for code in ("990101", "990202"):
        own = scores.filter(pl.col("area_code") == code, pl.col("scope") != "index").drop_nulls(
            "index_points"
        )
        (least,) = own.sort("index_points").head(1).to_dicts()
        gain = sum(own["index_points"])
        said = title(visit("evaluation", view="score", county=code))
        assert f"{abs(gain):.1f} 分" in said
        assert ("高" if gain > 0 else "低") in said
        if least["index_points"] < 0:
            assert f"拉低最多的是{speak('zh')('system.' + least['scope'])}体系" in said
        rows = at_home.ask("index_parts", period=PERIOD, area=code).drop_nulls("points_from_mean")
        of_system = scores.filter(area_code=code, scope=least["scope"])["score"][0]
        mean = scores.filter(scope=least["scope"], area_level="county")["score"].mean()
        points = rows.filter(policy_system=least["scope"])["points_from_mean"].sum()
        assert points == pytest.approx(of_system - mean, abs=1e-6)


@pytest.mark.parametrize("view", ["", "score"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_county_without_a_score_in_one_system_has_its_own_taken_apart(
    at_home: Tiny, view: str, language: str
) -> None:
    at_home.file("services", {"990202": {"communities": 12, "elderly_care_communities": None, "childcare_communities": 9,
                                         "service_complex_communities": None}}, period=PERIOD)  # fmt: skip
    at_home.built()
    own = at_home.ask("index_scores", period=PERIOD).filter(
        pl.col("area_code") == "990202", pl.col("scope") != "index"
    )
    gain = own["index_points"].sum()
    assert own.filter(pl.col("index_points").is_null())["scope"].to_list() == ["services"]
    for shown in ("", "table"):
        asked = {"view": view, "as": shown}
        test = visit(
            "evaluation", language, county="990202", **{name: value for name, value in asked.items() if value}
        )
        assert not test.error
        assert not view or f"{abs(gain):.1f}" in title(test)
        if not shown:
            assert f"{abs(gain):.1f}" in text_of(test)
            told = {"zh": "服务体系没有得分，两边都不计", "en": "left out on both sides: services"}
            assert told[language].lower() in text_of(test).lower()


def test_the_ten_steps_are_links_and_an_open_one_shows_its_table(at_home: Tiny) -> None:
    def steps(test: AppTest) -> str:
        return next(one.value for one in test.html if 'class="ranking steps"' in one.value)

    closed = steps(visit("evaluation"))
    assert closed.count('class="choose"') == 10
    assert 'class="facts inner"' not in closed
    used = at_home.ask("index_indicators", period=PERIOD)
    assert used["left_out"].is_null().all()
    assert "没有。" in steps(visit("evaluation", step="2"))
    opened_at_six = steps(visit("evaluation", step="6"))
    assert (
        opened_at_six.count("<tr>") - closed.count("<tr>")
        == 2 + used.filter(pl.col("left_out").is_null()).height
    )
    assert "step" not in visit("evaluation", step="8").query_params  # a view, not a table


@pytest.mark.parametrize(
    ("value", "decimals", "told"),
    [(2.5, 0, "3"), (0.125, 2, "0.13"), (1.25, 1, "1.3"), (-0.5, 0, "−1"), (2.4999, 0, "2")],
)
def test_a_figure_beyond_a_bound_is_told_with_halves_up(value: float, decimals: int, told: str) -> None:
    assert numbers.with_unit(numbers.halves_up(value, decimals), decimals, "") == told


@pytest.mark.parametrize(
    ("position", "low", "high", "told"),
    [
        (36, 30, 40, "列第 36 位"), (30, 30, 40, "列第 30 位"), (14, 30, 70, "不在范围内"), (41, 30, 40, "不在范围内"),
        (None, 1, 2, "得 63.5 分"),
    ],
)  # fmt: skip
def test_a_place_outside_its_own_band_is_not_given(
    position: int | None, low: int, high: int, told: str
) -> None:
    row = {"score": 63.5, "position": position, "position_low": low, "position_high": high}
    said = evaluation_findings.score(speak("zh"), row)
    assert told in said
    assert ("列第" in said) == (position is not None and low <= position <= high)


# ---------------------------------------------------------------- acceptance


# The measures in another order than the dataset's; a total of urban communities alone is another figure.
PUBLISHED = (
    "area_code,dataset,measures,period,value,source\n"
    "990000,acceptance,accepted_urban+accepted_rural,2024-12-31,6,tests\n"
    "990100,acceptance,accepted_rural + accepted_urban,2025-12-31,5,\n"
    "990000,acceptance,accepted_urban,2025-12-31,9,tests\n"
)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    tiny = ask_all(Tiny(tmp_path_factory.mktemp("accepted")))
    (tiny.pack_folder / "published_totals.csv").write_text(PUBLISHED, encoding="utf-8")
    codes = DATASETS.counts["acceptance"].measure_codes

    def row(urban: int, *, in_force: int, withdrawn: int = 0) -> dict[str, int | None]:
        return dict.fromkeys(codes, 0) | {
            "applied_urban": urban + 2,
            "accepted_urban": urban,
            "applied_rural": 1,
            "failed_rural": 1,
            "withdrawn_urban": withdrawn,
            "accepted_total_urban": in_force,
        }

    for year, filed in (
        (2024, {"990101": row(3, in_force=3), "990102": row(2, in_force=2), "990201": row(0, in_force=0)}),
        (
            2025,
            {
                "990101": row(1, in_force=3, withdrawn=1),
                "990102": row(4, in_force=6),
                "990201": row(0, in_force=0),
            },
        ),
    ):
        tiny.file("acceptance", filed, period=dt.date(year, 12, 31), filed_on=dt.date(year + 1, 1, 9))
    tiny.built()
    return tiny


@pytest.mark.parametrize(
    ("area", "year", "told"),
    [
        # counties, filed; applied for, accepted, failed, withdrawn, in force; counties without any
        ("990000", 2024, (5, 3, 14, 5, 3, 0, 5, 1)),
        ("990000", 2025, (5, 3, 14, 5, 3, 1, 9, 1)),
        ("990100", 2025, (2, 2, 11, 5, 2, 1, 9, 0)),
        ("990101", 2025, (1, 1, 4, 1, 1, 1, 3, 0)),
        ("990202", 2025, (1, 0, None, None, None, None, None, 0)),
    ],
)
def test_a_larger_area_sums_up_the_counties_that_filed_all(
    accepted: Tiny, area: str, year: int, told: tuple[int | None, ...]
) -> None:
    rows = accepted.ask("acceptance_batches", area="990000").to_dicts()
    (row,) = [one for one in rows if one["area_code"] == area and one["period"].year == year]

    def both(stage: str) -> int | None:
        kinds = [row[f"{stage}_urban"], row[f"{stage}_rural"]]
        return None if None in kinds else sum(kinds)

    names = ("failed_communities", "withdrawn_communities", "in_force", "parts_without")
    assert (
        row["parts"],
        row["parts_filed"],
        both("applied"),
        both("accepted"),
        *(row[name] for name in names),
    ) == told


def test_a_published_total_stands_beside_what_counties_filed_and_not_in_its_place(
    accepted: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = accepted.ask("acceptance_batches", area="990000").filter(
        pl.col("accepted_published").is_not_null()
    )
    told = asked.select(
        "area_code", pl.col("period").dt.year(), "accepted_published", "accepted_published_source"
    )
    assert told.rows() == [("990000", 2024, 6, "made up for the tests"), ("990100", 2025, 5, None)]
    filed = pl.col("accepted_urban") + pl.col("accepted_rural")
    assert asked.select(filed).to_series().to_list() == [5, 5]
    opened(accepted, monkeypatch)
    drawn: list[batches.Batch] = []
    draw = batches.batches

    def listening(listed: Sequence[batches.Batch], width: float, colours: Palette) -> svg.Sketch:
        drawn[:] = listed
        return draw(listed, width, colours)

    monkeypatch.setattr(batches, "batches", listening)
    for language, words, note in (("zh", "公布数 6", "公布数是"), ("en", "published 6", "A published total")):
        test = visit("evaluation", language, view="acceptance")
        assert [one.published for one in drawn] == [words, ""]
        assert f"{words}" in drawn[0].tip
        assert words in draw(drawn, 560, LIGHT).body
        assert note in text_of(test)
    assert "公布数" not in text_of(visit("evaluation", view="acceptance", county="990101"))


def test_a_wrong_published_total_is_told_by_its_place(tiny: Tiny) -> None:
    ask_all(tiny)
    (tiny.pack_folder / "published_totals.csv").write_text(
        "area_code,dataset,measures,period,value,source\n"
        "123456,acceptance,accepted_urban,2024-12-31,6,tests\n"
        "990000,acceptances,accepted_urban,2024-12-31,6,tests\n"
        "990000,acceptance,accepted_city,2024-12-31,6,tests\n"
        "990000,acceptance,accepted_urban,2024-09-30,6,tests\n"
        "990000,acceptance,accepted_urban,2024-12-31,about 6,tests\n"
        "990000,acceptance,accepted_urban,2024-12-31,6,nobody\n",
        encoding="utf-8",
    )
    told = [fault.message_en for fault in faults_of(tiny.pack)]
    for place, wanted in (
        ("row 2", "123456"), ("row 3", "acceptances"), ("row 4", "accepted_city"), ("row 5", "a year end"),
        ("row 6", "about 6"), ("row 7", "should stand once"), ("row 7", "nobody"),
    ):  # fmt: skip
        assert any("published_totals.csv" in one and place in one and wanted in one for one in told), (
            place,
            told,
        )


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ({}, "到2025年末有 9 个现代社区；1 个县一个也没有", "9 modern communities at end 2025; one county has none"),
        ({"city": "990100"}, "东江市到2025年末有 9 个现代社区", "Dongjiang City: 9 modern communities"),
        ({"county": "990101"}, "甲子区到2025年末有 3 个现代社区", "Jiazi District: 3 modern communities"),
        ({"county": "999001"}, "还没有报送现代社区创建验收", "has filed no acceptance"),
        ({"period": "2025-03-31"}, "到2024年末有 5 个现代社区", "5 modern communities at end 2024"),
    ],
)  # fmt: skip
def test_acceptance_is_told_at_the_newest_year_end(
    accepted: Tiny, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], zh: str, en: str
) -> None:
    opened(accepted, monkeypatch)
    test = visit("evaluation", view="acceptance", **query)
    assert zh in title(test)
    assert en in title(visit("evaluation", "en", view="acceptance", **query))
    assert "没有文件规定年度目标" in text_of(test)


def test_acceptance_names_who_has_none_and_who_has_not_filed(
    accepted: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(accepted, monkeypatch)
    said = text_of(visit("evaluation", view="acceptance"))
    assert "1 个县一个也没有：丙寅" in said
    assert "2 个县（市、区）未报或未报齐，不计入：丁卯、戊辰" in said


# ---------------------------------------------------------------- clusters


@pytest.mark.parametrize(
    ("patches", "odd", "is_clustered", "zh"),
    [
        (
            [("low_low", "东江", 8), ("high_high", "西河", 5)],
            0,
            True,
            "指标低的县连成一片：东江 8 个县；高的一片在西河，5 个县",
        ),
        ([("low_low", "甲子区", 1), ("low_low", "乙丑区", 1)], 0, True, "指标低、邻县也低的有甲子区"),
        ([("high_high", "西河", 3)], 2, True, "指标高的县连成一片：西河 3 个县"),
        ([], 2, False, "指标没有成片的高低，只有 2 个县与周围相反"),
        ([], 0, True, "指标总体上相近的县相邻，但没有一处单独成立"),
        ([], 0, False, "指标高低不成片"),
    ],
)
def test_clusters_are_told_in_a_plain_sentence(
    patches: list[cluster_findings.Patch], odd: int, is_clustered: bool, zh: str
) -> None:
    assert cluster_findings.title(speak("zh"), "指标", patches, odd, is_clustered=is_clustered) == zh


@pytest.mark.parametrize(("as_far", "zh"), [(0, "没有一次像现在这样"), (12, "有 12 次离随机一样远或更远")])
def test_chance_is_told_by_how_often_it_does_the_same(as_far: int, zh: str) -> None:
    assert zh in cluster_findings.chance(speak("zh"), 88, 9999, as_far)


def found(test: AppTest) -> AppTest:
    """The page once its clusters are found."""
    for _ in range(400):
        if "是否连成一片" not in title(test):
            break
        threading.Event().wait(0.1)
        test.run()
    return test


def test_clusters_come_after_a_while_and_say_how_they_were_found(at_home: Tiny) -> None:
    test = visit("evaluation", view="clusters", indicator="certified_worker_share")
    said = text_of(found(test))
    assert "9,999 次置换，种子 20211227" in said
    assert "5 个县参加检验" in said
    assert "未采用" in text_of(visit("evaluation", view="clusters", indicator="nonsense"))


@pytest.mark.parametrize(
    ("language", "told", "wrong"), [("zh", "起才统计", "太少"), ("en", "is measured from", "too few")]
)
def test_before_the_first_period_of_an_indicator_clusters_say_when_that_is_and_lead_there(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch, language: str, told: str, wrong: str
) -> None:
    first = at_home.ask("periods", indicator="certified_worker_share")["period"].min()
    monkeypatch.setattr("ui.evaluation.clusters.period_of", lambda *_: None)
    early = visit("evaluation", language, view="clusters", indicator="certified_worker_share")
    assert told in title(early)
    assert str(first.year) in title(early)
    assert wrong not in text_of(early)
    assert f"period={first}" in " ".join(str(one.proto.body) for one in early.get("html"))  # type: ignore[attr-defined]


# ---------------------------------------------------------------- what is lacking


def test_without_weights_in_force_it_says_what_is_lacking(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.stand()
    opened(tiny, monkeypatch)
    test = made(visit("evaluation"))
    assert "没有综合得分" in title(test)
    assert "权重" in text_of(test)


def made(test: AppTest) -> AppTest:
    """The page once what it waits for is made."""
    for _ in range(200):
        if not title(test).endswith("季度综合评估"):
            break
        threading.Event().wait(0.05)
        test.run()
    return test


def test_a_quarter_that_the_build_did_not_make_is_made_on_demand(at_home: Tiny) -> None:
    test = made(visit("evaluation", period="2025-09-30"))
    assert test.query_params["period"] == "2025-09-30"
    assert "对县" in title(test)


# ---------------------------------------------------------------- the tables behind the views


def table(test: AppTest) -> pd.DataFrame:
    (found,) = test.dataframe
    return found.value


@pytest.mark.parametrize("view", ["positions", "score", "clusters"])
def test_every_view_has_its_table_in_both_languages(at_home: Tiny, view: str) -> None:
    query = {"view": view, "as": "table", "indicator": "certified_worker_share"}
    drawn, shown = (
        found(visit("evaluation", view=view, indicator=query["indicator"])),
        found(visit("evaluation", **query)),
    )
    assert not drawn.dataframe
    assert title(shown) == title(drawn)
    assert len(table(shown))
    assert shown.query_params["as"] == "table"
    english = found(visit("evaluation", "en", "dark", **query))
    assert not CHINESE.search("".join(map(str, english.dataframe[0].value.columns)))
    assert "as" not in visit("evaluation", view=view, **{"as": "nonsense"}).query_params


def test_the_table_of_acceptance_has_a_row_an_area_and_year_and_says_where_there_is_none(
    accepted: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(accepted, monkeypatch)
    query = {"view": "acceptance", "as": "table"}
    shown = table(visit("evaluation", **query))
    asked = accepted.ask("acceptance_batches", area="990000").filter(pl.col("parts_filed") > 0)
    assert len(shown) == asked.height
    assert sum(shown["in_force"]) == asked["in_force"].sum()
    nothing = visit("evaluation", county="999001", **query)
    assert not nothing.dataframe
    assert title(nothing) in text_of(nothing)
    assert not CHINESE.search("".join(map(str, table(visit("evaluation", "en", **query)).columns)))


def test_the_table_of_positions_is_the_picture_and_takes_own_weights(at_home: Tiny) -> None:
    rows = order(at_home)
    plain = table(visit("evaluation", **{"as": "table"}))
    assert own.COLUMN not in plain.columns
    assert list(plain["position_middle"].dropna()) == [
        row["position_middle"] for row in rows if row["position_middle"] is not None
    ]
    systems = at_home.ask("index_runs").filter(period=PERIOD).height - 1
    weighed = table(visit("evaluation", w="-".join(["60", *["10"] * (systems - 1)]), **{"as": "table"}))
    places = sorted(weighed[own.COLUMN].dropna())
    assert places == list(range(1, len(places) + 1))


def test_the_table_of_a_score_adds_up_as_its_picture_does(at_home: Tiny) -> None:
    rows = at_home.ask("index_parts", period=PERIOD, area="990101")
    shown = table(visit("evaluation", view="score", county="990101", **{"as": "table"}))
    assert len(shown) == rows.height
    assert sum(shown["points_from_mean"].dropna()) == pytest.approx(
        rows["points_from_mean"].sum(), abs=0.005 * rows.height
    )


def test_the_file_of_own_weights_says_them_beside_the_position(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[pl.DataFrame] = []
    monkeypatch.setattr(download, "_button", lambda page, question, made=None, **_: given.append(made))
    systems = at_home.ask("index_runs").filter(period=PERIOD).height - 1
    asked = "-".join(["60", *["10"] * (systems - 1)])
    visit("evaluation", w=asked)
    made_by = given[-1]
    text = written(at_home.reader, "index_scores", made_by, language="zh", period=PERIOD)
    assert set(text["自定权重（按体系顺序）"]) - {None, ""} == {asked}
    assert made_by.filter(scope="index", area_level="county")[own.COLUMN].drop_nulls().len()
    assert made_by.filter(pl.col("scope") != "index")[own.COLUMN].is_null().all()
