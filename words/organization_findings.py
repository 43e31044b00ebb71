"""What is said of community social organizations: titles, figures, lines of a hover.

Rows are those of the questions `organization_counts`, `organization_kinds` and `organization_years`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from words import numbers, periods, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
STATES = ("missing", "partial", "not_due")
FEW = 5  # peers: of fewer there is no middle


def kind(speech: Speech, row: Row) -> str:
    """A kind by its short name; one that the catalogue has not, by that of its first measure."""
    key = f"organizations.kind_{row['organization_kind']}"
    return speech(key) if key in speech else speech.pick(row, "kind_name")


def whole(speech: Speech, row: Row, place: str, ends: tuple[tuple[str, Row], tuple[str, Row]] | None) -> str:
    """How many there are, how many of them registered, and where there are fewest and most for the residents."""
    if row["organizations"] is None:
        return speech("organizations.title_undecided", place=place)
    told = {"place": place, "share": registered(row)}
    key = "organizations.title_partly" if row["count_status"] == "partial" else "organizations.title"
    first = sentences.capital(speech.plural(key, row["organizations"], **told))
    if ends is None:
        return first
    (fewest, least), (most, largest) = ends
    names = {"fewest": fewest, "most": most}
    figures = {"least": numbers.ratio(least["per_10k"], 1), "largest": numbers.ratio(largest["per_10k"], 1)}
    return speech("list.sentence").join([first, speech("organizations.title_ends", **names, **figures)])


def county(speech: Speech, row: Row, name: str, period: str) -> str:
    """How many a county has, how many of them registered, for how many residents, and how many more than a year before."""
    if row["organizations"] is None:
        status = row["count_status"]
        return speech(
            f"organizations.title_county_{status if status in STATES else 'partial'}",
            name=name,
            period=period,
        )
    if not row["organizations"]:
        return speech("organizations.title_county_none", name=name)
    parts = [
        speech.plural("organizations.title_county", row["organizations"], name=name, share=registered(row))
    ]
    if row["per_10k"] is not None:
        parts.append(speech("organizations.per_10k", n=numbers.ratio(row["per_10k"], 1)))
    return speech("list.sentence").join([speech.join(parts), *filter(None, [grown(speech, row)])])


def registered(row: Row) -> str:
    """How many are registered, in whole per cent."""
    return numbers.share(row["registered"], row["organizations"])


def growth(row: Row) -> str:
    """How many more than a year before, in per cent; a dash where that is not known."""
    return numbers.attach(numbers.signed(row["growth_per_cent"], 1), "%")


def grown(speech: Speech, row: Row) -> str:
    """The same as a part of a sentence; of a larger area with how many counties are compared. Empty where it is not known."""
    if row["growth_per_cent"] is None:
        return ""
    if row["parts"] == 1:
        return speech("organizations.growth", n=growth(row))
    return speech.plural("organizations.growth_of", row["parts_compared"], growth=growth(row))


def per_community(speech: Speech, row: Row) -> str:
    """Organizations per committee; empty where that is not known."""
    if row["per_community"] is None:
        return ""
    return speech("organizations.per_community", n=numbers.ratio(row["per_community"], 1))


def lines(speech: Speech, row: Row) -> list[str]:
    """Everything that a row holds, a line a thing."""
    if row["organizations"] is None:
        status = row["count_status"]
        return [speech(f"organizations.state_{status if status in STATES else 'partial'}")]
    told = [
        speech(
            "organizations.line_all",
            all=numbers.count(row["organizations"]),
            registered=numbers.count(row["registered"]),
            recorded=numbers.count(row["recorded"]),
        )
    ]
    if row["per_10k"] is not None:
        of_these = numbers.ratio(row["registered_per_10k"], 2)
        told.append(
            speech("organizations.line_per_10k", n=numbers.ratio(row["per_10k"], 1), registered=of_these)
        )
    told += [part for part in (per_community(speech, row), grown(speech, row)) if part]
    if row["parts"] > 1 and row["parts_filed"] < row["parts"]:
        filed = {"filed": numbers.count(row["parts_filed"]), "all": numbers.count(row["parts"])}
        told.append(speech("services.line_parts", **filed))
    return told


def share(value: float | None) -> str:
    """A share for charts in per cent, to a tenth."""
    return numbers.DASH if value is None else numbers.attach(numbers.points(100 * value), "%")


def beside(speech: Speech, row: Row, among: str) -> list[str]:
    """A kind beside its peers: how many, their middle and range; that they are too few. `among` names them."""
    told = [
        speech(
            "organizations.line_kind",
            share=share(row["kind_share"]),
            all=numbers.count(row["kind_organizations"]),
            registered=numbers.count(row["kind_registered"]),
        )
    ]
    if row["kind_peers_middle"] is not None:
        range_ = {name: share(row[f"kind_peers_{name}"]) for name in ("low", "middle", "high")}
        told.append(speech.plural("organizations.line_peers", row["kind_peers"], among=among, **range_))
    return told


def at_least(row: Row) -> str:
    """A count; of an area of which a county is missing it is what there is at least."""
    told = numbers.count(row["organizations"])
    return f"≥{told}" if row["count_status"] == "partial" and row["organizations"] is not None else told


def short(speech: Speech, number: int | None) -> str:
    """A count over a bar: in Chinese from ten thousand on in 万, to a tenth; in English in full."""
    if number is None:
        return numbers.DASH
    if speech.language == "zh" and number >= 10_000:
        tenths = (Decimal(number) / 10_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return speech("organizations.ten_thousand", n=f"{tenths:,}")
    return numbers.count(number)


def divisors(speech: Speech, row: Row) -> list[str]:
    """Of which day the residents are, and whether that figure is an estimate; of which day the committees."""
    told = []
    if row["residents_date"] is not None:
        key = "estimated" if row["residents_status"] == "estimated" else "known"
        told.append(
            speech(f"organizations.residents_{key}", day=periods.year_end(speech, row["residents_date"]))
        )
    if row["committees_date"] is not None:
        told.append(speech("organizations.committees", day=periods.date(speech, row["committees_date"])))
    return told


def extremes(rows: Sequence[Row]) -> tuple[Row, Row] | None:
    """The areas with fewest and with most for their residents; None where fewer than two are known."""
    known = [row for row in rows if row["per_10k"] is not None]
    if len(known) < 2:
        return None
    return min(known, key=lambda row: row["per_10k"]), max(known, key=lambda row: row["per_10k"])
