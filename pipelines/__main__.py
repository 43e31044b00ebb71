"""The command line: `python -m pipelines COMMAND`. Results go to standard output, all else to standard error."""

from __future__ import annotations

import sys
from typing import Any

from pipelines.commands.console import language_typed, speak_in

if __name__ == "__main__":
    streams: tuple[Any, ...] = (sys.stdout, sys.stderr)
    for stream in streams:
        if stream is not None:  # what the console has no letters for is told as its code, in help too
            stream.reconfigure(errors="backslashreplace")
    # Help is put into words when the commands are loaded.
    speak_in(language_typed(sys.argv[1:]))
    from pipelines.commands.every import app_for

    app_for(sys.argv[1:])()
