"""Standard output and error that cannot fail: by the time something is told, it is done, and its outcome is what counts.

A console in another encoding gets what it has no letters for as their codes. A pipe nobody reads, a full disk, a
closed output: what follows is dropped, and `lost` says why.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO


class Output:
    """One of the standard streams, whichever it is at the time; writing to it never raises."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._failed: tuple[TextIO, OSError] | None = None

    @property
    def stream(self) -> TextIO | None:
        """The stream as it is now; None where there is none, or where it has failed."""
        stream: TextIO | None = getattr(sys, self.name)
        return None if self._failed and self._failed[0] is stream else stream

    @property
    def lost(self) -> OSError | None:
        """Why what was written did not arrive; None where it did."""
        return self._failed[1] if self._failed and self._failed[0] is getattr(sys, self.name) else None

    @property
    def nobody_reads(self) -> bool:
        """Whether it was lost because its reader has had enough, as with `| head`: no fault of anyone's."""
        return self.lost is not None and self.lost.errno in (errno.EPIPE, errno.EINVAL)

    @property
    def encoding(self) -> str:
        return getattr(self.stream, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        return self.stream is not None and self.stream.isatty()

    def fileno(self) -> int:
        if self.stream is None:
            raise OSError("no such stream")
        return self.stream.fileno()

    def write(self, text: str) -> int:
        """Text in the encoding of the stream; what it lacks is written as its code."""
        self._try(lambda stream: _write(stream, text))
        return len(text)

    def write_bytes(self, data: bytes) -> bool:
        """Bytes as they are. Whether anyone is there to take more."""

        def written(stream: TextIO) -> None:
            stream.flush()
            stream.buffer.write(data)
            stream.buffer.flush()

        return self._try(written)

    def flush(self) -> None:
        """What was written is on its way, or `lost`."""
        self._try(lambda stream: stream.flush())

    def _try(self, deed: Callable[[Any], object]) -> bool:
        stream = self.stream
        if stream is None:
            return False
        try:
            deed(stream)
        except OSError as error:
            self._give_up(stream, error)
        except ValueError:  # it was closed
            self._give_up(stream, OSError(errno.EBADF, os.strerror(errno.EBADF)))
        return self.lost is None

    def _give_up(self, stream: TextIO, error: OSError) -> None:
        """Write no more. What is still held goes nowhere, or the interpreter would try it once more at its end."""
        self._failed = stream, error
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


OUT, ERR = Output("stdout"), Output("stderr")
