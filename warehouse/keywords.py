"""SQL's words, and which of them a word is that is written nearly so."""

from __future__ import annotations

import difflib

WORDS = (
    "select", "from", "where", "group", "order", "having", "limit", "offset", "join", "left", "right", "full", "inner", "outer",
    "cross", "using", "union", "intersect", "except", "exclude", "with", "recursive", "pivot", "unpivot", "distinct", "between", "case",
    "when", "then", "else", "end", "values", "describe", "summarize", "explain", "qualify", "and", "not", "desc", "asc", "all", "like",
    "ilike", "null", "exists", "over", "partition", "filter", "cast", "nulls", "last", "first", "interval", "lateral", "natural",
    "rows", "true", "false",
)  # fmt: skip
# Too short to be told by one letter: only with its two letters the other way round.
SHORT = ("by", "on", "in", "is", "as", "or")
TWO = {"groupby": "group by", "orderby": "order by", "partitionby": "partition by"}
# Words that need `by` behind them.
GROUPING = ("GROUP", "ORDER", "PARTITION")
_LONG = 5  # letters from which two may be wrong
# Functions that people look for, to be offered for one that is written wrongly.
FUNCTIONS = (
    "sum", "count", "avg", "median", "min", "max", "mode", "stddev", "corr", "quantile_cont", "round", "abs", "floor",
    "ceil", "greatest", "least", "coalesce", "nullif", "concat", "substring", "left", "right", "length", "lower",
    "upper", "trim", "replace", "strftime", "strptime", "year", "quarter", "month", "date_trunc", "date_diff",
    "date_part", "make_date", "last_day", "row_number", "rank", "dense_rank", "lag", "lead", "first_value",
    "last_value", "list", "string_agg", "any_value", "arg_max", "arg_min", "regexp_matches", "starts_with",
)  # fmt: skip


def meant(word: str) -> str | None:
    """Which of SQL's words is meant by one; None where it is one of them, or like none."""
    low = word.lower()
    if low in WORDS or low in SHORT:
        return None
    if low in TWO or len(low) <= len(SHORT[0]):
        return TWO.get(low) or next((one for one in SHORT if low == one[::-1]), None)
    most = 2 if len(low) >= _LONG else 1
    near = [(steps(low, one), one) for one in WORDS if abs(len(one) - len(low)) <= most]
    fewest = min((found for found, _ in near), default=most + 1)
    if fewest > most:
        return None
    best = [one for found, one in near if found == fewest]
    return max(best, key=lambda one: difflib.SequenceMatcher(None, low, one).ratio())


def steps(one: str, other: str) -> int:
    """How many letters are wrong: one more, one less, another, or two the other way round."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        last, row, before = before, [n], row
        for m, wanted in enumerate(other, 1):
            found = min(row[m - 1] + 1, before[m] + 1, before[m - 1] + (letter != wanted))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == wanted:
                found = min(found, last[m - 2] + 1)
            row.append(found)
    return row[-1]
