"""The whole: a small map of tiles for each system, and the indicators with which its weak counties lag."""

from __future__ import annotations

import streamlit as st

from draw import tile_columns
from draw.columns import Grid
from draw.palette import palette
from ui.frame import device, plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from ui.systems import facts, headline, items, ways
from ui.systems.facts import Found
from words import numbers, system_findings

WIDE = {"zh": Grid(1156, 82, 6), "en": Grid(1156, 92, 6)}
NARROW, PHONE = {"zh": Grid(752, 82, 3), "en": Grid(752, 92, 3)}, Grid(358, 0, 2)
CUT = 1080
PLACES = {"zh": 3, "en": 2}  # cities named


def draw(page: Page, found: Found) -> None:
    """The columns; a tile opens its county. Without a layout of tiles, a sentence to the table."""
    if not _cells(found):
        st.html(f'<p class="nothing">{plain.html(page.speech("partners.no_tiles"))}</p>')
        return
    drawing.show(_drawn(device.is_phone(), page, found), key="system_tiles", on_pick=ways.picked)
    paper.drawing(page, lambda light: _drawn(False, light, found).svg, headline.told(page, found)[0])


def _cells(found: Found) -> dict[str, tuple[int, int]]:
    return found.answers.tiles(facts.by_county(found).keys() & found.quarter.areas.keys())


@kept(most=40)
def _drawn(is_phone: bool, page: Page, found: Found) -> drawing.Drawing:
    colours, speech, areas = palette(page.theme), page.speech, found.quarter.areas
    cells = _cells(found)
    where = tile_columns.Map(cells, {code: areas[code]["city_code"] for code in cells})
    words = tile_columns.Words(
        speech("systems.maps").split("|"), speech("systems.lag").split("|"), speech("systems.rest")
    )
    columns = [_column(page, found, system) for system in facts.systems(found)]
    sizes = WIDE[page.language], PHONE if is_phone else NARROW[page.language]
    wide, small = (tile_columns.tile_columns(columns, where, words, size, colours) for size in sizes)
    return drawing.in_two(wide, small, colours, headline.told(page, found)[0], cut=CUT)


def _column(page: Page, found: Found, system: str) -> tile_columns.Column:
    speech, counties = page.speech, facts.by_county(found)
    counts = []
    for standing in ("weak", "strong"):
        number = len(facts.counties_where(found, system, standing))
        told = speech("systems.counted", told=speech(f"systems.word_{standing}"), n=numbers.count(number))
        counts.append((f"{system_findings.SYMBOLS[standing]} {told}", system_findings.SAYS[standing]))
    codes = facts.of_system(found, system)
    listed = facts.lagging(found, system)[: tile_columns.ITEMS]
    rest, lacks = len(codes) - len(listed), _missing(found, system)
    tail = [speech.plural("systems.not_filed", lacks)] if lacks else []
    tail += [speech.plural("systems.rest_of", rest)] if rest else []
    name = speech(f"system.{system}")
    return tile_columns.Column(
        name,
        counts,
        {code: _tile(page, found, code, rows[system]) for code, rows in counties.items()},
        _where(page, found, system),
        [items.of_whole(page, found, system, code) for code in listed],
        " · ".join(tail),
        ways.system(system),
        "\n".join([name, speech("systems.open")]),
    )


def _missing(found: Found, system: str) -> int:
    """How many figures the counties owe."""
    rows = (facts.indicators(found)[code].values() for code in facts.of_system(found, system))
    return sum(facts.is_missing(row) for of_one in rows for row in of_one)


def _tile(page: Page, found: Found, code: str, row: facts.Row) -> tile_columns.Tile:
    speech, area = page.speech, found.quarter.areas[code]
    says = system_findings.SAYS.get(
        row["weak_or_strong"] or "", "quiet" if row["weak_or_strong"] else "hatch"
    )
    return tile_columns.Tile(
        says,
        "\n".join([speech.pick(area, "area_name"), system_findings.standing(speech, row)]),
        ways.county(code),
    )


def _where(page: Page, found: Found, system: str) -> tuple[str, str]:
    """In which cities most of the weak counties are."""
    speech, areas = page.speech, found.quarter.areas
    weak = [areas[code]["city_code"] or code for code in facts.counties_where(found, system, "weak")]
    order = sorted(set(weak), key=lambda city: (-weak.count(city), city))
    if not order:
        return speech("systems.nobody_weak"), ""
    named = [
        speech("systems.counted", told=page.short_name(areas[city]), n=weak.count(city))
        for city in order[: PLACES[page.language]]
    ]
    return speech("systems.where_weak"), speech("list.item").join(named)
