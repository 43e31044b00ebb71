"""Whether the reader's browser can draw a deck.gl map: tried there, told only where it cannot."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.frame import choices, telling

_KEY = "webgl"
_MISSING = "observatory_without_webgl"
_component = st.components.v2.component(
    "webgl", js=Path(__file__).with_name("webgl.js").read_text(encoding="utf-8")
)


def is_missing() -> bool:
    """Whether this session's browser said that it has no WebGL 2."""
    return bool(st.session_state.get(_MISSING))


def listen() -> None:
    """Let the browser try; where it fails the page runs once more. Where it works nothing is sent."""

    def told() -> None:
        choices.stay()
        st.session_state[_MISSING] = bool(telling.told(_KEY, "missing"))

    _component(key=_KEY, on_missing_change=told)
