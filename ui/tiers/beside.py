"""Beside the picture: the cities or counties with their tiers as bars, what rose and what fell, most to upgrade first."""

from __future__ import annotations

import streamlit as st

from draw import shares
from draw.palette import palette
from files import tree
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.tiers.facts import Row, below
from ui.tiers.flow_chart import fills
from ui.tiers.headline import figures
from words import numbers, tier_findings

MOST = (
    40  # rows: the provinces of a country, or all counties of the largest city; of more the first are shown
)
HEIGHT = 500.0
LAYOUTS = {
    "zh": shares.Layout(372, 66, (48, 48, 48, 40), HEIGHT),
    "en": shares.Layout(372, 74, (46, 62, 44, 42), HEIGHT),
}


def draw(page: Page, form: Form, tier: str | None) -> None:
    """Draw the list; a row chooses its city or county, a second press lets the county go."""
    listed = ordered(form, tier)
    title, note = _heading(page, form, tier, len(listed))
    heading = f"<h2>{plain.html(title)}</h2><p>{plain.html(note)}</p>"
    st.html(f'<section class="ranking">{heading}{paper.both(page, _legend)}</section>')

    def picked(code: str) -> None:
        row = next((one for one in listed if one["area_code"] == code), None)
        if row is None:
            return
        if tree.is_whole(row):
            choices.choose("city", code)
            choices.choose("county", None)
        else:
            choices.toggle("county", code)

    drawing.show(_drawn(tier, page, form), key="tier_areas", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(tier, light, form).svg, title)


def ordered(form: Form, tier: str | None) -> list[Row]:
    """The areas, most of the tier first: by share of the rated, or by number where a tier is chosen. Those without last."""

    def place(row: Row) -> tuple[bool, float, str]:
        of_tier = row[tier or "upgrading"]
        known = of_tier is not None and bool(row["rated"] or tier) and not is_partial(row)
        size = 0.0 if not known else float(of_tier) if tier else of_tier / row["rated"]
        return not known, -size, row["area_code"]

    return sorted(below(form, tier), key=place)


def is_partial(row: Row) -> bool:
    """Whether not all of a county's units are filed: its share is not that of the county."""
    return row["area_level"] == "county" and row["units_whole"] != row["units_asked"]


def _heading(page: Page, form: Form, tier: str | None, count: int) -> tuple[str, str]:
    speech = page.speech
    if tier:
        title = speech("tiers.list_of_tier", tier=speech(f"tier.{tier}"), year=form.period_words)
    else:
        title = speech("tiers.list", year=form.period_words)
    note = speech("tiers.list_note_of_tier" if tier else "tiers.list_note")
    return title, speech("tiers.list_first", n=MOST, all=count, note=note) if count > MOST else note


def _legend(page: Page) -> str:
    """What the fills mean: a swatch and a word each."""
    colours = palette(page.theme)
    fill = fills(colours)
    swatches = "".join(
        f'<span class="swatch" style="background:{fill[tier]}"></span>{plain.html(page.speech(f"tier.{tier}"))} '
        for tier in tier_findings.RATED
    )
    return f'<p class="swatches">{swatches}</p>'


@kept(most=100)
def _drawn(tier: str | None, page: Page, form: Form) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    fill = fills(colours)
    heads = (
        speech(f"tier.{tier or 'upgrading'}"),
        *(speech(f"tiers.head_{name}") for name in ("not_rated", "risen", "fallen")),
    )
    base = LAYOUTS[page.language]
    layout = shares.Layout(base.width, base.names, base.figures, base.height, heads)
    listed = [
        shares.Row(
            page.short_name(row),
            [shares.Part(float(row[one] or 0), fill[one]) for one in tier_findings.RATED],
            [
                (_leading_figure(row, tier), colours.text),
                (numbers.count(row["not_rated"]), colours.muted),
                (speech("tiers.up", n=numbers.count(row["risen"])), colours.good),
                (speech("tiers.down", n=numbers.count(row["fallen"])), colours.bad),
            ]
            if row["communities"] is not None
            else [],
            _instead(page, row),
            "\n".join([speech.pick(row, "area_name"), *figures(page, row)]),
            row["area_code"],
            row["area_code"] in (form.county, form.city),
        )
        for row in ordered(form, tier)[:MOST]
    ]
    sketch = shares.rows(listed, layout, colours)
    label = _heading(page, form, tier, len(listed))[0]
    return drawing.as_it_is(sketch, colours, label)


def _leading_figure(row: Row, tier: str | None) -> str:
    """What the rows are sorted by: how many of the tier, or the share to upgrade; of a county filed in part neither."""
    if is_partial(row):
        return numbers.DASH
    return numbers.count(row[tier]) if tier else numbers.share(row["upgrading"], row["rated"])


def _instead(page: Page, row: Row) -> str:
    """Why a row has no bar."""
    if row["communities"] is None:
        return page.speech("tiers.row_missing")
    return page.speech("tiers.row_no_rural") if not row["communities"] else page.speech("tiers.row_not_rated")
