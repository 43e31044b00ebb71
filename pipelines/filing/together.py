"""Whether the figures of one whole are together far from the last known ones, though none of them is by itself.

A file in which every figure of a county is doubled is as wrong as one with a digit too many, and nothing shows it but the
sum. A sum over a dozen units moves little, so that it is far much sooner than one figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipelines.filing.check import NO_FIGURE
from programme.datasets import Counts
from programme.packs.area_index import NOWHERE, TOWNSHIP, AreasOn

PARTS = 3  # fewer parts are no whole: each is looked at by itself


@dataclass(frozen=True)
class Groups:
    """Rows by the whole they are filed for: a township's by the area above it, any other by itself."""

    whole: np.ndarray  # place of the area, per group
    order: np.ndarray | None  # rows, group after group; None where they stand so
    begins: np.ndarray  # of each group in that order
    own: np.ndarray  # whether the whole filed itself
    whole_of_row: np.ndarray

    @staticmethod
    def of(area: np.ndarray, tree: AreasOn) -> Groups:
        """The groups of some areas that file."""
        own = (tree.files_as[area] != TOWNSHIP) | (tree.parent[area] == NOWHERE)
        whole = np.where(own, area, tree.parent[area])
        key = whole * 2 + own  # a whole and the parts of it do not add up
        order = None if (np.diff(key) >= 0).all() else np.argsort(key, kind="stable")
        begins = np.flatnonzero(np.diff(key if order is None else key[order], prepend=-1))
        first = begins if order is None else order[begins]
        return Groups(whole[first], order, begins, own[first], whole)

    def sums(self, figures: np.ndarray) -> np.ndarray:
        """The sum of the figures per group and measure."""
        return np.add.reduceat(figures if self.order is None else figures[self.order], self.begins, axis=0)

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many rows a group has."""
        return np.diff(self.begins, append=len(self.whole_of_row))

    def rows(self, group: int) -> np.ndarray:
        """The rows of a group, in the order of the file."""
        begin, end = int(self.begins[group]), int(self.begins[group] + self.sizes[group])
        return np.arange(begin, end) if self.order is None else self.order[begin:end]


@dataclass(frozen=True)
class Moved:
    """Sums over rows of which both figures are known, per group and measure: before, filed, and over how many."""

    before: np.ndarray
    filed: np.ndarray
    rows: np.ndarray

    @staticmethod
    def between(groups: Groups, before: np.ndarray, filed: np.ndarray, aside: np.ndarray | None) -> Moved:
        """`aside` are figures told by themselves, that do not count."""
        left_out = (before == NO_FIGURE) | (filed == NO_FIGURE)
        if aside is not None:
            left_out |= aside
        if not left_out.any():  # nearly always, and cheaper
            rows = np.broadcast_to(groups.sizes[:, None], (len(groups.begins), filed.shape[1]))
            return Moved(groups.sums(before), groups.sums(filed), rows)
        return Moved(
            groups.sums(np.where(left_out, 0, before)),
            groups.sums(np.where(left_out, 0, filed)),
            groups.sums((~left_out).astype(np.int64)),
        )

    def __add__(self, other: Moved) -> Moved:
        """The sums of both."""
        return Moved(self.before + other.before, self.filed + other.filed, self.rows + other.rows)

    def where(self, which: np.ndarray, other: Moved) -> Moved:
        """The same, with the sums of another in some places."""
        return Moved(
            np.where(which, other.before, self.before),
            np.where(which, other.filed, self.filed),
            np.where(which, other.rows, self.rows),
        )

    def where_any(self, other: Moved) -> Moved:
        """The same, with the sums of another where no figure before is known."""
        return self.where(self.rows == 0, other)

    def is_far(self, dataset: Counts) -> np.ndarray:
        """Which sums are far from those before."""
        return far_whole(dataset, self.before, self.filed)


def far_whole(dataset: Counts, before: np.ndarray, filed: np.ndarray) -> np.ndarray:
    """Which figures of wholes, by measure, are far from those before; what flows goes up and down with the season."""
    larger, smaller = np.maximum(filed, before), np.maximum(np.minimum(filed, before), 1)
    far = (larger * 100 >= dataset.jump_whole_percent * smaller) & (larger >= dataset.jump_from)
    return far & np.array([not measure.flow for measure in dataset.measures])
