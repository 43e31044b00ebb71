"""What is said of two indicators: how the counties' figures go together, over how many, and of which periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, periods
from words.catalogue import Speech

Row = Mapping[str, Any]


def title(speech: Speech, rows: Sequence[Row], names: tuple[str, str]) -> str:
    """Both names, and Pearson's correlation with how many counties it is over; why there is none."""
    both = {"across": names[0], "up": names[1]}
    if not rows:
        return speech("pairs.title_nothing", **both)
    correlation = rows[0]["pair_correlation"]
    if correlation is None:
        return speech.plural("pairs.title_few", len(rows), **both)
    return speech.plural(
        "pairs.title", len(rows), r=numbers.signed(numbers.halves_up(correlation, 2), 2), **both
    )


def grey(speech: Speech, rows: Sequence[Row], period: dt.date, cycles: tuple[str, str]) -> list[str]:
    """Spearman's beside it, the periods of the figures where they are not the one shown, and what a correlation is not."""
    if not rows:
        return []
    found = []
    rank = rows[0]["rank_correlation"]
    if rank is not None:
        found.append(speech("pairs.rank", r=numbers.signed(numbers.halves_up(rank, 2), 2)))
    for key, column, cycle in (
        ("pairs.across_of", "period_across", cycles[0]),
        ("pairs.up_of", "period_up", cycles[1]),
    ):
        if rows[0][column] != period:
            found.append(speech(key, period=periods.period(speech, rows[0][column], cycle)))
    return [*found, speech("pairs.no_cause")]
