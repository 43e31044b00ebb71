"""Runs one statement of a person in a process of its own, within limits of time and memory.

Whatever a statement does, it does there: this process reads rows, kills the other one when its time is over, and tells
how it ended. The statement's process ends when this one is gone, and its temporary files go with it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from words.problems import Problem, QuestionError

# Where the operating system bounds the memory of a process; elsewhere only DuckDB's own limit holds.
LIMITS_MEMORY = sys.platform.startswith("linux")
LARGEST_FRAME = 1024**3
# What of the surroundings the statement's process is given: no secrets, what Python needs to start.
_SURROUNDINGS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
_START = "import sys; sys.path[:] = {path!r}; from warehouse.statement import main; main()"
_OUT_OF_MEMORY = (b"bad_alloc", b"MemoryError", b"Cannot allocate", b"can't start new thread")


@dataclass(frozen=True)
class Limits:
    """What a statement may take: seconds, and megabytes of memory beyond what its process starts with.

    `rows` and `answer_megabytes` bound what it may answer; None where whoever reads it goes on as long as there are rows.
    """

    seconds: float = 10
    megabytes: int = 512
    rows: int | None = None
    answer_megabytes: int | None = None


class Stop:
    """Ends a statement before its time, from another thread than that which waits for it."""

    def __init__(self) -> None:
        self.asked = False
        self._end: Callable[[], None] | None = None
        self._lock = threading.Lock()

    def ask(self) -> None:
        """End it now, or as soon as it begins."""
        with self._lock:
            self.asked = True
            if self._end:
                self._end()

    def bind(self, end: Callable[[], None]) -> None:
        """Say what ends it."""
        with self._lock:
            self._end = end
            if self.asked:
                end()


@dataclass
class Answer:
    """The rows of a statement as they come: `parts` may be gone through once, while the statement runs.

    `types` are DuckDB's. Whole numbers, decimals, text, truths and lists of them are exact Python values; every other
    type is DuckDB's own text.
    """

    names: list[str]
    types: list[str]
    parts: Iterator[list[tuple[Any, ...]]]


class Unopened(Exception):
    """The statement's process could not open the snapshot; `said` is what DuckDB said."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@contextmanager
def rows(
    path: Path, text: str, limits: Limits, settings: Mapping[str, str], stop: Stop | None = None
) -> Iterator[Answer]:
    """The answer to one statement on a snapshot, row by row.

    The limit of time counts while the statement is waited for, and while its rows are worked on; not while whoever
    reads them on keeps us waiting (a pager).

    Args:
        path: the snapshot.
        text: one question in SQL.
        limits: what it may take.
        settings: of DuckDB's connection.
        stop: ends it before its time.

    Raises:
        QuestionError: refused, wrong, too long, too much memory, too many rows, stopped, or its process ended otherwise.
        Unopened: the snapshot cannot be opened.
    """
    with _process(path, text, limits, settings, frames=False) as process:
        if stop:
            process.stop = stop
            stop.bind(process.kill)
        _, names, types = process.expect("columns")
        yield Answer(names, types, process.parts())


def frame_bytes(
    path: Path, text: str, limits: Limits, settings: Mapping[str, str], largest: int
) -> io.BytesIO:
    """The whole answer as a stream of Arrow, of at most `largest` bytes. Raises as `rows` does."""
    stream = io.BytesIO()
    with _process(path, text, limits, settings, frames=True) as process:
        while (frame := process.next())[0] != "end":
            stream.write(frame[1])
            if stream.tell() > largest:
                raise QuestionError("readers.too_large", megabytes=largest // 1024**2)
    stream.seek(0)
    return stream


class _Values(pickle.Unpickler):
    """Values that a statement can answer, and nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("decimal", "Decimal"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


@dataclass
class _Process:
    """The process of one statement, and what is left of its time."""

    process: subprocess.Popen[bytes]
    limits: Limits
    said: Path  # where its standard error goes
    left: float = 0
    late: bool = False
    stop: Stop | None = None
    _answered: int = 0  # bytes
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, asked: dict[str, Any]) -> None:
        data = json.dumps(asked).encode()
        assert self.process.stdin
        with self._in_time(), contextlib.suppress(BrokenPipeError):  # told by what is read next
            self.process.stdin.write(struct.pack(">Q", len(data)) + data)
            self.process.stdin.flush()

    def expect(self, kind: str) -> tuple[Any, ...]:
        frame = self.next()
        if frame[0] != kind:
            raise self._ended()
        return frame

    def parts(self) -> Iterator[list[tuple[Any, ...]]]:
        number, most = 0, self.limits.rows
        while (frame := self.next())[0] == "rows":
            part = _Values(io.BytesIO(frame[1])).load()
            number += len(part)
            if most is not None and number > most:
                raise QuestionError("readers.too_many_rows", rows=most)
            busy = time.thread_time()
            yield part
            self.left -= time.thread_time() - busy

    def next(self) -> tuple[Any, ...]:
        """The next frame; a refusal, an end out of turn and time that is over are raised."""
        with self._in_time():
            data = self._read_frame()
        if self.stop and self.stop.asked:
            raise QuestionError("readers.stopped")
        if self.late:
            raise QuestionError("readers.too_long", seconds=self.limits.seconds)
        if data is None:
            raise self._ended()
        try:
            frame: tuple[Any, ...] = _Values(io.BytesIO(data)).load()
        except (pickle.UnpicklingError, EOFError, ValueError) as error:
            raise QuestionError("readers.ended", how=type(error).__name__) from error
        if frame[0] == "refused":
            raise QuestionError(frame[1], **frame[2])
        if frame[0] == "unopened":
            raise Unopened(frame[1])
        return frame

    def kill(self) -> None:
        """Kill it, if it is still there."""
        with self._lock:
            self.process.kill()

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.process.wait()

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """Kill the process when what is done here takes longer than the time that is left."""
        began = time.monotonic()
        timer = threading.Timer(max(self.left, 0), self._too_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.left -= time.monotonic() - began

    def _too_late(self) -> None:
        with self._lock:
            self.late = True
            self.process.kill()

    def _read_frame(self) -> bytes | None:
        assert self.process.stdout
        head = self.process.stdout.read(8)
        if len(head) < 8:
            return None
        (length,) = struct.unpack(">Q", head)
        self._answered += length
        most = self.limits.answer_megabytes
        if most is not None and self._answered > most * 1024**2:
            raise QuestionError("readers.too_large", megabytes=most)
        data = self.process.stdout.read(length) if length <= LARGEST_FRAME else b""
        return data if len(data) == length else None

    def _ended(self) -> Problem:
        """Why it ended without a word."""
        code = self.process.wait()
        words = self.said.read_bytes()[-4000:]
        by = -code if code < 0 else 0
        if by and by == getattr(signal, "SIGXCPU", None):
            return QuestionError("readers.too_long", seconds=self.limits.seconds)
        # SIGKILL is the operating system's when memory runs out: no one else here sends it.
        if by == getattr(signal, "SIGKILL", None) or any(word in words for word in _OUT_OF_MEMORY):
            return QuestionError("readers.too_much_memory", megabytes=self.limits.megabytes)
        last = words.decode(errors="replace").strip().splitlines()
        how = signal.Signals(by).name if by else (last[-1] if last else f"exit {code}")
        return QuestionError("readers.ended", how=how)


@contextmanager
def _process(
    path: Path, text: str, limits: Limits, settings: Mapping[str, str], *, frames: bool
) -> Iterator[_Process]:
    """A process that has been given its statement; killed, and its folder removed, however this ends."""
    folder = Path(tempfile.mkdtemp(prefix="observatory-sql-"))
    process = None
    try:
        said = folder / "said"
        with said.open("wb") as errors:
            process = _Process(_start(errors), limits, said, left=limits.seconds)
        process.send(
            {
                "path": str(path),
                "text": text,
                "seconds": limits.seconds,
                "megabytes": limits.megabytes,
                "folder": str(folder),
                "settings": dict(settings),
                "frames": frames,
            }
        )
        yield process
    finally:
        if process:
            process.end()
        shutil.rmtree(folder, ignore_errors=True)


def _start(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    """The statement's process: alone with what Python needs, and out of reach of the keys that end us."""
    path = [entry or str(Path.cwd()) for entry in sys.path]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _START.format(path=path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={name: os.environ[name] for name in _SURROUNDINGS if name in os.environ},
        start_new_session=True,
    )
