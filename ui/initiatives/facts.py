"""The initiatives that the page tells of: as they stand, how they stood, who is in it, what is filtered out."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from draw.squares import STANDINGS
from draw.timeline import Mark, Span
from ui.frame import choices
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Page

Row = Mapping[str, Any]
LISTS = ("indicators", "policies", "reforms", "projects", "tasks")
MECHANISMS = ("organization", "excellence", "support", "growth")
FILTERS = ("list", "system", "department", "mechanism")
CLOSED = ("done", "ended")
ENDINGS = ("done", "merged", "closed")  # as filed


@kept(most=1)
def _histories(answers: Answers) -> dict[str, list[Row]]:
    """The states of each by its code, oldest first."""
    found: dict[str, list[Row]] = {}
    for row in answers.rows("initiative_states"):
        found.setdefault(row["code"], []).append(row)
    return found


def history(page: Page, code: str) -> list[Row]:
    """The states of one, oldest first."""
    return _histories(page.answers)[code]


def standing_now(page: Page) -> list[Row]:
    """The newest state of each that was not withdrawn: what is late first and the longest, then by the day it is due."""
    return _standing_now(page.answers)


@kept(most=1)
def _standing_now(answers: Answers) -> list[Row]:
    newest = [rows[-1] for rows in _histories(answers).values()]
    return sorted((row for row in newest if row["standing"] is not None), key=in_order)


def in_order(row: Row) -> tuple[int, int, dt.date, str]:
    """Where a row stands among others: by its standing, the longest late first, then by the next day there is."""
    place = STANDINGS.index(row["standing"])
    late = -int(row["days"] or 0) if row["standing"] in ("overdue", "slipping") else 0
    return place, late, row["due_on"] or dt.date.max, row["code"]


def shown(page: Page) -> list[Row]:
    """Those that the filters leave."""
    wanted = {name: choices.raw(name) for name in FILTERS}
    return [row for row in standing_now(page) if _is_wanted(row, wanted)]


def _is_wanted(row: Row, wanted: Mapping[str, Any]) -> bool:
    department = wanted["department"]
    if department and department not in (row["lead_zh"], *joint(row, "zh")):
        return False
    return all(not wanted[name] or row[name] == wanted[name] for name in ("list", "system", "mechanism"))


def joint(row: Row, language: str) -> list[str]:
    """Who takes part."""
    return [name for name in str(row[f"joint_{language}"] or "").split("|") if name]


def departments(page: Page) -> dict[str, str]:
    """Everybody who leads or takes part now, by the Chinese name: the name in the reader's language."""
    found: dict[str, str] = {}
    for row in standing_now(page):
        pairs = zip(joint(row, "zh"), joint(row, page.language), strict=True)
        for name, told in ((row["lead_zh"], page.speech.pick(row, "lead")), *pairs):
            if name:
                found.setdefault(str(name), str(told))
    return found


def lists(rows: Iterable[Row]) -> list[str]:
    """The lists there are, in their order; one that only the programme at hand has stands last."""
    there = dict.fromkeys(str(row["list"]) for row in rows)
    return [*(name for name in LISTS if name in there), *(name for name in there if name not in LISTS)]


def word(page: Page, kind: str, code: object) -> str:
    """The word for a code of a register's choice; one of another programme stands as it is."""
    key = f"{kind}{code}"
    return page.speech(key) if key in page.speech else str(code or "")


def title(page: Page, row: Row) -> str:
    """Its title; the Chinese one where it has no other."""
    return str((row["title_en"] if page.language == "en" else None) or row["title_zh"])


def lead_before(rows: Sequence[Row]) -> tuple[Row, dt.date] | None:
    """The last state under another lead, and the day from which the present one leads; None where there was none."""
    led = [row for row in rows if row["lead_zh"]]
    for before, after in zip(reversed(led[:-1]), reversed(led[1:]), strict=True):
        if before["lead_zh"] != after["lead_zh"]:
            return before, after["stands_from"]
    return None


def due_days(rows: Sequence[Row]) -> list[dt.date]:
    """The days by which it was to be done, one after the other."""
    days: list[dt.date] = []
    for row in rows:
        if row["due_on"] and row["due_on"] not in days[-1:]:
            days.append(row["due_on"])
    return days


def milestones(page: Page, code: str) -> list[Row]:
    """Its milestones by number."""
    return [row for row in page.answers.rows("initiative_milestones") if row["code"] == code]


def steps(page: Page, code: str) -> list[tuple[Row, str]]:
    """Its milestones that have a day, by number, each with how it stands: reached, ahead or missed."""
    return [
        (step, _stands(step, page.facts["today"]))
        for step in milestones(page, code)
        if step["done_on"] or step["due_on"]
    ]


def _stands(step: Row, today: dt.date) -> str:
    if step["done_on"]:
        return "reached"
    return "missed" if step["due_on"] < today else "ahead"


def marks(steps: Sequence[Row], today: dt.date) -> list[Mark]:
    """Its milestones as they are drawn: a reached one on the day it was reached."""
    days = [(step["done_on"] or step["due_on"], step) for step in steps]
    return [Mark(day, _stands(step, today)) for day, step in days if day]


def spans(rows: Sequence[Row], steps: Sequence[Row], today: dt.date) -> list[Span]:
    """How it stood over time, from its start until today, or until it was done or ended.

    Each filed state is measured against the day that was due then: a day that was moved leaves the brown it had earned.
    Between a withdrawal and the next state there is nothing.
    """
    found: list[Span] = []
    for number, row in enumerate(rows):
        since = row["start_on"] if number == 0 and row["start_on"] else row["stands_from"]
        until = min(row["stands_until"] or today, today)
        if row["withdrawn"]:
            continue
        if row["status"] not in ENDINGS:
            _go_on(found, _stretches(row, steps, since, until))
            continue
        if row["status"] == "done":
            since = row["done_on"] or row["stands_from"]
            _cut(found, since)
        if row["stands_until"]:  # and open again later
            _go_on(found, [(min(since, until), until, "done" if row["status"] == "done" else "on_hold")])
    return found


def _cut(spans_before: list[Span], day: dt.date) -> None:
    """What was told of days after it was done was not known better then."""
    while spans_before and spans_before[-1].since >= day:
        spans_before.pop()
    if spans_before and spans_before[-1].until > day:
        last = spans_before[-1]
        spans_before[-1] = Span(last.since, day, last.standing)


def _go_on(found: list[Span], stretches: Iterable[tuple[dt.date, dt.date, str]]) -> None:
    for start, end, standing in stretches:
        if end <= start:
            continue
        if found and found[-1].standing == standing and found[-1].until >= start:
            found[-1] = Span(found[-1].since, end, standing)
        else:
            found.append(Span(start, end, standing))


def _stretches(
    row: Row, steps: Sequence[Row], since: dt.date, until: dt.date
) -> list[tuple[dt.date, dt.date, str]]:
    """One filed state cut where something fell due or was reached."""
    turns = {row["due_on"]} | {day for step in steps for day in (step["due_on"], step["done_on"])}
    days = [since, *sorted(day for day in turns if day and since < day < until), until]
    return [
        (start, end, _stood(row, steps, start + (end - start) / 2))
        for start, end in itertools.pairwise(days)
        if end > start
    ]


def _stood(row: Row, steps: Sequence[Row], day: dt.date) -> str:
    if row["due_on"] and row["due_on"] < day:
        return "overdue"
    missed = any(
        step["due_on"] and step["due_on"] < day and (step["done_on"] is None or step["done_on"] > day)
        for step in steps
    )
    if missed:
        return "slipping"
    return str(row["status"]) if row["status"] in ("on_hold", "not_started") else "on_track"


def silent(page: Page) -> list[tuple[dt.date, dt.date]]:
    """The quarters of which nothing was told though it was due, each from the end of the one before to its own."""
    return [(row["period_before"], row["period"]) for row in page.answers.rows("silent_quarters")]


def changes(page: Page, since: dt.date) -> list[tuple[Row, Row]]:
    """What was filed anew since a day, newest first: the state before and after, where the status, the day or the lead changed."""
    found = []
    for row in standing_now(page):
        for before, after in itertools.pairwise(history(page, row["code"])):
            told = ("status", "due_on", "lead_zh", "withdrawn")
            if after["stands_from"] >= since and any(before[name] != after[name] for name in told):
                found.append((before, after))
    return sorted(found, key=lambda pair: (pair[1]["stands_from"], pair[1]["code"]), reverse=True)
