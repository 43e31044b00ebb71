"""The work on a home's snapshot belongs to no visitor: who leaves does not end it, who comes looks on and takes what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.testing.v1 import AppTest

from pipelines.filing import demo as first
from programme import PROJECT
from tests.test_pages import nothing_kept, opened, problem_of, title, visit
from tests.tiny import Tiny
from ui.frame import preparing, startup
from warehouse import snapshots
from warehouse.build import build
from words import LANGUAGES, speak
from words.problems import BuildError

__all__ = ["nothing_kept"]

READING, SECONDS = "读取示例报表……", 60


class Work:
    """A first build that has told its first step and goes on when it may; how often one was begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = 0
        self.may_go_on = threading.Event()
        self.fails_with: Exception | None = None
        self.really = first.demo
        monkeypatch.setattr(first, "demo", self._demo)

    def _demo(self, *given: Any, progress: Callable[[str, int, int], None]) -> snapshots.SnapshotInfo:
        self.begun += 1
        progress("read", 0, 2)
        assert self.may_go_on.wait(SECONDS)
        if self.fails_with is not None:
            raise self.fails_with
        return self.really(*given, progress=progress)


@pytest.fixture
def work(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Work:
    opened(tiny, monkeypatch)
    return Work(monkeypatch)


def bar_that(monkeypatch: pytest.MonkeyPatch, told: Callable[[str], None]) -> None:
    """Hear what every visitor's bar is told after its beginning."""
    really = DeltaGenerator.progress

    def progress(self: DeltaGenerator, value: float, text: str = "") -> DeltaGenerator:
        told(text)
        return really(self, value, text)

    monkeypatch.setattr(DeltaGenerator, "progress", progress)


def leaves_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor who is gone when the first step is told: that is how Streamlit ends a script."""

    def leave(text: str) -> None:
        if text == READING:
            raise StopException

    with monkeypatch.context() as patched:
        bar_that(patched, leave)
        assert not visit().title


def test_a_build_goes_on_without_its_visitor_and_the_next_one_takes_its_snapshot(
    tiny: Tiny, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves_in_the_middle(monkeypatch)
    seen = []

    def look(text: str) -> None:
        seen.append(text)
        if text == READING:
            work.may_go_on.set()

    bar_that(monkeypatch, look)
    assert "5 个县" in title(visit())
    assert READING in seen  # the step that was told before this visitor came
    assert work.begun == 1
    assert len(snapshots.names(tiny.home)) == 1


def test_a_build_without_any_visitor_comes_to_its_end(
    tiny: Tiny, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves_in_the_middle(monkeypatch)
    (under_way,) = preparing._under_way.values()
    work.may_go_on.set()
    assert under_way.is_done_within(SECONDS)
    assert snapshots.current(tiny.home) == under_way.result()
    assert not preparing._under_way


def test_who_looks_on_is_told_what_the_work_failed_with(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    leaves_in_the_middle(monkeypatch)
    work.fails_with = BuildError("build.file_not_writable", draft="x", error="disk full")
    bar_that(monkeypatch, lambda text: work.may_go_on.set() if text == READING else None)
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=SECONDS).run()
    assert "disk full" in problem_of(app)
    assert work.begun == 1
    # What asks for data without a page is told the same.
    assert "disk full" in str(startup.last_failure())
    # Nothing stands yet: who comes later tries anew.
    work.fails_with = None
    assert "5 个县" in title(visit())
    assert work.begun == 2


def test_a_failed_build_is_remembered_when_nobody_saw_it_fail(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    begun, may_go_on = [], threading.Event()

    def fails(*_: object, progress: Callable[[str, int, int], None], **__: object) -> None:
        begun.append(1)
        progress("read", 0, 2)
        assert may_go_on.wait(SECONDS)
        raise BuildError("build.file_not_writable", draft="x", error="disk full")

    monkeypatch.setattr(startup, "build", fails)
    tiny.target(legal_basis_zh="另一个依据")
    leaves_in_the_middle(monkeypatch)
    (under_way,) = preparing._under_way.values()
    may_go_on.set()
    assert under_way.is_done_within(SECONDS)
    assert "disk full" in " ".join(one.value for one in visit().html)
    assert begun == [1]


def test_what_comes_of_another_pack_is_no_answer(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    may_go_on = threading.Event()

    def other(progress: Callable[[str, int, int], None]) -> snapshots.SnapshotInfo:
        progress("read", 0, 2)
        assert may_go_on.wait(SECONDS)
        raise BuildError("build.file_not_writable", draft="x", error="of before")

    preparing.under_way(tiny.home.root, "another", other)
    bar_that(monkeypatch, lambda text: may_go_on.set() if text == READING else None)
    assert "5 个县" in title(visit())


def test_two_homes_do_not_wait_for_each_other(tiny: Tiny) -> None:
    waits, goes = threading.Event(), threading.Event()

    def work(progress: object) -> snapshots.SnapshotInfo:
        goes.set()
        assert waits.wait(SECONDS)
        return build(tiny.home, tiny.pack)

    one = preparing.under_way(tiny.home.root, "", work)
    assert goes.wait(SECONDS)
    goes.clear()
    other = preparing.under_way(tiny.home.root / "other", "", work)
    assert other is not one
    assert goes.wait(SECONDS)
    assert preparing.under_way(tiny.home.root, "", work) is one
    waits.set()
    assert one.is_done_within(SECONDS)
    assert other.is_done_within(SECONDS)


def test_every_step_of_a_first_start_has_words_and_none_is_a_models_name(tiny: Tiny) -> None:
    steps: set[str] = set()
    build(tiny.home, tiny.pack, progress=lambda step, done, of: steps.add(step))
    assert {step.split(".")[0] for step in steps} >= {"staging", "spine", "sums", "verdicts", "marts"}
    for language in LANGUAGES:
        speech = speak(language)
        stages = {step.split(".")[0] for step in {*steps, *startup.STAGES}}
        assert [stage for stage in sorted(stages) if f"startup.step_{stage}" not in speech] == []
        told = " ".join(startup._told((step, 0, 1), speech)[1] for step in {*steps, *startup.STAGES})
        assert "." not in told.replace("……", "")


def test_the_readme_and_the_first_page_say_the_same_of_how_long_it_takes() -> None:
    said = speak("en")("startup.waiting").partition(": ")[2].rstrip(".")
    assert said in (PROJECT / "README.md").read_text(encoding="utf-8")
