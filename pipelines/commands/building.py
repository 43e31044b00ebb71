"""From landing to a snapshot."""

from __future__ import annotations

import datetime as dt

from pipelines.commands.app import app, own_home
from pipelines.commands.console import Speaker, guarded
from pipelines.commands.options import (
    HomeOption,
    LanguageOption,
    ReferenceOption,
    in_words,
)
from pipelines.filing import landing
from pipelines.filing.demo import demo as make_demo
from programme.packs.pack import read_pack
from warehouse import snapshots as shots
from warehouse.build import build as build_snapshot
from warehouse.home import Home


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
