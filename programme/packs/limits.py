"""How large a filed figure may be at most, so that no indicator's arithmetic leaves BIGINT, by dataset and measure.

`sql/verdicts/judged.sql` multiplies a sum of numerators by scale and a million, a sum of denominators by a target or a bound
of a class in millionths. What an area can have at most stands in the dataset; this is what the build can count with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

import polars as pl

from programme.datasets import AnyDataset, Counts, Datasets
from programme.packs.tables import WHOLES

LARGEST = 2**63 - 1
UNITS = 5_000  # no province has as many units that file: its limits are those of any other
MILLION = 10**6
FIGURES = "figures"

Limits = dict[tuple[str, str], int]


def units_summed(areas: pl.DataFrame, datasets: Datasets) -> dict[str, int]:
    """How many figures a sum over the whole may have at most, by dataset and for `figures`: never less than `UNITS`.

    What counties file is summed over the parts of the area register (counties, and zones beside them), what townships file
    over those and the townships. Areas that ended count as well: a day on which all stood together cannot be worse.
    """
    codes = areas.select("area_code", "area_level", "parent_code").unique("area_code")
    wholes = codes.filter(pl.col("area_level").is_in(WHOLES))["area_code"].to_list()
    is_part = pl.col("area_level").is_in(["county", "zone"]) & pl.col("parent_code").is_in(wholes)
    parts = codes.filter(is_part).height
    townships = codes.filter(pl.col("area_level") == "township").height
    by_level = {"county": max(parts, UNITS), "township": max(parts + townships, UNITS)}
    counted = {name: by_level[one.reporting_level] for name, one in datasets.counts.items()}
    return counted | {FIGURES: by_level["county"]}


def arithmetic_limits(indicators: pl.DataFrame, targets: pl.DataFrame, units: Mapping[str, int]) -> Limits:
    """The largest figure of each measure that an indicator rests on, by dataset (or `figures`) and measure.

    `units` as of `units_summed`. A row that is at fault bounds nothing: the checks of the registry tell it.
    """
    limits: Limits = {}
    aimed: dict[str, list[str]] = {}
    for row in targets.iter_rows(named=True):
        aimed.setdefault(row["indicator_code"], []).append(row["value"] or "")
    for row in indicators.iter_rows(named=True):
        bounds = [*aimed.get(row["indicator_code"], []), *(row["class_bounds"] or "").split("|")]
        factors = {
            "numerator": max(_millionths([row["scale"] or ""])),
            # Half is left for the error of a denominator and for rounding up.
            "denominator": 2 * max(_millionths(bounds)),
        }
        for side, factor in factors.items():
            measures = [name.strip() for name in (row[f"{side}_measures"] or "").split("+")]
            summed = units.get(row[f"{side}_dataset"], UNITS)
            most = max(1, LARGEST // (factor * summed * len(measures)))
            for measure in measures:
                place = (row[f"{side}_dataset"], measure)
                limits[place] = min(most, limits.get(place, most))
    return limits


def _millionths(texts: Iterable[str]) -> list[int]:
    found = [1]
    for text in texts:
        try:
            found.append(int(Decimal(text.strip()) * MILLION))
        except (InvalidOperation, ValueError, OverflowError):
            continue
    return found


def bounded(datasets: Datasets, limits: Limits) -> Datasets:
    """The datasets, no measure of a form with a larger limit than the arithmetic bears."""
    return Datasets([_bounded(dataset, limits) for dataset in datasets.values()])


def _bounded(dataset: AnyDataset, limits: Limits) -> AnyDataset:
    if not isinstance(dataset, Counts):
        return dataset
    places = [dataset.name, *([FIGURES] if dataset.gives_figures else [])]
    lower = {}
    for measure in dataset.measures:
        most = min(limits.get((place, measure.code), measure.limit) for place in places)
        if most < measure.limit:
            lower[measure.code] = measure.model_copy(update={"limit": most})
    for rate in dataset.rates:  # a share of something is no more than that
        part, whole = (lower.get(code, dataset.by_code[code]) for code in (rate.measure, rate.of))
        if whole.limit < part.limit:
            lower[rate.measure] = part.model_copy(update={"limit": whole.limit})
    if not lower:
        return dataset
    measures = tuple(lower.get(measure.code, measure) for measure in dataset.measures)
    # Made anew: a copy would keep what was worked out from the measures before.
    return dataset.model_construct(
        _fields_set=dataset.model_fields_set, **{**dict(dataset), "measures": measures}
    )
