"""The folder that holds backups: files under the SHA-256 of their bytes, and a manifest for each backup, written last.

    observatory-backup.json   what this folder is, and of which pack
    files/ab/ab12…            each file once, whatever it was called and however many backups have it
    backups/000001.json       what a backup is made of: path, size, checksum and time of every file

A file that is there is never written again unless it is damaged; a manifest is written whole, when all that it names is on disk. So a
backup that is broken off leaves nothing that counts, and a later one takes nothing from an earlier.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import filelock

from programme import room
from programme.storage import sha256_of, write_whole
from words.problems import BackupError, Problem

FORMAT = 1
MARK = "observatory-backup.json"
_PART = 1 << 20
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Entry:
    """A file of a home as it was taken: where it stands below the home, and what tells it from any other."""

    path: str
    bytes: int
    sha256: str
    written_ns: int
    is_closed: bool  # whether nobody may write it, as a finished snapshot


@dataclass(frozen=True)
class Manifest:
    """One backup: when and of what it was taken, and all its files."""

    number: int
    taken_at: str
    home: str
    pack: str
    home_format: int
    sequence: int
    current: str | None
    snapshots: list[str]
    left_out: list[str]
    files: list[Entry]

    @property
    def size(self) -> int:
        """The bytes that its files take in a home."""
        return sum(entry.bytes for entry in self.files)

    def facts(self) -> dict[str, Any]:
        """What is told of a backup, as `--json` prints it: all but the files themselves."""
        said = {name: value for name, value in asdict(self).items() if name != "files"}
        return {**said, "files": len(self.files), "bytes": self.size}


@dataclass(frozen=True)
class Store:
    """A folder of backups, there or not yet."""

    folder: Path

    @property
    def mark(self) -> Path:
        return self.folder / MARK

    def kept(self, sha256: str) -> Path:
        """Where the file of a checksum stands."""
        return self.folder / "files" / sha256[:2] / sha256

    def manifest_file(self, number: int) -> Path:
        return self.folder / "backups" / f"{number:06d}.json"

    @cached_property
    def pack(self) -> str:
        """The pack whose homes are backed up here. `BackupError` where the folder holds no backups, or those of a newer version."""
        try:
            said = json.loads(self.mark.read_text(encoding="utf-8"))
            found, pack = int(said["format"]), str(said["pack"])
        except (FileNotFoundError, NotADirectoryError) as error:
            raise BackupError("backup.none_here", folder=self.folder) from error
        except OSError as error:
            raise BackupError("backup.not_readable", path=self.mark, reason=error.strerror) from error
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError("backup.mark_damaged", file=self.mark) from error
        if found > FORMAT:
            raise BackupError("backup.newer_format", folder=self.folder, found=found, known=FORMAT)
        return pack

    def numbers(self) -> list[int]:
        """The numbers of the backups that are here, newest first."""
        found = (path.stem for path in self.manifest_file(0).parent.glob("*.json"))
        return sorted((int(stem) for stem in found if stem.isdecimal()), reverse=True)

    def read(self, number: int | None = None) -> Manifest:
        """A backup by its number, else the newest. `BackupError` where there is none, or its manifest is not what was written."""
        assert self.pack
        numbers = self.numbers()
        if not numbers:
            raise BackupError("backup.none_whole", folder=self.folder)
        if number is not None and number not in numbers:
            raise BackupError("backup.no_number", number=number, known=numbers, folder=self.folder)
        file = self.manifest_file(numbers[0] if number is None else number)
        try:
            said = json.loads(file.read_text(encoding="utf-8"))
            if said["sha256"] != _checksum(said["backup"]):
                raise ValueError
            files = [Entry(**entry) for entry in said["backup"].pop("files")]
            manifest = Manifest(**said["backup"], files=files)
        except OSError as error:
            raise BackupError("backup.not_readable", path=file, reason=error.strerror) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(
                "backup.manifest_damaged", file=file, remedy=self._others(int(file.stem))
            ) from error
        unsafe = [entry.path for entry in manifest.files if not _is_below(entry.path)]
        if unsafe:
            raise BackupError("backup.leads_out", file=file, path=unsafe[0])
        return manifest

    def damaged(self, manifest: Manifest, progress: Progress | None = None) -> list[tuple[Entry, str]]:
        """The files of a backup that are not what was taken: each with `missing` or `changed`. All are read to their end."""
        found = []
        for done, entry in enumerate(manifest.files):
            if progress:
                progress("backup_check", done, len(manifest.files))
            try:
                whole = sha256_of(self.kept(entry.sha256)) == entry.sha256
            except FileNotFoundError:
                found.append((entry, "missing"))
            except OSError:  # a disk that gives a file back no more
                found.append((entry, "changed"))
            else:
                if not whole:
                    found.append((entry, "changed"))
        return found

    def check(self, manifest: Manifest, progress: Progress | None = None) -> None:
        """`BackupError` names the files of a backup that are missing or not what was taken, and what to do."""
        damaged = self.damaged(manifest, progress)
        if damaged:
            entry, what = damaged[0]
            raise BackupError(
                f"backup.file_{what}",
                number=manifest.number,
                path=entry.path,
                file=self.kept(entry.sha256),
                n=len(damaged),
                remedy=self._others(manifest.number),
            )

    def _others(self, number: int) -> Problem:
        """What to do where a backup is damaged: which others there are."""
        others = [one for one in self.numbers() if one != number]
        return Problem("backup.others", numbers=others) if others else Problem("backup.no_others")

    @contextmanager
    def writing(self, pack: str) -> Iterator[None]:
        """Alone to add a backup to this folder, which is made where it is not there.

        Raises `BackupError`: the folder holds something else, or backups of another pack; somebody else is at it; it cannot be
        written, or its disk is full.
        """
        try:
            self._claim(pack)
            lock = filelock.FileLock(self.folder / ".lock", timeout=0)
            lock.acquire()
        except filelock.Timeout as error:
            raise BackupError("backup.busy", folder=self.folder) from error
        except OSError as error:
            raise self.not_written(error) from error
        try:
            for draft in self.folder.glob(".draft.*"):  # of a backup that was killed
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
            yield
        except OSError as error:
            raise self.not_written(error) from error
        finally:
            lock.release()

    def _claim(self, pack: str) -> None:
        if self.folder.exists() and not self.mark.exists():
            if not self.folder.is_dir():
                raise BackupError("backup.a_file", folder=self.folder)
            others = [one for one in self.folder.iterdir() if not one.name.startswith(f".{MARK}")]
            if others:
                raise BackupError("backup.not_empty", folder=self.folder, n=len(others))
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.mark.exists():
            said = json.dumps({"format": FORMAT, "pack": pack}) + "\n"
            write_whole(self.mark, said.encode(), first_wins=True)
        if self.pack != pack:
            raise BackupError("backup.other_pack", folder=self.folder, there=self.pack, pack=pack)

    def not_written(self, error: OSError, needed: int = room.LITTLE) -> BackupError:
        """Why nothing can be added here."""
        reason = room.reason(error, self.folder, needed)
        return BackupError("backup.not_writable", folder=self.folder, reason=reason)

    def add(self, source: Path, sha256: str) -> bool:
        """Keep a file, whose bytes are known by their checksum; whether it was copied: one that is here and whole is left as it is.

        Raises `Changed` where it has other bytes by now.
        """
        target = self.kept(sha256)
        with suppress(OSError):
            if sha256_of(target) == sha256:
                return False
        draft = self.folder / f".draft.{secrets.token_hex(8)}"
        try:
            with draft.open("xb") as to:
                copied = _copy(source, to)
            if copied != sha256:
                raise Changed(str(source))
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(target)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        return True

    def add_bytes(self, data: bytes) -> bool:
        """Keep bytes that were read already."""
        target = self.kept(hashlib.sha256(data).hexdigest())
        with suppress(OSError):
            if target.read_bytes() == data:
                return False
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
        return True

    def seal(self, manifest: Manifest) -> None:
        """Write down a backup when all of its files are on the disk: from here on it counts."""
        self.manifest_file(0).parent.mkdir(parents=True, exist_ok=True)
        to_disk([self.kept(entry.sha256) for entry in manifest.files])
        said = asdict(manifest)
        files = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in said.pop("files"))
        head = json.dumps(said, ensure_ascii=False, indent=1).removesuffix("\n}")
        checksum = _checksum({**said, "files": [asdict(entry) for entry in manifest.files]})
        text = f'{{"sha256": "{checksum}",\n"backup": {head},\n"files": [\n{files}\n]}}}}\n'
        write_whole(self.manifest_file(manifest.number), text.encode())


class Changed(Exception):
    """A file that had other bytes a moment ago."""


def to_disk(files: list[Path]) -> None:
    """Bring files that were written to the disk: all at once where the system can."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in files:
        with suppress(OSError), path.open("rb+") as file:
            os.fsync(file.fileno())


def copy(source: Path, target: Path) -> str:
    """Copy the bytes of a file to where none is; their checksum."""
    with target.open("xb") as to:
        return _copy(source, to)


def _copy(source: Path, to: Any) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as file:
        while part := file.read(_PART):
            digest.update(part)
            to.write(part)
    return digest.hexdigest()


def _is_below(path: str) -> bool:
    """Whether a path stays below the folder that it is written in."""
    place = PurePosixPath(path)
    return bool(place.parts) and not place.is_absolute() and ".." not in place.parts and "\\" not in path


def _checksum(backup: dict[str, Any]) -> str:
    text = json.dumps(backup, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
