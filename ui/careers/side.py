"""Beside the ladder: a year's entries and exits, what is expected of the next, and where the area stands."""

from __future__ import annotations

from draw import balance
from draw.palette import palette
from ui.careers.facts import (
    CAREERS,
    ENTRIES,
    EXITS,
    ITEMS,
    Row,
    moves_of,
    places,
    summed,
    together,
)
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from words import career_findings, numbers, periods

WIDTH = 366.0
NAMES = {"zh": 138.0, "en": 148.0}


def draw(page: Page, form: Form) -> None:
    """Draw it; nothing in it is pressed."""
    drawing.show(_drawn(page, form), key="career_side")
    paper.drawing(page, lambda light: _drawn(light, form).svg, page.speech("careers.side_alt"))


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    blocks = [_year(page, form), _next(page, form)]
    lanes = (speech("careers.beside"), speech("careers.beside_small"), _lanes(page, form))
    sketch = balance.balance(blocks, lanes, WIDTH, NAMES[page.language], colours)
    return drawing.as_it_is(sketch, colours, speech("careers.side_alt"))


def _year(page: Page, form: Form) -> balance.Block:
    """Who came and who left, each by its kind; the two ends, and moves between posts."""
    speech, year = page.speech, moves_of(form, form.area)
    title = speech("careers.year")
    if year is None:
        return balance.Block(title, "", [], [speech("careers.year_none")])
    day, moves = year
    words = periods.period(speech, day, "annual")
    row = next(iter(moves.values()))
    small = words
    if row["parts_filed"] < row["parts"] and row["parts"] > 1:
        small = speech(
            "careers.year_part",
            year=words,
            filed=numbers.count(row["parts_filed"]),
            all=numbers.count(row["parts"]),
        )
    bars = [_bar(page, moves, name) for name in (*ENTRIES, *EXITS, *CAREERS)]
    return balance.Block(title, small, bars, _lines(page, form, moves))


def _bar(page: Page, moves: dict[str, Row], name: str) -> balance.Bar:
    speech, colours = page.speech, palette(page.theme)
    size = moves[name]["moved_people"] if name in moves else None
    sign, fill, note = -1, colours.no_data_line, ""
    if name in ENTRIES:
        sign, fill = 1, colours.sequential[1]
    elif name in CAREERS:
        fill, note = colours.good, speech("careers.way_up")
    figure = speech("careers.not_filed") if size is None else numbers.signed(sign * size)
    tip = speech("careers.move_tip", move=speech(f"careers.move_{name}"), n=figure)
    return balance.Bar(
        speech(f"careers.move_{name}"),
        size,
        fill,
        figure,
        note if size else "",
        colours.good,
        tip,
    )


def _lines(page: Page, form: Form, moves: dict[str, Row]) -> list[str]:
    """From the start to the end of the year, the share that left beside the whole's, and who changed posts."""
    speech = page.speech
    start, end = (summed(moves, (name,)) for name in ("workers_at_start", "workers_at_end"))
    lines = []
    if start is not None and end is not None:
        lines.append(
            speech(
                "careers.ends",
                start=numbers.count(start),
                end=numbers.count(end),
                net=numbers.signed(end - start),
            )
        )
        left = _left(moves)
        whole = moves_of(form, form.root)
        others = _left(whole[1]) if whole and form.area != form.root else None
        if left and others:
            lines[-1] = speech(
                "careers.ends_loss_beside",
                told=lines[-1],
                share=numbers.share(*left),
                whole=numbers.share(*others),
            )
        elif left:
            lines[-1] = speech("careers.ends_loss", told=lines[-1], share=numbers.share(*left))
    up = summed(moves, ("moved_up_staff_deputy",))
    chief = summed(moves, ("moved_up_deputy_chief", "moved_up_staff_chief"))
    down = summed(moves, ("moved_down",))
    if up is not None and chief is not None and down is not None:
        lines.append(
            speech(
                "careers.posts_changed",
                deputy=numbers.count(up),
                chief=numbers.count(chief),
                down=numbers.count(down),
            )
        )
    return lines


def _left(moves: dict[str, Row]) -> tuple[int, int] | None:
    """How many left in the year, without those who went up, and of how many at its start."""
    went, start = summed(moves, EXITS), summed(moves, ("workers_at_start",))
    return (went, start) if went is not None and start else None


def _next(page: Page, form: Form) -> balance.Block:
    """Who is expected to rise in the year to come, who is at the top, which posts are empty."""
    speech, colours, row = page.speech, palette(page.theme), together(form)
    title = speech("careers.next")
    if row is None:
        return balance.Block(title, "", [], [speech("careers.rung_missing")])
    year = moves_of(form, form.area)
    raised = summed(year[1], ("raised_one_grade",)) if year else None
    note = ""
    if year and raised is not None:
        note = speech(
            "careers.raised_then", year=periods.period(speech, year[0], "annual"), n=numbers.count(raised)
        )
    rise, top = row["about_to_rise"], row["at_top"]
    empty, over = row["posts_empty"], row["people_over"]
    of_posts = speech("careers.of_posts", n=numbers.count(row["approved_posts"]))
    bars = [
        _expected(page, "rise", rise, colours.sequential[2], note),
        _expected(page, "top", top, colours.below[0], speech("careers.needs_post")),
    ]
    if empty or not over:
        bars.append(_expected(page, "vacant", empty, colours.below[1], of_posts))
    if over:
        bars.append(_expected(page, "over", over, colours.faint, "" if empty else of_posts))
    return balance.Block(title, speech("careers.next_small"), bars)


def _expected(page: Page, name: str, size: int | None, fill: str, note: str) -> balance.Bar:
    words = page.speech(f"careers.next_{name}")
    return balance.Bar(
        words, size, fill, numbers.count(size), note, "", f"{words}\n{numbers.count(size)}\n{note}"
    )


def _lanes(page: Page, form: Form) -> list[balance.Lane]:
    speech, found = page.speech, places(form)
    own = found.get(form.area, {})
    lanes = []
    for item in ITEMS:
        row = own.get(item)
        others = [
            float(items[item]["career_figure"])
            for items in found.values()
            if items[item]["area_level"] == "county" and items[item]["career_figure"] is not None
        ]
        if row is None:
            continue
        value = None if row["career_figure"] is None else float(row["career_figure"])
        small = speech(f"careers.small_{item}")
        if row["told_on"] and item != "graded":
            small = speech(
                "careers.of_year", what=small, year=periods.short_period(speech, row["told_on"], "annual")
            )
        lanes.append(
            balance.Lane(
                speech(f"careers.item_{item}"),
                small,
                career_findings.figure(speech, row),
                others,
                value,
                bool(row["is_behind"]),
                career_findings.item(speech, row),
            )
        )
    return lanes
