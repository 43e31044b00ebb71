"""The one writer of tables as files: what the download button gives and what the command line writes.

For people, in one of two languages: headings and values in words, the columns that a report takes first, the rest behind
them, and in every row what the file is (indicator, definition, target, source, period, snapshot), never a comment line.
UTF-8 with a byte order mark and CRLF, because Excel then opens Chinese text correctly; codes are plain digits (at most
nine, which Excel keeps). For programs (`none`): names and codes of the contract, exact values, UTF-8 and LF.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol

import polars as pl

from files.people import (
    EARLIER,
    LEVEL,
    LEVELS,
    Asked,
    Written,
    for_people,
    guard,
    is_told,
    only,
    text_frame,
)
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo
from words import Speech, periods, speak
from words.files import value_words, word

# What Polars itself writes as it is meant, a hundred times as fast.
PLAIN = (pl.String, pl.Int64, pl.Int32, pl.Boolean, pl.Date)
WORDED = ("class_index",)  # whole numbers that people get as words
CODES = "none"  # the language of a file for programs
SUPPOSED = ("hires", "growth", "target_millionths", "step")  # in a name as they are
NAMED_AREAS = 3  # in a name of a file
ROWS = 2048  # in a part of one


def table(reader: Reader, question: str, *, language: str = "zh", **parameters: Any) -> pl.DataFrame:
    """A question's answer as it is written: text cells under the headings of the language; a row a row.

    `language` is `zh`, `en` or `none`: names and codes of the contract, exact, with the indicator, the period and the
    snapshot that the answer is of.
    """
    return written(reader, question, reader.ask(question, **parameters), language=language, **parameters)


def written(
    reader: Reader, question: str, frame: pl.DataFrame, *, language: str = "zh", **parameters: Any
) -> pl.DataFrame:
    """The same of rows that are there already, with the question's columns."""
    if language == CODES:
        return _programs_frame(reader.snapshot.id, frame, parameters)
    return text_frame(for_people(frame, _asked(reader, question, frame, parameters), language))


def columns(
    reader: Reader, question: str, frame: pl.DataFrame, *, language: str = "zh", **parameters: Any
) -> list[Written]:
    """The columns of that table, each with the name of the contract and the type of the answer."""
    if language == CODES:
        return for_programs(reader.snapshot.id, frame, parameters)
    return for_people(frame, _asked(reader, question, frame, parameters), language)


def columns_of(
    reader: Reader, question: str, frame: pl.DataFrame, *, language: str = "zh", **parameters: Any
) -> dict[str, pl.DataType]:
    """What the columns of that file are called, and of which type their values are in the answer; texts where they become words."""
    if language == CODES:
        made = for_programs(reader.snapshot.id, frame[:0], parameters)
    else:
        made = for_people(frame[:0], _asked(reader, question, frame, parameters), language)
    day, text = pl.Date(), pl.String()
    return {
        one.heading: text
        if language != CODES and one.name in WORDED
        else one.kind or (day if one.name == "period" else text)
        for one in made
    }


def _asked(reader: Reader, question: str, frame: pl.DataFrame, parameters: Mapping[str, Any]) -> Asked:
    level = only(set(frame[LEVEL].unique().to_list())) if LEVEL in frame.columns else None
    return Asked(question, parameters, _indicator(reader, parameters), reader.snapshot.id, level)


def csv_parts(
    reader: Reader, frames: Iterable[pl.DataFrame], asked: Asked, language: str = "zh"
) -> Iterator[bytes]:
    """The bytes of the same file, part by part as the answer comes; `asked` from `asked_of`."""
    mark = True
    for frame in frames:
        if language == CODES:
            made = _programs_frame(reader.snapshot.id, frame, asked.parameters)
        else:
            made = text_frame(for_people(frame, asked, language))
        yield csv_bytes(made, language, is_first=mark)
        mark = False


def asked_of(reader: Reader, question: str, language: str, parameters: Mapping[str, Any]) -> Asked:
    """What is the same for all parts of a file: its indicator, and of which level its rows are, where only they tell."""
    asked = Asked(question, parameters, _indicator(reader, parameters), reader.snapshot.id)
    if language == CODES or is_told(asked):
        return asked
    levels: set[Any] = set()
    for frame in reader.stream(question, ROWS, **parameters).frames():
        if LEVEL not in frame.columns:
            break
        levels |= set(frame[LEVEL].unique().to_list())
    return replace(asked, level=only(levels))


def of_statement(frame: pl.DataFrame, snapshot: str) -> pl.DataFrame:
    """The answer to a statement of a reader's own as it is written: its columns as the statement calls them, exact, and the snapshot."""
    return text_frame(statement_columns(frame, snapshot))


def statement_columns(frame: pl.DataFrame, snapshot: str) -> list[Written]:
    """The columns of that table."""
    headings = _apart([guard(name) for name in frame.columns])
    found = [
        Written(
            name,
            heading,
            [
                None if one is None else guard(one) if isinstance(one, str) else _exact(one)
                for one in frame[name]
            ],
            frame.schema[name],
        )
        for name, heading in zip(frame.columns, headings, strict=True)
    ]
    if "snapshot_id" not in frame.columns:
        found.append(Written("snapshot_id", "snapshot_id", [snapshot] * frame.height))
    return found


def _apart(names: Sequence[str]) -> list[str]:
    """Headings, each once: what keeps one from being run may make two of them the same."""
    found: list[str] = []
    for name in names:
        own = name
        while own in found:
            own += "'"
        found.append(own)
    return found


def statement_name(name: str, snapshot: str, language: str) -> str:
    """What the file of such an answer is called: by the shipped statement that it is of, if it is of one."""
    parts = [name or word("rows.statement", language), snapshot]
    return "_".join(safe(part) for part in parts) + ".csv"


def csv_bytes(frame: pl.DataFrame, language: str = "zh", *, is_first: bool = True) -> bytes:
    """The text of a CSV file, every row: with a byte order mark and CRLF for spreadsheets, without for programs.

    A part that is not the first has neither mark nor headings.
    """
    mark, end = (b"", "\n") if language == CODES else (b"\xef\xbb\xbf", "\r\n")
    text = frame.write_csv(line_terminator=end, quote_style="necessary", include_header=is_first)
    return mark * is_first + text.encode("utf-8")


class Answering(Protocol):
    """What answers about a snapshot: a reader, or one that keeps its answers."""

    @property
    def snapshot(self) -> SnapshotInfo: ...

    def rows(self, question: str, **parameters: Any) -> list[dict[str, Any]]: ...


VALUES = "area_values"  # the question whose rows are told by their level alone


def file_name(reader: Answering, question: str, *, language: str = "zh", **parameters: Any) -> str:
    """A name that says what is in the file: indicator, rows, area, period, snapshot; no two languages share one."""
    if language == CODES:
        return _name_of_codes(reader.snapshot, question, parameters)
    parts = [*called(reader, question, language=language, **parameters), reader.snapshot.id]
    parts += [language] if language != "zh" else []
    return "_".join(safe(part) for part in parts) + ".csv"


def called(reader: Answering, question: str, *, language: str = "zh", **parameters: Any) -> list[str]:
    """What an answer is of, in words: indicator, rows, area, period, as far as the question has them."""
    speech = speak(language)
    indicator = _indicator(reader, parameters)
    areas = parameters.get("areas", [parameters["area"]] if "area" in parameters else [])
    known = {}
    if areas:
        day = parameters.get("period") or reader.snapshot.today
        known = {row["area_code"]: row for row in reader.rows("areas_on", period=_period_known(reader, day))}
    names = [speech.pick(known[code], "short_name") if code in known else code for code in areas]
    place = "-".join(names[:NAMED_AREAS])
    if len(names) > NAMED_AREAS:
        place = word("name.and_more", language).format(names=place, n=len(names))
    cycle = str(indicator["cycle"]) if indicator else "quarterly"
    period = parameters.get("period")
    parts = [
        speech.pick(indicator, "short_name") if indicator else "",
        rows_called(question, parameters, language),
        place,
        periods.period(speech, period, cycle) if isinstance(period, dt.date) else str(period or ""),
        str(parameters.get("dataset") or ""),
        *_supposed(reader, speech, parameters, cycle),
        str(parameters.get("published") or ""),
    ]
    return [part for part in parts if part]


def _supposed(reader: Answering, speech: Speech, parameters: Mapping[str, Any], cycle: str) -> Iterator[str]:
    """What a comparison or a scenario is of beside its period, so that no two of them have one name."""
    if since := parameters.get("since"):
        told = periods.period(speech, since, cycle) if isinstance(since, dt.date) else str(since)
        yield word("name.since", speech.language).format(period=told)
    if other := parameters.get("other"):
        yield speech.pick(_indicator(reader, {"indicator": other}) or {}, "short_name") or str(other)
    if system := parameters.get("system"):
        yield value_words(speech.language).get(str(system), str(system))
    if day := parameters.get("boundaries"):
        yield word("name.boundaries", speech.language).format(day=day)
    for name in SUPPOSED:
        if parameters.get(name):
            yield f"{name}-{parameters[name]}"


def _name_of_codes(snapshot: SnapshotInfo, question: str, parameters: Mapping[str, Any]) -> str:
    level = parameters.get("level") if question == VALUES else None
    level = level or (LEVELS.get(question) if "compliance" in question else None)
    parts = [
        parameters.get("indicator"),
        level or question,
        parameters.get("area") or "-".join(parameters.get("areas", [])[:6]),
        parameters.get("period"),
        parameters.get("dataset"),
        *(parameters.get(name) for name in ("since", "other", "system", "boundaries", *SUPPOSED)),
        parameters.get("published"),
        snapshot.id,
    ]
    return "_".join(str(part) for part in parts if part) + ".csv"


def rows_called(question: str, parameters: Mapping[str, Any], language: str) -> str:
    """What the rows of a file are, for its name."""
    level = parameters.get("level")
    return word(f"rows.{level}" if level and question == VALUES else f"rows.{question}", language)


def safe(text: str) -> str:
    """A part of a file's name that any system takes."""
    kept = "".join("-" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in text)
    return "-".join(kept.split())


def _period_known(reader: Answering, day: Any) -> Any:
    """The day where it is a period of the snapshot, else its last one: the day on which areas are named."""
    facts = reader.rows("snapshot_facts")[0]
    wanted = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return min(wanted, facts["last_period"]) if wanted >= facts["last_period"] else wanted


def _indicator(reader: Answering, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    code = parameters.get("indicator")
    rows = reader.rows("indicator_catalogue") if code else []
    return next((row for row in rows if row["indicator_code"] == code), None)


# ------------------------------------------------------------ for programs


def for_programs(
    snapshot: str, answer: pl.DataFrame | Mapping[str, list[Any]], parameters: Mapping[str, Any]
) -> list[Written]:
    """The columns of an answer for programs: names and codes of the contract, exact; indicator, period and snapshot with them.

    An answer that has been read from a file again may be columns by name.
    """
    if isinstance(answer, pl.DataFrame):
        texts = _programs_frame(snapshot, answer, parameters)
        return [Written(one.name, one.name, one.to_list(), answer.schema.get(one.name)) for one in texts]
    height = len(next(iter(answer.values()), []))
    columns: dict[str, list[str | None]] = {}
    for name, value in _context(parameters).items():
        if value is not None and name not in answer:
            columns[name] = [str(value)] * height
    for name, values in answer.items():
        columns[name] = [None if value is None else _exact(value) for value in values]
    columns.setdefault("snapshot_id", [snapshot] * height)
    return [Written(name, name, cells) for name, cells in columns.items()]


def _programs_frame(snapshot: str, frame: pl.DataFrame, parameters: Mapping[str, Any]) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for name, value in _context(parameters).items():
        if value is not None and name not in frame.columns:
            columns[name] = _every(frame, str(value))
    for name in frame.columns:
        columns[name] = _as_text(frame[name])
    columns.setdefault("snapshot_id", _every(frame, snapshot))
    return pl.DataFrame(columns)


def _context(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says of its question in every row, where the answer has no column for it."""
    said = {"indicator_code": parameters.get("indicator"), "period": parameters.get("period")}
    return said | {name: parameters.get(name) or None for name in EARLIER}


def _every(frame: pl.DataFrame, text: str) -> pl.Series:
    """One text in every row."""
    return pl.Series([text], dtype=pl.String).new_from_index(0, frame.height)


def _as_text(column: pl.Series) -> pl.Series:
    if column.dtype in PLAIN:
        return column.cast(pl.String)
    return pl.Series(
        [None if value is None else _exact(value) for value in column.to_list()], dtype=pl.String
    )


def _exact(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, list):
        return "|".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)
