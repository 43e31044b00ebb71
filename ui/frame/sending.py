"""The server's answers leave at once: Linux would hold back small messages for 40 ms at every press."""

from __future__ import annotations

import socket
from contextlib import suppress
from functools import cache
from pathlib import Path

OPEN_FILES = Path("/dev/fd")
OVER_TCP = (socket.AF_INET, socket.AF_INET6)


@cache
def send_at_once() -> None:
    """Turn Nagle's algorithm off for this process's connections, and for those that its server takes from now on.

    Streamlit opens its server so that asyncio does not do this (it makes the socket without naming TCP): each rerun would
    wait for the reader's delayed acknowledgement. Done once; nothing happens where there are no such sockets to be found.
    """
    with suppress(OSError):
        for file in OPEN_FILES.iterdir():
            with suppress(OSError, ValueError):
                _send_at_once(int(file.name))


def _send_at_once(number: int) -> None:
    opened = socket.socket(fileno=number)  # OSError where the file is no socket
    try:
        if opened.family in OVER_TCP and opened.type == socket.SOCK_STREAM:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    finally:
        opened.detach()
