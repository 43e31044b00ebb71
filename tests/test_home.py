"""The compliance map's words about counties that are incomplete, corrected, published or open at the end."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import streamlit as st

from draw.palette import palette
from draw.scales import Judged, scale_by
from files.picture import Subject, picture
from tests.filing import staffing, take_text
from tests.test_pages import CHINESE, YEAR_BEFORE, at_home, filed, nothing_kept, opened, text_of, title, visit  # noqa: F401
from tests.tiny import JIAZI, PERIOD, WORKERS, WUCHEN, Tiny, once
from ui.frame import kept
from ui.home import toolbar
from ui.parts import grid
from words.catalogue import speak
from words.periods import date
from words.sentences import both_carried


def words(test: object) -> str:
    return re.sub(r"\s+", " ", text_of(test))  # type: ignore[arg-type]


@pytest.fixture
def decided(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(_decided(tiny), monkeypatch)


@once
def _decided(tiny: Tiny) -> None:
    """A county that meets the target with one unit still missing, and one that is open."""
    tiny.staff({"990201100": 400, "990201101": 4})
    tiny.staff({"990101001": 1})
    tiny.built()


def test_a_county_decided_in_part_is_counted_where_the_title_counts_it(decided: Tiny) -> None:
    test = visit()
    assert "5 个县（市、区）中 1 个达标" in title(test)
    assert "未报齐，已达标 1" in words(test)
    assert "未报齐，待核 1" in words(test)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_card_and_table_say_that_a_decided_county_is_incomplete(decided: Tiny, language: str) -> None:
    said = {"zh": "达标（未报齐）", "en": "Meets target (incomplete)"}[language]
    assert said in words(visit(language=language, county="990201"))
    table = visit(language=language, view="table").dataframe[0].value.set_index("code")
    assert {"zh": said, "en": "Met, incomplete"}[language] in table.loc["990201", "verdict"]


def test_a_card_without_a_figure_says_why_in_words(at_home: Tiny) -> None:  # noqa: F811
    for county, status in {"990201": "未报齐", "990202": "未报"}.items():
        card = next(one.value for one in visit(county=county).html if 'class="card"' in one.value)
        assert f'<span class="without">{status}</span>' in card
        assert 'class="ratio"' not in card


def test_a_card_tells_the_first_complete_filing_from_its_correction(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff({"999001001": 28, "999001100": 0, "999001200": 0}, filed_on=dt.date(2026, 1, 12))
    tiny.staff({"999001001": 30}, filed_on=dt.date(2026, 2, 9))
    tiny.built()
    opened(tiny, monkeypatch)
    card = words(visit(county="999001"))
    assert f"报齐 {date(speak('zh'), dt.date(2026, 1, 12))}，按时" in card
    assert f"最近更正 {date(speak('zh'), dt.date(2026, 2, 9))} · 共 2 个文件" in card


def test_a_card_whose_file_replaced_everything_says_of_which_day_it_is(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff_everywhere({"999001": 28}, filed_on=dt.date(2026, 1, 12))
    tiny.staff_everywhere({"999001": 30}, filed_on=dt.date(2026, 2, 9))
    tiny.built()
    opened(tiny, monkeypatch)
    card = words(visit(county="999001"))
    assert f"报齐 {date(speak('zh'), dt.date(2026, 1, 12))}，按时" in card
    assert f"最近更正 {date(speak('zh'), dt.date(2026, 2, 9))}" in card


def test_published_figures_are_not_called_returns(at_home: Tiny) -> None:  # noqa: F811
    test = visit(indicator="communities_per_10k_urban")
    assert not re.search("报齐|未报", words(test))
    assert "均有数" in title(test)


def test_a_county_without_a_denominator_is_not_said_to_be_in_the_figure(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.remove("population", area_code="990202")
    tiny.staff_everywhere({"990101": 40, "990102": 60, "990201": 18, "990202": 19, "999001": 30})
    tiny.built()
    opened(tiny, monkeypatch)
    assert "5 个县中 4 个有数" in title(visit(indicator="communities_per_10k_urban"))
    helps = [one.help for one in visit().metric]
    assert any("1 个县已报齐但没有可用的分母，也不计入。" in (told or "") for told in helps)


def test_a_home_without_returns_says_that_they_are_missing(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    assert "还没有接收任何报表" in visit().info[0].value
    assert not visit(indicator="communities_per_10k_urban").info


def test_what_an_address_gets_wrong_is_one_line_with_reasons(at_home: Tiny) -> None:  # noqa: F811
    test = visit(city="990100", county="990201", period="2031-12-31", view="globe", language="en", lang="xx")
    (note,) = [one.value for one in test.caption if "990201" in one.value]
    for part in ("990201” (not in the chosen city)", "2031-12-31” (no such period", "globe” (not known)"):
        assert part in note
    assert not CHINESE.search(note)


def test_the_chosen_county_is_the_first_row_of_the_table_and_the_colour_choice_stays_in_sight(
    at_home: Tiny,  # noqa: F811
) -> None:
    test = visit(county="999001", view="table", colour="gap")
    assert test.dataframe[0].value["code"].iloc[0] == "999001"
    colour = test.get("segmented_control")[1]
    assert colour.proto.disabled
    assert test.query_params["colour"] == "gap"


def test_from_a_row_of_the_table_a_link_leads_to_the_card(at_home: Tiny) -> None:  # noqa: F811
    def links(**query: str) -> list[str]:
        return [one.value for one in visit(view="table", **query).html if "卡片" in one.value]

    (link,) = links(county="999001", show="not_met")
    assert "戊辰市" in link
    assert 'href="?county=999001&amp;show=not_met"' in link  # to what the page opens with: the map
    assert links() == []


def test_the_side_of_a_change_map_ranks_changes(at_home: Tiny) -> None:  # noqa: F811
    said = words(visit(colour="change"))
    assert "变化最大的县" in said
    assert "缺口最大的县" not in said


def test_the_largest_change_is_the_first_whichever_way_it_went(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year, workers in ((2024, (40, 40, 20)), (2025, (39, 90, 10))):
        tiny.staff_everywhere(
            dict(zip(("990101", "990102", "990201"), workers, strict=True)), period=dt.date(year, 12, 31)
        )
    tiny.built()
    opened(tiny, monkeypatch)
    (side,) = [one.value for one in visit(colour="change").html if 'class="ranking"' in one.value]
    places = [side.index(name) for name in ("乙丑区", "丙寅县", "甲子区")]
    assert places == sorted(places)


def test_the_strip_says_by_which_day_it_is_judged_where_that_is_not_the_day_of_the_build(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    for language, told in (("zh", "按 2026年2月20日 判断"), ("en", "judged as of 20 Feb 2026")):
        strip = next(one.value for one in visit(language=language).html if 'class="strip"' in one.value)
        assert told in strip


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("zh", "已报部分占 39%，不足 80%，不计指标值"),
        ("en", "39% is reported, under 80%, so there is no figure"),
    ],
)
def test_a_city_of_which_too_little_is_reported_says_why_it_has_no_figure(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, language: str, why: str
) -> None:
    tiny.staff_everywhere({"990101": 30, "990102": 50, "990201": 10})
    for code in ("990101", "990102", "990201"):
        tiny.staff_everywhere({code: 30}, period=dt.date(2024, 12, 31))
    tiny.urban("990202", 15_750)  # 10,400 of the city's 26,150 live where it is reported: 39.8 %
    tiny.built()
    opened(tiny, monkeypatch)
    city = visit(language=language, city="990200")
    assert why in text_of(city)
    ratio = city.metric[0]
    assert (ratio.value, ratio.delta) == ("—", "")  # and so none has changed
    name = {"zh": "西山", "en": "Xishan"}[language]
    assert name in next(
        one.value for one in visit(language=language, view="table", rows="city").html if why in one.value
    )
    assert f"{name}{ {'zh': '：', 'en': ': '}[language] }{why}" in text_of(visit("staffing", language))


def test_where_nobody_had_filed_a_year_before_no_growth_of_the_filed_is_told(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.target()
    tiny.staff_everywhere({"990101": 40, "990102": 50})
    tiny.built()
    opened(tiny, monkeypatch)
    tile = visit("home").metric[3]
    assert tile.value == "2 / 5"
    assert not tile.delta


def test_no_change_has_no_sign(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    for period in (dt.date(2024, 12, 31), dt.date(2025, 12, 31)):
        tiny.staff_everywhere({"999001": 28}, period=period)
    tiny.urban("999001", None)
    tiny.built()
    opened(tiny, monkeypatch)
    rows = tiny.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990000").to_dicts()
    assert [float(r["change_shown"]) for r in rows if r["change_shown"] is not None] == [0.0]
    said = str(visit(view="table").dataframe[0].proto)
    assert "0.00" in said
    assert "+0.0" not in said


def test_replaced_cells_are_grey_and_outside_the_sum(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.staff({"999001001": 28, "999001100": 0, "999001200": 0})
    tiny.staff({"999001001": 30}, filed_on=dt.date(2026, 2, 9))
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit(county="999001")
    test.button(key="open_filed").click().run()
    said = " ".join(one.value for one in test.caption)
    assert "计入的 9 个填报数合计" in said
    assert "3 个数已被后来的填报替换" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_dialog_adds_up_is_what_its_card_shows_though_a_unit_left_a_blank(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    tiny.staff({"999001001": 28, "999001100": 10, "999001200": 0})
    posts = {"chief_workers": 3, "deputy_workers": 4, "other_workers": None, "certified_workers": 1}
    tiny.file("staffing", {"999001100": posts}, filed_on=dt.date(2026, 2, 9))
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit(county="999001", language=language)
    test.button(key="open_filed").click().run()
    said = " ".join(one.value for one in test.caption)
    told = {
        "zh": (
            "计入的 6 个填报数合计：社区工作者 28 人。1 格空着",
            "2 个数暂不计入",
            "3 个数已被后来的填报替换",
        ),
        "en": (
            "The 6 figures that count add up to 28 Community workers. 1 cell was left blank",
            "2 figures do not count yet: their unit left another one blank.",
            "3 figures were replaced",
        ),
    }[language]
    for part in told:
        assert part in said, part
    assert "28" in next(one.value for one in test.html if 'class="card"' in one.value)
    words = {
        "zh": {"计入", "空白", "暂不计入", "已被替换"},
        "en": {"counts", "blank", "not counted", "replaced"},
    }
    assert set(test.dataframe[-1].value["standing"]) == words[language]


def test_a_dialog_in_which_nothing_counts_says_so(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.file("staffing", {"999001100": {"chief_workers": 3}})
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit(county="999001")
    test.button(key="open_filed").click().run()
    assert "没有计入的数" in " ".join(one.value for one in test.caption)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_that_were_confirmed_at_filing_are_told_wherever_they_count(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    assert take_text(tiny, staffing("999001,2025-09-30,0,0,30,0")).status == "accepted"
    far = staffing("999001,2025-12-31,0,0,900,0")
    assert take_text(tiny, far).status == "rejected"
    assert take_text(tiny, far, confirmed=True).status == "accepted"
    tiny.built()
    opened(tiny, monkeypatch)
    row = tiny.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="999001").to_dicts()[0]
    assert row["figures_confirmed"] == 1
    words = {
        "zh": ("1 个县（市、区）有经确认才接收的反常数", "1 个数与以往相差悬殊或有改动，经填报单位确认后接收",
               "有经确认的数", "与上次的 30 相差很大，经确认"),
        "en": ("1 county has unusual figures taken in once confirmed", "taken in once its filer confirmed it",
               "some confirmed", "far from the last, 30: confirmed"),
    }[language]  # fmt: skip
    test = visit(county="999001", language=language)
    assert words[0] in text_of(test)
    assert words[1] in next(one.value for one in test.html if 'class="card"' in one.value)
    test.button(key="open_filed").click().run()
    asked, cells = test.dataframe[-2:]
    assert list(asked.value["asked"]) == [words[3]]
    assert list(asked.value["value"]) == [900]
    # The reason has room to be read whole; the other cells give no column to what nobody was asked.
    width = json.loads(asked.proto.columns)["asked"]["width"]
    assert width >= grid.width_of([words[3]]) > 150
    assert "asked" not in cells.value
    assert words[2] in text_of(visit(view="table", language=language))
    # A picture of the map is handed on without the page: it says so too.
    reader = tiny.reader
    subject = Subject(reader, speak(language), "light", WORKERS, PERIOD, "990000")
    said = re.sub(r"<[^>]+>|\s", "", picture("map", subject))
    assert words[0].replace(" ", "") in said
    # Once another figure has taken its place, nothing is left to tell.
    assert take_text(tiny, staffing("999001,2025-12-31,0,0,31,0")).status == "accepted"
    tiny.build()
    st.cache_resource.clear()
    kept.forget()
    assert words[0] not in text_of(visit(county="999001", language=language))


def test_a_figure_asked_about_for_two_reasons_is_one_cell_and_counts_once(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take_text(tiny, staffing("999001,2024-12-31,0,0,30,0")).status == "accepted"
    late = take_text(tiny, staffing("999001,2024-12-31,0,0,900,0"), confirmed=True)
    assert {finding.rule for finding in late.warnings} >= {"settled", "far"}
    tiny.built()
    cells = tiny.ask("filed_cells", indicator=WORKERS, area="999001", period=YEAR_BEFORE)
    standing = cells.filter(~cells["superseded"])
    assert standing.height == 3
    (asked,) = standing.filter(standing["measure"] == "other_workers")["asked_about"]
    assert asked.split("|") == ["far", "settled"]
    row = tiny.ask("county_compliance", indicator=WORKERS, period=YEAR_BEFORE, area="999001").to_dicts()[0]
    assert (row["numerator"], row["figures_confirmed"]) == (900, 1)
    opened(tiny, monkeypatch)
    test = visit(county="999001", period="2024-12-31")
    test.button(key="open_filed").click().run()
    assert "计入的 3 个填报数合计：社区工作者 900 人" in " ".join(one.value for one in test.caption)
    (told,) = test.dataframe[-2].value["asked"]
    assert "与上次的 30 相差很大，经确认" in told
    assert "早已到期后改动，原为 30，经确认" in told


def test_an_unreported_county_says_due_date_overdue_and_missing_units(at_home: Tiny) -> None:  # noqa: F811
    card = next(one.value for one in visit(county="990202").html if 'class="card"' in one.value)
    for part in (
        "应报期限",
        "2026年1月20日，已过期 31 天",
        "最近一次有数",
        "2024年第4季度",
        "缺报的 1 个单位",
    ):
        assert part in card, part
    part = next(one.value for one in visit(county="990201").html if 'class="card"' in one.value)
    assert "缺报的 1 个单位" in part


def test_who_crossed_the_line_is_told_by_name(at_home: Tiny) -> None:  # noqa: F811
    rows = at_home.ask("verdict_changes", indicator=WORKERS, period=PERIOD, area="990000").to_dicts()
    moved = {r["area_code"] for r in rows if r["verdict"] != r["verdict_year_before"]}
    assert moved == {r["area_code"] for r in rows if r["crossing"]}
    told = next(one.value for one in visit().html if 'class="crossed"' in one.value)
    assert moved
    assert f"{len(rows)} 个县" in told
    for row in rows:
        assert (row["short_name_zh"] in told) is (row["area_code"] in moved)


@pytest.mark.parametrize(
    ("show", "codes"), [("not_met", {"990102"}), ("unreported", {"990202"}), ("partial", {"990201"})]
)
def test_the_table_shows_one_kind_of_county(at_home: Tiny, show: str, codes: set[str]) -> None:  # noqa: F811
    assert set(visit(view="table", show=show).dataframe[0].value["code"]) == codes


def test_cities_stand_in_a_table_of_their_own(at_home: Tiny) -> None:  # noqa: F811
    frame = visit(view="table", rows="city").dataframe[0].value
    asked = at_home.ask("city_compliance", indicator=WORKERS, period=PERIOD, area="990000")
    assert set(frame["city"]) == set(asked["area_name_zh"])
    assert int(frame["gap"].sum()) == int(asked["gap"].sum())


def test_a_class_of_the_legend_lists_its_counties(at_home: Tiny) -> None:  # noqa: F811
    listed = next(
        one.value for one in visit(**{"class": "unreported"}).html if 'class="ranking"' in one.value
    )
    assert "未报：1 个县" in listed
    assert "county=990202" in listed


def test_a_city_s_title_and_its_chart_say_the_city_s_own_verdict(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff_everywhere({"990101": 40, "990201": 40, "990202": 50})
    tiny.built()
    opened(tiny, monkeypatch)
    assert title(visit(city="990200")).startswith("西山市达标：")
    assert title(visit(city="990200", view="chart", lang="en")).startswith("Xishan City (meets target): ")
    assert title(visit(city="990100")).startswith("东江市未报齐，待核：")
    assert "达标：" not in title(visit())


def test_a_county_with_few_people_has_no_colour_and_the_page_says_why(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 50, "990202": 12})
    tiny.urban("990202", 6_000)
    tiny.built()
    opened(tiny, monkeypatch)
    row = tiny.values()["990202"]
    assert (row["class_index"], row["verdict"]) == (None, "met")
    page = visit(county="990202")
    assert "着色 人口不足 10,000 人，不分档着色" in words(page)  # the card

    def legend(**address: str) -> str:
        return next(one.value for one in visit(**address).html if "示例边界" in one.value)

    # An address of before, when those with few people were one row of the legend.
    (listed,) = [one.value for one in visit(**{"class": "few_people"}).html if 'class="ranking"' in one.value]
    assert "人口不足 10,000" in listed
    assert "1 个" in listed
    assert "990202" in listed
    assert "人口&lt;10,000，达标" in legend()
    assert "人口&lt;10,000，未达标" not in legend()
    assert "10,000" not in legend(colour="gap")
    (chart,) = visit(view="chart").get("plotly_chart")
    drawn = json.loads(chart.proto.spec)
    assert "灰色的 1 个人口不足 10,000 人，不分档着色" in drawn["layout"]["xaxis"]["title"]["text"]
    colours = {
        code: colour
        for trace in drawn["data"]
        for code, colour in zip(trace["customdata"], trace["marker"]["color"], strict=True)
    }
    assert [code for code, colour in colours.items() if colour == palette("light").faint] == ["990202"]
    assert "Under 10,000 people: met" in next(
        one.value for one in visit(lang="en").html if "Example boundaries" in one.value
    )


def test_a_target_of_some_counties_parts_no_others(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "elderly_service_coverage"
    common = {"indicator_code": code, "levels": "county", "comparison": ">=", "value": "40", "legal_basis_zh": "县里的方案",
              "legal_basis_en": "A plan of the county"}  # fmt: skip
    tiny.add("targets", *({**common, "target_id": area, "area_code": area} for area in ("990101", "990202")))
    for county, units in {"990101": JIAZI, "990202": ("990202",), "999001": WUCHEN}.items():
        care = {"990101": 3, "990202": 1, "999001": 4}[county]
        rows = {unit: {"communities": 4, "elderly_care_communities": care} for unit in units}
        tiny.file("services", rows)
    tiny.built()
    opened(tiny, monkeypatch)
    row = tiny.ask("compliance_headline", indicator=code, period=PERIOD, areas=["990000"]).row(0, named=True)
    assert (row["has_target"], row["target_is_common"], row["counties_by_other_target"]) == (True, False, 0)
    assert tiny.ask("compliance_headline", indicator=code, period=PERIOD, areas=["990202"]).row(
        0, named=True
    )["target_is_common"]
    test = visit(indicator=code, period=PERIOD.isoformat())
    assert "2 个定有目标的县中 1 个达标、1 个未达标" in text_of(test)
    assert "县里的方案" not in text_of(test)
    (indicator,) = tiny.ask("indicator_catalogue").filter(indicator_code=code).to_dicts()
    scale = scale_by("ratio", Judged(indicator, row, list, "–"))
    assert (scale.target, set(scale.symbols)) == (None, {""})
    common_row = row | {"target_is_common": True}
    assert scale_by("ratio", Judged(indicator, common_row, list, "–")).target == 40
    for view in ("chart", "table"):
        assert not visit(indicator=code, view=view, period=PERIOD.isoformat()).exception


def test_the_strip_of_a_census_pack_says_of_which_day_its_areas_and_figures_are(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tiny.pack_folder / "pack.toml"
    plain = settings.read_text(encoding="utf-8")
    settings.write_text("areas_as_of = 2023-06-30\n" + plain, encoding="utf-8")
    tiny.built(dt.date(2026, 5, 1))
    opened(tiny, monkeypatch, dt.date(2026, 5, 1))
    for language, told in {"zh": ("区划", "2023年6月30日"), "en": ("Areas of", "30 Jun 2023")}.items():
        page = visit(lang=language, indicator="communities_per_10k_urban", period="2026-03-31")
        strip = next(one.value for one in page.html if 'class="strip"' in one.value)
        assert f"{told[0]} <b>{told[1]}</b>" in strip
        row = tiny.ask("compliance_headline", indicator="communities_per_10k_urban",
                       period="2026-03-31", areas=["990000"]).to_dicts()[0]  # fmt: skip
        days = both_carried(speak(language), row)
        assert days
        assert days in strip
    settings.write_text(plain, encoding="utf-8")
    tiny.build(dt.date(2026, 5, 1))
    st.cache_resource.clear()
    kept.forget()
    strip = next(one.value for one in visit().html if 'class="strip"' in one.value)
    assert "区划" not in strip


def test_the_small_tiles_count_what_the_page_counts_when_it_shows_their_period(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 990103 became a part of 990101 in 2021: a frame is of the counties of its own day.
    for period in ("2021-03-31", "2024-12-31", "2025-12-31"):
        tiny.staff_everywhere(
            {"990101": 40, "990102": 9, "990201": 25, "990202": 40}, period=dt.date.fromisoformat(period)
        )
    tiny.built()
    opened(tiny, monkeypatch)
    for chosen in ("2025-12-31", "2021-12-31"):
        test = visit(view="tiles", period=chosen, lang="en")
        drawn = next(str(one.proto) for one in test.main if "year_tiles" in str(getattr(one, "proto", "")))
        told = re.findall(r"data-tip=[^>]*?(\d+) of (\d+) counties with a target meet it", drawn)
        days = sorted(set(re.findall(r"data-pick=\W+(20\d\d-\d\d-\d\d)", drawn)))
        assert len(days) >= 2
        wanted = []
        for day in days:
            row = tiny.ask("compliance_headline", indicator=WORKERS, period=day, areas=["990000"]).row(
                0, named=True
            )
            if row["counties_judged"]:
                wanted.append((str(row["met"]), str(row["counties_judged"])))
        assert wanted
        assert told[: len(wanted)] == wanted


def test_where_no_view_is_coloured_no_buttons_for_it_stand_grey(
    at_home: Tiny,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A telephone has no map, a whole of many counties no tiles: what is left is the chart and the table."""

    def colours() -> list[object]:
        return [one for one in visit(view="chart").get("segmented_control") if one.key == "choice_colour"]

    monkeypatch.setattr(toolbar.device, "is_phone", lambda: True)
    assert len(colours()) == 1
    monkeypatch.setattr(toolbar.tree, "MOST_COUNTIES", 1)
    assert colours() == []
