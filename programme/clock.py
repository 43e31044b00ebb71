"""What day and what time it is where the province is: the clock, unless `OBSERVATORY_TODAY` says otherwise.

Days that count (filed, due, late, as of) are those of the province's zone, whatever zone the machine is set to.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from zoneinfo import ZoneInfo

from words.problems import Problem

DEFAULT_ZONE = "Asia/Shanghai"  # one legal time for the whole country, wherever a province lies
# A region and a place: `localtime` and the like are the machine's own.
_ZONE_NAME = re.compile(r"[A-Z][A-Za-z]*(/[A-Za-z0-9_+-]{1,40}){1,2}|UTC")


def zone(name: str) -> ZoneInfo:
    """A time zone by its name in the IANA list; ValueError where there is none of that name."""
    if not _ZONE_NAME.fullmatch(name):
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (LookupError, OSError) as error:
        raise ValueError(name) from error


def instant() -> dt.datetime:
    """This moment, in UTC and to the second. The only place that reads the machine's clock for people."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


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


def today(where: ZoneInfo) -> dt.date:
    """`OBSERVATORY_TODAY`, else the day that it is now in a zone."""
    return fixed_today() or day_of(where)


def day_of(where: ZoneInfo) -> dt.date:
    """The day that it is now in a zone, whatever `OBSERVATORY_TODAY` says."""
    return instant().astimezone(where).date()


def local(moment: dt.datetime, where: ZoneInfo) -> dt.datetime:
    """A moment on the clocks of a zone; one without a zone of its own is in UTC, as it is stored."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(where)
