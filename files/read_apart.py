"""Reads a file from outside in a process of its own, with limits of time and memory from the operating system.

A workbook can make its reader fail in ways that no program survives; here it ends that process alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from files import read_back, receipt
from files.exported import LARGEST
from files.read_back import Table, Taken
from programme import PROJECT
from programme.limits import die_with_parent, limit_memory
from words.problems import QuestionError

SECONDS = 60
MEGABYTES = 2048  # beyond what the process starts with
_START = "import sys; sys.path[:] = {path!r}; from files.read_apart import main; main({megabytes})"
_NO_WINDOW = 0x08000000  # on Windows: no console of its own


def read(data: bytes, beside: bytes | None = None) -> Taken:
    """As `read_back.read`; `QuestionError` also where the process ended over it, or took too long."""
    if len(data) > LARGEST:
        raise QuestionError("verify.too_large", most=LARGEST // 1024**2)
    if beside is not None and len(beside) > receipt.LARGEST:
        raise QuestionError("receipt.not_read")
    code = _START.format(path=sys.path, megabytes=MEGABYTES)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=_framed(data) + (b"" if beside is None else _framed(beside)),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=PROJECT,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except subprocess.TimeoutExpired as error:
        raise QuestionError("verify.too_slow", seconds=SECONDS) from error
    try:
        said = json.loads(done.stdout)
    except ValueError as error:
        raise QuestionError("verify.reader_ended") from error
    if "problem" in said:
        raise QuestionError(said["problem"], **said["values"])
    told = receipt.read(said["receipt"])
    tables = zip(told.parts, said["tables"], strict=True)
    return Taken(told, [Table(part, one["headings"], one["cells"], one["is_there"]) for part, one in tables])


def main(megabytes: int) -> None:
    """What the process does: reads the file and its receipt from its input, and writes what was found as JSON."""
    die_with_parent()
    limit_memory(megabytes)
    into = sys.stdin.buffer
    data = _blob(into)
    assert data is not None
    try:
        taken = read_back.read(data, _blob(into))
        said: dict[str, Any] = {
            "receipt": taken.receipt.text(),
            "tables": [
                {"headings": list(one.headings), "cells": list(one.cells), "is_there": one.is_there}
                for one in taken.tables
            ],
        }
    except QuestionError as problem:
        said = {"problem": problem.key, "values": problem.values}
    sys.stdout.buffer.write(json.dumps(said, default=str).encode())


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(8, "big") + data


def _blob(into: Any) -> bytes | None:
    size = into.read(8)
    return into.read(int.from_bytes(size, "big")) if size else None
