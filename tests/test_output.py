"""Telling cannot fail after the deed: whatever becomes of the output, the exit status is that of what was done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.filing.landing import last_sequence
from programme import PROJECT
from tests.filing import workers, write
from tests.test_command_line import surroundings
from tests.tiny import Tiny

NAME = "staffing_王䶮.csv"  # GBK has no 䶮
UNIX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")


def shell(tiny: Tiny, command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell in which `pipelines` is the command; a pipe's status is that of its first part."""
    line = f'set -o pipefail; pipelines() {{ {sys.executable} -m pipelines "$@"; }}; {command}'
    done = subprocess.run(
        ["bash", "-c", line], cwd=PROJECT, env={**os.environ, **surroundings(tiny), **environment},
        capture_output=True, timeout=120,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
    assert b"Exception" not in done.stderr
    return done


def given(tiny: Tiny, code: str = "990101") -> Path:
    return write(tiny.home.root.parent, NAME, workers(code))


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "utf-16"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_console_of_another_encoding_is_told_what_it_can_show(
    tiny: Tiny, encoding: str, language: str
) -> None:
    path = given(tiny)
    done = shell(tiny, f"pipelines ingest '{path}' --lang {language}", PYTHONIOENCODING=encoding)
    assert (done.returncode, last_sequence(tiny.home)) == (0, 1)
    told = done.stdout.decode(encoding)
    assert "\\u4dae" in told or encoding == "utf-16"
    assert "staffing_王" in told or encoding in ("ascii", "latin-1")
    assert (
        shell(
            tiny, f"pipelines ingest '{given(tiny, '990109')}' --lang zh", PYTHONIOENCODING=encoding
        ).returncode
        == 3
    )


@UNIX
@pytest.mark.parametrize("options", ["", "--json"])
@pytest.mark.parametrize("to", ["> /dev/full", "| true", ">&-", "> /dev/full 2> /dev/full", ">&- 2>&-"])
def test_an_output_that_takes_nothing_changes_no_exit_status(tiny: Tiny, to: str, options: str) -> None:
    path = given(tiny)
    assert shell(tiny, f"pipelines ingest '{path}' {options} {to}").returncode == 0
    assert last_sequence(tiny.home) == 1
    assert shell(tiny, f"pipelines ingest '{given(tiny, '990109')}' {options} {to}").returncode == 3


@UNIX
def test_what_could_not_be_told_is_said_where_it_can(tiny: Tiny) -> None:
    done = shell(tiny, f"pipelines ingest '{given(tiny)}' > /dev/full")
    assert b"What was to be done is done" in done.stderr
    assert shell(tiny, "pipelines build > /dev/full").returncode == 0
    answer = shell(tiny, "pipelines status --json > /dev/full")
    assert answer.returncode == 1
    assert b"The answer could not be written" in answer.stderr
    assert shell(tiny, "pipelines sql 'select 1' --format csv > /dev/full").returncode == 1
    assert shell(tiny, "pipelines status --json | true").returncode == 0
    enough = shell(tiny, "pipelines sql 'select * from range(300000)' --format csv | head -1")
    assert (enough.returncode, enough.stdout) == (0, b"range\n")
    assert b"written" not in enough.stderr


def test_json_is_utf_8_on_any_console(tiny: Tiny) -> None:
    done = shell(tiny, f"pipelines ingest '{given(tiny)}' --json", PYTHONIOENCODING="gbk")
    assert json.loads(done.stdout)["files"][0]["path"].endswith(NAME)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_help_is_shown_on_any_console(tiny: Tiny, encoding: str) -> None:
    done = shell(tiny, "pipelines ingest --help", PYTHONIOENCODING=encoding, LC_ALL="zh_CN.UTF-8")
    assert done.returncode == 0
    assert done.stdout
