"""Figures as tables print them, and the units that they are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pipelines.filing import cells
from programme.datasets import Measure

# What stands in the place of a figure that there is not: missing, never zero.
BLANKS = frozenset(
    {"", "-", "--", "---", "—", "——", "–", "－", "…", "……", "...", "..", "/", "／", "·", "*", "x", "×"}
)
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
)
_LARGE = {
    "": 0,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "thousand": 3,
    "million": 6,
}
_UNIT = re.compile(
    r"(十万|百万|千万|十|百|千|万|亿|thousand|million)?(人|名|个|家|处|所|户|元|张|条|件|次|平方米|㎡|people|persons|yuan)?",
    re.IGNORECASE,
)
PER_CENT = ("%", "％", "百分比", "percent", "per cent")


@dataclass(frozen=True)
class Unit:
    """A unit as it is printed: ten to the `power` of `of` (人, 元; blank where it does not say of what), or per cent."""

    text: str
    power: int = 0
    of: str = ""
    is_per_cent: bool = False
    is_known: bool = True  # one that a form may count in


# Units of tables that no form counts in: a figure in one of them is not that of a measure.
_OTHER_UNIT = re.compile(
    r"(?:十|百|千|万|亿|[0-9]+)*\s*(?:人次|户次|人/(?:平方)?(?:公里|千米)|平方公里|平方千米|公里|千米|公顷|亩|吨|公斤|册|辆|台|架|床|岁|周岁|"
    r"天|美元|港元|港币|欧元|千瓦时|立方米)|[‰‱]|[0-9][0-9, ]*\s*(?:[a-z]+|人|户|元|个)|(?:ten|hundred|hundreds of|tens of)\s+[a-z ]+",
    re.IGNORECASE,
)


def unit_of(text: str) -> Unit | None:
    """The unit that a text is, and nothing else: 万人, 千元, 人, %; None of any other."""
    plain = re.sub(r"[\s()（）\[\]【】]", "", text)
    if plain.lower() in PER_CENT:
        return Unit(plain, is_per_cent=True)
    match = _UNIT.fullmatch(plain)
    if not plain or match is None:
        return None
    return Unit(plain, _LARGE[(match[1] or "").lower()], match[2] or "")


def units_in(text: str) -> list[Unit]:
    """The units that a line names behind 单位 or Unit, or a heading in brackets."""
    found: list[Unit] = []
    said = re.findall(r"(?:(?<![填报送表制管位])|计量|数量)(?:单位|[Uu]nits?)\s*[:：]?\s*([^)）\]】]+)", text)
    said += re.findall(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]", text)
    for one in said:
        whole = _unit(one.strip().removeprefix("单位").lstrip(":： "))
        parts = re.split(r"[、,，/;；和及\s]", one)
        found += [whole] if whole else [unit for part in parts if (unit := _unit(part))]
    return found


def _unit(text: str) -> Unit | None:
    known = unit_of(text)
    if known is None and _OTHER_UNIT.fullmatch(text.strip()):
        return Unit(text.strip(), is_known=False)
    return known


def fits(unit: Unit, measure: Measure) -> bool:
    """Whether a measure can be printed in a unit: of the same thing, or where one of the two does not say of what."""
    own = unit_of(measure.unit_zh or "")
    if unit.is_per_cent or not unit.is_known:
        return False
    people = {"人", "名", "people", "persons"}
    same = unit.of == (own.of if own else "") or {unit.of, own.of if own else ""} <= people
    return not unit.of or own is None or not own.of or same


@dataclass(frozen=True)
class Printed:
    """A figure as it is printed: its value, and the worth of one unit of its last digit."""

    value: Decimal
    step: Decimal


def printed(text: str) -> Printed | str | None:
    """The figure of a cell; None where there is none; the text itself where it is something else."""
    plain = cells.plain(text).rstrip("%％ ")
    if plain.replace(" ", "") in BLANKS:
        return None
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return text
    bare = plain.replace(",", "").replace(" ", "")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return text
    # What a program works out in halves comes with fifteen digits, and is what it is shown as.
    value = round(value, 9) if abs(value) < 10**15 else value
    digits = value.normalize().as_tuple().exponent
    shown = bare.partition(".")[2]
    places = max(-int(digits), len(shown) if "e" not in bare.lower() and len(shown) <= 6 else 0, 0)
    return Printed(value, Decimal(1).scaleb(-places))


def is_share(text: str) -> bool:
    """Whether a cell has a sign of per cent."""
    return "%" in text or "％" in text


def with_unit(text: str) -> Unit | None:
    """The unit that a cell has behind its figure: 5.123万, 1200人."""
    match = re.fullmatch(r"[+-]?[0-9][0-9,. ]*([^0-9%％]+)", cells.plain(text))
    return unit_of(match[1]) if match else None


def looks_like_figure(text: str) -> bool:
    """Whether a cell of a row is a figure, or stands in the place of one."""
    return bool(text) and not isinstance(printed(text), str)


def is_number(text: str) -> bool:
    """Whether a cell is a figure."""
    return isinstance(printed(text), Printed)
