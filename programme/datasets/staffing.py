"""Community workers by post."""

from __future__ import annotations

from programme.datasets.contract import AtMost, Contract, Return, count, schema_rule

CERTIFIED = AtMost("certified_workers", ("chief_workers", "deputy_workers", "other_workers"))


class Staffing(Return):
    """Community workers on the last day of the period, by post; heads."""

    chief_workers = count("正职", "Chief workers", "社区正职", "正职人数")
    deputy_workers = count("副职", "Deputy workers", "社区副职", "副职人数")
    other_workers = count("其他工作人员", "Other workers", "其他", "其他人员", "工作人员")
    certified_workers = count(
        "持证人数", "Certified workers", "持证", "持证社工", "持证社会工作者", "持证社区工作者"
    )
    certified_within_workers = schema_rule(CERTIFIED)


CONTRACT = Contract(
    dataset="staffing",
    name_zh="社区工作者",
    name_en="Community workers",
    levels=("county", "township"),
    schema=Staffing,
    rules={"certified_within_workers": CERTIFIED},
    file_words=("社区工作者", "社工"),
)
