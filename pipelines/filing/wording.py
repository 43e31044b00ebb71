"""What an error says, in Chinese and English: what is wrong and what would be right."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipelines.filing import cells
from programme.datasets import AtMost, Contract
from programme.packs.area_index import COUNTY, LEVEL_EN, LEVEL_ZH, LEVELS, NOWHERE, TOWNSHIP, Areas

Words = tuple[str, str]

PERIOD_MISSING: Words = (
    "没有报告期。请填季度末日，如 2025-12-31。",
    "no period. Enter the last day of a quarter, such as 2025-12-31.",
)
CODE_MISSING: Words = (
    "没有区划代码。请填 6 位县级或 9 位乡级代码；合计行请删去。",
    "no area code. Enter the 6 digits of a county or the 9 of a township; remove lines of totals.",
)
NEGATIVE: Words = (
    "不能是负数。应为 0 或更大的整数；不知道就留空。",
    "must not be negative. Enter a whole number from 0, or leave blank if not known.",
)


def named(code: str, names: Words) -> Words:
    """A code with its name in each language."""
    return f"{code} {names[0]}", f"{code} {names[1]}"


def not_a_date(text: str) -> Words:
    hint = cells.date_hint(text)
    example = (hint or dt.date(2025, 12, 31)).isoformat()
    if hint:
        return (
            f"不是日期。是否为 {example}？请填季度末日。",
            f"no date. Is it {example}? Enter the last day of a quarter.",
        )
    return (
        f"不是日期。请填季度末日，如 {example}。",
        f"no date. Enter the last day of a quarter, such as {example}.",
    )


def period_conflict(wanted: dt.date, source: str) -> Words:
    return (
        f"与 {source} 所说的 {wanted} 不一致。请改正其中之一。",
        f"differs from {wanted}, which {source} says. Correct one of them.",
    )


def not_a_quarter_end(day: dt.date) -> Words:
    near = cells.nearest_quarter_end(day)
    return (
        f"不是季度末日。最近的是 {near}。",
        f"not the last day of a quarter. The nearest is {near}.",
    )


def future_period(day: dt.date, today: dt.date) -> Words:
    last = cells.quarter_end(today)
    if last > today:
        last = cells.quarter_end(last - dt.timedelta(days=100))
    return (
        f"报告期 {day} 尚未结束（今天是 {today}）。目前最晚可报 {last}。",
        f"the period {day} has not ended (today is {today}). The latest that can be filed is {last}.",
    )


def filed_early(filed_on: dt.date, period: dt.date) -> Words:
    return (
        f"报送日期 {filed_on} 早于报告期末日 {period}：报告期结束后才能报送。请改正 --filed-on 或 files.csv，或核对报告期。",
        f"The filing date {filed_on} is before the end of the period {period}, and no return is filed before its "
        "period has ended. Correct --filed-on or files.csv, or check the period.",
    )


def before_first_period(day: dt.date, first: dt.date) -> Words:
    return (
        f"报告期 {day} 早于本参考包的首个报告期。最早可报 {first}。",
        f"the period {day} is before the first one of this pack. The earliest that can be filed is {first}.",
    )


def unknown_code(code: str, near: str | None, names: Words | None) -> Words:
    if near is None or names is None:
        return (
            "没有这个区划代码。请填 6 位县级或 9 位乡级代码。",
            "no such area code. Enter the 6 digits of a county or the 9 of a township.",
        )
    zh, en = named(near, names)
    lost = "e" in code.lower() or "." in code
    why_zh = "这是表格软件改写的数，位数已不可靠，不能猜。" if lost else "没有这个区划代码。"
    why_en = (
        "a spreadsheet has rewritten this number and its digits are lost. " if lost else "no such area code. "
    )
    return f"{why_zh}最接近的是 {zh}。", f"{why_en}The nearest is {en}."


def area_not_valid(areas: Areas, place: int, day: dt.date) -> Words:
    code = areas.codes[place]
    instead = areas.valid_instead(code, day)
    spans = [
        (f"{since or '最初'} 至 {until or '今'}", f"{since or 'the beginning'} to {until or 'now'}")
        for since, until in areas.spans(place)
    ]
    span_zh, span_en = "、".join(zh for zh, _ in spans), ", ".join(en for _, en in spans)
    zh = f"在 {day} 无效（有效期 {span_zh}）。"
    en = f"not valid on {day} (it is from {span_en}). "
    if not instead:
        return zh + "请改用当日有效的代码。", en + "Use the code that was valid that day."
    names = [named(other, areas.name(areas.place[other], day)) for other in instead[:4]]
    return (
        zh + f"当日有效的是 {'、'.join(name for name, _ in names)}。",
        en + f"Valid that day: {', '.join(name for _, name in names)}.",
    )


def level_may_not_file(areas: Areas, contract: Contract, place: int, day: dt.date) -> Words:
    tree = areas.on(day)
    level = LEVELS[int(tree.level[place])]
    parent = int(tree.parent[place])
    may_zh = "、".join(LEVEL_ZH[name] for name in contract.levels)
    may_en = " and ".join(LEVEL_EN[name] for name in contract.levels)
    above = int(tree.files_as[parent]) if parent != NOWHERE else NOWHERE
    zh = f"{LEVEL_ZH[level]}不报 {contract.dataset}（{contract.name_zh}），应由{may_zh}填报。"
    en = f"a {LEVEL_EN[level]} does not file {contract.dataset}; {may_en} areas do. "
    if above in (COUNTY, TOWNSHIP) and level in ("zone", "township"):
        name_zh, name_en = named(areas.codes[parent], areas.name(parent, day))
        return zh + f"请并入 {name_zh} 的报表。", en + f"Report it through {name_en}."
    return zh + "请改报其下各县（市、区）或乡镇（街道）。", en + "File its counties or townships instead."


def not_a_whole_number(text: str) -> Words:
    bare = cells.plain(text)
    if bare in (
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "无数据",
        "未知",
        "n/a",
        "N/A",
        "NA",
        "null",
        "NULL",
        "None",
    ):
        return (
            "不是整数。没有就填 0，不知道就留空。",
            "no whole number. Enter 0 for none; leave blank if not known.",
        )
    return (
        "不是整数。应只填 0、1、2……这样的整数，不带单位和小数；不知道就留空。",
        "no whole number. Enter digits only, without unit or decimals; leave blank if not known.",
    )


def too_large(largest: int) -> Words:
    return (
        f"超过 {largest:,}，不可能是一个县或乡的数。请核对位数。",
        f"more than {largest:,}, which no county or township can have. Check the digits.",
    )


def at_most(contract: Contract, rule: AtMost, row: dict[str, Any]) -> Words:
    words = {measure.code: (measure.name_zh, measure.name_en) for measure in contract.measures}
    limit = sum(row[code] for code in rule.whole)
    if len(rule.whole) == 1:
        zh, en = words[rule.whole[0]]
    else:
        zh = (
            "＋".join(words[code][0] for code in rule.whole)
            + "（"
            + "＋".join(str(row[c]) for c in rule.whole)
            + "）"
        )
        en = " + ".join(words[code][1].lower() for code in rule.whole)
        en += " (" + " + ".join(str(row[code]) for code in rule.whole) + ")"
    return (
        f"{words[rule.part][0]} {row[rule.part]} 多于{zh} {limit}。应不超过 {limit}。",
        f"{words[rule.part][1].lower()} {row[rule.part]} is more than {en.lower()} {limit}. It must be "
        f"at most {limit}.",
    )


def same_area_twice(first_row: int) -> Words:
    return (
        f"同一区划同一报告期在第 {first_row} 行已有。请只留一行。",
        f"row {first_row} already has this area and period. Keep one of them.",
    )


def ancestor_and_descendant(code: str, names: Words, row: int) -> Words:
    zh, en = named(code, names)
    return (
        f"其上级 {zh} 已在第 {row} 行合并填报，会重复计算。请只报整体，或只报其各乡镇（街道）。",
        f"row {row} already reports {en}, which contains it; it would count twice. File the whole or "
        "its townships.",
    )


def part_of_standing(batch_id: str, code: str, names: Words, missing: int, first: Words) -> Words:
    zh, en = named(code, names)
    return (
        f"{zh} 已由批次 {batch_id} 整体填报，不能只改其中一部分。请补齐其余 {missing} 个乡镇（街道）"
        f"（如 {first[0]}），"
        f"或重报整体。",
        f"the batch {batch_id} reports {en} as a whole; a part of it cannot be replaced. Add the other "
        f"{missing} "
        f"townships (such as {first[1]}), or file the whole again.",
    )
