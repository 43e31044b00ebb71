"""The text of a file that people keep by hand: as editors and spreadsheets of this country save it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from threading import Lock
from typing import Any

from words.problems import PackError


def bytes_of(path: Path) -> bytes:
    """What a file holds. FileNotFoundError where there is none; `PackError` where it cannot be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(path) from error
    except OSError as error:
        raise PackError("packs.file_unreadable", path=path, reason=error.strerror or str(error)) from error


def decoded(path: Path | str, data: bytes) -> str:
    """UTF-8, with or without a mark in front, else GB 18030 (GBK and GB 2312 are parts of it), as Excel saves.

    `PackError` names the file and the first line that is not UTF-8 where it is neither, or holds lines of both: read
    as one of them the others' names would become other characters in silence.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
    try:
        if any(_is_chinese_in_utf8(line) for line in data.split(b"\n")):
            raise PackError("packs.other_encoding", path=path, row=row)
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise PackError("packs.other_encoding", path=path, row=row) from error


def _is_chinese_in_utf8(line: bytes) -> bool:
    """Whether a line is UTF-8 with a letter of three bytes; two letters of GBK may look like UTF-8 of two bytes."""
    try:
        return any(letter >= "\u0800" for letter in line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False


def text_of(path: Path) -> str:
    """The text of a file. Raises as `bytes_of` and `decoded` do."""
    return decoded(path, bytes_of(path))


_JSON: dict[Path, tuple[str, Any]] = {}
_JSON_LOCK = Lock()


def json_of(path: Path) -> Any:
    """What a JSON file says, not to be written to; parsed once for one state of it, as outlines are long.

    Raises as `text_of` does, and `ValueError` where it is no JSON.
    """
    data = bytes_of(path)
    digest = hashlib.sha256(data).hexdigest()
    with _JSON_LOCK:
        if path not in _JSON or _JSON[path][0] != digest:
            while len(_JSON) >= 2:  # the two files of one pack
                _JSON.pop(next(iter(_JSON)))
            _JSON[path] = digest, json.loads(decoded(path, data))
        return _JSON[path][1]
