"""The same question as a table: the largest gap first, a bar from the target to each figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from draw.figure import axis_range
from draw.marks import BalanceAxis, balance_bar
from draw.palette import palette
from draw.scales import Paint
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import grid, paper
from ui.parts.colouring import scale_of
from words import numbers, sentences

SHOWN_ROWS = 17
BAR_WIDTH = 100  # pixels

# Which counties a table shows: all in the order of their gaps, all with the unreported on top, or one kind.
FILTERS: dict[str, Callable[[Row], bool]] = {
    "all": lambda _: True,
    "open_first": lambda _: True,
    "not_met": lambda row: row["verdict"] == "not_met",
    "met": lambda row: row["verdict"] == "met",
    "unknown": lambda row: row["verdict"] == "unknown",
    "unreported": lambda row: row["value"] is None and row["value_status"] in ("missing", "not_due"),
    "partial": lambda row: row["value_status"] == "partial",
    "late": lambda row: bool(row["filed_late"]),
}
KEY = "county_table"


def filters(choice: Choice) -> tuple[str, ...]:
    """The filters that leave some of the counties shown, in the order in which they are offered."""
    rows = choice.counties()
    judged = bool(choice.headline()["has_target"])
    return tuple(
        name
        for name, fits in FILTERS.items()
        if (judged or name not in ("not_met", "met", "unknown"))
        and any(fits(row) for row in rows)
        and (name != "open_first" or any(row["value"] is None for row in rows))
    )


def draw(page: Page, choice: Choice, county: str | None = None, show: str = "all") -> None:
    """The counties shown, one row each, and how many rows there are; the chosen one first and set off.

    A click in a row, but at its place, chooses its county, a second one lets it go.
    """
    rows = in_order(choice, county, show)
    if not rows:
        st.html(f'<p class="under">{plain.html(page.speech("table.none"))}</p>')
        return

    def clicked() -> None:
        row = grid.chosen_row(KEY)
        if row is not None:
            code = rows[row]["area_code"]
            choices.toggle("county", code)

    cells = _cells(page, choice, rows)
    columns = _columns(page, choice, cells)
    st.dataframe(
        _styled(county, show, page, choice),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), SHOWN_ROWS - 1),
        column_config=columns,
        column_order=grid.order(cells, ("county", "ratio", "verdict", "balance")),
        alt=page.speech.plural(
            "table.alt",
            len(rows),
            indicator=page.speech.pick(choice.indicator, "indicator_name"),
            period=choice.period_words,
        ),
    )
    paper.table(
        cells,
        columns,
        {
            "ratio": lambda value: numbers.ratio(value, choice.decimals),
            "balance": numbers.count,
            "numerator": numbers.count,
            "denominator": numbers.count,
            "change": lambda value: numbers.signed(value, choice.decimals),
        },
    )
    st.html(f'<p class="under">{plain.html(page.speech.plural("table.note", len(rows)))}</p>')


def in_order(choice: Choice, county: str | None, show: str) -> list[dict[str, Any]]:
    """The rows of a filter in the table's order, the chosen county first."""
    rows = [row for row in ordered(choice.counties()) if FILTERS[show](row)]
    return sorted(
        rows,
        key=lambda row: (row["area_code"] != county, show == "open_first" and row["value"] is not None),
    )


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Largest gap first; then undecided counties; then those that meet the target, closest to it first.

    Without a target: lowest value first, unknown ones last.
    """

    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        if row["gap"]:
            return (0, -row["gap"], row["area_code"])
        if row["verdict"] in ("not_met", "unknown"):
            return (1, row["verdict"], row["area_code"])
        if row["balance"] is not None:
            return (2, abs(row["balance"]), row["area_code"])
        known = row["value"] is not None
        return (3, not known, row["value"] if known else 0, row["area_code"])

    return sorted(rows, key=place)


@kept(most=100)
def _styled(county: str | None, show: str, page: Page, choice: Choice) -> Styler:
    """The table with verdicts and balances in their colours, and the chosen county's row on top."""
    rows = in_order(choice, county, show)
    colours = palette(page.theme)
    good, bad = f"color:{colours.good};font-weight:600", f"color:{colours.bad};font-weight:600"
    styles = {"met": good, "not_met": bad}
    frame = pd.DataFrame(_cells(page, choice, rows))
    cell_styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    cell_styles["verdict"] = [styles.get(row["verdict"], f"color:{colours.muted}") for row in rows]
    if "balance" in cell_styles:
        cell_styles["balance"] = [bad if row["verdict"] == "not_met" else "" for row in rows]
    if rows and rows[0]["area_code"] == county:
        cell_styles.iloc[0] = [
            f"{style};background-color:{colours.rule}".lstrip(";") for style in cell_styles.iloc[0]
        ]

    def change(value: Any) -> str:
        return numbers.DASH if pd.isna(value) else numbers.signed(float(value), choice.decimals)

    return frame.style.apply(lambda _: cell_styles, axis=None).format({"change": change})


def _cells(page: Page, choice: Choice, rows: list[dict[str, Any]]) -> dict[str, Any]:
    speech = page.speech
    has_target = choice.headline()["has_target"]
    places = {r["area_code"]: place for place, r in enumerate(ordered(rows), start=1)}
    cells: dict[str, Any] = {grid.PLACE: [places[r["area_code"]] for r in rows]}
    if has_target:
        cells["verdict"] = [sentences.short_verdict(speech, r, choice.indicator) for r in rows]
    else:
        cells["verdict"] = [sentences.status(speech, r, choice.indicator) for r in rows]
    cells["county"] = [speech.pick(r, "area_name") for r in rows]
    cells["city"] = [speech.pick(r, "city_short_name") or numbers.DASH for r in rows]
    cells["ratio"] = pd.Series([_number(r["value_shown"]) for r in rows], dtype="Float64")
    if has_target:
        cells["balance"] = pd.Series([r["balance"] for r in rows], dtype="Int64")
    if choice.headline()["target_is_common"]:
        cells["bar"] = _bars(page, choice, rows)
    cells["numerator"] = pd.Series([r["numerator"] for r in rows], dtype="Int64")
    cells["denominator"] = pd.Series([r["denominator"] for r in rows], dtype="Int64")
    cells["as_of"] = [sentences.denominator_short(speech, r, choice.indicator) for r in rows]
    cells["change"] = pd.Series([_number(r["change_shown"]) for r in rows], dtype="Float64")
    cells["filed"] = [_filing(page, r) for r in rows]
    cells["code"] = [r["area_code"] for r in rows]
    return cells


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _filing(page: Page, row: Row) -> str:
    speech = page.speech
    if row["value_status"] == "partial":
        told = speech(
            "table.partial",
            reported=numbers.count(row["units_reported"]),
            expected=numbers.count(row["units_expected"]),
        )
    elif not row["first_complete_on"]:
        return numbers.DASH
    else:
        told = speech("filed.late" if row["filed_late"] else "filed.on_time")
    return speech.join([told, speech("table.confirmed")]) if row["figures_confirmed"] else told


def axis_of(choice: Choice) -> BalanceAxis:
    """The axis of the bars: from 0 to a round end, so that it holds every figure of the counties shown."""
    target = float(choice.headline()["target_value"])
    known = [float(row["value"]) for row in choice.counties() if row["value"] is not None]
    low, high, _ = axis_range([0.0, target, *known], lines=15)
    if choice.unit == "%":
        high = min(high, max(100.0, target, *known))
    return BalanceAxis(low, target, high)


def _bars(page: Page, choice: Choice, rows: list[dict[str, Any]]) -> list[str]:
    axis, paint = axis_of(choice), Paint(scale_of(page, choice, "ratio"))
    return [
        balance_bar(
            row["value"],
            axis,
            colour=paint.of_class(row["class_index"]),
            theme=page.theme,
            width=BAR_WIDTH,
            height=grid.PICTURE_HEIGHT,
        )
        for row in rows
    ]


def _columns(page: Page, choice: Choice, cells: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    speech, kinds = page.speech, st.column_config
    ratio = f"%,.{choice.decimals}f"
    columns: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "verdict": kinds.TextColumn(
            speech("table.verdict" if choice.headline()["has_target"] else "table.status"),
            width=grid.width_of(cells["verdict"]),
        ),
        "county": speech("table.county"),
        "city": speech("table.city"),
        "ratio": kinds.NumberColumn(
            speech("table.ratio", unit=choice.unit),
            format=ratio,
        ),
        "numerator": kinds.NumberColumn(
            sentences.capital(speech.pick(choice.indicator, "numerator_name")), format="%,d"
        ),
        "denominator": kinds.NumberColumn(
            sentences.capital(speech.pick(choice.indicator, "denominator_name")), format="%,d"
        ),
        "as_of": speech("table.as_of"),
        "change": kinds.NumberColumn(speech("table.change")),
        "filed": speech("table.filed"),
        "code": speech("table.code"),
    }
    if choice.headline()["has_target"]:
        columns["balance"] = kinds.NumberColumn(
            speech("table.balance", unit=speech.pick(choice.indicator, "gap_unit")), format="%,d"
        )
    if choice.headline()["target_is_common"]:
        axis = axis_of(choice)
        columns["bar"] = kinds.ImageColumn(
            speech(
                "table.bar",
                low=numbers.bound(axis.low),
                target=numbers.bound(axis.target),
                high=numbers.bound(axis.high),
            ),
            width=BAR_WIDTH + grid.PICTURE_EDGES,
        )
    return columns
