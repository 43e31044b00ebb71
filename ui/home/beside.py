"""The map of the periods beside the one shown, made ready while a reader looks at that: between them readers go to and fro.

Only of a whole of more counties than a picture has room for. The first answer about the country takes three times a province's:
everything that is said and drawn of a county is made for thirty times as many.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from files import tree
from ui.frame import ahead
from ui.frame.page import Choice, Page
from ui.home import county_map, headline
from ui.parts import legend, webgl


def make_ready(page: Page, choice: Choice, colour: str) -> None:
    """Wish for the period before and the one after, as they would be drawn with the same choices and no county chosen.

    Who has chosen a county presses others next, each of which would have maps of its own made, of five megabytes.
    """
    if choice.boundaries is not None or webgl.is_missing() or len(choice.counties()) <= tree.MOST_COUNTIES:
        return
    for period in _beside(list(choice.periods), choice.period):
        key = page.key, choice.key, period, colour
        ahead.make_ready(key, partial(_make, page, choice, period, colour))


def _beside(newest_first: list[dt.date], period: dt.date) -> list[dt.date]:
    """The one before and the one after; a page opens with the last, and mostly goes back from there."""
    at = newest_first.index(period)
    return [*newest_first[at + 1 : at + 2], *newest_first[max(at - 1, 0) : at]]


def _make(page: Page, choice: Choice, period: dt.date, colour: str) -> None:
    areas = choice.answers.areas(period)
    if choice.city is not None and choice.city not in areas:
        return  # it would be drawn without that choice
    other = replace(choice, period=period, areas=areas)
    headline.changes(page, other)
    legend.counted(page, other, colour)
    county_map.notes(page, other)
    county_map.ready(colour, None, page, other)
