"""A change across another extent, and across a correction: split in whole people, or told without its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import moves
from draw.palette import palette
from files.table import file_name, table
from tests.models_alone import run
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.test_properties import COMPARISONS, relaxed
from tests.tiny import WORKERS, Tiny, once
from warehouse.models import query_models
from words.problems import SnapshotError

__all__ = ["nothing_kept"]
# Sanjie goes from Jiazi to Yichou on 9 April: 30,000 and 20,000 urban residents become 20,000 and 30,000.
BEFORE, AFTER = dt.date(2021, 3, 31), dt.date(2021, 6, 30)
STAYED, CAME, MOVED = ("990101001", "990101002"), ("990102001", "990102002"), ("990101003", "990102003")
PARTS = ("by_correction", "by_boundary", "by_denominator", "by_target", "by_numerator")


def workers(tiny: Tiny) -> None:
    """Both counties at both periods: 30 + 10 + 20 and 20 + 5, then 30 + 5 and 20 + 10 + 25."""
    tiny.target(valid_from="2021-01-01")
    tiny.staff(dict(zip((*STAYED, MOVED[0], *CAME), (30, 10, 20, 20, 5), strict=True)), period=BEFORE)
    tiny.staff(dict(zip((*STAYED, *CAME, MOVED[1]), (30, 5, 20, 10, 25), strict=True)), period=AFTER)


@once
def filed(tiny: Tiny) -> None:
    workers(tiny)
    tiny.staff_everywhere({"990201": 10}, period=BEFORE)
    tiny.staff_everywhere({"990201": 12}, period=AFTER)
    tiny.built()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed(Tiny(tmp_path_factory.mktemp("boundary")))


def changes(
    tiny: Tiny,
    period: dt.date = AFTER,
    since: dt.date = BEFORE,
    *,
    level: str = "county",
    published: str = "",
) -> dict[str, dict[str, Any]]:
    asked = {"indicator": WORKERS, "period": period, "since": since, "area": "990000", "level": level}
    return {
        row["area_code"]: row for row in tiny.ask("balance_changes", **asked, published=published).to_dicts()
    }


def parts(row: dict[str, Any]) -> list[int | None]:
    return [row[name] for name in PARTS]


def test_the_earlier_figures_are_carried_onto_the_later_extent(built: Tiny) -> None:
    rows = changes(built)
    # 60 for 30,000 (54 asked) are 40 for 20,000 (36 asked); 25 for 20,000 (36) are 45 for 30,000 (54).
    assert (rows["990101"]["balance_then"], rows["990101"]["balance"]) == (60 - 54, 35 - 36)
    assert parts(rows["990101"]) == [None, (40 - 36) - (60 - 54), 0, 0, 35 - 40]
    assert (rows["990102"]["balance_then"], rows["990102"]["balance"]) == (25 - 36, 55 - 54)
    assert parts(rows["990102"]) == [None, (45 - 54) - (25 - 36), 0, 0, 55 - 45]
    assert [rows[code]["not_split_because"] for code in ("990101", "990102")] == [None, None]


def test_within_one_extent_nothing_comes_from_a_boundary(built: Tiny) -> None:
    row = changes(built)["990201"]
    assert (row["by_boundary"], row["by_numerator"], row["not_split_because"]) == (None, 2, None)


def gave_land(tiny: Tiny) -> None:
    change = {
        "effective_date": "2021-04-09",
        "area_level": "township",
        "kind": "split",
        "status": "documented",
    }
    names = {"old_name_zh": "一街街道", "new_name_zh": "四街街道", "document": "试政函〔2021〕1号"}
    told = {"description_zh": "一部分划出", "description_en": "A part went"}
    tiny.add(
        "area_changes", {"old_area_code": STAYED[0], "new_area_code": CAME[0], **change, **names, **told}
    )
    workers(tiny)


def said_nothing_of(tiny: Tiny) -> None:
    tiny.remove("area_changes", old_area_code=MOVED[0])
    workers(tiny)


def one_did_not_file(tiny: Tiny) -> None:
    workers(tiny)
    tiny.staff({MOVED[0]: None}, period=BEFORE)


def filed_as_a_county(tiny: Tiny) -> None:
    workers(tiny)
    tiny.staff({"990102": 25}, period=BEFORE)


def no_figure_of_the_extent(tiny: Tiny) -> None:
    for code in ("990101", "990102"):
        tiny.remove("population", area_code=code, area_valid_from="2021-04-09", reference_date="2020-11-01")
        later = {"area_code": code, "area_valid_from": "2021-04-09", "reference_date": "2021-06-30"}
        people = {"resident_population": "60000", "urban_population": "26000"}
        tiny.add("population", {**later, **people, "status": "published", "source": "tests"})
    workers(tiny)


@pytest.mark.parametrize(
    ("make", "because"),
    [
        (gave_land, {"990101": "crosswalk", "990102": "crosswalk"}),
        (said_nothing_of, {"990101": "crosswalk", "990102": "crosswalk"}),
        # Jiazi without Sanjie's figure has no balance at all on the earlier period.
        (one_did_not_file, {"990101": "unknown", "990102": "unreported_township"}),
        (filed_as_a_county, {"990101": None, "990102": "no_townships"}),
        (no_figure_of_the_extent, {"990101": "no_figure", "990102": "no_figure"}),
    ],
)
def test_what_cannot_be_carried_exactly_has_its_change_alone_and_says_why(
    tiny: Tiny, make: Callable[[Tiny], None], because: dict[str, str | None]
) -> None:
    make(tiny)
    tiny.built()
    rows = changes(tiny)
    assert {code: rows[code]["not_split_because"] for code in because} == because
    for code, why in because.items():
        if why is not None:
            assert parts(rows[code]) == [None] * 5
        if why not in (None, "unknown"):
            assert rows[code]["balance_change"] == rows[code]["balance"] - rows[code]["balance_then"]


def test_a_ratio_within_one_return_is_carried_on_both_sides(tiny: Tiny) -> None:
    share = {"indicator_code": "certified_worker_share", "value": "50", "valid_from": "2021-01-01"}
    tiny.target(**share)
    for period, codes in ((BEFORE, (*STAYED, MOVED[0], *CAME)), (AFTER, (*STAYED, *CAME, MOVED[1]))):
        posts = {"chief_workers": 0, "deputy_workers": 0}
        counts = {
            code: {"other_workers": 10 + 3 * place, "certified_workers": 4 + 2 * place}
            for place, code in enumerate(codes)
        }
        tiny.file("staffing", {code: {**posts, **one} for code, one in counts.items()}, period=period)
    tiny.built()
    asked = {"indicator": "certified_worker_share", "period": AFTER, "since": BEFORE, "area": "990000"}
    row = next(
        r
        for r in tiny.ask("balance_changes", **asked, level="county").to_dicts()
        if r["area_code"] == "990101"
    )
    # 4 + 6 + 8 of 10 + 13 + 16 become 4 + 6 of 10 + 13: of 39 at least 20 are asked, of 23 at least 12.
    assert row["by_boundary"] == (10 - 12) - (18 - 20)
    assert sum(row[name] or 0 for name in PARTS) == row["balance_change"]


# ---------------------------------------------------------------- corrections


@once
def corrected(tiny: Tiny) -> None:
    """Built in spring; then Sanjie files 14 in the place of 20 for the earlier period, and all is built again."""
    filed(tiny)
    tiny.staff({MOVED[0]: 14}, period=BEFORE)
    tiny.built()


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return corrected(Tiny(tmp_path_factory.mktemp("twice")))


def spring(tiny: Tiny) -> str:
    """The snapshot before the correction."""
    (other,) = tiny.reader.others()
    return other.id


def test_a_correction_comes_first_and_the_earlier_figures_are_those_of_the_snapshot_named(
    twice: Tiny,
) -> None:
    row = changes(twice, published=spring(twice))["990101"]
    assert (row["numerator_then"], row["balance_then"], row["verdict_then"]) == (60, 6, "met")
    # 54 for 30,000 (54 asked), of which 40 for 20,000.
    assert parts(row) == [-6, (40 - 36) - (54 - 54), 0, 0, 35 - 40]
    assert row["balance_change"] == -1 - 6 == sum(part or 0 for part in parts(row))
    assert changes(twice)["990101"]["balance_then"] == 0


def test_where_nothing_was_corrected_there_is_a_zero(twice: Tiny) -> None:
    row = changes(twice, published=spring(twice))["990201"]
    assert (row["by_correction"], row["by_boundary"]) == (0, None)


def test_one_period_of_two_snapshots_changes_by_corrections_alone(twice: Tiny) -> None:
    row = changes(twice, BEFORE, published=spring(twice))["990101"]
    assert parts(row) == [-6, None, 0, 0, 0]
    assert row["balance_change"] == -6


def test_an_older_snapshot_compared_with_a_newer_one_goes_the_other_way(twice: Tiny) -> None:
    older = twice.reader.beside(spring(twice))
    asked = {"indicator": WORKERS, "period": BEFORE, "since": BEFORE, "area": "990000", "level": "county"}
    rows = older.rows("balance_changes", **asked, published=twice.reader.snapshot.id)
    assert {row["area_code"]: row["by_correction"] for row in rows}["990101"] == 6


def test_what_a_correction_took_back_has_its_change_alone(tiny: Tiny) -> None:
    filed(tiny)
    tiny.staff({MOVED[0]: None}, period=BEFORE)
    tiny.built()
    row = changes(tiny, published=spring(tiny))["990101"]
    assert (row["balance_change"], row["not_split_because"]) == (-1 - 6, "unknown_since")
    assert parts(row) == [None] * 5


def test_a_snapshot_that_is_not_there_is_an_error_by_name(twice: Tiny) -> None:
    with pytest.raises(SnapshotError) as found:
        changes(twice, published="20200101-01")
    assert spring(twice) in str(found.value)


def test_wholes_are_split_too(twice: Tiny) -> None:
    (city,) = (row for row in changes(twice, published=spring(twice), level="city").values() if row["area_code"] == "990100")  # fmt: skip
    assert city["by_boundary"] is None


# ---------------------------------------------------------------- the page


@pytest.fixture
def at_home(twice: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(twice, monkeypatch)


QUERY = {"period": AFTER.isoformat(), "since": BEFORE.isoformat()}


def test_the_page_tells_the_earlier_period_by_the_snapshot_chosen(at_home: Tiny) -> None:
    test = visit("why", **QUERY, **{"with": spring(at_home)})
    assert title(test) == "2021年第1季度以来，1 个县升到目标线上，1 个县跌到线下"
    assert "升上来的县：因社区工作者 +16 人，因边界 −4 人" in text_of(test)
    assert f"2021年第1季度以快照 {spring(at_home)}" in text_of(test)
    assert test.query_params["with"] == spring(at_home)


@pytest.mark.parametrize("view", ["moves", "table"])
@pytest.mark.parametrize("since", [BEFORE, AFTER])
def test_both_languages_are_whole(at_home: Tiny, view: str, since: dt.date) -> None:
    query = QUERY | {"view": view, "since": since.isoformat(), "with": spring(at_home)}
    test = visit("why", **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("why", "en", "dark", **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_one_period_of_two_snapshots_says_who_crossed_by_corrections(at_home: Tiny) -> None:
    query = {"period": BEFORE.isoformat(), "since": BEFORE.isoformat(), "with": spring(at_home)}
    assert title(visit("why", **query)) == "2021年第1季度的更正没有使任何县升到目标线上或跌到线下"
    shown = visit("why", **query, view="table").dataframe[0].value
    row = shown[shown["county"] == "甲子区"].iloc[0]
    assert (row["by_correction"], row["balance_change"]) == (-6, -6)
    assert row[["by_boundary", "by_denominator", "by_target", "by_numerator"]].isna().all()


def test_without_the_other_snapshot_its_period_is_none_to_compare_with(at_home: Tiny) -> None:
    query = {"period": AFTER.isoformat(), "since": AFTER.isoformat()}
    test = visit("why", **query, **{"with": spring(at_home)})
    assert "同一期 2021年第2季度" in test.selectbox(key="choice_since").options
    test = test.selectbox(key="choice_with").set_value("").run()
    assert {"with", "since"} & set(test.query_params) == set()
    assert "未采用" not in text_of(test)


def test_a_snapshot_that_is_not_there_is_said_and_left_out(at_home: Tiny) -> None:
    test = visit("why", **QUERY, **{"with": "20200101-01"})
    assert "20200101-01" in text_of(test)
    assert "未采用" in text_of(test)
    assert "with" not in test.query_params


def test_a_snapshot_that_does_not_know_the_period_is_said_and_left_out(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(tiny)
    other = tiny.built(today=dt.date(2021, 7, 30))
    tiny.build()
    opened(tiny, monkeypatch)
    test = visit("why", since="2025-09-30", **{"with": other.id})
    assert not test.error
    assert f"快照 {other.id} 里没有2025年第3季度的这项指标" in text_of(test)


def test_one_of_other_sql_is_asked_by_the_public_contract(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected(tiny)
    opened(tiny, monkeypatch)
    other = spring(tiny)
    path = tiny.home.snapshots / f"{other}.duckdb"
    with duckdb.connect(str(path)) as connection:
        # What later SQL has beside the contract is not there.
        connection.execute("drop table marts.carried_values")
        connection.execute("update marts.snapshot set sql_fingerprint = 'another'")
    assert changes(tiny, published=other)["990101"]["by_correction"] == -6


def test_what_cannot_be_carried_stands_in_the_picture_with_its_change(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    gave_land(tiny)
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("why", **QUERY)
    assert "边界变了，只给差（有乡镇不是整个划走）：甲子、乙丑" in text_of(test)
    rows = [moves.Move("A", "X", 6, -1, "+6", "−1", [-7, 0], ["", "", "−7"], note="边界变了，只给差")]
    words = moves.Words("then", "now", "line", ["更正", "社区工作者", "变化"])
    drawn = moves.moves(rows, words, None, 850, palette("light"))
    assert "边界变了，只给差" in drawn.body


def test_the_file_says_by_which_snapshot_the_earlier_period_is_told(twice: Tiny) -> None:
    asked = {"indicator": WORKERS, "period": AFTER, "since": BEFORE, "area": "990000", "level": "county"}
    made = table(twice.reader, "balance_changes", **asked, published=spring(twice))
    assert {"因更正", "因边界", "较早一期", "较早一期所据的快照"} <= set(made.columns)
    assert made["较早一期所据的快照"][0] == spring(twice)
    name = file_name(twice.reader, "balance_changes", **asked, published=spring(twice))
    assert spring(twice) in name


# ---------------------------------------------------------------- any figures


MARTS = {
    "indicator_values": "indicator_code varchar, area_code varchar, area_valid_from date, area_level varchar, period date, "
    "numerator bigint, denominator bigint, denominator_date date, value_shown decimal(18,4), target_value decimal(18,6), "
    "target_id varchar, target_comparison varchar, required bigint, verdict varchar, gap bigint, balance bigint, value_status varchar",
    "tree": "area_code varchar, area_valid_from date, period date, root_code varchar, city_code varchar, prefecture_code varchar, "
    "area_name_zh varchar, "
    "area_name_en varchar, short_name_zh varchar, short_name_en varchar, city_name_zh varchar, city_name_en varchar",
    "carried_values": "indicator_code varchar, area_code varchar, area_valid_from date, period date, numerator bigint, "
    "denominator bigint, denominator_basis varchar, not_carried_because varchar",
    "indicators": "indicator_code varchar, scale bigint",
}
OLD, NEW = dt.date(1900, 1, 1), dt.date(2021, 4, 9)


def required(comparison: str, target: int, people: int, scale: int) -> int:
    """The least numerator that meets a floor, the most that meets a ceiling; `target` in millionths."""
    line = Fraction(target * people, scale * 1_000_000)
    floor, ceiling = line.numerator // line.denominator, -(-line.numerator // line.denominator)
    return {">=": ceiling, ">": floor + 1, "<=": floor, "<": ceiling - 1}[comparison]


@st.composite
def moved(draw: st.DrawFn) -> dict[str, Any]:
    """Counties with figures published then, of then, of then on the later extent, and of now."""
    scale = draw(st.sampled_from([1, 100, 10_000]))
    comparison = draw(st.sampled_from(COMPARISONS))
    figures = st.tuples(st.integers(0, 50_000), st.integers(1, 5_000_000), st.integers(0, 40_000_000))
    rows = draw(
        st.lists(st.tuples(figures, figures, figures, figures, st.booleans()), min_size=1, max_size=8)
    )
    return {"scale": scale, "comparison": comparison, "rows": rows, "named": draw(st.booleans())}


def figures(code: str, of: tuple[int, int, int], comparison: str, scale: int) -> dict[str, Any]:
    """A county's row as it stands with a numerator, a denominator and a target in millionths."""
    numerator, denominator, target = of
    asked = required(comparison, target, denominator, scale)
    return {
        "area_code": code,
        "area_level": "county",
        "numerator": numerator,
        "denominator": denominator,
        "denominator_date": None,
        "value_shown": None,
        "target_value": target / 1_000_000,
        "required": asked,
        "verdict": "met",
        "gap": None,
        "balance": numerator - asked,
        "value_status": "reported",
    }


@relaxed
@given(moved())
def test_the_parts_add_up_exactly_whatever_the_figures(case: dict[str, Any]) -> None:
    scale, comparison = case["scale"], case["comparison"]
    tables: dict[str, list[dict[str, Any]]] = {"indicator_values": [], "tree": [], "carried_values": []}
    published, expected = [], {}
    for number, (then, earlier, based, later, is_moved) in enumerate(case["rows"]):
        code, extent = f"c{number}", NEW if is_moved else OLD
        common = {"indicator_code": "i", "target_id": "t", "target_comparison": comparison}
        for of, period, valid_from in ((earlier, BEFORE, OLD), (later, AFTER, extent)):
            row = figures(code, of, comparison, scale)
            tables["indicator_values"].append(
                {**common, **row, "period": period, "area_valid_from": valid_from}
            )
        published.append({**figures(code, then, comparison, scale), "area_valid_from": OLD})
        place = {"area_code": code, "area_valid_from": extent}
        tables["tree"].append({**place, "period": AFTER, "root_code": "root"})
        if is_moved:
            carried = {"numerator": based[0], "denominator": based[1], "denominator_basis": "own_figures"}
            tables["carried_values"].append({**place, "indicator_code": "i", "period": BEFORE, **carried})
        start = based if is_moved else earlier
        asked = [
            required(comparison, target, people, scale)
            for target, people in (
                (earlier[2], earlier[1]),
                (earlier[2], start[1]),
                (earlier[2], later[1]),
                later[2:0:-1],
            )
        ]
        expected[code] = {
            "by_correction": earlier[0] - asked[0] - published[-1]["balance"] if case["named"] else None,
            "by_boundary": start[0] - asked[1] - (earlier[0] - asked[0]) if is_moved else None,
            "by_denominator": asked[1] - asked[2],
            "by_target": asked[2] - asked[3],
            "by_numerator": later[0] - start[0],
        }
    filled = {
        name: [tuple(row.get(column.split()[0]) for column in MARTS[name].split(", ")) for row in rows]
        for name, rows in {**tables, "indicators": [{"indicator_code": "i", "scale": scale}]}.items()
    }
    connection = run([], {f"marts.{name}": (MARTS[name], rows) for name, rows in filled.items()})
    named = {"published": published if case["named"] else []}
    asked_for = {"indicator": "i", "period": AFTER, "since": BEFORE, "area": "root", "level": "county"}
    found = connection.sql(query_models()["balance_changes"].sql, params=asked_for | named).pl().to_dicts()
    assert {row["area_code"]: {name: row[name] for name in PARTS} for row in found} == expected
    for row in found:
        assert row["balance_change"] == sum(row[name] or 0 for name in PARTS)
        assert row["balance"] == row["balance_then"] + row["balance_change"]
