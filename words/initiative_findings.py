"""What is said of initiatives: titles, the words at the end of a bar, lines of a hover. Rows are those of `initiative_states`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, periods
from words.catalogue import Speech

Row = Mapping[str, Any]
SOON_DAYS = 99


def title(speech: Speech, rows: Sequence[Row]) -> str:
    """How many are late, and how long the longest is; else how many miss a milestone; else that none does."""
    overdue = [row for row in rows if row["standing"] == "overdue"]
    slipping = sum(row["standing"] == "slipping" for row in rows)
    values = {"all": speech.plural("initiatives.all", len(rows))}
    if overdue:
        longest = max(int(row["days"]) for row in overdue)
        days = speech.plural("initiatives.days", longest)
        return speech.plural("initiatives.title", len(overdue), days=days, **values)
    if slipping:
        return speech.plural("initiatives.title_slipping", slipping, **values)
    return speech("initiatives.title_in_time", **values)


def title_of_departments(speech: Speech, rows: Sequence[Row]) -> str:
    """Who leads most of what is late; without any, who leads most."""
    overdue = [row for row in rows if row["standing"] == "overdue"]
    leads = [speech.pick(row, "lead") for row in overdue or rows if row["lead_zh"]]
    if not leads:
        return title(speech, rows)
    most = max(dict.fromkeys(leads), key=leads.count)
    key = "initiatives.title_departments" if overdue else "initiatives.title_leads"
    return speech(
        key, n=numbers.count(leads.count(most)), all=numbers.count(len(overdue or rows)), department=most
    )


def title_of_policies(speech: Speech, rows: Sequence[Row]) -> str:
    """How many documents were issued, how many of them late, how many are still open and late."""
    rows = [row for row in rows if row["standing"] != "ended"]
    issued = [row for row in rows if row["standing"] == "done"]
    late = sum(int(row["days"] or 0) > 0 for row in issued)
    waiting = sum(row["standing"] == "overdue" for row in rows)
    told = speech.plural("initiatives.issued", len(issued), all=numbers.count(len(rows)))
    parts = [told]
    if late:
        parts.append(speech.plural("initiatives.issued_late", late))
    if waiting:
        parts.append(speech.plural("initiatives.still_waiting", waiting))
    return speech("list.sentence").join(parts)


def when(speech: Speech, row: Row) -> str:
    """The words at the end of a bar: days late, days left, or the month it is due."""
    days, standing = row["days"], row["standing"]
    if standing in ("overdue", "slipping") and days is not None:
        return speech.plural(f"initiatives.{standing}_days", int(days))
    if standing == "done":
        return done(speech, row)
    if row["due_on"] is None or standing == "ended":
        return standing_word(speech, row["standing"])
    if days is not None and -SOON_DAYS <= days <= 0:
        return speech.plural("initiatives.days_left", -int(days))
    return short_month(speech, row["due_on"])


def done(speech: Speech, row: Row) -> str:
    """When it was done, in time or not."""
    days = row["days"]
    if days is not None and days > 0:
        return speech.plural("initiatives.done_late", int(days))
    return speech("initiatives.in_time" if days is not None else "standing.done")


def step(speech: Speech, row: Row, state: str) -> str:
    """A milestone in the words it was filed with, and whether it was reached in time, is ahead or was missed."""
    late = (row["done_on"] - row["due_on"]).days if row["done_on"] and row["due_on"] else 0
    told = speech(f"initiatives.step_{state}", name=row["milestone"])
    return speech.join([told, speech.plural("initiatives.done_late", late)]) if late > 0 else told


def standing_word(speech: Speech, standing: str) -> str:
    return speech(f"standing.{standing}")


def short_month(speech: Speech, day: dt.date) -> str:
    """A month for tight places: 2027年6月."""
    return speech("initiatives.month", year=day.year, month=speech(f"month.{day.month}"))


def lines(speech: Speech, row: Row, name: str) -> list[str]:
    """A line a fact, for a hover: the title, how it stands, who leads, when it is due, how far it is."""
    standing, at_end = standing_word(speech, row["standing"]), when(speech, row)
    told = [name, standing if at_end == standing else f"{standing} · {at_end}"]
    if row["lead_zh"]:
        told.append(speech("initiatives.led_by", department=speech.pick(row, "lead")))
    if row["due_on"]:
        told.append(speech("initiatives.due", day=periods.date(speech, row["due_on"])))
    if row["progress"] is not None and row["standing"] not in ("done", "ended"):
        told.append(speech("initiatives.progress", share=row["progress"]))
    if row["milestones"]:
        told.append(
            speech(
                "initiatives.milestones",
                reached=numbers.count(row["milestones_reached"]),
                all=numbers.count(row["milestones"]),
            )
        )
    return told
