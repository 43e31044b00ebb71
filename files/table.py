"""The one writer of tables as files: what the download button gives and what the command line writes.

For people, in one of two languages: headings and values in words, the columns that a report takes first, the rest behind
them, and in every row what the file is (indicator, definition, target, source, period, snapshot), never a comment line.
UTF-8 with a byte order mark and CRLF, because Excel then opens Chinese text correctly; codes are plain digits (at most
nine, which Excel keeps). For programs (`none`): names and codes of the contract, exact values, UTF-8 and LF.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

import polars as pl

from files.people import LEVELS, Asked, Written, for_people, guard, text_frame
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo
from words import periods, speak
from words.files import word

CODES = "none"  # the language of a file for programs
NAMED_AREAS = 3  # in a name of a file


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
    return text_frame(columns(reader, question, frame, language=language, **parameters))


def columns(
    reader: Reader, question: str, frame: pl.DataFrame, *, language: str = "zh", **parameters: Any
) -> list[Written]:
    """The columns of that table, each with the name of the contract and the type of the answer."""
    if language == CODES:
        return for_programs(reader.snapshot.id, frame, parameters)
    question_of = Asked(question, parameters, _indicator(reader, parameters), reader.snapshot.id)
    return for_people(frame, question_of, language)


def of_statement(frame: pl.DataFrame, snapshot: str) -> pl.DataFrame:
    """The answer to a statement of a reader's own as it is written: its columns as the statement calls them, exact, and the snapshot."""
    return text_frame(statement_columns(frame, snapshot))


def statement_columns(frame: pl.DataFrame, snapshot: str) -> list[Written]:
    """The columns of that table."""
    found = [
        Written(
            name,
            name,
            [
                None if one is None else guard(one) if isinstance(one, str) else _exact(one)
                for one in frame[name]
            ],
            frame.schema[name],
        )
        for name in frame.columns
    ]
    if "snapshot_id" not in frame.columns:
        found.append(Written("snapshot_id", "snapshot_id", [snapshot] * frame.height))
    return found


def statement_name(name: str, snapshot: str, language: str) -> str:
    """What the file of such an answer is called: by the shipped statement that it is of, if it is of one."""
    parts = [name or word("rows.statement", language), snapshot]
    return "_".join(_safe(part) for part in parts) + ".csv"


def csv_bytes(frame: pl.DataFrame, language: str = "zh") -> bytes:
    """The text of a CSV file, every row: with a byte order mark and CRLF for spreadsheets, without for programs."""
    mark, end = (b"", "\n") if language == CODES else (b"\xef\xbb\xbf", "\r\n")
    return mark + frame.write_csv(line_terminator=end, quote_style="necessary").encode("utf-8")


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
    speech = speak(language)
    indicator = _indicator(reader, parameters)
    areas = parameters.get("areas", [parameters["area"]] if "area" in parameters else [])
    called = {}
    if areas:
        day = parameters.get("period") or reader.snapshot.today
        called = {row["area_code"]: row for row in reader.rows("areas_on", period=_period_known(reader, day))}
    names = [speech.pick(called[code], "short_name") if code in called else code for code in areas]
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
        reader.snapshot.id,
        language if language != "zh" else "",
    ]
    return "_".join(_safe(part) for part in parts if part) + ".csv"


def _name_of_codes(snapshot: SnapshotInfo, question: str, parameters: Mapping[str, Any]) -> str:
    level = parameters.get("level") if question == VALUES else None
    level = level or (LEVELS.get(question) if "compliance" in question else None)
    parts = [
        parameters.get("indicator"),
        level or question,
        parameters.get("area") or "-".join(parameters.get("areas", [])[:6]),
        parameters.get("period"),
        parameters.get("dataset"),
        snapshot.id,
    ]
    return "_".join(str(part) for part in parts if part) + ".csv"


def rows_called(question: str, parameters: Mapping[str, Any], language: str) -> str:
    """What the rows of a file are, for its name."""
    level = parameters.get("level")
    return word(f"rows.{level}" if level and question == VALUES else f"rows.{question}", language)


def _safe(text: str) -> str:
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
    kinds: Mapping[str, pl.DataType] = {}
    if isinstance(answer, pl.DataFrame):
        kinds, answer = dict(answer.schema), answer.to_dict(as_series=False)
    height = len(next(iter(answer.values()), []))
    columns: dict[str, list[str | None]] = {}
    context = {"indicator_code": parameters.get("indicator"), "period": parameters.get("period")}
    for name, value in context.items():
        if value is not None and name not in answer:
            columns[name] = [str(value)] * height
    for name, values in answer.items():
        columns[name] = [None if value is None else _exact(value) for value in values]
    columns.setdefault("snapshot_id", [snapshot] * height)
    return [Written(name, name, cells, kinds.get(name)) for name, cells in columns.items()]


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
