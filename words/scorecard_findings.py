"""What is said of a scorecard: title, signs, lines of a hover. Rows are those of the question `scorecard`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, periods, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
NAMED = 3  # areas that the title names
SMALL = "°"
STEPS = ("weakest", "weaker", "middle", "stronger", "strongest")


def many(cards: Sequence[Sequence[Row]]) -> tuple[int, int]:
    """How many indicators are judged, and in how many of them an area is weak that the title counts: half, rounded up."""
    judged = {row["indicator_code"] for card in cards for row in card if _is_judged(row)}
    return len(judged), -(-len(judged) // 2)


def weak(cards: Sequence[Sequence[Row]]) -> list[Sequence[Row]]:
    """The areas that are weak in so many, most weak points first."""
    judged, least = many(cards)
    found = [card for card in cards if judged and card[0]["weak_points"] >= least]
    return sorted(found, key=lambda card: (-card[0]["weak_points"], card[0]["area_code"]))


def title(speech: Speech, cards: Sequence[Sequence[Row]], place: str, other: str, date: str = "") -> str:
    """How many areas are weak in half of the indicators or more, by name where they are few, and how many cells changed class.

    `other`: since when, in words; `date`: the period itself, for where nothing of it is known.
    """
    judged, least = many(cards)
    kind = "township" if cards[0][0]["area_level"] == "township" else "county"
    found = weak(cards)
    amounts = {"least": numbers.count(least), "all": numbers.count(judged)}
    if not judged:
        first = speech("scorecard.title_undecided")
    elif not found:
        first = speech(f"scorecard.title_none_{kind}", **amounts)
    elif len(found) <= NAMED:
        names = speech.enumerate([short(speech, card[0]) for card in found])
        first = speech("scorecard.title_named", names=names, **amounts)
    else:
        first = speech.plural(f"scorecard.title_many_{kind}", len(found), **amounts)
    parts = [place + first]
    compared = any(row["class_move"] is not None for card in cards for row in card)
    if other and judged and not compared:
        parts.append(
            speech("scorecard.title_no_other", date=date)
        )  # 0 up and 0 down would say that nothing moved
    elif other and judged:
        moves = {
            way: sum(row["class_move"] == way for card in cards for row in card) for way in ("up", "down")
        }
        shown = {way: numbers.count(number) for way, number in moves.items()}
        parts.append(speech("scorecard.title_moves", other=other, **shown))
    return speech("list.sentence").join(parts)


def short(speech: Speech, row: Row) -> str:
    """An area's name for tight places."""
    return speech.pick(row, "short_name") or speech.pick(row, "area_name")


def figure(row: Row, indicator: Row) -> str:
    """What stands in a cell; empty where nothing is known. A small denominator has its sign behind."""
    if row["value_shown"] is None:
        return ""
    return numbers.ratio(row["value_shown"], indicator["decimals"]) + (SMALL if row["is_small"] else "")


def sign(row: Row) -> str:
    """That it changed class since the other date, else that it is in the lowest or the highest."""
    if not _is_judged(row):
        return ""
    if row["class_move"] in ("up", "down"):
        return "↑" if row["class_move"] == "up" else "↓"
    return {1: "▼", 5: "▲"}.get(row["class_step"], "")


def lines(speech: Speech, row: Row, indicator: Row) -> list[str]:
    """All that is known of a cell, line by line: whose and what first."""
    name, short_name = short(speech, row), speech.pick(indicator, "short_name")
    found = [speech.join([name, short_name])]
    if row["value_shown"] is None:
        return [*found, speech(f"status.{row['value_status'] or 'missing'}")]
    unit = speech.pick(indicator, "unit")
    told = numbers.attach(numbers.ratio(row["value_shown"], indicator["decimals"]), unit)
    period = periods.period(speech, row["asked_period"], str(indicator["cycle"]))
    found.append(speech("scorecard.line_figure", period=period, figure=told))
    found += [
        line for line in (_class(speech, row), _place(speech, row), _before(speech, row, indicator)) if line
    ]
    if row["target_value"] is not None and row["verdict"] in ("met", "not_met"):
        target = sentences.target_value(speech, row["target_value"], indicator)
        found.append(speech(f"systems.target_{row['verdict']}", target=target))
    if row["is_small"]:
        found.append(speech("scorecard.line_small", n=numbers.count(row["denominator"])))
    return found


def step(speech: Speech, row: Row) -> str:
    """The class in a word."""
    if row["class_step"] is None:
        return ""
    if row["polarity"] == "neutral":
        return speech("scorecard.step_neutral", n=row["class_step"])
    return speech(f"scorecard.step_{STEPS[row['class_step'] - 1]}")


def _is_judged(row: Row) -> bool:
    return row["polarity"] != "neutral" and row["class_step"] is not None


def _class(speech: Speech, row: Row) -> str:
    if row["class_step"] is None:
        return ""
    return speech(f"scorecard.line_{row['class_rule']}", step=step(speech, row))


def _place(speech: Speech, row: Row) -> str:
    if row["place"] is None:
        return ""
    amounts = {"place": numbers.count(row["place"]), "places": numbers.count(row["places"])}
    kind = "township" if row["area_level"] == "township" else "county"
    return speech(f"scorecard.line_place_{kind}", **amounts)


def _before(speech: Speech, row: Row, indicator: Row) -> str:
    if row["difference"] is None:
        return ""
    decimals = indicator["decimals"]
    told = {
        "period": periods.period(speech, row["other_period"], str(indicator["cycle"])),
        "figure": numbers.ratio(row["value_shown_other"], decimals),
        "change": numbers.signed(numbers.halves_up(row["difference"], decimals), decimals),
    }
    before = speech("scorecard.line_before", **told)
    move = row["class_move"]
    return speech.join([before, speech(f"scorecard.line_move_{move}")]) if move in ("up", "down") else before
