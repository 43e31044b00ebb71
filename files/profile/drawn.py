"""What is drawn of a profile: the headline indicators as rows, the course, where the area lies. A profile in, sketches out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from draw import svg
from draw.course import CourseWords, Step, course
from draw.hairs import Hairs
from draw.map.ground import Ground
from draw.map.locator import locator
from draw.measures import Layout, Measure, blocks, rows
from draw.palette import Palette
from draw.points import is_open
from files import tree
from files.profile.facts import Profile
from words import Speech, numbers, periods, profile_findings, sentences, system_findings

Row = Mapping[str, Any]
WIDE, MIDDLE, NARROW = 800.0, 664.0, 358.0  # pixels
SIGNS = {"met": "▲", "not_met": "▼"}
SAYS = {"met": "good", "not_met": "bad"}


@dataclass(frozen=True)
class Seen:
    """A profile with the voice and colours in which it is drawn."""

    profile: Profile
    speech: Speech
    colours: Palette

    def short(self, row: Row | None) -> str:
        """An area's short name."""
        return (
            "" if row is None else self.speech.pick(row, "short_name") or self.speech.pick(row, "area_name")
        )


def headlines(seen: Seen, width: float, *, picks: bool = False) -> svg.Sketch:
    """The headline indicators as rows, as blocks where there is the width of a telephone. `picks`: a mark chooses its indicator."""
    drawn = [_measure(seen, code, picks) for code in seen.profile.headlines]
    make = blocks if width <= NARROW else rows
    return make(drawn, _layout(seen, width), seen.colours)


AMONG_WORDS = {"province": "provinces", "city": "cities", "county": "counties"}


def _layout(seen: Seen, width: float) -> Layout:
    speech, profile = seen.speech, seen.profile
    kind = f"profile.among_{AMONG_WORDS[profile.among]}"
    return Layout(
        width,
        speech("choice.indicator"),
        seen.short(profile.area),
        [words for words, _ in _beside(seen)],
        speech.plural(kind, profile.areas_among),
        speech("profile.year_before"),
    )


def _beside(seen: Seen) -> list[tuple[str, str]]:
    """What an area's figure is held against: the words over the column, and whose figure it is."""
    profile, speech = seen.profile, seen.speech
    found = [(speech("profile.target"), "target")]
    if profile.city:
        found.append((seen.short(profile.above), "city"))
    if profile.whole:
        found += [(seen.short(profile.root), "whole"), (speech("profile.peers_middle"), "peers")]
    return found


def held_against(seen: Seen, code: str) -> list[tuple[str, str]]:
    """The words of each column, and what stands in it for an indicator."""
    profile, row = seen.profile, seen.profile.rows.get(code)
    indicator = profile.catalogue[code]
    decimals = int(indicator["decimals"])
    told = []
    for words, whose in _beside(seen):
        if whose == "target":
            value = row["target_value"] if row else None
            text = numbers.bound(value) if value is not None else numbers.DASH
        elif whose == "peers":
            value = row["peers_middle"] if row else None
            text = numbers.ratio(None if value is None else numbers.halves_up(value, decimals), decimals)
        else:
            above = (profile.city if whose == "city" else profile.whole).get(code)
            text = numbers.ratio(above["value_shown"] if above else None, decimals)
        told.append((words, text))
    return told


def _measure(seen: Seen, code: str, picks: bool) -> Measure:
    profile, speech = seen.profile, seen.speech
    row, indicator = profile.rows.get(code), profile.catalogue[code]
    whole = profile.whole.get(code)
    if row is None:
        strip = Hairs(profile.others.get(code, ()))
        return Measure(
            speech.pick(indicator, "short_name"),
            speech.pick(indicator, "unit"),
            speech("profile.not_yet"),
            strip,
            [text for _, text in held_against(seen, code)],
        )
    target = row["target_value"] if row["verdict"] in ("met", "not_met") else None
    note = profile_findings.period_note(speech, row, indicator, profile.period)
    unit = speech.pick(indicator, "unit")
    return Measure(
        speech.pick(indicator, "short_name"),
        f"{unit} · {note}" if note else unit,
        system_findings.figure(speech, row, indicator),
        Hairs(
            profile.others.get(code, ()),
            row["value"],
            whole["value"] if whole else None,
            None if target is None else float(target),
            is_reversed=indicator["polarity"] == "lower_is_better",
        ),
        [text for _, text in held_against(seen, code)],
        SIGNS.get(row["verdict"], "") if row["value"] is not None else "",
        SAYS.get(row["verdict"], "plain"),
        profile_findings.change(speech, row, indicator),
        "\n".join(_lines(seen, code, row)),
        f"indicator/{code}" if picks else "",
    )


def _lines(seen: Seen, code: str, row: Row) -> list[str]:
    """What hovering over a row says."""
    lines = system_findings.lines(seen.speech, row, seen.profile.catalogue[code], seen.profile.period)
    told = [f"{words} {text}" for words, text in held_against(seen, code) if text != numbers.DASH]
    return [*lines, *told]


def the_course(seen: Seen, size: tuple[float, float]) -> svg.Sketch:
    """The headline's last periods with the target of each."""
    profile, speech, indicator = seen.profile, seen.speech, seen.profile.indicator
    listed = profile.course
    if not any(row["value"] is not None for row in listed):
        return svg.Sketch("", *size)
    last = listed[-1]
    cycle = str(indicator["cycle"])
    words = CourseWords(
        periods.short_period(speech, listed[0]["period"], cycle),
        periods.short_period(speech, last["period"], cycle),
        system_findings.figure(speech, last, indicator),
        ""
        if last["target_value"] is None
        else speech("card.target", value=numbers.bound(last["target_value"])),
    )
    return course(_steps(seen, listed), words, size, seen.colours, is_bad=last["verdict"] == "not_met")


def _steps(seen: Seen, listed: Sequence[Row]) -> list[Step]:
    speech, indicator = seen.speech, seen.profile.indicator
    steps: list[Step] = []
    for row, before in zip(listed, [None, *listed], strict=False):
        told = numbers.attach(system_findings.figure(speech, row, indicator), speech.pick(indicator, "unit"))
        tip = [
            periods.period(speech, row["period"], str(indicator["cycle"])),
            told if row["value"] is not None else sentences.status(speech, row, indicator),
            *sentences.parts(speech, row, indicator),
            *([sentences.of_part(speech, row, indicator)] if sentences.is_of_part(row) else []),
            *sentences.open_point(speech, row),
        ]
        steps.append(
            Step(
                row["value"],
                None if row["target_value"] is None else float(row["target_value"]),
                "\n".join(tip),
                before is not None and before["area_valid_from"] != row["area_valid_from"],
                is_open(row),
            )
        )
    return steps


def where(seen: Seen, ground: Ground, counties: Mapping[str, Row], height: float) -> svg.Sketch:
    """Where the area lies. `counties` are those of the day, by code."""
    profile = seen.profile
    code, level = profile.code, profile.area["area_level"]
    city = code if level != "county" else tree.above(profile.area)
    inside = {one for one, row in counties.items() if city and tree.is_within(row, city)}
    own = {code} if level == "county" else inside
    return locator(ground, own, inside, seen.colours, height)
