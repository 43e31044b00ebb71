"""The same SQL is to run on Spark one day: every model and question is translated, and nothing is left that differs there.

Translation finds what Spark does not know. What differs in silence is refused by name; only running proves the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlglot
from sqlglot import exp

from warehouse.models import plan

# Functions that Spark has by this name and sqlglot passes through without knowing them.
SPARK_HAS = {"MAKE_DATE"}
# Functions that Spark has by another name, which an engine for it writes in their place: element_at, aggregate from 0.
SPARK_NAMES_OTHERWISE = {"LIST_EXTRACT", "LIST_REDUCE"}
WHOLE = {exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT}
BROKEN = {exp.DType.DECIMAL, exp.DType.DOUBLE, exp.DType.FLOAT}
# All that is written in SQL: what `stats` makes has no select.
WRITTEN = [model for model in (*plan().models, *plan().questions) if not model.made_by]
TOO_WIDE = {exp.DType.INT128, exp.DType.UINT128}


def faults(sql: str, dates: frozenset[str] = frozenset()) -> set[str]:
    """What of a select does not run, or does not say the same, on Spark; `dates` are columns known to be dates."""
    try:
        (made,) = sqlglot.transpile(
            sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
    except sqlglot.errors.UnsupportedError as error:
        return {f"unsupported: {error}"}
    tree, translated = sqlglot.parse_one(sql, read="duckdb"), sqlglot.parse_one(made, read="spark")
    return {*_unknown_there(tree, translated), *_silent(tree, dates)}


def _unknown_there(tree: exp.Expr, translated: exp.Expr) -> Iterator[str]:
    names = {one.name.upper() for one in translated.find_all(exp.Anonymous)}
    names -= SPARK_HAS | SPARK_NAMES_OTHERWISE
    yield from (f"anonymous function {name}" for name in names)
    for one in translated.find_all(exp.Explode, exp.Unnest):
        if not isinstance(one.parent, exp.Lateral | exp.From | exp.Join):
            yield "generator in an expression"
    if any("ASOF" in str(join.args.get("method") or "").upper() for join in tree.find_all(exp.Join)):
        yield "ASOF join"
    if list(tree.find_all(exp.Pivot)):
        yield "UNPIVOT"
    if any(kind.this in TOO_WIDE for kind in tree.find_all(exp.DataType)):
        yield "INT128"
    if any(len(reader.expressions) > 0 for reader in tree.find_all(exp.ReadCSV, exp.ReadParquet)):
        yield "reader with options"
    if "to_years" in tree.sql("duckdb").lower() or "to_months" in tree.sql("duckdb").lower():
        yield "to_years or to_months"


def _silent(tree: exp.Expr, dates: frozenset[str]) -> Iterator[str]:
    if list(tree.find_all(exp.Length)):
        yield "len of a list"
    if list(tree.find_all(exp.ArgMax, exp.ArgMin)):
        yield "max_by or min_by"
    if any(one.find(exp.Order) for one in tree.find_all(exp.ArrayAgg)):
        yield "ordered list"
    if list(tree.find_all(exp.DayOfWeek, exp.DayOfWeekIso)):
        yield "day of the week"
    if any(one.text("unit").upper() not in ("", "DAY") for one in tree.find_all(exp.DateDiff)):
        yield "date_diff above days"
    if any(_is_date(one.left, dates) and _is_date(one.right, dates) for one in tree.find_all(exp.Sub)):
        yield "date minus date"
    if any(_rounds(cast) for cast in tree.find_all(exp.Cast)):
        yield "cast that rounds"
    for select in tree.find_all(exp.Select):
        ordered = [
            one
            for one in select.find_all(exp.GroupConcat, exp.ArrayAgg)
            if one.find(exp.Order) and one.find(exp.Distinct) and one.find_ancestor(exp.Select) is select
        ]
        if len(ordered) > 1:
            yield "two ordered distinct aggregates"


def _is_date(side: exp.Expr, dates: frozenset[str]) -> bool:
    side = side.unnest()
    if isinstance(side, exp.Cast):
        return side.to.this == exp.DType.DATE
    return isinstance(side, exp.LastDay | exp.DateFromParts) or (
        isinstance(side, exp.Column) and side.name in dates
    )


def _rounds(cast: exp.Cast) -> bool:
    """Whether a broken number is cast to a whole one without saying how it is rounded."""
    inside = cast.this.unnest()
    if cast.to.this not in WHOLE or isinstance(inside, exp.Round | exp.Floor | exp.Ceil):
        return False
    return (
        any(isinstance(one, exp.Pow | exp.Div | exp.Avg) for one in inside.walk())
        or any(one.to.this in BROKEN for one in inside.find_all(exp.Cast))
        or any(one.is_number and not one.is_int for one in inside.find_all(exp.Literal))
    )


def known_dates() -> frozenset[str]:
    """Names that are dates: by a header, or by the cast that makes them."""
    everything = WRITTEN
    described = {column.name for model in everything for column in model.columns if column.type == "DATE"}
    made = {
        one.alias
        for model in everything
        for one in model.tree.find_all(exp.Alias)
        if isinstance(one.this, exp.Cast) and one.this.to.this == exp.DType.DATE
    }
    return frozenset(described | made)


@pytest.mark.parametrize("name", [model.full_name for model in WRITTEN])
def test_sql_says_the_same_in_spark(name: str) -> None:
    model = next(one for one in WRITTEN if one.full_name == name)
    assert faults(model.sql, known_dates()) == set()


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("select * from a asof join b on a.x >= b.x", "ASOF join"),
        ("unpivot a on x, y into name n value v", "UNPIVOT"),
        ("select cast(x as hugeint) from a", "INT128"),
        ("select * from read_csv('a.csv', header = true)", "reader with options"),
        ("select d + to_years(3) from a", "to_years or to_months"),
        ("select d + to_months(3) from a", "to_years or to_months"),
        ("select len(string_split(x, ',')) from a", "len of a list"),
        ("select trim(unnest(string_split(x, ','))) from a", "generator in an expression"),
        ("select unnest(x) as y from a", "generator in an expression"),
        ("select max_by(x, y) from a", "max_by or min_by"),
        ("select arg_max(x, y) from a", "max_by or min_by"),
        ("select min_by(x, y) from a", "max_by or min_by"),
        ("select list(x order by y) from a", "ordered list"),
        ("select isodow(d) from a", "day of the week"),
        ("select dayofweek(d) from a", "day of the week"),
        ("select date_diff('month', d, e) from a", "date_diff above days"),
        ("select due_on - filed_on from a", "date minus date"),
        ("select cast(x as date) - last_day(y) from a", "date minus date"),
        ("select cast(cast(x as decimal(9, 2)) as bigint) from a", "cast that rounds"),
        ("select cast(pow(10, x) as bigint) from a", "cast that rounds"),
        ("select cast(1.5 * x as integer) from a", "cast that rounds"),
        (
            "select string_agg(distinct x, ',' order by x), string_agg(distinct y, ',' order by y) from a",
            "two ordered distinct aggregates",
        ),
        ("select levenshtein_of_mine(x) from a", "anonymous function LEVENSHTEIN_OF_MINE"),
    ],
)
def test_what_differs_on_spark_is_found(sql: str, fault: str) -> None:
    found = faults(sql, frozenset({"due_on", "filed_on"}))
    assert fault in found or any(one.startswith("unsupported") for one in found), found


def test_what_says_the_same_is_let_through() -> None:
    fine = """
    with a as (select 1 as x)
    select cast(round(cast(p.y as decimal(9, 2)), 0) as bigint), a.x // 2, d + interval 3 month, d + 5
    from a cross join unnest(string_split('1|2', '|')) as p(y)
    """
    assert faults(fine) == set()
