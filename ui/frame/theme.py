"""A theme that a reader has chosen: `theme` in the address, and beside it Streamlit's own word for a page that loads.

Streamlit reads `embed_options` once, as a page loads. A link of the menu drops it and refuses to carry it; whoever writes an
address by hand, or copies one of the menu's, knows nothing of it.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from ui.frame import choices
from ui.frame.page import Page

THEMES = ("light", "dark")
OPTION = "embed_options"
_component = st.components.v2.component(
    "theme", js=Path(__file__).with_name("kept_theme.js").read_text(encoding="utf-8")
)


def option(theme: str) -> str:
    """Streamlit's word for a theme."""
    return f"{theme}_theme"


def keep(page: Page) -> None:
    """Write a theme chosen by the switch back into the address in Streamlit's own word, for a reload.

    Call once, after the address was written.
    """
    theme = choices.raw("theme")
    if theme is None:
        return
    # The address makes what is sent another one, and so heard again, whenever it changes.
    _component(key="theme_kept", data={"theme": theme, "address": choices.address(page.screen)})


def is_page(path: str) -> bool:
    """Whether a page is shown at an address: one of ours, or in the place of one that there is not. Files have an ending."""
    return not ("." in path.rpartition("/")[2] or path.startswith(("/_stcore", "/api")))


def completed(path: str, query: str) -> str | None:
    """What a page's address has to say after its `?` to load in the theme that it names; None where it does already."""
    if not is_page(path):
        return None
    named = parse_qsl(query, keep_blank_values=True)
    theme = dict(named).get("theme")
    options = [value.lower() for key, value in named if key == OPTION]
    ours = [value for value in options if value in map(option, THEMES)]
    if theme not in THEMES or ours == [option(theme)]:
        return None
    others = [(key, value) for key, value in named if key != OPTION or value.lower() not in ours]
    return urlencode([*others, (OPTION, option(theme))])
