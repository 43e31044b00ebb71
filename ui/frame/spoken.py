"""What a screen reader says: the page's language, and the names of Streamlit's own controls in it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from words import Speech

_component = st.components.v2.component(
    "spoken", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)
TAGS = {"zh": "zh-CN", "en": "en"}
# What Streamlit, its map and its boxes call their controls, and our word for each.
NAMES = {
    "Clear all": "clear_all",
    "Clear value": "clear_all",
    "Close": "close",
    "Close fullscreen": "close_fullscreen",
    "Close sidebar": "close_sidebar",
    "Collapse sidebar": "close_sidebar",
    "Expand sidebar": "open_sidebar",
    "Fullscreen": "fullscreen",
    "Main menu": "main_menu",
    "Map": "map",
    "Mapbox logo": "map_logo",
    "No results": "no_results",
    "Open": "open",
    "Open sidebar": "open_sidebar",
    "Sidebar": "sidebar",
    "Skip to main content": "skip",
    "Toggle attribution": "map_attribution",
    "Zoom In": "zoom_in",
    "Zoom Out": "zoom_out",
}
# Names that go on with what is meant.
STARTS = {"Help for ": "help_for", "Remove ": "remove"}


def declare(speech: Speech) -> None:
    """Declare the page's language and name Streamlit's controls in it. Draws nothing."""
    _component(
        key="spoken",
        data={
            "lang": TAGS[speech.language],
            "names": {theirs: speech(f"spoken.{ours}") for theirs, ours in NAMES.items()},
            "starts": {theirs: speech(f"spoken.{ours}", name="{name}") for theirs, ours in STARTS.items()},
        },
    )
