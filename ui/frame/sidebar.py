"""The left side of every page: name, menu, shared choices, language and theme."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from files import tree
from ui.frame import as_of, boundaries, choices, device, indicator_boxes, plain, screens, search, theme
from ui.frame.page import Choice, Chosen, Page, Row
from ui.frame.screens import Screen
from words import LANGUAGES


def draw(page: Page, choice: Chosen | None) -> None:
    """Draw the sidebar; choices made here are taken up at the top of the next run."""
    speech = page.speech
    with st.sidebar:
        st.html(
            f'<p class="name">{plain.html(speech("app.name"))}</p>'
            f'<p class="department">{plain.html(speech.pick(page.facts, "department"))}</p>'
        )
        if not device.is_phone():
            search.draw(page)
        with st.container(key="menu", gap=None):
            _menu(page)
        if choice is not None and not device.is_phone():
            _shared_choices(page, choice)
        st.segmented_control(
            speech("choice.lang"),
            LANGUAGES,
            format_func=lambda language: speech(f"language.{language}"),
            required=True,
            width="stretch",
            **choices.bind("lang", page.language),
        )
        _theme_switch(page)
        as_of.box(page)


def on_phone(page: Page, choice: Chosen | None) -> None:
    """A telephone folds the sidebar away: there the search box stands on the page, and the shared choices beside it, folded."""
    if not device.is_phone():
        return
    boxes = page.screen.in_sidebar
    if choice is None or not boxes:
        search.draw(page)
        return
    speech = page.speech
    # The indicator is in the grey line right below.
    chosen = {
        "period": choice.in_short(choice.period),
        "city": page.short_name(choice.areas[choice.city]) if choice.city else speech("choice.every_city"),
    }
    label = " · ".join(chosen[box] for box in boxes if chosen.get(box))
    with st.container(key="phone_bar", horizontal=True, vertical_alignment="center", gap="small"):
        search.draw(page)
        with st.popover(plain.markdown(label), icon=":material/tune:", key="shared_choices"):
            _shared_choices(page, choice)


def _menu(page: Page) -> None:
    """A link to every page of the group that the reader is in, under its heading; to another group of several its first page.

    Two dozen links would push the choices out of sight.
    """
    speech = page.speech
    is_open = False  # whether the pages of a group stand right above
    for group, members in screens.groups().items():
        if len(members) > 1 and page.screen not in members:
            _link(members[0], speech(f"group.{group}"), ":material/chevron_right:")
            is_open = False
            continue
        if len(members) > 1 or is_open:
            st.html(f'<p class="group">{plain.html(speech(f"group.{group}"))}</p>')
        for screen, before in zip(members, [None, *members], strict=False):
            if screen.mechanism and not (before and before.mechanism):
                st.html(f'<p class="group">{plain.html(speech("group.mechanisms"))}</p>')
            is_open = len(members) > 1
            _link(screen, speech(f"menu.{screen.name}"), screen.icon)


def _link(screen: Screen, label: str, icon: str) -> None:
    st.page_link(
        screen.path,
        label=plain.markdown(label),
        icon=icon,
        width="stretch",
        query_params=choices.parameters(screen),
    )


def _shared_choices(page: Page, choice: Chosen) -> None:
    """Boxes for the shared choices that stand in the sidebar of this page."""
    speech, boxes = page.speech, page.screen.in_sidebar
    if isinstance(choice, Choice) and "group" in boxes:
        indicator_boxes.group(page, choice)
    if isinstance(choice, Choice) and "indicator" in boxes:
        indicator_boxes.indicator(page, choice)
    if "period" in boxes:
        by_text = {period.isoformat(): period for period in choice.periods}
        st.selectbox(
            speech("choice.period"),
            list(by_text),
            format_func=lambda text: choice.in_words(by_text[text]),
            **choices.bind("period", choice.period.isoformat()),
        )
    cities = tree.choosable(choice.areas)
    if "city" in boxes and cities:
        st.selectbox(
            speech("choice.city"),
            [page.root, *cities],
            format_func=lambda code: (
                speech("choice.every_city") if code == page.root else _city(page, choice.areas[code])
            ),
            **choices.bind("city", choice.city or page.root, nothing=page.root),
        )
    if isinstance(choice, Choice) and boundaries.KEY in boxes:
        boundaries.box(page, choice.boundaries)


def _city(page: Page, row: Row) -> str:
    """A city by its name; one that lies in a province of the country is set in behind it."""
    return ("　" if row["city_code"] else "") + page.speech.pick(row, "area_name")


def _theme_switch(page: Page) -> None:
    """Two plain links: Streamlit changes its theme only as a page loads, and the address keeps every choice.

    A theme so chosen is `theme` in the address, which the menu carries; `theme.keep` adds Streamlit's own word.
    """
    speech = page.speech
    choices.settle("theme", theme.THEMES, None)
    links = []
    for one in theme.THEMES:
        query = urlencode({**choices.address(page.screen), "theme": one, theme.OPTION: theme.option(one)})
        current = ' aria-current="true"' if one == page.theme else ""
        text = plain.html(speech(f"theme.{one}"))
        links.append(f'<a href="?{plain.html(query)}" target="_self"{current}>{text}</a>')
    label = plain.html(speech("choice.theme"))
    st.html(f'<p class="label">{label}</p><nav class="themes" aria-label="{label}">{"".join(links)}</nav>')
