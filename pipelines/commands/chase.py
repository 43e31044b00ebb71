"""Chase-up lists: who still owes which form, one file a city."""

from __future__ import annotations

from pathlib import Path
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
from words.problems import WrongUse

ENDINGS = (".xlsx", ".docx")


@app.command(help=help_text("chase.help"))
def chase(
    output: Annotated[
        Target,
        typer.Option("--output", "-o", parser=target, metavar="FILE", help=help_text("chase.output")),
    ],
    city: Annotated[str | None, typer.Option(metavar="AREA", help=help_text("chase.city"))] = None,
    dataset: Annotated[
        list[str] | None, typer.Option(metavar="DATASET", help=help_text("chase.dataset"))
    ] = None,
    period: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("chase.period"))] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    from files.chase import book, content, letter  # what writes documents takes its time to load
    from files.writing import write_file

    speaker = Speaker(lang)
    with guarded(speaker):
        ending = output.path.suffix.lower()
        if not output.is_folder and ending not in ENDINGS:
            raise WrongUse("chase.no_form", file=output.path.name, endings=list(ENDINGS))
        place, _ = home_that_stands(home, reference, speaker)
        reader = reader_of(place)
        day = day_option(period, "--period")
        areas = Areas(SnapshotTables(reader))
        codes = [area_typed(areas, city, day or reader.snapshot.today, "--city")] if city else []
        wanted = completed(reader, "missing_filings", {"period": day}, codes)
        check_there(areas, "areas_on", wanted)
        check_is_county_or_above(areas, wanted["area"], wanted["period"], "--city")
        known = {row["dataset"] for row in reader.rows("forms") if row["dataset_kind"] == "counts"}
        if unknown := set(dataset or ()) - known:
            raise WrongUse("chase.no_dataset", dataset=sorted(unknown)[0], datasets=sorted(known))
        listed = content.gather(
            reader, speaker.language.value, wanted["period"], wanted["area"], dataset or ()
        )
        if not listed:
            speaker.warn("chase.nothing")
            return
        if len(listed) > 1 and not output.is_folder:
            raise WrongUse("chase.several", lists=len(listed), file=output.path.name)
        made: list[tuple[Path, bytes]] = []
        for one in listed:
            for form, write in ((".xlsx", book.contents), (".docx", letter.contents)):
                if output.is_folder or form == ending:
                    made.append((output.named(one.file_name(form)), write(one)))
        folders = [write_file(file, data) for file, data in made]
        for one in listed:
            speaker.say("chase.written", name=one.name, n=len(one.rows))
        speaker.say("chase.files", n=len(made), first=made[0][0])
        speaker.say_made(*folders)
