"""The profile of an area as one file."""

from __future__ import annotations

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
from pipelines.commands.parameters import area_typed, check_is_county_or_above, check_there
from pipelines.commands.place import SnapshotTables, home_that_stands
from programme.packs.area_index import Areas
from warehouse.filled import completed
from warehouse.readers import reader_of
from words import speak


@app.command(help=help_text("profile.help"))
def profile(
    output: Annotated[
        Target,
        typer.Option("--output", "-o", parser=target, metavar="FILE", help=help_text("profile.output")),
    ],
    area: Annotated[str | None, typer.Option(metavar="AREA", help=help_text("profile.area"))] = None,
    period: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("export.period"))] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    from files import grounds  # what draws takes its time to load
    from files.profile import facts, sheet
    from files.writing import write_file

    speaker = Speaker(lang)
    with guarded(speaker):
        place, _ = home_that_stands(home, reference, speaker)
        reader = reader_of(place)
        day = day_option(period, "--period")
        areas = Areas(SnapshotTables(reader))
        codes = [area_typed(areas, area, day or reader.snapshot.today)] if area else []
        # The period of the headline where none is given: its newest that is due.
        wanted = completed(reader, "county_compliance", {"period": day}, codes)
        code, quarter = wanted["area"], wanted["period"]
        check_there(areas, "areas_on", {"area": code, "period": quarter})
        check_is_county_or_above(areas, code, quarter)
        found = facts.gather(reader, code, quarter, facts.index_of(reader, code, quarter))
        speech = speak(
            lang or speaker.language, parts_level=str(reader.ask("snapshot_facts")["parts_level"][0])
        )
        file = output.named(sheet.file_name(found, speech, reader.snapshot.id))
        folder = write_file(
            file, sheet.contents(reader, found, speech, grounds.of_whole(reader.ask, insets=False)).encode()
        )
        speaker.say("profile.written", file=file)
        speaker.say_made(folder)
