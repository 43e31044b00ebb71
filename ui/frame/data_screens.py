"""The records of the pages on which data are looked after."""

from __future__ import annotations

from ui.frame.screen import Picture, Screen, everywhere

_COMPLETENESS = Screen(
    "completeness",
    "pages/completeness.py",
    ":material/fact_check:",
    "data",
    audience=("leader", "analyst", "report writer"),
    shared=("lang", "period", "city", "theme"),
    in_sidebar=("period", "city"),
    # Another form than the one it opens with.
    form="staffing",
    own=("form", "county", "view"),
    lapses={"county": ("city",)},
    pictures=(
        *everywhere(),
        Picture("zh-missing", "view=missing"),
        Picture("zh-city", "city={policy_city}"),
    ),
)

DATA = (_COMPLETENESS,)
