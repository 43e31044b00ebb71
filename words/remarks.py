"""What stands in the last column of a file for people: why a figure lacks, or how far it can be relied on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from words import headlines, periods, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]


def remark(speech: Speech, row: Row, indicator: Row) -> str:
    """One line on a judged row: what lacks, what is estimated, carried, late or simulated; empty where nothing is.

    `row` is of a question that has `value_status`, `verdict` and `undecided_because`.
    """
    parts = [] if sentences.cannot_be_carried(row) else [_lack(speech, row, indicator)]
    parts += _dates(speech, row, indicator)
    if row.get("is_rebased"):
        parts.append(speech("remark.rebased", how=sentences.rebased(speech, row)))
    if row.get("filed_late"):
        parts.append(speech("remark.late"))
    parts.append(sentences.confirmed(speech, row))
    if row.get("simulated"):
        parts.append(speech("remark.simulated"))
    return speech("list.sentence").join(part for part in parts if part)


def _lack(speech: Speech, row: Row, indicator: Row) -> str:
    status = row["value_status"]
    if status in ("not_applicable", "not_due"):
        return speech(f"remark.{status}")
    lacks = sentences.lacking(row, indicator)
    if lacks in ("denominator", "denominator_of_part"):
        return speech(f"remark.{lacks}", figure=sentences.denominator_figure(speech, indicator))
    if status == "missing":
        return speech(f"remark.{sentences.without_return(indicator)}")
    if status != "partial":
        return ""
    expected, reported = row["units_expected"], row["units_reported"]
    told = speech.plural("remark.partial", expected - reported, reported=reported, expected=expected)
    decided = speech("remark.decided") if sentences.decided_in_part(row) else ""
    little = headlines.too_little_known(speech, row) if "share_known" in row else ""
    return speech.join([part for part in (told, decided, little) if part])


def _dates(speech: Speech, row: Row, indicator: Row) -> list[str]:
    """Of which day a side of the figure is where that is not the period's own, and whether it is an estimate or an own return."""
    if row.get("denominator") is None or row.get("numerator") is None:
        return []
    parts = []
    day, period = row["numerator_date"], row.get("period")
    if isinstance(period, dt.date) and day is not None and day < period:
        name = sentences.capital(speech.pick(indicator, "numerator_name"))
        parts.append(speech("remark.of", name=name, day=periods.year_end(speech, day)))
    estimated, returned = row["denominator_status"] == "estimated", sentences.is_own_return(row, indicator)
    if row.get("denominator_date") and (estimated or returned or row["denominator_carried"]):
        name = sentences.capital(speech.pick(indicator, "denominator_name"))
        key = "remark.estimate_of" if estimated else "remark.return_of" if returned else "remark.of"
        told = speech(key, name=name, day=periods.year_end(speech, row["denominator_date"]))
        carried = speech("remark.carried") if row["denominator_carried"] else ""
        parts.append(speech.join([part for part in (told, carried) if part]))
    return parts
