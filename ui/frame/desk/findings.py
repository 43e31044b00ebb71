"""What filing found, as the page of the desk may tell it: advice that only the command line can follow by what stands for it here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.filing.finding import Finding, alike
from words import speak
from words.problems import Problem

__all__ = ["Finding", "alike", "how_many", "told"]

_OPTION = re.compile(r"[“'\"]?--(dataset|period|source|sheet|unit|map|confirm|by)\b[”'\"]?(?: \"[^\"]*\")?")
_MORE = ("finding.more_errors", "finding.more_warnings")
# What advises a file beside the returns, or to file once more, is said otherwise at the desk.
_HERE = {
    "gather.same_cell": "gather.same_cell.here",
    "changes.unconfirmed": "changes.unconfirmed.here",
    "recognise.period_missing": "recognise.period_missing.here",
    "recognise.period_missing.said": "recognise.period_missing.said.here",
}


def how_many(found: Sequence[Finding]) -> int:
    """How many things were found: each that is listed, and those of which the last line gives the number."""
    closing = [one for one in found if one.problem.key in _MORE]
    return len(found) - len(closing) + sum(int(str(one.problem.values["more"])) for one in closing)


def told(finding: Finding, language: str, rows: Sequence[int] = ()) -> str:
    """A finding in one language, each piece of advice one that whoever stands at the desk can follow."""
    problem = finding.problem
    if problem.key in _HERE:
        finding = replace(finding, problem=Problem(_HERE[problem.key], **problem.values))
    speech = speak(language)
    return _OPTION.sub(lambda found: speech(f"desk.option_{found[1]}"), finding.message(language, rows))
