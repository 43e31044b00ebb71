"""Weights of the reader's own: they stand in the address and nowhere else, and are never the department's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from programme.packs.columns import POLICY_SYSTEMS
from ui.evaluation.facts import Row, of_area, systems
from ui.frame import choices
from ui.frame.indices import Index
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter

KEY = "w"
COLUMN = "position_by_own_weights"  # of a table and a file
MOST = 100
FORM = re.compile(r"[0-9]{1,3}(-[0-9]{1,3})*")


def check() -> None:
    """Refuse what can be weights of no index, also where the view has none to hold it to."""
    asked = choices.raw(KEY)
    is_well_formed = any(parsed(asked, POLICY_SYSTEMS[:n]) for n in range(2, len(POLICY_SYSTEMS) + 1))
    choices.settle(KEY, [str(asked)] if is_well_formed else (), None)


def settle(index: Index) -> dict[str, int] | None:
    """The weights that the address gives, of each system; None where it gives none: the registry's then hold."""
    asked = choices.raw(KEY)
    found = parsed(asked, systems(index))
    choices.settle(KEY, [str(asked)] if found else (), None)
    return found


def parsed(text: object, of: Sequence[str]) -> dict[str, int] | None:
    """`10-25-30-10-15-10` as a weight for each system, in the policy's order; None where it is no such text."""
    if not isinstance(text, str) or not FORM.fullmatch(text):
        return None
    weights = [int(part) for part in text.split("-")]
    if len(weights) != len(of) or max(weights) > MOST or not sum(weights):
        return None
    return dict(zip(of, weights, strict=True))


def written(weights: Sequence[int]) -> str:
    """Weights as the address has them."""
    return "-".join(map(str, weights))


def shares(weights: Mapping[str, Any]) -> dict[str, Fraction]:
    """Each system's share of the whole, exactly."""
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    return {system: Fraction(weight) / whole for system, weight in weights.items()}


def in_hundredths(weights: Mapping[str, Any]) -> dict[str, int]:
    """The same in whole hundredths that add up to a hundred: the largest remainders are rounded up."""
    exact = {system: 100 * share for system, share in shares(weights).items()}
    found = {system: int(share) for system, share in exact.items()}
    order = sorted(exact, key=lambda system: (found[system] - exact[system], list(exact).index(system)))
    for system in order[: 100 - sum(found.values())]:
        found[system] += 1
    return found


@kept(most=20)
def registered(page: Page, index: Index) -> dict[str, tuple[Row, dict[str, Any]]]:
    """The sets of weights in force at the quarter's end by name, the registry's own first: a row of each, and its weights."""
    found: dict[str, tuple[Row, dict[str, Any]]] = {}
    for row in page.answers.rows("weights"):
        ends = row["valid_to"]
        in_force = row["valid_from"] <= index.period and (ends is None or index.period <= ends)
        if in_force and row["weighed"] == row["policy_system"]:
            found.setdefault(row["weight_set"], (row, {}))[1][row["policy_system"]] = row["weight"]
    of = systems(index)
    complete = {
        name: (row, {system: given.get(system, 0) for system in of}) for name, (row, given) in found.items()
    }
    return {name: one for name, one in complete.items() if sum(one[1].values())}


def set_of(page: Page, index: Index, weights: Mapping[str, int] | None) -> str | None:
    """Which registered set weights are; the registry's own where none are given, None where they are none of them."""
    sets = registered(page, index)
    if weights is None:
        return next(iter(sets), None)
    return next((name for name, (_, given) in sets.items() if shares(given) == shares(weights)), None)


def text_of(page: Page, index: Index, name: str) -> str | None:
    """What the address says of a registered set: nothing of the registry's own."""
    sets = registered(page, index)
    if name == next(iter(sets), None):
        return None
    given = list(sets[name][1].values())
    if all(weight == int(weight) <= MOST for weight in given):
        return written([int(weight) for weight in given])
    return written(list(in_hundredths(sets[name][1]).values()))


@kept(most=60)
def positions(text: str, index: Index) -> tuple[dict[str, Row], int, int]:
    """Every area's score and position by the weights of an address; how many pairs of counties stand the other way round, of how many."""
    weights = parsed(text, systems(index)) or {}
    found = index.by_weights({system: float(weight) for system, weight in weights.items()})
    return {row["area_code"]: row for row in found.areas.to_dicts()}, found.turned, found.pairs


def told(page: Page, quarter: Quarter, index: Index, weights: Mapping[str, int] | None) -> list[str]:
    """What the reader's weights do, in sentences; where there are none, whose hold and since when."""
    speech = page.speech
    sets = registered(page, index)
    first = next(iter(sets.values()), None)
    if weights is None:
        reason = speech.pick(first[0], "reason") if first else ""
        return [
            speech("evaluation.weights_because", reason=reason)
            if reason
            else speech("evaluation.weights_registered")
        ]
    found, turned, pairs = positions(written(list(weights.values())), index)
    lines = []
    row = of_area(index, quarter.county) if quarter.county else None
    if row and row["position"] is not None and found[row["area_code"]]["position"] is not None:
        place = found[row["area_code"]]["position"]
        name = speech.pick(quarter.areas[row["area_code"]], "area_name")
        lines.append(speech("evaluation.weights_place", name=name, place=place, registered=row["position"]))
        low, high = row["position_low"], row["position_high"]
        inside = "within" if low <= place <= high else "beyond"
        lines.append(speech(f"evaluation.weights_{inside}", low=low, high=high))
    lines.append(speech.plural("evaluation.weights_turned", turned, pairs=f"{pairs:,}"))
    return lines
