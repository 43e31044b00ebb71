"""The command line itself. It loads nothing of what its commands work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from pipelines.commands.console import speak_in
from pipelines.commands.options import LanguageOption, help_text

PANELS = (
    "ARGUMENTS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "DEFAULT_STRING",
    "REQUIRED_LONG_STRING",
)


class _InWords:
    """What the framework itself says in a help text, said in the language of the help."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=help_text("help.usage") + " ")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from rich.text import Text  # loaded by help alone
        from typer import rich_utils

        def line(parts: list[Any]) -> Text:
            """The parts of a description in one text: what has no spaces (Chinese) is folded, not cut off."""
            texts = [part if isinstance(part, Text) else Text.from_markup(str(part)) for part in parts]
            return Text(" ", overflow="fold").join(texts)

        option = self.get_help_option(ctx)  # type: ignore[attr-defined]
        if option is not None:
            option.help = help_text("help.help")
        rich_utils.Columns = line  # type: ignore[misc, assignment]
        for name in PANELS:
            setattr(rich_utils, name, help_text(f"help.{name.lower()}"))
        super().format_help(ctx, formatter)  # type: ignore[misc]


class Command(_InWords, TyperCommand):
    """A command whose help is in one language throughout."""


class Group(_InWords, TyperGroup):
    """The list of commands, in one language throughout."""


class CommandLine(typer.Typer):
    """A command line of such commands. `--lang` before a command is the language of all it says."""

    def __init__(self) -> None:
        super().__init__(
            cls=Group,
            no_args_is_help=True,
            add_completion=False,
            pretty_exceptions_enable=False,
            help=help_text("app.help"),
        )
        self.callback()(_chosen)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """As Typer's own."""
        return super().command(name, **{"cls": Command, **settings})


def _chosen(lang: LanguageOption = None) -> None:
    if lang is not None:
        speak_in(lang)


app = CommandLine()
