"""The command line itself, and the home and pack a command works on."""

from __future__ import annotations

from pathlib import Path

import typer

from pipelines.commands.options import help_text
from programme.packs.pack import Pack, read_pack
from warehouse.home import Home

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=help_text("app.help"),
)


def own_home(home: Path | None, reference: Path | None) -> tuple[Home, Pack]:
    """The home and the pack in use; refused where the home is another pack's. Nothing is created."""
    place, pack = Home.of(home), read_pack(reference)
    place.check_owner(pack.id)
    return place, pack
