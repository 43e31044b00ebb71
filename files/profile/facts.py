"""What a profile rests on: every indicator of an area beside those of its city, of the whole and of its peers; its course, its
change on a year before, its pace, what drags and lifts it, its cases and the initiatives about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from files import tree
from words.periods import year_before

Row = Mapping[str, Any]
HEADLINES = 8  # indicators that have a row of their own: the first of the registry's order
COURSE = 12  # periods
PULLS = 1  # indicators of a system named on either side
LATE = ("overdue", "slipping")
# Of what level the hairs beside an area are: the whole lies among its counties.
AMONG = {"city": "city", "province": "province"}


class Asked(Protocol):
    """Who answers questions: a reader, or what pages keep of one."""

    def rows(self, question: str, **parameters: Any) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class Index:
    """The rows of `index_scores` and of `index_parts` of one area on a quarter."""

    scores: Sequence[Row]
    parts: Sequence[Row]


@dataclass(frozen=True)
class Pull:
    """A system of an area: its row of `index_scores`, and its indicators from what drags most to what lifts most."""

    system: str
    score: Row
    drags: Sequence[Row]
    lifts: Sequence[Row]
    is_known: bool


@dataclass(frozen=True)
class Profile:
    """All of an area on a quarter. Rows of indicators are those of the question `area_indicators`, by code.

    `city` and `whole` are the rows of those above it, empty where it is that itself; `others` are the values of all areas of
    the level `among`. `judged` is the headline's row of `area_series`, `course` its last rows up to then. `index_is_known` is
    False while the index of the quarter is not made.
    """

    period: dt.date
    area: Row
    above: Row | None
    root: Row
    siblings: Sequence[Row]
    catalogue: Mapping[str, Row]
    headline: str
    rows: Mapping[str, Row]
    city: Mapping[str, Row]
    whole: Mapping[str, Row]
    among: str
    others: Mapping[str, Sequence[float]]
    areas_among: int
    judged: Row | None
    course: Sequence[Row]
    change: Row | None
    pace: Row | None
    pulls: Sequence[Pull]
    cases: Sequence[Row]
    initiatives: Sequence[Row]
    today: dt.date
    index_is_known: bool = True

    @property
    def key(self) -> tuple[str, dt.date, bool]:
        """What tells it from others of its snapshot."""
        return self.code, self.period, self.index_is_known

    @property
    def code(self) -> str:
        return str(self.area["area_code"])

    @property
    def indicator(self) -> Row:
        """The headline indicator's row of the registry."""
        return self.catalogue[self.headline]

    @property
    def headlines(self) -> list[str]:
        """The indicators with a row of their own."""
        return list(self.catalogue)[:HEADLINES]

    @property
    def missing(self) -> list[str]:
        """The indicators that the area owes a figure of: what does not apply, is not due or was not asked yet is not missing."""
        return [
            code
            for code, row in self.rows.items()
            if row["value"] is None and row["value_status"] in ("missing", "partial")
        ]


def index_of(asked: Asked, code: str, period: dt.date) -> Index | None:
    """The rows of an area's index on a quarter, where the build made one."""
    if period not in {row["period"] for row in asked.rows("index_runs")}:
        return None
    scores = [row for row in asked.rows("index_scores", period=period) if row["area_code"] == code]
    return Index(scores, asked.rows("index_parts", period=period, area=code) if scores else [])


def gather(asked: Asked, code: str, period: dt.date, index: Index | None) -> Profile:
    """The profile of an area that is valid on a quarter. Without an `index` it has no systems.

    Raises:
        QuestionError: the snapshot has no such period or area.
        KeyError: the area is not valid on the period.
    """
    areas = {row["area_code"]: row for row in asked.rows("areas_on", period=period)}
    facts = asked.rows("snapshot_facts")[0]
    area, root = areas[code], areas[str(facts["root_area"])]
    level = str(area["area_level"])
    catalogue = {row["indicator_code"]: row for row in asked.rows("indicator_catalogue")}
    headline = str(facts["headline_indicator"])
    own = _by_code(asked, period, root, level, code)
    # The whole is told by how its counties lie.
    among = "county" if area is root else AMONG.get(level, "county")
    nearest = tree.above(area)
    values: dict[str, list[float]] = {}
    for row in _of_level(asked, period, root, among):
        if row["value"] is not None:
            values.setdefault(row["indicator_code"], []).append(row["value"])
    judged_on = own[headline]["asked_period"] if headline in own else period
    course = [
        row
        for row in asked.rows("area_series", indicator=headline, areas=(code,))
        if row["period"] <= judged_on
    ][-COURSE:]
    pulls = _pulls(own, index)
    return Profile(
        period=period,
        area=area,
        above=areas.get(nearest) if nearest else None,
        root=root,
        siblings=_siblings(areas, area),
        catalogue=catalogue,
        headline=headline,
        rows=own,
        city=_by_code(asked, period, root, str(areas[nearest]["area_level"]), nearest) if nearest else {},
        whole={}
        if area is root
        else _by_code(asked, period, root, str(root["area_level"]), str(root["area_code"])),
        among=among,
        others=values,
        areas_among=sum(row["area_level"] == among for row in areas.values()),
        judged=course[-1] if course and course[-1]["period"] == judged_on else None,
        course=course,
        change=_change(asked, headline, judged_on, area),
        pace=_one(
            asked.rows(
                "target_pace", indicator=headline, period=judged_on, area=root["area_code"], level=level
            ),
            code,
        ),
        pulls=pulls,
        cases=_cases(asked, areas, area, period),
        today=facts["today"],
        initiatives=_initiatives(asked, area, root, pulls),
        index_is_known=index is not None,
    )


def _of_level(asked: Asked, period: dt.date, root: Row, level: str) -> list[dict[str, Any]]:
    # Asked for the whole whatever the area: its answer then serves every profile.
    return asked.rows("area_indicators", period=period, area=root["area_code"], level=level)


def _by_code(asked: Asked, period: dt.date, root: Row, level: str, code: str) -> dict[str, Row]:
    return {
        row["indicator_code"]: row
        for row in _of_level(asked, period, root, level)
        if row["area_code"] == code
    }


def _one(rows: Sequence[Row], code: str) -> Row | None:
    return next((row for row in rows if row["area_code"] == code), None)


def _siblings(areas: Mapping[str, Row], area: Row) -> list[Row]:
    """What lies straight below a whole, and beside a county: cities and the counties in none, or the counties of its city."""
    inside = area["area_code"] if tree.is_whole(area) else area["parent_code"]
    return [row for row in areas.values() if row["parent_code"] == inside]


def _change(asked: Asked, headline: str, period: dt.date, area: Row) -> Row | None:
    """The change on a year before, where the indicator has a figure then."""
    since = year_before(period)
    if since not in {row["period"] for row in asked.rows("periods", indicator=headline)}:
        return None
    asked_of = {"indicator": headline, "period": period, "since": since}
    rows = asked.rows("balance_changes", **asked_of, area=area["area_code"], level=area["area_level"])
    return _one(rows, str(area["area_code"]))


def _pulls(own: Mapping[str, Row], index: Index | None) -> list[Pull]:
    """The systems in the order of the registry's indicators."""
    if index is None:
        return []
    points = {row["indicator_code"]: row["points_from_mean"] for row in index.parts}
    scores = {row["scope"]: row for row in index.scores}
    found = []
    for system in dict.fromkeys(row["policy_system"] for row in own.values()):
        if system not in scores:
            continue
        known = [
            (points[code], row)
            for code, row in own.items()
            if row["policy_system"] == system and row["value"] is not None and points.get(code) is not None
        ]
        known.sort(key=lambda pair: pair[0])
        found.append(
            Pull(
                system,
                scores[system],
                [row for by, row in known if by < 0][:PULLS],
                [row for by, row in reversed(known) if by > 0][:PULLS],
                bool(known),
            )
        )
    return found


def _cases(asked: Asked, areas: Mapping[str, Row], area: Row, period: dt.date) -> list[Row]:
    """The cases and pilots begun by the period that count for the area or what lies in it, the newest first.

    Lists of accepted communities are none.
    """
    inside = {
        code
        for code, row in areas.items()
        if area["parent_code"] is None or tree.is_within(row, area["area_code"])
    }
    rows = [
        row
        for row in asked.rows("pilot_cases")
        if row["kind"] != "accepted_community" and row["county_code"] in inside and row["begun_on"] <= period
    ]
    return sorted(rows, key=lambda row: (-row["begun_on"].toordinal(), row["code"]))


def _initiatives(asked: Asked, area: Row, root: Row, pulls: Sequence[Pull]) -> list[Row]:
    """The initiatives that stand and name the area or its city, or are to move what drags it; of the whole all. Late ones first."""
    named = {str(code) for code in (area["area_code"], area["city_code"], area["prefecture_code"]) if code}
    dragging = {row["indicator_code"] for pull in pulls for row in pull.drags}
    found = [
        row
        for row in asked.rows("initiative_states")
        if row["standing"] is not None
        and (area is root or named & _split(row["areas"]) or dragging & _split(row["indicators"]))
    ]
    return sorted(found, key=lambda row: (row["standing"] not in LATE, row["code"]))


def _split(written: object) -> set[str]:
    return {one for one in str(written or "").split("|") if one}
