"""The counties beside each other: a row a county with its three figures, those behind most on top."""

from __future__ import annotations

import streamlit as st

from draw import lanes
from draw.palette import palette
from files import tree
from ui.careers.facts import ITEMS, Row, counties
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, lowest, paper
from words import career_findings, numbers

FEW = 32  # counties that stand in one panel
WIDE = {"zh": (1156.0, 24.0, 58.0, 40.0), "en": (1156.0, 24.0, 84.0, 38.0)}  # whole, gap, names, figures
NARROW = {"zh": (358.0, 0.0, 58.0, 38.0), "en": (358.0, 0.0, 84.0, 38.0)}
CUT = 900


def draw(page: Page, form: Form) -> None:
    """Draw the rows; one chooses its county, a second press lets it go."""
    drawing.show(_drawn(page, form), key="career_counties", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(light, form).svg, _alternative(page, form))
    others = lowest.told(page, len(_listed(form)), len(counties(form)))
    notes = [page.speech("careers.compared_note"), others]
    st.html(f'<p class="under">{plain.html(" ".join(note for note in notes if note))}</p>')


def _picked(code: str) -> None:
    choices.toggle("county", code)


def _listed(form: Form) -> list[dict[str, Row]]:
    """Those that have a row: of more counties than have room the first."""
    return list(counties(form).values())[: tree.MOST_COUNTIES]


def _alternative(page: Page, form: Form) -> str:
    return page.speech("careers.compared_alt", period=form.period_words)


@kept(most=40)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    rows = [_row(page, form, items) for items in _listed(form)]
    heads = [speech(f"careers.head_{item}") for item in ITEMS]
    panels = 1 if len(rows) <= FEW else 3
    whole, gap, names, figures = WIDE[page.language]
    wide = lanes.Layout(whole if panels > 1 else 760.0, panels, gap, names, figures)
    small = NARROW[page.language]
    narrow = lanes.Layout(small[0], 1, small[1], small[2], small[3])
    sketches = [lanes.lanes(rows, heads, layout, colours) for layout in (wide, narrow)]
    cut = CUT if panels > 1 else 640
    return drawing.said_once(
        drawing.in_two(sketches[0], sketches[1], colours, _alternative(page, form), cut=cut)
    )


def _row(page: Page, form: Form, items: dict[str, Row]) -> lanes.Row:
    speech, first = page.speech, items[ITEMS[0]]
    city, name = speech.pick(first, "city_short_name"), speech.pick(first, "area_name")
    title = speech("toolbar.county_of_city", county=name, city=city) if city else name
    return lanes.Row(
        page.short_name(first),
        [
            lanes.Cell(
                None if items[item]["career_figure"] is None else float(items[item]["career_figure"]),
                numbers.ratio(items[item]["career_figure"], 1),
                bool(items[item]["is_behind"]),
            )
            for item in ITEMS
        ],
        "\n".join([title, *(career_findings.item(speech, items[item]) for item in ITEMS)]),
        first["area_code"],
        first["area_code"] == form.county,
    )
