"""How a home stands, and which snapshot is current."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.commands.app import app, own_home
from pipelines.commands.console import Speaker, guarded, print_json
from pipelines.commands.options import (
    HomeOption,
    JsonOption,
    LanguageOption,
    ReferenceOption,
    in_words,
)
from pipelines.commands.status import snapshot_facts
from pipelines.commands.status import status as status_of
from pipelines.commands.telling import local_moment, tell_status
from warehouse import snapshots as shots


@app.command(help=in_words("快照、入库与应报情况。", "Snapshot, what has landed since, what is due next."))
def status(
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack = own_home(home, reference)
        facts = status_of(place, pack)
        if as_json:
            print_json(facts)
        else:
            tell_status(facts, pack.datasets, speaker)


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
