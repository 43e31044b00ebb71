"""The maker of packs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded
from pipelines.commands.options import LanguageOption, help_text
from words.problems import WrongUse


@app.command(help=help_text("reference.help"))
def reference(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help=help_text("reference.output"))
    ],
    province: Annotated[
        str | None, typer.Option(metavar="CODE", help=help_text("reference.province"))
    ] = None,
    country: Annotated[bool, typer.Option("--country", help=help_text("reference.country"))] = False,
    divisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help=help_text("reference.divisions"),
        ),
    ] = None,
    boundaries: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|FOLDER",
            help=help_text("reference.boundaries"),
        ),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        if country == (province is not None):
            raise WrongUse("reference.which")
        try:
            # Its packages are wanted by this command only, so only here may they be missing.
            from programme.packs.making import make_country, make_pack

            if country:  # the bar is for terminals alone
                speaker.warn("reference.takes")
            with speaker.progress() as progress:
                if province is None:
                    report = make_country(output, divisions, boundaries, progress)
                else:
                    report = make_pack(province, output, divisions, boundaries, progress)
        except ImportError as error:
            raise WrongUse("reference.package_missing", package=error.name) from error
        speaker.say("reference.done", name=speaker.pick(report.name_zh, report.name_en), folder=report.folder)
        for name, figure in report.figures.items():
            speaker.out.print(f"  {name}: {figure}")
        for remark in report.remarks:
            speaker.out.print(f"  {remark.subject}: " + speaker.pick(remark.message_zh, remark.message_en))
