"""The records of the pages about the data themselves: what was filed, what was corrected."""

from __future__ import annotations

from ui.frame.screen import Picture, Screen, everywhere

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

DATA = (_CORRECTIONS,)
