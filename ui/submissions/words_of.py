"""What a finding says on the page: options of the command line by what stands for them here."""

from __future__ import annotations

import re

from ui.frame.desk.findings import Finding
from ui.frame.page import Page

_OPTION = re.compile(r"[“'\"]?--(dataset|period|source|sheet|unit|map|confirm|by)\b[”'\"]?(?: \"[^\"]*\")?")


def told(page: Page, finding: Finding, rows: list[int]) -> str:
    """A finding in the page's language."""
    return _without_options(page, finding.message(page.language, rows))


def _without_options(page: Page, text: str) -> str:
    return _OPTION.sub(lambda found: page.speech(f"desk.option_{found[1]}"), text)
