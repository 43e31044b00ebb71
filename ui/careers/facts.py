"""The rows that the page draws: rungs and posts of a quarter, moves of a year, figures beside all counties, awards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from files import tree
from ui.frame.kept import kept
from ui.frame.page import Form

Row = dict[str, Any]
POSTS = ("staff", "deputy", "chief")  # in the order of a career
ALL = "all"
ENTRIES = ("entries_open", "entries_elected", "entries_other")
EXITS = ("exits_resigned", "exits_retired", "exits_dismissed", "exits_other")
CAREERS = ("exits_to_leadership", "exits_to_civil_service", "exits_to_institution")
KINDS = ("start", "entry", "exit", "career", "post", "grade", "training", "end")  # of moves, as a year goes
ITEMS = ("open_hiring", "graded", "promoted")


@kept(most=60)
def rungs_of(form: Form) -> dict[str, dict[tuple[str, int], Row]]:
    """The rungs of the area and of every city and county below it, by area, post and grade."""
    found: dict[str, dict[tuple[str, int], Row]] = {}
    for row in form.answers.rows("grade_steps", area=form.area, period=form.period):
        found.setdefault(row["area_code"], {})[row["post"], row["grade"]] = row
    return found


def rungs(form: Form) -> dict[tuple[str, int], Row]:
    """Those of the area that the page is about."""
    return rungs_of(form).get(form.area, {})


def steps(form: Form) -> dict[str, tuple[str, int]]:
    """Every rung that there is by its name in an address, such as `chief-7`."""
    return {f"{post}-{grade}": (post, grade) for post, grade in rungs(form)}


@kept(most=120)
def posts_on(form: Form, period: dt.date) -> dict[str, dict[str, Row]]:
    """The posts of the area and of every city and county below it on a quarter, by area and post."""
    found: dict[str, dict[str, Row]] = {}
    for row in form.answers.rows("grade_posts", area=form.area, period=period):
        found.setdefault(row["area_code"], {})[row["post"]] = row
    return found


def posts(form: Form) -> dict[str, Row]:
    """Those of the area that the page is about."""
    return posts_on(form, form.period).get(form.area, {})


def together(form: Form) -> Row | None:
    """The row of all posts together; None where nothing is known of the area's people."""
    row = posts(form).get(ALL)
    return row if row and row["post_people"] is not None else None


def both(form: Form) -> tuple[Row, Row, int] | None:
    """People and graded now and a year before, of the counties filed in full on both days, and how many these are; of a county
    its own. None where there are none: the shares of other counties do not compare."""
    day = form.period.replace(year=form.period.year - 1)
    if day not in form.periods:
        return None
    was = posts_on(form, day)
    pairs = [
        (own[ALL], was[area][ALL])
        for area, own in posts_on(form, form.period).items()
        if area in was and (own[ALL]["area_level"] == "county" or area == form.area == form.county)
    ]
    names = ("graded", "post_people")
    pairs = [
        pair
        for pair in pairs
        if all(row[name] is not None for row in pair for name in names)
        and (form.county is not None or all(row["parts_filed"] for row in pair))
    ]
    now, before = ({name: sum(pair[at][name] for pair in pairs) for name in names} for at in (0, 1))
    return (now, before, len(pairs)) if now["post_people"] and before["post_people"] else None


def lacking(form: Form) -> list[Row]:
    """The counties below the area of which not all is filed, in the order of their codes."""
    return [
        own[ALL]
        for own in posts_on(form, form.period).values()
        if own[ALL]["area_level"] == "county" and not own[ALL]["parts_filed"]
    ]


@kept(most=120)
def moves(form: Form, area: str) -> list[Row]:
    """An area's moves of every year-end by then of which something is filed, the newest first, from the year's start to its end."""
    rows = [row for row in form.answers.rows("career_moves", area=area) if row["period"] <= form.period]
    filed = {row["period"] for row in rows if row["moved_people"] is not None}

    def order(row: Row) -> tuple[int, int]:
        return -row["period"].toordinal(), KINDS.index(row["move_kind"])

    return sorted((row for row in rows if row["period"] in filed), key=order)


@kept(most=120)
def moves_of(form: Form, area: str) -> tuple[dt.date, dict[str, Row]] | None:
    """The newest year-end by then that is due and of which an area's moves are filed, and its moves by measure; where none of these is
    due, the newest filed; None where none is filed."""
    rows = moves(form, area)
    if not rows:
        return None
    _, day = max((row["is_due"], row["period"]) for row in rows)
    return day, {row["measure"]: row for row in rows if row["period"] == day}


def summed(moves: dict[str, Row], names: tuple[str, ...]) -> int | None:
    """How many moved in all of these ways; None where one of them is not known."""
    known = [moves[name]["moved_people"] for name in names if name in moves]
    sizes = [int(size) for size in known if size is not None]
    return sum(sizes) if len(sizes) == len(names) else None


@kept(most=40)
def places(form: Form) -> dict[str, dict[str, Row]]:
    """The three figures of every area of the whole, by area."""
    found: dict[str, dict[str, Row]] = {}
    for row in form.answers.rows("career_places", period=form.period):
        found.setdefault(row["area_code"], {})[row["career_item"]] = row
    return found


def counties(form: Form) -> dict[str, dict[str, Row]]:
    """Those of the counties shown: of the city, or of the whole; with those behind most on top, then by their places."""

    def order(items: dict[str, Row]) -> tuple[bool, int, float, str]:
        known = [row for row in items.values() if row["place"] is not None]
        rank = sum(row["place"] / row["places"] for row in known)
        behind = sum(bool(row["is_behind"]) for row in known)
        return not known, -behind, -rank, str(items[ITEMS[0]]["area_code"])

    own = [
        items
        for items in places(form).values()
        if items[ITEMS[0]]["area_level"] == "county" and tree.is_within(items[ITEMS[0]], form.city)
    ]
    return {items[ITEMS[0]]["area_code"]: items for items in sorted(own, key=order)}


def awards(form: Form) -> list[Row]:
    """The awards of the area, newest first."""
    return form.answers.rows("awards", area=form.area)


def townships(form: Form, post: str) -> list[Row]:
    """The units of the county shown with the people of a post, most first."""
    rows = [
        row
        for row in form.answers.rows("post_townships", area=form.area, period=form.period)
        if row["post"] == post
    ]
    return sorted(
        rows, key=lambda row: (row["unit_people"] is None, -(row["unit_people"] or 0), row["area_code"])
    )
