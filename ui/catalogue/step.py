"""A step of the build in a dialog: what it makes, and its SQL as it was when the snapshot was built."""

from __future__ import annotations

import streamlit as st

from ui.catalogue.traced import Lineage
from ui.frame import choices, plain
from ui.frame.page import Page


def name(page: Page, table: str) -> str:
    """A table of the build in words; one that has none is called what it is called."""
    key = f"step.{table.replace('.', '_')}"
    return page.speech(key) if key in page.speech else table


def open_step(page: Page, table: str, lineage: Lineage) -> None:
    """Open it; closed, it is taken back from the address."""
    dialog = st.dialog(plain.markdown(name(page, table)), width="large", on_dismiss=_close)
    dialog(lambda: _contents(page, table, lineage))()


def _close() -> None:
    choices.choose("step", None)


def _contents(page: Page, table: str, lineage: Lineage) -> None:
    speech = page.speech
    told = [speech("catalogue.sql_of", table=table, snapshot=str(page.facts["snapshot_id"]))]
    columns = lineage.tables.get(table)
    if columns:
        told.append(speech.plural("catalogue.columns", len(columns), names=", ".join(columns)))
    st.html("".join(f'<p class="under">{plain.html(line)}</p>' for line in told))
    for row in page.answers.rows("step_sql", step=table):
        st.code(row["step_sql"], language="sql", wrap_lines=True)
