"""The picture: the earlier map, the one that plays, the change, and the line over all periods, in three widths."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from draw import svg, two_dates
from draw.heat_key import Swatch, key
from draw.map import beside
from draw.map.beside import Cell
from draw.palette import palette
from draw.two_dates import MIDDLE, NARROW, WIDE
from ui.change import facts, playing
from ui.change.headline import told
from ui.change.painting import Brush, change_scale_of
from ui.change.ways import picked
from ui.frame import device
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import drawing, paper
from words import change_findings, legends, numbers

HEIGHT, LOWER = 242.0, 198.0  # pixels of a map, and of one where there is less room
CUTS = (1000, 700)


def draw(page: Page, choice: Choice, earlier: dt.date) -> None:
    """Draw it: a county opens its profile, a period of the line becomes one of the two."""
    is_phone = device.is_phone()
    drawn = _drawn(earlier, is_phone, page, choice)
    drawing.show(
        drawn,
        key="change_maps",
        on_pick=picked(choice, earlier),
        frames=playing.frames(earlier, is_phone, page, choice),
    )
    label = told(page, choice, earlier)[0]
    paper.drawing(page, lambda light: _alone(earlier, light, choice), label)


@kept(most=60)
def _drawn(earlier: dt.date, is_phone: bool, page: Page, choice: Choice) -> drawing.Drawing:
    colours, label = palette(page.theme), told(page, choice, earlier)[0]
    parts, lower = (_parts(page, choice, earlier, height) for height in (HEIGHT, LOWER))
    defined = beside.outlines(facts.ground(page, choice), HEIGHT)
    shared = svg.drawing("", 0, 0, defs=svg.hatches(colours) + defined)

    def of(width: float) -> str:
        sketch = two_dates.arranged(lower if width == MIDDLE else parts, width, colours)
        return svg.drawing(sketch.body, sketch.width, sketch.height, label=label)

    if is_phone:
        return drawing.said_once(drawing.Drawing(of(NARROW), shared=shared))
    all_widths = drawing.Drawing(
        of(WIDE), of(NARROW), CUTS[1], middle=of(MIDDLE), full=CUTS[0], shared=shared
    )
    return drawing.said_once(all_widths)


def _alone(earlier: dt.date, page: Page, choice: Choice) -> str:
    """All in one text, for paper."""
    colours = palette(page.theme)
    sketch = two_dates.arranged(_parts(page, choice, earlier, HEIGHT), WIDE, colours)
    defined = svg.hatches(colours) + beside.outlines(facts.ground(page, choice), HEIGHT)
    return svg.drawing(
        sketch.body, sketch.width, sketch.height, label=told(page, choice, earlier)[0], defs=defined
    )


def _parts(page: Page, choice: Choice, earlier: dt.date, height: float) -> two_dates.Parts:
    speech, colours = page.speech, palette(page.theme)
    brush, ground = Brush(page, choice), facts.ground(page, choice)
    names = {code: page.short_name(row) for code, row in choice.areas.items()}
    counts = facts.counts(choice)
    cells = {day: _cells(brush, day) for day in (earlier, choice.period)}
    board = beside.Board(ground, height, names, colours, HEIGHT)
    maps = []
    for day, of_day in cells.items():
        moves = day == choice.period
        drawn = beside.small_map(board, of_day, moves=moves)
        said = change_findings.met(speech, counts.get(day))
        maps.append(two_dates.Column(choice.in_words(day), said, drawn, moves))
    listed = facts.rows(choice, earlier)
    known = facts.compared(listed)
    scale = change_scale_of(page, choice, earlier)
    periods = choice.in_words(earlier), choice.period_words
    changes = {
        row["area_code"]: replace(
            brush.change(row, scale),
            tip="\n".join(change_findings.lines(speech, row, choice.indicator, periods)),
            pick=f"area/{row['area_code']}",
        )
        for row in listed
    }
    drawn = beside.small_map(board, changes)
    counted = change_findings.counted(speech, known, "change.counted") if known else ""
    maps.append(two_dates.Column(speech("why.change"), counted, drawn))
    return two_dates.Parts(
        (maps[0], maps[1], maps[2]),
        lambda width: key(_value_key(brush), _target(page, choice), width, colours),
        lambda width: key(_change_key(brush, earlier, listed), "", width, colours),
        lambda axis: playing.line(page, choice, earlier, axis),
    )


def _cells(brush: Brush, day: dt.date) -> dict[str, Cell]:
    """Every county of one period."""
    page, choice = brush.page, brush.choice
    rows = facts.by_period(choice)[day]
    today = page.answers.areas(max(choice.periods))
    found = {}
    for patch in beside.shown(facts.ground(page, choice)):
        code = patch.area_code
        row = rows.get(code)
        standing = brush.standing(row)
        figure = "" if row is None else numbers.ratio(row["value_shown"], choice.decimals)
        said = standing.words.replace("{period}", choice.in_words(day)).replace("{figure}", figure)
        area = choice.areas.get(code) or today.get(code)
        name = page.speech.pick(area, "area_name") if area else code
        pick = f"area/{code}" if code in choice.areas else ""
        found[code] = Cell(standing.fill, standing.sign, standing.is_hollow, tip=f"{name}\n{said}", pick=pick)
    return found


def _value_key(brush: Brush) -> list[Swatch]:
    speech, scale = brush.page.speech, brush.scale
    found = [
        Swatch(f"{mark} {range_}".strip(), colour)
        for mark, range_, colour in zip(scale.marks, scale.ranges, scale.colours, strict=True)
    ]
    rows = [row for day in facts.by_period(brush.choice).values() for row in day.values()]
    lacks = {legends.lack(row, brush.choice.indicator, "ratio") for row in rows if row["class_index"] is None}
    without = {
        legends.lacking(speech, brush.choice.indicator, why): pattern
        for why, pattern in legends.PATTERNS.items()
        if why in lacks and pattern != "blank"
    }
    found += [Swatch(told, f"url(#{pattern})") for told, pattern in without.items()]
    if any(not row["is_newest_extent"] for row in rows):
        found.append(Swatch(speech("change.other_extent"), "url(#dots)"))
    return found


def _target(page: Page, choice: Choice) -> str:
    """The target between the two sides, where there is one for all."""
    words = legends.target(page.speech, choice.headline(), "ratio")
    return page.speech("change.sign", target=words) if words else ""


def _change_key(brush: Brush, earlier: dt.date, listed: list[facts.Row]) -> list[Swatch]:
    page, choice = brush.page, brush.choice
    scale = change_scale_of(page, choice, earlier)
    # What is shown as 0 has a ground of its own.
    used = {scale.class_of(float(row["change_since"])) for row in listed if row["change_since"]}
    found = [
        Swatch(f"↓ {range_}" if place < (scale.target_at or 0) else range_, colour)
        for place, (range_, colour) in enumerate(zip(scale.ranges, scale.colours, strict=True))
        # Of a side on which nothing lies one class says that there is none.
        if place in used or place in (2, 3)
    ]
    if any(row["change_since"] == 0 for row in listed):
        found.append(Swatch(page.speech("change.same_key"), brush.same))
    because = {row["no_change_because"] for row in listed} - {None}
    if change_findings.SAME in because:
        found.append(Swatch(page.speech("change.same_figure_key"), "url(#hatch)"))
    if because - {change_findings.SAME}:
        found.append(Swatch(page.speech("change.apart_key"), "url(#hatch)"))
    return found
