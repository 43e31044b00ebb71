"""Which returns and withdrawals moved the rows of a file since its snapshot: of an indicator's counties."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from files.receipt import Receipt
from programme.batch_names import sequence_of
from warehouse.readers import Reader
from words.periods import year_before
from words.problems import Problem, QuestionError

MOST_ASKED_ABOUT = 20  # rows that differ whose returns are looked for
CAME, WENT, MAY_HAVE_GONE = "batch", "batch_withdrawn", "batch_of_form_withdrawn"
_FIGURES, _DENOMINATOR = "figures", "denominator"

Row = dict[str, Any]
Place = tuple[str, dt.date]


def batches(reader: Reader, told: Receipt, rows: Iterable[tuple[str, str]]) -> list[Row]:
    """The batches behind the rows that differ, by area and period, each once and that of most cells first.

    `came_or_went` says of each whether it came since the file's snapshot (`batch`) or was taken back (`batch_withdrawn`; where that
    snapshot is gone, so that nobody knows the cells, `batch_of_form_withdrawn`). Nothing for what is of no indicator.
    """
    code = told.parameters.get("indicator")
    if not code:
        return []
    asked = [
        (area, day)
        for area, period in list(dict.fromkeys(rows))[:MOST_ASKED_ABOUT]
        for day in _periods(told, period)
    ]
    try:
        return _counted(_restated(reader, told, str(code), asked))
    except Problem:
        # The file's snapshot is gone, or too old to be asked: what came is still known, of what went the form and period.
        return [
            *_counted(_landed(reader, told, str(code), asked)),
            *_withdrawn(reader, told, str(code), asked),
        ]


def _counted(cells: Iterable[Row]) -> list[Row]:
    found: dict[str, Row] = {}
    counted: Counter[str] = Counter()
    for one in cells:
        counted[one["batch_id"]] += 1
        found[one["batch_id"]] = one
    return [{**found[batch], "cells": number} for batch, number in counted.most_common()]


def _restated(reader: Reader, told: Receipt, code: str, asked: Sequence[Place]) -> list[Row]:
    """The cells behind the rows that are others than in the file's snapshot. `Problem` where that cannot be asked."""
    sides = reader.rows("indicator_measures", indicator=code)
    figures = {row["measure"] for row in sides if (row["side"], row["dataset"]) == (_DENOMINATOR, _FIGURES)}
    wanted = {(row["dataset"], row["measure"], *place) for row in sides for place in asked}
    if figures:
        giving = [row["dataset"] for row in reader.rows("forms") if row["gives_figures"]]
        wanted |= {
            (form, measure, area, day)
            for form in giving
            for measure in figures
            for area, day in _days_of_figures(reader, told, code, asked)
        }
    pairs = {(form, day) for form, _, _, day in wanted}
    withdrawn = {row["batch_id"]: row for row in reader.rows("withdrawals")}
    found = []
    for form in reader.rows("moved_forms", published=told.snapshot):
        if (form["dataset"], form["period"]) not in pairs:
            continue
        cells = reader.rows(
            "restated_cells", dataset=form["dataset"], period=form["period"], published=told.snapshot
        )
        for row in cells:
            if (row["dataset"], row["measure"], row["part_code"], row["period"]) in wanted:
                found += _of_cell(row, withdrawn, told.landing_sequence)
    return found


def _of_cell(row: Row, withdrawn: dict[str, Row], known: int) -> list[Row]:
    """The batches that a cell is another by: the one that was taken back, and the one that stands if it came since."""
    before, after = row["batch_before"], row["batch_id"]
    found = [{**withdrawn[before], "came_or_went": WENT}] if before in withdrawn else []
    # What stood before the one that was taken back is no news.
    if after and not (found and sequence_of(after) <= known):
        found.append({**row, "came_or_went": CAME})
    return found


def _days_of_figures(reader: Reader, told: Receipt, code: str, asked: Sequence[Place]) -> set[Place]:
    """The days of the denominators of the rows, then and now."""
    return {
        (row["area_code"], row[name])
        for row in reader.rows("moved_verdicts", published=told.snapshot)
        if row["indicator_code"] == code and (row["area_code"], row["period"]) in asked
        for name in ("denominator_date", "denominator_date_was")
        if row[name] and row["denominator"] != row["denominator_was"]
    }


def _landed(reader: Reader, told: Receipt, code: str, asked: Sequence[Place]) -> list[Row]:
    """The cells behind the rows that came since the file's snapshot."""
    found = []
    for area, day in asked:
        with contextlib.suppress(QuestionError):
            cells = reader.rows("filed_cells", indicator=code, area=area, period=day)
            found += [
                {**one, "came_or_went": CAME} for one in cells if one["sequence"] > told.landing_sequence
            ]
    return found


def _withdrawn(reader: Reader, told: Receipt, code: str, asked: Sequence[Place]) -> list[Row]:
    """The batches of the indicator's forms and of the rows' periods that the file's snapshot knew and that were taken back since."""
    forms = {row["dataset"] for row in reader.rows("indicator_measures", indicator=code)}
    return [
        {**row, "came_or_went": MAY_HAVE_GONE, "cells": 0}
        for row in reader.rows("withdrawals")
        if row["withdrawn_sequence"] > told.landing_sequence
        and sequence_of(row["batch_id"]) <= told.landing_sequence
        and row["dataset"] in forms
        and any(_speaks_of(row, day) for _, day in asked)
    ]


def _speaks_of(batch: Row, day: dt.date) -> bool:
    first, last = batch["batch_first_period"], batch["batch_last_period"]
    return first is not None and first <= day <= (last or first)


def _periods(told: Receipt, period: str | None) -> list[dt.date]:
    """The periods that a row speaks of: its own, a year before, and the earlier one of a comparison."""
    found = []
    for text in (period, told.parameters.get("since")):
        with contextlib.suppress(ValueError):
            found.append(dt.date.fromisoformat(str(text)))
    return list(dict.fromkeys([*found, *(year_before(day) for day in found[:1])]))
