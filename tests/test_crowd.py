"""Many readers of one server: what they leave behind keeps nobody out."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bench.crowd import Heard, Reader
from bench.session import Server, serving
from programme import PROJECT
from tests.test_pages import filed_in

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="open files are counted as Linux does"
)
SESSIONS = 300


@linux
def test_three_hundred_readers_go_and_three_hundred_come_under_the_usual_limit_of_open_files(
    tmp_path: Path,
) -> None:
    filed = filed_in(tmp_path)
    environment = filed.environment
    with serving(PROJECT / "app.py", environment, files=1024) as server:
        opened, failed = asyncio.run(_waves(server))
    assert failed == []
    assert max(opened) > 1024  # so many are needed: under the limit it started with they would not do


async def _waves(server: Server) -> tuple[list[int], list[str]]:
    """Open files of the server while each of two waves is there, and what failed."""
    opened, failed = [], []
    for _ in range(2):
        heard = Heard()
        readers = [Reader(server.address, heard, lambda _: "", seed) for seed in range(SESSIONS)]
        for start in range(0, SESSIONS, 25):
            await asyncio.gather(*(reader.open() for reader in readers[start : start + 25]))
        opened.append(len(list(Path(f"/proc/{server.process}/fd").iterdir())))
        failed += heard.failed  # before they close
        await asyncio.gather(*(reader.close() for reader in readers))
    return opened, failed


@linux
def test_the_limit_is_raised_before_anybody_comes() -> None:
    with serving(PROJECT / "app.py", files=512) as server:
        limits = Path(f"/proc/{server.process}/limits").read_text(encoding="ascii")
    soft, hard = next(line.split()[3:5] for line in limits.splitlines() if line.startswith("Max open files"))
    assert soft == hard != "512"
