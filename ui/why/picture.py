"""The counties that crossed the target, each a row from where it stood to where it stands; where nobody did, those next to it."""

from __future__ import annotations

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


def draw(page: Page, choice: Choice, earlier: facts.Earlier) -> None:
    """The rows; one leads to the county's profile."""
    up, down = facts.crossed(facts.rows(choice, earlier))
    if not _shown(choice, earlier):
        st.html(f'<p class="nothing">{plain.html(page.speech("why.nothing"))}</p>')
        return
    if not up and not down:
        st.html(f'<p class="under">{plain.html(page.speech("why.nearest"))}</p>')
    chosen = str(choices.raw("county") or "")
    drawing.show(_drawn(earlier, chosen, page, choice), key="why_moves", on_pick=_picked)
    paper.drawing(
        page,
        lambda light: _drawn(earlier, chosen, light, choice).svg,
        " · ".join(headline.told(page, choice, earlier)),
    )


def _picked(code: str) -> None:
    choices.toggle("county", code)


def _shown(choice: Choice, earlier: facts.Earlier) -> list[facts.Row]:
    listed = facts.rows(choice, earlier)
    up, down = facts.crossed(listed)
    told = [row for row in (*up, *down) if facts.is_told(row)]
    return told or facts.nearest(listed)


@kept(most=100)
def _drawn(earlier: facts.Earlier, chosen: str, page: Page, choice: Choice) -> drawing.Drawing:
    speech, colours, indicator = page.speech, palette(page.theme), choice.indicator
    listed = _shown(choice, earlier)
    is_same = earlier.period == choice.period
    then = choice.in_words(earlier.period)
    if earlier.snapshot:
        then = speech("why.as_told", period=then, snapshot=earlier.snapshot)
    periods = then, choice.period_words
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
            # What is not split is one thin step.
            [row[name] or 0 for name in why_findings.PARTS]
            if facts.is_split(row)
            else [row["balance_change"], 0],
            _figures(row, is_same),
            "\n".join(why_findings.lines(speech, row, indicator, periods, is_same=is_same)),
            row["area_code"],
            row["area_code"] == chosen,
            "" if facts.is_split(row) else why_findings.apart_short(speech, row["not_split_because"]),
        )
        for row in listed
    ]
    words = moves.Words(
        earlier.snapshot if is_same else choice.in_short(earlier.period),
        choice.answers.snapshot.id if is_same else choice.in_short(choice.period),
        speech("why.line"),
        [
            speech("why.correction"),
            speech("why.boundary"),
            sentences.capital(speech.pick(indicator, "denominator_name")),
            speech("why.target"),
            sentences.capital(speech.pick(indicator, "numerator_name")),
            speech("why.change"),
        ],
    )
    split = [row for row in listed if facts.is_split(row)]
    name = speech("why.sum") if len(split) == len(listed) else speech("why.sum_split")
    foot = moves.Foot(name, _sums(split, is_same)) if len(split) > 1 else None
    sketches = [moves.moves(rows, words, foot, width, colours) for width in (WIDE, MIDDLE, NARROW)]
    label = " · ".join(headline.told(page, choice, earlier))
    return drawing.in_three((sketches[0], sketches[1], sketches[2]), (int(WIDE), 640), colours, label)


def _figures(row: facts.Row, is_same: bool) -> list[str]:
    """The parts and the change; of what is not split the change alone."""
    parts = [why_findings.part(row, name, is_same=is_same) for name in why_findings.PARTS]
    if not facts.is_split(row):
        parts = ["" for _ in parts]
    return [*parts, numbers.signed(row["balance_change"])]


def _sums(split: list[facts.Row], is_same: bool) -> list[str]:
    """The same of all rows that are split; a dash where nothing of a kind can have happened to any."""
    sums = []
    for name in why_findings.PARTS:
        possible = [row[name] for row in split if why_findings.is_possible(row, name, is_same)]
        sums.append(numbers.signed(sum(possible)) if possible else numbers.DASH)
    return [*sums, numbers.signed(sum(row["balance_change"] for row in split))]
