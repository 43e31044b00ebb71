"""The classes a page colours by, from the indicator's row, the target in force and what counties need."""

from __future__ import annotations

from ui.page import Page
from ui.tokens import Scale, change_scale, gap_scale, value_scale

HIGHER = {"higher_is_better": True, "lower_is_better": False, "neutral": None}


def scale_of(page: Page, colour: str) -> Scale:
    """The scale of a way to colour: ratio, gap or change. Bounds are the registry's, for every period."""
    bounds = class_bounds(page)
    higher = HIGHER[str(page.indicator["polarity"])]
    if colour == "change":
        return change_scale(bounds, higher_is_better=higher, theme=page.theme)
    if colour == "gap":
        # The whole area's needs, so that a chosen city keeps the classes of the whole map.
        rows = page.answers.counties(page.code, page.period, page.root)
        return gap_scale([r["required"] for r in rows], theme=page.theme)
    headline = page.headline()
    target = float(headline["target_value"]) if headline["has_target"] else None
    if target is not None and headline["target_comparison"] in ("<=", "<"):
        higher = False
    return value_scale(bounds, target=target, higher_is_better=higher, theme=page.theme)


def class_bounds(page: Page) -> list[float]:
    """The indicator's class bounds, lowest first."""
    return [float(b) for b in str(page.indicator["class_bounds"] or "").split("|") if b]
