"""Where files are dropped or chosen, in the page's language: what Streamlit's own says is English alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.frame import plain
from ui.frame.page import Page


def files(page: Page, label: str, *, key: str, endings: Sequence[str], megabytes: int) -> Sequence[Any]:
    """The files that lie there; none at first. What it says itself is put in the place of Streamlit's words."""
    choose = page.speech("drop.choose").replace('"', "")
    told = page.speech(
        "drop.told", endings=" · ".join(one.upper() for one in endings), size=f"{megabytes} MB"
    )
    st.html(
        f"<style>.st-key-{key} [data-testid=stFileUploaderDropzoneInstructions] {{ display: none; }}"
        f" .st-key-{key} [data-testid=stFileUploaderDropzone] {{ flex-wrap: wrap; }}"
        f" .st-key-{key} [data-testid=stFileUploaderDropzone] button:not([aria-label]) p {{ font-size: 0; }}"
        f" .st-key-{key} [data-testid=stFileUploaderDropzone] button:not([aria-label]) [data-testid=stIconMaterial] {{ display: none; }}"
        f" .st-key-{key} [data-testid=stFileUploaderDropzone] button:not([aria-label]),"
        f" .st-key-{key} [data-testid=stFileUploaderDropzone] button:not([aria-label]) * {{ gap: 0; }}"
        f' .st-key-{key} [data-testid=stFileUploaderDropzone] button:not([aria-label])::after {{ content: "{choose}"; }}</style>'
    )
    found = st.file_uploader(
        plain.markdown(label),
        accept_multiple_files=True,
        key=key,
        max_upload_size=megabytes,
    )
    st.html(f'<p class="under">{plain.html(told)}</p>')
    return found or []
