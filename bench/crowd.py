"""Many readers of one server at once, each spoken for as a browser does: sessions that choose, wait, and take what is sent.

A reader opens the home page, then every minute or so (each at moments of its own) looks at another city or period. The server
draws pages anew by itself when another snapshot is current; what a page asks by itself is asked as often as it says.
"""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import time
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from bench.session import ANSWER_SECONDS, START_SECONDS, Server

THINK_SECONDS = 60.0
ARRIVING = 12  # that open their first page at the same time
FINISHED = ForwardMsg.FINISHED_SUCCESSFULLY
FAILED = "failure"


@dataclass
class Heard:
    """What all readers met: seconds of each answer they asked for, when it came, and what went wrong."""

    answers: list[tuple[float, float]] = field(default_factory=list)  # when it came, how long it took
    failed: list[str] = field(default_factory=list)
    drawn: list[tuple[float, int]] = field(default_factory=list)  # when a whole page began to come, and whose

    def between(self, start: float, end: float) -> list[float]:
        """Seconds of the answers that came in a span of `time.monotonic()`."""
        return [took for when, took in self.answers if start <= when < end]

    def add(self, other: Heard) -> None:
        """Take over what other readers of the same time met."""
        self.answers += other.answers
        self.failed += other.failed
        self.drawn += other.drawn

    def followed(self, since: float, readers: int) -> list[float]:
        """Seconds until each reader's page was first drawn anew after a moment, asked for or by itself, in order.

        Infinite where it was not.
        """
        first = dict.fromkeys(range(readers), math.inf)
        for when, reader in self.drawn:
            if when >= since:
                first[reader] = min(first[reader], when - since)
        return sorted(first.values())


def percentile(seconds: Sequence[float], part: int) -> float:
    """The percentile of some answers, in milliseconds; 0 of none."""
    if len(seconds) < 2:
        return 1000 * sum(seconds)
    return 1000 * statistics.quantiles(seconds, n=100, method="inclusive")[part - 1]


class Reader:
    """One session, from its first page until it is closed."""

    def __init__(self, address: str, heard: Heard, asking: Callable[[random.Random], str], seed: int) -> None:
        self._address = address.replace("http", "ws", 1) + "/_stcore/stream"
        self._page = f"{address}/"
        self._origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        self._heard, self._number = heard, seed
        self._chosen, self._asking = random.Random(seed), asking
        self._socket: ClientConnection | None = None
        self._done: asyncio.Future[None] | None = None
        self._looking: dict[str, asyncio.Task[None]] = {}  # by the part of the page that looks
        self._listening: asyncio.Task[None] | None = None
        self._query = ""

    async def open(self) -> None:
        """Take the page, connect as it does, and draw it for the first time."""
        cookies = await asyncio.to_thread(_taken, self._page)
        self._socket = await connect(
            self._address,
            max_size=None,
            open_timeout=START_SECONDS,
            origin=Origin(self._origin),
            compression=None,
            additional_headers={"Cookie": cookies} if cookies else {},
        )
        self._listening = asyncio.create_task(self._listen())
        await self._ask(first=True)

    async def read(self, until: float) -> None:
        """Choose something now and then until a moment."""
        await asyncio.sleep(self._chosen.uniform(0, THINK_SECONDS))
        while time.monotonic() < until:
            self._query = self._asking(self._chosen)
            await self._ask()
            await asyncio.sleep(self._chosen.uniform(0.5, 1.5) * THINK_SECONDS)

    async def close(self) -> None:
        self._look_no_more()
        if self._listening is not None:
            self._listening.cancel()
        if self._socket is not None:
            with suppress(Exception):
                await self._socket.close()

    async def _ask(self, *, first: bool = False) -> None:
        started = time.monotonic()
        self._done = asyncio.get_running_loop().create_future()
        try:
            await self._send()
            await asyncio.wait_for(self._done, ANSWER_SECONDS)
        except (TimeoutError, ConnectionClosed) as error:
            self._heard.failed.append(type(error).__name__)
            return
        finally:
            self._done = None
        if not first:
            self._heard.answers.append((time.monotonic(), time.monotonic() - started))

    async def _send(self, fragment: str = "") -> None:
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        if fragment:
            asked.rerun_script.fragment_id = fragment
            asked.rerun_script.is_auto_rerun = True
        assert self._socket is not None
        await self._socket.send(asked.SerializeToString())

    async def _listen(self) -> None:
        assert self._socket is not None
        read = ForwardMsg()
        try:
            async for message in self._socket:
                assert isinstance(message, bytes)
                if len(message) > 20_000:
                    continue  # what is drawn
                read.ParseFromString(message)
                kind = read.WhichOneof("type")
                if kind == "auto_rerun":
                    self._look(read.auto_rerun.fragment_id, read.auto_rerun.interval)
                elif kind == "new_session" and not read.metadata.run.fragment_ids:
                    self._heard.drawn.append((time.monotonic(), self._number))
                    self._look_no_more()
                elif kind == "delta":
                    self._note(message)
                elif kind == "script_finished" and read.script_finished == FINISHED:
                    self._finished()
        except ConnectionClosed:
            self._heard.failed.append("closed")
        except Exception as error:  # whoever listens no more would wait for ever
            self._heard.failed.append(repr(error))
            self._finished()

    def _finished(self) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_result(None)

    def _note(self, message: bytes) -> None:
        if b"stException" in message or b"Traceback" in message:
            self._heard.failed.append("exception")

    def _look(self, fragment: str, seconds: float) -> None:
        """What the page asks by itself, from now on at this interval, until it is drawn anew."""
        if fragment in self._looking:
            return

        async def looking() -> None:
            while True:
                await asyncio.sleep(seconds)
                with suppress(ConnectionClosed):
                    await self._send(fragment)

        self._looking[fragment] = asyncio.create_task(looking())

    def _look_no_more(self) -> None:
        for task in self._looking.values():
            task.cancel()
        self._looking.clear()


def _taken(page: str) -> str:
    """Take a page as a browser does first; the cookies that came with it, as they are sent back."""
    with urllib.request.urlopen(page, timeout=START_SECONDS) as answer:
        given = answer.headers.get_all("Set-Cookie") or []
        answer.read()
    return "; ".join(one.partition(";")[0] for one in given)


async def crowd(
    server: Server,
    number: int,
    seconds: float,
    asking: Callable[[random.Random], str],
    meanwhile: Callable[[Heard], Awaitable[None]] | None = None,
    first: int = 0,
) -> Heard:
    """So many readers of a server for so long after the last of them came; `meanwhile` runs beside them.

    All are there, and none has gone, when `meanwhile` begins. They are numbered from `first` on.
    """
    heard = Heard()
    readers = [Reader(server.address, heard, asking, seed) for seed in range(first, first + number)]
    arriving = asyncio.Semaphore(ARRIVING)

    async def arrive(reader: Reader) -> None:
        async with arriving:
            await reader.open()

    await asyncio.gather(*(arrive(reader) for reader in readers))
    until = time.monotonic() + seconds
    reading = [asyncio.create_task(reader.read(until)) for reader in readers]
    try:
        if meanwhile is not None:
            await meanwhile(heard)
        await asyncio.sleep(max(0.0, until - time.monotonic()))
    finally:
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        await asyncio.gather(*(reader.close() for reader in readers))
    return heard
