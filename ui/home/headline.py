"""The finding: one sentence, a grey line under it, and four figures with their change on a year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import streamlit as st

from ui.frame import plain
from ui.frame.page import Choice, Page, Row
from ui.parts import definition
from ui.parts.finding import finding
from words import headlines, numbers, sentences

Colour = Literal["normal", "inverse", "off"]
DELTA_COLOURS: dict[str, Colour] = {
    "higher_is_better": "normal",
    "lower_is_better": "inverse",
    "neutral": "off",
}


def draw(page: Page, choice: Choice) -> None:
    """Title, grey line and tiles of the counties shown."""
    headline = choice.headline()
    counties = choice.counties()
    grey = headlines.grey_line(
        page.speech,
        headline,
        choice.indicator,
        choice.period_words,
        # The title and what is said of it are as published, on whatever boundaries the counties are drawn.
        page.answers.counties(choice.code, choice.period, choice.area),
    )
    if choice.boundaries is not None:
        told = headlines.counted(page.speech, counties, choice.boundaries.words(page.speech))
        grey = " · ".join(part for part in (told, grey) if part)
    finding(
        headlines.as_published(
            page.speech,
            headlines.title(
                page.speech, headline, choice.indicator, choice.period_words, whole=choice.city is None
            ),
            counties,
        ),
        grey,
        lambda: definition.link(page, choice.code),
    )
    if not page.facts["returns_landed"] and choice.indicator["has_target"] and not _published(choice):
        st.info(page.speech("note.no_returns"), icon=":material/info:")
    with st.container(key="tiles", horizontal=True):
        _ratio(page, choice, headline)
        if headline["has_target"]:
            _gap(page, choice, headline)
            _near(page, choice, headline)
        else:
            _sum(page, choice, headline, "numerator")
            _sum(page, choice, headline, "denominator")
        _complete(page, choice, headline)
    if headline["has_target"]:
        _crossed(page, choice, headline)


@dataclass(frozen=True)
class _Change:
    """The change of a figure on a year before (None where it is not known), and Streamlit's word for its colours."""

    value: Decimal | int | None
    decimals: int = 0
    colour: Colour = "normal"
    counties: int | None = None  # over how many counties it is, where those are not all


NO_CHANGE = _Change(None)


def _tile(
    page: Page, label: str, value: str, change: _Change = NO_CHANGE, *, notes: tuple[str, ...] = ()
) -> None:
    # st.metric finds the direction by an ASCII minus.
    delta = None if change.value is None else numbers.signed(change.value, change.decimals, minus="-")
    flat = delta is not None and delta[0] not in "+-"
    st.metric(
        plain.markdown(label),
        plain.markdown(value),
        delta,
        delta_color="off" if flat else change.colour,
        delta_arrow="off" if flat else "auto",
        delta_description=None if delta is None else plain.markdown(_compared(page, change)),
        help=plain.markdown(" ".join(note for note in notes if note)) or None,
    )


def _ratio(page: Page, choice: Choice, headline: Row) -> None:
    speech = page.speech
    label = speech(
        "tile.ratio",
        area=speech.pick(choice.areas[choice.area], "short_name") or speech.pick(headline, "area_name"),
        name=speech.pick(choice.indicator, "short_name"),
        unit=choice.unit,
    )
    if headline["verdict"] != "no_target":
        word = sentences.verdict(speech, headline, choice.indicator)
        label = speech(
            "tile.with_verdict",
            label=label,
            verdict=f"{sentences.VERDICT_SYMBOLS[headline['verdict']]} {word}",
        )
    is_same = headlines.is_same_figure(headline)
    published = _published(choice)
    reported = headline["counties_with_value"] if published else headline["counties_complete"]
    incomplete = headline["counties_all"] - reported
    undivided = reported - headline["counties_with_value"]
    _tile(
        page,
        label,
        numbers.ratio(headline["value_shown"], choice.decimals),
        _Change(
            # Without a figure nothing has changed: what it would be of a few of its counties is not its own.
            None if headline["value_shown"] is None else headline["value_change"],
            choice.decimals,
            DELTA_COLOURS[str(choice.indicator["polarity"])],
            headline["counties_known_both"],
        ),
        notes=(
            speech.plural(
                "tile.ratio_leaves_out_published" if published else "tile.ratio_leaves_out",
                incomplete,
            )
            if incomplete
            else "",
            speech.plural("tile.ratio_undivided", undivided) if undivided > 0 else "",
            page.speech("tile.same_figure" if is_same else "tile.change_help"),
        ),
    )


def _gap(page: Page, choice: Choice, headline: Row) -> None:
    speech = page.speech
    left_out = headline["gap_counties_unknown"]
    _tile(
        page,
        speech("tile.gap", unit=speech.pick(choice.indicator, "gap_unit")),
        headlines.shortfall(speech, headline),
        _Change(headline["gap_change"], colour="inverse", counties=headline["counties_judged_both"]),
        notes=(
            speech("tile.gap_help"),
            speech.plural(
                "tile.gap_leaves_out" if headline["gap_at_most"] is None else "tile.gap_bounds", left_out
            )
            if left_out
            else "",
        ),
    )


def _near(page: Page, choice: Choice, headline: Row) -> None:
    _tile(
        page,
        page.speech("tile.near"),
        numbers.count(headline["near_target"]),
        _Change(headline["near_target_change"], colour="off", counties=headline["counties_judged_both"]),
        notes=(page.speech("tile.near_help", unit=sentences.counted(page.speech, choice.indicator)),),
    )


def _sum(page: Page, choice: Choice, headline: Row, side: str) -> None:
    _tile(
        page,
        sentences.capital(page.speech.pick(choice.indicator, f"{side}_name")),
        numbers.count(headline[side]),
        notes=(page.speech("tile.sum_published_help" if _published(choice) else "tile.sum_help"),),
    )


def _complete(page: Page, choice: Choice, headline: Row) -> None:
    # Of a published figure both sides must be known: a county without people has none, though nothing is to be filed.
    kind, column = (
        ("published", "counties_with_value") if _published(choice) else ("complete", "counties_complete")
    )
    _tile(
        page,
        page.speech(f"tile.{kind}"),
        f"{numbers.count(headline[column])} / {numbers.count(headline['counties_all'])}",
        NO_CHANGE if kind == "published" else _Change(headline["counties_complete_change"]),
        notes=(page.speech(f"tile.{kind}_help"),),
    )


def _published(choice: Choice) -> bool:
    return bool(choice.indicator["from_figures"])


def _compared(page: Page, change: _Change) -> str:
    if change.counties is None:
        return page.speech("tile.year_before")
    return page.speech.plural("tile.year_before_of", change.counties)


def changes(page: Page, choice: Choice) -> Sequence[Row]:
    """The counties shown that are judged on the period and a year before, with both verdicts."""
    return page.answers.rows("verdict_changes", indicator=choice.code, period=choice.period, area=choice.area)


def _crossed(page: Page, choice: Choice, headline: Row) -> None:
    """Who newly meets the target and who fell below it, on a year before; how many people live where it is met."""
    lines = (
        headlines.crossed(page.speech, changes(page, choice)),
        headlines.share_met(page.speech, headline, choice.indicator),
    )
    told = " ".join(line for line in lines if line)
    if told:
        st.html(f'<p class="crossed">{plain.html(told)}</p>')
