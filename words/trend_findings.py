"""The finding of a trend: when its subject crossed the target, and how each chosen area stands at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from words import numbers, periods
from words.catalogue import Speech
from words.sentences import capital, denominator_figure, lacking, without_return

Row = Mapping[str, Any]
NAMED_AT_MOST = 3  # names that a part of a title may carry
# How an area may stand at the end, in the order in which a title tells it.
STANDINGS = ("met", "below", "undecided", "unreported", "in_part", "no_denominator", "unpublished", "former")


@dataclass(frozen=True)
class Drawn:
    """What is drawn: the codes of the whole and of the chosen areas, and the comparison of the target at the end.

    `whole` is False where the whole's line is not drawn: the title then speaks of the chosen areas alone.
    """

    root: str
    chosen: Sequence[str]
    comparison: str | None
    whole: bool = True


def trend_title(speech: Speech, series: Sequence[Row], indicator: Row, drawn: Drawn) -> str:
    """What the drawn series show: when the whole crossed its target, and who is below, undecided or without figures.

    `series` is `area_series` of what is drawn.
    """
    root, chosen, comparison, whole = drawn.root, drawn.chosen, drawn.comparison, drawn.whole
    by_area = {code: [r for r in series if r["area_code"] == code] for code in dict.fromkeys([root, *chosen])}
    others = [code for code in chosen if code != root]
    last = max((r["period"] for r in series), default=None)
    standings = _standings({code: by_area[code] for code in others}, indicator, last)
    subject = [root] if whole or root in chosen else others
    if subject != [root] and not any(rows for standing, rows in standings.items() if standing != "met"):
        standings["met"] = []  # the first part says it, with since when
    parts = [
        _stand(speech, standing, rows, len(others), indicator) for standing, rows in standings.items() if rows
    ]
    lines = [by_area[code] for code in subject]
    has_figure = any(r["value"] is not None for rows in lines for r in rows)
    told = bool(parts) and (subject != [root] or not has_figure)
    first = _subject(speech, lines, indicator, comparison, told)
    found = [text for text in [first, *parts] if text]
    sentence = found[0]
    for text in found[1:]:
        sentence = speech("trend.and", first=sentence, second=text)
    return sentence


def _subject(
    speech: Speech, lines: Sequence[Sequence[Row]], indicator: Row, comparison: str | None, told: bool
) -> str:
    """What one line shows over time, or what several have in common; empty where the standings say it all."""
    known = [[r for r in rows if r["value"] is not None] for rows in lines]
    known = [rows for rows in known if rows]
    if not known:
        return "" if told else speech("trend.no_figure", indicator=speech.pick(indicator, "indicator_name"))
    judged = comparison is not None and known[0][-1]["target_value"] is not None
    if len(lines) == 1:
        if not judged:
            return _course(speech, known[0], indicator)
        return "" if told else _crossing(speech, lines[0], indicator)
    if judged:
        met = [rows[-1] for rows in known if rows[-1]["verdict"] == "met"]
        return "" if told or not met else speech.plural("trend.met", len(met), names=_names(speech, met))
    return _extremes(speech, [rows[-1] for rows in known], indicator)


def _figure(speech: Speech, row: Row, indicator: Row) -> str:
    return numbers.with_unit(row["value_shown"], int(indicator["decimals"]), speech.pick(indicator, "unit"))


def _course(speech: Speech, rows: Sequence[Row], indicator: Row) -> str:
    """From the first figure to the last; one published figure carried forward is told as what it is."""
    unit, cycle = speech.pick(indicator, "unit"), _cycle(indicator)
    shown = {row["value_shown"] for row in rows}
    if len(shown) > 1:
        # One published numerator over ever newer denominators is no course of what it counts.
        same = indicator["from_figures"] and len({row.get("numerator_date") for row in rows}) == 1
        key = "trend.one_numerator" if same and rows[-1].get("numerator_date") else "trend.from_to"
    else:
        dated = indicator["from_figures"] and rows[-1].get("numerator_date")
        one_day = rows[-1].get("denominator_date") in (None, rows[-1].get("numerator_date"))
        key = "trend.flat" if not dated else "trend.flat_published" if one_day else "trend.flat_of_days"
    return speech(
        key,
        area=_name(speech, rows[-1]),
        # A per cent sign belongs to each number, a longer unit is said once.
        first=numbers.attach(
            numbers.ratio(rows[0]["value_shown"], int(indicator["decimals"])), "%" if unit == "%" else ""
        ),
        last=_figure(speech, rows[-1], indicator),
        since=periods.period(speech, rows[0]["period"], cycle),
        until=periods.period(speech, rows[-1]["period"], cycle),
        numerator=speech.pick(indicator, "numerator_name"),
        denominator=speech.pick(indicator, "denominator_name"),
        **_days(speech, rows[-1]),
    )


def _days(speech: Speech, row: Row) -> dict[str, str]:
    """Of which days the two sides of a figure are, where that is known: `day` and `other`."""
    dates = {"day": row.get("numerator_date"), "other": row.get("denominator_date")}
    return {name: periods.year_end(speech, date) if date else "" for name, date in dates.items()}


def _extremes(speech: Speech, rows: Sequence[Row], indicator: Row) -> str:
    """Of several lines without a verdict, the highest and the lowest at the end."""
    last = max(row["period"] for row in rows)
    ordered = sorted((row for row in rows if row["period"] == last), key=lambda row: row["value_shown"])
    return speech(
        "trend.extremes" if len(ordered) > 1 else "trend.only",
        period=periods.period(speech, last, _cycle(indicator)),
        high=_name(speech, ordered[-1]),
        most=_figure(speech, ordered[-1], indicator),
        low=_name(speech, ordered[0]),
        least=_figure(speech, ordered[0], indicator),
    )


def _crossing(speech: Speech, line: Sequence[Row], indicator: Row) -> str:
    """When a line came to meet its target for good; while its last verdict is open nothing is said to reach it."""
    name, cycle = _name(speech, line[-1]), _cycle(indicator)
    asked = [r for r in line if r["target_value"] is not None and r.get("value_status") != "not_due"]
    judged = [r for r in asked if r["verdict"] in ("met", "not_met")]
    if not judged or asked[-1]["verdict"] == "unknown":
        period = periods.period(speech, asked[-1]["period"], cycle)
        return capital(speech("trend.not_judged", area=name, period=period))
    if judged[-1]["verdict"] != "met":
        return speech(
            "trend.still_short", area=name, period=periods.period(speech, judged[-1]["period"], cycle)
        )
    since = len(judged) - 1
    while since > 0 and judged[since - 1]["verdict"] == "met":
        since -= 1
    when = periods.period(speech, judged[since]["period"], cycle)
    if since == 0:
        # What could not be judged in between or before is not said to have met it.
        always = len(asked) == len(judged)
        return speech("trend.always_met" if always else "trend.met_where_judged", area=name, period=when)
    again = any(row["verdict"] == "met" for row in judged[:since])
    before = asked[asked.index(judged[since]) - 1]
    open_before = before["verdict"] == "unknown"
    text = speech(
        "trend.met_by" if open_before else "trend.crossed_again" if again else "trend.crossed",
        area=speech(f"trend.whole_{level}")
        if (level := judged[-1].get("area_level")) in ("country", "province")
        else name,
        period=when,
        target=numbers.bound(judged[-1]["target_value"]),
    )
    return capital(text)


def _standings(by_area: Mapping[str, Sequence[Row]], indicator: Row, last: Any) -> dict[str, list[Row]]:
    """The chosen areas by how they stand at the end; those whose figures end before it are `former` ones."""
    found: dict[str, list[Row]] = {standing: [] for standing in STANDINGS}
    for rows in by_area.values():
        # What is not due yet says nothing of an area: the period before it does.
        due = [r for r in rows if r["value"] is not None or r["value_status"] != "not_due"]
        if rows and rows[-1]["period"] != last:
            found["former"].append(rows[-1])
        if not due or rows[-1]["period"] != last:
            continue
        standing = _standing(due[-1], indicator)
        if standing:
            found[standing].append(due[-1])
    return found


def _standing(row: Row, indicator: Row) -> str:
    if row["verdict"] in ("met", "not_met"):
        return "met" if row["verdict"] == "met" else "below"
    if row["value"] is not None:
        return "undecided" if row["verdict"] == "unknown" else ""
    if row["value_status"] == "not_applicable":
        return ""
    if lacking(row, indicator) == "denominator":
        return "no_denominator"
    unfiled = without_return(indicator)
    return "in_part" if unfiled == "unreported" and row["value_status"] == "partial" else unfiled


def _stand(speech: Speech, standing: str, rows: Sequence[Row], chosen: int, indicator: Row) -> str:
    if standing == "below" and len(rows) == chosen > 1 and all(r.get("area_level") == "county" for r in rows):
        return speech.plural("trend.all_below", len(rows))
    figure = denominator_figure(speech, indicator)
    return speech.plural(f"trend.{standing}", len(rows), names=_names(speech, rows), figure=figure)


def _names(speech: Speech, rows: Sequence[Row]) -> str:
    names = [_name(speech, row) for row in rows]
    if len(names) <= NAMED_AT_MOST:
        return speech.enumerate(names)
    shown = speech("list.item").join(names[:NAMED_AT_MOST])
    return speech.plural("trend.names_more", len(names), names=shown, more=len(names) - NAMED_AT_MOST)


def _name(speech: Speech, row: Row) -> str:
    return speech.pick(row, "short_name") or speech.pick(row, "area_name")


def _cycle(indicator: Row) -> str:
    return str(indicator.get("cycle") or "quarterly")
