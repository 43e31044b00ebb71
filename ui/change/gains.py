"""Under the maps: who rose most and who fell most, each from then to now about the target; and who cannot be compared."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from draw import svg
from draw.palette import palette
from draw.scales import HIGHER
from draw.slopes import Slope, Span, slopes
from draw.two_dates import MIDDLE, NARROW, WIDE
from ui.change import facts
from ui.change.ways import picked
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import drawing, paper
from words import change_findings, legends, numbers

APART = 36.0


def draw(page: Page, choice: Choice, earlier: dt.date) -> None:
    """The rows; one opens its county's profile."""
    listed = facts.rows(choice, earlier)
    known = facts.compared(listed)
    if known and all(row["change_way"] == "same" for row in known):
        st.html(f'<p class="under">{plain.html(page.speech("ranking.no_change"))}</p>')
    elif known:
        drawing.show(_drawn(earlier, page, choice), key="change_slopes", on_pick=picked(choice, earlier))
        paper.drawing(page, lambda light: _drawn(earlier, light, choice).svg, _label(page, choice, earlier))
    lines = [
        plain.html(change_findings.apart(page.speech, because, [page.short_name(row) for row in rows]))
        for because, rows in facts.apart(listed).items()
    ]
    if lines:
        st.html("".join(f'<p class="under">{line}</p>' for line in lines))


def _label(page: Page, choice: Choice, earlier: dt.date) -> str:
    return page.speech("change.slopes_alt", since=choice.in_words(earlier), until=choice.period_words)


@kept(most=60)
def _drawn(earlier: dt.date, page: Page, choice: Choice) -> drawing.Drawing:
    colours = palette(page.theme)
    first, second = facts.ends(facts.rows(choice, earlier))
    values = [
        float(value)
        for row in (*first[1], *second[1])
        for value in (row["value_shown_then"], row["value_shown"])
    ]
    headline = choice.headline()
    target = float(headline["target_value"]) if headline["target_is_common"] else None
    within = [*values, *([target] if target is not None else [])]
    told = legends.target(page.speech, headline, "ratio")
    span = Span(min(within), max(within), target, told)

    def of(width: float) -> svg.Sketch:
        both = [
            slopes(
                _heading(page, kind),
                [_slope(page, choice, earlier, row) for row in rows],
                span,
                width,
                colours,
            )
            for kind, rows in (first, second)
            if rows
        ]
        return both[0] if len(both) == 1 else svg.Sketch("", 0, 0) if not both else _beside(both, width)

    narrow = [
        slopes(
            _heading(page, kind), [_slope(page, choice, earlier, row) for row in rows], span, NARROW, colours
        )
        for kind, rows in (first, second)
        if rows
    ]
    sketches = of((WIDE - APART) / 2), of((MIDDLE - APART) / 2), svg.stacked(narrow, 12)
    return drawing.in_three(sketches, (1000, 700), colours, _label(page, choice, earlier))


def _beside(both: list[svg.Sketch], width: float) -> svg.Sketch:
    left, right = both
    moved = svg.group(right.body, transform=f"translate({svg.number(width + APART)} 0)")
    return svg.Sketch(left.body + moved, 2 * width + APART, max(left.height, right.height))


def _heading(page: Page, kind: str) -> str:
    words = {
        "most_up": "change.most_up",
        "least_up": "change.least_up",
        "most_down": "change.most_down",
        "least_down": "change.least_down",
    }
    return page.speech(words[kind])


def _slope(page: Page, choice: Choice, earlier: dt.date, row: facts.Row) -> Slope:
    speech, decimals = page.speech, choice.decimals
    higher = HIGHER[str(choice.indicator["polarity"])]
    better = (
        None if higher is None or row["change_way"] == "same" else (row["change_way"] == "rose") == higher
    )
    return Slope(
        speech.pick(row, "area_name"),
        "" if choice.city else speech.pick(row, "city_short_name") or "",
        float(row["value_shown_then"]),
        float(row["value_shown"]),
        (
            numbers.ratio(row["value_shown_then"], decimals),
            numbers.ratio(row["value_shown"], decimals),
            numbers.signed(row["change_since"], decimals),
        ),
        better,
        "\n".join(
            change_findings.lines(
                speech, row, choice.indicator, (choice.in_words(earlier), choice.period_words)
            )
        ),
        f"area/{row['area_code']}",
    )
