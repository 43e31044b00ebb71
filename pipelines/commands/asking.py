"""What a snapshot answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from files import table as files
from pipelines.commands.app import app, own_home
from pipelines.commands.console import Speaker, guarded, write_text
from pipelines.commands.memory import limit_memory
from pipelines.commands.options import (
    Form,
    HomeOption,
    LanguageOption,
    Level,
    ReferenceOption,
    day_option,
    in_words,
)
from pipelines.commands.parameters import check_there, parameters_for
from pipelines.commands.rows import print_rows
from programme.packs.area_index import Areas
from warehouse.home import Home
from warehouse.readers import questions, reader_of
from words.problems import QuestionError


@app.command(
    help=in_words(
        "在当前快照上运行一条 SELECT（只读；不能访问文件、网络和设置）。show all tables 列出各表。",
        "Run one SELECT on the current snapshot: read-only; no files, no network, no settings. "
        "'show all tables' lists what there is.",
    )
)
def sql(
    statement: Annotated[
        str, typer.Argument(metavar="SELECT", help=in_words("一条 SELECT 语句", "One SELECT statement"))
    ],
    form: Annotated[Form, typer.Option("--format", help=in_words("输出格式", "Output format"))] = Form.table,
    home: HomeOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        limit_memory()
        try:
            names, types, rows = reader_of(Home.of(home)).sql_rows(statement)
        except MemoryError as error:
            raise QuestionError(
                "结果太大，内存不足。请缩小范围。", "The result is too large for memory. Ask less."
            ) from error
        print_rows(names, types, rows, form.value, speaker)


@app.command(
    help=in_words(
        "把一个问题的答案写成 CSV（Excel 可直接打开）。问题：",
        "Write the answer to a question as CSV that Excel opens. Questions: ",
    )
    + ", ".join(questions())
)
def export(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            help=in_words(
                "问题的名称，地图用 county_compliance", "Name of the question; the map's is county_compliance"
            ),
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=in_words(
                "文件，或放文件的文件夹；- 为标准输出", "File, or a folder for it; - is standard output"
            ),
        ),
    ],
    indicator: Annotated[
        str | None,
        typer.Option(
            help=in_words("指标（默认为参考包的首要指标）", "Indicator; default the pack's headline")
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=in_words("报告期（默认最新已到期）", "Period; default the newest that is due"),
        ),
    ] = None,
    level: Annotated[Level | None, typer.Option(help=in_words("层级", "Level of areas"))] = None,
    area: Annotated[
        list[str] | None,
        typer.Option(
            help=in_words(
                "区划代码（默认全省；有的问题可给多个）",
                "Area code; default the whole; some questions take several",
            )
        ),
    ] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack = own_home(home, reference)
        reader = reader_of(place)
        given = {
            "indicator": indicator,
            "period": day_option(period, "--period"),
            "level": level and level.value,
        }
        parameters = parameters_for(reader, question, given, area or [])
        check_there(Areas(pack), question, parameters)
        language = lang or speaker.language
        if str(output) == "-":
            frame = files.table(reader, question, language=language, **parameters)
            write_text(files.csv_bytes(frame).decode("utf-8"))
            return
        target = (
            output / files.file_name(question, reader.snapshot, **parameters) if output.is_dir() else output
        )
        rows = files.write_csv(reader, question, target, language=language, **parameters)
        speaker.say(f"{rows} 行已写入 {target}。", f"{rows} rows are in {target}.")
