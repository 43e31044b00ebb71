"""What the page found: the verdict and the gap, and what the figure is made of."""

from __future__ import annotations

from files.profile.facts import Profile
from ui.frame.page import Page
from words import profile_findings


def told(page: Page, profile: Profile) -> tuple[str, str]:
    """The finding and the grey line."""
    name = page.speech.pick(profile.area, "area_name")
    judged, indicator = profile.judged, profile.indicator
    return (
        profile_findings.title(page.speech, name, judged, indicator),
        profile_findings.grey(page.speech, profile.area, judged, indicator),
    )
