"""Promises that warn: a row that breaks one stops no build and stands in `marts.findings`."""

from __future__ import annotations

from typing import Any

from tests.filing import take_text
from tests.test_command_line import run
from tests.tiny import PERIOD, Tiny
from warehouse.models import plan
from warehouse.readers import reader_of

FAR = "a returned figure is within what the pack allows of what stood before"
SHARE = "of a share the part is within the whole"


def findings(tiny: Tiny) -> list[dict[str, Any]]:
    tiny.built()
    return reader_of(tiny.home).sql("select * from marts.findings order by source, rule, subject").to_dicts()


def test_a_build_in_which_nothing_is_broken_has_no_finding(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 36})
    assert findings(tiny) == []


def test_a_returned_denominator_far_from_the_published_one_is_found(tiny: Tiny) -> None:
    people = {"resident_population": 20_800, "urban_population": 20_400}
    near = tiny.pack.table("population").filter(area_code="990101", reference_date="2024-12-31").to_dicts()[0]
    tiny.file(
        "population",
        {
            "990101": {name: int(near[name]) for name in people},
            "990102": {"resident_population": 40_000, "urban_population": 9_000},
        },
    )
    found = findings(tiny)
    assert {row["rule"] for row in found} == {FAR}
    assert {(row["source"], row["severity"], row["area_code"], row["period"]) for row in found} == {
        ("sums.returned_figures", "warning", "990102", PERIOD)
    }
    urban = next(row for row in found if "urban_population" in row["subject"])
    assert urban["subject"] == "measure = urban_population, area_code = 990102, period = 2025-12-31"
    assert "value = 9000" in urban["found"]
    assert (urban["sequence"], urban["file_row"]) == (None, None)


def test_a_share_whose_part_is_more_than_its_whole_is_found(tiny: Tiny) -> None:
    tiny.change(
        "indicators",
        {"indicator_code": "service_complex_coverage"},
        numerator_dataset="staffing",
        numerator_measures="other_workers",
    )
    tiny.staff({"990202": 7, "990201": 2})
    tiny.file("services", {code: {"communities": 3} for code in ("990202", "990201")})
    found = findings(tiny)
    assert {(row["source"], row["rule"], row["severity"]) for row in found} == {
        ("sums.part_values", SHARE, "warning"),
        ("sums.whole_values", SHARE, "warning"),
    }
    # Of the province too little is known.
    assert sorted(row["area_code"] for row in found) == ["990200", "990202"]
    of_county = next(row for row in found if row["area_code"] == "990202")
    assert of_county["subject"] == (
        "indicator_code = service_complex_coverage, area_code = 990202, period = 2025-12-31"
    )
    assert of_county["found"] == "numerator = 7, denominator = 3, has_value = true, scale = 100"


def test_a_build_tells_how_many_there_are(tiny: Tiny) -> None:
    done = run(tiny, "build", "--lang", "zh")
    assert "marts.findings" not in done.stdout
    heading = "area_code,period,resident_population,urban_population\n"
    assert (
        take_text(tiny, heading + "990101,2025-12-31,1000,900\n", "population.csv", confirmed=True).status
        == "accepted"
    )
    done = run(tiny, "build", "--lang", "zh")
    assert "0 处与规则不符、4 处需核对" in done.stdout


def test_findings_are_made_after_all_that_may_find_something() -> None:
    assert plan().models[-1].full_name == "marts.findings"
