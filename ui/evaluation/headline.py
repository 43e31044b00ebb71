"""What the page found: title, grey line, and what stands where there is no index."""

from __future__ import annotations

import streamlit as st

from ui.evaluation import facts
from ui.evaluation.facts import Row
from ui.evaluation.own import KEY
from ui.frame import choices, plain
from ui.frame.indices import Index
from ui.frame.page import Page, Quarter
from words import evaluation_findings, numbers


def positions(page: Page, quarter: Quarter, index: Index, run: Row) -> tuple[str, str]:
    """Of the positions: whether the first can be told apart, and where the area chosen lies."""
    speech = page.speech
    first = facts.groups(index)[0] if facts.groups(index) else ()
    head = (
        [evaluation_findings.first(speech, facts.name(page, quarter, first[0]), len(first))] if first else []
    )
    return speech("list.sentence").join([*head, _place(page, quarter, index, run)]), _grey(
        page, quarter, index, run
    )


def _place(page: Page, quarter: Quarter, index: Index, run: Row) -> str:
    speech = page.speech
    row = facts.of_area(index, quarter.county) if quarter.county else None
    if quarter.county:
        name = facts.name(page, quarter, quarter.county)
        return (
            evaluation_findings.place(speech, name, row)
            if row
            else speech("evaluation.title_none", name=name)
        )
    own = [one for one in facts.scored(index) if facts.in_city(quarter, one["area_code"])]
    if own:
        return speech.plural(
            "evaluation.title_city",
            len(own),
            name=facts.name(page, quarter, str(quarter.city)),
            low=min(one["position_low"] for one in own),
            high=max(one["position_high"] for one in own),
        )
    return evaluation_findings.pairs(speech, run)


def _grey(page: Page, quarter: Quarter, index: Index, run: Row) -> str:
    speech = page.speech
    # Where no area is chosen the title counts the pairs that are left; those told apart beside it read as a second count.
    of_whole = not quarter.county and not any(
        facts.in_city(quarter, one["area_code"]) for one in facts.scored(index)
    )
    apart = speech(
        "evaluation.grey_pairs", pairs=numbers.count(run["pairs"]), n=numbers.count(run["pairs_apart"])
    )
    parts = [
        speech(
            "evaluation.grey",
            systems=len(facts.systems(index)),
            n=run["indicators_all"],
        ),
        speech("evaluation.grey_band"),
        *([] if of_whole else [apart]),
        speech("evaluation.grey_no_rank"),
    ]
    if choices.raw(KEY):
        parts.append(speech("evaluation.grey_own"))
    lacking = [row for row in facts.counties(index) if row["position_middle"] is None]
    if lacking:
        parts.append(speech.plural("evaluation.grey_without", len(lacking)))
    return " · ".join(parts)


def awaited(page: Page, quarter: Quarter) -> None:
    """While an index is being made: of which quarter."""
    st.title(
        plain.markdown(page.speech("evaluation.title_awaited", period=quarter.period_words)), anchor=False
    )


def nothing(page: Page, quarter: Quarter) -> None:
    """In the place of an index that cannot be made: what is lacking, and whose it is to add it."""
    title = page.speech("evaluation.no_index", period=quarter.period_words)
    st.title(plain.markdown(title), anchor=False)
    st.html(f'<p class="nothing">{plain.html(page.speech("evaluation.no_index_remedy"))}</p>')
