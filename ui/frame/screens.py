"""The registry of pages: one record each, in the order of the menu.

Menu, address keys, boxes in the sidebar, pictures and the tests of pages derive from it. A new page costs

1. its file `pages/<name>.py`: one line, `open_screen("<name>", screen.draw)`;
2. its folder `ui/<name>/` with `screen.py`, whose `draw` takes the page, and the choice where its record says so;
3. its record here;
4. its words: `menu.<name>` and what it says (and `group.<group>` where the group is new), in both languages;
5. its question in `sql/queries/`, where none of those there answers it.

`tests/test_screens.py` adds one so, to a copy of the project, and opens it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

# The one list of address keys that pages share, in the order in which an address has them.
SHARED = ("lang", "indicator", "period", "city", "theme", "county")
# It travels by links only: neither the menu nor the session carries it to a page that shares it.
BY_LINK = "county"

Audience = Literal["leader", "analyst", "report writer"]


@dataclass(frozen=True)
class Picture:
    """A picture to take of a page: the end of its file's name, and what its address says beside language and theme.

    Names in braces are filled in by who takes it: `{period}`, `{county}`, `{city}`, `{areas}`, `{no_target}` (an indicator).
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
    group once it has two pages. `audience`: who it is for. `shared`: the keys of `SHARED` that it reads, and so
    keeps in its address. `in_sidebar`: those of them that stand as boxes in the sidebar. `takes_choice`: what it
    draws is about one indicator, period and area, so its draw function takes the `Choice`; of any other page only
    the strip and the foot speak of the indicator in its address. `own`: address keys of this page alone (another
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
    own: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    lapses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()

    def __post_init__(self) -> None:
        wrong = {
            "shared": set(self.shared) - set(SHARED),
            "in_sidebar": set(self.in_sidebar) - set(self.shared),
            "own": set(self.own) & set(self.shared),
            "lists": set(self.lists) - set(self.own),
            "lapses": {*self.lapses, *(one for with_these in self.lapses.values() for one in with_these)}
            - set(self.keys),
            "takes_choice": {"indicator", "period"} - set(self.shared) if self.takes_choice else set(),
        }
        if any(wrong.values()):
            raise ValueError(f"The record of the page {self.name!r} contradicts itself: {wrong}")

    @property
    def keys(self) -> tuple[str, ...]:
        """The address keys that this page reads and writes, in the order in which they stand there."""
        return tuple(key for key in SHARED if key in self.shared) + self.own

    @property
    def carried(self) -> tuple[str, ...]:
        """Those of its keys that the menu's link to it carries."""
        return tuple(key for key in self.keys if key != BY_LINK or key in self.own)

    @property
    def stem(self) -> str:
        """Its address below the app's: the file's stem; the first page has none."""
        path = PurePosixPath(self.path)
        return path.stem if path.parts[0] == "pages" else ""


_EVERYONE: tuple[Audience, ...] = ("leader", "analyst", "report writer")

_HOME = Screen(
    "home",
    "app.py",
    ":material/map:",
    "overview",
    audience=("leader", "report writer"),
    in_sidebar=("indicator", "period", "city"),
    takes_choice=True,
    # A county is picked on the map here; what is shown stays the city or the whole.
    own=("county", "view", "colour", "class", "rows", "show"),
    # A county of another city is not on the map; a class is a number, of other counties under another colour.
    lapses={"county": ("city",), "class": ("indicator", "colour")},
    pictures=(
        Picture("zh-light", "period={period}&county={county}", shows="map"),
        Picture("en-dark", "period={period}&county={county}", "en", "dark", shows="map"),
        Picture("en-light", "period={period}", "en", shows="map"),
        Picture("zh-dark", "period={period}", theme="dark", shows="map"),
        Picture("zh-gap", "period={period}&colour=gap", shows="map"),
        Picture("zh-change", "period={period}&colour=change", shows="map"),
        Picture("zh-chart", "period={period}&view=chart", shows="chart"),
        Picture("en-chart-dark", "period={period}&view=chart", "en", "dark", shows="chart"),
        Picture("zh-table", "period={period}&view=table"),
        Picture("en-table-dark", "period={period}&view=table", "en", "dark"),
        Picture("zh-city", "period={period}&city={city}", shows="map"),
        Picture("zh-no-target", "period={period}&indicator={no_target}", shows="map"),
        Picture("zh-light-1280", "period={period}&county={county}", width=1280, shows="map"),
        Picture("zh-light-1920", "period={period}&county={county}", width=1920, shows="map"),
        Picture("en-dark-1920", "period={period}", "en", "dark", 1920, shows="map"),
        Picture("zh-light-1024", "period={period}&county={county}", width=1024, shows="map"),
        Picture("zh-light-390", "period={period}", width=390, shows="tiles", phone=True),
        Picture(
            "en-dark-390", "period={period}&county={county}", "en", "dark", 390, shows="tiles", phone=True
        ),
        Picture("en-light-390-window", "period={period}", "en", width=390, shows="map"),
    ),
)
_TRENDS = Screen(
    "trends",
    "pages/trends.py",
    ":material/show_chart:",
    "analysis",
    audience=("analyst", "report writer"),
    takes_choice=True,
    own=("areas", "beside"),
    lists=("areas", "beside"),
    pictures=(
        Picture("zh-light", "areas={areas}", shows="chart"),
        Picture("en-dark", "areas={areas}", "en", "dark", shows="chart"),
        Picture("zh-light-1280", "areas={areas}", width=1280, shows="chart"),
        Picture("zh-dark-1920", "areas={areas}", theme="dark", width=1920, shows="chart"),
        Picture("en-light-1024", "areas={areas}", "en", width=1024, shows="chart"),
        Picture("zh-dark-390", "areas={areas}", theme="dark", width=390, shows="chart", phone=True),
    ),
)
_ABOUT = Screen(
    "about",
    "pages/about.py",
    ":material/database:",
    "data",
    audience=_EVERYONE,
    pictures=(
        Picture("zh-light"),
        Picture("en-dark", language="en", theme="dark"),
        Picture("zh-dark-1024", theme="dark", width=1024),
        Picture("en-light-390", language="en", width=390, phone=True),
    ),
)

SCREENS: dict[str, Screen] = {screen.name: screen for screen in (_HOME, _TRENDS, _ABOUT)}


def groups() -> dict[str, list[Screen]]:
    """The pages by their group, in the order of the menu."""
    found: dict[str, list[Screen]] = {}
    for screen in SCREENS.values():
        found.setdefault(screen.group, []).append(screen)
    return found
