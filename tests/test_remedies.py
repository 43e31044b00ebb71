"""What would be right: the figures with which a rule would hold, nearest to the one filed."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.datasets.expressions import parse
from programme.datasets.remedies import Span, lawful


@pytest.mark.parametrize(
    ("rule", "row", "right"),
    [
        ("x = a + b", {"x": 9, "a": 3, "b": 4}, Span(7, 7)),
        ("a + b = x * 2", {"x": 9, "a": 3, "b": 5}, Span(4, 4)),
        ("a = x * 2", {"x": 9, "a": 3}, None),  # no whole number is right
        ("x - a between -1 and 1", {"x": 9, "a": 3}, Span(2, 4)),
        ("x >= a", {"x": 1, "a": 3}, Span(3, None)),
        ("x * 500 <= a", {"x": 9, "a": 1700}, Span(0, 3)),
        ("x * 5 between a * 4 and a * 6", {"x": 90, "a": 10}, Span(8, 12)),
        ("x - a between -2 and 2 or (x - a) * 50 between -1 * a and a", {"x": 90, "a": 300}, Span(294, 306)),
        ("x < a or x > 20", {"x": 14, "a": 10}, Span(0, 9)),
        ("x < a or x > 20", {"x": 17, "a": 10}, Span(21, None)),
        ("x = a - b", {"x": 9, "a": 3, "b": 4}, None),  # less than nothing is no figure
        ("x = a", {"x": 9, "a": None}, None),  # undecided: nothing is wrong with it
        ("a = b", {"x": 9, "a": 3, "b": 4}, None),  # the cell is not what is wrong
    ],
)
def test_the_figures_that_would_be_right(rule: str, row: dict[str, Any], right: Span | None) -> None:
    assert lawful(parse(rule), "x", row) == right


SMALL = st.integers(0, 60)


@settings(deadline=None)
@given(x=SMALL, a=SMALL, b=SMALL, k=st.integers(1, 4))
@pytest.mark.parametrize(
    "rule",
    ["x = a + b", "x * {k} <= a + b", "x - a between -{k} and {k}", "x * {k} between a and b or x >= 2 * a",
     "a - x * {k} >= b or x = b"],
)  # fmt: skip
def test_what_is_told_holds_and_nothing_nearer_does(rule: str, x: int, a: int, b: int, k: int) -> None:
    expression = parse(rule.format(k=k))

    def holds(value: int) -> bool:
        frame = pl.DataFrame({"x": [value], "a": [a], "b": [b]})
        return bool(frame.select(expression.polars).item())

    right = lawful(expression, "x", {"x": x, "a": a, "b": b})
    if right is None:
        assert not any(map(holds, range(400)))
        return
    assert holds(right.low)
    assert right.high is None or (holds(right.high) and not holds(right.high + 1))
    assert right.low == 0 or not holds(right.low - 1)
    assert not any(holds(value) for value in range(max(0, x - right.distance(x) + 1), x + right.distance(x)))
