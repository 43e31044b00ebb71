"""What stands on paper: the light look whatever the page's, and drawings where the browser painted for its window.

A browser prints what it has painted as it is: a canvas in the colours of the screen, a chart in the width of the
window, of a long table the rows in sight. What is drawn here stands right behind such a thing, is seen on paper only,
and takes its place there (`frame/style.css`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from draw import svg
from draw.marks import address_of, image
from draw.plotted import plotted
from ui.frame import plain
from ui.frame.page import Page
from words import numbers

CHART_WIDTH = 1160.0


def light(page: Page) -> Page:
    """The page in the look of paper."""
    return replace(page, theme="light")


def both(page: Page, make: Callable[[Page], str]) -> str:
    """HTML in the page's own colours, and once more for paper where those are dark."""
    if page.theme == "light":
        return make(page)
    return f'<div class="on-screen">{make(page)}</div><div class="paper">{make(light(page))}</div>'


def drawing(page: Page, make: Callable[[Page], str], alt: str) -> None:
    """Behind a map or tiles of a dark page: the SVG that `make` gives of the light one.

    A light page prints as it stands, and is spared the text of a map.
    """
    if page.theme == "dark":
        _picture(make(light(page)), alt)


def chart(page: Page, make: Callable[[Page], go.Figure], alt: str, height: float = 0) -> None:
    """Behind a chart of either look, whose width is the window's: the figure that `make` gives, as wide as a sheet.

    `height` is in pixels; without one the figure says it.
    """
    figure = make(light(page))
    sketch = plotted(figure, CHART_WIDTH, height or float(figure.layout.height or 300))
    _picture(svg.drawing(sketch.body, sketch.width, sketch.height), alt)


def table(
    cells: Mapping[str, Iterable[Any]],
    columns: Mapping[str, Any],
    written: Mapping[str, Callable[[Any], str]],
) -> None:
    """Behind a table that scrolls: all its rows, as text.

    `cells` are its columns by name and `columns` their configuration, as `st.dataframe` takes them; `written` says how
    the figures of a column are written. A column of pictures is left out.
    """
    names = [name for name in cells if name in written or not _is_pictures(columns[name])]
    kinds = {name: "figure" if name in written else "" for name in names}
    head = "".join(f'<th class="{kinds[name]}">{plain.html(_label(columns[name]))}</th>' for name in names)
    texts = [[_text(value, written.get(name, str)) for value in cells[name]] for name in names]
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kinds[name]}">{plain.html(text)}</td>'
            for name, text in zip(names, row, strict=True)
        )
        + "</tr>"
        for row in zip(*texts, strict=True)
    )
    st.html(
        f'<div class="paper facts"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _label(column: Any) -> str:
    return str(column if isinstance(column, str) else column["label"])


def _is_pictures(column: Any) -> bool:
    return not isinstance(column, str) and column["type_config"]["type"] == "image"


def _text(value: Any, write: Callable[[Any], str]) -> str:
    return numbers.DASH if pd.isna(value) else write(value)


def _picture(drawn: str, alt: str) -> None:
    st.html(f'<div class="paper">{image(address_of(drawn), alt)}</div>')
