"""The finding: a page's title and the grey line under it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.frame import plain


def finding(title: str, grey: str, beside: Callable[[], None] | None = None) -> None:
    """A page's title and the line under it; `beside` draws what stands at that line's end."""
    with st.container(key="finding"):
        st.title(plain.markdown(title), anchor=False)
        if beside is None:
            st.html(f'<p class="grey">{plain.html(grey)}</p>')
            return
        with st.container(key="grey_line", horizontal=True, vertical_alignment="top", gap="small"):
            st.html(f'<p class="grey">{plain.html(grey)}</p>')
            beside()
