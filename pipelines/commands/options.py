"""The options that commands share, and their help in the language of the system."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.console import Language, language_of_system
from words.problems import WrongUse


def in_words(zh: str, en: str) -> str:
    """A help text in the language of the system."""
    return zh if language_of_system() is Language.zh else en


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Level(StrEnum):
    """Levels of areas."""

    province = "province"
    city = "city"
    county = "county"
    township = "township"
    zone = "zone"


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help=in_words(
            "状态目录（默认 OBSERVATORY_HOME 或 var/）",
            "State directory; default OBSERVATORY_HOME, else var/",
        ),
    ),
]
ReferenceOption = Annotated[
    Path | None,
    typer.Option(
        "--reference",
        help=in_words(
            "参考包（默认 OBSERVATORY_REFERENCE 或 data/reference/）",
            "Reference pack; default OBSERVATORY_REFERENCE, else data/reference/",
        ),
    ),
]
LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang", help=in_words("提示语言（默认随系统）", "Language of messages; default the system's")
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help=in_words("只输出 JSON", "Print JSON and nothing else"))
]


def day_option(text: str | None, option: str) -> dt.date | None:
    """The day an option says; `WrongUse` where it is none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(
            f"{option} 为“{text}”，应为 YYYY-MM-DD 的日期，如 2025-12-31。",
            f"{option} is '{text}'; it must be a date, YYYY-MM-DD, such as 2025-12-31.",
        ) from error
