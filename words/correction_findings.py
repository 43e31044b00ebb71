"""What is said of two snapshots that are compared."""

from __future__ import annotations

from collections.abc import Mapping

from words.catalogue import Speech

# Why a county's figure is another, in the order in which the title tells them.
TOLD = ("filed_since", "corrected", "withdrawn", "denominator")


def title(speech: Speech, counties: Mapping[str, int], met: tuple[int, int], flipped: int) -> str:
    """How many counties filed since, were corrected or taken back, what that did to how many meet the target, how many verdicts flipped.

    `counties` counts them by why; `met` is how many met the target then and now.
    """
    parts = [speech.plural(f"corrections.{why}", counties[why]) for why in TOLD if counties.get(why)]
    others = sum(number for why, number in counties.items() if why not in TOLD)
    if others:
        parts.append(speech.plural("corrections.otherwise", others))
    was, now = met
    moved = speech("corrections.met_moved" if was != now else "corrections.met_same", was=was, now=now)
    turned = speech.plural("corrections.flipped", flipped) if flipped else speech("corrections.none_flipped")
    return speech("corrections.title", told=speech("list.item").join(parts), moved=moved, turned=turned)
