"""A page whose connection comes back is drawn once, before its reader presses anything: whoever answers now may know nothing of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "reconnected", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def listen() -> None:
    """Have the page drawn when its connection is back. Draws nothing."""
    _component(key="reconnected", on_back_change=lambda: None)  # the run that it asks for is all
