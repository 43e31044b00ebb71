"""Download buttons, each with its data address. The file is made by the one writer of files, and only when the button is pressed."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from files.table import csv_bytes, file_name, written
from ui.frame import plain
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import snippets

# Files of a part of a page, which stand beside the page's own.
BESIDE = (
    "city_compliance",
    "filed_cells",
    "grade_posts",
    "career_moves",
    "organization_kinds",
    "restated_cells",
    "restated_register_cells",
)


def counties(page: Page, choice: Choice) -> None:
    """The counties shown, every row and column."""
    asked: dict[str, Any] = {"indicator": choice.code, "period": choice.period, "area": choice.area}
    if choice.boundaries is None:
        _button(page, "county_compliance", **asked)
    else:
        _button(page, "rebased_counties", **asked, boundaries=choice.boundaries.day)


def series(page: Page, choice: Choice, areas: tuple[str, ...]) -> None:
    """The series drawn, every row and column."""
    if choice.boundaries is None:
        _button(page, "area_series", indicator=choice.code, areas=list(areas))
    else:
        day = choice.boundaries.day
        _button(page, "rebased_series", indicator=choice.code, areas=list(areas), boundaries=day)


def cities(page: Page, choice: Choice) -> None:
    """The cities shown, every row and column."""
    _button(page, "city_compliance", indicator=choice.code, period=choice.period, area=choice.area)


def cells(page: Page, choice: Choice, county: str) -> None:
    """What was filed for a county, cell by cell, replaced ones too."""
    _button(page, "filed_cells", indicator=choice.code, area=county, period=choice.period)


def answer(page: Page, question: str, made: pl.DataFrame | None = None, **parameters: Any) -> None:
    """A question's answer as it is, every row and column: what stands in a page's table; `made` where the page has made it itself."""
    _button(page, question, made, **parameters)


def beside(page: Page, question: str, label: str, **parameters: Any) -> None:
    """A second answer beside the page's own, under words of its own."""
    _button(page, question, None, label, **parameters)


@kept(most=300)
def _name(question: str, language: str, parameters: dict[str, Any], answers: Answers) -> str:
    return file_name(answers, question, language=language, **parameters)


def _button(
    page: Page, question: str, made: pl.DataFrame | None = None, label: str = "", **parameters: Any
) -> None:
    reader, language = page.answers.reader, page.language
    # A page may have the files of several registers, or of several forms and periods.
    of = ("dataset", "period") if "dataset" in parameters else ()
    beside = [question, *(str(parameters[name]) for name in of if name in parameters)]
    own = "_".join(beside) if question in BESIDE else ""

    def contents() -> bytes:
        frame = reader.ask(question, **parameters) if made is None else made
        return csv_bytes(written(reader, question, frame, language=language, **parameters), language)

    st.download_button(
        plain.markdown(label or page.speech("toolbar.download")),
        contents,
        file_name=_name(question, language, parameters, page.answers),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{own}" if own else "download",
    )
    if made is None:  # what a page has made by itself stands at no address
        snippets.draw(page, question, parameters, own)
