"""Answers a data address: in parts, beside the event loop, a few at once, and ended when nobody listens any more.

Each part is made in one of two threads and sent before the next is made: who reads slowly holds a place in memory, but no thread,
and readers of pages share the interpreter with two threads at most, whoever asks here.
"""

from __future__ import annotations

import asyncio
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from files.json_rows import json_parts
from files.table import CODES, ROWS, asked_of, csv_parts, file_name
from ui.frame.addresses import documents, replies
from ui.frame.addresses.standing import standing
from ui.frame.addresses.wanted import Place, Wanted, wanted
from ui.frame.answers import Answers
from ui.frame.kept import kept
from warehouse.readers import Stream
from words.problems import HomeError, Problem, QuestionError, SnapshotError, UnknownName, WrongUse

T = TypeVar("T")

# So many parts are made at once; so many answers are open or wait, the slowest included; who comes then is told to come again.
AT_ONCE, MOST_OPEN = 2, 40
AGAIN_SECONDS, BUILT_SECONDS = 2, 30
# Who takes nothing for so long has left without saying so.
STALLED_SECONDS = 60.0
LEVEL = 5  # of compression: beyond it answers come later and hardly smaller
KINDS = {
    "csv": b"text/csv; charset=utf-8; header=present",
    "json": b"application/json",
    "metadata.json": b"application/json",
}
TAGS = re.compile(r'(?:W/)?"([^"]*)"|(\*)')

log = logging.getLogger(__name__)


@dataclass
class Prepared:
    """An answer that may begin: what it is, how it is called, and whether the caller takes it compressed."""

    wanted: Wanted
    tag: str
    name: str
    plain_name: str
    is_packed: bool

    def headers(self) -> replies.Headers:
        """What stands before it, whether or not it follows."""
        is_file = self.wanted.place.format == "csv"
        kind = "attachment" if is_file else "inline"  # a browser shows JSON
        said = f"{kind}; filename=\"{self.plain_name}\"; filename*=UTF-8''{quote(self.name, safe='')}"
        return [
            (b"etag", f'"{self.tag}"'.encode()),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept-Encoding"),
            (b"content-type", KINDS[self.wanted.place.format]),
            (b"content-disposition", said.encode()),
            *([(b"content-encoding", b"gzip")] if self.is_packed else []),
        ]

    def begin(self) -> Answer:
        """The answer itself; nothing is asked before its first part."""
        place = self.wanted.place
        return Answer(self.wanted.reader.stream(place.question, ROWS, **self.wanted.parameters), self)


class Answer:
    """The bytes of an answer, part by part; `stop` ends it from another thread."""

    def __init__(self, stream: Stream, prepared: Prepared) -> None:
        self._stream = stream
        parts = _parts(prepared.wanted, stream)
        self._parts = _packed(parts) if prepared.is_packed else parts

    def part(self) -> bytes | None:
        """The next part; None at the end."""
        return next(self._parts, None)

    def stop(self) -> None:
        self._stream.stop()

    def close(self) -> None:
        self._parts.close()  # type: ignore[attr-defined]


def _parts(asked: Wanted, stream: Stream) -> Iterator[bytes]:
    if asked.place.format == "csv":
        of = asked_of(asked.reader, asked.place.question, asked.language, asked.parameters)
        yield from csv_parts(asked.reader, stream.frames(), of, asked.language)
    elif asked.place.format == "json":
        yield from json_parts(stream.frames(), documents.head(asked))
    else:
        yield replies.text(documents.metadata(asked, stream))


def _packed(parts: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(LEVEL, wbits=16 + zlib.MAX_WBITS)
    for part in parts:
        if packed := packing.compress(part):
            yield packed
    yield packing.flush()


def prepare(place: Place, query: str, is_packed: bool) -> Prepared:
    """Everything about an answer but the answer: in a thread, since it asks the snapshot for what is obvious."""
    asked = wanted(standing(), place, query)
    name, plain = _names(asked)
    return Prepared(asked, asked.mark() + ("-gzip" if is_packed else ""), name, plain, is_packed)


@kept(most=300)
def _names(asked: Wanted) -> tuple[str, str]:
    """The name of the file as the download button gives it, and that of codes, which is plain ASCII."""
    question, ending = asked.place.question, f".{asked.place.format}"
    answers = Answers(asked.reader)
    names = [
        file_name(answers, question, language=language, **asked.parameters).removesuffix(".csv") + ending
        for language in (asked.language, CODES)
    ]
    return names[0], re.sub(r'[^ -~]|["\\/]', "-", names[1])


class Answering:
    """What is below `/api/v1/`."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="addresses")
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rest = scope["path_params"]["rest"]
        if not rest:
            await _listed(scope, send)
            return
        try:
            place = Place.of(rest)
        except UnknownName as problem:
            await replies.refuse(scope, send, 404, problem)
            return
        if scope["method"] not in replies.METHODS:
            await replies.wrong_method(scope, send)
        elif self._open >= MOST_OPEN:
            again = [(b"retry-after", str(AGAIN_SECONDS).encode())]
            await replies.refuse(scope, send, 503, Problem("addresses.busy", most=MOST_OPEN), again)
        else:
            self._open += 1
            try:
                await self._answer(place, scope, receive, send)
            finally:
                self._open -= 1

    async def _answer(self, place: Place, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope["query_string"].decode("latin-1")
        try:
            prepared = await self._beside(lambda: prepare(place, query, _takes_gzip(scope)))
            headers = prepared.headers()
            if _has(scope, prepared.tag):
                kept_ones = [one for one in headers if not one[0].startswith(b"content-")]
                await _whole(send, 304, kept_ones)
            elif scope["method"] == "HEAD":
                await _whole(send, 200, headers)
            else:
                await self._send(prepared.begin(), headers, receive, send)
        except Problem as problem:
            await _refused(scope, send, problem)

    async def _send(self, answer: Answer, headers: replies.Headers, receive: Receive, send: Send) -> None:
        """Send an answer. What fails before its first part is told as it is; later the connection ends, for all to see."""
        gone = asyncio.ensure_future(_gone(receive))
        has_begun = False
        try:
            part = await self._next(answer, gone) or b""
            following = await self._next(answer, gone)
            if following is None:
                headers = [*headers, (b"content-length", str(len(part)).encode())]
            has_begun = True
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while True:
                is_last = following is None
                message = {"type": "http.response.body", "body": part, "more_body": not is_last}
                await asyncio.wait_for(send(message), STALLED_SECONDS)
                if following is None:
                    return
                part, following = following, await self._next(answer, gone)
        except Left:
            return
        except TimeoutError:
            log.info("%s", Problem("addresses.stalled", seconds=STALLED_SECONDS))
        except Problem as problem:
            if not has_begun:
                raise
            raise CutShort from problem
        finally:
            gone.cancel()
            answer.stop()
            with suppress(ValueError):  # the server ends while a part is being made
                await self._beside(answer.close)

    async def _next(self, answer: Answer, gone: asyncio.Future[None]) -> bytes | None:
        """The next part; `Left` where the caller hung up meanwhile."""
        made = asyncio.ensure_future(self._beside(answer.part))
        both: set[asyncio.Future[Any]] = {made, gone}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not gone.done():
            return await made
        answer.stop()
        with suppress(Problem):
            await made
        raise Left

    async def _beside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


class Left(Exception):
    """The caller hung up."""


class CutShort(Exception):
    """An answer failed after its beginning was sent: the server ends the connection, so that nobody takes it for whole."""


class Root:
    """`/api/v1`: the same as with the stroke behind it, which addresses in the answer are relative to."""

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        await _whole(send, 308, [(b"location", b"v1/"), (b"cache-control", b"no-cache")])


async def _listed(scope: Scope, send: Send) -> None:
    if scope["method"] not in replies.METHODS:
        await replies.wrong_method(scope, send)
    else:
        await replies.json_reply(scope, send, 200, documents.listing())


async def _whole(send: Send, status: int, headers: replies.Headers) -> None:
    """An answer without a body."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refused(scope: Scope, send: Send, problem: Problem) -> None:
    if isinstance(problem, WrongUse | QuestionError):
        await replies.refuse(scope, send, 400, problem)
    elif isinstance(problem, SnapshotError | HomeError):
        again = [(b"retry-after", str(BUILT_SECONDS).encode())]
        await replies.refuse(scope, send, 503, problem, again)
    else:
        raise problem


async def _gone(receive: Receive) -> None:
    """Wait until the caller hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _takes_gzip(scope: Scope) -> bool:
    """Whether the caller says that it takes compressed answers, and not with a weight of nothing."""
    weights = {}
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            for part in value.decode("latin-1").lower().split(","):
                coding, _, weight = part.partition(";")
                weights[coding.strip()] = not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return weights.get("gzip", weights.get("*", False))


def _has(scope: Scope, tag: str) -> bool:
    """Whether the caller has this very answer already."""
    said = ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match")
    return any(star or one == tag for one, star in TAGS.findall(said))
