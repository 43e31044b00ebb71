"""Below which path this service stands: none of its own, or what `OBSERVATORY_PATH` names (`https://portal/observatory/`).

A proxy that gives one name to several services hands their addresses on with the path. It is taken off at the door, so that
nothing behind it knows of it; what tells an address of this service outside a page puts it before.
"""

from __future__ import annotations

import os
import re
import unicodedata

from words.problems import WrongUse
from words.visible import visible

SETTING = "OBSERVATORY_PATH"
# What stands in an address as it is typed, whoever hands it on: no sign that is sent in another way, no step upwards.
PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


def of(text: str | None) -> str:
    """The path as it stands before every address, without a stroke at its end; nothing where there is none.

    Raises `WrongUse` for what is no path.
    """
    parts = unicodedata.normalize("NFKC", text or "").strip().strip("/")
    path = f"/{parts}" if parts else ""
    if not PATH.fullmatch(path):
        raise WrongUse("door.wrong_path", setting=SETTING, text=visible(text or ""))
    return path


def of_environment() -> str:
    """What the setting names."""
    return of(os.environ.get(SETTING))


def below(path: str, address: str) -> str | None:
    """What an address is called behind the door; None where it is not below the path."""
    if not path:
        return address
    return address[len(path) :] if address.startswith(f"{path}/") else None
