"""Lays a province's counties out on a grid, a cell for each: the small map of equal tiles.

Every county goes to a cell near its own place: the sum of squared distances is the least there is (an assignment). Places
are first drawn apart, halfway to their rank from west to east and from north to south, because counties crowd where people live.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import linear_sum_assignment
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
    chosen = grid[linear_sum_assignment(costs)[1]].astype(int)
    chosen -= chosen.min(axis=0)
    return [(code, int(row), int(column)) for code, (row, column) in zip(codes, chosen, strict=True)]


def _apart(values: np.ndarray) -> np.ndarray:
    """Values between 0 and 1, part of the way to their ranks."""
    span = float(np.ptp(values)) or 1.0
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(len(values) - 1, 1)
    return (1 - STRETCH) * (values - values.min()) / span + STRETCH * ranks
