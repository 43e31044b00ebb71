"""Names that a filer wrote beside the codes: redundant, and so the one thing that shows a code put in the wrong row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from pipelines.filing import wording
from pipelines.filing.read import is_blank
from programme.datasets.dataset import Severity
from programme.packs.area_index import NOWHERE, Areas
from words.problems import Problem

KINDS: dict[str, Severity] = {
    "another": "error",
    "nobody": "error",
    "near": "warning",
    "unknown": "warning",
}

_WORDS = {
    "nobody": "check.name_of_nobody",
    "near": "check.name_near",
    "unknown": "check.name_unknown",
}


def compare_names(
    names: pl.Series, area: np.ndarray, areas: Areas
) -> Iterator[tuple[Severity, np.ndarray, Callable[[int], Problem]]]:
    """The rows whose name is that of another code or of no area (errors), nearly the code's own or no name of an area (warnings).

    `area`: place of each row's code. Each comes with which rows, and what to say of one.
    """
    if names.null_count() == len(names):
        return
    said = pl.DataFrame({"area": area, "name": names})
    pairs = said.filter((pl.col("area") != NOWHERE) & ~is_blank("name")).unique().rows()
    likeness = {(place, name): areas.likeness(place, name) for place, name in pairs}

    def words(at: int) -> Problem:
        place = int(area[at])
        own = wording.named(areas.codes[place], areas.name(place))
        found = likeness[place, names[at]]
        if found.kind == "another":
            return wording.name_of_another(areas, own, found.others)
        return Problem(_WORDS[found.kind], own=own)

    for kind, severity in KINDS.items():
        wrong = [pair for pair, found in likeness.items() if found.kind == kind]
        if wrong:
            marked = pl.DataFrame(wrong, schema=said.schema, orient="row").with_columns(wrong=True)
            rows = said.join(marked, on=["area", "name"], how="left", maintain_order="left")
            yield severity, rows["wrong"].fill_null(False).to_numpy(), words
