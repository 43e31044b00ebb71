"""Areas that an address names: each once, and no more of them looked for than a page has time for."""

from __future__ import annotations

import pytest

from tests.test_pages import at_home, filed, nothing_kept, text_of, visit, visit_address  # noqa: F401
from tests.tiny import Tiny
from ui.frame import address_note, named_areas

AREAS = {
    code: {"area_code": code, "area_name_zh": name, "area_name_en": english, "area_level": level}
    | {"short_name_zh": name[:-1], "short_name_en": english.split()[0]}
    for code, name, english, level in (
        ("990100", "甲市", "Jia City", "city"),
        ("990101", "甲子区", "Jiazi District", "county"),
        ("990201", "丙寅县", "Bingyin County", "county"),
    )
}


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (["990101", "甲子区", "jiazi", "990101"], ["990101"]),
        (["丙寅", "甲市", "没有"], ["990201", "990100", "没有"]),
        ([], []),
    ],
)
def test_each_area_is_one_however_it_is_named(values: list[str], codes: list[str]) -> None:
    assert named_areas.codes_of(values, AREAS) == codes


def test_of_many_names_the_first_alone_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    find = named_areas.code_of
    monkeypatch.setattr(named_areas, "code_of", lambda text, rows: asked.append(text) or find(text, rows))
    values = [*(f"没有{n}" for n in range(500)), "990101", "丙寅"]
    assert named_areas.codes_of(values, AREAS) == values
    assert len(asked) == named_areas.MOST_NAMES


def test_an_address_that_carries_anything_gets_a_short_note(at_home: Tiny) -> None:  # noqa: F811
    test = visit_address({f"k{n}": "1" for n in range(300)})
    (note,) = (one.value for one in test.caption if "k0" in one.value)
    assert "“k0”" in note
    assert f"另有 {300 - address_note.MOST} 项" in note
    assert len(note) < 2000


def test_an_export_of_one_area_named_twice_has_it_once(at_home: Tiny) -> None:  # noqa: F811
    test = visit("exports", question="area_series", areas="甲子,990101,甲子区")
    assert test.query_params["areas"] in ("990101", ["990101"])
