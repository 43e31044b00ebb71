"""What a form can say of the slips of a clerk: another year, a heading that is none, a ratio, another unit, a code."""

from __future__ import annotations

import pytest

from tests.additions import extend
from tests.filing import rules, take_text
from tests.tiny import Tiny
from words.problems import PackError

PAY = """
kind = "counts"
name_zh = "经费"
name_en = "Funds"
levels = ["county"]
cycle = "annual"
file_words = ["经费"]

[[measures]]
code = "paid"
name_zh = "到账数"
name_en = "Paid"
unit_zh = "千元"
unit_en = "thousand yuan"
other_units = [
  { name_zh = "元", name_en = "yuan", power = 3 },
  { name_zh = "万元", name_en = "ten thousand yuan", power = -1 },
]

[[measures]]
code = "grade_07"
name_zh = "正职7级"
name_en = "Chief, grade 7"

[[measures]]
code = "grade_08"
name_zh = "正职8级"
name_en = "Chief, grade 8"

[[rules]]
name = "visits_of_the_year_before"
holds = "paid >= home_visits.year_before.visits"
severity = "warning"
says_zh = "到账数少于上年走访户数"
says_en = "Less paid than households visited the year before"
"""
HEADING = "area_code,period,paid,grade_07,grade_08"


@pytest.fixture
def paying(tiny: Tiny) -> Tiny:
    larger = extend(tiny)
    (larger.pack_folder / "datasets" / "pay.toml").write_text(PAY, encoding="utf-8")
    return larger


def pay(tiny: Tiny, row: str, heading: str = HEADING, **options: object) -> object:
    return take_text(tiny, f"{heading}\n{row}\n", "pay.csv", **options)


def test_a_rule_looks_at_another_form_of_the_year_before(paying: Tiny) -> None:
    for period in ("2024-12-31", "2025-09-30", "2025-12-31"):
        count = 90 if period == "2024-12-31" else 10
        text = f"area_code,period,visits,helped,telephone_visits\n990101,{period},{count},1,\n"
        assert take_text(paying, text, "home_visits.csv").status == "accepted"
    outcome = pay(paying, "990101,2025,50,0,0")
    assert [one.rule for one in outcome.warnings] == ["visits_of_the_year_before"]
    assert "Households visited (Home visits) of the year before 90" in outcome.warnings[0].message_en
    paying.built()
    found = paying.sql("select rule, found from marts.findings").to_dicts()
    assert found == [
        {
            "rule": "visits_of_the_year_before",
            "found": "paid = 50, home_visits.year_before.visits = 90",
        }
    ]


@pytest.mark.parametrize("heading", ["正职6级", "grade_19", "grade-6", "正职19级"])
def test_a_heading_outside_its_family_is_told_the_range(paying: Tiny, heading: str) -> None:
    outcome = pay(paying, "990101,2025,50,0,0,1", f"{HEADING},{heading}")
    assert rules(outcome) == [(1, "unknown_column")]
    first, last = ("正职7级", "正职8级") if "级" in heading else ("grade_07", "grade_08")
    assert f"只有“{first}”至“{last}”" in outcome.errors[0].message_zh
    assert f"'{first}' to '{last}' only" in outcome.errors[0].message_en


@pytest.mark.parametrize(
    ("cell", "is_ratio"), [("95%", True), ("3.31", True), ("９５％", True), ("五", False)]
)
def test_a_ratio_in_a_cell_of_counts_is_called_that(paying: Tiny, cell: str, is_ratio: bool) -> None:
    outcome = pay(paying, f"990101,2025,{cell},0,0")
    assert rules(outcome) == [(2, "not_a_whole_number")]
    assert ("像是比例" in outcome.errors[0].message_zh) == is_ratio
    assert ("looks like a ratio" in outcome.errors[0].message_en) == is_ratio


@pytest.mark.parametrize(
    ("paid", "unit"), [(500_000, "元"), (620_000, "元"), (46, "万元"), (400, None), (5_100, "digit")]
)
def test_a_figure_in_another_unit_is_asked_about_by_its_name(
    paying: Tiny, paid: int, unit: str | None
) -> None:
    assert pay(paying, "990101,2024,500,0,0").status == "accepted"
    outcome = pay(paying, f"990101,2025,{paid},0,0")
    if unit is None:
        assert outcome.status == "accepted"
        return
    assert rules(outcome) == [(2, "far")]
    said = outcome.errors[0].message_zh
    assert "多了或少了一位" in said if unit == "digit" else f"填的是否为{unit}？本列单位是千元" in said
    assert pay(paying, f"990101,2025,{paid},0,0", confirmed=True).status == "accepted"


def test_a_code_of_an_indicator_that_there_is_not_is_a_warning(tiny: Tiny) -> None:
    larger = extend(tiny)
    path = larger.pack_folder / "datasets" / "pilots.toml"
    column = """[[columns]]
code = "indicators"
name_zh = "对应指标"
name_en = "Indicators"
type = "indicator"
many = true

[[measures]]"""
    path.write_text(path.read_text(encoding="utf-8").replace("[[measures]]", column, 1), encoding="utf-8")
    heading = "编号,名称,所在地,状态,完成日期,名额,是否公开,牵头单位,源自,对应指标"
    text = f"{heading}\nP1,甲,990101,进行中,,,,,,certified_worker_share|certified_share\n"
    outcome = take_text(larger, text, "pilots.csv")
    assert outcome.status == "accepted"
    assert [(one.rule, one.value) for one in outcome.warnings] == [
        ("unknown_indicator", "certified_worker_share|certified_share")
    ]


def test_a_measure_of_the_programme_is_one_of_the_seven_or_none(tiny: Tiny) -> None:
    where = {"indicator_code": "certified_worker_share"}
    tiny.add(
        "indicators", {"indicator_code": "x", "measure_group": "grids"}
    )  # the column is there from now on
    tiny.remove("indicators", indicator_code="x")
    tiny.change("indicators", where, measure_group="grids")
    tiny.built()
    rows = tiny.sql(
        "select indicator_code, measure_group from marts.indicators where measure_group is not null"
    )
    assert rows.rows() == [("certified_worker_share", "grids")]
    tiny.change("indicators", where, measure_group="grid")
    with pytest.raises(PackError, match=r"measure_group = 'grid': should be one of .*grids"):
        tiny.build()
