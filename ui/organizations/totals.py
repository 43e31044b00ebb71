"""The totals of the last years, the registered ones at the foot of each bar."""

from __future__ import annotations

import streamlit as st

from draw.palette import palette
from draw.year_bars import Bar, year_bars
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.organizations import facts
from ui.parts import drawing, paper
from words import numbers, organization_findings

MOST, FEW = 6, 4  # years, and those of a narrow drawing
SIZE = (440.0, 150.0)
NARROW = (356.0, 172.0)
CUT = 430  # pixels: what is narrower gets the narrow one


def draw(page: Page, form: Form) -> None:
    """The heading and the bars; a year of which not all counties are filed says how many lack."""
    title = _title(page, form)
    st.html(f'<section class="ranking"><h2>{plain.html(title)}</h2></section>')
    drawing.show(_drawn(page, form), key="organization_years")
    paper.drawing(page, lambda light: _drawn(light, form).svg, title)


def _title(page: Page, form: Form) -> str:
    return page.speech("organizations.years", name=page.short_name(form.areas[form.area]))


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    bars = [_bar(page, form, row) for row in facts.years(form)]
    ends = (speech("organizations.recorded"), speech("organizations.registered"))
    wide, narrow = (
        year_bars(bars[-most:], ends, size, colours) for most, size in ((MOST, SIZE), (FEW, NARROW))
    )
    return drawing.in_two(wide, narrow, colours, _title(page, form), cut=CUT)


def _bar(page: Page, form: Form, row: facts.Row) -> Bar:
    speech, period = page.speech, row["period"]
    lacks = row["parts"] - row["parts_filed"]
    is_year_end = period.month == 12
    note = speech.plural("organizations.years_lack", lacks) if lacks and row["parts"] > 1 else ""
    tip = [form.in_words(period)]
    if row["organizations"] is None:
        tip.append(speech("organizations.state_missing"))
    else:
        amounts = {name: numbers.count(row[name]) for name in ("organizations", "registered")}
        recorded = numbers.count(row["organizations"] - row["registered"])
        told = {"all": amounts["organizations"], "registered": amounts["registered"], "recorded": recorded}
        tip.append(speech("organizations.line_all", **told))
    if note:
        tip.append(
            speech(
                "services.line_parts",
                filed=numbers.count(row["parts_filed"]),
                all=numbers.count(row["parts"]),
            )
        )
    return Bar(
        str(period.year) if is_year_end else form.in_short(period),
        None if row["organizations"] is None else float(row["organizations"]),
        float(row["registered"] or 0),
        organization_findings.short(speech, row["organizations"]),
        note,
        "\n".join(tip),
    )
