"""What a finding says on the page."""

from __future__ import annotations

from ui.frame.desk import findings
from ui.frame.desk.findings import Finding
from ui.frame.page import Page


def told(page: Page, finding: Finding, rows: list[int]) -> str:
    """A finding in the page's language."""
    return findings.told(finding, page.language, rows)
