"""The row above an entry: the box that finds an indicator, one entry or all, the ways to its figures, the file."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui.frame import choices, finder, plain, screens, search
from ui.frame.page import Choice, Page, Row
from ui.parts import download, views

VIEWS = ("entry", "table")


def draw(page: Page, choice: Choice) -> str:
    """Draw the row and return the view it says."""
    speech = page.speech
    view = choices.settle("view", VIEWS, None) or VIEWS[0]
    with st.container(key="toolbar", horizontal=True, vertical_alignment="center"):
        finder.box_of(
            page,
            finder.Box(
                "catalogue",
                speech("catalogue.find"),
                speech("catalogue.find_hint"),
                label_hidden=True,
                width=222,
                inside_from=search.INSIDE_FROM,
            ),
            lambda: [_option(page, code, row) for code, row in page.answers.indicators().items()],
            [_option(page, choice.code, choice.indicator)],
            lambda codes: choices.choose("indicator", codes[0] if codes else None),
        )
        views.draw(page, VIEWS, view)
        st.space("stretch")
        _ways(page, choice)
        download.answer(page, "indicator_catalogue")
    return view


def _option(page: Page, code: str, row: Row) -> finder.Option:
    system = page.speech(f"system.{row['policy_system']}")
    return replace(search.indicator(page, code, row), id=code, group=system)


def _ways(page: Page, choice: Choice) -> None:
    """Where its figures stand: on the map, in the table whose counties lead to their returns, in the trends."""
    ways = {"to_map": ("home", {}), "to_returns": ("home", {"view": "table"}), "to_trends": ("trends", {})}
    for label, (name, more) in ways.items():
        screen = screens.SCREENS[name]
        carried = {key: value for key, value in choices.parameters(screen).items() if key not in screen.own}
        st.page_link(
            screen.path,
            label=plain.markdown(page.speech(f"catalogue.{label}")),
            icon=":material/description:" if more else screen.icon,
            query_params={**carried, "indicator": choice.code, **more},
        )
