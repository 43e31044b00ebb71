"""One process for many statements, as `warehouse.statement` answers each in one of its own: `python -m tests.hostile_process`.

Standard input has what they share and their texts, as JSON; a line of JSON a statement is written: the key and values of its
refusal, or the number of its rows; and what then lies in the folders that it might have written to.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path
from typing import Any

from warehouse import statement


def main() -> None:
    given = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for text in given["texts"]:
        told: dict[str, Any] = {"key": None, "values": {}, "rows": 0}

        def tell(kind: str, *values: Any, told: dict[str, Any] = told) -> None:
            if kind == "refused":
                told["key"], told["values"] = values
            elif kind == "rows":
                told["rows"] += len(pickle.loads(values[0]))  # our own

        statement._answer(given["asked"] | {"text": text}, tell)
        print(json.dumps(told | {"there": there(given["folders"])}), file=answers, flush=True)


def there(folders: list[str]) -> list[list[Any]]:
    """Every file of these folders, with its size and when it was written."""
    found = [path for folder in folders for path in sorted(Path(folder).rglob("*"))]
    return [[str(path), path.stat().st_size, path.stat().st_mtime_ns] for path in found if path.is_file()]


if __name__ == "__main__":
    main()
