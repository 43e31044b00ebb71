"""What the reader holds: a telephone says so itself, and gets tiles in the place of a map it could not touch."""

from __future__ import annotations

import streamlit as st


def is_phone() -> bool:
    """Whether the browser calls itself a telephone's. A narrow window is none, nor is a tablet."""
    agent = str(st.context.headers.get("User-Agent") or "")
    return "Mobile" in agent and "iPad" not in agent
