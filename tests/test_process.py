"""What the serving process sees to: enough open files for its readers, and a log that one error does not fill."""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
import time

import pytest

from programme import PROJECT, open_files
from ui.frame import process
from words.problems import Problem

linux = pytest.mark.skipif(open_files.resource is None, reason="no such limit there")


class Log(logging.Handler):
    """A log that one can wait at."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.told: queue.Queue[logging.LogRecord] = queue.Queue()
        self.addFilter(process.Repeats(self, seconds))

    def emit(self, record: logging.LogRecord) -> None:
        self.told.put(record)

    def texts(self) -> list[str]:
        """What has been told since the last time."""
        return [self.told.get_nowait().getMessage() for _ in range(self.told.qsize())]


def record(text: str, *values: object, level: int = logging.ERROR, name: str = "a") -> logging.LogRecord:
    return logging.LogRecord(name, level, __file__, 1, text, values, None)


def raised(text: str, error: Exception) -> logging.LogRecord:
    try:
        raise error
    except Exception:
        return logging.LogRecord("a", logging.ERROR, __file__, 1, text, (), sys.exc_info())


def test_an_error_that_repeats_is_logged_once_a_minute() -> None:
    log = Log(seconds=60)
    for one in range(6):
        log.handle(record("lost %s", one))
    log.handle(record("another"))
    log.handle(record("lost %s", 1, name="b"))
    for one in range(2):
        log.handle(record("lost %s", one, level=logging.INFO))  # what is no warning is let through
    assert log.texts() == ["lost 0", "another", "lost 1", "lost 0", "lost 1"]


def test_its_count_is_told_at_the_end_of_its_minute_though_it_never_comes_again() -> None:
    before = set(threading.enumerate())
    log = Log(seconds=1)
    begun = time.time()
    for one in range(6):
        log.handle(record("lost %s", one))
    log.handle(record("another"))
    assert log.told.get(timeout=20).getMessage() == "lost 0"
    assert log.told.get(timeout=20).getMessage() == "another"
    count = log.told.get(timeout=20)
    assert count.getMessage().startswith("lost 5\n")
    assert "5 more times" in count.getMessage()
    assert count.created >= begun + 1
    for waiting in set(threading.enumerate()) - before:
        waiting.join(20)
        assert not waiting.is_alive()  # none is left, whatever was counted
    log.handle(record("lost %s", 9))
    assert log.texts() == ["lost 9"]  # a new minute


def test_one_thread_waits_for_whatever_is_counted() -> None:
    before = set(threading.enumerate())
    log = Log(seconds=60)
    for one in range(100):
        log.handle(record(f"lost {'x' * one}"))
        log.handle(record(f"lost {'x' * one}"))
    assert len(set(threading.enumerate()) - before) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ("no way to 10.1.2.3:8501", "no way to 10.9.8.7:51812"),
        ("no way to [2001:db8::1]:80", "no way to [fd00::7]:81"),
        ("<Reader at 0x7f3b2c>", "<Reader at 0x5affee>"),
        ("session 5f0c1a52-93cd-4a4e-8ae0-d1c7b0e3a111 gone", "session deadbeef-dead-beef-dead-beefdeadbeef gone"),
        ("快照20261128不见了", "快照20261129不见了"),
        ("batch 3fa9c1 failed", "batch deadbeef failed"),
    ],
)  # fmt: skip
def test_an_error_is_the_same_whoever_and_however_many_it_was(texts: tuple[str, str]) -> None:
    log = Log(seconds=60)
    for text in texts:
        log.handle(record("%s", text))
    assert log.texts() == [texts[0]]


def test_errors_that_are_told_by_one_line_of_code_are_told_apart() -> None:
    log = Log(seconds=60)
    for problem in (Problem("door.failed"), Problem("door.no_address"), Problem("door.failed")):
        log.handle(record("%s", problem))
    assert len(log.texts()) == 2
    log.handle(raised("page failed", ValueError("no such area")))
    log.handle(raised("page failed", ValueError("no such period")))
    log.handle(raised("page failed", KeyError("no such area")))
    log.handle(raised("page failed", ValueError("no such area")))
    assert len(log.texts()) == 3


def test_a_record_whose_values_do_not_fit_stops_nobody() -> None:
    log = Log(seconds=60)
    log.handle(record("lost %d", "a"))
    log.handle(record("lost %d", "a"))
    assert log.told.qsize() == 1


def test_however_many_different_errors_there_are_each_is_told_and_few_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "MOST_COUNTED", 10)
    log = Log(seconds=60)
    for one in range(30):
        for _ in range(3):
            log.handle(record("lost " + "x" * one))
    told = log.texts()
    assert [one for one in told if "\n" not in one] == ["lost " + "x" * one for one in range(30)]
    assert (
        len([one for one in told if one.startswith("lost x\n") and "2 more times" in one]) == 1
    )  # for want of room before its minute was over
    assert len(log.filters[0]._seen) <= 10  # type: ignore[union-attr]


def started(code: str, soft: int, hard: int) -> str:
    """What a process with these limits of open files says."""
    text = (
        f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
        f"from ui.frame import process\n{code}\nprint(*resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", text],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


@linux
def test_the_limit_of_open_files_is_raised_as_far_as_it_goes_and_told_where_that_is_too_low() -> None:
    told = started("process.prepare()", 1024, 7000)
    assert "7000 7000" in told
    assert "ulimit" not in told
    told = started("process.prepare()\nprocess.prepare()", 1024, 1200)
    assert "1200 1200" in told
    assert told.count("ulimit -n") == 1
    assert "250" in told
    assert "人同时使用" in told


@linux
def test_one_error_a_thousand_times_is_a_line_in_the_log() -> None:
    told = started(
        "import logging\nlogging.basicConfig()\nprocess.prepare()\n"
        "[logging.getLogger('asyncio').error('socket.accept() out of system resource %s', n) for n in range(1000)]",
        1024,
        7000,
    )
    assert told.count("out of system resource") == 1


@linux
def test_what_writes_a_log_later_is_watched_with_the_next_page() -> None:
    told = started(
        "import logging\nprocess.prepare()\nlogging.getLogger('later').addHandler(logging.StreamHandler())\n"
        "process.prepare()\n"
        "[logging.getLogger('later').error('lost %s', n) for n in range(1000)]\nprocess.prepare()\n"
        "logging.getLogger('later').error('lost')",
        1024,
        7000,
    )
    assert told.count("lost") == 2
