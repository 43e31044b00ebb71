"""Whether a home is backed up, and the newest backup whole: one of the checks of `checkup`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.filing import landing
from pipelines.filing.backup_store import Store
from warehouse.home import Home
from words.problems import BackupError

OK, LOOK, BROKEN = "ok", "look", "broken"


def backed_up(home: Home) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is found of the backups of a home. The newest is read to its end."""
    if not landing.tables(home):
        yield OK, "nothing", {}
        return
    try:
        said = json.loads(home.backup_file.read_text(encoding="utf-8"))
        store, at = Store(Path(said["folder"])), str(said["at"])
    except (OSError, ValueError, KeyError, TypeError):
        yield LOOK, "never", {"home": home.root}
        return
    try:
        if not store.mark.exists():
            yield LOOK, "away", {"folder": store.folder, "at": at}
            return
        manifest = store.read()
        store.check(manifest)
    except (BackupError, OSError) as error:
        yield BROKEN, "unwhole", {"said": error}
        return
    values = {"number": manifest.number, "folder": store.folder, "at": at}
    since = landing.last_sequence(home) - manifest.sequence
    yield (LOOK, "older", {**values, "n": since}) if since else (OK, "well", values)
