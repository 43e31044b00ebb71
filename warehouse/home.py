"""Where state lives. A home may be copied or moved: everything below it is relative."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from programme import PROJECT, room
from programme.storage import text_of, write_whole
from words.problems import Bilingual, HomeError, Problem

# What the table format refuses in a path: signs of its own, characters that cannot be seen, bytes that are no text.
_NO_ADDRESS = re.compile(r"[\[\]?\\\x00-\x1f\x7f-\x9f\ud800-\udfff]|%[0-9A-Fa-f]{2}")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # s3://… as a path has it; a drive has one letter
READ_ONLY = "OBSERVATORY_READONLY"  # set to anything but 0 or nothing: no reader of a service writes anything
FORMAT = 3  # the layout of a home that this version writes


def is_read_only() -> bool:
    """Whether the setting says that readers write nothing, whatever the home allows."""
    return bool(os.environ.get(READ_ONLY, "").strip("0 "))


@dataclass(frozen=True)
class Home:
    """One state directory: landing tables, snapshots and which of them is current."""

    root: Path

    @classmethod
    def of(cls, folder: str | os.PathLike[str] | None = None) -> Home:
        """The home given, else `OBSERVATORY_HOME`, else `var/` beside the code. Nothing is created.

        Raises `HomeError` for a path that no home can have.
        """
        chosen = Path(folder or os.environ.get("OBSERVATORY_HOME") or PROJECT / "var")
        if _ELSEWHERE.match(chosen.as_posix()):
            raise HomeError("home.not_a_folder", folder=chosen.as_posix().replace(":/", "://", 1))
        try:
            home = cls(chosen.expanduser().resolve())
        except (
            RuntimeError,
            OSError,
            ValueError,
        ) as error:  # no such user, a loop of links, a null character
            raise HomeError(
                "home.no_path", folder=" ".join(str(chosen).split()), reason=str(error).rstrip(".")
            ) from error
        home.check_address()
        return home

    def check_address(self) -> None:
        """The table format writes a folder as an address and cannot do so for some names: `HomeError` for those."""
        found = _NO_ADDRESS.search(self.root.as_posix())
        if not found:
            return
        part: Problem | Bilingual = Bilingual(f"“{found[0]}”", f"'{found[0]}'")
        if found[0] in "\r\n":
            part = Problem("home.line_break")
        elif not found[0].isprintable():
            number = ord(found[0])
            # A byte that is no text stands for itself from U+DC80 on.
            code = f"\\x{number - 0xDC00:02x}" if 0xDC80 <= number <= 0xDCFF else f"U+{number:04X}"
            part = Problem("home.no_text", code=code)
        folder = "".join(letter if letter.isprintable() else "�" for letter in str(self.root))
        raise HomeError("home.no_address", folder=folder, part=part)

    @property
    def is_there(self) -> bool:
        """Whether anything was filed or built here, or the folder was ever a pack's. `HomeError` where it cannot be read."""
        return self.format() is not None or self.landing.is_dir() or self.snapshots.is_dir()

    def check_is_there(self) -> None:
        """`HomeError` for a folder that is no home: whoever asks about it has most likely named another one."""
        if not self.is_there:
            raise HomeError("home.none_there", folder=self.root)

    @property
    def is_open(self) -> bool:
        """Whether readers may write: nothing is set against it, and the folder can be written."""
        return not is_read_only() and os.access(self.root, os.W_OK)

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
    def last_file(self) -> Path:
        """The greatest name that was given to a snapshot: none is given twice."""
        return self.root / "LAST"

    @property
    def first_lock(self) -> Path:
        """Held by whoever makes a first snapshot, or one that pages ask for: other processes wait for it."""
        return self.root / ".demo.lock"

    @property
    def pack_file(self) -> Path:
        return self.root / "PACK"

    @property
    def format_file(self) -> Path:
        return self.root / "FORMAT"

    @property
    def sequence_file(self) -> Path:
        return self.landing / "sequence"

    @property
    def filed(self) -> Path:
        """Files as they were filed, each under the hash of its bytes."""
        return self.root / "filed"

    @property
    def issued(self) -> Path:
        """The register of issued bulletins (`warehouse.issued`), and their files."""
        return self.root / "issued"

    @property
    def settled(self) -> Path:
        """How the tables of filers are read, where that was kept (`pipelines.filing.published.kept`)."""
        return self.root / "settled"

    @property
    def reviews(self) -> Path:
        """The register of reviewers' words on findings (`warehouse.reviewed`)."""
        return self.root / "reviews"

    @property
    def settings_file(self) -> Path:
        """What this home is asked to do otherwise than by default (`warehouse.retention`); mostly absent."""
        return self.root / "home.toml"

    @property
    def backup_file(self) -> Path:
        """Where and when this home was backed up last, for `doctor`; absent before the first backup."""
        return self.root / "BACKUP"

    @property
    def readers(self) -> Path:
        """Word of the servers that show this home."""
        return self.root / "readers"

    @property
    def landing_lock(self) -> Path:
        return self.landing / ".lock"

    @property
    def build_lock(self) -> Path:
        return self.root / ".build.lock"

    def dataset(self, name: str) -> Path:
        """The folder of one dataset's Delta table; absent until the first accepted return."""
        return self.landing / name

    def format(self) -> int | None:
        """The number of the layout this home has; None for a home of nobody. Before there was a file for it: 1.

        Raises `HomeError` where the file holds no number.
        """
        try:
            text = text_of(self.format_file).strip()
        except FileNotFoundError:
            return 1 if self.pack_file.exists() else None
        except NotADirectoryError as error:
            raise HomeError("home.a_file", folder=self.root) from error
        except UnicodeDecodeError as error:
            raise HomeError("home.no_format", path=self.format_file, text="") from error
        except OSError as error:
            raise HomeError("home.not_readable", folder=self.root, reason=error.strerror) from error
        if not (text.isascii() and text.isdigit()):
            raise HomeError("home.no_format", path=self.format_file, text=text[:40])
        return int(text)

    def check_format(self) -> None:
        """Refuse a home that a newer version made; `HomeError` names both formats."""
        found = self.format()
        if found is not None and found > FORMAT:
            raise HomeError("home.newer_format", folder=self.root, found=found, known=FORMAT)

    def _bring_forward(self) -> None:
        """Give an older home today's layout. Nothing moves: from 2 on what is filed is kept as well, from 3 on
        a batch may have been taken back, which an older version would count."""
        if (self.format() or 0) < FORMAT:
            write_whole(self.format_file, f"{FORMAT}\n".encode())

    def claim(self, pack_id: str) -> None:
        """Tie this home to a pack and bring it to today's format, or refuse when it belongs to another pack."""
        self.check_owner(pack_id)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not self.pack_file.exists():
                # Two first users must agree whose it is.
                write_whole(self.pack_file, f"{pack_id}\n".encode(), first_wins=True)
            self._bring_forward()
        except OSError as error:
            raise self.not_writable(error) from error
        self.check_owner(pack_id)

    def not_writable(self, error: OSError) -> HomeError:
        """Why this home cannot be written; of a full disk how much is needed."""
        return HomeError("home.not_writable", folder=self.root, reason=room.reason(error, self.root))

    def is_of_another(self, pack_id: str) -> bool:
        """Whether this home belongs to another pack."""
        try:
            self.check_owner(pack_id)
        except HomeError as error:
            return error.key == "home.other_pack"
        return False

    def check_owner(self, pack_id: str) -> None:
        """Refuse when this home belongs to another pack, or was made by a newer version. A home of nobody is fine.

        Nothing is written: an older home is read as it is, and brought forward by the next command that writes.
        """
        self.check_format()
        try:
            owner = self.pack_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return
        except UnicodeDecodeError as error:
            raise HomeError("home.no_owner", path=self.pack_file) from error
        except OSError as error:
            raise HomeError("home.not_readable", folder=self.root, reason=error.strerror) from error
        if owner != pack_id:
            raise HomeError("home.other_pack", folder=self.root, owner=owner, pack=pack_id)
