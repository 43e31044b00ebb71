"""Where a printed table begins and what its columns are called: titles above, headings of one to three rows, the first row of an area."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipelines.filing import surroundings
from pipelines.filing.published import figures, places
from pipelines.filing.published.grid import Grid
from programme.datasets import Counts
from programme.datasets.headings import (
    AREA_CODE_HEADINGS,
    AREA_NAME_HEADINGS,
    SERIAL_HEADINGS,
    normal_heading,
)
from programme.packs.area_index import CITY, COUNTY, NOWHERE, Areas

LEFT = 5  # columns from the left among which codes and names stand
MOST_HEADS = 3
MOST_ABOVE = 20  # rows among which the headings are
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\s*年?(?:度|末|底|年末)?")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_NAME_WORDS = frozenset(
    map(
        normal_heading,
        (
            *AREA_NAME_HEADINGS,
            "地区",
            "县市区",
            "县(市、区)",
            "县（市、区）",
            "区县",
            "区县（市）",
            "市县",
            "行政区划",
            "行政区",
            "区域",
            "各地",
            "市、县（市、区）",
            "Region",
            "Area",
            "County",
        ),
    )
)
_CODE_WORDS = frozenset(map(normal_heading, (*AREA_CODE_HEADINGS, "行政区划码", "地区代码", "Code")))
_SKIPPED = frozenset(map(normal_heading, (*SERIAL_HEADINGS, "编号", "No.")))
_PART = re.compile(r"^(?:[#＃]|其中[:：]?)")
_WORDS_OF_TIME = re.compile(r"(?:年末|期末|年底|本期|本年|当年|全年)")


@dataclass(frozen=True)
class Head:
    """A column: its place, the cells that head it from top to bottom, and what it is: a code of a measure, `rate:` or `share:`
    and the code of one, or one of `area_code`, `area_name`, `period`, `note`; blank where nobody knows."""

    place: int
    texts: tuple[str, ...]
    meaning: str = ""
    is_settled: bool = False  # whoever files it has said so

    @property
    def text(self) -> str:
        """The cells as one."""
        return " ".join(dict.fromkeys(one for one in self.texts if one))


@dataclass(frozen=True)
class Layout:
    """A grid taken apart: what stands above, the columns, and from which of its rows on there are rows of areas."""

    grid: Grid
    titles: tuple[tuple[str, ...], ...]
    head_rows: tuple[int, ...]  # their numbers in the file
    heads: tuple[Head, ...]
    body: int  # the first row of an area, by its place in the grid
    names: int  # the column of names; NOWHERE where there is none
    codes: int
    over: tuple[int, ...] = ()  # columns that name the city or county of each row, from left to right

    def head(self, place: int) -> Head | None:
        return next((head for head in self.heads if head.place == place), None)


def laid_out(grid: Grid, areas: Areas, dataset: Counts) -> Layout | None:
    """The grid taken apart; None where no row of it names an area beside a figure."""
    # A figure may be the digits of a code by chance: never so below the heading of a measure.
    measures = {
        place
        for row in grid.rows[:MOST_ABOVE]
        for place, text in enumerate(row[:LEFT])
        if text and _means(cleaned(text), dataset) in dataset.measure_codes
    }
    found = _identifying(grid, areas, places.levels_of(dataset.levels), measures)
    if found is None:
        return None
    body, names, codes, over = found
    first = body
    while first and _numbers_columns(grid.rows[first - 1]):
        first -= 1
    heads: list[int] = []
    for row in range(first - 1, -1, -1):
        texts = [text for text in grid.rows[row] if text]
        if len(heads) == MOST_HEADS or len(texts) < 2 or _is_said_above(texts):
            break
        heads.insert(0, row)
    if not heads and body:
        heads = [body - 1] if len([text for text in grid.rows[body - 1] if text]) > 1 else []
    titles = tuple(grid.rows[row] for row in range(heads[0] if heads else first))
    columns = _columns([grid.rows[row] for row in heads], grid.width)
    told = [
        Head(place, texts, "skipped" if place in over else _meaning(texts, dataset, place, names, codes))
        for place, texts in enumerate(columns)
    ]
    rows = tuple(grid.numbers[row] for row in heads)
    return Layout(grid, titles, rows, tuple(told), body, names, codes, over)


def _identifying(
    grid: Grid, areas: Areas, levels: tuple[int, ...], measures: Collection[int]
) -> tuple[int, int, int, tuple[int, ...]] | None:
    """The first row that names an area beside a figure, the columns of names and of codes, and those of what lies above the names."""
    named: dict[int, dict[str, set[int]]] = {}
    coded: dict[int, int] = {}
    first: int | None = None
    for number, row in enumerate(grid.rows):
        here = False
        for place, text in enumerate(row[:LEFT]):
            if not text:
                continue
            if places.code_in(text, areas) != NOWHERE:
                coded[place] = coded.get(place, 0) + 1
                here = here or place not in measures
            elif found := areas.named(plain := places.bare(text)):
                named.setdefault(place, {})[plain] = found
                here = True
        has_figure = any(figures.looks_like_figure(text) for text in row[1:])
        if here and has_figure and first is None:
            first = number
    for place in measures:
        coded.pop(place, None)
    if first is None or not (named or coded):
        return None
    level = {place: _levels_in(names, areas) for place, names in named.items()}

    # A city may stand beside its counties on every row: the names are those of areas that file, of several the finer.
    def worth(place: int) -> tuple[int, int, int, int]:
        own = [one for one in level[place] if one & set(levels)]
        return (
            len(own),
            max((max(one & set(levels)) for one in own), default=NOWHERE),
            len(named[place]),
            -place,
        )

    names = max(named, key=worth) if named else NOWHERE
    over = tuple(
        place
        for place in sorted(named)
        if place != names and any(one & {CITY, COUNTY} for one in level[place])
    )
    codes = max(coded, key=lambda place: (coded[place], -place)) if coded else NOWHERE
    # A total may stand above the first area, and a city without figures of its own.
    while first and names != NOWHERE and _opens(grid.rows[first - 1], names, areas):
        first -= 1
    return first, names, codes, over


def _levels_in(named: Mapping[str, set[int]], areas: Areas) -> list[set[int]]:
    """The levels of the areas that each name of a column may be."""
    return [{areas.level_ever(at) for at in found} for found in named.values()]


def is_heading_of_names(text: str) -> bool:
    """Whether a cell heads a column of names or codes."""
    return normal_heading(text) in _NAME_WORDS | _CODE_WORDS


def _opens(row: Sequence[str], names: int, areas: Areas) -> bool:
    """Whether a row above the first area is one of the table too: an area, or a total or a group, with figures or alone in its row."""
    plain = places.bare(row[names])
    if areas.named(plain):
        return True
    is_named = surroundings.is_total(plain) or plain in places.TOTALS or plain in places.GROUPS
    beside = [text for at, text in enumerate(row) if text and at != names]
    return is_named and (not beside or any(figures.is_number(text) for text in row[names + 1 :]))


def _is_said_above(texts: Sequence[str]) -> bool:
    """Whether a row of several cells is a line of what stands above (表号：… 填报单位：…) and no heading."""
    return any(
        re.search(r"[:：]", text) and not re.match(r"^\s*(?:其中|#)", text) for text in texts
    ) and not any(normal_heading(text) in _NAME_WORDS | _CODE_WORDS for text in texts)


def _numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row numbers the columns: 甲 1 2 3."""
    texts = [text for text in row if text]
    if len(texts) < 2:
        return False
    stems = [text for text in texts if text in "甲乙丙丁"]
    numbers = [text for text in texts if text.isdigit() and len(text) < 3]
    return bool(stems) and len(stems) + len(numbers) == len(texts)


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[tuple[str, ...]]:
    """The cells that head each column; a cell over several columns stands over all of them."""
    spread: list[list[str]] = []
    for number, row in enumerate(rows):
        texts = list(row)
        below = rows[number + 1 :]
        for place in range(1, width):
            has_below = any(other[place] for other in below)
            before_below = any(other[place - 1] for other in below)
            if not texts[place] and has_below and before_below and texts[place - 1]:
                texts[place] = texts[place - 1]
        spread.append(texts)
    return [tuple(row[place] for row in spread) for place in range(width)]


def cleaned(text: str) -> str:
    """A heading without years, units in brackets and marks of a part."""
    plain = re.sub(r"\s+", "", text)
    plain = _PART.sub("", plain)
    plain = _YEAR.sub("", _BRACKETS.sub("", plain))
    plain = _WORDS_OF_TIME.sub("", plain)
    return "" if figures.unit_of(plain) else plain.strip("、，,.:：")


def _meaning(texts: Sequence[str], dataset: Counts, place: int, names: int, codes: int) -> str:
    if place == codes:
        return "area_code"
    if place == names:
        return "area_name"
    parts = [one for text in dict.fromkeys(texts) if (one := cleaned(text))]
    parts = [part for part in parts if not surroundings.is_total(part)] or parts[:1]
    if not parts:
        return ""
    if normal_heading(parts[-1]) in _NAME_WORDS | _CODE_WORDS | _SKIPPED:
        return "skipped"
    for text in dict.fromkeys(("".join(parts), "".join(reversed(parts)), parts[-1])):
        # What stands under a measure's own heading and is no part that is known is not that measure.
        if text == parts[-1] and len(parts) > 1 and _means(parts[0], dataset):
            continue
        if meaning := _means(text, dataset):
            return meaning
    return ""


def _means(text: str, dataset: Counts) -> str:
    for variant in (text, text.removesuffix("数"), text + "数"):
        column = dataset.column_of(variant)
        if column and column not in ("area_code", "area_name"):
            return column
    for rate in dataset.rates:
        if normal_heading(text) in map(normal_heading, rate.headings):
            return f"rate:{rate.measure}"
    return ""


def unit_above(layout: Layout) -> list[figures.Unit]:
    """The units that the lines above a table name."""
    found = [unit for row in layout.titles for text in row if text for unit in figures.units_in(text)]
    return list(dict.fromkeys(found))


def units_of(head: Head) -> list[figures.Unit]:
    """The units that a column's own heading names."""
    found = [unit for text in head.texts for unit in figures.units_in(text)]
    return list(dict.fromkeys([*found, *(unit for text in head.texts if (unit := figures.unit_of(text)))]))
