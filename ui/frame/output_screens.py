"""The records of the pages that write documents."""

from __future__ import annotations

from ui.frame.screen import Picture, Screen, everywhere

_BULLETIN = Screen(
    "bulletin",
    "pages/bulletin.py",
    ":material/campaign:",
    "outputs",
    audience=("leader", "report writer"),
    shared=("lang", "indicator", "period", "theme"),
    in_sidebar=("indicator", "period"),
    takes_choice=True,
    # The language that the document is written in, which need not be the page's; the issued one that lies open.
    own=("written", "issued"),
    # Who turns to another bulletin wants its draft.
    lapses={"issued": ("indicator", "period")},
    pictures=(
        *everywhere(),
        Picture("zh-no-target", "indicator={no_target}"),
    ),
)

OUTPUTS = (_BULLETIN,)
