"""Sixteen readers ask while snapshot after snapshot is built: no error, and never two snapshots mixed in one answer."""

from __future__ import annotations

import os
import threading
import time

from tests.tiny import COUNTIES, PERIOD, WORKERS, Tiny
from warehouse.readers import reader_of

READERS = 16
BUILDS = int(os.environ.get("OBSERVATORY_BUILDS", "4"))
LONGEST = 300  # seconds after which whoever is left is a failure


def filed(tiny: Tiny, number: int) -> None:
    """The same number of workers for every county, so that a row of another snapshot in an answer is seen."""
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, number))


def test_readers_see_one_snapshot_each_time_they_ask_while_others_are_built(tiny: Tiny) -> None:
    # One snapshot is kept: what readers have open is taken from under nobody.
    filed(tiny, 10)
    numbers = {tiny.build().id: 10}
    tiny.home.settings_file.write_text("[snapshots]\nnewest = 1\nmonths = false\n", encoding="utf-8")
    ended, failed = threading.Event(), []
    answers: list[tuple[str, str, int]] = []

    def ask() -> None:
        begun = time.monotonic()
        while not ended.is_set() and time.monotonic() < begun + LONGEST:
            try:
                reader = reader_of(tiny.home)
                rows = reader.rows("county_compliance", indicator=WORKERS, period=PERIOD, area="990000")
                said = reader.ask("snapshot_facts")["snapshot_id"][0]
                assert len(rows) == len(COUNTIES)
                (workers,) = {row["numerator"] for row in rows}
                answers.append((reader.snapshot.id, said, workers))
            except Exception as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        for number in range(11, 11 + BUILDS):
            filed(tiny, number)
            numbers[tiny.build().id] = number
    finally:
        ended.set()
        for thread in threads:
            thread.join(LONGEST)
    assert failed == []
    assert not any(thread.is_alive() for thread in threads)
    assert {one for one, _, _ in answers} <= {*numbers}
    assert len({one for one, _, _ in answers}) > 1
    assert [(one, said, n) for one, said, n in answers if one != said or n != numbers[one]] == []
    assert len(answers) >= READERS
