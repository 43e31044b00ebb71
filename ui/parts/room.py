"""How much room the reader's window leaves a chart: told by the browser, so that its texts are placed for what is drawn."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from draw.figure import Size
from ui.frame import choices, telling

MOST = 20_000  # pixels
_KEPT = "observatory_room"
_component = st.components.v2.component(
    "room", js=Path(__file__).with_name("room.js").read_text(encoding="utf-8")
)


def of(chart: str, usual: Size) -> Size:
    """The size in pixels of the chart in the container of this key, as last told in this session; else the usual one."""
    return Size(*st.session_state.get(_KEPT, {}).get(chart, (usual.width, usual.height)))


def listen(chart: str, drawn_for: Size) -> None:
    """Let the browser tell where the chart is drawn at another size; the page then runs once more. Draws nothing."""
    key = f"room_{chart}"

    def told() -> None:
        choices.stay()
        # What a browser sends may be anything.
        match telling.told(key, "size"):
            case [int() | float() as width, int() | float() as height] if (
                0 < width <= MOST and 0 < height <= MOST
            ):
                st.session_state.setdefault(_KEPT, {})[chart] = (int(width), int(height))

    _component(
        key=key, data={"chart": chart, "size": [drawn_for.width, drawn_for.height]}, on_size_change=told
    )
