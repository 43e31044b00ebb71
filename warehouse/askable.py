"""What a statement by a person may ask of a snapshot: data, and what there is of it.

Whatever else a statement could do is closed by the connection itself (`readers.CLOSED`): no writing, no files, no
network, no change of settings. Here are refused, by kind, the statements that are no question, and the functions and
views that answer from the program instead of the data: its settings, logs, secrets, memory, files and extensions, and
those that change a state or hide from this look what they ask. A test goes through every function DuckDB has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# What there is of the data: tables, columns, views, types, functions.
_CATALOGUE = (
    "columns|constraints|coordinate_systems|dependencies|functions|indexes|keywords|schemas|sequences|table_sample"
    "|tables|triggers|types|views"
)
_OF_THE_PROGRAM = (
    rf"duckdb_(?!(?:{_CATALOGUE})$)\w*|pragma_(?!(?:table_info|show|collations)$)\w*|pg_settings"
)
_VIEW = re.compile(_OF_THE_PROGRAM, re.IGNORECASE)
_FUNCTION = re.compile(
    rf"{_OF_THE_PROGRAM}"
    # files, whatever the format, and tables of the program that runs
    r"|read_\w*|parquet_\w*|sniff_\w*|glob|\w*_scan(?:_dumb)?|python_\w*"
    # settings, environment, logs, profiles, extensions, secrets
    r"|current_setting|getenv|get_block_size|\w*_log|\w*_logs|(?:enable|disable)_\w*"
    r"|\w*_external_resources?(?:_types?)?|\w*_grammar_extensions?|\w*secrets?\w*"
    # a state that changes
    r"|(?:force_)?checkpoint|nextval|currval|setval|setseed"
    # a statement inside a text
    r"|query|query_table|json_execute_serialized_sql|json_serialize_plan",
    re.IGNORECASE,
)
_MOST_OPTIONS = 30  # tokens of EXPLAIN before the statement it explains


class Refused(Exception):
    """A statement that is no question about data, by the key of what to say and its values."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Question:
    """A statement that may be run. `explains` says that it is EXPLAIN, and `text` that which it explains."""

    text: str
    explains: bool


@dataclass(frozen=True)
class _Token:
    start: int  # in bytes
    kind: str
    text: str


def question(text: str, duckdb: Any, connection: Any) -> Question:
    """The one question a text asks, without a semicolon at its end.

    Args:
        text: what a person wrote.
        duckdb: the module; given, because a statement's own process loads the smaller one.
        connection: one that reads statements; nothing is run.

    Raises:
        Refused: no statement, several, another than a question, or one that asks the program.
        duckdb.Error: a text that is no SQL.
    """
    kind = _kind(text, connection)
    tokens = _tokens(text, duckdb)
    _check_names(tokens)
    while tokens and tokens[-1].text == ";":
        tokens = tokens[:-1]
    data = text.encode()
    end = tokens[-1].start + len(tokens[-1].text.encode())
    if kind == "EXPLAIN" or tokens[0].text.lower() == "explain":
        return Question(_explained(data[:end], tokens, connection), explains=True)
    return Question(data[:end].decode(), explains=False)


def _kind(text: str, connection: Any) -> str:
    """The type of the one statement of a text, as far as it is a question: SELECT, EXPLAIN, or MULTI (of PIVOT)."""
    statements = connection.extract_statements(text)
    if not statements:
        raise Refused("readers.no_statement")
    if len(statements) != 1:
        raise Refused("readers.one_select")
    try:
        kind = str(statements[0].type).rpartition(".")[2]
    except ValueError as error:  # a type that DuckDB has and its Python side has no name for
        raise Refused("readers.one_select") from error
    if kind not in ("SELECT", "EXPLAIN", "MULTI"):
        raise Refused("readers.one_select")
    return kind


def _tokens(text: str, duckdb: Any) -> list[_Token]:
    """The words of a statement, comments left out."""
    data = text.encode()
    found = [(start, str(kind).rpartition(".")[2]) for start, kind in duckdb.tokenize(text)]
    ends = [start for start, _ in found[1:]] + [len(data)]
    return [
        _Token(start, kind, data[start:end].decode(errors="replace").strip())
        for (start, kind), end in zip(found, ends, strict=True)
        if kind != "comment"
    ]


def _check_names(tokens: Sequence[_Token]) -> None:
    """Refuse what is called, and the views that are named, when they are the program's."""
    for place, token in enumerate(tokens):
        if token.kind not in ("identifier", "keyword", "string_const"):
            continue
        name = _plain(token.text)
        called = place + 1 < len(tokens) and tokens[place + 1].text.startswith("(")
        if (called and _FUNCTION.fullmatch(name)) or _VIEW.fullmatch(name):
            raise Refused("readers.not_data", name=name)


def _plain(text: str) -> str:
    """A name without its quotation marks; a table may be named by a string as well."""
    quote = text[:1]
    return text[1:-1].replace(quote * 2, quote) if quote in ('"', "'") else text


def _explained(data: bytes, tokens: Sequence[_Token], connection: Any) -> str:
    """The statement that EXPLAIN explains: what is left behind its options. It must be a question as well."""
    for token in tokens[1:_MOST_OPTIONS]:
        rest = data[token.start :].decode()
        try:
            found = _kind(rest, connection)
        except Refused:
            raise
        except Exception:  # still among the options: no statement begins here
            continue
        if found == "EXPLAIN":
            break
        return rest
    raise Refused("readers.one_select")
