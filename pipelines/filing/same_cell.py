"""Files of one call that speak of the same cell: the later day of filing decides; of one day, nothing does."""

from __future__ import annotations

import polars as pl

from pipelines.filing.check import Checked
from pipelines.filing.finding import Finding
from pipelines.filing.wording import named
from programme.packs.area_index import Areas
from words.problems import Problem


def refuse_contradictions(checked: Checked, areas: Areas) -> None:
    """Refuse files filed on one day that say different things of an area and period; what says the same may stay."""
    if len(checked.drafts) < 2:
        return
    drafts = [(number, draft) for number, draft in enumerate(checked.drafts) if not draft.errors.total]
    days = pl.DataFrame(
        {
            "file": [number for number, _ in drafts],
            "filed_on": [draft.filing.filed_on for _, draft in drafts],
        },
        schema={"file": pl.Int64, "filed_on": pl.Date},
    )
    files = pl.concat(
        [
            pl.Series("file", [number], dtype=pl.Int64).new_from_index(
                0, checked.of(number).stop - checked.of(number).start
            )
            for number in range(len(checked.drafts))
        ]
    )
    rows = checked.rows.with_columns(files.alias("file")).join(days, on="file", how="inner")
    cells = rows.group_by("filed_on", "area_code", "period").agg(
        pl.struct(checked.dataset.measure_codes).n_unique().alias("versions"), pl.col("file").unique().sort()
    )
    refused: set[int] = set()
    for row in cells.filter(pl.col("versions") > 1).sort("area_code", "period").iter_rows(named=True):
        for number in row["file"]:
            if number in refused:  # once a file is enough
                continue
            refused.add(number)
            other = next(one for one in row["file"] if one != number)
            problem = Problem(
                "gather.same_cell",
                other=checked.drafts[other].filing.name,
                area=named(row["area_code"], areas.name(areas.place[row["area_code"]], row["period"])),
                period=row["period"],
            )
            checked.drafts[number].refuse([Finding(None, None, None, problem)])
