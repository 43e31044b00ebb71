"""The compliance map: a prepared ground and a frame in, a deck.gl map out, ready as text.

The deck is written as compact JSON at once (pydeck's own writer indents, which costs five times the
bytes and the time) and asks for nothing outside the message: the base map is an empty inline style.
Of ours it imports only what draws: the other modules of `draw.map`, `draw.palette` and `draw.scales`.

What a page does with it::

    ground = prepare(shapes)                      # once per set of shapes, kept in a cache
    deck = compliance_map(ground, rows, Paint(scale, code, theme), names=…, hover=…)
    with st.container(key="map"):                 # style: `container_style("map", …)`
        st.pydeck_chart(deck, height="stretch", key="deck", on_select=callback, alt=…)
    clicked = selected_code(st.session_state["deck"])
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import polars as pl
import pydeck

from draw.map.ground import BORDER, NARROWEST, Ground, prepare
from draw.map.insets import Inset
from draw.map.painted import Painted
from draw.map.shapes import Hatching, Interval, Patch
from draw.map.texts import MARK, SPECK, Lettering, Naming, inset_names, named, place_names, texts
from draw.palette import FONTS, Palette, rgb
from draw.scales import Paint

__all__ = ["ReadyDeck", "compliance_map", "container_style", "prepare", "selected_code"]


class ReadyDeck(pydeck.Deck):
    """A deck whose JSON is already written: `st.pydeck_chart` takes it as any deck, and it may be cached.

    `text` is the whole map message's JSON, `tooltip` the template with `{fields}` of the counties.
    """

    def __init__(self, text: str, tooltip: dict[str, Any]) -> None:
        # Deck's own constructor would build what the text already holds.
        self.text = text
        self.layers: list[Any] = []
        self._tooltip = tooltip
        self.mapbox_key = None

    def to_json(self) -> str:
        return self.text


def compliance_map(
    ground: Ground,
    rows: pl.DataFrame,
    paint: Paint,
    *,
    names: Mapping[str, str],
    hover: Mapping[str, Sequence[str]],
) -> ReadyDeck:
    """The map of one indicator and period.

    `ground`: from `prepare`, of the whole area or, with `only`, of one city.
    `rows`: one row per county as of the question `county_compliance`; read are `area_code`, `verdict`,
    `class_index`, `gap`, `value_shown`, `change_shown`, `value_status`.
    `paint`: its scale says what is coloured (`scale.kind` value, gap or change); the selected county is outlined.
    `names`: text by area code for cities (on the map) and counties (in the inset).
    `hover`: by county code, the lines shown on hover, the name first; plain text (the browser
    escapes it where it fills the template).

    A county without a figure is hatched; one of which only some units reported has half the lines; one
    that lacks only the figure of a year before is dotted.
    A down-triangle stands on every county below the target, whatever is coloured.
    """
    painted = Painted.of_frame(rows, paint, hover)
    colours = paint.colours
    elsewhere = {code for inset in ground.insets if inset.is_near for code in inset.made_for}

    layers = [_counties(f"county-{paint.selected or ''}", ground.patches, painted, ground.border)]
    layers += _hatches("hatch", ground.patches, painted, ground.hatching)
    layers.append(_lines("coast", ground.coast, colours.coast, 0.8))
    layers.append(_lines("cities", ground.city_borders, colours.coast, 1.6))
    layers += _outline("selected", ground.patches, paint)
    for inset in ground.insets:
        if inset.source:
            layers.append(_lines("source", _text([inset.source]), colours.text, 1.0))
    if painted.is_marked:
        layers.append(_marks("marks", ground.marked(elsewhere), painted, ground.pixels))
    naming = Naming(names, painted.below)
    here_marked = replace(naming, marked=naming.marked - elsewhere)
    layers.append(named("names", place_names(ground, here_marked), colours, ground.pixels))
    for number, inset in enumerate(ground.insets):
        layers += _inset_layers(number, inset, painted, ground.pixels)
        names_inside = inset_names(inset, naming, ground.pixels)
        layers.append(named(f"inset-{number}-names", names_inside, colours, ground.pixels))

    deck = {
        "initialViewState": {**ground.view, "maxZoom": 11, "pitch": 0, "bearing": 0},
        # `maxBounds` makes the map fill the height it is given, at first and when the window changes:
        # the server knows neither. It is endless east to west; the page's style sees to the width.
        "views": [
            {
                "@@type": "MapView",
                "id": "map",
                "controller": {
                    "maxBounds": ground.bounds,
                    "dragRotate": False,
                    "touchRotate": False,
                    "keyboard": True,
                },
            }
        ],
        "mapProvider": "carto",
        "mapStyle": _empty_style(),
        "layers": [],
    }
    head = _text(deck)
    text = head.replace('"layers":[]', '"layers":[' + ",".join(layers) + "]")
    return ReadyDeck(text, _tooltip(colours))


def selected_code(event: Any) -> str | None:
    """The county that a click on the map chose, from the state of `st.pydeck_chart`; None: cleared."""
    selection = event.get("selection") if isinstance(event, Mapping) else getattr(event, "selection", None)
    objects = (selection or {}).get("objects") or {}
    for chosen in objects.values():
        for thing in chosen:
            code = thing.get("properties", thing).get("area_code")
            if code:
                return str(code)
    return None


def container_style(key: str, *, above: int = 372, least: int = 430) -> str:
    """CSS for the keyed container round the map: as tall as the window leaves, never wider than tall allows.

    `above`: pixels of page over and under the map. The width counts too: below `NARROWEST` times the
    height the map would be cut at its sides, so the height yields.
    """
    ratio = f"{100 / NARROWEST:.2f}cqw"
    return (
        f".st-key-{key}{{container-type:inline-size;width:100%}}"
        f".st-key-{key}>div{{height:min(max({least}px,100dvh - {above}px),{ratio})}}"
        f".st-key-{key} .stDeckGlJsonChart,"
        f".st-key-{key} [data-testid=stFullScreenFrame]{{height:100%!important}}"
    )


def _counties(layer: str, patches: Sequence[Patch], painted: Painted, border: float = BORDER) -> str:
    colours = painted.colours
    fills = {fill: _text(rgb(fill or colours.no_data)) for fill in {None, *painted.fills.values()}}
    features = []
    for patch in patches:
        # The chosen county's words are in its card: a box over it would only cover it.
        lines = () if patch.area_code == painted.paint.selected else painted.hover.get(patch.area_code, ())
        name, told = _quoted("".join(lines[:1])), _quoted("\n".join(lines[1:]))
        fill = fills[painted.fills.get(patch.area_code)]
        # Written by hand: there are thousands, and a writer of JSON takes longest to begin.
        properties = f'{{"area_code":{_quoted(patch.area_code)},"f":{fill},"t0":{name},"t1":{told}}}'
        features.append(f'{{"type":"Feature","geometry":{patch.geometry},"properties":{properties}}}')
    settings = _settings(
        {
            "@@type": "GeoJsonLayer",
            "id": layer,
            "pickable": True,
            "autoHighlight": True,
            "highlightColor": [*rgb(colours.text), 46],
            "filled": True,
            "stroked": True,
            "getFillColor": "@@=properties.f",
            "getLineColor": rgb(colours.page),
            "getLineWidth": border,
            "lineWidthUnits": "pixels",
        }
    )
    return f'{{{settings},"data":[{",".join(features)}]}}'


def _hatches(layer: str, patches: Sequence[Patch], painted: Painted, hatching: Hatching) -> list[str]:
    """Hatch on counties without a figure, half of its lines where part has reported.

    Dots where only a year before is missing.
    """
    colours = painted.colours
    full: list[dict[int, list[Interval]]] = []
    half: list[dict[int, list[Interval]]] = []
    dots: list[dict[int, list[Interval]]] = []
    found = {"hatch": full, "half": half, "dots": dots}
    for patch in patches:
        pattern = painted.pattern(patch.area_code)
        if pattern:
            found[pattern].append(patch.hatch)
    lines = hatching.lines(full) + hatching.lines(half, every=2)
    layers = [_lines(layer, _text(lines), colours.no_data_line, 1.0)] if lines else []
    if dots:
        layers.append(_dots(f"{layer}-dots", hatching.dots(dots), colours.no_data_line))
    return layers


def _dots(layer: str, points: Sequence[Sequence[float]], colour: str) -> str:
    return _text(
        {
            "@@type": "ScatterplotLayer",
            "id": layer,
            "data": points,
            "getPosition": "@@=-",
            "getFillColor": rgb(colour),
            "getRadius": 1.1,
            "radiusUnits": "pixels",
        }
    )


def _lines(layer: str, paths: str, colour: str, width: float) -> str:
    settings = _settings(
        {
            "@@type": "PathLayer",
            "id": layer,
            "getPath": "@@=-",
            "getColor": rgb(colour),
            "getWidth": width,
            "widthUnits": "pixels",
            "jointRounded": True,
            "capRounded": True,
        }
    )
    return f'{{{settings},"data":{paths}}}'


def _outline(layer: str, patches: Sequence[Patch], paint: Paint) -> list[str]:
    """The selected county's outline: dark, on a wider one in the page's colour."""
    colours = paint.colours
    for patch in patches:
        if patch.area_code == paint.selected:
            return [
                _lines(f"{layer}-under", patch.outline, colours.page, 5.5),
                _lines(layer, patch.outline, colours.text, 3),
            ]
    return []


def _marks(layer: str, patches: Sequence[Patch], painted: Painted, pixels: float) -> str:
    """A down-triangle on each county below the target; filled from the second class on."""
    data = [
        {"p": list(patch.point), "t": painted.symbol(code), "c": rgb(painted.ink(code))}
        for patch in patches
        if painted.is_below(code := patch.area_code)
    ]
    return texts(layer, data, Lettering(MARK, "@@=c"), pixels)


def _inset_layers(number: int, inset: Inset, painted: Painted, pixels: float) -> list[str]:
    colours, paint = painted.colours, painted.paint
    layer = f"inset-{number}"
    panel = {
        "@@type": "PolygonLayer",
        "id": f"{layer}-panel",
        "data": [inset.frame],
        "getPolygon": "@@=-",
        "getFillColor": rgb(colours.page),
        "stroked": False,
    }
    layers = [
        _text(panel),
        _counties(f"{layer}-{paint.selected or ''}", inset.patches, painted),
        *_hatches(f"{layer}-hatch", inset.patches, painted, inset.hatching),
        _lines(f"{layer}-borders", inset.borders, colours.coast, 1.4 if inset.is_near else 0.5),
        *_outline(f"{layer}-selected", inset.patches, paint),
    ]
    if painted.is_marked:
        large = [p for p in inset.patches if p.radius >= SPECK]
        layers.append(_marks(f"{layer}-marks", large, painted, pixels))
    layers.append(_lines(f"{layer}-frame", _text([inset.frame]), colours.text, 1.0))
    return layers


def _tooltip(colours: Palette) -> dict[str, Any]:
    return {
        "html": "<b>{t0}</b><br>{t1}",
        "style": {
            "backgroundColor": colours.page,
            "color": colours.text,
            "border": f"1px solid {colours.muted}",
            "borderRadius": "4px",
            "fontFamily": FONTS,
            "fontSize": "13px",
            "lineHeight": "1.5",
            "whiteSpace": "pre-line",
            "padding": "6px 10px",
        },
    }


def _empty_style() -> str:
    # Percent-encoded: an unencoded `#` or quote would cut a data address short.
    style = {"version": 8, "sources": {}, "layers": []}
    return "data:application/json," + quote(_text(style))


def _settings(settings: Mapping[str, Any]) -> str:
    """A layer's settings as JSON without the closing braces: ready geometry text is joined to them."""
    return _text(settings)[1:-1]


_quoted = json.encoder.encode_basestring  # a text as `_text` writes it


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
