"""What stands in a statement that a person wrote: its words and their places, how it is laid out, what becomes of it in part.

Nothing is run here, and nothing is decided: whether a statement may run says `askable`, in the process that runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import TokenType

_FILTER = re.compile(r"\bfilter\(where\s+")
LONGEST_TITLE = 300  # letters of the first line in which a comment is looked for
NESTED = 2  # commands in commands that are taken apart: EXPLAIN ANALYZE is two
DEEPEST = 12  # brackets in brackets of what is laid out
_SPACES = re.compile(r"\s")
# What may stand at the end of the last select of a statement, in its order.
_ENDING = ("WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET")


@dataclass(frozen=True)
class Word:
    """A word or sign of a statement: its text as it was written, in capitals as `key`, its first and last place, its line."""

    text: str
    key: str
    start: int
    end: int  # behind its last letter
    line: int  # from 1
    depth: int  # how many brackets it stands in
    is_name: bool  # a name, quoted or not; no string, no number


def words(text: str) -> list[Word]:
    """The words of a statement, comments left out; none where it cannot be taken apart (a quotation without an end)."""
    found, depth, line, seen = [], 0, 1, 0
    for start, end in _places(text):
        written = text[start:end]
        if written in (")", "]", "}"):
            depth = max(depth - 1, 0)
        line, seen = line + text.count("\n", seen, start), start
        is_name = bool(re.match(r'^(?:[^\W\d]\w*|"[^"]*")$', written))
        found.append(Word(written, written.upper(), start, end, line, depth, is_name))
        if written in ("(", "[", "{"):
            depth += 1
    return found


def _places(text: str) -> list[tuple[int, int]]:
    """Where each word begins and ends. What follows EXPLAIN and the like is one text to sqlglot: it is taken apart as well."""
    commands: list[tuple[int, int]] = []
    while True:
        before = commands[-1][1] if commands else 0
        try:
            tokens = sqlglot.tokenize(text[before:], read="duckdb")
        except SqlglotError:
            return commands
        found = [(before + token.start, before + token.end + 1) for token in tokens]
        # Every command takes the rest to be read anew: a row of them would be read as often as it is long.
        if not tokens or tokens[0].token_type != TokenType.COMMAND or len(commands) == NESTED:
            return commands + found
        commands.append(found[0])


def title(text: str) -> str | None:
    """What a statement calls itself: the comment in its first line."""
    first = text.lstrip().partition("\n")[0][:LONGEST_TITLE].strip()
    if first.startswith("--"):
        return first[2:].strip() or None
    if first.startswith("/*") and first.endswith("*/") and len(first) > 4:
        return first[2:-2].strip() or None
    return None


def first_alone(text: str) -> str | None:
    """The first of several statements; None where there is one only."""
    found = words(text)
    ends = [n for n, word in enumerate(found) if word.text == ";"]
    for n in ends:
        if n and any(word.text != ";" for word in found[n + 1 :]):
            return text[: found[n].start].rstrip()
    return None


def inner_query(text: str) -> str | None:
    """The query inside COPY (...) TO, or behind the AS of CREATE; the table that COPY takes as a query of its own."""
    found = words(text)
    if not found:
        return None
    if found[0].key == "COPY" and len(found) > 2:
        if found[1].text == "(":
            closing = next((word for word in found[2:] if word.text == ")" and word.depth == 0), None)
            return text[found[1].end : closing.start].strip() if closing else None
        name = [word for word in _until(found[1:], ("TO", "FROM", "(")) if word.is_name or word.text == "."]
        return f"from {''.join(word.text for word in name)}" if name else None
    if found[0].key == "CREATE":
        behind = next((word for word in found if word.key == "AS" and word.depth == 0), None)
        return text[behind.end :].strip().rstrip(";").strip() or None if behind else None
    return None


def _until(found: Sequence[Word], keys: tuple[str, ...]) -> Iterator[Word]:
    for word in found:
        if word.key in keys:
            return
        yield word


def limited(text: str, rows: int) -> str | None:
    """The same with at most so many rows: its own limit is replaced. None where it cannot take one (EXPLAIN, SHOW)."""
    found = _without_end(words(text))
    if not found or found[0].key in ("EXPLAIN", "DESCRIBE", "SHOW", "SUMMARIZE"):
        return None
    limit = next((word for word in found if word.key == "LIMIT" and word.depth == 0), None)
    if limit:
        number = found[found.index(limit) + 1]
        return f"{text[: number.start]}{rows}{text[number.end :]}"
    return f"{text[: found[-1].end]}\nlimit {rows}"


def counted(text: str) -> str | None:
    """A statement that counts the rows of this one."""
    found = _without_end(words(text))
    if not found or found[0].key in ("EXPLAIN", "DESCRIBE", "SHOW", "SUMMARIZE"):
        return None
    return f"select count(*) as rows from (\n{text[: found[-1].end]}\n)"


def grouped(text: str) -> str | None:
    """The same grouped by all that is not summed; None where it is grouped already, or is no plain select."""
    found = _without_end(words(text))
    outer = [word for word in found if word.depth == 0]
    keys = [word.key for word in outer]
    if "SELECT" not in keys or any(
        key == "GROUP" or key.startswith("GROUP ") or key in ("UNION", "INTERSECT", "EXCEPT") for key in keys
    ):
        return None
    ending = next((word for word in outer if word.key.split()[0] in ("HAVING", *_ENDING)), None)
    if ending is None:
        return f"{text[: found[-1].end]}\ngroup by all"
    return f"{text[: ending.start].rstrip()}\ngroup by all\n{text[ending.start :]}"


def explained(text: str) -> str | None:
    """The plan of a statement in its place."""
    found = words(text)
    return None if not found or found[0].key == "EXPLAIN" else f"explain\n{text}"


def replaced(text: str, start: int, end: int, by: str) -> str:
    """The same with other letters between two places."""
    return text[:start] + by + text[end:]


def _without_end(found: list[Word]) -> list[Word]:
    while found and found[-1].text == ";":
        found = found[:-1]
    return found


def laid_out(text: str) -> str | None:
    """A statement in lines, keywords in small letters; None where it cannot be read, or would mean something else."""
    found = words(text)
    # Brackets in brackets take sqlglot's time by powers; what it has no words for it would only copy.
    if not found or found[0].key in ("EXPLAIN", "SHOW") or max(word.depth for word in found) > DEEPEST:
        return None
    try:
        trees = sqlglot.parse(text, read="duckdb")
    except (SqlglotError, RecursionError):
        return None
    if len(trees) != 1 or trees[0] is None or isinstance(trees[0], exp.Command):
        return None
    heading = list(_heading(text))
    tree = trees[0].copy()
    if heading:
        for node in tree.walk():  # they stand above it already
            if node.comments:
                node.comments = [one for one in node.comments if f"-- {one.strip()}" not in heading]
    try:
        pretty = _FILTER.sub(
            "filter (where ",
            _small(tree.sql(dialect="duckdb", pretty=True, indent=4, pad=4, max_text_width=100)),
        )
        again = sqlglot.parse_one(pretty, read="duckdb")
    except (SqlglotError, RecursionError):
        return None
    if again != trees[0]:
        return None
    return "\n".join([*heading, pretty])


def _heading(text: str) -> Iterator[str]:
    """The comments of a line above a statement, as they stand."""
    for line in text.lstrip().splitlines():
        if not line.startswith("--"):
            return
        yield f"-- {line.removeprefix('--').strip()}"


def _small(text: str) -> str:
    """Keywords in small letters: all words in capitals that no quotation marks hold, functions as well."""
    parts, at = [], 0
    for token in sqlglot.tokenize(text, read="duckdb"):
        written = text[token.start : token.end + 1]
        if written[:1] not in ("'", '"', "$") and _SPACES.sub("", written).replace("_", "").isalpha():
            parts += [text[at : token.start], written.lower() if written.isupper() else written]
            at = token.end + 1
    return "".join([*parts, text[at:]])
