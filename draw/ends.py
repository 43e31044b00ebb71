"""Names at the ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from draw.figure import note
from draw.palette import TABLE


def end_labels(
    ends: Sequence[tuple[float, str, str]],
    last: date,
    span: tuple[float, float],
    room: tuple[float, float],
) -> list[dict[str, Any]]:
    """Names at the lines' ends, pushed apart so that none covers another. `room`: the plot's height, and a label's."""
    inner, tall = room
    pixel = inner / ((span[1] - span[0]) or 1)
    ordered = sorted(ends, key=lambda e: -e[0])
    at = pushed_apart([(span[1] - value) * pixel for value, _, _ in ordered], tall, inner)
    return [
        note(last, value, text, colour, TABLE)
        | {
            "xanchor": "left",
            "xshift": 12,
            "yshift": round((span[1] - value) * pixel - y, 1),
            "yanchor": "middle",
            "align": "left",
        }
        for (value, text, colour), y in zip(ordered, at, strict=True)
    ]


def pushed_apart(places: Sequence[float], least: float, room: float) -> list[float]:
    """Places (ascending) moved as little as may be so that neighbours are `least` apart."""
    groups = [[place, 1] for place in places]  # middle of a block of labels, and how many they are
    merged = True
    while merged:
        merged = False
        for i in range(len(groups) - 1):
            (a, n), (b, m) = groups[i], groups[i + 1]
            if b - a < least * (n + m) / 2:
                groups[i : i + 2] = [[(a * n + b * m) / (n + m), n + m]]
                merged = True
                break
    # Within the room all blocks together: one that is pushed back from an edge pushes those before it.
    spread: list[float] = []
    last = max(room - least * (len(places) - 1), 0)
    for middle, count in groups:
        first = middle - least * (count - 1) / 2 - least * len(spread)
        first = min(max(first, 0), last) + least * len(spread)
        spread += [first + least * i for i in range(int(count))]
    return spread
