"""Lays a province's counties out on a grid, a cell for each: the small map of equal tiles.

Every county goes to a cell near its own place: the sum of squared distances is the least there is (an assignment). Places
are first drawn apart, halfway to their rank from west to east and from north to south, because counties crowd where people live.
"""

from __future__ import annotations

import math

import numpy as np
from shapely.geometry.base import BaseGeometry

ROOM = 1.35  # cells for each county: enough that coasts and corners stay free
STRETCH = 0.5  # how far a place moves towards its rank


def lay_out(outlines: dict[str, BaseGeometry]) -> list[tuple[str, int, int]]:
    """Code, row (0 in the north) and column (0 in the west) of each county, by code; no two on one cell."""
    codes = sorted(outlines)
    if not codes:
        return []
    middles = np.array([outlines[code].representative_point().coords[0] for code in codes])
    across = middles[:, 0] * math.cos(math.radians(float(middles[:, 1].mean())))
    down = -middles[:, 1]
    wide, tall = (max(float(np.ptp(side)), 1e-6) for side in (across, down))
    cells = len(codes) * ROOM
    columns = max(1, min(len(codes), math.ceil(math.sqrt(cells * wide / tall))))
    rows = max(1, math.ceil(cells / columns))
    places = np.column_stack([_apart(down) * (rows - 1), _apart(across) * (columns - 1)])
    grid = np.array([(row, column) for row in range(rows) for column in range(columns)], dtype=float)
    costs = ((places[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    chosen = grid[_assigned(costs)].astype(int)
    chosen -= chosen.min(axis=0)
    return [(code, int(row), int(column)) for code, (row, column) in zip(codes, chosen, strict=True)]


def _apart(values: np.ndarray) -> np.ndarray:
    """Values between 0 and 1, part of the way to their ranks."""
    span = float(np.ptp(values)) or 1.0
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(len(values) - 1, 1)
    return (1 - STRETCH) * (values - values.min()) / span + STRETCH * ranks


def _assigned(costs: np.ndarray) -> np.ndarray:
    """For each row the column it is given, each column once at most, so that the sum of costs is the least.

    The Hungarian method by shortest augmenting paths: a row at a time finds its cheapest way to a free column.
    """
    rows, columns = costs.shape
    row_prices, column_prices = np.zeros(rows), np.zeros(columns)
    owner = np.full(columns, -1)
    for row in range(rows):
        reach = np.full(columns, np.inf)
        before = np.full(columns, -1)  # the column from which each is reached; -1: from the new row itself
        done = np.zeros(columns, dtype=bool)
        now, here, length = row, -1, 0.0
        while True:
            ways = length + costs[now] - row_prices[now] - column_prices
            better = ~done & (ways < reach)
            reach[better], before[better] = ways[better], here
            here = int(np.where(done, np.inf, reach).argmin())
            length = float(reach[here])
            done[here] = True
            if owner[here] < 0:
                break
            now = int(owner[here])
        taken = done.copy()
        taken[here] = False
        row_prices[row] += length
        row_prices[owner[taken]] += length - reach[taken]
        column_prices[taken] -= length - reach[taken]
        while here >= 0:
            owner[here] = row if before[here] < 0 else owner[before[here]]
            here = int(before[here])
    return np.array([int(np.flatnonzero(owner == row)[0]) for row in range(rows)])
