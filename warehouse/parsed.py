"""What parsing the files of `sql/` found, kept in a home for the next process: a fifth of a build of a small home is parsing.

Nothing rests on it but time. The SQL itself is read from `sql/` every time; where nothing is kept, or it is of another state
of the files, or cannot be read, they are parsed again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from programme.storage import write_whole
from warehouse.contract import Column
from warehouse.origins import Edge

_FOUND_BY = (
    "contract",
    "lineage",
    "models",
    "origins",
)  # where one of these changes, the same files are parsed again


@dataclass(frozen=True)
class Parsed:
    """What was found, by name of the model or question."""

    references: Mapping[str, tuple[str, ...]]  # tables that it reads
    columns: Mapping[str, tuple[Column, ...]]  # all that a question answers with
    edges: tuple[Edge, ...] = ()  # what each column of a model is computed from


def place(folder: Path, fingerprint: str) -> Path:
    """The file in `folder` that holds what was found in the files with this fingerprint."""
    digest = hashlib.sha256(fingerprint.encode())
    for module in _FOUND_BY:
        digest.update(Path(__file__).with_name(f"{module}.py").read_bytes())
    return folder / f".parsed-{digest.hexdigest()[:16]}.json"


def read(path: Path) -> Parsed | None:
    """What is kept there; None where nothing is, or it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Parsed(
            {str(name): tuple(map(str, tables)) for name, tables in kept["references"].items()},
            {
                str(name): tuple(Column(**column) for column in columns)
                for name, columns in kept["columns"].items()
            },
            tuple((*map(str, edge[:4]), bool(edge[4])) for edge in kept["edges"]),  # type: ignore[misc]
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None


def drop(folder: Path) -> None:
    """Take away what is kept: it saves time alone, and takes room."""
    with suppress(OSError):
        for old in folder.glob(".parsed-*.json"):
            old.unlink(missing_ok=True)


def keep(path: Path, found: Parsed) -> None:
    """Keep what was found, in place of what was found in other files; nothing where the folder cannot be written."""
    # Of thousands of columns, each of plain values: `asdict` would copy every one of them.
    columns = {name: [vars(column) for column in answer] for name, answer in found.columns.items()}
    text = json.dumps(
        {"references": dict(found.references), "columns": columns, "edges": found.edges}, ensure_ascii=False
    )
    drop(path.parent)
    with suppress(OSError):
        write_whole(path, text.encode())
