"""The command line: `python -m pipelines COMMAND`. Results go to standard output, all else to standard error."""

from __future__ import annotations

import sys
from typing import Any

# Imported in the order in which `--help` lists their commands.
from pipelines.commands import asking, building, filing, forms, packs, pictures, state  # noqa: F401
from pipelines.commands.app import app

if __name__ == "__main__":
    streams: tuple[Any, ...] = (sys.stdout, sys.stderr)
    for stream in streams:
        if stream is not None:  # what the console has no letters for is told as its code, in help too
            stream.reconfigure(errors="backslashreplace")
    app()
