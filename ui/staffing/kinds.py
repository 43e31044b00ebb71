"""How the counties fall into kinds: each a small tile; of more than there is room for, a bar for each city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from draw import shares, small_tiles, svg
from draw.palette import palette
from files import tree
from ui.frame.page import Form, Page
from ui.parts import drawing
from ui.staffing import facts
from words import numbers

TILE, SMALL = (44.0, 33.0), (29.0, 26.0)
BARS, NARROW = (540.0, 76.0), (358.0, 60.0)  # how wide a drawing of bars is, and what is behind each
CUT, NAMES, TALL = 500, 96.0, 640.0


@dataclass(frozen=True)
class Kind:
    """A kind of counties: its colour (none where nothing is known of them), and what it is called with how many they are."""

    fill: str
    called: Callable[[str], str]


@dataclass(frozen=True)
class Parted:
    """The counties by code, the kind of each, what is told of each, and the kinds in their order; the last only where there are any."""

    counties: Mapping[str, facts.Row]
    of: Mapping[str, str]
    tip: Callable[[str], str]
    kinds: Mapping[str, Kind]


def drawn(page: Page, form: Form, parted: Parted, label: str, *, is_phone: bool) -> drawing.Drawing:
    """The tiles, or the bars. What is pressed says its level and code, as `cities.picked` takes it."""
    colours, count = palette(page.theme), Counter(parted.of.values())
    *always, last = parted.kinds
    key = [
        small_tiles.KeyPart(kind.fill or colours.panel, kind.called(numbers.count(count[name])))
        for name, kind in parted.kinds.items()
        if name in always or count[last]
    ]
    if len(parted.counties) > tree.MOST_COUNTIES:
        wide, narrow = (_bars(page, form, parted, size, key) for size in (BARS, NARROW))
        return drawing.in_two(wide, narrow, colours, label, cut=CUT)
    cells = page.answers.tiles(parted.counties)
    if not cells:
        return drawing.as_it_is(svg.Sketch("", 10, 10), colours, label)
    tiles = {
        code: small_tiles.Tile(
            parted.counties[code]["city_code"],
            parted.kinds[parted.of[code]].fill,
            "" if is_phone and page.language == "en" else page.short_name(parted.counties[code]),
            tip=parted.tip(code),
            pick=f"county/{code}",
            is_chosen=code == form.county,
        )
        for code in cells
    }
    sketch = small_tiles.small_tiles(cells, tiles, key, SMALL if is_phone else TILE, colours)
    return drawing.as_it_is(sketch, colours, label)


def _bars(
    page: Page, form: Form, parted: Parted, size: tuple[float, float], key: list[small_tiles.KeyPart]
) -> svg.Sketch:
    """A bar for each city, parted as its counties are."""
    speech, colours = page.speech, palette(page.theme)
    width, figures = size
    # Of a whole below the root what lies between it and its counties.
    above = tree.above if form.city else lambda row: row["city_code"]
    codes: dict[str, list[str]] = {}
    for code in parted.counties:
        codes.setdefault(above(form.areas[code]) or code, []).append(code)
    rows = []
    for city, within in sorted(codes.items()):
        found = Counter(parted.of[code] for code in within)
        there = [
            (kind, numbers.count(found[name]), found[name])
            for name, kind in parted.kinds.items()
            if found[name]
        ]
        rows.append(
            shares.Row(
                page.short_name(form.areas[city]),
                [shares.Part(size, kind.fill or colours.panel, words) for kind, words, size in there],
                [(numbers.count(len(within)), colours.muted)],
                tip="\n".join(
                    [
                        speech.pick(form.areas[city], "area_name"),
                        *(kind.called(words) for kind, words, _ in there),
                    ]
                ),
                pick=f"{tree.address_key(form.areas[city])}/{city}",
                is_chosen=form.county in within,
            )
        )
    layout = shares.Layout(width, NAMES, (figures,), TALL, (speech("staffing.head_all"),))
    return svg.stacked([small_tiles.key_of(key, width, colours), shares.rows(rows, layout, colours)], 4.0)
