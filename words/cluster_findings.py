"""What is said of clusters: a plain sentence for what was found, and one for how likely chance would do the same."""

from __future__ import annotations

from collections.abc import Sequence

from words import numbers
from words.catalogue import Speech

Patch = tuple[str, str, int]  # its label (high_high or low_low), where it lies, of how many counties it is


def title(speech: Speech, name: str, patches: Sequence[Patch], odd: int, *, is_clustered: bool) -> str:
    """Where counties alike lie together; that they do so as a whole and nowhere by themselves; that nothing stands out."""
    if patches:
        first, *others = patches
        parts = [_first(speech, name, first)]
        second = next((patch for patch in others if patch[0] != first[0]), None)
        if second:
            parts.append(speech(f"clusters.second_{_kind(second)}", where=second[1], n=second[2]))
        return speech("list.sentence").join(parts)
    if odd:
        return speech.plural("clusters.odd_only", odd, name=name)
    return speech("clusters.as_a_whole" if is_clustered else "clusters.nothing", name=name)


def _first(speech: Speech, name: str, patch: Patch) -> str:
    return speech(f"clusters.first_{_kind(patch)}", name=name, where=patch[1], n=patch[2])


def _kind(patch: Patch) -> str:
    """Which words tell of a patch: of high or low ones, of one county or several."""
    height = "high" if patch[0] == "high_high" else "low"
    return height if patch[2] > 1 else f"{height}_alone"


def where(speech: Speech, cities: Sequence[str]) -> str:
    """The cities over which a patch lies, those with most of it first."""
    if len(cities) == 1:
        return cities[0]
    key = "clusters.where_two" if len(cities) == 2 else "clusters.where_more"
    return speech(key, one=cities[0], other=cities[1])


def chance(speech: Speech, tested: int, permutations: int, as_far: int) -> str:
    """How often shuffled values lie as far from no order as these do."""
    values = {"tested": numbers.count(tested), "permutations": numbers.count(permutations)}
    if not as_far:
        return speech("clusters.chance_never", **values)
    return speech.plural("clusters.chance", as_far, **values)


def p_value(value: float) -> str:
    """A p-value to four places: that is as fine as the permutations are."""
    return f"{value:.4f}"
