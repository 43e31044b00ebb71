"""Data files that a pack may add, for tests: a form, an annual form, a register, and indicators that rest on them."""

from __future__ import annotations

import re

from tests.tiny import Tiny

VISITS = """
kind = "counts"
name_zh = "入户走访"
name_en = "Home visits"
levels = ["county", "township"]
file_words = ["走访"]

[[measures]]
code = "visits"
name_zh = "走访户数"
name_en = "Households visited"
unit_zh = "户"
unit_en = "households"
flow = true
limit = 100_000

[[measures]]
code = "helped"
name_zh = "帮扶户数"
name_en = "Households helped"
unit_zh = "户"
unit_en = "households"
attributes = { kind = "help" }

[[measures]]
code = "telephone_visits"
name_zh = "电话走访户数"
name_en = "Visited by telephone"
optional = true
first_period = 2025-09-30

[[rules]]
name = "helped_within_visits"
holds = "helped <= visits"

[[rules]]
name = "visits_not_above_residents"
holds = "visits <= reference.resident_population"
says_zh = "走访户数多于常住人口"
says_en = "More households visited than residents"

[[rules]]
name = "visits_need_workers"
holds = "visits <= 100 * (staffing.chief_workers + staffing.deputy_workers + staffing.other_workers)"
severity = "warning"
says_zh = "走访户数超过每名社区工作者100户"
says_en = "More than 100 households visited per community worker"

[[rules]]
name = "helped_never_falls"
holds = "helped >= previous.helped"
severity = "warning"
says_zh = "帮扶户数少于上期"
says_en = "Fewer households helped than before"

[[rules]]
name = "helped_within_twice_a_year_before"
holds = "helped <= 2 * year_before.helped"
says_zh = "帮扶户数超过上年同期的两倍"
says_en = "More than twice the households helped of the year before"
"""

TIERS = """
kind = "counts"
name_zh = "社区分层"
name_en = "Community tiers"
levels = ["county"]
cycle = "annual"
first_period = 2022-12-31

[[measures]]
code = "leading"
name_zh = "引领型"
name_en = "Leading"

[[measures]]
code = "rated"
name_zh = "已评估"
name_en = "Rated"

[[rules]]
name = "leading_within_rated"
holds = "leading <= rated"

[[rules]]
name = "rated_not_falling"
holds = "rated >= previous.rated"
severity = "warning"
says_zh = "已评定的社区比上期少"
says_en = "Fewer communities rated than before"
"""

PILOTS = """
kind = "register"
name_zh = "试点名册"
name_en = "Pilots"
key = ["code"]
area = "area_code"
file_words = ["试点"]

[[columns]]
code = "code"
name_zh = "编号"
name_en = "Code"
type = "text"
required = true

[[columns]]
code = "title"
name_zh = "名称"
name_en = "Title"
type = "text"
longest = 20

[[columns]]
code = "area_code"
name_zh = "所在地"
name_en = "Place"
type = "area"
levels = ["county", "township"]
required = true

[[columns]]
code = "state"
name_zh = "状态"
name_en = "State"
type = "choice"
choices = [
  { code = "under_way", name_zh = "进行中", name_en = "Under way" },
  { code = "done", name_zh = "已完成", name_en = "Done", headings = ["完成"] },
]

[[columns]]
code = "done_on"
name_zh = "完成日期"
name_en = "Done on"
type = "date"
month = "last_day"

[[columns]]
code = "places"
name_zh = "名额"
name_en = "Places"
type = "whole_number"

[[columns]]
code = "open"
name_zh = "是否公开"
name_en = "Open"
type = "yes_no"

[[columns]]
code = "lead"
name_zh = "牵头单位"
name_en = "Lead"
type = "department"
many = true

[[columns]]
code = "copied_from"
name_zh = "源自"
name_en = "Copied from"
type = "reference"
register = "pilots"

[[measures]]
code = "pilots_standing"
name_zh = "试点数"
name_en = "Pilots"
counts = "true = (state in ('under_way', 'done'))"

[[measures]]
code = "pilots_done"
name_zh = "已完成试点数"
name_en = "Pilots done"
counts = "state = 'done'"

[[rules]]
name = "done_has_its_day"
holds = "state <> 'done' or done_on is not null"
says_zh = "已完成的试点没有完成日期"
says_en = "A pilot that is done has no day"

[[rules]]
name = "done_by_the_filing"
holds = "done_on <= filed_on"
says_zh = "完成日期在填报之后"
says_en = "The day is after the filing"

[[rules]]
name = "done_stays_done"
holds = "previous.state <> 'done' or state = 'done' or note is not null"
severity = "warning"
says_zh = "已完成的试点退回未完成"
says_en = "A pilot that was done is not done any more"
"""

INDICATOR = {
    "short_name_zh": "试验", "short_name_en": "Trial", "numerator_name_zh": "分子", "numerator_name_en": "numerator",
    "denominator_name_zh": "分母", "denominator_name_en": "denominator", "unit_zh": "个/万人", "unit_en": "per 10,000",
    "polarity": "higher_is_better", "decimals": "2", "class_bounds": "1|2|3", "gap_unit_zh": "个", "gap_unit_en": "pilots",
    "policy_system": "governance", "owner": "civil_affairs",
}  # fmt: skip
VISITS_PER_10K = INDICATOR | {
    "indicator_code": "visits_per_10k", "indicator_name_zh": "每万人走访户数", "indicator_name_en": "Visits per 10,000",
    "numerator_dataset": "home_visits", "numerator_measures": "visits", "denominator_dataset": "figures",
    "denominator_measures": "resident_population", "scale": "10000", "cycle": "quarterly", "sort_order": "91",
}  # fmt: skip
LEADING_SHARE = INDICATOR | {
    "indicator_code": "leading_share", "indicator_name_zh": "引领型比例", "indicator_name_en": "Leading share",
    "numerator_dataset": "tiers", "numerator_measures": "leading", "denominator_dataset": "tiers",
    "denominator_measures": "rated", "scale": "100", "unit_zh": "%", "unit_en": "%", "cycle": "annual", "sort_order": "92",
}  # fmt: skip
PILOTS_PER_10K = INDICATOR | {
    "indicator_code": "pilots_per_10k", "indicator_name_zh": "每万人试点数", "indicator_name_en": "Pilots per 10,000",
    "numerator_dataset": "pilots", "numerator_measures": "pilots_standing", "denominator_dataset": "figures",
    "denominator_measures": "resident_population", "scale": "10000", "cycle": "quarterly", "sort_order": "93",
}  # fmt: skip


def extend(tiny: Tiny, severity: str = "error") -> Tiny:
    """Add the forms, the register, their due dates and indicators to a tiny pack: data files, nothing else.

    With `severity` the rules of the visits that would be errors are that.
    """
    folder = tiny.pack_folder / "datasets"
    folder.mkdir(exist_ok=True)
    for name, text in (("home_visits", VISITS), ("tiers", TIERS), ("pilots", PILOTS)):
        if name == "home_visits" and severity != "error":
            text = re.sub(r"(holds = .*)\n(?!severity)", rf'\1\nseverity = "{severity}"\n', text)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    tiny.add("indicators", VISITS_PER_10K, LEADING_SHARE, PILOTS_PER_10K)
    tiny.add(
        "due_dates",
        {"dataset": "home_visits", "days_after_period_end": "20", "source": "tests"},
        {"dataset": "tiers", "days_after_period_end": "45", "source": "tests"},
    )
    return tiny
