"""Backing up a home, and putting it back."""

from __future__ import annotations

import datetime as dt
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
    folder_option,
    help_text,
)
from pipelines.filing import restore as restoring
from pipelines.filing.backup import back_up
from pipelines.filing.backup_store import Manifest, Store
from programme import clock, room
from programme.packs.pack import read_pack
from warehouse.home import Home
from words.problems import BackupError, PackError

FolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", parser=folder_option("DIR"), help=help_text("backup.folder"))
]
LISTED = 5


@app.command(help=help_text("backup.help"))
def backup(
    folder: FolderArgument,
    check: Annotated[bool, typer.Option("--check", help=help_text("backup.check"))] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=check):
        if check:
            _check(Store(folder.expanduser().resolve()), as_json, speaker)
            return
        place = Home.of(home)
        with speaker.progress() as progress:
            taken = back_up(place, folder, progress)
        manifest = taken.manifest
        if taken.odd:
            named = speaker.text("list.item").join(taken.odd[:LISTED])
            speaker.warn("backup.odd", n=len(taken.odd), named=named, home=place.root)
        if as_json:
            did = {
                "is_new": taken.is_new,
                "copied": taken.copied,
                "copied_bytes": taken.copied_bytes,
                "changed_in_home": taken.odd,
            }
            print_json({**manifest.facts(), **did})
            return
        values = {"number": manifest.number, "folder": folder, "n": len(manifest.files)}
        key = "backup.done" if taken.is_new else "backup.nothing_new"
        speaker.say(key, **values, size=room.words(manifest.size), taken=_moment(manifest))
        speaker.say("backup.copied", n=taken.copied, size=room.words(taken.copied_bytes))
        if manifest.left_out:
            speaker.say("backup.left_out", n=len(manifest.left_out))


def _check(store: Store, as_json: bool, speaker: Speaker) -> None:
    """Tell of every backup in a folder whether it is whole; exit status 1 where one is not."""
    assert store.pack
    told, problems = [], []
    if not store.numbers():
        raise BackupError("backup.none_whole", folder=store.folder)
    for number in store.numbers():
        problem = None
        facts: dict[str, object] = {"number": number}
        try:
            with speaker.progress() as progress:
                manifest = store.read(number)
                facts = manifest.facts()
                store.check(manifest, progress)
        except BackupError as error:
            problem = error
            problems.append(error)
        told.append(
            {**facts, "whole": problem is None, "said": problem and problem.message(speaker.language)}
        )
        if as_json:
            continue
        if problem is not None:
            speaker.err.print(problem.message(speaker.language))
        else:
            values = {"size": room.words(manifest.size), "taken": _moment(manifest)}
            speaker.say("backup.whole", number=number, n=len(manifest.files), **values)
    if as_json:
        print_json(told)
    if problems:
        raise typer.Exit(1)


@app.command(help=help_text("restore.help"))
def restore(
    folder: FolderArgument,
    number: Annotated[int | None, typer.Option("--number", help=help_text("restore.number"))] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        place = Home.of(home)
        with speaker.progress() as progress:
            manifest = restoring.restore(place, folder, number, progress)
        if as_json:
            print_json({**manifest.facts(), "restored_to": str(place.root)})
        else:
            values = {"number": manifest.number, "taken": _moment(manifest), "home": place.root}
            size = room.words(manifest.size)
            speaker.say(
                "restore.done", n=len(manifest.files), size=size, sequence=manifest.sequence, **values
            )
            if manifest.current in manifest.snapshots:
                speaker.say("restore.then_build", snapshot=manifest.current)
            else:
                speaker.say("restore.build")
        try:
            pack = read_pack(reference).id
        except PackError as error:
            speaker.warn("restore.no_pack", pack=manifest.pack, said=error.message(speaker.language))
        else:
            if pack != manifest.pack:
                speaker.warn("restore.other_pack", pack=manifest.pack, here=pack)


def _moment(manifest: Manifest) -> str:
    """When a backup was taken, on the clocks of the zone that is usual here."""
    taken = dt.datetime.fromisoformat(manifest.taken_at)
    return f"{clock.local(taken, clock.zone(clock.DEFAULT_ZONE)):%Y-%m-%d %H:%M}"
