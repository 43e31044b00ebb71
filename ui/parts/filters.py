"""The boxes that narrow what a page shows: each says all, or one of what there is; a telephone folds them away."""

from __future__ import annotations

import math
from collections.abc import Mapping

import streamlit as st

from draw.palette import CAPTION
from draw.text import text_width
from ui.frame import choices, device, plain
from ui.frame.page import Page

BESIDE = 40  # pixels of a box that its words do not have
EVERYTHING = ""  # the option of a filter that takes it back
Options = Mapping[str, Mapping[str, str]]


def draw(page: Page, options: Options, every: Mapping[str, str], *, folded: str, width: int) -> None:
    """A box for each key of the address with the words of its options, after those for all of them (`every`).

    `folded` is what a telephone folds them under; `width` is in pixels, of a box whose words need no more.
    """
    if device.is_phone():
        with st.popover(plain.markdown(folded)):
            _boxes(page, options, every, width)
    else:
        _boxes(page, options, every, width)


def _boxes(page: Page, options: Options, every: Mapping[str, str], width: int) -> None:
    for name, words in options.items():
        _box(page, name, {EVERYTHING: every[name], **words}, width)


def _box(page: Page, name: str, words: Mapping[str, str], width: int) -> None:
    # As wide as its words for everything, which a reader meets first; of a longer option its end is dots.
    whole = math.ceil(text_width(words[EVERYTHING], CAPTION, may_be_bold=False)) + BESIDE
    st.selectbox(
        page.speech(f"choice.{name}"),
        list(words),
        format_func=lambda code: words.get(code, code),
        label_visibility="collapsed",
        width=max(width, whole),
        **choices.bind(name, choices.raw(name) or EVERYTHING, nothing=EVERYTHING),
    )
