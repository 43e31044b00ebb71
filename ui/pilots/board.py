"""The board: the themes side by side, a square for each case of their own, what ended well first."""

from __future__ import annotations

from collections import Counter
from typing import Any

from draw import squares
from draw.palette import palette
from ui.frame import choices, device
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from ui.pilots.facts import NO_THEME, THEMES, Row, reached, register, result
from words import case_findings, numbers

WIDE, NARROW, PHONE, CUT = 1156.0, 700.0, 358.0, 1000
COUNTED = ("excellent", "failed")  # told under the squares


def draw(page: Page, rows: list[Row]) -> None:
    """Draw the board of the cases shown; a square opens its case, once more lets it go."""
    if not rows:
        return
    key = (device.is_phone(), tuple(row["code"] for row in rows), choices.raw("case"))
    drawing.show(_drawn(key, page, rows), key="pilot_board", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(key, light, rows).svg, page.speech("pilots.board_alt"))


def picked(code: str) -> None:
    """Open a case where it is drawn; the one that is open there is let go."""
    is_table = choices.settled("view") == "table"
    choices.choose("case", None if code == choices.raw("case") and not is_table else code)
    if is_table:
        choices.choose("view", "spread")


def entry(page: Page, row: Row) -> squares.Entry:
    """A case's square with its words."""
    code = row["code"]
    tip = "\n".join(case_findings.lines(page.speech, register(page).places[code], reached(page, code)))
    return squares.Entry(result(row), tip, code, code == choices.raw("case"))


@kept(most=100)
def _drawn(key: tuple[Any, ...], page: Page, _rows: list[Row]) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    order = sorted(_rows, key=lambda row: (squares.RESULTS.index(result(row)), row["begun_on"], row["code"]))
    listed = []
    for theme in (*THEMES, NO_THEME):
        of_theme = [row for row in order if (row["theme"] if row["theme"] in THEMES else NO_THEME) == theme]
        counts = Counter(map(result, of_theme))
        if of_theme:
            told = [
                (
                    f"{squares.RESULT_SIGNS[one]} {speech(f'pilots.result_{one}')} {numbers.count(counts[one])}",
                    one,
                )
                for one in COUNTED
                if counts[one]
            ]
            listed.append(
                squares.Listed(
                    speech(f"pilots.theme_{theme}"),
                    numbers.count(len(of_theme)),
                    [entry(page, row) for row in of_theme],
                    told,
                )
            )
    wide, narrow = (squares.board(listed, width, colours) for width in (WIDE, PHONE if key[0] else NARROW))
    return drawing.in_two(wide, narrow, colours, speech("pilots.board_alt"), cut=CUT)
