"""What a page's record is: name, path, group in the menu, who it is for, which choices it settles, what is taken of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

# The one list of address keys that pages share, in the order in which an address has them.
SHARED = ("lang", "group", "indicator", "period", "city", "boundaries", "theme", "county", "as_of")
# What every page has in its address, whatever else it shares: which snapshot it reads.
EVERYWHERE = ("as_of",)
# It travels by links only: neither the menu nor the session carries it to a page that shares it.
BY_LINK = "county"

Audience = Literal["leader", "analyst", "report writer"]


@dataclass(frozen=True)
class Picture:
    """A picture to take of a page: the end of its file's name, and what its address says beside language and theme.

    Names in braces are filled in by who takes it: `{period}`, `{county}`, `{city}`, `{areas}`, `{no_target}` (an indicator),
    `{policy_county}`, `{policy_city}`, `{clustered}` (an indicator whose counties lie together), `{case}`,
    `{redrawn}` and `{ended}` (counties, the latter of `{before_redrawn}`, a period).
    Taken in a window of `width`, or on a telephone, which calls itself one.
    """

    name: str
    query: str = ""
    language: str = "zh"
    theme: str = "light"
    width: int = 1440
    shows: Literal["map", "chart", "text", "tiles"] = "text"
    phone: bool = False


@dataclass(frozen=True)
class Screen:
    """One page.

    `name`: also of its folder in `ui/` and of its words in the menu. `path`: its file. `group`: the menu heads a
    group of two pages or more while one of them is open, and else has one link to its first. `audience`: who it is for.
    `shared`: the keys of `SHARED` that it reads, and so
    keeps in its address. `in_sidebar`: those of them that stand as boxes in the sidebar. `takes_choice`: what it
    draws is about one indicator, period and area, so its draw function takes the `Choice`; of any other page only
    the strip and the foot speak of the indicator in its address. `form`: the kind of return that it is about instead, so its
    draw function takes the `Form`: that return's period, and the area; where `form` is a key
    of its own, the one that it opens with. `mechanism`: which of the programme's four it is the page of; the
    menu has them under a heading of their own, and the strip says which. `has_index`: it is about the composite index of a quarter,
    so its draw function takes the `Quarter`. `own`: address keys of this page alone (another
    page's of the same name is another choice). `lists`: those of them that hold several values. `lapses`: those that
    would mean something else once another choice has changed, each with the choices whose change takes it back.
    `pictures`: what is taken of it for the documents.
    """

    name: str
    path: str
    icon: str
    group: str
    audience: tuple[Audience, ...]
    shared: tuple[str, ...] = ("lang", "indicator", "period", "city", "theme")
    in_sidebar: tuple[str, ...] = ()
    takes_choice: bool = False
    form: str = ""
    mechanism: str = ""
    has_index: bool = False
    own: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    lapses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()

    def __post_init__(self) -> None:
        wrong = {
            "shared": set(self.shared) - set(SHARED),
            "in_sidebar": set(self.in_sidebar) - set(self.shared),
            "own": set(self.own) & {*self.shared, *EVERYWHERE},
            "lists": set(self.lists) - set(self.own),
            "lapses": {*self.lapses, *(one for with_these in self.lapses.values() for one in with_these)}
            - set(self.keys),
            # A page without a period of its own is about the one that its indicator opens with.
            "takes_choice": {"indicator"} - set(self.shared) if self.takes_choice else set(),
            # A form's figures are no indicator's: a page is about the one or the other.
            "form": {"period"} - set(self.shared) | {"indicator"} & set(self.shared) if self.form else set(),
            "has_index": {"period"} - set(self.shared) if self.has_index else set(),
        }
        if any(wrong.values()):
            raise ValueError(f"The record of the page {self.name!r} contradicts itself: {wrong}")

    @property
    def keys(self) -> tuple[str, ...]:
        """The address keys that this page reads and writes, in the order in which they stand there."""
        return tuple(key for key in SHARED if key in (*self.shared, *EVERYWHERE)) + self.own

    @property
    def carried(self) -> tuple[str, ...]:
        """Those of its keys that the menu's link to it carries."""
        return tuple(key for key in self.keys if key != BY_LINK or key in self.own)

    @property
    def shows(self) -> str:
        """What is waited for until it is drawn: a map, a chart, tiles, or no more than its text."""
        return self.pictures[0].shows if self.pictures else "text"

    @property
    def stem(self) -> str:
        """Its address below the app's: the file's stem; the first page has none."""
        path = PurePosixPath(self.path)
        return path.stem if path.parts[0] == "pages" else ""


def everywhere(query: str = "") -> tuple[Picture, ...]:
    """A page in both languages and themes, in a wide window, a narrow one and on a telephone."""
    return (
        Picture("zh-light", query),
        Picture("en-dark", query, "en", "dark"),
        Picture("zh-dark-1024", query, theme="dark", width=1024),
        Picture("en-light-390", query, "en", width=390, phone=True),
    )
