"""Periods, days and moments as they are read in each language."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from words.catalogue import Speech


def quarter(period: dt.date) -> int:
    """Which quarter of its year a period ends."""
    return (period.month + 2) // 3


def year_before(day: dt.date) -> dt.date:
    """The end of the same month a year before: what a period is compared with."""
    year = day.year - 1
    return day.replace(year=year, day=monthrange(year, day.month)[1])


def period(speech: Speech, day: dt.date, cycle: str = "quarterly") -> str:
    """2025年第4季度, 2025 Q4; the year-end of a yearly indicator 2025年, 2025."""
    if cycle == "annual" and (day.month, day.day) == (12, 31):
        return speech("period.year", year=day.year)
    return speech("period.quarter", year=day.year, quarter=quarter(day))


def short_period(speech: Speech, day: dt.date, cycle: str = "quarterly") -> str:
    """For tight places: 25年4季, 2025 Q4; the year-end of a yearly indicator 2025年, 2025."""
    if cycle == "annual" and (day.month, day.day) == (12, 31):
        return speech("period.year", year=day.year)
    return speech("period.short", year=day.year, year_short=f"{day.year % 100:02d}", quarter=quarter(day))


def date(speech: Speech, day: dt.date | None) -> str:
    """2027年1月20日, 20 Jan 2027; a dash when not known."""
    if day is None:
        return "—"
    return speech("date.day", year=day.year, month=day.month, day=day.day, month_name=_month(speech, day))


def moment(speech: Speech, at: dt.datetime) -> str:
    """A day and the time of day: 2026年11月20日 09:12, 20 Nov 2026, 09:12."""
    return speech("date.moment", day=date(speech, at.date()), time=f"{at:%H:%M}")


def year_end(speech: Speech, day: dt.date) -> str:
    """A date a figure stands for: 2024年末, end 2024; another day is given in full."""
    if (day.month, day.day) == (12, 31):
        return speech("date.year_end", year=day.year)
    return date(speech, day)


def reach_by(speech: Speech, day: dt.date) -> str:
    """By when a target is to be reached: 2025年底前, by the end of 2025."""
    if (day.month, day.day) == (12, 31):
        return speech("date.by_year_end", year=day.year)
    return speech("date.by_day", day=date(speech, day))


def _month(speech: Speech, day: dt.date) -> str:
    return speech(f"month.{day.month}")
