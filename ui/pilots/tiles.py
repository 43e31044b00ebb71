"""The counties as small tiles: where a case was copied and when, or how many methods each took up from others."""

from __future__ import annotations

from typing import Any

from draw.palette import Palette, palette, ramp_of
from draw.small_tiles import KeyPart, Tile, small_tiles
from files import tree
from ui.frame import choices
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from ui.pilots.facts import FILTERS, OF_CASE, Row, begun, county_names, reached, register, taken_up
from words import case_findings, numbers

SIZE = (31.0, 20.0)
MANY = 3  # methods, from which a tile is darkest


def has_tiles(page: Page) -> bool:
    """Whether the pack has a layout of tiles, and there is room for all of them."""
    return 0 < len(_cells(page)) <= tree.MOST_COUNTIES


def of_case(page: Page, row: Row) -> None:
    """Where a case was copied, the earlier the darker."""
    _show(page, "pilot_case_tiles", ("case", row["code"], choices.raw("county")))


def of_all(page: Page) -> None:
    """How much each county took up; a tile chooses its county, a second press lets it go."""
    chosen = tuple(choices.raw(name) for name in FILTERS)
    _show(page, "pilot_county_tiles", ("all", *chosen))


def _show(page: Page, name: str, key: tuple[Any, ...]) -> None:
    on_pick = picked if key[0] == "all" else None
    drawing.show(_drawn(key, page), key=name, on_pick=on_pick)
    paper.drawing(page, lambda light: _drawn(key, light).svg, page.speech(f"pilots.tiles_{key[0]}_alt"))


def picked(code: str) -> None:
    choices.toggle("county", code)


def _cells(page: Page) -> dict[str, tuple[int, int]]:
    return page.answers.tiles(county_names(page))


@kept(most=100)
def _drawn(key: tuple[Any, ...], page: Page) -> drawing.Drawing:
    colours, kind = palette(page.theme), key[0]
    tiles, parts = _of_case(page, key[1], colours) if kind == "case" else _of_all(page, colours)
    sketch = small_tiles(_cells(page), tiles, parts, SIZE, colours)
    return drawing.as_it_is(sketch, colours, page.speech(f"pilots.tiles_{kind}_alt"))


def _of_case(page: Page, code: str, colours: Palette) -> tuple[dict[str, Tile], list[KeyPart]]:
    speech, copies = page.speech, {row["county_code"]: row for row in reached(page, code)}
    own = {row["county_code"]: row for row in register(page).places[code]}
    years = sorted({row["begun_on"].year for row in copies.values()})
    fills = dict(zip(years, reversed(ramp_of(colours.sequential, len(years))), strict=True)) if years else {}
    tiles = {}
    for county, area in county_names(page).items():
        copy = copies.get(county)
        said = [speech.pick(area, "area_name")]
        if county in own:
            said.append(
                speech("pilots.tile_origin", month=case_findings.short_month(speech, own[county]["begun_on"]))
            )
        said += [case_findings.copy_line(speech, copy)] if copy else []
        tiles[county] = Tile(
            area["city_code"],
            fills[copy["begun_on"].year] if copy else "",
            f"{copy['begun_on'].year % 100:02d}" if copy else "",
            county in own,
            bool(copy and copy["result"] == "failed"),
            "\n".join(said),
            is_chosen=county == choices.raw("county"),
        )
    parts = [KeyPart("", speech("pilots.key_origin"))]
    parts += [KeyPart(fills[year], speech("pilots.key_year", year=year)) for year in years]
    return tiles, parts


def _of_all(page: Page, colours: Palette) -> tuple[dict[str, Tile], list[KeyPart]]:
    speech, taken, own = page.speech, taken_up(page, OF_CASE), begun(page, OF_CASE)
    tiles = {}
    for county, area in county_names(page).items():
        number = len(taken.get(county, []))
        said = [
            speech.pick(area, "area_name"),
            speech(
                "pilots.tile_all", own=numbers.count(len(own.get(county, []))), taken=numbers.count(number)
            ),
        ]
        tiles[county] = Tile(
            area["city_code"],
            colours.sequential[min(number, MANY) - 1] if number else colours.panel,
            numbers.count(number) if number else "",
            county in own,
            tip="\n".join(said),
            pick=county,
            is_chosen=county == choices.raw("county"),
        )
    parts = [KeyPart("", speech("pilots.key_began"))]
    parts += [
        KeyPart(
            colours.sequential[at],
            speech("pilots.key_many" if at + 1 == MANY else "pilots.key_taken", n=at + 1),
        )
        for at in range(MANY)
    ]
    return tiles, [*parts, KeyPart(colours.panel, speech("pilots.key_none"))]
