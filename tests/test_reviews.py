"""Findings with their texts, and reviewers' words on them: they stay, in rows, through builds, kills and readers' servers."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.filing import found, reviews
from pipelines.filing.reviews import Said
from tests.filing import take_text
from tests.test_command_line import run
from tests.tiny import PERIOD, Tiny
from warehouse import reviewed
from warehouse.models import plan
from words.problems import HomeError, WrongUse

DAY = dt.date(2026, 2, 20)
HEADING = "area_code,period,resident_population,urban_population\n"


@pytest.fixture
def asked(tiny: Tiny) -> Tiny:
    """A figure whose filer was asked about it and meant it."""
    assert (
        take_text(tiny, HEADING + "990101,2025-12-31,1000,900\n", "population.csv", confirmed=True).status
        == "accepted"
    )
    tiny.built()
    return tiny


def listed(tiny: Tiny, area: str = "990000") -> list[found.Found]:
    return found.findings(tiny.reader, area, tiny.pack.datasets)


def test_every_finding_has_words_in_both_languages(asked: Tiny) -> None:
    rows = listed(asked)
    assert {one.rule for one in rows} >= {
        "far",
        "a returned figure is within what the pack allows of what stood before",
    }
    for one in rows:
        assert one.message("zh") != one.message("en")
        assert "{" not in one.message("zh") + one.message("en")
    assert "已由填报人确认" in next(one for one in rows if one.rule == "far").message("zh")
    assert [one.id for one in listed(asked, "990101")] == [one.id for one in rows]
    assert listed(asked, "990200") == []


def test_whatever_a_model_only_warns_of_has_its_words() -> None:
    warned = {promise.text for model in plan().models for promise in model.warns}
    assert warned == set(found.PROMISES)


def test_a_word_stays_through_builds_and_a_later_one_holds(asked: Tiny) -> None:
    first = listed(asked)[0]
    words = {"day": DAY, "snapshot": "a"}
    reviews.review(asked.home, first.row, Said("wrong", "Wang", "typed twice"), **words)
    reviews.review(asked.home, first.row, Said("explained", "Li", "a new estate"), **words)
    reviews.review(asked.home, first.row, Said("explained", "Li", "a new estate"), **words)  # said already
    asked.built()
    assert first.id in {one.id for one in listed(asked)}
    kept = reviewed.by_finding(asked.home)[first.id]
    assert [(row["kind"], row["by"]) for row in kept] == [("wrong", "Wang"), ("explained", "Li")]
    assert kept[-1]["finding"]["rule"] == first.rule


def test_other_values_are_another_finding(asked: Tiny) -> None:
    before = {one.id for one in listed(asked)}
    told = take_text(asked, HEADING + "990101,2025-12-31,1100,950\n", "again.csv", confirmed=True)
    assert told.status == "accepted"
    asked.built()
    assert not before & {one.id for one in listed(asked)}


def test_what_is_no_word_or_has_no_name_or_reason_is_refused(
    asked: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, words = listed(asked)[0].row, {"day": DAY, "snapshot": "a"}
    for word, by, why in (
        ("fine", "Wang", "x"),
        ("wrong", " ", "x"),
        ("wrong", "Wang", ""),
        ("wrong", "W" * 41, "x"),
    ):
        with pytest.raises(WrongUse):
            reviews.review(asked.home, row, Said(word, by, why), **words)
    monkeypatch.setenv("OBSERVATORY_READONLY", "1")
    with pytest.raises(HomeError, match="OBSERVATORY_READONLY"):
        reviews.review(asked.home, row, Said("wrong", "Wang", "x"), **words)
    assert not reviews.is_open(asked.home)
    assert reviewed.rows(asked.home) == []


def test_a_damaged_row_is_named(asked: Tiny) -> None:
    (asked.home.reviews / "rows").mkdir(parents=True)
    (asked.home.reviews / "rows" / "000001.json").write_text("{", encoding="utf-8")
    with pytest.raises(HomeError, match="000001"):
        reviewed.rows(asked.home)


ADDING = """
import datetime as dt, sys
from pipelines.filing import reviews
from warehouse.home import Home
home = Home.of(sys.argv[1])
for number in range(100_000):
    reviews.review(home, {"finding_id": f"f{number}"}, reviews.Said("explained", "Wang", "x"), day=dt.date(2026, 2, 20), snapshot="a")
    print(number, flush=True)
"""


def test_a_word_that_was_told_to_be_there_is_there_after_a_kill(asked: Tiny) -> None:
    told = 0
    for wait in (0.0, 0.003, 0.01, 0.02, 0.05):
        with subprocess.Popen(
            [sys.executable, "-c", ADDING, str(asked.home.root)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
            told = max(told, 1 + process.stdout.read().count(b"\n"))
    rows = reviewed.rows(asked.home)
    assert len({row["finding_id"] for row in rows}) >= told
    assert [row["row"] for row in rows] == list(range(1, len(rows) + 1))


def test_the_command_lists_filters_and_adds_a_word(asked: Tiny) -> None:
    done = run(asked, "findings", "--json", "--severity", "warning", "--dataset", "population")
    told = json.loads(done.stdout)
    assert told["snapshot"] == asked.reader.snapshot.id
    assert {one["source"] for one in told["findings"]} == {"population"}
    first = told["findings"][0]
    assert first["message_zh"] != first["message_en"]
    assert json.loads(run(asked, "findings", "--json", "--rule", "nothing").stdout)["findings"] == []
    added = run(
        asked,
        "findings",
        "review",
        first["id"][:10],
        "--word",
        "explained",
        "--by",
        "王",
        "--why",
        "新小区",
        "--lang",
        "zh",
    )
    assert (added.returncode, "已说明" in added.stdout) == (0, True)
    again = json.loads(run(asked, "findings", "--json", "--period", str(PERIOD)).stdout)["findings"]
    assert [one["reviews"][0]["why"] for one in again if one["id"] == first["id"]] == ["新小区"]
    assert "已说明（王）" in run(asked, "findings", "--lang", "zh").stdout
    assert (
        run(asked, "findings", "review", "zzz", "--word", "wrong", "--by", "a", "--why", "b").returncode == 2
    )
    assert run(asked, "findings", "review", first["id"]).returncode == 2
