"""How a home stands, and which snapshot is current."""

from __future__ import annotations

from enum import StrEnum
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
from warehouse import issued, retention
from warehouse import snapshots as shots
from warehouse.home import Home
from warehouse.snapshots import SnapshotInfo
from words.problems import HomeError, Problem, SnapshotError, WrongUse


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


class Deed(StrEnum):
    """What may be done with snapshots beside listing them."""

    prune = "prune"
    pin = "pin"
    unpin = "unpin"


@app.command(help=help_text("snapshots.help"))
def snapshots(
    deed: Annotated[
        Deed | None, typer.Argument(metavar="prune|pin|unpin", help=help_text("snapshots.deed"))
    ] = None,
    snapshot: Annotated[
        str | None, typer.Argument(metavar="ID", help=help_text("snapshots.snapshot"))
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=deed is None):
        if (snapshot is not None) != (deed in (Deed.pin, Deed.unpin)):
            raise WrongUse("snapshots.which" if snapshot is None else "snapshots.none_named", deed=str(deed))
        place, pack = home_that_stands(home, reference, speaker)
        place.check_is_there()
        if deed is None:
            _list(place, pack, as_json, speaker)
        elif deed == Deed.prune:
            gone = []
            if shots.names(place):  # in a home of nobody nothing is written
                with shots.changing(place, seconds=shots.ROLLBACK_SECONDS):
                    gone = retention.prune(place)
            if as_json:
                print_json(gone)
            else:
                speaker.say("snapshots.pruned", n=len(gone), left=len(shots.names(place)))
        else:
            changed = retention.pin(place, str(snapshot), keep=deed == Deed.pin)
            speaker.say(f"snapshots.{deed.value}ned{'' if changed else '_already'}", snapshot=snapshot)


def _list(place: Home, pack: Pack | None, as_json: bool, speaker: Speaker) -> None:
    """The snapshots that can be read, with why each is kept, then those that cannot, each with its reason on standard error.

    Where the home's rule cannot be read, they are listed without that.
    """
    kept: dict[str, list[str]] | None = None
    numbers: dict[str, list[str]] = {}
    try:
        kept, numbers = retention.reasons(place), issued.numbers(place)
    except HomeError as wrong_rule:
        speaker.err.print(wrong_rule.message(speaker.language))
    sound, unreadable = shots.checked(place)
    pointed = shots.pointed(place)
    listed = [
        {**snapshot_facts(info, _is_usable(info, pack)), "kept_because": _kept(info.id, kept)}
        for info in sound
    ]
    for problem in unreadable.values():
        speaker.err.print(problem.message(speaker.language))
    if listed or unreadable:
        _tell_if_none_is_current(place, unreadable, speaker)
    if as_json:
        print_json(listed)
        return
    rows = [
        [
            "*" if facts["is_current"] else "",
            facts["id"],
            local_moment(facts["built_at"], zone_of(pack)),
            facts["today"],
            speaker.text("snapshots.usable" if facts["up_to_date"] else "snapshots.not_usable"),
            _why_kept(facts["kept_because"], numbers.get(facts["id"], []), speaker),
        ]
        for facts in listed
    ]
    rows += [
        [
            "*" if name == pointed else "",
            name,
            "",
            "",
            speaker.text(f"snapshots.is_{problem.rule}"),
            _why_kept(_kept(name, kept), numbers.get(name, []), speaker),
        ]
        for name, problem in unreadable.items()
    ]
    if not rows:
        speaker.err.print(SnapshotError("snapshots.missing", home=place.root).message(speaker.language))
        return
    columns = ("current", "snapshot", "built_at", "today", "usable", "kept")
    speaker.table([speaker.text(f"snapshots.column.{column}") for column in columns], rows)


def _tell_if_none_is_current(place: Home, unreadable: dict[str, SnapshotError], speaker: Speaker) -> None:
    """Say that nothing tells which snapshot is current, or that it is not there; one that is listed has told why itself."""
    try:
        if shots.current(place) is None:
            speaker.warn("status.current_lost")
    except Problem as problem:
        if shots.pointed(place) not in unreadable:
            speaker.err.print(problem.message(speaker.language))


def _kept(name: str, reasons: dict[str, list[str]] | None) -> list[str] | None:
    """Why a snapshot is kept; None where nobody knows."""
    return None if reasons is None else reasons.get(name, [])


def _why_kept(reasons: list[str] | None, numbers: list[str], speaker: Speaker) -> str:
    """Why a snapshot is kept; that the next build takes it away where nothing keeps it. `numbers` are those of the bulletins issued on
    it: an issue pins its snapshot, which is no reason of its own then."""
    if reasons is None:
        return speaker.text("snapshots.kept.unknown")
    named = speaker.text("list.item").join(numbers)
    told = [
        speaker.text("snapshots.kept.issued", numbers=named)
        if reason == "issued"
        else speaker.text(f"snapshots.kept.{reason}")
        for reason in reasons
        if reason != "current" and not (reason == "pinned" and "issued" in reasons)
    ]
    if told or "current" in reasons:
        return speaker.text("list.item").join(told)
    return speaker.text("snapshots.kept.not")


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
