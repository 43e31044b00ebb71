"""How each county of a map is painted, however it is drawn: fill or pattern, mark, outline. Rows in, colours out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from draw.palette import Palette, ink_on
from draw.scales import Paint

Pattern = Literal["", "hatch", "half", "dots"]
READ = ("area_code", "verdict", "class_index", "gap", "value_shown", "change_shown", "value_status")


@dataclass(frozen=True)
class Painted:
    """The counties of a map as they are painted, by code: their rows, their fills (None: no figure), their hover."""

    paint: Paint
    facts: Mapping[str, Mapping[str, Any]]
    fills: Mapping[str, str | None]
    hover: Mapping[str, Sequence[str]]

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, Any]], paint: Paint, hover: Mapping[str, Sequence[str]]
    ) -> Painted:
        """`rows`: as of the question `county_compliance`."""
        facts = {row["area_code"]: row for row in rows}
        return cls(paint, facts, {code: _fill(row, paint) for code, row in facts.items()}, hover)

    @classmethod
    def of_frame(cls, rows: pl.DataFrame, paint: Paint, hover: Mapping[str, Sequence[str]]) -> Painted:
        """The same of a frame; of its many columns those that are read."""
        return cls.of(rows.select(READ).iter_rows(named=True), paint, hover)

    @property
    def colours(self) -> Palette:
        return self.paint.colours

    @property
    def is_marked(self) -> bool:
        """Whether those below the target carry a mark: there is one, and it is not changes that are coloured."""
        return self.paint.scale.target_at is not None and self.paint.scale.kind != "change"

    @property
    def below(self) -> frozenset[str]:
        """The counties that carry a mark."""
        return frozenset(code for code in self.facts if self.is_below(code))

    def is_below(self, code: str) -> bool:
        row = self.facts.get(code)
        return self.is_marked and row is not None and row["verdict"] == "not_met"

    def pattern(self, code: str) -> Pattern:
        """What a county without a colour is filled with: "" is the ground of what is not applicable.

        Hatched without a figure, half of the lines where part has reported, dots where only a year before is missing.
        """
        row = self.facts.get(code)
        if row is None or self.fills[code] or row["value_status"] == "not_applicable":
            return ""
        if row["value_status"] == "partial":
            return "half"
        return "hatch" if row["value_shown"] is None else "dots"

    def symbol(self, code: str) -> str:
        """The mark of a county below the target: filled from the second class on."""
        scale, row = self.paint.scale, self.facts[code]
        index = row["class_index"]
        if scale.kind == "gap":
            index = scale.class_of(None if row["gap"] is None else float(row["gap"]))
        if index is None:
            return "▽"
        # Below it in the class that the target parts, or by a figure that is shown as the target's own.
        return scale.marks[min(int(index), len(scale.marks) - 1)] or "▽"

    def ink(self, code: str) -> str:
        """The colour of a mark or text on a county."""
        return ink_on(self.fills.get(code) or self.colours.no_data)


def _fill(row: Mapping[str, Any], paint: Paint) -> str | None:
    """The colour of a county, or None where there is no figure to colour."""
    scale = paint.scale
    if scale.kind == "value":
        index = row["class_index"]
    else:
        figure = row["gap"] if scale.kind == "gap" else row["change_shown"]
        index = scale.class_of(None if figure is None else float(figure))
    return None if index is None else paint.of_class(int(index))
