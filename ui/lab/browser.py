"""The tables that may be read, with their rows and columns and what each means; a name that is pressed goes into the statement."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

import streamlit as st

from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.frame.statements import Column, Tables
from ui.parts.meanings import has_words, meaning
from words import numbers

HERE = Path(__file__)
KEY = "tables"
SCHEMAS = ("marts", "questions")
_component = st.components.v2.component(
    "browser",
    html='<div class="browser"></div>',
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def draw(page: Page, tables: Tables | None) -> None:
    """The list; a line in its place as long as it is asked for."""
    speech = page.speech
    if tables is None:
        st.html(f'<p class="under">{plain.html(speech("lab.tables_asked"))}</p>')
        return
    if not tables.read:
        st.html(f'<p class="under">{plain.html(speech("lab.no_tables"))}</p>')
        return
    told = _told(page, tables)
    _component(
        key=KEY,
        data={
            "schemas": told,
            "mark": blake2b(told.encode(), digest_size=8).hexdigest(),
            "whole": speech("lab.whole_table"),
            "insert": speech("lab.insert", name="{name}"),
        },
        height="content",
    )


@kept(most=4)
def _told(page: Page, _tables: Tables) -> str:
    """As the list takes it, as JSON: made once for all readers of a language."""
    speech = page.speech
    schemas = []
    for schema in SCHEMAS:
        names = [name for name in _tables.read if name.startswith(f"{schema}.")]
        told = [
            {
                "name": name,
                "rows": "" if _tables.rows[name] is None else numbers.count(_tables.rows[name] or 0),
                "meaning": _about(page, name, _tables),
                "columns": [[c.name, c.type, _meaning(page, c)] for c in _tables.read[name]],
            }
            for name in names
        ]
        kind = speech.plural(f"lab.schema_{schema}", len(names))
        schemas.append({"name": schema, "told": kind, "tables": told})
    return json.dumps(schemas, ensure_ascii=False, separators=(",", ":"))


def _about(page: Page, name: str, tables: Tables) -> str:
    """What a table has: its header says so in English; in Chinese the words there are."""
    key = f"mart.{name.rpartition('.')[2]}"
    if name.startswith("marts.") and key in page.speech:
        return page.speech(key)
    return tables.meanings[name] if page.language == "en" else ""


def _meaning(page: Page, column: Column) -> str:
    """What a column has; nothing where all that could be said is its name once more."""
    if page.language == "zh" and not has_words(column.name, page.language):
        return ""
    return meaning(page.speech, column.name, column.meaning)
