"""An indicator's entry: what it is, how it is computed with the figures of the day, the facts of the registry, what it may be used for."""

from __future__ import annotations

import streamlit as st

from ui.catalogue import classes, facts
from ui.frame import plain
from ui.frame.page import Choice, Page, Row
from words import catalogue_findings, numbers, sentences

SIGNS = {"may": "✓", "not": "✕", "mind": "!"}


def told(page: Page, choice: Choice) -> tuple[str, str]:
    """The title and the grey line."""
    headline, own = choice.headline(), facts.own_target(page, choice)
    title = catalogue_findings.title(page.speech, choice.indicator, headline, facts.place(page, choice), own)
    return title, catalogue_findings.grey(page.speech, headline, choice.indicator, choice.period_words)


def draw(page: Page, choice: Choice) -> None:
    with st.container(key="entry_row"):
        first, second = st.columns([560, 330], gap="medium")
    with first:
        st.html(
            f'<section class="ranking entry">{_head(page.speech("catalogue.definition"))}'
            f"<p>{plain.html(page.speech.pick(choice.indicator, 'definition'))}</p>{_formula(page, choice)}</section>"
            f'<section class="ranking entry">{_head(page.speech("catalogue.uses"))}{_uses(page, choice)}</section>'
            f"{classes.html(page, choice)}"
        )
    with second:
        st.html(f'<section class="card"><dl>{_facts(page, choice)}</dl></section>')


def _head(words: str) -> str:
    return f"<h2>{plain.html(words)}</h2>"


def _formula(page: Page, choice: Choice) -> str:
    """The fraction in words, and beside it with the figures of the whole area; a dash for one that is not known."""
    headline, indicator, measures = choice.headline(), choice.indicator, facts.measures(page, choice)
    speech = page.speech
    scale = int(indicator["scale"])
    times = f"× {numbers.count(scale)} =" if scale != 1 else "="
    names = [
        plain.html(speech.pick(indicator, f"{side}_name")) + _added(page, measures[side])
        for side in facts.SIDES
    ]
    figures = [plain.html(numbers.count(headline[side])) for side in facts.SIDES]
    if headline["value_shown"] is None:
        result = plain.html(sentences.status(speech, headline, indicator))
    else:
        result = plain.html(numbers.ratio(headline["value_shown"], choice.decimals))
    return (
        f'<p class="formula">{_fraction(names)}<span>{plain.html(times)}</span>{_fraction(figures)}'
        f"<span>{plain.html(times)}</span><b>{result}</b></p>{_filed(page, choice)}"
    )


def _filed(page: Page, choice: Choice) -> str:
    """Where each side is filed, and of which day a dated denominator is."""
    speech, measures = page.speech, facts.measures(page, choice)
    note = sentences.denominator_note(speech, choice.headline(), choice.indicator)
    told = {side: catalogue_findings.filed_as(speech, measures[side]) for side in facts.SIDES}
    if note:
        told["denominator"] = speech.join([told["denominator"], note])
    lines = "<br>".join(
        plain.html(speech(f"catalogue.side_{side}", told=words)) for side, words in told.items()
    )
    return f'<p class="under">{lines}</p>'


def _added(page: Page, rows: list[Row]) -> str:
    told = catalogue_findings.sums(page.speech, rows)
    return f" <small>{plain.html(told)}</small>" if told else ""


def _fraction(parts: list[str]) -> str:
    above, under = parts
    return f'<span class="fraction"><span>{above}</span><i>÷</i><span>{under}</span></span>'


def _uses(page: Page, choice: Choice) -> str:
    told = catalogue_findings.uses(
        page.speech,
        choice.indicator,
        choice.headline(),
        facts.own_target(page, choice),
        facts.targets(page, choice),
    )
    rows = "".join(
        f'<li class="{kind}"><span aria-hidden="true">{SIGNS[kind]}</span>{plain.html(words)}</li>'
        for kind, words in told
    )
    return f'<ul class="uses">{rows}</ul>'


def _facts(page: Page, choice: Choice) -> str:
    pairs = _pairs(page, choice)
    return "".join(
        f"<div><dt>{plain.html(name)}</dt><dd>{plain.html(value)}</dd></div>" for name, value in pairs
    )


def _pairs(page: Page, choice: Choice) -> list[tuple[str, str]]:
    speech, indicator = page.speech, choice.indicator
    owners = page.answers.rows("indicator_owners", indicator=choice.code)
    due = next((row for row in page.answers.rows("next_due") if row["dataset"] == choice.dataset), None)
    return [
        (speech("catalogue.fact_polarity"), speech(f"catalogue.polarity_{indicator['polarity']}")),
        (
            speech("catalogue.fact_unit"),
            speech.plural("catalogue.unit_and_decimals", choice.decimals, unit=choice.unit),
        ),
        (speech("catalogue.fact_cycle"), catalogue_findings.cycle(speech, indicator, due)),
        (speech("catalogue.fact_life"), catalogue_findings.life(speech, indicator)),
        (speech("catalogue.fact_owner"), catalogue_findings.owners(speech, owners, page.facts["today"])),
        (speech("catalogue.fact_source"), speech.pick(indicator, "source")),
        (speech("catalogue.fact_filed"), speech(f"catalogue.is_{origin(page, indicator)}")),
        (speech("catalogue.fact_code"), choice.code),
    ]


def origin(page: Page, row: Row) -> str:
    """What feeds an indicator: nobody's return, none yet, simulated ones or real ones."""
    landed = {one["dataset"] for one in page.answers.rows("landed_returns") if one["returns_landed"]}
    filed = {row["numerator_dataset"], row["denominator_dataset"]} - {"figures"}
    if not filed:
        return "published"
    if row["simulated"]:
        return "simulated"
    return "real" if filed & landed else "not_filed"
