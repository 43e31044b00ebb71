"""Reads the header of a file of `sql/`: the contract of a model or a question. Knows no database and no other file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import sqlglot
from sqlglot import exp

from words.problems import BuildError

_COLUMN = re.compile(r"^  (\w+) ([A-Z]+(?:\([\d, ]+\))?)(, own meaning)?: (.+)$")
_PROMISE = re.compile(r"^  ([^:]+): (.+)$")
_READS = re.compile(r"(\w+)\.(\w+)\((.+)\)$")
_PARAMETER = re.compile(r"\$(\w+) ([A-Z\[\]]+|[a-z_]+)")  # a type, or the question whose rows it takes
_KEPT_AS = ("table", "view")
_NAME = re.compile(r"\w+$")
_MADE = re.compile(r"once|by (\w+)$")


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its type, and what it means."""

    name: str
    type: str
    meaning: str
    own: bool = False  # the same name means something else elsewhere, and this header says so

    @property
    def means(self) -> tuple[str, str]:
        """What must be the same wherever the name is."""
        return self.type, self.meaning


@dataclass(frozen=True)
class Promise:
    """What holds for every row: in words, and as a boolean expression over the columns."""

    text: str
    expression: str


@dataclass(frozen=True)
class Model:
    """One SQL file: `layer.name`, its select, and the contract in its header."""

    layer: str
    name: str
    sql: str
    grain: str
    key: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()  # all of them; of a question only those it adds
    checks: tuple[Promise, ...] = ()  # a row that breaks one stops the build
    warns: tuple[Promise, ...] = ()  # a row that breaks one is kept as a finding
    parameters: tuple[tuple[str, str], ...] = ()  # name, type
    kept_as: str = "table"  # or view: read once or twice, and cheaper to read again than to write down
    once: bool = False  # the same whatever periods a pass of the build makes
    period: str = "period"  # the column that says which pass makes a row
    made_by: str = ""  # what of `stats` makes it, from other marts; then the file is its header alone
    text: str = ""  # the whole file, its header too

    @property
    def full_name(self) -> str:
        return f"{self.layer}.{self.name}"

    @property
    def where(self) -> str:
        """The file, as a message names it."""
        return f"sql/{self.layer}/{self.name}.sql"

    @cached_property
    def tree(self) -> exp.Expr:
        """The select, parsed. Costs milliseconds, so nothing that only asks a question comes here."""
        try:
            return sqlglot.parse_one(self.sql, read="duckdb")
        except sqlglot.errors.SqlglotError as error:
            raise BuildError("models.unparsable", where=self.where, error=str(error)) from error

    @cached_property
    def references(self) -> tuple[str, ...]:
        """Tables with a schema that the select reads, sorted; its own CTE names have none. Where there is no select, none."""
        if self.made_by:
            return ()
        return tuple(sorted({f"{t.db}.{t.name}" for t in self.tree.find_all(exp.Table) if t.db}))


def parse(layer: str, name: str, text: str) -> Model:
    """One file's text as a model. A header that cannot be read stops here, by name."""
    where = f"sql/{layer}/{name}.sql"
    header = _header(text)
    if not header or not header[0].startswith("One row"):
        raise BuildError("models.no_grain", where=where)
    reader = _HeaderReader(where)
    for line in header:
        reader.take(line)
    sql = text.rstrip().split("\n", len(header))[len(header) :]
    select = sql[0].strip().removesuffix(";") if sql else ""
    if bool(select) == bool(reader.made_by) or (reader.made_by and layer != "marts"):
        raise BuildError("models.made_by", where=where)
    return Model(
        layer,
        name,
        select,
        " ".join(reader.grain),
        reader.key,
        tuple(reader.columns),
        tuple(reader.promises["checks"]),
        tuple(reader.promises["warns"]),
        reader.parameters,
        reader.kept_as,
        reader.once,
        reader.period,
        reader.made_by,
        text,
    )


def _header(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line[3:] if line.startswith("-- ") else line[2:])
    return lines


class _HeaderReader:
    """Takes the lines of a header one by one; what they say stands in its attributes."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.grain: list[str] = []
        self.key: tuple[str, ...] = ()
        self.columns: list[Column] = []
        self.promises: dict[str, list[Promise]] = {"checks": [], "warns": []}
        self.parameters: tuple[tuple[str, str], ...] = ()
        self.kept_as = "table"
        self.once = False
        self.period = "period"
        self.made_by = ""
        self._section = "grain"
        self._starts: dict[str, Callable[[str], None]] = {
            "key: ": self._take_key,
            "kept as: ": self._take_kept_as,
            "made: ": self._take_made,
            "made by: ": self._take_made_by,
            "parameters: ": self._take_parameters,
        }

    def take(self, line: str) -> None:
        for start, taker in self._starts.items():
            if line.startswith(start):
                taker(line.removeprefix(start))
                self._section = ""
                return
        if line in ("columns:", *(f"{kind}:" for kind in self.promises)):
            self._section = line[:-1]
        elif self._section == "columns":
            found = self._matched(_COLUMN, line)
            self.columns.append(Column(found[1], found[2], found[4], own=bool(found[3])))
        elif self._section in self.promises:
            found = self._matched(_PROMISE, line)
            self.promises[self._section].append(Promise(found[1], found[2]))
        elif self._section == "grain":
            self.grain.append(line.strip())

    def _matched(self, pattern: re.Pattern[str], line: str) -> re.Match[str]:
        found = pattern.match(line)
        if found is None:
            raise BuildError(
                "models.section_unreadable", where=self.where, section=self._section, line=line.strip()
            )
        return found

    def _take_key(self, text: str) -> None:
        self.key = tuple(part.strip() for part in text.split(","))

    def _take_kept_as(self, text: str) -> None:
        self.kept_as = text.strip()
        if self.kept_as not in _KEPT_AS:
            raise BuildError("models.kept_as", where=self.where)

    def _take_made(self, text: str) -> None:
        found = _MADE.match(text.strip())
        if found is None:
            raise BuildError("models.made", where=self.where, line="made", allowed="once, by <column>")
        self.once = found[1] is None
        self.period = found[1] or self.period

    def _take_made_by(self, text: str) -> None:
        self.made_by = text.strip()
        if not _NAME.match(self.made_by):
            raise BuildError("models.made_by", where=self.where)

    def _take_parameters(self, text: str) -> None:
        self.parameters = tuple(_PARAMETER.findall(text))
