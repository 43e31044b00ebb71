"""What is done once instead of again and again: what is sent stays as it was, and Streamlit still has what is changed."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from bench.session import serving, session
from programme import PROJECT
from tests.test_pages import filed_in
from ui.frame import lighter

SECTIONS = (
    "theme",
    "theme.light",
    "theme.dark",
    "theme.sidebar",
    "theme.light.sidebar",
    "theme.dark.sidebar",
)


@pytest.fixture
def undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test changes of Streamlit is as it was after it."""
    for owner, name in (
        (app_session, "_populate_theme_msg"),
        (app_session.AppSession, "_enqueue_forward_msg"),
        (app_session.AppSession, "_on_scriptrunner_event"),
        (MediaFileManager, "remove_orphaned_files"),
        (WebsocketSessionManager, "list_active_sessions"),
        (WebsocketSessionManager, "list_sessions"),
        (WebsocketSessionManager, "num_active_sessions"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))


def test_streamlit_still_has_what_is_changed() -> None:
    """Where one of these fails after an upgrade, what it is about is to be looked at anew."""
    loop = inspect.getsource(Runtime._loop_coroutine)
    assert "in self._session_mgr.list_active_sessions():" in loop
    assert "session.flush_browser_queue()" in loop
    lines = re.findall(
        r"^        (\S.*)$", inspect.getsource(app_session.AppSession._enqueue_forward_msg), re.MULTILINE
    )
    assert lines[-2:] == ["self._browser_queue.enqueue(msg)", "if self._message_enqueued_callback:"]
    told = inspect.getsource(app_session.AppSession._on_scriptrunner_event)
    assert "self._handle_scriptrunner_event_on_event_loop(" in told
    assert "self._call_soon_on_event_loop(" in told
    made = inspect.getsource(app_session.AppSession._create_new_session_message)
    assert made.count("_populate_theme_msg(") == len(SECTIONS)


@pytest.mark.usefixtures("undone")
def test_a_theme_made_once_is_the_theme() -> None:
    slow = {section: CustomThemeConfig() for section in SECTIONS}
    for section, message in slow.items():
        app_session._populate_theme_msg(message, section)
    lighter._theme_once()
    for _ in range(2):
        for section, message in slow.items():
            quick = CustomThemeConfig()
            app_session._populate_theme_msg(quick, section)
            assert quick == message
    assert any(message.ListFields() for message in slow.values())


@pytest.mark.usefixtures("undone")
def test_files_that_nobody_offers_are_looked_for_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now, sweeps = [100.0], []
    monkeypatch.setattr(lighter.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(MediaFileManager, "remove_orphaned_files", sweeps.append)
    lighter._sweep_seldom()
    manager = object.__new__(MediaFileManager)
    for seconds, expected in ((0.0, 1), (1.0, 1), (0.9, 1), (0.2, 2), (50.0, 3)):
        now[0] += seconds
        manager.remove_orphaned_files()
        assert len(sweeps) == expected


@pytest.mark.usefixtures("undone")
def test_only_sessions_with_something_to_send_are_gone_through_and_nobody_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lighter._who_has_something_to_send()
    queued: list[Any] = []
    woken: list[bool] = []
    one, two, gone = (
        SimpleNamespace(
            id=name,
            _browser_queue=SimpleNamespace(enqueue=queued.append),
            _message_enqueued_callback=lambda: woken.append(True),
        )
        for name in ("one", "two", "gone")
    )
    infos = {name: object() for name in ("one", "two")}
    known = {"gone": object()}
    manager: Any = SimpleNamespace(
        _active_session_info_by_id=infos,
        _session_storage=SimpleNamespace(get=known.get, list=lambda: list(known.values())),
    )
    manager_class: Any = WebsocketSessionManager
    active = manager_class.list_active_sessions
    tell: Any = app_session.AppSession._enqueue_forward_msg
    assert active(manager) == []
    for _ in range(3):
        tell(two, "message")
    assert len(woken) == 1
    assert active(manager) == [infos["two"]]
    assert active(manager) == []
    tell(gone, "message")  # its reader lost the connection ...
    assert active(manager) == []
    infos["gone"] = known.pop("gone")  # ... and is back
    assert active(manager) == [infos["gone"]]
    tell(one, "message")
    del infos["one"]  # closed for good
    assert active(manager) == active(manager) == []
    assert len(queued) == 5
    assert len(woken) == 3
    monkeypatch.setattr(lighter, "WOKEN_SECONDS", 0.0)
    for _ in range(2):  # should nobody have looked, it is told again
        tell(two, "message")
    assert len(woken) == 5
    active(manager)
    assert manager_class.num_active_sessions(manager) == 2
    assert manager_class.list_sessions(manager) == [infos["two"], infos["gone"]]


@pytest.mark.usefixtures("undone")
def test_what_a_run_draws_is_told_together_and_in_order_and_one_failure_stops_nothing() -> None:
    lighter._tell_together()
    asyncio.run(_told())


async def _told() -> None:
    loop = asyncio.get_running_loop()
    handled, failures, woken = [], [], []
    loop.set_exception_handler(lambda _, context: failures.append(context["exception"]))

    class Told(app_session.AppSession):
        def __init__(self) -> None:
            self._event_loop = loop
            self._state = app_session.AppSessionState.SHUTDOWN_REQUESTED  # nothing to close

        def _call_soon_on_event_loop(self, callback: Any) -> None:
            woken.append(callback)
            super()._call_soon_on_event_loop(callback)

        def _handle_scriptrunner_event_on_event_loop(
            self, sender: Any, event: Any, *rest: Any, **_: Any
        ) -> None:
            if rest == (3,):
                raise ValueError("three")
            handled.append((event, *rest))

    told = Told()
    drawn = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
    told._on_scriptrunner_event(None, ScriptRunnerEvent.SCRIPT_STARTED)
    await asyncio.sleep(0.01)
    assert len(handled) == 1
    woken.clear()
    for number in range(1, 6):
        told._on_scriptrunner_event(None, drawn, number)  # type: ignore[arg-type]
    assert len(woken) == 1
    await asyncio.sleep(0)
    assert len(handled) == 1
    await asyncio.sleep(3 * lighter.TOGETHER_SECONDS)
    assert handled[1:] == [(drawn, number) for number in (1, 2, 4, 5)]
    assert [str(error) for error in failures] == ["three"]
    told._on_scriptrunner_event(None, drawn, 6)  # type: ignore[arg-type]
    told._on_scriptrunner_event(None, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS)
    told._event_loop.call_soon(handled.append, "next")  # type: ignore[arg-type]
    await asyncio.sleep(0.005)
    assert handled[5:] == [(drawn, 6), (ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,), "next"]


def test_a_server_sends_the_same_with_and_without(tmp_path: Path) -> None:
    filed = filed_in(tmp_path)
    environment = filed.environment
    plain = tmp_path / "plain.py"
    page = str(PROJECT / "app.py")
    plain.write_text(f"import streamlit as st\napp = st.App({page!r})\n", encoding="utf-8")
    sent = []
    for script in (PROJECT / "app.py", plain):
        with serving(script, environment) as server, session(server) as reader:
            reader.run()
            sent.append(
                [_kinds(reader.run(query=query).messages) for query in ("", "lang=en", "period=2024-12-31")]
            )
    assert sent[0] == sent[1]
    assert all(sum(kinds.values()) > 40 for kinds in sent[0])


def _kinds(messages: tuple[bytes, ...]) -> Counter[tuple[str, ...]]:
    """How often each element was sent to each place, and the other messages by their kinds."""
    found: Counter[tuple[str, ...]] = Counter()
    for message in messages:
        read = ForwardMsg()
        read.ParseFromString(message)
        kind = str(read.WhichOneof("type"))
        if kind == "delta":
            what = str(read.delta.WhichOneof("type"))
            element = str(read.delta.new_element.WhichOneof("type")) if what == "new_element" else what
            found[(element, str(list(read.metadata.delta_path)))] += 1
        else:
            found[(kind,)] += 1
    return found
