"""The records of the pages that compare: counties with each other, and with themselves at another date."""

from __future__ import annotations

from ui.frame.screen import Picture, Screen, everywhere

_SCORECARD = Screen(
    "scorecard",
    "pages/scorecard.py",
    ":material/scoreboard:",
    "compare",
    audience=("leader", "analyst"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    has_index=True,
    # Of a county that is picked its townships are shown; `since` is the date beside the period, `system` whose indicators.
    own=("county", "view", "since", "system", "sort"),
    lapses={"county": ("city",), "since": ("period",), "sort": ("system",)},
    pictures=(
        *everywhere(),
        Picture("zh-system", "system=governance"),
        Picture("zh-city", "city={policy_city}"),
        Picture("zh-county", "county={policy_county}"),
    ),
)
_CHANGE = Screen(
    "change",
    "pages/change.py",
    ":material/compare:",
    "compare",
    audience=("leader", "analyst"),
    shared=("lang", "group", "indicator", "period", "city", "theme"),
    in_sidebar=("group", "indicator", "period", "city"),
    takes_choice=True,
    # The earlier period; what plays in the browser is no choice until a reader takes it.
    own=("view", "since"),
    lapses={"since": ("period",)},
    pictures=(
        *everywhere("since=2022-12-31"),
        Picture("zh-city", "city={policy_city}"),
        Picture("zh-no-target", "indicator={no_target}"),
        Picture("zh-table", "view=table"),
    ),
)
_WHY = Screen(
    "why",
    "pages/why.py",
    ":material/help_center:",
    "compare",
    audience=("leader", "analyst"),
    shared=("lang", "indicator", "period", "city", "theme"),
    in_sidebar=("indicator", "period", "city"),
    takes_choice=True,
    # The earlier period, and the snapshot that tells it where that is another; a county is picked on the page.
    own=("county", "view", "since", "with"),
    lapses={"county": ("city",), "since": ("period",)},
    pictures=(
        *everywhere(),
        Picture("zh-table", "view=table"),
    ),
)
_PAIRS = Screen(
    "pairs",
    "pages/pairs.py",
    ":material/scatter_plot:",
    "compare",
    audience=("analyst",),
    shared=("lang", "group", "indicator", "period", "city", "theme"),
    in_sidebar=("group", "indicator", "period", "city"),
    takes_choice=True,
    own=("other", "county", "view"),
    lapses={"county": ("city",)},
    pictures=(
        *everywhere("indicator=elderly_service_coverage&other=childcare_coverage"),
        Picture("zh-city", "other=certified_worker_share&city={policy_city}"),
    ),
)

COMPARE = (_SCORECARD, _CHANGE, _WHY, _PAIRS)
