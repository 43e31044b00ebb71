"""The commands and where each stands, so that one is run, and all are listed, without loading the others.

Reading a pack, a table format and a database takes half a second before anything has been done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import typer

from pipelines.commands.app import CommandLine, app
from pipelines.commands.console import Language
from pipelines.commands.options import help_text

# In the order in which `--help` lists them: the module of this folder that has each.
MODULES = {
    "sql": "asking",
    "export": "exporting",
    "verify": "exporting",
    "build": "building",
    "demo": "building",
    "ingest": "filing",
    "batches": "batches",
    "withdraw": "batches",
    "template": "forms",
    "reference": "packs",
    "codes": "codes",
    "bounds": "bounds",
    "picture": "pictures",
    "profile": "profiles",
    "bulletin": "bulletins",
    "chase": "chase",
    "findings": "findings",
    "status": "state",
    "snapshots": "state",
    "rollback": "state",
    "diff": "differing",
    "published": "differing",
    "backup": "backups",
    "restore": "backups",
    "doctor": "doctor",
}


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The command line that these arguments need: with the command they name, else with what only lists all."""
    module = MODULES.get(_command(arguments))
    if module is None:
        return listing()
    import_module(f"pipelines.commands.{module}")
    return app


def _command(arguments: Sequence[str]) -> str:
    """The command that is named: the first argument, or the first after the language."""
    rest = iter(arguments)
    for one in rest:
        if one == "--lang":
            next(rest, None)
        elif one.removeprefix("--lang=") not in set(Language):
            return one
    return ""


def whole() -> typer.Typer:
    """The command line with every command loaded."""
    for module in dict.fromkeys(MODULES.values()):
        import_module(f"pipelines.commands.{module}")
    return app


def listing() -> typer.Typer:
    """A command line that says which commands there are, and of one that there is not what it could have been."""
    listed = CommandLine()
    for name in MODULES:
        listed.command(name, help=help_text(f"{name}.help", questions="").split("\n\n")[0])(_nothing())
    return listed


def _nothing() -> Callable[[], None]:
    def command() -> None: ...

    return command
