"""Work that takes longer than a page may: made once for all who ask, told while it goes on, tried again when it failed."""

from __future__ import annotations

import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tests.evaluated import standing
from tests.tiny import Tiny
from ui.frame import following, indices, works
from ui.frame.answers import Answers
from warehouse import evaluated
from warehouse.readers import Reader, reader_of

SECONDS = 30


@pytest.fixture
def page(tiny: Tiny) -> SimpleNamespace:
    tiny.built()
    return page_of(reader_of(tiny.home))


def page_of(reader: Reader) -> SimpleNamespace:
    return SimpleNamespace(answers=Answers(reader), awaited=[], speech=lambda key, **_: key)


def come(page: Any, *asked: Any) -> Any:
    """What comes of it in the end; each look is a run of its own."""
    for _ in range(SECONDS * 100):
        page.awaited.clear()
        found = works.done(page, *asked)
        if found is not None:
            return found
        threading.Event().wait(0.01)
    raise AssertionError("it never came")


def test_many_pages_ask_and_it_is_made_once(page: SimpleNamespace) -> None:
    made, may_end = [], threading.Event()

    def make(reader: Reader, number: int, progress: works.Progress) -> int:
        made.append(number)
        progress("half", 1, 2)
        may_end.wait(SECONDS)
        return number * 2

    other = page_of(page.answers.reader)
    assert works.done(page, "index", make, 21) is None
    assert works.done(other, "index", make, 21) is None
    may_end.set()
    assert come(page, "index", make, 21) == come(other, "index", make, 21) == 42
    assert made == [21]
    assert page.awaited == []  # what has come is not waited for
    assert come(page, "index", make, 4) == 8


def test_a_page_that_waits_is_behind_when_its_work_has_come_further(page: SimpleNamespace) -> None:
    steps = [threading.Event() for _ in range(2)]

    def make(reader: Reader, progress: works.Progress) -> str:
        steps[0].wait(SECONDS)
        progress("half", 1, 2)
        steps[1].wait(SECONDS)
        return "made"

    def shown() -> following.Shown:
        page.awaited.clear()
        works.done(page, "index", make)
        return following.Shown(page.answers.snapshot, None, tuple(page.awaited))

    def comes_further(one: following.Shown) -> bool:
        return any(one.is_behind() or threading.Event().wait(0.01) for _ in range(SECONDS * 100))

    first = shown()
    assert not first.is_behind()
    steps[0].set()
    assert comes_further(first)
    second = shown()
    assert not second.is_behind()
    steps[1].set()
    assert comes_further(second)
    assert not replace(shown()).is_behind()


def test_what_failed_is_told_to_all_and_tried_again_after_a_while(
    page: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def make(reader: Reader, progress: works.Progress) -> str:
        tried.append(1)
        if len(tried) == 1:
            raise MemoryError("no room")
        return "made"

    for _ in range(2):
        with pytest.raises(MemoryError):
            come(page, "index", make)
    assert len(tried) == 1
    monkeypatch.setattr(works, "TRY_AGAIN_SECONDS", 0.0)
    assert come(page, "index", make) == "made"


def test_what_is_under_way_is_not_forgotten_however_much_else_is_asked_for(
    page: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(works, "MOST", 2)
    made: list[int] = []
    may_begin = threading.Event()

    def make(reader: Reader, number: int, progress: works.Progress) -> int:
        may_begin.wait(SECONDS)
        made.append(number)
        return number + 1

    pieces = range(12)
    assert [works.done(page, "index", make, one) for one in pieces] == [None] * 12
    may_begin.set()
    assert [come(page, "index", make, one) for one in pieces] == [one + 1 for one in pieces]
    assert sorted(made) == list(pieces)
    monkeypatch.setattr(works, "SEEN_SECONDS", -1.0)
    assert come(page, "index", make, 11) == 12
    assert sorted(made) == list(pieces)
    assert come(page, "index", make, 0) == 1
    assert sorted(made) == [0, *pieces]  # it had been forgotten, as others were asked for since


def test_a_failure_is_tried_again_after_its_end_not_after_its_beginning(
    page: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(works, "TRY_AGAIN_SECONDS", 0.5)
    tried = []

    def make(reader: Reader, progress: works.Progress) -> str:
        tried.append(1)
        threading.Event().wait(0.6)
        raise MemoryError("no room")

    with pytest.raises(MemoryError):
        come(page, "index", make)
    with pytest.raises(MemoryError):
        works.done(page, "index", make)
    assert len(tried) == 1


@pytest.fixture
def evaluated_page(tiny: Tiny) -> SimpleNamespace:
    return page_of(standing(tiny).reader)


def test_an_index_on_demand_is_that_of_a_build(evaluated_page: SimpleNamespace) -> None:
    page, reader = evaluated_page, evaluated_page.answers.reader
    newest = indices.periods(page)[0]
    built = indices.of(page, newest)
    assert built is not None
    assert built.made is None
    made = indices.Index(newest, page.answers, evaluated.of_period(reader, newest))
    for mart in ("index_runs", "index_scores", "index_indicators"):
        assert (
            built.frame(mart)
            .sort(built.frame(mart).columns)
            .equals(made.frame(mart).sort(built.frame(mart).columns))
        )
        assert built.rows(mart)
    code = built.frame("index_pairs", "990101")["other_area_code"].to_list()
    assert code == made.frame("index_pairs", "990101")["other_area_code"].sort().to_list() != []


def test_a_period_that_the_build_did_not_make_comes_in_the_background(
    evaluated_page: SimpleNamespace,
) -> None:
    page = evaluated_page
    of_build = {row["period"] for row in page.answers.rows("index_runs")}
    other = next(one for one in indices.periods(page) if one not in of_build)
    found = indices.of(page, other)
    while found is None:
        threading.Event().wait(0.01)
        found = indices.of(page, other)
    assert found.made is not None
    assert found.period == other
