"""Rural tiers: stocks and flows that conserve communities, and the page about them, on the tiny province."""

from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from files import tree
from files.table import csv_bytes, table
from tests.policy import DATASETS, ask_all, filed_policy, tiers
from tests.test_pages import CHINESE, LATIN, SAME, by_menu, nothing_kept, opened, text_of, title, visit
from tests.tiny import Tiny
from ui.tiers import beside
from ui.tiers.flow_chart import few

__all__ = ["nothing_kept"]
TIERS = ("leading", "sound", "upgrading", "not_rated")
YEARS = (dt.date(2023, 12, 31), dt.date(2024, 12, 31), dt.date(2025, 12, 31))


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed_policy(Tiny(tmp_path_factory.mktemp("tiers")))


def test_the_list_has_room_for_all_that_a_country_or_a_large_city_is_made_of() -> None:
    # China has 31 provinces here, and its largest city 38 counties.
    assert beside.MOST >= 38


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def stocks(tiny: Tiny, area: str = "990000") -> dict[tuple[int, str], dict[str, object]]:
    rows = tiny.ask("tier_stocks", area=area).to_dicts()
    return {(row["period"].year, row["area_code"]): row for row in rows}


# ---------------------------------------------------------------- the figures


@pytest.mark.parametrize(
    ("year", "area", "told"),
    [
        # leading, sound, upgrading, not rated; risen, fallen; counties, filed in full; units asked, whole
        (2023, "990000", (12, 60, 48, 24, 0, 0, 5, 5, 12, 12)),
        (2024, "990100", (5, 35, 15, 5, 5, 0, 2, 2, 5, 5)),
        (2025, "990000", (12, 30, 18, 12, 6, 6, 5, 3, 12, 8)),
        (2025, "990200", (2, 5, 3, 2, 1, 1, 2, 1, 4, 3)),
        (2025, "990201", (4, 10, 6, 4, 2, 2, 1, 0, 3, 2)),
        (2025, "999001", (None, None, None, None, None, None, 1, 0, 3, 0)),
    ],
)
def test_a_larger_area_sums_up_the_counties_filed_in_full_and_a_county_what_it_has(
    filed: Tiny, year: int, area: str, told: tuple[int | None, ...]
) -> None:
    row = stocks(filed)[year, area]
    names = (*TIERS, "risen", "fallen", "parts", "parts_filed", "units_asked", "units_whole")
    assert tuple(row[name] for name in names) == told


def test_a_share_is_of_the_rated_and_the_indicators_own(filed: Tiny) -> None:
    shown = filed.values("upgrading_rural_share", YEARS[2])
    for area in ("990000", "990100", "990101", "990202"):
        row = stocks(filed)[2025, area]
        assert row["upgrading_share"] == round(100 * row["upgrading"] / row["rated"], 1)  # type: ignore[operator]
        if shown[area]["value_shown"] is not None:
            assert row["upgrading_share"] == shown[area]["value_shown"]


@pytest.mark.parametrize("area", ["990000", "990100", "990101", "990202"])
def test_what_leaves_one_year_end_arrives_at_the_next(filed: Tiny, area: str) -> None:
    flows = filed.ask("tier_flows", area=area).to_dicts()
    assert {row["period"] for row in flows} == set(YEARS[1:])  # nothing is before the first
    for before, now in pairwise(YEARS):
        of_year = [row for row in flows if row["period"] == now]
        rows = stocks(filed, area)
        if rows[now.year, area]["parts_filed"] != rows[now.year, area]["parts"]:
            continue
        for tier in TIERS:
            assert (
                sum(row["communities_moved"] for row in of_year if row["tier_from"] == tier)
                == rows[before.year, area][tier]
            )
            assert (
                sum(row["communities_moved"] for row in of_year if row["tier_to"] == tier)
                == rows[now.year, area][tier]
            )


def test_flows_follow_only_counties_filed_in_full_at_both_ends(filed: Tiny) -> None:
    followed = {
        row["period"].year: row["parts_followed"] for row in filed.ask("tier_flows", area="990000").to_dicts()
    }
    assert followed == {2024: 5, 2025: 3}


def test_a_county_that_files_whole_stands_for_its_townships(tiny: Tiny) -> None:
    ask_all(tiny)
    tiny.file("community_tiers", {"990101": tiers((1, 2, 3, 4))})
    tiny.built()
    row = stocks(tiny)[2025, "990101"]
    assert (row["communities"], row["units_asked"], row["units_whole"], row["parts_filed"]) == (10, 2, 2, 1)


def test_a_blank_cell_leaves_its_county_out(tiny: Tiny) -> None:
    ask_all(tiny)
    tiny.file("community_tiers", {"990202": tiers((1, 2, 3, 4)) | {"gone_sound": None}})
    tiny.built()
    row = stocks(tiny)[2025, "990202"]
    assert (row["parts_filed"], row["units_whole"], row["leading"]) == (0, 0, 1)
    assert stocks(tiny)[2025, "990000"]["leading"] is None


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ({}, "2025年升类 6 个、退类 6 个，年末还有 18 个提升型", "6 moved up a tier in 2025, 6 fell back; 18 still to upgrade"),
        ({"city": "990100"}, "东江市2025年升类 5 个、", "Dongjiang City: 5 moved up"),
        ({"county": "990101"}, "甲子区2025年升类 2 个、", "Jiazi District: 2 moved up"),
        ({"county": "990201"}, "未报齐：3 个应报单位中报了 2 个", "filed in part: 2 of 3 units"),
        ({"county": "999001"}, "没有报送2025年农村社区分层", "has not filed its rural tiers of 2025"),
        ({"period": "2024-12-31"}, "2024年升类 12 个、退类 0 个", "12 moved up a tier in 2024, 0 fell back"),
    ],
)  # fmt: skip
def test_the_title_says_what_the_year_brought(at_home: Tiny, query: dict[str, str], zh: str, en: str) -> None:
    assert zh in title(visit("tiers", **query))
    assert en in title(visit("tiers", "en", **query))


def test_counties_left_out_are_named(at_home: Tiny) -> None:
    said = text_of(visit("tiers"))
    assert "2 个县（市、区）未报或未报齐，不计入：丙寅、戊辰" in said
    assert "农村社区分层为模拟数据" in said


def test_a_quarter_chosen_elsewhere_shows_the_year_end_before_it_and_is_kept_for_the_other_pages(
    at_home: Tiny,
) -> None:
    test = visit("home", period="2025-09-30")
    test.switch_page("pages/tiers.py").run()
    assert "2024年升类" in title(test)
    assert test.selectbox(key="choice_period").value == "2024-12-31"
    assert test.query_params["period"] == "2025-09-30"  # what was chosen
    assert "未采用" not in text_of(test)
    by_menu(test, "home")
    assert test.query_params["period"] == "2025-09-30"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "2031-12-31"}, "2031-12-31"),
        ({"tier": "best"}, "best"),
        ({"view": "pie"}, "pie"),
        ({"county": "990201", "city": "990100"}, "990201"),
        ({"city": "999001"}, "999001"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("tiers", **asked)
    assert "未采用" in text_of(test)
    assert told in text_of(test)
    assert told not in dict(test.query_params).values()


def test_the_address_says_what_was_chosen(at_home: Tiny) -> None:
    test = visit("tiers", city="990100", tier="upgrading", view="table")
    assert dict(test.query_params) == {"city": "990100", "tier": "upgrading", "view": "table"}


def test_the_table_and_the_file_have_the_pictures_figures(at_home: Tiny) -> None:
    frame = visit("tiers", view="table").dataframe[0].value
    rows = stocks(at_home)
    for place, area in enumerate(frame["area"]):
        row = next(one for key, one in rows.items() if key[0] == 2025 and one["area_name_zh"] == area)
        for name in (*TIERS, "risen", "fallen"):
            cell = frame[name][place]
            assert (None if str(cell) == "<NA>" else int(cell)) == row[name]
    written = csv_bytes(table(at_home.reader, "tier_stocks", language="zh", area="990000"), "zh")
    lines = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(lines) == len(rows)
    province = next(one for one in lines if one["区划代码"] == "990000" and one["报告期"] == "2025-12-31")
    assert (province["提升型"], province["当年升类"], province["报齐的县数"]) == ("18", "6", "3")


def test_nothing_filed_says_by_when_and_from_whom(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_all(tiny)
    tiny.stand()
    opened(tiny, monkeypatch)
    test = visit("tiers")
    assert title(test) == "2025年还没有一个县报送农村社区分层"
    assert "应在2026年2月14日前报送" in text_of(test)
    assert "乡镇（街道）" in text_of(test)
    assert "townships" in text_of(visit("tiers", "en"))


@pytest.mark.parametrize("view", ["flow", "tiles", "table"])
@pytest.mark.parametrize("query", [{}, {"city": "990100", "tier": "sound"}, {"county": "999001"}])
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("tiers", view=view, **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("tiers", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_more_counties_than_have_room_have_no_tiles(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def offered(**query: str) -> list[str]:
        return list(visit("tiers", view="tiles", **query).get("segmented_control")[0].options)

    every = offered()
    monkeypatch.setattr(tree, "MOST_COUNTIES", 4)
    assert [one for one in every if one not in offered()] == ["格图"]
    assert offered(city="990100") == every


def test_a_programme_without_the_form_says_so(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.stand()
    opened(tiny, monkeypatch)
    test = visit("tiers", period="2025-12-31", city="990100")
    assert title(test) == "这里不填报农村社区"
    assert "未采用" not in text_of(test)
    assert test.query_params["period"] == "2025-12-31"


def test_the_form_knows_every_flow_that_the_drawing_draws() -> None:
    attributes = [one.attributes for one in DATASETS.counts["community_tiers"].measures]
    for one in attributes:
        assert {one.get("tier"), one.get("tier_from"), one.get("tier_to")} - {None} <= set(TIERS)


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (2025, (2023, 2024, 2025)),
        (2023, (2023, 2024, 2025)),
        (2022, (2021, 2022)),
        (2021, (2021, 2022)),
        (2019, (2023, 2024, 2025)),
    ],
)
def test_a_narrow_drawing_shows_the_chosen_year(chosen: int, shown: tuple[int, ...]) -> None:
    years = [dt.date(year, 12, 31) for year in range(2021, 2026)]
    found = [day.year for day in few(years, dt.date(chosen, 12, 31))]
    assert len(found) == 3
    assert set(shown) <= set(found)


def links(test: AppTest) -> str:
    return " ".join(one.value for one in test.html)


def test_the_way_up_is_a_way_back(at_home: Tiny) -> None:
    assert 'class="under path"' not in links(visit("tiers"))
    said = links(visit("tiers", county="990101"))
    assert said.count('class="choose"') >= 2
    assert "city=990100" in said
