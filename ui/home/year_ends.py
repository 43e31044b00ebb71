"""Beside the equal tiles: the same tiles at the last year ends and in the newest period, small, in the same classes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import streamlit as st

from draw.palette import palette
from draw.year_tiles import Frame, year_tiles
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import drawing, paper
from ui.parts.colouring import scale_of
from words import numbers

YEARS = 5
WIDE, NARROW = (370.0, 3), (250.0, 2)  # pixels, and how many side by side
CUT = 366


def draw(page: Page, choice: Choice) -> None:
    """Draw the frames; a press shows that period on the whole page. Nothing where there is but one period to show."""
    days = dates(choice.periods)
    if len(days) < 2 or not _cells(page, [_counties(page, choice, day) for day in days]):
        return
    heading = page.speech("tiles.year_ends")
    st.html(f'<div class="ranking"><h2>{plain.html(heading)}</h2></div>')
    drawing.show(_drawn(page, choice), key="year_tiles", on_pick=_chosen)
    paper.drawing(page, lambda light: _drawn(light, choice).svg, heading)


def dates(periods: Iterable[dt.date]) -> list[dt.date]:
    """The last year ends before the newest period, and that."""
    known = sorted(periods)
    ends = [day for day in known[:-1] if day.month == 12]
    return [*ends[-YEARS:], *known[-1:]]


def _chosen(period: str) -> None:
    choices.choose("period", period)


def _counties(page: Page, choice: Choice, day: dt.date) -> Sequence[Row]:
    """The counties of that day, as the page itself counts them when it shows that period."""
    return page.answers.counties(choice.code, day, choice.area)


def _cells(page: Page, by_date: Sequence[Sequence[Row]]) -> dict[str, tuple[int, int]]:
    shown = {row["area_code"] for rows in by_date for row in rows}
    return {
        row["area_code"]: (row["tile_row"], row["tile_column"])
        for row in page.answers.rows("tiles")
        if row["area_code"] in shown
    }


@kept(most=100)
def _drawn(page: Page, choice: Choice) -> drawing.Drawing:
    by_day = {day: _counties(page, choice, day) for day in dates(choice.periods)}
    colours, cells = palette(page.theme), _cells(page, list(by_day.values()))
    frames = [_frame(page, choice, day, rows) for day, rows in by_day.items()]
    city = {row["area_code"]: row["city_code"] for rows in by_day.values() for row in rows}
    wide, narrow = (year_tiles(cells, city, frames, room, colours) for room in (WIDE, NARROW))
    said = page.speech.join([f"{frame.name} {frame.count}".strip() for frame in frames])
    return drawing.in_two(wide, narrow, colours, f"{page.speech('tiles.year_ends')}: {said}", cut=CUT)


def _frame(page: Page, choice: Choice, day: dt.date, rows: Sequence[Row]) -> Frame:
    """One date, in the classes of the page; counted where counties were judged then."""
    speech, colours = page.speech, scale_of(page, choice, "ratio").colours
    judged = [row for row in rows if row["verdict"] != "no_target"]
    met = sum(row["verdict"] == "met" for row in judged)
    count = speech("tiles.met", n=numbers.count(met)) if judged else ""
    fills = {
        row["area_code"]: None if row["class_index"] is None else colours[int(row["class_index"])]
        for row in rows
    }
    known = sum(fill is not None for fill in fills.values())
    tip = [choice.in_words(day)]
    if judged:
        tip.append(speech("tiles.met_of", met=numbers.count(met), n=numbers.count(len(judged))))
    tip.append(speech("tiles.known_of", known=numbers.count(known), n=numbers.count(len(rows))))
    return Frame(
        choice.in_short(day), count, fills, "\n".join(tip), day.isoformat(), is_chosen=day == choice.period
    )
