"""Findings: what broken rules and outliers the newest returns have, and a reviewer's word on one."""

from __future__ import annotations

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
    day_option,
    help_text,
)
from pipelines.commands.parameters import area_typed
from pipelines.commands.place import SnapshotTables, home_that_stands
from programme import clock
from programme.packs.area_index import Areas
from programme.packs.pack import read_pack
from warehouse import reviewed
from warehouse.home import Home
from warehouse.readers import Reader, reader_of
from words.problems import WrongUse

SHOWN = 50  # rows of the table; --json has all


class Deed(StrEnum):
    """What may be done beside listing."""

    review = "review"


class Severity(StrEnum):
    """How much a finding weighs."""

    error = "error"
    warning = "warning"
    review = "review"


@app.command(help=help_text("findings.help"))
def findings(
    deed: Annotated[Deed | None, typer.Argument(metavar="review", help=help_text("findings.deed"))] = None,
    name: Annotated[str | None, typer.Argument(metavar="ID", help=help_text("findings.id"))] = None,
    word: Annotated[
        str | None, typer.Option(metavar="explained|wrong", help=help_text("findings.word"))
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help=help_text("findings.by"))] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help=help_text("findings.why"))] = None,
    rule: Annotated[str | None, typer.Option(metavar="RULE", help=help_text("findings.rule"))] = None,
    severity: Annotated[Severity | None, typer.Option(help=help_text("findings.severity"))] = None,
    dataset: Annotated[
        str | None, typer.Option(metavar="DATASET", help=help_text("findings.dataset"))
    ] = None,
    area: Annotated[str | None, typer.Option(metavar="AREA", help=help_text("findings.area"))] = None,
    period: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("findings.period"))
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=deed is None):
        missing = [
            option
            for option, value in {"ID": name, "--word": word, "--by NAME": by, "--why TEXT": why}.items()
            if deed is Deed.review and value is None
        ]
        if missing:
            raise WrongUse("findings.missing", missing=missing)
        place, pack = home_that_stands(home, reference, speaker)
        reader = reader_of(place)
        day = day_option(period, "--period")
        areas = Areas(SnapshotTables(reader))
        root = str(reader.rows("snapshot_facts")[0]["root_area"])
        code = area_typed(areas, area, day or reader.snapshot.today) if area else root
        datasets = (pack or read_pack(reference)).datasets
        listed = _listed(reader, datasets, code, day)
        if deed is Deed.review:
            _review(place, reader, listed, (str(name), str(word), str(by), str(why)), speaker)
            return
        chosen = [
            one
            for one in listed
            if (rule is None or one.rule == rule)
            and (severity is None or one.severity == severity)
            and (dataset is None or one.source == dataset)
            and (day is None or one.row["period"] == day)
        ]
        _tell(place, reader, chosen, as_json, speaker)


def _listed(reader: Reader, datasets: Any, area: str, day: Any) -> list[Any]:
    """All findings of the area, and the outliers of each form's period: that asked for, else its newest that is due."""
    from pipelines.filing import found

    listed = found.findings(reader, area, datasets)
    for form in reader.rows("forms"):
        if form["dataset_kind"] != "counts":
            continue
        periods = reader.rows("form_periods", dataset=form["dataset"])
        opening = next((row["period"] for row in periods if row["is_opening"]), None)
        asked = day if day in {row["period"] for row in periods} else None if day else opening
        if asked:
            listed += found.outliers(reader, form["dataset"], asked, area)
    return listed


def _review(
    place: Home, reader: Reader, listed: list[Any], given: tuple[str, str, str, str], speaker: Speaker
) -> None:
    from pipelines.filing import reviews

    name, word, by, why = given
    # The beginning of a name is enough where it is that of one.
    meant = [one for one in listed if one.id.startswith(name.lower())] if name.strip() else []
    if len(meant) != 1:
        raise WrongUse(
            "findings.no_such" if not meant else "findings.several", id=name, snapshot=reader.snapshot.id
        )
    facts = reader.rows("snapshot_facts")[0]
    today = clock.today(clock.zone(facts["timezone"]))
    row = reviews.review(
        place, meant[0].row, reviews.Said(word, by, why), day=today, snapshot=reader.snapshot.id
    )
    speaker.say(
        "findings.reviewed", id=meant[0].id[:12], word=speaker.text(f"findings.{row['kind']}"), by=row["by"]
    )


def _tell(place: Home, reader: Reader, chosen: list[Any], as_json: bool, speaker: Speaker) -> None:
    words = reviewed.by_finding(place)
    if as_json:
        keys = ("kind", "by", "why", "on", "snapshot")
        print_json(
            {
                "snapshot": reader.snapshot.id,
                "findings": [
                    {
                        "id": one.id,
                        "source": one.source,
                        "rule": one.rule,
                        "severity": one.severity,
                        "area_code": one.row["area_code"],
                        "period": one.row["period"].isoformat() if one.row["period"] else None,
                        "file_name": one.row["file_name"],
                        "file_row": one.row["file_row"],
                        "batch_id": one.row["batch_id"],
                        "message_zh": one.message("zh"),
                        "message_en": one.message("en"),
                        "reviews": [{key: word[key] for key in keys} for word in words.get(one.id, [])],
                    }
                    for one in chosen
                ],
            }
        )
        return
    speaker.say("findings.count", n=len(chosen), snapshot=reader.snapshot.id)
    rows = []
    for one in chosen[:SHOWN]:
        last = words.get(one.id, [None])[-1]
        rows.append(
            [
                one.id[:12],
                speaker.text(f"findings.{one.severity}"),
                speaker.pick(one.row.get("area_name_zh") or "", one.row.get("area_name_en") or "")
                or str(one.row["area_code"] or ""),
                str(one.row["period"] or ""),
                speaker.text("findings.word_of", word=speaker.text(f"findings.{last['kind']}"), by=last["by"])
                if last
                else "",
                one.message(speaker.language.value),  # last: nothing is padded to the longest of them
            ]
        )
    if rows:
        columns = ("id", "severity", "area", "period", "word", "text")
        speaker.table([speaker.text(f"findings.column.{column}") for column in columns], rows)
    if len(chosen) > SHOWN:
        speaker.say("findings.more", n=len(chosen) - SHOWN)
