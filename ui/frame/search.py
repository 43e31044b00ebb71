"""The search box of every page: an area, an indicator or a page, by Chinese, pinyin, initials, English or code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from files import tree
from ui.frame import choices, device, finder, going, screens
from ui.frame.page import Page, Row
from words import LANGUAGES, periods, speak, spellings
from words.problems import Problem

_LEADS_TO = {
    "county": "area_profile",
    "city": "drill",
    "whole": "drill",
    "indicator": "catalogue",
    "ended": "trends",
}
_WAY = "search_way"  # what was just chosen, until a run goes there
# Latin letters inside a word fit from so many on: `sh` alone stands in half the names of a province.
INSIDE_FROM = 3


def draw(page: Page) -> None:
    """Draw the box. What is chosen in it is gone to by the next run (`leave`)."""
    speech = page.speech
    finder.box_of(
        page,
        finder.Box(
            "anything",
            speech("search.label"),
            speech("search.label" if device.is_phone() else "search.hint"),
            label_hidden=True,
            floats=True,
            shortcut="/",
            inside_from=INSIDE_FROM,
        ),
        lambda: _options(page),
        [],
        lambda chosen: _go_to(page, chosen),
    )


def leave() -> None:
    """Go to what was chosen, if anything was: a county's profile, a city or the whole with all in it, an indicator's entry, a page.

    Of a county that is no more its line is shown, as it was published: what stands in its place is told below.
    """
    kind, _, code = str(st.session_state.pop(_WAY, "")).partition("/")
    if not kind:
        return
    screen = screens.SCREENS[code if kind == "page" else _LEADS_TO[kind]]
    named = {} if kind in ("page", "whole") else {"areas" if kind == "ended" else kind: code}
    carried = choices.parameters(screen)
    if named or kind == "whole":
        carried = {k: v for k, v in carried.items() if k not in screen.own and k != "city"}
    going.to(screen, {**carried, **named})


def _go_to(page: Page, chosen: list[str]) -> None:
    if not chosen:
        return
    # A callback cannot leave a page: the run after it does, and the address it comes with says what was chosen before.
    choices.stay()
    st.session_state[_WAY] = chosen[0]
    kind, _, code = chosen[0].partition("/")
    if kind == "county":
        choices.choose("city", None)  # it may lie in another
    if kind == "ended":
        choices.choose("boundaries", None)  # on today's it is none
    if kind == "whole":
        choices.choose("city", None)
        choices.choose("county", None)
    if kind in ("county", "city") and not _was_there(page, code):
        choices.choose("period", None)


def _was_there(page: Page, code: str) -> bool:
    """Whether an area was there in the period chosen: those offered are of the newest."""
    period = choices.raw("period")
    if not period:
        return True
    with suppress(Problem, ValueError):
        return code in page.answers.areas(dt.date.fromisoformat(str(period)))
    return False


def _options(page: Page) -> list[finder.Option]:
    """All that can be found: areas of the newest period, counties that are no more, indicators, pages."""
    answers = page.answers
    areas = answers.areas(answers.facts()["last_period"])
    ended = {
        row["area_code"]: row
        for row in answers.rows("area_extents")
        if row["area_level"] == "county" and row["valid_to"] and row["area_code"] not in areas
    }
    return [
        *(_area(page, code, row, areas) for code, row in areas.items()),
        *(_ended(page, code, row) for code, row in ended.items()),
        *(indicator(page, code, row) for code, row in answers.indicators().items()),
        *(_page(page, name) for name in screens.SCREENS),
    ]


def _area(page: Page, code: str, row: Row, areas: Mapping[str, Row]) -> finder.Option:
    """An area; the topmost also by what it is called as such: the province, the nation."""
    speech, key = page.speech, tree.address_key(row) or "whole"
    city = speech.pick(row, "city_short_name") if row["city_code"] else ""
    spelled = spellings.spellings(row)
    if key == "whole":
        called = (speak(language)(f"trend.whole_{row['area_level']}") for language in LANGUAGES)
        spelled = (*spelled, *map(spellings.plain, called))
    return finder.Option(
        f"{key}/{code}",
        speech.pick(row, "area_name"),
        city,
        spelled,
        code,
        finder.above(row, areas),
        group=speech("search.areas"),
    )


def _ended(page: Page, code: str, row: Row) -> finder.Option:
    """A county that is no more, with the last day it was there."""
    speech = page.speech
    return finder.Option(
        f"ended/{code}",
        speech.pick(row, "area_name"),
        speech("search.ended", day=periods.date(speech, row["valid_to"])),
        spellings.spellings(row),
        code,
        group=speech("search.areas"),
    )


def indicator(page: Page, code: str, row: Row) -> finder.Option:
    """An indicator as what can be found."""
    short, whole = (
        [str(row[f"{stem}_{language}"] or "") for language in LANGUAGES]
        for stem in ("short_name", "indicator_name")
    )
    spelled = (*spellings.named(*short, code), *spellings.named(*whole))
    return finder.Option(
        f"indicator/{code}",
        page.speech.pick(row, "short_name"),
        page.speech.pick(row, "unit"),
        tuple(dict.fromkeys(spelled)),
        group=page.speech("search.indicators"),
    )


def _page(page: Page, name: str) -> finder.Option:
    named = [speak(language)(f"menu.{name}") for language in LANGUAGES]
    return finder.Option(
        f"page/{name}",
        page.speech(f"menu.{name}"),
        "",
        spellings.named(*named, name),
        group=page.speech("search.pages"),
    )
