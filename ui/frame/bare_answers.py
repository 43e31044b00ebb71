"""What the web server answers by itself, before anything comes to the door or in its place, carries what every answer carries.

A request that is none, a handshake that is none, one that is refused: there is no setting for the headers of these
(docs/decisions/0018). `tests/test_door.py` knocks so, and says when the server no longer has what is changed here.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol
from websockets.http11 import Response
from websockets.server import ServerProtocol

_headers: list[tuple[bytes, bytes]] = []


def dress(headers: list[tuple[bytes, bytes]]) -> None:
    """From now on they carry these."""
    _headers[:] = headers
    _change()


@cache
def _change() -> None:
    """Once in a process."""
    protocol: Any = AutoHTTPProtocol  # that which is in use, of the two that there are
    send, reject = protocol.send_400_response, ServerProtocol.reject

    def send_dressed(self: Any, message: str) -> None:
        bare = self.transport
        self.transport = _Dressing(bare)
        try:
            send(self, message)
        finally:
            self.transport = bare

    def reject_dressed(self: ServerProtocol, status: Any, text: str) -> Response:
        response = reject(self, status, text)
        response.headers.update([(name.decode(), value.decode()) for name, value in _headers])
        return response

    protocol.send_400_response = send_dressed
    ServerProtocol.reject = reject_dressed  # type: ignore[method-assign]


class _Dressing:
    """A connection that writes the headers after the first line that it is given."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._lines = b"".join(name + b": " + value + b"\r\n" for name, value in _headers)

    def write(self, data: bytes) -> None:
        first, apart, rest = data.partition(b"\r\n")
        self._transport.write(first + apart + (self._lines if apart else b"") + rest)
        self._lines = b""

    def close(self) -> None:
        self._transport.close()
