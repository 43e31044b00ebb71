"""What is said about answers: which questions there are, and what the columns of one mean. JSON objects, not yet written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import polars as pl

from files.table import CODES, asked_of, csv_parts
from ui.frame.addresses import replies
from ui.frame.addresses.wanted import FORMATS, Wanted
from ui.frame.kept import kept
from warehouse.contract import Column
from warehouse.models import plan
from warehouse.readers import Reader, Stream, questions
from words import LANGUAGES
from words.files import heading


def listing() -> dict[str, Any]:
    """All questions: name, what one row is, what it takes, and where its answer is; addresses relative to this one's."""
    return {
        "questions": [
            {
                "name": model.name,
                "one_row": model.grain,
                "parameters": [{"name": name, "type": kind} for name, kind in model.parameters],
                "addresses": {ending: f"{model.name}.{ending}" for ending in reversed(FORMATS)},
            }
            for model in sorted(questions().values(), key=lambda model: model.name)
        ],
        "languages": [CODES, *LANGUAGES],
    }


def head(wanted: Wanted) -> dict[str, Any]:
    """What stands before the rows of a JSON answer."""
    told: dict[str, Any] = {
        "snapshot": wanted.reader.snapshot.id,
        "question": wanted.place.question,
        "parameters": dict(wanted.parameters),
    }
    if wanted.language != CODES:
        names = [column.name for column in _columns(wanted.reader, wanted.place.question)]
        told["headings"] = {name: _heading(name, wanted.language) for name in names}
    return told


def metadata(wanted: Wanted, stream: Stream) -> dict[str, Any]:
    """What an answer is of: grain, key, columns, parameters, snapshot, sources, and the fingerprint of its CSV file.

    Goes through the whole answer, the stream of its question, for its rows and its fingerprint.
    """
    reader, question = wanted.reader, wanted.place.question
    model = questions()[question]
    rows, size, digest = 0, 0, hashlib.sha256()

    def counted() -> Iterator[pl.DataFrame]:
        nonlocal rows
        for frame in stream.frames():
            rows += frame.height
            yield frame

    asked = asked_of(reader, question, wanted.language, wanted.parameters)
    for part in csv_parts(reader, counted(), asked, wanted.language):
        digest.update(part)
        size += len(part)
    facts = reader.rows("snapshot_facts")[0]
    return {
        "question": question,
        "one_row": model.grain,
        "key": list(model.key),
        "parameters": [
            {"name": name, "type": kind, "value": wanted.parameters[name]} for name, kind in model.parameters
        ],
        "columns": [_column(column) for column in _columns(reader, question)],
        "snapshot": {
            "id": reader.snapshot.id,
            "built_at": replies.moment(reader.snapshot.built_at),
            **{name: facts[name] for name in ("today", "pack_id", "pack_fingerprint", "sql_fingerprint")},
        },
        "sources": _sources(wanted, facts),
        "rows": rows,
        "file": {"language": wanted.language, "bytes": size, "sha256": digest.hexdigest()},
        "links": _links(wanted),
    }


@kept(most=400)
def _columns(_reader: Reader, question: str) -> tuple[Column, ...]:
    return next(model.columns for model in plan().questions if model.name == question)


def _column(column: Column) -> dict[str, str]:
    """Name, type and meaning of a column, and what files for people call it."""
    names = {f"name_{language}": _heading(column.name, language) for language in LANGUAGES}
    return {"name": column.name, "type": column.type, "description": column.meaning, **names}


def _heading(column: str, language: str) -> str:
    return heading(column.removesuffix("_zh").removesuffix("_en"), language)


def _sources(wanted: Wanted, facts: dict[str, Any]) -> dict[str, Any]:
    """Where the figures come from, in both languages: the indicator's source, the pack's, and what is simulated in them."""
    code = wanted.parameters.get("indicator")
    rows = wanted.reader.rows("indicator_catalogue") if code else []
    indicator = next((row for row in rows if row["indicator_code"] == code), {})
    said = {
        "indicator": (indicator, "source"),
        "pack": (facts, "sources_note"),
        "simulated": (facts, "simulated_text"),
    }
    return {
        name: {language: row.get(f"{stem}_{language}") for language in LANGUAGES}
        for name, (row, stem) in said.items()
        if row.get(f"{stem}_{LANGUAGES[0]}")
    }


def _links(wanted: Wanted) -> dict[str, str]:
    """The other addresses of the same answer, relative to this one's."""
    question, query = wanted.place.question, wanted.query
    behind = f"?{query}" if query else ""
    beside = f"&{query}" if query else ""
    return {
        **{ending: f"{question}.{ending}{behind}" for ending in reversed(FORMATS)},
        "exports": f"../../exports?question={question}{beside}",
        "sources": "sources.csv",
    }
