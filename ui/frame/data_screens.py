"""The records of the pages on which data are looked after: what was filed, what was corrected."""

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

_CORRECTIONS = Screen(
    "corrections",
    "pages/corrections.py",
    ":material/edit_note:",
    "data",
    audience=("analyst", "report writer"),
    shared=("lang", "group", "indicator", "period", "city", "theme"),
    in_sidebar=("indicator", "period", "city"),
    takes_choice=True,
    # The earlier snapshot (the later is the one that the page reads), whether only what flipped is shown, and the batch that lies open.
    own=("view", "with", "only", "batch"),
    pictures=(
        *everywhere(),
        Picture("zh-table", "view=table"),
    ),
)

_SUBMISSIONS = Screen(
    "submissions",
    "pages/submissions.py",
    ":material/upload_file:",
    "data",
    audience=("report writer",),
    # What is brought, said and settled here stands in the session alone: no address carries it.
    shared=("lang", "theme"),
    pictures=everywhere(),
)

DATA = (_COMPLETENESS, _SUBMISSIONS, _CORRECTIONS)
