"""The picture: rates as tiles, what the signs mean, and who filed when."""

from __future__ import annotations

import datetime as dt
from functools import partial

from draw import svg
from draw.filing_cells import Cell, Group, Period, Room, Row, filing_cells
from draw.heat_key import Swatch, key
from draw.palette import Palette, palette, ramp_of
from draw.share_tiles import Tile, share_tiles
from files import tree
from ui.completeness import facts
from ui.completeness.headline import told
from ui.frame import choices, device
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from words import filing_findings, numbers
from words.filing_findings import SHOWN

FEW = 24  # counties that stand in one panel
NAMES = {"zh": 44.0, "en": 76.0}
CUTS = (1000, 640)
NEWEST = 16  # periods on a telephone
APART = 8.0


def draw(page: Page, form: Form) -> None:
    """Draw it: a period's head chooses the period, a city's row the city, a county's the county, a cell both."""
    made = _drawn(page, form, device.is_phone())
    drawing.show(made, key="filing_cells", on_pick=partial(picked, form))
    paper.drawing(page, lambda light: _drawn(light, form, False).svg, alternative(page, form))


def alternative(page: Page, form: Form) -> str:
    return page.speech("completeness.alt", finding=told(page, form)[0], period=form.period_words)


def picked(form: Form, name: str) -> None:
    """Take what a mark names."""
    kind, _, rest = name.partition("/")
    code, _, period = rest.rpartition("/")
    if period:
        choices.choose("period", period)
    known = form.areas.get(code)
    if known is None:
        return
    if tree.is_whole(known):
        choices.choose("city", code)
        choices.choose("county", None)
    elif kind == "cell":
        choices.choose("county", code)
    else:
        choices.toggle("county", code)


def grounds(colours: Palette) -> dict[str, str]:
    """The ground of each state: in time pale, as most are."""
    return {
        "on_time": ramp_of((colours.page, colours.above[0]), 3)[1],
        "amended": colours.sequential[1],
        "late": colours.below[0],
        "partial": "url(#half)",
        "missing": colours.text,
        "not_due": colours.panel,
    }


@kept(most=60)
def _drawn(page: Page, form: Form, is_phone: bool) -> drawing.Drawing:
    colours, label, names = palette(page.theme), alternative(page, form), NAMES[page.language]
    narrow = _whole(page, form, Room(358, 1, names, lowest=19), facts.periods(form)[-NEWEST:])
    if is_phone:
        return drawing.said_once(drawing.as_it_is(narrow, colours, label))
    every, is_few = facts.periods(form), len(facts.pictured(form)) <= FEW
    wide = _whole(page, form, Room(1156, 1 if is_few else 3, names, lowest=14), every)
    middle = _whole(page, form, Room(744, 1 if is_few else 2, names, height=640), every)
    return drawing.said_once(drawing.in_three((wide, middle, narrow), CUTS, colours, label))


def _whole(page: Page, form: Form, room: Room, shown: list[dt.date]) -> svg.Sketch:
    colours = palette(page.theme)
    return svg.stacked(
        [
            share_tiles(_tiles(page, form), room.width, colours),
            key(_key(page, form, colours), page.speech("completeness.hint"), room.width, colours),
            filing_cells(_periods(page, form, shown), _groups(page, form, shown, colours), room, colours),
        ],
        APART,
    )


# ---------------------------------------------------------------- tiles and key


def _tiles(page: Page, form: Form) -> list[Tile]:
    """Shares of units and of counties, each with what lacks."""
    speech, row = page.speech, facts.here(form)
    if row is None:
        return []
    everywhere, tiles = facts.of(form, form.root), []
    for of, whole in (("units", row["units_to_file"]), ("counties", row["counties_to_file"])):
        for what in ("filed", "on_time"):
            if of == "counties" and form.county:
                continue
            some = row[f"{of}_{what}"]
            amounts = {"some": numbers.count(some), "all": numbers.count(whole)}
            tick = None
            if everywhere and form.area != form.root:
                tick = everywhere[f"{of}_{what}"] / everywhere[f"{of}_to_file"]
            name, lacks = speech(f"completeness.tile_{of}_{what}"), whole - some
            told_of = speech("completeness.tile_of", **amounts)
            short = speech.plural(f"completeness.tile_{of}_lack_{what}", lacks) if lacks else ""
            tip = "\n".join([name, told_of, speech("completeness.tip_cut")])
            tiles.append(
                Tile(name, numbers.share(some, whole), told_of, short, share=some / whole, tick=tick, tip=tip)
            )
    return tiles


def _key(page: Page, form: Form, colours: Palette) -> list[Swatch]:
    """What each ground means, with how many counties stand so in the period shown."""
    speech, found = page.speech, grounds(colours)
    swatches = []
    for state in ("on_time", *SHOWN, "not_due"):
        number = len(facts.in_state(form, state))
        if state == "not_due" and not number:
            continue
        sign = speech(f"completeness.sign_{state}") if state in SHOWN else ""
        words = speech(
            "completeness.key",
            sign=sign,
            state=speech(f"completeness.state_{state}"),
            n=numbers.count(number),
        )
        swatches.append(Swatch(words.strip(), found[state]))
    return swatches


# ---------------------------------------------------------------- cells


def _periods(page: Page, form: Form, shown: list[dt.date]) -> list[Period]:
    area = form.city or form.root
    found = []
    for period in shown:
        row = facts.by_area(form).get(area, {}).get(period)
        tip = [
            form.in_words(period),
            *(_counted(page, row) if row else []),
            page.speech("completeness.tip_period"),
        ]
        found.append(Period(str(period.year), "\n".join(tip), f"period//{period}", period == form.period))
    return found


def _counted(page: Page, row: facts.Row) -> list[str]:
    amounts = {name: numbers.count(row[f"counties_{name}"]) for name in ("to_file", "filed", "on_time")}
    return [page.speech("completeness.tip_counties", **amounts)]


def _groups(page: Page, form: Form, shown: list[dt.date], colours: Palette) -> list[Group]:
    by_city: dict[str, list[facts.Row]] = {}
    for row in facts.pictured(form):
        by_city.setdefault(row["city_code"] or "", []).append(row)
    groups = []
    for city in sorted(by_city, key=lambda code: (not code, code)):
        rows = [_row(page, form, one, shown, colours) for one in by_city[city]]
        head = facts.of(form, city)
        if head is None:  # counties in no city
            name = page.speech("organizations.no_city") if len(by_city) > 1 else ""
            groups.append(Group(name, "", rows))
            continue
        count = f"{numbers.count(head['counties_filed'])}/{numbers.count(head['counties_to_file'])}"
        tip = [page.speech.pick(head, "area_name"), form.period_words, *_counted(page, head)]
        is_short = head["counties_filed"] < head["counties_to_file"] and head["is_due"]
        pick = "" if city == form.city else f"area/{city}/"
        groups.append(Group(page.speech.pick(head, "area_name"), count, rows, is_short, "\n".join(tip), pick))
    return groups


def _row(page: Page, form: Form, row: facts.Row, shown: list[dt.date], colours: Palette) -> Row:
    speech, name = page.speech, page.speech.pick(row, "area_name")
    cells = [
        _cell(page, form, facts.by_area(form)[row["area_code"]].get(period), colours) for period in shown
    ]
    tip = [name, form.period_words, *filing_findings.lines(speech, row)]
    is_chosen = row["area_code"] == form.county
    pick = f"area/{row['area_code']}/" if row["area_code"] in form.areas else ""
    return Row(page.short_name(row), cells, facts.is_lacking(row), "\n".join(tip), pick, is_chosen)


def _cell(page: Page, form: Form, row: facts.Row | None, colours: Palette) -> Cell:
    """A county on a period; blank where it did not exist. In time it says nothing: most are, and its row says the rest."""
    if row is None:
        return Cell("")
    state, speech = row["filing_state"], page.speech
    if state not in SHOWN:
        return Cell(grounds(colours)[state])
    tip = [speech.pick(row, "area_name"), form.in_words(row["period"]), *filing_findings.lines(speech, row)]
    pick = f"cell/{row['area_code']}/{row['period']}" if row["area_code"] in form.areas else ""
    return Cell(grounds(colours)[state], speech(f"completeness.sign_{state}"), "\n".join(tip), pick)
