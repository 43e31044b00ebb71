"""Drawn numbers that depend on what they are for, never on the order in which they are asked for.

Adding a county, a quarter or a question to the sample therefore changes nothing that was there before.
Only whole-number arithmetic and the four operations are used, so that every machine draws the same.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


class Draws:
    """Numbers drawn from a seed and a purpose, such as `("staffing", "990101")`."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def share(self, *purpose: object) -> float:
        """A number from 0 (included) to 1 (excluded)."""
        text = "\x1f".join([str(self.seed), *map(str, purpose)])
        digest = hashlib.blake2b(text.encode(), digest_size=6).digest()
        return int.from_bytes(digest, "big") / 2**48

    def between(self, low: float, high: float, *purpose: object) -> float:
        """A number from `low` (included) to `high` (excluded)."""
        return low + (high - low) * self.share(*purpose)

    def whole(self, low: int, high: int, *purpose: object) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int((high - low + 1) * self.share(*purpose))

    def shuffled(self, items: Iterable[Item], *purpose: object) -> list[Item]:
        """The items in a drawn order; each item keeps its place relative to the others whoever joins."""
        return sorted(items, key=lambda item: (self.share(*purpose, item), str(item)))


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts of a total in proportion to the weights, by largest remainder; they sum to the total."""
    whole = sum(weights)
    if total <= 0 or whole <= 0:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def path(points: Sequence[tuple[date, float]], day: date) -> float:
    """The value on a day of a line through dated points; level before the first and after the last."""
    place = bisect_right([when for when, _ in points], day)
    if place == 0:
        return points[0][1]
    if place == len(points):
        return points[-1][1]
    (before, low), (after, high) = points[place - 1], points[place]
    return low + (high - low) * (day - before).days / (after - before).days


def rounded_at(exact: float, whole: int, drawn: float) -> float:
    """The offset with which `int(exact + offset)` is the whole part chosen for it, next below or next above.

    Kept for a cell's life, it lets the cell grow smoothly through the value it was calibrated to.
    """
    fraction = exact - int(exact)
    return drawn * (1 - fraction) if whole <= int(exact) else 1 - fraction * drawn
