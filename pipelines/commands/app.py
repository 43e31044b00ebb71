"""The command line itself. It loads nothing of what its commands work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperCommand, TyperGroup

from pipelines.commands.console import Speaker, speak_in
from pipelines.commands.misuse import NoCommand, NoSuchCommand, TooMany, misuse
from pipelines.commands.options import LanguageOption, help_text

PANELS = (
    "ARGUMENTS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "DEFAULT_STRING",
    "REQUIRED_LONG_STRING",
)


class _InWords:
    """What the framework itself says of a command, said in the language of the help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except UsageError as error:
            error.ctx = error.ctx or ctx  # a finding about one option does not know whose it is
            raise

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        own = {"[OPTIONS]": "help.any_options", "COMMAND [ARGS]...": "help.any_command"}
        pieces = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [help_text(own[piece]) if piece in own else piece for piece in pieces]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=help_text("help.usage") + " ")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from rich.table import Table  # loaded by help alone
        from rich.text import Text
        from typer import rich_utils

        def line(parts: list[Any]) -> Text:
            """The parts of a description in one text: what has no spaces (Chinese) is folded, not cut off."""
            texts = [part if isinstance(part, Text) else Text.from_markup(str(part)) for part in parts]
            return Text(" ", overflow="fold").join(texts)

        class Folding(Table):
            """A table of commands or options: a description without spaces is folded, not cut off."""

            def add_row(self, *cells: Any, **options: Any) -> None:
                super().add_row(*cells, **options)
                for column in self.columns:
                    column.overflow = "fold"

        option = self.get_help_option(ctx)  # type: ignore[attr-defined]
        if option is not None:
            option.help = help_text("help.help")
        rich_utils.Columns = line  # type: ignore[misc, assignment]
        rich_utils.Table = Folding  # type: ignore[misc]
        for name in PANELS:
            setattr(rich_utils, name, help_text(f"help.{name.lower()}"))
        super().format_help(ctx, formatter)  # type: ignore[misc]


class Command(_InWords, TyperCommand):
    """A command whose help, and whatever is wrong with how it was called, is in one language throughout."""

    allow_extra_args = True  # so that what is left over comes back as it was typed

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise TooMany(left, ctx)
        return left


class Group(_InWords, TyperGroup):
    """The list of commands, in one language throughout."""

    def make_context(self, *given: Any, **settings: Any) -> Any:
        with _told():
            return super().make_context(*given, **settings)

    def invoke(self, ctx: Any) -> Any:
        with _told():
            if not ctx._protected_args and not ctx.args:
                raise NoCommand("", ctx)
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise NoSuchCommand(args[0], self.list_commands(ctx), ctx)
        return super().resolve_command(ctx, args)


@contextmanager
def _told() -> Iterator[None]:
    """Wrong use of the command line: usage, where help is, and what is wrong, to standard error; the exit code is 2."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except UsageError as error:
        speaker = Speaker()
        if error.ctx is not None:
            speaker.err.print(error.ctx.get_usage())
            speaker.warn("help.how", command=error.ctx.command_path)
        speaker.err.print(misuse(error).message(speaker.language))
        raise typer.Exit(error.exit_code) from None


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
