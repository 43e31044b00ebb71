"""Places are found as people type them: name, short name, pinyin, initials, English, code."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme import PROJECT
from programme.packs.area_index import Areas
from programme.packs.pack import read_pack
from tests.test_command_line import run
from tests.tiny import PERIOD, WORKERS, Tiny
from words import spellings

TODAY = dt.date(2026, 9, 30)


@cache
def areas() -> Areas:
    return Areas(read_pack(PROJECT / "data" / "reference"))


def rows() -> list[dict[str, str]]:
    """The cities and counties of the pack in use that still are."""
    table = areas().table.to_dicts()
    return [row for row in table if row["area_level"] in ("city", "county") and row["valid_to"] is None]


def test_every_city_and_county_is_found_by_every_way_to_type_it() -> None:
    assert len(rows()) > 90
    for row in rows():
        short, english = row["short_name_zh"], row["short_name_en"]
        syllables = spellings.readings(short, english)[0]
        assert syllables == english.lower().replace("'", ""), short
        initials = spellings.readings(short, english)[1]
        assert len(initials) == len(short)
        for typed in (
            row["area_code"], short, row["area_name_zh"], english, row["area_name_en"], english.lower(),
            english.upper(), english.replace("'", " "), f" {english} ", initials, initials.upper(),
        ):  # fmt: skip
            assert spellings.typed_as(typed, spellings.spellings(row)) == 0, (short, typed)
            assert row["area_code"] in areas().typed(typed, TODAY) or row["area_level"] == "county", typed


@pytest.mark.parametrize(
    ("name", "english", "typed"),
    [
        ("丽水", "Lishui", ["Líshuǐ", "li shui", "ls"]),
        ("乐清", "Yueqing", ["Yuè qīng", "yueqing", "yq"]),
        ("台州", "Taizhou", ["tai zhou", "Tāizhōu", "tz"]),
        ("鄞州", "Yinzhou", ["yinzhou", "yz"]),
        ("嵊泗", "Shengsi", ["shengsi", "ss"]),
        ("洞头", "Dongtou", ["dongtou", "dt"]),
        ("莲都", "Liandu", ["liandu", "ld"]),
        # The English name settles what a dictionary reads otherwise; where it is no pinyin the dictionary reads.
        ("六安", "Lu'an", ["luan", "lu an", "la"]),
        ("呼和浩特", "Hohhot", ["hohhot", "huhehaote", "hhht"]),
        ("绿园", "Lüyuan", ["lvyuan", "luyuan", "lüyuan", "ly"]),
    ],
)
def test_a_name_is_read_as_the_place_is_called(name: str, english: str, typed: list[str]) -> None:
    row = {"area_code": "1", "short_name_zh": name, "area_name_zh": f"{name}市", "short_name_en": english}
    for one in typed:
        assert spellings.typed_as(one, spellings.spellings(row)) == 0, one


def test_the_beginning_and_the_middle_of_a_spelling_fit_less_well() -> None:
    keys = ("330782", "义乌", "yiwu", "yw")
    assert [spellings.typed_as(typed, keys) for typed in ("yiwu", "yi", "wu", "0782", "u", "jinhua", " ")] == [
        0, 1, 2, 2, None, None, None,
    ]  # fmt: skip


@given(st.text(max_size=20))
def test_what_is_typed_is_reduced_once_and_for_all(text: str) -> None:
    assert spellings.plain(spellings.plain(text)) == spellings.plain(text)
    spellings.readings(text)


def test_the_command_line_finds_areas_as_the_search_box_does(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.built()
    asked = ("export", "county_compliance", "--period", str(PERIOD), "--indicator", WORKERS, "-o", "-")
    by_code = run(tiny, *asked, "--area", "990200").stdout
    assert by_code.count("\n") == 3
    for typed in ("西山", "西山市", "xishan", "Xī shān", "xs", "Xishan City"):
        assert run(tiny, *asked, "--area", typed).stdout == by_code, typed
    trend = ("export", "area_series", "-o", "-")
    several = run(tiny, *trend, "--area", "jz", "--area", "wuchen")
    assert several.stdout == run(tiny, *trend, "--area", "990101", "--area", "999001").stdout
    form = tiny.home.root.parent
    assert run(tiny, "template", "staffing", "-o", str(form), "--area", "丙寅").returncode == 0
    assert (form / "staffing_990201_2025-12-31.xlsx").exists()


def test_a_text_that_may_mean_several_areas_is_asked_back(tiny: Tiny) -> None:
    tiny.change("areas", {"area_code": "990202"}, short_name_zh="丙银", area_name_zh="丙银市")
    tiny.built()
    done = run(tiny, "export", "county_compliance", "--area", "by", "-o", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert "990201 Bingyin County, 990202 Dingmao City" in done.stderr


def test_an_area_that_there_is_not_is_wrong_use_and_the_nearest_is_named(tiny: Tiny) -> None:
    tiny.built()
    for typed, said in (
        ("9901011", "990101 Jiazi District"),
        ("qqq", "no area of that name. A name"),
        ("甲字", "Near it: 990101 Jiazi District."),  # read alike
        ("xishn", "Near it: 990200 Xishan City."),
    ):
        done = run(tiny, "export", "county_compliance", "--area", typed, "-o", "-")
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
