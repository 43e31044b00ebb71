"""What the tables of counties and of cities share: the height of a row, its place, and how it is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from ui.frame import device
from words import Speech, numbers

ROW_HEIGHT = 32
PLACE = "place"  # the first column
# Pixels of Streamlit's grid: what a cell has beside its text, a letter (bold ones too) and a Chinese character.
CELL_EDGES, LETTER, CHARACTER = 20, 6.4, 13.0
WIDE_FROM = 0x2500  # the signs of verdicts, and what is written in Chinese


def place_column(speech: Speech) -> Any:
    """The column of places, as `st.dataframe` takes it."""
    return st.column_config.NumberColumn(speech("table.place"), width=44, format="%d")


# A picture is drawn as high as its row leaves, and what is then wider than its column is cut.
PICTURE_HEIGHT, PICTURE_EDGES = ROW_HEIGHT - 6, 18


def width_of(texts: Iterable[str]) -> int:
    """How wide a column is that holds these texts whole: Streamlit measures only the first rows by itself."""
    return CELL_EDGES + round(
        max((sum(LETTER if ord(c) < WIDE_FROM else CHARACTER for c in text) for text in texts), default=0)
    )


def heading(words: str, most: int) -> tuple[str, int]:
    """A heading no wider than `most`, its end given for dots, and how wide its column is: Streamlit cuts letters in two."""
    shown = words
    while width_of([shown]) > most and shown.rstrip("…"):
        shown = shown.rstrip("…")[:-1].rstrip() + "…"
    return shown, width_of([shown])


def order(columns: Iterable[str], first: tuple[str, ...]) -> list[str]:
    """The columns in their order; on a telephone, which shows four of them, these first: whose figure it is, and the figure."""
    names = list(columns)
    if not device.is_phone():
        return names
    leading = [name for name in (PLACE, *first) if name in names]
    return [*leading, *(name for name in names if name not in leading)]


def choosable(rows: int, most: int = 20) -> dict[str, Any]:
    """How a table stands of which a cell, and with it its row, is chosen: as high as its rows, or as `most` of more."""
    return {"selection_mode": "single-cell", **still(rows, most)}


def still(rows: int, most: int = 20) -> dict[str, Any]:
    """How a table stands in which nothing is chosen: as high as its rows, or as `most` of more."""
    return {
        "hide_index": True,
        "row_height": ROW_HEIGHT,
        "height": ROW_HEIGHT * (min(rows, most) + 1) + 2,
        "placeholder": numbers.DASH,
    }


def chosen_row(key: str) -> int | None:
    """The row of the cell that is chosen in a table; none where that is its place.

    The focus comes in at a place and chooses nothing: by keys one walks down there, and goes to the right to choose.
    """
    cells = (st.session_state.get(key) or {}).get("selection", {}).get("cells") or []
    return int(cells[0][0]) if cells and cells[0][1] != PLACE else None
