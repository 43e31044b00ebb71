"""The whole programme on the tiny pack, for tests of what is asked: returns and registers as text."""

from __future__ import annotations

from typing import Any

from pipelines.filing.finding import FileOutcome
from programme import PROGRAMME
from programme.datasets import Datasets, read_datasets
from programme.packs.pack import FIGURES
from tests.filing import take_text
from tests.tiny import Tiny

DATASETS: Datasets = read_datasets(
    [PROGRAMME / "datasets"], [measure for measures in FIGURES.values() for measure in measures]
)
OF_THE_CORE = ("staffing", "organizations", "services", "population")
OF_THE_POLICY = {name: one for name, one in DATASETS.items() if name not in OF_THE_CORE}


def ask_all(tiny: Tiny) -> Tiny:
    """Let the tiny pack be asked for all that the programme asks; its own goal stands in the place of one of those."""
    tiny.use_programme(PROGRAMME)
    tiny.add("targets", {"target_id": "service_complex_urban_100"})
    return tiny


def take(tiny: Tiny, dataset: str, *rows: tuple[str, str, dict[str, Any]], **options: Any) -> FileOutcome:
    """File rows of counts: area, period, figures; what is not given is 0."""
    codes = DATASETS.counts[dataset].measure_codes
    lines = [",".join(["area_code", "period", *codes])]
    for area, period, figures in rows:
        assert not figures.keys() - {*codes}
        lines.append(",".join([area, period, *(str(figures.get(code, 0)) for code in codes)]))
    return take_text(tiny, "\n".join(lines) + "\n", f"{dataset}.csv", **options)


def enter(tiny: Tiny, dataset: str, *rows: dict[str, str], **options: Any) -> FileOutcome:
    """File rows of a register; what is not given is blank."""
    codes = [*DATASETS.registers[dataset].by_code, "note"]
    lines = [",".join(codes)]
    for row in rows:
        assert not row.keys() - {*codes}
        lines.append(",".join(row.get(code, "") for code in codes))
    return take_text(tiny, "\n".join(lines) + "\n", f"{dataset}.csv", **options)
