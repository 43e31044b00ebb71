"""The difference as rows of the pack: which end, which begin, and what `area_changes.csv` says of it in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programme.packs.codes.difference import Difference
from programme.packs.codes.links import Link
from programme.packs.codes.standing import Area
from words.problems import Bilingual, Problem, WrongUse

Row = dict[str, str]


@dataclass(frozen=True)
class Origin:
    """Where the new codes come from: the id of the source, and the row that is to be added for it, if one is; the document."""

    source: str
    row: Mapping[str, str] | None = None
    document: str = ""


def ending_rows(found: Difference) -> list[Area]:
    """The rows that get an end, by their place. Raises `WrongUse` where one begins on the very day."""
    ending = sorted(found.ending, key=lambda area: area.place)
    late = [area.code for area in ending if area.begins >= found.stands.day]
    if late:
        raise WrongUse("codes.same_day", day=found.stands.day, codes=late)
    return ending


def area_rows(found: Difference, names: Mapping[str, Mapping[str, str]], origin: Origin) -> list[Row]:
    """The new rows of `areas.csv`."""
    return [
        {
            "area_code": area.code,
            "area_name_zh": area.name,
            **names[area.code],
            "area_level": area.level,
            "parent_code": area.parent,
            "valid_from": found.stands.day.isoformat(),
            "valid_to": "",
            "source": origin.source,
        }
        for area in found.beginning
    ]


def change_rows(found: Difference, names: Mapping[str, Mapping[str, str]], origin: Origin) -> list[Row]:
    """The new rows of `area_changes.csv`: counties first, then townships, by the old code."""
    ordered = sorted(found.links, key=lambda link: link.level != "county")
    rows = []
    for link in ordered:
        said = description(link, found, names)
        rows.append(
            {
                "effective_date": found.stands.day.isoformat(),
                "old_area_code": link.old.code if link.old else "",
                "new_area_code": link.new.code if link.new else "",
                "old_name_zh": link.old.name if link.old else "",
                "new_name_zh": link.new.name if link.new else "",
                "area_level": link.level,
                "kind": link.kind,
                "status": "documented" if origin.document else "inferred",
                "document": origin.document,
                "description_zh": said.message_zh,
                "description_en": said.message_en,
            }
        )
    return rows


def description(link: Link, found: Difference, names: Mapping[str, Mapping[str, str]]) -> Problem:
    """What happened, with how it is known."""

    def called(code: str, name: str) -> Bilingual:
        area = found.stands.areas.get(code)
        if area is not None and area.name == name:
            return Bilingual(name, area.cells.get("area_name_en") or name)
        return Bilingual(name, names.get(code, {}).get("area_name_en") or name)

    def one(area: Area | None) -> Bilingual:
        return called(area.code, area.name) if area else Bilingual("", "")

    def county(code: str) -> Bilingual:
        area = found.wanted.get(code) or found.stands.areas.get(code)
        return called(code, area.name) if area else Bilingual(code, code)

    known = Problem("codes.known_told" if link.told else "codes.known_by_codes")
    values: dict[str, object] = {
        "old": one(link.old),
        "new": one(link.new),
        "old_code": link.key[0],
        "new_code": link.key[1],
        "before": county(link.old_county),
        "after": county(link.new_county),
        "units": _several([one(unit) for unit in link.units]),
        "known": known,
    }
    return Problem(f"codes.row.{link.what}", **values)


def _several(names: Sequence[Bilingual]) -> Bilingual:
    """The names of townships, the first of many."""
    more = len(names) - 8
    zh, en = "、".join(name.zh for name in names[:8]), ", ".join(name.en for name in names[:8])
    return Bilingual(zh + ("等" if more > 0 else ""), en + (f" and {more} more" if more > 0 else ""))


def day_before(day: dt.date) -> str:
    return (day - dt.timedelta(days=1)).isoformat()
