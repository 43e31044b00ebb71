"""Makes the sample: returns as counties would file them, from a reference pack, a calibration and a seed.

The same three make the same bytes on every machine. Everything in the returns is simulated.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.sample.calibration import quarter_ends
from pipelines.sample.communities import Communities
from pipelines.sample.draws import Draws
from pipelines.sample.filing import Filing, Return, Truth
from pipelines.sample.organizations import Organizations
from pipelines.sample.province import Province
from pipelines.sample.services import Services
from pipelines.sample.staffing import Staffing
from pipelines.sample.writing import clear, write_returns
from programme.packs.pack import Pack

__all__ = ["DATASETS", "generate", "returns_of"]

DATASETS = ("staffing", "organizations", "services")


def returns_of(pack: Pack, calibration: dict[str, Any], seed: int) -> list[Return]:
    """Every return of the sample, by quarter, dataset and group of counties."""
    province, draws = Province(pack), Draws(seed)
    today = calibration["sample"]["today"]
    # Published totals belong to one province; for another they are scaled to its size.
    calibrated = pack.root_area == calibration["sample"]["area"]
    periods = quarter_ends(pack.first_period, today)
    settings = calibration["filing"] | {"today": today}
    filings = {name: Filing(name, province, draws, settings, calibrated) for name in DATASETS}
    communities = Communities(province, draws)
    held = filings["staffing"].cases(calibration["staffing"]["held_period"], periods)
    incomplete = [county.code for case in ("unreported", "absent", "blank") for county in held[case]]
    truths: dict[str, Truth] = {
        "staffing": Staffing(province, communities, draws, calibration["staffing"], incomplete, calibrated),
        "organizations": Organizations(
            province, communities, draws, calibration["organizations"], calibrated
        ),
        "services": Services(province, communities, draws, calibration["services"], calibrated),
    }
    return [
        filed
        for period in periods
        for name in DATASETS
        for filed in filings[name].returns(truths[name], period, periods)
    ]


def generate(pack: Pack, calibration: dict[str, Any], folder: Path, seed: int | None = None) -> int:
    """Write the sample's `sample.toml` and quarters into a folder; the number of files filed."""
    chosen = calibration["sample"]["seed"] if seed is None else seed
    returns = returns_of(pack, calibration, chosen)
    folder.mkdir(parents=True, exist_ok=True)
    clear(folder)
    write_returns(folder, returns, Draws(chosen), calibration["writing"], pack.datasets)
    known = calibration["sample"]
    lines = [
        f"today = {known['today'].isoformat()}",
        f"seed = {chosen}",
        f'note_zh = "{known["note_zh"]}"',
        f'note_en = "{known["note_en"]}"',
    ]
    (folder / "sample.toml").write_bytes(("\n".join(lines) + "\n").encode())
    return len(returns)
