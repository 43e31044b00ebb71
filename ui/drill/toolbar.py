"""The row above the columns: the way up, and the file."""

from __future__ import annotations

import streamlit as st

from ui.drill.facts import Path
from ui.frame import plain
from ui.frame.page import Page
from ui.parts import download, way_up


def draw(page: Page, path: Path) -> None:
    choice = path.choice
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        if len(path.levels) > 1:
            way_up.draw(page, choice)
        else:
            st.html(f'<p class="under">{plain.html(page.speech("drill.hint"))}</p>', width="content")
        st.space("stretch")
        download.answer(page, "drill_parts", indicator=choice.code, period=choice.period, areas=path.codes)
