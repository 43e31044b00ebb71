"""The counties that crossed the target, each a row from where it stood to where it stands; where nobody did, those next to it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from draw import moves
from draw.palette import palette
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import drawing, paper
from ui.why import facts, headline
from words import numbers, sentences, why_findings

WIDE, MIDDLE, NARROW = 850.0, 720.0, 358.0


def draw(page: Page, choice: Choice, earlier: dt.date) -> None:
    """The rows; one leads to the county's profile."""
    up, down = facts.crossed(facts.rows(choice, earlier))
    if not up and not down:
        st.html(f'<p class="under">{plain.html(page.speech("why.nearest"))}</p>')
    if not _shown(choice, earlier):
        st.html(f'<p class="nothing">{plain.html(page.speech("why.nothing"))}</p>')
        return
    drawing.show(_drawn(earlier, page, choice), key="why_moves", on_pick=_picked)
    paper.drawing(
        page, lambda light: _drawn(earlier, light, choice).svg, headline.told(page, choice, earlier)[0]
    )


def _picked(code: str) -> None:
    choices.toggle("county", code)


def _shown(choice: Choice, earlier: dt.date) -> list[facts.Row]:
    listed = facts.rows(choice, earlier)
    up, down = facts.crossed(listed)
    split = [row for row in (*up, *down) if facts.is_split(row)]
    return split or facts.nearest(listed)


@kept(most=100)
def _drawn(earlier: dt.date, page: Page, choice: Choice) -> drawing.Drawing:
    speech, colours, indicator = page.speech, palette(page.theme), choice.indicator
    listed = _shown(choice, earlier)
    periods = choice.in_words(earlier), choice.period_words
    chosen = choices.raw("county")
    rows = [
        moves.Move(
            page.short_name(row),
            speech.pick(choice.areas[row["city_code"]], "short_name")
            if row["city_code"] in choice.areas
            else "",
            row["balance_then"],
            row["balance"],
            numbers.signed(row["balance_then"]),
            numbers.signed(row["balance"]),
            [row[name] for name in why_findings.PARTS],
            _figures(row),
            "\n".join(why_findings.lines(speech, row, indicator, periods)),
            row["area_code"],
            row["area_code"] == chosen,
        )
        for row in listed
    ]
    words = moves.Words(
        choice.in_short(earlier),
        choice.in_short(choice.period),
        speech("why.line"),
        [
            speech("why.boundary"),
            sentences.capital(speech.pick(indicator, "denominator_name")),
            speech("why.target"),
            sentences.capital(speech.pick(indicator, "numerator_name")),
            speech("why.change"),
        ],
    )
    foot = moves.Foot(speech("why.sum"), _sums(listed)) if len(listed) > 1 else None
    sketches = [moves.moves(rows, words, foot, width, colours) for width in (WIDE, MIDDLE, NARROW)]
    label = headline.told(page, choice, earlier)[0]
    return drawing.in_three((sketches[0], sketches[1], sketches[2]), (int(WIDE), 640), colours, label)


def _figures(row: facts.Row) -> list[str]:
    # Of one extent nothing comes from a boundary.
    parts = [why_findings.part(row[name], row, name) for name in why_findings.PARTS]
    return [numbers.DASH, *parts, numbers.signed(row["balance_change"])]


def _sums(listed: list[facts.Row]) -> list[str]:
    moved = any(row["target_value_then"] != row["target_value"] for row in listed)
    sums = [sum(row[name] for row in listed) for name in (*why_findings.PARTS, "balance_change")]
    told = [numbers.signed(number) for number in sums]
    return [numbers.DASH, told[0], told[1] if moved else numbers.DASH, *told[2:]]
