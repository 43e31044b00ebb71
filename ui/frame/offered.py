"""Long lists that pages offer to be searched, each at an address of its own: the browser asks when a reader comes into the box.

A list of all counties with all that they may be typed as was most of what a page sent, and is seldom opened. A page names its
address only; the list is made when it is first asked for.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from ui.frame import own_path
from ui.frame.addresses import replies
from ui.frame.answers import Answers
from ui.frame.kept import kept
from warehouse.readers import when_closed
from words.problems import Problem

AT = "/offered"
# So many lists can be asked for at once. One of a province has 20 KB as it is sent, one of the country 150.
MOST = 300
# Another process, and another version of the code, has other addresses: what a browser keeps is always this list.
_OURS = secrets.token_hex(8)

Make = Callable[[], list[dict[str, Any]]]


@dataclass(frozen=True)
class _List:
    """One list: of whose answers, and how it is made once somebody has asked."""

    answers: Answers
    make: Make


@kept(most=MOST)
def _packed(answers: Answers, name: str, _make: Make) -> bytes:  # noqa: ARG001
    """The list of that name as it is sent. Raises `Problem` where it cannot be made: the next one tries."""
    text = json.dumps(_make(), ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)


_lists: OrderedDict[str, _List] = OrderedDict()
_lock = threading.Lock()


def address(answers: Answers, of: Hashable, make: Make) -> str:
    """Where the browser finds a list from now on; `of` says which of this snapshot's it is, in every process of this code alike.

    To be asked in every run: what no page has shown for long is forgotten.
    """
    name = hashlib.sha256(repr((_OURS, answers.key, of)).encode("utf-8", "replace")).hexdigest()[:32]
    with _lock:
        if name not in _lists:
            _lists[name] = _List(answers, make)
        _lists.move_to_end(name)
        while len(_lists) > MOST:
            _lists.popitem(last=False)
    return f"{own_path.of_environment()}{AT}/{name}.json"


def _forget_closed(paths: frozenset[Path]) -> None:
    with _lock:
        for name in [name for name, one in _lists.items() if one.answers.snapshot.path not in paths]:
            del _lists[name]


when_closed(_forget_closed)


def routes() -> list[BaseRoute]:
    """Where lists are asked for."""
    return [Route(f"{AT}/{{name}}", _Asked())]


class _Asked:
    """Answers with a list that some page of this process offers."""

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["method"] not in replies.METHODS:
            await replies.wrong_method(scope, send)
            return
        name, _, ending = scope["path_params"]["name"].partition(".")
        with _lock:
            found = _lists.get(name) if ending == "json" else None
        if found is None:
            await replies.refuse(scope, send, 404, Problem("offered.unknown"))
            return
        try:
            # Beside the event loop: of the country it takes a while.
            packed = await asyncio.get_running_loop().run_in_executor(
                None, _packed, found.answers, name, found.make
            )
        except Problem as problem:
            await replies.refuse(scope, send, 503, problem)
            return
        takes_packed = any(
            key == b"accept-encoding" and b"gzip" in value.lower() for key, value in scope["headers"]
        )
        body = packed if takes_packed else gzip.decompress(packed)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"vary", b"accept-encoding"),
            (b"cache-control", b"private, max-age=604800, immutable"),
            *([(b"content-encoding", b"gzip")] if takes_packed else []),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
