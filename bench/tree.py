"""The area rows of a made-up province, or of a made-up country of provinces: as even as the numbers allow."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from words.problems import PackError

SOURCE = "measuring"  # its id in the pack's sources
PROVINCE = "980000"
COUNTRY = "100000"
# The first two digits of the codes of provinces.
_PROVINCES = (
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66),
)  # fmt: skip
COUNTIES_PER_CITY = 20
TOWNSHIPS_PER_COUNTY = 100
MOST_CITIES = 98  # of a province: two digits of a code, and one of them for none


@dataclass(frozen=True)
class Shape:
    """How many areas of each level there are; of a province alone `provinces` is empty."""

    root: str
    provinces: tuple[str, ...]
    cities: int
    counties: int
    townships: int


# In round numbers what there is: of the country, and of a province of the middle size.
REAL_COUNTRY = Shape(COUNTRY, tuple(f"{number}0000" for number in _PROVINCES), 333, 2_850, 40_000)
REAL_PROVINCE = Shape(PROVINCE, (), 11, 90, 1_300)


def scaled(shape: Shape, townships: int) -> Shape:
    """A shape with another number of townships: with fewer of them fewer cities and counties, too."""
    share = min(1.0, townships / shape.townships)
    cities = max(1, len(shape.provinces), round(shape.cities * share))
    counties = max(cities, round(shape.counties * share))
    return replace(shape, cities=cities, counties=counties, townships=max(counties, townships))


def one_province(townships: int) -> Shape:
    """A province of so many townships, a hundred to a county and twenty counties to a city. Raises `PackError` for too many."""
    counties = -(-townships // TOWNSHIPS_PER_COUNTY)
    cities = -(-counties // COUNTIES_PER_CITY)
    if cities > MOST_CITIES:
        raise PackError("bench.too_many_townships", townships=townships, cities=cities)
    return Shape(PROVINCE, (), cities, counties, townships)


def areas_of(shape: Shape) -> pl.DataFrame:
    """Area rows of a pack, the root first, then level by level; names say the code."""
    provinces = list(shape.provinces) or [shape.root]
    above = _spread(shape.cities, len(provinces))
    cities = _numbered([code[:2] for code in provinces], above, 2, "00")
    counties = _numbered([code[:4] for code in cities], _spread(shape.counties, shape.cities), 2, "")
    townships = _numbered(counties, _spread(shape.townships, shape.counties), 3, "")
    levels = [
        ("province", "province", provinces, [shape.root] * len(provinces)),
        ("city", "city", cities, [provinces[place] for place in above]),
        ("county", "county", counties, [code[:4] + "00" for code in counties]),
        ("township", "subdistrict", townships, [code[:6] for code in townships]),
    ]
    top = "country" if shape.provinces else "province"
    rows: list[tuple[str, str, str, str | None]] = [(shape.root, top, top, None)]
    for level, kind, codes, parents in levels[0 if shape.provinces else 1 :]:
        rows += zip(codes, [level] * len(codes), [kind] * len(codes), parents, strict=True)
    frame = pl.DataFrame(
        rows,
        schema=dict.fromkeys(("area_code", "area_level", "area_kind", "parent_code"), pl.String),
        orient="row",
    )
    return frame.select(
        "area_code",
        area_name_zh=pl.lit("测速") + pl.col("area_code"),
        area_name_en=pl.concat_str("area_level", pl.lit(" "), "area_code"),
        name_en_status=pl.lit("official"),
        short_name_zh="area_code",
        short_name_en="area_code",
        area_level="area_level",
        area_kind="area_kind",
        parent_code="parent_code",
        valid_from=pl.lit(None, pl.String),
        valid_to=pl.lit(None, pl.String),
        source=pl.lit(SOURCE),
    )


def _spread(parts: int, wholes: int) -> list[int]:
    """The place of the whole that each part belongs to: runs as even as can be."""
    return [part * wholes // parts for part in range(parts)]


def _numbered(prefixes: list[str], above: list[int], digits: int, suffix: str) -> list[str]:
    """Codes of parts: that of the whole, their number in it from 1, and what fills the code up."""
    numbers: dict[int, int] = {}
    codes = []
    for place in above:
        numbers[place] = numbers.get(place, 0) + 1
        codes.append(f"{prefixes[place]}{numbers[place]:0{digits}}{suffix}")
    return codes
