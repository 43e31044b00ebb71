"""About the data as a table of contents."""

from __future__ import annotations

from ui.about import sections
from ui.frame.page import Page
from ui.parts.finding import finding


def draw(page: Page) -> None:
    finding(*sections.title(page))
    sections.catalogued(page)
    sections.simulated(page)
    sections.estimates(page)
    sections.sources(page)
    sections.boundary_changes(page)
    sections.set_aside(page)
    sections.snapshot(page)
    sections.catalogue(page)
