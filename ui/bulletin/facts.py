"""The bulletin as it would be written now, what was issued, and what moved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from files import picture
from files.bulletin.content import Content, gather
from files.bulletin.document import HEIGHT, Document
from files.bulletin.moved import Moved
from files.picture import Subject, map_alone
from pipelines.filing import bulletins
from ui.bulletin import browser_map
from ui.frame import choices, startup
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import paper
from words import LANGUAGES
from words.problems import HomeError

Row = Mapping[str, Any]
COUNTED = 8  # issued ones of which it is told how many figures have moved


def language(page: Page) -> str:
    """What the bulletin is written in: chosen, else as the page."""
    return str(choices.settle("written", LANGUAGES, page.language))


@kept(most=60)
def content(answers: Answers, written: str, indicator: str, period: dt.date) -> Content:
    """A bulletin of the snapshot shown."""
    return gather(answers, written, indicator, period)


def draft(page: Page, choice: Choice) -> Content:
    """The one that the page is about, in the language chosen."""
    return content(page.answers, language(page), choice.code, choice.period)


def document(page: Page, choice: Choice, draft: Content) -> Document:
    """Its document, with the map as the reader's browser has drawn it where it has."""
    return Document(page.answers.reader, draft, drawn_of(page, choice, draft.language))


def drawn_of(page: Page, choice: Choice, written: str) -> bytes | None:
    """The map as PNG of the reader's browser; None where it has sent none."""
    return browser_map.of(paper_map(page, choice, written))


def why_no_map(page: Page, choice: Choice, written: str) -> str:
    """Why the document has no map, as `Document.why_no_map` says it, from what is asked already."""
    if page.answers.frame("shapes").is_empty():
        return "no_shapes"
    return "" if drawn_of(page, choice, written) or picture.writes_chinese() else "no_font"


def paper_map(page: Page, choice: Choice, written: str) -> str:
    """Its map as SVG in the colours of paper: the document's."""
    return map_of(paper.light(page), choice, written)


@kept(most=20)
def map_of(page: Page, choice: Choice, written: str) -> str:
    """Its map as SVG in the page's colours; empty where the pack has no shapes."""
    if page.answers.frame("shapes").is_empty():
        return ""
    speech = content(page.answers, written, choice.code, choice.period).speech
    subject = Subject(page.answers.reader, speech, page.theme, choice.code, choice.period, page.root)
    return map_alone(subject, HEIGHT)


def issued() -> list[dict[str, Any]]:
    """What was issued in this home, newest first, each with its state."""
    return bulletins.listing(startup.home())


def last_of(listed: list[dict[str, Any]], choice: Choice) -> Row | None:
    """The newest that was issued of the page's indicator and period, in whatever language."""
    asked = choice.code, choice.period.isoformat()
    return next((row for row in listed if (row["indicator"], row["period"]) == asked), None)


def chosen(listed: list[dict[str, Any]]) -> Row | None:
    """The issued one that is opened beside the list."""
    number = choices.settle("issued", [str(row["row"]) for row in listed], None)
    return next((row for row in listed if str(row["row"]) == number), None)


def moved(answers: Answers, row: Row) -> list[Moved] | None:
    """What moved since a bulletin was issued; None where the snapshot no longer has what it is of."""
    period = dt.date.fromisoformat(row["period"])
    known = (
        {one["period"] for one in answers.rows("periods", indicator=row["indicator"])}
        if (row["indicator"] in answers.indicators())
        else set()
    )
    if period not in known:
        return None
    return _moved(answers, int(row["row"]), str(row["language"]), str(row["indicator"]), period)


def moved_if_known(answers: Answers, row: Row) -> list[Moved] | None:
    """The same; None as well where what was issued is lost."""
    try:
        return moved(answers, row)
    except HomeError:
        return None


def again(page: Page, row: Row) -> Content:
    """The bulletin of an issued one as it would be now, in the language chosen: what its figures are called."""
    return content(page.answers, language(page), str(row["indicator"]), dt.date.fromisoformat(row["period"]))


@kept(most=60)
def _moved(answers: Answers, number: int, written: str, indicator: str, period: dt.date) -> list[Moved]:
    now = content(answers, written, indicator, period)
    row = next(one for one in bulletins.listing(startup.home()) if one["row"] == number)
    return bulletins.moved_since(startup.home(), row, now)
