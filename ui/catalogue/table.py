"""All indicators as a table, a press in a row opens its entry; under it every target with what it rests on."""

from __future__ import annotations

import streamlit as st

from ui.catalogue import entry, targets
from ui.frame import choices
from ui.frame.page import Choice, Page
from ui.parts import behind
from words import catalogue_findings


def told(page: Page) -> tuple[str, str]:
    """How many indicators and targets there are, and how one is opened."""
    speech = page.speech
    counted = speech.plural("about.title_targets", len(page.answers.rows("target_catalogue")))
    title = speech.plural("about.title", len(page.answers.indicators()), targets=counted)
    return title, speech("catalogue.table_note")


def draw(page: Page, choice: Choice) -> None:
    speech, rows = page.speech, list(choice.indicators.values())

    def opened(place: int) -> None:
        choices.choose("indicator", rows[place]["indicator_code"])
        choices.choose("view", None)

    named = ("indicator_name", "unit", "numerator_name", "denominator_name", "owner", "definition", "source")
    cells = {name: [speech.pick(row, name) for row in rows] for name in named}
    columns = {
        "indicator_name": cells["indicator_name"],
        "policy_system": [speech(f"system.{row['policy_system']}") for row in rows],
        "unit": cells["unit"],
        "polarity": [speech(f"catalogue.polarity_{row['polarity']}") for row in rows],
        "cycle": [speech(f"cycle.{row['cycle']}") for row in rows],
        "target_value": [
            catalogue_findings.sign(speech, row, row) if row["target_value"] is not None else ""
            for row in rows
        ],
        "simulated": [speech(f"catalogue.is_{entry.origin(page, row)}") for row in rows],
        **{name: cells[name] for name in named[2:]},
    }
    alt = speech.plural("catalogue.table_alt", len(rows))
    behind.draw(page, "catalogue_table", columns, alt, first=("indicator_name",), on_row=opened)
    st.header(speech("catalogue.every_target"), anchor=False)
    st.html(targets.table(page, page.answers.rows("target_catalogue")))
