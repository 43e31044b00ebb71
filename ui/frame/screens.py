"""The registry of pages: one record each, in the order of the menu.

Menu, address keys, boxes in the sidebar, pictures and the tests of pages derive from it. A new page costs

1. its file `pages/<name>.py`: one line, `open_screen("<name>", screen.draw)`;
2. its folder `ui/<name>/` with `screen.py`, whose `draw` takes the page, and the choice, form or quarter where its record says so;
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
SHARED = ("lang", "group", "indicator", "period", "city", "theme", "county")
# It travels by links only: neither the menu nor the session carries it to a page that shares it.
BY_LINK = "county"

Audience = Literal["leader", "analyst", "report writer"]


@dataclass(frozen=True)
class Picture:
    """A picture to take of a page: the end of its file's name, and what its address says beside language and theme.

    Names in braces are filled in by who takes it: `{period}`, `{county}`, `{city}`, `{areas}`, `{no_target}` (an indicator),
    `{policy_county}`, `{policy_city}`, `{clustered}` (an indicator whose counties lie together), `{case}`.
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
    draw function takes the `Form`: that return's period, and the area. `mechanism`: which of the programme's four it is the page of; the
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
            "own": set(self.own) & set(self.shared),
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
        return tuple(key for key in SHARED if key in self.shared) + self.own

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


def _everywhere(query: str = "") -> tuple[Picture, ...]:
    """A page in both languages and themes, in a wide window, a narrow one and on a telephone."""
    return (
        Picture("zh-light", query),
        Picture("en-dark", query, "en", "dark"),
        Picture("zh-dark-1024", query, theme="dark", width=1024),
        Picture("en-light-390", query, "en", width=390, phone=True),
    )


_EVERYONE: tuple[Audience, ...] = ("leader", "analyst", "report writer")

_HOME = Screen(
    "home",
    "app.py",
    ":material/map:",
    "overview",
    audience=("leader", "report writer"),
    shared=("lang", "group", "indicator", "period", "city", "theme"),
    in_sidebar=("group", "indicator", "period", "city"),
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
        Picture("zh-tiles", "period={period}&view=tiles"),
        Picture("en-tiles-dark", "period={period}&view=tiles", "en", "dark"),
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
_AREA_PROFILE = Screen(
    "area_profile",
    "pages/area_profile.py",
    ":material/id_card:",
    "overview",
    audience=("leader", "report writer"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    has_index=True,
    own=("county",),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere("county={policy_county}"),
        Picture("zh-whole"),
        Picture("zh-city", "city={policy_city}"),
    ),
)
_TRENDS = Screen(
    "trends",
    "pages/trends.py",
    ":material/show_chart:",
    "overview",
    audience=("analyst", "report writer"),
    shared=("lang", "group", "indicator", "period", "city", "theme"),
    in_sidebar=("group",),
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
_STAFFING = Screen(
    "staffing",
    "pages/staffing.py",
    ":material/engineering:",
    "topics",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    form="staffing",
    # What is supposed of a scenario: a target, people each quarter, growth in per cent a year.
    own=("county", "view", "target", "hires", "growth"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere(),
        Picture("zh-what-if", "view=what_if&target=20&hires=5"),
        Picture("zh-base", "view=base"),
        Picture("zh-city", "city={policy_city}"),
    ),
)
_ORGANIZATIONS = Screen(
    "organizations",
    "pages/organizations.py",
    ":material/groups_2:",
    "topics",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    form="organizations",
    # A county is picked on the page: its mix stands beside its peers'.
    own=("county", "view"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere("county={policy_county}"),
        Picture("zh-whole"),
    ),
)
_SERVICES = Screen(
    "services",
    "pages/services.py",
    ":material/home_health:",
    "topics",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    form="services",
    # A county is picked on the page; counties stand under their cities, or by what `sort` names.
    own=("county", "view", "sort"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere(),
        Picture("zh-city", "city={policy_city}"),
        Picture("zh-county", "county={policy_county}"),
    ),
)
_SCORECARD = Screen(
    "scorecard",
    "pages/scorecard.py",
    ":material/scoreboard:",
    "compare",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    has_index=True,
    # Of a county that is picked its townships are shown; `other` is the date beside the period, `system` whose indicators.
    own=("county", "view", "other", "system", "sort"),
    lapses={"county": ("city",), "other": ("period",), "sort": ("system",)},
    pictures=(
        *_everywhere(),
        Picture("zh-system", "system=governance"),
        Picture("zh-city", "city={policy_city}"),
        Picture("zh-county", "county={policy_county}"),
    ),
)
_SYSTEMS = Screen(
    "systems",
    "pages/systems.py",
    ":material/view_column:",
    "policy",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    has_index=True,
    # A county is picked on the page; a system opens with all that it is made of.
    own=("county", "view", "system"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere("county={policy_county}"),
        Picture("zh-whole"),
        Picture("zh-city", "city={policy_city}"),
    ),
)
_INITIATIVES = Screen(
    "initiatives",
    "pages/initiatives.py",
    ":material/checklist:",
    "policy",
    mechanism="organization",
    audience=("leader", "report writer"),
    shared=("lang", "theme"),
    own=("view", "task", "list", "system", "department", "mechanism"),
    pictures=(
        *_everywhere(),
        Picture("zh-departments", "view=departments"),
        Picture("zh-policies", "view=policies"),
    ),
)
_TIERS = Screen(
    "tiers",
    "pages/tiers.py",
    ":material/stacked_line_chart:",
    "policy",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    form="community_tiers",
    # A county is picked on the page; a tier of the flow chooses what the list beside it tells.
    own=("county", "view", "tier"),
    lapses={"county": ("city",)},
    pictures=_everywhere(),
)
_PARTNERS = Screen(
    "partners",
    "pages/partners.py",
    ":material/diversity_3:",
    "policy",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    form="five_partners",
    own=("county", "view", "partner"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere(),
        Picture("zh-county", "county={policy_county}"),
    ),
)
_CAREERS = Screen(
    "careers",
    "pages/careers.py",
    ":material/stairs:",
    "policy",
    mechanism="growth",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    form="staffing_grades",
    # A rung of the ladder, as `chief-7`, lists beside it where its people are.
    own=("county", "view", "step"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere("county={policy_county}"),
        Picture("zh-counties", "view=counties"),
    ),
)
_EVALUATION = Screen(
    "evaluation",
    "pages/evaluation.py",
    ":material/balance:",
    "policy",
    mechanism="excellence",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    has_index=True,
    # Weights of the reader's own stand in the address alone; a step of the method opens what it rests on.
    own=("county", "view", "as", "indicator", "w", "step"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere("county={policy_county}"),
        Picture("zh-score", "view=score&county={policy_county}"),
        Picture("zh-clusters", "view=clusters&indicator={clustered}"),
        Picture("zh-acceptance", "view=acceptance"),
        Picture("zh-table", "as=table&county={policy_county}"),
    ),
)
_PILOTS = Screen(
    "pilots",
    "pages/pilots.py",
    ":material/hub:",
    "policy",
    mechanism="excellence",
    audience=("leader", "report writer"),
    shared=("lang", "theme"),
    # A county is picked on the tiles; what is shown is what began or was taken up there. A topic is a case's theme: `theme` is the look.
    own=("view", "case", "topic", "batch", "county"),
    pictures=(
        *_everywhere(),
        Picture("zh-case", "case={case}"),
    ),
)
_RESOURCES = Screen(
    "resources",
    "pages/resources.py",
    ":material/account_balance:",
    "policy",
    mechanism="support",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    form="resources",
    own=("county", "view"),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere(),
        Picture("zh-scatter", "view=scatter"),
        Picture("zh-city", "city={policy_city}"),
    ),
)
_CATALOGUE = Screen(
    "catalogue",
    "pages/catalogue.py",
    ":material/menu_book:",
    "outputs",
    audience=_EVERYONE,
    shared=("lang", "indicator", "theme"),
    takes_choice=True,
    # A published column whose lineage is drawn, and the step of it whose SQL lies open.
    own=("view", "column", "step"),
    lapses={"step": ("indicator", "column")},
    pictures=(
        *_everywhere(),
        Picture("zh-step", "column=verdict&step=verdicts.judged"),
        Picture("zh-table", "view=table"),
        Picture("en-no-target", "indicator={no_target}", "en"),
    ),
)
_LAB = Screen(
    "lab",
    "pages/lab.py",
    ":material/terminal:",
    "outputs",
    audience=("analyst", "report writer"),
    shared=("lang", "theme"),
    # A statement of the reader's own, or the name of one that is shipped; what its chart has across and up.
    own=("q", "saved", "across", "up"),
    lapses={"q": ("saved",), "across": ("saved", "q"), "up": ("saved", "q")},
    pictures=(
        *_everywhere(),
        Picture("zh-line", "saved=counties_met_by_quarter", shows="chart"),
        Picture("zh-refused", "q=select%20area_code%2C%20gapp%0Afrom%20marts.indicator_values"),
    ),
)
_ABOUT = Screen(
    "about",
    "pages/about.py",
    ":material/database:",
    "data",
    audience=_EVERYONE,
    pictures=_everywhere(),
)

SCREENS: dict[str, Screen] = {
    screen.name: screen
    for screen in (
        _HOME,
        _AREA_PROFILE,
        _TRENDS,
        _STAFFING,
        _ORGANIZATIONS,
        _SERVICES,
        _SCORECARD,
        _SYSTEMS,
        _PARTNERS,
        _TIERS,
        _INITIATIVES,
        _EVALUATION,
        _PILOTS,
        _RESOURCES,
        _CAREERS,
        _CATALOGUE,
        _LAB,
        _ABOUT,
    )
}


def groups() -> dict[str, list[Screen]]:
    """The pages by their group, in the order of the menu."""
    found: dict[str, list[Screen]] = {}
    for screen in SCREENS.values():
        found.setdefault(screen.group, []).append(screen)
    return found
