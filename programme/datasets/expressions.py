"""Rules as expressions: one text, read by sqlglot, evaluated by Polars at filing and by the build in SQL.

An expression is SQL over the columns of the row it judges. Beside them it may name `previous.x` (the row of the same
area and extent one period of that form before, `previous.previous.x` two, up to three; of a register, the row of the same
key before), `year_before.x`, `form.x`, `form.previous.x` and `form.year_before.x` (another dataset by its name: the same
area, summed where filed below), `register.x` (a measure of a register by its name: the rows that count at the period's
end, those of the units below among them; 0 from the first day on which the register said anything), `reference.x` (the pack's
dated figures), `period` and `filed_on`. It knows literals,
`+ - *`, comparisons, `in`, `and or not`, `is null`, `year()` and `quarter()`. It is undecided (null) while a figure that
it needs is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal

import polars as pl
import sqlglot
from sqlglot import exp

from words.problems import Problem

Kind = Literal["number", "text", "date", "boolean", "list"]
Columns = Mapping[str, Mapping[str, Kind]]  # by scope: the names it has and their kinds
LARGEST = 2**63 - 1  # what a whole number can be, in Polars and in the warehouse alike

OWN = ""
STEPS = ("previous", "year_before")  # back in time, from the row's own period or that of another form
COMPARISONS: dict[type[exp.Expression], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.EQ: lambda left, right: left == right,
    exp.NEQ: lambda left, right: left != right,
    exp.LT: lambda left, right: left < right,
    exp.LTE: lambda left, right: left <= right,
    exp.GT: lambda left, right: left > right,
    exp.GTE: lambda left, right: left >= right,
}
_ARITHMETIC: dict[type[exp.Expression], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.Add: lambda left, right: left + right,
    exp.Sub: lambda left, right: left - right,
    exp.Mul: lambda left, right: left * right,
}
_PARTS_OF_DATES: dict[type[exp.Expression], Callable[[pl.Expr], pl.Expr]] = {
    exp.Year: lambda day: day.dt.year().cast(pl.Int64),
    exp.Quarter: lambda day: day.dt.quarter().cast(pl.Int64),
}


@dataclass(frozen=True, order=True)
class Name:
    """A column that an expression reads: its scope (`""` for the row's own, `previous`, `staffing.previous` …)."""

    scope: str
    column: str

    def __str__(self) -> str:
        return f"{self.scope}.{self.column}" if self.scope else self.column


def walk(scope: str) -> tuple[str, tuple[str, ...]]:
    """Whose figures a scope means (`""` for the row's own form), and the steps back in time to them."""
    first, *others = scope.split(".")
    return (OWN, (first, *others)) if first in STEPS else (first, tuple(others))


@dataclass(frozen=True)
class Fact:
    """What is known of a column's values: the largest number, or all the words."""

    limit: int = 10**12
    words: tuple[str, ...] = ()


Facts = Callable[[Name], Fact]


def _nothing_known(_: Name) -> Fact:
    return Fact()


@dataclass(frozen=True)
class Expression:
    """A parsed expression. `text` is what stands in the dataset's file."""

    text: str
    tree: exp.Expression

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The columns it reads, in the order in which they stand."""
        return tuple(dict.fromkeys(_name(column) for column in self.tree.find_all(exp.Column, bfs=False)))

    @property
    def scopes(self) -> set[str]:
        """The scopes it reads beside the row's own columns."""
        return {name.scope for name in self.names} - {OWN}

    @cached_property
    def polars(self) -> pl.Expr:
        """The expression over a frame whose columns are named as `Name` writes itself."""
        return _polars(self.tree)

    def sql(self, alias: Callable[[Name], str]) -> str:
        """The expression in DuckDB's SQL, each column written as `alias` says."""

        def renamed(node: exp.Expression) -> exp.Expression:
            return exp.Var(this=alias(_name(node))) if isinstance(node, exp.Column) else node

        return str(self.tree.copy().transform(renamed).sql(dialect="duckdb"))

    def bounds_a_part(self) -> tuple[str, tuple[str, ...]] | None:
        """`part, (a, b, c)` where it says part <= a + b + c of the row's own columns; None for any other shape."""
        if not isinstance(self.tree, exp.LTE) or self.scopes:
            return None
        part, whole = self.tree.this, list(_terms(self.tree.expression))
        if not isinstance(part, exp.Column) or not all(isinstance(term, exp.Column) for term in whole):
            return None
        return part.name, tuple(term.name for term in whole)


def parse(text: str) -> Expression:
    """Read an expression. Raises `Problem` where it is no SQL, or uses what a rule may not use."""
    try:
        tree: exp.Expression = sqlglot.parse_one(text, read="duckdb")  # type: ignore[assignment]
    except sqlglot.errors.SqlglotError as error:
        raise Problem("expressions.unreadable", text=text, place=_place(error)) from error
    for node in tree.walk():
        if not isinstance(node, _ALLOWED):
            raise Problem("expressions.not_allowed", text=text, part=node.sql(dialect="duckdb"))
    return Expression(text, tree)


def check(expression: Expression, columns: Columns, facts: Facts = _nothing_known) -> None:
    """Hold an expression to the columns there are, to kinds that go together and to what their values can be.

    No accepted row may overflow it: it would say something else in filing, and stop a build. Raises `Problem`.
    """
    found = _kind(expression.tree, expression, columns)
    if not any(name.scope == OWN for name in expression.names):
        raise Problem("expressions.no_column", text=expression.text)
    if found != "boolean":
        raise Problem("expressions.no_condition", text=expression.text)
    for node in expression.tree.find_all(exp.Expression):
        if isinstance(node, (*_ARITHMETIC, exp.Literal)) and _largest(node, facts) > LARGEST:
            raise Problem("expressions.too_large", text=expression.text, part=node.sql(dialect="duckdb"))
        _check_words(node, expression, facts)


def _largest(tree: exp.Expression, facts: Facts) -> int:
    """What the amount of a number can be at most; 0 for what is none."""
    if isinstance(tree, exp.Paren | exp.Neg):
        return _largest(tree.this, facts)
    if isinstance(tree, exp.Mul):
        return _largest(tree.this, facts) * _largest(tree.expression, facts)
    if isinstance(tree, exp.Add | exp.Sub):
        return _largest(tree.this, facts) + _largest(tree.expression, facts)
    if isinstance(tree, exp.Column):
        return facts(_name(tree)).limit
    if isinstance(tree, exp.Literal):
        return 0 if tree.is_string else int(tree.this)
    return 9999  # year() and quarter()


def _check_words(node: exp.Expression, whole: Expression, facts: Facts) -> None:
    """A column of choices is held against choices that it has."""
    if isinstance(node, exp.In):
        column, others = node.this, node.expressions
    elif isinstance(node, exp.EQ | exp.NEQ):
        column, others = node.this, [node.expression]
        if not isinstance(column, exp.Column):
            column, others = node.expression, [node.this]
    else:
        return
    known = facts(_name(column)).words if isinstance(column, exp.Column) else ()
    for other in others:
        if known and isinstance(other, exp.Literal) and other.this not in known:
            raise Problem("expressions.no_choice", text=whole.text, value=other.this, known=list(known))


_ALLOWED: tuple[type, ...] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.And, exp.Or, exp.Not, exp.In, exp.Is,
    exp.Neg, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Between, *COMPARISONS, *_ARITHMETIC, *_PARTS_OF_DATES,
)  # fmt: skip


def _name(column: exp.Expression) -> Name:
    assert isinstance(column, exp.Column)
    return Name(".".join(part for part in (column.catalog, column.db, column.table) if part), column.name)


def _terms(tree: exp.Expression) -> Iterator[exp.Expression]:
    """The terms of a sum, in the order in which they stand."""
    if isinstance(tree, exp.Paren):
        yield from _terms(tree.this)
    elif isinstance(tree, exp.Add):
        yield from _terms(tree.this)
        yield from _terms(tree.expression)
    else:
        yield tree


def _date(tree: exp.Expression) -> dt.date | None:
    """The day of a date literal (`date '2024-01-31'`); None for anything else."""
    if isinstance(tree, exp.Cast) and tree.to.this == exp.DataType.Type.DATE and tree.this.is_string:
        try:
            return dt.date.fromisoformat(tree.this.this)
        except ValueError:
            return None
    return None


def _polars(tree: exp.Expression) -> pl.Expr:
    kind = type(tree)
    if kind in COMPARISONS:
        return COMPARISONS[kind](_polars(tree.this), _polars(tree.expression))
    if kind in _ARITHMETIC:
        return _ARITHMETIC[kind](_polars(tree.this), _polars(tree.expression))
    if kind in _PARTS_OF_DATES:
        return _PARTS_OF_DATES[kind](_polars(_day_of(tree)))
    if isinstance(tree, exp.And):
        return _polars(tree.this) & _polars(tree.expression)
    if isinstance(tree, exp.Or):
        return _polars(tree.this) | _polars(tree.expression)
    if isinstance(tree, exp.Not):
        return ~_polars(tree.this)
    if isinstance(tree, exp.Neg):
        return -_polars(tree.this)
    if isinstance(tree, exp.Paren):
        return _polars(tree.this)
    if isinstance(tree, exp.Is):
        return _polars(tree.this).is_null()
    if isinstance(tree, exp.Between):
        low, high = _polars(tree.args["low"]), _polars(tree.args["high"])
        return (_polars(tree.this) >= low) & (_polars(tree.this) <= high)
    if isinstance(tree, exp.In):
        value = _polars(tree.this)
        return reduce(lambda left, right: left | right, [value == _polars(one) for one in tree.expressions])
    if isinstance(tree, exp.Column):
        return pl.col(str(_name(tree)))
    if isinstance(tree, exp.Boolean):
        return pl.lit(bool(tree.this))
    if isinstance(tree, exp.Literal):
        return pl.lit(tree.this) if tree.is_string else pl.lit(int(tree.this), dtype=pl.Int64)
    return pl.lit(_date(tree))


def _day_of(tree: exp.Expression) -> exp.Expression:
    """The date that `year()` or `quarter()` is taken of; sqlglot wraps it in a cast."""
    inner = tree.this
    return inner.this if isinstance(inner, exp.Cast) and _date(inner) is None else inner


def _kind(tree: exp.Expression, whole: Expression, columns: Columns) -> Kind:
    """The kind of value that a part of an expression has. Raises `Problem` where its parts do not go together."""

    def kind(part: exp.Expression) -> Kind:
        return _kind(part, whole, columns)

    def need(part: exp.Expression, *wanted: Kind) -> Kind:
        found = kind(part)
        if found not in wanted:
            raise Problem("expressions.wrong_kind", text=whole.text, part=part.sql(dialect="duckdb"))
        return found

    def together(first: exp.Expression, *others: exp.Expression) -> None:
        found = need(first, "number", "text", "date", "boolean")
        for other in others:
            need(other, found)

    if isinstance(tree, exp.Paren):
        return kind(tree.this)
    if isinstance(tree, tuple(_ARITHMETIC)):
        need(tree.this, "number")
        return need(tree.expression, "number")
    if isinstance(tree, exp.Neg):
        return need(tree.this, "number")
    if isinstance(tree, tuple(COMPARISONS)):
        together(tree.this, tree.expression)
    elif isinstance(tree, exp.Between):
        together(tree.this, tree.args["low"], tree.args["high"])
    elif isinstance(tree, exp.In):
        if not tree.expressions:
            raise Problem("expressions.not_allowed", text=whole.text, part=tree.sql(dialect="duckdb"))
        together(tree.this, *tree.expressions)
    elif isinstance(tree, exp.And | exp.Or):
        need(tree.this, "boolean")
        need(tree.expression, "boolean")
    elif isinstance(tree, exp.Not):
        need(tree.this, "boolean")
    elif isinstance(tree, exp.Is):
        if not isinstance(tree.expression, exp.Null):
            raise Problem("expressions.not_allowed", text=whole.text, part=tree.sql(dialect="duckdb"))
        kind(tree.this)
    elif isinstance(tree, tuple(_PARTS_OF_DATES)):
        need(_day_of(tree), "date")
        return "number"
    elif isinstance(tree, exp.Column):
        return _kind_of_column(_name(tree), whole, columns)
    elif isinstance(tree, exp.Literal):
        if tree.is_string:
            return "text"
        if not tree.is_int:
            raise Problem("expressions.no_whole_number", text=whole.text, part=tree.this)
        return "number"
    elif isinstance(tree, exp.Cast):
        if _date(tree) is None:
            raise Problem("expressions.not_allowed", text=whole.text, part=tree.sql(dialect="duckdb"))
        return "date"
    elif not isinstance(tree, exp.Boolean):
        raise Problem("expressions.not_allowed", text=whole.text, part=tree.sql(dialect="duckdb"))
    return "boolean"


def _kind_of_column(name: Name, whole: Expression, columns: Columns) -> Kind:
    if name.scope not in columns:
        raise Problem(
            "expressions.unknown_scope", text=whole.text, scope=name.scope, known=sorted(columns)[1:]
        )
    known = columns[name.scope]
    if name.column not in known:
        raise Problem("expressions.unknown_column", text=whole.text, column=str(name), known=list(known))
    return known[name.column]


def _place(error: sqlglot.errors.SqlglotError) -> int:
    """The character at which an expression stops making sense."""
    told = getattr(error, "errors", None) or [{}]
    return int(told[0].get("col") or 1)
