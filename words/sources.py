"""Where figures and borders come from, as lines for the foot of a page and of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from words.catalogue import Speech
from words.sentences import target

Row = Mapping[str, Any]


def simulated(speech: Speech, indicator: Row) -> str:
    """That the indicator's returns are simulated; empty where they are not."""
    if not indicator["simulated"]:
        return ""
    # Of published figures over those of a return it is the latter that is simulated.
    side = "denominator" if indicator["from_figures"] else "numerator"
    return speech("tag.simulated", name=speech.pick(indicator, f"{side}_name"))


def sources(speech: Speech, facts: Row, tag: str) -> str:
    """The sources of the pack's figures, and what is simulated (`tag`)."""
    notes = [speech.pick(facts, "sources_note"), tag]
    return speech("footer.sources", sources=speech("list.sentence").join(s.rstrip("。.") for s in notes if s))


def target_in_force(speech: Speech, headline: Row, indicator: Row) -> str:
    """The target in force for an indicator, and what it rests on; empty where there is none for the whole area."""
    if not headline["target_is_common"]:
        return ""
    told = speech(
        "footer.target",
        target=target(speech, {**headline, "reach_by": None}, indicator),
        basis=speech.pick(headline, "legal_basis"),
    )
    scope = speech.pick(headline, "target_scope")
    return speech("footer.target_scope", told=told, scope=scope) if scope else told


def borders(speech: Speech, facts: Row) -> str:
    """Where the boundaries come from, and their approval number or that they are an example only."""
    source = speech.pick(facts, "map_source")
    if facts["map_approval_number"]:
        return speech("footer.map_approved", source=source, number=facts["map_approval_number"])
    return speech("footer.map_example", source=source)
