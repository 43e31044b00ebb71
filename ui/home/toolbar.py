"""The row above the map: which view, what to colour by, a place by name, the download.

On a telephone the last two stand under the map: above it is only what changes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from files import tree
from ui.frame import choices, device, finder, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import download, pictures, views

VIEWS = ("map", "tiles", "chart", "table")
PAINTED = ("map", "tiles")  # what a way to colour is for
COLOURS = ("ratio", "gap", "change")


@dataclass(frozen=True)
class Presentation:
    """How the question is presented: view, what colours it, and the county picked (its code) if any."""

    view: str
    colour: str
    county: str | None


def draw(page: Page, choice: Choice) -> Presentation:
    """Draw the row and return what it says."""
    speech = page.speech
    counties = {row["area_code"]: row for row in choice.counties()}
    colours = COLOURS if choice.headline()["has_target"] else ("ratio", "change")
    # A telephone's map would be too small to touch: it gets the tiles, and the address keeps what it says.
    left_out = {"map"} if device.is_phone() else set()
    if len(counties) > tree.MOST_COUNTIES:
        left_out.add("tiles")
    offered = tuple(view for view in VIEWS if view not in left_out)
    view = str(choices.settle("view", VIEWS, VIEWS[0]))
    view = view if view in offered else offered[0]
    colour = str(_quietly("colour", colours, "ratio", known=COLOURS))
    county = choices.settle("county", counties, None)
    names = {
        "ratio": speech("toolbar.by_value"),
        "gap": speech("toolbar.by_gap"),
        "change": speech("toolbar.by_change"),
    }
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        views.draw(page, offered, view)
        # Kept in sight on the other views, so that nobody takes the choice for lost; where no view has a use for it (a country on a
        # telephone) it is left out.
        is_of_use = not set(PAINTED).isdisjoint(offered)
        if is_of_use:
            st.segmented_control(
                speech("choice.colour"),
                colours,
                format_func=lambda name: names[name],
                required=True,
                label_visibility="collapsed",
                disabled=view not in PAINTED,
                **choices.bind("colour", colour),
            )
        if is_of_use and view not in PAINTED:
            st.html(f'<p class="under">{plain.html(speech("toolbar.only_map"))}</p>', width="content")
        presentation = Presentation(view, colour, county)
        if not device.is_phone():
            st.space("stretch")
            _tools(page, choice, presentation)
    return presentation


def on_phone(page: Page, choice: Choice, presentation: Presentation) -> None:
    """Under what a telephone shows: the search box and the files. Elsewhere they stand in the row above."""
    if device.is_phone():
        with st.container(key="tools", horizontal=True, vertical_alignment="center"):
            _tools(page, choice, presentation)


def _tools(page: Page, choice: Choice, presentation: Presentation) -> None:
    speech, county = page.speech, presentation.county
    finder.draw(
        page,
        finder.Box(
            "county",
            speech("toolbar.find"),
            speech("toolbar.find_hint"),
            of=choice.key,
            label_hidden=True,
            width=200,  # beside the word on what colours
        ),
        _places(choice),
        [code for code in (county,) if code],
        lambda codes: _go_to(choice, codes),
    )
    if presentation.view == "map" or (presentation.view == "tiles" and device.is_phone()):
        pictures.menu(page, choice, "map", colour=presentation.colour, county=county)
    elif presentation.view == "chart":
        pictures.menu(page, choice, "cities", county=county)
    download.counties(page, choice)


def _quietly(key: str, allowed: tuple[str, ...], default: str, *, known: tuple[str, ...]) -> str | None:
    """A choice that this indicator does not offer falls back without a note: nobody mistyped it."""
    if choices.raw(key) in set(known) - set(allowed):
        choices.put(key, None)
    return choices.settle(key, allowed, default)


@kept(most=100)
def _places(choice: Choice) -> dict[str, Row]:
    """What the search box finds: the counties shown, then the whole, the cities and all other counties."""
    shown = {row["area_code"]: row for row in choice.counties()}
    above = {code: row for code, row in choice.areas.items() if tree.is_whole(row)}
    return {**shown, **above, **choice.areas}


def _go_to(choice: Choice, codes: list[str]) -> None:
    """Show the county, and the whole where it lies outside the city shown; or show the city, or the whole."""
    code = codes[0] if codes else None
    row = choice.areas[code] if code else None
    if row and tree.is_whole(row):
        choices.choose("city", code if tree.address_key(row) else None)
        code = None
    elif row and not tree.is_within(row, choice.city):
        choices.choose("city", None)
    choices.choose("county", code)
