"""Whom a row of a printed table is of: an area by code or name, a total, or something that is no area of the register."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipelines.filing import cells, surroundings
from programme.packs.area_index import CITY, LEVELS, NOWHERE, PROVINCE, Areas

# Sub-rows and numbering before a name: 其中：, #, 一、, 1.
_BEFORE = re.compile(r"^(?:[#＃*·•]+|其中[:：]?|(?:[一二三四五六七八九十]+|[0-9]{1,3})[、.．)）])\s*")
# A footnote behind it: ①, *, [1], （注2）.
_BEHIND = re.compile(r"(?:[①-⑳⑴-⒇*＊†‡¹²³⁴-⁹]+|[\[［(（]注?[0-9]{1,2}[\]］)）])$")
TOTALS = frozenset({"全市", "全省", "全县", "全区", "全国", "全州", "全盟", "全自治区"})
# Groups that a table makes by itself: they are no area, and none is guessed from them.
GROUPS = frozenset(
    {
        "城区",
        "市区",
        "市辖区",
        "主城区",
        "老城区",
        "中心城区",
        "市本级",
        "市直",
        "省本级",
        "县域",
        "各县",
        "各区",
        "各县市",
        "县市",
        "其他",
        "其它",
        "山区",
        "海岛",
    }
)
_ZONE = re.compile(
    r"(?:风景名胜区|名胜区|风景区|景区|新区|开发区|经开区|高新区|度假区|保税区|示范区|集聚区|产业园|园区|工业区|管委会|管理区|试验区|合作区|功能区|新城|经济区)(?:管委会)?$"
)
NEARLY = 0.65  # so much of two names is the same where one sign of three is another
Kind = Literal["area", "total", "group", "zone", "several", "unknown", "contradiction"]


@dataclass(frozen=True)
class Place:
    """What a row's code and name are. `at`: the place of the area in the register; `others`: those that it may be."""

    kind: Kind
    at: int = NOWHERE
    others: tuple[int, ...] = ()
    is_sub: bool = False  # set in or marked as a part of the row above


def bare(name: str) -> str:
    """A name without what stands before it (其中：, #, a number) and the mark of a footnote behind it."""
    plain = re.sub(r"\s+", "", name)
    plain = _BEHIND.sub("", plain) or plain
    while (match := _BEFORE.match(plain)) and match.end() < len(plain):
        plain = plain[match.end() :]
    return plain


def is_marked(name: str) -> bool:
    """Whether a name is marked as a part of what stands above it: 其中：, #."""
    return bool(re.match(r"^\s*(?:[#＃]|其中)", name))


def code_in(text: str, areas: Areas) -> int:
    """The place of the code that a cell is: 6, 9 or 12 digits, with blanks, an apostrophe or `.0`; NOWHERE of none."""
    code = cells.code(text)
    if not (code.isascii() and code.isdigit() and len(code) >= 6):
        return NOWHERE
    for length in dict.fromkeys((len(code), 9, 6)):
        if length <= len(code) and not code[length:].strip("0") and code[:length] in areas.place:
            return areas.place[code[:length]]
    return NOWHERE


def meant_as_code(text: str) -> bool:
    """Whether a cell in a column of codes is meant to be one, with a digit too many, too few, or a letter among them."""
    return any("0" <= letter <= "9" for letter in cells.code(text))


def place_of(name: str, areas: Areas, day: dt.date | None, within: int, levels: tuple[int, ...]) -> Place:
    """What a name is: an area of the levels that matter on a day, under the city or county named above where several have it."""
    plain = bare(name)
    marked = is_marked(name)
    if surroundings.is_total(plain) or plain in TOTALS:
        return Place("total", is_sub=marked)
    if plain in GROUPS:
        return Place("group", is_sub=marked)
    wanted = (*levels, PROVINCE, CITY)
    found = [at for at in sorted(areas.named(plain)) if areas.level_ever(at, day) in wanted]
    if day is not None:
        found = [at for at in found if areas.on(day).valid[at]] or found
    if len(found) > 1:
        full = [at for at in found if plain in areas.name(at, day)]
        found = full or found
    if len(found) > 1 and within != NOWHERE:
        found = [at for at in found if areas.is_within(at, within, day)] or found
    if len(found) == 1:
        return Place("area", found[0], is_sub=marked)
    if found:
        return Place("several", others=tuple(found), is_sub=marked)
    return Place("zone" if _ZONE.search(plain) else "unknown", is_sub=marked)


def nearest(name: str, areas: Areas, day: dt.date | None, levels: tuple[int, ...]) -> int:
    """The place of the one area of some levels, on a day, whose name is most like a name that is none; NOWHERE of none or several."""
    plain, tree = bare(name), areas.on(day or dt.date.max)
    there = np.flatnonzero(tree.valid & np.isin(tree.files_as, levels)).tolist()
    names = {at: areas.name(at, day)[0] for at in there}
    likeness = {at: difflib.SequenceMatcher(None, plain, own).ratio() for at, own in names.items()}
    most = max(likeness.values(), default=0)
    found = [at for at, one in likeness.items() if one == most]
    return found[0] if len(found) == 1 and most >= NEARLY else NOWHERE


def levels_of(names: tuple[str, ...]) -> tuple[int, ...]:
    """Levels by their number."""
    return tuple(LEVELS.index(name) for name in names)
