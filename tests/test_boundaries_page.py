"""Trends and the map on the counties of a day: as published, today's, or those of any day."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from typing import Any

import pytest

from files import picture
from files.picture import Subject
from files.table import written
from programme import PROJECT
from tests.test_boundary import AFTER, BEFORE, workers
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, visit
from tests.test_rebased import LATER, NEW, filed
from tests.tiny import TODAY, WORKERS, Tiny
from warehouse.filled import completed
from words import speak

__all__ = ["nothing_kept"]
DAY = "2021-03-31"
THEN = BEFORE.isoformat()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed(Tiny(tmp_path_factory.mktemp("boundaries")))


@pytest.fixture
def at_home(built: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(built, monkeypatch)


def box(test: Any) -> Any:
    return test.selectbox(key="choice_boundaries")


@pytest.mark.parametrize(("page", "query"), [("home", {"period": THEN}), ("trends", {"areas": "990101"})])
def test_a_choice_stands_in_the_address_and_on_the_strip(
    at_home: Tiny, page: str, query: dict[str, str]
) -> None:
    test = visit(page, **query)
    assert box(test).value == ""
    assert box(test).options == ["当时公布", "今日区划", "2021年4月8日"]
    assert "boundaries" not in test.query_params
    test = box(test).set_value("today").run()
    assert test.query_params["boundaries"] == "today"
    assert "今日区划，归并数不作考核依据" in text_of(test)
    test = box(test).set_value("2021-04-08").run()
    assert "2021年4月8日的区划，归并数不作考核依据" in text_of(test)
    test = box(test).set_value("").run()
    assert "boundaries" not in test.query_params
    assert "归并数不作考核依据" not in text_of(test)


def test_a_day_of_the_address_is_one_of_its_stretch(at_home: Tiny) -> None:
    test = visit("trends", areas="990101", boundaries=DAY)
    assert (box(test).value, box(test).options) == (DAY, ["当时公布", "今日区划", "2021年3月31日"])


@pytest.mark.parametrize("wrong", ["2020-12-30", "2100-01-01", "yesterday", "2021-02-30"])
def test_what_is_no_day_of_the_periods_is_told(at_home: Tiny, wrong: str) -> None:
    test = visit("home", boundaries=wrong)
    assert not test.error
    assert f"区划“{wrong}”" in text_of(test)
    assert "boundaries" not in test.query_params


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("home", {"period": THEN, "boundaries": "today"}),
        ("home", {"period": THEN, "boundaries": "today", "view": "table"}),
        ("home", {"period": THEN, "boundaries": "today", "view": "tiles", "county": "990101"}),
        ("home", {"boundaries": DAY, "view": "chart"}),
        ("home", {"boundaries": DAY, "county": "990102"}),
        ("trends", {"areas": "990101,990102,990100", "boundaries": "today"}),
        ("trends", {"areas": "990101,990102", "boundaries": DAY, "beside": "whole,city"}),
        ("exports", {"question": "rebased_counties", "boundaries": DAY, "period": THEN}),
        ("exports", {"question": "rebased_series", "areas": "990101"}),
    ],
)
def test_both_languages_are_whole(at_home: Tiny, page: str, query: dict[str, str], language: str) -> None:
    test = visit(page, language, **query)
    assert not test.error
    text = text_of(test)
    if language == "zh":
        known = SAME.sub(" ", re.sub(r"made up for the tests|test\b|staffing\S*", "", text))
        assert LATIN.findall(known) == [] or page == "exports"
    else:
        assert CHINESE.findall(text.replace("中文", "").replace("语言", "")) == []


def ratios(test: Any) -> dict[str, float]:
    """The ratios of the two districts in the table of counties."""
    shown = test.dataframe[0].value
    rows = shown[shown["county"].isin(["甲子区", "乙丑区"])]
    return dict(zip(rows["county"], rows["ratio"].astype(float), strict=True))


def test_the_map_s_counties_are_those_of_the_day_and_the_headline_stays_published(at_home: Tiny) -> None:
    published = visit("home", period=THEN, view="table")
    test = visit("home", period=THEN, view="table", boundaries="today")
    assert test.title[0].value == f"当时公布：{published.title[0].value}"
    # 40 for 20,000 and 45 for 30,000, where 60 for 30,000 and 25 for 20,000 were published.
    assert ratios(test) == {"甲子区": 20, "乙丑区": 15}
    assert ratios(published) == {"甲子区": 20, "乙丑区": 12.5}
    assert "数已归并到所选区划" in text_of(visit("home", period=THEN, boundaries="today"))


def test_the_card_of_a_county_says_how_its_figures_came(at_home: Tiny) -> None:
    text = text_of(visit("home", period=THEN, boundaries="today", county="990101"))
    assert "按乡镇归并，分母为该范围自己的数" in text
    assert "按乡镇归并" not in text_of(visit("home", period=THEN, county="990101"))


def test_a_trend_says_how_many_points_are_rebased_and_how(at_home: Tiny) -> None:
    text = text_of(visit("trends", areas="990101", boundaries=DAY, beside="none"))
    assert "空心点（3 个）当时的区划不同" in text
    assert "其中 2 个的分母按份额分摊，为推算" in text
    assert "空心点" not in text_of(visit("trends", areas="990101", beside="none"))


def add_district(tiny: Tiny, code: str, zh: str, en: str, **life: str) -> None:
    """A district of the first city that was there for a part of the time."""
    kind = {"area_level": "county", "area_kind": "district", "name_en_status": "official", "source": "tests"}
    names = {"area_code": code, "area_name_zh": zh, "area_name_en": en, "parent_code": "990100"}
    tiny.add("areas", kind | names | life)


def add_change(tiny: Tiny, kind: str, old: tuple[str, str], new: tuple[str, str], zh: str, en: str) -> None:
    """A change of counties on the day that Sanjie moved; `old` and `new` are code and name."""
    change = {"effective_date": "2021-04-09", "kind": kind, "status": "documented", "document": "d"}
    told = {"description_zh": zh, "description_en": en, "area_level": "county"}
    sides = {"old_area_code": old[0], "old_name_zh": old[1], "new_area_code": new[0], "new_name_zh": new[1]}
    tiny.add("area_changes", change | told | sides)


def gone(tiny: Tiny) -> None:
    """A district that ended with Sanjie's move: all of it went into Jiazi."""
    add_district(tiny, "990103", "甲寅区", "Jiayin District", valid_to="2021-04-08")
    sides = ("990103", "甲寅区"), ("990101", "甲子区")
    add_change(tiny, "merged", *sides, "甲寅区并入甲子区", "Jiayin merged into Jiazi")
    tiny.staff({"990103": 7}, period=BEFORE)


def test_a_county_that_has_ended_offers_what_stands_in_its_place(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone(tiny)
    tiny.built()
    opened(tiny, monkeypatch)
    # As published it is drawn to its end; its successor can take its place.
    test = visit("trends", areas="990102,990103")
    (told,) = [one.value for one in test.html if "甲寅区自2021年4月9日起不再有" in one.value]
    assert "areas=990102%2C990101" in told
    # On today's boundaries it is no county: said, left out, and offered in the same way.
    test = visit("trends", areas="990102,990103", boundaries="today")
    assert "“990103”（所选区划没有）" in text_of(test)
    assert "甲寅区自2021年4月9日起不再有" in text_of(test)
    assert test.query_params["areas"] == "990102"
    # On those of before it is one.
    test = visit("home", "en", county="990103", boundaries=DAY)
    assert "Jiayin District" in text_of(test)
    assert "no longer" not in text_of(test)


def test_a_county_that_is_not_yet_offers_what_was_there_before(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_district(tiny, "990104", "丙卯区", "Bingmao District", valid_from="2021-04-09")
    sides = ("990101", "甲子区"), ("990104", "丙卯区")
    add_change(tiny, "split", *sides, "甲子区分设丙卯区", "Bingmao split from Jiazi")
    settings = tiny.pack_folder / "pack.toml"
    missing = settings.read_text(encoding="utf-8").replace(
        "shapes_missing = []", 'shapes_missing = ["990104"]'
    )
    settings.write_text(missing, encoding="utf-8")
    tiny.staff({"990102": 7}, period=BEFORE)
    tiny.built()
    opened(tiny, monkeypatch)
    text = text_of(visit("home", "en", county="990104", boundaries=DAY))
    assert "Bingmao District began on 9 Apr 2021 (Bingmao split from Jiazi). Before it was:" in text
    assert "not among the counties of the boundaries chosen" in text


def test_without_a_change_there_is_nothing_to_choose(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.remove("area_changes", area_level="county")
    tiny.remove("area_changes", area_level="township")
    for code in ("990101", "990102"):
        tiny.remove("areas", area_code=code, valid_from="2021-04-09")
        tiny.change("areas", {"area_code": code}, valid_to="")
        for table in ("population", "census_ages"):
            tiny.remove(table, area_code=code, area_valid_from="2021-04-09")
        tiny.change("communities", {"area_code": code}, area_valid_from="")
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("home", boundaries="today")
    assert not test.error
    assert [one.key for one in test.selectbox if one.key == "choice_boundaries"] == []


def test_a_picture_is_of_the_boundaries_chosen_and_says_so(built: Tiny) -> None:
    for kind, lines in (("map", ()), ("trends", ("990101",))):
        what = Subject(
            built.reader,
            speak("zh"),
            "light",
            WORKERS,
            BEFORE,
            "990000",
            areas=lines,
            boundaries=dt.date(2021, 4, 9),
        )
        drawn = picture.picture(kind, what)
        assert "2021年4月9日的区划" in drawn.replace(" ", "")
        assert "2021-04-09" in picture.file_name(kind, what, "svg")


def test_the_command_draws_and_exports_on_the_boundaries_of_a_day(built: Tiny) -> None:
    def run(*words: str) -> str:
        made = subprocess.run(
            [sys.executable, "-m", "pipelines", *words, "--lang", "en"],
            cwd=PROJECT,
            env={**built.environment, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        assert made.returncode == 0, made.stderr
        return made.stdout

    table = run("export", "rebased_counties", "--period", THEN, "--set", f"boundaries={AFTER}", "-o", "-")
    (jiazi,) = [line for line in table.splitlines() if "Jiazi District" in line]
    assert ",40,20000," in jiazi.replace("40.0", "40")
    folder = built.home.root.parent
    run("picture", "trends", "--area", "990101", "--boundaries", DAY, "-o", str(folder / "one.svg"))
    assert "Boundaries of 31 Mar 2021" in (folder / "one.svg").read_text(encoding="utf-8")


def test_what_cannot_be_carried_is_not_said_to_be_unreported(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.remove("area_changes", area_level="township")
    workers(tiny)
    tiny.built()
    opened(tiny, monkeypatch)
    text = text_of(visit("home", period=THEN, boundaries="today", view="map"))
    assert "无法归并" in text
    assert re.search("以下县无法归并到所选区划：\\s*甲子区", text)
    rows = tiny.ask(
        "rebased_counties",
        indicator=WORKERS,
        period=BEFORE,
        area="990101",
        boundaries=dt.date(2021, 4, 9),
    )
    asked = {"indicator": WORKERS, "period": BEFORE, "area": "990101", "boundaries": dt.date(2021, 4, 9)}
    told = written(tiny.reader, "rebased_counties", rows, language="zh", **asked)["备注"].to_list()
    assert told == ["归并：有乡镇不是整个划走；模拟数据"] or told == ["归并：有乡镇不是整个划走"]


def test_the_title_is_told_to_be_as_published_and_what_is_counted_agrees_with_the_legend(
    at_home: Tiny,
) -> None:
    test = visit("home", period=LATER.isoformat(), boundaries=DAY)
    published = visit("home", period=LATER.isoformat())
    assert test.title[0].value == f"当时公布：{published.title[0].value}"
    counties = rows(at_home, LATER, dt.date(2021, 3, 31))
    met = sum(row["verdict"] == "met" for row in counties)
    assert f"按2021年3月31日的区划归并后：{met} 个达标" in text_of(test)
    # Where every county is that of the period nothing is added.
    assert "当时公布：" not in visit("home", boundaries="today").title[0].value


def rows(tiny: Tiny, period: dt.date, day: dt.date) -> list[dict[str, Any]]:
    asked = {"indicator": WORKERS, "period": period, "area": "990000", "boundaries": day}
    return list(tiny.ask("rebased_counties", **asked).to_dicts())


def test_a_change_on_a_year_before_is_that_of_the_same_boundaries(at_home: Tiny) -> None:
    """A year after the change was filed for Jiazi of after: on those of today it is compared with what is carried onto them."""
    asked = {"indicator": WORKERS, "period": dt.date(2022, 3, 31), "area": "990101"}
    now = at_home.ask("rebased_counties", **asked, boundaries=NEW).to_dicts()[0]
    before = rows(at_home, BEFORE, NEW)[0]
    assert (before["area_code"], before["value_shown"]) == ("990101", now["value_shown_year_before"])
    assert now["change_shown"] == now["value_shown"] - before["value_shown"] != 0
    published = at_home.ask("county_compliance", **asked).to_dicts()[0]
    assert (published["change_shown"], published["value_shown"]) == (None, now["value_shown"])


@pytest.mark.parametrize("day", ["1990-01-01", "2100-01-01", "soon"])
def test_a_day_out_of_the_periods_is_refused_by_name_wherever_it_is_given(built: Tiny, day: str) -> None:
    for words in (
        ("export", "rebased_counties", "--set", f"boundaries={day}", "-o", "-"),
        ("picture", "map", "--boundaries", day, "-o", str(built.home.root.parent / "no.svg")),
    ):
        made = subprocess.run(
            [sys.executable, "-m", "pipelines", *words, "--lang", "en"],
            cwd=PROJECT,
            env={**built.environment, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        assert made.returncode == 2, made.stderr
        assert "boundaries" in made.stderr
        assert "Traceback" not in made.stderr
        assert day in made.stderr
    asked = completed(built.reader, "rebased_counties", {"boundaries": "today"}, [])
    assert asked["boundaries"] == TODAY


def test_the_card_of_a_county_of_before_offers_no_profile(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone(tiny)
    tiny.built()
    opened(tiny, monkeypatch)
    assert "画像" not in [one.label for one in visit("home", county="990103", boundaries=DAY).page_link]
    assert "画像" in [one.label for one in visit("home", county="990102", boundaries=DAY).page_link]
