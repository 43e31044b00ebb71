"""The chosen county as a chain: the five down a line, and how well each goes with the next."""

from __future__ import annotations

import streamlit as st

from draw import chain
from draw.palette import palette
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.partners.facts import LINKS, PARTNERS, Row, behind, by_county, known
from ui.partners.headline import told
from ui.partners.tiles import height
from ui.parts import drawing, paper
from words import partner_findings

WIDTH = 366.0


def draw(page: Page, form: Form) -> None:
    """The card; its button lets the county go."""
    speech, items = page.speech, by_county(form).get(str(form.county))
    with st.container(border=True, key="county_card"):
        if items is None:
            st.html(f'<p class="under">{plain.html(speech("partners.state_missing"))}</p>')
            return
        first, lacking = items[PARTNERS[0]], behind(items)
        verdict = speech.plural("partners.behind_of_five", len(lacking))
        if known(items) < len(PARTNERS):
            verdict = speech("partners.of_known", told=verdict, known=known(items))
        # No verdict: no document sets a target.
        kind = "not_met" if lacking else "unknown"
        city = speech.pick(first, "city_name")
        st.html(
            f'<div class="card"><h2><span>{plain.html(speech.pick(first, "area_name"))} <small>{plain.html(city)}</small></span>'
            f'<span class="verdict {kind}">{plain.html(verdict)}</span></h2></div>'
        )
        drawing.show(_drawn(page, form), key="partner_chain")
        paper.drawing(page, lambda light: _drawn(light, form).svg, told(page, form)[0])
        st.html(f'<p class="under">{plain.html(speech("partners.chain_note"))}</p>')
        st.button(
            speech("partners.close"), key="clear_county", on_click=lambda: choices.choose("county", None)
        )


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    counties, speech = by_county(form), page.speech
    items = counties[str(form.county)]
    nodes = [
        chain.Node(
            speech(f"partners.letter_{partner}"),
            speech(f"partner.{partner}"),
            partner_findings.holds(speech, items[partner]),
            partner_findings.figure(speech, items[partner]),
            partner_findings.place(speech, items[partner]),
            [quotient for one in counties.values() if (quotient := _figure(one[partner])) is not None],
            _figure(items[partner]),
            bool(items[partner]["is_behind"]),
            partner_findings.line(speech, items[partner]),
        )
        for partner in PARTNERS
    ]
    links = [
        chain.Link(
            partner_findings.figure(speech, items[link]),
            partner_findings.place(speech, items[link]),
            height(items[link]),
            bool(items[link]["is_behind"]),
            speech.join(
                [partner_findings.figure(speech, items[link]), partner_findings.place(speech, items[link])]
            ),
        )
        for link in LINKS
    ]
    colours = palette(page.theme)
    return drawing.as_it_is(chain.chain(nodes, links, WIDTH, colours), colours, told(page, form)[0])


def _figure(row: Row) -> float | None:
    """The figure as it is placed among the others."""
    return None if row["figure"] is None else float(row["figure"])
