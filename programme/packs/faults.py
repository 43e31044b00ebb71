"""Collects what is wrong in a reference pack: where it stands, what it says, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from programme.packs.columns import Table
from programme.toml_text import as_toml
from words.problems import PackError, Problem

SHOWN = 10
ALL = 1_000  # as many as anybody reads, and no more than a page of memory each


@dataclass(frozen=True)
class Fault:
    """One cell or setting: file, row of the sheet (the heading is 1; None for a setting), column, value, what is right."""

    file: str
    row: int | None
    column: str
    value: object
    wanted: Problem

    def problem(self) -> Problem:
        """The fault as one line."""
        place = "setting" if self.row is None else "cell"
        is_blank = "_blank" if self.value is None or self.value == "" else ""
        return Problem(
            f"faults.{place}{is_blank}",
            file=self.file,
            row=self.row,
            column=self.column,
            value=as_toml(self.value) if self.row is None else str(self.value),
            wanted=self.wanted,
        )


class Lines(Problem):
    """Several problems, each on a line of its own."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("faults.lines", problems=problems)
        self.problems = problems

    def message(self, language: str) -> str:
        return "".join(f"\n- {problem.message(language)}" for problem in self.problems)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.problems,)


class Faults:
    """All that was found in one pack. The first few are told, the others counted."""

    def __init__(self, folder: Path, shown: int = SHOWN) -> None:
        self.folder = folder
        self.shown = shown
        self.count = 0
        self.told: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """One fault as a finished line."""
        self.count += 1
        if len(self.told) < self.shown:
            self.told.append(problem)

    def at(self, file: str, row: int | None, column: str, value: object, wanted: Problem) -> None:
        """One fault by its place."""
        self.add(Fault(file, row, column, value, wanted).problem())

    def stop(self) -> None:
        """Refuse the pack if anything was found."""
        if not self.count:
            return
        more = self.count - len(self.told)
        lines = [*self.told, *([Problem("faults.more", number=more)] if more else [])]
        raise PackError("faults.found", folder=self.folder, n=self.count, lines=Lines(lines))


class Sheet:
    """One table with the place of each row, and the checks on it, which run together.

    `frame` holds the table as text with `file` and `row` in front; checks may add columns to it before they are refused.
    """

    def __init__(self, table: pl.DataFrame, faults: Faults) -> None:
        self.frame = table
        self.faults = faults
        self._checks: list[tuple[pl.Expr, str, dict[str, str], Problem]] = []

    def refuse(self, column: str, bad: pl.Expr, wanted: Problem, *shown: str, **renamed: str) -> None:
        """Refuse the rows where `bad` holds.

        The text may show the row's values of the columns `shown` by their names, and of others by another name;
        `level` and `parent_level` are told as a word of the language.
        """
        self._checks.append(
            (bad.fill_null(False), column, dict(zip(shown, shown, strict=True)) | renamed, wanted)
        )

    def hold_to(self, table: Table) -> None:
        """Refuse the cells that by themselves are not what the table's columns promise."""
        for column in table.columns:
            if column.rule is not None:
                wanted = Problem(column.rule.key, **column.rule.values)
                self.refuse(column.name, column.rule.broken(column.name), wanted)

    def refuse_other_words(self, column: str, words: list[str]) -> None:
        """Refuse what is none of the known words."""
        other = ~pl.col(column).fill_null("").is_in(words)
        self.refuse(column, other, Problem("packs.other_word", words=words))

    def refuse_unknown_sources(self, known: list[str]) -> None:
        """Refuse a `source` that no row of the sources has; blank is allowed."""
        unknown = ~pl.col("source").is_null() & ~pl.col("source").is_in(known)
        self.refuse("source", unknown, Problem("packs.unknown_source"))

    def refuse_repeats(self, column: str, key: list[str], wanted: Problem) -> None:
        """Refuse each row whose key an earlier row has."""
        self.refuse(column, ~pl.struct(key).is_first_distinct() & ~pl.col(column).is_null(), wanted)

    def at(self, row: dict[str, object], column: str, wanted: Problem) -> None:
        """One fault of a row of `frame`."""
        number = row["row"]
        assert isinstance(number, int)
        self.faults.at(str(row["file"]), number, column, row[column], wanted)

    def settle(self) -> None:
        """Run the checks and hand over what they found, in the order in which they were made."""
        if not self._checks or not self.frame.height:
            return
        marked = self.frame.select(bad.alias(str(n)) for n, (bad, *_) in enumerate(self._checks))
        counts = marked.select(pl.all().sum()).row(0)
        for (_, column, shown, wanted), series, count in zip(self._checks, marked, counts, strict=True):
            if not count:
                continue
            for row in self.frame.filter(series).head(self.faults.shown).iter_rows(named=True):
                values = {name: _shown(name, row[cell]) for name, cell in shown.items()}
                self.at(row, column, Problem(wanted.key, **wanted.values, **values))
            self.faults.count += max(0, count - self.faults.shown)
        self._checks.clear()


def _shown(name: str, value: object) -> object:
    """A value of a row as the text of a fault takes it."""
    if name.endswith("level"):
        return Problem(f"packs.level_{value}")
    if isinstance(value, list):
        return [Problem("packs.blank_value") if one is None else one for one in value]
    return "—" if value is None else value
