"""Areas that an address names by what they are called: taken where exactly one answers to it, else those that may be meant are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from files import tree
from ui.frame import choices, plain
from ui.frame.page import Page, Row
from words import place_names

LONGEST = 60  # letters: no area is called by more
LEVELS = ("country", "province", "city", "county")
MOST = 6  # that one name may mean, as they are told
MOST_NAMES = 12  # of an address that are looked for: each is compared with every area, and an address may carry thousands


def take(key: str, areas: Mapping[str, Row], allowed: Sequence[str]) -> None:
    """Choose, in the place of a name that an address has for a choice, the one allowed area that answers to it."""
    value = choices.raw(key)
    if not isinstance(value, str) or value in allowed:
        return
    code = code_of(value, [areas[one] for one in allowed])
    if code is not None:
        choices.put(key, code)


def code_of(text: str, rows: Sequence[Row]) -> str | None:
    """The code of the one area among rows that answers to a text; None of what several answer to, or none."""
    found = _meant(text, rows)
    return found[0] if len(found) == 1 else None


def codes_of(values: Iterable[str], areas: Mapping[str, Row]) -> list[str]:
    """Values of an address that takes several areas, each once: codes as they are, of a name the code, where one area answers to it."""
    rows, looked_for = list(areas.values()), 0
    found = []
    for value in dict.fromkeys(values):
        code = None
        if value not in areas and looked_for < MOST_NAMES:
            looked_for += 1
            code = code_of(value, rows)
        found.append(code or value)
    return list(dict.fromkeys(found))


def _meant(text: str, rows: Sequence[Row]) -> list[str]:
    """Those that answer to a text, of the highest level that has any, as commands take them."""
    if len(text) > LONGEST:
        return []
    found = set(place_names.meant(text, rows))
    for level in LEVELS:
        of_level = [row["area_code"] for row in rows if row["area_level"] == level]
        if named := [code for code in dict.fromkeys(of_level) if code in found]:
            return named
    return []


def told(page: Page, key: str, text: str, areas: Mapping[str, Row], chosen: Sequence[str]) -> str:
    """Which areas a text may mean that none or several answer to, each a link to this page with it, as HTML; empty of a code.

    Of several areas (`areas`) the one pressed is added to those `chosen`.
    """
    if len(text) > LONGEST or text.isdigit():
        return ""
    rows = [row for row in areas.values() if _may_be(key, row)]
    likely = (_meant(text, rows) or place_names.nearly(text, rows))[:MOST]
    if not likely:
        return ""
    links = [_link(page, key, areas[code], chosen) for code in likely]
    return plain.html(page.speech("note.meant")) + page.speech("list.item").join(links)


def _may_be(key: str, row: Row) -> bool:
    if key == "areas":
        return row["area_level"] in LEVELS
    return tree.address_key(row) == key


def _link(page: Page, key: str, row: Row, chosen: Sequence[str]) -> str:
    speech, code = page.speech, str(row["area_code"])
    address: dict[str, str | None] = (
        {key: ",".join(dict.fromkeys((*chosen, code)))} if key == "areas" else {key: code}
    )
    name, city = speech.pick(row, "area_name"), speech.pick(row, "city_short_name")
    if city and row["area_level"] == "county":
        name = speech("toolbar.county_of_city", county=name, city=city)
    query = urlencode(choices.linked(page.screen, _without_city(key, address)))
    return f'<a class="choose" href="?{plain.html(query)}" target="_self">{plain.html(name)}</a>'


def _without_city(key: str, address: Mapping[str, Any]) -> dict[str, str | None]:
    """A county may lie in another city than the one chosen."""
    return {"city": None, **address} if key == "county" else dict(address)
