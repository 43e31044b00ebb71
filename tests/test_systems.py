"""Systems: which indicators drag, where a county stands with each, and the page about it, on the tiny province."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draw import band_rows, svg
from draw import system_lanes as lanes
from draw.columns import Grid, Item, item
from draw.hairs import Hairs, hairs
from draw.palette import palette
from stats.lagging import lagging
from tests.evaluated import BEFORE, SYSTEMS, evaluate
from tests.test_pages import (
    CHINESE,
    LATIN,
    SAME,
    forget,
    forgotten_after,
    kept_while_read,
    opened,
    text_of,
    title,
    visit,
)
from tests.tiny import PERIOD, Tiny, once
from ui.frame import indices
from ui.frame.answers import Answers
from ui.frame.page import Quarter
from ui.systems import facts
from warehouse.evaluated import of_period
from warehouse.readers import reader_of
from words import numbers, speak, system_findings

__all__ = ["forgotten_after", "kept_while_read"]

pytestmark = pytest.mark.usefixtures("kept_while_read")
LIGHT = palette("light")


@once
def standing(tiny: Tiny) -> None:
    evaluate(tiny)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return standing(Tiny(tmp_path_factory.mktemp("systems")))


@pytest.fixture
def at_home(evaluated: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(evaluated, monkeypatch)


def indicators(tiny: Tiny, area: str = "990000") -> dict[tuple[str, str], dict[str, object]]:
    rows = tiny.ask("area_indicators", period=PERIOD, area=area, level="county").to_dicts()
    return {(row["indicator_code"], row["area_code"]): row for row in rows if row["polarity"] != "neutral"}


# ---------------------------------------------------------------- the figures


def test_places_follow_the_direction_and_the_last_third_is_behind(evaluated: Tiny) -> None:
    rows = [row for (code, _), row in indicators(evaluated).items() if code == "certified_worker_share"]
    rows.sort(key=lambda row: row["place"])  # type: ignore[arg-type, return-value]
    # 33, 60, 12, 24 and 50 of a hundred or so: 20/33, 11/20, 30/60, 12/45, 6/24.
    assert [row["area_code"] for row in rows] == ["999001", "990201", "990101", "990102", "990202"]
    assert [row["place"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["third"] for row in rows] == ["first", "middle", "middle", "last", "last"]
    assert {row["places"] for row in rows} == {5}
    assert {row["middle_value"] for row in rows} == {50.0}


def test_a_change_is_exact_and_says_whether_it_is_better(evaluated: Tiny) -> None:
    found = indicators(evaluated)
    row = found["certified_worker_share", "990101"]  # 30/60 after 22/55
    assert (row["change_shown"], row["change_is"]) == (Decimal("10.0000"), "better")
    row = found["certified_worker_share", "990202"]  # 6/24 after 7/25
    assert (row["change_shown"], row["change_is"]) == (Decimal("-3.0000"), "worse")


@pytest.mark.parametrize(("area", "counties"), [("990000", 5), ("990100", 2), ("990202", 1)])
def test_places_are_among_all_whatever_area_is_asked_for(evaluated: Tiny, area: str, counties: int) -> None:
    found, whole = indicators(evaluated, area), indicators(evaluated)
    assert len({county for _, county in found}) == counties
    assert all(row == whole[key] for key, row in found.items())


def test_positions_are_those_of_the_index_without_the_index_itself(evaluated: Tiny) -> None:
    rows = evaluated.ask("system_positions", period=PERIOD, area="990000").to_dicts()
    scores = {
        (row["scope"], row["area_code"]): row
        for row in evaluated.ask("index_scores", period=PERIOD).to_dicts()
    }
    earlier = {
        (row["scope"], row["area_code"]): row
        for row in evaluated.ask("index_scores", period=BEFORE).to_dicts()
    }
    assert {row["scope"] for row in rows} <= set(SYSTEMS)
    for row in rows:
        key = row["scope"], row["area_code"]
        assert row["weak_or_strong"] == scores[key]["weak_or_strong"]
        assert row["position_middle"] == scores[key]["position_middle"]
        assert row["position_year_before"] == earlier[key]["position_middle"]
        assert row["position_moved"] == scores[key]["moved"]
    assert not {name for name in rows[0] if "score" in name}


# ---------------------------------------------------------------- what the weak lag with


def of_counties(
    polarity: str, values: list[float | None], weak: list[bool | None]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    codes = [f"{number}" for number in range(len(values))]
    scores = pl.DataFrame(
        {
            "scope": ["services"] * len(codes),
            "area_code": codes,
            "weak_or_strong": [None if one is None else "weak" if one else "undecided" for one in weak],
        },
        schema_overrides={"weak_or_strong": pl.String},
    )
    rows = pl.DataFrame(
        {
            "policy_system": ["services"] * len(codes),
            "indicator_code": ["x"] * len(codes),
            "polarity": [polarity] * len(codes),
            "area_code": codes,
            "value": values,
        },
        schema_overrides={"value": pl.Float64},
    )
    return rows, scores


@pytest.mark.parametrize(
    ("polarity", "values", "weak", "lag"),
    [
        ("higher_is_better", [1.0, 1.0, 3.0, 3.0], [True, True, False, False], 2.0),
        ("lower_is_better", [1.0, 1.0, 3.0, 3.0], [True, True, False, False], -2.0),
        ("higher_is_better", [1.0, None, 3.0, None], [True, True, False, False], 2.0),
        ("higher_is_better", [2.0, 2.0, 2.0, 2.0], [True, True, False, False], None),
        ("higher_is_better", [1.0, 2.0], [False, False], None),
        ("higher_is_better", [1.0, 3.0, 99.0], [True, False, None], 2.0),  # of the last too little is known
    ],
)
def test_the_lag_is_in_standard_deviations_and_in_the_better_direction(
    polarity: str, values: list[float | None], weak: list[bool | None], lag: float | None
) -> None:
    (row,) = lagging(*of_counties(polarity, values, weak)).to_dicts()
    assert row["lag"] == (None if lag is None else pytest.approx(lag))


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.booleans()), min_size=2, max_size=30))
def test_the_lag_has_the_sign_of_the_difference_of_the_means(pairs: list[tuple[float, bool]]) -> None:
    values, weak = [value for value, _ in pairs], [one for _, one in pairs]
    (row,) = lagging(*of_counties("higher_is_better", values, weak)).to_dicts()
    sides = [[value for value, one in pairs if one is side] for side in (True, False)]
    if not all(sides) or max(values) == min(values):
        assert row["lag"] is None
    else:
        difference = sum(sides[1]) / len(sides[1]) - sum(sides[0]) / len(sides[0])
        assert row["lag"] * difference >= -1e-6 * max(abs(value) for value in values)


# ---------------------------------------------------------------- what is drawn


def drawn(body: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.drawing(body, 400, 400))


@pytest.mark.parametrize(("is_reversed", "first"), [(False, True), (True, False)])
def test_right_is_better_on_a_strip_whatever_the_direction(is_reversed: bool, first: bool) -> None:
    places = []
    for here in (1.0, 9.0):
        root = drawn(hairs(Hairs([1.0, 4.0, 9.0], here, is_reversed=is_reversed), (0, 0, 100, 9), LIGHT))
        places.append(float(root.find(".//{*}circle").get("cx")))  # type: ignore[union-attr, arg-type]
    assert (places[0] < places[1]) is first


@given(st.lists(st.floats(-1e9, 1e9), max_size=12), st.floats(-1e9, 1e9) | st.none())
def test_nothing_leaves_the_strip(values: list[float], here: float | None) -> None:
    root = drawn(hairs(Hairs(values, here, here, here), (10, 0, 100, 9), LIGHT))
    for one in root.iter("{http://www.w3.org/2000/svg}circle"):
        assert 10 <= float(one.get("cx") or 0) <= 110
    for one in root.iter("{http://www.w3.org/2000/svg}line"):
        assert 10 <= float(one.get("x1") or 0) <= 110


def lane(name: str, band: tuple[int, int, int] | None, places: int = 90) -> lanes.Lane:
    shown = Item("n", "1.0", Hairs([1.0, 2.0], 1.0), tip="n", pick="indicator/n")
    squares = [lanes.Square("last", "a"), lanes.Square("", "b")]
    return lanes.Lane(
        name, "w", "bad", "t", band, 2, "m", "bad", squares, [("c", "bad")], [shown], [shown], "more", "tip", f"system/{name}", places
    )  # fmt: skip


@pytest.mark.parametrize(("columns", "gutter"), [(6, 76.0), (3, 76.0), (2, 22.0)])
def test_every_lane_has_its_own_place_and_one_press(columns: int, gutter: float) -> None:
    words = lanes.Words(("1", "2", "3"), "y", "s", "d", "l", "n", "b")
    names = [f"s{number}" for number in range(6)]
    sketch = lanes.lanes([lane(name, (1, 2, 3)) for name in names], words, Grid(960, gutter, columns), LIGHT)
    root = drawn(sketch.body)
    picks = [one.get("data-pick") for one in root.iter() if one.get("role") == "button"]
    assert [pick for pick in picks if pick and pick.startswith("system/")] == [
        f"system/{name}" for name in names
    ]
    heads = [one for one in root.iter("{http://www.w3.org/2000/svg}text") if one.text in names]
    assert len({(one.get("x"), one.get("y")) for one in heads}) == 6
    assert all(
        float(one.get("x") or 0) < sketch.width and float(one.get("y") or 0) < sketch.height for one in heads
    )


def test_a_lane_of_which_too_little_is_known_is_hatched_over_the_whole_scale() -> None:
    words = lanes.Words(("1", "2", "3"), "y", "s", "d", "l", "n", "b")
    root = drawn(lanes.lanes([lane("x", None)], words, Grid(300, 76, 1), LIGHT).body)
    tall = [
        float(one.get("height") or 0)
        for one in root.iter("{http://www.w3.org/2000/svg}rect")
        if one.get("fill") == "url(#hatch)"
    ]
    assert max(tall) == lanes.SCALE


def test_a_cell_is_numbered_only_where_its_whole_band_is_in_a_third() -> None:
    heads = [band_rows.Head("h", [("▼1", "bad")], 90)]
    cells = {"bad": "75", "good": "75", "quiet": ""}
    for says, number in cells.items():
        rows = [band_rows.Row("r", [band_rows.Cell((70, 75, 80), says)], "—", "tip", "county/1")]
        body = band_rows.band_rows(rows, heads, band_rows.Layout(400, 80, 40, 200), LIGHT).body
        assert ("75" in [one.text for one in drawn(body).iter("{http://www.w3.org/2000/svg}text")]) is bool(
            number
        )


def grounds(body: str, attribute: str) -> list[float]:
    """Where the grey thirds begin or end, first to last."""
    rects = drawn(body).iter("{http://www.w3.org/2000/svg}rect")
    return [float(one.get(attribute) or 0) for one in rects if one.get("fill") == LIGHT.panel]


@pytest.mark.parametrize("places", [2, 3, 84, 88, 89, 90])
def test_a_band_lies_on_the_grey_exactly_where_the_draws_call_it_weak(places: int) -> None:
    words = lanes.Words(("1", "2", "3"), "y", "s", "d", "l", "n", "b")
    for best in range(1, places + 1):
        band = (best, best, places)
        own = [replace(lane("x", band), places=places, before=None), lane("y", (1, 2, 3))]
        body = lanes.lanes(own, words, Grid(600, 76, 2), LIGHT).body
        dots = [float(one.get("cy") or 0) for one in drawn(body).iter("{http://www.w3.org/2000/svg}circle")]
        is_weak = places // 3 > 0 and best > places - places // 3  # stats.draws, Bands.standing
        assert (round(dots[0], 1) > round(grounds(body, "y")[0], 1)) == is_weak
        rows = [band_rows.Row("r", [band_rows.Cell(band), band_rows.Cell((1, 2, 3))], "—", "t", "county/1")]
        heads = [band_rows.Head("h", [], places), band_rows.Head("i", [], 90)]
        body = band_rows.band_rows(rows, heads, band_rows.Layout(400, 80, 40, 200), LIGHT).body
        left, wide = grounds(body, "x")[0], grounds(body, "width")[0]
        dots = [float(one.get("cx") or 0) for one in drawn(body).iter("{http://www.w3.org/2000/svg}circle")]
        assert (round(dots[0], 1) < round(left + wide, 1)) == is_weak


def test_lanes_with_scales_of_their_own_are_numbered_each() -> None:
    words = lanes.Words(("1", "2", "3"), "y", "s", "d", "l", "n", "b")
    for places, times in (((90, 90), 1), ((84, 89), 2)):
        own = [lane(f"{place}", (1, 2, 3), place) for place in places]
        body = lanes.lanes(own, words, Grid(600, 76, 2), LIGHT).body
        texts = [one.text for one in drawn(body).iter("{http://www.w3.org/2000/svg}text")]
        ends = [text for text in texts if text in {f"{place - place // 3}" for place in places}]
        assert len(ends) == times


def test_a_long_unit_makes_way_for_the_change() -> None:
    one = Item("n", "31.6", Hairs([1.0]), "m2 per 100 households", aside=[("↗ +1.1", "good")])
    space = "{http://www.w3.org/2000/svg}"

    def written(one: Item) -> tuple[list[str | None], float, float]:
        body = drawn(item(one, (0, 0), 150, LIGHT))
        (change,) = (part for part in body.iter(f"{space}text") if part.text == "↗ +1.1")
        (name,) = (part for part in body.iter(f"{space}text") if part.text == one.name)
        heights = (float(part.get("y", 0)) for part in (change, name))
        return [part.text for part in body.iter(f"{space}tspan")], *heights

    words, change, name = written(one)
    assert words == ["31.6", "m2 per 100 households"]
    assert change == name  # it stands beside the name, where the unit leaves it no room
    words, change, name = written(replace(one, unit="%"))
    assert words == ["31.6", "%"]
    assert change > name
    words, change, name = written(replace(one, name="as long as the room"))
    assert words[1].endswith("…")  # type: ignore[union-attr]
    assert change > name


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    ("weak", "strong", "short", "zh"),
    [
        (["services", "party_leadership"], ["development"], [], "甲弱在服务、党建统领，强在发展"),
        (["services"], [], ["emergency"], "甲弱在服务；应急报数不足"),
        ([], ["services"], [], "甲强在服务，没有一个体系可以说偏弱"),
        ([], [], [], "甲没有一个体系可以说偏弱或较强"),
    ],
)
def test_a_county_is_told_where_it_is_weak_and_undecided_systems_are_not_named(
    weak: list[str], strong: list[str], short: list[str], zh: str
) -> None:
    assert system_findings.county(speak("zh"), "甲", weak, strong, short) == zh


@pytest.mark.parametrize(
    ("known", "inapplicable", "said"),
    [
        (2, 3, "不适用项多"),  # no villages: both that apply are reported
        (2, 0, "报数不足"),
        (2, 2, "不适用项多"),  # two of three
        (1, 2, "报数不足"),
        (0, 5, "不适用项多"),
    ],
)
def test_what_does_not_apply_is_not_owed(known: int, inapplicable: int, said: str) -> None:
    row = {
        "weak_or_strong": None,
        "position_low": None,
        "indicators_known": known,
        "indicators_all": 5,
        "inapplicable": inapplicable,
    }
    assert system_findings.word(speak("zh"), row) == said
    assert ("不适用" in system_findings.band(speak("zh"), row)) == (said != "报数不足")
    owed = {"value": None, "value_status": "not_applicable" if inapplicable else "missing"}
    assert facts.is_missing(owed) == (not inapplicable)
    assert facts.is_missing(None)


def test_a_system_of_which_too_little_applies_has_words_of_its_own() -> None:
    said = system_findings.county(speak("zh"), "甲", ["services"], [], [], ["development"])
    assert said == "甲弱在服务；发展不适用的指标多，不作判断"


def test_what_is_undecided_is_not_said_to_be_neither() -> None:
    said = system_findings.county(speak("en"), "A", [], [], [])
    assert said == "A cannot be said to be weak or strong in any system"


@pytest.mark.parametrize(
    ("counts", "many", "zh"),
    [
        ({"services": 3, "emergency": 5}, 2, "应急偏弱的县最多，5 个；2 个县同时弱在三个以上体系"),
        ({"services": 5, "emergency": 5}, 2, "服务、应急偏弱的县最多，各 5 个；2 个县同时弱在三个以上体系"),
        ({"services": 1}, 0, "服务偏弱的县最多，1 个"),
        ({"services": 0}, 0, "没有一个县可以说在某个体系偏弱"),
        ({}, 0, "没有一个县可以说在某个体系偏弱"),
    ],
)
def test_the_whole_is_told_by_the_system_with_most_weak_counties(
    counts: dict[str, int], many: int, zh: str
) -> None:
    assert system_findings.whole(speak("zh"), "", counts, (many, "whole")) == zh


@pytest.mark.parametrize(
    ("value", "decimals", "told"),
    [(12.25, 1, "12.3"), (0.5, 0, "1"), (2.675, 2, "2.68"), (0.1 + 0.05, 1, "0.2"), (12.24, 1, "12.2")],
)
def test_a_middle_is_rounded_as_the_warehouse_rounds(value: float, decimals: int, told: str) -> None:
    assert numbers.ratio(numbers.halves_up(value, decimals), decimals) == told


# ---------------------------------------------------------------- the page


def test_the_title_says_where_it_is_weak_as_the_draws_say(at_home: Tiny) -> None:
    rows = at_home.ask("index_scores", period=PERIOD).filter(area_code="990101").to_dicts()
    weak = [row["scope"] for row in rows if row["weak_or_strong"] == "weak"]
    strong = [row["scope"] for row in rows if row["weak_or_strong"] == "strong"]
    said = title(visit("systems", county="990101"))
    speech = speak("zh")
    for system in SYSTEMS:
        named = speech(f"system.{system}") in said
        row = next((row for row in rows if row["scope"] == system), None)
        assert named == (row is not None and (system in weak + strong or row["weak_or_strong"] is None))


def test_it_is_said_among_how_many_a_county_is_judged(at_home: Tiny) -> None:
    scored = {
        row["areas_scored"]
        for row in at_home.ask("index_runs").filter(period=PERIOD).to_dicts()
        if row["scope"] != "index"
    }
    least, most = min(scored), max(scored)
    said = f"{least}" if least == most else f"{least}–{most}"
    assert f"{said} 个县中的位次" in text_of(visit("systems", county="990101"))


@pytest.mark.parametrize(
    "query", [{}, {"city": "990100"}, {"county": "990202"}, {"county": "990101", "system": "governance"}]
)
@pytest.mark.parametrize("view", ["systems", "table"])
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("systems", view=view, **query)
    assert not test.error
    assert not test.exception
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("systems", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_the_table_of_a_county_has_its_indicators_and_that_of_a_whole_its_counties(at_home: Tiny) -> None:
    own = visit("systems", view="table", county="990101").dataframe[0].value
    assert len(own) == len([county for _, county in indicators(at_home) if county == "990101"])
    whole = visit("systems", view="table").dataframe[0].value
    middle = list(whole["middle"].dropna())
    assert middle == sorted(middle, reverse=True)
    assert len(whole) == 5 * len({*whole["system"]})


def test_no_score_is_shown(at_home: Tiny) -> None:
    for query in ({}, {"county": "990101"}):
        said = text_of(visit("systems", view="table", **query))
        assert "得分" not in said
        assert not {"score", "index"} & {*visit("systems", view="table", **query).dataframe[0].value.columns}


def test_a_system_opens_with_all_its_indicators_and_what_is_no_system_is_told(at_home: Tiny) -> None:
    test = visit("systems", county="990101", system="governance")
    assert test.query_params["system"] == "governance"
    assert "从拉低最多到抬高最多" in text_of(test)
    assert "未采用" in text_of(visit("systems", system="seventh"))


def test_an_address_opens_what_it_was_copied_from(at_home: Tiny) -> None:
    test = visit("systems", county="990101", view="table")
    assert dict(test.query_params) == {"county": "990101", "view": "table"}
    assert "未采用" in text_of(visit("systems", county="123456", period="2025-11-30"))


def until_made(**query: str) -> str:
    """The title once what is worked out beside the page is done."""
    for _ in range(100):
        said = title(visit("systems", **query))
        if "正在计算" not in said:
            return said
        time.sleep(0.1)
    raise AssertionError("It was not made in time")


def test_a_position_by_other_indicators_is_no_year_before(at_home: Tiny) -> None:
    until_made(period=BEFORE.isoformat())  # before its forms there were published figures alone
    shown = visit("systems", view="table", period=BEFORE.isoformat()).dataframe[0].value
    unlike = shown[shown["moved"] == "指标不同，不可比"]
    assert len(unlike)
    assert unlike["before"].isna().all()
    now = visit("systems", view="table").dataframe[0].value
    assert now["before"].notna().any()


def test_another_quarter_is_worked_out_beside_the_page(at_home: Tiny) -> None:
    forget()
    first = title(visit("systems", period="2025-09-30"))
    assert first == "正在计算2025年第3季度各体系的位次"
    assert until_made(period="2025-09-30") == "治理偏弱的县最多，1 个"


def test_the_second_quarter_of_a_build_is_worked_out_too_for_its_own_year_before(at_home: Tiny) -> None:
    forget()
    assert title(visit("systems", period=BEFORE.isoformat())).startswith("正在计算")
    assert "正在计算" not in until_made(period=BEFORE.isoformat())


@pytest.mark.parametrize(
    ("compared_with", "year_before_is_known", "moves", "is_built"),
    [
        (BEFORE, True, True, True),
        (None, True, True, False),
        (None, True, False, True),
        (None, False, True, True),
        (None, False, False, True),
    ],
)
def test_built_rows_without_moves_do_only_where_none_are_wanted_or_can_be(
    compared_with: dt.date | None,
    year_before_is_known: bool,
    moves: bool,
    is_built: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    questions = {
        "index_runs": [{"period": PERIOD, "compared_with": compared_with}],
        "index_periods": [{"period": PERIOD, "year_before": BEFORE}]
        + [{"period": BEFORE, "year_before": None}] * year_before_is_known,
    }
    answers = SimpleNamespace(rows=questions.__getitem__, key="k")
    monkeypatch.setattr(indices.works, "done", lambda *_: {})
    found = indices.of(SimpleNamespace(answers=answers), PERIOD, moves=moves)  # type: ignore[arg-type]
    assert found is not None
    assert (found.made is None) is is_built
    assert found.key != indices.Index(PERIOD, found.answers, {} if is_built else None).key


def test_where_no_index_can_be_made_the_page_says_what_to_do(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.built()
    opened(tiny, monkeypatch)
    assert "没有可以比较的位次" in until_made()
    assert "权重" in text_of(visit("systems"))


def test_the_rows_of_a_quarter_that_no_build_made_have_the_questions_columns(
    evaluated: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(reader_of(evaluated.home))
    made = {period: of_period(answers.reader, period) for period in (PERIOD, BEFORE)}
    periods = {row["period"]: row for row in answers.rows("index_periods")}
    quarter = Quarter(speak("zh"), answers, "990000", periods, PERIOD, answers.areas(PERIOD))
    found = facts.Found(
        quarter, indices.Index(PERIOD, answers, made[PERIOD]), indices.Index(BEFORE, answers, made[BEFORE])
    )
    built = answers.frame("system_positions", period=PERIOD, area="990000")
    worked_out = facts.positions(found)
    assert worked_out.columns == built.columns
    assert worked_out.sort("area_code", "scope").rows() == built.sort("area_code", "scope").rows()
