"""`/healthz`: whether there is a snapshot to answer from, for whoever watches the service. Cheap enough to be asked each second."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.types import Receive, Scope, Send

from ui.frame.addresses import replies
from ui.frame.addresses.standing import standing
from ui.frame.answers import Answers
from words.problems import Problem

# So long one look holds for all who ask.
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class _Look:
    status: int
    body: dict[str, Any]
    at: float


class Health:
    """Answers from the last look; looks again, beside the event loop, when that is old."""

    def __init__(self) -> None:
        # One of its own: the answers of data addresses, however large, are not before it.
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._last = _Look(503, {}, float("-inf"))

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["method"] not in replies.METHODS:
            await replies.wrong_method(scope, send)
            return
        if time.monotonic() - self._last.at > LOOK_SECONDS:
            self._last = await asyncio.get_running_loop().run_in_executor(self._beside, _look)
        await replies.json_reply(scope, send, self._last.status, self._last.body)


def _look() -> _Look:
    try:
        reader = standing()
        Answers(reader).facts()  # opens it where nobody has
        reader.still_read()
    except Problem as problem:
        return _Look(503, {"status": "unavailable", **replies.told(problem)}, time.monotonic())
    built_at = f"{reader.snapshot.built_at.isoformat(timespec='seconds')}Z"
    return _Look(
        200, {"status": "ok", "snapshot": reader.snapshot.id, "built_at": built_at}, time.monotonic()
    )
