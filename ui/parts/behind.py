"""The table behind a picture: what the picture is drawn from, a row a mark, under the headings that the file has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from ui.frame.page import Page
from ui.parts import grid, paper
from words import numbers
from words.files import heading

MOST = 18  # rows in sight


@dataclass(frozen=True)
class Figures:
    """A column of figures, so many decimals shown; what is not known is None."""

    values: Sequence[float | int | None]
    decimals: int = 0
    signed: bool = False


Columns = Mapping[str, Sequence[str] | Figures]


def draw(
    page: Page,
    key: str,
    columns: Columns,
    alt: str,
    *,
    first: tuple[str, ...] = (),
    on_row: Callable[[int], None] | None = None,
) -> None:
    """Draw columns by the names they have in the file.

    Args:
        key: of the element.
        alt: what it says instead.
        first: the columns that a telephone, which shows few, has first.
        on_row: what a click in a row does, given its place from 0; the rows are numbered then.
    """
    rows = max((len(one.values if isinstance(one, Figures) else one) for one in columns.values()), default=0)
    cells: dict[str, Any] = {grid.PLACE: range(1, rows + 1)} if on_row else {}
    names: dict[str, Any] = {grid.PLACE: grid.place_column(page.speech)} if on_row else {}
    written: dict[str, Callable[[Any], str]] = {grid.PLACE: numbers.count} if on_row else {}
    for name, column in columns.items():
        label = heading(name, page.language)
        if isinstance(column, Figures):
            cells[name] = pd.Series(list(column.values), dtype="Float64" if column.decimals else "Int64")
            names[name] = st.column_config.NumberColumn(label, format=_format(column))
            written[name] = _writer(column)
        else:
            cells[name] = list(column)
            names[name] = st.column_config.TextColumn(label, width=grid.width_of([label, *column]))

    def clicked() -> None:
        place = grid.chosen_row(key)
        if place is not None and on_row:
            on_row(place)

    choosing = {"on_select": clicked, **grid.choosable(rows, MOST)} if on_row else grid.still(rows, MOST)
    st.dataframe(
        pd.DataFrame(cells),
        key=key,
        column_config=names,
        column_order=grid.order(cells, first),
        alt=alt,
        **choosing,
    )
    paper.table(cells, names, written)


def _format(column: Figures) -> str:
    return f"%{'+' if column.signed else ''},.{column.decimals}f" if column.decimals else "%,d"


def _writer(column: Figures) -> Callable[[Any], str]:
    if column.signed:
        return lambda value: numbers.signed(value, column.decimals)
    return lambda value: numbers.ratio(value, column.decimals)
