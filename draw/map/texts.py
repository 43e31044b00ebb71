"""The texts of a map as ready layers: names of areas on the map and in its insets, and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from draw.map.ground import Ground
from draw.map.insets import Inset
from draw.map.labels import Box, Label, give_way, place
from draw.map.shapes import compact
from draw.palette import FONTS, Palette, rgb
from draw.text import text_width

PLACE_NAME, INSET_NAME, MARK = 14, 12, 13
LEAST_NAME = 9.5  # pixels of a name or a mark on the lowest map
AIR = 7  # pixels between one name and the next
SPECK = 5  # a piece whose inscribed circle is smaller, in pixels, carries no mark
INSIDE = 0.88  # the share of an inset's frame that names keep to


@dataclass(frozen=True)
class Naming:
    """What names are written, by area code, and which areas carry a mark that a name must keep off."""

    names: Mapping[str, str]
    marked: frozenset[str]


@dataclass(frozen=True)
class Name:
    """A name where it is written: its middle (longitude, latitude) and its size in pixels."""

    text: str
    place: tuple[float, float]
    size: float


@dataclass(frozen=True)
class Lettering:
    """How a layer's texts look: size in pixels, colour as deck.gl takes it; with a halo they are bold."""

    size: float
    colour: str | list[int]
    halo: list[int] | None = None


def place_names(ground: Ground, naming: Naming, size: float = PLACE_NAME) -> list[Name]:
    """Names on the map: of cities all that can stand without covering one another, the larger first; of counties where there is room."""
    labels = {
        code: replace(label, weight=ground.sizes[code])
        for code, label in _labels(ground.spots, naming.names, size).items()
    }
    obstacles = [Box.around(p.point, MARK, MARK) for p in ground.marked(()) if p.area_code in naming.marked]
    obstacles += [Box.of(inset.frame, ground.pixels) for inset in ground.insets]
    first = tuple(label for code, label in labels.items() if code in ground.cities)
    spots = dict(give_way(first, tuple(obstacles), ground.pixels))
    obstacles += [labels[code].at(spot) for code, spot in spots.items()]
    # What an inset shows is named there.
    obstacles += [Box.of(inset.source, ground.pixels) for inset in ground.insets if inset.source]
    others = [label for code, label in labels.items() if code not in ground.cities]
    spots |= place(others, obstacles, ground.pixels, drop=True)
    return [Name(naming.names[code], spot, size) for code, spot in spots.items()]


def inset_names(inset: Inset, naming: Naming, pixels: float) -> list[Name]:
    """Names in an inset, where there is room: first of the counties that it was made for."""
    geometries = {patch.area_code: patch.geometry for patch in inset.patches}
    wide = {patch.area_code for patch in inset.patches if patch.radius > INSET_NAME}
    spots_of = {code: spots for code, spots in inset.spots.items() if code in wide or code in inset.made_for}
    labels = {
        code: _inside_first(label, geometries[code], pixels) if code in geometries else label
        for code, label in _labels(spots_of, naming.names, INSET_NAME).items()
    }
    obstacles = [
        Box.around(patch.point, MARK, MARK)
        for patch in inset.patches
        if patch.radius >= SPECK and patch.area_code in naming.marked
    ]
    # On a low window the map is drawn smaller and names are not: they keep off the inset's edge.
    whole = Box.of(inset.frame, pixels)
    frame = Box(whole.x, whole.y, whole.width * INSIDE, whole.height * INSIDE)
    first = [labels[code] for code in inset.made_for if code in labels]
    spots = place(first, obstacles, pixels, drop=True, within=frame)
    obstacles += [labels[code].at(spot) for code, spot in spots.items()]
    others = [label for code, label in labels.items() if code not in inset.made_for]
    spots |= place(others, obstacles, pixels, drop=True, within=frame)
    return [Name(naming.names[code], spot, INSET_NAME) for code, spot in spots.items()]


@lru_cache(maxsize=5000)
def _inside_first(label: Label, geometry: str, pixels: float) -> Label:
    """The label with those of its places first at which most of the name lies on its own county, whose outline is given as GeoJSON.

    A name across a border is read as the neighbour's. Kept: the same for every indicator and period.
    """
    shape = shapely.from_geojson(geometry)
    spots = np.array(label.spots)
    reach = np.array([label.width - AIR, label.height * 0.6]) / 2 / pixels
    shares = np.zeros(len(spots))
    for aside in (-1, -0.5, 0, 0.5, 1):
        for above in (-1, 0, 1):
            shares += shapely.contains_xy(shape, *(spots + reach * (aside, above)).T)
    order = np.argsort(-shares, kind="stable")
    return replace(label, spots=tuple(label.spots[i] for i in order))


def _labels(
    spots: Mapping[str, Sequence[tuple[float, float]]], names: Mapping[str, str], size: float
) -> dict[str, Label]:
    return {
        code: Label(code, text_width(names[code], size) + AIR, size * 1.2, tuple(places))
        for code, places in spots.items()
        if names.get(code) and places
    }


def named(layer: str, names: Iterable[Name], colours: Palette, pixels: float) -> str:
    """A layer of names in the page's ink, set off by a halo of the page's colour from whatever lies under them.

    One ink for all: a name on two grounds in the one's ink would be lost on the other.
    """
    written = list(names)
    data = [{"p": list(name.place), "t": name.text} for name in written]
    size = written[0].size if written else PLACE_NAME
    return texts(layer, data, Lettering(size, rgb(colours.text), halo=rgb(colours.page)), pixels)


def texts(layer: str, data: Iterable[Mapping[str, Any]], lettering: Lettering, pixels: float) -> str:
    """A layer of texts, each at its place; `pixels` are those of a degree at the height that texts are placed for."""
    settings = {
        "@@type": "TextLayer",
        "id": layer,
        "data": list(data),
        "getPosition": "@@=p",
        "getText": "@@=t",
        # On a map lower than the one that names are placed for, they shrink with it; never larger, nor too small to read.
        "getSize": round(lettering.size / pixels * 512 / 360, 5),
        "sizeUnits": "common",
        "sizeMinPixels": LEAST_NAME,
        "sizeMaxPixels": lettering.size,
        "getColor": lettering.colour,
        "fontFamily": FONTS,
        "fontWeight": 700 if lettering.halo else 400,
        # Without this the layer knows only ASCII and leaves Chinese characters out.
        "characterSet": "auto",
    }
    if lettering.halo:
        settings |= {
            "fontSettings": {"sdf": True, "fontSize": 64, "buffer": 20, "radius": 28, "smoothing": 0.1},
            "outlineWidth": 7,
            "outlineColor": lettering.halo,
        }
    return compact(settings)
