"""The texts of a map as ready layers: names of areas on the map and in its insets, and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely

from draw.map.ground import Ground
from draw.map.insets import Inset
from draw.map.labels import Box, Label, place, text_width
from draw.map.shapes import Patch, compact
from draw.palette import FONTS, Palette, contrast, rgb

PLACE_NAME, INSET_NAME, MARK = 14, 12, 13
AIR = 7  # pixels between one name and the next
SPECK = 5  # a piece whose inscribed circle is smaller, in pixels, carries no mark
INSIDE = 0.88  # the share of an inset's frame that names keep to


def place_names(
    ground: Ground,
    names: Mapping[str, str],
    marked: set[str],
    fills: Mapping[str, str | None],
    colours: Palette,
) -> list[str]:
    """Names on the map: of cities always, of counties where there is room."""
    labels = _labels(ground.spots, names, PLACE_NAME)
    taken = [Box.around(p.point, MARK, MARK) for p in ground.patches if p.area_code in marked]
    taken += [Box.of(inset.frame, ground.pixels) for inset in ground.insets]
    first = [label for code, label in labels.items() if code in ground.cities]
    spots = place(first, taken, ground.pixels)
    taken += [Box(*spot, labels[code].width, labels[code].height) for code, spot in spots.items()]
    # What an inset shows is named there.
    taken += [Box.of(inset.source, ground.pixels) for inset in ground.insets if inset.source]
    others = [label for code, label in labels.items() if code not in ground.cities]
    spots |= place(others, taken, ground.pixels, drop=True)
    return _names("names", spots, labels, names, ground.patches, fills, ground.pixels, PLACE_NAME, colours)


def inset_names(
    number: int,
    inset: Inset,
    names: Mapping[str, str],
    marked: set[str],
    fills: Mapping[str, str | None],
    colours: Palette,
    pixels: float,
) -> list[str]:
    """Names in an inset, where there is room: first of the counties that it was made for."""
    labels = _labels(inset.spots, names, INSET_NAME)
    taken = [
        Box.around(patch.point, MARK, MARK)
        for patch in inset.patches
        if patch.radius >= SPECK and patch.area_code in marked
    ]
    # On a low window the map is drawn smaller and names are not: they keep off the inset's edge.
    whole = Box.of(inset.frame, pixels)
    frame = Box(whole.x, whole.y, whole.width * INSIDE, whole.height * INSIDE)
    first = [labels[code] for code in inset.made_for if code in labels]
    spots = place(first, taken, pixels, drop=True, within=frame)
    taken += [Box(*spot, labels[code].width, labels[code].height) for code, spot in spots.items()]
    wide = {patch.area_code for patch in inset.patches if patch.radius > INSET_NAME}
    others = [label for code, label in labels.items() if code in wide and code not in inset.made_for]
    spots |= place(others, taken, pixels, drop=True, within=frame)
    layer = f"inset-{number}-names"
    return _names(layer, spots, labels, names, inset.patches, fills, pixels, INSET_NAME, colours)


def _names(
    layer: str,
    spots: Mapping[str, tuple[float, float]],
    labels: Mapping[str, Label],
    names: Mapping[str, str],
    patches: Sequence[Patch],
    fills: Mapping[str, str | None],
    pixels: float,
    size: float,
    colours: Palette,
) -> list[str]:
    """Names in two layers: the page's ink, and the reverse where all that lies under a name calls for it."""
    land = [(patch, shapely.from_geojson(patch.geometry)) for patch in patches]
    plain: list[dict[str, Any]] = []
    reversed_: list[dict[str, Any]] = []
    for code, (x, y) in spots.items():
        half = labels[code].width * 0.35 / pixels
        votes = 0
        for point in shapely.points([(x - half, y), (x, y), (x + half, y)]):
            under = next((patch for patch, shape in land if shape.contains(point)), None)
            ground = (fills.get(under.area_code) or colours.no_data) if under else colours.page
            votes += 1 if contrast(colours.text, ground) >= contrast(colours.page, ground) else -1
        (plain if votes > -3 else reversed_).append({"p": [x, y], "t": names[code]})
    layers = [texts(layer, plain, size, colours)]
    if reversed_:
        ink, halo = rgb(colours.page), rgb(colours.text)
        layers.append(texts(f"{layer}-reversed", reversed_, size, colours, colour=ink, halo=halo))
    return layers


def _labels(
    spots: Mapping[str, Sequence[tuple[float, float]]], names: Mapping[str, str], size: float
) -> dict[str, Label]:
    return {
        code: Label(code, text_width(names[code], size) + AIR, size * 1.2, tuple(places))
        for code, places in spots.items()
        if names.get(code) and places
    }


def texts(
    layer: str,
    data: Iterable[Mapping[str, Any]],
    size: float,
    colours: Palette,
    *,
    colour: str | list[int] | None = None,
    halo: list[int] | None = None,
    bold: bool = True,
) -> str:
    """A layer of texts, each at its place: bold ones carry a halo, in the page's colour unless told."""
    settings = {
        "@@type": "TextLayer",
        "id": layer,
        "data": list(data),
        "getPosition": "@@=p",
        "getText": "@@=t",
        "getSize": size,
        "sizeUnits": "pixels",
        "getColor": colour or rgb(colours.text),
        "fontFamily": FONTS,
        "fontWeight": 700 if bold else 400,
        # Without this the layer knows only ASCII and leaves Chinese characters out.
        "characterSet": "auto",
    }
    if bold:
        settings |= {
            "fontSettings": {"sdf": True, "fontSize": 64, "buffer": 12, "radius": 18, "smoothing": 0.12},
            "outlineWidth": 3,
            "outlineColor": halo or rgb(colours.page),
        }
    return compact(settings)
