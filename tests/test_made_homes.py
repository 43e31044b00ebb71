"""Homes that tests share: the very same alone, and each its own copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tests.tiny
from tests.tiny import STANDING, TODAY, Tiny
from warehouse.build import build


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The homes that were built and not copied, in a run that has made none yet."""
    found: list[Path] = []

    def told(home: Any, *given: Any, **named: Any) -> Any:
        found.append(home.root)
        return build(home, *given, **named)

    (tmp_path / "homes").mkdir()
    monkeypatch.setattr(tests.tiny, "MADE", tmp_path / "homes")
    monkeypatch.setattr(tests.tiny, "build", told)
    return found


def test_the_very_same_is_made_once_and_a_change_reaches_no_other(made: list[Path], tmp_path: Path) -> None:
    first, second, third = (Tiny(tmp_path / name) for name in ("first", "second", "third"))
    for one in (first, second):
        one.staff_everywhere(STANDING)
        info = one.built()
        assert (info.is_current, info.path.parent) == (True, one.home.snapshots)
        assert one.values()["990101"]["numerator"] == STANDING["990101"]
        one.home.settings_file.write_text("[snapshots]\nnewest = 2\n", encoding="utf-8")
        info.path.unlink()
    assert made == [first.home.root]
    third.staff_everywhere(STANDING)
    third.built()
    assert third.reader.snapshot.path.exists()
    assert not third.home.settings_file.exists()
    # What is built next on a copy is built, and goes on from it.
    assert third.build().kept_of is not None
    assert made == [first.home.root, third.home.root]


@pytest.mark.parametrize("other", ["return", "pack", "day", "by hand", "built before"])
def test_what_is_other_is_built(made: list[Path], tmp_path: Path, other: str) -> None:
    first, second = Tiny(tmp_path / "first"), Tiny(tmp_path / "second")
    first.staff_everywhere(STANDING)
    first.built()
    second.staff_everywhere(STANDING | ({"990101": 41} if other == "return" else {}))
    if other == "pack":
        second.urban("990101", 30_000)
    if other == "by hand":
        second.home.settings_file.write_text("[snapshots]\nnewest = 2\n", encoding="utf-8")
    if other == "built before":
        second.build()
    second.built(TODAY.replace(day=21) if other == "day" else TODAY)
    assert made[0] == first.home.root
    assert set(made[1:]) == {second.home.root}
    assert len(made) == (3 if other == "built before" else 2)
