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
    drawn = _drawn(page, choice)
    if drawn is None:
        return
    heading = page.speech("tiles.year_ends")
    st.html(f'<div class="ranking"><h2>{plain.html(heading)}</h2></div>')
    drawing.show(drawn, key="year_tiles", on_pick=_chosen)
    paper.drawing(page, lambda light: (_drawn(light, choice) or drawn).svg, heading)


def dates(periods: Iterable[dt.date]) -> list[dt.date]:
    """The last year ends before the newest period, and that."""
    known = sorted(periods)
    ends = [day for day in known[:-1] if day.month == 12]
    return [*ends[-YEARS:], *known[-1:]]


def _chosen(period: str) -> None:
    choices.choose("period", period)


@kept(most=100)
def _drawn(page: Page, choice: Choice) -> drawing.Drawing | None:
    """None where there is but one date, or no county has a tile."""
    # The counties of each day, as the page itself counts them when it shows that period.
    by_day = {day: page.answers.counties(choice.code, day, choice.area) for day in dates(choice.periods)}
    city = {row["area_code"]: row["city_code"] for rows in by_day.values() for row in rows}
    colours, cells = palette(page.theme), page.answers.tiles(city)
    if len(by_day) < 2 or not cells:
        return None
    frames = [_frame(page, choice, day, rows) for day, rows in by_day.items()]
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
