"""What the serving process sees to: enough open files for its readers, and a log that one error does not fill."""

from __future__ import annotations

import logging
import subprocess
import sys
import time

import pytest

from programme import PROJECT, open_files
from ui.frame import process

linux = pytest.mark.skipif(open_files.resource is None, reason="no such limit there")


def record(text: str, *values: object, level: int = logging.ERROR, name: str = "a") -> logging.LogRecord:
    return logging.LogRecord(name, level, __file__, 1, text, values, None)


def test_an_error_that_repeats_is_logged_once_a_minute_with_its_count() -> None:
    repeats = process.Repeats(seconds=0.2)
    assert repeats.filter(record("lost %s", "a"))
    assert [repeats.filter(record("lost %s", one)) for one in range(5)] == [False] * 5
    assert repeats.filter(record("another"))
    assert repeats.filter(record("lost %s", "a", name="b"))
    assert repeats.filter(record("lost %s", "a", level=logging.INFO))
    assert repeats.filter(record("lost %s", "a", level=logging.INFO))  # what is no warning is let through
    time.sleep(0.25)
    again = record("lost %s", "z")
    assert repeats.filter(again)
    assert again.getMessage() == "lost z (+5)"


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
