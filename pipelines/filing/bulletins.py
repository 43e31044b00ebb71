"""The register of issued bulletins: each frozen with its snapshot, its files and its figures.

Rows are only ever added: a new edition and a withdrawal are rows of their own. Files are brought to disk first, then the snapshot is
pinned, then the row is written whole: a crash at any moment leaves either the row with all that it names, or nothing that counts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from files.bulletin import moved as moving
from files.bulletin.content import Content, Issue, gather
from files.bulletin.document import Document
from files.bulletin.moved import Moved
from pipelines.filing import kept_rows
from programme import clock
from programme.storage import write_whole
from warehouse import issued, retention
from warehouse.home import Home
from warehouse.issued import ISSUED, WITHDRAWN
from warehouse.readers import Reader
from words.problems import HomeError, WrongUse

LONGEST = 40  # characters of a number or a name
# The files of one that was issued and the ends of their names; its map where it has one.
ENDINGS = {"docx": "docx", "md": "md", "figures": "json", "map": "png"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """What is to be issued: its number, by whom, and which bulletin."""

    number: str
    by: str
    language: str
    indicator: str
    period: dt.date


@dataclass(frozen=True)
class Outcome:
    """What became of a request: `issued`, `already` (it stands, and nothing has moved), `moved` (it stands, and is issued again only
    as a new edition), `taken_back` (it was withdrawn, and is issued again only so) or `beside` (another number stands for the same, and
    a second is issued only where that is asked for). `row` is the one that is there; `moved` what is another since."""

    status: str
    row: Row
    moved: Sequence[Moved] = ()


def issue(
    home: Home,
    reader: Reader,
    request: Request,
    *,
    new_edition: bool = False,
    second_number: bool = False,
    drawn: bytes | None = None,
) -> Outcome:
    """Issue a bulletin of a reader's snapshot, under a number.

    Of a number that was issued a new edition, and beside another number for the same a second, only where that is asked for.
    `drawn` is its map as PNG where the browser of whoever issues it has made it.

    Raises:
        WrongUse: the number or the name is blank or too long, or the number is that of another bulletin.
        HomeError: the home cannot be written.
    """
    number, by = _named(request.number, request.by)
    facts = reader.rows("snapshot_facts")[0]
    now = dt.datetime.now(dt.UTC)
    day = clock.today(clock.zone(str(facts["timezone"])))
    content = gather(reader, request.language, request.indicator, request.period, Issue(number, day))
    with _locked(home):
        before = _of_number(home, number)
        standing = next((row for row in reversed(before) if row["kind"] == ISSUED), None)
        changed: list[Moved] = []
        if standing is not None:
            _check_same(standing, request)
            changed = moving.moved(figures_of(home, standing), content)
            stands = before[-1]["kind"] == ISSUED
            if stands and not changed:
                return Outcome("already", standing)
            if not new_edition:
                return Outcome("moved" if stands else "taken_back", standing, changed)
        other = standing_beside(listing(home), request)
        if other is not None and not second_number:
            return Outcome("beside", other)
        document = Document(reader, content, drawn)
        names = {form: document.file_name(ending) for form, ending in ENDINGS.items()}
        made = {
            "docx": document.word(),
            "md": document.markdown(names["map"] if document.map_png else ""),
            "figures": json.dumps(moving.record(content), ensure_ascii=False, indent=1).encode(),
        }
        if document.map_png:
            made["map"] = document.map_png
        row = {
            "kind": ISSUED,
            "number": number,
            "edition": (standing["edition"] if standing else 0) + 1,
            "title": content.title,
            "indicator": request.indicator,
            "period": request.period.isoformat(),
            "language": request.language,
            "snapshot": reader.snapshot.id,
            "landing_sequence": facts["landing_sequence"],
            "sql_fingerprint": facts["sql_fingerprint"],
            "pack_fingerprint": facts["pack_fingerprint"],
            "simulated": content.is_simulated,
            "figures": len(content.figures),
            "map_drawn": "" if "map" not in made else "browser" if made["map"] == drawn else "server",
            "moved": [one.id for one in changed],
            "by": by,
            "on": day.isoformat(),
            "at": now.isoformat(timespec="seconds"),
            "files": {
                form: {"name": names[form], "sha256": hash_of(data), "bytes": len(data)}
                for form, data in made.items()
            },
        }
        for data in made.values():
            _keep(home, data)
        retention.pin(home, reader.snapshot.id, keep=True)
        _append(home, row)
        return Outcome("issued", row, changed)


def withdraw(home: Home, number: str, by: str, day: dt.date) -> Outcome:
    """Withdraw what stands under a number: `withdrawn`, or `already`.

    Raises as `issue`; `WrongUse` where nothing was issued under it.
    """
    number, by = _named(number, by)
    with _locked(home):
        before = _of_number(home, number)
        if not before:
            raise WrongUse("bulletin.no_number", number=number)
        if before[-1]["kind"] == WITHDRAWN:
            return Outcome("already", before[-1])
        last = before[-1]
        row = {
            **{name: last[name] for name in ("number", "edition", "title", "indicator", "period", "language", "snapshot")},
            "kind": WITHDRAWN,
            "by": by,
            "on": day.isoformat(),
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        }  # fmt: skip
        _append(home, row)
        return Outcome("withdrawn", row)


def listing(home: Home) -> list[dict[str, Any]]:
    """What was issued, newest first, each with its `state`: `standing`, `replaced` (there is a later edition) or `withdrawn`."""
    rows = issued.rows(home)
    newest = {row["number"]: row for row in rows if row["kind"] == ISSUED}
    last = {row["number"]: row["kind"] for row in rows}
    found = []
    for row in reversed(rows):
        if row["kind"] == ISSUED:
            is_newest = newest[row["number"]] is row
            state = (
                "replaced"
                if not is_newest
                else "withdrawn"
                if last[row["number"]] == WITHDRAWN
                else "standing"
            )
            found.append({**row, "state": state})
    return found


def standing_beside(listed: Sequence[Row], request: Request) -> Row | None:
    """The newest of `listing` that stands for the same indicator, period and language under another number. None where the number
    asked for stands itself: then there are two already."""
    asked = (request.indicator, request.period.isoformat(), request.language)
    standing = [row for row in listed if row["state"] == "standing"]
    number = " ".join(request.number.split())
    if any(row["number"] == number for row in standing):
        return None
    return next(
        (row for row in standing if (row["indicator"], row["period"], row["language"]) == asked), None
    )


def document(home: Home, row: Row, form: str) -> bytes:
    """A file as it was issued, of a form that its row names; `HomeError` where it is not there or not what it was."""
    about = row["files"][form]
    path = home.issued / "files" / about["sha256"]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise HomeError("home.issued_unreadable", path=path, reason=str(error.strerror)) from error
    if hash_of(data) != about["sha256"]:
        raise HomeError("home.issued_changed", path=path, name=about["name"])
    return data


def figures_of(home: Home, row: Row) -> dict[str, Any]:
    """The record of an issued bulletin's figures (`files.bulletin.moved.record`)."""
    return dict(json.loads(document(home, row, "figures")))


def moved_since(home: Home, row: Row, now: Content) -> list[Moved]:
    """What moved since a bulletin was issued; `now` is the same bulletin as it would be today, in its language."""
    return moving.moved(figures_of(home, row), now)


def hash_of(data: bytes) -> str:
    """The name under which a file is kept: the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()


def _named(number: str, by: str) -> tuple[str, str]:
    return (
        kept_rows.line(number, LONGEST, "bulletin.wrong_number"),
        kept_rows.line(by, LONGEST, "bulletin.wrong_by"),
    )


def _of_number(home: Home, number: str) -> list[dict[str, Any]]:
    return [row for row in issued.rows(home) if row["number"] == number]


def _check_same(standing: Row, request: Request) -> None:
    asked = (request.indicator, request.period.isoformat(), request.language)
    if (standing["indicator"], standing["period"], standing["language"]) != asked:
        raise WrongUse("bulletin.number_taken", number=standing["number"], title=standing["title"])


def _locked(home: Home) -> AbstractContextManager[None]:
    """Alone to add to the register of a home."""
    return kept_rows.locked(home, home.issued, "home.issued_busy", ("rows", "files"))


def _keep(home: Home, data: bytes) -> None:
    """Bring a file to disk under its hash; one that is there, and whole, is left as it is."""
    path = home.issued / "files" / hash_of(data)
    try:
        if not (path.exists() and path.read_bytes() == data):
            write_whole(path, data)
    except OSError as error:
        raise home.not_writable(error) from error


def _append(home: Home, row: Mapping[str, Any]) -> None:
    kept_rows.append(home, home.issued, row)
