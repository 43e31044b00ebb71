"""The child process that reads workbooks, one after the other, until its parent is gone.

`python -m pipelines.filing.workbook_child SECONDS MEGABYTES`, started by `workbook_process`. In: eight bytes that
say how long a workbook is, and its bytes. Out: eight bytes and a line of JSON, then for each table eight bytes and
an Arrow stream. The answer is data alone: nothing in it is run by who reads it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import os
import sys
from typing import Any

import pyarrow as pa

from pipelines.filing.workbook import tables
from programme.limits import die_with_parent, limit_memory
from words.problems import Problem

LISTED = 1000  # lost cells told of one sheet; the first are as good as all


def main(seconds: int, megabytes: int) -> None:
    """Answer one workbook after the other."""
    die_with_parent()
    into, out = sys.stdin.buffer, sys.stdout.buffer
    limit_memory(megabytes)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device has no path of the project
        while size := into.read(8):
            data = into.read(int.from_bytes(size, "big"))
            limit_time(seconds)
            # Beside the parent's own clock: this one ends the process although native code holds it.
            faulthandler.dump_traceback_later(seconds + 5, exit=True, file=nowhere)
            for part in answer(data):
                out.write(len(part).to_bytes(8, "big") + part)
            out.flush()
            faulthandler.cancel_dump_traceback_later()


def answer(data: bytes) -> list[bytes]:
    """What is said of one workbook: a line of JSON, and the tables it speaks of."""
    try:
        found = tables(data)
        streams = [stream_of(table.batch) for table in found.values()]
    except Problem as problem:
        return [as_json({"problem": problem.key, "values": problem.values})]
    except MemoryError:
        return [as_json({"problem": "read.too_much_memory", "values": {}})]
    told = [
        {
            "name": name,
            "first_column": table.first_column,
            "lost": [[cell.row, cell.column, cell.value] for cell in table.lost[:LISTED]],
            "lost_in_all": len(table.lost),
            "hidden_rows": table.hidden_rows,
            "hidden_columns": table.hidden_columns,
            "is_hidden": table.is_hidden,
        }
        for name, table in found.items()
    ]
    return [as_json({"tables": told}), *streams]


def stream_of(batch: pa.RecordBatch) -> bytes:
    """A table as an Arrow stream."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def as_json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, default=str).encode()


def limit_time(seconds: int) -> None:
    """So many seconds of the processor for the next workbook."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
