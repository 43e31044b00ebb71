"""What whoever files a table has settled about it: the sheet, the unit, what a heading means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.filing.published import figures
from programme.datasets import Counts
from programme.datasets.headings import normal_heading
from words.problems import WrongUse

LEFT_OUT = "-"  # a heading mapped to it is no column of the form


@dataclass(frozen=True)
class Settled:
    """`sheet` by its name; `unit` of all figures of which the table says none; `mapped` is a column's code by its normal heading, each of
    which the table must have where it `must_fit`: what was kept or answered of another sheet need not."""

    sheet: str | None = None
    unit: str | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)
    must_fit: bool = False

    @property
    def says_anything(self) -> bool:
        return bool(self.sheet or self.unit or self.mapped)

    def meaning(self, text: str) -> str | None:
        """What a heading was settled to mean."""
        return self.mapped.get(normal_heading(text))

    def check(self, dataset: Counts) -> None:
        """Raises `WrongUse` where a heading is mapped to no column of a form."""
        known = [*dataset.measure_codes, "area_code", "area_name", "period", "note", LEFT_OUT]
        known += [f"{kind}:{rate.measure}" for kind in ("rate", "share") for rate in dataset.rates]
        for heading, code in self.mapped.items():
            if code not in known:
                raise WrongUse(
                    "published.map_unknown", heading=heading, code=code, form=dataset.name, known=known
                )


def settled(sheet: str | None, unit: str | None, maps: Sequence[str]) -> Settled:
    """What the options say. Raises `WrongUse` for a unit that is none, or a mapping that is not `HEADING=CODE`."""
    if unit is not None and figures.unit_of(unit) is None:
        raise WrongUse("published.unit_unknown", unit=unit)
    mapped: dict[str, str] = {}
    for one in maps:
        heading, equals, code = one.rpartition("=")
        if not equals or not heading.strip() or not code.strip():
            raise WrongUse("published.map_shape", said=one)
        mapped[normal_heading(heading)] = code.strip()
    return Settled(sheet, unit, mapped, must_fit=True)
