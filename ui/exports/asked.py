"""What is wished for: a question, its filters, the kind of file and its words; settled from the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from files import exported, sheet_limits, tree
from files.table import CODES
from ui.frame import asking, boundaries, choices, named_areas
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from words import LANGUAGES
from words.problems import Problem

FIRST = "county_compliance"
# What a report takes first; the others follow by name.
BEFORE_OTHERS = (
    FIRST,
    "city_compliance",
    "area_values",
    "area_series",
    "area_indicators",
    "verdict_changes",
    "filed_cells",
)
KIND = "xlsx"
LEVELS = ("country", "province", "city", "county", "township", "zone")
# Filters of a question beside indicator, period and area: keys of this page alone.
FILTERS = (
    "areas", "level", "since", "published", "dataset", "other", "system", "step", "hires", "growth", "target_millionths",
)  # fmt: skip
NUMBERS = ("hires", "growth", "target_millionths")
# Cells of an answer whose file is made as the page is drawn, so that its size and its hash are told; of a larger one on demand.
MADE_AT_ONCE = 12_000


@dataclass(frozen=True)
class Wish:
    """A question and what it takes; `problem` says why it cannot be asked yet."""

    question: str
    parameters: Mapping[str, Any]
    kind: str
    language: str
    problem: Problem | None = None

    @property
    def takes(self) -> Mapping[str, str]:
        return asking.takes(self.question)


@dataclass(frozen=True)
class Answer:
    """The rows, and which kinds of files can hold them."""

    frame: pl.DataFrame
    kinds: Sequence[str]

    @property
    def is_small(self) -> bool:
        return self.frame.height * max(self.frame.width, 1) <= MADE_AT_ONCE


def names() -> list[str]:
    """The questions in the order in which they are offered."""
    known = asking.names()
    first = [one for one in BEFORE_OTHERS if one in known]
    return [*first, *sorted(known - set(first))]


def settled(page: Page, choice: Choice) -> Wish:
    """The wish of the address; what it does not say is the obvious."""
    question = choices.settle("question", names(), None) or FIRST
    kind = choices.settle("kind", exported.KINDS, None) or KIND
    language = choices.settle("file", (*LANGUAGES, CODES), None) or page.language
    takes = asking.takes(question)
    _let_go(takes)
    boundaries.settled(page)  # what is none is told, whether the question takes any or not
    options = {name: value for name in takes if (value := _value(page, choice, question, name)) is not None}
    areas: list[str] = []
    county = choices.settle("county", _below_cities(choice), None)
    if "areas" in takes:
        areas = _several(choice)
    elif "area" in takes and (county or choice.city):
        areas = [str(county or choice.city)]
    try:
        parameters = asking.completed(page.answers.reader, question, options, areas)
    except Problem as problem:
        return Wish(question, options, kind, language, problem)
    return Wish(question, parameters, kind, language)


def _let_go(takes: Mapping[str, str]) -> None:
    """What the address says of a filter that the question does not have is told, and taken back."""
    for name in FILTERS:
        value = choices.raw(name)
        if name not in takes and value is not None:
            choices.remember_unknown(name, ",".join(value) if isinstance(value, list) else str(value))
            choices.put(name, None)


def _below_cities(choice: Choice) -> list[str]:
    """What can be asked about as one county: of the city where one is chosen."""
    return [
        code
        for code, row in choice.areas.items()
        if row["area_level"] == "county" and tree.is_within(row, choice.city)
    ]


def _several(choice: Choice) -> list[str]:
    """The areas chosen for a question that takes several; what is none is told, and taken back."""
    wanted = named_areas.codes_of(choices.raw("areas") or [], choice.areas)
    for code in wanted:
        if code not in choice.areas:
            choices.remember_unknown("areas", code)
    known = [code for code in wanted if code in choice.areas]
    choices.put("areas", known or None)
    return known


def _value(page: Page, choice: Choice, question: str, name: str) -> Any:
    """What is chosen of one parameter, of its type; None where nothing is, or it stands for the area."""
    if name in ("area", "areas"):
        return None
    if name == "indicator":
        return choice.code
    if name == "period":
        return _period(choice, question)
    if name == "boundaries":
        drawn_on = boundaries.settled(page)
        return drawn_on.day if drawn_on else None
    if name == "since":
        chosen = choices.settle("since", [one.isoformat() for one in choice.periods], None)
        return dt.date.fromisoformat(chosen) if chosen else None
    allowed = allowed_of(page, choice, name)
    if allowed is not None:
        return choices.settle(name, allowed, None)
    text = choices.raw(name)
    try:
        return None if text is None else asking.typed(question, name, str(text))
    except Problem:
        choices.remember_unknown(name, str(text))
        choices.put(name, None)
        return None


def _period(choice: Choice, question: str) -> dt.date | None:
    """The period: of an indicator its own; of another question the one that is chosen, or the obvious."""
    if "indicator" in asking.takes(question) or choices.raw("period"):
        return choice.period
    return None


def allowed_of(page: Page, choice: Choice, name: str) -> list[str] | None:
    """The values that a parameter can have, where they are a list."""
    answers = page.answers
    if name == "level":
        return list(LEVELS)
    if name == "dataset":
        return list(answers.forms())
    if name == "published":
        return list(answers.others())
    if name == "other":
        return [code for code in choice.indicators if code != choice.code]
    if name == "step":
        return [str(row["step"]) for row in answers.rows("steps")]
    if name == "system":
        return [
            "",
            *dict.fromkeys(
                str(row["policy_system"]) for row in choice.indicators.values() if row["policy_system"]
            ),
        ]
    return None


def answer(page: Page, wish: Wish) -> Answer | None:
    """The rows of a wish; None where it cannot be asked."""
    if wish.problem is not None:
        return None
    frame = page.answers.frame(wish.question, **wish.parameters)
    outlines = page.answers.frame("shapes")["area_code"]
    return Answer(
        frame,
        [
            kind
            for kind in exported.KINDS
            if (kind != "geojson" or exported.outlined(frame, outlines))
            and (kind != "xlsx" or sheet_limits.of_frame(frame) is None)
        ],
    )


@kept(most=60)
def file_at_once(
    answers: Answers,
    question: str,
    parameters: dict[str, Any],
    kind: str,
    language: str,
    _frame: pl.DataFrame,
) -> exported.Exported:
    """The file of a small answer, made once."""
    return exported.file_of(answers.reader, question, kind, language=language, frame=_frame, **parameters)
