"""Collects what is wrong in a reference pack: where it stands, what it says, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from words.problems import PackError

SHOWN = 10
ALWAYS = "1900-01-01"  # what a blank valid_from stands for, as in sql/staging/areas.sql
_DAY = r"^(19|20|21)[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$"

DAY = ("应为日期，写成 2026-12-31", "should be a date such as 2026-12-31")
DAY_OR_BLANK = ("应为日期（写成 2026-12-31）或留空", "should be a date such as 2026-12-31, or blank")
PRESENT = ("不可留空", "should not be blank")


class Faults:
    """All that was found in one pack. The first few are told, the others counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self._told: list[tuple[str, str]] = []

    def add(self, zh: str, en: str) -> None:
        """One fault as a finished line in both languages."""
        self.count += 1
        if len(self._told) < SHOWN:
            self._told.append((zh, en))

    def at(
        self, file: str, row: int | None, column: str, value: object, wanted_zh: str, wanted_en: str
    ) -> None:
        """One fault by its place: file, row of the sheet (the heading is 1), column, value, what would be right."""
        row_zh, row_en = ("", "") if row is None else (f" 第 {row} 行", f", row {row}")
        self.add(
            f"{file}{row_zh} {column} = {_shown(value, '空白')}：{wanted_zh}",
            f"{file}{row_en}, {column} = {_shown(value, 'blank')}: {wanted_en}",
        )

    def stop(self) -> None:
        """Refuse the pack if anything was found."""
        if not self.count:
            return
        more = self.count - len(self._told)
        zh = "".join(f"\n- {line}" for line, _ in self._told) + (f"\n- 另有 {more} 处" if more else "")
        en = "".join(f"\n- {line}" for _, line in self._told) + (f"\n- and {more} more" if more else "")
        raise PackError(
            f"参考包 {self.folder} 有 {self.count} 处错误，请改正后重试（行号含表头，表头为第 1 行）：{zh}",
            f"The pack {self.folder} has {self.count} fault{'s' * (self.count > 1)}; correct and try again "
            f"(rows count the heading as row 1):{en}",
        )


def _shown(value: object, blank: str) -> str:
    return blank if value is None or value == "" else f"“{value}”" if blank == "空白" else f"'{value}'"


class Sheet:
    """One table of the pack with its sheet rows, and the checks on it, which run together.

    `frame` holds the table as text with `row` in front; checks may add columns to it before they are refused.
    """

    def __init__(self, name: str, table: pl.DataFrame, faults: Faults) -> None:
        self.name = f"{name}.csv"
        self.frame = table.with_row_index("row", offset=2)
        self.faults = faults
        self._checks: list[tuple[pl.Expr, str, str, str]] = []

    def refuse(self, column: str, bad: pl.Expr, wanted: tuple[str, str]) -> None:
        """Refuse the rows where `bad` holds. `{name}` in the words stands for the row's value of that column."""
        self._checks.append((bad.fill_null(False), column, *wanted))

    def refuse_blank(self, *columns: str) -> None:
        """Refuse rows where one of the columns is blank."""
        for column in columns:
            self.refuse(column, blank(column), PRESENT)

    def refuse_other_words(self, column: str, words: Iterable[str]) -> None:
        """Refuse what is none of the known words."""
        known = list(words)
        wanted = f"应为 {'、'.join(known)} 之一", f"should be one of {', '.join(known)}"
        self.refuse(column, ~pl.col(column).fill_null("").is_in(known), wanted)

    def refuse_half_pairs(self, *stems: str) -> None:
        """Refuse rows that have `<stem>_zh` without `<stem>_en`, or the reverse."""
        for stem in stems:
            for column, other in ((f"{stem}_zh", f"{stem}_en"), (f"{stem}_en", f"{stem}_zh")):
                wanted = f"{other} 已填，两种语言都要有", f"{other} is given; both languages are needed"
                self.refuse(column, blank(column) & ~blank(other), wanted)

    def refuse_no_day(self, *columns: str, needed: bool = False) -> None:
        """Refuse what is no date; blank too where one is needed."""
        for column in columns:
            bad = day(column).is_null() if needed else ~pl.col(column).is_null() & day(column).is_null()
            self.refuse(column, bad, DAY if needed else DAY_OR_BLANK)

    def refuse_no_match(self, column: str, pattern: str, wanted: tuple[str, str]) -> None:
        """Refuse what does not match, blank included."""
        self.refuse(column, ~pl.col(column).fill_null("").str.contains(pattern), wanted)

    def refuse_repeats(self, column: str, key: list[str], wanted: tuple[str, str]) -> None:
        """Refuse each row whose key an earlier row has."""
        self.refuse(column, ~pl.struct(key).is_first_distinct() & ~pl.col(column).is_null(), wanted)

    def settle(self) -> None:
        """Run the checks and hand over what they found, in the order in which they were made."""
        if not self._checks or not self.frame.height:
            return
        marked = self.frame.select(bad.alias(str(n)) for n, (bad, *_) in enumerate(self._checks))
        counts = marked.select(pl.all().sum()).row(0)
        for (_, column, zh, en), series, count in zip(self._checks, marked, counts, strict=True):
            if not count:
                continue
            for row in self.frame.filter(series).head(SHOWN).iter_rows(named=True):
                told = {name: "—" if value is None else value for name, value in row.items()}
                self.faults.at(
                    self.name, row["row"], column, row[column], zh.format_map(told), en.format_map(told)
                )
            self.faults.count += max(0, count - SHOWN)
        self._checks.clear()


def blank(column: str) -> pl.Expr:
    """True where nothing but spaces stands."""
    return pl.col(column).fill_null("").str.strip_chars() == ""


def day(cell: str | pl.Expr) -> pl.Expr:
    """The date that a cell holds, or null: years 1900 to 2199, written with two digits for month and day."""
    text = pl.col(cell) if isinstance(cell, str) else cell
    return pl.when(text.str.contains(_DAY)).then(text).str.to_date("%Y-%m-%d", strict=False)
