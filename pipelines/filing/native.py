"""What native libraries say past us: on standard error, in words that help nobody."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# A library's own account of its panic, of which we tell the reason ourselves: where in its source, perhaps its calls, a hint.
_PANIC = re.compile(
    r"\n?thread '[^'\n]*'[^\n]* panicked at [^\n]*\n[^\n]*\n(?:stack backtrace:\n(?: +[^\n]*\n)*)?(?:note: [^\n]*\n)*"
)
_STDERR = 2
_LATE = 0.05  # a panic in a thread of the library may be told after the call has failed
_one_at_a_time = threading.Lock()


@contextmanager
def without_panics() -> Iterator[None]:
    """Standard error of the whole process without accounts of panics; all else that is said there arrives a little later."""
    with _one_at_a_time:
        kept = _duplicate()
        if kept is None:
            yield
            return
        reader, writer = os.pipe()
        os.dup2(writer, _STDERR)
        os.close(writer)
        said: list[bytes] = []
        listener = threading.Thread(target=_listen, args=(reader, said), daemon=True)
        listener.start()
        try:
            yield
        except BaseException:
            time.sleep(_LATE)
            raise
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
            listener.join(1)  # a child that was started meanwhile may hold the other end
            rest = _PANIC.sub("", b"".join(said).decode("utf-8", "surrogateescape"))
            with suppress(OSError):
                os.write(_STDERR, rest.encode("utf-8", "surrogateescape"))


def _duplicate() -> int | None:
    """Standard error once more; None where there is none: what has its number then is some other file."""
    if sys.__stderr__ is None:
        return None
    try:
        return os.dup(_STDERR)
    except OSError:
        return None


def _listen(reader: int, said: list[bytes]) -> None:
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while data := pipe.read(65_536):
            said.append(data)
