"""The forms of the policy as they truly are before anything is filed wrongly: one truth for each, by the file that tells it.

Most of a form is declared (`declared.py`). What carries on from period to period has a truth of its own, which the file names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pipelines.sample.acceptance import Acceptance
from pipelines.sample.declared import Measures
from pipelines.sample.filing import Truth
from pipelines.sample.funds import Funds
from pipelines.sample.grades import Grades
from pipelines.sample.ground import Ground
from pipelines.sample.moves import Moves
from pipelines.sample.province import Area, Row
from pipelines.sample.tiers import Tiers
from programme.datasets import Counts

COMMON = "common"  # measures that several forms have, and no form of its own
# Truths whose figures of a period carry on from the one before.
OWN: dict[str, Callable[..., Truth]] = {
    "acceptance": Acceptance,
    "community_tiers": Tiers,
    "staffing_grades": Grades,
    "staffing_moves": Moves,
}


class Form:
    """A form whose measures are declared; charity funds, where it has them, carry their balance on."""

    def __init__(
        self,
        dataset: Counts,
        settings: Mapping[str, Any],
        ground: Ground,
        *,
        calibrated: bool,
        common: Measures | None,
    ) -> None:
        flows = [one.code for one in dataset.measures if one.flow and dataset.cycle == "quarterly"]
        self.measures: tuple[str, ...] = dataset.measure_codes
        self.miscounted: str = settings["miscounted"]
        self.declared = Measures(
            dataset.name,
            {**settings, "flows": flows},
            ground,
            by_county=dataset.reporting_level == "county",
            calibrated=calibrated,
            common=common,
        )
        self.funds = Funds(settings["funds"], ground, self.declared) if "funds" in settings else None
        self.rows = cache(self._rows)

    def _rows(self, county: Area, day: dt.date) -> dict[str, Row]:
        """The return of each reporting unit of a county, by code; a measure that nothing is told of is blank."""
        rows = {}
        for code, values in self.declared.rows(county, day).items():
            known: Mapping[str, float] = values
            if self.funds:
                known = {**values, **self.funds.of(county, code, day)}
            rows[code] = {
                measure: int(known[measure]) if measure in known else None for measure in self.measures
            }
        return rows

    def notes(self, county: Area, day: dt.date) -> Mapping[str, str]:
        """What is noted beside the rows, by unit."""
        return self.declared.notes(county, day)


def truths_of(
    datasets: Mapping[str, Counts], told: Mapping[str, Any], ground: Ground, *, calibrated: bool
) -> dict[str, Truth]:
    """The truth of each form that the pack asks for and that a file tells of."""
    common = None
    if COMMON in told:
        common = Measures(COMMON, told[COMMON], ground, by_county=False, calibrated=calibrated)
    truths: dict[str, Truth] = {}
    for name, dataset in datasets.items():
        if name not in told:
            continue
        if name in OWN:
            if name.startswith("staffing") and ground.staffing is None:
                continue  # nobody counts the workers that it is about
            truths[name] = OWN[name](dataset, told[name], ground, calibrated=calibrated)
        else:
            truths[name] = Form(dataset, told[name], ground, calibrated=calibrated, common=common)
    return truths
