"""What Streamlit does again and again that costs the more the more sessions there are, done once or less often.

A third of the processor time of answering with a thousand sessions (docs/decisions/0019). Each change leaves what is sent as
it was, which `tests/test_lighter.py` compares, as it does that Streamlit still has what is changed here.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections import deque
from functools import cache, partial
from typing import Any

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

SWEEP_SECONDS = 2.0
# What a run draws is told to the event loop so long after it was drawn, or with the end of the run.
TOGETHER_SECONDS = 0.02
# The event loop is woken once for all that is to be sent until it looks; again after so long, should it have been another loop.
WOKEN_SECONDS = 1.0
# The event loop gives the interpreter away at everything it sends, and waits so long to have it back while pages are drawn:
# 5 ms as Python comes, and a page is some sixty messages.
SWITCH_SECONDS = 0.0002

# Python looks for what is no longer reached after 700 new objects; a page makes some ten thousand, most of them gone with it.
COLLECT_AFTER = (10_000, 10, 10)


@cache
def lighten() -> None:
    """Do all of it, once in a process."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECT_AFTER)
    _theme_once()
    _sweep_seldom()
    _who_has_something_to_send()
    _tell_together()


def _theme_once() -> None:
    """The theme, made anew of the settings for every answer: they never change while the process lives."""
    made: dict[str, Any] = {}
    make = app_session._populate_theme_msg

    def populate(message: Any, section: str = "theme") -> None:
        if section not in made:
            own = CustomThemeConfig()
            make(own, section)
            made[section] = own
        if made[section].ListFields():
            message.MergeFrom(made[section])

    app_session._populate_theme_msg = populate  # type: ignore[assignment]


def _sweep_seldom() -> None:
    """Files that no session offers any longer: looked for through all sessions at the end of every run."""
    sweep = MediaFileManager.remove_orphaned_files
    last = [float("-inf")]

    def seldom(self: MediaFileManager) -> None:
        now = time.monotonic()
        if now - last[0] >= SWEEP_SECONDS:
            last[0] = now
            sweep(self)

    MediaFileManager.remove_orphaned_files = seldom  # type: ignore[method-assign]


def _who_has_something_to_send() -> None:
    """All sessions are gone through a hundred times a second for what there is to send; only those that have something are.

    Only that loop asks which are active; whoever counts or closes them is given all.
    """
    manager: Any = WebsocketSessionManager
    session: Any = app_session.AppSession
    told: deque[str] = deque()
    # When the loop was told that there is something to send, and has not looked since.
    woken = [float("-inf")]

    def enqueue(self: Any, message: Any) -> None:
        self._browser_queue.enqueue(message)
        told.append(self.id)  # by any thread; before the loop is woken
        now = time.monotonic()
        if self._message_enqueued_callback and now - woken[0] > WOKEN_SECONDS:
            woken[0] = now
            self._message_enqueued_callback()

    def waiting(self: Any) -> list[Any]:
        woken[0] = float("-inf")  # before it looks: what is told from now on wakes it again
        active = self._active_session_info_by_id
        ids = dict.fromkeys(told.popleft() for _ in range(len(told)))
        # Whose reader lost the connection is sent what waits when it is back.
        told.extend(one for one in ids if one not in active and self._session_storage.get(one) is not None)
        return [active[one] for one in ids if one in active]

    session._enqueue_forward_msg = enqueue
    manager.list_active_sessions = waiting
    manager.num_active_sessions = lambda self: len(self._active_session_info_by_id)
    manager.list_sessions = lambda self: [
        *self._active_session_info_by_id.values(),
        *self._session_storage.list(),
    ]


def _tell_together() -> None:
    """What a run draws wakes the event loop, element by element, while the run goes on: told together every 20 ms, and at its end."""
    session: Any = app_session.AppSession
    lock = threading.Lock()

    def drain(self: Any) -> None:
        with lock:
            told, self._told = self._told, []
        for handle in told:
            try:
                handle()
            except (
                Exception
            ) as error:  # as the loop does with what it is told one by one: the rest is still told
                self._event_loop.call_exception_handler(
                    {"message": "a run's event failed", "exception": error}
                )

    def tell(self: Any, sender: Any, event: Any, *rest: Any, **named: Any) -> None:
        handle = partial(self._handle_scriptrunner_event_on_event_loop, sender, event, *rest, **named)
        is_drawn = event is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
        with lock:
            told = self.__dict__.setdefault("_told", [])
            told.append(handle)
            is_first = len(told) == 1
        if not is_drawn:
            self._call_soon_on_event_loop(partial(drain, self))
        elif is_first:
            later = partial(self._event_loop.call_later, TOGETHER_SECONDS, drain, self)
            self._call_soon_on_event_loop(later)

    session._on_scriptrunner_event = tell
