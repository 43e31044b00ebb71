"""The counties as equal tiles: five bars each, or the figure of one partner."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from draw import bar_tiles, svg
from draw.palette import palette
from files import tree
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.partners.facts import MANY, PARTNERS, Row, behind, by_county, known, shown
from ui.partners.headline import told
from ui.parts import drawing, lowest, paper
from words import numbers, partner_findings

WIDE = (63.0, 46.0)  # of a tile
NARROW = {"zh": (32.4, 42.0), "en": (32.4, 50.0)}  # letters take two lines
IN_A_ROW = 11  # tiles that stand in an order
CUT = 600  # pixels: what is narrower gets the smaller tiles
SAMPLE = (0.85, 0.7, 0.2, 0.95, 0.55)  # heights of the key's bars


def draw(page: Page, form: Form, partner: str | None) -> None:
    """Draw the tiles; one chooses its county, a second press lets it go. Without a layout, a sentence to the table."""
    cells = _cells(form, partner)
    if not cells:
        st.html(f'<p class="nothing">{plain.html(page.speech("partners.no_tiles"))}</p>')
        return
    drawing.show(_drawn(partner, page, form), key="partner_tiles", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(partner, light, form).svg, _alternative(page, form))
    if _is_in_order(form):
        others = lowest.told(page, len(cells), len(shown(form)))
        st.html(f'<p class="under">{plain.html(others)}</p>')


def _picked(code: str) -> None:
    choices.toggle("county", code)


def _alternative(page: Page, form: Form) -> str:
    return page.speech("partners.tiles_alt", finding=told(page, form)[0], period=form.period_words)


def _is_in_order(form: Form) -> bool:
    """Whether even the counties shown are more than have room where they lie."""
    return len(shown(form)) > tree.MOST_COUNTIES


def _cells(form: Form, partner: str | None) -> dict[str, tuple[int, int]]:
    """Row and column of each tile: of all counties, where there is room for them, else of those shown; of too many of these the lowest,
    side by side in their order."""
    if _is_in_order(form):
        listed = _lowest_first(form, partner)[: tree.MOST_COUNTIES]
        return {code: divmod(number, IN_A_ROW) for number, code in enumerate(listed)}
    every = by_county(form)
    return form.answers.tiles(every if len(every) <= tree.MOST_COUNTIES else shown(form))


def _lowest_first(form: Form, partner: str | None) -> list[str]:
    """The counties shown, by their place with the partner chosen, or by with how many they are behind; those not known last."""
    counties = shown(form)

    def place(code: str) -> tuple[bool, int, str]:
        items = counties[code]
        if partner:
            return items[partner]["place"] is None, -(items[partner]["place"] or 0), code
        return not known(items), -len(behind(items)), code

    return sorted(counties, key=place)


@kept(most=60)
def _drawn(partner: str | None, page: Page, form: Form) -> drawing.Drawing:
    colours, cells, inside = palette(page.theme), _cells(form, partner), shown(form)

    def sketch(size: tuple[float, float]) -> svg.Sketch:
        tiles = {
            code: _tile(page, form, items, partner, is_inside=code in inside, is_small=size is not WIDE)
            for code, items in by_county(form).items()
            if code in cells
        }
        if _is_in_order(form):  # between neighbours in an order there is no border
            tiles = {code: replace(tile, city=form.root) for code, tile in tiles.items()}
        return bar_tiles.bar_tiles(cells, tiles, _key(page, partner), size, colours)

    wide, narrow = (sketch(size) for size in (WIDE, NARROW[page.language]))
    return drawing.in_two(wide, narrow, colours, _alternative(page, form), cut=CUT)


def _tile(
    page: Page, form: Form, items: dict[str, Row], partner: str | None, *, is_inside: bool, is_small: bool
) -> bar_tiles.Tile:
    first, lacking = items[PARTNERS[0]], behind(items)
    code = first["area_code"]
    is_marked = bool(items[partner]["is_behind"]) if partner else len(lacking) >= MANY
    tag = page.speech("partners.tag", n=len(lacking)) if len(lacking) >= MANY and not partner else ""
    return bar_tiles.Tile(
        page.short_name(first),
        [bar_tiles.Bar(height(items[one]), bool(items[one]["is_behind"])) for one in PARTNERS],
        first["city_code"],
        numbers.ratio(items[partner]["figure"], 1) if partner else "",
        # A letter's name leaves no room for a tag: it is bold and brown alone.
        "" if is_small or page.language == "en" else tag,
        is_marked,
        not is_inside,
        _hover(page, items),
        code if is_inside else "",
        code == form.county,
    )


def height(row: Row) -> float | None:
    """How tall a bar is: the first of all fills it, the last has a sliver."""
    if row["place"] is None:
        return None
    return float((row["places"] - row["place"] + 1) / row["places"])


def _hover(page: Page, items: dict[str, Row]) -> str:
    speech, first = page.speech, items[PARTNERS[0]]
    city, name = speech.pick(first, "city_short_name"), speech.pick(first, "area_name")
    title = speech("toolbar.county_of_city", county=name, city=city) if city else name
    return "\n".join([title, *(partner_findings.line(speech, items[partner]) for partner in PARTNERS)])


def _key(page: Page, partner: str | None) -> bar_tiles.Key:
    speech = page.speech
    if partner:
        lines = [(speech("partners.key_figure"), False), (speech("partners.key_behind"), True)]
        unit = speech(f"partners.unit_{partner}")
        return bar_tiles.Key(speech(f"partner.{partner}"), (), (), [(unit, False), *lines])
    bars = [bar_tiles.Bar(tall, tall < 1 / 3) for tall in SAMPLE]
    lines = [
        (speech("partners.key_tall"), False),
        (speech("partners.key_behind"), True),
        (speech("partners.key_many", n=MANY), False),
        (speech("partners.key_hatch"), False),
    ]
    letters = [speech(f"partners.letter_{one}") for one in PARTNERS]
    return bar_tiles.Key(speech("partners.key_title"), letters, bars, lines)
