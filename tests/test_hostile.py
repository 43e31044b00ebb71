"""Whatever a reader writes in the SQL lab: it ends in time, says of which kind it is, and changes nothing anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from programme import PROJECT
from tests.conftest import plain_environment
from tests.hostile import LOW, Hostile, Verdict, hostile, tables_of, verdict
from tests.hostile_process import there
from tests.tiny import Tiny
from warehouse.opened import CLOSED
from warehouse.refusal import KINDS, refusal
from warehouse.runner import LIMITS_MEMORY
from words import LANGUAGES, speak
from words.problems import QuestionError

QUICK = [one for one in hostile() if not one.slow]
SLOW = [one for one in hostile() if one.slow]
# Whichever of these a statement meets first.
LIMITED = {"too_long", "memory", "rows", "large"}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    """A home that nothing is to change, byte by byte."""
    tiny = Tiny(tmp_path_factory.mktemp("hostile"))
    tiny.staff_everywhere({"990101": 40, "990102": 10})
    tiny.built()
    before = hashes(tiny.home.root)
    yield tiny
    assert hashes(tiny.home.root) == before


@pytest.fixture(scope="module")
def tables(tiny: Tiny) -> dict[str, list[str]]:
    return tables_of(tiny.reader)


def hashes(folder: Path) -> dict[str, str]:
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_there_are_a_hundred_hostile_statements_at_least_and_none_twice() -> None:
    refused = [one for one in hostile() if one.kind != "answered"]
    assert len(refused) >= 100
    assert len(SLOW) >= 20
    assert len({one.text for one in hostile()}) == len(hostile())
    assert {one.kind for one in hostile()} <= {*KINDS, "answered", "any", "limit"}


@pytest.fixture(scope="module")
def answers(tiny: Tiny, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What came of each of the quick ones: answered one after the other by the code that answers one in a process of its own."""
    work, spilled = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("spilled")
    asked = {
        "path": str(tiny.reader.snapshot.path), "folder": str(spilled), "seconds": 120, "megabytes": 1024, "settings": CLOSED,
        "frames": False,
    }  # fmt: skip
    folders = [str(folder) for folder in (tiny.home.root, work, spilled)]
    before = there(folders)
    run = subprocess.run(
        [sys.executable, "-m", "tests.hostile_process"],
        input=json.dumps({"asked": asked, "texts": [one.text for one in QUICK], "folders": folders}),
        cwd=work, env=plain_environment() | {"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    found = [json.loads(line) for line in run.stdout.splitlines()]
    changed = [str(one) for one, told in zip(QUICK, found, strict=True) if told["there"] != before]
    assert changed == []
    return found


def test_what_is_hostile_is_refused_by_its_kind_and_what_is_harmless_is_answered(
    answers: list[dict[str, Any]], tables: dict[str, list[str]]
) -> None:
    wrong = []
    for one, told in zip(QUICK, answers, strict=True):
        kind = "answered"
        if told["key"]:
            kind = refusal(one.text, QuestionError(told["key"], **told["values"]), tables).kind
        if one.kind not in (kind, "any"):
            wrong.append((str(one), one.kind, kind, told))
    assert wrong == []


@pytest.mark.skipif(not LIMITS_MEMORY, reason="the bound is the operating system's")
@pytest.mark.parametrize("one", SLOW, ids=str)
def test_what_has_no_end_or_no_measure_is_stopped(
    tiny: Tiny, tables: dict[str, list[str]], one: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = there([str(tiny.home.root)])
    found: Verdict = verdict(tiny.reader, tables, one.text, LOW)
    assert found.kind in (LIMITED if one.kind == "limit" else {one.kind} | LIMITED)
    assert there([str(tiny.home.root), str(tmp_path)]) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_refusal_has_its_sentences(language: str) -> None:
    speech = speak(language)
    lacking = [f"lab.{part}_{kind}" for kind in KINDS for part in ("refused", "remedy")]
    assert [key for key in lacking if key not in speech] == []
