"""Why a person's statement was not answered, as a page tells it: of which kind, in which line, and what would repair it.

The kinds are few and each has its sentence in both languages; DuckDB's own words stand beside it for what has none. A repair
is another statement, offered and never run by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from warehouse import keywords, signs, written
from warehouse.written import Word
from words import nearness
from words.problems import Problem

MOST_REPAIRS = 3
ROWS_OFFERED = 1000
# By which word a statement begins that is no question.
BEGINNINGS = {
    "write_file": ("copy", "export"),
    "changes": (
        "insert", "update", "delete", "drop", "create", "alter", "truncate", "merge", "comment", "replace", "upsert",
    ),
    "settings": ("set", "reset", "pragma", "use"),
    "attach": ("attach", "detach", "connect", "disconnect", "import"),
    "extension": ("install", "load"),
    "other_statement": (
        "begin", "commit", "rollback", "abort", "start", "end", "prepare", "execute", "deallocate", "call", "checkpoint", "force",
        "vacuum", "analyze",
    ),
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in BEGINNINGS.items() for word in words}
# What is asked of the program instead of the data, by the name of the function or view.
_FILES = re.compile(r"read_\w*|parquet_\w*|sniff_\w*|glob|\w*_scan(?:_dumb)?|python_\w*", re.IGNORECASE)
_HIDDEN = re.compile(r"query|query_table|json_execute_serialized_sql|json_serialize_plan", re.IGNORECASE)
_EXTENSIONS = re.compile(r"\w*extensions?\w*", re.IGNORECASE)
# A table that is named as a file or an address is named.
_PLACE = re.compile(
    r"://|[/\\]|\.(?:csv|json|parquet|txt|md|xlsx?|db|duckdb|sqlite|py|toml|tsv|gz)\b|^\.", re.IGNORECASE
)
_LINE = re.compile(r"^LINE (\d+): (.*)$", re.MULTILINE)
_LIKE_BY = ("yb", "bu", "b", "y", "bt", "vy", "bby", "byy", "ny", "be")
_QUARTER = re.compile(r"(\d{4})\s*(?:[-年]?\s*(?:[Qq]|第)\s*([1-4])(?:\s*季度?)?)")
_QUARTER_ENDS = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}
# Kinds that name what they do not know, or cannot place: signs are at fault where they stand in it.
_NAMING = ("column", "alias", "ambiguous", "grouping", "function", "type_name")
# Kinds of what could not be read at all: signs are at fault wherever they stand.
_UNREAD = ("syntax", "place", "other")

# What DuckDB says, and which kind that is; the first that fits. Named groups are values of the sentence.
SAID = [
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        ("changes", r"data-modifying statement"),
        ("column", r'Referenced column "(?P<name>.+?)" (?:was )?not found|does not have a column named "(?P<other>.+?)"'),
        ("alias", r'Referenced table "(?P<name>.+?)" not found'),
        ("ambiguous", r'Ambiguous reference to column name "(?P<name>.+?)" \(use: (?P<use>.+?)\)'),
        ("grouping", r'column "(?P<name>.+?)" must appear in the GROUP BY clause'),
        ("sum_in_where", r"WHERE clause cannot contain aggregates"),
        ("function", r'Function with name "?(?P<name>.+?)"? does not exist'),
        ("type_name", r'Type with name "?(?P<name>.+?)"? does not exist'),
        ("place", r"(?:[Ss]chema|[Cc]atalog)[^\n]*does not exist"),
        ("file", r"^Permission Error|file system operations are disabled|external access"),
        ("pattern", r"(?:invalid|bad) (?:regular|escape)|missing [)\]]|no argument for repetition|invalid perl operator"),
        ("value", r"^Conversion Error"),
        ("types", r"No function matches|best candidate function|Cannot (?:compare|mix) values|explicit type cast|^Mismatch Type"),
        ("range", r"^Out of Range Error"),
        ("division", r"Division by zero"),
        ("one_value", r"More than one row returned by a subquery"),
        ("parameter", r"Values were not provided|prepared statement parameters|[Pp]arameter"),
        ("syntax", r"^Parser Error"),
    )
]  # fmt: skip
# Kinds of what the process itself says, by the key of its problem.
OF_THE_PROCESS = {
    "readers.no_statement": "nothing",
    "readers.too_long": "too_long",
    "readers.too_much_memory": "memory",
    "readers.too_many_rows": "rows",
    "readers.too_large": "large",
    "readers.too_deep": "deep",
    "readers.stopped": "stopped",
    "readers.ended": "ended",
    "readers.too_many_waiting": "busy",
    "readers.too_long_a_text": "text",
}
KINDS = (
    "nothing", "several", *BEGINNINGS, "no_question", "file", "hidden", "program", "table", "needs", "signs",
    *(kind for kind, _ in SAID if kind not in ("file", "changes")), *list(OF_THE_PROCESS.values())[1:], "other",
)  # fmt: skip


@dataclass(frozen=True)
class Repair:
    """Another statement in the place of the one refused: of which kind it is, its text, what it puts in (a name) and in whose place."""

    kind: str
    text: str
    name: str = ""
    before: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why a statement was not answered: a kind, the values of its sentence, the line (from 1), DuckDB's words, repairs."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    said: str = ""
    repairs: tuple[Repair, ...] = ()


def refusal(
    text: str,
    problem: Problem,
    tables: Mapping[str, Sequence[str]],
    questions: Mapping[str, Sequence[str]] | None = None,
) -> Refusal:
    """What to tell of a statement that ended in a problem.

    Args:
        text: the statement.
        problem: what the reader raised.
        tables: the tables there are, as one types them (`marts.areas`), each with its columns.
        questions: those that no table holds, since they take parameters, each with the names of these.
    """
    found = written.words(text)
    match problem.key:
        case "readers.one_select":
            return _no_question(text, found)
        case "readers.not_data":
            return _of_the_program(str(problem.values["name"]), found)
        case "readers.no_table" | "readers.no_table.near":
            return _no_table(text, str(problem.values["table"]), tables, questions or {})
        case "readers.sql_refused":
            return _said(text, str(problem.values["error"]), found, tables)
    kind = OF_THE_PROCESS.get(problem.key, "other")
    said = problem.message("en") if kind in ("other", "ended") else ""
    return Refusal(kind, dict(problem.values), said=said, repairs=_smaller(kind, text))


def _smaller(kind: str, text: str) -> tuple[Repair, ...]:
    """What asks for less, or says beforehand how much is asked for."""
    if kind in ("rows", "large"):
        return _repairs(("limit", written.limited(text, ROWS_OFFERED)), ("count", written.counted(text)))
    if kind in ("too_long", "memory"):
        return _repairs(("explain", written.explained(text)))
    if kind in ("stopped", "ended", "busy"):
        return (Repair("again", text),)
    return ()


def _repairs(*found: tuple[str, str | None]) -> tuple[Repair, ...]:
    return tuple(Repair(kind, text) for kind, text in found if text)


def _no_question(text: str, found: Sequence[Word]) -> Refusal:
    """Several statements, or one that is no question: by the word that says so."""
    first = written.first_alone(text)
    if first is not None:
        second = next(word for word in found if word.start > len(first) and word.text != ";")
        return Refusal("several", line=second.line, repairs=_repairs(("first", first)))
    # The first word says it; behind EXPLAIN and WITH one further on.
    explains = bool(found) and found[0].key == "EXPLAIN"
    telling = next(
        (
            word
            for n, word in enumerate(found)
            if word.text.lower() in _KIND_OF and not (explains and n == 1 and word.key == "ANALYZE")
        ),
        None,
    )
    if telling is None:
        return Refusal("no_question", line=found[0].line if found else None)
    kind = _KIND_OF[telling.text.lower()]
    behind = text[telling.start :].split(None, 2)
    if kind == "changes" and [one.lower() for one in behind[:2]] == ["update", "extensions"]:
        kind = "extension"
    inner = written.inner_query(text)
    return Refusal(
        kind, {"word": telling.text.lower()}, line=telling.line, repairs=_repairs(("inner", inner))
    )


def _of_the_program(name: str, found: Sequence[Word]) -> Refusal:
    kinds = {"file": _FILES, "hidden": _HIDDEN, "extension": _EXTENSIONS}
    kind = next((kind for kind, pattern in kinds.items() if pattern.fullmatch(name)), "program")
    return Refusal(kind, {"name": name, "word": name}, line=_line_of(name, found))


def _no_table(
    text: str, table: str, tables: Mapping[str, Sequence[str]], questions: Mapping[str, Sequence[str]]
) -> Refusal:
    """A table there is not: one named as a file is named, a question that takes parameters, or one of another name or schema."""
    found = written.words(text)
    line = _line_of(table, found)
    if _PLACE.search(table):
        return Refusal("file", {"name": table}, line=line)
    if signs.is_foreign(table) and (narrow := _narrow(text, tables)):
        return _of_signs(text, tables, Refusal("table", {"name": table}, line=line, repairs=narrow))
    bare = {name.rpartition(".")[2]: name for name in tables}
    low = table.rpartition(".")[2].lower()
    if low in questions and low not in bare:
        return Refusal("needs", {"name": low, "parameters": list(questions[low])}, line=line)
    near = [bare[name] for name in nearness.near(low, bare)]
    spans = _spans(found, table)
    repairs = [Repair("name", written.replaced(text, *spans[0], name), name) for name in near if spans]
    return Refusal("table", {"name": table, "near": near}, line=line, repairs=tuple(repairs[:MOST_REPAIRS]))


def _spans(found: Sequence[Word], name: str) -> list[tuple[int, int]]:
    """Where a name stands, with the schema before it."""
    last = name.rpartition(".")[2].lower()
    spans = []
    for n, word in enumerate(found):
        if word.text.strip("\"'").lower() != last or not (word.is_name or word.text[:1] == "'"):
            continue
        start = word.start
        while n >= 2 and found[n - 1].text == "." and found[n - 2].is_name:
            n -= 2
            start = found[n].start
        spans.append((start, word.end))
    return spans


def _line_of(name: str, found: Sequence[Word]) -> int | None:
    last = name.rpartition(".")[2].lower()
    return next((word.line for word in found if word.text.strip("\"'").lower() in (last, name.lower())), None)


# ------------------------------------------------------------ what DuckDB says


@dataclass(frozen=True)
class _Place:
    """A statement and where in it DuckDB points: its words, the tables it may read, the line, the word there."""

    text: str
    words: Sequence[Word]
    tables: Mapping[str, Sequence[str]]
    line: int | None
    word: Word | None


def _said(text: str, error: str, found: Sequence[Word], tables: Mapping[str, Sequence[str]]) -> Refusal:
    """Of which kind DuckDB's words are, and what repairs it."""
    place = _place(text, error, found, tables)
    kind, match = next(
        ((kind, match) for kind, pattern in SAID if (match := pattern.search(error))), ("other", None)
    )
    if kind == "changes":
        return replace(_no_question(text, found), said=error)
    values = {name: value for name, value in (match.groupdict() if match else {}).items() if value}
    values["name"] = values.get("name") or values.get("other") or (place.word.text if place.word else "")
    if kind == "file":
        values["name"] = next((one.text.strip("\"'") for one in found if _PLACE.search(one.text)), "")
    line = place.line or _line_of(values["name"], found)
    at_fault = kind in _UNREAD or (kind in _NAMING and signs.is_foreign(str(values["name"])))
    narrow = _narrow(text, tables) if at_fault else ()
    mended = () if narrow and kind in _NAMING else _MENDED.get(kind, lambda *_: iter(()))(place, values)
    offered = (*narrow, *mended)
    values["near"] = [one.name for one in offered if one.name]
    if narrow and kind != "other":
        return _of_signs(text, tables, replace(Refusal(kind, values, line, error), repairs=offered))
    return Refusal(kind, values, line, error, offered[:MOST_REPAIRS])


def _place(text: str, error: str, found: Sequence[Word], tables: Mapping[str, Sequence[str]]) -> _Place:
    """Where DuckDB points: the last LINE of its words, and the letter above its caret unless it cut the line short."""
    pointed = list(_LINE.finditer(error))
    if not pointed:
        return _Place(text, found, tables, None, None)
    line, shown = int(pointed[-1][1]), pointed[-1][2]
    under = error[pointed[-1].end() + 1 :].partition("\n")[0]
    column = under.find("^") - len(f"LINE {line}: ")
    written_lines = text.split("\n")
    if line > len(written_lines):
        return _Place(text, found, tables, None, None)
    whole = written_lines[line - 1]
    if shown.startswith("...") and column >= 3:
        # Cut at its beginning: what is shown is looked for in the line.
        at = whole.find(shown[3:].removesuffix("..."))
        column = at + column - 3 if at >= 0 else -1
    if column < 0:
        return _Place(text, found, tables, line, None)
    letter = sum(len(one) + 1 for one in written_lines[: line - 1]) + column
    word = next((one for one in found if one.start <= letter < one.end), None)
    return _Place(text, found, tables, line, word)


def _column(place: _Place, values: dict[str, Any]) -> Iterator[Repair]:
    """Names like that of a column there is not, of the tables that the statement reads; of all where none of them is known."""
    name = str(values["name"]).rpartition(".")[2]
    read = _read(place)
    known = dict.fromkeys(column for table in read or place.tables for column in place.tables[table])
    spans = [(place.word.start, place.word.end)] if place.word else []
    # A column of a table (`a.gapp`): DuckDB points at the table.
    spans = [span for span in spans if place.text[slice(*span)].strip('"').lower() == name.lower()]
    spans = spans or [(word.start, word.end) for word in place.words if _is(word, name)]
    if not spans:
        return
    if literal := _literal(place, name, spans[0][0]):
        yield Repair("name", written.replaced(place.text, *spans[0], literal), literal)
    for near in nearness.near(name.lower(), known):
        if near != name:
            yield Repair("name", written.replaced(place.text, *spans[0], near), near)


def _literal(place: _Place, name: str, start: int) -> str | None:
    """What is compared with a column and is none: a value without quotation marks, or in those of a name; DISTINCT that is none."""
    at = next(n for n, word in enumerate(place.words) if word.start == start)
    before = place.words[at - 1] if at else None
    behind = place.words[at + 1] if at + 1 < len(place.words) else None
    if before and before.key == "SELECT" and behind and behind.is_name:
        return "distinct" if keywords.meant(name) == "distinct" else None
    is_value = (
        before is not None
        and before.text in ("=", "<>", "!=", "(", ",")
        and (behind is None or behind.text != ".")
    )
    is_value &= place.text[start] == '"' or (before is not None and before.text not in ("(", ","))
    return "'" + name.replace("'", "''") + "'" if is_value else None


def _is(word: Word, name: str) -> bool:
    return word.is_name and word.text.strip('"').lower() == name.lower()


def _read(place: _Place) -> list[str]:
    """The tables that a statement names, of those there are."""
    names = {word.text.strip('"').lower() for word in place.words if word.is_name}
    return [table for table in place.tables if table.rpartition(".")[2] in names]


def _alias(place: _Place, values: dict[str, Any]) -> Iterator[Repair]:
    """Names of tables in the statement that are like one that is none there."""
    name = str(values["name"])
    names = [
        word.text
        for n, word in enumerate(place.words)
        if word.is_name and n and place.words[n - 1].key == "AS"
    ]
    names += [table.rpartition(".")[2] for table in _read(place)]
    spans = [(word.start, word.end) for word in place.words if _is(word, name)]
    for near in nearness.near(name.lower(), list(dict.fromkeys(names))):
        if spans and near != name:
            yield Repair("name", written.replaced(place.text, *spans[0], near), near)


def _ambiguous(place: _Place, values: dict[str, Any]) -> Iterator[Repair]:
    """Which of the columns of one name is meant."""
    for offered in re.findall(r"'([^']+)'", str(values.pop("use", ""))):
        if place.word and _is(place.word, str(values["name"])):
            yield Repair(
                "name", written.replaced(place.text, place.word.start, place.word.end, offered), offered
            )


def _grouping(place: _Place, _: dict[str, Any]) -> Iterator[Repair]:
    yield from _repairs(("group", written.grouped(place.text)))


def _function(place: _Place, values: dict[str, Any]) -> Iterator[Repair]:
    """The function that DuckDB means instead, where it names one."""
    name = str(values["name"])
    spans = [(word.start, word.end) for word in place.words if _is(word, name)]
    for near in nearness.near(name.lower(), keywords.FUNCTIONS):
        if spans:
            yield Repair("name", written.replaced(place.text, *spans[0], near), near)


def _value(place: _Place, _: dict[str, Any]) -> Iterator[Repair]:
    """A quarter in words as the day it ends on; a cast that gives nothing where it cannot."""
    for word in place.words:
        quarter = word.text[:1] == "'" and _QUARTER.fullmatch(word.text.strip("'"))
        if quarter:
            day = f"'{quarter[1]}-{_QUARTER_ENDS[quarter[2]]}'"
            yield Repair("name", written.replaced(place.text, word.start, word.end, day), day)
            return
    cast = next((word for word in place.words if word.key == "CAST"), None)
    if cast:
        yield Repair("try_cast", written.replaced(place.text, cast.start, cast.end, "try_cast"))


def _syntax(place: _Place, _: dict[str, Any]) -> Iterator[Repair]:
    """A word that is nearly one of SQL's; `by` where it lacks."""
    if place.word is None:
        return
    at = list(place.words).index(place.word)
    before = place.words[at - 1] if at else None
    if before and before.key in keywords.GROUPING and place.word.key != "BY":
        behind = place.words[at + 1] if at + 1 < len(place.words) else None
        is_by = (
            place.word.text.lower() in _LIKE_BY
            and behind is not None
            and (behind.is_name or behind.text.isdigit())
        )
        end, by = (place.word.end, "by") if is_by else (place.word.start, "by ")
        yield Repair("name", written.replaced(place.text, place.word.start, end, by), f"{before.text} by")
        return
    known = {name.rpartition(".")[2] for name in place.tables}
    for word in (place.word, before):
        near = keywords.meant(word.text) if word and word.is_name and word.text.lower() not in known else None
        if word and near:
            yield Repair(
                "word", written.replaced(place.text, word.start, word.end, near), near, before=word.text
            )


def _of_signs(text: str, tables: Mapping[str, Sequence[str]], found: Refusal) -> Refusal:
    """The same told by its cause, the first sign that SQL does not take, and the line of that."""
    sign, repairs = signs.first(text, _names(tables)), found.repairs[:MOST_REPAIRS]
    if sign is None:
        return replace(found, repairs=repairs)
    return Refusal("signs", {"name": signs.seen(sign[0])}, sign[1], found.said, repairs)


def _names(tables: Mapping[str, Sequence[str]]) -> set[str]:
    names = {name.rpartition(".")[2].lower() for name in tables} | {"marts", "questions"}
    return names | {column.lower() for columns in tables.values() for column in columns}


def _narrow(text: str, tables: Mapping[str, Sequence[str]]) -> tuple[Repair, ...]:
    """The same with SQL's own signs, where that is another statement."""
    narrow = signs.narrowed(text, _names(tables))
    return () if narrow == text else (Repair("narrow", narrow),)


_MENDED: dict[str, Callable[[_Place, dict[str, Any]], Iterator[Repair]]] = {
    "column": _column,
    "alias": _alias,
    "ambiguous": _ambiguous,
    "grouping": _grouping,
    "function": _function,
    "value": _value,
    "syntax": _syntax,
}
