"""What leaves as a file, and whether it still says what the warehouse says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from files import table as files
from pipelines.commands.app import app
from pipelines.commands.console import Language, Speaker, guarded, write_text
from pipelines.commands.options import (
    FileLanguage,
    FileLanguageOption,
    HomeOption,
    LanguageOption,
    Level,
    ReferenceOption,
    Target,
    day_option,
    help_text,
    target,
)
from pipelines.commands.parameters import area_typed, check_there
from pipelines.commands.place import SnapshotTables, home_that_stands
from programme.packs.area_index import Areas
from warehouse import filled
from warehouse.readers import questions, reader_of
from words import speak
from words.problems import WrongUse


class Kind(StrEnum):
    """Kinds of files that an answer leaves as."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    geojson = "geojson"


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
    other: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=help_text("export.set"))
    ] = None,
    kind: Annotated[Kind | None, typer.Option(help=help_text("export.kind"))] = None,
    keep: Annotated[bool, typer.Option("--keep", help=help_text("export.keep"))] = False,
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
            **_set(question, other or []),
        }
        areas = Areas(SnapshotTables(reader))
        codes = [area_typed(areas, text, day or reader.snapshot.today) for text in area or []]
        parameters = filled.completed(reader, question, options, codes)
        check_there(areas, question, parameters)
        language = lang.value if lang else speaker.language.value
        if str(output.path) == "-":
            if keep:
                raise WrongUse("export.keep_no_file")
            if kind not in (None, Kind.csv):
                raise WrongUse("export.csv_alone", kind=kind.value)
            frame = files.table(reader, question, language=language, **parameters)
            write_text(files.csv_bytes(frame, language).decode("utf-8"))
            return
        from files import exported  # what writes takes its time to load

        made = exported.file_of(reader, question, _kind(kind, output), language=language, **parameters)
        file = output.named(made.name)
        folder = exported.write(file, made)
        speaker.say("export.written", rows=speaker.count("rows", made.receipt.rows), file=file)
        if made.beside:
            speaker.say("export.receipt", file=exported.beside(file))
        speaker.say_made(folder)
        if keep:
            from pipelines.filing.published_files import keep as register  # reads what bulletins say, too

            row, is_new = register(place, reader, file.name, made.data, made.receipt)
            speaker.say("export.kept" if is_new else "export.kept_already", file=row["name"], **_kept(row))


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"snapshot": row["snapshot"], "sha256": row["sha256"], "on": row["on"]}


def _set(question: str, given: list[str]) -> dict[str, Any]:
    """What `--set NAME=VALUE` gives, of the types that the question has."""
    kinds = filled.takes(question)
    found = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals:
            raise WrongUse("export.no_pair", text=one)
        # An area is given by its name as well: it has an option of its own.
        if name not in kinds or name in ("area", "areas"):
            taken = ", ".join(sorted(kinds.keys() - {"area", "areas"})) or "-"
            raise WrongUse("parameters.not_taken", question=question, extra=f"--set {name}", taken=taken)
        found[name] = filled.typed(question, name, text, "--set ")
    return found


def _kind(kind: Kind | None, output: Target) -> str:
    """The kind that was asked for, else that of the file's ending; of a folder, and of a name without one, CSV."""
    ending = output.path.suffix.lower().removeprefix(".")
    if kind is not None:
        return kind.value
    if output.is_folder or not ending:
        return Kind.csv.value
    if ending not in list(Kind):
        raise WrongUse("export.no_kind", file=output.path.name, endings=[f".{one}" for one in Kind])
    return ending


@app.command(help=help_text("verify.help"))
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=help_text("verify.file"))],
    receipt: Annotated[Path | None, typer.Option(metavar="FILE", help=help_text("verify.receipt"))] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    from files import exported, read_apart, verified_told  # what reads takes its time to load
    from files import verify as verifying

    speaker = Speaker(lang)
    with guarded(speaker):
        place, _ = home_that_stands(home, reference, speaker)
        reader = reader_of(place)
        beside = receipt or exported.beside(file)
        data = exported.read(file)
        found = read_apart.read(data, exported.read(beside) if receipt or beside.is_file() else None)
        outcome = verifying.verify(reader, found, lambda name: verifying.reader_then(reader, name))
        speech = speak(speaker.language.value)
        for line in (verified_told.title(speech, outcome), *verified_told.lines(speech, outcome)):
            speaker.out.print(line)
        if not outcome.matches:
            raise typer.Exit(1)
