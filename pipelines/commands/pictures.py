"""Map and charts as pictures."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded
from pipelines.commands.options import (
    HomeOption,
    LanguageOption,
    ReferenceOption,
    Target,
    day_option,
    help_text,
    target,
)
from pipelines.commands.parameters import area_typed, check_there
from pipelines.commands.place import SnapshotTables, home_that_stands
from programme.packs.area_index import Areas
from warehouse.filled import TODAY, boundaries_day, completed
from warehouse.readers import Reader, reader_of
from words import speak
from words.problems import UnknownName


class Kind(StrEnum):
    """What is drawn."""

    map = "map"
    cities = "cities"
    trends = "trends"


class Colour(StrEnum):
    """How a map is coloured."""

    ratio = "ratio"
    gap = "gap"
    change = "change"


class Look(StrEnum):
    """The two themes."""

    light = "light"
    dark = "dark"


QUESTIONS = {Kind.map: "county_compliance", Kind.cities: "city_compliance", Kind.trends: "area_series"}


@app.command(help=help_text("picture.help"))
def picture(
    kind: Annotated[Kind, typer.Argument(metavar="map|cities|trends", help=help_text("picture.kind"))],
    output: Annotated[
        Target,
        typer.Option("--output", "-o", parser=target, metavar="FILE", help=help_text("picture.output")),
    ],
    indicator: Annotated[str | None, typer.Option(help=help_text("export.indicator"))] = None,
    period: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("export.period"))] = None,
    area: Annotated[list[str] | None, typer.Option(help=help_text("picture.area"))] = None,
    colour: Annotated[Colour, typer.Option(help=help_text("picture.colour"))] = Colour.ratio,
    boundaries: Annotated[
        str | None, typer.Option(metavar="today|YYYY-MM-DD", help=help_text("picture.boundaries"))
    ] = None,
    theme: Annotated[Look, typer.Option(help=help_text("picture.theme"))] = Look.light,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    from files import picture as pictures  # what draws takes its time to load

    speaker = Speaker(lang)
    with guarded(speaker):
        place, _ = home_that_stands(home, reference, speaker)
        reader = reader_of(place)
        day = day_option(period, "--period")
        question, options = QUESTIONS[kind], {"indicator": indicator, "period": day}
        areas = Areas(SnapshotTables(reader))
        codes = [area_typed(areas, text, day or reader.snapshot.today) for text in area or []]
        if kind is Kind.trends:
            # Told before anything is drawn: a trend has all periods.
            completed(reader, question, options, codes)
        wanted = completed(reader, "county_compliance", options, [] if kind is Kind.trends else codes)
        try:
            check_there(areas, "county_compliance", wanted)
        except UnknownName as error:
            if not error.key.startswith("parameters.no_level"):
                raise
            raise UnknownName("parameters.no_counties", name=error.values["name"]) from error
        subject = pictures.Subject(
            reader,
            speak(lang or speaker.language, parts_level=str(reader.ask("snapshot_facts")["parts_level"][0])),
            theme.value,
            wanted["indicator"],
            wanted["period"],
            wanted["area"],
            colour=colour.value,
            areas=_lines(reader, codes) if kind is Kind.trends else (),
            boundaries=boundaries_day(
                reader, TODAY if boundaries == TODAY else day_option(boundaries, "--boundaries")
            )
            if boundaries
            else None,
        )
        file = output.named(pictures.file_name(kind.value, subject, "png"))
        folder = pictures.write(kind.value, subject, file)
        speaker.say("picture.written", file=file)
        speaker.say_made(folder)


def _lines(reader: Reader, codes: list[str]) -> tuple[str, ...]:
    """The areas of a trend, the whole where none is named."""
    return tuple(codes or [reader.rows("snapshot_facts")[0]["root_area"]])
