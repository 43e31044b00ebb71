"""What `serve.py` is told: where to listen, and by which names it is known."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import Any

from ui.frame.own_names import SETTING, WILDCARDS, OwnNames
from words import LANGUAGES, speak
from words.problems import Problem


def settings(arguments: Sequence[str]) -> dict[str, Any]:
    """The options of the command as Streamlit's own; without one, what `.streamlit/config.toml` says stands."""
    parser = argparse.ArgumentParser(prog="serve.py", description=_both("serve.purpose"))
    parser.add_argument("--address", metavar="ADDRESS", help=_both("serve.address"))
    parser.add_argument("--port", metavar="PORT", type=int, help=_both("serve.port"))
    parser.add_argument("--hosts", metavar="NAMES", help=_both("serve.hosts", setting=SETTING))
    chosen = parser.parse_args(arguments)
    if chosen.hosts:
        os.environ[SETTING] = chosen.hosts
    try:
        OwnNames.of_environment(chosen.port or 8501)
    except Problem as problem:
        parser.exit(2, f"{problem}\n")
    found: dict[str, Any] = {"server.headless": True}
    if chosen.port:
        found["server.port"] = chosen.port
    if chosen.address:
        found["server.address"] = chosen.address
        if chosen.address not in WILDCARDS:
            found["browser.serverAddress"] = chosen.address  # the address that is told at the start
    return found


def _both(key: str, **values: str) -> str:
    return " / ".join(speak(language, "commands").tell(key, values) for language in LANGUAGES)
