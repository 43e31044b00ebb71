"""The note beside a snapshot: what it says of itself, and what tells its file from any other, so that a list of hundreds opens none."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from programme.storage import sha256_of

OF_EACH = ("built_at", "today", "pack_id", "sql_fingerprint", "pack_fingerprint", "landing_sequence")
# Snapshots of before these columns stay readable; nothing of them is kept.
LATER = {"landing_digest": "", "kept_of": None, "builds_since_full": 0}
FACTS = (*OF_EACH, *LATER)  # what a snapshot says of itself: columns of `marts.snapshot`


def note_of(path: Path) -> Path:
    """Where the note of a snapshot stands."""
    return path.with_suffix(".json")


def write(path: Path, facts: Mapping[str, Any], *, beside: Path | None = None) -> None:
    """Write down beside a finished snapshot what it says of itself (`FACTS`). Without the note it is opened and asked.

    It may be written before the file has its name: `beside` is where that will be.

    It need not reach the disk: one that did not, or not whole, is as good as none.
    """
    said = {name: _as_text(facts[name]) for name in FACTS}
    with suppress(OSError):
        of_file = {**_of_file(path), "sha256": sha256_of(path)}
        note_of(beside or path).write_text(json.dumps(said | of_file), encoding="utf-8")


def read(path: Path) -> dict[str, Any] | None:
    """What a note says, where it was written of this file: of its size, layout and time. None where there is none or it is of another.

    A copy that was given a new time is another, which is opened and asked.
    """
    try:
        said = _said(path)
        return _facts(said) if said.items() >= _of_file(path).items() else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_worn(path: Path, asked: Mapping[str, Any]) -> bool:
    """Whether a snapshot says of itself what its note says (`asked`), and is not, byte for byte, the file that was finished.

    Where no note can tell, or it is of another snapshot, it is not. Raises `OSError`.
    """
    try:
        said = _said(path)
        of_another = _facts(said) != {name: asked[name] for name in FACTS}
        finished = said["sha256"]
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return not of_another and finished != sha256_of(path)


def layout(path: Path) -> int:
    """The number of its layout that a database file carries; 0 where it is none."""
    with path.open("rb") as file:
        head = file.read(20)
    return int.from_bytes(head[12:20], "little") if len(head) == 20 and head[8:12] == b"DUCK" else 0


def _said(path: Path) -> dict[str, Any]:
    return dict(json.loads(note_of(path).read_bytes()))


def _facts(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a note says of its snapshot, as the snapshot says it."""
    days = {
        "built_at": dt.datetime.fromisoformat(said["built_at"]),
        "today": dt.date.fromisoformat(said["today"]),
    }
    return {name: said[name] for name in FACTS} | days


def _of_file(path: Path) -> dict[str, int]:
    stat = path.stat()
    return {"bytes": stat.st_size, "written_ns": stat.st_mtime_ns, "layout": layout(path)}


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
