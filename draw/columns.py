"""Things side by side, as many to a band as there is room for, and indicators in them. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.hairs import Hairs, hairs
from draw.palette import LEAST, TABLE, Palette
from draw.text import text_width

PAD = 10.0  # pixels between a rule and what stands behind it
ITEM = 48.0  # height of an indicator
STRIP = 9.0  # of its strip
GAP = 26.0  # between bands
SIGN = 22.0  # the sign behind a name
SMALLEST = 11.0  # of a name or a unit that would be cut


@dataclass(frozen=True)
class Grid:
    """How wide the whole is, how much of it the words at the left take, and how many columns a band has."""

    width: float
    gutter: float
    columns: int

    @property
    def column(self) -> float:
        """The width of a column, with the space before it."""
        return (self.width - self.gutter) / self.columns

    def place(self, number: int) -> tuple[int, float]:
        """Of a thing by its number: its band, and where its words begin."""
        band, column = divmod(number, self.columns)
        return band, self.gutter + column * self.column + (PAD if self.gutter or column else 0)

    def bands(self, count: int) -> int:
        return -(-count // self.columns)

    def rules(self, top: float, foot: float, count: int, colours: Palette) -> str:
        """The rules between the columns of a band."""
        lefts = [self.gutter + self.column * at for at in range(min(count, self.columns))]
        return "".join(svg.line((x, top), (x, foot), colours.rule) for x in lefts if x > 0)


@dataclass(frozen=True)
class Item:
    """An indicator: its name; its place, figure, unit and change in words, each with what it says (good, bad, quiet or plain).

    `aside` stands at the right of the figure, part by part; `sign` before the figure judges by a target. `define` is what the
    small i behind the name chooses, and says.
    """

    name: str
    figure: str
    strip: Hairs
    unit: str = ""
    place: str = ""
    says: str = "plain"
    sign: str = ""
    aside: Sequence[tuple[str, str]] = ()
    tip: str = ""
    pick: str = ""
    define: tuple[str, str] | None = None


def ink(says: str, colours: Palette) -> str:
    """The colour of words that judge, or do not."""
    return {"good": colours.good, "bad": colours.bad, "quiet": colours.muted}.get(says, colours.text)


def narrow(words: str) -> float:
    """How much of the width that a text is taken to have it has: letters are narrower than a plot must allow for."""
    return 1 - 0.16 * sum(text_width(letter, 1) < 1 for letter in words) / max(len(words), 1)


def _wide(words: str, size: float) -> float:
    """How wide words are drawn."""
    return text_width(words, size) * narrow(words)


def item(one: Item, place: svg.Point, wide: float, colours: Palette) -> str:
    """An indicator in the width given: name and place, figure and change, and its strip under them."""
    (left, top), colour = place, ink(one.says, colours)
    right = left + wide
    room = (wide - text_width(one.place, LEAST) - 6 - (SIGN if one.define else 0)) / narrow(one.name)
    size = max(min(13.5, 13.5 * room / max(text_width(one.name, 13.5), 0.1)), SMALLEST)
    taken = sum(text_width(words, LEAST) * narrow(words) + 5 for words, _ in one.aside)
    spare = wide - text_width(one.figure, TABLE) - (14 if one.sign else 3)
    # Where the unit would be cut beside the change, that stands beside the name, if there is room for it.
    free = wide - (text_width(one.place, LEAST) + 5 if one.place else 0) - (2 * SIGN if one.define else 0)
    is_raised = _wide(one.unit, SMALLEST) > spare - taken and _wide(one.name, size) + 8 + taken <= free
    spare -= 0 if is_raised else taken
    hand = max(min(LEAST, LEAST * spare / max(_wide(one.unit, LEAST), 0.1)), SMALLEST)
    unit = svg.cut(one.unit, spare / narrow(one.unit), hand) if spare > 20 else ""
    parts = [
        svg.text((left, top + 12), svg.cut(one.name, room, size), colours.text, size),
        svg.text((right, top + 12), one.place, colour, LEAST, font_weight=700, text_anchor="end"),
        svg.spans(
            (left, top + 28),
            [
                (one.sign, colour, LEAST, 700),
                (one.figure, colour, TABLE, 700),
                (unit, colours.muted, hand, 400),
            ],
            3,
        ),
    ]  # fmt: skip
    end, foot = (left + free, top + 12) if is_raised else (right, top + 28)
    for words, says in reversed(one.aside):
        parts.append(svg.text((end, foot), words, ink(says, colours), LEAST, text_anchor="end"))
        end -= _wide(words, LEAST) + 5
    parts.append(hairs(one.strip, (left, top + 34, wide, STRIP), colours, colour))
    parts.append(svg.rect(left - 4, top - 2, wide + 8, ITEM - 1, "transparent"))
    whole = svg.mark("".join(parts), tip=one.tip, pick=one.pick)
    if one.define is None:
        return whole
    name = text_width(svg.cut(one.name, room, size), size) * narrow(one.name)
    return whole + _define(one.define, (left + min(name + 6, room) + 7, top + 7.5), colours)


def _define(define: tuple[str, str], middle: svg.Point, colours: Palette) -> str:
    """A small i in a ring, over the item: a press leads to what the indicator is."""
    pick, tip = define
    parts = [
        svg.rect(middle[0] - 12, middle[1] - 12, 24, 24, "transparent"),
        svg.circle(middle, 6.5, colours.page, stroke=colours.muted, stroke_width=1.2),
        svg.text((middle[0], middle[1] + 4), "i", colours.muted, 10.5, font_weight=700, text_anchor="middle"),
    ]
    return svg.mark("".join(parts), tip=tip, pick=pick)
