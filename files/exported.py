"""A question's answer as a file of any kind, with its receipt: what the page gives, and what the command line writes.

CSV and XLSX are for people, in words; Parquet and GeoJSON for programs: names, codes and exact values of the contract.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from files import receipt, table
from files.receipt import Receipt
from files.writing import write_file
from warehouse.readers import Reader
from words import LANGUAGES
from words.problems import QuestionError

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"  # what bulletins and letters are
OF_STATEMENTS = ("csv", "xlsx", "parquet")  # what may hold the answer to a reader's own statement
FOR_PROGRAMS = ("parquet", "geojson")
LARGEST = 64 * 1024**2  # bytes of a file that is checked
RECEIPT_KEY = "observatory_receipt"  # of a Parquet file's metadata, and the foreign member of a GeoJSON


@dataclass(frozen=True)
class Exported:
    """A file: its name, its bytes, and its receipt; `beside` where the receipt is a file of its own."""

    name: str
    data: bytes
    receipt: Receipt
    beside: bool


def file_of(
    reader: Reader,
    question: str,
    kind: str,
    *,
    language: str = "zh",
    frame: pl.DataFrame | None = None,
    **parameters: Any,
) -> Exported:
    """The answer as a file of a kind of `KINDS`; all rows.

    Args:
        reader: of the snapshot that is asked.
        question: its name.
        kind: of the file.
        language: `zh`, `en`, or `none` (of a CSV alone): names and codes. Programs' kinds have no other.
        frame: the answer, where it is there already.
        parameters: of the question.

    Raises:
        QuestionError: as `Reader.ask`; a kind that cannot hold it (too many rows for a sheet, no areas with outlines).
    """
    answer = reader.ask(question, **parameters) if frame is None else frame
    name = name_of(reader, question, kind, language, parameters)
    written = language_of(kind, language)
    if kind == "xlsx":
        from files import workbook  # its library takes its time to load

        data, told = workbook.of_question(reader, question, answer, language=written, **parameters)
        return Exported(name, data, told, beside=False)
    columns = table.columns(reader, question, answer, language=written, **parameters)
    told = receipt.of_question(
        reader, question, parameters, written, [receipt.part(columns, question, written)]
    )
    if kind == "parquet":
        return Exported(name, _parquet(answer, told), told, beside=False)
    if kind == "geojson":
        return Exported(name, _geojson(reader, question, answer, told), told, beside=False)
    data = table.csv_bytes(table.text_frame(columns), written)
    told = replace(told, file_sha256=hashlib.sha256(data).hexdigest())
    return Exported(name, data, told, beside=True)


def name_of(
    reader: table.Answering, question: str, kind: str, language: str, parameters: Mapping[str, Any]
) -> str:
    """What the file of an answer is called."""
    name = table.file_name(reader, question, language=language_of(kind, language), **parameters)
    return name.removesuffix(".csv") + f".{kind}"


def of_statement(
    reader: Reader, frame: pl.DataFrame, statement: str, name: str, *, kind: str, language: str
) -> Exported:
    """The answer to a statement of a reader's own as a file of a kind of `OF_STATEMENTS`; all rows.

    Args:
        reader: of the snapshot that was asked.
        frame: the answer, as `warehouse.answered` has it.
        statement: its text.
        name: of the shipped statement that it is; blank where it is none.
        kind: of the file.
        language: of what the file says beside the answer: `zh` or `en`.

    Raises:
        QuestionError: a sheet cannot hold it.
    """
    snapshot = reader.snapshot
    called = table.statement_name(name, snapshot.id, language).removesuffix(".csv") + f".{kind}"
    if kind == "xlsx":
        from files import workbook  # its library takes its time to load

        data, told = workbook.of_statement(reader, frame, statement, name, language)
        return Exported(called, data, told, beside=False)
    if kind == "parquet":
        exact = table.for_programs(snapshot.id, frame, {})
        told = receipt.of_statement(snapshot, statement, name, [receipt.part(exact, "", table.CODES)])
        return Exported(called, _parquet(frame, told), told, beside=False)
    columns = table.statement_columns(frame, snapshot.id)
    told = receipt.of_statement(snapshot, statement, name, [receipt.part(columns, "", language)])
    data = table.csv_bytes(table.text_frame(columns), language)
    told = replace(told, file_sha256=hashlib.sha256(data).hexdigest())
    return Exported(called, data, told, beside=True)


def language_of(kind: str, language: str) -> str:
    """What a file of a kind is written in where a language is wished: a workbook always in words."""
    if kind == "xlsx" and language == table.CODES:
        return LANGUAGES[0]
    return table.CODES if kind in FOR_PROGRAMS else language


def write(path: Path, made: Exported) -> Path | None:
    """Put a file in its place, and behind it its receipt where that is a file beside it; the folder made for them, if any.

    Raises `QuestionError` where one of the two cannot be written. What is of another file is told by `verify`.
    """
    folder = write_file(path, made.data)
    if made.beside:
        write_file(beside(path), made.receipt.text().encode("utf-8"))
    return folder


def beside(path: Path) -> Path:
    """Where the receipt beside a file stands."""
    return path.with_name(path.name + receipt.ENDING)


def read(path: Path) -> bytes:
    """A file to be checked; `QuestionError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise QuestionError("files.not_readable", path=path, reason=error.strerror or str(error)) from error


def _parquet(frame: pl.DataFrame, told: Receipt) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", metadata={RECEIPT_KEY: told.text()})
    return buffer.getvalue()


# ------------------------------------------------------------ GeoJSON


def outlined(frame: pl.DataFrame, codes: pl.Series) -> bool:
    """Whether an answer has areas with outlines (`codes`), one row an area: what a GeoJSON file needs."""
    if "area_code" not in frame.columns or not frame.height or frame["area_code"].is_duplicated().any():
        return False
    return bool(frame["area_code"].is_in(codes.to_list()).any())


def _geojson(reader: Reader, question: str, frame: pl.DataFrame, told: Receipt) -> bytes:
    """A FeatureCollection (RFC 7946): a feature a row, in its order; of an area without an outline the geometry is null."""
    outlines = reader.ask("shapes").select("area_code", "geometry")
    if not outlined(frame, outlines["area_code"]):
        raise QuestionError("files.no_outlines", question=question)
    shapes = dict(outlines.iter_rows())
    features = []
    for row in frame.to_dicts():
        properties = json.dumps({name: _json(value) for name, value in row.items()}, ensure_ascii=False)
        geometry = shapes.get(row["area_code"], "null")
        features.append(f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}')
    facts = reader.rows("snapshot_facts")[0]
    # The outlines' own datum, which on a public map of the country is not that of RFC 7946.
    said = {
        "map_datum": facts["map_datum"],
        "map_source": facts["map_source_en"],
        "map_approval_number": facts["map_approval_number"],
        RECEIPT_KEY: json.loads(told.text()),
    }
    head = '{"type":"FeatureCollection",' + json.dumps(said, ensure_ascii=False)[1:-1]
    return (head + ',"features":[\n' + ",\n".join(features) + "\n]}\n").encode("utf-8")


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [_json(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
