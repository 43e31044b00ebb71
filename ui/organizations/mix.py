"""What the area's organizations are: each kind's share beside the peers of a county, or beside the counties of a larger area."""

from __future__ import annotations

import streamlit as st

from draw import svg
from draw.mix_ranges import Part, mix_ranges
from draw.palette import palette
from ui.frame import device, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.organizations import facts
from ui.parts import drawing, paper
from words import organization_findings

WIDTHS = (690.0, 560.0, 356.0)
NAMES = {"zh": 52.0, "en": 74.0}
CUTS = (650, 520)  # pixels: what is narrower than the first gets the second, than the second the last


def draw(page: Page, form: Form) -> None:
    """The heading, who is compared by what rule and how many they are, and the drawing."""
    speech, rows = page.speech, _rows(form)
    title, note = heading(page, form)
    st.html(f'<section class="ranking"><h2>{plain.html(title)}</h2><p>{plain.html(note)}</p></section>')
    if not rows or rows[0]["all_organizations"] is None:
        st.html(f'<p class="under">{plain.html(speech("organizations.mix_none"))}</p>')
        return
    drawing.show(_drawn(device.is_phone(), page, form), key="organization_mix")
    paper.drawing(page, lambda light: _drawn(False, light, form).svg, title)


def _rows(form: Form) -> list[facts.Row]:
    return facts.kinds(form).get(form.area, [])


def among(page: Page, form: Form) -> str:
    """Who the area is compared with, by name."""
    row = facts.here(form)
    if not form.county:
        return page.speech("organizations.among_counties")
    return page.speech.pick(row, "peer_group_name") or page.speech("organizations.among_nobody")


def heading(page: Page, form: Form) -> tuple[str, str]:
    """The heading and the line under it: rule and size of the peers, no middle where they are few."""
    speech, rows = page.speech, _rows(form)
    name = speech.pick(form.areas[form.area], "area_name")
    title = speech("organizations.mix_county" if form.county else "organizations.mix", name=name)
    size = max((row["kind_peers"] for row in rows), default=0)
    if form.county and not facts.here(form)["peer_group"]:
        return title, speech("organizations.mix_no_group")
    told = {"among": among(page, form)}
    if size < organization_findings.FEW:
        return title, speech.plural("organizations.mix_few", size, **told)
    return title, speech.plural("organizations.mix_note", size, **told)


@kept(most=100)
def _drawn(is_phone: bool, page: Page, form: Form) -> drawing.Drawing:
    colours, label = palette(page.theme), heading(page, form)[0]
    if is_phone:
        return drawing.as_it_is(_sketch(page, form, WIDTHS[-1]), colours, label)
    wide, middle, narrow = (_sketch(page, form, width) for width in WIDTHS)
    return drawing.in_three((wide, middle, narrow), CUTS, colours, label)


def _sketch(page: Page, form: Form, width: float) -> svg.Sketch:
    speech, who = page.speech, among(page, form)
    parts = []
    for row in _rows(form):
        name = organization_findings.kind(speech, row)
        shares = [row["kind_share"], row["kind_peers_middle"]]
        parts.append(
            Part(
                name,
                row["kind_share"],
                row["kind_peers_low"],
                row["kind_peers_middle"],
                row["kind_peers_high"],
                [organization_findings.share(one) for one in shares],
                "\n".join([name, *organization_findings.beside(speech, row, who)]),
            )
        )
    heads = [speech("organizations.head_own"), speech("organizations.head_middle")]
    return mix_ranges(parts, heads, (width, NAMES[page.language]), palette(page.theme))
