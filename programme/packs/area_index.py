"""The dated area tree as arrays: which codes are valid on a day, of what level, under which parent."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
import polars as pl

from programme.packs.area_names import AreaNames, Likeness, plain_name
from programme.packs.pack import Pack
from programme.packs.tables import LEVELS, WHOLES
from programme.source_text import bytes_of
from words import place_names, spellings
from words.problems import PackError, Term

LEVEL_NAMES = {level: Term(f"level.{level}") for level in LEVELS}
COUNTRY, PROVINCE, CITY, COUNTY, TOWNSHIP, ZONE = range(len(LEVELS))
NOWHERE = -1
EPOCH = dt.date(1970, 1, 1)
FIRST_DAY, LAST_DAY = -(2**40), 2**40  # where a blank end of a validity lies, in days


@dataclass(frozen=True)
class AreasOn:
    """The tree on one day; arrays by place of the code in `Areas.codes`."""

    row: np.ndarray  # row of the areas table, NOWHERE where the code is not valid that day
    level: np.ndarray  # place in LEVELS, NOWHERE where not valid
    parent: np.ndarray  # place of the parent's code, NOWHERE at the top
    files_as: np.ndarray  # as `level`, but a zone that stands beside counties files as a county does

    @cached_property
    def valid(self) -> np.ndarray:
        return self.row != NOWHERE

    def filing_parent(self, levels: tuple[str, ...]) -> np.ndarray:
        """The parent of each valid code where both may file; NOWHERE otherwise. Not to be written to."""
        if levels not in self._filing_parents:
            may = np.isin(self.files_as, [LEVELS.index(level) for level in levels])
            parent = np.where(may, self.parent, NOWHERE)
            self._filing_parents[levels] = np.where((parent != NOWHERE) & may[parent], parent, NOWHERE)
        return self._filing_parents[levels]

    def filing_wholes(self, levels: tuple[str, ...]) -> np.ndarray:
        """By place of the code: whether an area that may file has it for a parent that may file too."""
        parent = self.filing_parent(levels)
        wholes = np.zeros(len(parent), bool)
        wholes[parent[parent != NOWHERE]] = True
        return wholes

    @cached_property
    def _filing_parents(self) -> dict[tuple[str, ...], np.ndarray]:
        return {}


def _filing_level(level: np.ndarray, above: np.ndarray) -> np.ndarray:
    """The level an area files as, given its own and that of the area above (`sql/spine/area_periods.sql` agrees).

    A functional zone under a city, a province or the country is a part of it beside the counties and files like one of them;
    a zone inside any other area reports through that area.
    """
    beside = (level == ZONE) & np.isin(above, (NOWHERE, *(LEVELS.index(level) for level in WHOLES)))
    return np.where(beside, COUNTY, level)


class AreaTables(Protocol):
    """What has the tables `areas` and `area_changes`, as text: a pack, or a snapshot made of one."""

    def table(self, name: str) -> pl.DataFrame:
        """One table by name."""
        ...


class Areas:
    """Every area a pack has ever had. The tree is worked out once for each span of days in which nothing changes."""

    def __init__(self, pack: AreaTables) -> None:
        self.table = pack.table("areas")
        self.changes = pack.table("area_changes")
        self.codes: list[str] = self.table["area_code"].drop_nulls().unique().sort().to_list()
        self.place = dict(zip(self.codes, range(len(self.codes)), strict=True))
        self.dtype = pl.Enum(self.codes)
        self._code_of_row = self._places("area_code")
        self._parent_of_row = self._places("parent_code")
        self._level_of_row = self._levels()
        self._from = self._days_of("valid_from", FIRST_DAY)
        self._to = self._days_of("valid_to", LAST_DAY)
        self._turns = np.unique(
            np.concatenate([self._from, self._to + 1])
        )  # days on which the tree may change
        self._trees: dict[int, AreasOn] = {}

    def _places(self, column: str) -> np.ndarray:
        place = self.table[column].cast(self.dtype, strict=False).to_physical()
        return place.cast(pl.Int64).fill_null(NOWHERE).to_numpy()

    def _levels(self) -> np.ndarray:
        levels = self.table["area_level"]
        place = levels.cast(pl.Enum(LEVELS), strict=False).to_physical().cast(pl.Int64)
        if place.null_count():
            text = levels.filter(place.is_null())[0]
            raise PackError("packs.unknown_level", level=text, known=LEVELS)
        return place.to_numpy()

    def _days_of(self, column: str, blank: int) -> np.ndarray:
        """The dates of a column in days since `EPOCH`; a blank one lies at an end of time."""
        texts = self.table[column]
        days = texts.str.to_date("%Y-%m-%d", strict=False)
        wrong = texts.filter(days.is_null() & texts.is_not_null())
        if len(wrong):
            raise PackError("packs.no_area_day", column=column, value=wrong[0])
        return days.cast(pl.Int32).cast(pl.Int64).fill_null(blank).to_numpy()

    def on(self, day: dt.date) -> AreasOn:
        """The tree as it stood on a day (both ends of a validity count)."""
        number = (day - EPOCH).days
        span = int(np.searchsorted(self._turns, number, side="right"))
        if span not in self._trees:
            self._trees[span] = self._tree(number)
        return self._trees[span]

    def _tree(self, number: int) -> AreasOn:
        """The tree on a day that is so many days after `EPOCH`."""
        rows = np.flatnonzero((self._from <= number) & (number <= self._to))
        empty = np.full(len(self.codes), NOWHERE, np.int64)
        row, level, parent = empty.copy(), empty.copy(), empty.copy()
        places = self._code_of_row[rows]
        row[places] = rows
        level[places] = self._level_of_row[rows]
        parent[places] = self._parent_of_row[rows]
        above = np.where(parent != NOWHERE, level[parent], NOWHERE)
        return AreasOn(row, level, parent, _filing_level(level, above))

    def name(self, place: int, day: dt.date | None = None) -> tuple[str, str]:
        """Chinese and English name of a code, as on a day where it was valid then."""
        row = int(self.on(day).row[place]) if day is not None else NOWHERE
        if row == NOWHERE:
            row = int(np.flatnonzero(self._code_of_row == place)[-1])
        return self.table["area_name_zh"][row] or "", self.table["area_name_en"][row] or ""

    def spans(self, place: int) -> list[tuple[dt.date | None, dt.date | None]]:
        """When a code was valid: first and last day of each span, None for an open end."""
        rows = np.flatnonzero(self._code_of_row == place)
        ordered = rows[np.argsort(self._from[rows])].tolist()
        return [
            (
                None if self._from[row] == FIRST_DAY else EPOCH + dt.timedelta(days=int(self._from[row])),
                None if self._to[row] == LAST_DAY else EPOCH + dt.timedelta(days=int(self._to[row])),
            )
            for row in ordered
        ]

    def valid_from(self, place: int, day: dt.date) -> dt.date | None:
        """The first day of the extent that a code has on a day; None where that is since always, or it has none."""
        row = int(self.on(day).row[place])
        first = int(self._from[row]) if row != NOWHERE else FIRST_DAY
        return None if first == FIRST_DAY else EPOCH + dt.timedelta(days=first)

    def valid_instead(self, code: str, day: dt.date) -> list[str]:
        """The codes that were valid on a day where this one was not: its successors or predecessors."""
        found = self._follow(code, day, "old_area_code", "new_area_code", later=False)
        return found or self._follow(code, day, "new_area_code", "old_area_code", later=True)

    def _follow(self, code: str, day: dt.date, here: str, there: str, *, later: bool) -> list[str]:
        valid = self.on(day).valid
        seen, edge, found = {code}, [code], []
        while edge:
            rows = self.changes.filter(pl.col(here).is_in(edge) & pl.col(there).is_not_null())
            edge = []
            for effective, target in zip(rows["effective_date"], rows[there], strict=True):
                since = dt.date.fromisoformat(effective) if effective else None
                if target in seen or (since is not None and (since > day) != later):
                    continue
                seen.add(target)
                edge.append(target)
                if target in self.place and valid[self.place[target]]:
                    found.append(target)
        return sorted(found)

    def typed(self, text: str, day: dt.date) -> list[str]:
        """The codes that a text may mean, typed as people type: name, short name, pinyin, initials, English or code.

        Those of the highest level that has any; of a level those valid on the day, else those that once were.
        """
        wanted = spellings.plain(text)
        if not wanted:
            return []
        for level in range(len(LEVELS)):
            rows = np.flatnonzero(self._level_of_row == level)
            named = {
                self.codes[int(self._code_of_row[row])]: None
                for row in rows.tolist()
                if wanted in spellings.spellings(self.table.row(row, named=True))
            }
            valid = [code for code in named if self.on(day).valid[self.place[code]]]
            if named:
                return valid or list(named)
        return []

    def typed_nearly(self, text: str, day: dt.date) -> list[str]:
        """The codes of a few areas down to counties, valid on the day, whose name is read or spelled much like a text that means none."""
        day_tree = self.on(day)
        rows = np.flatnonzero(self._level_of_row <= LEVELS.index("county")).tolist()
        valid = [row for row in rows if day_tree.valid[self.place[self.codes[int(self._code_of_row[row])]]]]
        return place_names.nearly(text, (self.table.row(row, named=True) for row in valid))

    # ------------------------------------------------------------ what a wrong code was meant to be

    @cached_property
    def _by_length(self) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        groups: dict[int, list[int]] = {}
        for place, code in enumerate(self.codes):
            if code.isascii():
                groups.setdefault(len(code), []).append(place)
        return {
            length: (
                np.array(places),
                np.array([list(self.codes[place].encode()) for place in places], np.uint8),
            )
            for length, places in groups.items()
        }

    # ------------------------------------------------------------ names beside codes

    def likeness(self, place: int, name: str) -> Likeness:
        """Whether a name is one of a code's own, ever, or that of another (`AreaNames.likeness`)."""
        return self._names.likeness(place, name)

    def named(self, name: str) -> set[int]:
        """The places of the areas that a name is the name of, ever (`AreaNames.named`)."""
        return self._names.named(name)

    def level_ever(self, place: int, day: dt.date | None = None) -> int:
        """The level that an area files as on a day; of one that is not valid then as it was last."""
        if day is not None and self.on(day).valid[place]:
            return int(self.on(day).files_as[place])
        row = int(np.flatnonzero(self._code_of_row == place)[-1])
        parent = int(self._parent_of_row[row])
        above = max(self._by_code(self._level_of_row)[parent]) if parent != NOWHERE else NOWHERE
        return int(_filing_level(np.array([self._level_of_row[row]]), np.array([above]))[0])

    def is_within(self, place: int, above: int, day: dt.date | None = None) -> bool:
        """Whether an area is another or lies in it, on a day or as it was last."""
        seen: set[int] = set()
        while place != NOWHERE and place not in seen:
            if place == above:
                return True
            seen.add(place)
            place = self._above(place, day)
        return False

    def _above(self, place: int, day: dt.date | None) -> int:
        if day is not None and self.on(day).valid[place]:
            return int(self.on(day).parent[place])
        return int(self._parent_of_row[int(np.flatnonzero(self._code_of_row == place)[-1])])

    def city_of(self, place: int, day: dt.date | None = None) -> int:
        """The place of the city that an area is or lies in, on a day or as it was last; NOWHERE of none."""
        seen: set[int] = set()
        while place != NOWHERE and place not in seen:
            seen.add(place)
            if self.level_ever(place, day) == CITY:
                return place
            place = self._above(place, day)
        return NOWHERE

    @cached_property
    def _names(self) -> AreaNames:
        full: list[set[str]] = [set() for _ in self.codes]
        names: list[set[str]] = [set() for _ in self.codes]
        columns = ("area_name_zh", "area_name_en", "short_name_zh", "short_name_en")
        for place, row in zip(
            self._code_of_row.tolist(), self.table.select(columns).iter_rows(), strict=True
        ):
            full[place] |= {plain_name(one) for one in row[:2] if one}
            names[place] |= {plain_name(one) for one in row if one}
        return AreaNames(
            self.codes, full, names, self._by_code(self._parent_of_row), self._by_code(self._level_of_row)
        )

    def _by_code(self, of_row: np.ndarray) -> list[set[int]]:
        """What the rows of each code say, whenever they were valid."""
        found: list[set[int]] = [set() for _ in self.codes]
        for place, value in zip(self._code_of_row.tolist(), of_row.tolist(), strict=True):
            if value != NOWHERE:
                found[place].add(value)
        return found

    def may_file(self, levels: tuple[str, ...], day: dt.date | None) -> np.ndarray:
        """By place of the code: whether it is of one of the levels, on a day or ever."""
        wanted = [LEVELS.index(level) for level in levels]
        if day is not None:
            return np.isin(self.on(day).files_as, wanted)
        level_of_code = np.full(len(self.codes), NOWHERE, np.int64)
        level_of_code[self._code_of_row] = self._level_of_row
        parent = self._parent_of_row
        above = np.where(parent != NOWHERE, level_of_code[parent], NOWHERE)
        ever = np.zeros(len(self.codes), bool)
        ever[self._code_of_row[np.isin(_filing_level(self._level_of_row, above), wanted)]] = True
        return ever

    def nearest(self, code: str, name: str | None = None, likely: np.ndarray | None = None) -> str | None:
        """The known code most like an unknown one: by name, by a lost or extra digit, or by wrong digits.

        Codes that are `likely` (by place) are looked at before the others.
        """
        everywhere = np.ones(len(self.codes), bool)
        for among in (likely, everywhere) if likely is not None else (everywhere,):
            found = self._nearest(code, (name or "").strip(), among)
            if found:
                return found
        return None

    def _nearest(self, code: str, name: str, among: np.ndarray) -> str | None:
        named = [place for place in self._names.named(name) if among[place]]
        if len(named) == 1:
            return self.codes[named[0]]
        if named:
            among = np.isin(np.arange(len(self.codes)), named)
        for other in [*self._without_zeros(code), *self._one_digit_off(code)]:
            if other in self.place and among[self.place[other]]:
                return other
        if len(code) not in self._by_length or not code.isascii():
            return None
        places, letters = self._by_length[len(code)]
        wrong = (letters != np.frombuffer(code.encode(), np.uint8)).sum(axis=1) + 99 * ~among[places]
        best = int(np.argmin(wrong))
        return self.codes[int(places[best])] if wrong[best] <= 2 else None

    @staticmethod
    def _without_zeros(code: str) -> list[str]:
        """Codes of a county or township written with the zeros of the levels below."""
        return [
            code[:length] for length in (9, 6) if len(code) >= length + 3 and not code[length:].strip("0")
        ]

    @staticmethod
    def _one_digit_off(code: str) -> list[str]:
        """Codes that differ by one digit left out or added, the end of the code first."""
        if not code.isascii() or not code.isdigit() or len(code) > 12:
            return []
        longer = [code[:at] + digit + code[at:] for at in range(len(code), -1, -1) for digit in "0123456789"]
        shorter = [code[:at] + code[at + 1 :] for at in range(len(code) - 1, -1, -1)]
        return longer + shorter


def areas_of(pack: Pack) -> Areas:
    """The areas of a pack, worked out once for one state of its tables."""
    digest = hashlib.sha256()
    for name in ("areas", "area_changes"):
        try:
            digest.update(bytes_of(pack.folder / f"{name}.csv"))
        except FileNotFoundError:
            digest.update(b"-")
    key = pack.folder, digest.hexdigest()
    with _KEPT_LOCK:
        if key not in _KEPT:
            _KEPT.clear()  # one pack at a time is in use; a large one takes megabytes
            _KEPT[key] = Areas(pack)
        return _KEPT[key]


_KEPT: dict[tuple[Path, str], Areas] = {}
_KEPT_LOCK = Lock()
