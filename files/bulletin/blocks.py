"""What a bulletin is made of, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from files.bulletin.figures import Run


@dataclass(frozen=True)
class Heading:
    """A heading, its number in it."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `lead` is the heading within its first line."""

    lead: str
    runs: Sequence[Run]

    @property
    def text(self) -> str:
        """All its words."""
        return (
            self.lead
            + " " * bool(self.lead and self.lead.endswith("."))
            + "".join(run.text for run in self.runs)
        )


@dataclass(frozen=True)
class Map:
    """Where the map stands, and what is said under it."""

    caption: str
    note: str


@dataclass(frozen=True)
class Table:
    """A table: its heads, how wide each column is beside the others, the rows of cells. The first column of each `step` is words."""

    caption: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Sequence[Run]]]
    note: str = ""
    step: int = 0

    def is_words(self, column: int) -> bool:
        """Whether a column holds words, set at its left."""
        return column % self.step == 0 if self.step else column == 0


Block = Heading | Paragraph | Map | Table


def runs_of(block: Block) -> list[Run]:
    """All pieces of a block that may be figures."""
    if isinstance(block, Paragraph):
        return [*block.runs]
    return [run for row in block.rows for cell in row for run in cell] if isinstance(block, Table) else []
