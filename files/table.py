"""The one writer of files: what the download button gives and what the command line writes.

A file says what it is in its columns: indicator, unit, period and snapshot stand in every row, never in a comment line.
UTF-8 with a byte order mark and CRLF, because Excel then opens Chinese text correctly; codes are plain digits (at most
nine, which Excel keeps) and stand once more beside the name in one text cell.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import polars as pl

from programme.storage import write_whole
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo
from words.files import heading, value_words
from words.problems import QuestionError

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# Columns whose cells are codes of ours with a word for them; other text is left as it is.
CODED = {
    "verdict", "value_status", "denominator_status", "area_level", "side", "cycle", "polarity", "policy_system",
    "status", "figure_status", "undecided_because",
}  # fmt: skip
NAMED = {"area": "area_name", "county": "county_name", "city": "city_name"}
SHOWN = ("value_shown", "value_shown_year_before", "change_shown", "value_change")
EXACT = ("target_value",)


def table(reader: Reader, question: str, *, language: str = "zh", **parameters: Any) -> pl.DataFrame:
    """A question's answer as it is written: text cells, headings in the language, context in every row.

    One row per row of the question. Names come in the language only; `area`, `city` and `county` hold code and name in
    one cell; `value_shown` has the indicator's decimals; the exact numerator and denominator stand beside it.
    """
    frame = reader.ask(question, **parameters)
    context: dict[str, Any] = {}
    decimals = 2
    if "indicator" in parameters:
        row = next(
            row
            for row in reader.rows("indicator_catalogue")
            if row["indicator_code"] == parameters["indicator"]
        )
        decimals = row["decimals"]
        context["indicator_code"] = row["indicator_code"]
        context["indicator_name"] = row[f"indicator_name_{language}"]
        context["unit"] = row[f"unit_{language}"]
    if "period" in parameters:
        context["period"] = str(parameters["period"])
    columns: dict[str, list[str | None]] = {}
    height = frame.height
    for name, value in context.items():
        columns[name] = [_guard(str(value))] * height
    for name, values in _in_language(frame, language).items():
        columns.setdefault(name, _cells(name, values, decimals, language))
        pair = name.removesuffix("_code")
        if name.endswith("_code") and f"{NAMED.get(pair, '')}_{language}" in frame.columns:
            names = frame[f"{NAMED[pair]}_{language}"].to_list()
            columns[pair] = [_guard(f"{c} {n}") if c else None for c, n in zip(values, names, strict=True)]
    columns["snapshot_id"] = [reader.snapshot.id] * height
    return pl.DataFrame({heading(name, language): cells for name, cells in columns.items()})


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The text of a CSV file: UTF-8 with a byte order mark, CRLF, every row."""
    return b"\xef\xbb\xbf" + frame.write_csv(line_terminator="\r\n", quote_style="necessary").encode("utf-8")


def write_csv(reader: Reader, question: str, path: Path, *, language: str = "zh", **parameters: Any) -> int:
    """Write a question's answer to a file, whole or not at all. Returns the number of rows."""
    frame = table(reader, question, language=language, **parameters)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, csv_bytes(frame))
    except OSError as error:
        raise QuestionError("files.not_writable", path=path, reason=error.strerror) from error
    return frame.height


def file_name(question: str, snapshot: SnapshotInfo, **parameters: Any) -> str:
    """A name that says indicator, level (or question), area, period and snapshot; letters any system takes."""
    level = parameters.get("level") or {"county_compliance": "county", "city_compliance": "city"}.get(
        question, question
    )
    parts = [
        parameters.get("indicator"),
        level,
        parameters.get("area") or "-".join(parameters.get("areas", [])[:6]),
        parameters.get("period"),
        snapshot.id,
    ]
    return "_".join(str(part) for part in parts if part) + ".csv"


def _in_language(frame: pl.DataFrame, language: str) -> dict[str, list[Any]]:
    """Columns by name, with the other language's names left out and the suffix of this one dropped."""
    other = "en" if language == "zh" else "zh"
    kept: dict[str, list[Any]] = {}
    for name in frame.columns:
        if name.endswith(f"_{other}") and f"{name[:-3]}_{language}" in frame.columns:
            continue
        stem = name.removesuffix(f"_{language}") if f"{name[:-3]}_{other}" in frame.columns else name
        kept[stem.removesuffix("_zh")] = frame[name].to_list()
    return kept


def _cells(name: str, values: list[Any], decimals: int, language: str) -> list[str | None]:
    words = value_words(language)
    coded = name in CODED
    return [None if value is None else _cell(name, value, decimals, words, coded) for value in values]


def _cell(name: str, value: Any, decimals: int, words: dict[str, str], coded: bool) -> str:
    if isinstance(value, bool):
        return words.get(str(value).lower(), str(value).lower())
    if isinstance(value, Decimal):
        if name in SHOWN:
            # Already rounded by the warehouse; digits beyond the decimals are zeros and are only cut.
            return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN):f}"
        return f"{value.normalize():f}"
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
    if isinstance(value, (int, float)):
        return repr(value)
    text = str(value)
    return _guard(words.get(text, text) if coded else text)


def _guard(text: str) -> str:
    """A text cell that a spreadsheet would run as a formula gets an apostrophe in front."""
    return "'" + text if text.startswith(DANGEROUS) else text
