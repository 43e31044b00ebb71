"""Links that choose: a row, a class or a name that is the thing it names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from ui.frame import choices, plain, screens, telling
from ui.frame.page import Page

_KEY = "choosing"
_component = st.components.v2.component(
    _KEY, js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def link(page: Page, inner: str, *, label: str = "", **chosen: str | None) -> str:
    """A link to this page with the choices given; None takes one back. `inner` is HTML already.

    It is a true link: it can be copied, opened beside, and read out as one. Where `listen` stands on the page, a press
    is a choice like any other: nothing is loaded anew, and Back undoes it in one press.
    """
    query = urlencode(choices.linked(page.screen, chosen))
    name = f' aria-label="{plain.html(label)}"' if label else ""
    return f'<a class="choose" href="?{plain.html(query)}" target="_self"{name}>{inner}</a>'


def way(name: str, **chosen: str | None) -> str:
    """The address of another page, from any page of ours: with what the menu carries to it, and the choices given."""
    screen = screens.SCREENS[name]
    carried = {key: value for key, value in choices.parameters(screen).items() if key not in screen.own}
    query = urlencode({key: value for key, value in {**carried, **chosen}.items() if value})
    # Relative, so that it holds under whatever path a server stands.
    return f"./{screen.stem}?{query}"


def voice() -> tuple[tuple[str, str], ...]:
    """The language, the theme and the snapshot that the reader has chosen: what a link takes along that is made for all readers."""
    return tuple((key, str(value)) for key in ("lang", "theme", "as_of") if (value := choices.raw(key)))


def way_for(spoken: tuple[tuple[str, str], ...], name: str, **chosen: str | None) -> str:
    """The address of another page with these choices and no other of the reader's: for what is made once for all of a voice."""
    query = urlencode([*spoken, *((key, value) for key, value in chosen.items() if value)])
    return f"./{screens.SCREENS[name].stem}?{query}"


def in_own_look(address: str) -> str:
    """An address that was written down for anybody, in the look that this reader has chosen."""
    look = choices.raw("theme")
    return f"{address}{'&' if '?' in address else '?'}theme={look}" if look else address


def elsewhere(name: str, inner: str, **chosen: str | None) -> str:
    """A link to another page; `inner` is HTML already."""
    return f'<a class="elsewhere" href="{plain.html(way(name, **chosen))}" target="_self">{inner}</a>'


def listen(page: Page) -> None:
    """Take presses of the page's links as choices. Draws nothing; without it, or should it fail, they open their address."""

    def followed() -> None:
        pressed = telling.told(_KEY, "link")
        if pressed is not None:
            choices.follow(page.screen, str(pressed["query"]))

    _component(key=_KEY, on_link_change=followed)
