"""The profile of an area: what is said and drawn of it, the page, and the sheet that leaves as a file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from draw import svg
from draw.course import CourseWords, Step, course
from draw.hairs import Hairs
from draw.map.locator import locator
from draw.measures import Layout, Measure, blocks, rows
from draw.palette import palette
from files import grounds
from files.profile import drawn, facts, pieces, sheet
from files.profile.drawn import MIDDLE, NARROW, WIDE, Seen
from files.profile.facts import Profile
from tests.browser import opened as browser
from tests.browser import served
from tests.evaluated import BEFORE, evaluate
from tests.test_command_line import run
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.tiny import COUNTIES, JIAZI, PERIOD, WORKERS, Tiny, once
from warehouse.readers import Reader, reader_of
from words import profile_findings, speak

__all__ = ["nothing_kept"]
LIGHT = palette("light")
MARKS = "<b>&\"'</b>"


@once
def standing(tiny: Tiny) -> None:
    evaluate(tiny)
    head = "area_code,peer_group,peer_group_name_zh,peer_group_name_en"
    rows = [
        f"{code},{'alone,独类,Alone' if code == '999001' else 'alike,同样的县,Alike'}" for code in COUNTIES
    ]
    (tiny.pack_folder / "peers.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    tiny.built()


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return standing(Tiny(tmp_path_factory.mktemp("profile")))


@pytest.fixture
def at_home(evaluated: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(evaluated, monkeypatch)


def profile_of(tiny: Tiny, area: str = "990101", period: dt.date = PERIOD) -> Profile:
    reader = reader_of(tiny.home)
    return facts.gather(reader, area, period, facts.index_of(reader, area, period))


def seen(tiny: Tiny, area: str = "990101", language: str = "zh", **changed: Any) -> Seen:
    return Seen(replace(profile_of(tiny, area), **changed), speak(language), LIGHT)


def whole_sheet(tiny: Tiny, area: str = "990101", language: str = "zh") -> str:
    reader: Reader = reader_of(tiny.home)
    ground = grounds.of_whole(reader.ask, insets=False)
    return sheet.contents(reader, profile_of(tiny, area), speak(language), ground)


# ---------------------------------------------------------------- what it rests on


def test_a_county_stands_beside_its_city_the_whole_and_all_counties(evaluated: Tiny) -> None:
    found = profile_of(evaluated)
    assert (found.area["area_code"], found.above and found.above["area_code"]) == ("990101", "990100")
    assert found.root["area_code"] == "990000"
    assert list(found.rows) == list(found.catalogue) == list(found.whole)
    assert (found.among, found.areas_among, len(found.others[WORKERS])) == ("county", 5, 5)
    assert [row["area_code"] for row in found.siblings] == ["990101", "990102"]
    assert found.judged is not None
    assert found.judged["period"] == PERIOD


def test_the_middle_of_five_peers_is_given(evaluated: Tiny, tmp_path: Path) -> None:
    other = Tiny(tmp_path)
    other.become(evaluated)
    (other.pack_folder / "peers.csv").write_text(
        "\n".join(
            ["area_code,peer_group,peer_group_name_zh,peer_group_name_en"]
            + [f"{code},alike,同样的县,Alike" for code in COUNTIES]
        ),
        encoding="utf-8",
    )
    other.built()
    found = profile_of(other)
    row, values = found.rows[WORKERS], sorted(found.others[WORKERS])
    assert (row["peers_known"], row["peers_middle"]) == (5, values[2])
    assert (
        dict(drawn.held_against(Seen(found, speak("zh"), LIGHT), WORKERS))["同类中位"] == f"{values[2]:.2f}"
    )


@pytest.mark.parametrize(
    ("area", "among", "areas", "siblings"),
    [
        ("990100", "city", 2, ["990101", "990102"]),
        ("999001", "county", 5, ["990100", "990200"]),  # in no city: beside it lie the cities
        ("990000", "county", 5, ["990100", "990200", "999001"]),
    ],
)
def test_a_city_has_cities_for_peers_and_the_whole_none(
    evaluated: Tiny, area: str, among: str, areas: int, siblings: list[str]
) -> None:
    found = profile_of(evaluated, area)
    assert (found.among, found.areas_among) == (among, areas)
    assert [row["area_code"] for row in found.siblings if row["area_code"] != area] == siblings
    assert (found.whole == {}) == (area == "990000")


def test_no_middle_of_fewer_than_five_peers(evaluated: Tiny) -> None:
    row = profile_of(evaluated).rows[WORKERS]
    assert (row["peers_all"], row["peers_known"], row["peers_middle"]) == (4, 4, None)
    assert "同样的县，共 4 个" in profile_findings.peers(speak("zh"), row, "county")
    city = profile_of(evaluated, "990100").rows[WORKERS]
    assert (city["peers_all"], city["peers_middle"]) == (2, None)
    assert dict(drawn.held_against(seen(evaluated, "990100"), WORKERS))["同类中位"] == "—"
    assert "2 个市" in profile_findings.peers(speak("zh"), city, "city")


def test_what_drags_is_below_the_mean_and_what_lifts_above(evaluated: Tiny) -> None:
    points = {
        row["indicator_code"]: row["points_from_mean"]
        for row in evaluated.ask("index_parts", period=PERIOD, area="990101").to_dicts()
    }
    found = profile_of(evaluated).pulls
    assert found
    for pull in found:
        for row in pull.drags:
            mine = [points[code] for code in points if _system(evaluated, code) == pull.system and points[code] is not None]  # fmt: skip
            assert points[row["indicator_code"]] == min(mine) < 0
        assert all(points[row["indicator_code"]] > 0 for row in pull.lifts)


def _system(tiny: Tiny, code: str) -> str:
    rows = tiny.ask("indicator_catalogue").to_dicts()
    return str(next(row["policy_system"] for row in rows if row["indicator_code"] == code))


def test_a_quarter_without_an_index_has_no_systems_and_says_so(evaluated: Tiny) -> None:
    early = dt.date(2025, 6, 30)
    found = profile_of(evaluated, period=early)
    assert (found.index_is_known, found.pulls) == (False, [])
    assert pieces.pulls(Seen(found, speak("zh"), LIGHT)) == ""


# ---------------------------------------------------------------- what is said


def told_pace(**values: Any) -> str:
    row = {"area_level": "county", "pace": "on_the_way", "moves_known": 4, "moves_total": 8, "move_least": 1, "move_most": 4,
           "periods_needed": 7, "periods_at_best": 4, "periods_at_worst": 13} | values  # fmt: skip
    indicator = {"gap_unit_en": "workers", "numerator_name_en": "community workers", "cycle": "quarterly"}
    return profile_findings.pace(speak("en"), row, indicator)


def test_a_pace_has_a_band_and_its_ends_are_said() -> None:
    told = told_pace()
    assert "+8 workers over 4 periods (+1 to +4 each)" in told
    assert "about 7 quarters more" in told
    assert "4 quarters if every move were as the best" in told
    assert "13 quarters (4 years) as the slowest" in told
    assert told_pace(periods_at_worst=None).endswith("never as the slowest. ")
    # Of a city the moves of the counties known at both ends are no difference of its own figures.
    assert "(+1 to +4 each, of the counties known at both its ends)" in told_pace(area_level="city")


def test_what_takes_longer_than_anybody_plans_for_is_told_without_a_figure() -> None:
    told = told_pace(periods_needed=1316, periods_at_best=41, periods_at_worst=None)
    assert "not reached within 10 years at this pace" in told
    assert told.endswith("in more than 10 years.")
    assert not {"329", "1,316"} & {*re.findall(r"[\d,]+", told)}
    assert "40 quarters (10 years) more" in told_pace(periods_needed=40)
    assert "more than 10 years as the slowest" in told_pace(periods_at_worst=1316)


@pytest.mark.parametrize(
    ("pace", "values", "said"),
    [
        ("met", {}, "The target is met."),
        ("not_at_this_pace", {"moves_total": -1, "periods_at_best": 9}, "not met at this pace"),
        ("not_at_this_pace", {"moves_total": -1, "periods_at_best": None}, "nor at the best"),
        ("too_few_moves", {"moves_known": 1}, "Only 1 of the last four moves is known"),
        ("unknown", {}, "The verdict is not known yet"),
    ],
)
def test_a_pace_that_leads_nowhere_says_so(pace: str, values: dict[str, Any], said: str) -> None:
    assert said in told_pace(pace=pace, **values)


def test_the_parts_of_the_change_are_in_people_and_a_carried_denominator_is_one_figure(
    evaluated: Tiny,
) -> None:
    found = profile_of(evaluated)
    assert found.change is not None
    parts = profile_findings.parts(speak("en"), found.change, found.indicator, Decimal("0.5"))
    assert [name for name, _, _ in parts][:3] == ["Ratio", "Community workers", "Urban residents"]
    assert parts[0][2] == "+0.50"
    assert parts[1][1] == "55 → 60"
    assert parts[1][2] == "+5 people"
    same = found.change | {"denominator_date_then": found.change["denominator_date"]}  # type: ignore[operator]
    assert "the same" in profile_findings.parts(speak("en"), same, found.indicator, None)[2][1]
    other = found.change | {"not_split_because": "crosswalk"}  # type: ignore[operator]
    assert profile_findings.parts(speak("en"), other, found.indicator, None) == []
    assert "extent changed" in profile_findings.not_split(speak("en"), other)


def test_what_is_missing_is_counted_and_named(evaluated: Tiny) -> None:
    found = profile_of(evaluated)
    code = list(found.rows)[2]
    row = dict(found.rows[code]) | {"value": None, "value_shown": None}
    less = replace(found, rows={**found.rows, code: row | {"value_status": "missing"}})
    assert code in less.missing
    assert pieces.plain(found.catalogue[code]["short_name_zh"]) in pieces.lacks(
        Seen(less, speak("zh"), LIGHT)
    )
    unfit = replace(found, rows={**found.rows, code: row | {"value_status": "not_applicable"}})
    assert code not in unfit.missing


# ---------------------------------------------------------------- what is drawn


def drawing(sketch: svg.Sketch) -> ElementTree.Element:
    return ElementTree.fromstring(svg.drawing(sketch.body, sketch.width, sketch.height))


def words_in(sketch: svg.Sketch) -> list[str]:
    return ["".join(one.itertext()) for one in drawing(sketch).iter("{http://www.w3.org/2000/svg}text")]


MEASURE = Measure(MARKS, "%", "57.0", Hairs([1.0, 2.0, 3.0], 2.0), ["18", "—"], "▼", "bad", ("↗ +0.1", "good"), "tip", "x")  # fmt: skip
LAYOUT = Layout(WIDE, "Indicator", "Here", ["Target", "City"], "Among", "Change")


@pytest.mark.parametrize(("make", "width"), [(rows, WIDE), (rows, MIDDLE), (blocks, NARROW)])
def test_a_row_has_everything_and_stays_within_its_width(make: Any, width: float) -> None:
    sketch = make([MEASURE, replace(MEASURE, figure="not reported", strip=Hairs([1.0]))], replace(LAYOUT, width=width), LIGHT)  # fmt: skip
    told = " ".join(words_in(sketch))
    for said in (MARKS[:3], "57.0", "▼", "18", "↗ +0.1", "not reported"):
        assert said in told
    for one in drawing(sketch).iter():
        if "x" in one.attrib:
            assert -1 <= float(one.attrib["x"]) <= width + 1
    assert len(list(drawing(sketch).iter("{http://www.w3.org/2000/svg}circle"))) == 1


def test_a_course_breaks_where_nothing_is_known_and_where_the_extent_changed() -> None:
    steps = [Step(1.0, 3.0), Step(2.0, 3.0), Step(None, 3.0), Step(2.0, 4.0), Step(2.5, 4.0, breaks=True), Step(3.0, 4.0)]  # fmt: skip
    sketch = course(steps, CourseWords("Q1", "Q6", "3.0", "Target 4"), (300, 120), LIGHT, is_bad=True)
    line = next(one for one in drawing(sketch).iter("{http://www.w3.org/2000/svg}path"))
    assert line.attrib["d"].count("M") == 2  # two points, then two: a single one has no line
    dashes = [one for one in drawing(sketch).iter("{http://www.w3.org/2000/svg}line") if "stroke-dasharray" in one.attrib]  # fmt: skip
    assert len(dashes) == 2
    assert {"Q1", "Q6", "3.0", "Target 4"} == set(words_in(sketch))
    assert course([Step(None)], CourseWords("", "", ""), (300, 120), LIGHT).body == ""


def test_points_of_other_counties_are_open_and_told_as_on_trends(evaluated: Tiny) -> None:
    found = profile_of(evaluated, "990100")
    known = [row for row in found.course if row["value_shown"] is not None][-1]
    like = known | {"value_status": "reported", "parts_changed": False}
    part = like | {"value_status": "partial", "units_expected": 9, "parts_changed": True}
    view = Seen(replace(found, course=[like, part]), speak("en"), LIGHT)
    circles = list(drawing(drawn.the_course(view, (300, 120))).iter("{http://www.w3.org/2000/svg}circle"))
    assert [one.attrib["fill"] for one in circles].count(LIGHT.page) == 1
    tips = drawn.the_course(view, (300, 120)).body
    assert tips.count("Counties fully reported only") == 2  # in the tip, and for who listens
    assert tips.count("Other counties than at the point before") == 2
    under = pieces.under_course(view)
    assert "At 1 hollow mark" in under
    assert "counties fully reported only" in under
    assert pieces.under_course(replace(view, profile=replace(found, course=[like]))) == ""


def test_a_locator_rings_what_is_too_small_to_be_found(evaluated: Tiny) -> None:
    reader = reader_of(evaluated.home)
    ground = grounds.of_whole(reader.ask, insets=False)
    small = locator(ground, {"990101"}, {"990101", "990102"}, LIGHT, 24)
    assert "<circle" in small.body
    assert "<circle" not in locator(ground, {"990101"}, set(), LIGHT, 600).body
    assert LIGHT.primary in small.body


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("query", [{"county": "990101"}, {"city": "990100"}, {}, {"county": "999001"}])
def test_the_page_tells_an_area_in_one_language(at_home: Tiny, language: str, query: dict[str, str]) -> None:
    test = visit("area_profile", language, **query)
    said = f"{text_of(test)} {' '.join(re.sub('<[^>]*>', ' ', one.value) for one in test.html if '<style>' not in one.value)}"
    names = {
        "zh": ("甲子区", "东江市", "试验省", "戊辰市"),
        "en": ("Jiazi", "Dongjiang", "Shiyan", "Wuchen"),
    }[language]
    place = {"990101": 0, "990100": 1, "": 2, "999001": 3}[next(iter(query.values()), "")]
    assert names[place] in title(test)
    foreign = LATIN if language == "zh" else CHINESE
    assert (
        foreign.findall(
            SAME.sub(" ", said).replace("made up for the tests", "").replace("语言", "").replace("中文", "")
        )
        == []
    )
    assert len(re.findall('<th scope="row">', " ".join(one.value for one in test.html))) == len(profile_of(at_home).catalogue)  # fmt: skip


def test_an_unknown_area_is_noted_and_the_whole_is_shown(at_home: Tiny) -> None:
    test = visit("area_profile", county="990999")
    assert "试验省" in title(test)
    assert "990999" in text_of(test) + " ".join(one.value for one in test.html)


def test_a_county_is_not_in_the_address_of_another_city(at_home: Tiny) -> None:
    test = visit("area_profile", city="990200", county="990101")
    assert "西山市" in title(test)


def test_an_empty_home_says_what_would_change_it(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("area_profile", county="990101")
    assert not test.error
    assert "甲子区" in title(test)
    assert "未报" in title(test)


def test_a_quarter_whose_index_is_being_made_is_not_said_to_have_none(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "这一季度没有综合评价"
    monkeypatch.setattr("ui.area_profile.facts.indices.of", lambda *_, **__: None)
    making = visit("area_profile", county="990101")
    assert not making.error
    assert said not in text_of(making)
    # One that could not be made has no rows.
    monkeypatch.setattr(
        "ui.area_profile.facts._profile", lambda quarter, _: without_index(at_home, quarter.area)
    )
    assert said in text_of(visit("area_profile", county="990101"))


def without_index(tiny: Tiny, area: str) -> Profile:
    return facts.gather(reader_of(tiny.home), area, PERIOD, facts.Index([], []))


def test_another_quarter_is_told_of_that_quarter(at_home: Tiny) -> None:
    test = visit("area_profile", county="990101", period=BEFORE.isoformat())
    assert not test.error
    assert test.query_params["period"] == BEFORE.isoformat()


# ---------------------------------------------------------------- the sheet


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_holds_all_it_shows_and_asks_for_nothing(evaluated: Tiny, language: str) -> None:
    text = whole_sheet(evaluated, language=language)
    assert not re.search(r"(?:src|href)=|url\((?!#)|@import|<script", text)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    snapshot = reader_of(evaluated.home).snapshot.id
    for said in (
        snapshot,
        {"zh": "审图号", "en": "approval"}[language],
        {"zh": "甲子区", "en": "Jiazi"}[language],
    ):
        assert said in text
    assert text.count('<th scope="row">') == len(profile_of(evaluated).catalogue)


def test_what_a_pack_says_is_letters_on_the_sheet(evaluated: Tiny) -> None:
    found = profile_of(evaluated)
    area = dict(found.area) | {"area_name_zh": MARKS, "short_name_zh": MARKS}
    names = {"short_name_zh": MARKS, "indicator_name_zh": MARKS}
    marked = replace(
        found, area=area, catalogue={code: dict(row) | names for code, row in found.catalogue.items()}
    )
    reader = reader_of(evaluated.home)
    ground = grounds.of_whole(reader.ask, insets=False)
    assert "<b>&\"'" not in sheet.contents(reader, marked, speak("zh"), ground)
    assert "/" not in sheet.file_name(marked, speak("zh"), "x").replace(".html", "")


def test_the_command_line_writes_the_sheet_of_the_page(evaluated: Tiny, tmp_path: Path) -> None:
    done = run(evaluated, "profile", "--area", "甲子区", "-o", f"{tmp_path}/", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    (file,) = tmp_path.glob("*.html")
    assert file.name.startswith("甲子区_县域画像_2025年第4季度_")
    assert file.read_text(encoding="utf-8") == whole_sheet(evaluated)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("profile", "--area", "990999"), "990999"),
        (("profile", "--area", JIAZI[0]), "Take 990101 Jiazi District: --area 990101."),
        (("profile", "--area", "990171"), "--area 990100."),  # a zone beside counties
        (("chase", "--city", JIAZI[0]), "Take 990101 Jiazi District: --city 990101."),
        (("chase", "--city", "xishn"), "--city xishn: no area of that name. Near it: 990200 Xishan City."),
    ],
)
def test_of_what_is_no_county_the_command_names_what_lies_above(
    evaluated: Tiny, tmp_path: Path, command: tuple[str, ...], said: str
) -> None:
    wrong = run(evaluated, *command, "-o", f"{tmp_path}/", "--lang", "en")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert said in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert [*tmp_path.iterdir()] == []


# ---------------------------------------------------------------- the browser


def test_a_row_opens_its_map_a_name_its_profile_and_back_comes_back(evaluated: Tiny) -> None:
    with (
        served("app.py", environment=evaluated.environment) as place,
        browser(f"{place}/area_profile?county=990101&lang=en") as view,
    ):
        view.wait_until_still()
        view.page.locator("nav.siblings a", has_text="Yichou").click()
        view.page.wait_for_url("**county=990102**")
        view.settle()
        assert "Yichou" in view.page.inner_text("h1")
        view.page.go_back()
        view.page.wait_for_url("**county=990101**")
        view.settle()
        assert "Jiazi" in view.page.inner_text("h1")
        view.page.locator(".st-key-profile_rows [data-pick]").first.click()
        view.page.wait_for_url(lambda url: url.split("?")[0].endswith("/"))
        assert "county=990101" in view.page.url
        view.page.go_back()
        view.page.wait_for_url("**area_profile**")
        view.wait_until_still()
        assert "Jiazi" in view.page.inner_text("h1")
        assert (view.foreign, view.complaints) == ([], [])
