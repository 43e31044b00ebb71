"""Which dataset a sheet is a return of, and which of its columns is which."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.filing.finding import Finding, Understood
from pipelines.filing.gather import Filing
from pipelines.filing.read import Sheet, is_blank
from pipelines.filing.said_above import quarter_said
from pipelines.filing.wording import form
from programme.datasets import AnyDataset, Counts, Datasets
from programme.datasets.headings import ENGLISH_HEADINGS, normal_heading
from words.problems import Bilingual, Problem

_NUMBER = re.compile(r"[0-9]{1,9}")
OPTIONAL = frozenset({"period", "area_name", "note", "serial", "withdrawn"})


@dataclass(frozen=True)
class Recognised:
    """A dataset and where its columns stand: place in the sheet and heading as filed, by column code."""

    dataset: AnyDataset
    place: dict[str, int]
    heading: dict[str, str]
    sheet_name: str | None
    heading_row: int

    @property
    def understood(self) -> Understood:
        return Understood(
            self.sheet_name,
            self.heading_row,
            {text: code for code, text in self.heading.items()},
            places={self.heading[code]: place for code, place in self.place.items()},
        )


def recognise(filing: Filing, sheet: Sheet, datasets: Datasets) -> tuple[Recognised | None, list[Finding]]:
    """The dataset by option, else `files.csv`, else file name, else columns; and the columns by heading."""
    dataset = _dataset(filing, sheet.headings, datasets)
    if dataset is None:
        return None, [_unclear(sheet, datasets)]
    if not any(dataset.column_of(text) for text in sheet.headings if text):
        wanted = [_words(dataset, column) for column in needed(dataset)]
        problem = Problem("recognise.no_heading", dataset=form(dataset), columns=wanted)
        return None, [Finding(sheet.heading_row, None, " ".join(filter(None, sheet.headings))[:100], problem)]
    findings: list[Finding] = []
    place: dict[str, int] = {}
    heading: dict[str, str] = {}
    for number, text in enumerate(sheet.headings):
        column = dataset.column_of(text) if text else None
        if not text and sheet.frame.select(is_blank(str(number)).all()).item():
            continue  # a blank column that parts others
        if column is None:
            findings.append(_unknown(dataset, datasets, sheet, number, text))
        elif column in place:
            findings.append(_twice(dataset, sheet, column, heading[column], text, number))
        else:
            place[column], heading[column] = number, text
    findings += [_missing(dataset, sheet, column) for column in needed(dataset) if column not in place]
    named = "period" in place or filing.period is not None or filing.listed_period is not None
    if not named and isinstance(dataset, Counts):
        findings.append(Finding(sheet.heading_row, "period", None, _period_missing(filing, sheet, dataset)))
    return Recognised(dataset, place, heading, sheet.sheet_name, sheet.heading_row), findings


def _period_missing(filing: Filing, sheet: Sheet, dataset: Counts) -> Problem:
    """That a file says no period; one that stands above the table or in its name is offered, and never taken unasked."""
    said = quarter_said(sheet.above, filing.name) if dataset.cycle == "quarterly" else None
    return (
        Problem("recognise.period_missing.said", said=said) if said else Problem("recognise.period_missing")
    )


def needed(dataset: AnyDataset) -> list[str]:
    """The columns that every file of a dataset must have; one with a life of its own is looked for per period."""
    if not isinstance(dataset, Counts):
        return list(dataset.columns_filed)
    living = [
        measure.code
        for measure in dataset.measures
        if not measure.optional and measure.first_period is None and measure.last_period is None
    ]
    return ["area_code", *living]


def _dataset(filing: Filing, headings: Sequence[str], datasets: Datasets) -> AnyDataset | None:
    if filing.dataset is not None:
        return datasets[filing.dataset]
    named = named_by_file(filing, datasets)
    if len(named) == 1:
        return named[0]
    known = {dataset.name: _columns_in(dataset, headings) for dataset in named or datasets.values()}
    most = max(known.values())
    best = [name for name, number in known.items() if number == most]
    return datasets[best[0]] if most and len(best) == 1 else None


def named_by_file(filing: Filing, datasets: Datasets) -> list[AnyDataset]:
    """The datasets that the name of a file speaks of."""
    stem = Path(filing.name).stem.lower()
    return [
        dataset
        for name, dataset in datasets.items()
        if name in stem or any(word in stem for word in dataset.file_words)
    ]


def _columns_in(dataset: AnyDataset, headings: Sequence[str]) -> int:
    return len({dataset.column_of(heading) for heading in headings} & set(dataset.columns_filed))


def _unclear(sheet: Sheet, datasets: Datasets) -> Finding:
    blank = Problem("recognise.blank")
    zh, en = (
        " | ".join(heading or word for heading in sheet.headings[:12])
        for word in (blank.message_zh, blank.message_en)
    )
    names = [form(dataset) for dataset in datasets.values()]
    problem = Problem("recognise.dataset_unclear", heading=Bilingual(zh, en), datasets=names)
    return Finding(sheet.heading_row, None, zh, problem)


def _words(dataset: AnyDataset, column: str) -> Bilingual:
    """A column by its code and its name, which a form in that language has."""
    names = {"area_code": "区划代码", "period": "报告期", "withdrawn": "是否撤销"}
    own = dataset.by_code.get(column)
    zh, en = (own.name_zh, own.name_en) if own else (names.get(column), ENGLISH_HEADINGS.get(column))
    return Bilingual(f"{column}（{zh}）" if zh else column, f"{column} ({en})" if en else column)


def _unknown(dataset: AnyDataset, datasets: Datasets, sheet: Sheet, number: int, text: str) -> Finding:
    if not text:
        problem = Problem("recognise.heading_blank", n_th=number + 1)
        return Finding(sheet.heading_row, None, None, problem, place=number)
    if family := _family(dataset, text):
        problem = Problem(
            "recognise.unknown_column.outside_family", text=text, dataset=form(dataset), **family
        )
        return Finding(sheet.heading_row, text, text, problem, place=number)
    names = [dataset.by_code[code].name_zh for code in dataset.columns_filed]
    choices = [*dataset.columns_filed, "area_code", "period", *names]
    near = difflib.get_close_matches(text, choices, n=1, cutoff=0.6)
    others = [other for other in datasets.values() if other is not dataset and other.column_of(text)]
    hint: Problem | str = ""
    if near:
        hint = Problem("recognise.perhaps", column=near[0])
    elif others:
        hint = Problem("recognise.of_another", dataset=others[0].name)
    problem = Problem("recognise.unknown_column", text=text, dataset=form(dataset), hint=hint)
    return Finding(sheet.heading_row, text, text, problem, place=number)


def _family(dataset: AnyDataset, text: str) -> dict[str, str]:
    """The first and last of the headings that differ from one only in their number; empty where there are not two."""

    def numbered(heading: str) -> tuple[str, int] | None:
        digits = _NUMBER.search(heading)
        return (_NUMBER.sub("#", heading, count=1), int(digits[0])) if digits else None

    own = numbered(normal_heading(text))
    if own is None:
        return {}
    known = ((numbered(heading), heading) for heading in dataset.heading_columns)
    alike = sorted(
        (found[1], len(heading), heading) for found, heading in known if found and found[0] == own[0]
    )
    return {"first": alike[0][2], "last": alike[-1][2]} if len(alike) > 1 else {}


def _twice(dataset: AnyDataset, sheet: Sheet, column: str, first: str, second: str, number: int) -> Finding:
    problem = Problem("recognise.column_twice", first=first, second=second, column=_words(dataset, column))
    return Finding(sheet.heading_row, second, second, problem, place=number)


def _missing(dataset: AnyDataset, sheet: Sheet, column: str) -> Finding:
    is_figure = column in dataset.columns_filed
    problem = Problem(
        "recognise.missing_column.of_figures" if is_figure else "recognise.missing_column",
        dataset=form(dataset),
        column=_words(dataset, column),
    )
    return Finding(sheet.heading_row, column, None, problem)
