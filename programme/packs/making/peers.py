"""Groups of peers by rule: what kind of county an area is, and how urban where it is a district.

An area whose figures are missing is thought to lie where those of its peers do. A rule can be told in a sentence and is the same
in every province; groups that a document names (mountain counties) are kept by hand in pack.toml and serve for reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

# From four fifths urban on a district is a city quarter; below, it was a county not long ago.
URBAN = (4, 5)
KINDS = {"district": "districts", "county_city": "county_cities"}
OTHERS = "counties"  # counties, autonomous counties, banners and what else is no district and no city
NAMES = {
    "urban_districts": ("城镇化率八成及以上的区", "Districts of which four fifths and more are urban"),
    "districts": ("城镇化率不到八成的区", "Districts of which less than four fifths are urban"),
    "county_cities": ("县级市", "County-level cities"),
    "counties": ("县和自治县", "Counties and autonomous counties"),
}

Record = Mapping[str, object]


def peer_rows(areas: Iterable[Record], population: Iterable[Record]) -> Iterator[dict[str, object]]:
    """The rows of `peers.csv`: each county of today and its group.

    Args:
        areas: rows of `areas.csv`.
        population: rows of `population.csv`; of a district the earliest figures that have residents and urban residents
            count (the census, or the first after it was redrawn), so that no group changes from year to year. A district
            without any counts as less urban.
    """
    urban = _urban(population)
    for area in areas:
        if area["area_level"] != "county" or area.get("valid_to"):
            continue
        group = KINDS.get(str(area["area_kind"]), OTHERS)
        if group == "districts" and urban.get(_extent(area, "valid_from"), False):
            group = "urban_districts"
        name_zh, name_en = NAMES[group]
        yield {
            "area_code": area["area_code"],
            "peer_group": group,
            "peer_group_name_zh": name_zh,
            "peer_group_name_en": name_en,
        }


def _urban(population: Iterable[Record]) -> dict[tuple[str, str], bool]:
    """Whether four fifths of each extent were urban by its earliest figures."""
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for row in population:
        resident, urban = row["resident_population"], row["urban_population"]
        if resident in (None, "") or urban in (None, ""):
            continue
        key, day = _extent(row, "area_valid_from"), str(row["reference_date"])
        if key not in found or day < found[key][0]:
            found[key] = day, int(str(urban)) * URBAN[1] >= int(str(resident)) * URBAN[0]
    return {key: is_urban for key, (_, is_urban) in found.items()}


def _extent(row: Record, day: str) -> tuple[str, str]:
    return str(row["area_code"]), str(row[day] or "")
