"""New area codes: the difference to the pack shown, and with `--write` taken in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Language, Speaker, guarded
from pipelines.commands.options import LanguageOption, ReferenceOption, day_option, help_text
from pipelines.filing.code_list import CodeList, read_code_list
from pipelines.filing.kept_rows import line
from programme import clock
from programme.packs.checks import check_pack
from programme.packs.codes.became import read_became
from programme.packs.codes.difference import Difference, difference
from programme.packs.codes.kinds import known_kinds
from programme.packs.codes.lacking import lacking
from programme.packs.codes.links import Link
from programme.packs.codes.naming import names_of, with_names
from programme.packs.codes.rows import Origin, description, ending_rows
from programme.packs.codes.standing import Area, listing, standing
from programme.packs.codes.taking import prepare, put_in_place
from programme.packs.pack import Pack, pack_folder, read_pack
from programme.packs.replacing import finish
from words.problems import PackError, WrongUse
from words.visible import visible

LONGEST_DOCUMENT = 200
Names = Mapping[str, Mapping[str, str]]


@app.command(help=help_text("codes.help"))
def codes(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=help_text("codes.file"))],
    begins: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help=help_text("codes.from"))
    ] = None,
    document: Annotated[str | None, typer.Option(metavar="TEXT", help=help_text("codes.document"))] = None,
    source: Annotated[str | None, typer.Option(metavar="ID", help=help_text("codes.source"))] = None,
    became: Annotated[
        list[str] | None, typer.Option(metavar="OLD=NEW", help=help_text("codes.became"))
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help=help_text("codes.whole"))] = False,
    write: Annotated[bool, typer.Option("--write", help=help_text("codes.write"))] = False,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=not write):
        if write and finish(pack_folder(reference)):
            speaker.say("codes.finished", folder=pack_folder(reference))
        pack = read_pack(reference)
        check_pack(pack)
        listed = read_code_list(file)
        day = _first_day(listed, day_option(begins, "--from"), speaker)
        origin = _origin(pack, file, day, source, document)
        for note in listed.notes:
            speaker.out.print(note.message(speaker.language))
        found = _compared(pack, listed, day, became or (), whole)
        if found.is_none:
            _tell_notes(found, speaker)
            speaker.say("codes.none", day=day)
            return
        names, unnamed = _names(found)
        found = with_names(found, names)
        tell(found, names, speaker)
        if found.ambiguous:
            _tell_ambiguous(found, speaker)
            if write:
                raise WrongUse("codes.not_settled", n=len(found.ambiguous))
            return
        ending_rows(found)
        tell_lacking(pack, found, speaker)
        if write and unnamed is not None:
            raise unnamed
        if not write:
            if unnamed is not None:
                speaker.out.print(unnamed.message(speaker.language))
            speaker.say("codes.not_written", folder=pack.folder)
            return
        taken = prepare(pack, found, names, origin)
        put_in_place(pack, taken)
        speaker.say(
            "codes.written",
            folder=pack.folder,
            files=speaker.text("list.item").join(sorted(taken.files)),
            ended=taken.ended,
            begun=taken.begun,
            changes=taken.changes,
        )
        speaker.say("codes.next_build")


def _first_day(listed: CodeList, given: dt.date | None, speaker: Speaker) -> dt.date:
    """The day the codes hold from: the one given, else the one that the file says."""
    if given is not None:
        return given
    if listed.first_day is None:
        raise WrongUse("codes.no_day")
    speaker.say("codes.day_of_file", day=listed.first_day)
    return listed.first_day


def _origin(pack: Pack, file: Path, day: dt.date, source: str | None, document: str | None) -> Origin:
    """The source of the new rows: a known one where it is named, else a row of its own for this day."""
    said = "" if document is None else line(document, LONGEST_DOCUMENT, "codes.document_unreadable")
    known = pack.table("sources")["source_id"].to_list()
    if source is not None:
        if source not in known:
            raise WrongUse("codes.unknown_source", source=source, known=known[-8:])
        return Origin(source, None, said)
    own = f"codes_{day:%Y_%m_%d}"
    if own in known:
        return Origin(own, None, said)
    name = visible(file.name)
    zh, en = Speaker(Language.zh), Speaker(Language.en)
    row = {
        "source_id": own,
        "title_zh": zh.text("codes.source_title", day=day, file=name),
        "title_en": en.text("codes.source_title", day=day, file=name),
        "read_on": clock.today(pack.timezone).isoformat(),
    }
    return Origin(own, row, said)


def _compared(
    pack: Pack, listed: CodeList, day: dt.date, became: Iterable[str], is_whole: bool
) -> Difference:
    """The list compared with the pack on the day; refused where the pack already says of a later day."""
    stands = standing(pack, day)
    if stands.root not in stands.areas:
        raise WrongUse("codes.day_before", day=day, newest=stands.last_change)
    rows = listing(listed.lines, stands)
    kinds, said = known_kinds(), read_became(list(became))
    try:
        found = difference(stands, rows, kinds, said, is_whole=is_whole)
    except WrongUse:
        # The same command once more: what became of areas is in the pack by now, and those areas are no more.
        found = difference(stands, rows, kinds, is_whole=is_whole)
        if not found.is_none:
            raise
    as_of = pack.areas_as_of
    newest = max(stands.last_change, as_of + dt.timedelta(days=1)) if as_of else stands.last_change
    if not found.is_none and day < newest:
        raise WrongUse("codes.day_before", day=day, newest=newest)
    return found


def _names(found: Difference) -> tuple[Names, PackError | None]:
    """The names of the areas that begin; none, and why, where the package that spells them is missing."""
    try:
        return names_of(found), None
    except PackError as error:
        return {}, error


def _tell_ambiguous(found: Difference, speaker: Speaker) -> None:
    """What names and codes leave open, each with how to settle it."""
    for one in found.ambiguous:
        values = {"name": one.name, "olds": ", ".join(one.olds), "news": ", ".join(one.news)}
        speaker.say("codes.ambiguous", **values, old=one.olds[0], new=one.news[0])
    speaker.say("codes.settle_first", n=len(found.ambiguous))


# ---------------------------------------------------------------- what is shown


def _tell_notes(found: Difference, speaker: Speaker) -> None:
    for note in found.notes:
        speaker.out.print(note.message(speaker.language))


def tell(found: Difference, names: Names, speaker: Speaker) -> None:
    """The difference, county by county, and what of the list was left out."""
    _tell_notes(found, speaker)
    places = _by_place(found)
    linked = {code for link in found.links for code in link.key}
    for area in [*found.ending, *found.beginning]:
        if area.level == "city" and area.code not in linked:
            places.setdefault(area.code, [])
    for code in sorted(places):
        area = found.wanted.get(code) or found.stands.areas[code]
        speaker.out.print()
        speaker.out.print(_called(found, area, speaker))
        for link in places[code]:
            said = " ".join(description(link, found, names).message(speaker.language).split())
            kind = speaker.text(f"codes.kind.{link.what}")
            codes_of = (
                " → ".join(one for one in link.key if one) if link.key[0] != link.key[1] else link.key[0]
            )
            speaker.out.print(f"  {kind}  {codes_of}  {said}")
        if code in found.extents:
            speaker.out.print("  " + speaker.text("codes.other_extent", day=found.stands.day))
        if area.level == "city":
            speaker.out.print("  " + _city_said(found, area, speaker))
    counted = Counter(link.what for link in found.links if link.level == "township")
    parts = [f"{speaker.text(f'codes.kind.{what}')} {n}" for what, n in counted.items()]
    speaker.out.print()
    speaker.say("codes.counted", parts=speaker.text("list.item").join(parts), rows=len(found.links))


def _by_place(found: Difference) -> dict[str, list[Link]]:
    """The changes by the county that they are told under; a move is told under both."""
    places: dict[str, list[Link]] = {}
    for link in sorted(found.links, key=lambda link: link.level != "county"):
        if link.level == "county":
            own = {link.new.code if link.new else link.key[0]}
        else:
            own = {link.old_county, link.new_county} if link.crosses else {link.new_county or link.old_county}
        for code in own - {""}:
            places.setdefault(code, []).append(link)
    return places


def _city_said(found: Difference, area: Area, speaker: Speaker) -> str:
    if area.code not in found.wanted:
        return speaker.text("codes.city_ended", name=area.name)
    if area.code in found.stands.areas:
        old = found.stands.areas[area.code].name
        return speaker.text("codes.city_renamed", name=area.name, old=old)
    return speaker.text("codes.city_begun", name=area.name)


def _called(found: Difference, area: Area, speaker: Speaker) -> str:
    """A county by code and name, with the city that it lies in."""
    above = found.wanted.get(area.parent) or found.stands.areas.get(area.parent)
    parts = [speaker.pick(area.named.zh, area.named.en)]
    if above is not None and above.level == "city":
        parts.append(f"({speaker.pick(above.name, str(above.cells.get('area_name_en') or above.name))})")
    return " ".join(parts)


def tell_lacking(pack: Pack, found: Difference, speaker: Speaker) -> None:
    """What else of the pack hangs on areas that change, and is left to its keeper."""
    lines = [problem.message(speaker.language) for problem in lacking(pack, found)]
    if lines:
        speaker.say("codes.lacking", n=len(lines))
        for one in lines:
            speaker.out.print(f"- {one}")
