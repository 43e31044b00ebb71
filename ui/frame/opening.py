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
from ui.frame import address_note, choices, footer, sidebar, startup, strip, style
from ui.frame.answers import Answers
from ui.frame.page import Page
from words import LANGUAGES, Speech, speak
from words.problems import Problem

# What an option of the command line is called for the service.
SETTINGS = {"--home": "OBSERVATORY_HOME", "--reference": "OBSERVATORY_REFERENCE"}
ICON = Path(__file__).parent / "icon.png"


def open_screen(name: str, draw: Callable[[Page], None]) -> None:
    """Draw one page inside the common frame. Nothing that goes wrong reaches the reader as a traceback."""
    speech = speak(_language())
    st.set_page_config(
        page_title=f"{speech(f'menu.{name}')} · {speech('app.name')}",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state=220,
    )
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    st.html(style.sheet(theme))
    try:
        choices.open_choices(name)
        speech = _settle_language(speech)
        page = _page(name, speech, theme, startup.ready(speech))
        sidebar.draw(page)
        strip.draw(page)
        notes = st.container(key="notes")
        draw(page)
        footer.draw(page)
        startup.follow(page.answers)
        with notes:
            address_note.draw(page)
        choices.write_address(name)
        sidebar.keep_theme(page)
    except Problem as error:
        logging.getLogger(__name__).warning("%s", error)
        _failure(speech, _for_readers(error.message(speech.language)))
    except Exception:
        logging.getLogger(__name__).exception("page %s failed", name)
        _failure(speech, speech("failure.unexpected"))


def _for_readers(message: str) -> str:
    """An error's text on a page, where there is no command line to give an option to."""
    for option, setting in SETTINGS.items():
        message = message.replace(option, setting)
    return message


def _failure(speech: Speech, message: str) -> None:
    """What happened and what to do, in the reader's words."""
    st.title(speech("failure.title"), anchor=False)
    st.error(message)
    st.caption(speech("failure.remedy"))


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


def _page(name: str, speech: Speech, theme: Theme, answers: Answers) -> Page:
    """Check the shared choices against the data; what cannot be used falls back and is noted."""
    facts = answers.facts()
    indicators = answers.indicators()
    code = str(choices.settle("indicator", indicators, str(facts["headline_indicator"])))
    periods = answers.periods(code)
    opening = next((p for p, row in periods.items() if row["is_opening"]), next(iter(periods)))
    by_text = {p.isoformat(): p for p in periods}
    period = by_text[str(choices.settle("period", by_text, opening.isoformat()))]
    areas = answers.areas(period)
    cities = [code for code, row in areas.items() if row["area_level"] == "city"]
    city = choices.settle("city", cities, None)
    return Page(
        name, speech, theme, answers, facts, indicators, indicators[code], periods, period, areas, city
    )
