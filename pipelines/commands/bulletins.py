"""Bulletins: as a file, and the register of those that were issued."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded, print_json
from pipelines.commands.options import (
    HomeOption,
    JsonOption,
    LanguageOption,
    ReferenceOption,
    Target,
    day_option,
    help_text,
    target,
)
from pipelines.commands.place import home_that_stands
from programme import clock
from warehouse.filled import completed
from warehouse.home import Home
from warehouse.readers import Reader, reader_of
from words import speak
from words.problems import Problem, WrongUse


class Deed(StrEnum):
    """What may be done beside writing a draft."""

    issue = "issue"
    withdraw = "withdraw"
    copy = "copy"
    list = "list"


OF_A_NUMBER = (Deed.issue, Deed.withdraw, Deed.copy)


@app.command(help=help_text("bulletin.help"))
def bulletin(
    deed: Annotated[
        Deed | None, typer.Argument(metavar="issue|withdraw|copy|list", help=help_text("bulletin.deed"))
    ] = None,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER", help=help_text("bulletin.number"))] = None,
    output: Annotated[
        Target | None,
        typer.Option("--output", "-o", parser=target, metavar="FILE", help=help_text("bulletin.output")),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help=help_text("bulletin.by"))] = None,
    new_edition: Annotated[
        bool, typer.Option("--new-edition", help=help_text("bulletin.new_edition"))
    ] = False,
    second_number: Annotated[
        bool, typer.Option("--second-number", help=help_text("bulletin.second_number"))
    ] = False,
    indicator: Annotated[str | None, typer.Option(help=help_text("export.indicator"))] = None,
    period: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("export.period"))] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=deed in (None, Deed.list)):
        _check_whole(deed, number, by, output)
        place, _ = home_that_stands(home, reference, speaker)
        options = {"indicator": indicator, "period": day_option(period, "--period")}
        if deed is None and output is not None:
            _draft(reader_of(place), options, output, speaker)
        elif deed is Deed.issue:
            allowed = {"new_edition": new_edition, "second_number": second_number}
            _issue(place, options, (str(number), str(by)), allowed, speaker)
        elif deed is Deed.withdraw:
            _withdraw(place, str(number), str(by), speaker)
        elif deed is Deed.copy and output is not None:
            _copy(place, str(number), output, speaker)
        else:
            _list(place, as_json, speaker)


def _check_whole(deed: Deed | None, number: str | None, by: str | None, output: Target | None) -> None:
    """Whether all is there that a deed takes; what is missing is told at once."""
    if deed is None and output is None:
        raise WrongUse("bulletin.no_output")
    wanted = {
        "NUMBER": number is None and deed in OF_A_NUMBER,
        "--by NAME": by is None and deed in (Deed.issue, Deed.withdraw),
        "-o FILE.docx": output is None and deed is Deed.copy,
    }
    missing = [name for name, is_missing in wanted.items() if is_missing]
    if missing:
        raise WrongUse("bulletin.missing", deed=str(deed), missing=missing)


def _draft(reader: Reader, options: dict[str, Any], output: Target, speaker: Speaker) -> None:
    from files.bulletin import content  # what writes documents takes its time to load
    from files.bulletin.document import FORMS, Document
    from files.writing import write_file

    wanted = completed(reader, "county_compliance", options, [])
    made = Document(
        reader, content.gather(reader, speaker.language.value, wanted["indicator"], wanted["period"])
    )
    file = output.named(made.file_name(FORMS[0]))
    form = file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise WrongUse("bulletin.no_form", file=file.name)
    drawn = file.with_suffix(".svg") if form != "docx" and made.map_svg else None
    folders = [write_file(drawn, made.map_svg.encode())] if drawn else []
    text = made.word() if form == "docx" else made.markdown(drawn.name if drawn else "")
    folders.append(write_file(file, text))
    speaker.say("bulletin.written", file=file, n=len(made.content.figures))
    if drawn:
        speaker.say("bulletin.written_map", file=drawn)
    speaker.say_made(*folders)
    why = made.why_no_map
    if why and (form == "docx" or why == "no_shapes"):
        speaker.warn("bulletin.no_font" if why == "no_font" else "bulletin.no_shapes")


def _issue(
    place: Home,
    options: dict[str, Any],
    named: tuple[str, str],
    allowed: dict[str, Any],
    speaker: Speaker,
) -> None:
    from pipelines.filing import bulletins

    reader = reader_of(place)
    wanted = completed(reader, "county_compliance", options, [])
    request = bulletins.Request(*named, speaker.language.value, wanted["indicator"], wanted["period"])
    outcome = bulletins.issue(place, reader, request, **allowed)
    row = outcome.row
    if outcome.moved:
        speech = speak(speaker.language, parts_level=str(reader.rows("snapshot_facts")[0]["parts_level"]))
        columns = ("figure", "id", "old", "new", "why")
        speaker.table(
            [speaker.text(f"bulletin.column.{column}") for column in columns],
            [[one.label, one.id, one.old, one.new, one.why(speech)] for one in outcome.moved],
        )
    told = {"number": row["number"], "edition": row["edition"], "snapshot": row["snapshot"]}
    if outcome.status == "moved":
        speaker.warn("bulletin.has_moved", n=len(outcome.moved), **told)
    elif outcome.status == "taken_back":
        speaker.warn("bulletin.was_withdrawn", **told)
    elif outcome.status == "beside":
        speaker.warn("bulletin.stands_beside", **told)
    if outcome.status in ("moved", "taken_back", "beside"):
        raise typer.Exit(3)
    speaker.say("bulletin.issued" if outcome.status == "issued" else "bulletin.issued_already", **told)


def _withdraw(place: Home, number: str, by: str, speaker: Speaker) -> None:
    from pipelines.filing import bulletins

    facts = reader_of(place).rows("snapshot_facts")[0]
    outcome = bulletins.withdraw(place, number, by, clock.today(clock.zone(facts["timezone"])))
    done = outcome.status == "withdrawn"
    speaker.say("bulletin.withdrawn" if done else "bulletin.withdrawn_already", number=outcome.row["number"])


def _copy(place: Home, number: str, output: Target, speaker: Speaker) -> None:
    """A file as it was issued: the newest edition of a number."""
    from files.writing import write_file
    from pipelines.filing import bulletins

    row = next((one for one in bulletins.listing(place) if one["number"] == number), None)
    if row is None:
        raise WrongUse("bulletin.no_number", number=number)
    file = output.named(row["files"]["docx"]["name"])
    ending = file.suffix.lower().removeprefix(".")
    form = next((form for form, one in bulletins.ENDINGS.items() if one == ending), "")
    if form not in row["files"]:
        endings = [f".{end}" for one, end in bulletins.ENDINGS.items() if one in row["files"]]
        raise WrongUse("bulletin.no_such_file", file=file.name, number=number, endings=endings)
    # The text names its map by the name under which it was issued.
    beside = file.with_name(row["files"]["map"]["name"]) if form == "md" and "map" in row["files"] else None
    for path, one in [(file, form), *([(beside, "map")] if beside else [])]:
        folder = write_file(path, bulletins.document(place, row, one))
        speaker.say("bulletin.copied", file=path, number=number, edition=row["edition"])
        speaker.say_made(folder)
    if row["state"] == "withdrawn":
        speaker.warn("bulletin.copied_withdrawn", number=number)


def _list(place: Home, as_json: bool, speaker: Speaker) -> None:
    """What was issued, newest first, with how many figures have moved since."""
    from pipelines.filing import bulletins

    listed = [{**row, "moved_since": None} for row in bulletins.listing(place)]
    reader = reader_of(place) if listed else None
    for row in listed:
        if row["state"] == "standing" and reader is not None:
            row["moved_since"] = _moved_since(place, reader, row, speaker)
    if as_json:
        print_json(listed)
        return
    if not listed:
        speaker.warn("bulletin.none")
        return
    columns = ("number", "edition", "state", "period", "title", "on", "by", "snapshot", "moved_since")
    states = {
        "standing": "bulletin.standing",
        "replaced": "bulletin.replaced",
        "withdrawn": "bulletin.is_withdrawn",
    }
    rows = [
        [
            speaker.text(states[row["state"]])
            if name == "state"
            else ""
            if row[name] is None
            else str(row[name])
            for name in columns
        ]
        for row in listed
    ]
    speaker.table([speaker.text(f"bulletin.column.{name}") for name in columns], rows)


def _moved_since(place: Home, reader: Reader, row: dict[str, Any], speaker: Speaker) -> int | None:
    """How many figures are others now; None, with the reason told, where that cannot be said."""
    from files.bulletin import content
    from pipelines.filing import bulletins

    try:
        now = content.gather(reader, row["language"], row["indicator"], dt.date.fromisoformat(row["period"]))
        return len(bulletins.moved_since(place, row, now))
    except Problem as problem:
        speaker.err.print(problem.message(speaker.language))
        return None
