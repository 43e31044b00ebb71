"""What Back does: a page that fills in its own address is no step of the reader's."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

# What every page fills in by itself. What only a choice adds (a county, a class, a filter) is a step.
SETTLED = ("lang", "indicator", "period", "view", "colour", "areas", "beside")
_component = st.components.v2.component(
    "history", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def listen() -> None:
    """Let the browser take a completed address for the same step. Draws nothing."""
    _component(key="history", data={"settled": list(SETTLED)})
