"""Clusters: Moran as the library has it, two-sided, on small matrices whose answers are known."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from shapely.geometry import box, mapping

from stats import clusters
from stats.clusters import Neighbours, find, neighbours_of


def grid(rows: int, columns: int) -> pl.DataFrame:
    """Outlines of unit squares, named by row and column."""
    squares = {f"{r}{c}": box(c, r, c + 1, r + 1) for r in range(rows) for c in range(columns)}
    return pl.DataFrame([(code, json.dumps(mapping(shape))) for code, shape in squares.items()],
                        schema=["area_code", "geometry"], orient="row")  # fmt: skip


def rook(rows: int, columns: int) -> Neighbours:
    codes = [f"{r}{c}" for r in range(rows) for c in range(columns)]
    right = {(f"{r}{c}", f"{r}{c + 1}") for r in range(rows) for c in range(columns - 1)}
    below = {(f"{r}{c}", f"{r + 1}{c}") for r in range(rows - 1) for c in range(columns)}
    return Neighbours(tuple(codes), frozenset(right | below), frozenset())


def of_grid(neighbours: Neighbours, numbers: list[float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {"area_code": neighbours.areas, "value": numbers},
        schema={"area_code": pl.String, "value": pl.Float64},
    )


def test_a_chessboard_is_as_far_from_clustered_as_can_be() -> None:
    found = find(of_grid(rook(2, 2), [1, 0, 0, 1]), rook(2, 2), permutations=99)
    assert found.moran == pytest.approx(-1)
    assert found.expected == pytest.approx(-1 / 3)
    assert not found.is_clustered
    assert found.tested == 4


def test_squares_that_share_a_corner_are_neighbours_and_links_are_added() -> None:
    found = neighbours_of(grid(2, 2), [("00", "01"), ("00", "99")])
    assert len(found.touching) == 6
    assert found.added == frozenset()
    apart = pl.concat(
        [
            grid(2, 2),
            pl.DataFrame({"area_code": ["zz"], "geometry": [json.dumps(mapping(box(9, 9, 10, 10)))]}),
        ]
    )
    found = neighbours_of(apart, [("zz", "00")])
    assert found.added == {("00", "zz")}
    graph = found.graph()
    assert graph.n == 5
    assert dict(graph["zz"]) == {"00": 1.0}
    assert sum(dict(graph["00"]).values()) == pytest.approx(1)


high = {f"{row}{column}" for row in range(3) for column in range(3)}
low = {f"{row}{column}" for row in range(5, 8) for column in range(5, 8)}


def test_a_high_and_a_low_corner_are_two_patches_and_the_sentence_has_its_facts() -> None:
    squares = neighbours_of(grid(8, 8))
    numbers = [
        10.0 if code in high else -10.0 if code in low else 0.01 * place
        for place, code in enumerate(squares.areas)
    ]
    found = find(of_grid(squares, numbers), squares)
    assert found.is_clustered
    # The least there is in two tails: the farthest permutation on either side counts as well.
    assert found.p_value == pytest.approx(3 / 10_000)
    assert (found.as_far, found.tested, found.missing, found.alone) == (0, 64, 0, 0)
    assert [label for label, _ in found.patches] == ["high_high", "low_low"]
    assert {*found.patches[0][1]} <= high
    assert {*found.patches[1][1]} <= low
    labelled = found.areas.filter(pl.col("label").is_in(["high_high", "low_low"]))
    assert (labelled["p_value"] <= found.cut).all()
    assert labelled["patch"].null_count() == 0
    again = find(of_grid(squares, numbers), squares)
    assert again.areas.equals(found.areas)


def test_the_p_value_is_two_sided_and_that_of_the_library() -> None:
    from esda import Moran
    from esda.significance import calculate_significance

    side = rook(5, 5)
    numbers = np.random.default_rng(4).normal(size=25)
    state = np.random.get_state()[1].copy()
    found = find(of_grid(side, list(numbers)), side, permutations=999, seed=12)
    assert np.array_equal(np.random.get_state()[1], state)  # the generator of all is as it was
    np.random.seed(12)
    theirs = Moran(numbers, side.graph(), permutations=999)
    assert found.moran == pytest.approx(theirs.I)
    assert found.p_value == pytest.approx(float(calculate_significance(theirs.I, theirs.sim, "two-sided")))
    assert found.p_value >= theirs.p_sim


def test_the_librarys_own_example_has_the_i_that_it_says() -> None:
    # Homicides around St. Louis; esda's docstring of Moran has I = 0.244.
    from libpysal import examples
    from libpysal import io as files

    weights = files.open(examples.get_path("stl.gal")).read()
    numbers = np.array(files.open(examples.get_path("stl_hom.txt")).by_col["HR8893"])
    codes = {code: f"{place:03}" for place, code in enumerate(weights.id_order)}
    pairs = {clusters._pair(codes[one], codes[other]) for one in codes for other in weights.neighbors[one]}
    theirs = Neighbours(tuple(codes.values()), frozenset(pairs), frozenset())
    found = find(of_grid(theirs, list(numbers)), theirs, permutations=999)
    assert found.moran == pytest.approx(0.244, abs=0.0005)
    assert found.is_clustered
    assert found.tested == 78


def test_where_nothing_stands_out_nothing_is_named() -> None:
    side = rook(5, 5)
    found = find(of_grid(side, list(np.random.default_rng(11).normal(size=25))), side, permutations=999)
    assert set(found.areas["label"]) == {"not_significant"}
    assert found.patches == ()


def test_missing_and_lonely_areas_are_counted_and_an_added_link_names_nobody() -> None:
    side = rook(4, 4)
    with_island = Neighbours((*side.areas, "zz", "yy"), side.touching, frozenset({("00", "zz")}))
    numbers: list[float | None] = [10.0 if code[1] in "01" else 0.0 for code in side.areas]
    numbers[5] = None
    found = find(of_grid(with_island, [*numbers, 10.0, 3.0]), with_island, permutations=99)
    label = dict(found.areas.select("area_code", "label").rows())
    assert (found.missing, found.alone, found.tested) == (1, 1, 16)
    assert (label["11"], label["zz"], label["yy"]) == ("missing", "untested", "untested")
    assert found.areas.filter(area_code="zz")["neighbours"].item() == 1


@pytest.mark.parametrize("numbers", [[1.0] * 9, [None] * 7 + [1.0, 2.0], [None] * 9])
def test_what_cannot_be_tested_is_said_so(numbers: list[float | None]) -> None:
    found = find(of_grid(rook(3, 3), numbers), rook(3, 3), permutations=99)
    assert (found.moran, found.p_value, found.tested) == (None, None, 0)
    assert not found.is_clustered
    assert set(found.areas["label"]) <= {"missing", "untested"}


def test_patches_hang_together_by_touching_outlines() -> None:
    labels = {"a": "low_low", "b": "low_low", "c": "low_low", "d": "high_high", "e": "not_significant"}
    touching = frozenset({("a", "b"), ("b", "d"), ("c", "e")})
    found = list(clusters._patches(labels, touching))
    assert found == [("low_low", ("a", "b")), ("low_low", ("c",)), ("high_high", ("d",))]


def test_the_libraries_are_loaded_by_who_asks_for_clusters() -> None:
    told = subprocess.run(
        [sys.executable, "-c",
         "import sys, warehouse.build, ui.frame.screens, stats.clusters; "
         "print([name for name in ('scipy', 'esda', 'libpysal', 'sklearn') if name in sys.modules])"],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "[]"
