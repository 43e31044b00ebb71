"""A city: its counties as rows, the systems as columns."""

from __future__ import annotations

from draw import band_rows
from draw.palette import palette
from ui.frame import device
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from ui.systems import facts, headline, ways
from ui.systems.facts import Found
from words import numbers, system_findings

WIDE = {"zh": (1156.0, 112.0, 46.0), "en": (1156.0, 150.0, 60.0)}
NARROW, PHONE = {"zh": (752.0, 84.0, 40.0), "en": (752.0, 110.0, 58.0)}, (358.0, 66.0, 0.0)
HEIGHT, CUT = 530.0, 1080


def draw(page: Page, found: Found) -> None:
    """The rows; one opens its county."""
    drawing.show(_drawn(device.is_phone(), page, found), key="system_rows", on_pick=ways.picked)
    paper.drawing(page, lambda light: _drawn(False, light, found).svg, headline.told(page, found)[0])


@kept(most=60)
def _drawn(is_phone: bool, page: Page, found: Found) -> drawing.Drawing:
    colours = palette(page.theme)
    rows = [_row(page, found, county) for county in _in_order(found)]
    heads = [_head(page, found, system, is_short=is_phone) for system in facts.systems(found)]
    lacking = page.speech("systems.lacking")
    sizes = WIDE[page.language], PHONE if is_phone else NARROW[page.language]
    wide, small = (
        band_rows.band_rows(rows, heads, band_rows.Layout(*size, height=HEIGHT, lacking=lacking), colours)
        for size in sizes
    )
    return drawing.in_two(wide, small, colours, headline.told(page, found)[0], cut=CUT)


def _in_order(found: Found) -> list[str]:
    """Those weak in most systems first, of these those strong in fewest."""

    def weight(county: str) -> tuple[int, int, str]:
        weak, strong = (len(facts.systems_where(found, county, one)) for one in ("weak", "strong"))
        return -weak, strong, county

    return sorted(facts.shown(found), key=weight)


def _head(page: Page, found: Found, system: str, *, is_short: bool) -> band_rows.Head:
    counts = []
    for standing, sign in system_findings.SYMBOLS.items():
        number = len(facts.counties_where(found, system, standing))
        told = numbers.count(number) if is_short else page.speech.plural("systems.counties", number)
        counts.append((f"{sign}{told}", system_findings.SAYS[standing] if number else "quiet"))
    return band_rows.Head(page.speech(f"system.{system}"), counts, facts.places(found, system))


def _row(page: Page, found: Found, county: str) -> band_rows.Row:
    speech, rows, areas = page.speech, facts.by_county(found)[county], found.quarter.areas
    scopes = facts.systems(found)
    lacks = sum(_lacks(rows[scope]) for scope in scopes)
    tip = [speech.pick(areas[county], "area_name")]
    tip += [system_findings.standing(speech, rows[scope]) for scope in scopes]
    return band_rows.Row(
        page.short_name(areas[county]) if page.language == "en" else speech.pick(areas[county], "area_name"),
        [_cell(page, rows[scope]) for scope in scopes],
        numbers.count(lacks) if lacks else numbers.DASH,
        "\n".join(tip),
        ways.county(county),
    )


def _lacks(row: facts.Row) -> int:
    return int(row["indicators_all"] - row["indicators_known"] - row["inapplicable"])


def _cell(page: Page, row: facts.Row) -> band_rows.Cell:
    if row["position_low"] is None:
        return band_rows.Cell(None, instead=system_findings.word(page.speech, row))
    band = row["position_low"], row["position_middle"], row["position_high"]
    return band_rows.Cell(band, system_findings.SAYS.get(row["weak_or_strong"], "quiet"))
