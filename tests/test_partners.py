"""Five partners: where a county stands with each and between them, and the page about it, on the tiny province."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from files import tree
from tests.policy import DATASETS, UNITS, ask_all, filed_policy, partners
from tests.test_pages import CHINESE, LATIN, SAME, by_menu, nothing_kept, opened, text_of, title, visit
from tests.tiny import COUNTIES, PERIOD, Tiny
from ui.frame.kept import forget
from ui.parts import drawing

__all__ = ["nothing_kept"]
PARTNERS = ("community", "organizations", "social_work", "charity", "volunteers")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed_policy(Tiny(tmp_path_factory.mktemp("partners")))


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def items(tiny: Tiny) -> dict[tuple[str, str], dict[str, object]]:
    rows = tiny.ask("five_partners", period=PERIOD).to_dicts()
    return {(row["area_code"], row["item"]): row for row in rows}


# ---------------------------------------------------------------- the figures


@pytest.mark.parametrize(
    ("county", "item", "numerator", "denominator", "figure"),
    [
        ("990101", "charity", 50 + 59, 4, "27.3"),  # thousand yuan a community
        ("990101", "community_to_organizations", 20 + 21, 4, "10.3"),
        ("990101", "organizations_to_social_work", 9 + 8, 41, "41.5"),  # per hundred
        ("990101", "social_work_to_charity", 109, 17, "6.4"),
        ("990101", "charity_to_volunteers", 60, 109, "5.5"),  # per ten thousand yuan
        ("990101", "community", 100 + 200, 2000, "15.0"),  # m2 per hundred households
    ],
)
def test_a_figure_is_what_the_county_filed(
    filed: Tiny, county: str, item: str, numerator: int, denominator: int, figure: str
) -> None:
    row = items(filed)[county, item]
    assert (row["item_numerator"], row["item_denominator"], row["figure"]) == (
        numerator,
        denominator,
        Decimal(figure),
    )


@pytest.mark.parametrize(
    ("again", "household_of", "missing"),
    [
        (("990101",), 1000, set()),  # one that files early does not take the year over
        (("990101", "990102", "990201", "990202"), 500, {"999001"}),  # nor is an earlier year set beside it
    ],
)
def test_rooms_are_of_one_year_for_all(
    tiny: Tiny, filed: Tiny, again: tuple[str, ...], household_of: int, missing: set[str]
) -> None:
    tiny.become(filed)
    rooms = dict.fromkeys(DATASETS.counts["resources"].measure_codes, 0) | {
        "households": 500,
        "floor_area": 90,
    }
    tiny.file("resources", {unit: rooms for county in again for unit in UNITS[county]})
    tiny.built()
    found = {county: items(tiny)[county, "community"] for county in COUNTIES}
    assert {county for county, row in found.items() if row["figure_state"] == "missing"} == missing
    assert {row["item_denominator"] for row in found.values() if row["item_denominator"] is not None} == {
        household_of * len(UNITS[county]) for county in COUNTIES if county not in missing
    }


def test_places_are_among_counties_with_a_figure_and_the_last_third_is_behind(filed: Tiny) -> None:
    found = items(filed)
    for item in ("charity", "community", "charity_to_volunteers"):
        rows = [row for (_, name), row in found.items() if name == item and row["place"] is not None]
        rows.sort(key=lambda row: -float(row["item_numerator"]) / float(row["item_denominator"]))  # type: ignore[arg-type]
        assert [row["place"] for row in rows] == list(range(1, len(rows) + 1))
        assert {row["places"] for row in rows} == {len(rows)}
        assert [row["is_behind"] for row in rows] == [3 * (at + 1) > 2 * len(rows) for at in range(len(rows))]


def test_a_county_not_filed_in_full_has_no_place_and_lowers_nobody(filed: Tiny) -> None:
    found = items(filed)
    states = {county: found[county, "charity"]["figure_state"] for county in ("990101", "990201", "999001")}
    assert states == {"990101": "reported", "990201": "partial", "999001": "missing"}
    assert found["990201", "charity"]["place"] is None
    assert found["990201", "charity"]["is_behind"] is None
    assert found["990101", "charity"]["places"] == 3
    # Rooms are of another form, which all have filed.
    assert found["999001", "community"]["places"] == 5


def test_the_weakest_is_the_lowest_place_of_its_kind(filed: Tiny) -> None:
    found = items(filed)
    for county in ("990101", "990102", "990202"):
        for kind in ("partner", "link"):
            own = [row for (code, _), row in found.items() if code == county and row["item_kind"] == kind]
            (weakest,) = [row for row in own if row["is_weakest"]]
            assert weakest["place"] / weakest["places"] == max(row["place"] / row["places"] for row in own)  # type: ignore[operator]


@pytest.mark.parametrize(("funds", "state"), [(0, "not_applicable"), (5, "reported")])
def test_nothing_to_divide_by_is_not_applicable(tiny: Tiny, funds: int, state: str) -> None:
    ask_all(tiny)
    row = partners(2, organizations=1, certified=1, funds=funds, active=3)
    tiny.file("five_partners", {"990202": row | {"townships": 0, "townships_with_station": 0}})
    tiny.built()
    found = items(tiny)
    assert found["990202", "charity_to_volunteers"]["figure_state"] == state
    assert found["990202", "social_work"]["townships"] == 0


@pytest.mark.parametrize(
    ("volunteers", "behind"),
    [
        ((50, 40, 30, 20, 10), [False, False, False, True, True]),
        (
            (50, 40, 0, 0, 0),
            [False, False, True, True, True],
        ),  # they share the third place, and the last three
        ((50, 0, 0, 0, 0), [False, False, False, False, False]),  # most are no last third
        ((0, 0, 0, 0, 0), [False, False, False, False, False]),
    ],
)
def test_equal_figures_stand_in_the_middle_of_the_places_they_share(
    tiny: Tiny, volunteers: tuple[int, ...], behind: list[bool]
) -> None:
    ask_all(tiny)
    filed = partners(2, organizations=1, certified=1, funds=100, active=0)
    tiny.file(
        "five_partners",
        {
            code: filed | {"active_volunteers": active}
            for code, active in zip(COUNTIES, volunteers, strict=True)
        },
    )
    tiny.built()
    found = items(tiny)
    assert [found[code, "charity_to_volunteers"]["is_behind"] for code in COUNTIES] == behind


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ({}, "个县是五社中最弱的一社；0 个县四社以上靠后", "Weakest of the five: "),
        ({"city": "990100"}, "东江市：", "Dongjiang City: "),
        ({"county": "990202"}, "丁卯市", "Dingmao City"),
        ({"county": "999001"}, "没有报齐2025年第4季度五社联动", "has not filed its five partners of 2025 Q4"),
    ],
)
def test_the_title_says_which_is_weak(at_home: Tiny, query: dict[str, str], zh: str, en: str) -> None:
    assert zh in title(visit("partners", **query))
    assert en in title(visit("partners", "en", **query))


def test_counties_not_filed_in_full_are_named_and_what_behind_means_is_said(at_home: Tiny) -> None:
    said = text_of(visit("partners"))
    assert "2 个县（市、区）未报或未报齐，不计入：丙寅、戊辰" in said
    assert "居后三分之一，是相互比较，不是目标" in said


def test_a_county_has_its_card_and_lets_go_of_it(at_home: Tiny) -> None:
    test = visit("partners", county="990101")
    assert "甲子区" in text_of(test)
    test.button(key="clear_county").click().run()
    assert "county" not in test.query_params
    assert "最弱的一社" in text_of(test)


def test_the_table_shows_every_county_and_partner_or_the_one_chosen(at_home: Tiny) -> None:
    every = visit("partners", view="table").dataframe[0].value
    assert len(every) == 5 * len(PARTNERS)
    one = visit("partners", view="table", partner="charity").dataframe[0].value
    assert list(one["rank"].dropna()) == sorted(one["rank"].dropna(), reverse=True)
    assert set(one["partner"]) == {"社区慈善"}


def test_an_address_opens_what_it_was_copied_from(at_home: Tiny) -> None:
    test = visit("partners", county="990101", partner="charity", view="tiles")
    assert dict(test.query_params) == {"county": "990101", "partner": "charity", "view": "tiles"}
    assert "未采用" in text_of(visit("partners", partner="sixth"))


def test_a_quarter_without_a_return_says_what_to_do(at_home: Tiny) -> None:
    test = visit("partners", period="2025-06-30")
    assert title(test) == "2025年第2季度还没有一个县报齐五社联动"
    assert "换一个报告期" in text_of(test)


def test_a_quarter_before_the_form_is_told_and_stays_chosen_elsewhere(at_home: Tiny) -> None:
    test = visit("home", period="2023-12-31")
    test.switch_page("pages/partners.py").run()
    assert "未采用" in text_of(test)
    by_menu(test, "home")
    assert test.query_params["period"] == "2023-12-31"


@pytest.mark.parametrize("view", ["tiles", "table"])
@pytest.mark.parametrize(
    "query", [{}, {"partner": "charity", "city": "990100"}, {"county": "990201"}, {"county": "990202"}]
)
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("partners", view=view, **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("partners", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_of_more_counties_than_have_room_the_lowest_stand_side_by_side(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(drawing, "show", lambda made, **_: drawn.append(made.svg))

    def tiles(most: int, **query: str) -> list[str]:
        drawn.clear()
        monkeypatch.setattr(tree, "MOST_COUNTIES", most)
        forget()
        visit("partners", **query)
        return re.findall(r'data-pick="(\d+)"', drawn[0])

    assert set(tiles(5)) == set(COUNTIES)
    assert not re.search("其余.*见表", text_of(visit("partners")))
    found = items(at_home)
    places = {code: found[code, "charity"]["place"] for code in COUNTIES}
    known = sorted((code for code in COUNTIES if places[code]), key=lambda code: -int(str(places[code])))
    assert tiles(2, partner="charity") == known[:2]
    assert tiles(4, partner="charity")[:3] == known
    assert "其余 1 个见表" in text_of(visit("partners"))
    assert "the table 1 more" in text_of(visit("partners", "en"))
    # Of a city there is room for all: they lie where they do, alone.
    assert set(tiles(2, city="990100")) == {"990101", "990102"}
    assert not re.search("其余.*见表", text_of(visit("partners", city="990100")))


def test_who_is_behind_is_counted_where_no_county_has_all_five(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rooms are of an annual form that nobody has filed: the tiles mark who is behind in the other four, and so do title and side."""
    ask_all(tiny)
    rows = [partners(2, organizations=n, certified=n, funds=100 * n, active=50 * n) for n in (9, 8, 7, 6, 1)]
    tiny.file("five_partners", dict(zip(COUNTIES, rows, strict=True)))
    tiny.built()
    opened(tiny, monkeypatch)
    found = items(tiny)
    behind = {code: sum(bool(found[code, one]["is_behind"]) for one in PARTNERS) for code in COUNTIES}
    four = sum(number >= 4 for number in behind.values())
    assert four
    test = visit("partners")
    assert title(test) == f"还没有一个县五社都有数；{four} 个县四社以上靠后"
    said = text_of(test)
    assert "没有一个县靠后" not in said
    assert "最弱的一社无从知道" in said
    assert "其中 5 个县五社不全" in said
    for number in range(5):
        counties = list(behind.values()).count(number)
        assert not counties or re.search(rf"{number} 社\s+{counties}\b", said), said
    english = text_of(visit("partners", "en"))
    assert "its weakest is not known" in english
