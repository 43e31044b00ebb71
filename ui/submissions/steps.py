"""The five steps, and where the files are."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.desk.reading import Lot
from ui.frame.page import Page
from ui.submissions.held import held

STEPS = ("upload", "read", "settle", "land", "publish")


def draw(page: Page, lot: Lot | None) -> None:
    """A line of five."""
    at, rows = _at(lot), ""
    for number, name in enumerate(STEPS):
        kind = "done" if number < at else "now" if number == at else "later"
        sign = "✓" if number < at else str(number + 1)
        current = ' aria-current="step"' if kind == "now" else ""
        rows += f'<li class="{kind}"{current}><span>{sign}</span>{plain.html(page.speech(f"desk.step_{name}"))}</li>'
    st.html(f'<ol class="desk_steps" aria-label="{plain.html(page.speech("desk.steps"))}">{rows}</ol>')


def _at(lot: Lot | None) -> int:
    """Which is the one at hand; one beyond the last when all is done."""
    committed = held().committed
    if committed is not None:
        work = committed.publication
        return len(STEPS) if work is None or (work.is_done() and not work.has_failed()) else 4
    if lot is None or not lot.files:
        return 0
    settled = all(one.state in ("ready", "duplicate") for one in lot.files)
    return 3 if settled else 2
