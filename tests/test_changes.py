"""What a filing changes is told, and where it destroys or is hard to believe it is asked."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pipelines.filing.doubts import likely_unit
from pipelines.filing.finding import Changes, FileOutcome
from tests.filing import QUARTER, rules, staffing, take, take_text, workers, write
from tests.test_command_line import run
from tests.tiny import BINGYIN, JIAZI, Tiny

PEOPLE = "area_code,period,resident_population,urban_population\n"


def figures(outcome: FileOutcome) -> dict[str, int]:
    """The counts that are not zero."""
    assert outcome.changes is not None
    return {kind: number for kind, number in outcome.changes.as_dict().items() if number}


def told(outcome: FileOutcome) -> list[tuple[int | None, str]]:
    return [(finding.row, finding.rule) for finding in outcome.warnings]


def findings(tiny: Tiny) -> list[tuple[str, str, str | None, str]]:
    rows = tiny.sql("select source, rule, area_code, found from marts.findings order by all").rows(named=True)
    return [(row["source"], row["rule"], row["area_code"], row["found"]) for row in rows]


# ---------------------------------------------------------------- figure by figure


def test_every_figure_is_new_changed_or_the_same(tiny: Tiny) -> None:
    assert figures(take_text(tiny, workers(*JIAZI))) == {"new": 8}
    outcome = take_text(tiny, staffing("990101001,2025-12-31,1,2,6,4", "990201,2025-12-31,1,2,5,"))
    assert (outcome.status, figures(outcome)) == ("accepted", {"new": 3, "changed": 1, "same": 3})


def test_a_figure_that_turns_back_is_asked_about(tiny: Tiny) -> None:
    for other in (5, 6):
        take_text(tiny, workers("990101", other=other))
    outcome = take_text(tiny, workers("990101", other=5))
    assert (outcome.status, figures(outcome)) == ("rejected", {"turned_back": 1, "same": 3})
    assert rules(outcome) == [(2, "turned_back")]
    assert "turns the 6 that stands back to the earlier 5. If it is right, file it again with --confirm" in (
        outcome.errors[0].message_en
    )
    outcome = take_text(tiny, workers("990101", other=5), confirmed=True)
    assert (outcome.status, told(outcome)) == ("accepted", [(2, "turned_back")])
    assert take_text(tiny, workers("990101", other=7)).status == "accepted"


def test_what_turns_back_within_one_call_is_seen_too(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "returns"
    names = [f"staffing{n}.csv" for n in range(3)]
    write(
        folder,
        "files.csv",
        "file_name,filed_on\n" + "".join(f"{n},2026-01-1{i}\n" for i, n in enumerate(names)),
    )
    for name, other in zip(names, (5, 6, 5), strict=True):
        write(folder, name, workers("990101", other=other))
    statuses = [outcome.status for outcome in take(tiny, folder).files]
    assert statuses[:3] == ["accepted", "accepted", "rejected"]


def test_a_blank_that_takes_a_figure_away_is_asked_about_and_stays_on_record_while_it_stands(
    tiny: Tiny,
) -> None:
    take_text(tiny, workers("990101"))
    text = staffing("990101,2025-12-31,1,2,,4")
    outcome = take_text(tiny, text)
    assert (rules(outcome), figures(outcome)) == ([(2, "blanked")], {"blanked": 1, "same": 3})
    assert take_text(tiny, text, confirmed=True).status == "accepted"
    tiny.built()
    assert ("staffing", "blanked", "990101", "other_workers, before = 5") in findings(tiny)
    take_text(tiny, workers("990101", other=6))
    tiny.build()
    assert [row for row in findings(tiny) if row[0] == "staffing"] == []


def test_a_blank_below_a_county_that_filed_as_a_whole_takes_its_figure_away(tiny: Tiny) -> None:
    take_text(tiny, workers("990201"))
    rows = [f"{code},2025-12-31,1,2,{'' if code == BINGYIN[1] else 1},0" for code in BINGYIN]
    assert rules(take_text(tiny, staffing(*rows))) == [(3, "blanked")]


def test_a_whole_county_with_a_blank_takes_away_what_its_townships_filed(tiny: Tiny) -> None:
    take_text(tiny, workers(*BINGYIN))
    assert rules(take_text(tiny, staffing("990201,2025-12-31,3,6,,12"))) == [(2, "whole"), (2, "blanked")]


def test_a_whole_that_takes_the_place_of_what_its_townships_filed_is_asked_about(tiny: Tiny) -> None:
    take_text(tiny, workers(*BINGYIN))
    whole = staffing("990201,2025-12-31,3,6,15,12")
    outcome = take_text(tiny, whole)
    assert rules(outcome) == [(2, "whole")]
    assert "what 3 units filed one by one" in outcome.errors[0].message_en
    assert take_text(tiny, whole, confirmed=True).status == "accepted"
    tiny.built()
    told = [row for row in findings(tiny) if row[1] == "whole"]
    assert ("staffing", "whole", "990201", "other_workers, before = 15") in told
    assert len(told) == 4
    # What stands as a whole already is corrected like any other row.
    assert take_text(tiny, staffing("990201,2025-12-31,3,6,16,12")).status == "accepted"


def test_an_empty_form_is_refused(tiny: Tiny) -> None:
    outcome = take_text(tiny, staffing("990101,2025-12-31,,,,", "990102,2025-12-31,,,,"), confirmed=True)
    assert rules(outcome) == [(None, "no_figure")]
    assert "2" in outcome.errors[0].message_zh


@pytest.mark.parametrize(("filed_on", "asked"), [(dt.date(2026, 7, 19), False), (dt.date(2026, 7, 20), True)])
def test_a_period_long_past_its_due_date_is_not_replaced_unasked(
    tiny: Tiny, filed_on: dt.date, asked: bool
) -> None:
    take_text(tiny, workers("990101"), filed_on=dt.date(2026, 1, 10))  # due on 20 January 2026
    later = {"today": filed_on, "filed_on": filed_on}
    outcome = take_text(tiny, workers("990101", other=6), **later)
    assert rules(outcome) == ([(None, "settled")] if asked else [])
    if asked:
        assert "1 figure of 2025-12-31" in outcome.errors[0].message_en
        assert "2026-01-20" in outcome.errors[0].message_zh
    # What was never filed may come late: nothing is replaced.
    assert take_text(tiny, workers("990102"), "late_staffing.csv", **later).status == "accepted"


# ---------------------------------------------------------------- hard to believe


@pytest.mark.parametrize(
    ("before", "filed", "far"),
    [
        (10, 99, False),
        (10, 100, True),
        (100, 1001, True),
        (500, 0, True),
        (9, 0, False),
        (10, 0, True),
        (500, 51, False),
        (500, 50, True),
    ],
)
def test_a_figure_is_far_at_ten_times_and_a_hundred(tiny: Tiny, before: int, filed: int, far: bool) -> None:
    row = "990101001,{},1,2,{},0"  # of a township: a county is far sooner
    take_text(tiny, staffing(row.format("2025-09-30", before)))
    outcome = take_text(tiny, staffing(row.format("2025-12-31", filed)))
    assert rules(outcome) == ([(2, "far")] if far else [])


def filed(period: str, *others: int | str, codes: tuple[str, ...] = BINGYIN) -> str:
    """A return of townships that differs in one measure."""
    rows = [f"{code},{period},1,2,{other},0" for code, other in zip(codes, others, strict=True)]
    return staffing(*rows)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ((40, 50, 60), (60, 75, 90), True),  # half as much again
        ((40, 50, 60), (60, 75, 89), False),
        ((60, 75, 90), (40, 50, 60), True),
        ((10, 20, 30), (19, 38, 42), False),  # 99, too few to tell
        ((40, 50, 60), (400, 50, 60), False),  # one that is far by itself is told by itself
        ((40, 50, ""), (80, 100, 120), False),  # no whole: of one township nothing was known
    ],
)
def test_the_figures_of_a_county_are_far_together(
    tiny: Tiny, before: tuple[int, ...], after: tuple[int, ...], asked: bool
) -> None:
    take_text(tiny, filed("2025-09-30", *before))
    outcome = take_text(tiny, filed(QUARTER, *after))
    assert [rule for _, rule in rules(outcome) if rule == "together"] == ["together"] * asked


def test_a_county_that_is_doubled_is_asked_about_and_on_record_cell_by_cell(tiny: Tiny) -> None:
    take_text(tiny, filed("2025-09-30", 40, 50, 60))
    doubled = filed(QUARTER, 80, 100, 120)
    outcome = take_text(tiny, doubled)
    assert (rules(outcome), figures(outcome)) == ([(None, "together")], {"new": 12, "far": 3})
    assert (
        "Other workers of 3 units of 990201 Bingyin County on 2025-12-31: they add up to 300, far from 150, their last known sum"
        in outcome.errors[0].message_en
    )
    assert take_text(tiny, doubled, confirmed=True).status == "accepted"
    tiny.built()
    stood = dict(zip(BINGYIN, (40, 50, 60), strict=True))
    assert [row for row in findings(tiny) if row[1] == "together"] == [
        ("staffing", "together", code, f"other_workers, before = {before}") for code, before in stood.items()
    ]
    # What is mended is near what was known before.
    assert take_text(tiny, filed(QUARTER, 40, 50, 61)).status == "accepted"


def test_a_whole_county_is_far_as_its_parts_are_together(tiny: Tiny) -> None:
    take_text(tiny, workers("990201", period="2025-09-30", other=150))
    outcome = take_text(tiny, workers("990201", other=300))
    assert rules(outcome) == [(2, "together")]
    assert "'300': is far from 150, the last known figure" in outcome.errors[0].message_en


def test_townships_of_a_county_with_new_bounds_are_not_compared_in_sum(tiny: Tiny) -> None:
    # Both quarters lie about 9 April 2021; the added township is of 990101 on both sides of it.
    codes = ("990101001", "990101002", "990101004")
    names = {
        "area_name_zh": "六街街道",
        "area_name_en": "Liujie",
        "short_name_zh": "六街",
        "short_name_en": "Liujie",
    }
    row = tiny.pack.table("areas").filter(area_code="990101001").row(0, named=True)
    tiny.add("areas", {**row, "area_code": codes[2], **names})
    quarters = (("2020-12-31", "2021-03-31", ["together"]), ("2021-03-31", "2021-06-30", []))
    for before, after, asked in quarters:
        take_text(tiny, filed(before, 40, 50, 60, codes=codes))
        assert [rule for _, rule in rules(take_text(tiny, filed(after, 80, 100, 120, codes=codes)))] == asked


def test_what_stands_beside_a_correction_belongs_to_the_county(tiny: Tiny) -> None:
    take_text(tiny, filed(QUARTER, 40, 50, 300))
    codes = BINGYIN[:2]
    assert take_text(tiny, filed(QUARTER, 80, 100, codes=codes)).status == "accepted"  # 480 of 390
    assert rules(take_text(tiny, filed(QUARTER, 280, 200, codes=codes))) == [(None, "together")]  # 780 of 480


BEFORE = "2025-09-30"


def kinds(outcome: FileOutcome) -> set[str]:
    return {rule for _, rule in rules(outcome)}


def test_townships_filed_one_by_one_add_up_to_a_county(tiny: Tiny) -> None:
    take_text(tiny, filed(BEFORE, 40, 50, 60))
    folder = tiny.home.root.parent / "one-by-one"
    for code, other in zip(BINGYIN, (160, 200, 240), strict=True):
        write(folder, f"{code}_staffing.csv", filed(QUARTER, other, codes=(code,)))
    outcomes = take(tiny, folder).files
    assert [outcome.status for outcome in outcomes] == ["accepted", "accepted", "rejected"]
    assert kinds(outcomes[-1]) == {"together"}
    assert "3 units of 990201 Bingyin County" in outcomes[-1].errors[0].message_en


def test_a_county_is_compared_at_whichever_level_it_was_filed(tiny: Tiny) -> None:
    take_text(tiny, filed(BEFORE, 40, 50, 60))
    for other, asked in ((300, {"together"}), (4500, {"far"}), (0, {"far"}), (160, set())):
        assert kinds(take_text(tiny, staffing(f"990201,{QUARTER},1,2,{other},0"))) == asked
    other_way = Tiny(tiny.home.root.parent / "the-other-way")
    take_text(other_way, workers("990201", period=BEFORE, other=150))
    assert kinds(take_text(other_way, filed(QUARTER, 500, 500, 600))) == {"together"}
    assert take_text(other_way, filed(QUARTER, 50, 50, 60)).status == "accepted"


def test_many_small_steps_are_asked_about_as_one_large_one(tiny: Tiny) -> None:
    take_text(tiny, workers("990201", period=BEFORE, other=300))
    steps = [kinds(take_text(tiny, workers("990201", other=other))) for other in (300, 447, 666)]
    assert steps == [set(), set(), {"together"}]
    take_text(tiny, workers("990201", other=666), confirmed=True)
    assert take_text(tiny, workers("990201", other=670)).status == "accepted"  # what it is near was confirmed


def test_a_county_of_two_townships_is_a_whole_too(tiny: Tiny) -> None:
    take_text(tiny, filed(BEFORE, 40, 50, codes=JIAZI))
    assert kinds(take_text(tiny, filed(QUARTER, 120, 150, codes=JIAZI))) == {"together"}


def test_a_quarter_that_is_filed_late_is_compared_with_the_one_after_it(tiny: Tiny) -> None:
    take_text(tiny, workers("990201", other=150))
    assert kinds(take_text(tiny, workers("990201", period=BEFORE, other=15_000))) == {"far"}
    assert take_text(tiny, workers("990201", period=BEFORE, other=140)).status == "accepted"


def test_a_gap_of_more_than_a_year_hides_nothing(tiny: Tiny) -> None:
    take_text(tiny, workers("990201", period="2024-06-30", other=150))
    assert kinds(take_text(tiny, workers("990201", other=15_000))) == {"far"}


def test_a_county_with_new_bounds_is_still_far_at_ten_times(tiny: Tiny) -> None:
    take_text(tiny, workers("990101", period="2021-03-31", other=150))
    assert kinds(take_text(tiny, workers("990101", period="2021-06-30", other=15_000))) == {"far"}
    assert take_text(tiny, workers("990101", period="2021-06-30", other=300)).status == "accepted"


def test_a_slip_that_is_mended_is_near_what_was_known_before(tiny: Tiny) -> None:
    take_text(tiny, workers("990101", period="2025-09-30", other=500))
    take_text(tiny, workers("990101", other=5), confirmed=True)
    assert take_text(tiny, workers("990101", other=505)).status == "accepted"


def test_quarters_of_one_file_are_compared_with_each_other(tiny: Tiny) -> None:
    rows = ["990101,2025-09-30,1,2,500,4", "990101,2025-12-31,1,2,5,4"]
    assert rules(take_text(tiny, staffing(*rows))) == [(3, "far")]


def test_a_returned_population_is_compared_with_the_figure_that_is_known(tiny: Tiny) -> None:
    # 25,400 residents are published.
    outcome = take_text(tiny, PEOPLE + "990101,2025-12-31,3,2\n", "population.csv")
    assert {rule for _, rule in rules(outcome)} == {"far"}
    assert "ten thousands" in outcome.errors[0].message_en
    assert "万" in outcome.errors[0].message_zh
    assert (
        take_text(tiny, PEOPLE + "990101,2025-12-31,25908,20808\n", "population.csv").status == "accepted"
    )  # 2 %
    off = PEOPLE + "990101,2025-12-31,26500,20808\n"  # of the 25,400, not of the 25,908 filed before
    assert rules(take_text(tiny, off, "population.csv")) == [(2, "denominator")]
    outcome = take_text(tiny, off, "population.csv", confirmed=True)
    assert (outcome.status, told(outcome)) == ("accepted", [(2, "denominator")])
    assert figures(outcome) == {"changed": 1, "same": 1, "denominator": 1}
    tiny.built()
    assert ("population", "denominator", "990101", "resident_population, before = 25400") in findings(tiny)


@pytest.mark.parametrize(
    ("before", "filed", "unit"),
    [
        (510_000, 51, "ten_thousands"), (51, 510_000, "ten_thousands"), (4_000, 4, "thousands"), (500, 50, "digit"),
        (500, 5_100, "digit"), (500, 0, None), (100, 4_700, None), (600_000_000, 6, "hundred_millions"),
    ],
)  # fmt: skip
def test_the_unit_that_may_have_been_meant(before: int, filed: int, unit: str | None) -> None:
    assert likely_unit(before, filed) == unit


# ---------------------------------------------------------------- a whole and its parts

PARTS = staffing(
    "990201100,2025-12-31,1,2,5,4", "990201101,2025-12-31,1,2,5,4", "990201200,2025-12-31,1,2,5,4"
)


def test_a_whole_that_becomes_the_sum_of_other_parts_is_changed(tiny: Tiny) -> None:
    take_text(tiny, staffing("990201,2025-12-31,3,6,16,12"))
    outcome = take_text(tiny, PARTS)
    assert (outcome.status, figures(outcome)) == ("accepted", {"new": 9, "changed": 3})


def test_parts_far_from_the_whole_they_replace_are_asked_about(tiny: Tiny) -> None:
    take_text(tiny, staffing("990201,2025-12-31,3,6,1500,12"))
    outcome = take_text(tiny, PARTS)
    assert rules(outcome) == [(2, "far")]
    assert (
        "replaces the 1500 that was filed for the whole by parts that add up to 15"
        in outcome.errors[0].message_en
    )
    assert take_text(tiny, PARTS, confirmed=True).status == "accepted"


def test_a_whole_of_a_settled_period_is_not_replaced_by_parts_in_silence(tiny: Tiny) -> None:
    old = "2023-12-31"
    filed_on = dt.date(2024, 1, 10)
    take_text(tiny, staffing(f"990201,{old},3,6,16,12"), filed_on=filed_on)
    outcome = take_text(tiny, PARTS.replace(QUARTER, old))
    assert rules(outcome) == [(None, "settled")]


def test_parts_that_turn_a_whole_back_are_asked_about(tiny: Tiny) -> None:
    take_text(tiny, PARTS)
    take_text(tiny, staffing("990201,2025-12-31,3,6,16,12"), confirmed=True)
    outcome = take_text(tiny, PARTS)
    assert rules(outcome) == [(2, "turned_back")]
    assert take_text(tiny, PARTS, confirmed=True).status == "accepted"
    assert kinds(take_text(tiny, staffing("990201,2025-12-31,3,6,16,12"))) == {"turned_back", "whole"}


@pytest.mark.parametrize(
    ("whole", "parts", "right"),
    [
        ("3,6,15,12", (2, 3, 4), True),
        ("3,6,16,12", (2, 3, 4), False),
        ("3,6,,12", (2, 3, 4), False),
        ("2,4,10,8", (2, 3), False),
    ],
)
def test_a_whole_and_its_parts_in_two_files_of_one_day_must_agree(
    tiny: Tiny, whole: str, parts: tuple[int, ...], right: bool
) -> None:
    folder = tiny.home.root.parent / "returns"
    lines = PARTS.splitlines()
    write(folder, "a_staffing.csv", staffing(f"990201,2025-12-31,{whole}"))
    write(folder, "b_staffing.csv", "\n".join([lines[0], *(lines[n - 1] for n in parts), ""]))
    outcomes = take(tiny, folder).files
    expected = [[], []] if right else [[(None, "same_cell")]] * 2
    assert [rules(outcome) for outcome in outcomes] == expected


# ---------------------------------------------------------------- names beside codes


NAMED = "area_code,area_name,period,chief_workers,deputy_workers,other_workers,certified_workers"


def with_name(code: str, name: str) -> str:
    return staffing(f"{code},{name},2025-12-31,1,2,3,4", heading=NAMED)


@pytest.mark.parametrize(
    "name", ["甲子区", "甲子", "Jiazi District", "jiazi  district", " 甲子区 ", "甲子区民政局", ""]
)
def test_a_name_of_its_own_is_right(tiny: Tiny, name: str) -> None:
    outcome = take_text(tiny, with_name("990101", name))
    assert (outcome.status, outcome.warnings) == ("accepted", [])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("990101001", "东江市甲子区一街街道办事处"),
        ("990101", "1、甲子区（原甲子县）"),
        ("990101", "990101 甲子区"),
        ("990201", "丙寅"),
        ("990102003", "乙丑区三街街道"),
        ("990202", "dingmao city civil affairs"),
    ],
)
def test_a_name_of_its_own_is_right_in_any_dress(tiny: Tiny, code: str, name: str) -> None:
    outcome = take_text(tiny, with_name(code, name))
    assert (outcome.status, told(outcome)) == ("accepted", [])


@pytest.mark.parametrize(
    ("code", "name", "other"),
    [
        ("990202", "戊辰市民政局", "999001"),
        ("990202", "戊辰市（县级）", "999001"),
        ("990202", "999001戊辰市", "999001"),
        ("990202", "3.戊辰市", "999001"),
        ("990202", "戊辰县", "999001"),
        ("990202", "Wuchen City Civil Affairs", "999001"),
        ("990101001", "东江市乙丑区四街街道", "990102001"),
        ("990102003", "甲子区三街街道", "990101003"),
        ("990201100", "丙寅县七星镇人民政府", "990201101"),
        ("990202", "西山市丙寅县六合镇", "990201100"),
    ],
)
def test_the_name_of_another_is_an_error_in_any_dress(tiny: Tiny, code: str, name: str, other: str) -> None:
    outcome = take_text(tiny, with_name(code, name))
    assert rules(outcome) == [(2, "name_of_another")]
    assert other in outcome.errors[0].message_zh


def test_the_name_of_another_is_an_error_that_names_both(tiny: Tiny) -> None:
    outcome = take_text(tiny, with_name("990101", "乙丑区"))
    assert rules(outcome) == [(2, "name_of_another")]
    assert "990102 乙丑区" in outcome.errors[0].message_zh
    assert "990101 甲子区" in outcome.errors[0].message_zh


def test_rows_that_changed_places_are_refused(tiny: Tiny) -> None:
    text = staffing("990101,乙丑区,2025-12-31,1,2,3,4", "990102,甲子区,2025-12-31,1,2,3,4", heading=NAMED)
    assert rules(take_text(tiny, text)) == [(2, "name_of_another"), (3, "name_of_another")]


@pytest.mark.parametrize(
    ("code", "name"),
    [("990101", "甲子县"), ("990101", "甲于区"), ("990101001", "甲子区一街镇"), ("990101001", "一衔街道")],
)
def test_a_name_that_is_nearly_the_own_is_a_warning(tiny: Tiny, code: str, name: str) -> None:
    outcome = take_text(tiny, with_name(code, name))
    assert (outcome.status, told(outcome)) == ("accepted", [(2, "name_near")])
    assert code in outcome.warnings[0].message_zh


@pytest.mark.parametrize(("code", "name"), [("990101", "余不谷区"), ("990101001", "东江市余不谷街道办事处")])
def test_the_name_of_an_area_that_is_none_is_an_error_that_shows_both(
    tiny: Tiny, code: str, name: str
) -> None:
    outcome = take_text(tiny, with_name(code, name))
    assert rules(outcome) == [(2, "name_of_nobody")]
    for text in (outcome.errors[0].message_zh, outcome.errors[0].message_en):
        assert code in text
        assert name in text


def test_a_text_that_is_no_name_of_an_area_is_a_warning(tiny: Tiny) -> None:
    outcome = take_text(tiny, with_name("990101", "第三组"))
    assert (outcome.status, told(outcome)) == ("accepted", [(2, "name_unknown")])


# ---------------------------------------------------------------- two files, one cell


def test_two_files_of_one_day_that_say_different_things_are_both_refused(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "returns"
    paths = [write(folder, f"staffing{n}.csv", workers("990101", other=n)) for n in (5, 6)]
    other = write(folder, "staffing7.csv", workers("990102"))
    outcomes = take(tiny, *paths, other).files
    assert [outcome.status for outcome in outcomes] == ["rejected", "rejected", "accepted"]
    assert [rules(outcome) for outcome in outcomes[:2]] == [[(None, "same_cell")]] * 2
    assert "staffing6.csv" in outcomes[0].errors[0].message_en
    assert "staffing5.csv" in outcomes[1].errors[0].message_zh


def test_the_later_day_decides_whatever_the_order_of_folders(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "returns"
    for name, day, other in (("a", "2026-02-01", 9), ("b", "2026-01-10", 7)):
        write(folder / name, "files.csv", f"file_name,filed_on\nstaffing.csv,{day}\n")
        write(folder / name, "staffing.csv", workers("990101", other=other))
    outcomes = [one for one in take(tiny, folder).files if one.status == "accepted"]
    assert [Path(outcome.path).parent.name for outcome in outcomes] == ["b", "a"]
    tiny.built()
    cells = tiny.sql(
        "select value from marts.observations where measure = 'other_workers' and not superseded"
    )
    assert cells["value"].to_list() == [9]


# ---------------------------------------------------------------- at the command line


def test_the_command_tells_counts_and_takes_a_confirmation(tiny: Tiny) -> None:
    folder = tiny.home.root.parent
    first = write(folder, "staffing1.csv", workers("990101"))
    second = write(folder, "staffing2.csv", staffing("990101,2025-12-31,1,2,,4"))
    assert run(tiny, "ingest", str(first)).returncode == 0
    done = run(tiny, "ingest", str(second), "--json")
    assert done.returncode == 3
    (file,) = json.loads(done.stdout)["files"]
    assert file["changes"] == Changes(same=3, blanked=1).as_dict()
    assert [error["rule"] for error in file["errors"]] == ["blanked"]
    done = run(tiny, "ingest", str(second), "--confirm", "--lang", "en")
    assert done.returncode == 0
    assert "Figures: 3 the same, 1 known turned blank" in done.stdout
    assert "would make the 5 that is known unknown" in done.stdout
