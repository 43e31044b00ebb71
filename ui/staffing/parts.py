"""What the views of the page share: a heading, and the classes of the headline indicator."""

from __future__ import annotations

import streamlit as st

from draw.scales import Judged, Scale, scale_by
from ui.frame import plain
from ui.frame.page import Form, Page
from ui.staffing import facts


def heading(title: str, note: str = "") -> None:
    """A heading over a drawing, and what it means in a grey line."""
    under = f'<p class="under">{plain.html(note)}</p>' if note else ""
    st.html(f'<section class="part"><h2>{plain.html(title)}</h2>{under}</section>')


def scale(page: Page, form: Form) -> Scale:
    """The classes of the headline indicator, as the map has them."""
    judged = Judged(
        facts.indicator(page),
        facts.headline(page, form),
        lambda: facts.counties(page, form),
        page.speech("legend.between"),
    )
    return scale_by("ratio", judged, page.theme)
