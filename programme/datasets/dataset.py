"""What a dataset is: one file of the programme, and nothing else that a form would need in code.

Two kinds. *Counts*: whole numbers by area and period. A *register*: rows with a key of their own and typed columns;
the newest row of a key stands, all rows stay as history.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from programme.datasets.expressions import Expression, Kind, parse, walk
from programme.datasets.headings import (
    AREA_CODE_HEADINGS,
    AREA_NAME_HEADINGS,
    ENGLISH_HEADINGS,
    NOTE_HEADINGS,
    PERIOD_HEADINGS,
    SERIAL_HEADINGS,
    WITHDRAWN_HEADINGS,
    normal_heading,
)
from words.problems import Bilingual, Problem

# No township or county has ten million workers, organizations, places or communities: a larger figure is a slip of
# the hand. A verdict multiplies a numerator by its scale (10,000) and by 1,000,000, and whole numbers hold that up to
# a sum of 922 million: at a bound of a hundred million a few slips would have stopped every build of the province.
LARGEST_COUNT = 10_000_000
LONGEST_TEXT = 500

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Line = Annotated[str, StringConstraints(pattern=r"^[^\n]*\S[^\n]*$")]
Level = Literal["county", "township"]
Cycle = Literal["quarterly", "annual"]
Severity = Literal["error", "warning"]
# A column of the last five may hold several, with `many`.
ColumnType = Literal[
    "text", "whole_number", "date", "yes_no", "choice", "area", "department", "indicator", "reference"
]
AreaLevel = Literal["country", "province", "city", "county", "township", "zone"]


class Record(BaseModel):
    """A table of a dataset's file: frozen, of these keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Life(Record):
    """From which period to which something is asked; open where not said."""

    first_period: dt.date | None = None
    last_period: dt.date | None = None

    def is_alive(self, period: dt.date) -> bool:
        """Whether it is asked for a period."""
        return (self.first_period is None or period >= self.first_period) and (
            self.last_period is None or period <= self.last_period
        )


class Rule(Record):
    """What must hold of a row. An error rejects the file; with a warning it lands, and the finding stands."""

    name: Code
    holds: Line
    severity: Severity = "error"
    says_zh: Line | None = None
    says_en: Line | None = None
    column: Code | None = None  # the cell that a finding names; the expression's first where not said
    within_year: bool = False  # of the periods before only those of the same year say anything

    @cached_property
    def expression(self) -> Expression:
        return parse(self.holds)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The other forms whose figures it holds a row against."""
        return frozenset(walk(scope)[0] for scope in self.expression.scopes) - {"", "reference"}

    @property
    def words_itself(self) -> bool:
        """Whether what is wrong can be told from the expression: a figure above the sum of others in its row."""
        return self.expression.bounds_a_part() is not None

    @property
    def cell(self) -> str:
        """The column that a finding of this rule names."""
        own = [name.column for name in self.expression.names if not name.scope]
        return self.column or (own[0] if own else "area_code")


class OtherUnit(Record):
    """A unit that a figure may be filed in by mistake: it is then ten to this power times what it should be."""

    name_zh: Line
    name_en: Line
    power: Annotated[int, Field(ge=-6, le=6)]


class Measure(Life):
    """A counted thing of a counts dataset, under its code and the headings a filer may use."""

    code: Code
    name_zh: Line
    name_en: Line
    headings: tuple[Line, ...] = ()
    unit_zh: Line | None = None
    unit_en: Line | None = None
    limit: Annotated[int, Field(gt=0, le=10**12)] = LARGEST_COUNT  # what one area can have at most
    flow: bool = False  # of the period alone, not the state on its last day
    optional: bool = False  # a form is whole without it
    other_units: tuple[OtherUnit, ...] = ()
    attributes: dict[Code, str | int] = Field(default_factory=dict)

    @property
    def all_headings(self) -> tuple[str, ...]:
        """The code, both names and the other words that head its column."""
        return (self.code, self.name_zh, self.name_en, *self.headings)


class Rate(Record):
    """A share that a table may give in the place of a measure: per cent `of` another measure, under these headings."""

    measure: Code
    of: Code
    headings: tuple[Line, ...]


class RegisterMeasure(Record):
    """A count, per area and period, of the rows standing at the period's end for which an expression holds."""

    code: Code
    name_zh: Line
    name_en: Line
    unit_zh: Line | None = None
    unit_en: Line | None = None
    counts: Line
    attributes: dict[Code, str | int] = Field(default_factory=dict)

    @cached_property
    def expression(self) -> Expression:
        return parse(self.counts)


class Choice(Record):
    """One of the values that a column may hold."""

    code: Code
    name_zh: Line
    name_en: Line
    headings: tuple[Line, ...] = ()  # other words for it

    @property
    def words(self) -> tuple[str, ...]:
        return (self.code, self.name_zh, self.name_en, *self.headings)


class Column(Record):
    """A typed column of a register."""

    code: Code
    name_zh: Line
    name_en: Line
    type: ColumnType
    headings: tuple[Line, ...] = ()
    required: bool = False
    many: bool = False  # several values, 、 or | between them
    choices: tuple[Choice, ...] = ()
    # Of a reference: whose key it names.
    register_named: Annotated[Code | None, Field(alias="register")] = None
    not_before: Code | None = (
        None  # of a reference: the row's day that is no earlier than the same of the row named
    )
    levels: tuple[AreaLevel, ...] = ()  # of an area; any where empty
    month: Literal["first_day", "last_day"] = "first_day"  # the day that a month without one stands for
    limit: Annotated[int, Field(gt=0, le=10**12)] = LARGEST_COUNT
    longest: Annotated[int, Field(gt=0, le=10_000)] = LONGEST_TEXT
    numbered: bool = False  # of a text: the number of a list, which is never a name

    @property
    def all_headings(self) -> tuple[str, ...]:
        return (self.code, self.name_zh, self.name_en, *self.headings)

    @property
    def kind(self) -> Kind:
        """The kind of its values in an expression."""
        if self.many:
            return "list"
        kinds: dict[str, Kind] = {"whole_number": "number", "date": "date", "yes_no": "boolean"}
        return kinds.get(self.type, "text")


class Dataset(Life):
    """One kind of return: `Counts` or a `Register`."""

    name: Code
    name_zh: Line
    name_en: Line
    description_zh: Line | None = None
    description_en: Line | None = None
    cycle: Cycle = "quarterly"
    filed_by: Code | None = None  # the department whose desk has it
    file_words: tuple[Line, ...] = ()  # words in a file's name that tell it
    rules: tuple[Rule, ...] = ()
    sort_order: int = 1000  # place in lists

    @property
    def is_register(self) -> bool:
        return False

    @property
    def columns_filed(self) -> tuple[str, ...]:
        """Codes of the columns a file of it must have or may have, beside the common ones."""
        raise NotImplementedError  # pragma: no cover

    @property
    def own_headings(self) -> list[tuple[str, tuple[str, ...]]]:
        raise NotImplementedError  # pragma: no cover

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        raise NotImplementedError  # pragma: no cover

    def read_by(self, name: str) -> frozenset[str]:
        """The other forms that a rule of this one holds it against; none where it has no such rule."""
        return next((rule.reads for rule in self.all_rules if rule.name == name), frozenset())

    @cached_property
    def heading_columns(self) -> dict[str, str]:
        """The column that each normal heading means. A heading that means two is found by `clashes`."""
        known: dict[str, str] = {}
        for code, headings in self.own_headings:
            for heading in headings:
                known.setdefault(normal_heading(heading), code)
        return known

    def clashes(self) -> list[tuple[str, str, str]]:
        """Headings that mean two columns: the heading and the two codes."""
        known: dict[str, str] = {}
        found = []
        for code, headings in self.own_headings:
            for heading in headings:
                owner = known.setdefault(normal_heading(heading), code)
                if owner != code:
                    found.append((heading, owner, code))
        return found

    def column_of(self, heading: str) -> str | None:
        """The column that a heading of a file means, or None."""
        return self.heading_columns.get(normal_heading(heading))

    @property
    def reads_beside(self) -> bool:
        """Whether a rule reads more than the row."""
        return any(rule.expression.scopes for rule in self.all_rules)

    def rule(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.name == name)


def _common(code: str, headings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    english = ENGLISH_HEADINGS.get(code)
    return code, (*headings, english) if english else headings


COMMON = [
    _common("period", PERIOD_HEADINGS),
    _common("note", NOTE_HEADINGS),
    _common("serial", SERIAL_HEADINGS),
]
AREA_CODE = _common("area_code", AREA_CODE_HEADINGS)
AREA_NAME = _common("area_name", AREA_NAME_HEADINGS)
WITHDRAWN = _common("withdrawn", WITHDRAWN_HEADINGS)


class Counts(Dataset):
    """Whole numbers by area and period. `levels` may file it; the lowest of them is its reporting unit."""

    kind: Literal["counts"]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]
    gives_figures: bool = False  # its standing cells are dated figures of the pack's own measures
    rates: tuple[Rate, ...] = ()  # shares that a table may give in the place of a measure
    # A figure is far from the last known one when the larger is so many times the smaller, and at least so large.
    jump_times: Annotated[int, Field(ge=2, le=1000)] = 10
    jump_from: Annotated[int, Field(ge=1, le=10**9)] = 100
    # It is far from the last known one, too, when that was so large and it is nothing.
    jump_to_zero_from: Annotated[int, Field(ge=1, le=10**9)] = 10
    # The figures of a county are far together when the larger sum is so many percent of the smaller.
    jump_whole_percent: Annotated[int, Field(ge=101, le=100_000)] = 150
    settled_days: Annotated[int, Field(ge=0, le=3660)] = (
        180  # so long after its due date a period is not replaced unasked
    )

    # A figure is one to look at beside the past of its own unit: so many periods back, so many known among them at least; by a
    # modified z-score (in tenths) or a move of so many percent against the last one known, and by so large a difference.
    history_periods: Annotated[int, Field(ge=3, le=80)] = 12
    history_least: Annotated[int, Field(ge=3, le=80)] = 8
    outlier_score_tenths: Annotated[int, Field(ge=10, le=1000)] = 35
    outlier_from: Annotated[int, Field(ge=1, le=10**9)] = 10
    jump_percent: Annotated[int, Field(ge=1, le=100_000)] = 100

    @property
    def reporting_level(self) -> Level:
        """The lowest level that files; an area without it stands for itself."""
        return "township" if "township" in self.levels else "county"

    @cached_property
    def measure_codes(self) -> tuple[str, ...]:
        return tuple(measure.code for measure in self.measures)

    @cached_property
    def by_code(self) -> dict[str, Measure]:
        return {measure.code: measure for measure in self.measures}

    @property
    def columns_filed(self) -> tuple[str, ...]:
        return self.measure_codes

    @property
    def own_headings(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            AREA_CODE,
            AREA_NAME,
            *COMMON,
            *((measure.code, measure.all_headings) for measure in self.measures),
        ]

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        """The rules of the file, and one for each flow: it must not look like the sum of the year to date."""
        flows = [measure for measure in self.measures if measure.flow and self.cycle == "quarterly"]
        return (*self.rules, *map(_year_to_date, flows))


class Register(Dataset):
    """Rows with a key of their own; `area` names the column whose area a row's measures count for."""

    kind: Literal["register"]
    key: Annotated[tuple[Code, ...], Field(min_length=1)]
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    area: Code | None = None
    measures: tuple[RegisterMeasure, ...] = ()

    @property
    def is_register(self) -> bool:
        return True

    @cached_property
    def by_code(self) -> dict[str, Column]:
        return {column.code: column for column in self.columns}

    @cached_property
    def by_measure(self) -> dict[str, RegisterMeasure]:
        return {measure.code: measure for measure in self.measures}

    @property
    def measure_codes(self) -> tuple[str, ...]:
        return tuple(measure.code for measure in self.measures)

    @property
    def columns_filed(self) -> tuple[str, ...]:
        return tuple(column.code for column in self.columns)

    @property
    def own_headings(self) -> list[tuple[str, tuple[str, ...]]]:
        """A word that heads a column of its own ("名称") means that one, and not what it means in other files."""
        own = [(column.code, column.all_headings) for column in self.columns]
        if "area_code" in self.by_code:
            own.append(AREA_CODE)
        taken = {normal_heading(heading) for _, headings in own for heading in headings}
        common = [
            (code, tuple(heading for heading in headings if normal_heading(heading) not in taken))
            for code, headings in (*COMMON, WITHDRAWN, AREA_NAME)
            if code not in self.by_code
        ]
        return [*common, *own]

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        return self.rules


AnyDataset = Counts | Register


def _year_to_date(measure: Measure) -> Rule:
    """The warning that a flow gets by itself, from the third quarter on: it looks like a sum of the year to date.

    No figure of the year is smaller than the one before it, and the last is at least twice the first. Of a year that
    began with nothing that says nothing.
    """
    code = measure.code
    first = {3: f"previous.previous.{code}", 4: f"previous.previous.previous.{code}"}
    said = Problem("datasets.year_to_date", measure=Bilingual(measure.name_zh, measure.name_en))
    return Rule(
        name=f"{code}_for_the_period_alone"[:63],
        holds=(
            f"quarter(period) < 3 or {code} < previous.{code} or previous.{code} < {first[3]} or "
            f"quarter(period) = 3 and ({first[3]} = 0 or {code} < 2 * {first[3]}) or "
            f"quarter(period) = 4 and ({first[3]} < {first[4]} or {first[4]} = 0 or {code} < 2 * {first[4]})"
        ),
        severity="warning",
        says_zh=said.message_zh,
        says_en=said.message_en,
        column=code,
        within_year=True,
    )


def precision_of(code: str) -> str:
    """The column that says whether a date of a register is a day or a month."""
    return f"{code}_precision"


def common_kinds(dataset: AnyDataset) -> dict[str, Kind]:
    """Columns that every row of a dataset has beside its own, as an expression sees them."""
    kinds: dict[str, Kind] = {"period": "date", "filed_on": "date"}
    if dataset.is_register:
        kinds |= {"withdrawn": "boolean", "note": "text"}
    else:
        kinds["area_code"] = "text"
    return kinds


def own_kinds(dataset: AnyDataset) -> dict[str, Kind]:
    """The columns of a dataset's own row and their kinds."""
    if isinstance(dataset, Register):
        own: dict[str, Kind] = {column.code: column.kind for column in dataset.columns}
    else:
        own = dict.fromkeys(dataset.measure_codes, "number")
    return {**own, **common_kinds(dataset)}


def needed_from(dataset: AnyDataset) -> dict[str, set[str]]:
    """What the rules of a dataset read beside its own row: columns by scope."""
    wanted: dict[str, set[str]] = {}
    for rule in dataset.all_rules:
        for name in rule.expression.names:
            if name.scope:
                wanted.setdefault(name.scope, set()).add(name.column)
    return wanted
