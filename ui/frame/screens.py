"""The registry of pages: one record each, in the order of the menu.

Menu, address keys, boxes in the sidebar, pictures and the tests of pages derive from it. A new page costs

1. its file `pages/<name>.py`: one line, `open_screen("<name>", screen.draw)`;
2. its folder `ui/<name>/` with `screen.py`, whose `draw` takes the page, and the choice, form or quarter where its record says so;
3. its record here, of those that compare in `compare_screens.py`, of those that write documents in `output_screens.py`, of those
   about the data themselves in `data_screens.py`;
4. its words: `menu.<name>` and what it says (and `group.<group>` where the group is new), in both languages;
5. its question in `sql/queries/`, where none of those there answers it.

`tests/test_screens.py` adds one so, to a copy of the project, and opens it.
"""

from __future__ import annotations

from ui.frame.compare_screens import COMPARE
from ui.frame.data_screens import DATA
from ui.frame.output_screens import OUTPUTS
from ui.frame.screen import BY_LINK, SHARED, Audience, Picture, Screen
from ui.frame.screen import everywhere as _everywhere

__all__ = ["BY_LINK", "SCREENS", "SHARED", "Picture", "Screen", "groups"]


_EVERYONE: tuple[Audience, ...] = ("leader", "analyst", "report writer")

_HOME = Screen(
    "home",
    "app.py",
    ":material/map:",
    "overview",
    audience=("leader", "report writer"),
    shared=("lang", "group", "indicator", "period", "city", "boundaries", "theme"),
    in_sidebar=("group", "indicator", "period", "city", "boundaries"),
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
        Picture("zh-boundaries", "period={before_redrawn}&boundaries=today", shows="map"),
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
_DRILL = Screen(
    "drill",
    "pages/drill.py",
    ":material/account_tree:",
    "overview",
    audience=("leader", "analyst"),
    shared=("lang", "group", "indicator", "period", "city", "theme"),
    in_sidebar=("group", "indicator", "period", "city"),
    takes_choice=True,
    # A county's townships are a column of their own; it brings its city along.
    own=("county",),
    lapses={"county": ("city",)},
    pictures=(
        *_everywhere("county={policy_county}"),
        Picture("zh-whole"),
        Picture("zh-city", "city={policy_city}"),
        Picture("en-no-target", "indicator={no_target}&city={policy_city}", "en"),
    ),
)
_TRENDS = Screen(
    "trends",
    "pages/trends.py",
    ":material/show_chart:",
    "overview",
    audience=("analyst", "report writer"),
    shared=("lang", "group", "indicator", "period", "city", "boundaries", "theme"),
    in_sidebar=("group", "boundaries"),
    takes_choice=True,
    own=("areas", "beside"),
    lists=("areas", "beside"),
    pictures=(
        Picture("zh-light", "areas={areas}", shows="chart"),
        Picture("en-dark", "areas={areas}", "en", "dark", shows="chart"),
        Picture("zh-light-1280", "areas={areas}", width=1280, shows="chart"),
        Picture("zh-boundaries", "areas={redrawn}&boundaries=today", shows="chart"),
        Picture(
            "en-dark-boundaries", "areas={ended}&boundaries={before_redrawn}", "en", "dark", shows="chart"
        ),
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
_EXPORTS = Screen(
    "exports",
    "pages/exports.py",
    ":material/download:",
    "outputs",
    audience=("report writer", "analyst"),
    shared=("lang", "indicator", "period", "city", "boundaries", "theme"),
    takes_choice=True,
    # A question with what it takes beside indicator, period and area; the kind of file, and its words.
    own=(
        "county", "question", "areas", "level", "since", "published", "dataset", "other", "system", "step", "hires", "growth",
        "target_millionths", "kind", "file",
    ),
    lists=("areas",),
    lapses={
        "county": ("city",),
        "since": ("indicator", "period", "question"),
        "other": ("indicator", "question"),
        **dict.fromkeys(
            ("areas", "level", "published", "dataset", "system", "step", "hires", "growth", "target_millionths"),
            ("question",),
        ),
    },
    pictures=(*_everywhere("city={policy_city}"), Picture("zh-csv", "question=area_series&kind=csv")),
)  # fmt: skip
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
        _DRILL,
        _TRENDS,
        _STAFFING,
        _ORGANIZATIONS,
        _SERVICES,
        *COMPARE,
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
        _EXPORTS,
        *OUTPUTS,
        *DATA,
        _ABOUT,
    )
}


def groups() -> dict[str, list[Screen]]:
    """The pages by their group, in the order of the menu."""
    found: dict[str, list[Screen]] = {}
    for screen in SCREENS.values():
        found.setdefault(screen.group, []).append(screen)
    return found
