"""The command line itself. It loads nothing of what its commands work on."""

from __future__ import annotations

import typer

from pipelines.commands.options import help_text

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=help_text("app.help"),
)


@app.callback()
def _commands() -> None:
    """Nothing to do before a command; with it a command line of one command is still told its name."""
