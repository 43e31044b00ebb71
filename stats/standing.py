"""Who cannot be told apart: groups of areas in a row in which nobody stands above another."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def groups(order: Sequence[str], apart: Collection[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Areas first to last, in groups: one begins with the first whom any member of the group before stands above.

    Args:
        order: codes, the first in position first.
        apart: pairs of which the first stands above the second.
    """
    stands_above = set(apart)
    found: list[list[str]] = []
    for code in order:
        if found and not any((one, code) in stands_above or (code, one) in stands_above for one in found[-1]):
            found[-1].append(code)
        else:
            found.append([code])
    return tuple(map(tuple, found))
