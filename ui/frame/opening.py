"""What every page has: title, menu, language, theme, shared choices, freshness, footer, friendly failure."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

# Two first visits at once break on plotly's lazy import of pandas: both are here before the first.
import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
import streamlit as st

from draw.palette import Theme
from ui.frame import (
    address_note,
    as_of,
    choices,
    door,
    failure,
    following,
    footer,
    going,
    history,
    process,
    reconnected,
    screens,
    search,
    sending,
    sidebar,
    spoken,
    startup,
    strip,
    style,
    subjects,
    theme,
)
from ui.frame.answers import Answers
from ui.frame.page import Choice, Form, Page, Quarter
from words import LANGUAGES, Speech, speak
from words.problems import Problem

ICON = Path(__file__).parent / "icon.png"
door.tell_if_open()


Draw = (
    Callable[[Page], None]
    | Callable[[Page, Choice], None]
    | Callable[[Page, Form], None]
    | Callable[[Page, Quarter], None]
)


def open_screen(name: str, draw: Draw) -> None:
    """Draw one page inside the common frame. Nothing that goes wrong reaches the reader as a traceback.

    `draw` takes the page, and the choice, form or quarter where the page's record says so; no other page can reach one.
    """
    process.prepare()
    turn = following.turn()  # whether this run only follows is told once, whatever becomes of it
    screen, speech = screens.SCREENS[name], speak(_language())
    sending.send_at_once()
    st.set_page_config(
        page_title=f"{speech(f'menu.{name}')} · {speech('app.name')}",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state=220,
    )
    drawn_in: Theme = "dark" if st.context.theme.type == "dark" else "light"
    st.html(style.sheet(drawn_in))
    try:
        choices.open_choices(screen)
        going.on(screen)
        speech = _settled_language()
        history.listen()
        reconnected.listen()
        spoken.declare(speech)
        search.leave()
        reader, chosen = as_of.settled(following.settled(startup.ready(speech)))
        with turn:
            answers = Answers(reader)
            facts = answers.facts()
            speech = speak(speech.language, parts_level=str(facts["parts_level"]))
            _draw(Page(screen, speech, drawn_in, answers, facts, as_of=chosen), draw)
    except Problem as error:
        logging.getLogger(__name__).warning("%s", error)
        _failed(speech, error)
    except Exception as error:
        logging.getLogger(__name__).exception("page %s failed", name)
        _failed(speech, error)


def _draw(page: Page, draw: Draw) -> None:
    screen = page.screen
    # Before the strip is drawn, so that what has changed since is seen.
    newer = None if page.as_of else startup.newer(page.answers.reader)
    choice = subjects.of(page)
    sidebar.draw(page, choice)
    strip.draw(page, choice)
    sidebar.on_phone(page, choice)
    notes = st.container(key="notes")
    has_subject = screen.takes_choice or screen.form or screen.has_index
    if has_subject and choice is None:
        subjects.not_asked(page)
    else:
        draw(*((page, choice) if has_subject else (page,)))
    footer.draw(page, choice)
    following.follow(page.answers.reader, newer, page.awaited, stays=page.as_of is not None)
    with notes:
        address_note.draw(page, choice)
    choices.write_address(screen)
    theme.keep(page)


def _failed(speech: Speech, error: Exception) -> None:
    failure.draw(speech, error, unfolded=startup.is_new())
    following.look_again(error)


def _language() -> str:
    """The language of this run: chosen, in the address, or the browser's own."""
    chosen = choices.raw("lang") or st.query_params.get("lang")
    return str(chosen) if chosen in LANGUAGES else _of_browser()


def _of_browser() -> str:
    locale = (st.context.locale or "").lower()
    return next((language for language in LANGUAGES if locale.startswith(language)), LANGUAGES[0])


def _settled_language() -> Speech:
    return speak(str(choices.settle("lang", LANGUAGES, _of_browser())))
