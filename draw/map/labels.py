"""Where names stand: text boxes placed so that they cover neither each other nor the marks.

A leaf: imports nothing of ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

TOUCH = 0.08  # the share of a label that may touch something before it counts as a collision
OVER_A_MARK, OVER_A_NAME = 6, 60  # pixels of distance that a square pixel of overlap weighs as much as
# So far a name may stand from its best place to keep off marks, in pixels; each beyond weighs as much as so many. A name that covers a mark
# can be read, one that stands in the next city is wrong.
REACH, BEYOND = 36, 30
ROUNDS = 6  # of names looking for a better place; where it would take more, they only go round in a circle


@dataclass(frozen=True)
class Label:
    """A text to be placed: its size in pixels and the places it may stand at, the best first.

    Of two that cannot both stand the one of more `weight` does.
    """

    key: str
    width: float
    height: float
    spots: tuple[tuple[float, float], ...]
    weight: float = 0.0

    def at(self, spot: tuple[float, float]) -> Box:
        """What it takes at a place."""
        return Box(*spot, self.width, self.height)


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
        scale = _scale(label, pixels)
        size = np.array([label.width, label.height])
        clash = _overlaps(spots * scale, size, np.array(boxes).reshape(-1, 4), scale)
        # A pixel of distance weighs as much as a few square pixels of overlap.
        cost = clash * OVER_A_MARK + np.hypot(*((spots - spots[0]) * scale).T)
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


@lru_cache(maxsize=200)
def give_way(
    labels: tuple[Label, ...], marks: tuple[Box, ...], pixels: float
) -> Mapping[str, tuple[float, float]]:
    """Places at which no label covers another; a mark is covered where there is no other way.

    All look for room together, each moving for the others. Where there is not enough, the lightest that is covered is left out, the others
    look again, and what was left out comes back where that left it room. Kept: the same for every period, and for most indicators.
    """
    seats = sorted(
        (_Seat(label, marks, pixels) for label in labels if label.spots), key=lambda seat: -seat.label.weight
    )
    standing, left_out = list(seats), []
    _settle(standing)
    while covered := [seat for seat in standing if seat.collides(_others(seat, standing))]:
        standing.remove(covered[-1])
        left_out.append(covered[-1])
        _settle(standing)
    for seat in sorted(left_out, key=lambda seat: -seat.label.weight):
        seat.move(taken := _others(seat, standing))
        if not seat.collides(taken):
            standing.append(seat)
    return {seat.label.key: seat.label.spots[seat.best] for seat in standing}


class _Seat:
    """A label with its places in pixels, what each of them costs of its own, and the one that it has taken."""

    def __init__(self, label: Label, marks: Sequence[Box], pixels: float) -> None:
        self.label, self.best = label, 0
        self.size = np.array([label.width, label.height])
        spots, scale = np.array(label.spots), _scale(label, pixels)
        boxes = np.array([(mark.x, mark.y, mark.width, mark.height) for mark in marks]).reshape(-1, 4)
        away = np.hypot(*((spots - spots[0]) * scale).T)
        self.cost = away + BEYOND * np.maximum(away - REACH, 0)
        self.cost += OVER_A_MARK * _overlaps(spots * scale, self.size, boxes, scale)
        # One plane for all of them, however far north they are.
        north = np.degrees(np.arctanh(np.sin(np.radians(spots[:, 1]))))
        self.spots = np.column_stack([spots[:, 0], north]) * pixels

    @property
    def box(self) -> Any:
        return np.concatenate([self.spots[self.best], self.size])

    def move(self, others: Any) -> None:
        self.best = int((self.cost + OVER_A_NAME * self._over(others, self.spots)).argmin())

    def collides(self, others: Any) -> bool:
        """Whether so much of this label, or of another, is covered that one of them has to go."""
        shared = _shared(self.spots[self.best][None, :], self.size, others, np.ones(2))[0]
        least = np.minimum(self.size.prod(), others[:, 2:].prod(axis=1))
        return bool((shared > TOUCH * least).any())

    def _over(self, others: Any, spots: Any) -> Any:
        return _overlaps(spots, self.size, others, np.ones(2))


def _others(seat: _Seat, standing: Sequence[_Seat]) -> Any:
    return np.array([one.box for one in standing if one is not seat]).reshape(-1, 4)


def _settle(standing: Sequence[_Seat]) -> None:
    """Each label moves to where it is best, given the others, until none moves any more."""
    for _ in range(ROUNDS):
        before = [seat.best for seat in standing]
        for seat in standing:
            seat.move(_others(seat, standing))
        if [seat.best for seat in standing] == before:
            return


def _scale(label: Label, pixels: float) -> Any:
    """Pixels of a degree at a label: one of latitude is drawn longer than one of longitude."""
    return np.array([pixels, pixels / math.cos(math.radians(label.spots[0][1]))])


def _overlaps(middles: Any, size: Any, boxes: Any, scale: Any) -> Any:
    """How many square pixels of `boxes` a label would cover at each of its places."""
    return _shared(middles, size, boxes, scale).sum(axis=1)


def _shared(middles: Any, size: Any, boxes: Any, scale: Any) -> Any:
    """The same of each box, one row a place."""
    apart = np.abs(middles[:, None, :] - boxes[None, :, :2] * scale)
    return np.maximum((size + boxes[None, :, 2:]) / 2 - apart, 0).prod(axis=2)
