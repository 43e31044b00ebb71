"""The command line: `python -m pipelines COMMAND`. Results go to standard output, all else to standard error."""

from __future__ import annotations

# Imported in the order in which `--help` lists their commands.
from pipelines.commands import asking, building, filing, forms, packs, state  # noqa: F401
from pipelines.commands.app import app

if __name__ == "__main__":
    app()
