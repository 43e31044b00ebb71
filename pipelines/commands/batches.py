"""What was filed, batch by batch: listed, given back as it was filed, taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from files.writing import write_file
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
from pipelines.commands.parameters import area_typed
from pipelines.commands.place import own_home
from pipelines.filing import withdrawing
from programme import clock
from programme.packs.area_index import areas_of
from programme.packs.pack import Pack
from warehouse.home import Home
from words.problems import WrongUse

SHORT_HASH = 12  # of a checksum's 64 signs, what a table has room for
COLUMNS = ("batch", "periods", "areas", "rows", "file", "filed_on", "filed_by", "sha256", "state")


@app.command(help=help_text("batches.help"))
def batches(
    batch: Annotated[str | None, typer.Argument(metavar="[BATCH]", help=help_text("batches.batch"))] = None,
    copy: Annotated[
        Target | None,
        typer.Option("--copy", parser=target, metavar="FILE", help=help_text("batches.copy")),
    ] = None,
    dataset: Annotated[str | None, typer.Option(help=help_text("batches.dataset"))] = None,
    area: Annotated[str | None, typer.Option(metavar="AREA", help=help_text("batches.area"))] = None,
    period: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("batches.period"))
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        if copy is not None and batch is None:
            raise WrongUse("batches.which")
        place, pack = own_home(home, reference)
        place.check_is_there()
        found = withdrawing.batches(place, pack.datasets)
        if batch is not None:
            one = withdrawing.batch_named(found, batch)
            if copy is not None:
                _copy(place, one, copy, speaker)
                return
            found = found.filter(pl.col("batch_id") == batch)
        found = _narrowed(found, pack, dataset, area, day_option(period, "--period"))
        if as_json:
            print_json([_told(place, row) for row in found.to_dicts()])
        elif not found.height:
            speaker.warn("batches.none")
        else:
            speaker.table(
                [speaker.text(f"batches.column.{column}") for column in COLUMNS],
                [_cells(place, row, speaker) for row in found.to_dicts()],
            )


def _narrowed(
    found: pl.DataFrame, pack: Pack, dataset: str | None, area: str | None, period: dt.date | None
) -> pl.DataFrame:
    """The batches of a dataset, that speak of an area or one below it, and of a period."""
    if dataset is not None:
        known = sorted({*pack.datasets, *found["dataset"]})
        if dataset not in known:
            raise WrongUse("batches.no_dataset", dataset=dataset, known=known)
        found = found.filter(pl.col("dataset") == dataset)
    if period is not None:
        found = found.filter(pl.col("periods").list.contains(period))
    if area is not None:
        code = area_typed(areas_of(pack), area, clock.today(pack.timezone))
        found = found.filter(pl.col("areas").list.set_intersection(_within(pack, code)).list.len() > 0)
    return found


def _within(pack: Pack, code: str) -> list[str]:
    """An area and all that ever lay below it."""
    below: dict[str, set[str]] = {}
    for one, parent in pack.table("areas").select("area_code", "parent_code").iter_rows():
        below.setdefault(parent or "", set()).add(one)
    found, left = {code}, [code]
    while left:
        more = below.get(left.pop(), set()) - found
        found |= more
        left += more
    return sorted(found)


def _copy(place: Home, row: dict[str, Any], copy: Target, speaker: Speaker) -> None:
    """Write a file as it was filed, verified by its checksum."""
    file = copy.named(Path(str(row["file_name"])).name)
    data = withdrawing.as_filed(place, row["file_hash"], row["file_name"])
    folder = write_file(file, data)
    speaker.say("batches.copied", file=file, batch=row["batch_id"], sha256=row["file_hash"])
    speaker.say_made(folder)


def _told(place: Home, row: dict[str, Any]) -> dict[str, Any]:
    """A batch as `--json` has it; `kept` says whether the file is there as it was filed, unread."""
    withdrawn = {
        "on": str(row["withdrawn_on"]),
        "by": row["withdrawn_by"],
        "because": row["withdrawn_because"],
    }
    return {
        "batch_id": row["batch_id"],
        "dataset": row["dataset"],
        "sequence": row["sequence"],
        "file_name": row["file_name"],
        "sha256": row["file_hash"],
        "kept": bool(row["file_hash"]) and (place.filed / row["file_hash"]).is_file(),
        "filed_on": str(row["filed_on"]),
        "filed_by": row["filed_by"],
        "landed_at": row["landed_at"].isoformat(timespec="seconds") + "Z",
        "rows": row["rows"],
        "periods": [str(day) for day in row["periods"] if day],
        "areas": row["areas"],
        "simulated": bool(row["simulated"]),
        "source": row["source_id"],
        "withdrawn": withdrawn if row["withdrawn_on"] else None,
    }


def _cells(place: Home, row: dict[str, Any], speaker: Speaker) -> list[str]:
    told = _told(place, row)
    periods = told["periods"]
    state = ""
    if told["withdrawn"]:
        state = speaker.text("batches.withdrawn", **told["withdrawn"])
    elif not told["kept"]:
        state = speaker.text("batches.not_kept")
    return [
        told["batch_id"],
        " – ".join(dict.fromkeys((periods[0], periods[-1]))) if periods else "",
        str(len(told["areas"])),
        str(told["rows"]),
        told["file_name"],
        told["filed_on"],
        told["filed_by"] or "",
        (told["sha256"] or "")[:SHORT_HASH],
        state,
    ]


@app.command(help=help_text("withdraw.help"))
def withdraw(
    batch: Annotated[str, typer.Argument(metavar="BATCH", help=help_text("withdraw.batch"))],
    why: Annotated[str | None, typer.Option(metavar="TEXT", help=help_text("withdraw.why"))] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help=help_text("withdraw.by"))] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        missing = [name for name, given in (("--why TEXT", why), ("--by NAME", by)) if given is None]
        if missing:
            raise WrongUse("withdraw.missing", missing=missing)
        place, pack = own_home(home, reference)
        taken = withdrawing.withdraw(place, pack, batch, str(why), str(by))
        row = taken.row
        told = {"batch": row.batch_id, "on": row.withdrawn_on, "by": row.withdrawn_by, "why": row.why}
        if taken.status == "already":
            speaker.say("withdraw.already", **told)
        else:
            speaker.say("withdraw.done", **told, rows=speaker.count("rows", row.rows), file=row.file_name)
