"""The command line itself, and the home and pack a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipelines.commands.options import help_text

if TYPE_CHECKING:
    from programme.packs.pack import Pack
    from warehouse.home import Home

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=help_text("app.help"),
)


@app.callback()
def _commands() -> None:
    """Nothing to do before a command; with it a command line of one command is still told its name."""


def own_home(home: Path | None, reference: Path | None) -> tuple[Home, Pack]:
    """The home and the pack in use; refused where the home is another pack's. Nothing is created."""
    # Loaded where a command works on them: what commands there are is said without.
    from programme.packs.pack import read_pack
    from warehouse.home import Home

    place, pack = Home.of(home), read_pack(reference)
    place.check_owner(pack.id)
    return place, pack
