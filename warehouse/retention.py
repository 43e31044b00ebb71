"""Which snapshots a home keeps, and taking away the others.

Kept are the newest, the last of each month, those that were pinned, those that an issued bulletin rests on, the current one, and
whatever a server reads.
`home.toml` in the home may say otherwise of the first two:

    [snapshots]
    newest = 30     # how many of the newest
    months = true   # whether the last one of each month is kept
"""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from programme.toml_text import as_toml
from warehouse import issued, notes, presence, snapshots
from warehouse.home import Home
from words.problems import HomeError, SnapshotError

MOST = 100_000


@dataclass(frozen=True)
class Rule:
    """How many of the newest snapshots are kept, and whether the last of each month is."""

    newest: int = 30
    months: bool = True


def rule_of(home: Home) -> Rule:
    """The rule of a home. Raises `HomeError` where its settings cannot be read or say what cannot be meant."""
    path = home.settings_file
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Rule()
    except (OSError, ValueError) as error:
        raise HomeError("home.settings_unreadable", path=path, reason=str(error)) from error
    part = said.get("snapshots", {})
    known = {"snapshots"} if isinstance(part, dict) else set()
    unknown = sorted(said.keys() - known) + [f"snapshots.{key}" for key in _unknown(part)]
    if unknown:
        raise HomeError("home.settings_unknown", path=path, keys=unknown)
    newest, months = part.get("newest", Rule.newest), part.get("months", Rule.months)
    if type(newest) is not int or not 1 <= newest <= MOST:
        raise HomeError("home.settings_newest", path=path, value=as_toml(newest), most=MOST)
    if type(months) is not bool:
        raise HomeError("home.settings_months", path=path, value=as_toml(months))
    return Rule(newest, months)


def _unknown(part: object) -> list[str]:
    return sorted(part.keys() - {"newest", "months"}) if isinstance(part, dict) else []


def reasons(home: Home) -> dict[str, list[str]]:
    """Every snapshot of a home, newest first, with why it is kept; nothing where it is not.

    The reasons, as programs know them: `current`, `newest`, `month`, `pinned`, `issued`, `read`.
    """
    rule, names = rule_of(home), snapshots.names(home)
    last_of_month: dict[str, str] = {}
    for name in names:
        last_of_month.setdefault(name[:6], name)
    now = snapshots.pointed(home)
    of_reason: dict[str, set[str]] = {
        "current": {now} if now else set(),
        "newest": set(names[: rule.newest]),
        "month": set(last_of_month.values()) if rule.months else set(),
        "pinned": pinned(home),
        "issued": issued.snapshots(home),
        "read": {name for read in presence.read_in(home) for name in read},
    }
    return {name: [reason for reason, kept in of_reason.items() if name in kept] for name in names}


def prune(home: Home) -> list[str]:
    """Take away the snapshots that nothing keeps; their ids, newest first. Only while nobody builds in the home.

    One that cannot be taken away, as it is open where open files cannot be, is left to the next time.
    """
    gone = []
    for name, kept in reasons(home).items():
        if not kept and _remove(home.snapshots / f"{name}.duckdb"):
            gone.append(name)
    return gone


def _remove(path: Path) -> bool:
    try:
        with suppress(FileNotFoundError):  # deleted by hand, or a link that leads nowhere
            # Elsewhere a file that nobody may write cannot be removed.
            path.chmod(path.stat().st_mode | 0o200)
        path.unlink(missing_ok=True)
        for beside in (notes.note_of(path), _pin(path)):
            beside.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def pinned(home: Home) -> set[str]:
    """The snapshots that are kept until they are unpinned."""
    return {path.stem for path in home.snapshots.glob("*.pin")}


def pin(home: Home, snapshot_id: str, *, keep: bool) -> bool:
    """Keep a snapshot for good, or no longer; whether that changed anything.

    Raises `SnapshotError` where there is no such snapshot, `HomeError` where the home cannot be written.
    """
    path = home.snapshots / f"{snapshot_id}.duckdb"
    if snapshot_id not in snapshots.names(home):
        raise (
            snapshots.unopened(path, "")
            if snapshots.is_id(snapshot_id)
            else SnapshotError("snapshots.no_id", id=snapshot_id)
        )
    changed = _pin(path).exists() != keep
    try:
        if keep:
            _pin(path).touch()
        else:
            _pin(path).unlink(missing_ok=True)
    except OSError as error:
        raise home.not_writable(error) from error
    return changed


def _pin(path: Path) -> Path:
    return path.with_suffix(".pin")
