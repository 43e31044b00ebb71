"""What day it is: the clock, unless `OBSERVATORY_TODAY` says otherwise."""

from __future__ import annotations

import datetime as dt
import os

from words.problems import Problem


def fixed_today() -> dt.date | None:
    """The day `OBSERVATORY_TODAY` names, or None where it is not set. Refused when it is no day of this age."""
    text = os.environ.get("OBSERVATORY_TODAY")
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = dt.date.min
    if not 2000 <= day.year <= 2200:
        raise Problem("clock.no_day", text=text)
    return day


def today() -> dt.date:
    """`OBSERVATORY_TODAY`, else the clock's day."""
    return fixed_today() or dt.date.today()
