"""What is made before anybody asks: in a turn that no page wants, and of the country's map the periods beside the one shown."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from files import tree
from tests.test_pages import at_home, filed, nothing_kept, text_of, visit  # noqa: F401
from tests.tiny import Tiny
from ui.frame import ahead, following
from ui.frame.answers import Answers
from ui.frame.turns import Turns
from ui.home import beside, county_map
from warehouse.readers import Reader
from words.problems import QuestionError

SINCE = dt.date(2025, 9, 30)


@pytest.fixture(autouse=True)
def nothing_wished() -> Iterator[None]:
    yield
    wait_until(lambda: ahead._thread is None)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """Turns of our own: one page at once."""
    own = Turns(1)
    monkeypatch.setattr(ahead.following, "spare_turn", following.Watch(own).spare_turn)
    monkeypatch.setattr(ahead, "AGAIN_SECONDS", 0.001)
    return own


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_what_is_wished_for_is_made_in_the_order_of_the_wishes_when_no_page_wants_the_turn(
    turns: Turns,
) -> None:
    made: list[str] = []
    with turns.turn():
        for name in "abc":
            ahead.make_ready(name, lambda name=name: made.append(name))  # type: ignore[misc]
        time.sleep(0.05)
        assert made == []
    wait_until(lambda: ahead._thread is None)
    assert made == ["a", "b", "c"]


def test_a_page_that_is_asked_for_meanwhile_does_not_wait_for_the_rest(turns: Turns) -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        go_on.wait(5)
        order.append("first wish")

    ahead.make_ready("first", slow)
    ahead.make_ready("second", lambda: order.append("second wish"))
    begun.wait(5)

    def page() -> None:
        with turns.turn():
            order.append("page")

    drawn = threading.Thread(target=page)
    drawn.start()
    wait_until(lambda: len(turns._asked) == 1)
    go_on.set()
    drawn.join(5)
    wait_until(lambda: ahead._thread is None)
    assert order == ["first wish", "page", "second wish"]


def test_a_wish_that_finds_no_turn_is_left_and_of_many_the_oldest_are_forgotten(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    with turns.turn():
        for number in range(ahead.MOST + 3):
            ahead.make_ready(number, lambda number=number: made.append(number))  # type: ignore[misc]
        assert list(ahead._wished) == list(range(3, ahead.MOST + 3))
        monkeypatch.setattr(ahead, "PATIENT_SECONDS", 0.0)
        wait_until(lambda: ahead._thread is None)
    assert made == []


def test_what_fails_is_no_page_s_fault_and_the_next_is_made(
    turns: Turns, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[str] = []

    def told() -> None:
        raise QuestionError("readers.not_answered", question="a", error="b")

    def wrong() -> None:
        raise ValueError("wrong")

    with caplog.at_level(logging.WARNING), turns.turn():
        for number, make in enumerate((told, wrong, lambda: made.append("next"))):
            ahead.make_ready(number, make)
    wait_until(lambda: ahead._thread is None)
    assert made == ["next"]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ValueError]


@pytest.mark.parametrize("is_large", [True, False])
def test_of_a_large_whole_the_period_beside_the_one_shown_is_there_when_it_is_asked_for(
    at_home: Tiny,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    is_large: bool,
) -> None:
    monkeypatch.setattr(tree, "MOST_COUNTIES", 4 if is_large else 5)
    asked: list[tuple[str, str]] = []
    drawn: list[int] = []
    ask, make = Reader.ask, county_map.compliance_map
    monkeypatch.setattr(
        Reader,
        "ask",
        lambda self, name, **given: (
            asked.append((name, str(given.get("period")))) or ask(self, name, **given)
        ),
    )
    monkeypatch.setattr(county_map, "compliance_map", lambda *a, **k: drawn.append(1) or make(*a, **k))
    test = visit()
    wait_until(lambda: ahead._thread is None)
    assert len(drawn) == (2 if is_large else 1)
    asked.clear()
    drawn.clear()
    test.query_params["period"] = "2025-09-30"
    shown = text_of(test.run())
    assert "2025年第3季度" in shown
    made_then = {name for name, period in asked if period == "2025-09-30"}
    assert made_then == (
        set() if is_large else {"areas_on", "compliance_headline", "county_compliance", "verdict_changes"}
    )
    wait_until(lambda: ahead._thread is None)
    # Of the large one the period before that is drawn by now, of the other the one that is shown.
    assert len(drawn) == 1


def test_a_city_that_the_period_beside_does_not_have_is_left_to_who_asks_and_so_is_a_county(
    at_home: Tiny,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tree, "MOST_COUNTIES", 1)
    drawn: list[dt.date] = []
    areas, make = Answers.areas, beside.county_map.ready
    # As if the city were one only since the last quarter but one.
    monkeypatch.setattr(
        Answers,
        "areas",
        lambda self, day: {c: row for c, row in areas(self, day).items() if c != "990200" or day >= SINCE},
    )
    monkeypatch.setattr(
        beside.county_map, "ready", lambda *given: drawn.append(given[3].period) or make(*given)
    )
    visit(period="2025-09-30", city="990200")
    wait_until(lambda: ahead._thread is None)
    assert drawn == [dt.date(2025, 9, 30), dt.date(2025, 12, 31)]
    drawn.clear()
    visit(period="2025-09-30", county="990101")
    wait_until(lambda: ahead._thread is None)
    assert drawn == [dt.date(2025, 9, 30)]


def test_a_wish_too_old_is_left_whatever_turn_is_free_and_a_thread_that_died_is_replaced(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(ahead, "PATIENT_SECONDS", 0.0)
    ahead.make_ready("old", lambda: made.append("old"))
    wait_until(lambda: ahead._thread is None)
    assert made == []
    monkeypatch.setattr(ahead, "PATIENT_SECONDS", 5.0)
    dead = threading.Thread(target=str)
    dead.start()
    dead.join()
    monkeypatch.setattr(ahead, "_thread", dead)
    ahead.make_ready("new", lambda: made.append("new"))
    wait_until(lambda: ahead._thread is None)
    assert made == ["new"]
