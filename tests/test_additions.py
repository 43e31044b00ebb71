"""A dataset, a rule, an indicator and a register added by data files alone are filed, built, and found everywhere."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest

from tests.additions import extend
from tests.filing import fill, rules, take_text
from tests.test_command_line import run, run_apart
from tests.tiny import BINGYIN, JIAZI, PERIOD, YICHOU, Tiny, once
from words.problems import PackError

VISITS_HEADING = "area_code,period,visits,helped,telephone_visits"
COUNTY_VISITS = ("990101,2025-12-31,30,10,", "990102,2025-12-31,20,5,1", "990201,2025-12-31,8,2,")
PILOTS_HEADING = "编号,名称,所在地,状态,完成日期,名额,是否公开,牵头单位,源自"


def visits(*rows: str) -> str:
    return "\n".join([VISITS_HEADING, *rows, ""])


def pilots(*rows: str) -> str:
    return "\n".join([PILOTS_HEADING, *rows, ""])


@pytest.fixture
def larger(tiny: Tiny) -> Tiny:
    """The tiny pack with what `tests/additions.py` adds."""
    return extend(tiny)


@pytest.fixture
def filed(tiny: Tiny) -> Tiny:
    return _filed(tiny)


@once
def _filed(tiny: Tiny) -> None:
    """With a return of each kind filed and built."""
    larger = extend(tiny)
    assert take_text(larger, visits(*COUNTY_VISITS), "home_visits.csv").status == "accepted"
    text = "区划代码,报告期,引领型,已评估\n990101,2024,2,10\n990102,2024年,1,4\n990101,2025-12-31,3,12\n"
    assert take_text(larger, text, "tiers.csv").status == "accepted"
    rows = pilots(
        "P1,党建试点,990101001,进行中,,5,是,民政部门,",
        "P2,治理试点,990101,完成,2025年9月,,否,civil_affairs、社会工作部,P1",
    )
    assert take_text(larger, rows, "pilots.csv", filed_on=dt.date(2025, 10, 9)).status == "accepted"
    larger.built()


# ---------------------------------------------------------------- found everywhere


def test_values_of_what_was_added_are_there(filed: Tiny) -> None:
    visited = filed.values("visits_per_10k")
    assert visited["990101"]["numerator"] == 30
    assert visited["990000"]["numerator"] == 58
    assert (visited["990000"]["value_status"], visited["990202"]["value_status"]) == ("partial", "missing")
    piloted = filed.values("pilots_per_10k")
    assert [piloted[code]["numerator"] for code in ("990101001", "990101", "990102", "990100", "990000")] == [
        1, 2, 0, 2, 2,
    ]  # fmt: skip
    leading = filed.values("leading_share")
    assert (leading["990101"]["numerator"], leading["990101"]["denominator"]) == (3, 12)


def test_the_catalogue_names_it_with_its_measures_and_what_they_are(filed: Tiny) -> None:
    datasets = {row["dataset"]: row for row in filed.ask("measure_catalogue").to_dicts()}
    assert datasets["tiers"]["cycle"] == "annual"
    assert datasets["pilots"]["dataset_kind"] == "register"
    attributes = {
        (row["measure"], row["attribute"], row["attribute_value"])
        for row in filed.ask("measure_attributes").to_dicts()
    }
    assert ("helped", "kind", "help") in attributes
    assert ("chief_workers", "post", "chief") in attributes
    assert {"visits_per_10k", "leading_share", "pilots_per_10k"} <= set(
        filed.ask("indicator_catalogue")["indicator_code"]
    )


def test_every_cell_is_traced_to_its_file(filed: Tiny) -> None:
    cells = filed.ask("filed_cells", indicator="visits_per_10k", area="990101", period=PERIOD).to_dicts()
    assert [(row["measure_name_zh"], row["value"], row["file_name"], row["file_row"]) for row in cells] == [
        ("走访户数", 30, "home_visits.csv", 2)
    ]


def test_files_leave_with_it(filed: Tiny) -> None:
    done = run(
        filed, "export", "county_compliance", "--indicator", "pilots_per_10k", "-o", "-", "--lang", "none"
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert {row["area_code"]: row["numerator"] for row in rows}["990101"] == "2"
    done = run(filed, "export", "register_cells", "--dataset", "pilots", "-o", "-", "--lang", "none")
    cells = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert {(row["row_key"], row["column_code"]): row["cell"] for row in cells}[
        ("P2", "done_on")
    ] == "2025-09"
    assert {(row["row_key"], row["column_code"]): row["cell"] for row in cells}[
        ("P2", "lead")
    ] == "civil_affairs|社会工作部"


@pytest.mark.parametrize(
    ("dataset", "row", "cells"),
    [
        ("home_visits", 2, {"走访户数（户）": 30, "帮扶户数（户）": 3}),
        ("tiers", 2, {"引领型": 1, "已评估": 3}),
        ("pilots", 2, {"编号": "P7", "所在地": "990101", "状态": "进行中"}),
    ],
)
def test_its_form_is_there_and_a_filled_one_lands(
    larger: Tiny, dataset: str, row: int, cells: dict[str, Any]
) -> None:
    path = larger.home.root.parent / f"{dataset}.xlsx"
    done = run(larger, "template", dataset, "--area", "990101", "--lang", "zh", "-o", str(path))
    assert done.returncode == 0, done.stderr
    fill(path, {row: cells})
    done = run(larger, "ingest", str(path), "--dataset", dataset)
    assert done.returncode == 0, done.stdout


def test_status_and_help_know_it(filed: Tiny) -> None:
    done = run_apart(filed, "status", "--json")
    assert '"home_visits"' in done.stdout
    assert '"pilots"' in done.stdout
    assert '"2026-12-31"' in done.stdout  # the next annual form


def test_a_wrong_name_of_a_dataset_is_told_with_those_there_are(filed: Tiny) -> None:
    done = run(filed, "export", "register_cells", "--dataset", "pilot", "-o", "-")
    assert done.returncode == 2
    assert "pilots" in done.stderr


# ---------------------------------------------------------------- rules that look beyond the row


def test_an_error_rejects_and_names_the_figures(larger: Tiny) -> None:
    outcome = take_text(larger, visits("990101,2025-12-31,3,10,"), "home_visits.csv")
    assert rules(outcome) == [(2, "helped_within_visits")]
    outcome = take_text(larger, visits("990101,2025-12-31,99999,10,"), "home_visits.csv")
    assert rules(outcome) == [(2, "visits_not_above_residents")]
    assert outcome.errors[0].message_en.endswith(
        "More households visited than residents (Households visited 99999, Resident population (reference) 25400). "
        "Correct it: by the other figures, Households visited should be at most 25,400."
    )
    assert "（走访户数 99999、参考数据常住人口 25400）" in outcome.errors[0].message_zh


def test_a_warning_lands_and_is_told_and_kept(larger: Tiny) -> None:
    take_text(
        larger,
        "area_code,period,chief_workers,deputy_workers,other_workers,certified_workers\n990201,2025-12-31,0,0,1,0\n",
    )
    outcome = take_text(larger, visits("990201,2025-12-31,300,2,"), "home_visits.csv")
    assert (outcome.status, rules(outcome)) == ("accepted", [])
    assert [(finding.row, finding.rule, finding.severity) for finding in outcome.warnings] == [
        (2, "visits_need_workers", "warning")
    ]
    assert outcome.warnings[0].message_zh.startswith(
        "第 2 行“visits”为“300”：走访户数超过每名社区工作者100户（走访户数 300、社区工作者的正职 0"
    )
    larger.built()
    assert findings(larger) == [("home_visits", "visits_need_workers", "warning", "990201")]


def test_a_rule_sums_what_townships_filed_and_is_undecided_while_one_is_missing(larger: Tiny) -> None:
    workers = "area_code,period,chief_workers,deputy_workers,other_workers,certified_workers\n"
    take_text(larger, workers + "".join(f"{code},2025-12-31,0,0,0,0\n" for code in BINGYIN[:2]))
    outcome = take_text(larger, visits("990201,2025-12-31,5,2,"), "home_visits.csv")
    assert outcome.warnings == []
    larger.built()
    assert findings(larger) == []
    # The last township files: now the rule is decided for a return that landed before, and the build finds it.
    take_text(larger, workers + f"{BINGYIN[2]},2025-12-31,0,0,0,0\n")
    larger.build()
    assert findings(larger) == [("home_visits", "visits_need_workers", "warning", "990201")]


def test_a_rule_looks_at_the_period_and_the_year_before(larger: Tiny) -> None:
    def file(period: str, figures: str) -> Any:
        return take_text(larger, visits(f"990102,{period},{figures}"), "home_visits.csv")

    assert file("2024-12-31", "9,4,").status == "accepted"
    assert file("2025-09-30", "9,6,").status == "accepted"
    outcome = file("2025-12-31", "9,5,")
    assert [finding.rule for finding in outcome.warnings] == ["helped_never_falls"]
    outcome = file("2025-12-31", "20,9,")
    assert rules(outcome) == [(2, "helped_within_twice_a_year_before")]
    assert "of the year before 4" in outcome.errors[0].message_en


def test_a_later_return_that_breaks_a_rule_of_a_landed_one_is_a_finding(larger: Tiny) -> None:
    take_text(larger, visits("990102,2024-12-31,9,4,"), "home_visits.csv")
    take_text(larger, visits("990102,2025-12-31,9,8,"), "home_visits.csv")
    larger.built()
    assert findings(larger) == []
    day = dt.date(2026, 2, 1)
    take_text(larger, visits("990102,2024-12-31,9,3,"), "home_visits.csv", filed_on=day, confirmed=True)
    larger.build()
    assert findings(larger) == [
        ("home_visits", "helped_within_twice_a_year_before", "error", "990102"),
        ("home_visits", "settled", "warning", "990102"),
    ]


def test_an_extent_that_changed_is_no_period_before(larger: Tiny) -> None:
    # 990101 is another area from 2021-04-09 on: its first quarter says nothing of its second.
    take_text(larger, visits("990101,2021-03-31,9,8,"), "home_visits.csv")
    outcome = take_text(larger, visits("990101,2021-06-30,9,4,"), "home_visits.csv")
    assert outcome.warnings == []
    larger.built()
    assert findings(larger) == []


def test_a_flow_that_grows_like_the_year_to_date_is_told(larger: Tiny) -> None:
    take_text(larger, visits("990102,2025-03-31,10,0,"), "home_visits.csv")
    doubled = take_text(larger, visits("990102,2025-06-30,21,0,"), "home_visits.csv").warnings
    assert {finding.rule for finding in doubled} == {"outlier"}  # it jumped, whatever it adds up
    outcome = take_text(larger, visits("990102,2025-09-30,29,0,"), "home_visits.csv")
    assert [finding.rule for finding in outcome.warnings] == ["visits_for_the_period_alone"]
    assert "应只填本期数" in outcome.warnings[0].message_zh
    assert "往前第2期走访户数 10" in outcome.warnings[0].message_zh
    larger.built()
    assert findings(larger) == [("home_visits", "visits_for_the_period_alone", "warning", "990102")]


def test_a_measure_is_asked_for_in_its_life_only(larger: Tiny) -> None:
    outcome = take_text(larger, visits("990101,2025-06-30,9,4,1"), "home_visits.csv")
    assert rules(outcome) == [(2, "not_in_this_period")]
    optional = "area_code,period,visits,helped\n990101,2025-12-31,9,4\n"
    assert take_text(larger, optional, "home_visits.csv").status == "accepted"


def test_files_of_one_call_are_judged_one_after_another(larger: Tiny) -> None:
    from tests.filing import take, write

    folder = larger.home.root.parent / "returns"
    first = write(folder, "a_home_visits.csv", visits("990102,2025-09-30,9,6,"))
    second = write(folder, "b_home_visits.csv", visits("990102,2025-12-31,9,5,"))
    report = take(larger, first, second)
    assert [[finding.rule for finding in file.warnings] for file in report.files] == [
        [],
        ["helped_never_falls"],
    ]


def test_a_rule_sees_the_file_as_it_will_stand(larger: Tiny) -> None:
    outcome = take_text(
        larger, visits("990102,2025-09-30,80,60,", "990102,2025-12-31,80,5,"), "home_visits.csv"
    )
    assert [(finding.row, finding.rule) for finding in outcome.warnings] == [(3, "helped_never_falls")]
    # A correction of the quarter before is what the next quarter is held against, not what it corrects.
    outcome = take_text(
        larger, visits("990102,2025-09-30,80,4,", "990102,2025-12-31,80,6,"), "home_visits.csv"
    )
    assert (outcome.status, outcome.warnings) == ("accepted", [])
    larger.built()
    assert findings(larger) == []


def test_a_file_that_is_refused_leaves_nothing_behind_in_what_is_judged_after_it(larger: Tiny) -> None:
    from tests.filing import take, write

    folder = larger.home.root.parent / "returns"
    wrong = write(folder, "a_home_visits.csv", visits("990102,2025-09-30,9,8,", "990102,2024-12-31,1,9,"))
    right = write(folder, "b_home_visits.csv", visits("990102,2025-12-31,9,5,"))
    report = take(larger, wrong, right)
    assert [file.status for file in report.files] == ["rejected", "accepted"]
    assert report.files[1].warnings == []


def test_blanks_that_take_figures_away_are_told(larger: Tiny) -> None:
    take_text(larger, visits("990101,2025-12-31,30,10,", "990102,2025-12-31,20,5,"), "home_visits.csv")
    text = visits("990101,2025-12-31,31,,", "990102,2025-12-31,,,")
    outcome = take_text(larger, text, "home_visits.csv")
    assert rules(outcome) == [(2, "blanked"), (3, "blanked"), (3, "blanked")]
    outcome = take_text(larger, text, "home_visits.csv", confirmed=True)
    assert [(finding.row, finding.rule) for finding in outcome.warnings] == [
        (None, "rows_without_figure"), (2, "blanked"), (3, "blanked"), (3, "blanked"),
    ]  # fmt: skip
    assert "已知的 10" in outcome.warnings[1].message_zh


def test_an_annual_form_has_no_year_to_date(larger: Tiny) -> None:
    path = larger.pack_folder / "datasets" / "tiers.toml"
    path.write_text(path.read_text().replace('code = "leading"\n', 'code = "leading"\nflow = true\n'))
    text = "area_code,period,leading,rated\n990101,2024,10,20\n990101,2025,13,20\n"
    outcome = take_text(larger, text, "tiers.csv")
    assert (outcome.status, outcome.warnings) == ("accepted", [])


def findings(tiny: Tiny) -> list[tuple[str, str, str, str]]:
    rows = tiny.sql("select source, rule, severity, area_code from marts.findings order by all").to_dicts()
    return [(row["source"], row["rule"], row["severity"], row["area_code"]) for row in rows]


# ---------------------------------------------------------------- annual


def test_an_annual_form_is_filed_for_years_and_measured_at_year_ends(filed: Tiny) -> None:
    periods = filed.ask("periods", indicator="leading_share")["period"].to_list()
    assert periods == [
        dt.date(year, 12, 31) for year in (2025, 2024, 2023, 2022)
    ]  # newest first, from its first
    due = {
        (row["dataset"], row["period"]): row["due_on"]
        for row in filed.sql("select * from marts.due_dates").to_dicts()
    }
    assert due["tiers", dt.date(2025, 12, 31)] == dt.date(2026, 2, 14)
    assert ("tiers", dt.date(2025, 9, 30)) not in due
    assert ("tiers", dt.date(2021, 12, 31)) not in due
    assert ("tiers", dt.date(2026, 12, 31)) in due


@pytest.mark.parametrize(
    ("period", "rule"),
    [
        ("2025-09-30", "not_a_year_end"),
        ("2021", "before_first_period"),
        ("2026", "future_period"),
        ("soon", "not_a_date"),
        ("", "period_missing"),
    ],
)
def test_a_wrong_year_is_named_with_what_would_be_right(larger: Tiny, period: str, rule: str) -> None:
    outcome = take_text(larger, f"area_code,period,leading,rated\n990101,{period},2,10\n", "tiers.csv")
    assert rules(outcome) == [(2, rule)]


def test_a_county_form_is_filed_by_counties_alone(larger: Tiny) -> None:
    outcome = take_text(larger, "area_code,period,leading,rated\n990101001,2025,2,10\n", "tiers.csv")
    assert rules(outcome) == [(2, "level_may_not_file")]


def test_a_county_that_files_itself_is_one_unit_whatever_its_townships(filed: Tiny) -> None:
    county = filed.values("leading_share")["990101"]
    assert (county["units_expected"], county["units_reported"], county["value_status"]) == (1, 1, "reported")
    township = filed.values("leading_share")["990101001"]
    assert (township["value_status"], township["units_expected"]) == ("not_applicable", 0)
    assert filed.values("leading_share")["990102"]["value_status"] == "missing"


@pytest.mark.parametrize(
    ("table", "where", "changed", "named"),
    [
        ("indicators", {"indicator_code": "leading_share"}, {"cycle": "quarterly"}, "should be annual"),
        ("due_dates", {"dataset": "tiers"}, {"period": "2025-09-30"}, "should be a year end"),
    ],
)
def test_a_registry_holds_to_the_cycle_of_a_dataset(
    larger: Tiny, table: str, where: dict[str, str], changed: dict[str, str], named: str
) -> None:
    larger.change(table, where, **changed)
    with pytest.raises(PackError, match=named):
        larger.build()


# ---------------------------------------------------------------- register


def test_a_row_stands_from_its_day_until_the_next_of_its_key(filed: Tiny) -> None:
    def standing(period: dt.date) -> int:
        return filed.values("pilots_per_10k", period)["990101"]["numerator"]

    take_text(
        filed,
        pilots("P1,党建试点,990102002,进行中,,,,,"),
        "pilots.csv",
        filed_on=dt.date(2026, 1, 20),
        period=dt.date(2025, 11, 1),
    )
    take_text(
        filed,
        pilots("P3,早先试点,990201,进行中,,,,,"),
        "pilots.csv",
        filed_on=dt.date(2026, 1, 21),
        period=dt.date(2025, 3, 1),
    )
    filed.built()
    assert standing(dt.date(2025, 9, 30)) == 0  # the register had begun, and no row of this county stood yet
    assert filed.values("pilots_per_10k", dt.date(2025, 9, 30))["990201"]["numerator"] == 1
    assert standing(PERIOD) == 1
    assert filed.values("pilots_per_10k")["990102"]["numerator"] == 1
    assert filed.values("pilots_per_10k", dt.date(2024, 12, 31))["990201"]["value_status"] == "missing"


def test_a_withdrawn_row_counts_no_more_and_stays_in_the_history(filed: Tiny) -> None:
    heading = PILOTS_HEADING + ",是否撤销"
    text = f"{heading}\nP1,党建试点,990101001,,,,,,,是\n"
    assert (
        take_text(filed, text, "pilots.csv", filed_on=dt.date(2026, 2, 1), period=dt.date(2025, 12, 1)).status
        == "accepted"
    )
    filed.built()
    assert filed.values("pilots_per_10k")["990101"]["numerator"] == 1
    cells = filed.ask("register_cells", dataset="pilots").to_dicts()
    states = {(row["row_key"], row["stands_from"], row["withdrawn"]) for row in cells}
    assert states == {
        ("P1", dt.date(2025, 10, 9), False),
        ("P1", dt.date(2025, 12, 1), True),
        ("P2", dt.date(2025, 10, 9), False),
    }
    newest = {row["row_key"]: row["withdrawn"] for row in cells if row["is_newest"]}
    assert newest == {"P1": True, "P2": False}


def test_a_register_that_says_the_same_again_is_a_duplicate(filed: Tiny) -> None:
    rows = pilots("P1,党建试点,990101001,进行中,,5,是,民政部门,")
    outcome = take_text(filed, rows, "pilots.csv")
    assert (outcome.status, outcome.batch_id) == ("duplicate", "pilots-00000003")


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (",无编号,990101,进行中,,,,,", "编号", "needed"),
        ("P9,名称,990999,进行中,,,,,", "所在地", "unknown_code"),
        ("P9,名称,990100,进行中,,,,,", "所在地", "level_not_allowed"),
        ("P9,名称,990101003,进行中,,,,,", "所在地", "area_not_valid"),
        ("P9,名称,990101,已停,,,,,", "状态", "not_a_choice"),
        ("P9,名称,990101,完成,,,,,", "状态", "done_has_its_day"),
        ("P9,名称,990101,完成,2026年5月,,,,", "完成日期", "done_by_the_filing"),
        ("P9,名称,990101,完成,去年,,,,", "完成日期", "not_a_date"),
        ("P9,名称,990101,进行中,,若干,,,", "名额", "not_a_whole_number"),
        ("P9,名称,990101,进行中,,-1,,,", "名额", "negative"),
        ("P9,名称,990101,进行中,,,也许,,", "是否公开", "not_yes_or_no"),
        ("P9,名称,990101,进行中,,,,,P8", "源自", "unknown_reference"),
        ("P9,一个实在太长太长太长太长太长太长太长的名称,990101,进行中,,,,,", "名称", "too_long"),
    ],
)
def test_a_cell_of_the_wrong_kind_is_named_with_what_would_be_right(
    filed: Tiny, row: str, column: str, rule: str
) -> None:
    outcome = take_text(filed, pilots(row), "pilots.csv")
    assert [
        (finding.column, finding.rule)
        for finding in outcome.errors
        if finding.rule != "done_has_its_day" or rule == "done_has_its_day"
    ] == [(column, rule)]
    assert outcome.errors[0].message_zh
    assert outcome.errors[0].message_en
    assert outcome.status == "rejected"


def test_a_key_twice_on_one_day_is_refused_and_on_two_days_is_history(larger: Tiny) -> None:
    twice = pilots("P1,甲,990101,进行中,,,,,", "P1,乙,990101,进行中,,,,,")
    assert rules(take_text(larger, twice, "pilots.csv")) == [(3, "same_key_twice")]
    heading = "报告期," + PILOTS_HEADING
    text = f"{heading}\n2025-01-01,P1,甲,990101,进行中,,,,,\n2025-06-01,P1,乙,990101,进行中,,,,,\n"
    assert take_text(larger, text, "pilots.csv").status == "accepted"


def test_an_unknown_department_is_a_warning(larger: Tiny) -> None:
    outcome = take_text(larger, pilots("P1,甲,990101,进行中,,,,某某办,"), "pilots.csv")
    assert outcome.status == "accepted"
    assert [finding.rule for finding in outcome.warnings] == ["unknown_department"]


def test_a_rule_of_a_register_looks_at_the_row_before_and_is_kept_as_a_finding(filed: Tiny) -> None:
    outcome = take_text(
        filed, pilots("P2,治理试点,990101,进行中,,,否,,P1"), "pilots.csv", filed_on=dt.date(2026, 2, 2)
    )
    assert outcome.status == "accepted"
    assert [finding.rule for finding in outcome.warnings] == ["done_stays_done"]
    filed.built()
    assert findings(filed) == [("pilots", "done_stays_done", "warning", "990101")]
    # The rule lets it go with a reason in the note: in filing, in the next build.
    text = f"{PILOTS_HEADING},备注\nP2,治理试点,990101,完成,2026-02-01,,否,,P1,\n"
    assert take_text(filed, text, "pilots.csv", filed_on=dt.date(2026, 2, 3)).warnings == []
    text = f"{PILOTS_HEADING},备注\nP2,治理试点,990101,进行中,,,否,,P1,验收后又延期\n"
    assert take_text(filed, text, "pilots.csv", filed_on=dt.date(2026, 2, 4)).warnings == []
    filed.build()
    assert findings(filed) == []


def test_of_a_row_that_is_taken_back_no_rule_must_hold_and_nothing_may_name_it(filed: Tiny) -> None:
    heading = PILOTS_HEADING + ",是否撤销"
    outcome = take_text(filed, f"{heading}\nP2,,,完成,,,,,,是\n", "pilots.csv")
    assert (outcome.status, outcome.warnings) == ("accepted", [])
    outcome = take_text(filed, f"{heading}\nP5,,,,,,,,,是\n", "pilots.csv")
    assert [finding.rule for finding in outcome.warnings] == ["nothing_to_withdraw"]
    rows = f"{heading}\nP1,,,,,,,,,是\nP6,,990101,,,,,,P1,\n"
    assert rules(take_text(filed, rows, "pilots.csv")) == [(3, "unknown_reference")]
    filed.built()
    assert findings(filed) == []


def test_a_correction_of_a_day_is_held_against_the_day_before(filed: Tiny) -> None:
    rows = pilots("P2,治理试点,990101,进行中,,,否,,P1")
    assert rules(take_text(filed, rows, "pilots.csv", filed_on=dt.date(2025, 10, 9))) == [(2, "blanked")] * 2
    outcome = take_text(filed, rows, "pilots.csv", filed_on=dt.date(2025, 10, 9), confirmed=True)
    # Against what it corrects it is told, and lands.
    told = ["done_stays_done", *["blanked"] * 2]
    assert (outcome.status, [one.rule for one in outcome.warnings]) == ("accepted", told)
    filed.built()
    assert findings(filed) == [("pilots", "blanked", "warning", "990101")] * 2


def test_a_row_whose_area_went_away_is_found(larger: Tiny) -> None:
    # 990101003 ended on 2021-04-08; 990101 has another extent since.
    rows = pilots("P1,甲,990101003,进行中,,,,,", "P2,乙,990101,进行中,,,,,", "P3,丙,990201,进行中,,,,,")
    outcome = take_text(larger, rows, "pilots.csv", period=dt.date(2021, 1, 1))
    assert outcome.status == "accepted"
    larger.built()
    assert [(source, area) for source, _, _, area in findings(larger)] == [
        ("sums.register_areas", "990101"),
        ("sums.register_areas", "990101003"),
    ]


def test_a_register_has_a_life(larger: Tiny) -> None:
    path = larger.pack_folder / "datasets" / "pilots.toml"
    path.write_text("first_period = 2024-12-31\n" + path.read_text())
    text = "报告期," + PILOTS_HEADING + "\n2021-01-01,P1,甲,990101,,,,,,\n"
    assert rules(take_text(larger, text, "pilots.csv")) == [(2, "before_first_period")]


def test_a_kept_file_that_was_damaged_is_mended(filed: Tiny) -> None:
    kept = next(path for path in filed.home.filed.iterdir() if path.read_bytes().startswith(b"area_code"))
    text = kept.read_text()
    kept.write_bytes(b"")
    (filed.home.filed / ".left").write_bytes(b"")
    take_text(filed, visits("990101,2025-12-31,1,1,"), "home_visits.csv")
    assert take_text(filed, text, "home_visits.csv", confirmed=True).status == "accepted"
    assert kept.read_text() == text
    assert not (filed.home.filed / ".left").exists()


def test_a_reference_within_the_same_file_is_known(larger: Tiny) -> None:
    rows = pilots("P1,甲,990101,进行中,,,,,", "P2,乙,990102,进行中,,,,,P1")
    assert take_text(larger, rows, "pilots.csv").status == "accepted"


def test_a_workbook_of_a_register_is_read_like_a_table(larger: Tiny) -> None:
    from tests.filing import take, workbook

    rows = [PILOTS_HEADING.split(","), ["P1", "甲", "990101", "进行中", None, 5, "是", None, None]]
    path = workbook(larger.home.root.parent, "pilots.xlsx", {"名册": rows})
    assert take(larger, path).files[0].status == "accepted"


# ---------------------------------------------------------------- two steps


def test_a_dry_run_says_what_would_happen_and_lands_nothing(filed: Tiny) -> None:
    from tests.filing import write

    before = sorted(path for path in filed.home.root.rglob("*") if path.is_file())
    path = write(
        filed.home.root.parent,
        "more_home_visits.csv",
        visits("990101,2025-12-31,31,10,", f"{YICHOU[0]},2025-09-30,1,1,"),
    )
    done = run(filed, "ingest", str(path), "--dry-run")
    assert done.returncode == 0
    assert "home_visits" in done.stdout
    assert "1 new, 1 replacing" in done.stdout
    assert "Nothing was landed" in done.stdout
    as_json = run(filed, "ingest", str(path), "--dry-run", "--json")
    assert '"rows_replacing": 1' in as_json.stdout
    assert sorted(path for path in filed.home.root.rglob("*") if path.is_file()) == before


def test_what_landed_since_the_examination_is_looked_at_again(larger: Tiny) -> None:
    from pipelines.filing.gather import Circumstances
    from pipelines.filing.ingest import examine, land
    from tests.filing import TODAY, write

    path = write(
        larger.home.root.parent, "home_visits.csv", visits(*(f"{code},2025-12-31,3,1," for code in JIAZI[:1]))
    )
    examined = examine(larger.home, larger.pack, [path], Circumstances(today=TODAY))
    assert examined.accepted
    # Meanwhile the county files whole: a part of it may not be replaced any more.
    take_text(larger, visits("990101,2025-12-31,30,10,"), "home_visits.csv")
    report = land(examined)
    assert [finding.rule for finding in report.files[0].errors] == ["part_of_standing_return"]
