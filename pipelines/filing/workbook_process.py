"""Workbooks are read in a process of their own, with limits of time and memory from the operating system.

A workbook can make its reader fail in ways that no program survives (an allocation of 512 GB, a stack that runs
over, no end). So it happens beside: one child reads the workbooks of a call one after the other; where it ends, that
file is refused with the reason and the next file gets a new child. What a child still holds of the workbooks before is
never a workbook's fault: where memory runs out in a used child, a new one tries again. On Windows there is a limit of
time alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any

import polars as pl

from pipelines.filing.sheet_scan import LostCell
from programme import PROJECT
from words.problems import Problem

SECONDS = 60  # for one workbook; half a million rows take about ten
MEGABYTES = 3072  # beyond what the child starts with
# How a child says that memory has run out: the allocator, Python, the system, and a thread that got no stack.
_OUT_OF_MEMORY = (
    "memory allocation of",
    "MemoryError",
    "Cannot allocate memory",
    "unable to start watchdog thread",
)
_NO_WINDOW = 0x08000000  # on Windows: no console of its own


@dataclass(frozen=True)
class Table:
    """One sheet as text from its row 1 on, columns named `0`, `1`, ...; `first_column` is where they begin (0 = A).

    `lost` are the first cells that hold something and arrive blank, in the order of the sheet.
    """

    frame: pl.DataFrame
    first_column: int
    lost: tuple[LostCell, ...]
    lost_in_all: int
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()  # 0 = A
    is_hidden: bool = False


class Workbooks:
    """Reads workbooks in a child process, which is started by the first of them and ends with the `with`."""

    def __init__(self, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self._child: subprocess.Popen[bytes] | None = None
        self._late = False

    def __enter__(self) -> Workbooks:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child, whatever it is doing."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout, child.stderr):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()
        child.wait()

    def tables(self, data: bytes) -> dict[str, Table]:
        """Every sheet by name, in order. Raises `Problem` where the workbook is refused or its reading ended badly."""
        used = self._child is not None
        try:
            return self._ask(self._running(), data)
        except Problem as problem:
            if problem.key != "read.too_much_memory":
                raise
            self.close()
            if not used:
                raise
        return self._ask(self._running(), data)

    def _ask(self, child: subprocess.Popen[bytes], data: bytes) -> dict[str, Table]:
        self._late = False
        clock = threading.Timer(self.seconds + 2, self._too_late, [child])
        clock.daemon = True
        clock.start()
        try:
            assert child.stdin
            assert child.stdout
            child.stdin.write(len(data).to_bytes(8, "big"))
            child.stdin.write(data)
            child.stdin.flush()
            said: dict[str, Any] = json.loads(_part(child.stdout))
            if "problem" in said:
                raise Problem(said["problem"], **said["values"])
            return {one["name"]: _table(one, _part(child.stdout)) for one in said["tables"]}
        except (EOFError, OSError, ValueError, pl.exceptions.PolarsError):
            raise self._ended(child) from None
        except BaseException as error:
            if not isinstance(error, Problem):
                self.close()  # interrupted in the middle of an answer
            raise
        finally:
            clock.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "pipelines.filing.workbook_child"]
            self._child = subprocess.Popen(
                [*command, str(self.seconds), str(self.megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=PROJECT,
                env={**os.environ, "RAYON_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
                creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            )
        return self._child

    def _too_late(self, child: subprocess.Popen[bytes]) -> None:
        self._late = True
        child.kill()

    def _ended(self, child: subprocess.Popen[bytes]) -> Problem:
        """Why the child is no more, as its end tells."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
        child.kill()  # where its answer made no sense it may still run
        code = child.wait()
        assert child.stderr
        said = child.stderr.read(20_000).decode("utf-8", "replace")
        self.close()
        if self._late or code == -24:  # the processor's time was used up
            return Problem("read.too_long", seconds=self.seconds)
        if any(sign in said for sign in _OUT_OF_MEMORY):
            return Problem("read.too_much_memory")
        return Problem("read.reader_ended", code=code)


def _part(pipe: IO[bytes]) -> bytes:
    size = int.from_bytes(_exactly(pipe, 8), "big")
    return _exactly(pipe, size)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _table(said: dict[str, Any], stream: bytes) -> Table:
    frame = pl.read_ipc_stream(stream)
    frame.columns = [str(place) for place in range(frame.width)]
    lost = tuple(LostCell(row, column, value) for row, column, value in said["lost"])
    hidden = tuple(said["hidden_rows"]), tuple(said["hidden_columns"]), said["is_hidden"]
    return Table(frame, said["first_column"], lost, said["lost_in_all"], *hidden)
