"""The board: the lists side by side, a square an entry, what is late first."""

from __future__ import annotations

from collections import Counter
from typing import Any

from draw import squares
from draw.palette import palette
from ui.frame import choices, device
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.initiatives.facts import Row, lists, shown, title, word
from ui.parts import drawing, paper
from words import initiative_findings, numbers

WIDE, NARROW, PHONE, CUT = 1156.0, 700.0, 358.0, 1000


def draw(page: Page) -> None:
    """Draw the board; a square opens its entry, once more lets it go."""
    rows = shown(page)
    if not rows:
        return
    key = (device.is_phone(), tuple(row["code"] for row in rows), choices.raw("task"))
    drawing.show(_drawn(key, page, rows), key="initiative_board", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(key, light, rows).svg, page.speech("initiatives.board_alt"))


def picked(code: str) -> None:
    """Open an entry where its history stands; the one that is open there is let go."""
    is_open = code == choices.raw("task") and choices.settled("view") == "timeline"
    choices.choose("task", None if is_open else code)
    choices.choose("view", "timeline")


def entry(page: Page, row: Row) -> squares.Entry:
    """An entry's square with its words."""
    return squares.Entry(row["standing"], tip(page, row), row["code"], row["code"] == choices.raw("task"))


def tip(page: Page, row: Row) -> str:
    """What is said when an entry is hovered."""
    return "\n".join(initiative_findings.lines(page.speech, row, title(page, row)))


@kept(most=100)
def _drawn(key: tuple[Any, ...], page: Page, _rows: list[Row]) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    listed = []
    for name in lists(_rows):
        of_list = [row for row in _rows if row["list"] == name]
        counts = Counter(row["standing"] for row in of_list)
        if of_list:
            listed.append(
                squares.Listed(
                    word(page, "initiatives.list_", name),
                    numbers.count(len(of_list)),
                    [entry(page, row) for row in of_list],
                    [
                        (f"{squares.SIGNS[one]}{numbers.count(counts[one])}", one)
                        for one in squares.STANDINGS
                        if counts[one]
                    ],
                )
            )
    wide, narrow = (squares.board(listed, width, colours) for width in (WIDE, PHONE if key[0] else NARROW))
    return drawing.in_two(wide, narrow, colours, speech("initiatives.board_alt"), cut=CUT)
