"""Funds and rooms: of every county what a community was paid, beside the floor area it has. Two figures, never one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from draw import scatter
from draw.palette import palette
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.resources.facts import Row, by_area, counties, head
from ui.resources.headline import told
from ui.resources.lens import PLAIN, picked, unjudged
from words import numbers, resource_findings

WIDE, NARROW, SLIM = (1136.0, 560.0), (744.0, 540.0), (356.0, 470.0)
CUTS = (1000, 640)
NAMED = 12  # at either end of both figures: of all counties; those of a city all have their names


def draw(page: Page, form: Form) -> None:
    """Draw the dots; one chooses its county, a second press lets it go."""
    if not _known(form):
        st.html(f'<p class="nothing">{plain.html(page.speech("resources.no_dots"))}</p>')
        return
    drawing.show(_drawn(page, form), key="resource_dots", on_pick=partial(picked, form))
    paper.drawing(page, lambda light: _drawn(light, form).svg, _alternative(page, form))
    _key(page, form)


def _known(form: Form) -> list[Row]:
    return [
        row
        for row in counties(form, by_area(form)[form.root])
        if row["floor_value"] is not None and row["funds_per_community"] is not None
    ]


def _alternative(page: Page, form: Form) -> str:
    return page.speech("resources.dots_alt", finding=told(page, form)[0], n=numbers.count(len(_known(form))))


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    speech, colours, known = page.speech, palette(page.theme), _known(form)
    top = head(form)
    named = _outliers(known) if top["area_code"] == form.root else {row["area_code"] for row in known}
    dots = [
        scatter.Dot(
            float(row["floor_value"]),
            float(row["funds_per_community"]),
            page.short_name(row),
            PLAIN.get(row["floor_verdict"], "plain"),
            "\n".join([speech.pick(row, "area_name"), *resource_findings.lines(speech, row)]),
            row["area_code"],
            row["area_code"] == form.county,
            is_pale=not _is_inside(form, row),
            is_named=row["area_code"] in named and _is_inside(form, row),
        )
        for row in known
    ]
    target = next((row["floor_target"] for row in known if row["floor_target"] is not None), None)
    axes = scatter.Axes(
        speech("resources.across"),
        speech("resources.up"),
        None if target is None else float(target),
        "" if target is None else speech("resources.standard", n=numbers.bound(target)),
    )
    sketches = [scatter.scatter(dots, axes, size, colours) for size in (WIDE, NARROW, SLIM)]
    return drawing.said_once(
        drawing.in_three((sketches[0], sketches[1], sketches[2]), CUTS, colours, _alternative(page, form))
    )


def _is_inside(form: Form, row: Row) -> bool:
    return form.is_within(row, head(form)["area_code"])


def _outliers(known: list[Row]) -> set[str]:
    """The counties at the ends of either figure."""
    found: set[str] = set()
    for column in ("floor_value", "funds_per_community"):
        order = sorted(known, key=lambda row: row[column])
        found |= {row["area_code"] for row in (*order[:NAMED], *order[-NAMED:])}
    return found


def _key(page: Page, form: Form) -> None:
    speech = page.speech
    missing = len(counties(form, by_area(form)[form.root])) - len(_known(form))
    parts = [speech("resources.key_dots"), *unjudged(page, _known(form))]
    if missing:
        parts.append(speech.plural("resources.key_dots_missing", missing))
    text = speech("list.sentence").join(parts)
    hint = speech("resources.hint_dots")
    st.html(
        f'<p class="under key">{plain.html(text)} &ensp; <span class="hint">{plain.html(hint)}</span></p>'
    )
