"""The options that commands share, and their help in the language of the system."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.console import Language, language_of_system
from pipelines.commands.misuse import Blank
from words import speak
from words.problems import WrongUse


def help_text(key: str, **values: object) -> str:
    """A help text in the language of the system."""
    return speak(language_of_system(), "commands")(key, **values)


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class FileLanguage(StrEnum):
    """What a file is written in: a language, or the names and codes of the contract."""

    zh = "zh"
    en = "en"
    none = "none"


class Level(StrEnum):
    """Levels of areas."""

    country = "country"
    province = "province"
    city = "city"
    county = "county"
    township = "township"
    zone = "zone"


def folder_option(option: str) -> Callable[[str], Path]:
    """Reads a folder that an option names. Wrong use is a blank one: it would mean the folder one happens to be in."""

    def path(text: str) -> Path:
        if not text.strip():
            raise Blank(option)
        return Path(text)

    return path


@dataclass(frozen=True)
class Target:
    """Where `--output` puts a file: a file, or a folder in which the file gets the name of what it holds."""

    path: Path
    is_folder: bool

    def named(self, name: str) -> Path:
        """The file, of that name where a folder was given."""
        return self.path / name if self.is_folder else self.path


def target(text: str) -> Target:
    """Reads `--output`: a folder is what is one, or is written as one (`new/`). Wrong use is a blank one."""
    path = folder_option("--output")(text)
    return Target(path, path.is_dir() or text.endswith(("/", os.sep)))


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        parser=folder_option("--home"),
        metavar="<path>",
        help=help_text("option.home"),
    ),
]
ReferenceOption = Annotated[
    Path | None,
    typer.Option(
        "--reference",
        parser=folder_option("--reference"),
        metavar="<path>",
        help=help_text("option.reference"),
    ),
]
LanguageOption = Annotated[
    Language | None,
    typer.Option("--lang", help=help_text("option.lang")),
]
FileLanguageOption = Annotated[
    FileLanguage | None,
    typer.Option("--lang", help=help_text("export.lang")),
]
JsonOption = Annotated[bool, typer.Option("--json", help=help_text("option.json"))]


def day_option(text: str | None, option: str) -> dt.date | None:
    """The day an option says; `WrongUse` where it is none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse("options.no_day", option=option, text=text) from error
