"""The words of the charts, for page and picture alike: what `draw` writes at axes, ends and gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from draw.strip import StripTexts
from draw.text import for_plotly
from draw.trend import TrendTexts
from words import Speech, numbers, periods, sentences

Row = Mapping[str, Any]


def city_texts(
    speech: Speech,
    indicator: Row,
    counties: Sequence[Row],
    *,
    target: Decimal | None,
    hover: Callable[[Row], str] = lambda _: "",
) -> StripTexts:
    """What the chart of cities says; `counties` are the rows shown, `target` the value of the target in force."""
    decimals = int(indicator["decimals"])
    return StripTexts(
        language=speech.language,
        axis=speech(
            "chart.axis",
            indicator=speech.pick(indicator, "indicator_name"),
            unit=speech.pick(indicator, "unit"),
        ),
        target=speech("card.target", value=numbers.bound(target)),
        near=speech("chart.near"),
        without=lambda city: _without(speech, indicator, counties, city["area_code"]),
        far=lambda number: speech.plural("chart.far", number),
        grey=sentences.grey(speech, counties, indicator),
        hover=hover,
        value=lambda value: numbers.ratio(value, decimals),
    )


def trend_texts(speech: Speech, indicator: Row, hover: Callable[[Row], str] = lambda _: "") -> TrendTexts:
    """What the chart of series says."""
    decimals, cycle = int(indicator["decimals"]), str(indicator.get("cycle") or "quarterly")
    unit = speech.pick(indicator, "unit")
    return TrendTexts(
        language=speech.language,
        axis=speech("trend.axis", unit=unit),
        axis_from_zero=unit,
        tick=lambda day: _tick(speech, cycle, day),
        gap=lambda rows: _gap(speech, indicator, rows),
        ended=lambda day: speech("trend.ended", period=periods.short_period(speech, day, cycle)),
        target=lambda step: _target(speech, step),
        change=lambda row: _change(speech, row),
        value=lambda value: numbers.ratio(value, decimals),
        hover=hover,
    )


def touching(changes: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    """Boundary changes that touch what is drawn: an area itself, or a city by one of its counties."""
    return changes.filter(
        pl.col("old_area_code").is_in(list(codes)) | pl.col("new_area_code").is_in(list(codes))
    )


def _without(speech: Speech, indicator: Row, counties: Sequence[Row], city: str) -> str:
    """The counties of a city that have no mark of their own, counted by reason."""
    rows = [r for r in counties if (r["city_code"] or r["area_code"]) == city]
    lacking = [r for r in rows if r["value_shown"] is None and r["value_status"] != "not_applicable"]
    partial = sum(r["value_status"] == "partial" for r in lacking)
    denominator = sum(sentences.lacking(r, indicator) == "denominator" for r in lacking)
    figure = sentences.denominator_figure(speech, indicator)
    counts = {
        f"chart.{sentences.without_return(indicator)}": len(lacking) - partial - denominator,
        "chart.partial": partial,
        "undecided.without_denominator": denominator,
    }
    return speech.join([speech.plural(key, n, figure=figure) for key, n in counts.items() if n])


def _gap(speech: Speech, indicator: Row, rows: Sequence[Row]) -> str:
    """Why a line has no figure for some periods in a row; where reasons differ, that they are not reported."""
    kept_off = {row.get("not_carried_because") for row in rows}
    if None not in kept_off:
        return speech(f"rebased.{kept_off.pop()}" if len(kept_off) == 1 else "trend.not_carried")
    if indicator["from_figures"]:
        return speech("trend.no_published")
    reasons = {sentences.status(speech, row, indicator) for row in rows}
    return reasons.pop() if len(reasons) == 1 else speech("status.missing")


def _tick(speech: Speech, cycle: str, day: dt.date) -> str:
    """The end of a year where a quarter ends there; an annual indicator's axis has years."""
    if day.month == 12 and cycle != "annual":
        return speech("trend.tick_year", year=day.year)
    return periods.period(speech, day, cycle)


def _target(speech: Speech, step: Row) -> str:
    since = periods.date(speech, step["valid_from"])
    text = speech("card.target", value=numbers.bound(step["target_value"]))
    if step["reach_by"]:
        note = speech("trend.target_due", since=since, by=periods.reach_by(speech, step["reach_by"]))
    else:
        note = speech("trend.target_basis", since=since)
    return f"<b>{for_plotly(text)}</b>{for_plotly(note)}"


def _change(speech: Speech, row: Row) -> str:
    day = for_plotly(periods.date(speech, row["effective_date"]))
    return f"{day}<br>{for_plotly(speech.pick(row, 'description'))}"
