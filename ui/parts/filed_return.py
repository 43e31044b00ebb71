"""The filed return behind a number: every cell with its file, row and batch."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import streamlit as st
from pandas.io.formats.style import Styler

from draw.palette import palette
from ui.frame import choices, plain
from ui.frame.page import Choice, Page, Row
from ui.parts import download, grid
from words import numbers, periods

ROW = 30  # pixels
ASKED_ROWS = 5  # those shown before the list of them scrolls
WIDEST = 780  # pixels of a column of reasons


def button(page: Page, choice: Choice, row: Row) -> None:
    """A button that opens the cells; nothing is asked before it is pressed."""
    if st.button(
        page.speech("filed.open"),
        key="open_filed",
        icon=":material/description:",
        width="stretch",
        on_click=choices.stay,
    ):
        _open(page, choice, row)


def _open(page: Page, choice: Choice, row: Row) -> None:
    title = page.speech("filed.title", area=page.speech.pick(row, "area_name"), period=choice.period_words)
    st.dialog(plain.markdown(title), width="large")(lambda: _cells(page, choice, row))()


def _cells(page: Page, choice: Choice, row: Row) -> None:
    speech = page.speech
    cells = page.answers.rows(
        "filed_cells", indicator=choice.code, area=row["area_code"], period=choice.period
    )
    st.caption(plain.markdown(_sum(page, choice, cells)))
    download.cells(page, choice, row["area_code"])
    names = {"area": speech.pick(row, "area_name"), "period": choice.period_words}
    asked = [c for c in cells if c["asked_about"]]
    if asked:
        # Its reasons are sentences: in a table of its own each has room to be read whole.
        told = asked_table(page, asked)
        wide = min(grid.width_of(told["asked"]), WIDEST)
        reasons = st.column_config.TextColumn(speech("filed.column_asked"), width=wide)
        st.dataframe(
            told,
            hide_index=True,
            row_height=ROW,
            height=ROW * (min(ASKED_ROWS, len(asked)) + 1) + 6,
            placeholder=numbers.DASH,
            column_config=_columns(page) | {"asked": reasons},
            alt=speech("filed.asked_alt", **names),
        )
    st.dataframe(
        _greyed(page, cells),
        hide_index=True,
        row_height=ROW,
        height=min(520, 40 + ROW * len(cells)),
        placeholder=numbers.DASH,
        column_config=_columns(page),
        alt=speech("filed.alt", **names),
    )


def _sum(page: Page, choice: Choice, cells: list[dict[str, Any]]) -> str:
    """What the counted cells add up to, the numerator that the card shows, and how many others there are and why."""
    speech = page.speech
    counted = [c["value"] for c in cells if c["side"] == "numerator" and c["counted"]]
    if counted:
        text = speech.plural(
            "filed.sum",
            len(counted),
            name=speech.pick(choice.indicator, "numerator_name"),
            # In English the name is the unit.
            total=numbers.counted(
                sum(counted), speech.pick(choice.indicator, "gap_unit") if page.language == "zh" else ""
            ),
        )
    else:
        text = speech("filed.sum_nothing", name=speech.pick(choice.indicator, "numerator_name"))
    for standing in ("blank", "beside_blank", "superseded"):
        how_many = sum(_standing(c) == standing for c in cells)
        text += speech.plural(f"filed.told_{standing}", how_many) if how_many else ""
    return text


def _standing(cell: dict[str, Any]) -> str:
    """Whether a cell counts, else why not: the end of its word's name."""
    if cell["superseded"]:
        return "superseded"
    if cell["counted"]:
        return "counted"
    return "blank" if cell["value"] is None else "beside_blank"


def _greyed(page: Page, cells: list[dict[str, Any]]) -> Styler:
    """The cells with those in grey that are not in the sum."""
    frame = table(page, cells).to_pandas().astype({"value": "Int64", "row": "Int64"})
    grey = f"color:{palette(page.theme).no_data_line};font-style:italic"
    cell_styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    cell_styles.loc[[not c["counted"] for c in cells], :] = grey
    return frame.style.apply(lambda _: cell_styles, axis=None)


def table(page: Page, cells: list[dict[str, Any]]) -> pl.DataFrame:
    """One row per filed cell, in words."""
    speech = page.speech
    return pl.DataFrame(
        {
            "area": [speech.pick(c, "area_name") for c in cells],
            "measure": [speech.pick(c, "measure_name") for c in cells],
            "value": [c["value"] for c in cells],
            "file": [plain.line(c["file_name"]) for c in cells],
            "row": [c["file_row"] for c in cells],
            "filed": [periods.date(speech, c["filed_on"]) for c in cells],
            "by": [c["filed_by"] and plain.line(c["filed_by"]) for c in cells],
            "batch": [c["batch_id"] for c in cells],
            "standing": [speech(f"filed.{_standing(c)}") for c in cells],
            "code": [c["area_code"] for c in cells],
        },
        schema_overrides={"value": pl.Int64, "row": pl.Int64},
    )


def asked_table(page: Page, cells: list[dict[str, Any]]) -> pl.DataFrame:
    """The cells whose filer was asked about them, each with why."""
    told = table(page, cells).select("area", "measure", "value", "standing")
    return told.with_columns(asked=pl.Series([_asked(page, c) for c in cells], dtype=pl.String))


def _asked(page: Page, cell: dict[str, Any]) -> str:
    """Why its filer was asked about a cell, and meant it: a part a reason."""
    reasons = zip(cell["asked_about"].split("|"), cell["stood_before"].split("|"), strict=True)
    return page.speech("list.sentence").join(
        page.speech(f"asked.{why}", before=numbers.count(int(before)) if before.isdecimal() else numbers.DASH)
        for why, before in reasons
    )


def _columns(page: Page) -> dict[str, Any]:
    names = ("area", "measure", "value", "file", "row", "filed", "by", "batch", "standing", "code")
    columns: dict[str, Any] = {name: page.speech(f"filed.column_{name}") for name in names}
    columns["value"] = st.column_config.NumberColumn(columns["value"], format="localized")
    columns["row"] = st.column_config.NumberColumn(columns["row"], format="%d")
    return columns
