"""What one snapshot says otherwise than another: figures, verdicts that flipped, published files that no longer hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from files.writing import write_file
from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded, json_text, print_json
from pipelines.commands.options import (
    HomeOption,
    JsonOption,
    LanguageOption,
    ReferenceOption,
    Target,
    help_text,
    target,
)
from pipelines.commands.place import home_that_stands
from pipelines.commands.rows import TABLE_ROWS
from warehouse import snapshots
from warehouse.home import Home
from warehouse.readers import Reader, reader_of
from words import files as file_words
from words import numbers
from words.problems import QuestionError, SnapshotError, WrongUse

CELLS = ("measure", "area", "period", "before", "after", "because", "batch", "file")
ENTRIES = ("register", "entry", "column", "before", "after", "because", "batch", "file")
VERDICTS = ("indicator", "area", "period", "before", "after", "was", "now")
# What became of a cell, in the order in which it is told: what was said before and is otherwise now comes first.
WAYS = ("restated", "new", "gone")
PUBLISHED = ("kind", "name", "on", "snapshot", "state")


@app.command(help=help_text("diff.help"))
def diff(
    before: Annotated[str, typer.Argument(metavar="SNAPSHOT", help=help_text("diff.before"))],
    after: Annotated[str, typer.Argument(metavar="SNAPSHOT", help=help_text("diff.after"))],
    output: Annotated[
        Target | None,
        typer.Option("--output", "-o", parser=target, metavar="FILE", help=help_text("diff.output")),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        if before == after:
            raise WrongUse("diff.same", snapshot=before)
        place, _ = home_that_stands(home, reference, speaker)
        found = differences(place, before, after)
        if output is not None:
            file = output.named(f"diff-{before}-{after}.json")
            folder = write_file(file, (json_text(found, indent=1) + "\n").encode("utf-8"))
            speaker.say("diff.written", file=file)
            speaker.say_made(folder)
        elif as_json:
            print_json(found)
        else:
            _tell(found, speaker)


def differences(place: Home, before: str, after: str) -> dict[str, Any]:
    """What the later of two snapshots says otherwise than the earlier, as `diff --json` prints it.

    Raises `SnapshotError` where one of them is not there, or the later was made by other rules than those that ask.
    """
    reader, earlier = Reader(snapshots.read_info(place, after)), snapshots.read_info(place, before)
    if not snapshots.is_of_this_sql(reader.snapshot):
        raise SnapshotError("diff.other_rules", id=after)
    if earlier.landing_sequence > reader.snapshot.landing_sequence:
        raise WrongUse("diff.order", before=before, after=after)
    try:
        forms = reader.rows("moved_forms", published=before)
        cells = [
            row
            for form in forms
            for row in reader.rows(
                "restated_cells", dataset=form["dataset"], period=form["period"], published=before
            )
        ]
        entries = [
            row
            for register in reader.rows("moved_registers", published=before)
            for row in reader.rows("restated_register_cells", dataset=register["dataset"], published=before)
        ]
        verdicts = reader.rows("moved_verdicts", published=before)
    except QuestionError as error:
        raise SnapshotError("diff.not_answered", id=before) from error
    seen = earlier.landing_sequence
    return {
        "before": before,
        "after": after,
        "restated_cells": [_plain(row) | {"change": _way(row, "value")} for row in cells],
        "restated_register_cells": [_plain(row) | {"change": _way(row, "cell")} for row in entries],
        "moved_verdicts": [_plain(row) for row in verdicts],
        "withdrawals": [
            _plain(row) for row in reader.rows("withdrawals") if row["withdrawn_sequence"] > seen
        ],
        "published": published_against(place, reader),
    }


def published_against(place: Home, reader: Reader) -> list[dict[str, Any]]:
    """Every bulletin that stands and every export that was kept, with whether it still says what a snapshot says."""
    from pipelines.filing import published_files as published  # what reads bulletins takes its time to load

    return [
        {
            "kind": one.kind,
            "name": one.name,
            "number": one.number or None,
            "on": one.on,
            "snapshot": one.snapshot,
            "sha256": one.sha256,
            "holds": one.holds,
            "moved": one.moved,
            "problem_zh": one.problem.message_zh if one.problem else None,
            "problem_en": one.problem.message_en if one.problem else None,
        }
        for one in published.against(place, reader)
    ]


def _way(row: dict[str, Any], what: str) -> str:
    """What became of a cell: `new` where nothing was known before, `gone` where nothing is now, else `restated`."""
    if row[f"{what}_before"] is None:
        return "new"
    return "gone" if row[f"{what}_after"] is None else "restated"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row of values that JSON knows: days and decimals as they are written."""
    return {
        name: value if value is None or isinstance(value, bool | int | str) else str(value)
        for name, value in row.items()
    }


def _tell(found: dict[str, Any], speaker: Speaker) -> None:
    cells, entries = found["restated_cells"], found["restated_register_cells"]
    flipped = [row for row in found["moved_verdicts"] if row["verdict_flipped"]]
    broken = [one for one in found["published"] if not one["holds"]]
    told = {
        **{f"cells_{way}": sum(row["change"] == way for row in cells) for way in WAYS},
        **{f"entries_{way}": sum(row["change"] == way for row in entries) for way in WAYS},
        "entry_rows": len({(row["dataset"], row["row_key"]) for row in entries}),
        "verdicts": len(flipped),
        "files": sum(one["holds"] is False for one in found["published"]),
        "withdrawals": len(found["withdrawals"]),
    }
    speaker.say("diff.told", before=found["before"], after=found["after"], **told)
    for way in WAYS:
        of_way = [list(_cell(row, speaker)) for row in cells if row["change"] == way]
        _table(f"cells_{way}", CELLS, of_way, speaker)
    for way in WAYS:
        of_way = [list(_entry(row, speaker)) for row in entries if row["change"] == way]
        _table(f"entries_{way}", ENTRIES, of_way, speaker)
    _table("verdicts", VERDICTS, [list(_verdict(row, speaker)) for row in flipped], speaker)
    for row in found["withdrawals"]:
        speaker.say(
            "diff.withdrawal",
            batch=row["batch_id"],
            on=row["withdrawn_on"],
            by=row["withdrawn_by"],
            why=row["withdrawn_because"],
        )
    _table("published", PUBLISHED, [list(_file(one, speaker)) for one in broken], speaker)


def _table(part: str, columns: tuple[str, ...], rows: list[list[str]], speaker: Speaker) -> None:
    if not rows:
        return
    speaker.say(f"diff.{part}")
    speaker.table([speaker.text(f"diff.column.{column}") for column in columns], rows[:TABLE_ROWS])
    if len(rows) > TABLE_ROWS:
        speaker.warn("rows.more", shown=TABLE_ROWS)


def _coded(column: str, code: str | None, speaker: Speaker) -> str:
    words = file_words.value_words(speaker.language.value)
    return words.get(f"{column}.{code}", words.get(code, code)) if code else ""


def _named(row: dict[str, Any], speaker: Speaker, what: str, code: str) -> str:
    return speaker.pick(row[f"{what}_name_zh"], row[f"{what}_name_en"]) or row[code]


def _cell(row: dict[str, Any], speaker: Speaker) -> Iterator[str]:
    yield _named(row, speaker, "measure", "measure")
    yield _named(row, speaker, "area", "area_code")
    yield str(row["period"])
    yield "" if row["value_before"] is None else str(row["value_before"])
    yield "" if row["value_after"] is None else str(row["value_after"])
    yield from _cause(row, speaker)


def _entry(row: dict[str, Any], speaker: Speaker) -> Iterator[str]:
    yield _named(row, speaker, "dataset", "dataset")
    about = speaker.pick(row["row_title_zh"], row["row_title_en"])
    yield " ".join(filter(None, (row["row_key"], about)))
    yield _named(row, speaker, "column", "column_code")
    for side in ("before", "after"):
        choice = speaker.pick(row[f"choice_{side}_zh"], row[f"choice_{side}_en"])
        yield file_words.register_cell(
            row["column_kind"], row[f"cell_{side}"], choice, speaker.language.value
        )
    yield from _cause(row, speaker)


def _cause(row: dict[str, Any], speaker: Speaker) -> Iterator[str]:
    """Why a cell is another, the batch that it is another by, and where in its file."""
    yield _coded("restated_because", row["restated_because"], speaker)
    yield row["batch_id"] or row["batch_before"] or ""
    name, line = row["file_name"] or row["file_name_before"], row["file_row"] or row["file_row_before"]
    yield f"{Path(name).name}:{line}" if name else ""


def _verdict(row: dict[str, Any], speaker: Speaker) -> Iterator[str]:
    yield _named(row, speaker, "indicator", "indicator_code")
    yield _named(row, speaker, "area", "area_code")
    yield str(row["period"])
    yield _coded("verdict", row["verdict_was"], speaker)
    yield _coded("verdict", row["verdict_after"], speaker)
    unit = speaker.pick(row["unit_zh"], row["unit_en"])
    for value in (row["value_shown_was"], row["value_shown"]):
        yield "" if value is None else numbers.with_unit(value, row["decimals"], unit)


def _file(one: dict[str, Any], speaker: Speaker) -> Iterator[str]:
    yield speaker.text(f"diff.kind_{one['kind']}")
    yield " ".join(filter(None, (one["number"], one["name"])))
    yield one["on"]
    yield one["snapshot"]
    problem = one[f"problem_{speaker.language.value}"]
    if one["moved"] is None:
        yield problem
    else:
        yield speaker.text("diff.moved", n=one["moved"]) if one["moved"] else speaker.text("published.holds")


@app.command(name="published", help=help_text("published.help"))
def published_files(
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        place, _ = home_that_stands(home, reference, speaker)
        listed = published_against(place, reader_of(place))
        if as_json:
            print_json(listed)
        elif listed:
            speaker.table(
                [speaker.text(f"diff.column.{column}") for column in PUBLISHED],
                [list(_file(one, speaker)) for one in listed],
            )
        else:
            speaker.warn("published.none")
