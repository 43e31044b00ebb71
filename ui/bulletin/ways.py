"""The way from a figure of a bulletin to the page that shows it, and what it says of the question behind it."""

from __future__ import annotations

from files import tree
from files.bulletin.figures import HOW_MANY, Figure
from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.parts import choosing

Voice = tuple[tuple[str, str], ...]


def link(page: Page, choice: Choice, figure: Figure, text: str, voice: Voice) -> str:
    """A figure's text as a link, as HTML: to the very area that it is of, whatever the reader has chosen elsewhere."""
    return (
        f'<a class="figure-of" href="{plain.html(_address(choice, figure, voice))}" target="_self" '
        f'title="{plain.html(_told(page, figure))}">{plain.html(text)}</a>'
    )


def _address(choice: Choice, figure: Figure, voice: Voice) -> str:
    about = {"indicator": choice.code, "period": choice.period.isoformat()}
    column, question = figure.source.column, figure.source.question
    if question == "verdict_changes" or column in ("gap_change", "value_change"):
        area = choice.areas.get(figure.area)
        city = figure.area if area and tree.address_key(area) == "city" else None
        return choosing.way_for(voice, "why", **about, city=city)
    if column == "denominator_date":
        return choosing.way_for(voice, "catalogue", indicator=choice.code)
    key = tree.address_key(choice.areas[figure.area]) if figure.area in choice.areas else None
    where = {key: figure.area} if key else {}
    return choosing.way_for(voice, "home", **about, **where)


def _told(page: Page, figure: Figure) -> str:
    """What it is called, and from which question, rows and column it comes."""
    rows = " · ".join(f"{name} = {value}" for name, value in figure.source.where.items())
    column = (
        page.speech("bulletin.rows_counted") if figure.source.column == HOW_MANY else figure.source.column
    )
    source = " · ".join(part for part in (figure.source.question, rows, column) if part)
    return page.speech("bulletin.from_question", label=figure.label, source=source)
