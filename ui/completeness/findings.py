"""Findings: what broken rules and outliers the form's returns have, and beside them what reviewers said of the one chosen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pipelines.filing.found import OUTLIER, Found
from ui.completeness import found_here, reviewing
from ui.frame import choices, plain
from ui.frame.page import Form, Page
from ui.parts import filters, grid, paper
from words import numbers

KEY = "completeness_findings"
ROWS = 17  # in sight
KEYS = ("rule", "severity", "span", "finding")


def settle(page: Page, form: Form) -> None:
    """Check what the address says of findings, whichever view is open; they are looked for only where it says something."""
    if all(choices.raw(name) is None for name in KEYS):
        allowed: dict[str, list[str]] = {name: [] for name in KEYS}
    else:
        allowed = {name: list(words) for name, words in _options(page, form).items()}
        allowed["finding"] = [one.id for one in found_here.every(form)]
    for name in KEYS:
        choices.settle(name, allowed[name], None)


def filters_of(page: Page, form: Form) -> None:
    """The boxes of the view: rule, severity, of all periods or of the one shown."""
    options = _options(page, form)
    labels = {name: page.speech(f"completeness.every_{name}") for name in options}
    filters.draw(page, options, labels, folded=page.speech("initiatives.filters"), width=118)


def _options(page: Page, form: Form) -> dict[str, dict[str, str]]:
    """What each box may say, with its words."""
    every = found_here.every(form)
    severities = [one for one in ("error", "warning", "review") if any(row.severity == one for row in every)]
    return {
        "rule": {rule: _rule(page, rule) for rule in dict.fromkeys(one.rule for one in every)},
        "severity": {one: page.speech(f"completeness.severity_{one}") for one in severities},
        "span": {"period": form.period_words},
    }


def _rule(page: Page, rule: str) -> str:
    """A rule by its name: what programs know it as; an outlier in words."""
    return page.speech("completeness.rule_outlier") if rule == OUTLIER else rule.replace("_", " ")


def draw(page: Page, form: Form) -> None:
    """The list, and beside it the one that lies open."""
    speech, rows = page.speech, found_here.shown(form)
    chosen = choices.raw("finding")
    if not rows:
        st.html(f'<p class="nothing">{plain.html(speech("completeness.no_findings", form=form.name))}</p>')
        return
    words = reviewing.words()
    with st.container(key="drawn_row"):
        main, beside = st.columns([780, 346], gap="medium")
    with main:
        _table(page, form, rows, words)
    with beside:
        one = next((one for one in found_here.every(form) if one.id == chosen), None)
        reviewing.draw(page, form, one, words)


def _table(page: Page, form: Form, rows: list[Found], words: reviewing.Words) -> None:
    speech = page.speech

    def clicked() -> None:
        place = grid.chosen_row(KEY)
        if place is not None:
            choices.choose("finding", rows[place].id)

    cells: dict[str, Any] = {
        grid.PLACE: pd.Series(range(1, len(rows) + 1), dtype="Int64"),
        "severity": [speech(f"completeness.severity_{one.severity}") for one in rows],
        "area": [speech.pick(one.row, "area_name") or numbers.DASH for one in rows],
        "period": [form.in_short(one.row["period"]) if one.row["period"] else numbers.DASH for one in rows],
        "word": [reviewing.last(page, words, one) for one in rows],
        "text": [found_here.text(form, one) for one in rows],
    }
    columns: dict[str, Any] = {
        grid.PLACE: grid.place_column(speech),
        "severity": speech("completeness.column_severity"),
        "area": speech("services.column_area"),
        "period": speech("choice.period"),
        "word": speech("completeness.column_word"),
        "text": st.column_config.TextColumn(speech("completeness.column_text"), width="large"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key=KEY,
        on_select=clicked,
        **grid.choosable(len(rows), ROWS),
        column_config=columns,
        column_order=grid.order(cells, ("area", "text")),
        alt=speech("completeness.findings_alt", n=numbers.count(len(rows)), form=form.name),
    )
    paper.table(cells, columns, {})
