"""A file's receipt: which snapshot, question, filters and rows it is of, and a hash that tells whether it has been changed since.

A workbook, a Parquet and a GeoJSON file contain theirs; a CSV file has it beside it. `files.verify` reads it again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlencode

from pydantic import Field, TypeAdapter, ValidationError

from files import tree
from files.people import Written, unguarded
from files.table import Answering
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo
from words.problems import QuestionError

VERSION = 1
ENDING = ".receipt.json"  # what the receipt beside a file is called, behind the file's own name
LARGEST = 100_000  # bytes of a receipt
MOST_PARTS = 8  # of a workbook: each is asked again when it is checked
LONGEST_VIEW = 6000  # characters of a statement that an address holds
# A number as a file writes one: a code with a zero in front is none.
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,3})?")
_DAY = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")  # as a spreadsheet writes one into a text file
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00")
_DIGITS = 15  # what a spreadsheet keeps of a number


@dataclass(frozen=True)
class Part:
    """One table of a file: the sheet it stands on (blank where the file is that table), whose answer, and its hash.

    `columns_are`: all, or those that a report takes. `sha256` is of its headings and cells as `digest` says.
    """

    sheet: str
    question: str
    language: Literal["zh", "en", "none"]
    columns_are: Literal["all", "report"]
    rows: Annotated[int, Field(ge=0)]
    columns: Annotated[int, Field(ge=0)]
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """What a file is of. `statement` is a reader's own SQL, where it is no question's answer; `file_sha256` of a file beside it."""

    question: str
    parameters: dict[str, str | int | list[str]]
    statement: str
    snapshot: str
    built_at: str
    landing_sequence: int
    rules: str
    view: str
    parts: list[Part]
    file_sha256: str = ""
    receipt_version: int = field(default=VERSION)

    @property
    def rows(self) -> int:
        """Rows of its first table, which the others tell in other words."""
        return self.parts[0].rows if self.parts else 0

    @property
    def sha256(self) -> str:
        """One hash of all its tables: of the one, or of theirs in order."""
        each = [part.sha256 for part in self.parts]
        return each[0] if len(each) == 1 else hashlib.sha256("\n".join(each).encode()).hexdigest()

    def text(self) -> str:
        """The receipt as JSON, as it stands in or beside a file."""
        told = asdict(self) | {"sha256": self.sha256, "rows": self.rows}
        return json.dumps(told, ensure_ascii=False, indent=1)


_ADAPTER: TypeAdapter[Receipt] = TypeAdapter(Receipt)


def read(text: str | bytes) -> Receipt:
    """A receipt as it was written; `QuestionError` where it is none, or of a version that this program does not know."""
    try:
        found = json.loads(text) if len(text) <= LARGEST else None
        known = dict(found) if isinstance(found, dict) else {}
    except (ValueError, RecursionError) as error:
        raise QuestionError("receipt.not_read") from error
    if not isinstance(known.get("receipt_version"), int):
        raise QuestionError("receipt.not_read")
    if known["receipt_version"] != VERSION:
        raise QuestionError("receipt.other_version", version=known["receipt_version"])
    said = (known.pop("sha256", None), known.pop("rows", None))
    try:
        receipt = _ADAPTER.validate_json(json.dumps(known), strict=True)
    except (ValidationError, RecursionError) as error:
        raise QuestionError("receipt.not_read") from error
    tables = {(part.question, part.language, part.columns_are) for part in receipt.parts}
    several = [
        name for name, value in receipt.parameters.items() if isinstance(value, list) and name != "areas"
    ]
    is_whole = 0 < len(receipt.parts) == len(tables) <= MOST_PARTS and not several
    if not is_whole or said != (receipt.sha256, receipt.rows):
        raise QuestionError("receipt.not_read")
    return receipt


def of_question(
    reader: Reader, question: str, parameters: Mapping[str, Any], language: str, parts: Sequence[Part]
) -> Receipt:
    """The receipt of a file with a question's answer."""
    told = {name: plain(value) for name, value in parameters.items()}
    return _of(reader.snapshot, question, told, "", view(reader, question, parameters, language), parts)


def of_statement(snapshot: SnapshotInfo, statement: str, name: str, parts: Sequence[Part]) -> Receipt:
    """The receipt of a file with the answer to a statement of a reader's own; `name` of the shipped one that it is."""
    key = {"saved": name} if name else {"q": statement} if len(statement) <= LONGEST_VIEW else {}
    address = "lab" + (f"?{urlencode(key)}" if key else "")
    return _of(snapshot, "", {}, statement, address, parts)


def _of(
    snapshot: SnapshotInfo,
    question: str,
    parameters: dict[str, Any],
    statement: str,
    address: str,
    parts: Sequence[Part],
) -> Receipt:
    return Receipt(
        question=question,
        parameters=parameters,
        statement=statement,
        snapshot=snapshot.id,
        built_at=f"{snapshot.built_at:%Y-%m-%dT%H:%M:%SZ}",
        landing_sequence=snapshot.landing_sequence,
        rules=snapshot.sql_fingerprint,
        view=address,
        parts=list(parts),
    )


def view(reader: Answering, question: str, parameters: Mapping[str, Any], language: str) -> str:
    """The address, below the app's, of the page that shows and gives this answer."""
    named = {"lang": language} if language in ("zh", "en") else {"file": language}
    asked: dict[str, str] = {**named, "question": question}
    if not reader.snapshot.is_current:  # the view of what was known then
        asked["as_of"] = reader.snapshot.id
    facts = reader.rows("snapshot_facts")[0]
    for name, value in parameters.items():
        if name != "area":
            asked[name] = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        elif value != facts["root_area"]:
            day = parameters.get("period") or facts["last_period"]
            rows = {row["area_code"]: row for row in reader.rows("areas_on", period=day)}
            key = tree.address_key(rows[value]) if value in rows else None
            asked[key or "county"] = str(value)
    return f"exports?{urlencode(asked)}"


def plain(value: Any) -> Any:
    """A parameter as JSON has it: a day as text, several areas as a list."""
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int | str) else str(value)


def part(
    columns: Sequence[Written], question: str, language: str, sheet: str = "", columns_are: str = "all"
) -> Part:
    """What a receipt says of one table."""
    rows = len(columns[0].cells) if columns else 0
    hashed = digest([one.heading for one in columns], [one.cells for one in columns])
    written, are = cast(Any, language), cast(Any, columns_are)
    return Part(sheet, question, written, are, rows, len(columns), hashed)


def digest(headings: Sequence[str], cells: Sequence[Sequence[str | None]]) -> str:
    """SHA-256 of a table's headings and cells, row by row, whatever kind of file they stand in.

    Cells of a row are joined by the character U+001F, rows by U+001E; a cell counts as `cell` says.
    """
    hashed = hashlib.sha256("\x1f".join(headings).encode())
    for row in zip(*cells, strict=True):
        hashed.update(("\x1e" + "\x1f".join(map(cell, row))).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def cell(text: str | None) -> str:
    """What a cell says, the same from a text file and a spreadsheet: blank is blank, and a number is that number.

    A number counts to 15 digits, which is what a spreadsheet keeps, and midnight as its day, which is what it tells of one; the
    apostrophe that keeps a text from being run is no part of it.
    """
    if not text:
        return ""
    text = unguarded(text)
    if midnight := _MIDNIGHT.fullmatch(text):
        return midnight[1]
    if day := _DAY.fullmatch(text):
        return f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"
    if not (found := _NUMBER.fullmatch(text)):
        return text.replace("\r\n", "\n").replace("\r", "\n")
    number = Decimal(text)
    if not found[2] and not found[3]:
        return text if number else "0"
    shortened = f"{Decimal(f'{number:.{_DIGITS - 1}e}'):f}"
    shortened = shortened.rstrip("0").rstrip(".") if "." in shortened else shortened
    return "0" if shortened == "-0" else shortened
