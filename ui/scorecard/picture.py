"""The picture: what the colours and signs mean, and the cells of all areas."""

from __future__ import annotations

from draw import svg
from draw.heat import Head
from draw.heat_key import Swatch, key
from draw.palette import Palette, palette, ramp_of
from draw.score_cells import Cell, Group, Room, Row, score_cells
from ui.frame import device
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from ui.scorecard import facts, ways
from ui.scorecard.facts import Asked, Card
from ui.scorecard.headline import told
from words import scorecard_findings

NAMES = {"zh": 42.0, "en": 62.0}
TOWNSHIPS = {"zh": 92.0, "en": 130.0}
CUT = 1000  # pixels: what is narrower has two panels
APART = 8.0


def draw(page: Page, asked: Asked) -> None:
    """Draw it: a county opens its profile, a head puts its indicator's weakest first."""
    drawing.show(_drawn(page, asked, device.is_phone()), key="scorecard_cells", on_pick=ways.picked)
    paper.drawing(page, lambda light: _drawn(light, asked, False).svg, alternative(page, asked))


def alternative(page: Page, asked: Asked) -> str:
    return page.speech("scorecard.alt", finding=told(page, asked)[0], period=asked.quarter.period_words)


@kept(most=60)
def _drawn(page: Page, asked: Asked, is_phone: bool) -> drawing.Drawing:
    colours, label = palette(page.theme), alternative(page, asked)
    names = (TOWNSHIPS if asked.is_of_townships else NAMES)[page.language]
    heads, groups = _heads(page, asked), _groups(page, asked, colours)

    def whole(room: Room) -> svg.Sketch:
        cells = score_cells(heads, groups, room, colours)
        under = key(_key(page, asked, colours), _hint(page, asked), min(cells.width, room.width), colours)
        return svg.stacked([under, cells], APART)

    if is_phone:
        # Of many indicators it is wider than the screen, and scrolls inside its own frame.
        cells = whole(Room(358, names, 1))
        return drawing.said_once(
            drawing.Drawing(drawing.as_it_is(cells, colours, label).svg, least=round(cells.width))
        )
    wide = whole(Room(1156, names))
    middle = whole(Room(744, names, 2))
    return drawing.said_once(drawing.in_two(wide, middle, colours, label, cut=CUT))


def _hint(page: Page, asked: Asked) -> str:
    told = [page.speech("scorecard.hint_townships" if asked.is_of_townships else "scorecard.hint")]
    if asked.other is not None:
        told.insert(0, page.speech("scorecard.key_moves", other=asked.quarter.in_short(asked.other)))
    return " · ".join(told)


def grounds(colours: Palette) -> tuple[str, ...]:
    """The ground of each class of what is judged, the weakest first; the middle has none of its own."""
    return colours.below[1], colours.below[0], colours.panel, colours.above[0], colours.above[1]


def blues(colours: Palette) -> list[str]:
    """The same of what is not judged, from low to high."""
    return ramp_of(colours.sequential, 5)


def _key(page: Page, asked: Asked, colours: Palette) -> list[Swatch]:
    speech, ground = page.speech, grounds(colours)
    cells = [row for card in facts.pictured(asked) for row in card]
    found = [
        Swatch(speech("scorecard.key_weakest"), ground[0]),
        Swatch(speech("scorecard.step_weaker"), ground[1]),
        Swatch(speech("scorecard.step_middle"), ground[2]),
        Swatch(speech("scorecard.step_stronger"), ground[3]),
        Swatch(speech("scorecard.key_strongest"), ground[4]),
    ]
    if any(row["polarity"] == "neutral" for row in cells):
        found.append(Swatch(speech("scorecard.key_neutral"), blues(colours)[2]))
    if any(row["value_shown"] is None for row in cells):
        found.append(Swatch(speech("scorecard.key_unknown"), "url(#hatch)"))
    return found


def _heads(page: Page, asked: Asked) -> list[Head]:
    speech, known = page.speech, page.answers.indicators()
    heads = []
    for code in facts.indicators(asked):
        tip = "\n".join(
            [speech.pick(known[code], "indicator_name"), _direction(page, code), speech("scorecard.tip_sort")]
        )
        is_chosen = asked.sort == code
        heads.append(Head(speech.pick(known[code], "short_name"), (), tip, f"sort/{code}", is_chosen))
    tip = "\n".join(
        [speech("scorecard.column_weak"), speech("scorecard.tip_weak"), speech("scorecard.tip_sort_weak")]
    )
    return [
        *heads,
        Head(speech("scorecard.head_weak"), (), tip, f"sort/{facts.WEAK}", asked.sort == facts.WEAK),
    ]


def _direction(page: Page, code: str) -> str:
    polarity = page.answers.indicators()[code]["polarity"]
    return page.speech(f"scorecard.tip_{polarity}")


def _groups(page: Page, asked: Asked, colours: Palette) -> list[Group]:
    """The counties under their cities; in an order of the reader's own, or below one city, all as one."""
    listed = facts.pictured(asked)
    by_city: dict[str, list[Card]] = {}
    for card in listed:
        by_city.setdefault(card[0]["city_code"] or "", []).append(card)
    if asked.sort or len(by_city) < 2:
        return [Group("", [_row(page, asked, card, colours) for card in listed])]
    # Counties in no city stand last, under a dash.
    return [
        Group(
            # Not by a county's own words for it: below the country these name the city of the province too.
            page.speech.pick(asked.quarter.areas[city], "area_name")
            if city
            else page.speech("organizations.no_city"),
            [_row(page, asked, card, colours) for card in by_city[city]],
        )
        for city in sorted(by_city, key=lambda code: (not code, code))
    ]


def _row(page: Page, asked: Asked, card: Card, colours: Palette) -> Row:
    speech, first, known = page.speech, card[0], page.answers.indicators()
    city, name = speech.pick(first, "city_short_name"), speech.pick(first, "area_name")
    title = speech("toolbar.county_of_city", county=name, city=city) if city else name
    amounts = {"weak": str(first["weak_points"]), "all": str(first["judged_points"])}
    tip = [title, speech("scorecard.tip_points", **amounts)]
    if not asked.is_of_townships:
        tip.append(speech("scorecard.tip_profile"))
    judged, neutral = grounds(colours), blues(colours)
    cells = []
    for row in card:
        indicator = known[row["indicator_code"]]
        shades = neutral if row["polarity"] == "neutral" else judged
        ground = "" if row["class_step"] is None else shades[row["class_step"] - 1]
        lines = "\n".join(scorecard_findings.lines(speech, row, indicator))
        cells.append(
            Cell(scorecard_findings.figure(row, indicator), ground, scorecard_findings.sign(row), lines)
        )
    last = str(first["weak_points"]) if first["judged_points"] else ""
    # Nobody has a page for a township.
    pick = "" if asked.is_of_townships else f"area/{first['area_code']}"
    return Row(scorecard_findings.short(speech, first), cells, last, "\n".join(tip), pick)
