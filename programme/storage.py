"""How a small file is written: whole or not at all; and how it is read, by many and often."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path


def text_of(path: Path) -> str:
    """The text of a small file, read again only where another stands there. Raises `OSError`, `UnicodeDecodeError`.

    A server with a thousand readers asks a hundred times a second what is current; each opening costs several calls of the
    operating system, and with each of them it gives the interpreter away.
    """
    stat = path.stat()
    return _text(path, (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_mode))


@lru_cache(maxsize=64)
def _text(path: Path, _of: tuple[int, ...]) -> str:
    return path.read_text(encoding="utf-8")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, however many, as hexadecimal digits. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_to_disk(folder: Path) -> None:
    """Bring the names in a folder, after a file was moved there, to the disk, where the system knows how."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def write_whole(path: Path, data: bytes, *, first_wins: bool = False) -> None:
    """Write a file whole: a reader, or a crash at any moment, meets what stood there before or all of `data`.

    A draft beside it is brought to disk and moved into place; a symbolic link of that name is replaced, not followed.
    The mode is what the umask allows. With `first_wins` a file that is there already stays as it is. The folder must
    exist. Raises `OSError`, and leaves no draft then.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if first_wins:
            _move_where_none_is(draft, path)
        else:
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _move_where_none_is(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.replace(path)
