"""The rules of a form as sums that must be nothing, or no more than nothing: made-up figures are brought to keep them.

Every rule of the programme that refuses a row is of this shape, over the row's own figures and those of the period before
(`a <= b + c`, `a = previous.a + b - c`, `a - b between -1 and 1`). A rule of another shape is named, never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlglot import exp

from programme.datasets import Counts
from programme.datasets.dataset import Rule
from words.problems import Problem

Figures = dict[str, np.ndarray]  # whole numbers by measure, one for each area
Term = tuple[str, str]  # scope ("" is the row itself, "previous", another form) and measure
PASSES = 20  # rules follow from each other, never so many times


@dataclass(frozen=True)
class Sum:
    """`terms`, each times its number, add up to nothing (`is_equal`), or to no more than nothing."""

    rule: Rule
    terms: dict[Term, int]
    is_equal: bool
    chosen: str  # the row's own measure that is changed to keep it

    @property
    def reads_before(self) -> bool:
        return any(scope == "previous" for scope, _ in self.terms)

    def of(self, now: Figures, before: Figures | None) -> np.ndarray:
        """The sum over the figures there are."""
        values = [
            number * (now if not scope else before or {})[measure]
            for (scope, measure), number in self.terms.items()
        ]
        return np.asarray(np.sum(values, axis=0))

    def keep(self, now: Figures, before: Figures | None, at: np.ndarray) -> None:
        """Change the chosen measure of the areas `at` that break it."""
        number = self.terms["", self.chosen]
        rest = self.of(now, before) - number * now[self.chosen]
        if self.is_equal:
            self._spare(now, before, at)
            rest = self.of(now, before) - number * now[self.chosen]
            wanted = -rest * number  # the number is 1 or -1
        elif number > 0:
            wanted = np.minimum(now[self.chosen], -rest // number)
        else:
            wanted = np.maximum(now[self.chosen], -(-rest // -number))
        now[self.chosen] = np.where(at, np.maximum(wanted, 0), now[self.chosen])

    def _spare(self, now: Figures, before: Figures | None, at: np.ndarray) -> None:
        """Where more goes away than there is, nothing goes."""
        sign = self.terms["", self.chosen]
        rest = self.of(now, before) - sign * now[self.chosen]
        short = at & (-rest * sign < 0)
        if short.any():
            for (scope, measure), number in self.terms.items():
                if not scope and measure != self.chosen and number * sign > 0:
                    now[measure] = np.where(short, 0, now[measure])


def sums_of(dataset: Counts) -> list[Sum]:
    """The rules of a form as sums, equations first.

    Warnings of another shape, and those that look at other forms, are left out. Raises `Problem` for such a rule that refuses.
    """
    found = []
    for rule in dataset.rules:
        made = read(rule)
        own = made is not None and all(scope in ("", "previous") for scope, _ in made.terms)
        if own and made is not None:
            found.append(made)
        elif rule.severity == "error":
            raise Problem("bench.rule_of_another_shape", dataset=dataset.name, rule=rule.name)
    return sorted(found, key=lambda one: not one.is_equal)


def keep_all(sums: list[Sum], now: Figures, before: Figures | None, had: np.ndarray) -> None:
    """Bring figures to keep all the sums; what looks at the period before holds for the areas that `had` one.

    Raises `Problem` where they cannot all be kept, with the first that refuses.
    """
    everywhere = np.ones(len(had), bool)
    asked = [one for one in sums if before is not None or not one.reads_before]
    for _ in range(PASSES):
        broken: Sum | None = None
        for one in asked:
            at = had if one.reads_before else everywhere
            if _breaks(one, now, before, at).any():
                broken = one if one.rule.severity == "error" else broken
                one.keep(now, before, at)
        if broken is None:
            return
    raise Problem("bench.rules_not_kept", rule=broken.rule.name if broken else "")


def _breaks(one: Sum, now: Figures, before: Figures | None, at: np.ndarray) -> np.ndarray:
    value = one.of(now, before)
    broken: np.ndarray = at & (value != 0 if one.is_equal else value > 0)
    return broken


def read(rule: Rule) -> Sum | None:
    """A rule as a sum; None where it is of another shape. Of alternatives the first counts: it is the narrower."""
    tree = rule.expression.tree
    while isinstance(tree, exp.Or | exp.Paren):
        tree = tree.this
    if isinstance(tree, exp.Between):
        low, high = _terms(tree.args["low"]), _terms(tree.args["high"])
        if low is None or high is None or low.keys() - {None} or high.keys() - {None}:
            return None
        if not low.get(None, 0) <= 0 <= high.get(None, 0):
            return None
        return _sum(rule, _terms(tree.this), {}, is_equal=True)
    left, right = (_terms(tree.args.get(side)) for side in ("this", "expression"))
    if isinstance(tree, exp.EQ):
        return _sum(rule, left, right, is_equal=True)
    if isinstance(tree, exp.LTE):
        return _sum(rule, left, right, is_equal=False)
    if isinstance(tree, exp.GTE):
        return _sum(rule, right, left, is_equal=False)
    return None


def _sum(
    rule: Rule, left: dict[Term | None, int] | None, right: dict[Term | None, int] | None, *, is_equal: bool
) -> Sum | None:
    if left is None or right is None:
        return None
    terms = dict(left)
    for term, number in right.items():
        terms[term] = terms.get(term, 0) - number
    if terms.pop(None, 0):  # a number that stands alone
        return None
    named = {term: number for term, number in terms.items() if term is not None and number}
    order = [name.column for name in rule.expression.names if not name.scope and ("", name.column) in named]
    alone = [next(iter(side)) for side in (left, right) if len(side) == 1]
    own = [term[1] for term in alone if term is not None and not term[0]]
    chosen = next((name for name in own if rule.expression.names[0].column == name or len(alone) == 1), None)
    chosen = chosen or next(iter((*own, *order)), None)
    if chosen is None or (is_equal and abs(named["", chosen]) != 1):
        return None
    return Sum(rule, named, is_equal, chosen)


def _terms(tree: exp.Expression | None) -> dict[Term | None, int] | None:
    """A sum by what it adds up, a number alone under None; None for anything that is no sum of columns times numbers."""
    if isinstance(tree, exp.Paren):
        return _terms(tree.this)
    if isinstance(tree, exp.Literal):
        return {None: int(tree.this)}
    if isinstance(tree, exp.Column):
        scope = ".".join(part for part in (tree.catalog, tree.db, tree.table) if part)
        return {(scope, tree.name): 1}
    if isinstance(tree, exp.Neg):
        return _times(_terms(tree.this), -1)
    if isinstance(tree, exp.Add | exp.Sub):
        left = _terms(tree.this)
        right = _times(_terms(tree.expression), -1 if isinstance(tree, exp.Sub) else 1)
        if left is None or right is None:
            return None
        return {term: left.get(term, 0) + right.get(term, 0) for term in {**left, **right}}
    if isinstance(tree, exp.Mul):
        for one, other in ((tree.this, tree.expression), (tree.expression, tree.this)):
            number = _terms(one)
            if number is not None and number.keys() == {None}:
                return _times(_terms(other), number[None])
    return None


def _times(terms: dict[Term | None, int] | None, number: int) -> dict[Term | None, int] | None:
    return None if terms is None else {term: number * one for term, one in terms.items()}
