"""The counties as equal tiles, by the share of rated rural communities that need upgrade."""

from __future__ import annotations

import streamlit as st

from draw.map.painted import Painted
from draw.scales import Paint, value_scale
from draw.tiles import Labels, tiles
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.tiers.facts import Row, rows_of
from ui.tiers.headline import figures, told
from words import numbers

INDICATOR = "upgrading_rural_share"
WIDE, PHONE = 506.0, 360.0


def draw(page: Page, form: Form) -> None:
    """Draw the tiles; one chooses its county, a second press lets it go. Where there are none, what stands in their place."""
    if not _values(form) or not _cells(form):
        st.html(f'<p class="nothing">{plain.html(page.speech("tiers.no_tiles"))}</p>')
        return
    alternative = page.speech("tiers.tiles_alt", finding=told(page, form)[0], year=form.period_words)
    drawing.show(_drawn(page, form, device.is_phone()), key="tier_tiles", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(light, form, False).svg, alternative)
    st.html(f'<p class="under">{plain.html(page.speech("tiers.tiles_note"))}</p>')


def _picked(code: str) -> None:
    choices.toggle("county", code)


def _values(form: Form) -> dict[str, Row]:
    """The indicator's rows of the counties shown; none where the registry has it not, or not for the year."""
    if INDICATOR not in form.answers.indicators() or form.period not in form.answers.periods(INDICATOR):
        return {}
    rows = form.answers.counties(INDICATOR, form.period, form.city or form.root)
    return {row["area_code"]: row for row in rows}


def _cells(form: Form) -> dict[str, tuple[int, int]]:
    return form.answers.tiles(_values(form))


@kept(most=60)
def _drawn(page: Page, form: Form, is_phone: bool) -> drawing.Drawing:
    speech, values = page.speech, _values(form)
    indicator = form.answers.indicators()[INDICATOR]
    bounds = [float(bound) for bound in str(indicator["class_bounds"] or "").split("|") if bound]
    # No document sets a target: the classes run from pale to strong, and judge nobody.
    paint = Paint(value_scale(bounds, target=None, theme=page.theme), form.county, page.theme)
    filed = {row["area_code"]: row for row in rows_of(form) if row["period"] == form.period}
    said = {
        code: [speech.pick(row, "area_name"), *(figures(page, filed[code]) if code in filed else [])]
        for code, row in values.items()
    }
    labels = Labels(
        {code: page.short_name(row) for code, row in values.items()},
        {code: _figure(page, row, int(indicator["decimals"])) for code, row in values.items()},
        said,
    )
    width = PHONE if is_phone else WIDE
    sketch = tiles(_cells(form), Painted.of(values.values(), paint, said), labels, width)
    alternative = speech("tiers.tiles_alt", finding=told(page, form)[0], year=form.period_words)
    if is_phone:
        return drawing.of_counties(sketch, paint.colours, alternative)
    return drawing.as_it_is(sketch, paint.colours, alternative)


def _figure(page: Page, row: Row, decimals: int) -> str:
    if row["value_shown"] is None:
        return page.speech("tiles.none") if row["value_status"] == "missing" else numbers.DASH
    figure = numbers.ratio(row["value_shown"], decimals)
    return f"{figure}?" if row["value_status"] == "partial" else figure
