"""Columns of landed files as columns of a table: what a cast would guess or round is left blank and kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Before the name of a column that stands beside a table of `landing` as it was landed; no dataset's begins so.
AS_LANDED = "_landed_"
_PLAIN = {  # how a text must look to become a value; a cast alone would round and guess
    "bigint": r"[+-]?[0-9]{1,18}",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "boolean": r"true|false",
}


@dataclass(frozen=True)
class Beside:
    """Columns of landed files that a table cannot take as they are, kept beside it under `AS_LANDED` and their name."""

    of_other_type: tuple[
        str, ...
    ] = ()  # the table has the column, with every value that becomes one of its type
    left_over: tuple[str, ...] = ()  # the table has no such column

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.of_other_type, *self.left_over)


def as_columns(
    there: Mapping[str, str], columns: Mapping[str, str], unneeded: Sequence[str]
) -> tuple[Beside, list[str]]:
    """What stands beside a table, and the expressions that make its columns.

    Args:
        there: the columns of the files, with their types.
        columns: those of the table, with theirs.
        unneeded: columns of the files that are not kept at all.
    """
    beside = Beside(
        tuple(
            name
            for name, kind in columns.items()
            if name in there and there[name] != kind and kind != "timestamp"
        ),
        tuple(name for name in there if name not in columns and name not in unneeded),
    )
    made = [f"{_converted(name, there.get(name), kind)} as {name_of(name)}" for name, kind in columns.items()]
    return beside, made + [f"{name_of(name)} as {as_landed(name)}" for name in beside.all]


def name_of(column: str) -> str:
    """A column's name in quotation marks, whatever word it is."""
    return f'"{column}"'


def as_landed(column: str) -> str:
    """The name of a column that stands beside its table, in quotation marks."""
    return name_of(f"{AS_LANDED}{column}")


def _converted(column: str, found: str | None, kind: str) -> str:
    """A column of a file as one of a table; null where a value is none of its kind. `found` is the file's own kind."""
    name = name_of(column)
    if found is None:
        return f"cast(null as {kind})"
    if found == kind or kind == "timestamp":
        return f"cast({name} as {kind})"
    if found.endswith("[]"):  # a column of several values that now holds one
        single = f"case when array_length({name}) = 1 then {name}[1] end"
        return single if kind == "varchar" else f"cast(null as {kind})"
    text = f"cast({name} as varchar)"
    if kind.endswith("[]"):
        return f"case when {name} is not null then [{text}] end"
    if kind not in _PLAIN:
        return text
    return f"case when regexp_full_match({text}, '{_PLAIN[kind]}') then try_cast({text} as {kind}) end"
