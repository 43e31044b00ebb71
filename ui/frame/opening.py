"""What every page has: title, menu, language, theme, shared choices, freshness, footer, friendly failure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

# Two first visits at once break on plotly's lazy import of pandas: both are here before the first.
import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
import streamlit as st

from draw.palette import Theme
from ui.frame import (
    address_note,
    choices,
    door,
    failure,
    following,
    footer,
    history,
    process,
    screens,
    sending,
    sidebar,
    spoken,
    startup,
    strip,
    style,
    theme,
)
from ui.frame.answers import Answers
from ui.frame.page import Choice, Page
from ui.frame.screens import Screen
from words import LANGUAGES, Speech, speak
from words.problems import Problem

ICON = Path(__file__).parent / "icon.png"
door.tell_if_open()


def open_screen(name: str, draw: Callable[[Page], None] | Callable[[Page, Choice], None]) -> None:
    """Draw one page inside the common frame. Nothing that goes wrong reaches the reader as a traceback.

    `draw` takes the page, and the choice where the page's record says so; no other page can reach one.
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
        speech = _settle_language(speech)
        history.listen()
        spoken.declare(speech)
        reader = startup.ready(speech)
        with turn:
            _draw(_page(screen, speech, drawn_in, Answers(reader)), draw)
    except Problem as error:
        logging.getLogger(__name__).warning("%s", error)
        _failed(speech, error)
    except Exception as error:
        logging.getLogger(__name__).exception("page %s failed", name)
        _failed(speech, error)


def _draw(page: Page, draw: Callable[[Page], None] | Callable[[Page, Choice], None]) -> None:
    screen = page.screen
    # Before the strip is drawn, so that what has changed since is seen.
    newer = startup.newer(page.answers.reader)
    choice = _choice(page) if "indicator" in screen.shared else None
    sidebar.draw(page, choice)
    strip.draw(page, choice)
    sidebar.on_phone(page, choice)
    notes = st.container(key="notes")
    draw(*((page, choice) if screen.takes_choice else (page,)))
    footer.draw(page, choice)
    following.follow(page.answers.reader, newer)
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
    if chosen in LANGUAGES:
        return str(chosen)
    locale = (st.context.locale or "").lower()
    return next((language for language in LANGUAGES if locale.startswith(language)), LANGUAGES[0])


def _settle_language(speech: Speech) -> Speech:
    settled = choices.settle("lang", LANGUAGES, speech.language)
    return speak(str(settled))


def _page(screen: Screen, speech: Speech, drawn_in: Theme, answers: Answers) -> Page:
    return Page(screen, speech, drawn_in, answers, answers.facts())


def _choice(page: Page) -> Choice:
    """Check the shared choices against the data; what cannot be used falls back and is noted."""
    answers = page.answers
    indicators = answers.indicators()
    code = str(_settled(page, "indicator", indicators, str(page.facts["headline_indicator"])))
    periods = answers.periods(code)
    opening = next((p for p, row in periods.items() if row["is_opening"]), next(iter(periods)))
    by_text = {p.isoformat(): p for p in periods}
    period = by_text[str(_settled(page, "period", by_text, opening.isoformat()))]
    areas = answers.areas(period)
    city, county = (
        _settled(page, level, [c for c, row in areas.items() if row["area_level"] == level], None)
        for level in ("city", "county")
    )
    return Choice(
        page.speech,
        answers,
        page.root,
        indicators=indicators,
        indicator=indicators[code],
        periods=periods,
        period=period,
        areas=areas,
        city=city,
        county=county,
    )


def _settled(page: Page, key: str, allowed: Iterable[str], default: str | None) -> str | None:
    """A shared choice where the page reads it; elsewhere what stands when nothing is chosen."""
    return choices.settle(key, allowed, default) if key in page.screen.shared else default
