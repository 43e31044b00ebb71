"""The tiny province below a country: a second province beside it, one county in a city and one straight below it."""

from __future__ import annotations

import json
from typing import Any

from tests.tiny import Tiny

COUNTRY, FIRST, SECOND = "100000", "990000", "980000"
SECOND_CITY, IN_CITY, STRAIGHT = "980100", "980101", "989001"
# What is drawn and never counted: an island beside the provinces (left, width and bottom of a square), a line far to the south.
BESIDE, ISLAND, AT_SEA = "970000", (127, 1, 30), [[123.0, 12.0], [124.0, 14.0]]
NAMES = {
    COUNTRY: ("试验国", "Shiyan Country"),
    SECOND: ("邻近省", "Linjin Province"),
    SECOND_CITY: ("南山市", "Nanshan City"),
    IN_CITY: ("己巳区", "Jisi District"),
    STRAIGHT: ("庚午市", "Gengwu City"),
}


def put_below_a_country(tiny: Tiny) -> None:
    """Change the pack: its root is a country, its outlines are those of provinces and it has finer ones of cities."""
    rows = (
        (COUNTRY, "country", "country", ""),
        (SECOND, "province", "province", COUNTRY),
        (SECOND_CITY, "city", "city", SECOND),
        (IN_CITY, "county", "district", SECOND_CITY),
        (STRAIGHT, "county", "county_city", SECOND),
    )
    tiny.change("areas", {"area_code": FIRST}, parent_code=COUNTRY)
    tiny.add(
        "areas",
        *(
            {
                "area_code": code,
                "area_name_zh": NAMES[code][0],
                "area_name_en": NAMES[code][1],
                "name_en_status": "official",
                "short_name_zh": NAMES[code][0][:2],
                "short_name_en": NAMES[code][1].split()[0],
                "area_level": level,
                "area_kind": kind,
                "parent_code": parent,
                "source": "tests",
            }
            for code, level, kind, parent in rows
        ),
    )
    day = {"reference_date": "2024-12-31", "status": "published", "source": "tests"}
    for code, people in ((IN_CITY, "10000"), (STRAIGHT, "20000")):
        tiny.add(
            "population",
            {"area_code": code, "resident_population": people, "urban_population": people, **day},
        )
    tiny.target(area_code=COUNTRY)
    settings = tiny.pack_folder / "pack.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f'root_area = "{FIRST}"', f'root_area = "{COUNTRY}"'), encoding="utf-8")
    _outline(tiny)


def _outline(tiny: Tiny) -> None:
    folder = tiny.pack_folder
    for name in ("counties", "cities"):
        text = (folder / f"{name}.geojson").read_text(encoding="utf-8")
        (folder / f"{name}_near.geojson").write_text(text, encoding="utf-8")
    counties = json.loads((folder / "counties.geojson").read_text(encoding="utf-8"))["features"]
    squares = {IN_CITY: 124, STRAIGHT: 125}
    counties += [_square(code, left, 1) for code, left in squares.items()]
    _write(tiny, "counties", counties)
    _write(tiny, "counties_near", counties)
    cities = json.loads((folder / "cities_near.geojson").read_text(encoding="utf-8"))["features"]
    _write(tiny, "cities_near", [*cities, _square(SECOND_CITY, 124, 1)])
    _write(tiny, "cities", [_square(FIRST, 120, 4, 29), _square(SECOND, 124, 2)])
    _write(tiny, "beside", [_square(BESIDE, *ISLAND), _line("at-sea", AT_SEA)])


def _square(code: str, left: int, width: int, bottom: int = 30) -> dict[str, Any]:
    ring = [[left, bottom], [left + width, bottom], [left + width, 31], [left, 31], [left, bottom]]
    return {
        "type": "Feature",
        "properties": {"area_code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _line(code: str, points: list[list[float]]) -> dict[str, Any]:
    shape = {"type": "LineString", "coordinates": points}
    return {"type": "Feature", "properties": {"area_code": code}, "geometry": shape}


def _write(tiny: Tiny, name: str, features: list[dict[str, Any]]) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tiny.pack_folder / f"{name}.geojson").write_text(text, encoding="utf-8")
