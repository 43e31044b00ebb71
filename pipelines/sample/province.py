"""The pack as the generator needs it: who files on a day, for whom, and the figures their returns rest on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from programme.packs.pack import Pack
from words.problems import PackError

# The measures of one reporting unit in one return; None is a blank cell.
Row = dict[str, int | None]


@dataclass(frozen=True, order=True)
class Area:
    """One row of `areas.csv`: a code with the days on which it has this extent."""

    code: str
    valid_from: str
    valid_to: str
    name: str
    level: str
    kind: str
    parent: str

    def is_valid(self, day: dt.date) -> bool:
        text = day.isoformat()
        return (not self.valid_from or self.valid_from <= text) and (
            not self.valid_to or text <= self.valid_to
        )


class Province:
    """Areas, figures, dates and registries of one pack. Nothing here knows which province it is."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.table = cache(pack.table)
        self.areas = [
            Area(
                row["area_code"], row["valid_from"] or "", row["valid_to"] or "", row["area_name_zh"],
                row["area_level"], row["area_kind"], row["parent_code"] or "",
            )
            for row in self.table("areas").iter_rows(named=True)
        ]  # fmt: skip
        self._figures: dict[tuple[str, str, str], list[tuple[str, bool, int]]] = defaultdict(list)
        for table, measures in (
            ("population", ("resident_population", "urban_population")),
            ("communities", ("residents_committees", "villagers_committees")),
        ):
            for row in self.table(table).iter_rows(named=True):
                for measure in measures:
                    if row[measure] is not None:
                        key = (row["area_code"], row["area_valid_from"] or "", measure)
                        dated = (row["reference_date"], row["status"] == "published", int(row[measure]))
                        self._figures[key].append(dated)
        self.counties_on = cache(self._counties_on)
        self.units_of = cache(self._units_of)
        self.became = cache(self._became)

    def _counties_on(self, day: dt.date) -> list[Area]:
        """The counties valid on a day, by code."""
        return sorted(a for a in self.areas if a.level == "county" and a.is_valid(day))

    def _units_of(self, county: Area, day: dt.date) -> list[Area]:
        """The reporting units of a county on a day: its townships, or itself where it has none.

        Of a day before it was drawn so, those of its first.
        """
        day = max(day, dt.date.fromisoformat(county.valid_from)) if county.valid_from else day
        below = sorted(
            a for a in self.areas if a.level == "township" and a.parent == county.code and a.is_valid(day)
        )
        return below or [county]

    def name_of(self, code: str, day: dt.date) -> str:
        """The name on a day of the area with this code."""
        return next(a.name for a in self.areas if a.code == code and a.is_valid(day))

    def figure(self, county: Area, measure: str, day: dt.date) -> int | None:
        """The newest figure on or before a day; on one date a published one beats an estimate.

        Before the first one, the first: people lived there, though nobody had published how many.
        """
        known = self._figures[county.code, county.valid_from, measure]
        before = [figure for figure in known if figure[0] <= day.isoformat()]
        if before:
            return max(before)[2]
        first = [figure for figure in known if figure[0] == min(known)[0]]
        return max(first)[2] if first else None

    def committees(self, county: Area, measure: str) -> int | None:
        """The newest number of residents' or villagers' committees, which the sample holds level."""
        known = self._figures[county.code, county.valid_from, measure]
        return max(known)[2] if known else None

    def successors(self, county: Area) -> set[str]:
        """The codes that took over from a county whose extent ended: its own and those named as new."""
        changes = self.table("area_changes").filter(area_level="county", old_area_code=county.code)
        return {county.code, *changes["new_area_code"].drop_nulls()}

    def _became(self, county: Area) -> dict[str, tuple[str, Area]]:
        """Of an extent that has ended, code and county of what each of its units became the day after; empty unless each became one."""
        if not county.valid_to:
            return {}
        last = dt.date.fromisoformat(county.valid_to)
        after = last + dt.timedelta(days=1)
        changes = self.table("area_changes").filter(area_level="township", effective_date=after.isoformat())
        heirs = {one.code: one for one in self.counties_on(after)}
        standing = {a.code: a for a in self.areas if a.level == "township" and a.is_valid(after)}
        found: dict[str, tuple[str, Area]] = {}
        for unit in self.units_of(county, last):
            named = changes.filter(old_area_code=unit.code)["new_area_code"].drop_nulls().to_list()
            codes = [*named, *([unit.code] if unit.code in standing else [])]
            if len(codes) != 1 or standing[codes[0]].parent not in heirs:
                return {}
            found[unit.code] = (codes[0], heirs[standing[codes[0]].parent])
        return found

    def indicator(self, code: str) -> dict[str, str]:
        """The registry row of an indicator."""
        rows = self.table("indicators").filter(indicator_code=code).to_dicts()
        if not rows:
            raise PackError("province.no_indicator", folder=self.pack.folder, indicator=code)
        return rows[0]

    def target(self, indicator: str, day: dt.date) -> str | None:
        """The value of the province's own target for an indicator on a day, as text."""
        rows = self.table("targets").filter(indicator_code=indicator, area_code=self.pack.root_area)
        text = day.isoformat()
        valid = [
            row
            for row in rows.iter_rows(named=True)
            if row["valid_from"] <= text and (not row["valid_to"] or text <= row["valid_to"])
        ]
        return max(valid, key=lambda row: row["valid_from"])["value"] if valid else None

    def due_on(self, dataset: str, period: dt.date) -> dt.date:
        """The day by whose end a period's return is due."""
        due_on = self.pack.due_on(dataset, period)
        if due_on is None:
            raise PackError("province.no_due_date", folder=self.pack.folder, dataset=dataset)
        return due_on
