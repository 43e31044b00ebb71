"""A system opened: every one of its indicators, from what drags most to what lifts most, in a dialog over the page."""

from __future__ import annotations

import streamlit as st

from draw import svg
from draw.columns import ITEM, Grid, Item, item
from draw.palette import Palette, palette
from ui.frame import choices, device, plain
from ui.frame.page import Page
from ui.parts import drawing
from ui.systems import facts, items, ways
from ui.systems.facts import Found
from words import system_findings

WIDE, PHONE = Grid(1110, 0, 3), Grid(300, 0, 1)
CUT, LINE = 900, ITEM + 8


def draw(page: Page, found: Found, system: str) -> None:
    """Open it; closed, it is taken back from the address."""
    speech, county = page.speech, found.quarter.county
    name = speech.pick(found.quarter.areas[county or found.quarter.area], "area_name")
    title = speech("systems.of", system=name, told=speech(f"system.{system}"))
    dialog = st.dialog(plain.markdown(title), width="large", on_dismiss=_close)
    dialog(lambda: _contents(page, found, system))()


def _close() -> None:
    choices.choose("system", None)


def _contents(page: Page, found: Found, system: str) -> None:
    ways.leave(page, found)
    speech, county = page.speech, found.quarter.county
    if county:
        row = facts.by_county(found)[county][system]
        stands = speech.join([system_findings.word(speech, row), system_findings.band(speech, row)])
        moved = system_findings.moved(speech, facts.moved(found, row))
        said = speech("list.sentence").join([stands, moved])
        listed = [items.of_county(page, found, one, is_whole=True) for one, _ in facts.in_order(found, county, system)]  # fmt: skip
        order = speech("systems.order_county")
    else:
        counts = {one: len(facts.counties_where(found, system, one)) for one in ("weak", "strong")}
        said = speech("systems.weak_and_strong", **counts)
        codes = facts.lagging(found, system)
        codes += [code for code in facts.of_system(found, system) if code not in codes]
        listed = [items.of_whole(page, found, system, code, is_whole=True) for code in codes]
        order = speech("systems.order_whole")
    colours = palette(page.theme)
    st.html(f'<p class="under">{plain.html(speech("list.sentence").join([said, order]))}</p>')
    wide, narrow = (
        _listed(listed, grid, colours) for grid in (WIDE, PHONE if device.is_phone() else Grid(620, 0, 2))
    )
    drawing.show(
        drawing.in_two(wide, narrow, colours, said, cut=CUT), key="system_opened", on_pick=ways.picked
    )


def _listed(listed: list[Item], grid: Grid, colours: Palette) -> svg.Sketch:
    """Down each column, then the next: the order is that of reading."""
    in_column = grid.bands(len(listed))
    body = []
    for number, one in enumerate(listed):
        column, row = divmod(number, in_column)
        body.append(item(one, (4 + column * grid.column, 4 + row * LINE), grid.column - 32, colours))
    return svg.Sketch("".join(body), grid.width, 4 + in_column * LINE)
