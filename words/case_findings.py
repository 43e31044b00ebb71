"""What is said of pilots and cases: titles, places, lines of a hover. Rows are those of `pilot_cases`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, periods, sentences
from words.catalogue import Speech
from words.initiative_findings import short_month

Row = Mapping[str, Any]
RESULTS = ("excellent", "passed", "failed", "under_way")
PLACES = 6  # of a hover


def name(speech: Speech, row: Row) -> str:
    """Its title; the Chinese one where it has no other."""
    return str((row["title_en"] if speech.language == "en" else None) or row["title_zh"])


def original_name(speech: Speech, row: Row) -> str:
    """The title of the case that a copy names."""
    return str((row["original_title_en"] if speech.language == "en" else None) or row["original_title_zh"])


def word(speech: Speech, kind: str, code: object) -> str:
    """The word for a code of the register's choices; one of another programme stands as it is."""
    key = f"pilots.{kind}_{code}"
    return speech(key) if key in speech else str(code or "")


def title(speech: Speech, rows: Sequence[Row]) -> str:
    """What reached most counties, `rows` in that order; where several did, how many, and that none did."""
    if not rows or not rows[0]["counties_reached"]:
        return speech.plural("pilots.title_none_copied", len(rows))
    most = int(rows[0]["counties_reached"])
    first = [row for row in rows if row["counties_reached"] == most]
    if len(first) > 2:
        return speech.plural("pilots.title_many", most, cases=numbers.count(len(first)))
    if len(first) == 2:
        names = speech.enumerate([name(speech, row) for row in first])
        return speech.plural("pilots.title_two", most, names=names)
    return speech.plural("pilots.title", most, name=name(speech, first[0]))


def title_of_county(speech: Speech, county: str, own: int, taken: int, older: int) -> str:
    """What a county has begun and taken up, and how many copies it began before their original."""
    if not own and not taken and not older:
        return speech("pilots.title_county_nothing", county=county)
    told = speech("pilots.title_county", county=county, own=numbers.count(own), taken=numbers.count(taken))
    if not older:
        return told
    return speech("list.sentence").join([told, speech("pilots.title_county_older", n=numbers.count(older))])


def title_of_pilots(speech: Speech, rows: Sequence[Row], batch: str | None) -> str:
    """How the pilots ended, those of a batch where one is chosen."""
    if not rows:
        return speech("pilots.title_no_hit")
    counts = Counter(row["result"] for row in rows)
    ended = [speech(f"pilots.ended_{one}", n=numbers.count(counts[one])) for one in RESULTS if counts[one]]
    told = speech.plural("pilots.pilots", len(rows))
    if batch:
        told = speech("pilots.of_batch", batch=batch, told=told)
    return speech("pilots.title_pilots", told=told, ended=speech("list.item").join(ended)) if ended else told


def where(speech: Speech, row: Row, *, short: bool = False) -> str:
    """The county of a row, or where outside it is."""
    if row["county_code"]:
        return str(speech.pick(row, "county_short_name" if short else "county_name"))
    return str(row["place_name"] or speech("pilots.nowhere"))


def found(speech: Speech, row: Row) -> str:
    """What the review found, with its month."""
    told = word(speech, "result", row["result"]) if row["result"] else speech("pilots.result_no_result")
    if row["review_on"] is None:
        return told
    return speech("pilots.found", found=told, month=short_month(speech, row["review_on"]))


def months(first: dt.date, last: dt.date) -> int:
    """Months between two days, by the calendar."""
    return 12 * (last.year - first.year) + last.month - first.month


def lines(speech: Speech, places: Sequence[Row], reached: Sequence[Row]) -> list[str]:
    """A line a fact, for a hover: what it is, where it began, how it ended, how far it went."""
    row = places[0]
    about = [word(speech, kind, row[column]) for kind, column in (("kind", "kind"), ("theme", "theme"))]
    about += [str(row["batch"])] if row["batch"] else []
    began = speech("list.item").join(where(speech, place) for place in places)
    told = [
        name(speech, row),
        " · ".join(one for one in about if one),
        speech("pilots.began", where=began, month=short_month(speech, row["begun_on"])),
        found(speech, row),
    ]
    if reached:
        far = speech.plural("pilots.reached", int(row["counties_reached"]))
        if row["counties_failed"]:
            far = speech.join([far, speech.plural("pilots.failed_of_them", int(row["counties_failed"]))])
        told.append(far)
        told.append(sentences.some(speech, [where(speech, one, short=True) for one in reached], PLACES))
    return told


def copy_line(speech: Speech, row: Row) -> str:
    """A copy in a line: where, since when, what the review found."""
    day = periods.date(speech, row["begun_on"])
    return speech("pilots.copy_line", where=where(speech, row), day=day, found=found(speech, row))
