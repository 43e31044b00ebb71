"""A select of DuckDB as one of Spark: the same SQL files run on both.

Tables have one name there, `layer__name`, since a catalogue in memory has no place for layers; functions that Spark calls otherwise get its
name. What Spark has not is refused here; what it answers otherwise in silence is forbidden in `sql/` (tests/test_spark.py).
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from words.problems import BuildError

# A list is looked into behind its end without an error, as DuckDB does.
_RENAMED = {"LIST_EXTRACT": "try_element_at", "HASH": "xxhash64"}
TYPES = {
    "varchar": "string",
    "bigint": "bigint",
    "integer": "int",
    "double": "double",
    "date": "date",
    "boolean": "boolean",
    "timestamp": "timestamp_ntz",
    "varchar[]": "array<string>",
    "bigint[]": "array<bigint>",
}


def table_of(name: str) -> str:
    """A table's name in Spark: `marts.snapshot` is `marts__snapshot`."""
    return name.replace('"', "").replace(".", "__")


def translated(sql: str) -> str:
    """A select as Spark runs it.

    Raises:
        BuildError: it cannot be parsed, or has what Spark has not; the reason names it.
    """
    try:
        tree = sqlglot.parse_one(sql, read="duckdb").transform(_as_spark)
        return tree.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        raise BuildError("spark.untranslatable", reason=str(error).splitlines()[0]) from error


def _as_spark(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Table) and node.db:
        # Columns go on being named after the table, whatever it is called now.
        if not node.alias:
            node.set("alias", exp.TableAlias(this=exp.to_identifier(node.name)))
        node.set("this", exp.to_identifier(f"{node.db}__{node.name}"))
        node.set("db", None)
    if isinstance(node, exp.Anonymous):
        name = str(node.this).upper()
        if name == "LIST_REDUCE":
            _aggregate(node)
        elif name in _RENAMED:
            node.set("this", _RENAMED[name])
    return node


def _aggregate(node: exp.Anonymous) -> None:
    """The sum of a list that is not empty: Spark's needs a beginning, which for a sum is none."""
    listed, merge = node.expressions
    if not isinstance(merge, exp.Lambda) or not isinstance(merge.this, exp.Add):
        raise BuildError("spark.untranslatable", reason=node.sql("duckdb"))
    none = exp.cast(exp.Literal.number(0), exp.DType.BIGINT)
    node.set("this", "aggregate")
    node.set("expressions", [listed, none, merge])
