"""The look as plain constants, and the scales that turn a figure into a class.

A leaf: it imports nothing of ours, so that `ui.maps`, `ui.charts` and `ui.marks` may all import it.
A colour is written here once; `.streamlit/config.toml` repeats the few that Streamlit itself needs
(a test compares the two).

One accent pair runs through everything: teal is at or above the target, brown-orange is below it.
The six classes of the headline indicator and the lines of the trends were chosen so that neighbours
stay apart for readers with normal sight, deuteranopia and protanopia.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

Theme = Literal["light", "dark"]

FONTS = (
    "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)

TITLE, TILE_VALUE, CARD_RATIO, CARD_NAME, BODY, TABLE, CAPTION, LEAST = 30, 27, 36, 19, 15, 14, 13, 12.5


@dataclass(frozen=True)
class Palette:
    """Every colour of one theme, as #RRGGBB.

    `below` runs from the class next to the target outwards to the worst, `above` from the class next
    to the target outwards to the best; `sequential` from the lowest class to the highest, without a
    judgement; `shortfall` is the gap from "nothing missing" to the largest.
    """

    page: str
    panel: str
    sidebar: str
    text: str
    muted: str
    good: str
    bad: str
    primary: str
    rule: str
    faint: str
    coast: str
    no_data: str
    no_data_line: str
    straddling: str
    below: tuple[str, str, str]
    above: tuple[str, str, str]
    sequential: tuple[str, str, str]
    shortfall: tuple[str, ...]
    lines: tuple[str, ...]
    beside: str
    beside_city: str


LIGHT = Palette(
    page="#FFFFFF",
    panel="#F5F7F8",
    sidebar="#F5F7F8",
    text="#1C2530",
    muted="#5A6572",
    good="#12677A",
    bad="#A3450F",
    primary="#1B4965",
    rule="#DDE2E7",
    faint="#C9D0D7",
    coast="#3B4754",
    no_data="#F3F4F6",
    no_data_line="#8A94A0",
    straddling="#DAD7C9",
    below=("#ECB168", "#B85A15", "#7B2D0A"),
    above=("#AAD4D8", "#559FB0", "#125670"),
    sequential=("#D3E0EC", "#6C94BA", "#1B3F66"),
    shortfall=("#AAD4D8", "#F6D9B5", "#ECB168", "#DB8E47", "#B85A15", "#7B2D0A"),
    lines=("#1B4965", "#B85A15", "#147F7A", "#6B66D1", "#571D02", "#8A3E44"),
    beside="#A5ACB5",
    beside_city="#5A6572",
)

DARK = Palette(
    page="#12171D",
    panel="#1A2129",
    sidebar="#0D1116",
    text="#E4E9EE",
    muted="#A3AEBA",
    good="#7CC7D8",
    bad="#F2A366",
    primary="#3F88AE",
    rule="#2E3842",
    faint="#46515C",
    coast="#C8D0D8",
    no_data="#1A2028",
    no_data_line="#77838F",
    straddling="#6E6A5B",
    below=("#A0622C", "#E5853E", "#FFC08C"),
    above=("#2C6374", "#4A9DB2", "#9CDDEB"),
    sequential=("#2F4A66", "#6390BC", "#C4DCF2"),
    shortfall=("#2C6374", "#5A4230", "#8A572B", "#C2732F", "#EF944E", "#FFC08C"),
    lines=("#8EC1E0", "#E5853E", "#F2C833", "#896EE9", "#FEAEA4", "#D36F92"),
    beside="#68727D",
    beside_city="#A3AEBA",
)

# Dash and marker differ from line to line, so that a chart reads in black and white.
DASHES = ("solid", "dash", "dot", "dashdot", "4px,2px", "10px,3px,2px,3px")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "star")

DARK_INK, LIGHT_INK = "#17202A", "#FFFFFF"


def palette(theme: Theme) -> Palette:
    """The colours of a theme; anything but "dark" is light."""
    return DARK if theme == "dark" else LIGHT


def rgb(colour: str) -> list[int]:
    """`#RRGGBB` as the three numbers deck.gl wants."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """The text colour that reads better on `colour`: dark ink or white."""
    return max((DARK_INK, LIGHT_INK), key=lambda ink: contrast(ink, colour))


@dataclass(frozen=True)
class Scale:
    """How a figure becomes a class: class i holds values from `bounds[i-1]` up to below `bounds[i]`.

    `colours`, `inks` (text on the colour), `symbols` ("" where there is no judgement) and `ranges`
    ("18–20", free of words) are by class, lowest first. `target_at` is the number of classes on the low
    side of the target (None: no target); `better` is "high", "low" or None where nothing is judged.
    """

    kind: Literal["value", "gap", "change"]
    bounds: tuple[float, ...]
    colours: tuple[str, ...]
    symbols: tuple[str, ...]
    ranges: tuple[str, ...]
    target: float | None = None
    target_at: int | None = None
    better: Literal["high", "low"] | None = None

    @property
    def inks(self) -> tuple[str, ...]:
        return tuple(ink_on(colour) for colour in self.colours)

    def class_of(self, value: float | None) -> int | None:
        """The class of a figure: how many bounds are at or below it; None for no figure."""
        if value is None:
            return None
        return sum(1 for bound in self.bounds if bound <= value)

    def best_first(self) -> list[int]:
        """Classes in the order of a legend: the best on top (the largest gap, in a scale of gaps)."""
        order = list(range(len(self.colours)))
        return order if self.better == "low" and self.kind != "gap" else order[::-1]


def value_scale(
    bounds: Sequence[float],
    *,
    target: float | None,
    higher_is_better: bool | None = True,
    theme: Theme = "light",
) -> Scale:
    """Classes of an indicator's value.

    `bounds` are the registry's class bounds, `target` the value of the target in force (None: classes
    run from pale to strong without a judgement). With a target that is one of the bounds, the classes
    on its two sides take the two hues, palest next to the target; where the target falls inside a class,
    that class is grey: it holds both verdicts and the symbols on the map must tell them apart.
    """
    bounds = tuple(float(b) for b in bounds)
    colours = palette(theme)
    ranges = value_ranges(bounds)
    if target is None or higher_is_better is None:
        ramp = tuple(ramp_of(colours.sequential, len(bounds) + 1))
        return Scale("value", bounds, ramp, ("",) * len(ramp), ranges)
    low = sum(1 for b in bounds if b <= target)
    inside = target not in bounds
    high = len(bounds) + 1 - low - (1 if inside else 0)
    better: Literal["high", "low"] = "high" if higher_is_better else "low"
    below, above = (colours.below, colours.above) if higher_is_better else (colours.above, colours.below)
    low_symbols = ("▽", "▼", "▼▼", "▼▼▼") if higher_is_better else ("△", "▲", "▲▲", "▲▲▲")
    high_symbols = ("△", "▲", "▲▲", "▲▲▲") if higher_is_better else ("▽", "▼", "▼▼", "▼▼▼")
    middle_colour, middle_symbol = ((colours.straddling,), ("◇",)) if inside else ((), ())
    return Scale(
        "value",
        bounds,
        (*ramp_of(below, low)[::-1], *middle_colour, *ramp_of(above, high)),
        (*_spread(low_symbols, low)[::-1], *middle_symbol, *_spread(high_symbols, high)),
        ranges,
        target=target,
        target_at=low,
        better=better,
    )


def gap_scale(required: Iterable[float | None], *, theme: Theme = "light") -> Scale:
    """Classes of the gap: 0, then five that double.

    The step is taken from what the areas need (`required`), not from the gaps of the day: classes then
    stay the same from period to period and a map of this year compares with one of last year. A step is
    about a thirteenth of the middling requirement, rounded to 1, 2 or 5 times a power of ten: 50 people
    where the middling county needs some 600.
    """
    known = [float(r) for r in required if r]
    step = max(1, round(_nice(median(known) / 13))) if known else 1
    bounds = tuple(float(b) for b in (1, step + 1, 2 * step + 1, 4 * step + 1, 8 * step + 1))
    if step == 1:
        bounds = (1.0, 2.0, 3.0, 5.0, 9.0)
    ranges = ["0"]
    for lower, upper in itertools.pairwise(bounds):
        ranges.append(_number(lower) if upper - lower == 1 else f"{_number(lower)}–{_number(upper - 1)}")
    ranges.append(f"> {_number(bounds[-1] - 1)}")
    return Scale(
        "gap", bounds, palette(theme).shortfall, ("",) * 6, tuple(ranges), target=0, target_at=1, better="low"
    )


def change_scale(
    changes: Iterable[float | None],
    *,
    higher_is_better: bool | None = True,
    between: str = " … ",
    theme: Theme = "light",
) -> Scale:
    """Classes of the change on a year before: three each side of no change, in the same two hues.

    The step comes from the changes themselves (`changes`, of all areas): 1, 2 or 5 times a power of ten,
    the largest that is well below the middling change: then the three classes of a side are all in use, however
    much or little a year brought. No change at all counts as the first class upwards. `between` stands
    between the two ends of a class.
    """
    sizes = [abs(change) for change in changes if change]
    step = _nice_below(median(sizes) * 0.85) if sizes else 1.0
    edges = (-2 * step, -step, 0.0, step, 2 * step)
    colours = palette(theme)
    down, up = (
        (colours.below, colours.above) if higher_is_better is not False else (colours.above, colours.below)
    )
    return Scale(
        "change",
        edges,
        (*down[::-1], *up),
        ("",) * 6,
        _change_ranges(edges, between),
        target=0,
        target_at=3,
        better=None if higher_is_better is None else ("high" if higher_is_better else "low"),
    )


def value_ranges(bounds: Sequence[float]) -> tuple[str, ...]:
    """The classes of `bounds` in figures, lowest first: "< 12", "12–15", …, "≥ 22"."""
    if not bounds:
        return ("",)
    inner = [f"{_number(a)}–{_number(b)}" for a, b in itertools.pairwise(bounds)]
    return (f"< {_number(bounds[0])}", *inner, f"≥ {_number(bounds[-1])}")


def ramp_of(colours: Sequence[str], count: int) -> list[str]:
    """`count` colours along a ramp given by a few: the ends stay, what lies between is mixed.

    One colour is the ramp's middle; as many as given are the given ones.
    """
    if count == 1:
        return [colours[len(colours) // 2]]
    mixed = []
    for i in range(count):
        place = i * (len(colours) - 1) / (count - 1)
        left = min(int(place), len(colours) - 2)
        mixed.append(_mix(colours[left], colours[left + 1], place - left))
    return mixed


def _spread(symbols: Sequence[str], count: int) -> list[str]:
    """Symbols for `count` classes from the target outwards; one class alone takes the filled one."""
    if count == 1:
        return [symbols[1]]
    return [symbols[min(i, len(symbols) - 1)] for i in range(count)]


def _change_ranges(edges: Sequence[float], between: str) -> tuple[str, ...]:
    texts = [_signed(e) for e in edges]
    spans = [f"{a}{between}{b}" for a, b in itertools.pairwise(texts)]
    return (f"< {texts[0]}", *spans, f"≥ {texts[-1]}")


def _signed(value: float) -> str:
    return "0" if value == 0 else f"{'+' if value > 0 else '−'}{_number(abs(value))}"


def _number(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _nice(value: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten, by ratio."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return min((power * m for m in (1, 2, 5, 10)), key=lambda n: abs(math.log(n / value)))


def _nice_below(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a positive number."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(power * m for m in (1, 2, 5) if m == 1 or power * m <= value)


def _mix(first: str, second: str, share: float) -> str:
    # Mixing in linear light would make the middle too pale; the sRGB numbers step evenly to the eye.
    mixed = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*mixed)


def _luminance(colour: str) -> float:
    parts = (c / 255 for c in rgb(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
