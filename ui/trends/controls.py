"""What a trend shows: indicator, up to six areas, what stands beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from files import tree
from ui.frame import boundaries, choices, finder, indicator_boxes, named_areas, plain
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import download, pictures

MOST = 6
BESIDE = ("whole", "city")
NOTHING = "none"
# Segmented buttons are lower than the boxes beside them: as high as those, their labels stand on one line.
STYLE = ".st-key-choice_beside button { min-height: 2.5rem; }"


@dataclass(frozen=True)
class Lines:
    """Codes of the areas in the order they were chosen, and of what is drawn behind them."""

    areas: tuple[str, ...]
    beside: tuple[str, ...]


def draw(page: Page, choice: Choice, places: Mapping[str, Row]) -> Lines:
    """One row of controls. `places` are all areas of all periods by code."""
    speech = page.speech
    areas = _settled_areas(choice, places)
    beside = _settled_beside()
    has_cities = any(row["area_level"] == "city" for row in places.values())
    st.html(f"<style>{STYLE}</style>")
    columns = st.columns([2.3, 3.6, 2.2, 2.9], gap="small")
    with columns[0]:
        indicator_boxes.indicator(page, choice)
    with columns[1]:
        finder.draw(
            page,
            finder.Box(
                "areas",
                speech("trend.areas", most=MOST),
                speech("trend.choose"),
                of=(choice.code,),
                most=MOST,
            ),
            places,
            areas,
            lambda codes: choices.choose("areas", codes or [NOTHING]),
        )
    with columns[2]:
        st.segmented_control(
            speech("choice.beside"),
            BESIDE if has_cities else BESIDE[:1],
            format_func=lambda name: (
                plain.markdown(speech.pick(places[page.root], "short_name"))
                if name == "whole"
                else speech("trend.own_city")
            ),
            selection_mode="multi",
            width="stretch",
            # Without it the second would be cut where it is long: directly in a column Streamlit lets them scroll.
            wrap=True,
            **choices.bind("beside", beside, empty=[NOTHING]),
        )
    lines = Lines(tuple(areas), _beside_codes(page, places, areas, beside))
    with columns[3], st.container(key="trend_files", horizontal=True, horizontal_alignment="right"):
        download.series(page, choice, (*lines.beside, *lines.areas))
        pictures.menu(page, choice, "trends", areas=lines.areas, beside=lines.beside)
    return lines


def every_place(page: Page, choice: Choice) -> Mapping[str, Row]:
    """All provinces, cities and counties of all periods, by code, as they were last; cities first. Where boundaries are chosen, the
    counties of those alone."""
    found = _places(tuple(sorted(choice.periods)), page.answers)
    if choice.boundaries is None:
        return found
    counties = boundaries.counties_of(page.answers, choice.boundaries.day)
    return {code: row for code, row in found.items() if row["area_level"] != "county" or code in counties}


@kept(most=20)
def _places(periods: tuple[dt.date, ...], answers: Answers) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for period in periods:
        found.update(answers.areas(period))
    order = {"country": 0, "province": 1, "city": 2, "county": 3}
    return dict(sorted(found.items(), key=lambda item: (order[item[1]["area_level"]], item[0])))


def _settled_areas(choice: Choice, places: Mapping[str, Row]) -> list[str]:
    asked = choices.raw("areas")
    if asked is None:
        areas = _opening(choice)
    else:
        areas = []
        for code in named_areas.codes_of(asked, places):
            if code in places and len(areas) < MOST:
                areas.append(code)
            elif code != NOTHING:
                choices.remember_unknown("areas", code)
        if not areas and NOTHING not in asked:  # nothing of it could be used
            choices.put("areas", None)
            return _opening(choice)
        choices.put("areas", areas or [NOTHING])
    return areas


def _opening(choice: Choice) -> list[str]:
    """The county chosen on the map, else the five largest gaps, else the five lowest figures."""
    chosen = choices.raw("county")
    rows = choice.counties()
    if chosen in {row["area_code"] for row in rows}:
        return [str(chosen)]
    short = sorted((r for r in rows if r["gap"]), key=lambda r: -r["gap"])
    low = sorted((r for r in rows if r["value"] is not None), key=lambda r: r["value"])
    return [row["area_code"] for row in (short or low)[:5]]


def _settled_beside() -> list[str]:
    asked = choices.raw("beside")
    if asked is None:
        return ["whole"]
    beside = []
    for name in asked:
        if name in BESIDE:
            beside.append(name)
        elif name != NOTHING:
            choices.remember_unknown("beside", name)
    if not beside and NOTHING not in asked:
        choices.put("beside", None)
        return ["whole"]
    choices.put("beside", beside or [NOTHING])
    return beside


def _beside_codes(
    page: Page, places: Mapping[str, Row], areas: list[str], beside: list[str]
) -> tuple[str, ...]:
    codes = [page.root] if "whole" in beside else []
    if "city" in beside:
        codes += [str(above) for code in areas if (above := tree.above(places[code]))]
    return tuple(code for code in dict.fromkeys(codes) if code not in areas)
