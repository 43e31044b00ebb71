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
    in_words,
)
from pipelines.commands.telling import tell_report
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import examine, land
from programme import PROGRAMME
from programme.datasets import dataset_names
from programme.packs.pack import read_pack
from warehouse.home import Home


@app.command(
    help=in_words(
        "检查并入库填报表（CSV、XLSX，文件或文件夹）。退出码：0 接收或重复，3 有退回，2 用法错误。",
        "Check returns (CSV, XLSX; files or folders) and land them. "
        "Exit: 0 accepted or duplicate, 3 any rejected, 2 wrong use.",
    )
)
def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help=in_words("文件或文件夹", "Files or folders"), metavar="PATH...")
    ],
    dataset: Annotated[
        str | None,
        typer.Option(
            help=in_words("报表种类：", "Kind of return: ") + ", ".join(dataset_names(PROGRAMME / "datasets"))
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD", help=in_words("报告期（季度末日）", "Period, the last day of a quarter")
        ),
    ] = None,
    filed_on: Annotated[
        str | None,
        typer.Option(
            "--filed-on",
            metavar="DATE",
            help=in_words("报送日期（默认今天）", "When it was filed; default today"),
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help=in_words("报送人或单位", "Who filed it"))
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help=in_words("只检查并说明会怎样，不入库", "Check and say what would happen; nothing is landed"),
        ),
    ] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        days = day_option(period, "--period"), day_option(filed_on, "--filed-on")
        pack = read_pack(reference)
        with speaker.progress() as progress:
            known = Circumstances(dataset, days[0], days[1], by)
            examined = examine(Home.of(home), pack, paths, known, progress)
            report = examined.report if dry_run else land(examined, progress)
        if as_json:
            print_json(report.as_dict())
        else:
            tell_report(report, speaker)
        if report.count("rejected"):
            raise typer.Exit(3)
