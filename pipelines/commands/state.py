"""How a home stands, and which snapshot is current."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded, print_json
from pipelines.commands.options import HomeOption, JsonOption, LanguageOption, ReferenceOption, help_text
from pipelines.commands.place import home_and_faults, home_that_stands
from pipelines.commands.status import datasets_of, snapshot_facts, zone_of
from pipelines.commands.status import status as status_of
from pipelines.commands.telling import local_moment, tell_status
from programme.packs.pack import Pack
from warehouse import snapshots as shots
from warehouse.snapshots import SnapshotInfo


@app.command(help=help_text("status.help"))
def status(
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack, faults = home_and_faults(home, reference)
        facts = status_of(place, pack, faults)
        if as_json:
            print_json(facts)
        else:
            tell_status(facts, datasets_of(pack), zone_of(pack), speaker)


@app.command(help=help_text("snapshots.help"))
def snapshots(
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, pack = home_that_stands(home, reference, speaker)
        listed = [snapshot_facts(info, _is_usable(info, pack)) for info in shots.listing(place)]
        unreadable = shots.unreadable(place)
        for problem in unreadable.values():
            speaker.err.print(problem.message(speaker.language))
        if as_json:
            print_json(listed)
            return
        rows = [
            [
                "*" if facts["is_current"] else "",
                facts["id"],
                local_moment(facts["built_at"], zone_of(pack)),
                facts["today"],
                speaker.text("snapshots.usable")
                if facts["up_to_date"]
                else speaker.text("snapshots.not_usable"),
            ]
            for facts in listed
        ]
        rows += [
            ["", name, "", "", speaker.text(f"snapshots.is_{problem.rule}")]
            for name, problem in unreadable.items()
        ]
        speaker.table(
            [
                speaker.text("snapshots.column.current"),
                speaker.text("snapshots.column.snapshot"),
                speaker.text("snapshots.column.built_at"),
                speaker.text("snapshots.column.today"),
                speaker.text("snapshots.column.usable"),
            ],
            rows,
        )


def _is_usable(info: SnapshotInfo, pack: Pack | None) -> bool:
    """Whether pages show a snapshot as it is: made by what runs now; of a pack that cannot be read, by this SQL."""
    return shots.is_of_this_sql(info) if pack is None else shots.is_up_to_date(info, pack)


@app.command(help=help_text("rollback.help"))
def rollback(
    snapshot: Annotated[
        str | None, typer.Argument(metavar="[ID]", help=help_text("rollback.snapshot"))
    ] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        place, pack = home_that_stands(home, reference, speaker)
        info = shots.rollback(place, snapshot, pack=pack)
        speaker.say("rollback.done", snapshot=info.id)
