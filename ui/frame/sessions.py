"""The sessions that Streamlit serves: whose page is drawn now, and having a page drawn anew though its reader asked for nothing.

Streamlit has no such call for others; it draws all pages anew where a file of the program changed, and so is it done here.
"""

from __future__ import annotations

from collections.abc import Callable

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx


def own() -> str | None:
    """The session whose page is drawn by this thread; None where it is not one that is served."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None and _open(context.session_id) is not None else None


def goes_back() -> bool:
    """Whether this run is for a step that the reader took through the browser's history: Back, or forward again."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def is_open(session_id: str) -> bool:
    """Whether somebody is connected to a session."""
    return _open(session_id) is not None


def is_known(session_id: str) -> bool:
    """Whether a session is kept: somebody is connected to it, or may be again."""
    runtime = _runtime()
    return runtime is not None and runtime._session_mgr.get_session_info(session_id) is not None


def is_idle(session_id: str) -> bool:
    """Whether somebody is connected to a session, and nothing is being drawn for it."""
    session = _open(session_id)
    return session is not None and session._scriptrunner is None


def address(session_id: str) -> str:
    """The page and the choices of a session, as its browser last told them; empty where it is gone."""
    session = _open(session_id)
    if session is None:
        return ""
    state = session._client_state
    return f"{state.page_script_hash}?{state.query_string}"


def draw_anew(session_id: str, before: Callable[[], object]) -> None:
    """Have a session's page drawn anew, as its reader left it; `before` is called just before, by the event loop.

    Where something is being drawn for it by then, what its reader asked for is not undone: nothing is done.
    """
    session = _open(session_id)
    if session is None:
        return

    def draw() -> None:
        if is_idle(session_id):
            before()
            session.request_rerun(session._client_state)

    session._call_soon_on_event_loop(draw)


def _open(session_id: str) -> AppSession | None:
    runtime = _runtime()
    return runtime.get_app_session(session_id) if runtime is not None else None


def _runtime() -> Runtime | None:
    # A page that is tested without a server has something else in the place of a runtime.
    if not Runtime.exists() or type(Runtime.instance()) is not Runtime:
        return None
    return Runtime.instance()
