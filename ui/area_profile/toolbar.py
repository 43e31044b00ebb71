"""The row above the profile: the way up, the box that finds another area, print and files."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from files import tree
from files.profile import sheet
from files.profile.facts import Profile
from ui.area_profile import facts
from ui.frame import choices, device, finder
from ui.frame.page import Page, Quarter
from ui.parts import download, way_up

_print = st.components.v2.component(
    "print",
    html='<button type="button"></button>',
    css=Path(__file__).with_name("print.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("print.js").read_text(encoding="utf-8"),
)


def draw(page: Page, quarter: Quarter, profile: Profile) -> None:
    speech = page.speech
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        way_up.draw(page, quarter)
        if not device.is_phone():
            st.space("stretch")
        finder.draw(
            page,
            finder.Box(
                "area",
                speech("profile.find"),
                speech("profile.find"),
                of=(quarter.period,),
                label_hidden=True,
                width=230,
            ),
            {code: row for code, row in quarter.areas.items() if row["parent_code"] is not None},
            [code for code in (quarter.county or quarter.city,) if code],
            lambda codes: _chosen(quarter, codes),
        )
        _print(key="print_page", data={"label": speech("profile.print")}, height="content", width="content")
        _sheet(page, profile)
        level = str(profile.area["area_level"])
        download.answer(page, "area_indicators", period=quarter.period, area=quarter.area, level=level)


def _chosen(quarter: Quarter, codes: list[str]) -> None:
    """From the box's callback: a county is shown whatever city was, a city with none of its counties."""
    code = codes[0] if codes else None
    is_city = code is not None and tree.is_whole(quarter.areas[code])
    choices.choose("city", code if is_city else None)
    choices.choose("county", None if is_city else code)


def _sheet(page: Page, profile: Profile) -> None:
    """The sheet as a file: drawn when the button is pressed."""

    def contents() -> bytes:
        return sheet.contents(page.answers.reader, profile, page.speech, facts.ground(page.answers)).encode()

    st.download_button(
        page.speech("profile.sheet"),
        contents,
        file_name=sheet.file_name(profile, page.speech, page.answers.snapshot.id),
        mime="text/html",
        icon=":material/description:",
        on_click="ignore",
        key="download_sheet",
    )
