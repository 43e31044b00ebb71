"""Who draws now: so many at once, in order, and who only follows last."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest

from ui.frame.turns import Turns


def waiting(turns: Turns, following: bool, name: str, order: list[str]) -> threading.Thread:
    """A page that waits for its turn."""

    def draw() -> None:
        with turns.turn(following=following):
            order.append(name)

    before = len(turns._asked) + len(turns._following)
    thread = threading.Thread(target=draw)
    thread.start()
    while len(turns._asked) + len(turns._following) == before:
        time.sleep(0.001)
    return thread


def test_who_was_asked_for_goes_first_and_each_in_the_order_they_came() -> None:
    turns, order = Turns(1), []  # type: ignore[var-annotated]
    with turns.turn():
        threads = [
            waiting(turns, following, name, order)
            for name, following in (("f1", True), ("a1", False), ("f2", True), ("a2", False))
        ]
        assert order == []
    for thread in threads:
        thread.join(5)
    assert order == ["a1", "a2", "f1", "f2"]
    assert not turns._drawing


def test_no_more_than_so_many_draw_at_once_and_a_page_that_fails_hands_its_turn_on() -> None:
    turns, now, most = Turns(2), [0], [0]
    lock = threading.Lock()

    def draw() -> None:
        with suppress(ValueError), turns.turn():
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.002)
            with lock:
                now[0] -= 1
            raise ValueError("failed")

    threads = [threading.Thread(target=draw) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == [2]
    assert not turns._drawing


def test_nobody_waits_for_one_that_is_slow() -> None:
    turns, done = Turns(1, slow_seconds=0.2), threading.Event()

    def slow() -> None:
        with turns.turn():
            done.wait(10)

    slow_one = threading.Thread(target=slow)
    slow_one.start()
    while not turns._drawing:
        time.sleep(0.001)
    order: list[str] = []
    threads = [waiting(turns, True, "f", order), waiting(turns, False, "a", order)]
    for thread in threads:
        thread.join(5)
    assert order == ["a", "f"]
    done.set()
    slow_one.join(5)
    assert not turns._drawing


def test_a_page_follows_while_a_turn_is_free_and_one_that_does_not_come_keeps_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turns = Turns(2)
    with turns.turn():
        assert [turns.may_follow() for _ in range(2)] == [True, False]
        with turns.turn(following=True):  # the one that was told so has come
            assert not turns.may_follow()
        assert turns.may_follow()
    assert [turns.may_follow() for _ in range(2)] == [True, False]
    monkeypatch.setattr("ui.frame.turns.COMES_SECONDS", 0.0)
    time.sleep(0.001)
    assert turns.may_follow()


def test_who_follows_and_has_waited_long_goes_before_those_that_are_asked_for() -> None:
    turns, order = Turns(1, patient_seconds=0.05), []  # type: ignore[var-annotated]
    with turns.turn():
        threads = [waiting(turns, True, "f", order), waiting(turns, False, "a1", order)]
        time.sleep(0.06)
        threads.append(waiting(turns, False, "a2", order))
    for thread in threads:
        thread.join(5)
    assert order == ["f", "a1", "a2"]
