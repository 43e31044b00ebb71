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
    # Another form than the one it opens with; of findings the rule, the severity, whether of the period alone, and the one that lies open.
    form="staffing",
    own=("form", "county", "view", "rule", "severity", "span", "finding"),
    lapses={"county": ("city",), "rule": ("form",), "finding": ("form", "city")},
    pictures=(
        *everywhere(),
        Picture("zh-missing", "view=missing"),
        Picture("zh-findings", "view=findings&form=governance"),
        Picture("zh-city", "city={policy_city}"),
    ),
)

DATA = (_COMPLETENESS,)
