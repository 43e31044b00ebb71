"""Squares, one an entry, painted as it stands; boards and rows of them. Figures in, elements out.

Brown is late, teal is done or in time; whatever was not begun, has no day, rests or has ended is an outline. A sign in each
square says the same without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import BODY, LEAST, Palette, ink_on
from draw.text import text_width

# How an entry may stand, in the order in which a reader asks: what is late first.
STANDINGS = ("overdue", "slipping", "on_track", "not_started", "on_hold", "undated", "done", "ended")
SIGNS = dict(zip(STANDINGS, "▼▽●○‖–✓×", strict=True))
# What a review may have found, what is good first; the last where nothing was filed. Each is drawn as the standing that it is like.
RESULTS = ("excellent", "passed", "failed", "under_way", "no_result")
RESULT_SIGNS = dict(zip(RESULTS, "▲●▼○–", strict=True))
_LIKE = {"passed": "on_track", "failed": "overdue", "under_way": "not_started", "no_result": "undated"}
SIDE, STEP = 16.0, 18.5
GAP, WIDEST = 30.0, 110.0  # between lists, and at most where few stand in a row
LINES = (
    17.0,
    26.0,
    56.0,
)  # of a list: where its name stands, its squares begin, and its counts stand under one line of them


@dataclass(frozen=True)
class Entry:
    """One square: how it stands, what it says and chooses."""

    standing: str
    tip: str = ""
    pick: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Listed:
    """Entries under a name; `counts` are (sign and number, standing) under them."""

    name: str
    number: str
    entries: Sequence[Entry]
    counts: Sequence[tuple[str, str]] = ()


def fill_of(standing: str, colours: Palette) -> str:
    """The ground of a square or a bar; the page's own where nothing is said of time."""
    return {
        "overdue": colours.below[1],
        "slipping": colours.below[0],
        "on_track": colours.above[0],
        "done": colours.above[2],
        "excellent": colours.above[2],
    }.get(_LIKE.get(standing, standing), colours.page)


def ink_of(standing: str, colours: Palette) -> str:
    """Words about a standing: late in brown, done in teal, the rest quiet."""
    inks = {"overdue": colours.bad, "slipping": colours.bad, "done": colours.good, "excellent": colours.good}
    return inks.get(_LIKE.get(standing, standing), colours.muted)


def square(
    entry: Entry, place: svg.Point, colours: Palette, side: float = SIDE, *, is_hollow: bool = False
) -> str:
    """An entry's square, its corner at a place; hollow where a department only takes part."""
    (left, top), ground = place, fill_of(entry.standing, colours)
    is_bare = ground == colours.page
    edge = colours.muted if is_bare else ground
    body = svg.rect(
        left + 0.75, top + 0.75, side - 1.5, side - 1.5, colours.page if is_hollow else ground,
        stroke=colours.primary if entry.is_chosen else edge, stroke_width=3 if entry.is_chosen else 1.5, rx=2,
    )  # fmt: skip
    ink = edge if is_hollow else colours.muted if is_bare else ink_on(ground)
    body += _sign(entry.standing, (left + side / 2, top + side / 2), side, ink)
    return svg.mark(body, tip=entry.tip, pick=entry.pick, is_chosen=entry.is_chosen)


def _sign(standing: str, middle: svg.Point, side: float, ink: str) -> str:
    """The sign inside a square, drawn and not written: fonts set signs as they like."""
    x, y = middle
    reach, standing = side * 0.2, _LIKE.get(standing, standing)
    stroke = {
        "fill": "none",
        "stroke": ink,
        "stroke_width": 1.6,
        "stroke_linecap": "round",
        "stroke_linejoin": "round",
    }
    if standing in ("overdue", "excellent"):
        return svg.triangle(middle, side * 0.26, ink, down=standing == "overdue")
    if standing == "slipping":
        return svg.triangle(middle, side * 0.24, "none", down=True, stroke=ink, stroke_width=1.4)
    if standing == "on_track":
        return svg.circle(middle, side * 0.13, ink)
    if standing == "not_started":
        return svg.circle(middle, side * 0.17, "none", stroke=ink, stroke_width=1.4)
    if standing == "undated":
        return svg.path(svg.outline_of([[(x - reach, y), (x + reach, y)]]), **stroke)
    if standing == "on_hold":
        bars = [[(x + at, y - reach), (x + at, y + reach)] for at in (-reach * 0.6, reach * 0.6)]
        return svg.path(svg.outline_of(bars), **stroke)
    if standing == "done":
        return svg.path(
            svg.outline_of(
                [[(x - reach * 1.1, y), (x - reach * 0.2, y + reach), (x + reach * 1.2, y - reach)]]
            ),
            **stroke,
        )
    crossed = [
        [(x - reach, y - reach), (x + reach, y + reach)],
        [(x - reach, y + reach), (x + reach, y - reach)],
    ]
    return svg.path(svg.outline_of(crossed), **stroke)


def board(lists: Sequence[Listed], width: float, colours: Palette) -> svg.Sketch:
    """Lists side by side, as wide as they are long, in as many rows as the width needs; a longer list goes on in further lines."""
    rows: list[list[tuple[Listed, float]]] = []
    for one in lists:
        wide = min(max(len(one.entries) * STEP, _heading(one), _counts(one)), width)
        if rows and sum(taken + GAP for _, taken in rows[-1]) + wide <= width:
            rows[-1].append((one, wide))
        else:
            rows.append([(one, wide)])
    top, body = 0.0, []
    for row in rows:
        lines = max(_lines(one, wide) for one, wide in row)
        spare = (width - sum(wide for _, wide in row)) / max(len(row) - 1, 1) if len(rows) == 1 else GAP
        spare = min(spare, WIDEST)
        left, foot = 0.0, top + LINES[2] + (lines - 1) * STEP
        for number, (one, wide) in enumerate(row):
            if number:
                x = left - spare / 2
                body.append(svg.scenery(svg.line((x, top + 4), (x, foot + 4), colours.rule)))
            body.append(_list(one, (left, top), wide, colours))
            left += wide + spare
        top = foot + 14
    return svg.Sketch("".join(body), width, top)


def _heading(one: Listed) -> float:
    return text_width(one.name, BODY) * 1.08 + text_width(one.number, BODY) + 12


def _counts(one: Listed) -> float:
    return sum(text_width(words, LEAST) * 1.06 + 9 for words, _ in one.counts)


def _lines(one: Listed, width: float) -> int:
    return max(1, -(-len(one.entries) // max(int(width // STEP), 1)))


def _list(one: Listed, place: svg.Point, width: float, colours: Palette) -> str:
    left, top = place
    in_line = max(int(width // STEP), 1)
    parts = [
        svg.spans(
            (left, top + LINES[0]),
            [(one.name, colours.text, BODY, 650), (one.number, colours.muted, BODY, 400)],
        )
    ]
    for at, entry in enumerate(one.entries):
        corner = (left + at % in_line * STEP, top + LINES[1] + at // in_line * STEP)
        parts.append(square(entry, corner, colours))
    under = top + LINES[2] + (_lines(one, width) - 1) * STEP
    parts.append(
        svg.spans(
            (left, under),
            [
                (words, ink_of(standing, colours), LEAST, 650 if standing == "overdue" else 500)
                for words, standing in one.counts
            ],
        )
    )
    return "".join(parts)
