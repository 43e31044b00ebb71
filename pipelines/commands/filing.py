"""What is filed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded, print_json
from pipelines.commands.options import (
    HomeOption,
    JsonOption,
    LanguageOption,
    ReferenceOption,
    day_option,
    help_text,
)
from pipelines.commands.telling import tell_printed, tell_report
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import examine, land
from pipelines.filing.published.kept import keep
from pipelines.filing.published.settled import settled
from programme import PROGRAMME, clock
from programme.datasets import dataset_names
from programme.packs.pack import read_pack
from warehouse.home import Home
from words.problems import WrongUse


@app.command(help=help_text("ingest.help"))
def ingest(
    paths: Annotated[list[Path], typer.Argument(help=help_text("ingest.paths"), metavar="PATH...")],
    dataset: Annotated[
        str | None,
        typer.Option(
            help=help_text("ingest.dataset", datasets=", ".join(dataset_names(PROGRAMME / "datasets")))
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help=help_text("ingest.period")),
    ] = None,
    filed_on: Annotated[
        str | None,
        typer.Option(
            "--filed-on",
            metavar="DATE",
            help=help_text("ingest.filed_on"),
        ),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help=help_text("ingest.by"))] = None,
    source: Annotated[str | None, typer.Option(metavar="ID", help=help_text("ingest.source"))] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help=help_text("ingest.sheet"))] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help=help_text("ingest.unit"))] = None,
    maps: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADING=CODE", help=help_text("ingest.map"))
    ] = None,
    keep_map: Annotated[bool, typer.Option("--keep-map", help=help_text("ingest.keep_map"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_text("ingest.dry_run"))] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help=help_text("ingest.confirm"))] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        days = day_option(period, "--period"), day_option(filed_on, "--filed-on")
        if keep_map and not by:
            raise WrongUse("published.keep_without_filer")
        pack = read_pack(reference)
        with speaker.progress() as progress:
            known = Circumstances(
                dataset,
                *days,
                filed_by=by,
                source=source,
                confirmed=confirm,
                today=clock.today(pack.timezone),
                settled=settled(sheet, unit, maps or ()),
            )
            examined = examine(Home.of(home), pack, paths, known, progress)
        if not (dry_run or as_json):
            tell_printed(examined, speaker, pack.datasets)
        with speaker.progress() as progress:
            report = examined.report if dry_run else land(examined, progress)
        if keep_map and not dry_run and known.settled.says_anything:
            for name in {one.dataset for one in report.files if one.status == "accepted" and one.dataset}:
                keep(examined.place.home, str(by), name, known.settled)
        if as_json:
            print_json(report.as_dict())
        else:
            tell_report(report, speaker, pack.datasets)
        if not report.complete:
            raise typer.Exit(3)
