"""The registers of the policy: initiatives with their milestones, cases, awards; those that the pack asks for and a file tells of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipelines.sample.acceptance import Acceptance
from pipelines.sample.awards import Awards
from pipelines.sample.cases import Cases
from pipelines.sample.communities import Communities
from pipelines.sample.draws import Draws
from pipelines.sample.entries import Entries, Office
from pipelines.sample.ground import Ground
from pipelines.sample.initiatives import Initiatives
from pipelines.sample.province import Province
from programme.packs.pack import Pack

KEPT: dict[str, Callable[[dict[str, Any], Office], Initiatives | Cases | Awards]] = {
    "initiatives": Initiatives,
    "cases": Cases,
    "awards": Awards,
}


def entries_of(pack: Pack, calibration: dict[str, Any], seed: int) -> list[Entries]:
    """Every filing of every register, in the order in which they were filed."""
    told = calibration.get("registers", {})
    calibrated = pack.root_area == calibration["sample"]["area"]
    province, draws, today = Province(pack), Draws(seed), calibration["sample"]["today"]
    acceptance = None
    form, of_form = pack.datasets.counts.get("acceptance"), calibration.get("forms", {}).get("acceptance")
    if form and of_form and "ground" in calibration:
        ground = Ground(
            province, Communities(province, draws), draws, calibration["ground"] | {"today": today}, {}
        )
        acceptance = Acceptance(form, of_form, ground, calibrated=calibrated)
    office = Office(province, draws, today, acceptance, calibrated=calibrated)
    found = [
        filing
        for name, register in KEPT.items()
        if name in pack.datasets.registers and name in told
        for filing in register(told[name], office).filings()
    ]
    # A milestone names an initiative: it is of no use where nobody keeps those.
    kept = [filing for filing in found if filing.dataset in pack.datasets.registers]
    return sorted(kept, key=lambda filing: filing.filed_on)
