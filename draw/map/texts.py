"""The texts of a map as ready layers: names of areas on the map and in its insets, and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from draw.map.ground import Ground
from draw.map.insets import Inset
from draw.map.labels import Box, Label, place
from draw.map.shapes import Patch, compact
from draw.palette import FONTS, Palette, contrast, rgb
from draw.text import text_width

PLACE_NAME, INSET_NAME, MARK = 14, 12, 13
AIR = 7  # pixels between one name and the next
SPECK = 5  # a piece whose inscribed circle is smaller, in pixels, carries no mark
INSIDE = 0.88  # the share of an inset's frame that names keep to


@dataclass(frozen=True)
class Naming:
    """What names are written and what they must heed, by area code: marks they keep off, fills they lie on."""

    names: Mapping[str, str]
    marked: frozenset[str]
    fills: Mapping[str, str | None]
    colours: Palette


@dataclass(frozen=True)
class Lettering:
    """How a layer's texts look: size in pixels, colour as deck.gl takes it; with a halo they are bold."""

    size: float
    colour: str | list[int]
    halo: list[int] | None = None


def place_names(ground: Ground, naming: Naming) -> list[str]:
    """Names on the map: of cities always, of counties where there is room."""
    labels = _labels(ground.spots, naming.names, PLACE_NAME)
    obstacles = [Box.around(p.point, MARK, MARK) for p in ground.patches if p.area_code in naming.marked]
    obstacles += [Box.of(inset.frame, ground.pixels) for inset in ground.insets]
    first = [label for code, label in labels.items() if code in ground.cities]
    spots = place(first, obstacles, ground.pixels)
    obstacles += [Box(*spot, labels[code].width, labels[code].height) for code, spot in spots.items()]
    # What an inset shows is named there.
    obstacles += [Box.of(inset.source, ground.pixels) for inset in ground.insets if inset.source]
    others = [label for code, label in labels.items() if code not in ground.cities]
    spots |= place(others, obstacles, ground.pixels, drop=True)
    places = _places(spots, labels, ground.pixels)
    return _names("names", places, ground.patches, naming, PLACE_NAME)


def inset_names(number: int, inset: Inset, naming: Naming, pixels: float) -> list[str]:
    """Names in an inset, where there is room: first of the counties that it was made for."""
    labels = _labels(inset.spots, naming.names, INSET_NAME)
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
    obstacles += [Box(*spot, labels[code].width, labels[code].height) for code, spot in spots.items()]
    wide = {patch.area_code for patch in inset.patches if patch.radius > INSET_NAME}
    others = [label for code, label in labels.items() if code in wide and code not in inset.made_for]
    spots |= place(others, obstacles, pixels, drop=True, within=frame)
    places = _places(spots, labels, pixels)
    return _names(f"inset-{number}-names", places, inset.patches, naming, INSET_NAME)


def _places(
    spots: Mapping[str, tuple[float, float]], labels: Mapping[str, Label], pixels: float
) -> dict[str, tuple[float, float, float]]:
    """Where each name stands, and how far from its middle (in degrees) it still covers the ground for certain."""
    return {code: (x, y, labels[code].width * 0.35 / pixels) for code, (x, y) in spots.items()}


def _names(
    layer: str,
    places: Mapping[str, tuple[float, float, float]],
    patches: Sequence[Patch],
    naming: Naming,
    size: float,
) -> list[str]:
    """Names in two layers: the page's ink, and the reverse where all that lies under a name calls for it."""
    colours, names = naming.colours, naming.names
    page, ink = rgb(colours.page), rgb(colours.text)
    land = [(patch, shapely.from_geojson(patch.geometry)) for patch in patches]
    plain: list[dict[str, Any]] = []
    reversed_: list[dict[str, Any]] = []
    for code, (x, y, half) in places.items():
        votes = 0
        for point in shapely.points([(x - half, y), (x, y), (x + half, y)]):
            under = next((patch for patch, shape in land if shape.contains(point)), None)
            ground = (naming.fills.get(under.area_code) or colours.no_data) if under else colours.page
            votes += 1 if contrast(colours.text, ground) >= contrast(colours.page, ground) else -1
        (plain if votes > -3 else reversed_).append({"p": [x, y], "t": names[code]})
    layers = [texts(layer, plain, Lettering(size, ink, halo=page))]
    if reversed_:
        layers.append(texts(f"{layer}-reversed", reversed_, Lettering(size, page, halo=ink)))
    return layers


def _labels(
    spots: Mapping[str, Sequence[tuple[float, float]]], names: Mapping[str, str], size: float
) -> dict[str, Label]:
    return {
        code: Label(code, text_width(names[code], size) + AIR, size * 1.2, tuple(places))
        for code, places in spots.items()
        if names.get(code) and places
    }


def texts(layer: str, data: Iterable[Mapping[str, Any]], lettering: Lettering) -> str:
    """A layer of texts, each at its place."""
    settings = {
        "@@type": "TextLayer",
        "id": layer,
        "data": list(data),
        "getPosition": "@@=p",
        "getText": "@@=t",
        "getSize": lettering.size,
        "sizeUnits": "pixels",
        "getColor": lettering.colour,
        "fontFamily": FONTS,
        "fontWeight": 700 if lettering.halo else 400,
        # Without this the layer knows only ASCII and leaves Chinese characters out.
        "characterSet": "auto",
    }
    if lettering.halo:
        settings |= {
            "fontSettings": {"sdf": True, "fontSize": 64, "buffer": 12, "radius": 18, "smoothing": 0.12},
            "outlineWidth": 3,
            "outlineColor": lettering.halo,
        }
    return compact(settings)
