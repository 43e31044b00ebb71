"""The same SQL is to run on Spark one day: every model and question is translated, and nothing is left that differs there.

Translation finds what Spark does not know. What differs in silence is refused by name; only running proves the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlglot
from sqlglot import exp

from warehouse.engines.spark_sql import translated
from warehouse.models import plan
from words.problems import BuildError

# Functions that Spark has by this name and sqlglot passes through without knowing them.
SPARK_HAS = {"MAKE_DATE", "TRY_ELEMENT_AT", "AGGREGATE"}
# What to write instead of what differs.
INSTEAD = {
    "unsupported": "what the translator knows; its message names the part",
    "anonymous function": "a function that Spark has by the same name, or give it its name in warehouse/engines/spark_sql.py",
    "generator in an expression": "cross join unnest(...) as part(x)",
    "ASOF join": "a join on the newest day, by row_number() = 1",
    "UNPIVOT": "a union all of the columns",
    "INT128": "bigint: an overflow stops the build on both",
    "reader with options": "a source that is opened before the models run",
    "to_years or to_months": "make_date, or an interval",
    "len of a list": "array_length",
    "max_by or min_by": "row_number() ... = 1: they skip nulls here and not there",
    "ordered list": "a list without an order, or string_agg over rows that are distinct",
    "day of the week": "make_date and days between",
    "date_diff above days": "year() and month()",
    "date minus date": "date_diff('day', ...)",
    "cast that rounds": "round, floor or ceil before the cast",
    "two ordered distinct aggregates": "distinct rows in a CTE, then string_agg",
}
WHOLE = {exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT}
BROKEN = {exp.DType.DECIMAL, exp.DType.DOUBLE, exp.DType.FLOAT}
# All that is written in SQL: what `stats` makes has no select.
WRITTEN = [model for model in (*plan().models, *plan().questions) if not model.made_by]
TOO_WIDE = {exp.DType.INT128, exp.DType.UINT128}


def faults(sql: str, dates: frozenset[str] = frozenset()) -> set[str]:
    """What of a select does not run, or does not say the same, on Spark; `dates` are columns known to be dates."""
    try:
        made = translated(sql)
    except BuildError as error:
        return {f"unsupported: {error}"}
    tree, there = sqlglot.parse_one(sql, read="duckdb"), sqlglot.parse_one(made, read="spark")
    return {*_unknown_there(tree, there), *_silent(tree, dates)}


def told(sql: str, found: set[str]) -> str:
    """Each fault with the line where it seems to stand, and what to write in its place."""
    lines = []
    for fault in sorted(found):
        kind = next(name for name in INSTEAD if fault.startswith(name))
        at = next((n for n, line in enumerate(sql.splitlines(), 1) if _seems(fault, line)), 0)
        lines.append(f"line {at or '?'}: {fault}; write instead: {INSTEAD[kind]}")
    return "\n".join(lines)


def _seems(fault: str, line: str) -> bool:
    try:
        return fault in faults(f"select {line.strip().rstrip(',')} from a")
    except Exception:  # a line alone is mostly no select
        words = fault.split()[-1] if fault.startswith("anonymous") else fault.split()[0]
        return words.lower() in line.lower()


def _unknown_there(tree: exp.Expr, there: exp.Expr) -> Iterator[str]:
    names = {one.name.upper() for one in there.find_all(exp.Anonymous)}
    names -= SPARK_HAS
    yield from (f"anonymous function {name}" for name in names)
    for one in there.find_all(exp.Explode, exp.Unnest):
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
    found = faults(model.sql, known_dates())
    assert not found, f"{model.where}\n{told(model.sql, found)}"


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


def test_a_fault_is_told_with_its_line_and_what_to_write_instead() -> None:
    sql = "select\n    x,\n    max_by(x, y) as newest\nfrom a"
    assert told(sql, faults(sql)).startswith("line 3: max_by or min_by; write instead: row_number()")
    sql = "select\n    levenshtein_of_mine(x)\nfrom a"
    assert told(sql, faults(sql)).startswith(
        "line 2: anonymous function LEVENSHTEIN_OF_MINE; write instead: "
    )


@pytest.mark.parametrize(
    ("sql", "made"),
    [
        ("select a.x from spine.a where a.x > 1", "SELECT a.x FROM spine__a AS a WHERE a.x > 1"),
        ("select b.x from spine.a as b", "SELECT b.x FROM spine__a AS b"),
        ("with a as (select 1 as x) select x from a", "WITH a AS (SELECT 1 AS x) SELECT x FROM a"),
        ("select list_extract(x, 2) from m.a", "SELECT TRY_ELEMENT_AT(x, 2) FROM m__a AS a"),
        (
            "select list_reduce(list_transform(x, lambda p: list_extract(y, p)), lambda one, other: one + other) from m.a",
            "SELECT AGGREGATE(TRANSFORM(x, p -> TRY_ELEMENT_AT(y, p)), CAST(0 AS BIGINT), (one, other) -> one + other) FROM m__a AS a",
        ),
    ],
)
def test_tables_and_functions_have_the_names_that_spark_knows(sql: str, made: str) -> None:
    assert translated(sql) == made


def test_a_list_is_only_added_up() -> None:
    with pytest.raises(BuildError, match=r"(?i)list_reduce"):
        translated("select list_reduce(x, lambda one, other: greatest(one, other)) from a.b")


def test_what_says_the_same_is_let_through() -> None:
    fine = """
    with a as (select 1 as x)
    select cast(round(cast(p.y as decimal(9, 2)), 0) as bigint), a.x // 2, d + interval 3 month, d + 5
    from a cross join unnest(string_split('1|2', '|')) as p(y)
    """
    assert faults(fine) == set()
