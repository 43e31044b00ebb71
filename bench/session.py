"""A Streamlit server of our own and one session of it, spoken to as a browser does, without one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from programme import PROJECT

START_SECONDS = 60
ANSWER_SECONDS = 120
# A browser keeps a message for so many runs after it was last shown (Streamlit's `global.maxCachedMessageAge`).
KEPT_RUNS = 2


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and its process."""

    address: str
    process: int

    def processor_seconds(self) -> float:
        """Processor time the server has used so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Gigabytes that the server holds now."""
        lines = Path(f"/proc/{self.process}/status").read_text(encoding="ascii").splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024**2


@dataclass(frozen=True)
class Run:
    """One run of a page's script as the browser sees it: seconds to the end, and every message sent."""

    seconds: float
    messages: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Bytes of all messages before compression."""
        return sum(map(len, self.messages))

    @property
    def compressed(self) -> int:
        """Bytes of all messages, each deflated, as the server sends them."""
        return sum(len(zlib.compress(message)) for message in self.messages)

    def maps(self) -> list[bytes]:
        """The whole messages that carry a map."""
        return [message for message in self.messages if _element(message) == "deck_gl_json_chart"]

    def map_id(self) -> str:
        """The name by which the map's selection is told to the server."""
        read = ForwardMsg()
        read.ParseFromString(self.maps()[0])
        return str(read.delta.new_element.deck_gl_json_chart.id)


def _element(message: bytes) -> str | None:
    read = ForwardMsg()
    read.ParseFromString(message)
    if read.WhichOneof("type") != "delta" or read.delta.WhichOneof("type") != "new_element":
        return None
    return str(read.delta.new_element.WhichOneof("type"))


class Session:
    """One reader's session. One that `keeps` says, as a browser does, which large messages it still has: those come as their names."""

    def __init__(self, socket_: ClientConnection, keeps: bool = False) -> None:
        self._socket = socket_
        self._keeps, self._runs = keeps, 0
        self._kept: dict[str, int] = {}  # the names of messages, and in which run each was last shown

    def run(self, *, query: str = "", states: Mapping[str, str] | None = None, page: str = "") -> Run:
        """Run a page (by its stem; the first one without), with values of widgets by their name, and wait for its end."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.cached_message_hashes.extend(self._kept)
        for name, value in (states or {}).items():
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = name, value
        started = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        messages: list[bytes] = []
        read = ForwardMsg()
        while read.WhichOneof("type") != "script_finished":
            message = self._socket.recv(timeout=ANSWER_SECONDS)
            assert isinstance(message, bytes)
            messages.append(message)
            read = ForwardMsg()
            read.ParseFromString(message)
            if self._keeps and (read.metadata.cacheable or read.ref_hash):
                self._kept[read.ref_hash or read.hash] = self._runs
        self._runs += 1
        self._kept = {name: run for name, run in self._kept.items() if self._runs - run <= KEPT_RUNS}
        return Run(time.perf_counter() - started, tuple(messages))


@contextmanager
def serving(
    script: Path | str,
    environment: Mapping[str, str] | None = None,
    *,
    files: int | None = None,
    seconds: float = START_SECONDS,
) -> Iterator[Server]:
    """A Streamlit server of this script on a free port of this machine; stopped at the end.

    `files` is the soft limit of open files it starts with, where the operating system has one; it has `seconds` to start.
    """
    port = free_port("127.0.0.1")
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    variables = {**os.environ, "PYTHONPATH": str(PROJECT), **(environment or {})}
    if files is not None:
        limited = "import os, resource, sys; hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; "
        limited += f"resource.setrlimit(resource.RLIMIT_NOFILE, ({files}, hard)); os.execv(sys.argv[1], sys.argv[1:])"
        command = [sys.executable, "-c", limited, *command]
    process = subprocess.Popen(
        command, cwd=PROJECT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, seconds)
        yield Server(address, process.pid)
    finally:
        stop(process)


def free_port(address: str) -> int:
    """A port that nobody listens on, at an address of this machine."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server, politely at first."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server stopped at once with code {process.returncode}.")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"No answer from {address} within {seconds:.0f} s.")


@contextmanager
def session(server: Server, cookie: str = "", *, keeps: bool = False) -> Iterator[Session]:
    """A new session of a server, by a browser that has this cookie; `keeps` as of `Session`."""
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    headers = {"Cookie": cookie} if cookie else {}
    with connect(address, max_size=None, open_timeout=START_SECONDS, additional_headers=headers) as socket_:
        yield Session(socket_, keeps)
