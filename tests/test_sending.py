"""The server's answers leave at once, whatever way it opened its socket."""

from __future__ import annotations

import socket
import sys
import tempfile
from collections.abc import Iterator

import pytest

from ui.frame.sending import send_at_once


@pytest.fixture
def server() -> Iterator[socket.socket]:
    # As Streamlit opens it: without naming TCP, which is why asyncio leaves it as it is.
    with socket.socket(family=socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a connection takes nothing over from its server"
)
def test_no_connection_waits_for_an_acknowledgement(server: socket.socket) -> None:
    with (
        socket.create_connection(server.getsockname()),
        server.accept()[0] as before,
        tempfile.TemporaryFile() as other,
    ):
        send_at_once.__wrapped__()
        with socket.create_connection(server.getsockname()), server.accept()[0] as after:
            for one in (before, after):
                assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                one.send(b"still open")
        other.write(b"still open")
