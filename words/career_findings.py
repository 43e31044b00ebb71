"""What is said of careers: a title, people, posts, rungs. Rows are those of the questions `grade_posts` and `grade_steps`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from words import numbers
from words.catalogue import Speech

Row = Mapping[str, Any]
FEW = 10  # people of a rung below which no share is told: it would speak of persons


def title(speech: Speech, row: Row | None, period: str, name: str = "") -> str:
    """Who rises, who is at the top, which posts are empty; `row` is that of all posts, `name` the area's, empty for the whole."""
    place = speech("tiers.place", name=name) if name else ""
    if row is None or not (row["parts_filed"] or row["parts"] == 1):
        key = "careers.title_of_none" if name else "careers.title_none"
        return speech(key, **({"name": name} if name else {}), period=period)
    if row["graded"] is not None and not row["graded"]:
        first = speech("careers.title_ungraded", place=place, n=numbers.count(row["post_people"]))
    elif row["about_to_rise"] is None:
        first = speech("careers.title_part", place=place, n=numbers.count(row["post_people"]))
    else:
        first = speech(
            "careers.title_rise",
            place=place,
            n=numbers.count(row["about_to_rise"]),
            top=numbers.count(row["at_top"]),
        )
    return speech("careers.title_and", first=first[:1].upper() + first[1:], vacant=vacant(speech, row))


def vacant(speech: Speech, row: Row) -> str:
    """How many posts are empty and how many people are beyond them elsewhere; a larger area may have both."""
    return speech.join([words for words, _ in _vacant(speech, row)])


def _vacant(speech: Speech, row: Row) -> list[tuple[str, bool]]:
    """The same in parts, each with whether it is a lack."""
    if row["posts_empty"] is None:
        return [(speech("careers.vacant_unknown"), False)]
    over = [(speech.plural("careers.over", row["people_over"]), False)] if row["people_over"] else []
    if over and not row["posts_empty"]:
        return over
    return [(speech.plural("careers.vacant", row["posts_empty"]), row["posts_empty"] > 0), *over]


def people(speech: Speech, row: Row, both: tuple[Row, Row, int] | None) -> str:
    """How many workers there are and how many have a grade, beside a year before; that it is the first time.

    `both`: people and graded of the areas known on both days, now and a year before, and how many areas these are.
    """
    told = speech("careers.grey_people", n=numbers.count(row["post_people"]))
    if row["graded"] is None or not row["post_people"]:
        return told
    graded = speech("careers.grey_graded", share=numbers.share(row["graded"], row["post_people"]))
    if both is None:
        return " · ".join([told, graded])
    now, before, areas = both
    share = numbers.share(before["graded"], before["post_people"])
    if before["graded"] == 0 and row["graded"]:
        graded = speech("careers.grey_first", told=graded)
    elif areas == row["parts"]:
        graded = speech("careers.grey_before", told=graded, share=share)
    else:
        graded = speech(
            "careers.grey_before_of",
            told=graded,
            n=numbers.count(areas),
            share=share,
            now=numbers.share(now["graded"], now["post_people"]),
        )
    return " · ".join([told, graded])


def posts(speech: Speech, row: Row) -> list[tuple[str, bool]]:
    """Approved posts of a post, what is empty and what is beyond them, each with whether it is a lack; that it is not known."""
    if row["approved_posts"] is None:
        return [(speech("careers.posts_unknown"), False)]
    return [
        (speech("careers.posts", n=numbers.count(row["approved_posts"])), False),
        *_vacant(speech, row),
    ]


def rung(speech: Speech, row: Row, of_post: int | None) -> list[str]:
    """A rung in lines: how many, their share of the post beside that of the whole, how many rise; `of_post` have a grade of it."""
    name = speech(
        "careers.rung", post=speech(f"post.{row['post']}"), grade=speech("careers.grade", n=row["grade"])
    )
    if row["people"] is None:
        return [name, speech("careers.rung_missing")]
    lines = [name, speech.plural("careers.people", row["people"])]
    if of_post and row["people"] >= FEW and row["post_of_whole"]:
        lines.append(
            speech(
                "careers.rung_share",
                share=numbers.share(row["people"], of_post),
                whole=numbers.share(row["people_of_whole"] or 0, row["post_of_whole"]),
            )
        )
    if row["is_top"]:
        lines.append(speech("careers.rung_top"))
    else:
        lines.append(speech.plural("careers.rung_rise", row["about_to_rise"]))
    return lines


def figure(speech: Speech, row: Row) -> str:
    """One of the three figures, or why it is not known."""
    if row["career_figure"] is None:
        return speech(f"careers.state_{row['figure_state']}")
    return speech(f"careers.figure_{row['career_item']}", n=numbers.ratio(row["career_figure"], 1))


def place(speech: Speech, row: Row) -> str:
    """Where a county stands with a figure; a dash where it has none."""
    if row["place"] is None:
        return numbers.DASH
    told = speech("partners.place", place=numbers.count(row["place"]), places=numbers.count(row["places"]))
    return speech("partners.place_behind", told=told) if row["is_behind"] else told


def item(speech: Speech, row: Row) -> str:
    """One of the three figures in one line of a hover."""
    told = speech(
        "partners.line", partner=speech(f"careers.item_{row['career_item']}"), figure=figure(speech, row)
    )
    if row["career_figure"] is not None and row["parts_known"] < row["parts"]:
        n, of = numbers.count(row["parts_known"]), numbers.count(row["parts"])
        return speech.join([told, speech("careers.of_counties", n=n, all=of)])
    return speech.join([told, place(speech, row)]) if row["place"] is not None else told


def honoured(speech: Speech, row: Row) -> str:
    """Who an award is for: the name where it is public, else the number of the person."""
    if row["honoured"]:
        return str(row["honoured"])
    if row["person_number"]:
        return speech("careers.person", number=row["person_number"])
    return numbers.DASH
