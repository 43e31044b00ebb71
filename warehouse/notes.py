"""The note beside a snapshot: what it says of itself, and what tells its file from any other, so that a list of hundreds opens none."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

OF_EACH = ("built_at", "today", "pack_id", "sql_fingerprint", "pack_fingerprint", "landing_sequence")
# Snapshots of before these columns stay readable; nothing of them is kept.
LATER = {"landing_digest": "", "kept_of": None, "builds_since_full": 0}
FACTS = (*OF_EACH, *LATER)  # what a snapshot says of itself: columns of `marts.snapshot`


def note_of(path: Path) -> Path:
    """Where the note of a snapshot stands."""
    return path.with_suffix(".json")


def write(path: Path, facts: Mapping[str, Any]) -> None:
    """Write down beside a finished snapshot what it says of itself (`FACTS`). Without the note it is opened and asked.

    It need not reach the disk: one that did not, or not whole, is as good as none.
    """
    said = {name: _as_text(facts[name]) for name in FACTS}
    with suppress(OSError):
        whole = {"sha256": _sha256(path)}
        note_of(path).write_text(json.dumps(said | _of_file(path) | whole), encoding="utf-8")


def read(path: Path) -> dict[str, Any] | None:
    """What a note says, where it was written of a file of this size and layout; None where there is none or it is of another."""
    said = _read(path)
    if said is None:
        return None
    try:
        said["built_at"] = dt.datetime.fromisoformat(said["built_at"])
        said["today"] = dt.date.fromisoformat(said["today"])
    except (ValueError, KeyError, TypeError):
        return None
    said.pop("sha256", None)
    return said if said.keys() == set(FACTS) else None


def is_whole(path: Path) -> bool | None:
    """Whether a snapshot is, byte for byte, the file that was finished; None where no note can tell. Raises `OSError`."""
    said = _read(path)
    if said is None or "sha256" not in said:
        return None
    return bool(said["sha256"] == _sha256(path))


def layout(path: Path) -> int:
    """The number of its layout that a database file carries; 0 where it is none."""
    with path.open("rb") as file:
        head = file.read(20)
    return int.from_bytes(head[12:20], "little") if len(head) == 20 and head[8:12] == b"DUCK" else 0


def _read(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(note_of(path).read_bytes())
        of_file = _of_file(path)
        return dict(said) if {name: said.pop(name) for name in of_file} == of_file else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _of_file(path: Path) -> dict[str, int]:
    return {"bytes": path.stat().st_size, "layout": layout(path)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
