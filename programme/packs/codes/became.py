"""What somebody says became of areas: `OLD=NEW`, `OLD=NEW1+NEW2`, `OLD1+OLD2=NEW`; `OLD=` and `=NEW` where nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from programme.packs.area_codes import LENGTHS, without_padding
from programme.packs.codes.matching import same_name
from programme.packs.codes.standing import Area, Standing
from words.problems import WrongUse


@dataclass(frozen=True)
class Became:
    """All that was said, by old and by new code; `lost` ended and `found` begin without anybody knowing more."""

    successors: dict[str, list[str]] = field(default_factory=dict)
    predecessors: dict[str, list[str]] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    found: frozenset[str] = frozenset()

    @property
    def olds(self) -> set[str]:
        return {*self.successors, *self.lost}

    @property
    def news(self) -> set[str]:
        return {*self.predecessors, *self.found}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(old, new) for old, news in self.successors.items() for new in news]


def read_became(texts: Sequence[str]) -> Became:
    """What the options say. Raises `WrongUse` where one is none, or joins several with several."""
    successors: dict[str, list[str]] = defaultdict(list)
    predecessors: dict[str, list[str]] = defaultdict(list)
    lost: set[str] = set()
    found: set[str] = set()
    for text in texts:
        before, sign, after = "".join(text.split()).partition("=")
        olds, news = _codes(before), _codes(after)
        if not sign or olds is None or news is None or not (olds or news) or min(len(olds), len(news)) > 1:
            raise WrongUse("codes.became", text=text)
        if not news:
            lost |= set(olds)
        elif not olds:
            found |= set(news)
        for old in olds:
            for new in news:
                if len(old) != len(new):
                    raise WrongUse("codes.became_levels", text=text, old=old, new=new)
                if new not in successors[old]:
                    successors[old].append(new)
                    predecessors[new].append(old)
    both = (lost & successors.keys()) | (found & predecessors.keys())
    if both:
        raise WrongUse("codes.became_both_ways", codes=sorted(both))
    return Became(
        {old: news for old, news in successors.items() if news},
        {new: olds for new, olds in predecessors.items() if olds},
        frozenset(lost),
        frozenset(found),
    )


def _codes(text: str) -> list[str] | None:
    """Codes joined by plus signs, none where nothing stands there; None where one is none."""
    if not text:
        return []
    codes = [without_padding(one) for one in text.replace("＋", "+").split("+")]
    right = all(one.isascii() and one.isdigit() and len(one) in LENGTHS[:2] for one in codes)
    return codes if right and len(set(codes)) == len(codes) else None


def check_became(became: Became, stands: Standing, wanted: Mapping[str, Area]) -> None:
    """Hold what was said to the areas of before and to those of the new day (`wanted`)."""

    def stays(code: str) -> bool:
        return code in stands.areas and code in wanted and same_name(stands.areas[code], wanted[code])

    for old in sorted(became.olds):
        area = stands.areas.get(old)
        if area is None or not (area.is_county or area.is_unit):
            raise WrongUse("codes.became_no_old", code=old, day=stands.day)
    for new in sorted(became.news):
        area = wanted.get(new)
        if area is None or not (area.is_county or area.is_unit):
            raise WrongUse("codes.became_no_new", code=new)
    for code in sorted([*became.lost, *became.found]):
        if stays(code):
            raise WrongUse("codes.became_stands", code=code)
    for old, new in became.pairs:
        if old != new and stays(old) and new in stands.areas and new not in became.olds:
            raise WrongUse("codes.became_both_stand", old=old, new=new)
