"""The form of a dataset for an area: its columns with what may stand in them, its prepared rows, its notes.

`form_of` says what a form has, `files.form_workbook` lays it out as XLSX. Headings are those that filing accepts, a word
that is offered is one that filing reads, and every prepared row is of an area that may file: a form filled in as it
allows is accepted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from programme.datasets import AnyDataset, Column, Counts, Measure, Register, Rule
from programme.packs.area_index import COUNTY, LEVELS, NOWHERE, TOWNSHIP, Areas, AreasOn
from programme.packs.pack import Pack
from words import periods, speak

EntryKind = Literal[
    "text", "whole_number", "day", "day_or_month", "offered", "some_of_offered", "area", "areas"
]
BETWEEN = frozenset("、|;；,，")  # between the values of a list: no word of a list may have one of them


@dataclass(frozen=True)
class Entry:
    """What a cell of a column may hold, and what is said where something else is typed.

    `limit` is the largest number, or how many characters a text may have. What is `offered` is all that is accepted,
    unless `others_too`.
    """

    kind: EntryKind
    limit: int = 0
    offered: tuple[str, ...] = ()
    others_too: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class FormColumn:
    """A column under its heading. `remark` is what it means and takes, a sentence a line."""

    code: str
    heading: str
    remark: str
    entry: Entry
    required: bool = False
    prepared: bool = False  # filled in already, to be left as it is


@dataclass(frozen=True)
class FormRow:
    """A unit of the area, and whether it is the first of its county."""

    code: str
    name: str
    opens_county: bool


@dataclass(frozen=True)
class Form:
    """A form in one language, ready to be laid out. A register has no `rows` and no `period`."""

    language: str
    name: str
    title: str
    department: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    period: dt.date | None
    notes: tuple[tuple[str, str], ...]  # label and text
    rules: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]  # code and name of what the columns of areas may name


@dataclass(frozen=True)
class Occasion:
    """What a form is made for: an area of the pack, a day (the period of counts, today for a register), a language."""

    pack: Pack
    areas: Areas
    area: int  # place in the codes of `areas`
    day: dt.date
    language: str


def form_of(dataset: AnyDataset, occasion: Occasion) -> Form:
    """The form of a dataset. One of counts has a row for each of `reporting_units`, which must not be empty."""
    return _Maker(dataset, occasion).form()


def file_name(dataset: AnyDataset, occasion: Occasion) -> str:
    """A name that tells dataset, area and, of counts, the period; filing knows the dataset by it."""
    code = occasion.areas.codes[occasion.area]
    parts = [dataset.name, code, *([] if dataset.is_register else [occasion.day.isoformat()])]
    return "_".join(parts) + ".xlsx"


def reporting_units(areas: Areas, dataset: Counts, area: int, day: dt.date) -> list[int]:
    """The units within an area that file a dataset on a day, as places in the codes, in the order of the codes.

    Of what townships file: the townships, and the counties (and zones beside counties) without any where they may file
    too; else the counties. `sql/spine/parts.sql` says the same. Zones inside a county report through it.
    """
    tree = areas.on(day)
    may = np.isin(tree.files_as, [LEVELS.index(level) for level in dataset.levels])
    unit = may & (tree.files_as == COUNTY)
    if dataset.reporting_level == "township":
        townships = tree.files_as == TOWNSHIP
        above = tree.parent[townships]
        unit[above[above != NOWHERE]] = False
        unit |= may & townships
    return [int(place) for place in np.flatnonzero(unit & _within(tree, area))]


def _within(tree: AreasOn, area: int) -> np.ndarray:
    """By place of the code: whether it is the area or lies in it on that day."""
    within = np.zeros(len(tree.row), bool)
    within[area] = True
    for _ in LEVELS:
        within |= tree.valid & (tree.parent != NOWHERE) & within[tree.parent]
    return within & tree.valid


class _Maker:
    """Puts a form together."""

    def __init__(self, dataset: AnyDataset, occasion: Occasion) -> None:
        self.dataset = dataset
        self.occasion = occasion
        self.language = occasion.language
        self.words = speak(occasion.language, "commands")
        self.rules = [(rule, self._rule(rule)) for rule in dataset.rules]

    def form(self) -> Form:
        dataset, occasion = self.dataset, self.occasion
        counts = isinstance(dataset, Counts)
        columns = self._of_counts(dataset) if isinstance(dataset, Counts) else self._of_register(dataset)
        rows = self._rows(dataset) if isinstance(dataset, Counts) else ()
        name = self._pick(dataset)
        return Form(
            language=self.language,
            name=name,
            title=self.words("form.title", name=name, area=self._area_name(occasion.area)),
            department=self._pick(occasion.pack, "department"),
            columns=tuple(columns),
            rows=rows,
            period=occasion.day if counts else None,
            notes=tuple(self._notes(len(rows))),
            rules=tuple(said for _, said in self.rules),
            areas=() if isinstance(dataset, Counts) else tuple(self._areas_to_name(dataset)),
        )

    # ------------------------------------------------------------ columns

    def _common(self, code: str, remark: str, entry: Entry | None = None, **more: bool) -> FormColumn:
        """A column that every dataset has."""
        heading = self.words(f"form.heading.{code}")
        return FormColumn(code, heading, self.words(f"form.remark.{remark}"), entry or Entry("text"), **more)

    def _of_counts(self, dataset: Counts) -> Iterator[FormColumn]:
        day = Entry("day", refusal=self.words("form.refusal.day"))
        yield self._common("area_code", "area_code", required=True, prepared=True)
        yield self._common("area_name", "area_name", prepared=True)
        yield self._common("period", f"period.{dataset.cycle}", day, required=True, prepared=True)
        for measure in dataset.measures:
            if measure.is_alive(self.occasion.day):
                yield self._measure(measure)
        yield self._common("note", "note")

    def _measure(self, measure: Measure) -> FormColumn:
        say = self.words
        unit = measure.unit_zh if self.language == "zh" else measure.unit_en
        lines = [
            self._pick(measure),
            *([say("form.remark.unit", unit=unit)] if unit else []),
            say("form.remark.flow" if measure.flow else "form.remark.stock"),
            say("form.remark.whole_number", limit=measure.limit),
            say("form.remark.blank"),
            say("form.remark.optional" if measure.optional else "form.remark.required"),
            *self._rules_of(measure.code),
        ]
        return FormColumn(
            measure.code,
            self._heading(measure),
            "\n".join(lines),
            self._number(measure.limit),
            not measure.optional,
        )

    def _number(self, limit: int) -> Entry:
        return Entry("whole_number", limit, refusal=self.words("form.refusal.whole_number", limit=limit))

    def _of_register(self, dataset: Register) -> Iterator[FormColumn]:
        day = Entry("day", refusal=self.words("form.refusal.day"))
        yield self._common("period", "state_as_of", day)
        for column in dataset.columns:
            yield self._column(dataset, column)
        yield self._common("withdrawn", "withdrawn", self._offered(self._yes_no()))
        yield self._common("note", "note")

    def _column(self, dataset: Register, column: Column) -> FormColumn:
        say = self.words
        required = column.required or column.code in dataset.key
        lines = [self._pick(column), *self._meaning(column)]
        if column.many:
            lines.append(say("form.remark.many"))
        if column.code in dataset.key:
            lines.append(say("form.remark.key"))
        lines.append(say("form.remark.needed" if required else "form.remark.may_be_blank"))
        lines += self._rules_of(column.code)
        return FormColumn(column.code, self._heading(column), "\n".join(lines), self._entry(column), required)

    def _meaning(self, column: Column) -> list[str]:
        """What a column of a register takes, by its type."""
        say, kind = self.words, column.type
        if kind == "whole_number":
            return [say("form.remark.whole_number", limit=column.limit)]
        if kind == "date":
            return [say("form.remark.date")]
        if kind == "choice":
            return [say("form.remark.choice", choices=self._listed(list(self._choices(column))))]
        if kind == "yes_no":
            return [say("form.remark.choice", choices=self._listed(list(self._yes_no())))]
        if kind == "area":
            levels = [speak(self.language, "problems")(f"level.{level}") for level in column.levels]
            where = say("form.areas")
            return [
                say("form.remark.area_of_levels", levels=self._listed(levels), sheet=where)
                if levels
                else say("form.remark.area", sheet=where)
            ]
        if kind == "department":
            return [say("form.remark.department")]
        if kind == "indicator":
            return [say("form.remark.indicator")]
        if kind == "reference":
            other = self.occasion.pack.datasets[column.register_named or ""]
            return [say("form.remark.reference", register=self._pick(other))]
        return [say("form.remark.text", limit=column.longest)]

    def _entry(self, column: Column) -> Entry:
        say, kind = self.words, column.type
        if kind == "whole_number":
            return self._number(column.limit)
        if kind == "date":
            return Entry("day_or_month", refusal=say("form.refusal.day_or_month"))
        if kind == "choice":
            return self._offered(self._choices(column), several=column.many)
        if kind == "yes_no":
            return self._offered(self._yes_no())
        if kind == "department" and (departments := self._departments()):
            return self._offered(departments, several=column.many, others_too=True)
        if kind == "area":
            said = say("form.refusal.area", sheet=say("form.areas"))
            return Entry("areas" if column.many else "area", others_too=True, refusal=said)
        if column.many:
            return Entry("text")
        return Entry("text", column.longest, refusal=say("form.refusal.too_long", limit=column.longest))

    def _offered(self, words: tuple[str, ...], *, several: bool = False, others_too: bool = False) -> Entry:
        said = self.words("form.refusal.others_too" if others_too else "form.refusal.offered")
        kind: EntryKind = "some_of_offered" if several else "offered"
        return Entry(kind, offered=words, others_too=others_too, refusal=said)

    def _choices(self, column: Column) -> tuple[str, ...]:
        """The words of the choices; the code where a name would be read as several."""
        names = [(one.code, self._pick(one)) for one in column.choices]
        return tuple(code if column.many and BETWEEN & {*name} else name for code, name in names)

    def _yes_no(self) -> tuple[str, ...]:
        return self.words("form.yes"), self.words("form.no")

    def _departments(self) -> tuple[str, ...]:
        """The names of the departments there are on the day."""
        day = self.occasion.day.isoformat()
        rows = self.occasion.pack.table("departments").iter_rows(named=True)
        names = [
            row[f"department_name_{self.language}"]
            for row in rows
            if (row["valid_from"] or "") <= day and day <= (row["valid_to"] or "9")
        ]
        return tuple(dict.fromkeys(name for name in names if name))

    def _heading(self, column: Measure | Column) -> str:
        """The name in the language, with its unit where filing reads such a heading."""
        is_english = self.language == "en"
        name = column.name_en if is_english else column.name_zh
        if not isinstance(column, Measure):
            return name
        unit = column.unit_en if is_english else column.unit_zh
        with_unit = f"{name} ({unit})" if is_english else f"{name}（{unit}）"
        return with_unit if unit and self.dataset.column_of(with_unit) == column.code else name

    # ------------------------------------------------------------ rules

    def _rules_of(self, code: str) -> list[str]:
        """The rules that name a column, in words."""
        return [
            said if rule.says_zh else self.words("form.remark.rule", rule=said)
            for rule, said in self.rules
            if code in {name.column for name in rule.expression.names if not name.scope}
        ]

    def _rule(self, rule: Rule) -> str:
        """What a rule asks; where it has words of its own, they say what is wrong and not what is right."""
        told = rule.says_zh if self.language == "zh" else rule.says_en
        if told:
            error = rule.severity == "error"
            return self.words("form.rule.told.error" if error else "form.rule.told.warning", wrong=told)
        bounded = rule.expression.bounds_a_part()
        assert bounded is not None  # any other rule has words of its own
        part, *whole = (self._pick(self.dataset.by_code[code]) for code in (bounded[0], *bounded[1]))
        said = self.words("form.rule.at_most", part=part, whole=self.words("form.plus").join(whole))
        return said if rule.severity == "error" else self.words("form.rule.doubtful", rule=said)

    # ------------------------------------------------------------ rows and areas

    def _rows(self, dataset: Counts) -> tuple[FormRow, ...]:
        areas, day = self.occasion.areas, self.occasion.day
        tree = areas.on(day)
        rows, county = [], None
        for place in reporting_units(areas, dataset, self.occasion.area, day):
            own = int(tree.parent[place]) if tree.files_as[place] == TOWNSHIP else place
            rows.append(FormRow(areas.codes[place], self._area_name(place), own != county))
            county = own
        return tuple(rows)

    def _areas_to_name(self, dataset: Register) -> Iterator[tuple[str, str]]:
        """The areas within the area that a column of the register may name."""
        columns = [column for column in dataset.columns if column.type == "area"]
        if not columns:
            return
        tree = self.occasion.areas.on(self.occasion.day)
        named = {LEVELS.index(level) for column in columns for level in column.levels or LEVELS}
        for place in np.flatnonzero(_within(tree, self.occasion.area) & np.isin(tree.level, list(named))):
            yield self.occasion.areas.codes[int(place)], self._area_name(int(place))

    def _area_name(self, place: int) -> str:
        zh, en = self.occasion.areas.name(place, self.occasion.day)
        return zh if self.language == "zh" else en or zh

    # ------------------------------------------------------------ notes

    def _notes(self, units: int) -> Iterator[tuple[str, str]]:
        """What a filer must know beside the columns: label and text."""
        say, dataset, occasion = self.words, self.dataset, self.occasion

        def line(label: str, text: str) -> tuple[str, str]:
            return say(f"form.label.{label}"), text

        description = dataset.description_zh if self.language == "zh" else dataset.description_en
        if description:
            yield line("about", description)
        yield line("filed_by", self._filed_by())
        area = f"{occasion.areas.codes[occasion.area]} {self._area_name(occasion.area)}"
        if isinstance(dataset, Counts):
            yield line("area", self.words.plural("form.area", units, area=area))
            spoken = periods.period(speak(self.language), occasion.day, dataset.cycle)
            yield line("period", say("form.period", period=spoken, day=occasion.day))
            yield line("cycle", say(f"form.cycle.{dataset.cycle}"))
            due = self.occasion.pack.due_on(self.dataset.name, self.occasion.day)
            if due is not None:
                yield line("due", periods.date(speak(self.language), due))
            yield line("figures", say("form.figures"))
        else:
            yield line("area", area)
            yield line("rows", say("form.rows"))
        yield line("colours", say("form.colours" if isinstance(dataset, Counts) else "form.colours.register"))
        yield line("layout", say("form.layout"))

    def _filed_by(self) -> str:
        dataset = self.dataset
        who = self.words(
            f"form.filed_by.{dataset.reporting_level}"
            if isinstance(dataset, Counts)
            else "form.filed_by.register"
        )
        desk = [
            row[f"department_name_{self.language}"]
            for row in self.occasion.pack.table("departments").iter_rows(named=True)
            if row["department_code"] == dataset.filed_by
        ]
        return self.words("form.filed_by.desk", who=who, department=desk[-1]) if desk else who

    def _pick(self, named: object, stem: str = "name") -> str:
        """The `*_zh` or `*_en` of something that the language reads."""
        return str(getattr(named, f"{stem}_{self.language}"))

    def _listed(self, names: list[str]) -> str:
        return self.words("list.item").join(names)
