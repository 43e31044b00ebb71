"""Short answers of data addresses: JSON, in both languages where they say something to people."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from starlette.types import Scope, Send

from words import LANGUAGES
from words.problems import Problem

METHODS = ("GET", "HEAD")
Headers = list[tuple[bytes, bytes]]


def told(problem: Problem) -> dict[str, str]:
    """What went wrong and the remedy, in every language."""
    return {language: problem.message(language) for language in LANGUAGES}


def moment(built_at: dt.datetime) -> str:
    """When a snapshot was built, which is told in UTC."""
    return f"{built_at.isoformat(timespec='seconds')}Z"


def text(value: Any) -> bytes:
    """A value as the text of a JSON document."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=_moment) + "\n").encode(
        "utf-8", "replace"
    )


def _moment(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


async def json_reply(
    scope: Scope, send: Send, status: int, value: Mapping[str, Any], further: Headers | None = None
) -> None:
    """A whole answer that nobody keeps."""
    body = text(value)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *(further or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def refuse(
    scope: Scope, send: Send, status: int, problem: Problem, further: Headers | None = None
) -> None:
    """Why there is no answer."""
    await json_reply(scope, send, status, told(problem), further)


async def wrong_method(scope: Scope, send: Send) -> None:
    """Addresses for programs are only read."""
    problem = Problem("addresses.method", method=scope["method"][:20])
    await refuse(scope, send, 405, problem, [(b"allow", ", ".join(METHODS).encode())])
