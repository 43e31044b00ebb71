"""What stands under a trend: gaps never filled, lines and marks that read without colour, how old the denominators are."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from words import periods, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]


def notes(speech: Speech, rows: Sequence[Row], indicator: Row, whole: str | None) -> list[str]:
    """One sentence on each kind of thing that the drawn rows show.

    `rows` are of `area_series`, by area and period; `whole` is the code of the whole where its line stands beside others.
    """
    if not rows:
        return []
    lacking = [
        sentences.lacking(r, indicator)
        for r in rows
        if r["value_shown"] is None
        and r["value_status"] not in ("not_applicable", "not_due")
        # Told by itself.
        and not sentences.cannot_be_carried(r)
    ]
    without = lacking.count("denominator")
    gaps = len(lacking) - without
    kind = "_published" if indicator["from_figures"] else ""
    broken = any(r["value_status"] == "not_applicable" for r in rows) or any(
        a["area_code"] == b["area_code"] and a["area_valid_from"] != b["area_valid_from"]
        for a, b in itertools.pairwise(rows)
    )
    no_gaps = "trend.no_gaps_published" if kind else "trend.no_gaps_founded" if broken else "trend.no_gaps"
    found = []
    if gaps:
        found.append(speech("trend.gaps_published") if kind else speech.plural("trend.gaps", gaps))
    if without:
        figure = sentences.denominator_figure(speech, indicator)
        found.append(speech.plural("trend.gaps_denominator", without, figure=figure))
    found += _in_part(speech, rows, indicator)
    if not found:
        found.append(speech(no_gaps))
    found.append(speech("trend.dashes"))
    of_whole = [r for r in rows if r["area_code"] == whole]
    if of_whole:
        found.append(speech(f"trend.whole{kind}", area=speech.pick(of_whole[-1], "area_name")))
    found += _published(speech, rows, indicator)
    carried = [r for r in rows if r["denominator_carried"] and r["denominator_date"]]
    if carried:
        last = max(carried, key=lambda r: r["period"])
        since = min(r["period"] for r in carried if r["denominator_date"] == last["denominator_date"])
        found.append(
            speech(
                "trend.carried",
                since=periods.period(speech, since, indicator["cycle"]),
                name=speech.pick(indicator, "denominator_name"),
                day=periods.year_end(speech, last["denominator_date"]),
            )
        )
    found += _opened(speech, rows)
    found += _rebased(speech, rows)
    found += _simulated(speech, rows, indicator)
    if any(r["denominator_status"] == "estimated" for r in rows):
        found.append(speech("trend.estimated"))
    if any(sentences.is_own_return(r, indicator) for r in rows):
        found.append(speech("trend.returned"))
    return found


def _rebased(speech: Speech, rows: Sequence[Row]) -> list[str]:
    """How many points are carried onto other boundaries, how many of these are estimates, and why others cannot be."""
    own = [r for r in rows if r.get("is_rebased")]
    known = [r for r in own if r["value_shown"] is not None]
    divided = sum(r["denominator_basis"] == "divided" for r in known)
    found = [speech.plural("trend.rebased_note", len(known))] if known else []
    if divided:
        found.append(speech.plural("trend.divided_note", divided))
    reasons = dict.fromkeys(r["not_carried_because"] for r in own if r["not_carried_because"])
    return found + [speech("trend.not_carried_note", why=speech(f"rebased.{why}")) for why in reasons]


def _simulated(speech: Speech, rows: Sequence[Row], indicator: Row) -> list[str]:
    """Which points rest on simulated returns where others do not; the strip on top tells those that are all of one kind."""
    known = [r for r in rows if r["value_shown"] is not None]
    simulated = [r for r in known if r["simulated"]]
    if len(simulated) in (0, len(known)):
        return []
    last = periods.period(speech, max(r["period"] for r in simulated), indicator["cycle"])
    return [speech.plural("trend.simulated_points", len(simulated), last=last)]


def _published(speech: Speech, rows: Sequence[Row], indicator: Row) -> list[str]:
    """Of when the newest published numerator is, where nobody files it."""
    days = [r["numerator_date"] for r in rows if r["numerator_date"]]
    if not days or not indicator["from_figures"]:
        return []
    name = sentences.capital(speech.pick(indicator, "numerator_name"))
    return [speech("trend.published", name=name, day=periods.year_end(speech, max(days)))]


def of_points(speech: Speech, rows: Sequence[Row], indicator: Row) -> list[str]:
    """One sentence on each kind of point that is not like the others: of a part of its whole, or drawn open."""
    return [*_in_part(speech, rows, indicator), *_opened(speech, rows)]


def _in_part(speech: Speech, rows: Sequence[Row], indicator: Row) -> list[str]:
    some = [r for r in rows if sentences.is_of_part(r)]
    undivided = sum(map(sentences.lacks_denominators_alone, some))
    in_part = len(some) - undivided
    found = []
    if in_part:
        found.append(speech.plural("trend.points_in_part", in_part))
    if undivided:
        figure = sentences.denominator_figure(speech, indicator)
        found.append(speech.plural("trend.points_undivided", undivided, figure=figure))
    return found


def _opened(speech: Speech, rows: Sequence[Row]) -> list[str]:
    changed = sum(r["parts_changed"] for r in rows)
    found = [speech.plural("trend.parts_changed_note", changed)] if changed else []
    if any(r["numerator_carried"] and r["denominator_carried"] for r in rows):
        found.append(speech("trend.both_carried_note"))
    return found
