"""One statement in a process of its own: `main` is all that `runner` starts. It ends with the statement.

The process is given the snapshot, the statement and its limits on standard input, sets its own limits, answers in
frames on standard output, and ends at once when whoever started it is gone. A person waits for it to start: nothing
is imported here that is not needed (`duckdb` without its Python half starts in a quarter of the time).
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import re
import shutil
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from warehouse import askable

MEGABYTE = 1024**2
# What is sent at once: enough to be quick, little enough for whoever reads it.
FEWEST_ROWS, MOST_ROWS = 64, 20_000
FRAME = 4 * MEGABYTE
# Of the memory allowed, what DuckDB takes for tables and sorts before it goes to files. The rest is for the answer and
# for what DuckDB does not count: at 0.5 a sort of ten million rows still met the bound now and then.
FOR_TABLES = 0.4
SPILLED = 4  # times the memory allowed that may stand in files meanwhile
LONGEST_MESSAGE = 2000
NO_TABLE = re.compile(r"Table with name (.+?) does not exist")
# Types whose Python values are exact; dates and times of day are not, their range is wider than Python's.
PLAIN = re.compile(
    r"(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BOOLEAN|VARCHAR|DOUBLE|FLOAT|DECIMAL\(\d+,\s?\d+\))(?:\[\d*\])*"
)


def main() -> None:
    """Answer the one statement on standard input. Does not return."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started it ends it
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    asked = json.loads(_read_frame(sys.stdin.buffer))
    threading.Thread(target=_end_when_alone, args=(asked["folder"],), daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        _answer(asked, lambda kind, *values: _write_frame(answer, pickle.dumps((kind, *values), 5)))
    os._exit(0)  # nothing is left to tidy up: the connection only read


def _answer(asked: dict[str, Any], tell: Callable[..., None]) -> None:
    if asked["frames"]:
        import duckdb
        import pyarrow  # noqa: F401  # before memory is bounded: what a process starts with is not counted
    else:
        try:
            import _duckdb as duckdb  # type: ignore[no-redef]
        except ImportError:
            import duckdb

    settings = asked["settings"] | {
        "memory_limit": f"{max(int(asked['megabytes'] * FOR_TABLES), 16)}MB",
        "temp_directory": asked["folder"],
        "max_temp_directory_size": f"{asked['megabytes'] * SPILLED}MB",
    }
    lock = settings.pop("lock_configuration")
    try:
        connection = duckdb.connect(asked["path"], read_only=True, config=settings)
    except duckdb.Error as error:
        tell("unopened", str(error))
        return
    try:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set search_path = 'marts'")  # what a person names is a mart, and is listed
        connection.execute(f"set lock_configuration = {lock}")
        bound(asked["megabytes"], asked["seconds"])
        if asked["frames"]:
            _tell_frames(_ready(asked["text"], duckdb, connection)[0], connection, tell)
        else:
            _tell_rows(asked["text"], duckdb, connection, tell)
        tell("end")
    except BrokenPipeError:
        raise
    except askable.Refused as refused:
        tell("refused", refused.key, refused.values)
    except (MemoryError, duckdb.OutOfMemoryException):
        tell("refused", "readers.too_much_memory", {"megabytes": asked["megabytes"]})
    except Exception as error:  # whatever a statement can bring about: its words, not where in our code
        if "bad_alloc" in str(error) or "bad allocation" in str(error):
            tell("refused", "readers.too_much_memory", {"megabytes": asked["megabytes"]})
        elif "max_expression_depth" in str(error):
            tell(
                "refused", "readers.too_deep", {}
            )  # DuckDB would have a setting raised, which is not to be had here
        elif absent := NO_TABLE.search(str(error)):
            table = absent[1].strip('"')
            near = _near_tables(table, connection)
            key = "readers.no_table.near" if near else "readers.no_table"
            tell("refused", key, {"table": table, "near": near})
        else:
            tell("refused", "readers.sql_refused", {"error": _said(error)})


def _near_tables(table: str, connection: Any) -> list[str]:
    """The names near that of a table there is not, as one types them: tables and views of ours alone."""
    from words.nearness import near  # only for a wrong name

    rows = connection.execute(
        "select table_schema, table_name from information_schema.tables where table_schema in ('marts', 'questions', 'main')"
    ).fetchall()
    typed = {name: name if schema == "main" else f"{schema}.{name}" for schema, name in rows}
    bare = table.rpartition(".")[2].lower()
    return [typed[name] for name in near(bare, typed)]


def bound(megabytes: int, seconds: float) -> None:
    """Let the operating system refuse this process more memory than it has now and `megabytes` beyond.

    Nothing where the operating system cannot (`LIMITS_MEMORY` of `runner`). The data of a process is bounded, not its
    addresses: DuckDB and the C library reserve many that they never use.
    """
    if not sys.platform.startswith("linux"):
        return
    import resource  # not there on Windows

    pages = int(Path("/proc/self/statm").read_bytes().split()[5])
    _lower(resource.RLIMIT_DATA, pages * resource.getpagesize() + megabytes * MEGABYTE)
    _lower(resource.RLIMIT_CORE, 0)
    # Should whoever started it be gone and this process too busy to see it.
    _lower(resource.RLIMIT_CPU, int((seconds + 5) * (os.cpu_count() or 1)) + 1)


def _lower(kind: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    value = value if hard < 0 else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _end_when_alone(folder: str) -> None:
    """Wait until whoever started this process is gone, then end it, and its files with it."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _ready(text: str, duckdb: Any, connection: Any) -> tuple[str, list[str], list[str]]:
    """The statement to run, and the names and types of its columns. Only a question can be described."""
    question = askable.question(text, duckdb, connection)
    before = "describe ("
    with _as_written(before, duckdb):
        described = connection.execute(f"{before}{question.text}\n)").fetchall()
    if question.explains:
        return text, ["explain_key", "explain_value"], ["VARCHAR", "VARCHAR"]
    return question.text, [row[0] for row in described], [row[1] for row in described]


def _tell_rows(text: str, duckdb: Any, connection: Any, tell: Callable[..., None]) -> None:
    """Rows of exact Python values; of what Python cannot hold exactly, DuckDB's own text."""
    statement, names, types = _ready(text, duckdb, connection)
    plain = [PLAIN.fullmatch(kind) is not None for kind in types]
    before = ""
    if not all(plain):
        columns = ", ".join(f"c{n}" if plain[n] else f"cast(c{n} as varchar)" for n in range(len(types)))
        aliases = ", ".join(f"c{n}" for n in range(len(names)))
        before = f"select {columns} from ("
        statement = f"{before}{statement}\n) as asked({aliases})"
    with _as_written(before, duckdb):
        rows = connection.execute(statement)
        tell("columns", names, types)
        number = FEWEST_ROWS
        while part := rows.fetchmany(number):
            sent = pickle.dumps(part, 5)
            tell("rows", sent)
            number = min(MOST_ROWS, max(1, number * FRAME // max(len(sent), 1), number // 8), number * 8)


def _tell_frames(statement: str, connection: Any, tell: Callable[..., None]) -> None:
    """Arrow's stream of the answer: types stay DuckDB's."""
    import pyarrow as pa

    class Sink:
        closed = False

        def write(self, data: Any) -> int:
            tell("bytes", bytes(data))
            return len(data)

        def flush(self) -> None: ...

        def close(self) -> None: ...

    reader = connection.sql(statement).to_arrow_reader(MOST_ROWS)
    with pa.ipc.new_stream(pa.PythonFile(Sink(), "w"), reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def _said(error: Exception) -> str:
    text = str(error).strip()
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + "…"


@contextlib.contextmanager
def _as_written(before: str, duckdb: Any) -> Iterator[None]:
    """What DuckDB says of a statement that was put behind something of ours, as of the statement as it was written."""
    try:
        yield
    except duckdb.Error as error:
        raise type(error)(_without(before, str(error))) from error


def _without(before: str, message: str) -> str:
    """DuckDB's message with its picture of the statement as it was written."""
    lines = message.split("\n")
    for n, line in enumerate(lines[:-1]):
        if line.startswith(f"LINE 1: {before}"):
            lines[n] = line.replace(before, "", 1)
            lines[n + 1] = lines[n + 1].replace(" " * len(before), "", 1)
    return "\n".join(lines)


def _write_frame(file: BinaryIO, data: bytes) -> None:
    file.write(struct.pack(">Q", len(data)))
    file.write(data)
    file.flush()


def _read_frame(file: BinaryIO) -> bytes:
    (length,) = struct.unpack(">Q", file.read(8))
    return file.read(length)
