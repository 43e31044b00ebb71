"""Chinese area names in Latin letters and in short. What pinyin gets wrong is data, not code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from programme.packs.making.sources import Sources, not_installed


@dataclass(frozen=True)
class Names:
    """How one area is called. `status` is `official` where the English name was checked, else `unverified`."""

    kind: str
    name_en: str
    short_zh: str
    short_en: str
    status: str


class Namer:
    """Names areas by level: kind from the ending, English from pinyin and the tables of exceptions."""

    def __init__(self, sources: Sources, province: str) -> None:
        self._syllables = _speller()
        self._spelling = {
            row["name_zh"]: row["pinyin"].split() for row in sources.national("pinyin_exceptions")
        }
        self._fixed = {
            (row["area_code"], row["area_name_zh"]): row["short_name_en"]
            for row in sources.national("english_names")
        }
        self._groups = {row["name_zh"]: row["name_en"] for row in sources.national("ethnic_groups")}
        self._kinds = sorted(sources.national("area_kinds"), key=lambda row: -len(row["suffix_zh"]))
        self._checked_levels = {
            row["area_level"]
            for row in sources.national("official_english")
            if row["province_code"] in ("", province)
        }

    def pinyin(self, text: str) -> str:
        """One capitalised word, with an apostrophe before an inner syllable that starts with a, e or o."""
        syllables = self._spelling.get(text) or self._syllables(text)
        word = "".join(
            f"'{syllable}" if place and syllable[:1] in "aeo" else syllable
            for place, syllable in enumerate(syllables)
        )
        return word[:1].upper() + word[1:]

    def name(self, code: str, name_zh: str, level: str) -> Names:
        """The names of one area. An ending that is in no table makes a kind of `other`."""
        ending = next(
            (
                row
                for row in self._kinds
                if row["area_level"] == level
                and name_zh.endswith(row["suffix_zh"])
                and name_zh not in row["except_zh"].split("|")
                and (level == "zone" or name_zh != row["suffix_zh"])
            ),
            None,
        )
        if ending is None:
            kind, suffix_en, stem = ("zone" if level == "zone" else "other"), "", name_zh
        else:
            kind, suffix_en = ending["area_kind"], ending["suffix_en"]
            stem = name_zh.removesuffix(ending["suffix_zh"])
        groups: list[str] = []
        if kind.startswith("autonomous"):
            stem, groups = self._without_groups(stem)
        elif kind in ("township", "district") and len(stem) > 2 and stem.endswith("族"):
            # 凤阳畲族乡, 管城回族区: counted as any other, named after a people.
            stem, groups = self._without_groups(stem)
            suffix_en = f"Ethnic {suffix_en}" if kind == "township" else suffix_en
        # A one-character stem (郊区, 横县) is never said alone.
        short_zh = name_zh if len(stem) < 2 or level == "zone" else stem
        spoken = name_zh if len(stem) < 2 and level in ("county", "city") else stem
        fixed = self._fixed.get((code, name_zh))
        short_en = fixed or self.pinyin(spoken)
        long_stem = fixed or self.pinyin(stem)
        name_en = " ".join(part for part in (long_stem, _listed(groups), suffix_en) if part)
        status = "official" if fixed or level in self._checked_levels else "unverified"
        return Names(kind, name_en, short_zh, short_en if level != "zone" else name_en, status)

    def _without_groups(self, stem: str) -> tuple[str, list[str]]:
        """The place alone and the ethnic groups named after it: 双江拉祜族佤族 gives 双江 and two groups."""
        groups: list[str] = []
        while True:
            group = max((g for g in self._groups if stem.endswith(g)), key=len, default=None)
            if group == stem:  # a county named after its people only (东乡族自治县) keeps that as its name
                return stem.removesuffix("族"), groups
            if group is None or len(stem) - len(group) < 2:  # the 蒙古 of 内蒙古 is part of the name
                return stem, groups
            stem = stem.removesuffix(group)
            groups.insert(0, self._groups[group])


@cache
def _speller() -> Callable[[str], list[str]]:
    """Pinyin syllables of a text, with the large dictionary of phrases; read once, it takes a second."""
    try:
        from pypinyin import lazy_pinyin
        from pypinyin_dict.phrase_pinyin_data import large_pinyin
    except ImportError as error:
        raise not_installed("pypinyin / pypinyin-dict") from error
    large_pinyin.load()
    return lambda text: lazy_pinyin(text, v_to_u=True)


def _listed(groups: list[str]) -> str:
    """`Miao`, `Miao and Dong`, `Lahu, Va and Dai`."""
    return groups[0] if len(groups) == 1 else f"{', '.join(groups[:-1])} and {groups[-1]}" if groups else ""
