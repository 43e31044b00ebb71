"""What a clerk gets wrong in the policy's forms and registers is named by row, column and value, with what would be right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from files.form import Occasion, form_of
from files.form_workbook import write_form
from pipelines.filing.finding import FileOutcome
from programme.datasets import Counts
from programme.packs.area_index import Areas
from tests.filing import TODAY, fill, rules, take_text
from tests.filing import take as ingest
from tests.policy import DATASETS, OF_THE_POLICY, ask_all, case, enter, partners, take
from tests.tiny import Tiny
from words import LANGUAGES

COUNTY, TOWNSHIP = "990202", "990101001"
YEARS, QUARTERS = ("2024", "2025"), ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31")
P01 = {"code": "P01", "list": "重要政策", "title_zh": "推进城乡现代社区建设的意见", "status": "推进中"}


@pytest.fixture
def asked(tiny: Tiny) -> Tiny:
    return ask_all(tiny)


def told(outcome: FileOutcome) -> list[tuple[int | None, str | None, str | None, str]]:
    """Row, column, value and rule of each error."""
    return [(one.row, one.column, one.value, one.rule) for one in outcome.errors]


def warned(outcome: FileOutcome) -> list[str]:
    assert outcome.status == "accepted", outcome.errors
    return [one.rule for one in outcome.warnings]


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OF_THE_POLICY)
def test_a_form_filled_in_lands_as_it_comes(asked: Tiny, tmp_path: Path, name: str, language: str) -> None:
    pack = asked.pack
    dataset = pack.datasets[name]
    day = dt.date(2025, 12, 31)
    areas = Areas(pack)
    form = form_of(dataset, Occasion(pack, areas, areas.place["990000"], day, language))
    path = tmp_path / f"{name}.xlsx"
    write_form(form, path)
    if isinstance(dataset, Counts):
        own = {column.heading for column in form.columns if column.code in dataset.by_code}
        fill(path, {2 + at: dict.fromkeys(own, 0) for at in range(len(form.rows))})
    else:
        typed: dict[str, Any] = {column.code: _typed(dataset.by_code[column.code]) for column in form.columns
                                 if column.code in dataset.by_code}  # fmt: skip
        typed |= {
            "status": typed.get("status"),
            "result": None,
            "done_on": None,
            "person_or_unit": None,
            "year": 2025,
        }
        fill(path, {2: {column.heading: typed.get(column.code) for column in form.columns}})
        if name == "initiative_milestones":
            assert enter(asked, "initiatives", P01 | {"code": "X1"}).status == "accepted"
    (outcome,) = ingest(asked, path).files
    assert (outcome.status, outcome.errors, outcome.dataset) == ("accepted", [], name)
    assert outcome.rows_added == (len(form.rows) or 1)


def _typed(column: Any) -> object:
    """What someone may type into a cell of a register."""
    kind = column.type
    if kind == "choice":
        return column.choices[1].name_zh
    if kind == "reference" and not column.required:
        return None  # nothing stands yet that it could name
    return {"whole_number": 7, "date": dt.date(2025, 5, 1), "yes_no": "是", "area": "990101", "department": "民政部门",
            "indicator": "certified_worker_share"}.get(kind, "X1")  # fmt: skip


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize(
    ("heading", "range_told"), [("chief_06", "chief_07"), ("正职6级", "正职7级"), ("其他13级", "其他12级")]
)
def test_a_grade_outside_the_range_of_its_post_is_told_the_range(
    asked: Tiny, heading: str, range_told: str
) -> None:
    codes = ",".join(DATASETS["staffing_grades"].columns_filed)
    text = f"area_code,period,{codes},{heading}\n{COUNTY},2025-12-31{',0' * 42},1\n"
    outcome = take_text(asked, text, "staffing_grades.csv")
    assert told(outcome) == [(1, heading, heading, "unknown_column")]
    assert f"“{range_told}”" in outcome.errors[0].message_zh


def test_tiers_whose_flows_do_not_conserve_are_refused(asked: Tiny) -> None:
    assert (
        take(asked, "community_tiers", (TOWNSHIP, "2024", {"leading": 2, "sound": 5, "upgrading": 3})).errors
        == []
    )
    moved = {"leading": 3, "sound": 5, "upgrading": 2, "up_sound_leading": 1}
    outcome = take(asked, "community_tiers", (TOWNSHIP, "2025", moved))
    assert told(outcome) == [
        (2, "sound", "5", "sound_carries_on"),
        (2, "upgrading", "2", "upgrading_carries_on"),
    ]
    assert [one.message_zh.rsplit("）。")[-1] for one in outcome.errors] == [
        "请改正：按其余各数，完善型社区数应为 4。",
        "请改正：按其余各数，提升型社区数应为 3。",
    ]
    assert (
        "年末数不等于上年末数加当年转入减当年转出（完善型社区数 5、上期完善型社区数 5"
        in outcome.errors[0].message_zh
    )
    right = take(asked, "community_tiers", (TOWNSHIP, "2025", moved | {"up_upgrading_sound": 1}))
    assert warned(right) == []


def test_an_acceptance_total_does_not_fall_without_withdrawals(asked: Tiny) -> None:
    first = {"applied_urban": 4, "accepted_urban": 3, "accepted_total_urban": 3}
    assert take(asked, "acceptance", (COUNTY, "2024", first)).errors == []
    outcome = take(asked, "acceptance", (COUNTY, "2025", {"accepted_total_urban": 2}))
    assert told(outcome) == [(2, "accepted_total_urban", "2", "total_carries_on_urban")]
    lawful = {"accepted_total_urban": 2, "withdrawn_urban": 1}
    assert warned(take(asked, "acceptance", (COUNTY, "2025", lawful))) == []


def test_more_accepted_than_the_list_names_is_told_once_it_names_any(asked: Tiny) -> None:
    filed = {"applied_urban": 3, "accepted_urban": 3, "accepted_total_urban": 3}
    assert warned(take(asked, "acceptance", ("990101", "2024", filed))) == []
    # One of the county, one of a township in it: both are its own. A city's title and one taken back are not.
    named = {"kind": "accepted_community", "level": "provincial", "period": "2024-06-28", "result": "passed"}
    own = named | {"review_on": "2024-06-28"}
    entered = enter(
        asked,
        "cases",
        case("X1", **own | {"area_code": "990101"}),
        case("X2", **own | {"area_code": "990101", "level": "city"}),
        case("X3", **own | {"area_code": "990101", "result": "failed"}),
        case("X4", **own | {"area_code": TOWNSHIP}),
    )
    assert warned(entered) == []
    outcome = take(asked, "acceptance", ("990101", "2024", filed | {"applied_urban": 4}), confirmed=True)
    assert warned(outcome) == ["settled", "in_force_are_on_the_list"]
    assert "名单中的现代社区数" in outcome.warnings[1].message_zh
    assert "应不超过 2" in outcome.warnings[1].message_zh
    asked.built()
    listed = asked.sql(
        "select area_code, period, found from marts.findings where rule = 'in_force_are_on_the_list'"
    )
    assert listed.rows() == [
        (
            "990101",
            dt.date(2024, 12, 31),
            "accepted_total_urban = 3, accepted_total_rural = 0, cases.accepted_communities = 2",
        )
    ]
    assert warned(enter(asked, "cases", case("X5", **own | {"area_code": "990101"}))) == []
    assert warned(
        take(asked, "acceptance", ("990101", "2024", filed | {"applied_urban": 5}), confirmed=True)
    ) == ["settled"]


@pytest.mark.parametrize(("cell", "like"), [("95%", "像是比例"), ("0.95", "像是比例"), ("九成", "不是整数")])
def test_a_percentage_in_a_cell_of_counts_is_named(asked: Tiny, cell: str, like: str) -> None:
    outcome = take(
        asked, "emergency", (TOWNSHIP, "2025-12-31", {"communities": 20, "communities_with_plan": cell})
    )
    assert told(outcome) == [(2, "communities_with_plan", cell, "not_a_whole_number")]
    assert like in outcome.errors[0].message_zh


def test_seats_per_thousand_are_no_seats(asked: Tiny) -> None:
    outcome = take(asked, "care_capacity", (COUNTY, "2025-12-31", {"childcare_seats": 3.31}))
    assert told(outcome) == [(2, "childcare_seats", "3.31", "not_a_whole_number")]
    assert "ratio" in outcome.errors[0].message_en


def test_events_of_the_year_to_date_are_told_from_the_third_quarter_on(asked: Tiny) -> None:
    found = []
    for period, events in zip(QUARTERS, (40, 75, 110, 150), strict=True):
        outcome = take(asked, "governance", (TOWNSHIP, period, {"grid_events_reported": events}))
        found.append(warned(outcome))
    assert found == [[], [], *[["grid_events_reported_for_the_period_alone"]] * 2]


@pytest.mark.parametrize(("filed", "unit"), [(1_030_000, "元"), (108, "万元")])
def test_money_in_another_unit_is_asked_about(asked: Tiny, filed: int, unit: str) -> None:
    def paid(period: str, amount: int, **options: Any) -> FileOutcome:
        figures = {"operating_funds_budgeted": 9_000_000, "operating_funds_paid": amount}
        return take(asked, "resources", (TOWNSHIP, period, figures), **options)

    assert paid("2024", 1000).errors == []
    outcome = paid("2025", filed)
    assert told(outcome) == [(2, "operating_funds_paid", str(filed), "far")]
    assert f"填的是否为{unit}？本列单位是千元" in outcome.errors[0].message_zh
    assert paid("2025", filed, confirmed=True).status == "accepted"


def test_where_the_figure_that_stands_seems_to_be_in_another_unit_it_is_the_one_doubted(asked: Tiny) -> None:
    for period, amount, rule in (("2024", 1_030_000, []), ("2025", 1010, ["far"])):
        figures = {"operating_funds_budgeted": 9_000_000, "operating_funds_paid": amount}
        outcome = take(asked, "resources", (TOWNSHIP, period, figures))
        assert [one.rule for one in outcome.errors] == rule
    assert "本列单位是千元，上次填的可能是元" in outcome.errors[0].message_zh


def test_money_beyond_what_an_area_can_have_is_asked_for_its_unit_where_nothing_is_known_yet(
    asked: Tiny,
) -> None:
    outcome = take(asked, "resources", (TOWNSHIP, "2025", {"operating_funds_budgeted": 15_000_000_000}))
    assert told(outcome)[0] == (2, "operating_funds_budgeted", "15000000000", "too_large")
    assert "填的是否为元？本列单位是千元" in outcome.errors[0].message_zh


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_money_in_another_unit_is_named_where_another_rule_stops_the_row_first(
    asked: Tiny, unit: str
) -> None:
    """In a row (a part above its whole) and across periods (a balance that does not carry on)."""
    powers = {"元": 1000, "万元": 0.1}
    income = {"village_income": 9000, "village_operating_income": 4000}
    assert take(asked, "resources", (TOWNSHIP, "2024", income)).errors == []
    slipped = {"元": "village_operating_income", "万元": "village_income"}[unit]
    outcome = take(
        asked, "resources", (TOWNSHIP, "2025", income | {slipped: int(income[slipped] * powers[unit])})
    )
    assert {(one.column, one.rule) for one in outcome.errors} == {
        ("village_operating_income", "village_operating_income_within"),
        (slipped, "far"),
    }
    assert any(f"填的是否为{unit}？本列单位是千元" in one.message_zh for one in outcome.errors)
    funds = partners(3, organizations=1, certified=1, funds=5000, active=1)
    assert take(asked, "five_partners", (TOWNSHIP, "2025-09-30", funds)).errors == []
    wrong = funds | {"charity_fund_balance": int(5000 * powers[unit])}
    outcome = take(asked, "five_partners", (TOWNSHIP, "2025-12-31", wrong))
    assert [one.rule for one in outcome.errors] == ["balance_carries_on", "far"]
    assert "按其余各数，慈善基金期末余额应在 4,999 至 5,001 之间" in outcome.errors[0].message_zh
    assert f"填的是否为{unit}？本列单位是千元" in outcome.errors[1].message_zh


def test_heads_at_the_start_are_those_of_the_end_before_and_of_the_grades(asked: Tiny) -> None:
    grades = {"workers": 12, "graded_workers": 12, "staff_01": 12}
    assert take(asked, "staffing_grades", (COUNTY, "2024-12-31", grades)).status == "accepted"
    assert (
        take(asked, "staffing_moves", (COUNTY, "2024", {"workers_at_start": 10, "workers_at_end": 10})).errors
        == []
    )
    outcome = take(asked, "staffing_moves", (COUNTY, "2025", {"workers_at_start": 11, "workers_at_end": 11}))
    assert told(outcome) == [(2, "workers_at_start", "11", "start_is_the_end_before")]
    outcome = take(asked, "staffing_moves", (COUNTY, "2025", {"workers_at_start": 10, "workers_at_end": 10}))
    assert warned(outcome) == ["start_as_in_grades"]


# ---------------------------------------------------------------- registers


@pytest.mark.parametrize(
    ("row", "column", "value", "rule"),
    [
        ({"status": "已完成"}, "done_on", None, "done_has_its_day"),
        ({"status": "已完成", "done_on": "2027-01-01"}, "done_on", "2027-01-01", "done_by_the_filing"),
        ({"status": "已并入"}, "parent_code", None, "merged_names_where"),
        ({"start_on": "2025-05-02", "due_on": "2025-05-01"}, "due_on", "2025-05-01", "due_after_start"),
        ({"start_on": "2025年6月", "due_on": "2025年5月"}, "due_on", "2025-05-31", "due_after_start"),
        ({"progress": "80%"}, "progress", "80%", "not_a_whole_number"),
        ({"progress": "0.8"}, "progress", "0.8", "not_a_whole_number"),
        ({"progress": "101"}, "progress", "101", "above_limit"),
        ({"status": "办结"}, "status", "办结", "not_a_choice"),
        ({"list": ""}, "list", None, "needed"),
        ({"parent_code": "P99"}, "parent_code", "P99", "unknown_reference"),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_an_initiative_is_named(
    asked: Tiny, row: dict[str, str], column: str, value: str | None, rule: str
) -> None:
    outcome = enter(asked, "initiatives", P01 | row)
    assert outcome.status == "rejected"
    assert told(outcome) == [(2, column, value, rule)]
    assert outcome.errors[0].message_zh
    assert outcome.errors[0].message_en


def test_what_was_done_goes_back_only_with_a_note(asked: Tiny) -> None:
    done = P01 | {"status": "已完成", "done_on": "2025年5月"}
    assert enter(asked, "initiatives", done, filed_on=dt.date(2025, 5, 20)).status == "accepted"
    outcome = enter(asked, "initiatives", P01, filed_on=dt.date(2025, 9, 1))
    assert told(outcome) == [(2, "status", "under_way", "done_stays_done")]
    assert "应在备注中说明原因" in outcome.errors[0].message_zh
    assert (
        warned(enter(asked, "initiatives", P01 | {"note": "验收后又延期"}, filed_on=dt.date(2025, 9, 1)))
        == []
    )


def test_what_goes_back_on_its_own_day_or_after_it_was_taken_back_is_told(asked: Tiny) -> None:
    day = dt.date(2025, 5, 20)
    done = P01 | {"status": "已完成", "done_on": "2025年5月"}
    assert enter(asked, "initiatives", done, filed_on=day).status == "accepted"
    # A correction of the same day is asked about, lands, and is told; a day of something that is not done is none.
    assert rules(enter(asked, "initiatives", P01, filed_on=day)) == [(2, "blanked")]
    corrected = enter(asked, "initiatives", P01, filed_on=day, confirmed=True)
    assert warned(corrected) == ["blanked", "done_stays_done"]
    kept = P01 | {"done_on": "2025年5月"}
    assert told(enter(asked, "initiatives", kept, filed_on=day)) == [
        (2, "done_on", "2025-05-01", "only_what_ended_has_a_day")
    ]
    two = [{**P01, "code": "N99", "title_zh": title} for title in ("甲事项", "乙事项")]
    assert warned(enter(asked, "initiatives", two[0], filed_on=day)) == []
    assert warned(enter(asked, "initiatives", two[1], filed_on=day)) == ["code_keeps_its_title"]
    # Taken back on a day, and used for another thing on a later one.
    gone = ",".join([*DATASETS.registers["initiatives"].by_code, "withdrawn"])
    gone = f"{gone}\nN99{',' * gone.count(',')}是\n"
    assert (
        take_text(asked, gone, "gone.csv", dataset="initiatives", filed_on=dt.date(2025, 6, 1)).errors == []
    )
    third = two[1] | {"title_zh": "丙事项"}
    outcome = enter(asked, "initiatives", third, filed_on=dt.date(2025, 7, 1))
    assert told(outcome) == [(2, "title_zh", "丙事项", "code_keeps_its_title")]
    renamed = third | {"former_title": "乙事项"}
    assert warned(enter(asked, "initiatives", renamed, filed_on=dt.date(2025, 7, 1))) == []
    asked.built()
    # The build tells what a person let in after being asked, and nothing else.
    told_of = asked.sql("select rule, subject from marts.findings where source = 'initiatives'").rows()
    assert told_of == [("blanked", "P01 2025-05-20 done_on 2")]


def test_a_code_is_never_used_for_another_title(asked: Tiny) -> None:
    assert enter(asked, "initiatives", P01, filed_on=dt.date(2025, 5, 1)).status == "accepted"
    other = P01 | {"title_zh": "另一事项"}
    outcome = enter(asked, "initiatives", other, filed_on=dt.date(2025, 9, 1))
    assert told(outcome) == [(2, "title_zh", "另一事项", "code_keeps_its_title")]
    assert f"上次登记的名称 {P01['title_zh']}" in outcome.errors[0].message_zh
    renamed = other | {"former_title": P01["title_zh"]}
    assert warned(enter(asked, "initiatives", renamed, filed_on=dt.date(2025, 9, 1))) == []


def test_a_lead_changes_on_a_day_and_an_unknown_one_is_a_warning(asked: Tiny) -> None:
    row = P01 | {
        "lead_department": "民政部门",
        "joint_departments": "组织部门、某某办",
        "indicator_codes": "drill_coverage|drills",
    }
    assert warned(enter(asked, "initiatives", row, period=dt.date(2022, 5, 5))) == [
        "unknown_department",
        "unknown_indicator",
    ]
    row = P01 | {"lead_department": "社会工作部"}
    early = enter(asked, "initiatives", row | {"code": "P09"}, period=dt.date(2022, 10, 21))
    assert warned(early) == ["department_not_yet"]
    assert "自2024-01-01起才有，本行说的是2022-10-21" in early.warnings[0].message_zh
    assert warned(enter(asked, "initiatives", row, period=dt.date(2024, 1, 12))) == []
    asked.built()
    cells = asked.ask("register_cells", dataset="initiatives").to_dicts()
    leads = {
        (one["stands_from"].year, one["cell"]) for one in cells if one["column_code"] == "lead_department"
    }
    assert leads == {(2022, "民政部门"), (2024, "社会工作部"), (2022, "社会工作部")}


def test_a_name_stands_in_an_award_only_where_it_is_public(asked: Tiny) -> None:
    award = {
        "code": "A1",
        "kind": "最美社区工作者",
        "year": "2022",
        "awarded_on": "2023-06-09",
        "area_code": COUNTY,
    }
    outcome = enter(asked, "awards", award | {"person_or_unit": "某人"})
    assert told(outcome) == [(2, "person_or_unit", "某人", "names_only_where_public")]
    assert warned(enter(asked, "awards", award | {"person_or_unit": "某人", "open": "是"})) == []
    # Nor does a name pass for a number.
    for name in ("张三", "编号张三1", "Zhang San"):
        outcome = enter(asked, "awards", award | {"code": "A3", "person_number": name})
        assert told(outcome) == [(2, "person_number", name, "not_numbered")]
    assert warned(enter(asked, "awards", award | {"code": "A3", "person_number": "2022-ZM-006"})) == []
    assert rules(enter(asked, "awards", award | {"code": "A2", "year": "2021"})) == [
        (2, "awarded_for_its_year")
    ]


def test_a_case_is_copied_from_one_that_there_is(asked: Tiny) -> None:
    case = {
        "code": "C1",
        "kind": "典型案例",
        "title_zh": "四方会谈",
        "area_code": COUNTY,
        "result": "优秀",
        "review_on": "2024-05-01",
    }
    assert rules(enter(asked, "cases", case | {"review_on": ""})) == [(2, "reviewed_has_its_day")]
    assert warned(enter(asked, "cases", case)) == []
    copy = {
        "code": "C2",
        "kind": "典型案例",
        "title_zh": "推广",
        "area_code": "990101001",
        "original_code": "C1",
    }
    assert warned(enter(asked, "cases", copy)) == []
    assert rules(enter(asked, "cases", copy | {"code": "C3", "original_code": "C9"})) == [
        (2, "unknown_reference")
    ]
    # One that began before its original: told by its day, beside the other's, be that in the file or filed before.
    original = case | {"code": "C5", "start_on": "2024-03-01"}
    early = copy | {"code": "C6", "original_code": "C5", "start_on": "2024-02-29"}
    for outcome in (enter(asked, "cases", early, original), enter(asked, "cases", early | {"code": "C7"})):
        assert warned(outcome) == ["before_the_one_named"]
        (finding,) = outcome.warnings
        assert (finding.row, finding.column, finding.value) == (2, "start_on", "2024-02-29")
        assert "2024-03-01" in finding.message_en
    assert warned(enter(asked, "cases", early | {"code": "C8", "start_on": "2024-03-01"})) == []
    outside = {
        "code": "C4",
        "kind": "典型案例",
        "title_zh": "省外推广",
        "place": "省外",
        "original_code": "C1",
    }
    assert warned(enter(asked, "cases", outside, copy | {"code": "C9"})) == []


def test_the_day_of_the_tests_is_after_all_forms_began() -> None:
    assert max(one.first_period for one in OF_THE_POLICY.values() if one.first_period) < TODAY


@pytest.mark.parametrize(
    ("column", "area", "is_taken"),
    [
        ("area_code", "990200", False),
        ("further_areas", "990200", False),
        ("further_areas", "990000", False),
        ("further_areas", "990202", True),
        ("further_areas", "990201100", True),
    ],
)
def test_a_case_is_in_counties_and_townships_never_in_a_whole_city(
    tiny: Tiny, column: str, area: str, is_taken: bool
) -> None:
    ask_all(tiny)
    taken = enter(
        tiny, "cases", case("C1", start_on="2023-01-01", **{column: area}), filed_on=dt.date(2025, 9, 30)
    )
    assert (taken.status == "accepted") == is_taken, taken.errors
