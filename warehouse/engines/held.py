"""Holds rows that were made to the contract of their model, whoever made them: columns, key, checks, warnings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from warehouse.contract import Model, Promise
from words.problems import BuildError

Ask = Callable[[str], list[tuple[Any, ...]]]  # the rows of a select

# Columns of a row that a finding carries as they are, where the model has them.
PLACES = ("area_code", "period", "batch_id", "sequence", "file_name", "file_row")
# What tells a row apart in a model without a key, where it has these.
IDENTIFYING = ("indicator_code", "dataset", "area_code", "period", "batch_id")

# As many hashes as rows: no two keys are equal. Half the time of grouping by the texts themselves.
KEY_HELD = "count(*) = count(distinct hash({key})) and not coalesce(bool_or({empty}), false)"


def hold(ask: Ask, model: Model, rows: str) -> None:
    """Hold `rows`, a table or a select in brackets, to the columns, the key and the checks of a model.

    Raises:
        BuildError: what differs, with some of the rows.
    """
    _hold_columns(ask, model, rows)
    held = [KEY_HELD.format(key=", ".join(model.key), empty=_empty(model))] if model.key else []
    asked = [*held, *map(_count_breaking, model.checks)]
    if not asked:
        return
    # One statement for all: in a small build the number of statements is most of the time.
    answers = ask(f"select {', '.join(asked)} from {rows}")[0]
    if held and not answers[0]:
        _refuse_key(ask, model, rows)
    for promise, broken in zip(model.checks, answers[len(held) :], strict=True):
        if broken:
            _refuse_rows(ask, model, rows, promise, broken)


def warnings(ask: Ask, model: Model, rows: str, *, of_pass: bool) -> Iterator[tuple[Any, ...]]:
    """The rows that break what a model only warns of, as findings are kept; of a pass with the period of each."""
    if not model.warns:
        return
    counted = ask(f"select {', '.join(map(_count_breaking, model.warns))} from {rows}")[0]
    for promise, broken in zip(model.warns, counted, strict=True):
        if broken:
            made = _columns(ask, rows)
            identifying, named = _telling(made, model, promise)
            places = [column if column in made else "null" for column in PLACES]
            period = "period" if of_pass and "period" in made else "null"
            for row in ask(
                f"select {', '.join(places)}, {_as_text(identifying)}, {_as_text(named)}, {period} "
                f"from {rows} where {_breaks(promise)}"
            ):
                yield model.full_name, promise.text, "warning", *row


def _hold_columns(ask: Ask, model: Model, rows: str) -> None:
    if not model.columns:
        return
    made = [(row[0], row[1]) for row in ask(f"describe from {rows}")]
    promised = [(column.name, column.type) for column in model.columns]
    if made != promised:
        raise BuildError(
            "build.columns_differ",
            model=model.full_name,
            missing=str([column for column in promised if column not in made]),
            extra=str([column for column in made if column not in promised]),
        )


def _refuse_key(ask: Ask, model: Model, rows: str) -> None:
    key = ", ".join(model.key)
    bad = ask(
        f"select {key}, count(*) from {rows} group by {key} having count(*) > 1 or {_empty(model)} limit 3"
    )
    if bad:
        raise BuildError("build.key_broken", model=model.full_name, columns=key, rows=str(bad))


def _refuse_rows(ask: Ask, model: Model, rows: str, promise: Promise, broken: int) -> None:
    identifying, named = _telling(_columns(ask, rows), model, promise)
    shown = ", ".join([*identifying, *named])
    raise BuildError(
        "build.promise_broken",
        model=model.full_name,
        broken=broken,
        promise=promise.text,
        shown=shown,
        rows=str(ask(f"select {shown} from {rows} where {_breaks(promise)} limit 3")),
    )


def _telling(made: list[str], model: Model, promise: Promise) -> tuple[list[str], list[str]]:
    """Of the columns there are, those that say which row breaks a promise, and the others that say by what."""
    identifying = list(model.key) or [column for column in IDENTIFYING if column in made]
    words = set(re.findall(r"\w+", promise.expression))
    return identifying, [column for column in made if column in words and column not in identifying]


def _columns(ask: Ask, rows: str) -> list[str]:
    return [row[0] for row in ask(f"describe from {rows}")]


def _breaks(promise: Promise) -> str:
    return f"not coalesce({promise.expression}, false)"


def _count_breaking(promise: Promise) -> str:
    return f"count_if({_breaks(promise)})"


def _empty(model: Model) -> str:
    """A condition: a column of the key is not there."""
    return " or ".join(f"{column} is null" for column in model.key)


def _as_text(columns: Sequence[str]) -> str:
    """An expression that names columns with their values; a null value is left out."""
    if not columns:
        return "''"
    named = ", ".join(f"'{column} = ' || cast({column} as varchar)" for column in columns)
    return f"concat_ws(', ', {named})"
