"""Which dataset a sheet is a return of, and which of its columns is which."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.filing.finding import Finding, told
from pipelines.filing.gather import Filing
from pipelines.filing.read import Sheet
from programme.datasets import CONTRACTS, Contract

OPTIONAL = frozenset({"period", "area_name", "note", "serial"})


@dataclass(frozen=True)
class Recognised:
    """A contract and where its columns stand: place in the sheet and heading as filed, by column code."""

    contract: Contract
    place: dict[str, int]
    heading: dict[str, str]


def recognise(filing: Filing, sheet: Sheet) -> tuple[Recognised | None, list[Finding]]:
    """The dataset by option, else `files.csv`, else file name, else columns; and the columns by heading."""
    contract = _contract(filing, sheet.headings)
    if contract is None:
        return None, [_unclear(sheet)]
    findings: list[Finding] = []
    place: dict[str, int] = {}
    heading: dict[str, str] = {}
    for number, text in enumerate(sheet.headings):
        column = contract.column_of(text) if text else None
        if column is None:
            findings.append(_unknown(contract, sheet, number, text))
        elif column in place:
            findings.append(_twice(contract, sheet, column, heading[column], text))
        else:
            place[column], heading[column] = number, text
    missing = [column for column in ("area_code", *contract.measure_codes) if column not in place]
    findings += [_missing(contract, sheet, column) for column in missing]
    if "period" not in place and filing.period is None and filing.listed_period is None:
        findings.append(
            told(
                sheet.heading_row,
                "period",
                None,
                "period_missing",
                "没有“报告期”列，也没有用 --period 或 files.csv 说明报告期。请补上其中之一，如 2025-12-31。",
                "There is no period column, and neither --period nor files.csv says the period. Give "
                "one, such as "
                "2025-12-31.",
            )
        )
    return Recognised(contract, place, heading), findings


def _contract(filing: Filing, headings: Sequence[str]) -> Contract | None:
    if filing.dataset is not None:
        return CONTRACTS[filing.dataset]
    stem = filing.path.stem.lower()
    named = [
        contract
        for contract in CONTRACTS.values()
        if contract.dataset in stem or any(word in stem for word in contract.file_words)
    ]
    if len(named) == 1:
        return named[0]
    known = {contract.dataset: _measures_in(contract, headings) for contract in named or CONTRACTS.values()}
    most = max(known.values())
    best = [dataset for dataset, number in known.items() if number == most]
    return CONTRACTS[best[0]] if most and len(best) == 1 else None


def _measures_in(contract: Contract, headings: Sequence[str]) -> int:
    return len({contract.column_of(heading) for heading in headings} & set(contract.measure_codes))


def _unclear(sheet: Sheet) -> Finding:
    shown = " | ".join(heading or "（空）" for heading in sheet.headings[:12])
    names_zh = "、".join(f"{contract.dataset}（{contract.name_zh}）" for contract in CONTRACTS.values())
    names_en = ", ".join(CONTRACTS)
    return told(
        sheet.heading_row,
        None,
        shown,
        "dataset_unclear",
        f"看不出是哪种报表：表头为 {shown}。请用 --dataset 指明（{names_zh}），"
        "或把表头改为报表的列名并放在第一行。",
        f"Which kind of return this is cannot be told from its heading: {shown}. Say it with --dataset "
        f"({names_en}), or use the headings of the return in the first row.",
    )


def _words(contract: Contract, column: str) -> tuple[str, str]:
    """A column in both languages, its code first."""
    for measure in contract.measures:
        if measure.code == column:
            return f"{column}（{measure.name_zh}）", f"{column} ({measure.name_zh})"
    return {
        "area_code": ("area_code（区划代码）", "area_code (区划代码)"),
        "period": ("period（报告期）", "period (报告期)"),
    }.get(column, (column, column))


def _unknown(contract: Contract, sheet: Sheet, number: int, text: str) -> Finding:
    if not text:
        return told(
            sheet.heading_row,
            None,
            None,
            "heading_blank",
            f"第 {number + 1} 列有内容但没有表头。请写上列名，或删去该列。",
            f"Column {number + 1} has cells but no heading. Name it, or remove the column.",
        )
    choices = [*contract.measure_codes, "area_code", "period", *(m.name_zh for m in contract.measures)]
    near = difflib.get_close_matches(text, choices, n=1, cutoff=0.6)
    others = [other for other in CONTRACTS.values() if other is not contract and other.column_of(text)]
    hint_zh = f"是否应为“{near[0]}”？" if near else f"它是“{others[0].dataset}”报表的列。" if others else ""
    hint_en = f"Is it '{near[0]}'? " if near else f"It belongs to '{others[0].dataset}'. " if others else ""
    return told(
        sheet.heading_row,
        text,
        text,
        "unknown_column",
        f"“{text}”不是 {contract.dataset}（{contract.name_zh}）报表的列。{hint_zh}请改正列名、"
        "删去该列，或用 --dataset "
        "指明报表。",
        f"'{text}' is no column of the return {contract.dataset}. {hint_en}Correct the heading, remove "
        "the column, "
        "or name the dataset with --dataset.",
    )


def _twice(contract: Contract, sheet: Sheet, column: str, first: str, second: str) -> Finding:
    zh, en = _words(contract, column)
    return told(
        sheet.heading_row,
        second,
        second,
        "column_twice",
        f"“{first}”和“{second}”都是 {zh}。请只留一列。",
        f"'{first}' and '{second}' both mean {en}. Keep one of them.",
    )


def _missing(contract: Contract, sheet: Sheet, column: str) -> Finding:
    zh, en = _words(contract, column)
    blank_zh = "不知道的数可以留空，但列要在。" if column in contract.measure_codes else ""
    blank_en = " Figures not known may be blank, but the column must be there." if blank_zh else ""
    return told(
        sheet.heading_row,
        column,
        None,
        "missing_column",
        f"{contract.dataset}（{contract.name_zh}）报表缺少列 {zh}。请补上该列。{blank_zh}",
        f"The return {contract.dataset} lacks the column {en}. Add it.{blank_en}",
    )
