"""The way from an indicator's name to its entry in the catalogue: one click from any number to its definition."""

from __future__ import annotations

import streamlit as st

from ui.frame import choices, going, plain, screens
from ui.frame.page import Page

_WAY = (
    "definition_way"  # the indicator just pressed in a drawing, until the run that leaves for the catalogue
)


def link(page: Page, indicator: str) -> None:
    """A quiet link at the end of a line that names the indicator."""
    with st.container(key="definition", width="content"):
        _link(page, indicator)


def sign(page: Page, indicator: str) -> None:
    """The same as a sign alone, beside a button; its word is for the ear."""
    with st.container(key="definition_sign", width="content"):
        _link(page, indicator)


def _link(page: Page, indicator: str) -> None:
    screen = screens.SCREENS["catalogue"]
    st.page_link(
        screen.path,
        label=plain.markdown(page.speech("catalogue.define")),
        icon=screen.icon,
        help=plain.markdown(told(page, indicator)),
        query_params={**_carried(), "indicator": indicator},
    )


def told(page: Page, indicator: str) -> str:
    """What the entry says, as a hint."""
    name = page.speech.pick(page.answers.indicators()[indicator], "short_name")
    return page.speech("catalogue.define_help", name=name)


def choose(indicator: str) -> None:
    """From a drawing's callback: the next run goes to the indicator's entry (`leave`)."""
    st.session_state[_WAY] = indicator


def leave(page: Page) -> None:
    """Go to the entry of an indicator that was pressed; a callback cannot leave a page."""
    indicator = st.session_state.pop(_WAY, None)
    if indicator in page.answers.indicators():
        going.to(screens.SCREENS["catalogue"], {**_carried(), "indicator": str(indicator)})


def _carried() -> dict[str, str]:
    """What every page shares; of the catalogue's own choices none."""
    screen = screens.SCREENS["catalogue"]
    return {name: value for name, value in choices.parameters(screen).items() if name not in screen.own}
