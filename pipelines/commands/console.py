"""How the command line speaks: language, progress, tables, and errors without a traceback."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import gettempdir
from typing import IO, Any, cast

import typer
from rich.console import Console
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pipelines.commands.output import ERR, OUT
from programme import room
from words import speak
from words.problems import Problem, UnknownName, WrongUse
from words.visible import visible


class Language(StrEnum):
    """The two languages that messages come in."""

    zh = "zh"
    en = "en"


KEPT = "\n\t\u3000"  # blanks that belong to a text
_asked: list[Language] = []  # the language that the command line itself was asked for


def language_typed(arguments: Sequence[str]) -> Language | None:
    """The language that arguments ask for with `--lang`; the last one where there are several, None where none is."""
    texts = [arguments[n + 1] for n, one in enumerate(arguments[:-1]) if one == "--lang"]
    texts += [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    known = [Language(text) for text in texts if text in {one.value for one in Language}]
    return known[-1] if known else None


def speak_in(language: Language | None) -> None:
    """From now on help and messages are in this language where nothing else is asked for; None: that of the system."""
    _asked[:] = [language] if language else []


def language_of_system() -> Language:
    """The language asked for before any command; else Chinese where the system speaks it, else English."""
    if _asked:
        return _asked[0]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return Language.zh if os.environ[name].lower().startswith("zh") else Language.en
    return Language.en


def seen(text: str) -> str:
    """A text as a terminal may be given it: what steers a terminal (escapes, directions) is shown as its code."""
    return visible(text, kept=KEPT)


class _Terminal(Console):
    """A console that is given no text as it came: names and figures are filed by others."""

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(seen(one) if isinstance(one, str) else one for one in objects), **options)


class Speaker:
    """Says things in one language: results to standard output, everything else to standard error."""

    def __init__(self, language: Language | None = None) -> None:
        self.language = language or language_of_system()
        plain: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False, "soft_wrap": True}
        self.out = _Terminal(file=cast(IO[str], OUT), **plain)
        self.err = _Terminal(file=cast(IO[str], ERR), **plain)

    def pick(self, zh: str, en: str) -> str:
        """Of a name that the data has in both languages, the one to say."""
        return zh if self.language is Language.zh else en

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogue `commands` with its values."""
        return speak(self.language, "commands").tell(key, values)

    def count(self, what: str, n: int) -> str:
        """A number of rows or files."""
        return self.text(f"count.{what}", n=n)

    def say(self, key: str, **values: object) -> None:
        """Print a text of the catalogue: it is a result."""
        self.out.print(self.text(key, **values))

    def say_made(self, *folders: Path | None) -> None:
        """Say which folders were made for the files that were written; of most nothing, as they were there."""
        for folder in dict.fromkeys(one for one in folders if one is not None):
            self.say("folder.made", folder=folder)

    def warn(self, key: str, **values: object) -> None:
        """Print a text of the catalogue to standard error."""
        self.err.print(self.text(key, **values))

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A plain table.

        Nothing is cut or left out: a terminal too narrow for it gets a block of lines for each row, and what is
        not a terminal has no width.
        """
        headings, rows = [*map(seen, headings)], [[*map(seen, row)] for row in rows]
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in headings:
            table.add_column(heading, no_wrap=True)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        needed = Measurement.get(self.out, self.out.options.update(max_width=1_000_000), table).maximum
        if self.out.is_terminal and needed > self.out.width:
            for row in rows:
                for heading, cell in zip(headings, row, strict=True):
                    self.out.print(Text(f"{heading}: {cell}"))
                self.out.print()
        else:
            width = max(needed, self.out.width)
            wide = Console(file=self.out.file, width=width, highlight=False, markup=False, emoji=False)
            with wide.capture() as drawn:
                wide.print(table)
            # What fills a cell up to its column is not worth sending after the last.
            self.out.file.write("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int], None]]:
        """A bar per step on a terminal, nothing elsewhere."""
        if not self.err.is_terminal:
            yield lambda *_: None
            return
        speech = speak(self.language, "commands")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.err, transient=True) as bars:
            task = bars.add_task("", total=None)

            def tell(step: str, done: int, of: int) -> None:
                name = speech(f"step.{step}") if f"step.{step}" in speech else step
                bars.update(task, description=name, completed=done, total=of)

            yield tell


@contextmanager
def guarded(speaker: Speaker, *, answers: bool = True) -> Iterator[None]:
    """Errors we can name become a message and an exit code: 2 for wrong use, 1 for what failed.

    Where a command `answers`, what it prints is what it is for, and output that is lost is a failure (a reader who has
    had enough is none). Of any other the exit code is that of its deed, whatever became of the telling.
    """
    try:
        yield
    except (WrongUse, UnknownName) as error:
        speaker.err.print(error.message(speaker.language))
        raise typer.Exit(2) from None
    except Problem as error:
        speaker.err.print(error.message(speaker.language))
        raise typer.Exit(1) from None
    except OSError as error:
        speaker.err.print(_refused(error).message(speaker.language))
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        speaker.warn("command.interrupted")
        raise typer.Exit(130) from None
    finally:
        OUT.flush()
        if OUT.lost and not OUT.nobody_reads:
            key = "command.output_lost.answer" if answers else "command.output_lost"
            speaker.warn(key, reason=OUT.lost.strerror)
        ERR.flush()
    if answers and OUT.lost and not OUT.nobody_reads:
        raise typer.Exit(1)


def _refused(error: OSError) -> Problem:
    """What the system refused where no message of ours knows more: the file, and why."""
    file = (
        Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else Path(gettempdir())
    )
    return Problem("command.refused", file=file, reason=room.reason(error, file.parent))


def print_json(value: Any) -> None:
    """One JSON value and nothing else."""
    write_text(json_text(value, indent=2) + "\n")


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON. What cannot be seen stands in it as JSON's own code: the value is the same, and no terminal is steered."""
    told = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    if seen(told) == told:
        return told
    return "".join(one if seen(one) == one else json.dumps(one)[1:-1] for one in told)


def write_text(text: str) -> bool:
    """Text to standard output in UTF-8, whatever the terminal says. Whether anyone is there to take more."""
    return OUT.write_bytes(text.encode("utf-8", "backslashreplace"))
