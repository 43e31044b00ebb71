"""What a component of ours in the browser has told, as its callback reads it."""

from __future__ import annotations

from typing import Any

import streamlit as st


def told(key: str, name: str) -> Any:
    """The value of this name of the component with this key, which a browser may have made anything; None where it tells none.

    Streamlit keeps a key for the page that was drawn last. Where pages have a component of one key, what is told on the one that is being
    left finds the other's, or nothing.
    """
    return getattr(st.session_state.get(key), name, None)
