"""The profile of an area as a table of contents."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from files.profile import pieces
from ui.area_profile import drawn, facts, headline, links, side, toolbar
from ui.frame.page import Page, Quarter
from ui.parts import choosing
from ui.parts.finding import finding

_HERE = Path(__file__).parent
STYLE = (_HERE / "layout.css").read_text(encoding="utf-8") + pieces.style()


def draw(page: Page, quarter: Quarter) -> None:
    st.html(f"<style>{STYLE}</style>")
    choosing.listen(page)
    head = st.container()
    profile = facts.find(page, quarter)
    links.leave(profile)
    with head:
        finding(*headline.told(page, profile))
        toolbar.draw(page, quarter, profile)
    seen = facts.seen(page, profile)
    with st.container(key="profile_row"):
        main, beside = st.columns([800, 326], gap="medium")
    with main:
        drawn.headlines(page, profile)
        st.html(pieces.year(seen))
    with beside, st.container(key="profile_side"):
        side.draw(page, quarter, profile)
    named = links.maker()
    systems = pieces.pulls(seen, named, choosing.way("systems", county=quarter.county))
    if systems:
        st.html(systems)
    elif profile.index_is_known:  # while it is being made a bar says so
        st.html(side.note(page, "profile.not_evaluated"))
    links.siblings(page, profile)
    st.html(pieces.table(seen, named))
