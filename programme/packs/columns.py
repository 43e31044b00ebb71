"""The columns of a pack's tables: what a cell by itself must be, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from programme.packs.cells import blank, day

POLICY_SYSTEMS = (
    "development",
    "services",
    "governance",
    "emergency",
    "social_organizations",
    "party_leadership",
)
# Fits DECIMAL(18, 6), and in whole millionths a BIGINT.
NUMBER = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"


@dataclass(frozen=True)
class Rule:
    """What a cell by itself must be: the key of our words for it, and where it is broken, given the column's name."""

    key: str
    broken: Callable[[str], pl.Expr]
    values: dict[str, object] = field(default_factory=dict)
    needed: bool = False  # whether a blank cell breaks it


@dataclass(frozen=True)
class Column:
    """One column of a table, and what docs/contracts.md says of it beside its name."""

    name: str
    rule: Rule | None = None
    note: str = ""
    is_day: bool = False
    is_key_elsewhere: bool = False  # never blank: the checks hold it to the rows of another table
    is_optional: bool = False  # a file need not have it

    @property
    def is_needed(self) -> bool:
        return self.is_key_elsewhere or (self.rule is not None and self.rule.needed)


@dataclass(frozen=True)
class Table:
    """One table. Rows of the programme and of the pack stand in one of `is_registry`; a pack replaces by `key`."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    is_registry: bool = False
    is_optional: bool = False  # a pack without the file has no rows of it
    note: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def optional_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.is_optional)


def free(*names: str) -> Iterator[Column]:
    """Anything, or nothing."""
    return (Column(name) for name in names)


def present(*names: str) -> Iterator[Column]:
    rule = Rule("packs.blank", blank, needed=True)
    return (Column(name, rule) for name in names)


def known(*names: str, note: str = "") -> Iterator[Column]:
    return (Column(name, note=note, is_key_elsewhere=True) for name in names)


def pair(*stems: str) -> Iterator[Column]:
    """A text in both languages; both are needed."""
    return (column for stem in stems for column in present(f"{stem}_zh", f"{stem}_en"))


def pair_or_blank(*stems: str, note: str = "", is_optional: bool = False) -> Iterator[Column]:
    """A text in both languages or in none."""
    for stem in stems:
        for one, other in ((f"{stem}_zh", f"{stem}_en"), (f"{stem}_en", f"{stem}_zh")):

            def half(column: str, other: str = other) -> pl.Expr:
                return blank(column) & ~blank(other)

            rule = Rule("packs.half_pair", half, {"other": other})
            yield Column(one, rule, note, is_optional=is_optional)


def word(name: str, words: tuple[str, ...], note: str = "") -> Column:
    def other(column: str) -> pl.Expr:
        return ~pl.col(column).fill_null("").is_in(words)

    return Column(
        name, Rule("packs.other_word", other, {"words": words}, needed=True), note or ", ".join(words)
    )


def word_or_blank(name: str, words: tuple[str, ...], *, is_optional: bool = False) -> Column:
    def other(column: str) -> pl.Expr:
        return ~pl.col(column).is_null() & ~pl.col(column).is_in(words)

    rule = Rule("packs.other_word", other, {"words": words})
    return Column(name, rule, ", ".join(words), is_optional=is_optional)


def one_day(name: str) -> Column:
    return Column(name, Rule("packs.day", lambda column: day(column).is_null(), needed=True), is_day=True)


def day_or_blank(name: str, note: str = "", *, is_optional: bool = False) -> Column:
    def no_day(column: str) -> pl.Expr:
        return ~pl.col(column).is_null() & day(column).is_null()

    return Column(name, Rule("packs.day_or_blank", no_day), note, is_day=True, is_optional=is_optional)


def matching(name: str, key: str, pattern: str, note: str = "") -> Column:
    """What matches a pattern; blank does not."""

    def other(column: str) -> pl.Expr:
        return ~pl.col(column).fill_null("").str.contains(pattern)

    return Column(name, Rule(key, other, needed=True), note)


def matching_or_blank(name: str, key: str, pattern: str) -> Column:
    def other(column: str) -> pl.Expr:
        return ~pl.col(column).is_null() & ~pl.col(column).str.contains(pattern)

    return Column(name, Rule(key, other))
