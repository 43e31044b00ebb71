"""Makes the sample: returns and registers as counties and departments would file them, from a reference pack, a calibration and a seed.

The same three make the same bytes on every machine. Everything in the returns is simulated. The pack's own programme decides
which forms and registers there are.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pipelines.sample.calibration import quarter_ends
from pipelines.sample.communities import Communities
from pipelines.sample.draws import Draws
from pipelines.sample.filing import CORE, Filing, Return, Truth
from pipelines.sample.forms import truths_of
from pipelines.sample.ground import Ground
from pipelines.sample.organizations import Organizations
from pipelines.sample.province import Province
from pipelines.sample.registers import entries_of
from pipelines.sample.services import Services
from pipelines.sample.staffing import Staffing
from pipelines.sample.writing import clear, write_returns
from programme.datasets import Counts
from programme.packs.pack import Pack

__all__ = ["DATASETS", "generate", "returns_of"]

DATASETS = CORE


def returns_of(pack: Pack, calibration: dict[str, Any], seed: int) -> list[Return]:
    """Every return of the sample: those of the core by quarter, dataset and group of counties, then those of each other form."""
    province, draws = Province(pack), Draws(seed)
    today = calibration["sample"]["today"]
    # Published totals belong to one province; for another they are scaled to its size.
    calibrated = pack.root_area == calibration["sample"]["area"]
    periods = quarter_ends(pack.first_period, today)
    counts = pack.datasets.counts
    core = {name: counts[name] for name in CORE if name in counts}
    told = calibration.get("forms", {})
    settings = calibration["filing"] | {"today": today}
    settings |= {name: form["filing"] for name, form in told.items() if "filing" in form}
    filings = {
        name: Filing(counts[name], province, draws, settings, calibrated)
        for name in counts
        if name in settings
    }
    communities = Communities(province, draws)
    truths: dict[str, Truth] = {}
    if "staffing" in core:
        held = filings["staffing"].cases(calibration["staffing"]["held_period"], periods)
        incomplete = [county.code for case in ("unreported", "absent", "blank") for county in held[case]]
        truths["staffing"] = Staffing(
            province, communities, draws, calibration["staffing"], incomplete, calibrated
        )
    if "organizations" in core:
        truths["organizations"] = Organizations(
            province, communities, draws, calibration["organizations"], calibrated
        )
    if "services" in core:
        truths["services"] = Services(province, communities, draws, calibration["services"], calibrated)
    returns = [
        filed
        for period in periods
        for name in core
        for filed in filings[name].returns(truths[name], period, periods)
    ]
    if "ground" not in calibration:
        return returns
    ground = Ground(province, communities, draws, calibration["ground"] | {"today": today}, truths)
    others = {name: one for name, one in counts.items() if name not in CORE}
    for name, truth in truths_of(others, told, ground, calibrated=calibrated).items():
        own = _periods_of(counts[name], periods)
        returns += [filed for period in own for filed in filings[name].returns(truth, period, own)]
    return returns


def _periods_of(dataset: Counts, periods: list[dt.date]) -> list[dt.date]:
    """The periods for which a form is asked."""
    annual = dataset.cycle == "annual"
    return [day for day in periods if dataset.is_alive(day) and (day.month == 12 or not annual)]


def generate(pack: Pack, calibration: dict[str, Any], folder: Path, seed: int | None = None) -> int:
    """Write the sample's `sample.toml` and quarters into a folder; the number of files filed."""
    chosen = calibration["sample"]["seed"] if seed is None else seed
    returns = returns_of(pack, calibration, chosen)
    entries = entries_of(pack, calibration, chosen)
    folder.mkdir(parents=True, exist_ok=True)
    clear(folder)
    write_returns(folder, returns, Draws(chosen), calibration["writing"], pack.datasets, entries)
    known = calibration["sample"]
    lines = [
        f"today = {known['today'].isoformat()}",
        f"seed = {chosen}",
        f'note_zh = "{known["note_zh"]}"',
        f'note_en = "{known["note_en"]}"',
    ]
    (folder / "sample.toml").write_bytes(("\n".join(lines) + "\n").encode())
    return len(returns) + len(entries)
