"""Year-end population where none was published, and the urban split of counties redrawn since the census.

An estimate fills what published figures leave open and contradicts none of them. The method, in words, stands
in docs/pack.md: interpolate each area between its own published figures, then fit the open ones so that the
counties sum to their city and the cities to the province. Urban people are fitted through the rural ones, so
that a wholly urban district stays wholly urban and nobody is urban twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from programme.packs.making.census import CENSUS_DAY, Census
from programme.packs.making.divisions import Area, on_day
from programme.packs.making.report import Report
from programme.packs.making.sources import Sources
from words.problems import Problem

# Their ids in the sources of the programme.
METHOD = "estimated_year_end"
SPLIT_METHOD = "estimated_urban_split"

Key = tuple[str, str]  # area code and the valid_from of its extent


@dataclass(frozen=True)
class PopulationRow:
    """One line of population.csv. A measure that is not known is None."""

    code: str
    valid_from: str
    day: str
    resident: int | None
    urban: int | None
    status: str
    source: str


class Known:
    """What is published, per extent and day: residents, urban residents, and urban share in percent."""

    def __init__(self) -> None:
        self.resident: dict[Key, dict[str, float]] = defaultdict(dict)
        self.urban: dict[Key, dict[str, float]] = defaultdict(dict)
        self.share: dict[Key, dict[str, float]] = defaultdict(dict)

    def add(self, row: PopulationRow, rate_percent: str = "") -> None:
        key = (row.code, row.valid_from)
        if row.resident is not None:
            self.resident[key][row.day] = row.resident
        if row.urban is not None:
            self.urban[key][row.day] = row.urban
        if rate_percent:
            self.share[key][row.day] = float(rate_percent) / 100
        elif row.urban is not None and self.resident[key].get(row.day):
            self.share[key][row.day] = row.urban / self.resident[key][row.day]

    def rural_share(self, key: Key) -> dict[str, float]:
        return {day: 1 - share for day, share in self.share[key].items()}


def population_rows(
    areas: list[Area], census: Census, sources: Sources, villages: dict[str, int], report: Report
) -> list[PopulationRow]:
    """Published figures and estimates, one row per extent, day and status; `villages` are villagers' committees."""
    known = Known()
    rows: list[PopulationRow] = []
    then = on_day(areas, CENSUS_DAY)
    for code, figures in census.figures.items():
        resident, urban = figures["resident_population"], figures["urban_population"]
        row = PopulationRow(
            code, then[code].valid_from, CENSUS_DAY, resident, urban, "published", census.source(code)
        )
        rows.append(row)
        known.add(row)
    for line in sources.provincial("published_population"):
        row = PopulationRow(
            line["area_code"],
            line["area_valid_from"],
            line["reference_date"],
            _number(line["resident_population"]),
            _number(line["urban_population"]),
            "published",
            line["source"],
        )
        rows.append(row)
        known.add(row, line["urban_rate_percent"])
    split = _urban_split(areas, known, sources, villages)
    for row in split:
        rows.append(row)
        known.add(row)
    _baselines(areas, known, sources)
    root = next(area for area in areas if area.level == "province")
    whole = (root.code, root.valid_from)
    for day in sorted(known.resident[whole].keys() & known.urban[whole].keys() - {CENSUS_DAY}):
        rows += _year_end(day, areas, known, whole, report)
    return rows


def _year_end(day: str, areas: list[Area], known: Known, whole: Key, report: Report) -> list[PopulationRow]:
    """Estimates of one year-end: cities within the province, then counties within each city."""
    valid = [area for area in on_day(areas, day).values() if area.level in ("city", "county")]
    below: dict[str, list[Key]] = defaultdict(list)
    for area in valid:
        below[area.parent].append((area.code, area.valid_from))
    resident = {whole: int(known.resident[whole][day])}
    urban = {whole: int(known.urban[whole][day])}
    rows = []
    keys_by_code = {area.code: (area.code, area.valid_from) for area in valid}
    for parent in [whole, *(keys_by_code[area.code] for area in valid if area.level == "city")]:
        parts = sorted(below[parent[0]])
        if not parts:
            continue
        resident |= _residents(day, parent, parts, resident[parent], known, report)
        urban |= _urban(day, parent, parts, Totals(resident, urban), known, report)
        for key in parts:
            has_resident, has_urban = day in known.resident[key], day in known.urban[key]
            # The next year-end starts from this one, estimated or not.
            known.resident[key].setdefault(day, resident[key])
            known.share[key].setdefault(day, urban[key] / resident[key])
            if not (has_resident and has_urban):
                rows.append(
                    PopulationRow(
                        *key,
                        day,
                        None if has_resident else resident[key],
                        None if has_urban else urban[key],
                        "estimated",
                        METHOD,
                    )
                )
    return rows


def _residents(
    day: str, parent: Key, parts: list[Key], total: int, known: Known, report: Report
) -> dict[Key, int]:
    """Residents of the parts of one area: what is published stands, the rest share what remains."""
    published = {key: int(known.resident[key][day]) for key in parts if day in known.resident[key]}
    course = known.resident[parent]
    prior = {key: _expected(known.resident[key], day, course) for key in parts if key not in published}
    remaining = total - sum(published.values())
    if prior and remaining > 0:
        return published | _shared(remaining, prior)
    if abs(remaining) > 500 * len(parts):
        values = {"count": len(parts), "neighbours": len(parts) - 1, "remaining": remaining}
        report.remark(parts[0][0], Problem("making.residents_miss", day=day, code=parts[0][0], **values))
    return published | {key: round(value) for key, value in prior.items()}


@dataclass(frozen=True)
class Totals:
    """What is settled so far on a day: residents and urban residents by area and extent."""

    resident: dict[Key, int]
    urban: dict[Key, int]


def _urban(
    day: str,
    parent: Key,
    parts: list[Key],
    totals: Totals,
    known: Known,
    report: Report,
) -> dict[Key, int]:
    """Urban residents of the parts: published stand, a published share gives the figure, the rest are fitted.

    Where every part has a published share, those are fitted instead, inside their own rounding.
    """
    total, resident = totals.urban[parent], totals.resident
    course = known.rural_share(parent)
    rural: dict[Key, float] = {}
    loose: set[Key] = set()
    rated: set[Key] = set()
    for key in parts:
        if day in known.urban[key]:
            rural[key] = resident[key] - known.urban[key][day]
            continue
        share = known.share[key].get(day)
        (loose if share is None else rated).add(key)
        rural_share = _expected(known.rural_share(key), day, course) if share is None else 1 - share
        rural[key] = resident[key] * rural_share
    fitted = {key: rural[key] for key in (loose or rated)}
    exact = {key: round(resident[key] - rural[key]) for key in parts if key not in fitted}
    if loose:
        exact |= {key: round((resident[key] - rural[key]) / 100) * 100 for key in rated}
    remaining = sum(resident[key] for key in fitted) - (total - sum(exact.values()))
    if not fitted:
        return exact
    if remaining < 0:
        report.remark(parts[0][0], Problem("making.urban_exceeds", day=day, code=parts[0][0]))
        remaining = 0
    shared = _shared(remaining, fitted)
    return exact | {key: resident[key] - shared[key] for key in fitted}


def _urban_split(
    areas: list[Area], known: Known, sources: Sources, villages: dict[str, int]
) -> list[PopulationRow]:
    """Urban people on the census day of new extents whose residents were published without them.

    Old and new counties of one change cover the same land: what rural people the known new counties leave is
    shared by villagers' committees.
    """
    rows = []
    for old, new in _joined(areas, sources):
        open_keys = [
            key for key in new if CENSUS_DAY in known.resident[key] and CENSUS_DAY not in known.urban[key]
        ]
        if not open_keys or any(CENSUS_DAY not in known.resident[key] for key in new):
            continue
        rural = sum(_rural(known, key) for key in old) - sum(
            _rural(known, key) for key in new if key not in open_keys
        )
        weights = {key: float(villages.get(key[0], 0)) for key in open_keys}
        for key, count in _shared(rural, weights, unit=1).items():
            urban = int(known.resident[key][CENSUS_DAY]) - count
            rows.append(PopulationRow(*key, CENSUS_DAY, None, urban, "estimated", SPLIT_METHOD))
    return rows


def _baselines(areas: list[Area], known: Known, sources: Sources) -> None:
    """Starting points for interpolation that are no figures of their own: never written to the pack.

    A new extent without census residents takes the old extents' sum in proportion to the first year-end at
    which all its neighbours are published; a township that year-end tables count under another county moves.
    """
    for old, new in _joined(areas, sources):
        lacking = [key for key in new if CENSUS_DAY not in known.resident[key]]
        days = set.intersection(*(set(known.resident[key]) for key in new)) if lacking else set()
        if days:
            first = min(days)
            total = sum(known.resident[key][CENSUS_DAY] for key in old)
            then = sum(known.resident[key][first] for key in new)
            for key in lacking:
                known.resident[key][CENSUS_DAY] = total * known.resident[key][first] / then
    for line in sources.provincial("baseline_transfers"):
        moved = int(line["resident_population"])
        known.resident[(line["from_area_code"], "")][line["reference_date"]] -= moved
        known.resident[(line["to_area_code"], "")][line["reference_date"]] += moved


def _joined(areas: list[Area], sources: Sources) -> list[tuple[list[Key], list[Key]]]:
    """Groups of old and new county extents that cover the same land, from the county-level changes."""
    groups: list[set[str]] = []
    for line in sources.provincial("area_changes"):
        if line["area_level"] == "county":
            pair = {line["old_area_code"], line["new_area_code"]} - {""}
            touching = [group for group in groups if group & pair]
            groups = [group for group in groups if not group & pair] + [pair.union(*touching)]
    counties = [area for area in areas if area.level == "county"]
    return [
        (
            sorted((a.code, a.valid_from) for a in counties if a.code in group and a.valid_to),
            sorted(
                (a.code, a.valid_from)
                for a in counties
                if a.code in group and a.valid_from and not a.valid_to
            ),
        )
        for group in sorted(groups, key=min)
    ]


def _rural(known: Known, key: Key) -> int:
    return int(known.resident[key][CENSUS_DAY] - known.urban[key][CENSUS_DAY])


def _expected(points: dict[str, float], day: str, course: dict[str, float]) -> float:
    """The value of an area on a day: on the straight line between the known days around it, and beyond its
    first or last known day along the course of the area above."""
    if not points:
        return 0.0
    before = max((known for known in points if known <= day), default=None)
    after = min((known for known in points if known >= day), default=None)
    if before is not None and after is not None:
        return _between(points, before, after, day)
    nearest = before or after or ""
    there, here = _expected(course, nearest, {}), _expected(course, day, {})
    return points[nearest] * (here / there if there else 1.0)


def _between(points: dict[str, float], before: str, after: str, day: str) -> float:
    if before == after:
        return points[before]
    start, end, here = (date.fromisoformat(text).toordinal() for text in (before, after, day))
    return points[before] + (points[after] - points[before]) * (here - start) / (end - start)


def _shared(total: int, weights: dict[Key, float], unit: int = 100) -> dict[Key, int]:
    """Whole numbers in proportion to the weights that sum to the total; in hundreds where the total allows."""
    if total % unit:
        unit = 1
    weight = sum(weights.values())
    exact = {key: (total / unit) * value / weight if weight else 0.0 for key, value in weights.items()}
    whole = {key: int(value) for key, value in exact.items()}
    left = total // unit - sum(whole.values())
    for key in sorted(exact, key=lambda key: (whole[key] - exact[key], key))[:left]:
        whole[key] += 1
    return {key: value * unit for key, value in whole.items()}


def _number(text: str) -> int | None:
    return int(text) if text else None
