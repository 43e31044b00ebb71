"""What a dataset of today no longer allows of its landed rows is set aside before anything reads them.

A dataset's file may change after rows were accepted: another kind or key, a lower limit, a shorter life, a choice or a
measure less. Such a row is taken out of its table and kept in `landing.set_aside` with the reason; of a measure that
is gone or not asked for then, only the figure. When the file is put right, the next build has them back: landing
itself is never touched. Areas and periods are looked at in `sql/staging/placed_rows.sql`.
`pipelines/filing/fit.py` says the same of what stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from programme.datasets import AnyDataset, Column, Counts, Register
from programme.datasets.dataset import precision_of
from warehouse.engines.landed import Beside, as_landed, name_of

SET_ASIDE = {
    "dataset": "varchar",
    "reason": "varchar",
    "area_code": "varchar",
    "period": "date",
    "batch_id": "varchar",
    "sequence": "bigint",
    "file_name": "varchar",
    "file_row": "bigint",
    "simulated": "boolean",
    "found": "varchar",  # the values that do not fit, as text
}
_ORIGIN = "batch_id, sequence, file_name, file_row, simulated"


@dataclass(frozen=True)
class Misfit:
    """Rows of a table that do not fit: why, which, the values to tell, and what becomes of them."""

    reason: str
    holds: str  # SQL over the table's columns: true for the rows meant
    found: str  # SQL: the values as text
    blanks: str | None = (
        None  # the column that alone is set aside, blank where it is none of the table; else the row is
    )

    def keeping(self, table: str, name: str, area: str) -> str:
        """The select that notes them in `landing.set_aside`."""
        return (
            f"select '{name}', '{self.reason}', {area}, period, {_ORIGIN}, {self.found} "
            f"from {table} where {self.holds}"
        )


def misfits(dataset: AnyDataset, beside: Beside) -> Iterator[Misfit]:
    """What may not fit of the rows of a dataset, in the order in which it is looked for; the first reason is told."""
    retyped = [name for name in beside.of_other_type if name in dataset.columns_filed]
    unread = " or ".join(f"({as_landed(name)} is not null and {name_of(name)} is null)" for name in retyped)
    if isinstance(dataset, Counts):
        other = "area_code is null"
        if "withdrawn" in beside.left_over:  # every row of a register says so, and no other
            other += f" or {as_landed('withdrawn')} is not null"
        yield Misfit("other_kind", other, _told({"period": "period"}))
    else:
        yield Misfit("other_kind", "withdrawn is null", _told({"period": "period"}))
        keys = " or ".join(f"{name_of(code)} is null" for code in dataset.key if code not in retyped)
        if keys:
            yield Misfit("no_key", keys, _told({code: name_of(code) for code in dataset.columns_filed[:3]}))
    if unread:
        yield Misfit("not_of_this_type", unread, _told({name: as_landed(name) for name in retyped}))
    if isinstance(dataset, Counts):
        yield from _of_counts(dataset)
    else:
        yield from _of_register(dataset)
    gone = [name for name in beside.left_over if not _goes_with_another(name, beside)]
    if gone:
        holds = " or ".join(f"{as_landed(name)} is not null" for name in gone)
        yield Misfit("removed_column", holds, _told({name: as_landed(name) for name in gone}), blanks="")


def _of_counts(dataset: Counts) -> Iterator[Misfit]:
    above = {m.code: f"{name_of(m.code)} > {m.limit}" for m in dataset.measures}
    yield Misfit(
        "above_limit",
        " or ".join(above.values()),
        _told({code: f"case when {bad} then {name_of(code)} end" for code, bad in above.items()}),
    )
    for measure in dataset.measures:
        outside = _outside(measure.first_period, measure.last_period)
        if outside:
            column = name_of(measure.code)
            holds = f"{column} is not null and ({outside})"
            yield Misfit("column_outside_life", holds, _told({measure.code: column}), blanks=measure.code)


def _of_register(dataset: Register) -> Iterator[Misfit]:
    outside = _outside(dataset.first_period, dataset.last_period)
    if outside:
        yield Misfit("outside_life", outside, _told({"period": "period"}))
    above = {
        column.code: f"{name_of(column.code)} > {column.limit}"
        for column in dataset.columns
        if column.type == "whole_number" and not column.many
    }
    other = {column.code: _other_choice(column) for column in dataset.columns if column.choices}
    for reason, bad in (("above_limit", above), ("no_such_choice", other)):
        if bad:
            shown = {code: f"case when {holds} then {name_of(code)} end" for code, holds in bad.items()}
            yield Misfit(reason, " or ".join(f"({holds})" for holds in bad.values()), _told(shown))


def _outside(first: object, last: object) -> str:
    """A condition: the row's period lies outside a life. Empty where the life is open on both sides."""
    ends = [f"period {sign} date '{day}'" for sign, day in (("<", first), (">", last)) if day is not None]
    return " or ".join(ends)


def _other_choice(column: Column) -> str:
    codes = ", ".join(f"'{choice.code}'" for choice in column.choices)
    name = name_of(column.code)
    if column.many:
        return f"array_length(list_filter({name}, lambda one: one not in ({codes}))) > 0"
    return f"{name} not in ({codes})"


def _goes_with_another(name: str, beside: Beside) -> bool:
    """Whether a column only says how exactly the date of another one was filed."""
    return any(name == precision_of(other) for other in beside.left_over)


def _told(values: dict[str, str]) -> str:
    """Columns with their values as text; a blank one is left out."""
    shown = ", ".join(f"'{code} = ' || cast({value} as varchar)" for code, value in values.items())
    return f"concat_ws(', ', {shown})"


def area_of(dataset: AnyDataset) -> str:
    """The area that a row of a dataset is about, in SQL."""
    if isinstance(dataset, Counts):
        return "area_code"
    if dataset.area and not dataset.by_code[dataset.area].many:
        return f"cast({name_of(dataset.area)} as varchar)"
    return "cast(null as varchar)"
