"""Why a row has no verdict, or without a target no value: one column says it, and every page reads that column."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.test_pages import nothing_kept, opened, text_of, visit
from tests.tiny import BINGYIN, COUNTIES, JIAZI, PERIOD, WORKERS, YICHOU, Tiny
from words import profile_findings, remarks, sentences, speak

__all__ = ["nothing_kept"]

COMMUNITIES = "communities_per_10k_urban"
SHARE = "certified_worker_share"


def reasons(tiny: Tiny, indicator: str = WORKERS, period: dt.date = PERIOD) -> dict[str, str | None]:
    return {code: row["undecided_because"] for code, row in tiny.values(indicator, period).items()}


def test_nothing_reported_is_unreported_once_it_is_due_and_not_due_before(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.built(dt.date(2026, 1, 20))
    early = reasons(tiny)
    tiny.build(dt.date(2026, 1, 21))
    late = reasons(tiny)
    for area in ("990102", YICHOU[0], "990200"):
        assert (early[area], late[area]) == ("not_due", "unreported")
    assert early["990101"] is late["990101"] is None


def test_a_county_with_a_unit_missing_is_undecided_in_part(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 3, YICHOU[0]: 60})
    tiny.built()
    because = reasons(tiny)
    assert because["990101"] == "partial"
    assert because["990102"] is None  # enough already, whatever the others report
    assert because["990100"] == because["990000"] == "partial"
    # Where no target applies there is no verdict to miss, but there is no value either.
    assert reasons(tiny, SHARE)["990101"] == "partial"


def test_a_county_that_reported_over_no_figure_at_all_lacks_its_denominator(tiny: Tiny) -> None:
    tiny.remove("population", area_code="990201")
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 40))
    tiny.built()
    because = reasons(tiny)
    assert because["990201"] == "no_denominator"
    assert because[BINGYIN[0]] is None  # a township has no share of its county's people, and reported
    assert because["990202"] is None
    assert because["990200"] == "partial"  # the city: one of its counties is left out


def test_a_county_that_reported_over_a_figure_too_old_is_told_apart(tiny: Tiny) -> None:
    for year in ("2022", "2023", "2024"):
        tiny.remove("population", area_code="990201", reference_date=f"{year}-12-31")
    for period in (dt.date(2023, 12, 31), dt.date(2024, 3, 31), PERIOD):
        tiny.staff_everywhere(dict.fromkeys(COUNTIES, 40), period=period)
    tiny.built()
    assert reasons(tiny, period=dt.date(2023, 12, 31))["990201"] is None  # two years old to the day
    assert reasons(tiny, period=dt.date(2024, 3, 31))["990201"] == "denominator_too_old"
    assert reasons(tiny)["990201"] == "denominator_too_old"
    row = tiny.values()["990201"]
    assert (row["denominator"], row["denominator_date"], row["denominator_carried"]) == (None, None, False)
    assert (row["value_status"], row["verdict"]) == ("missing", "unknown")


def test_a_whole_is_too_old_only_where_all_that_it_lacks_is_too_old(tiny: Tiny) -> None:
    for county in ("990201", "990202"):
        for year in ("2021", "2022", "2023", "2024"):
            tiny.remove("population", area_code=county, reference_date=f"{year}-12-31")
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 40))
    tiny.staff({"990171": 2})
    tiny.built()
    assert reasons(tiny)["990200"] == "denominator_too_old"
    tiny.remove("population", area_code="990201")
    tiny.build()
    because = reasons(tiny)
    assert (because["990201"], because["990202"]) == ("no_denominator", "denominator_too_old")
    assert because["990200"] == "no_denominator"


def test_what_was_not_reported_is_unreported_whatever_its_denominator(tiny: Tiny) -> None:
    tiny.remove("population", area_code="990201")
    tiny.built()
    assert reasons(tiny)["990201"] == "unreported"


def test_a_denominator_that_nobody_filed_is_no_denominator(tiny: Tiny) -> None:
    tiny.change(
        "indicators",
        {"indicator_code": "service_complex_coverage"},
        numerator_dataset="staffing",
        numerator_measures="other_workers",
    )
    tiny.staff({"990202": 7})
    tiny.built()
    assert reasons(tiny, "service_complex_coverage")["990202"] == "no_denominator"


def test_nothing_to_serve_and_nothing_to_file_need_no_reason(tiny: Tiny) -> None:
    nobody = {"chief_workers": 0, "deputy_workers": 0, "other_workers": 0, "certified_workers": None}
    tiny.file("staffing", dict.fromkeys(JIAZI, nobody))
    tiny.built()
    assert tiny.values(SHARE)["990101"]["value_status"] == "not_applicable"
    assert reasons(tiny, SHARE)["990101"] is None
    assert reasons(tiny, COMMUNITIES)[BINGYIN[0]] is None


def test_the_headline_counts_the_reasons_and_every_question_tells_them(tiny: Tiny) -> None:
    tiny.remove("population", area_code="990201")
    for year in ("2021", "2022", "2023", "2024"):
        tiny.remove("population", area_code="990202", reference_date=f"{year}-12-31")
    tiny.staff_everywhere({"990201": 40, "990202": 40})
    tiny.staff({JIAZI[0]: 3})
    tiny.built()
    asked = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}
    headline = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).to_dicts()[
        0
    ]
    kept = ("unknown", "unreported", "partial", "without_denominator")
    assert [headline[name] for name in kept] == [5, 2, 1, 2]
    expected = {code: why for code, why in reasons(tiny).items() if code in COUNTIES}
    for question, more in (("county_compliance", asked), ("area_values", {**asked, "level": "county"})):
        rows = tiny.ask(question, **more)
        told = dict(zip(rows["area_code"], rows["undecided_because"], strict=True))
        assert {code: told[code] for code in COUNTIES} == expected
    series = tiny.ask("area_series", indicator=WORKERS, areas=list(COUNTIES)).filter(period=PERIOD)
    assert dict(zip(series["area_code"], series["undecided_because"], strict=True)) == expected


@pytest.mark.parametrize("indicator", [WORKERS, COMMUNITIES])
def test_an_indicator_says_whether_anybody_files_it(tiny: Tiny, indicator: str) -> None:
    tiny.built()
    catalogue = tiny.ask("indicator_catalogue").filter(indicator_code=indicator)
    assert catalogue["from_figures"].to_list() == [indicator == COMMUNITIES]


def test_a_published_figure_that_is_not_there_is_unreported(tiny: Tiny) -> None:
    tiny.remove("communities", area_code="990201")
    tiny.built()
    assert reasons(tiny, COMMUNITIES)["990201"] == "unreported"


def test_the_share_where_the_target_is_met_is_bounded_from_below_and_above(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 50})
    tiny.built()
    rows = tiny.values()
    people = {code: rows[code]["denominator"] for code in COUNTIES}
    met = {code for code in COUNTIES if rows[code]["verdict"] == "met"}
    open_ones = {code for code in COUNTIES if rows[code]["verdict"] == "unknown"}
    assert met
    assert open_ones
    told = tiny.ask("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]).row(
        0, named=True
    )
    least = Decimal(sum(people[code] for code in met)) / sum(people.values())
    most = Decimal(sum(people[code] for code in met | open_ones)) / sum(people.values())
    step = Decimal("0.0001")
    assert least - step < told["share_met"] <= least
    assert most <= told["share_met_at_most"] < most + step


@pytest.mark.parametrize(
    ("language", "words", "remark"),
    [
        ("zh", "部分地区缺人口数，待核", "部分地区缺人口数"),
        (
            "en",
            "No current population figure of a part, cannot be judged",
            "No current population figure of a part",
        ),
    ],
)
def test_a_whole_whose_returns_are_all_in_lacks_the_denominator_of_a_part(
    tiny: Tiny, language: str, words: str, remark: str
) -> None:
    tiny.remove("population", area_code="990201")
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 40))
    tiny.built()
    speech, reader = speak(language), tiny.reader
    indicator = next(row for row in reader.rows("indicator_catalogue") if row["indicator_code"] == WORKERS)
    headline = reader.rows("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990200"])[0]
    assert sentences.verdict(speech, headline, indicator) == words
    assert sentences.status(speech, headline, indicator) == remark
    assert remarks.remark(speech, {**headline, "period": PERIOD}, indicator).startswith(remark)
    short = {**headline, "gap": 7, "gap_at_most": 7}
    said = profile_findings.title(speech, "West", short, indicator)
    assert f"{words}{speech('list.sentence').join(['', ''])}" in said
    assert "7" in said
    # Where a return is missing, too, that is what is waited for.
    tiny.withdraw("staffing-00000001")
    tiny.staff({JIAZI[0]: 1, BINGYIN[0]: 1})
    tiny.build()
    assert (
        sentences.lacking(
            tiny.reader.rows("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990200"])[0],
            indicator,
        )
        == "partial"
    )


@pytest.mark.parametrize(
    ("language", "note", "wrong"),
    [
        ("zh", "个点不含缺人口数的县。", "还有单位未报齐"),
        ("en", "out counties without a current population figure.", "units are missing"),
    ],
)
def test_points_of_a_whole_that_leave_out_a_part_without_denominator_say_that(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, language: str, note: str, wrong: str
) -> None:
    tiny.remove("population", area_code="990202")
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 40))
    tiny.staff({"990171": 3})
    tiny.built()
    (row,) = tiny.ask("area_series", indicator=WORKERS, areas=["990000"]).filter(period=PERIOD).to_dicts()
    assert (row["value_status"], row["value_shown"] is None) == ("partial", False)
    opened(tiny, monkeypatch)
    said = text_of(visit("trends", language))
    assert note in said
    assert wrong not in said
    # What the profile says of its numbers under the title.
    said = text_of(visit("area_profile", language))
    assert {"zh": "不含缺人口数的县", "en": "Without counties that have no current population figure"}[
        language
    ] in said
