"""Made-up shapes and rows for tests of what is drawn: squares on a grid, one county each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl
import shapely

BOUNDS = (12.0, 15.0, 18.0, 20.0, 22.0)


def shapes(squares: Mapping[str, tuple[float, float, float]], *, cities: bool = True) -> pl.DataFrame:
    """Squares by code, each left, bottom and side in degrees; the first four digits make the city."""
    boxes = {code: shapely.box(x, y, x + side, y + side) for code, (x, y, side) in squares.items()}
    rows = [("county", code, shapely.to_geojson(box)) for code, box in boxes.items()]
    by_city: dict[str, list[Any]] = {}
    for code, box in boxes.items():
        by_city.setdefault(code[:4] + "00", []).append(box)
    if cities:
        rows += [("city", code, shapely.to_geojson(shapely.union_all(b))) for code, b in by_city.items()]
    return pl.DataFrame(rows, schema=["kind", "area_code", "geometry"], orient="row")


def grid(size: int = 4, side: float = 0.5) -> dict[str, tuple[float, float, float]]:
    """A square land of size x size counties; each column is a city."""
    return {
        f"99{column + 1:02}{row + 1:02}": (110 + column * side, 30 + row * side, side)
        for column in range(size)
        for row in range(size)
    }


def rows(values: Mapping[str, float | None], *, target: float | None = 18.0, **more: Any) -> pl.DataFrame:
    """Rows as of the question `county_compliance`, from values by code; None: not reported."""
    return pl.DataFrame(
        [_row(code, value, target) | dict(more.get(code) or {}) for code, value in values.items()],
        infer_schema_length=None,
    )


def _row(code: str, value: float | None, target: float | None) -> dict[str, Any]:
    verdict = "no_target" if target is None else "unknown"
    gap = None
    if value is not None and target is not None:
        verdict = "met" if value >= target else "not_met"
        gap = max(0, round((target - value) * 40))
    return {
        "area_code": code,
        "area_name_zh": f"县{code}",
        "area_name_en": f"County {code}",
        "short_name_zh": f"县{code[-4:]}",
        "short_name_en": f"C{code[-4:]}",
        "city_code": code[:4] + "00",
        "verdict": verdict,
        "value_shown": value,
        "class_index": None if value is None else sum(bound <= value for bound in BOUNDS),
        "gap": gap,
        "change_shown": None if value is None else 0.3,
        "value_status": "missing" if value is None else "reported",
    }


def layers(deck: Any) -> dict[str, Any]:
    """The layers of a ready deck by their id."""
    return {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}


def points(rings: Iterable[Iterable[float]]) -> list[tuple[float, float]]:
    return [(x, y) for x, y in rings]


def drawn_lines(text: str) -> list[Any]:
    """Every line of a drawing's paths, in its pixels: each is written as a place and steps from it."""
    found = []
    for path in re.findall(r' d="([^"]+)"', text):
        for ring in re.findall(r"M([^Mz]+)", path):
            if "l" not in ring:
                continue
            start, steps = ring.split("l", 1)
            pairs = np.array([float(one) for one in f"{start} {steps}".split()]).reshape(-1, 2)
            found.append(shapely.LineString(np.cumsum(pairs, axis=0)))
    return found
