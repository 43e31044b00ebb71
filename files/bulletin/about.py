"""What a bulletin says in sentences: who meets the target and within which bounds, the gap, what changed, what the data lack."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from files.bulletin.figures import Form
from files.bulletin.subject import Row, Subject
from programme import clock
from words import headlines, periods, sentences, sources
from words.change_findings import FALLEN, RISEN

NAMED = 12  # who crossed the target is told by name up to so many


def standing(subject: Subject) -> str:
    """How many counties meet the target, and may; how many beyond the error; the ratio of what is known."""
    speech, headline = subject.speech, subject.headline
    told = [_judged(subject)] if headline["has_target"] else [speech("bulletin.no_target")]
    if _is_within_error(headline):
        told.append(
            speech(
                "bulletin.firm",
                met=subject.whole_number("met"),
                firm=subject.whole_number("met_firm"),
                figure=sentences.denominator_figure(speech, subject.indicator),
            )
        )
    told.append(_value(subject))
    return sentences_of(subject, told)


def _is_within_error(headline: Row) -> bool:
    """Whether some verdict may rest on the error of a denominator: where they are exact every one is beyond it."""
    if not headline["has_target"] or not headline["met"] or headline["met_firm"] is None:
        return False
    is_exact = headline["denominator_low"] == headline["denominator_high"]
    return not is_exact or bool(headline["met_firm"] != headline["met"])


def _judged(subject: Subject) -> str:
    speech, headline = subject.speech, subject.headline
    key = "bulletin.judged_bounds" if headline["unknown"] else "bulletin.judged"
    told = {"area": speech.pick(headline, "area_name"), "judged": subject.whole_number("counties_judged")}
    told |= {"met": subject.whole_number("met"), "not_met": subject.whole_number("not_met")}
    if headline["unknown"]:
        told |= {
            "unknown": subject.whole_number("unknown"),
            "least": subject.whole_number("met_at_least"),
            "most": subject.whole_number("met_at_most"),
            "why": _why_unknown(subject),
        }
    said = [speech(key, **told)]
    if headline["counties_not_applicable"]:
        said.append(speech("bulletin.outside", n=subject.whole_number("counties_not_applicable")))
    if headline["counties_by_other_target"] or not headline["target_is_common"]:
        said.append(speech("bulletin.other_targets"))
    return sentences_of(subject, said)


def _why_unknown(subject: Subject) -> str:
    """Unreported, partly reported and without a denominator apart."""
    speech, headline = subject.speech, subject.headline
    keys = {
        "unreported": "bulletin.unreported",
        "partial": "bulletin.partial",
        "without_denominator": "bulletin.without_denominator",
    }
    figure = sentences.denominator_figure(speech, subject.indicator)
    parts = [
        speech(key, n=subject.whole_number(kind), figure=figure)
        for kind, key in keys.items()
        if headline[kind]
    ]
    return speech.join(parts)


def _value(subject: Subject) -> str:
    speech, headline = subject.speech, subject.headline
    if headline["value_shown"] is None:
        return speech("bulletin.no_value", indicator=subject.name)
    return speech(
        "bulletin.value",
        known=subject.whole_number("counties_with_value"),
        indicator=subject.name,
        value=_with_unit(subject, subject.whole("value_shown", subject.ratio)),
    )


def _with_unit(subject: Subject, figure: str) -> str:
    """A figure and its unit, but where the indicator's name, which stands in the same sentence, says it in words."""
    unit = subject.speech.pick(subject.indicator, "unit")
    if unit == "%":
        return figure + unit
    is_said = subject.speech.language == "en" and f" {unit} " in f" {subject.name} "
    return figure if is_said else f"{figure} {unit}"


def gap(subject: Subject) -> str:
    """How much is missing, at least and at most; empty without a target or where nothing of it is known."""
    speech, headline = subject.speech, subject.headline
    if not headline["has_target"] or (headline["gap"] is None and headline["gap_at_most"] is None):
        return ""
    told = [_known_gap(subject)]
    if headline["gap_change"] is not None and headline["counties_judged_both"]:
        both, change = subject.whole_number("counties_judged_both"), headline["gap_change"]
        if not change:
            told.append(speech("bulletin.gap_same", both=both))
        else:
            key = "bulletin.gap_smaller" if change < 0 else "bulletin.gap_larger"
            told.append(
                speech(key, both=both, by=subject.whole("gap_change", Form("size")), unit=subject.unit)
            )
    return sentences_of(subject, told)


def _known_gap(subject: Subject) -> str:
    """What is known to be missing, and what it may come to with the counties that cannot be judged."""
    speech, known, most = subject.speech, subject.headline["gap"], subject.headline["gap_at_most"]
    if most is None or most == known:
        return speech("bulletin.gap", gap=subject.whole("gap"), unit=subject.unit)
    open_ones = {
        "unknown": subject.whole_number("unknown"),
        "most": subject.whole("gap_at_most"),
        "unit": subject.unit,
    }
    if known is None:
        return speech("bulletin.gap_at_most", **open_ones)
    return speech("bulletin.gap_bounds", gap=subject.whole("gap"), **open_ones)


def changes(subject: Subject) -> str:
    """The change against a year earlier over the counties comparable on both periods, who crossed, and how many are near."""
    speech, headline = subject.speech, subject.headline
    told = []
    if headlines.is_same_figure(headline):
        both = subject.whole_number("counties_same_figure")
        told.append(speech("bulletin.same_figure", both=both, indicator=subject.name))
    elif headline["value_change"] is None:
        told.append(speech("bulletin.not_comparable"))
    else:
        both, change = subject.whole_number("counties_known_both"), headline["value_change"]
        if not change:
            told.append(speech("bulletin.change_none", both=both, indicator=subject.name))
        else:
            key = "bulletin.change_up" if change > 0 else "bulletin.change_down"
            unit = speech.pick(subject.indicator, "unit")
            by = subject.whole("value_change", Form("size", subject.decimals))
            points = speech("bulletin.points", n=by) if unit == "%" else _with_unit(subject, by)
            told.append(speech(key, both=both, indicator=subject.name, by=points))
    if headline["has_target"] and subject.crossed:
        told.append(_crossed(subject))
    if headline["has_target"] and headline["near_target"] is not None:
        told.append(speech("bulletin.near", n=subject.whole_number("near_target")))
    return sentences_of(subject, told)


def _crossed(subject: Subject) -> str:
    speech = subject.speech
    both, _ = subject.among("crossed.both", speech("bulletin.what_judged_both"), "verdict_changes", {})
    parts = []
    for name, way in (("up", RISEN), ("down", FALLEN)):
        label = speech("bulletin.what_up" if name == "up" else "bulletin.what_down")
        number, names = subject.among(f"crossed.{name}", label, "verdict_changes", {"crossing": way})
        if not number:
            parts.append(speech("bulletin.nobody_up" if name == "up" else "bulletin.nobody_down"))
        elif number > NAMED:
            parts.append(speech("bulletin.up" if name == "up" else "bulletin.down", n=number))
        else:
            key = "bulletin.up_named" if name == "up" else "bulletin.down_named"
            parts.append(speech(key, n=number, names=names))
    return speech("bulletin.crossed", both=both, up=parts[0], down=parts[1])


def undecided(subject: Subject) -> list[str]:
    """The counties that cannot be judged, by why and by name."""
    speech = subject.speech
    keys = {
        "unreported": "bulletin.named_unreported",
        "not_due": "bulletin.named_not_due",
        "partial": "bulletin.named_partial",
        "no_denominator": "bulletin.named_no_denominator",
        "denominator_too_old": "bulletin.named_too_old",
    }
    found = []
    for reason, key in keys.items():
        where = {"verdict": "unknown", "undecided_because": reason}
        if not any(all(row[name] == value for name, value in where.items()) for row in subject.counties):
            continue
        label = speech("bulletin.what_unknown")
        number, names = subject.among(f"undecided.{reason}", label, "county_compliance", where)
        figure = sentences.denominator_figure(speech, subject.indicator)
        found.append(speech(key, n=number, names=names, figure=figure))
    return found


def notes(subject: Subject) -> list[str]:
    """What the data are, lack and rest on, a paragraph each."""
    speech, facts = subject.speech, subject.facts
    simulated = sources.simulated(speech, subject.indicator)
    if not simulated and subject.headline["simulated"]:
        simulated = speech("bulletin.some_simulated")
    local = clock.local(facts["built_at"], ZoneInfo(facts["timezone"]))
    built = periods.moment(speech, local)
    return [
        sentences_of(subject, [_denominator(subject), speech("bulletin.exact")]),
        speech("bulletin.simulated", what=simulated) if simulated else "",
        sources.sources(speech, facts, ""),
        sources.borders(speech, facts),
        speech("bulletin.snapshot", id=facts["snapshot_id"], at=built),
    ]


def _denominator(subject: Subject) -> str:
    """Of which day the denominator is, whether it is an estimate or carried, and how many counties brought their own."""
    speech, headline, indicator = subject.speech, subject.headline, subject.indicator
    told = []
    if headline["denominator_date"] and indicator["denominator_dataset"] == "figures":
        estimated, carried = headline["denominator_status"] == "estimated", headline["denominator_carried"]
        if estimated and carried:
            key = "bulletin.denominator_estimated_carried"
        elif estimated:
            key = "bulletin.denominator_estimated"
        else:
            key = "bulletin.denominator_carried" if carried else "bulletin.denominator"
        told.append(
            speech(
                key,
                name=speech.pick(indicator, "denominator_name"),
                day=subject.whole("denominator_date", Form("year_end")),
            )
        )
    if headline["denominators_reported"]:
        told.append(speech("bulletin.own_denominators", n=subject.whole_number("denominators_reported")))
    return sentences_of(subject, told)


def sentences_of(subject: Subject, told: list[str]) -> str:
    """Sentences one after another."""
    return (" " if subject.speech.language == "en" else "").join(one for one in told if one)
