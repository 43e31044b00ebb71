"""Several files of a pack replaced as one: a reader, or whoever comes after a crash, meets all of the old or is told.

The new files are brought to disk in a folder of drafts, which is renamed to `PENDING`: from then on they count, and what
is left to do is moving them into place. A pack in which that folder stands is refused by name (`unfinished`) until
somebody moves the rest (`finish`): what lies in it was checked as a whole before.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from programme import room
from programme.storage import folder_to_disk, write_whole
from words.problems import PackError

PENDING = ".codes"
_DRAFTS = ".codes-"


def unfinished(folder: Path) -> PackError | None:
    """What to say of a pack whose files are replaced in part; None of every other."""
    if (folder / PENDING).is_dir():
        return PackError("packs.half_replaced", folder=folder)
    return None


def replace_together(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put these files in place, all or none. Raises `PackError` where the folder cannot be written; nothing is replaced then."""
    drafts = folder / f"{_DRAFTS}{secrets.token_hex(4)}"
    try:
        drafts.mkdir()
        for name, data in files.items():
            write_whole(drafts / name, data)
            if (folder / name).exists():
                shutil.copymode(folder / name, drafts / name)
        folder_to_disk(drafts)
        drafts.rename(folder / PENDING)
    except OSError as error:
        shutil.rmtree(drafts, ignore_errors=True)
        needed = 2 * sum(map(len, files.values()))
        raise PackError(
            "codes.not_writable", folder=folder, reason=room.reason(error, folder, needed)
        ) from error
    finish(folder)


def finish(folder: Path) -> bool:
    """Move into place what a replacement left behind that did not end; whether there was any.

    Drafts of one that never came to count are taken away. Raises `PackError` where a file cannot be moved.
    """
    try:
        for drafts in folder.glob(f"{_DRAFTS}*"):
            shutil.rmtree(drafts, ignore_errors=True)
        pending = folder / PENDING
        if not pending.is_dir():
            return False
        for draft in sorted(pending.iterdir()):
            draft.replace(folder / draft.name)
        folder_to_disk(folder)
        pending.rmdir()
    except OSError as error:
        raise PackError("codes.not_moved", folder=folder, reason=room.reason(error, folder)) from error
    return True
