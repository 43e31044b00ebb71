"""Where names stand: text boxes placed so that they cover neither each other nor the marks.

A leaf: imports nothing of ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

TOUCH = 0.08  # the share of a label that may touch something before it counts as a collision


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
            (max(ys) - min(ys)) * pixels / math.cos(math.radians(y)),
        )


def place(
    labels: Iterable[Label],
    obstacles: Iterable[Box],
    pixels: float,
    *,
    drop: bool = False,
    within: Box | None = None,
) -> dict[str, tuple[float, float]]:
    """A place for every label: as near its best spot as collisions allow.

    Labels with fewer places to go choose first. Where no spot is free, the one with the least overlap is
    taken, or, with `drop`, the label is left out. `within`: no label may reach out of this box.
    """
    boxes = [(b.x, b.y, b.width, b.height) for b in obstacles]
    places: dict[str, tuple[float, float]] = {}
    for label in sorted(labels, key=lambda item: len(item.spots)):
        spots = np.array(label.spots)
        # A degree of latitude is drawn longer than one of longitude.
        scale = np.array([pixels, pixels / math.cos(math.radians(spots[0, 1]))])
        size = np.array([label.width, label.height])
        clash = _overlaps(spots * scale, size, np.array(boxes).reshape(-1, 4), scale)
        # A pixel of distance weighs as much as a few square pixels of overlap.
        cost = clash * 6 + np.hypot(*((spots - spots[0]) * scale).T)
        if within is not None:
            reach = np.abs(spots - (within.x, within.y)) * scale + size / 2
            cost[(reach > np.array([within.width, within.height]) / 2).any(axis=1)] = np.inf
        best = int(cost.argmin())
        if drop and (np.isinf(cost[best]) or clash[best] > TOUCH * label.width * label.height):
            continue
        x, y = label.spots[best]
        boxes.append((x, y, label.width, label.height))
        places[label.key] = (x, y)
    return places


def _overlaps(middles: Any, size: Any, boxes: Any, scale: Any) -> Any:
    """How many square pixels of `boxes` a label would cover at each of its places."""
    if not len(boxes):
        return np.zeros(len(middles))
    apart = np.abs(middles[:, None, :] - boxes[None, :, :2] * scale)
    shared = np.maximum((size + boxes[None, :, 2:]) / 2 - apart, 0)
    return shared.prod(axis=2).sum(axis=1)
