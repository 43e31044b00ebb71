"""`python -m bench simulate`: seeded returns of every form of counts, for a made-up country or province, or for any pack.

A folder per quarter, in it a file per form and area right below the root, as offices file them, and the `files.csv` that says
when and by whom. `python -m pipelines ingest` accepts all of it. The same arguments write the same bytes.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from bench.figures import Forms
from bench.generate import quarters_from, write_pack
from bench.tree import REAL_COUNTRY, REAL_PROVINCE, scaled
from pipelines.commands.options import day_option
from pipelines.filing.gather import LIST_COLUMNS
from pipelines.sample.calibration import quarter_name
from pipelines.sample.writing import clear
from programme.datasets import Counts
from programme.packs.area_index import NOWHERE
from programme.packs.pack import Pack, read_pack
from words.problems import Problem, WrongUse

UNTIL = dt.date(2026, 9, 30)  # the newest period, where none is said
DAYS_TO_FILE = 12  # after the end of a period: before everything is due
MOST_PERIODS = 400  # a hundred years
MOST_TOWNSHIPS = 1_000_000  # more than any country's codes have room for
SEED, MOST_SEED = 29, 2**32 - 1
# Bytes of a row: a code and a day, and what a figure takes with its comma; as measured.
ROW_BYTES, FIGURE_BYTES = 21, 3.2


class Areas(StrEnum):
    """What a made-up pack is of."""

    country = "country"
    province = "province"


class Grain(StrEnum):
    """Who files a form that townships may file: they, or their county for all of them."""

    county = "county"
    township = "township"


@dataclass
class Simulation:
    """What will be filed: the forms of a pack for some periods."""

    pack: Pack
    periods: Sequence[dt.date]
    grain: str = "township"
    seed: int = SEED
    names: Sequence[str] = ()  # of the forms; all that count where empty
    datasets: list[Counts] = field(init=False)
    forms: Forms = field(init=False)

    def __post_init__(self) -> None:
        known = self.pack.datasets.counts
        unknown = [name for name in self.names if name not in known]
        if unknown:
            raise WrongUse("gather.unknown_dataset", dataset=unknown[0], datasets=list(known))
        first = self.pack.first_period
        if self.periods[0] < first:
            raise WrongUse("bench.before_first_period", first=first, asked=self.periods[0])
        self.datasets = [one for name, one in known.items() if not self.names or name in self.names]
        self.forms = Forms(self.pack, self.datasets, self.grain, self.seed)

    def asked(self) -> Iterator[tuple[int, dt.date, list[Counts]]]:
        """The periods, each with its number and the forms that are asked for it."""
        for number, day in enumerate(self.periods):
            alive = [one for one in self.datasets if one.is_alive(day)]
            yield number, day, [one for one in alive if one.cycle == "quarterly" or day.month == 12]

    def groups(self, day: dt.date) -> np.ndarray:
        """By place the area right below the root that an area is or lies in, on a day: who files together."""
        areas = self.forms.areas
        parent = areas.on(day).parent
        root = areas.place[self.pack.root_area]
        group = np.arange(len(parent))
        for _ in range(len(parent)):
            above = parent[group]
            higher = (above != NOWHERE) & (above != root)
            if not higher.any():
                break
            group = np.where(higher, above, group)
        return group

    def size(self) -> Size:
        """How much will be written."""
        found, units = Size(), set()
        for _, day, datasets in self.asked():
            groups = self.groups(day)
            for one in datasets:
                filing = self.forms.units(one, day)
                units.update(filing.tolist())
                found.rows += len(filing)
                found.files += len(np.unique(groups[filing]))
                found.bytes += round(len(filing) * (ROW_BYTES + FIGURE_BYTES * len(one.measures)))
        found.areas = len(units)
        return found

    def write(self, folder: Path) -> Iterator[int]:
        """Write the quarters; yields the rows of each file once it is written."""
        for number, day, datasets in self.asked():
            quarter = folder / quarter_name(day)
            quarter.mkdir(parents=True, exist_ok=True)
            groups, areas = self.groups(day), self.forms.areas
            filed_on = day + dt.timedelta(days=DAYS_TO_FILE)
            listed = []
            for dataset in datasets:
                rows = self.forms.filed(dataset, number, day)
                whose = groups[[areas.place[code] for code in rows["area_code"]]]
                for place in np.unique(whose).tolist():
                    name = f"{areas.codes[place]}_{dataset.name}.csv"
                    part = rows.filter(pl.Series(whose == place))
                    part.write_csv(quarter / name)
                    by = f"{areas.name(place, day)[0]}民政局"
                    listed.append((name, dataset.name, day, filed_on, by, True))
                    yield part.height
            pl.DataFrame(listed, schema=list(LIST_COLUMNS), orient="row").write_csv(quarter / "files.csv")


@dataclass
class Size:
    """Areas that file, rows, files and about how many bytes."""

    areas: int = 0
    rows: int = 0
    files: int = 0
    bytes: int = 0


def periods_until(until: dt.date, periods: int) -> list[dt.date]:
    """So many quarter ends, the last of them the newest one by a day."""
    ends = quarters_from(dt.date(until.year, 3, 31), 4)
    newest = max([end for end in ends if end <= until], default=dt.date(until.year - 1, 12, 31))
    month = newest.year * 12 + newest.month - 3 * (periods - 1) - 1
    first = quarters_from(dt.date(month // 12, month % 12 + 1, 1), 1)[0]
    return quarters_from(first, periods)


def simulate(
    periods: Annotated[
        int, typer.Option(min=1, max=MOST_PERIODS, help="How many quarters; annual forms at each year's end.")
    ],
    folder: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="Folder to write into: DIR/returns/, and DIR/pack/ where it is made up."
        ),
    ] = Path("simulated"),
    areas: Annotated[
        Areas | None,
        typer.Option(help="Make up the pack of a country or of a province; not with --reference."),
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(help="A pack whose own areas file, in the place of a made-up one.")
    ] = None,
    dataset: Annotated[
        list[str] | None, typer.Option(help="A form; may be repeated. All that count by default.")
    ] = None,
    grain: Annotated[
        Grain, typer.Option(help="Who files where townships may: they, or their county for them.")
    ] = Grain.township,
    townships: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=MOST_TOWNSHIPS,
            help="Townships of the made-up pack: 40,000 of a country, 1,300 of a province.",
        ),
    ] = None,
    until: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="The newest quarter ends by this day.")
    ] = UNTIL.isoformat(),
    seed: Annotated[int, typer.Option(min=0, max=MOST_SEED, help="Other figures for another seed.")] = SEED,
) -> None:
    """Write seeded returns for any pack at any grain, and the pack itself where it is made up.

    All of it is accepted. Where two forms count the same, each has figures of its own: warnings that they differ are expected.
    """
    if (areas is None) == (reference is None):
        print(
            "Say --areas country|province for a made-up pack, or --reference DIR for one there is.",
            file=sys.stderr,
        )
        raise typer.Exit(2)
    try:
        days = periods_until(day_option(until, "--until") or UNTIL, periods)
        chosen = reference
        if areas is not None:
            chosen = folder / "pack"
            shape = REAL_COUNTRY if areas is Areas.country else REAL_PROVINCE
            write_pack(chosen, scaled(shape, townships or shape.townships), days, read_pack(None))
        simulation = Simulation(read_pack(chosen), days, grain, seed, dataset or ())
        size = simulation.size()
        print(
            f"{size.areas:,} areas, {len(days)} periods ({quarter_name(days[0])} to {quarter_name(days[-1])}): "
            f"{size.rows:,} rows in {size.files:,} files, about {max(1, round(size.bytes / 1e6)):,} MB",
            flush=True,
        )
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
        )  # fmt: skip
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("rows", total=size.rows)
            clear(folder / "returns")
            for rows in simulation.write(folder / "returns"):
                progress.advance(task, rows)
    except Problem as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    today = days[-1] + dt.timedelta(days=DAYS_TO_FILE)
    print(f"Returns in {folder / 'returns'}, the pack is {chosen}. To land them, on {today} or later:")
    print(f"python -m pipelines ingest {folder / 'returns'} --reference {chosen} --home {folder / 'home'}")
