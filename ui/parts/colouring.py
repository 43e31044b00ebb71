"""The classes a page colours by, from the indicator's row, the target in force and what counties need."""

from __future__ import annotations

from draw.scales import Scale, change_scale, gap_scale, value_scale
from ui.frame.page import Choice, Page

HIGHER = {"higher_is_better": True, "lower_is_better": False, "neutral": None}


def scale_of(page: Page, choice: Choice, colour: str) -> Scale:
    """The scale of a way to colour: ratio, gap or change. Values keep the registry's bounds in every period."""
    bounds = class_bounds(choice)
    higher = HIGHER[str(choice.indicator["polarity"])]
    if colour == "change":
        # The whole area's changes and needs, so that a chosen city keeps the classes of the whole map.
        rows = page.answers.counties(choice.code, choice.period, page.root)
        changes = [None if r["change_shown"] is None else float(r["change_shown"]) for r in rows]
        between = page.speech("legend.between")
        return change_scale(changes, higher_is_better=higher, between=between, theme=page.theme)
    if colour == "gap":
        rows = page.answers.counties(choice.code, choice.period, page.root)
        return gap_scale([r["required"] for r in rows], theme=page.theme)
    headline = choice.headline()
    target = float(headline["target_value"]) if headline["has_target"] else None
    if target is not None and headline["target_comparison"] in ("<=", "<"):
        higher = False
    return value_scale(bounds, target=target, higher_is_better=higher, theme=page.theme)


def class_bounds(choice: Choice) -> list[float]:
    """The indicator's class bounds, lowest first."""
    return [float(b) for b in str(choice.indicator["class_bounds"] or "").split("|") if b]
