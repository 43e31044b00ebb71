"""The finding: a page's title and the grey line under it."""

from __future__ import annotations

import html

import streamlit as st


def finding(title: str, grey: str) -> None:
    """A page's title and the line under it."""
    with st.container(key="finding"):
        st.title(title, anchor=False)
        st.html(f'<p class="grey">{html.escape(grey)}</p>')
