"""What pages make of answers is kept once for all sessions, under its reader, and forgotten with its snapshot."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tests.tiny import Tiny
from ui.frame import kept
from ui.frame.answers import Answers
from ui.home import county_map
from warehouse import opened
from warehouse.readers import Reader, Scope

made: list[tuple[object, ...]] = []


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    yield
    kept.forget()
    made.clear()


@kept.kept(most=3)
def drawn(answers: Answers, what: str, sizes: list[int] | None = None) -> tuple[object, ...]:
    made.append((answers.key, what))
    if what == "broken":
        raise ValueError(what)
    return (what, len(made))


def answers_of(tiny: Tiny) -> Answers:
    tiny.stand()
    return Answers(tiny.reader)


def test_what_is_made_is_kept_under_its_reader_and_its_arguments(tiny: Tiny) -> None:
    reader = Reader(tiny.built())
    answers = Answers(reader)
    assert drawn(answers, "map") is drawn(Answers(reader), "map")
    assert drawn(answers, "map", [1, 2]) is drawn(answers, "map", [1, 2])
    assert drawn(answers, "map", [1, 2]) != drawn(answers, "map", [2, 1])
    other = Answers(Reader(reader.snapshot, Scope("one_county")))
    assert drawn(other, "map") is not drawn(answers, "map")
    later = Answers(Reader(tiny.build()))
    assert drawn(later, "map") is not drawn(answers, "map")


def test_no_more_readers_than_two_are_kept_for_however_many_are_open(tiny: Tiny) -> None:
    first, second, third = (Answers(Reader(tiny.built())) for _ in range(3))
    kept_first, kept_second = drawn(first, "map"), drawn(second, "map")
    drawn(third, "map")
    assert drawn(second, "map") is kept_second
    assert drawn(first, "map") is not kept_first
    assert len(kept._rooms) == kept.ROOMS


def test_what_is_named_with_a_line_before_it_tells_no_two_answers_apart(tiny: Tiny) -> None:
    answers = answers_of(tiny)

    @kept.kept(most=3)
    def shown(answers: Answers, what: str, _rows: dict[str, str]) -> list[str]:
        return [what, *_rows]

    assert shown(answers, "a", {"x": "1"}) is shown(answers, "a", {"y": "2"})
    assert shown(answers, "b", {"y": "2"}) == ["b", "y"]


def test_the_oldest_answers_give_way(tiny: Tiny) -> None:
    answers = answers_of(tiny)
    for what in "abcd":
        drawn(answers, what)
    number = len(made)
    drawn(answers, "d")
    assert len(made) == number
    drawn(answers, "a")
    assert len(made) == number + 1


def test_what_failed_is_not_kept_and_fails_nobody_else(tiny: Tiny) -> None:
    answers = answers_of(tiny)
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            drawn(answers, "broken")
    assert len(made) == 2


def test_many_who_ask_at_once_wait_for_one(tiny: Tiny) -> None:
    answers = answers_of(tiny)
    number = []

    @kept.kept(most=3)
    def slow(answers: Answers) -> object:
        number.append(1)
        time.sleep(0.1)
        return object()

    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(slow(answers))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(number), len(set(map(id, found)))) == (1, 1)


def test_it_is_forgotten_when_nobody_reads_the_snapshot_any_more(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = Answers(Reader(tiny.built())), Answers(Reader(tiny.built()))
    for answers in (old, new):
        answers.facts()
    assert {old.key, new.key} <= kept._rooms.keys()
    monkeypatch.setattr(opened, "UNREAD_SECONDS", 0.1)
    time.sleep(0.15)
    new.reader.still_read()
    assert old.key not in kept._rooms
    assert new.key in kept._rooms
    assert old.facts()["snapshot_id"] == old.snapshot.id  # and made again where somebody does


def test_a_map_stands_on_the_ground_of_the_snapshot_before_while_the_shapes_are_the_same(tiny: Tiny) -> None:
    old, new = (Answers(Reader(tiny.built())) for _ in range(2))
    ground = county_map._ground(old, None, ())
    assert county_map._ground(new, None, ()) is ground
    assert county_map._ground(new, ("990101",), ()) is not ground
    shapes = tiny.pack_folder / "counties.geojson"
    text = shapes.read_text(encoding="utf-8")
    assert text.count("[120, 30]") >= 2
    shapes.write_text(text.replace("[120, 30]", "[119, 30]"), encoding="utf-8")
    moved = county_map._ground(Answers(Reader(tiny.build())), None, ())
    assert moved.bounds != ground.bounds or moved.view != ground.view


def test_rows_are_kept_up_to_so_many_cells_and_the_newest_always(tiny: Tiny) -> None:
    made: list[int] = []

    @kept.kept(most=100, cells=12)
    def rows(reader: Reader, number: int) -> list[dict[str, int]]:
        made.append(number)
        return [{"a": 1, "b": 2}] * number

    reader = Reader(tiny.built())
    for number in (1, 2, 3, 1):  # 12 cells
        rows(reader, number)
    assert made == [1, 2, 3]
    rows(reader, 0)
    rows(reader, 2)
    assert made == [1, 2, 3, 0]
    rows(reader, 50)  # more than all together: it alone is left
    made.clear()
    for number in (50, 1, 2, 3):
        rows(reader, number)
    assert made == [1, 2, 3]  # the first of these let it go
    assert [len(rows(reader, number)) for number in (1, 2, 3)] == [1, 2, 3]
    assert made == [1, 2, 3]
