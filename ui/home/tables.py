"""The table view: counties with filters for those to chase, or cities."""

from __future__ import annotations

import streamlit as st

from files import tree
from ui.frame import choices, device, plain
from ui.frame.page import Choice, Page
from ui.parts import choosing, city_table, county_table

ROWS = ("county", "city")


def settle() -> None:
    """Check what the address says of tables, in whichever view: a wrong word is told, not met when the view changes."""
    choices.settle("rows", ROWS, None)
    choices.settle("show", county_table.FILTERS, None)


def draw(page: Page, choice: Choice, county: str | None) -> None:
    """What the rows are, which of them, and the table. Call `settle` before."""
    speech = page.speech
    kinds = ROWS if tree.choosable(choice.areas) else ROWS[:1]
    rows = choices.raw("rows") if choices.raw("rows") in kinds else ROWS[0]
    show = choices.raw("show") or next(iter(county_table.FILTERS))
    shown = county_table.filters(choice)
    with st.container(key="table_bar", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            speech("choice.rows"),
            kinds,
            format_func=lambda name: speech(f"table.by_{name}"),
            required=True,
            label_visibility="collapsed",
            **choices.bind("rows", rows),
        )
        if rows == "county":
            _filter(page, shown if show in shown else (*shown, show), show)
            if county:
                # The row stands first in the table; all else about it stands on its card.
                name = speech.pick(choice.areas[county], "area_name")
                told = plain.html(speech("table.to_card", name=name))
                st.html(f'<p class="under hint">{choosing.link(page, told, view="map")}</p>', width="content")
    if rows == "city":
        city_table.draw(page, choice)
    else:
        county_table.draw(page, choice, county, show)


def _filter(page: Page, offered: tuple[str, ...], show: str) -> None:
    """Which counties: side by side, on a telephone, which has no room for them all, one under the other."""
    speech = page.speech
    if device.is_phone():
        st.selectbox(
            speech("choice.show"),
            offered,
            format_func=lambda name: speech(f"table.{'show_' if name != 'open_first' else ''}{name}"),
            label_visibility="collapsed",
            **choices.bind("show", show),
        )
    else:
        st.segmented_control(
            speech("choice.show"),
            offered,
            format_func=lambda name: speech(f"table.{'show_' if name != 'open_first' else ''}{name}"),
            required=True,
            label_visibility="collapsed",
            **choices.bind("show", show),
        )
