"""The census of 2020-11-01 on the areas of a pack: people, urban people, households and age groups.

Every figure belongs to the area row that was valid on the census day. Codes that changed since go through
`county_recodes.csv`; after that the counties and the zones beside them sum to the province to the person,
and whatever does not is remarked on.
"""

from __future__ import annotations

from collections import defaultdict

from programme.packs.making.divisions import Area, on_day
from programme.packs.making.report import Report
from programme.packs.making.sources import Row, Sources
from words.problems import Problem

CENSUS_DAY = "2020-11-01"
SOURCE = "census_2020"  # its id in the sources of the programme
POPULATION = ("resident_population", "urban_population")
AGES = ("family_households", "age_0_4", "age_0_14", "age_60_plus", "age_65_plus", "age_80_plus")
MEASURES = POPULATION + AGES
WHOLE_COUNTY = ("recode", "merge", "rename")

Figures = dict[str, int]


class Census:
    """Figures per area code on the extents of the census day, and how many source rows made each."""

    def __init__(self) -> None:
        self.figures: dict[str, Figures] = {}
        self.parts: dict[str, list[str]] = defaultdict(list)

    def add(self, code: str, label: str, row: Row) -> None:
        figures = self.figures.setdefault(code, dict.fromkeys(MEASURES, 0))
        for measure in MEASURES:
            figures[measure] += int(row[measure])
        self.parts[code].append(label)

    def source(self, code: str) -> str:
        """The source of the figure: the yearbook, or one of its own where rows of it were summed (`sums`)."""
        return SOURCE if len(self.parts[code]) < 2 else f"{SOURCE}_{code}"

    def sums(self, yearbook: Row) -> list[Row]:
        """A source for each figure that is a sum: the yearbook, and which of its rows."""
        summed = {code: parts for code, parts in sorted(self.parts.items()) if len(parts) > 1}
        return [
            yearbook
            | {
                "source_id": self.source(code),
                "title_zh": f"{yearbook['title_zh']}；为{'、'.join(parts)}之和",
                "title_en": f"{yearbook['title_en']}; the sum of {', '.join(parts)}",
            }
            for code, parts in summed.items()
        ]


def is_subtotal(row: Row) -> bool:
    """A row that repeats others: the counties straight under a province taken together, or the districts of one."""
    return "直辖县级行政区划" in row["area_name"] or row["area_name"] in ("市辖区", "县")


def read_census(areas: list[Area], sources: Sources, report: Report) -> Census:
    """Census figures for the province, its cities, counties and county-level zones."""
    name = next(area.name_zh for area in areas if area.level == "province")
    root = next(area.code for area in areas if area.level == "province")
    valid = {
        code: area
        for code, area in on_day(areas, CENSUS_DAY).items()
        if area.level in ("province", "city", "county") or len(code) == 6
    }
    rows = [
        row
        for row in sources.national("census_2020_china")
        if row["province"] == name and not is_subtotal(row)
    ]
    recoded: dict[tuple[str, str], str] = {
        (row["old_code"], "" if row["old_code"] else row["old_name"]): row["new_code"]
        for row in sources.national("county_recodes")
        if row["kind"] in WHOLE_COUNTY
    }
    zones = {(area.parent, area.name_zh): code for code, area in valid.items() if area.level == "zone"}
    city_codes = {row["area_name"]: row["area_code"] for row in rows if row["area_code"].endswith("00")}
    census = Census()
    for row in rows:
        code, label = row["area_code"], row["area_name"]
        key = (code, "" if code else label)
        target = code
        if code not in valid:
            target = recoded.get(key) or zones.get((city_codes.get(row["city"], root), label), "")
        if target in valid:
            census.add(target, label, row)
        elif code.endswith("00"):
            continue  # a city that the pack shows as one county, or not at all: its parts are rows of their own
        else:
            key_of_words = "making.no_successor" if code else "making.no_successor_of_row"
            people = int(row["resident_population"])
            report.remark(code or label, Problem(key_of_words, code=code, label=label, people=people))
    _check(census, valid, root, report)
    return census


def _check(census: Census, valid: dict[str, Area], root: str, report: Report) -> None:
    """Say which areas got no figures, and by how much the parts miss the province."""
    for code, area in valid.items():
        if code not in census.figures:
            report.remark(code, Problem("making.not_counted", code=code, name=area.name_zh))
    lowest = [
        code for code, area in valid.items() if area.level in ("county", "zone") and code in census.figures
    ]
    report.figures["census_areas_matched"] = len(lowest)
    whole = census.figures.get(root, {})
    for measure in MEASURES:
        parts = sum(census.figures[code][measure] for code in lowest)
        report.figures[f"census_{measure}"] = parts
        if parts != whole.get(measure):
            difference = parts - whole.get(measure, 0)
            values = {"parts": parts, "whole": whole.get(measure, 0), "difference": difference}
            report.remark(root, Problem("making.census_differs", measure=measure, **values))
