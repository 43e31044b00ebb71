"""How a file that people asked for is put in its place: whole or not at all, and nothing beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from programme import room
from programme.storage import write_whole
from words.problems import QuestionError


def write_file(path: Path, data: bytes) -> Path | None:
    """Write a file, in folders that are made where they are not there; where it fails, those go again.

    The outermost folder that was made comes back, to be told; None where all were there.

    Raises `QuestionError` where it cannot be written; of a full disk it says how much is needed.
    """
    made: list[Path] = []
    try:
        made += [folder for folder in path.parents if not folder.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
        return made[-1] if made else None
    except OSError as error:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        needed = len(data) + len(data) // 10
        raise QuestionError(
            "files.not_writable", path=path, reason=room.reason(error, path.parent, needed)
        ) from error
