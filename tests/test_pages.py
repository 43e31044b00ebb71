"""Pages as a reader meets them, on the tiny province: what they say, what they keep, how they fail."""

from __future__ import annotations

import ast
import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pipelines.commands.status import status
from programme import PROJECT
from tests.policy import ask_all, enter
from tests.tiny import PERIOD, TODAY, WORKERS, Tiny
from ui.frame import indicator_boxes, kept, plain
from ui.frame.answers import Answers
from ui.frame.screens import SCREENS
from warehouse.readers import questions
from words import speak

pytestmark = pytest.mark.usefixtures("kept_while_read")
YEAR_BEFORE = dt.date(2024, 12, 31)
RUN_TOGETHER = re.compile(r"[^ ]*[a-z)][.;:,!?][A-Z][a-z][^ ]*")  # two sentences without a space between them
LATIN, CHINESE = re.compile(r"[A-Za-z]{2,}"), re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """The tiny home with returns, built once for a module."""
    return filed_in(tmp_path_factory.mktemp("pages"))


def filed_in(folder: Path) -> Tiny:
    """The tiny home with returns: two counties met, one short, one reported in part, one not at all."""
    tiny = Tiny(folder)
    before = {"990101": 30, "990102": 48, "990201": 19, "990202": 19, "999001": 27}
    tiny.staff_everywhere(before, period=YEAR_BEFORE, filed_on=dt.date(2025, 1, 10), simulated=True)
    tiny.staff_everywhere({"990101": 40, "990102": 50}, simulated=True)
    tiny.staff({"990201100": 6, "990201101": 4}, simulated=True)
    tiny.staff(
        {"999001001": 28, "999001100": 0, "999001200": 0}, filed_on=dt.date(2026, 2, 1), simulated=True
    )
    # The boundary change lies before: an old extent with a figure of its own.
    tiny.staff({"990101001": 50, "990101002": 0, "990101003": 4}, period=dt.date(2021, 3, 31), simulated=True)
    tiny.built()
    return tiny


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """The filed home as the one the app opens, on the day it was built for."""
    return opened(filed, monkeypatch)


@pytest.fixture(autouse=True)
def nothing_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """What one test's process has kept says nothing to the next, unless `kept_while_read` says when it may."""
    yield
    if "kept_while_read" not in request.fixturenames:
        forget()


_opened: list[tuple[str, str]] = []  # home and day of the newest visit, as long as what was kept of it is


@pytest.fixture(scope="module")
def forgotten_after() -> Iterator[None]:
    """What the tests of a module have kept says nothing to those of another."""
    forget()
    yield
    forget()


@pytest.fixture
def kept_while_read(request: pytest.FixtureRequest, forgotten_after: None) -> Iterator[None]:
    """In the place of `nothing_kept`: what is kept of a home says something to the next test where both only read it.

    Who takes `monkeypatch` or a home of its own begins with nothing kept, and leaves nothing.
    """
    changes = bool({"monkeypatch", "tiny", "tmp_path"} & signature(request.function).parameters.keys())
    if changes:
        forget()
    yield
    if changes:
        forget()


def forget() -> None:
    """Forget everything that pages keep, as if this process had just begun."""
    _opened.clear()
    st.cache_resource.clear()
    kept.forget()


def opened(tiny: Tiny, monkeypatch: pytest.MonkeyPatch, today: dt.date = TODAY) -> Tiny:
    place = (str(tiny.home.root), today.isoformat())
    if _opened != [place]:
        forget()
        _opened.append(place)
    monkeypatch.setenv("OBSERVATORY_HOME", str(tiny.home.root))
    monkeypatch.setenv("OBSERVATORY_REFERENCE", str(tiny.pack_folder))
    monkeypatch.setenv("OBSERVATORY_TODAY", today.isoformat())
    return tiny


def visit(page: str = "home", language: str = "zh", theme: str = "light", **query: str) -> AppTest:
    """A page as it stands after its address was opened."""
    return visit_address(query, page, language, theme)


def visit_address(
    query: dict[str, str], page: str = "home", language: str = "zh", theme: str = "light"
) -> AppTest:
    """The same, of an address that may say anything; `theme` is the browser's."""
    test = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    test.context = {"locale": {"zh": "zh-CN", "en": "en-GB"}[language], "theme": theme}
    if page != "home":
        test.switch_page(SCREENS[page].path)
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return test


def by_menu(test: AppTest, page: str) -> AppTest:
    """Go to a page as the menu does, which names in the address what is kept."""
    path = SCREENS[page].path
    (link,) = {
        one.proto.query_string
        for one in test.get("page_link")
        if one.proto.page == SCREENS[page].stem or (page == "home" and not one.proto.page)
    }
    test.switch_page(path)
    test.query_params.clear()
    for name, value in parse_qsl(link):
        test.query_params[name] = value
    return test.run()


def problem_of(test: AppTest) -> str:
    """What a page that cannot be shown says to whoever runs the service."""
    (folded,) = test.expander
    return str(folded.markdown[0].value)


def title(test: AppTest) -> str:
    return str(test.title[0].value)


def text_of(test: AppTest) -> str:
    """All that a reader sees of what Streamlit itself does not say."""
    parts = [
        html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", one.value, flags=re.S)) for one in test.html
    ]
    parts += [one.value for kind in (test.title, test.subheader, test.caption, test.error) for one in kind]
    parts += [f"{one.label} {one.value} {one.help}" for one in test.metric]
    widgets = [*test.selectbox, *test.multiselect, *test.button, *test.get("segmented_control")]
    parts += [f"{one.label} {' '.join(getattr(one, 'options', []))}" for one in widgets]
    parts += [one.value for one in test.page_link]
    for frame in test.dataframe:
        config = json.loads(frame.proto.columns or "{}")
        parts += [str(column.get("label") or "") for column in config.values()]
        parts += [
            str(cell)
            for column in frame.value
            for cell in frame.value[column]
            if not str(cell).startswith(("data:", "<NA>"))
        ]
    return re.sub(r":material/\w+:", "", " ".join(str(part) for part in parts))


def test_the_title_is_the_finding_with_its_bounds(at_home: Tiny) -> None:
    assert title(visit()) == "5 个县（市、区）中 2 个达标、1 个未达标、2 个待核（最终达标 2 至 4 个）"
    assert (
        title(visit(language="en"))
        == "2 of 5 counties meet the target, 1 does not; 2 cannot be judged yet, so 2 to 4 in the end"
    )


def test_undecided_counties_are_told_apart_under_the_title(at_home: Tiny) -> None:
    assert "1 个未报，1 个未报齐" in text_of(visit())


def test_tiles_say_what_the_question_answers(at_home: Tiny) -> None:
    row = at_home.ask(
        "compliance_headline", indicator="community_workers_per_10k_urban", period=PERIOD, areas=["990000"]
    )
    answer = row.to_dicts()[0]
    ratio, gap, near, complete = visit().metric
    # Under 80 % of the whole denominator is known, so there is no ratio.
    assert (answer["share_known"] < 0.8, answer["value_shown"], ratio.value) == (True, None, "—")
    assert gap.value == f"{answer['gap']} 至 {answer['gap_at_most']}"
    assert gap.delta == f"{answer['gap_change']:+d}"
    assert near.value == str(answer["near_target"])
    assert complete.value == "3 / 5"


def test_the_table_shows_the_same_counties_largest_gap_first(at_home: Tiny) -> None:
    frame = visit(view="table").dataframe[0].value
    assert list(frame["code"])[:1] == ["990102"]
    assert set(frame["code"]) == {"990101", "990102", "990201", "990202", "999001"}
    by_code = frame.set_index("code")
    assert by_code.loc["990102", "balance"] == -5
    assert "未达标" in by_code.loc["990102", "verdict"]
    assert "未报齐" in by_code.loc["990201", "verdict"]
    assert by_code.loc["990101", "denominator"] == 20_400
    assert "暂用" in by_code.loc["990101", "as_of"]


def test_a_chosen_city_narrows_everything(at_home: Tiny) -> None:
    test = visit(city="990100", view="table")
    assert title(test) == "东江市未报齐，待核：2 个县（市、区）中 1 个达标、1 个未达标"
    assert set(test.dataframe[0].value["code"]) == {"990101", "990102"}


def test_a_county_of_another_city_is_let_go_when_the_city_changes(at_home: Tiny) -> None:
    test = visit(county="999001")
    test.selectbox(key="choice_city").set_value("990100").run()
    assert test.query_params.get("county") is None
    assert "无法识别" not in text_of(test)


def test_a_period_before_its_target_gives_no_verdict(at_home: Tiny) -> None:
    test = visit(period="2021-03-31")
    assert "没有适用的目标" in title(test)
    assert "达标" not in text_of(test).replace("未达标的县", "").replace("达标地图", "")


def test_counties_with_another_extent_are_named_under_the_map(at_home: Tiny) -> None:
    assert "边界与今不同" in text_of(visit(period="2021-03-31"))
    assert "边界与今不同" not in text_of(visit())


def test_counties_without_a_shape_are_named_under_the_map(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny.pack_folder / "counties.geojson"
    shapes = json.loads(path.read_text(encoding="utf-8"))
    shapes["features"] = [f for f in shapes["features"] if f["properties"]["area_code"] != "999001"]
    path.write_text(json.dumps(shapes), encoding="utf-8")
    toml = tiny.pack_folder / "pack.toml"
    listed = toml.read_text(encoding="utf-8").replace("shapes_missing = []", 'shapes_missing = ["999001"]')
    toml.write_text(listed, encoding="utf-8")
    tiny.built()
    opened(tiny, monkeypatch)
    assert "地图上没有这些县的图形： 戊辰市" in re.sub(r"\s+", " ", text_of(visit()))


def test_a_period_without_a_return_says_so(at_home: Tiny) -> None:
    test = visit(period="2024-03-31")
    assert title(test) == "2024年第1季度：5 个县都还没有上报"
    assert "还没有可排的数" in text_of(test)


def test_an_indicator_without_a_target_gets_no_verdict(at_home: Tiny) -> None:
    test = visit(indicator="communities_per_10k_urban", view="table")
    assert "达标" not in title(test)
    assert "均有数" in title(test)
    assert "verdict" in test.dataframe[0].value
    assert "balance" not in test.dataframe[0].value
    assert [one.value for one in test.metric][1:3] != ["—", "—"]


@pytest.mark.parametrize("page", SCREENS)
@pytest.mark.parametrize(
    "indicator", ["communities_per_10k_urban", "service_complex_coverage", "childcare_coverage"]
)
def test_every_page_stands_for_every_kind_of_indicator(at_home: Tiny, page: str, indicator: str) -> None:
    test = visit(page, indicator=indicator)
    assert not test.error
    assert title(test)


def test_the_card_leads_back_to_the_filed_return(at_home: Tiny) -> None:
    test = visit(county="999001")
    card = text_of(test)
    for part in (
        "戊辰市",
        "达标",
        "18.18",
        "正好达标",
        "staffing-00000004",
        "2026年2月1日，迟报",
        "staffing_4.csv",
    ):
        assert part in card, part
    test.button(key="open_filed").click().run()
    cells = test.dataframe[-1].value
    assert set(cells["file"]) == {"staffing_4.csv"}
    assert cells["value"].sum() == 28
    assert sorted(set(cells["row"])) == [2, 3, 4]


def test_the_card_of_an_estimate_says_so(at_home: Tiny) -> None:
    assert "推算" in text_of(visit(county="990202"))


def test_an_unreported_county_has_a_card_without_a_return(at_home: Tiny) -> None:
    test = visit(county="990202")
    assert "未报，无法判断" in text_of(test)
    assert [button.key for button in test.button] == ["clear_county"]


def test_clearing_the_county_brings_the_ranking_back(at_home: Tiny) -> None:
    test = visit(county="999001")
    test.button(key="clear_county").click().run()
    assert "缺口最大的县" in text_of(test)
    assert "county" not in test.query_params


def test_the_address_says_what_was_chosen_and_no_default(at_home: Tiny) -> None:
    test = visit()
    assert dict(test.query_params) == {}
    test.selectbox(key="choice_period").set_value("2024-12-31").run()
    test.query_params["county"] = "990102"
    test.run()
    test.get("segmented_control")[1].set_value("gap").run()
    assert dict(test.query_params) == {"period": "2024-12-31", "county": "990102", "colour": "gap"}
    # Who goes back to what a page opens with has chosen nothing any more; an address that names it pins it.
    test.get("segmented_control")[1].set_value("ratio").run()
    test.selectbox(key="choice_period").set_value("2025-12-31").run()
    assert dict(test.query_params) == {"county": "990102"}
    test = visit(period="2025-12-31", view="map")
    assert dict(test.query_params) == {"period": "2025-12-31", "view": "map"}


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_a_page_that_is_opened_has_no_address_but_its_own(at_home: Tiny, screen: str) -> None:
    test = visit(screen)
    assert not test.error
    assert dict(test.query_params) == {}
    assert dict(test.run().query_params) == {}
    # Nor do the menu's links say what nobody chose.
    assert {one.proto.query_string for one in test.sidebar.get("page_link")} == {""}


def test_an_address_opens_what_it_was_copied_from(at_home: Tiny) -> None:
    test = visit(period="2024-12-31", city="990200", lang="en", view="table")
    assert "Xishan City" in title(test)
    assert test.selectbox(key="choice_period").value == "2024-12-31"


def test_choices_are_kept_from_page_to_page(at_home: Tiny) -> None:
    test = visit()
    test.selectbox(key="choice_period").set_value("2024-12-31").run()
    test.selectbox(key="choice_city").set_value("990200").run()
    test.switch_page("pages/about.py").run()
    test.switch_page("app.py").run()
    assert test.selectbox(key="choice_period").value == "2024-12-31"
    assert test.selectbox(key="choice_city").value == "990200"


@pytest.mark.parametrize("page", ["home", "tiers"])
def test_an_address_of_the_open_page_that_leaves_a_city_out_takes_it_back(at_home: Tiny, page: str) -> None:
    test = visit(page, city="990100")
    before = dict(test.query_params)
    assert "city" in before
    del test.query_params["city"]  # the way Back does
    test.run()
    assert "city" not in test.query_params
    assert test.query_params.keys() == before.keys() - {"city"}
    assert "东江市" not in title(test)


def test_the_menu_carries_the_choices(at_home: Tiny) -> None:
    test = visit(period="2024-12-31")
    links = [one.proto.query_string for one in test.page_link]
    assert len([link for link in links if "period=2024-12-31" in link]) >= len({"home", "trends", "about"})


# A statement is the reader's own: whatever it says is run, and what is wrong with it is told in its place.
FREE = {"q"}
WRONG = ("99", "<script>", "2031-12-31", "zz,unreported", "x" * 5000)


def test_what_an_address_chooses_is_told_by_its_label_and_never_looks_like_the_key() -> None:
    keys = {key for screen in SCREENS.values() for key in screen.keys} - {"lang"}
    for language in ("zh", "en"):
        speech = speak(language)
        assert [key for key in sorted(keys) if speech(f"choice.{key}") == key] == []
    assert [key for key in sorted(keys) if not speak("en")(f"choice.{key}")[0].isupper()] == []
    assert speak("zh")("choice.target") == "设想的目标"


@pytest.mark.parametrize(
    ("page", "query", "zh", "en"),
    [
        ("bulletin", {"city": "990100"}, "设区市“990100”（本页没有这个选项）", "this page has no such choice"),
        ("trends", {"county": "990101"}, "县（市、区）“990101”（本页没有这个选项）", "this page has no such choice"),
        ("bulletin", {"from": "mail"}, "“from”“mail”（没有哪一页有这个选项）", "no page has such a choice"),
        ("trends", {"city": "990100", "areas": "990101"}, "", ""),
    ],
)  # fmt: skip
def test_a_choice_of_other_pages_in_an_address_is_told_and_taken_out_of_it(
    at_home: Tiny, page: str, query: dict[str, str], zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        test = visit(page, language, **query)
        told = " ".join(one.value for one in test.caption)
        assert said in told if said else not told
        assert not {"county", "from"} & test.query_params.keys()
        assert "city" not in test.query_params or page == "trends"


@pytest.mark.parametrize(
    ("page", "query", "key", "code"),
    [
        ("home", {"county": "甲子区"}, "county", "990101"),
        ("home", {"county": "甲子"}, "county", "990101"),
        ("area_profile", {"county": "Jiazi District"}, "county", "990101"),
        ("home", {"city": "东江"}, "city", "990100"),
        ("drill", {"county": "jiazi"}, "county", "990101"),
        ("trends", {"areas": "甲子,Dongjiang"}, "areas", "990101,990100"),
    ],
)
def test_an_area_that_an_address_names_is_taken_and_the_address_has_its_code(
    at_home: Tiny, page: str, query: dict[str, str], key: str, code: str
) -> None:
    test = visit(page, "zh", **query)
    assert "".join(test.query_params[key]) == code
    assert not test.caption


def test_a_name_that_is_no_areas_is_answered_with_those_near_it(at_home: Tiny) -> None:
    for page, query in (("home", {"county": "甲字区"}), ("trends", {"areas": "甲字区,990201"})):
        test = visit(page, "en", **query)
        assert "甲字区" in " ".join(one.value for one in test.caption)
        (told,) = [one.value for one in test.html if "Perhaps meant" in one.value]
        assert "990101" in told
        assert "Jiazi District" in told


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_whatever_an_address_gets_wrong_is_told_in_one_quiet_line_and_not_used(
    at_home: Tiny, screen: str, language: str
) -> None:
    keys = SCREENS[screen].keys
    right = text_of(visit(screen, language))
    # What is told is worked out alike in both languages: one wrong word each is enough for the second.
    for wrong in WRONG if language == "zh" else WRONG[:1]:
        for asked in ({key: wrong} for key in keys if key != "lang" and key not in FREE):
            test = visit_address(asked, screen, language)
            (key,) = asked
            assert not test.error, (key, wrong)
            assert wrong not in dict(test.query_params).values(), (key, wrong)
            said = text_of(test).replace(plain.BREAK, "").replace("\\", "")
            told = wrong.split(",")[0][:30]
            # A page on which nothing is chosen has no box for it, but an address that is not used is told all the same.
            assert told in said, (key, wrong)
            assert {"zh": "未采用", "en": "Not used"}[language] in said, (key, wrong)
    assert {"zh": "未采用", "en": "Not used"}[language] not in right
    checked = [key for key in keys if key not in FREE]
    test = visit_address(dict.fromkeys(checked, "99"), screen, language)
    assert not test.error
    assert text_of(test).count("99") >= len(checked)


def test_the_note_stays_when_the_page_runs_once_more_by_itself_and_goes_with_the_next_choice(
    at_home: Tiny,
) -> None:
    test = visit(period="2031-12-31")
    assert "2031" in text_of(test.run())
    assert text_of(test).count("2031") == 1
    boxes = {one.key: one for one in test.selectbox}
    boxes["choice_city"].set_value("990100").run()
    assert "2031" not in text_of(test)


@pytest.mark.parametrize("by_itself", [True, False])
def test_a_run_that_chooses_nothing_does_not_undo_a_choice_with_the_address_of_before(
    at_home: Tiny, by_itself: bool
) -> None:
    test = visit(county="999001", period="2025-12-31")
    before = dict(test.query_params)
    boxes = {one.key: one for one in test.selectbox}
    boxes["choice_period"].set_value("2024-12-31").run()
    assert test.query_params["period"] == "2024-12-31"
    for key, value in before.items():  # the browser has not heard of the choice yet, or the reader went back
        test.query_params[key] = value
    if by_itself:
        test.button(key="open_filed").click()
    test.run()
    assert test.query_params["period"] == ("2024-12-31" if by_itself else before["period"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_area_that_is_no_more_says_what_replaced_it_and_offers_it(
    tiny: Tiny, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {
        "area_name_zh": "甲寅区",
        "area_name_en": "Jiayin District",
        "short_name_zh": "甲寅",
        "short_name_en": "Jiayin",
    }
    kind = {
        "area_level": "county",
        "area_kind": "district",
        "parent_code": "990100",
        "name_en_status": "official",
    }
    tiny.add("areas", {"area_code": "990103", **names, **kind, "valid_to": "2021-04-08", "source": "test"})
    change = {
        "old_area_code": "990103",
        "old_name_zh": "甲寅区",
        "area_level": "county",
        "kind": "merged",
        "status": "documented",
    }
    told = {
        "document": "x",
        "description_zh": "甲寅区并入<两区>",
        "description_en": "Jiayin merged into <two>",
    }
    for code, name in (("990101", "甲子区"), ("990102", "乙丑区")):
        tiny.add(
            "area_changes",
            {"effective_date": "2021-04-09", "new_area_code": code, "new_name_zh": name, **change, **told},
        )
    tiny.staff_everywhere({"990101": 40})
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("drill", language, county="990103")
    note = next(
        one.value
        for one in test.html
        if "990101" in one.value and "under" in one.value and "href" in one.value
    )
    assert "county=990101" in note
    assert "county=990102" in note
    assert (
        "甲寅区自2021年4月9日起不再有" if language == "zh" else "Jiayin District ended on 9 Apr 2021"
    ) in note
    assert "&lt;" in note
    assert "county" not in test.query_params
    # One that is there, or was never, offers nothing.
    assert "不再有" not in text_of(visit("drill", county="990101"))
    assert "不再有" not in text_of(visit("drill", county="990199"))


def test_a_note_does_not_follow_to_another_page(at_home: Tiny) -> None:
    test = visit(period="2031-12-31")
    assert "2031" not in text_of(test.switch_page(SCREENS["about"].path).run())


def test_a_language_that_is_not_there_is_told(at_home: Tiny) -> None:
    test = visit(lang="fr")
    assert title(test).startswith("5 个县")
    assert "语言“fr”" in text_of(test)
    assert "lang" not in test.query_params


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"choice_colour": "gap"}, False),
        ({"choice_indicator": "certified_worker_share"}, False),
        ({"choice_period": "2024-12-31"}, True),
        ({"choice_city": "990100"}, True),
    ],
)
def test_a_class_falls_with_the_colour_or_the_indicator_it_was_a_class_of(
    at_home: Tiny, changed: dict[str, str], kept: bool
) -> None:
    test = visit(**{"class": "3"})
    ((key, value),) = changed.items()
    boxes = {one.key: one for one in (*test.selectbox, *test.get("button_group"))}
    boxes[key].set_value(value).run()
    assert not test.error
    assert ("class" in test.query_params) is kept


def test_a_class_falls_on_a_page_left_behind_when_another_page_takes_another_indicator(at_home: Tiny) -> None:
    test = visit(**{"class": "3", "indicator": WORKERS})
    test.switch_page(SCREENS["trends"].path)
    test.query_params["indicator"] = "certified_worker_share"
    test.run()
    links = [one.proto.query_string for one in test.page_link]
    assert any("indicator=certified_worker_share" in link for link in links)
    assert not any("class=3" in link for link in links)


def test_a_trend_says_what_it_shows_and_takes_six_areas_at_most(at_home: Tiny) -> None:
    test = visit("trends", areas="990101,990102,nowhere,990202,990201,999001,990100,990200")
    assert len(test.query_params["areas"].split(",")) == 6
    assert "nowhere" in text_of(test)
    assert "试验2025年第4季度是否达标待核" in title(test)


def test_a_trend_counts_its_gaps(at_home: Tiny) -> None:
    rows = at_home.ask("area_series", indicator=WORKERS, areas=("990101", "990000")).to_dicts()
    gaps = sum(
        r["value_shown"] is None and r["value_status"] not in ("not_applicable", "not_due") for r in rows
    )
    assert gaps > 1
    said = text_of(visit("trends", areas="990101", beside="whole"))
    assert f"线断处没有完整上报（本图 {gaps} 处），不补、不连。" in said


def test_a_trend_without_a_gap_says_where_its_lines_break(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = Tiny(tmp_path)
    redrawn = dt.date(2021, 4, 9)
    for day in pl.date_range(dt.date(2020, 12, 31), PERIOD, "1q", eager=True).dt.month_end():
        tiny.staff_everywhere({"990101": 40, "999001": 30}, period=day)
        if day < redrawn:
            tiny.staff({"990101003": 4}, period=day)
    tiny.built()
    opened(tiny, monkeypatch)
    assert "所画各线各季度均已报齐。" in text_of(visit("trends", areas="999001", beside="none"))
    assert "已设立的季度均已报齐；线断处为区划变更或尚未设立" in text_of(
        visit("trends", areas="990101", beside="none")
    )


def test_a_trend_without_areas_still_stands(at_home: Tiny) -> None:
    test = visit("trends", areas="none", beside="none")
    assert not test.error
    assert test.query_params["areas"] == "none"


def test_what_is_said_of_the_data_is_read_from_the_warehouse(at_home: Tiny) -> None:
    text = text_of(visit("about")) + text_of(visit("catalogue", view="table"))
    for row in at_home.ask("indicator_catalogue").to_dicts():
        assert row["definition_zh"] in text
    for row in at_home.ask("target_catalogue").to_dicts():
        assert row["legal_basis_zh"] in text
    assert at_home.ask("snapshot_facts")["snapshot_id"][0] in text
    assert "填报数据为模拟数据" in text


# Codes, files, commands and column names are the same in both languages.
SAME = re.compile(
    r"\b(?:SQL|staffing[-_]\S+|\S+\.csv|DuckDB|python -m pipelines \w+|build|marts\.\w+|tiny|English|Language"
    r"|Parquet|[A-Z]{3,}(?:\(\d+,\d+\))?|[a-z]+_[a-z_0-9]+|cm)\b",
    re.ASCII,
)


@pytest.mark.parametrize("query", [{}, {"county": "990102"}, {"view": "table"}, {"period": "2021-03-31"}])
@pytest.mark.parametrize("page", SCREENS)
def test_a_chinese_page_carries_no_english(at_home: Tiny, page: str, query: dict[str, str]) -> None:
    test = visit(page, **query)
    columns = set(at_home.ask("mart_columns")["column_name"]) | {"made up for the tests"}
    if (
        page == "lab"
    ):  # what a statement answers with, and the names and measures that statements are written in
        columns |= {"marts", "questions", "MB", *at_home.ask("areas_on", period=PERIOD)["area_name_en"]}
    if page == "exports":  # questions are named as an address names them
        columns |= {"MB", "KB", "GeoJSON", "nan", "test", *questions()}  # a blank figure is no number
    text = text_of(test)
    if page == "submissions":  # sources are offered by their titles, which cite what they are made from
        columns |= {"MB"}
        for source in at_home.pack.table("sources")["title_zh"]:
            text = text.replace(plain.line(source, 60), " ")
    codes = re.findall("<code>([^<]+)</code>", " ".join(one.value for one in test.html))
    for code in sorted(codes, key=len, reverse=True):
        text = text.replace(code, " ")
    for name in sorted(columns, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text, flags=re.ASCII)
    for value in query.values():  # what an address says is cited as it stands there
        text = text.replace(f"“{value}”", "")
    assert LATIN.findall(SAME.sub(" ", text)) == []


@pytest.mark.parametrize("query", [{}, {"county": "990102"}, {"view": "table"}, {"period": "2021-03-31"}])
@pytest.mark.parametrize("page", SCREENS)
def test_an_english_page_carries_no_chinese(at_home: Tiny, page: str, query: dict[str, str]) -> None:
    text = text_of(visit(page, "en", **query))
    # The switch names both languages; a document is cited as it is called.
    cited = ["中文", "语言", *at_home.ask("boundary_changes")["document"].drop_nulls()]
    if page == "lab":  # what a statement answers with
        cited += at_home.ask("areas_on", period=PERIOD)["area_name_zh"].to_list()
    for name in cited:
        text = text.replace(name, "")
    assert CHINESE.findall(text) == []
    assert RUN_TOGETHER.findall(text) == []


def test_a_first_start_builds_without_being_asked(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    assert not tiny.home.current_file.exists()
    assert "都还没有上报" in title(visit())
    assert tiny.home.current_file.exists()


def test_a_newer_snapshot_is_taken_at_the_next_rerun(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    old = tiny.built()
    test = visit()
    assert old.id in text_of(test)
    new = tiny.build()
    test.run()
    assert new.id in text_of(test)


def test_a_changed_pack_is_built_before_it_is_shown(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    tiny.change("areas", {"area_code": "990000"}, short_name_zh="新名")
    assert "新名" in text_of(visit())


def test_old_data_says_that_it_is_old(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(filed, monkeypatch, dt.date(2026, 4, 30))
    text = text_of(visit())
    assert "数据停在2026年2月20日，已过 69 天" in text
    assert "2026年4月20日的填报期限已过" in text


def test_returns_that_are_not_built_in_are_noted(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    assert "有新报表" not in text_of(visit())
    tiny.home.landing.mkdir(exist_ok=True)
    tiny.home.sequence_file.write_text("7\n", encoding="utf-8")
    assert "有新报表" in text_of(visit())


def test_only_simulated_figures_are_marked_simulated(at_home: Tiny) -> None:
    assert "社区工作者为模拟数据" in text_of(visit())
    assert "模拟" not in text_of(visit(indicator="communities_per_10k_urban"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_failure_is_told_without_a_traceback(
    language: str, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    (tiny.pack_folder / "pack.toml").unlink()
    test = visit(language=language)
    assert len(test.error) == 1
    assert "Traceback" not in text_of(test)
    assert "pack.toml" in problem_of(test)
    for told in (test.error[0].value, problem_of(test)):
        assert bool(CHINESE.search(told)) is (language == "zh")


def test_a_fault_of_ours_is_told_as_one(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.home.headline.draw", lambda page, choice: 1 / 0)
    test = visit()
    assert "程序出错了" in test.error[0].value


def test_every_page_file_is_in_the_menu() -> None:
    paths = {screen.path for screen in SCREENS.values()}
    assert paths == {"app.py", *(f"pages/{path.name}" for path in (PROJECT / "pages").glob("*.py"))}


def test_every_map_chart_and_table_has_words_for_those_who_cannot_see_it() -> None:
    silent = []
    for path in (PROJECT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                drawn = node.func.attr in ("pydeck_chart", "plotly_chart", "dataframe")
                if drawn and "alt" not in {keyword.arg for keyword in node.keywords}:
                    silent.append(f"{path.name}:{node.lineno}")
    assert silent == []


# What of the frame reaches the warehouse; nothing else of the pages does.
DOORS = {
    "addresses",  # answers programs, whose only page is the question
    "answers.py",
    "as_of.py",  # of another snapshot, for the whole page
    "asking.py",
    "desk",  # files what is brought, and has it published
    "following.py",
    "indices.py",
    "kept.py",
    "offered.py",
    "preparing.py",
    "startup.py",
    "statements.py",
    "vanguard.py",
    "works.py",
}


def test_pages_reach_data_only_through_the_answers() -> None:
    reaching = []
    for path in [PROJECT / "app.py", *(PROJECT / "pages").glob("*.py"), *(PROJECT / "ui").rglob("*.py")]:
        if DOORS & {path.name, path.parent.name}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("warehouse"):
                reaching += [f"{path.name}: {node.module}" for _ in [0] if node.module != "words.problems"]
    assert reaching == []


# ---------------------------------------------------------------- fifty indicators in one list


def test_a_group_offers_its_own_indicators_and_shows_its_first(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator_boxes, "FEW", 0)
    opened(filed, monkeypatch)
    test = visit(language="en")
    every = test.selectbox(key="choice_indicator").options
    box = test.selectbox(key="choice_group")
    assert box.value == "all"
    assert box.options[0] == "All indicators"
    assert {text.split(":")[0] for text in box.options[1:]} == {"System"}
    test = box.set_value("services").run()
    offered = test.selectbox(key="choice_indicator").options
    assert 0 < len(offered) < len(every)
    assert test.query_params["group"] == "services"
    chosen = test.query_params["indicator"]
    assert chosen in indicator_boxes.groups(catalogue(filed))["services"]
    # One that stands in the group stays when the group is taken back.
    test = test.selectbox(key="choice_group").set_value("all").run()
    assert test.query_params["indicator"] == chosen
    assert "group" not in test.query_params
    assert test.selectbox(key="choice_indicator").options == every


def test_an_indicator_that_is_asked_for_by_itself_opens_whatever_group_was_chosen(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator_boxes, "FEW", 0)
    opened(filed, monkeypatch)
    test = visit(group="services", indicator=WORKERS)
    assert test.selectbox(key="choice_group").value == "all"
    assert test.query_params["indicator"] == WORKERS
    test = visit(group="services")
    first = indicator_boxes.groups(catalogue(filed))["services"][0]
    # A group that is chosen names its first, as not every page knows of groups.
    assert test.selectbox(key="choice_indicator").value == test.query_params["indicator"] == first
    test = visit().selectbox(key="choice_group").set_value("services").run()
    assert test.query_params["indicator"] == first
    test = visit(group="nonsense")
    assert test.selectbox(key="choice_indicator").value == WORKERS
    assert "nonsense" in text_of(test)


def catalogue(filed: Tiny) -> dict[str, dict[str, Any]]:
    return Answers(filed.reader).indicators()


def test_groups_are_the_systems_and_then_the_measures_that_have_indicators() -> None:
    rows = {
        "a": {"policy_system": "services", "measure_group": None},
        "b": {"policy_system": "development", "measure_group": "grids"},
        "c": {"policy_system": "services", "measure_group": "grids"},
    }
    found = indicator_boxes.groups(rows)
    assert [*found.items()] == [("development", ["b"]), ("services", ["a", "c"]), ("grids", ["b", "c"])]


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "5，其中登记表 2"), ("en", "5, 2 of them of registers")]
)
def test_as_many_returns_are_told_as_the_commands_tell(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    ask_all(tiny)
    for code in ("990101", "990102", "990201"):
        tiny.staff_everywhere({code: 20})
    for code in ("A1", "A2"):
        filed = {
            "code": code,
            "list": "tasks",
            "title_zh": "事项",
            "start_on": "2022-05",
            "status": "under_way",
        }
        assert enter(tiny, "initiatives", filed).status == "accepted"
    tiny.built()
    opened(tiny, monkeypatch)
    landed = status(tiny.home, tiny.pack)["landing"]
    assert sum(one["returns"] for one in landed.values()) == 5
    assert told in text_of(visit("about", language))
