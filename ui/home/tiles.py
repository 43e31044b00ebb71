"""The counties as equal tiles: one as large as the other, in a window and on a telephone; without a layout of them, as a list."""

from __future__ import annotations

import streamlit as st

from draw.map.painted import Painted
from draw.scales import Paint
from draw.tiles import Labels, tiles
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.home.county_map import alternative, hover
from ui.parts import choosing, drawing, paper
from ui.parts.colouring import scale_of
from words import numbers, sentences

WIDE, WIDTH = 480.0, 360.0  # pixels in a window, and on a telephone or where there is less than that
CUT = 476


def draw(page: Page, choice: Choice, colour: str, county: str | None) -> None:
    """Draw the tiles; a tap chooses the county, a second one lets it go. Counties without a tile are listed under them."""
    cells = page.answers.tiles({row["area_code"] for row in choice.counties()})
    with st.container(key="county_tiles"):
        if cells:
            phone = device.is_phone()
            drawing.show(_drawn(colour, county, page, choice, phone), key="county_tiles_svg", on_pick=_chosen)
            paper.drawing(
                page,
                lambda light: _drawn(colour, county, light, choice, phone).svg,
                alternative(page, choice),
            )
        _listed(page, choice, colour, [r for r in choice.counties() if r["area_code"] not in cells])


def _chosen(code: str) -> None:
    choices.toggle("county", code)


@kept(most=100)
def _drawn(colour: str, county: str | None, page: Page, choice: Choice, phone: bool) -> drawing.Drawing:
    rows = choice.counties()
    paint = Paint(scale_of(page, choice, colour), county, page.theme)
    told = {row["area_code"]: hover(page, choice, row) for row in rows}
    cells = page.answers.tiles(told)
    labels = Labels(
        {row["area_code"]: page.short_name(row) for row in rows},
        {row["area_code"]: _figure(page, choice, colour, row) for row in rows},
        told,
    )
    painted = Painted.of(rows, paint, told)
    if phone:
        sketch = tiles(cells, painted, labels, WIDTH)
        return drawing.of_counties(sketch, paint.colours, alternative(page, choice))
    # The legend stands beside them.
    narrow = tiles(cells, painted, labels, WIDTH, has_bar=False)
    wide = tiles(cells, painted, labels, WIDE, has_bar=False)
    return drawing.in_two(wide, narrow, paint.colours, alternative(page, choice), cut=CUT)


def _figure(page: Page, choice: Choice, colour: str, row: Row) -> str:
    """What is coloured, as a figure; where there is none, why, in the fewest words."""
    value = {"ratio": row["value_shown"], "gap": row["gap"], "change": row["change_shown"]}[colour]
    if value is None:
        return page.speech("tiles.none") if row["value_status"] == "missing" else numbers.DASH
    if colour == "gap":
        return numbers.count(value)
    if colour == "change":
        return numbers.signed(value, choice.decimals)
    return numbers.ratio(value, choice.decimals)


def _listed(page: Page, choice: Choice, colour: str, rows: list[Row]) -> None:
    """Counties that have no tile, those below the target first, as links."""
    if not rows:
        return
    rows = sorted(rows, key=lambda r: (r["verdict"] != "not_met", r["value"] is None, r["value"] or 0))
    items = "".join(
        f"<li>{choosing.link(page, plain.html(page.short_name(row)), county=row['area_code'])} "
        f"{plain.html(_figure(page, choice, colour, row))} "
        f'<span class="{row["verdict"]}">{sentences.VERDICT_SYMBOLS[row["verdict"]]}</span></li>'
        for row in rows
    )
    st.html(f'<ul class="counties">{items}</ul>')
