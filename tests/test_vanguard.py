"""Where many pages are open, one of each address goes over to a new snapshot first, and the others stay until it is drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_following import Service, service, watch
from ui.frame import following, vanguard
from ui.frame.following import Shown, Watch
from ui.frame.turns import Turns
from ui.frame.vanguard import Vanguard
from warehouse.snapshots import SnapshotInfo

__all__ = ["service"]


def info(snapshot_id: str) -> SnapshotInfo:
    """A current snapshot that is only named."""
    made = object.__new__(SnapshotInfo)
    for name in SnapshotInfo.__dataclass_fields__:
        object.__setattr__(made, name, None)
    built = dt.datetime.strptime(snapshot_id[:8], "%Y%m%d").replace(tzinfo=dt.UTC)
    return replace(
        made, id=snapshot_id, path=Path(snapshot_id), mark=(1, 1, 1), is_current=True, built_at=built
    )


OLD, NEW, NEWER = info("20260101-01"), info("20260102-01"), info("20260103-01")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def many(clock: Clock) -> Vanguard:
    """Many pages of one snapshot."""
    made = Vanguard(clock)
    assert not made.holds(OLD, vanguard.MANY_PAGES)
    return made


def test_few_pages_go_over_at_once() -> None:
    made = many(Clock())
    assert not made.holds(NEW, vanguard.MANY_PAGES - 1)
    assert not made.holds(NEW, vanguard.MANY_PAGES)


def test_many_wait_until_one_of_each_address_has_arrived() -> None:
    made = many(Clock())
    assert made.holds(NEW, vanguard.MANY_PAGES)
    first = made.send({"a": "x", "b": "y", "c": "y", "d": "z"})
    assert (first[0], sorted(first)) == ("c", ["a", "c", "d"])
    assert made.send({"b": "x"}) == []
    for session in first:
        assert made.holds(NEW, vanguard.MANY_PAGES)
        made.shows(session, OLD)
        assert made.awaited()  # what it draws in between is the one before
        made.shows(session, NEW)
    assert not made.holds(NEW, vanguard.MANY_PAGES)
    assert not made.holds(NEW, vanguard.MANY_PAGES)


def test_nobody_waits_for_ever_however_many_snapshots_follow_each_other() -> None:
    clock = Clock()
    made = many(clock)
    assert made.holds(NEW, vanguard.MANY_PAGES)
    assert made.send({"a": "x"}) == ["a"]
    clock.now = vanguard.MOST_SECONDS
    assert made.holds(NEW, vanguard.MANY_PAGES)
    assert made.holds(NEWER, vanguard.MANY_PAGES)
    assert made.send({"b": "x"}) == ["b"]
    assert made.is_ahead("b")
    clock.now += 0.1
    assert not made.holds(NEWER, vanguard.MANY_PAGES)
    assert made.level is NEWER


def test_where_there_is_nobody_to_send_all_go_over() -> None:
    made = many(Clock())
    assert made.holds(NEW, vanguard.MANY_PAGES)
    assert made.send({}) == []
    assert not made.holds(NEW, vanguard.MANY_PAGES)


def test_a_step_back_is_taken_at_once() -> None:
    made = many(Clock())
    assert not made.holds(NEWER, vanguard.MANY_PAGES - 1)
    assert not made.holds(OLD, vanguard.MANY_PAGES)
    assert made.holds(NEW, vanguard.MANY_PAGES)
    # A run that had read what was current before takes nothing back.
    assert made.send({"a": "x"}) == ["a"]
    assert not made.holds(OLD, vanguard.MANY_PAGES)
    assert made.is_ahead("a")


def test_a_page_that_failed_is_not_waited_for() -> None:
    made = many(Clock())
    assert made.holds(NEW, vanguard.MANY_PAGES)
    made.send({"a": "x"})
    made.shows("a", None)
    assert not made.holds(NEW, vanguard.MANY_PAGES)


def test_the_others_follow_when_those_that_went_ahead_are_drawn(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vanguard, "MANY_PAGES", 4)
    old, new = info("20260101-01"), info("20260102-01")
    now = [old]
    monkeypatch.setattr(following, "_current", lambda: now[0])
    monkeypatch.setattr(following, "_is_there", lambda info: True)
    monkeypatch.setattr(Shown, "is_behind", lambda self: self.snapshot is not now[0])
    made: Watch = watch(service, Turns(9), {name: Shown(old) for name in "abcd"})
    service.addresses = {"a": "x", "b": "x", "c": "y", "d": "y"}
    for name in "abcd":
        service.drawing = name
        assert made.shown(old) is old
    now[0] = new
    made.look()
    first, second = service.told
    assert {first, second} in ({"a", "c"}, {"a", "d"}, {"b", "c"}, {"b", "d"})
    for name in "abcd":
        service.drawing = name
        assert made.shown(new) is (new if name in (first, second) else old)
    made.look()
    assert service.told == [first, second]
    service.drawing = first
    made.note(Shown(new))
    service.open.remove(second)  # its reader left
    made.look()
    assert sorted(service.told) == ["a", "b", "c", "d"][: len(service.told)]
    assert len(service.told) == 4
    service.drawing = "b"
    assert made.shown(new) is new


def test_a_page_of_an_older_snapshot_on_purpose_and_a_new_visitor_are_not_held(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vanguard, "MANY_PAGES", 1)
    monkeypatch.setattr(following, "_is_there", lambda info: info in there)
    old, new = info("20260101-01"), info("20260102-01")
    made = watch(service, Turns(9), {"a": Shown(old), "b": Shown(replace(old, is_current=False))})
    service.drawing = "a"
    assert made.shown(old) is old
    there = {old}
    assert made.shown(new) is old
    there.clear()  # its file is there no more
    assert made.shown(new) is new
    there.add(old)
    for name in ("b", "c"):
        service.drawing = name
        assert made.shown(new) is new
