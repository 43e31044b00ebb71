"""Bulletins: as a file, and the register of those that were issued."""

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
from pipelines.commands.parameters import parameters_for
from pipelines.commands.place import home_that_stands
from warehouse.readers import reader_of
from words.problems import WrongUse


@app.command(help=help_text("bulletin.help"))
def bulletin(
    output: Annotated[
        Target | None,
        typer.Option("--output", "-o", parser=target, metavar="FILE", help=help_text("bulletin.output")),
    ] = None,
    indicator: Annotated[str | None, typer.Option(help=help_text("export.indicator"))] = None,
    period: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("export.period"))] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    from files.bulletin import content  # what writes documents takes its time to load
    from files.bulletin.document import FORMS, Document
    from files.writing import write_file

    speaker = Speaker(lang)
    with guarded(speaker):
        if output is None:
            raise WrongUse("bulletin.no_output")
        place, _ = home_that_stands(home, reference, speaker)
        reader = reader_of(place)
        options = {"indicator": indicator, "period": day_option(period, "--period")}
        wanted = parameters_for(reader, "county_compliance", options, [])
        made = Document(
            reader, content.gather(reader, speaker.language.value, wanted["indicator"], wanted["period"])
        )
        file = output.named(made.file_name(FORMS[0]))
        form = file.suffix.lower().removeprefix(".")
        if form not in FORMS:
            raise WrongUse("bulletin.no_form", file=file.name)
        if form == "docx":
            write_file(file, made.word())
        else:
            beside = file.with_suffix(".svg")
            if made.map_svg:
                write_file(beside, made.map_svg.encode())
            write_file(file, made.markdown(beside.name if made.map_svg else ""))
        speaker.say("bulletin.written", file=file, n=len(made.content.figures))
        why = made.why_no_map
        if why and (form == "docx" or why == "no_shapes"):
            speaker.warn("bulletin.no_font" if why == "no_font" else "bulletin.no_shapes")
