"""From landing to a snapshot."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded
from pipelines.commands.options import HomeOption, LanguageOption, ReferenceOption, help_text
from pipelines.commands.place import own_home
from pipelines.commands.status import set_aside
from pipelines.commands.telling import HOW_ASIDE, told_reasons
from pipelines.filing import landing
from programme.packs.pack import read_pack
from warehouse import snapshots as shots
from warehouse.build import build as build_snapshot
from warehouse.engines.spark_session import Cluster
from warehouse.home import Home
from warehouse.readers import Reader
from warehouse.shortfall import telling
from words import periods, speak
from words.problems import WrongUse

TURNED_LISTED = 20


class EngineName(StrEnum):
    """What carries out the plan of a build."""

    duckdb = "duckdb"
    spark = "spark"


@app.command(help=help_text("build.help"))
def build(
    full: Annotated[bool, typer.Option("--full", help=help_text("build.full"))] = False,
    engine: Annotated[EngineName, typer.Option(help=help_text("build.engine"))] = EngineName.duckdb,
    cluster: Annotated[str | None, typer.Option(help=help_text("build.cluster"))] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        place, pack = Home.of(home), read_pack(reference)
        if cluster and engine is not EngineName.spark:
            raise WrongUse("spark.not_chosen", cluster=cluster)
        there = Cluster.of(cluster) if engine is EngineName.spark else None
        with telling(place):
            place.claim(pack.id)
            landing.compact(place)
        started = dt.datetime.now()
        with speaker.progress() as progress:
            info = build_snapshot(place, pack, full=full, cluster=there, progress=progress)
        seconds = (dt.datetime.now() - started).total_seconds()
        speaker.say("build.done", snapshot=info.id, seconds=seconds)
        if info.kept_of:
            speaker.say("build.kept", snapshot=info.kept_of)
        number = {row["severity"]: row["findings"] for row in Reader(info).rows("findings_count")}
        _tell_turned(speaker, Reader(info))
        if number:
            speaker.say(
                "build.findings",
                errors=number.get("error", 0),
                warnings=number.get("warning", 0),
                how='python -m pipelines sql "from marts.findings"',
            )
        aside = set_aside(info)
        if aside["rows"]:
            reasons = told_reasons(aside, pack.datasets, speaker)
            speaker.say("build.set_aside", rows=aside["rows"], reasons=reasons, how=HOW_ASIDE)


def _tell_turned(speaker: Speaker, reader: Reader) -> None:
    """Which verdicts a later edition of the figures turned; the newest of them by name."""
    turned = reader.ask("turned_verdicts").to_dicts()
    if not turned:
        return
    speaker.say("build.turned", n=len(turned))
    speech = speak(speaker.language)
    for row in turned[:TURNED_LISTED]:
        speaker.say(
            "build.turned.one",
            area=speaker.pick(row["area_name_zh"], row["area_name_en"]),
            period=periods.period(speech, row["period"], row["cycle"]),
            indicator=speaker.pick(row["indicator_name_zh"], row["indicator_name_en"]),
            before=speaker.text(f"build.verdict.{row['verdict_before']}"),
            now=speaker.text(f"build.verdict.{row['verdict']}"),
        )
    if len(turned) > TURNED_LISTED:
        how = 'python -m pipelines sql "from turned_verdicts"'
        speaker.say("build.turned.more", more=len(turned) - TURNED_LISTED, how=how)


@app.command(help=help_text("demo.help"))
def demo(home: HomeOption = None, reference: ReferenceOption = None, lang: LanguageOption = None) -> None:
    # Loaded here: a build files nothing.
    from pipelines.filing.demo import demo as make_demo

    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        place, pack = own_home(home, reference)
        before = shots.current(place)
        with speaker.progress() as progress:
            info = make_demo(place, pack, progress)
        if before is not None:
            speaker.say("demo.already_there", snapshot=info.id)
        else:
            speaker.say("demo.done", snapshot=info.id)
