"""About the data: what every figure means, where it comes from, and which of it is simulated."""

from ui import about
from ui.frame import open_page
from ui.headline import finding
from ui.page import Page


def about_the_data(page: Page) -> None:
    finding(*about.title(page))
    about.indicators(page)
    about.targets(page)
    about.simulated(page)
    about.estimates(page)
    about.sources(page)
    about.boundary_changes(page)
    about.snapshot(page)
    about.catalogue(page)


open_page("about", about_the_data)
