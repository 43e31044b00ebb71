"""The look as plain constants: colours of both themes, fonts and sizes.

A leaf: it imports nothing of ours, so that everything that draws may import it. A colour is written here once;
`.streamlit/config.toml` repeats the few that Streamlit itself needs (a test compares the two).

One accent pair runs through everything: teal is at or above the target, brown-orange is below it.
The six classes of the headline indicator and the lines of the trends were chosen so that neighbours
stay apart for readers with normal sight, deuteranopia and protanopia.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    primary="#549CC2",
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


def _mix(first: str, second: str, share: float) -> str:
    # Mixing in linear light would make the middle too pale; the sRGB numbers step evenly to the eye.
    mixed = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*mixed)


def _luminance(colour: str) -> float:
    parts = (c / 255 for c in rgb(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
