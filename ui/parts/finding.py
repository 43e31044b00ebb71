"""The finding: a page's title and the grey line under it."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain


def finding(title: str, grey: str) -> None:
    """A page's title and the line under it."""
    with st.container(key="finding"):
        st.title(plain.markdown(title), anchor=False)
        st.html(f'<p class="grey">{plain.html(grey)}</p>')
