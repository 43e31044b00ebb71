"""What is said of service coverage: names, titles, lines of a hover. Rows are those of the question `service_coverage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers
from words.catalogue import Speech

Row = Mapping[str, Any]
UNKNOWN = ("missing", "partial", "not_due", "not_applicable")


def name(speech: Speech, row: Row) -> str:
    """A service by its short name; one that the catalogue has not, by that of the indicator of its coverage."""
    key = f"service.{row['service']}"
    return speech(key) if key in speech else speech.pick(row, "service_name")


def inside(speech: Speech, row: Row) -> str:
    """The same inside a sentence."""
    told = name(speech, row)
    return told[:1].lower() + told[1:]


def head(speech: Speech, row: Row) -> str:
    """The same over a narrow column."""
    key = f"services.head_{row['service']}"
    return speech(key) if key in speech else name(speech, row)


def state(speech: Speech, row: Row) -> str:
    """Why there is no share."""
    status = row["coverage_status"]
    return speech(f"services.state_{status if status in UNKNOWN else 'partial'}")


def most_lacking(rows: Sequence[Row]) -> Row | None:
    """The service that most communities lack, of equal ones the first; None where none is known."""
    known = [row for row in rows if row["communities_without"] is not None]
    return max(known, key=lambda row: row["communities_without"], default=None)


def whole(speech: Speech, rows: Sequence[Row], place: str, lopsided: int) -> str:
    """Which service is lacking most in an area, and how many of its counties are high in one and low in another."""
    worst = most_lacking(rows)
    if worst is None:
        return speech("services.title_undecided", place=place)
    if not worst["communities_without"]:
        return speech.plural("services.title_all", len(rows), place=place)
    lead = inside if place else name
    told = {"place": place, "service": lead(speech, worst)}
    first = speech.plural("services.title_most", worst["communities_without"], **told)
    if lopsided:
        ends = {name: numbers.count(worst[name]) for name in ("high_from", "low_below")}
        return speech("list.sentence").join(
            [first, speech.plural("services.title_lopsided", lopsided, **ends)]
        )
    second = most_lacking([row for row in rows if row is not worst])
    if second is None or not second["communities_without"]:
        return first
    told = {"service": inside(speech, second)}
    next_to_it = speech.plural("services.title_second", second["communities_without"], **told)
    return speech("list.sentence").join([first, next_to_it])


def county(speech: Speech, rows: Sequence[Row], area: str, period: str) -> str:
    """Which service a county lacks most, and what it is high in where it is low in another."""
    worst = most_lacking(rows)
    if worst is None:
        status = rows[0]["coverage_status"]
        why = status if status in UNKNOWN else "partial"
        return speech(f"services.title_county_{why}", name=area, period=period)
    if not worst["communities_without"]:
        return speech.plural("services.title_county_all", len(rows), name=area)
    told = {"name": area, "service": inside(speech, worst), "share": share(worst)}
    first = speech.plural("services.title_county", worst["communities_without"], **told)
    if not worst["is_lopsided"]:
        return first
    bounds = {
        "is_high": speech("services.from", n=worst["high_from"]),
        "is_low": speech("services.below", n=worst["low_below"]),
    }
    ends = []
    for which, bound in bounds.items():
        services = speech.enumerate([inside(speech, row) for row in rows if row[which]])
        ends.append(speech("services.title_ends", services=services, n=bound))
    return speech("list.sentence").join([first, speech.join(ends)])


def share(row: Row) -> str:
    """A share to a tenth of a per cent, as the indicator shows it."""
    return numbers.attach(numbers.ratio(row["coverage_value"], 1), "%")


def change(speech: Speech, row: Row) -> str:
    """Percentage points more than a year before; empty where that is not known."""
    if row["coverage_change"] is None:
        return ""
    return speech("services.change", change=numbers.signed(row["coverage_change"], 1))


def without(speech: Speech, row: Row) -> str:
    """How many communities are without."""
    return speech.plural("services.without", row["communities_without"])


def facilities(speech: Speech, row: Row) -> str:
    """At how many places the service is given, and of how many counties where not all told; empty where that is not known."""
    if row["facilities"] is None:
        return ""
    told = speech.plural("services.facilities", row["facilities"])
    if row["facilities_parts"] >= row["coverage_parts"]:
        return told
    return speech.plural("services.facilities_of", row["facilities_parts"], told=told)


def line(speech: Speech, row: Row) -> str:
    """A service in one line of a hover."""
    if row["communities_without"] is None:
        return speech("services.line_none", service=name(speech, row), state=state(speech, row))
    told = speech("services.line", service=name(speech, row), share=share(row))
    more = [without(speech, row), facilities(speech, row), change(speech, row)]
    return speech.join([told, *(part for part in more if part)])


def lines(speech: Speech, rows: Sequence[Row]) -> list[str]:
    """A line a service, then what lacks in all, and how much is filed where not all is."""
    first = rows[0]
    told = [line(speech, row) for row in rows]
    if first["all_without"] is not None:
        told.append(speech.plural("services.all_without", first["all_without"]))
    if first["parts"] > 1 and first["parts_filed"] < first["parts"]:
        filed = {"filed": numbers.count(first["parts_filed"]), "all": numbers.count(first["parts"])}
        told.append(speech("services.line_parts", **filed))
    elif first["units_reported"] is not None and first["units_reported"] < first["units_expected"]:
        filed = {
            "filed": numbers.count(first["units_reported"]),
            "all": numbers.count(first["units_expected"]),
        }
        told.append(speech("tiers.line_units", **filed))
    return told
