"""The rows that the page draws: positions in each system and a year before, and every indicator of every county."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from files import tree
from programme.packs.columns import POLICY_SYSTEMS
from ui.frame import indices
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter

Row = Mapping[str, Any]
MANY = {"city": 2, "whole": 3}  # systems in which a county is weak, from which it is named


@dataclass(frozen=True)
class Found:
    """The index of the quarter, and of a year before where there is one."""

    quarter: Quarter
    index: indices.Index
    before: indices.Index | None

    @property
    def answers(self) -> Answers:
        return self.quarter.answers

    @property
    def key(self) -> tuple[Any, ...]:
        """What is made from it is cached under this."""
        return self.quarter.key


def find(page: Page, quarter: Quarter) -> Found | None:
    """What the page draws from; None while it is being made, of which the page then tells."""
    index = indices.of(page, quarter.period)
    if index is None:
        return None
    earlier = quarter.periods[quarter.period]["year_before"]
    if earlier not in quarter.periods:
        return Found(quarter, index, None)
    before = indices.of(page, earlier, moves=False)
    return None if before is None else Found(quarter, index, before)


@kept(most=60)
def _by_county(index: indices.Index) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in index.rows("index_scores"):
        if row["area_level"] == "county":
            found.setdefault(row["area_code"], {})[row["scope"]] = row
    return found


def by_county(found: Found) -> dict[str, dict[str, Row]]:
    """Of every county its row in each system, with how many of its indicators do not apply there; empty where there is no index."""
    return _with_inapplicable(found.index, found.answers)


@kept(most=60)
def _with_inapplicable(index: indices.Index, answers: Answers) -> dict[str, dict[str, Row]]:
    unfit: Counter[tuple[str, str]] = Counter()
    for code, rows in _indicators(answers, index.period).items():
        for row in rows.values():
            # What the index does not rest on lacks to nobody.
            if code in _rests_on(index).get(row["policy_system"], ()):
                unfit[row["area_code"], row["policy_system"]] += row["value_status"] == "not_applicable"
    return {
        county: {scope: {**row, "inapplicable": unfit[county, scope]} for scope, row in rows.items()}
        for county, rows in _by_county(index).items()
    }


def is_missing(row: Row | None) -> bool:
    """Whether a county owes the figure: what does not apply to it is not missing."""
    return row is None or (row["value"] is None and row["value_status"] != "not_applicable")


def before(found: Found, county: str, system: str) -> Row | None:
    """A county's row in a system a year before, where its extent and the indicators of the system were the same."""
    if found.before is None or not is_comparable(found, system):
        return None
    rows = _by_county(found.before).get(county, {})
    row, now = rows.get(system), by_county(found)[county][system]
    return row if row and row["area_valid_from"] == now["area_valid_from"] else None


@kept(most=60)
def _rests_on(index: indices.Index) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in index.rows("index_indicators"):
        if row["left_out"] is None:
            found.setdefault(row["policy_system"], set()).add(row["indicator_code"])
    return found


def is_comparable(found: Found, system: str) -> bool:
    """Whether a year before the system rested on the same indicators; also where there is no year before at all."""
    return found.before is None or _rests_on(found.before).get(system) == _rests_on(found.index).get(system)


def moved(found: Found, row: Row) -> str:
    """What became of a position in a year: better, worse or undecided, else why that is not known (unlike, unknown)."""
    return row["moved"] or ("unknown" if is_comparable(found, row["scope"]) else "unlike")


def systems(found: Found) -> list[str]:
    """The systems that have an index, in the programme's order."""
    known = next(iter(by_county(found).values()), {})
    return [system for system in POLICY_SYSTEMS if system in known]


def run(found: Found) -> Row:
    """How the index of the quarter was made."""
    return next(row for row in found.index.rows("index_runs") if row["scope"] == "index")


@kept(most=60)
def _places(index: indices.Index) -> dict[str, int]:
    return {row["scope"]: row["areas_scored"] for row in index.rows("index_runs")}


def places(found: Found, system: str) -> int:
    """The last position there is in a system: among so many counties each is judged, those with too little known are not."""
    return _places(found.index)[system]


def shown(found: Found) -> list[str]:
    """The counties of the city shown, else all."""
    city, areas = found.quarter.city, found.quarter.areas
    return [code for code in by_county(found) if code in areas and tree.is_within(areas[code], city)]


def systems_where(found: Found, county: str, standing: str | None) -> list[str]:
    """The systems in which a county is weak, strong or undecided; None: of which too little is reported."""
    rows = by_county(found)[county]
    return [system for system in systems(found) if rows[system]["weak_or_strong"] == standing]


def counties_where(found: Found, system: str, standing: str | None) -> list[str]:
    """Of the counties shown those that are so in a system."""
    rows = by_county(found)
    return [code for code in shown(found) if rows[code][system]["weak_or_strong"] == standing]


# ---------------------------------------------------------------- indicators


@kept(most=20)
def _indicators(answers: Answers, period: dt.date) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    root = str(answers.facts()["root_area"])
    for row in answers.rows("area_indicators", period=period, area=root, level="county"):
        # What has no better end neither drags nor lifts.
        if row["polarity"] == "neutral":
            continue
        found.setdefault(row["indicator_code"], {})[row["area_code"]] = row
    return found


def indicators(found: Found) -> dict[str, dict[str, Row]]:
    """Every indicator's rows, by code and county."""
    return _indicators(found.answers, found.quarter.period)


@kept(most=20)
def _values(answers: Answers, period: dt.date) -> dict[str, list[float]]:
    return {
        code: [row["value"] for row in rows.values() if row["value"] is not None]
        for code, rows in _indicators(answers, period).items()
    }


def values(found: Found, indicator: str) -> list[float]:
    """The figures of all counties."""
    return _values(found.answers, found.quarter.period)[indicator]


def of_system(found: Found, system: str) -> list[str]:
    """The codes of a system's indicators, in the registry's order."""
    return [
        code
        for code, rows in indicators(found).items()
        if next(iter(rows.values()))["policy_system"] == system
    ]


@kept(most=200)
def _points(found: Found, county: str) -> dict[str, float]:
    rows = found.index.rows("index_parts", county)
    return {
        row["indicator_code"]: row["points_from_mean"] for row in rows if row["points_from_mean"] is not None
    }


def in_order(found: Found, county: str, system: str) -> list[tuple[Row, float]]:
    """A county's indicators of a system, from what drags most to what lifts most, each with its points; unknown ones last."""
    points, rows = _points(found, county), []
    for code in of_system(found, system):
        row = indicators(found)[code].get(county)
        if row is not None:
            rows.append((row, points.get(code, 0.0) if row["value"] is not None else 0.0))
    return sorted(rows, key=lambda pair: (pair[0]["value"] is None, pair[1]))


def by_place(found: Found, county: str, system: str) -> list[Row]:
    """The same from the last third to the first: the worst place of all first, unknown ones last."""
    rows = [row for row, _ in in_order(found, county, system)]
    thirds = {"last": 0, "middle": 1, "first": 2}
    return sorted(
        rows, key=lambda row: (row["value"] is None, thirds.get(row["third"], 3), -(row["place"] or 0))
    )


@kept(most=20)
def _lagging(index: indices.Index) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = index.lagging()
    for row in rows.drop_nulls("lag").to_dicts():
        found.setdefault(row["policy_system"], []).append(row["indicator_code"])
    return found


def lagging(found: Found, system: str) -> list[str]:
    """The indicators with which the counties weak in a system lag, the most first; where none is weak, of all none."""
    return _lagging(found.index).get(system, [])


def positions(found: Found) -> pl.DataFrame:
    """The rows of the question `system_positions`, of an index that no build made."""
    areas, rows = found.quarter.areas, []
    for code in shown(found):
        if found.quarter.county in (None, code):
            for system in sorted(systems(found)):
                rows.append(_position(found, areas[code], by_county(found)[code][system]))
    return pl.DataFrame(rows, infer_schema_length=None)


def _position(found: Found, area: Row, row: Row) -> dict[str, Any]:
    earlier = before(found, row["area_code"], row["scope"])
    own = ("scope", "weak_or_strong", "position_low", "position_middle", "position_high")
    return {
        "area_code": row["area_code"],
        **{name: area[name] for name in ("area_name_zh", "area_name_en", "short_name_zh", "short_name_en")},
        "city_code": area["city_code"],
        **{name: area[name] for name in ("city_name_zh", "city_name_en")},
        **{name: row[name] for name in own},
        "position_year_before": earlier["position_middle"] if earlier else None,
        "position_moved": row["moved"],
        "indicators_known": row["indicators_known"],
        "indicators_all": row["indicators_all"],
    }
