"""Which places of a table of periods by areas occur, and where each period stands, in files of a few rows or a million."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from programme.packs.area_index import NOWHERE


def tally(keys: np.ndarray, size: int) -> tuple[Callable[[np.ndarray], np.ndarray], bool]:
    """Which of some keys occur, and whether any occurs twice. Counted in place where keys lie close together, else sorted."""
    if size <= 16 * len(keys) + 1_000_000:
        counted = np.bincount(keys, minlength=size)
        return lambda some: (some != NOWHERE) & (counted[some] > 0), bool((counted > 1).any())
    distinct = np.unique(keys)

    def present(some: np.ndarray) -> np.ndarray:
        place = np.minimum(np.searchsorted(distinct, some), len(distinct) - 1)
        return distinct[place] == some

    return present, len(distinct) < len(keys)


def parted(values: np.ndarray) -> list[np.ndarray]:
    """The places of each value that occurs, in the order of the values."""
    if not len(values):
        return []
    turns = np.flatnonzero(values[1:] != values[:-1]) + 1
    begins, ends = np.concatenate([[0], turns]), np.concatenate([turns, [len(values)]])
    found = values[begins]
    if len(np.unique(found)) == len(found):  # equal values stand together, as they nearly always do
        return [np.arange(begins[at], ends[at]) for at in np.argsort(found).tolist()]
    order = np.argsort(values, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(values[order])) + 1)
