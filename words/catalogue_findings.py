"""What is said of an indicator in the catalogue: title, what it is, by when, what it may be used for. Rows are those of the questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from words import numbers, periods, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
Use = tuple[Literal["may", "not", "mind"], str]
BEGINNING = dt.date(1900, 1, 1)
NAMED = 4  # headings that a line names


def title(speech: Speech, indicator: Row, headline: Row, place: str, own: Row | None) -> str:
    """The indicator with its figure of the whole area, and what is asked; `own` is the target that judges the whole area itself."""
    name = speech.pick(indicator, "short_name")
    if headline["value_shown"] is None:
        told = speech("catalogue.title_none", place=place, why=sentences.status(speech, headline, indicator))
    else:
        figure = numbers.with_unit(
            headline["value_shown"], int(indicator["decimals"]), speech.pick(indicator, "unit")
        )
        told = speech("catalogue.title_figure", place=place, figure=figure)
    return speech("catalogue.title", name=name, told=told, target=_asked(speech, indicator, headline, own))


def _asked(speech: Speech, indicator: Row, headline: Row, own: Row | None) -> str:
    if headline["target_is_common"]:
        return bound(speech, headline, indicator)
    if own:
        return speech("catalogue.target_of_whole", target=bound(speech, own, indicator))
    return speech("catalogue.target_of_some" if headline["has_target"] else "catalogue.no_target")


def bound(speech: Speech, row: Row, indicator: Row) -> str:
    """A target as a bound: 目标不少于 18."""
    asked = sentences.COMPARISONS[row["target_comparison"]]
    return speech(f"catalogue.{asked}", value=sentences.target_value(speech, row["target_value"], indicator))


def sign(speech: Speech, row: Row, indicator: Row) -> str:
    """The same in signs: ≥ 18."""
    signs = {">=": "≥", "<=": "≤"}
    compared = signs.get(row["target_comparison"], row["target_comparison"])
    return f"{compared} {sentences.target_value(speech, row['target_value'], indicator)}"


def grey(speech: Speech, headline: Row, indicator: Row, period: str) -> str:
    """Of which period the figure is, and which counties are in it."""
    parts = [speech.pick(indicator, "indicator_name"), period]
    whole, known = headline["counties_all"], headline["counties_with_value"]
    if headline["value_shown"] is None or not whole:
        pass
    elif known < whole:
        parts.append(speech("catalogue.grey_partial", known=numbers.count(known), all=numbers.count(whole)))
    else:
        parts.append(speech("catalogue.grey_whole", all=numbers.count(whole)))
    return " · ".join(parts)


def owners(speech: Speech, rows: Sequence[Row], today: dt.date) -> str:
    """Who answers for it today and since when, and who did before."""
    told = []
    for row in reversed(rows):
        name = speech.pick(row, "department_name")
        if row["valid_from"] > today:
            told.append(
                speech("catalogue.owner_from", name=name, day=periods.date(speech, row["valid_from"]))
            )
        elif row["valid_to"] and row["valid_to"] < today:
            told.append(speech("catalogue.owner_until", name=name, day=periods.date(speech, row["valid_to"])))
        elif row["valid_from"] > BEGINNING:
            told.append(
                speech("catalogue.owner_since", name=name, day=periods.date(speech, row["valid_from"]))
            )
        else:
            told.append(name)
    return speech("list.sentence").join(told) or numbers.DASH


def life(speech: Speech, indicator: Row) -> str:
    """From which period to which it can be measured."""
    first, last = indicator["measured_from"], indicator["measured_until"]
    ends = {
        name: periods.period(speech, day, str(indicator["cycle"]))
        for name, day in (("first", first), ("last", last))
        if day
    }
    if first and last:
        return speech("catalogue.life_both", **ends)
    if first:
        return speech("catalogue.life_from", first=ends["first"])
    return speech("catalogue.life_until", last=ends["last"]) if last else speech("catalogue.life_always")


def cycle(speech: Speech, indicator: Row, due: Row | None) -> str:
    """How often it is filed, and by when next."""
    told = speech(f"catalogue.cycle_{indicator['cycle']}")
    if due is None:
        return told
    period = periods.period(speech, due["period"], due["cycle"])
    return speech("catalogue.next_due", cycle=told, period=period, day=periods.date(speech, due["due_on"]))


def filed_as(speech: Speech, rows: Sequence[Row]) -> str:
    """The form and the headings in which one side of the fraction is filed; that nobody files it, where it is dated figures."""
    if not rows or rows[0]["dataset_kind"] is None:
        return speech("catalogue.from_figures")
    form = speech.pick(rows[0], "dataset_name")
    if rows[0]["dataset_kind"] == "register":
        return speech("catalogue.from_register", form=form)
    names = sentences.some(speech, [speech.pick(row, "measure_name") for row in rows], NAMED)
    level = speech(f"level.{rows[0]['reporting_level']}")
    return speech("catalogue.from_form", form=form, level=level, names=names)


def sums(speech: Speech, rows: Sequence[Row]) -> str:
    """What is added up on a side, where that is more than one measure: 正职 + 副职 + 其他."""
    parts = [speech.pick(row, "measure_name") for row in rows]
    if len(parts) < 2:
        return ""
    if len(parts) > NAMED:
        return speech.plural("catalogue.sum_of", len(parts))
    return " + ".join(parts)


def uses(speech: Speech, indicator: Row, headline: Row, own: Row | None, targets: Sequence[Row]) -> list[Use]:
    """What it may be used for and what not, each following from what the registry and the figures say of it."""
    told = _judging(speech, headline, own, targets)
    if indicator["polarity"] == "neutral":
        told.append(("not", speech("catalogue.not_valued")))
    else:
        told.append(("may", speech("catalogue.may_compare")))
    told.append(("not", speech("catalogue.not_ranked")))
    if indicator["coloured_from_people"]:
        least = numbers.count(indicator["coloured_from_people"])
        told.append(("mind", speech("catalogue.mind_few", least=least)))
    if headline["denominator_status"] == "estimated":
        told.append(("mind", speech("catalogue.mind_estimated")))
    if indicator["cycle"] == "annual":
        told.append(("mind", speech("catalogue.mind_annual")))
    if indicator["simulated"]:
        told.append(("not", speech("catalogue.not_published")))
    return told


def _judging(speech: Speech, headline: Row, own: Row | None, targets: Sequence[Row]) -> list[Use]:
    """Whom its targets judge in the period, and what they were meant for."""
    told: list[Use] = []
    if headline["target_is_common"]:
        told.append(("may", speech("catalogue.may_judge")))
    else:
        if own:
            told.append(("may", speech("catalogue.may_judge_whole")))
        if headline["has_target"]:
            told.append(("may", speech("catalogue.may_judge_some")))
        elif not own:
            told.append(("not", speech("catalogue.not_judged")))
            if targets:
                told.append(("mind", speech("catalogue.mind_other_days")))
    scope = speech.pick(own or headline, "target_scope")
    if scope:
        told.append(("mind", speech("catalogue.mind_scope", scope=scope)))
    return told
