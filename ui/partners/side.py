"""Beside the tiles while no county is chosen: which partner is weakest, how many are behind, and the counties with most."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.frame import plain
from ui.frame.page import Form, Page
from ui.partners.facts import MANY, PARTNERS, behind, is_begun, shown, weakest
from ui.parts import choosing
from words import numbers

LONGEST = 190  # pixels of a bar
LISTED = 6  # counties


def draw(page: Page, form: Form) -> None:
    """Two short tables of bars and a list of links."""
    counties = shown(form)
    whole = {code: items for code, items in counties.items() if weakest(items, PARTNERS)}
    lowest = [weakest(items, PARTNERS) for items in whole.values()]
    order = sorted(PARTNERS, key=lambda one: (-lowest.count(one), PARTNERS.index(one)))
    by_partner = [
        (page.speech(f"partner.{partner}"), lowest.count(partner), partner == order[0]) for partner in order
    ]
    # As the tiles and the title do: the weakest of five needs all five, how many are behind what is known.
    behind_of = {code: behind(items) for code, items in counties.items() if is_begun(items)}
    sizes = [len(partners) for partners in behind_of.values()]
    by_number = [
        (page.speech.plural("partners.behind_in", number), sizes.count(number), number >= MANY)
        for number in range(len(PARTNERS) + 1)
    ]
    while by_number and not by_number[-1][1]:
        by_number.pop()
    heading = page.speech("partners.weakest")
    # Five zeros would say of each that it is nowhere the weakest.
    body = _bars(page, heading, by_partner) if whole else _unknown(page, heading)
    body += _bars(page, page.speech("partners.how_many"), by_number)
    if in_part := len(behind_of) - len(whole):
        body += f'<p class="under">{plain.html(page.speech.plural("partners.in_part", in_part))}</p>'
    st.html(f'<section class="ranking">{body}{_most(page, form, behind_of)}</section>')


def _bars(page: Page, title: str, rows: Sequence[tuple[str, int, bool]]) -> str:
    """A heading and a row for each name: its bar and how many counties."""
    largest = max((count for _, count, _ in rows), default=0) or 1
    body = "".join(
        f'<tr><td>{plain.html(name)}</td><td class="bars"><span class="bar{"" if is_marked else " plain"}" '
        f'style="width:{round(LONGEST * count / largest)}px"></span><b>{numbers.count(count)}</b></td></tr>'
        for name, count, is_marked in rows
    )
    heading = f"<h2>{plain.html(title)} <small>{plain.html(page.speech('partners.in_counties'))}</small></h2>"
    return f'{heading}<table class="counts"><tbody>{body}</tbody></table>'


def _unknown(page: Page, title: str) -> str:
    """A heading over that it is not known of any county."""
    told = page.speech("partners.weakest_unknown")
    return f"<h2>{plain.html(title)}</h2><p>{plain.html(told)}</p>"


def _most(page: Page, form: Form, behind_of: dict[str, list[str]]) -> str:
    """The counties behind with most partners, each a link, with the partners' names."""
    speech, counties = page.speech, shown(form)
    order = sorted(
        (code for code, partners in behind_of.items() if partners),
        key=lambda code: (-len(behind_of[code]), code),
    )
    if not order:
        return f"<p>{plain.html(speech('partners.nobody_behind'))}</p>"
    rows = []
    for code in order[:LISTED]:
        row = counties[code][PARTNERS[0]]
        name = choosing.link(page, plain.html(page.short_name(row)), county=code)
        city = (
            f" <small>{plain.html(speech.pick(row, 'city_short_name'))}</small>" if row["city_code"] else ""
        )
        partners = speech("list.item").join(speech(f"partners.short_{one}") for one in behind_of[code])
        rows.append(
            f'<tr><td>{name}{city}</td><td class="not_met">▼{len(behind_of[code])}</td><td>{plain.html(partners)}</td></tr>'
        )
    heading = f"<h2>{plain.html(speech('partners.most'))}</h2>"
    return f'{heading}<table class="most"><tbody>{"".join(rows)}</tbody></table>'
