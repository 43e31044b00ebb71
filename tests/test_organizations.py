"""Organizations: sums and states, the mix beside peers, totals over years, marks that do not hide, and the page, on the tiny province."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import city_marks, mix_ranges, year_bars
from draw.palette import palette
from files.table import csv_bytes, table
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.tiny import BINGYIN, COUNTIES, JIAZI, PERIOD, WUCHEN, YICHOU, Tiny

__all__ = ["nothing_kept"]
BEFORE = dt.date(2024, 12, 31)
KINDS = ("service", "charity", "culture", "self_governance", "safety", "other")
COLOURS = palette("light")


def organizations(
    recorded: tuple[int, ...], registered: int = 0, **more: int | None
) -> dict[str, int | None]:
    """A row of organizations: those recorded by kind, and as many registered ones, all for service."""
    row: dict[str, int | None] = {}
    for kind, number in zip(KINDS, (*recorded, 0, 0, 0, 0, 0, 0), strict=False):
        row |= {f"{kind}_filed": number, f"{kind}_registered": registered if kind == "service" else 0}
    return row | more


def grouped(tiny: Tiny, counties: tuple[str, ...] = COUNTIES) -> Tiny:
    """Let these counties be one group of peers."""
    lines = ["area_code,peer_group,peer_group_name_zh,peer_group_name_en"]
    lines += [f"{county},all,五个县,Five counties" for county in counties]
    Path(tiny.pack_folder / "peers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tiny


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """All five counties the year before; then three in full, one in part, one not at all; one files whole for its townships."""
    tiny = grouped(Tiny(tmp_path_factory.mktemp("organizations")))
    units = [*JIAZI, *YICHOU, *BINGYIN, "990202", *WUCHEN]
    before = dict.fromkeys(units, organizations((6, 1, 1), 2))
    tiny.file("organizations", before, period=BEFORE, filed_on=dt.date(2025, 1, 9), simulated=True)
    tiny.file(
        "organizations",
        {
            JIAZI[0]: organizations((10, 2, 3), 5),
            JIAZI[1]: organizations((4, 1, 0), 0),
            **dict.fromkeys(YICHOU, organizations((5, 5, 0, 2), 1)),
            "990202": organizations((1, 0, 1), 0),
            BINGYIN[0]: organizations((9, 9, 9), 9),
            BINGYIN[1]: organizations((9, 9, 9), 9, other_filed=None),
        },
        simulated=True,
    )
    tiny.built()
    return tiny


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def counts(tiny: Tiny, area: str = "990000", period: dt.date = PERIOD) -> dict[str, dict[str, object]]:
    return {
        row["area_code"]: row for row in tiny.ask("organization_counts", period=period, area=area).to_dicts()
    }


def kinds(
    tiny: Tiny, area: str = "990000", period: dt.date = PERIOD
) -> dict[tuple[str, str], dict[str, object]]:
    rows = tiny.ask("organization_kinds", period=period, area=area).to_dicts()
    return {(row["area_code"], row["organization_kind"]): row for row in rows}


# ---------------------------------------------------------------- the figures


@pytest.mark.parametrize(
    ("area", "all_", "registered", "status", "parts"),
    [
        ("990101", 25, 5, "reported", (1, 1)),
        ("990102", 39, 3, "reported", (1, 1)),
        ("990202", 2, 0, "reported", (1, 1)),
        ("990201", None, None, "partial", (1, 0)),  # one unit missing, one with a blank
        ("999001", None, None, "missing", (1, 0)),
        ("990100", 64, 8, "reported", (2, 2)),
        ("990200", 2, 0, "partial", (2, 1)),
        ("990000", 66, 8, "partial", (5, 3)),
    ],
)
def test_organizations_are_those_of_counties_filed_in_full(
    filed: Tiny, area: str, all_: int | None, registered: int | None, status: str, parts: tuple[int, int]
) -> None:
    row = counts(filed)[area]
    assert (row["organizations"], row["registered"], row["count_status"]) == (all_, registered, status)
    assert row["recorded"] == (None if all_ is None or registered is None else all_ - registered)
    assert (row["parts"], row["parts_filed"]) == parts


def test_figures_for_residents_are_those_that_the_map_shows(filed: Tiny) -> None:
    shown, own = (filed.values(f"{name}_organizations_per_10k") for name in ("social", "registered"))
    for area, row in counts(filed).items():
        assert row["per_10k"] == shown[area]["value_shown"]
        assert row["registered_per_10k"] == own[area]["value_shown"]
        assert shown[area]["value"] is None or row["residents"] == shown[area]["denominator"]


def test_for_communities_both_committees_count_and_their_day_is_told(filed: Tiny) -> None:
    row = counts(filed)["990101"]
    assert (row["committees"], row["committees_date"]) == (9, dt.date(2023, 6, 30))
    assert row["per_community"] == Decimal("2.8")  # 25 of 9
    city = counts(filed)["990100"]
    assert (city["committees"], city["per_community"]) == (25, Decimal("2.6"))
    # Before there was a figure there is none.
    assert counts(filed, period=dt.date(2022, 12, 31))["990101"]["per_community"] is None


@pytest.mark.parametrize(
    ("area", "now", "before", "growth", "compared"),
    [
        ("990101", 25, 20, "25.0", 1),
        ("990202", 2, 10, "-80.0", 1),
        ("990000", 66, 60, "10.0", 3),  # of the three that are filed at both dates
        ("990201", None, None, None, 0),
    ],
)
def test_growth_is_of_counties_filed_in_both_years(
    filed: Tiny, area: str, now: int | None, before: int | None, growth: str | None, compared: int
) -> None:
    row = counts(filed)[area]
    told = (
        row["organizations_now"],
        row["organizations_before"],
        row["growth_per_cent"],
        row["parts_compared"],
    )
    assert told == (now, before, growth and Decimal(growth), compared)


def test_kinds_add_up_to_all_and_are_read_from_what_measures_carry(filed: Tiny) -> None:
    found, all_of = kinds(filed), counts(filed)
    assert {kind for _, kind in found} == set(KINDS)
    for area, row in all_of.items():
        own = [one["kind_organizations"] for (code, _), one in found.items() if code == area]
        assert (None if own[0] is None else sum(own)) == row["organizations"]  # type: ignore[arg-type]
    row = found["990101", "service"]
    assert (row["kind_organizations"], row["kind_registered"], row["kind_recorded"]) == (19, 5, 14)
    assert (row["kind_share"], row["kind_per_cent"]) == (19 / 25, Decimal("76.0"))
    assert kinds(filed)["990201", "service"]["kind_organizations"] is None


@pytest.mark.parametrize(("period", "peers"), [(BEFORE, 5), (PERIOD, 3)])
def test_of_fewer_than_five_peers_there_is_no_middle(filed: Tiny, period: dt.date, peers: int) -> None:
    row = kinds(filed, "990101", period)["990101", "service"]
    assert row["kind_peers"] == peers
    known = [row[f"kind_peers_{name}"] is not None for name in ("low", "middle", "high")]
    assert known == [peers >= 5] * 3


def test_peers_are_those_of_the_group_wherever_they_lie(tiny: Tiny) -> None:
    grouped(tiny)
    units = {"990101": JIAZI, "990102": YICHOU, "990201": BINGYIN, "990202": ("990202",), "999001": WUCHEN}
    for number, townships in enumerate(units.values()):
        tiny.file("organizations", dict.fromkeys(townships, organizations((number, 10 - number))))
    tiny.built()
    row = kinds(tiny, "990101")["990101", "service"]
    assert [row[f"kind_peers_{name}"] for name in ("low", "middle", "high")] == [0.0, 0.2, 0.4]
    # A larger area lies beside its own counties, of which the city has two.
    assert kinds(tiny)["990000", "service"]["kind_peers"] == 5
    assert (
        kinds(tiny)["990100", "service"]["kind_peers"],
        kinds(tiny)["990100", "service"]["kind_peers_middle"],
    ) == (
        2,
        None,
    )


def test_years_are_the_same_quarter_of_each(filed: Tiny) -> None:
    rows = filed.ask("organization_years", period=PERIOD, area="990000").to_dicts()
    told = {row["period"]: (row["organizations"], row["registered"], row["parts_filed"]) for row in rows}
    assert told[BEFORE] == (120, 24, 5)
    assert told[PERIOD] == (66, 8, 3)
    assert told[dt.date(2023, 12, 31)] == (None, None, 0)
    assert {day.month for day in told} == {12}


def test_a_county_has_no_total_from_before_its_extent_changed(filed: Tiny) -> None:
    days = filed.ask("organization_years", period=PERIOD, area="990101")["period"].to_list()
    assert dt.date(2020, 12, 31) not in days
    assert dt.date(2021, 12, 31) in days


# ---------------------------------------------------------------- what is drawn


@given(st.lists(st.floats(0, 600), max_size=30))
def test_marks_keep_their_figure_and_stand_apart_as_long_as_there_is_room(across: list[float]) -> None:
    spots = city_marks.spread(across, 100, 24)
    assert [x for x, _ in spots] == across
    assert all(abs(y - 100) <= 12 for _, y in spots)
    for number, (x, y) in enumerate(spots):
        near = [other for other in spots if abs(other[0] - x) < city_marks.NEAR]
        if len(near) <= 5 and len({round(other_y) for _, other_y in near}) == len(near):
            assert sum(other_y == y for _, other_y in near) == 1, number


def _mark(name: str, value: float, **more: object) -> city_marks.Mark:
    return city_marks.Mark(value, 0, name, pick=name, **more)  # type: ignore[arg-type]


def test_a_row_and_each_mark_may_be_pressed_and_the_chosen_ones_name_stands_alone() -> None:
    marks = [
        _mark("least", 10, is_named=True),
        _mark("mine", 11, is_chosen=True),
        _mark("most", 90, is_named=True),
    ]
    rows = [
        city_marks.Row("city", 40.0, marks, pick="city"),
        city_marks.Row("other", None, [_mark("far", 70, is_named=True)]),
    ]
    scale = city_marks.Scale(44.0, "whole 44.0", ["one", "two"], "city")
    drawn = city_marks.city_marks(rows, scale, (690, 52, 282), COLOURS).body
    assert [drawn.count(f'data-pick="{name}"') for name in ("city", "least", "mine", "most", "far")] == [
        1
    ] * 5
    assert ">mine<" in drawn
    assert ">far<" in drawn
    assert ">least<" not in drawn
    assert ">whole 44.0<" in drawn


def test_marks_far_out_stand_beyond_the_scale_with_their_figures() -> None:
    near = [city_marks.Mark(20.0 + number, 0, "") for number in range(30)]
    far = [city_marks.Mark(value, 0, "") for value in (310.5, 402.0)]
    rows = [city_marks.Row("a", 30.0, near), city_marks.Row("b", 30.0, [*near[:3], *far])]
    for width in (690, 356):
        drawn = city_marks.city_marks(rows, city_marks.Scale(), (width, 52, 282), COLOURS).body
        assert "→ 310.5–402<" in drawn
        assert ">200<" not in drawn
        places = [float(x) for x in re.findall(r'<rect x="([-\d.]+)"', drawn)]
        assert max(places) < width


@given(
    st.lists(st.floats(1, 60), min_size=20, max_size=40),
    st.lists(st.floats(50, 90), max_size=4),
    st.sampled_from([330, 560, 1000]),
)
def test_as_many_marks_stand_beyond_the_scale_as_are_said(
    near: list[float], far: list[float], width: int
) -> None:
    scale = city_marks.Scale()
    rows = [city_marks.Row(str(value), None, [city_marks.Mark(value, 0, "")]) for value in (*near, *far)]
    drawn = city_marks.city_marks(rows, scale, (width, 52, 282), COLOURS).body
    assert drawn.count("→") == city_marks.counted_far(rows, scale)


def test_nothing_known_draws_an_empty_scale() -> None:
    assert city_marks.city_marks([], city_marks.Scale(), (356, 52, 282), COLOURS).body
    part = mix_ranges.Part("kind", None, None, None, None, ["—", "—"])
    assert "circle" not in mix_ranges.mix_ranges([part], ["here", "middle"], (356, 52), COLOURS).body
    bar = year_bars.Bar("2023", None, 0, "—")
    assert "url(#hatch)" in year_bars.year_bars([bar], ("a", "b"), (356, 172), COLOURS).body


def test_what_lacks_in_a_year_is_written_in_lines_no_wider_than_the_year() -> None:
    def drawn(note: str) -> list[str]:
        bars = [year_bars.Bar(str(year), None, 0, "—", note) for year in range(2020, 2026)]
        body = year_bars.year_bars(bars, ("recorded", "registered"), (440, 150), COLOURS).body
        return re.findall(r">([^<>]+)</text>", body)

    assert "5 missing" in drawn("5 missing")
    assert drawn("2,854 missing").count("2,854") == drawn("2,854 missing").count("missing") == 6


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        (
            {},
            "至少 66 个社会组织，登记的占 12%；每万人从丁卯",
            "At least 66 organizations, 12% registered",
        ),
        ({"city": "990100"}, "东江市：64 个社会组织", "Dongjiang City: 64 organizations"),
        ({"county": "990101"}, "甲子区 25 个社会组织，登记的占 20%", "+25.0% in a year"),
        ({"county": "990201"}, "没有报齐2025年第4季度社区社会组织", "in full"),
        ({"county": "999001"}, "没有报送2025年第4季度社区社会组织", "has not filed"),
    ],
)
def test_the_title_says_how_many_and_for_how_many(
    at_home: Tiny, query: dict[str, str], zh: str, en: str
) -> None:
    assert zh in title(visit("organizations", **query))
    assert en in title(visit("organizations", "en", **query))


def test_peers_are_told_with_rule_and_size(at_home: Tiny) -> None:
    few = text_of(visit("organizations", county="990101"))
    assert "对照：五个县，报齐的只有 3 个，不到 5 个，不给中位" in few
    enough = text_of(visit("organizations", county="990101", period="2024-12-31"))
    assert "对照：五个县，报齐的 5 个" in enough
    assert "对照：各县，报齐的 5 个" in text_of(visit("organizations", period="2024-12-31"))


def test_who_is_left_out_and_what_figures_rest_on_is_said(at_home: Tiny) -> None:
    said = text_of(visit("organizations"))
    assert "2 个县（市、区）未报或未报齐，不计入：丙寅、戊辰" in said
    assert "比上年同期 +10.0%（3 个可比县）" in said
    assert "村社数（居委会、村委会）为2023年6月30日公布数" in said


def test_a_county_of_no_group_is_compared_with_nobody(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.file("organizations", dict.fromkeys(JIAZI, organizations((3, 1))))
    tiny.built()
    opened(tiny, monkeypatch)
    assert "没有同类分组，不作比较" in text_of(visit("organizations", county="990101"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"view": "pie"}, "pie"),
        ({"county": "990201", "city": "990100"}, "990201"),
        ({"county": "123456"}, "123456"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_told(
    at_home: Tiny, asked: dict[str, str], told: str
) -> None:
    test = visit("organizations", **asked)
    assert "未采用" in text_of(test)
    assert told not in dict(test.query_params).values()


def test_the_table_and_the_files_have_the_pictures_figures(at_home: Tiny) -> None:
    frame = visit("organizations", view="table").dataframe[0].value
    assert list(frame["area"]) == ["试验省", "甲子区", "乙丑区", "丙寅县", "丁卯市", "戊辰市"]
    row = frame.iloc[1]
    assert (
        row["organizations"],
        row["registered"],
        row["recorded"],
        row["kind_service"],
        row["share_service"],
    ) == (25, 5, 20, 19, 76.0)
    assert set(frame["peers"]) == {"", "五个县"}
    asked = {"period": PERIOD, "area": "990100"}
    written = csv_bytes(table(at_home.reader, "organization_kinds", language="zh", **asked), "zh")
    lines = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    line = next(one for one in lines if one["区划代码"] == "990101" and one["类别"] == "公益")
    assert (line["该类组织"], line["该类占比（%）"], line["同类县数"]) == ("3", "12", "3")


def test_a_quarter_without_a_return_says_what_to_do(at_home: Tiny) -> None:
    test = visit("organizations", period="2025-06-30")
    assert title(test) == "2025年第2季度还没有一个县报齐社区社会组织"
    assert "换一个报告期" in text_of(test)


@pytest.mark.parametrize(
    "query", [{}, {"city": "990100", "county": "990102"}, {"county": "990201"}, {"view": "table"}]
)
def test_both_languages_are_whole(at_home: Tiny, query: dict[str, str]) -> None:
    test = visit("organizations", **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("organizations", "en", "dark", **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []
