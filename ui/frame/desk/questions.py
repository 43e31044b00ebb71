"""What who files a table is asked: what the sheet may mean in two ways, with all that it may mean, and nothing preselected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipelines.filing import cells
from pipelines.filing.finding import FileOutcome, Finding
from pipelines.filing.periods import Calendar
from pipelines.filing.published import figures
from pipelines.filing.published.settled import LEFT_OUT
from programme.datasets import Counts
from programme.packs.pack import Pack
from words.problems import Bilingual, Problem

# What may be answered of units, each with the end of the key of what it is called.
UNITS = {
    "人": "people",
    "百人": "hundred_people",
    "千人": "thousand_people",
    "万人": "ten_thousand_people",
    "个": "one",
    "万个": "ten_thousands",
    "元": "yuan",
    "千元": "thousand_yuan",
    "万元": "ten_thousand_yuan",
    "亿元": "hundred_million_yuan",
}
_KINDS = {
    "published.several_sheets": "sheet", "published.no_such_sheet": "sheet", "published.sheet_without_table": "sheet",
    "published.several_days": "period", "published.no_day": "period",
    "published.days_differ": "period", "published.unit_of_another": "unit",
    "recognise.period_missing": "period", "recognise.period_missing.said": "period",
    "published.several_units": "unit", "published.not_whole": "unit",
    "published.not_whole.no_unit": "unit",
    "published.unit_fits_none": "unit",
    "published.no_column": "column", "published.column_twice": "column",
    "published.share_or_per_cent": "meaning", "published.unit_of_another.share": "meaning",
    "published.flow_of_more": "meaning",
    "recognise.dataset_unclear": "dataset",
    "changes.unconfirmed": "confirm",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One thing to be settled: `kind` is sheet, period, unit, column, meaning, dataset or confirm.

    `about` is a column's code, or the heading whose meaning is asked.
    `options` are what may be answered, `said` the name of the column in both languages, or all that is to be confirmed.
    A meaning is answered as `--map` says it: a measure, its rate, its share, or left out.
    """

    kind: str
    about: str = ""
    options: tuple[str, ...] = ()
    said: tuple[Finding | Bilingual, ...] = ()
    claimed: bool = False  # each of the options claims to be the column, and one alone can be it

    @property
    def key(self) -> str:
        return f"{self.kind}_{self.about}" if self.about else self.kind


def is_asked(finding: Finding) -> bool:
    """Whether an answer would take an error away."""
    return finding.problem.key in _KINDS


def of(outcome: FileOutcome, pack: Pack, today: dt.date) -> list[Question]:
    """What is asked of a file, each once."""
    found: dict[str, Question] = {}
    confirmed: list[Finding] = []
    for finding in outcome.errors:
        kind = _KINDS.get(finding.problem.key)
        if kind == "confirm":
            said = finding.problem.values["said"]
            confirmed += [replace(finding, problem=said)] if isinstance(said, Problem) else []
        elif kind is not None:
            question = _question(kind, finding.problem, outcome, pack, today)
            found.setdefault(question.key, question)
    if confirmed:
        found["confirm"] = Question("confirm", said=tuple(confirmed))
    return [*found.values()]


def _question(kind: str, problem: Problem, outcome: FileOutcome, pack: Pack, today: dt.date) -> Question:
    values: Mapping[str, Any] = problem.values
    if kind == "sheet":
        return Question(kind, options=tuple(map(str, values.get("sheets", ()))))
    if kind == "period":
        said = [one.isoformat() for one in values.get("days", ()) if isinstance(one, dt.date)]
        return Question(kind, options=tuple(said or days(pack, today, outcome.dataset)))
    if kind == "unit":
        said = [str(one) for one in values.get("units", ())]
        return Question(kind, options=tuple(dict.fromkeys(said or _units(pack, outcome.dataset))))
    if kind == "dataset":
        return Question(kind, options=tuple(pack.datasets))
    if kind == "meaning":
        ways = [values[way] for way in ("rate", "share", "code") if way in values]
        heading = str(values["heading"])
        return Question(kind, heading, (*map(str, ways), LEFT_OUT), (Bilingual(heading, heading),))
    headings = tuple(map(str, values["headings"]))
    return Question(
        kind, str(values["code"]), headings, (values["column"],), problem.key == "published.column_twice"
    )


def _units(pack: Pack, dataset: str | None) -> list[str]:
    """The units in which a form's figures may be, all where it is not known which form."""
    kind = pack.datasets.get(dataset or "")
    if not isinstance(kind, Counts):
        return [*UNITS]
    units = {text: figures.unit_of(text) for text in UNITS}
    return [
        text
        for text, unit in units.items()
        if unit is not None and any(figures.fits(unit, measure) for measure in kind.measures)
    ]


def days(pack: Pack, today: dt.date, dataset: str | None = None) -> list[str]:
    """The periods that may be filed, newest first: of a form its own, else the ends of quarters."""
    calendar, kind = Calendar(pack.first_period, today), pack.datasets.get(dataset or "")
    found, day = [], cells.last_ended(today, "quarterly")
    while day >= pack.first_period:
        if kind is None or calendar.fault(day, kind) is None:
            found.append(day.isoformat())
        day = cells.period_before(day, "quarterly")
    return found


def mapping(question: Question, answer: str) -> list[tuple[str, str]]:
    """What an answer says of headings: the one is the column, and where several claimed to be it, the others are left out."""
    if question.kind == "meaning":
        return [(question.about, answer)]
    others = question.options if question.claimed else ()
    return [(answer, question.about), *((one, LEFT_OUT) for one in others if one != answer)]


def meaning(way: str) -> str:
    """What kind of thing a column was said to be: a measure's `own` figures, its `rate` or `share`, or `none`."""
    if way == LEFT_OUT:
        return "none"
    kind, colon, _ = way.partition(":")
    return kind if colon else "own"
