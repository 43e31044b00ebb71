"""What a snapshot answers."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded
from pipelines.commands.options import (
    Form,
    HomeOption,
    LanguageOption,
    help_text,
)
from pipelines.commands.rows import print_rows
from warehouse.home import Home
from warehouse.readers import reader_of
from warehouse.runner import LIMITS_MEMORY, Limits
from words.problems import WrongUse


@app.command(help=help_text("sql.help"))
def sql(
    statement: Annotated[str, typer.Argument(metavar="SELECT", help=help_text("sql.statement"))],
    form: Annotated[Form, typer.Option("--format", help=help_text("sql.format"))] = Form.table,
    seconds: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, max=86_400, help=help_text("sql.seconds"))
    ] = Limits.seconds,
    megabytes: Annotated[
        int | None,
        typer.Option(
            metavar="MB",
            min=64,
            max=1_048_576,
            help=help_text(
                "sql.megabytes" if LIMITS_MEMORY else "sql.megabytes_not_here", default=Limits.megabytes
            ),
        ),
    ] = None,
    home: HomeOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        if not _is_text(statement):
            raise WrongUse("misuse.not_utf8")
        if megabytes is not None and not LIMITS_MEMORY:
            speaker.warn("sql.memory_not_limited")
        limits = Limits(seconds, Limits.megabytes if megabytes is None else megabytes)
        with reader_of(Home.of(home)).asked(statement, limits) as answer:
            print_rows(answer.names, answer.types, answer.parts, form.value, speaker)


def _is_text(statement: str) -> bool:
    """Whether what a terminal or script gave can be written as UTF-8: bytes that are no text come in as halves of characters."""
    try:
        statement.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
