"""The rows of a printed table, each with whom it is of and its figures in the units of the measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from pipelines.filing import surroundings
from pipelines.filing.finding import LISTED_PER_FILE, Finding
from pipelines.filing.published import figures, places
from pipelines.filing.published.heads import Head, Layout, is_heading_of_names
from programme.datasets import Counts, Measure
from programme.packs.area_index import CITY, COUNTY, NOWHERE, TOWNSHIP, Areas
from words.problems import Problem


@dataclass(frozen=True)
class Column:
    """A measure's column: where it stands, and what one printed unit is worth. `of` is the measure that a rate is a share of."""

    measure: Measure
    head: Head
    factor: Decimal = Decimal(1)
    unit: str = ""
    of: Measure | None = None


@dataclass
class Entry:
    """A row: its number in the file, who it is of, the name as printed, its figures by measure (None where there is none)."""

    row: int
    place: places.Place
    name: str
    code: str
    values: dict[str, Decimal | None] = field(default_factory=dict)
    steps: dict[str, Decimal] = field(
        default_factory=dict
    )  # what one unit of the last printed digit is worth
    odd: dict[str, str] = field(default_factory=dict)  # cells that are no figure, as printed
    derived: dict[str, str] = field(default_factory=dict)  # what was worked out, and from which rate
    texts: dict[str, str] = field(default_factory=dict)  # period and note, where the table has such columns

    @property
    def has_figure(self) -> bool:
        return any(value is not None for value in self.values.values())


@dataclass
class Taken:
    """What the rows of a table are: those of areas, those apart, closing lines, and what is wrong."""

    entries: list[Entry] = field(default_factory=list)
    closing: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    wrong: int = 0

    def refuse(self, finding: Finding) -> None:
        self.wrong += 1
        if len(self.errors) < LISTED_PER_FILE:
            self.errors.append(finding)


def taken(
    layout: Layout, columns: Sequence[Column], dataset: Counts, areas: Areas, day: dt.date | None
) -> Taken:
    """The rows of a table, one after another; a city or county that is named is the one that those below it lie in."""
    found = Taken()
    levels = places.levels_of(dataset.levels)
    within = _area_said(layout, areas, day, levels)
    beside = {head.meaning: head.place for head in layout.heads if head.meaning in ("period", "note")}
    last = len(layout.grid.rows)
    while last > layout.body and _closes(layout, layout.grid.rows[last - 1], columns, areas):
        last -= 1
    for at in range(last, len(layout.grid.rows)):
        found.closing.append((layout.grid.numbers[at], layout.grid.rows[at]))
    beside_it = dict.fromkeys(layout.over, NOWHERE)
    for at in range(layout.body, last):
        row, number = layout.grid.rows[at], layout.grid.numbers[at]
        name = row[layout.names] if layout.names != NOWHERE else ""
        code = row[layout.codes] if layout.codes != NOWHERE else ""
        if code and not places.meant_as_code(code):
            name = name or ("" if code in figures.BLANKS else code)  # 合计 in the column of codes
            code = ""
        above = _carried(beside_it, row, areas, day, levels)
        within = above if above != NOWHERE else within
        if not name:
            name = next((row[place] for place in reversed(layout.over) if row[place]), "")
        by_code = places.code_in(code, areas) if code else NOWHERE
        if by_code != NOWHERE:
            place = places.Place("area", by_code, is_sub=places.is_marked(name))
        elif places.meant_as_code(code):
            place = places.Place("unknown")
        elif name:
            place = places.place_of(name, areas, day, within, levels)
        else:
            place = places.Place("unknown")
        if place.kind == "total" and above != NOWHERE and any(row[one] for one in layout.over):
            place = places.Place("area", above)  # 西山市 beside 小计
        if place.kind == "area" and above != NOWHERE and not _agrees(place.at, above, areas, day):
            place = places.Place("contradiction", place.at, (above,))
        entry = Entry(number, place, name, code, texts={key: row[where] for key, where in beside.items()})
        _read(entry, row, columns, layout)
        if not (name or code):
            if entry.has_figure:
                found.refuse(Finding(number, None, None, Problem("published.no_name", row=number)))
            elif entry.odd:
                found.refuse(_second_heading(number, row))
            continue
        if is_heading_of_names(name or code) and not entry.has_figure:
            if (
                row not in layout.grid.rows[: layout.body]
            ):  # a heading that is printed once more is passed over
                found.refuse(_second_heading(number, row))
            continue
        if place.kind == "area" and areas.level_ever(place.at, day) in _above(levels):
            within = place.at
        found.entries.append(entry)
    return found


def _second_heading(number: int, row: Sequence[str]) -> Finding:
    told = Problem("published.second_heading", row=number, texts=[text for text in row if text][:6])
    return Finding(number, None, None, told)


def _carried(
    beside: dict[int, int], row: Sequence[str], areas: Areas, day: dt.date | None, levels: tuple[int, ...]
) -> int:
    """The city or county that the columns beside a row's name say, the finest; a blank cell says what stands above it."""
    found, is_new = NOWHERE, False
    for column in beside:
        if row[column]:
            place = places.place_of(row[column], areas, day, found, levels)
            beside[column] = place.at if place.kind == "area" else NOWHERE
            is_new = True
        elif is_new:
            beside[column] = NOWHERE
        at = beside[column]
        found = at if at != NOWHERE and areas.level_ever(at, day) in _above(levels) else found
    return found


def _agrees(at: int, above: int, areas: Areas, day: dt.date | None) -> bool:
    """Whether an area lies in what stands beside it, or holds it."""
    return areas.is_within(at, above, day) or areas.is_within(above, at, day)


def _read(entry: Entry, row: Sequence[str], columns: Sequence[Column], layout: Layout) -> None:
    for column in (one for one in columns if one.of is None):
        code = column.measure.code
        if (entry.row, column.head.place) in layout.grid.lost:
            entry.odd[code] = "#"
            entry.values[code] = None
            continue
        said = figures.printed(row[column.head.place])
        if isinstance(said, figures.Printed) and figures.is_share(row[column.head.place]):
            said = row[column.head.place]  # a share is no count
        if isinstance(said, str):
            entry.odd[code], entry.values[code] = said, None
        else:
            entry.values[code] = None if said is None else said.value * column.factor
            if said is not None:
                entry.steps[code] = said.step * column.factor
    for column in (one for one in columns if one.of is not None):
        assert column.of is not None
        said, whole = figures.printed(row[column.head.place]), entry.values.get(column.of.code)
        if isinstance(said, str):
            entry.odd[column.measure.code] = said
        elif said is not None and whole is not None:
            per_cent = said.value * (1 if figures.is_share(row[column.head.place]) else column.factor)
            worked = (whole * per_cent / 100).quantize(Decimal(1), ROUND_HALF_UP)
            entry.values[column.measure.code] = worked
            entry.derived[column.measure.code] = f"{per_cent.normalize():f}"
        entry.values.setdefault(column.measure.code, None)


def _above(levels: tuple[int, ...]) -> tuple[int, ...]:
    """The levels whose rows others stand under: cities, and counties where townships file."""
    return (CITY, COUNTY) if TOWNSHIP in levels else (CITY,)


def _area_said(layout: Layout, areas: Areas, day: dt.date | None, levels: tuple[int, ...]) -> int:
    """The one county, else the one city, that the lines above the table name; NOWHERE of none or several."""
    said = " ".join(text for row in layout.titles for text in row if text)
    tree = areas.on(day or dt.date.max)
    for level in reversed(_above(levels)):
        there = np.flatnonzero(tree.files_as == level).tolist()
        found = [at for at in there if (name := areas.name(at, day)[0]) and name in said]
        if len(found) == 1:
            return int(found[0])
    return NOWHERE


def _closes(layout: Layout, row: Sequence[str], columns: Sequence[Column], areas: Areas) -> bool:
    """Whether a row below the table is a note, a source or a signature, and no row of an area."""
    if any(figures.is_number(row[column.head.place]) for column in columns):
        return False
    for place in (layout.names, layout.codes):
        if place != NOWHERE and (
            areas.named(places.bare(row[place])) or places.code_in(row[place], areas) != NOWHERE
        ):
            return False
    texts = [text for text in row if text]
    return (
        len(texts) == 1 or surroundings.is_closing(row) or not any(figures.is_number(text) for text in texts)
    )
