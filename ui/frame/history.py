"""What Back does: a page that mends the address it was opened with is no step of the reader's."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "history", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def listen() -> None:
    """Let the browser take a mended address for the same step. Draws nothing."""
    _component(key="history")
