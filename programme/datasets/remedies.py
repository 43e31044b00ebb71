"""Which figures a rule would let pass in a cell, the rest of the row being as it was filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlglot import exp

from programme.datasets.expressions import COMPARISONS, Expression

FARTHEST = 10**12  # no figure of a form is larger: what holds up to here holds without end


@dataclass(frozen=True)
class Span:
    """The whole numbers from `low` to `high`, both among them; None is without end, 0 the least a figure can be."""

    low: int
    high: int | None

    def distance(self, value: int) -> int:
        return max(self.low - value, 0 if self.high is None else value - self.high, 0)


def lawful(expression: Expression, cell: str, row: Mapping[str, Any]) -> Span | None:
    """The figures nearest to the one filed with which the rule would hold; None where no figure would, or none is told.

    `row` has every column that the rule reads, under its name in it. Between the points at which one of its comparisons
    turns, a rule says the same of every figure: it is asked at these points and beside them.
    """
    filed = row.get(cell)
    if not isinstance(filed, int) or isinstance(filed, bool):
        return None
    beside = {str(name): row.get(str(name)) for name in expression.names}

    def said(of: Expression, values: list[int]) -> list[Any]:
        frame = pl.DataFrame([beside | {cell: value} for value in values], infer_schema_length=None)
        return frame.select(of.polars).to_series().to_list()

    turning: set[int] = set()
    for left, right in _compared(expression.tree, cell):
        at_zero, at_one = said(Expression("", exp.Sub(this=left, expression=right)), [0, 1])
        if at_zero is not None and at_zero != at_one:
            turns = -at_zero // (at_one - at_zero)
            turning |= {turns - 1, turns, turns + 1, turns + 2}
    if not turning:
        return None
    asked = sorted({0, FARTHEST, *(value for value in turning if 0 < value < FARTHEST)})
    holds = [one is not False for one in said(expression, asked)]
    spans: list[Span] = []
    for at, value in enumerate(asked):
        if not holds[at]:
            continue
        end = None if value == FARTHEST else value
        if at and holds[at - 1]:
            spans[-1] = Span(spans[-1].low, end)
        else:
            spans.append(Span(value, end))
    return min(spans, key=lambda span: span.distance(filed), default=None)


def _compared(tree: exp.Expression, cell: str) -> Iterator[tuple[exp.Expression, exp.Expression]]:
    """What is compared with what, wherever the cell is on either side."""
    for node in tree.find_all(*COMPARISONS, exp.Between):
        if not any(column.name == cell and not column.table for column in node.find_all(exp.Column)):
            continue
        others = [node.args["low"], node.args["high"]] if isinstance(node, exp.Between) else [node.expression]
        for other in others:
            yield exp.Paren(this=node.this.copy()), exp.Paren(this=other.copy())
