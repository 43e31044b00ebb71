"""Beside the marks: the cities or the counties of one with what they have and what kinds it is made of, in one blue."""

from __future__ import annotations

from functools import partial

import streamlit as st

from draw import shares
from draw.palette import Palette, palette, ramp_of
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.organizations import facts
from ui.organizations.marks import picked
from ui.parts import drawing, paper
from words import numbers, organization_findings

MOST = 34  # rows, as many as a country has provinces; of more the first are shown
HEIGHT = 294.0
WIDTHS = (440.0, 356.0)
CUT = 430  # pixels: what is narrower gets the narrow one
# Of the names, and of each column of figures.
COLUMNS = {"zh": (64.0, (46.0, 62.0, 42.0, 54.0)), "en": (80.0, (46.0, 60.0, 36.0, 54.0))}


def draw(page: Page, form: Form) -> None:
    """The heading with the key of kinds, and the rows: one chooses its city or county."""
    listed = facts.below(form)
    title = _title(page, form, len(listed))
    st.html(
        f'<section class="ranking"><h2>{plain.html(title)}</h2>{paper.both(page, partial(_key, form=form))}</section>'
    )
    drawing.show(_drawn(page, form), key="organization_list", on_pick=partial(picked, form))
    paper.drawing(page, lambda light: _drawn(light, form).svg, title)


def _title(page: Page, form: Form, count: int) -> str:
    speech = page.speech
    if count > MOST:
        return speech("organizations.list_first", n=MOST, all=count)
    if form.city:
        return speech("organizations.list_of", name=speech.pick(form.areas[form.city], "area_name"))
    return speech("organizations.list")


def fills(colours: Palette, count: int) -> list[str]:
    """A blue for each kind, dark to light: they are not judged."""
    return ramp_of(colours.sequential[::-1], count) if count else []


def _key(page: Page, form: Form) -> str:
    rows = next(iter(facts.kinds(form).values()), [])
    swatches = "".join(
        f'<span class="kind"><span class="swatch" style="background:{fill}"></span>'
        f"{plain.html(organization_findings.kind(page.speech, row))}</span> "
        for row, fill in zip(rows, fills(palette(page.theme), len(rows)), strict=True)
    )
    return f'<p class="swatches">{swatches}</p>'


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    heads = tuple(speech(f"organizations.head_{name}") for name in ("per_10k", "all", "registered", "growth"))
    names, figures = COLUMNS[page.language]
    rows = [_row(page, form, row, colours) for row in facts.below(form)[:MOST]]
    wide, narrow = (
        shares.rows(rows, shares.Layout(width, names, figures, HEIGHT, heads), colours) for width in WIDTHS
    )
    return drawing.in_two(wide, narrow, colours, _title(page, form, len(rows)), cut=CUT)


def _row(page: Page, form: Form, row: facts.Row, colours: Palette) -> shares.Row:
    speech, kinds = page.speech, facts.kinds(form).get(row["area_code"], [])
    mix = [
        speech("organizations.tip_kind", kind=organization_findings.kind(speech, one), share=organization_findings.share(one["kind_share"]))
        for one in kinds
        if one["kind_share"] is not None
    ]  # fmt: skip
    lines = [speech.pick(row, "area_name"), *organization_findings.lines(speech, row)]
    if mix:
        lines.append(speech("list.item").join(mix))
    figures = [
        (numbers.ratio(row["per_10k"], 1), colours.text),
        (organization_findings.at_least(row), colours.text),
        (organization_findings.registered(row) if row["organizations"] else numbers.DASH, colours.muted),
        (organization_findings.growth(row), colours.muted),
    ]
    is_known = row["organizations"] is not None
    return shares.Row(
        page.short_name(row),
        [
            shares.Part(float(one["kind_organizations"] or 0), fill)
            for one, fill in zip(kinds, fills(colours, len(kinds)), strict=True)
        ],
        figures if is_known else [],
        "" if is_known else organization_findings.lines(speech, row)[0],
        "\n".join(lines),
        row["area_code"],
        row["area_code"] in (form.county, form.city),
    )
