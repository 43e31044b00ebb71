"""Where names stand: text boxes placed so that they cover neither each other nor the marks.

A leaf: imports nothing of ours.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A text to be placed: its size in pixels and the places it may stand at, the best first."""

    key: str
    width: float
    height: float
    spots: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Box:
    """What is taken: a middle in degrees and a size in pixels."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, point: tuple[float, float], width: float, height: float) -> Box:
        return cls(point[0], point[1], width, height)

    @classmethod
    def of(cls, ring: Sequence[Sequence[float]], pixels: float) -> Box:
        """The box of a ring in degrees, on a map of so many pixels per degree of longitude."""
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        y = (min(ys) + max(ys)) / 2
        return cls(
            (min(xs) + max(xs)) / 2,
            y,
            (max(xs) - min(xs)) * pixels,
            (max(ys) - min(ys)) * pixels / _shrink(y),
        )


def place(
    labels: Iterable[Label],
    taken: Iterable[Box],
    pixels: float,
    *,
    drop: bool = False,
    within: Box | None = None,
) -> dict[str, tuple[float, float]]:
    """A place for every label: as near its best spot as collisions allow.

    Labels with fewer places to go choose first. Where no spot is free, the one with the least overlap is
    taken, or, with `drop`, the label is left out. `within`: no label may reach out of this box.
    """
    boxes = list(taken)
    chosen: dict[str, tuple[float, float]] = {}
    for label in sorted(labels, key=lambda item: len(item.spots)):
        best: tuple[float, float, Box] | None = None
        home = label.spots[0]
        for spot in label.spots:
            box = Box(spot[0], spot[1], label.width, label.height)
            if within is not None and not _holds(within, box, pixels):
                continue
            clash = sum(_overlap(box, other, pixels) for other in boxes)
            away = math.dist(spot, home) * pixels
            # A pixel of distance weighs as much as a few square pixels of overlap.
            cost = clash * 6 + away
            if best is None or cost < best[0]:
                best = (cost, clash, box)
            if clash == 0 and away == 0:
                break
        if best is None or (drop and best[1] > 0):
            continue
        boxes.append(best[2])
        chosen[label.key] = (best[2].x, best[2].y)
    return chosen


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels: a Chinese character fills its size, a letter half of it."""
    return sum(size * (1.0 if unicodedata.east_asian_width(c) in "WF" else 0.56) for c in text)


def _overlap(one: Box, other: Box, pixels: float) -> float:
    across = (one.width + other.width) / 2 - abs(one.x - other.x) * pixels
    if across <= 0:
        return 0.0
    down = (one.height + other.height) / 2 - abs(one.y - other.y) * pixels / _shrink(one.y)
    return across * down if down > 0 else 0.0


def _holds(outer: Box, inner: Box, pixels: float) -> bool:
    across = abs(outer.x - inner.x) * pixels + inner.width / 2
    down = abs(outer.y - inner.y) * pixels / _shrink(inner.y) + inner.height / 2
    return across <= outer.width / 2 and down <= outer.height / 2


def _shrink(latitude: float) -> float:
    """A degree of latitude is drawn longer than one of longitude by this divisor."""
    return math.cos(math.radians(latitude))
