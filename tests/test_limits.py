"""No figure that is accepted can stop a build: each measure's limit comes from its own arithmetic (rule 15)."""

from __future__ import annotations

import duckdb
import pytest

from programme.packs.limits import MILLION, UNITS
from programme.packs.pack import read_pack
from tests.additions import extend
from tests.filing import take_text
from tests.tiny import PERIOD, Tiny

PACK = read_pack()
INDICATORS = PACK.table("indicators").to_dicts()


def limit(dataset: str, measure: str) -> int:
    if dataset == "figures":
        dataset = next(name for name, one in PACK.datasets.counts.items() if one.gives_figures)
    return PACK.datasets.counts[dataset].by_code[measure].limit


def is_filed(dataset: str, measure: str) -> bool:
    if dataset != "figures":
        return dataset in PACK.datasets.counts
    return any(measure in one.by_code for one in PACK.datasets.counts.values() if one.gives_figures)


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["indicator_code"])
def test_the_largest_accepted_figures_of_every_unit_fit_the_arithmetic_of_every_indicator(
    row: dict[str, str],
) -> None:
    targets = PACK.table("targets").to_dicts()
    values = [one["value"] for one in targets if one["indicator_code"] == row["indicator_code"]]
    factors = {
        "numerator": int(row["scale"]) * MILLION,
        "denominator": max(
            int(float(text) * MILLION) for text in [*values, *(row["class_bounds"] or "1").split("|")]
        ),
    }
    for side, factor in factors.items():
        measures = [
            one for one in row[f"{side}_measures"].split("+") if is_filed(row[f"{side}_dataset"], one)
        ]
        together = sum(limit(row[f"{side}_dataset"], measure) for measure in measures)
        said = duckdb.execute(
            f"select cast({together} as bigint) * {UNITS} * cast({factor} as bigint)"
        ).fetchall()
        assert said[0][0] >= 0


def test_ten_million_in_every_column_of_every_township_is_refused_and_the_limit_builds(tiny: Tiny) -> None:
    dataset = tiny.pack.datasets.counts["staffing"]
    heading = ",".join(["area_code", "period", *dataset.measure_codes])
    townships = ("990101001", "990101002", "990102001", "990102002", "990102003")

    def file(value: int) -> str:
        cells = ",".join(str(value) for _ in dataset.measure_codes[:-1])
        rows = "".join(f"{place},{PERIOD},{cells},0\n" for place in townships)
        return take_text(tiny, f"{heading}\n{rows}", "staffing.csv", confirmed=True).status

    assert file(10_000_000) == "rejected"
    assert file(dataset.by_code["chief_workers"].limit) == "accepted"
    tiny.built()
    assert tiny.values()["990101"]["verdict"] == "met"


def test_every_form_filled_with_its_limits_builds(tiny: Tiny) -> None:
    extend(tiny)
    for name, dataset in tiny.pack.datasets.counts.items():
        largest = {measure.code: measure.limit for measure in dataset.measures}
        level = ("990101001", "990101002") if dataset.reporting_level == "township" else ("990101", "990102")
        tiny.file(name, dict.fromkeys(level, largest))
    tiny.built()
    assert tiny.values()["990101"]["value"] is not None
