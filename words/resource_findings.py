"""What is said of resources: titles, figures, lines of a hover. Rows are those of the question `area_resources`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from words import numbers
from words.catalogue import Speech

Row = Mapping[str, Any]
UNKNOWN = ("missing", "partial", "not_due")


def size(speech: Speech, metres: int | None) -> str:
    """A floor area: in Chinese from ten thousand square metres on in 万㎡, to a tenth; in English in full."""
    if metres is None:
        return numbers.DASH
    if speech.language == "zh" and abs(metres) >= 10_000:
        tenths = (Decimal(metres) / 10_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return speech("resources.ten_thousand_m2", n=f"{tenths:,}")
    return speech("resources.m2", n=numbers.count(metres))


def short_size(speech: Speech, metres: int | None) -> str:
    """The same in a column that names its unit."""
    if metres is None or speech.language == "en":
        return numbers.count(metres)
    return size(speech, metres).removesuffix(speech("resources.m2", n="").strip()).strip()


def whole(speech: Speech, row: Row, place: str, worst: str) -> str:
    """How many counties lack floor area, how much in all, where most; without a target what there is."""
    if row["floor_verdict"] == "no_target":
        return _without_target(speech, row, place)
    short = row["counties_short"]
    if not short and not row["counties_enough"]:
        return speech("resources.title_undecided", place=place)
    if not short:
        return speech.plural("resources.title_enough", row["counties_enough"], place=place)
    told = {"place": place, "area": size(speech, row["floor_lacking"]), "name": worst}
    return speech.plural("resources.title_short", short, **told)


def county(speech: Speech, row: Row, name: str, period: str) -> str:
    """A county's floor area beside the target, and what it lacks."""
    if row["floor_value"] is None:
        return speech(f"resources.title_county_{row['floor_status']}", name=name, period=period)
    told = {
        "name": name,
        "n": numbers.ratio(row["floor_value"], 1),
        "target": numbers.bound(row["floor_target"]),
        "area": size(speech, row["floor_lacking"]),
    }
    return speech(f"resources.title_county_{row['floor_verdict']}", **told)


def _without_target(speech: Speech, row: Row, place: str) -> str:
    if row["floor_value"] is None:
        return speech("resources.title_undecided", place=place)
    return speech("resources.title_no_target", place=place, n=numbers.ratio(row["floor_value"], 1))


def greys(speech: Speech, row: Row, uncounted: int) -> list[str]:
    """What was paid of the budget, how many communities have no service complex; `uncounted` counties did not tell of these."""
    parts = []
    if row["paid_share"] is not None:
        parts.append(
            speech("resources.grey_paid", share=numbers.share(row["funds_paid"], row["funds_budgeted"]))
        )
    if row["complex_without"] is not None:
        told = speech.plural("resources.grey_without", row["complex_without"])
        if uncounted:
            told = speech.plural("resources.grey_uncounted", uncounted, told=told)
        parts.append(told)
    return parts


def lines(speech: Speech, row: Row) -> list[str]:
    """Everything that a row holds, a line a thing: each with its own unit, none added to another."""
    told = [
        funds(speech, row),
        floor(speech, row),
        complexes(speech, row),
        villages(speech, row),
        income(speech, row),
    ]
    if row["parts"] > 1 and row["parts_filed"] < row["parts"]:
        filed = {"filed": numbers.count(row["parts_filed"]), "all": numbers.count(row["parts"])}
        told.append(speech("resources.line_parts", **filed))
    elif row["units_reported"] is not None and row["units_reported"] < row["units_expected"]:
        filed = {"filed": numbers.count(row["units_reported"]), "all": numbers.count(row["units_expected"])}
        told.append(speech("tiers.line_units", **filed))
    return told


def state(speech: Speech, status: str) -> str:
    """Why there is no figure."""
    return speech(f"resources.state_{status if status in (*UNKNOWN, 'not_applicable') else 'partial'}")


def funds(speech: Speech, row: Row) -> str:
    """Operating funds: paid and budgeted a community."""
    if row["funds_per_community"] is None:
        return speech("resources.line_funds_none", state=state(speech, row["funds_status"]))
    return speech(
        "resources.line_funds",
        paid=numbers.ratio(row["funds_per_community"], 1),
        budget=numbers.ratio(row["budget_per_community"], 1),
        share=numbers.share(row["funds_paid"], row["funds_budgeted"]),
    )


def floor(speech: Speech, row: Row) -> str:
    """Floor area a hundred households, and what is lacking."""
    if row["floor_value"] is None:
        return speech("resources.line_floor_none", state=state(speech, row["floor_status"]))
    told = speech("resources.line_floor", n=numbers.ratio(row["floor_value"], 1))
    if row["floor_lacking"]:
        return speech.join([told, speech("resources.lacking", area=size(speech, row["floor_lacking"]))])
    return told


def complexes(speech: Speech, row: Row) -> str:
    """How many urban communities have a service complex."""
    if row["complex_value"] is None:
        return speech("resources.line_complexes_none", state=state(speech, row["complex_status"]))
    return speech(
        "resources.line_complexes",
        n=numbers.ratio(row["complex_value"], 1),
        without=numbers.count(row["complex_without"]),
    )


def villages(speech: Speech, row: Row) -> str:
    """How many villages earn 500,000 yuan and more, and how many a year before."""
    if row["strong_village_value"] is None:
        return speech("resources.line_villages_none", state=state(speech, row["village_status"]))
    told = speech(
        "resources.line_villages",
        n=numbers.ratio(row["strong_village_value"], 1),
        villages=numbers.count(row["strong_villages"]),
        all=numbers.count(row["strong_villages_of"]),
    )
    if row["strong_village_change"] is None:
        return told
    change = numbers.signed(row["strong_village_change"], 1)
    if row["parts"] == 1:
        return speech.join([told, speech("resources.change", change=change)])
    return speech.join([told, speech.plural("resources.change_of", row["parts_compared"], change=change)])


def income(speech: Speech, row: Row) -> str:
    """The income of their own of the urban communities, a community."""
    if row["income_per_community"] is None:
        return speech("resources.line_income_none", state=state(speech, row["earning_status"]))
    return speech(
        "resources.line_income",
        n=numbers.ratio(row["income_per_community"], 1),
        share=numbers.ratio(row["earning_value"], 1),
    )


def arrow(change: Decimal | None) -> str:
    """A change with the direction of the number; empty where it is not known."""
    if change is None:
        return ""
    sign = "↗ " if change > 0 else "↘ " if change < 0 else ""
    return sign + numbers.signed(change, 1)
