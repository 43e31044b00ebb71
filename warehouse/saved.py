"""Statements to begin with: `sql/saved/*.sql`, each with a title in both languages in its first two lines.

They are a person's statements as any other, run in a process of their own. No snapshot is made of them, and no page rests on
them but the one on which people write their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warehouse.models import SAVED, SQL
from words.problems import BuildError

# What the list of tables beside the editor is asked with; it can be opened as any other.
TABLES = "tables"


@dataclass(frozen=True)
class Saved:
    """One statement: its name, its title in both languages, its text with the titles."""

    name: str
    title_zh: str
    title_en: str
    text: str


@cache
def saved(folder: Path = SQL / SAVED) -> dict[str, Saved]:
    """All of them by name, in the order of their names; `BuildError` where one has no two titles."""
    found = {}
    for path in sorted(folder.glob("*.sql")):
        text = path.read_text(encoding="utf-8").strip()
        titles = [line.removeprefix("-- ") for line in text.splitlines()[:2] if line.startswith("-- ")]
        if len(titles) != 2:
            raise BuildError("saved.no_titles", where=f"sql/{SAVED}/{path.name}")
        found[path.stem] = Saved(path.stem, titles[0], titles[1], text)
    return found
