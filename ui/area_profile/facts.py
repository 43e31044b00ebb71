"""The profile that the page shows, with the index of its quarter: kept for everybody who asks for the same area."""

from __future__ import annotations

from draw.map.ground import Ground
from draw.palette import palette
from files import grounds
from files.profile.drawn import Seen
from files.profile.facts import Index, Profile, gather
from ui.frame import indices
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter


def find(page: Page, quarter: Quarter) -> Profile:
    """The profile of the area chosen; without its systems while the quarter's index is being made, of which the page then tells."""
    return _profile(quarter, indices.of(page, quarter.period, moves=False))


@kept(most=200)
def _profile(quarter: Quarter, index: indices.Index | None) -> Profile:
    rows = None
    if index is not None:
        scores = [row for row in index.rows("index_scores") if row["area_code"] == quarter.area]
        rows = Index(scores, index.rows("index_parts", quarter.area) if scores else [])
    return gather(quarter.answers, quarter.area, quarter.period, rows)


def seen(page: Page, profile: Profile) -> Seen:
    """The profile in the page's voice and colours."""
    return Seen(profile, page.speech, palette(page.theme))


@kept(most=1)
def ground(answers: Answers) -> Ground:
    """The whole, as the locator draws on it."""
    return grounds.of_whole(answers.frame, insets=False)
