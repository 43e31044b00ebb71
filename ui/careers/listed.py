"""Beside the ladder while a rung is chosen: where its people are; in a county, how many of the post its townships have."""

from __future__ import annotations

import streamlit as st

from draw import shares
from draw.palette import palette
from ui.careers.facts import Row, posts_on, rungs_of, townships
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from words import career_findings, numbers

MOST = 22  # rows; of more the first are shown
LAYOUT = {"zh": shares.Layout(372, 84, (48, 46), 500.0), "en": shares.Layout(372, 112, (48, 46), 500.0)}


def draw(page: Page, form: Form, rung: tuple[str, int]) -> None:
    """Draw the list; a row chooses its county. A button lets the rung go."""
    title, note = _heading(page, form, rung)
    heading = f"<h2>{plain.html(title)}</h2><p>{plain.html(note)}</p>"
    st.html(f'<section class="ranking">{heading}</section>')
    if not form.county:
        drawing.show(_drawn(rung, page, form), key="career_areas", on_pick=_picked)
    elif townships(form, rung[0]):
        drawing.show(_drawn(rung, page, form), key="career_areas")
    paper.drawing(page, lambda light: _drawn(rung, light, form).svg, title)
    st.button(page.speech("careers.close"), key="clear_step", on_click=lambda: choices.choose("step", None))


def _picked(code: str) -> None:
    choices.choose("county", code)


def _counties(form: Form, rung: tuple[str, int]) -> list[Row]:
    """The counties with people on the rung, most first; those that have not filed are left out."""
    rows = [
        own[rung]
        for own in rungs_of(form).values()
        if own[rung]["area_level"] in ("county", "zone") and own[rung]["people"] is not None
    ]
    return sorted(rows, key=lambda row: (-row["people"], row["area_code"]))


def _heading(page: Page, form: Form, rung: tuple[str, int]) -> tuple[str, str]:
    speech, (post, grade) = page.speech, rung
    name = speech("careers.rung", post=speech(f"post.{post}"), grade=speech("careers.grade", n=grade))
    if form.county:
        title = speech("careers.townships_of", post=speech(f"post.{post}"))
        count = len(townships(form, post))
        note = speech("careers.townships_note" if count else "careers.townships_none")
    else:
        title, note = speech("careers.counties_of", rung=name), speech("careers.counties_note")
        count = len(_counties(form, rung))
    return title, speech("tiers.list_first", n=MOST, all=count, note=note) if count > MOST else note


@kept(most=100)
def _drawn(rung: tuple[str, int], page: Page, form: Form) -> drawing.Drawing:
    colours, speech, (post, _) = palette(page.theme), page.speech, rung
    base = LAYOUT[page.language]
    if form.county:
        units = townships(form, post)
        largest = max((row["unit_people"] or 0 for row in units), default=0)
        heads: tuple[str, ...] = (speech("careers.column_people"), "")
        listed = [
            _row(
                speech.pick(row, "area_name"),
                row["unit_people"],
                largest,
                ("", colours.sequential[1], speech("careers.not_filed"), colours.text),
            )
            for row in units[:MOST]
        ]
    else:
        rows = _counties(form, rung)
        largest = max((row["people"] for row in rows), default=0)
        heads = (speech("careers.column_people"), speech("careers.column_share_short"))
        fill = colours.below[0] if rows and rows[0]["is_top"] else colours.sequential[1]
        listed = []
        for row in rows[:MOST]:
            graded = posts_on(form, form.period)[row["area_code"]][post]["graded"]
            share = (
                numbers.share(row["people"], graded)
                if graded and row["people"] >= career_findings.FEW
                else ""
            )
            lines = [speech.pick(row, "area_name"), *career_findings.rung(speech, row, graded)[1:]]
            listed.append(
                _row(
                    page.short_name(row),
                    row["people"],
                    largest,
                    (share, fill, "", colours.text),
                    "\n".join(lines),
                    row["area_code"] if row["area_level"] == "county" else "",
                )
            )
    layout = shares.Layout(base.width, base.names, base.figures, base.height, heads)
    return drawing.as_it_is(shares.rows(listed, layout, colours), colours, _heading(page, form, rung)[0])


def _row(
    name: str, size: int | None, largest: int, told: tuple[str, str, str, str], tip: str = "", pick: str = ""
) -> shares.Row:
    """A row: `told` are its share, the fill of its bar, what stands in its place, and the ink of the figures."""
    share, fill, instead, ink = told
    # What is left of the longest bar is not drawn.
    parts = [] if size is None else [shares.Part(size, fill), shares.Part(largest - size, "transparent")]
    figures = [] if size is None else [(numbers.count(size), ink), (share, ink)]
    return shares.Row(
        name,
        parts,
        figures,
        instead if size is None else "",
        tip or name,
        pick,
    )
