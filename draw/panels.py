"""How groups of rows share panels side by side. Numbers in, numbers out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence


def packed(sizes: Sequence[int], panels: int) -> list[list[int]]:
    """Which groups, by their place in `sizes`, stand in which panel: whole ones, and the panels about as long as each other.

    The largest first, each into the panel with least in it; of equal ones the earlier. A panel keeps the order of its groups, and
    the panels that of their first. The same groups always stand in the same places: the eye learns them.
    """
    filled: list[list[int]] = [[] for _ in range(max(panels, 1))]
    long = [0] * len(filled)
    for group in sorted(range(len(sizes)), key=lambda one: (-sizes[one], one)):
        least = min(range(len(filled)), key=lambda panel: (long[panel], panel))
        filled[least].append(group)
        long[least] += sizes[group]
    return sorted(sorted(panel) for panel in filled if panel)


def cut(sizes: Sequence[int], most: int) -> list[tuple[int, int, int]]:
    """Groups in pieces of at most `most` rows, each as (group, first row, row after its last); a piece is about as long as the next."""
    pieces = []
    for group, size in enumerate(sizes):
        parts = max(-(-size // max(most, 1)), 1)
        edges = [size * part // parts for part in range(parts + 1)]
        pieces += [(group, start, end) for start, end in itertools.pairwise(edges)]
    return pieces
