"""What making a pack found: figures to print, and everything that did not match."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from words.problems import Problem


@dataclass(frozen=True)
class Remark:
    """One thing that did not match or that a reader must know, about one area or file."""

    subject: str
    problem: Problem

    @property
    def message_zh(self) -> str:
        return self.problem.message_zh

    @property
    def message_en(self) -> str:
        return self.problem.message_en


@dataclass
class Report:
    """What became of a pack: files written and kept, figures by name, and remarks (never empty words)."""

    province: str
    name_zh: str
    name_en: str
    folder: Path
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    figures: dict[str, int | float | str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, subject: str, problem: Problem) -> None:
        """Add what did not match; the same words about the same thing are said once."""
        found = Remark(subject, problem)
        if found not in self.remarks:
            self.remarks.append(found)
