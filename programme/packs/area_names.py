"""What a name written beside a code says: the code's own name, that of another area, or nothing anybody knows.

Names come in many dresses: with the areas above before them (东江市甲子区), an office behind them (甲子区民政局), a number or
the code before them, a remark in brackets. Whatever the dress, the area named is looked for, not only the one expected.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from programme.packs.tables import LEVELS

_LONGEST = 80  # a longer text is no name; its beginning is looked at
_NUMBER = re.compile(r"^[(]?[0-9]+[).、:,\-]*(?=[^0-9])")
_REMARK = re.compile(r"[(【\[][^()【】\[\]]*[)】\]]$")
_KIND = re.compile(r"(?:省|市|县|区|旗|州|盟)$")
_AREA = re.compile(
    r"(?:街道|地区|[省市县区旗州盟镇乡村])(?:办事处)?$"
)  # what is called so means to be an area
_NEARLY = 0.65  # so much of two names is the same where one sign of three is another
_COUNTY = LEVELS.index("county")


def plain_name(name: str) -> str:
    """A name reduced to what tells it apart: half-width, no spaces, no capitals."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@dataclass(frozen=True)
class Likeness:
    """What a name beside a code is: its `own`, `near` it (a sign or the kind of area is another), that of `another` (the places of
    those), that of an area which is `nobody`'s, or `unknown` and no name of an area."""

    kind: Literal["own", "near", "another", "nobody", "unknown"]
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class AreaNames:
    """The names of areas by the place of their code, whenever they were valid: all, and the full ones among them."""

    codes: Sequence[str]
    full: Sequence[set[str]]
    all: Sequence[set[str]]
    parents: Sequence[set[int]]
    levels: Sequence[set[int]]

    def likeness(self, place: int, name: str) -> Likeness:
        """Whether a name is one of a code's own, ever: full, short or English, with or without the areas above it.

        What is added to a name (an office) or left out of it (the kind of area) does not matter; whose it is does, and a wrong kind.
        """
        own = self.all[place]
        text, bare = _undressed(name)
        if text in own or text == self.codes[place]:
            return Likeness("own")
        named = self._named_in(text, bare)
        if not named:
            begins = self._begins_with(bare)
            if place in begins or not begins - self._above(place):
                return Likeness(self._of_no_other(place, bare))
            named = begins
        if place in named:
            return Likeness("own")
        alike = [other for other in sorted(named) if self.levels[other] & self.levels[place]]
        return Likeness("another", tuple(alike or sorted(named)))

    def _of_no_other(self, place: int, text: str) -> Literal["own", "near", "nobody", "unknown"]:
        """What a text is beside a code that names no other area."""
        if self._is_like(place, text):
            is_full = any(name in text for name in self.full[place])
            kinds = (
                rf"{re.escape(name)}(?:街道|[县区市旗镇乡])" for name in self.all[place] - self.full[place]
            )
            return "near" if not is_full and any(re.search(kind, text) for kind in kinds) else "own"
        if not _AREA.search(text):
            return "unknown"
        bare = self._without_above(place, text)
        is_near = any(
            _AREA.sub("", bare) == _AREA.sub("", name)
            or difflib.SequenceMatcher(None, bare, name).ratio() >= _NEARLY
            for name in self.full[place]
        )
        return "near" if is_near else "nobody"

    def named(self, name: str) -> set[int]:
        """The areas that a name is the name of, with what stands above them, a number or a remark beside it or not."""
        return self._named_in(*_undressed(name))

    def _named_in(self, text: str, bare: str) -> set[int]:
        return self._named(text, self._by_name) or self._named(bare, self._by_name)

    def _named(self, text: str, names: dict[str, list[int]]) -> set[int]:
        """The areas that a text names and says no more: a name, before it those of areas above or nothing."""
        return {
            place
            for start in range(len(text))
            for place in names.get(text[start:], [])
            if start == 0 or self._are_above(text[:start], place)
        }

    def _begins_with(self, text: str) -> set[int]:
        """The areas of the longest full name that a text begins with; of a county whose kind alone is another, that."""
        for end in range(len(text) - 1, 1, -1):
            found = self._named(text[:end], self._by_full_name)
            if found:
                return found
        found = self._named(_KIND.sub("", text), self._by_name)
        return {place for place in found if _COUNTY in self.levels[place]}

    def _is_like(self, place: int, text: str) -> bool:
        """Whether a text holds the name of an area or is a part of it, what stands above left in or out."""
        own, bare = self.all[place], self._without_above(place, text)
        return (len(bare) > 1 and any(bare in one for one in own)) or any(
            one in text or one in bare for one in own if len(one) > 1
        )

    def _without_above(self, place: int, text: str) -> str:
        """A text without the names of areas above that it begins with."""
        for name in sorted(self._names_above(place), key=len, reverse=True):
            if text.startswith(name) and len(text) > len(name):
                text = text[len(name) :]
        return text

    def _are_above(self, text: str, place: int) -> bool:
        """Whether a text is nothing but names of areas above one."""
        names = self._names_above(place)
        reached = {0}
        for start in range(len(text)):
            if start in reached:
                reached |= {start + len(name) for name in names if text.startswith(name, start)}
        return len(text) in reached

    def _names_above(self, place: int) -> set[str]:
        return {name for parent in self._above(place) for name in self.all[parent]}

    def _above(self, place: int) -> set[int]:
        """The areas that were above one, ever."""
        seen: set[int] = set()
        waiting = set(self.parents[place])
        while waiting:
            seen |= waiting
            waiting = {higher for parent in waiting for higher in self.parents[parent]} - seen
        return seen

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        return _places_of(self.all)

    @cached_property
    def _by_full_name(self) -> dict[str, list[int]]:
        return _places_of(self.full)


def _undressed(name: str) -> tuple[str, str]:
    """A name reduced to what tells it apart, and that without a number before it and a remark behind."""
    text = plain_name(name)[:_LONGEST]
    return text, _REMARK.sub("", _NUMBER.sub("", text))


def _places_of(names: Sequence[set[str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, own in enumerate(names):
        for name in own:
            places.setdefault(name, []).append(place)
    return places
