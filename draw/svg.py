"""Writes SVG: a dozen small helpers that give elements as text. A leaf but for `draw.palette`.

Every text and every attribute is escaped here, so that a name may hold anything. What is drawn with them is shown on a page
by the one drawing component, saved as a picture, or set on paper; sizes are those at which it is shown. A mark that
says something when hovered (`tip`) or chooses what it stands for (`pick`) is a member of the drawing's list: a screen
reader meets the drawing as a list of marks, each with its words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from draw.palette import FONTS, LEAST, Palette
from draw.text import text_width

Point = tuple[float, float]
# Control characters and halves of characters, which XML forbids; marks that turn the direction of what follows.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
HALO = 3.0  # pixels of the page's colour round a name on coloured ground


@dataclass(frozen=True)
class Sketch:
    """Elements with the size they take; `hatches` of their theme must be among the definitions of the drawing."""

    body: str
    width: float
    height: float


def text(
    place: Point, words: object, colour: str, size: float = LEAST, *, halo: str = "", **more: object
) -> str:
    """Words whose baseline begins (or, by `text_anchor`, has its middle or end) at a place; `halo` is the colour round them."""
    if not str(words):
        return ""
    more |= _halo(halo)
    x, y = number(place[0]), number(place[1])
    return (
        f'<text x="{x}" y="{y}" font-size="{size:g}" fill="{colour}"{_attributes(more)}>{_said(words)}</text>'
    )


def spans(place: Point, parts: Sequence[tuple[object, str, float, int]], apart: float = 8) -> str:
    """Words side by side on one line, each as (words, colour, size, weight): the browser measures where the next begins."""
    shown = [part for part in parts if str(part[0])]
    step = f' dx="{number(apart)}"'
    inner = "".join(
        f'<tspan fill="{colour}" font-size="{size:g}" font-weight="{weight}"{step if at else ""}>{_said(words)}</tspan>'
        for at, (words, colour, size, weight) in enumerate(shown)
    )
    return f'<text x="{number(place[0])}" y="{number(place[1])}">{inner}</text>' if shown else ""


def _halo(colour: str) -> dict[str, object]:
    if not colour:
        return {}
    return {"stroke": colour, "stroke_width": HALO, "stroke_linejoin": "round", "paint_order": "stroke"}


def placed(
    y: float,
    parts: Iterable[tuple[float, object, str]],
    size: float = LEAST,
    *,
    halo: str = "",
    **more: object,
) -> str:
    """Words at places of their own on one line, each as (x, words, colour): a row of a table in a fifth of the bytes."""
    shown = [part for part in parts if str(part[1])]
    colours = [colour for _, _, colour in shown]
    most = max(colours, key=colours.count, default="")
    inner = "".join(
        f'<tspan x="{number(x)}"{_attributes({"fill": colour if colour != most else ""})}>{_said(words)}</tspan>'
        for x, words, colour in shown
    )
    start = f'<text y="{number(y)}" font-size="{size:g}" fill="{most}"{_attributes(more | _halo(halo))}>'
    return f"{start}{inner}</text>" if shown else ""


def rect(left: float, top: float, width: float, height: float, fill: str, **more: object) -> str:
    """A rectangle; nothing where a side would be negative or is no number."""
    if not all(math.isfinite(v) for v in (left, top, width, height)) or width < 0 or height < 0:
        return ""
    size = f'width="{number(width)}" height="{number(height)}"'
    return f'<rect x="{number(left)}" y="{number(top)}" {size} fill="{fill}"{_attributes(more)}/>'


def line(start: Point, end: Point, colour: str, width: float = 1.0, **more: object) -> str:
    """A straight line; nothing where an end is no number."""
    if not all(math.isfinite(v) for v in (*start, *end)):
        return ""
    ends = " ".join(
        f'{name}="{number(v)}"' for name, v in zip(("x1", "y1", "x2", "y2"), (*start, *end), strict=True)
    )
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{_attributes(more)}/>'


def path(outline: str, **more: object) -> str:
    """A path of a ready outline (`outline_of`); nothing where that is empty."""
    return f'<path d="{outline}"{_attributes(more)}/>' if outline else ""


def use(name: str, **more: object) -> str:
    """Once more what is defined under a name, with attributes that it leaves open."""
    return f'<use href="#{escape(name)}"{_attributes(more)}/>'


def circle(middle: Point, radius: float, fill: str, **more: object) -> str:
    """A circle; nothing where its middle is no number."""
    if not all(math.isfinite(v) for v in middle):
        return ""
    at = f'cx="{number(middle[0])}" cy="{number(middle[1])}"'
    return f'<circle {at} r="{number(radius)}" fill="{fill}"{_attributes(more)}/>'


def triangle(middle: Point, size: float, fill: str, *, down: bool = False, **more: object) -> str:
    """A triangle about its middle, `size` from it to its point."""
    (x, y), way = middle, -1 if down else 1
    corners = [
        (x, y - way * size),
        (x + 0.9 * size, y + way * 0.75 * size),
        (x - 0.9 * size, y + way * 0.75 * size),
    ]
    return path(outline_of([corners], closed=True), fill=fill, **more)


def diamond(middle: Point, size: float, fill: str, **more: object) -> str:
    """A square on its point, `size` from its middle to a corner."""
    x, y = middle
    return path(
        outline_of([[(x, y - size), (x + size, y), (x, y + size), (x - size, y)]], closed=True),
        fill=fill,
        **more,
    )


def outline_of(rings: Iterable[Sequence[Point]], *, closed: bool = False) -> str:
    """The `d` of a path through the points of each ring, relative and to a tenth of a pixel.

    A point that is no number ends its stretch: written out, it would drop the rest of the path in silence.
    """
    parts = []
    for ring in rings:
        stretch: list[Point] = []
        for point in [*ring, None]:
            if point is not None and all(math.isfinite(v) for v in point):
                stretch.append(point)
                continue
            if len(stretch) > 1:
                parts.append(_stretch(stretch) + ("z" if closed else ""))
            stretch = []
    return "".join(parts)


def hatch(name: str, ground: str, lines: str, *, step: float = 4.6, width: float = 1.0) -> str:
    """The definition of a hatch: slanting lines on a ground, for `fill="url(#name)"`."""
    size = f'width="{step:g}" height="{step:g}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    return (
        f'<pattern id="{escape(name)}" {size}><rect width="{step:g}" height="{step:g}" fill="{ground}"/>'
        f'<rect width="{width:g}" height="{step:g}" fill="{lines}"/></pattern>'
    )


def dots(name: str, ground: str, colour: str, *, step: float = 5.0) -> str:
    """The definition of a ground of dots, for `fill="url(#name)"`."""
    size = f'width="{step:g}" height="{step:g}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    middle = f'cx="{step / 2:g}" cy="{step / 2:g}" r="1.1"'
    return (
        f'<pattern id="{escape(name)}" {size}><rect width="{step:g}" height="{step:g}" fill="{ground}"/>'
        f'<circle {middle} fill="{colour}"/></pattern>'
    )


def group(body: str, **more: object) -> str:
    """Elements together, with what they have in common."""
    return f"<g{_attributes(more)}>{body}</g>" if body else ""


def scenery(body: str) -> str:
    """What only the eye needs, and what lies over the marks: not read out, and not in the pointer's way."""
    return group(body, aria_hidden="true", pointer_events="none")


def mark(body: str, *, tip: str = "", pick: str = "", is_chosen: bool = False) -> str:
    """A mark of a drawing's list: `tip` are its words, lines apart; with `pick` a button that chooses what it names."""
    if pick:
        pressed = "true" if is_chosen else "false"
        named = {"data_tip": tip, "aria_label": _in_one_line(tip), "data_pick": pick}
        inner = group(body, **named, role="button", aria_pressed=pressed, tabindex="-1")
        return f'<g role="listitem">{inner}</g>'
    if tip:
        return group(body, role="listitem", data_tip=tip, aria_label=_in_one_line(tip))
    return body


def drawing(
    body: str, width: float, height: float, *, label: str = "", defs: str = "", fills: bool = False
) -> str:
    """A whole SVG. `label` is what it shows, in a sentence; `fills`: it takes all the width it is given."""
    role = f' role="list" aria-label="{_said(label)}"' if label else ""
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    kind = ' class="fills"' if fills else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}{kind}{role} font-family="{escape(FONTS)}">'
        f"{f'<defs>{defs}</defs>' if defs else ''}{body}</svg>"
    )


def stacked(sketches: Sequence[Sketch], apart: float) -> Sketch:
    """Sketches one under the other, so far apart."""
    parts, top = [], 0.0
    for sketch in sketches:
        parts.append(group(sketch.body, transform=f"translate(0 {number(top)})") if top else sketch.body)
        top += sketch.height + apart
    width = max((sketch.width for sketch in sketches), default=0.0)
    return Sketch("".join(parts), width, max(top - apart, 0.0))


def hatches(colours: Palette) -> str:
    """The grounds of areas without a figure, of a whole page: `hatch`, `half` (part reported) and `dots`."""
    ground, lines = colours.no_data, colours.no_data_line
    return (
        hatch("hatch", ground, lines) + hatch("half", ground, lines, step=9.2) + dots("dots", ground, lines)
    )


def cut(words: str, width: float, size: float, *, may_be_bold: bool = True) -> str:
    """A text in one line no wider than `width`, its end given for an ellipsis where it does not fit."""
    if text_width(words, size, may_be_bold=may_be_bold) <= width:
        return words
    while words and text_width(words + "…", size, may_be_bold=may_be_bold) > width:
        words = words[:-1]
    return words.rstrip(" ,;，、“") + "…"


def wrapped(words: str, width: float, size: float, most: int = 3) -> list[str]:
    """A text in lines no wider than `width`; at most so many, the last one cut with an ellipsis."""
    pieces = _pieces(words)
    lines: list[str] = []
    while pieces and len(lines) < most:
        now = ""
        while pieces and (not now or text_width((now + pieces[0]).rstrip(), size) <= width):
            now += pieces.pop(0)
        lines.append(now.strip())
    if pieces and lines:
        last = lines[-1]
        while last and text_width(last + "…", size) > width:
            last = last[:-1]
        lines[-1] = last.rstrip() + "…"
    return lines


def number(value: float) -> str:
    """A number to a tenth, as short as it can be written."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def _stretch(points: Sequence[Point]) -> str:
    """Moves from point to point on a grid of tenths, so that rounding never adds up."""
    grid = [(round(x * 10), round(y * 10)) for x, y in points]
    (left, top), steps = grid[0], []
    for (x, y), (before_x, before_y) in zip(grid[1:], grid, strict=False):
        if (x, y) != (before_x, before_y):
            steps.append(f"{_tenth(x - before_x)} {_tenth(y - before_y)}")
    return f"M{_tenth(left)} {_tenth(top)}l{' '.join(steps)}" if steps else ""


def _tenth(value: int) -> str:
    whole, part = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}" if not part else f"{sign}{whole or ''}.{part}"


def _pieces(words: str) -> list[str]:
    """Where a text may break: after a blank, and after any character that is not a letter of a word."""
    pieces: list[str] = []
    for character in words:
        joins = pieces and ord(character) < 0x2E80 and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " "
        # A closing mark does not begin a line.
        if joins or (pieces and character in "，。；：、）》”’！？％…,.;:)!?%"):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _in_one_line(tip: str) -> str:
    return "; ".join(part.strip() for part in tip.splitlines() if part.strip())


def _said(words: object) -> str:
    """Words as they stand between marks: what no SVG may hold, or what turns the words after it, is a question mark in a box."""
    return escape(_UNFIT.sub("\ufffd", str(words)))


def _said_in_lines(words: object) -> str:
    # A line's end written as it is would be read as a blank.
    return "&#10;".join(map(_said, str(words).split("\n")))


def _attributes(more: dict[str, object]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_said_in_lines(value)}"'
        for name, value in more.items()
        if value is not None and value != ""
    )
