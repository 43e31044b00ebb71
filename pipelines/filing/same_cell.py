"""Files of one call that speak of the same cell: the later day of filing decides; of one day, nothing does.

An area and the whole it is a part of speak of the same cell too, where both may file.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from pipelines.filing.check import Checked
from pipelines.filing.finding import Finding
from pipelines.filing.wording import named
from programme.packs.area_index import NOWHERE, Areas
from words.problems import Problem

_BY = ["filed_on", "place", "period"]


def refuse_contradictions(checked: Checked, areas: Areas) -> None:
    """Refuse files filed on one day that say different things of an area and period; what says the same may stay."""
    drafts = [(number, draft) for number, draft in enumerate(checked.drafts) if not draft.errors.total]
    if len(drafts) < 2:
        return
    days = pl.DataFrame(
        {
            "file": [number for number, _ in drafts],
            "filed_on": [draft.filing.filed_on for _, draft in drafts],
        },
        schema={"file": pl.Int64, "filed_on": pl.Date},
    )
    heights = np.diff(checked.start)
    files = pl.Series("file", np.repeat(np.arange(len(checked.drafts)), heights), dtype=pl.Int64)
    place = pl.Series("place", checked.area, dtype=pl.Int64)
    rows = checked.rows.with_columns(files, place).join(days, on="file", how="inner")
    found = _twice(checked, rows) + _in_whole_and_parts(checked, rows, areas)
    refused: set[int] = set()
    for (_, at, period), involved in sorted(found, key=lambda one: (areas.codes[one[0][1]], one[0][2])):
        for number in involved:
            if number in refused:  # once a file is enough
                continue
            refused.add(number)
            other = next(one for one in involved if one != number)
            problem = Problem(
                "gather.same_cell",
                other=checked.drafts[other].filing.name,
                area=named(areas.codes[at], areas.name(at, period)),
                period=period,
            )
            checked.drafts[number].refuse([Finding(None, None, None, problem)])


Contradiction = tuple[tuple[dt.date, int, dt.date], list[int]]  # day of filing, area, period; the files


def _twice(checked: Checked, rows: pl.DataFrame) -> list[Contradiction]:
    """Areas of which two files say something else."""
    cells = rows.group_by(_BY).agg(
        pl.struct(checked.dataset.measure_codes).n_unique().alias("versions"), pl.col("file").unique().sort()
    )
    return _listed(cells.filter(pl.col("versions") > 1))


def _in_whole_and_parts(checked: Checked, rows: pl.DataFrame, areas: Areas) -> list[Contradiction]:
    """Wholes that one file has and another, or others, have in parts that do not add up to it."""
    found: list[Contradiction] = []
    for (day,), own in rows.partition_by("period", as_dict=True).items():
        assert isinstance(day, dt.date)
        parent, filed = areas.on(day).filing_parent(checked.dataset.levels), own["place"].to_numpy()
        present = np.zeros(len(parent) + 1, bool)  # the last for who has no parent
        present[filed] = True
        if not present[parent[filed]].any():
            continue
        parts = own.with_columns(place=pl.Series(parent[filed], dtype=pl.Int64)).filter(
            pl.col("place") != NOWHERE
        )
        measures = checked.dataset.measure_codes
        sums = parts.group_by(_BY).agg(
            *(_sum(code) for code in measures),
            pl.len().alias("parts"),
            pl.col("file").unique().alias("others"),
        )
        both = own.join(sums, on=_BY, how="inner", suffix="_of_parts", maintain_order="left")
        if not both.height:
            continue
        expected = pl.Series("expected", np.bincount(parent[parent != NOWHERE], minlength=len(parent)))
        differs = pl.any_horizontal(
            pl.col(code).ne_missing(pl.col(f"{code}_of_parts")) for code in measures
        ) | (pl.col("parts") != expected.gather(both["place"]))
        wrong = both.filter(differs).with_columns(
            file=pl.concat_list("file", "others").list.unique().list.sort()
        )
        found += _listed(wrong.filter(pl.col("file").list.len() > 1))
    return found


def _sum(code: str) -> pl.Expr:
    """The sum of a measure, unknown where one of its figures is."""
    return pl.when(pl.col(code).is_not_null().all()).then(pl.col(code).sum()).alias(code)


def _listed(cells: pl.DataFrame) -> list[Contradiction]:
    return [
        ((row["filed_on"], row["place"], row["period"]), row["file"]) for row in cells.iter_rows(named=True)
    ]
