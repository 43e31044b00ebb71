"""Where state lives. A home may be copied or moved: everything below it is relative."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from programme import PROJECT
from programme.storage import write_whole
from words.problems import HomeError


@dataclass(frozen=True)
class Home:
    """One state directory: landing tables, snapshots and which of them is current."""

    root: Path

    @classmethod
    def of(cls, folder: str | os.PathLike[str] | None = None) -> Home:
        """The home given, else `OBSERVATORY_HOME`, else `var/` beside the code. Nothing is created."""
        chosen = folder or os.environ.get("OBSERVATORY_HOME") or PROJECT / "var"
        return cls(Path(chosen).expanduser().resolve())

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def current_file(self) -> Path:
        return self.root / "CURRENT"

    @property
    def pack_file(self) -> Path:
        return self.root / "PACK"

    @property
    def sequence_file(self) -> Path:
        return self.landing / "sequence"

    @property
    def filed(self) -> Path:
        """Files as they were filed, each under the hash of its bytes."""
        return self.root / "filed"

    @property
    def landing_lock(self) -> Path:
        return self.landing / ".lock"

    @property
    def build_lock(self) -> Path:
        return self.root / ".build.lock"

    def dataset(self, name: str) -> Path:
        """The folder of one dataset's Delta table; absent until the first accepted return."""
        return self.landing / name

    def claim(self, pack_id: str) -> None:
        """Tie this home to a pack, or refuse when it already belongs to another one."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not self.pack_file.exists():
                # Two first users must agree whose it is.
                write_whole(self.pack_file, f"{pack_id}\n".encode(), first_wins=True)
        except OSError as error:
            raise HomeError("home.not_writable", folder=self.root, reason=error.strerror) from error
        self.check_owner(pack_id)

    def check_owner(self, pack_id: str) -> None:
        """Refuse when this home belongs to another pack. Nothing is written; a home of nobody is fine."""
        try:
            owner = self.pack_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return
        except OSError as error:
            raise HomeError("home.not_readable", folder=self.root, reason=error.strerror) from error
        if owner != pack_id:
            raise HomeError("home.other_pack", folder=self.root, owner=owner, pack=pack_id)
