"""What a snapshot answers."""

from __future__ import annotations

from typing import Annotated

import typer

from files import table as files
from pipelines.commands.app import app
from pipelines.commands.console import Language, Speaker, guarded, write_text
from pipelines.commands.options import (
    FileLanguage,
    FileLanguageOption,
    Form,
    HomeOption,
    LanguageOption,
    Level,
    ReferenceOption,
    Target,
    day_option,
    help_text,
    target,
)
from pipelines.commands.parameters import area_typed, check_there, parameters_for
from pipelines.commands.place import SnapshotTables, home_that_stands
from pipelines.commands.rows import print_rows
from programme.packs.area_index import Areas
from warehouse.home import Home
from warehouse.readers import questions, reader_of
from warehouse.runner import LIMITS_MEMORY, Limits


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
        if megabytes is not None and not LIMITS_MEMORY:
            speaker.warn("sql.memory_not_limited")
        limits = Limits(seconds, Limits.megabytes if megabytes is None else megabytes)
        with reader_of(Home.of(home)).asked(statement, limits) as answer:
            print_rows(answer.names, answer.types, answer.parts, form.value, speaker)


@app.command(help=help_text("export.help", questions=", ".join(questions())))
def export(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            help=help_text("export.question"),
        ),
    ],
    output: Annotated[
        Target,
        typer.Option(
            "--output",
            "-o",
            parser=target,
            metavar="FILE",
            help=help_text("export.output"),
        ),
    ],
    indicator: Annotated[
        str | None,
        typer.Option(help=help_text("export.indicator")),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=help_text("export.period"),
        ),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("export.since"))] = None,
    published: Annotated[
        str | None, typer.Option(metavar="SNAPSHOT", help=help_text("export.published"))
    ] = None,
    level: Annotated[Level | None, typer.Option(help=help_text("export.level"))] = None,
    area: Annotated[
        list[str] | None,
        typer.Option(metavar="AREA", help=help_text("export.area")),
    ] = None,
    dataset: Annotated[str | None, typer.Option(help=help_text("export.dataset"))] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: FileLanguageOption = None,
) -> None:
    speaker = Speaker(None if lang is None or lang == FileLanguage.none else Language(lang.value))
    with guarded(speaker):
        place, _ = home_that_stands(home, reference, speaker)
        reader = reader_of(place)
        day = day_option(period, "--period")
        options = {
            "indicator": indicator,
            "period": day,
            "since": day_option(since, "--since"),
            "published": published,
            "level": level and level.value,
            "dataset": dataset,
        }
        areas = Areas(SnapshotTables(reader))
        codes = [area_typed(areas, text, day or reader.snapshot.today) for text in area or []]
        parameters = parameters_for(reader, question, options, codes)
        check_there(areas, question, parameters)
        language = lang.value if lang else speaker.language.value
        if str(output.path) == "-":
            frame = files.table(reader, question, language=language, **parameters)
            write_text(files.csv_bytes(frame, language).decode("utf-8"))
            return
        file = output.named(files.file_name(reader, question, language=language, **parameters))
        rows = files.write_csv(reader, question, file, language=language, **parameters)
        speaker.say("export.written", rows=speaker.count("rows", rows), file=file)
