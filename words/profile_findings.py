"""What is said of an area's profile: title, change on a year before, pace, what its data lack. Rows are those of its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from words import headlines, numbers, periods, sentences, system_findings
from words.catalogue import Speech

Row = Mapping[str, Any]
FAR_YEARS = 10  # what takes longer at a pace is not told in figures
NAMED = 4  # indicators without a figure that are named; the others are counted


def title(speech: Speech, name: str, row: Row | None, indicator: Row) -> str:
    """The verdict and how far it is from the target; without a target the figure."""
    if row is None:
        return speech("profile.title_nothing", name=name)
    if row["verdict"] == "no_target" and row["value_shown"] is not None:
        figure = numbers.with_unit(row["value_shown"], indicator["decimals"], speech.pick(indicator, "unit"))
        told = speech("profile.figure", name=speech.pick(indicator, "short_name"), figure=figure)
    elif row["area_level"] != "county" and row["gap"]:
        # What its counties lack, those short alone, is more than what it lacks itself.
        gap = speech(
            "profile.counties_gap",
            gap=headlines.shortfall(speech, row),
            unit=speech.pick(indicator, "gap_unit"),
        )
        parts = [sentences.verdict(speech, row, indicator), gap]
        # Why nothing is judged is a sentence of its own.
        told = speech("list.sentence").join(parts) if row["verdict"] == "unknown" else speech.join(parts)
    else:
        distance = sentences.distance(speech, row, indicator)
        told = speech.join([sentences.verdict(speech, row, indicator), *([distance] if distance else [])])
    return speech("profile.title", name=name, told=told)


def grey(speech: Speech, area: Row, row: Row | None, indicator: Row) -> str:
    """Where it lies, and what the headline's figure is made of."""
    parts = [speech.pick(area, "city_name") or "", str(area["area_code"])]
    if row is not None and row["numerator"] is not None:
        parts += sentences.parts(speech, row, indicator)
        if row["area_level"] != "county" and row["value_status"] == "partial":
            # What stands there is of a part: less than the whole lacks.
            parts.append(sentences.of_part(speech, row, indicator))
        if row["required"] is not None:
            parts.append(
                speech(
                    "profile.required",
                    target=sentences.target_value(speech, row["target_value"], indicator),
                    n=numbers.counted(row["required"], speech.pick(indicator, "gap_unit")),
                )
            )
    return " · ".join(part for part in parts if part)


def change(speech: Speech, row: Row, indicator: Row) -> tuple[str, str]:
    """A change on a year before with whether it is better, and what that says (good, bad or quiet)."""
    told, says = system_findings.change(speech, row, indicator)
    if not told:
        return numbers.DASH, says
    key = {"good": "profile.better", "bad": "profile.worse"}.get(says)
    return (speech(key, change=told) if key else told), says


def peers(speech: Speech, row: Row | None, level: str) -> str:
    """Who the peers are, how many, and by which rule."""
    if row is None or level not in ("county", "city"):
        return speech("profile.no_peers")
    if level == "city":
        return speech.plural("profile.peers_cities", row["peers_all"])
    if row["peer_group"] is None:
        return speech("profile.no_group")
    return speech.plural("profile.peers", row["peers_all"], group=speech.pick(row, "peer_group_name"))


def parts(
    speech: Speech, row: Row | None, indicator: Row, change_shown: Decimal | None
) -> list[tuple[str, str, str]]:
    """What changed on a year before: of each part its name, then and now, and what it did to the balance.

    `change_shown` is the figure's.
    """
    if row is None or row["not_split_because"] is not None:
        return []
    unit = speech.pick(indicator, "gap_unit")
    decimals = int(indicator["decimals"])
    arrow = "→"
    figure = [numbers.ratio(row[name], decimals) for name in ("value_shown_then", "value_shown")]
    found = [
        (
            speech.pick(indicator, "short_name"),
            f"{figure[0]} {arrow} {figure[1]}",
            numbers.signed(change_shown, decimals),
        ),
        (
            sentences.capital(speech.pick(indicator, "numerator_name")),
            f"{numbers.count(row['numerator_then'])} {arrow} {numbers.count(row['numerator'])}",
            _signed(row["by_numerator"], unit),
        ),
        (
            sentences.capital(speech.pick(indicator, "denominator_name")),
            _sides(speech, row, indicator),
            speech("profile.asked", n=_signed(-row["by_denominator"], unit)),
        ),
    ]
    if row["by_boundary"]:
        found.append((speech("profile.boundary"), "", _signed(row["by_boundary"], unit)))
    if row["by_target"]:
        found.append(
            (
                speech("profile.target"),
                f"{numbers.bound(row['target_value_then'])} {arrow} {numbers.bound(row['target_value'])}",
                speech("profile.asked", n=_signed(-row["by_target"], unit)),
            )
        )
    found.append(
        (
            speech("profile.balance"),
            f"{numbers.signed(row['balance_then'])} {arrow} {numbers.signed(row['balance'])}",
            _signed(row["balance_change"], unit),
        )
    )
    return found


def _sides(speech: Speech, row: Row, indicator: Row) -> str:
    """A denominator then and now; one that was carried is one figure."""
    told = [
        numbers.population(speech, row[name])
        if indicator["denominator_is_population"]
        else numbers.count(row[name])
        for name in ("denominator_then", "denominator")
    ]
    if row["denominator_date_then"] == row["denominator_date"]:
        return speech("profile.same_figure", figure=told[1])
    return f"{told[0]} → {told[1]}"


def _signed(number: int, unit: str) -> str:
    return numbers.attach(numbers.signed(number), unit)


def not_split(speech: Speech, row: Row | None) -> str:
    """Why there is no change, or why it is not split."""
    if row is None:
        return speech("profile.no_year_before")
    keys = {
        "new_area": "profile.not_split_new_area",
        "no_townships": "profile.not_split_extent",
        "crosswalk": "profile.not_split_extent",
        "unreported_township": "profile.not_split_extent",
        "no_figure": "profile.not_split_extent",
        "unknown": "profile.not_split_unknown",
        "no_target": "profile.not_split_no_target",
        "comparison": "profile.not_split_comparison",
    }
    return speech(keys[row["not_split_because"]])


def pace(speech: Speech, row: Row | None, indicator: Row) -> str:
    """In how many periods the target is reached if it goes on as in the last four, at the mean, the best and the worst of them."""
    if row is None or row["pace"] == "unknown":
        return speech("profile.pace_unknown")
    if row["pace"] == "too_few_moves":
        return speech.plural("profile.pace_too_few", row["moves_known"])
    moved = _moved(speech, row, indicator)
    if row["pace"] == "met":
        return (
            speech("profile.pace_met", moved=moved)
            if row["moves_known"]
            else speech("profile.pace_met_alone")
        )
    best = _lasting(speech, row["periods_at_best"], indicator)
    if row["pace"] == "on_the_way" and _is_far(row["periods_needed"], indicator):
        return speech("profile.pace_far", moved=moved, years=numbers.count(FAR_YEARS), best=best)
    if row["pace"] == "not_at_this_pace":
        key = "profile.pace_not" if best else "profile.pace_never"
        return speech(key, moved=moved, best=best)
    worst = _lasting(speech, row["periods_at_worst"], indicator)
    key = "profile.pace_band" if worst else "profile.pace_open"
    return speech(
        key, moved=moved, needed=_lasting(speech, row["periods_needed"], indicator), best=best, worst=worst
    )


def _moved(speech: Speech, row: Row, indicator: Row) -> str:
    unit = speech.pick(indicator, "gap_unit")
    # Of a whole that is no difference of its figures: a county that misses a period is in neither move beside it.
    return speech(
        "profile.moved" if row["area_level"] == "county" else "profile.moved_of_whole",
        n=numbers.count(row["moves_known"]),
        total=_signed(row["moves_total"], unit),
        least=numbers.signed(row["move_least"]),
        most=numbers.signed(row["move_most"]),
    )


def _is_far(number: int, indicator: Row) -> bool:
    """Whether so many periods are more than anybody plans for: four moves say nothing of a century."""
    return number > FAR_YEARS * (1 if indicator["cycle"] == "annual" else 4)


def _lasting(speech: Speech, number: int | None, indicator: Row) -> str:
    """A number of periods of the indicator's cycle; quarters that make more than three years in years too, up to what is far."""
    if number is None:
        return ""
    if _is_far(number, indicator):
        return speech("profile.far", years=numbers.count(FAR_YEARS))
    if indicator["cycle"] == "annual":
        return speech.plural("profile.years", number, count=numbers.count(number))
    if number <= 12:
        return speech.plural("profile.quarters", number, count=numbers.count(number))
    years = -(-number // 4)
    return speech.plural(
        "profile.quarters_years", years, count=numbers.count(number), years=numbers.count(years)
    )


def lacks(speech: Speech, row: Row | None, indicator: Row, missing: Sequence[Row], known: int) -> list[str]:
    """What the data lack: why the headline has no figure, what its denominator is, how sure its verdict is, which indicators have none."""
    found = []
    if row is not None:
        if row["value_shown"] is None:
            found.append(speech("profile.lacks_headline", why=sentences.status(speech, row, indicator)))
        note = sentences.denominator_note(speech, row, indicator)
        is_own = sentences.is_own_return(row, indicator)
        doubtful = row["denominator_status"] == "estimated" or row["denominator_carried"] or is_own
        if note and doubtful:
            name = sentences.capital(speech.pick(indicator, "denominator_name"))
            found.append(speech("profile.lacks_denominator", name=name, note=note))
        if row["verdict_firm"] is False:
            found.append(sentences.error(speech, row))
    if missing:
        names = sentences.some(speech, [speech.pick(one, "short_name") for one in missing], NAMED)
        found.append(speech.plural("profile.lacks_indicators", len(missing), names=names))
    elif known:
        found.append(speech.plural("profile.lacks_none", known))
    return [one for one in found if one]


def period_words(speech: Speech, row: Row, indicator: Row) -> str:
    """The period that a figure is asked for."""
    return periods.period(speech, row["asked_period"], str(indicator["cycle"]))


def period_note(speech: Speech, row: Row, indicator: Row, period: Any) -> str:
    """The period of a figure where it is not the one shown: an annual one's year."""
    if row["asked_period"] == period:
        return ""
    return period_words(speech, row, indicator)
