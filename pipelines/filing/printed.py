"""A file that is no filled form taken over as a printed or published table, where it is one (`pipelines.filing.published`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.filing.draft import Draft
from pipelines.filing.finding import Finding, Printed, Understood
from pipelines.filing.gather import Circumstances, Filing
from pipelines.filing.published.grid import Grid
from pipelines.filing.published.settled import Settled
from pipelines.filing.published.understand import understand
from pipelines.filing.published.understanding import Given, Understanding
from pipelines.filing.read import ReadingError, grids_of
from pipelines.filing.recognise import Recognised, named_by_file
from pipelines.filing.wording import form
from pipelines.filing.workbook_process import Workbooks
from programme.datasets import Counts, Datasets
from programme.packs.area_index import Areas
from words.problems import Problem

# What is wrong with a file as a form that a printed table would explain.
_OF_PRINTED = (
    "read.two_headings", "read.several_sheets", "read.wrong_sheet", "read.separator.semicolons", "read.separator.tabs", "read.row_shape",
    "read.no_return",
    "recognise.no_heading", "recognise.missing_column", "recognise.missing_column.of_figures",
    "recognise.dataset_unclear", "recognise.unknown_column", "recognise.column_twice", "check.no_rows",
)  # fmt: skip


def take(
    draft: Draft,
    said: Circumstances,
    datasets: Datasets,
    areas: Areas,
    workbooks: Workbooks,
    refused: Sequence[Finding],
) -> bool:
    """Take a file over as a table where it is one, with its errors where it is one that cannot be taken; False where it is none.

    `refused`: what is wrong with it as a form; one that has the codes of areas stays a form unless the table is read without error.
    """
    asked = said.settled.says_anything
    if not asked and not any(one.problem.key in _OF_PRINTED for one in refused):
        return False
    try:
        grids = grids_of(draft.data, datasets.known_headings, workbooks)
    except ReadingError as error:
        if asked:
            draft.refuse(error.findings)
        return asked
    sheet, sheets = said.settled.sheet, [grid.name for grid in grids if grid.name]
    if sheet is not None and sheet not in sheets:
        key = "published.no_such_sheet" if sheets else "published.no_such_sheet.in_text"
        draft.refuse([Finding(None, None, None, Problem(key, sheet=sheet, sheets=sheets))])
        return True
    counts = _datasets(draft.filing, datasets)
    if len(counts) == 1:
        said.settled.check(counts[0])
    nameless = any(one.problem.key == "recognise.no_heading" for one in refused)
    given = Given(
        draft.filing.name,
        draft.filing.period or draft.filing.listed_period,
        said.source is not None,
        len(counts) == 1 and (asked or nameless),
        said.settled,
    )
    answer = _best(grids, counts, areas, given)
    if answer is None or answer.errors:
        for settled in said.kept.get(draft.filing.filed_by or "", ()) if not asked else ():
            other = _best(grids, counts, areas, replace(given, settled=settled))
            if other is not None and not other.errors:
                other.note(Problem("published.as_kept", filer=draft.filing.filed_by or ""))
                answer = other
                break
    if answer is None:
        if asked:
            draft.refuse([Finding(None, None, None, _no_table(said.settled, sheets, counts, datasets))])
        return asked
    is_form = any(
        one.problem.key in ("recognise.unknown_column", "recognise.column_twice") for one in refused
    ) and not any(one.problem.key.startswith("recognise.missing_column") for one in refused)
    if is_form and not asked and said.source is None and (answer.errors or answer.ignored):
        return False
    _take(draft, answer)
    return True


def _no_table(
    settled: Settled, sheets: Sequence[str], counts: Sequence[Counts], datasets: Datasets
) -> Problem:
    """Why nothing of a file is a table of one form, though it was said how it is to be read."""
    if not counts:
        return Problem("published.no_figures", forms=[form(one) for one in datasets.counts.values()])
    if settled.sheet is not None:
        return Problem("published.sheet_without_table", sheet=settled.sheet, sheets=sheets)
    return Problem("published.no_table", forms=[form(one) for one in counts])


def _datasets(filing: Filing, datasets: Datasets) -> list[Counts]:
    """The forms of counts that a file may be of: the one that is said, by option, list or name, else all."""
    if filing.dataset is not None:
        one = datasets[filing.dataset]
        return [one] if isinstance(one, Counts) else []
    named = named_by_file(filing, datasets)
    return [one for one in named or list(datasets.values()) if isinstance(one, Counts)]


def _best(
    grids: Sequence[Grid], datasets: Sequence[Counts], areas: Areas, given: Given
) -> Understanding | None:
    """As the one form that most columns are of; None where two are as good."""
    found = [(one, understand(grids, one, areas, given)) for one in datasets]
    answers = [(len(answer.units) + len(answer.columns), answer) for _, answer in found if answer is not None]
    if not answers:
        return None
    most = max(count for count, _ in answers)
    best = [answer for count, answer in answers if count == most]
    return best[0] if len(best) == 1 else None


def _take(draft: Draft, answer: Understanding) -> None:
    dataset, outcome = answer.dataset, draft.outcome
    outcome.dataset = dataset.name
    heading_row = answer.head_rows[-1] if answer.head_rows else 0
    told = Printed(
        answer.head_rows,
        answer.period.isoformat() if answer.period else None,
        answer.period_from,
        answer.units,
        answer.ignored,
        answer.matched,
        answer.checked,
    )
    outcome.understood = Understood(answer.sheet, heading_row, answer.columns, told, answer.places)
    draft.note(answer.notes)
    heading = {code: text for text, code in answer.columns.items()}
    draft.recognised = Recognised(dataset, {}, heading, answer.sheet, heading_row)
    if answer.errors or answer.frame is None:
        draft.refuse(answer.errors, answer.errors_in_all)
        return
    outcome.rows_read = answer.frame.height
    draft.text = answer.frame.select("area_code", "area_name", "period", *dataset.columns_filed, "file_row")
    draft.derived = {
        at: [f"derived|{code}|{rate}" for code, rate in one] for at, one in answer.derived.items()
    }
