"""How a filer's tables are read, kept for the next ones: one small file a filer and form, under `settled/` of the home."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from pipelines.filing.published.settled import Settled
from programme.storage import write_whole
from warehouse.home import Home

ByFiler = Mapping[str, tuple[Settled, ...]]


def kept(home: Home) -> ByFiler:
    """What was kept of each filer. A file that cannot be read is passed over: whoever files says it again."""
    found: dict[str, tuple[Settled, ...]] = {}
    for path in sorted(home.settled.glob("*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            one = Settled(told["sheet"], told["unit"], dict(told["mapped"]))
            found[str(told["filer"])] = (*found.get(str(told["filer"]), ()), one)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def keep(home: Home, filer: str, dataset: str, settled: Settled) -> None:
    """Keep how a filer's tables of a form are read, in the place of what was kept before. Raises `HomeError`."""
    name = hashlib.sha256(f"{filer}\n{dataset}".encode()).hexdigest()[:24]
    told = {"filer": filer, "dataset": dataset, **asdict(settled)}
    try:
        home.settled.mkdir(parents=True, exist_ok=True)
        write_whole(home.settled / f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
    except OSError as error:
        raise home.not_writable(error) from error
