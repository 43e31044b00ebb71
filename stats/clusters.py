"""Whether counties alike lie together: global and local Moran on contiguity, two-sided, with a false-discovery cut.

Queen contiguity of the outlines (`libpysal.graph`), and links that a pack adds for areas that touch nobody. The tests are esda's;
its own p-values pick their tail after looking, so the two-sided ones are taken (`esda.significance`). 9,999 permutations: a cut for 90
tests needs p down to 0.0006, and the least that two tails give is three of them, 0.0003. esda takes numpy's own generator, which is seeded
just before and put back after.

The libraries are loaded by whoever asks for clusters, not with this module.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

SEED = 20211227
PERMUTATIONS = 9999
ALPHA = 0.05
FEWEST = 4  # areas with a value and a neighbour, under which nothing is tested
# Quadrants as esda numbers them: first the area, then its neighbours.
QUADRANTS = {1: "high_high", 2: "low_high", 3: "low_low", 4: "high_low"}
PATCHES = ("high_high", "low_low")
# What an area is called: one of QUADRANTS where it passes the cut, else not_significant; untested where its only neighbours are
# links added by hand or it has none; missing without a value.
AREA_SCHEMA: dict[str, Any] = {
    "area_code": pl.String,
    "value": pl.Float64,
    "standardised": pl.Float64,
    "neighbours_standardised": pl.Float64,
    "neighbours": pl.Int64,
    "local_moran": pl.Float64,
    "p_value": pl.Float64,
    "label": pl.String,
    "patch": pl.Int64,
}

_GENERATOR = threading.Lock()
Progress = Callable[[str, int, int], None]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Neighbours:
    """Which areas are neighbours. `touching` are pairs whose outlines touch, `added` those that a pack links; each pair once."""

    areas: tuple[str, ...]
    touching: frozenset[tuple[str, str]]
    added: frozenset[tuple[str, str]]

    def of(self, codes: Iterable[str]) -> Neighbours:
        """The same among some of the areas."""
        kept = set(codes)

        def within(pairs: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
            return frozenset(pair for pair in pairs if kept >= {*pair})

        areas = tuple(code for code in self.areas if code in kept)
        return Neighbours(areas, within(self.touching), within(self.added))

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return self.touching | self.added

    def graph(self) -> Any:
        """`libpysal.graph.Graph` of touching and added pairs, rows summing to 1."""
        from libpysal.graph import Graph

        linked = {code for pair in self.pairs for code in pair}
        both = [(one, other, 1.0) for one, other in self.pairs]
        both += [(other, one, 1.0) for one, other in self.pairs]
        # An area without neighbours is its own, with weight 0.
        both += [(code, code, 0.0) for code in self.areas if code not in linked]
        places = {code: place for place, code in enumerate(self.areas)}
        focal, neighbour, weight = zip(
            *sorted(both, key=lambda pair: (places[pair[0]], places[pair[1]])), strict=True
        )
        return Graph.from_arrays(np.array(focal), np.array(neighbour), np.array(weight)).transform("r")


def neighbours_of(outlines: pl.DataFrame, links: Iterable[tuple[str, str]] = ()) -> Neighbours:
    """Neighbours by contiguity of outlines (`area_code`, `geometry` as GeoJSON text), and added links among them.

    Outlines that share a point touch (queen). A link between two that touch anyway adds nothing.
    """
    import geopandas
    import shapely
    from libpysal.graph import Graph

    ordered = outlines.sort("area_code")
    codes = ordered["area_code"].to_list()
    shapes = geopandas.GeoSeries(shapely.from_geojson(ordered["geometry"].to_list()), index=codes)
    with _quiet():
        adjacency = Graph.build_contiguity(shapes, rook=False).adjacency
    pairs = {_pair(one, other) for (one, other), weight in adjacency.items() if weight and one != other}
    known = set(codes)
    added = {_pair(one, other) for one, other in links if known >= {one, other}}
    return Neighbours(tuple(codes), frozenset(pairs), frozenset(added - pairs))


@dataclass(frozen=True)
class Clusters:
    """What was found, to be told in a plain sentence.

    Attributes:
        areas: one row an area with an outline (`AREA_SCHEMA`).
        moran: Moran's I over the tested areas; none where nothing could be tested.
        expected: what it would be without any order.
        p_value: two-sided.
        as_far: in how many permutations I lay as far out, on either side.
        permutations: how many there were.
        cut: the p-value up to which an area passes (false discovery among all tested areas at 5 %).
        tested: how many areas were tested.
        missing: how many have no value.
        alone: how many have a value and no neighbour with one; they take no part.
        patches: connected areas of one label, the largest first: label and codes.
    """

    areas: pl.DataFrame
    moran: float | None
    expected: float | None
    p_value: float | None
    as_far: int | None
    permutations: int
    cut: float | None
    tested: int
    missing: int
    alone: int
    patches: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_clustered(self) -> bool:
        """Whether counties alike lie together as a whole: I above what is expected, at 5 %."""
        if self.moran is None or self.p_value is None or self.expected is None:
            return False
        return self.p_value <= ALPHA and self.moran > self.expected


def find(
    values: pl.DataFrame,
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Clusters:
    """Global and local Moran of values (`area_code`, `value`) over their neighbours.

    Areas without a value are dropped first, then those left without a neighbour: esda answers a missing value with NaN
    without a word. An area all of whose neighbours are added links is tested with the others and never named.
    """
    step = progress or (lambda *_: None)
    step("neighbours", 0, 3)
    known = {
        code: value for code, value in values.select("area_code", "value").iter_rows() if value is not None
    }
    with_value = neighbours.of(known)
    linked = {code for pair in with_value.pairs for code in pair}
    kept = with_value.of(linked)
    missing = [code for code in neighbours.areas if code not in known]
    numbers = np.array([known[code] for code in kept.areas], dtype=np.float64)
    alone = len(with_value.areas) - len(kept.areas)
    if len(kept.areas) < FEWEST or np.ptp(numbers) == 0:
        rows = [(code, known.get(code), *[None] * 5, "missing" if code in missing else "untested", None)
                for code in neighbours.areas]  # fmt: skip
        table = pl.DataFrame(rows, schema=AREA_SCHEMA, orient="row")
        return Clusters(table, None, None, None, None, permutations, None, 0, len(missing), alone, ())
    tested = _tested(numbers, kept, (permutations, seed), step)
    step("done", 3, 3)
    labels = _labels(tested, kept)
    patches = tuple(_patches(labels, kept.touching))
    patch_of = {code: number for number, (_, codes) in enumerate(patches, start=1) for code in codes}
    counts = {code: sum(code in pair for pair in kept.pairs) for code in kept.areas}
    rows = []
    for code in neighbours.areas:
        if code in labels:
            place = kept.areas.index(code)
            figures = (
                tested.z[place],
                tested.lag[place],
                counts[code],
                tested.local[place],
                tested.p_local[place],
            )
            rows.append((code, known[code], *figures, labels[code], patch_of.get(code)))
        else:
            label = "missing" if code in missing else "untested"
            rows.append((code, known.get(code), None, None, 0, None, None, label, None))
    return Clusters(
        pl.DataFrame(rows, schema=AREA_SCHEMA, orient="row"),
        tested.moran,
        tested.expected,
        tested.p_value,
        tested.as_far,
        permutations,
        tested.cut,
        len(kept.areas),
        len(missing),
        alone,
        patches,
    )


@dataclass(frozen=True)
class _Tested:
    moran: float
    expected: float
    p_value: float
    as_far: int
    z: Numbers
    lag: Numbers
    local: Numbers
    p_local: Numbers
    quadrant: npt.NDArray[np.int64]
    cut: float


def _tested(numbers: Numbers, kept: Neighbours, how: tuple[int, int], step: Progress) -> _Tested:
    from esda import Moran, Moran_Local
    from esda.significance import calculate_significance
    from esda.util import fdr

    permutations, seed = how
    graph = kept.graph()
    with _quiet(), _seeded(seed):  # the local one seeds it as well, and leaves it so
        step("global", 1, 3)
        whole = Moran(numbers, graph, permutations=permutations)
        step("local", 2, 3)
        local = Moran_Local(
            numbers, graph, permutations=permutations, seed=seed, keep_simulations=True, n_jobs=1
        )
    p_value = float(calculate_significance(whole.I, whole.sim, "two-sided"))
    p_local = np.asarray(calculate_significance(local.Is, local.rlisas, "two-sided"), dtype=np.float64)
    distance = abs(whole.I - whole.EI)
    as_far = int((np.abs(whole.sim - whole.EI) >= distance).sum())
    z = (numbers - numbers.mean()) / numbers.std()
    return _Tested(
        float(whole.I),
        float(whole.EI),
        p_value,
        as_far,
        z,
        np.asarray(graph.lag(z), dtype=np.float64),
        np.asarray(local.Is, dtype=np.float64),
        p_local,
        np.asarray(local.q, dtype=np.int64),
        float(fdr(p_local, ALPHA)),
    )


def _labels(tested: _Tested, kept: Neighbours) -> dict[str, str]:
    """What each tested area is called."""
    touched = {code for pair in kept.touching for code in pair}
    labels = {}
    for code, p_value, quadrant in zip(kept.areas, tested.p_local, tested.quadrant, strict=True):
        if code not in touched:
            labels[code] = "untested"
        else:
            labels[code] = QUADRANTS[int(quadrant)] if p_value <= tested.cut else "not_significant"
    # Where nothing passes, the cut that esda gives is the strictest there could be, and what lies on it does.
    return labels


def _patches(
    labels: dict[str, str], touching: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Areas of one label that hang together by touching outlines, the largest first; of equal ones the first code's."""
    found: list[tuple[str, tuple[str, ...]]] = []
    left = {code: label for code, label in labels.items() if label in PATCHES}
    while left:
        start, label = next(iter(left.items()))
        patch, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            beside = {one if other == here else other for one, other in touching if here in (one, other)}
            new = {code for code in beside - patch if left.get(code) == label}
            patch |= new
            waiting += new
        for code in patch:
            del left[code]
        found.append((label, tuple(sorted(patch))))
    yield from sorted(found, key=lambda one: (-len(one[1]), one[1]))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """numpy's own generator from a seed, and as it was afterwards; there is one for all threads, so one is in here at a time."""
    with _GENERATOR:
        before = np.random.get_state()
        np.random.seed(seed)
        try:
            yield
        finally:
            np.random.set_state(before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the libraries say of pieces and of their defaults of tomorrow: both are dealt with here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
