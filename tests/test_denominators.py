"""The judged party does not choose its own denominator: which figure stands, of which day and edition (rule 9)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from pipelines.filing.finding import FileOutcome
from tests.filing import rules, take_text
from tests.test_command_line import run
from tests.tiny import PERIOD, WORKERS, Tiny
from words.problems import PackError, WrongUse

PEOPLE = "area_code,period,resident_population,urban_population\n"


def people(tiny: Tiny, *rows: str, **known: Any) -> FileOutcome:
    return take_text(tiny, PEOPLE + "".join(f"{row}\n" for row in rows), "population.csv", **known)


def row(tiny: Tiny, area: str = "990101", period: dt.date = PERIOD) -> dict[str, Any]:
    return tiny.values(period=period)[area]


def judged(tiny: Tiny, area: str = "990101", period: dt.date = PERIOD) -> tuple[Decimal, str, str]:
    found = row(tiny, area, period)
    return found["value_shown"], found["verdict"], found["denominator_status"]


def headline(tiny: Tiny, period: dt.date = PERIOD) -> dict[str, Any]:
    return tiny.ask("compliance_headline", indicator=WORKERS, period=period, areas=["990000"]).to_dicts()[0]


# ---------------------------------------------------------------- returns


def test_a_county_cannot_file_its_way_to_the_target(tiny: Tiny) -> None:
    # 34 over the published 20,400 are 16.67; over 18,800 they would be 18.09.
    tiny.staff_everywhere({"990101": 34})
    outcome = people(tiny, "990101,2025-12-31,25400,18800")
    assert (outcome.status, rules(outcome)) == ("rejected", [(2, "denominator")])
    assert "more than 2 % from 20400, the published or estimated figure" in outcome.errors[0].message_en
    tiny.built()
    assert judged(tiny) == (Decimal("16.67"), "not_met", "published")
    assert headline(tiny)["denominators_reported"] == 0


def test_a_return_of_the_day_of_a_published_figure_changes_nothing(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 34})
    assert people(tiny, "990101,2024-12-31,25400,18800", confirmed=True).status == "accepted"
    tiny.built()
    assert judged(tiny) == (Decimal("16.67"), "not_met", "published")


def test_a_confirmed_return_counts_with_a_finding_and_in_the_headline(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 34})
    assert people(tiny, "990101,2025-12-31,25400,18800", confirmed=True).status == "accepted"
    tiny.built()
    assert judged(tiny) == (Decimal("18.09"), "met", "reported")
    assert headline(tiny)["denominators_reported"] == 1
    found = tiny.sql("select area_code, found from marts.findings where rule = 'denominator'").rows()
    assert found == [("990101", "urban_population, before = 20400")]
    # It is told where it counts, and stands behind the card cell by cell.
    row = tiny.ask("county_compliance", indicator=WORKERS, period=PERIOD, area="990101").row(0, named=True)
    assert row["figures_confirmed"] == 1
    cells = tiny.ask("filed_cells", indicator=WORKERS, period=PERIOD, area="990101").filter(
        side="denominator"
    )
    (cell,) = cells.to_dicts()
    assert (cell["dataset"], cell["value"], cell["counted"]) == ("population", 18_800, True)
    assert (cell["asked_about"], cell["stood_before"]) == ("denominator", "20400")
    # Of a county whose denominator is published there is none to show.
    others = tiny.ask("filed_cells", indicator=WORKERS, period=PERIOD, area="990102")
    assert set(others["side"]) <= {"numerator"}


def test_a_return_counts_only_from_its_date_to_the_next_published_figure(tiny: Tiny) -> None:
    periods = [dt.date(2024, 6, 30), dt.date(2024, 9, 30), dt.date(2024, 12, 31)]
    for period in periods:
        tiny.staff_everywhere({"990101": 36}, period=period)
    assert people(tiny, "990101,2024-09-30,25300,20200").status == "accepted"
    tiny.built()
    found = [row(tiny, period=period) for period in periods]
    assert [(one["denominator"], one["denominator_status"]) for one in found] == [
        (20_300, "published"), (20_200, "reported"), (20_400, "published"),
    ]  # fmt: skip


def test_many_small_steps_need_to_be_confirmed_as_one_large_one(tiny: Tiny) -> None:
    assert people(tiny, "990101,2025-03-31,25400,20000").status == "accepted"  # 1.96 % of 20,400
    assert rules(people(tiny, "990101,2025-06-30,25400,19700")) == [(2, "denominator")]


@pytest.mark.parametrize(
    ("urban", "asked"), [(20_808, False), (20_809, True), (19_992, False), (19_991, True)]
)
def test_a_return_within_two_per_cent_is_taken(tiny: Tiny, urban: int, asked: bool) -> None:
    assert people(tiny, f"990101,2025-12-31,25400,{urban}").status == ("rejected" if asked else "accepted")


def test_what_is_to_be_confirmed_of_a_denominator_is_what_happens(tiny: Tiny) -> None:
    (asked,) = people(tiny, "990101,2025-12-31,25400,18800").errors
    assert "一经确认，从报告期起以填报数为分母" in asked.message_zh
    assert "once confirmed, what is filed is the denominator" in asked.message_en
    assert people(tiny, "990101,2025-12-31,25400,18800", confirmed=True).status == "accepted"
    tiny.staff_everywhere({"990101": 34})
    tiny.built()
    assert row(tiny)["denominator"] == 18_800


def test_how_far_a_return_may_lie_is_said_by_the_pack(tiny: Tiny) -> None:
    setting(tiny, "returned_figure_percent = 2", "returned_figure_percent = 8.5")
    assert people(tiny, "990101,2025-12-31,25400,18800").status == "accepted"
    tiny.built()
    assert tiny.sql("select rule from marts.findings").rows() == []


def test_a_filed_zero_where_people_lived_must_be_confirmed(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 34})
    assert people(tiny, "990101,2025-12-31,25400,0").status == "rejected"
    tiny.built()
    assert row(tiny)["verdict"] == "not_met"  # in the count, not taken out of it


def setting(tiny: Tiny, old: str, new: str) -> None:
    path = tiny.pack_folder / "pack.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# ---------------------------------------------------------------- figures of a source


def test_figures_of_a_source_are_published_ones_without_the_test(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 34})
    assert people(tiny, "990101,2025-12-31,25400,18800", source="tests").status == "accepted"
    tiny.built()
    assert judged(tiny) == (Decimal("18.09"), "met", "published")
    assert headline(tiny)["denominators_reported"] == 0
    told = tiny.sql(
        "select figure_status, edition, published_on, source from marts.figures "
        "where measure = 'urban_population' and area_code = '990101' and reference_date = '2025-12-31'"
    ).rows()
    assert told == [("published", 1, dt.date(2026, 2, 20), "made up for the tests")]


def test_a_return_takes_nothing_from_a_figure_of_a_source(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 34})
    people(tiny, "990101,2025-12-31,25400,20500", source="tests")
    outcome = people(tiny, "990101,2025-12-31,25400,20400")
    assert (outcome.status, outcome.changes.as_dict()["new"] if outcome.changes else None) == ("accepted", 2)
    tiny.built()
    assert (row(tiny)["denominator"], row(tiny)["denominator_status"]) == (20_500, "published")
    cells = tiny.sql(
        "select value, superseded from marts.observations where measure = 'urban_population' order by sequence"
    ).rows()
    assert cells == [(20_500, False), (20_400, False)]


def test_a_returned_figure_is_held_to_the_newest_edition_of_a_source(tiny: Tiny) -> None:
    people(tiny, "990101,2025-12-31,25400,18800", source="tests")
    assert people(tiny, "990101,2025-12-31,25400,20400").status == "rejected"
    assert people(tiny, "990101,2025-12-31,25400,18700").status == "accepted"


def test_only_figures_can_be_published_and_only_by_a_known_source(tiny: Tiny) -> None:
    text = "area_code,period,chief_workers,deputy_workers,other_workers,certified_workers\n990101001,2025-12-31,1,2,3,4\n"
    outcome = take_text(tiny, text, "staffing.csv", source="tests")
    assert (outcome.status, "not a form whose figures are published" in outcome.errors[0].message_en) == (
        "rejected",
        True,
    )
    with pytest.raises(WrongUse, match="nobody"):
        people(tiny, "990101,2025-12-31,25400,18800", source="nobody")


# ---------------------------------------------------------------- editions


def test_a_later_edition_revises_the_earlier_stays_and_the_build_lists_the_verdicts_it_turned(
    tiny: Tiny,
) -> None:
    tiny.staff_everywhere({"990101": 34, "990102": 60})
    people(tiny, "990101,2024-12-31,25400,18800", source="tests", filed_on=dt.date(2026, 1, 12))
    said = run(tiny, "build", "--lang", "zh").stdout
    assert "修订后的统计数改变了 1 个结论" in said
    assert "  甲子区 2025年第4季度 每万城镇常住人口社区工作者：未达标 → 达标\n" in said
    assert "1 verdict" in run(tiny, "build", "--lang", "en").stdout
    turned = tiny.ask("turned_verdicts").to_dicts()
    assert [(one["area_code"], one["period"], one["verdict_before"], one["verdict"]) for one in turned] == [
        ("990101", PERIOD, "not_met", "met")
    ]
    assert (turned[0]["denominator_before"], turned[0]["denominator"]) == (20_400, 18_800)
    editions = tiny.sql(
        "select value, edition, published_on, is_newest_edition from marts.figures where measure = 'urban_population' "
        "and area_code = '990101' and reference_date = '2024-12-31' order by edition"
    ).rows()
    assert editions == [(20_400, 1, None, False), (18_800, 2, dt.date(2026, 1, 12), True)]


def test_a_figure_published_in_the_place_of_an_estimate_lists_the_verdicts_it_turned(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990201": 18, "990202": 18})  # over an estimate of 10,400 each
    people(tiny, "990202,2024-12-31,15400,9900", source="tests", filed_on=dt.date(2026, 1, 12))
    people(tiny, "990201,2024-12-31,20400,10300", source="tests", filed_on=dt.date(2026, 1, 12))
    tiny.built()
    turned = tiny.ask("turned_verdicts").to_dicts()
    assert [(one["area_code"], one["period"], one["verdict_before"], one["verdict"]) for one in turned] == [
        ("990202", PERIOD, "not_met", "met")
    ]
    assert (turned[0]["denominator_before"], turned[0]["denominator"]) == (10_400, 9_900)
    assert turned[0]["revised_on"] == dt.date(2026, 1, 12)


def test_an_earlier_edition_that_lands_later_revises_nothing(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 34})
    people(tiny, "990101,2025-12-31,25400,20500", source="tests", filed_on=dt.date(2026, 2, 1))
    people(tiny, "990101,2025-12-31,25400,18800", source="tests", filed_on=dt.date(2026, 1, 15))
    tiny.built(dt.date(2026, 2, 20))
    assert row(tiny)["denominator"] == 20_500
    assert people(tiny, "990101,2026-03-31,25400,20500", today=dt.date(2026, 4, 20)).status == "accepted"


def test_an_edition_of_the_pack_revises_too(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 34})
    figures = {
        "area_code": "990101", "area_valid_from": "2021-04-09", "reference_date": "2024-12-31",
        "resident_population": "25400", "status": "published", "source": "tests",
    }  # fmt: skip
    tiny.add("population", {**figures, "urban_population": "18800", "published_on": "2025-11-30"})
    tiny.built()
    assert judged(tiny) == (Decimal("18.09"), "met", "published")
    assert tiny.ask("turned_verdicts")["area_code"].to_list() == ["990101"]
    tiny.add("population", {**figures, "urban_population": "18900", "published_on": "2025-11-30"})
    with pytest.raises(PackError, match="published_on"):
        tiny.build()


# ---------------------------------------------------------------- ages


def test_how_old_is_too_old_and_carried_hold_on_either_side(tiny: Tiny) -> None:
    tiny.built()
    committees = tiny.values("communities_per_10k_urban")["990101"]
    assert (committees["numerator_carried"], committees["denominator_carried"]) == (True, True)
    in_2023 = tiny.values("communities_per_10k_urban", dt.date(2023, 6, 30))["990101"]
    assert (in_2023["numerator_carried"], in_2023["denominator_carried"]) == (False, False)
    setting(tiny, "urban_population = 2\n", "urban_population = 2\nresidents_committees = 1\n")
    tiny.build()
    committees = tiny.values("communities_per_10k_urban")["990101"]
    assert (committees["numerator"], committees["value"], committees["value_status"]) == (
        None,
        None,
        "missing",
    )
    assert not committees["numerator_carried"]


def test_a_published_figure_whose_area_is_no_longer_is_set_aside_and_told(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    people(tiny, "990101,2024-12-31,25400,18800", source="tests")
    tiny.built()
    assert row(tiny)["denominator"] == 18800
    for code in ("990101", "990101001", "990101002"):
        tiny.change("areas", {"area_code": code, "valid_to": ""}, valid_to="2024-06-30")
    tiny.build()
    (found,) = tiny.ask("set_aside").filter(area_code="990101", source="population").to_dicts()
    assert (found["rule"], found["file_name"], found["file_row"]) == ("area_not_valid", "population.csv", 2)
    assert found["found"] == "area_code = 990101, period = 2024-12-31"
