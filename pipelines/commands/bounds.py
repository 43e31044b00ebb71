"""The bounds of the composite index, made from a snapshot into a dated table of the pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from pipelines.commands.app import app
from pipelines.commands.console import Speaker, guarded
from pipelines.commands.options import HomeOption, LanguageOption, ReferenceOption, help_text
from pipelines.commands.place import own_home
from programme import room
from programme.packs.pack import Pack
from programme.packs.tables import TABLES
from programme.storage import write_whole
from warehouse.readers import reader_of
from words.problems import PackError

TABLE = "index_bounds"
DECIMALS = 9


@app.command(help=help_text("bounds.help"))
def bounds(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("bounds.output"))
    ] = None,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    # Loaded here: only a build and this command evaluate anything.
    from warehouse.evaluated import bounds_of

    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        place, pack = own_home(home, reference)
        reader = reader_of(place)
        made = bounds_of(reader, reader.snapshot.today)
        path = output or pack.folder / f"{TABLE}.csv"
        _write(path, _beside_earlier(pack, made))
        speaker.say(
            "bounds.done",
            n=made.height,
            path=path,
            snapshot=reader.snapshot.id,
            day=reader.snapshot.today,
            values=made["bounds_values"].sum(),
        )
        treated = made.filter(pl.col("treatment") != "none")
        if treated.height:
            speaker.say("bounds.treated", indicators=", ".join(treated["indicator_code"]))


def _beside_earlier(pack: Pack, made: pl.DataFrame) -> pl.DataFrame:
    """What was made, as text, behind the rows of other days: a score of then can still be told from its own bounds."""
    as_text = made.select(
        _number(name) if kind == pl.Float64 else pl.col(name).cast(pl.String)
        for name, kind in made.schema.items()
    )
    days = as_text["bounds_made_on"].unique().to_list()
    earlier = pack.table(TABLE).filter(~pl.col("bounds_made_on").is_in(days))
    return pl.concat([earlier, as_text.select(TABLES[TABLE])])


def _number(name: str) -> pl.Expr:
    def text(value: float) -> str:
        return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")

    return pl.col(name).map_elements(text, return_dtype=pl.String)


def _write(path: Path, table: pl.DataFrame) -> None:
    text = table.write_csv().encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as error:
        reason = room.reason(error, path.parent, 2 * len(text))
        raise PackError("making.not_writable", path=path, reason=reason) from error
