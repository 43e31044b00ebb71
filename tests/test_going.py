"""Going to another page holds against what the page that was left still tells."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from ui.frame import choices, going, sessions
from ui.frame.screens import SCREENS


class Left(Exception):
    """What ends a run that goes to another page."""


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Mapping[str, str]]]:
    """Where a session of its own has gone to."""
    found: list[tuple[str, Mapping[str, str]]] = []

    def leave(path: str, query_params: Mapping[str, str]) -> None:
        found.append((path, query_params))
        raise Left

    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", _Query())
    monkeypatch.setattr(st, "switch_page", leave)
    return found


class _Query(dict[str, Any]):
    def get_all(self, key: str) -> list[str]:
        return [self[key]] if key in self else []


def run(page: str, *, tells: bool = False) -> None:
    """The top of a run of a page, in which the browser told something or nothing."""
    if tells:
        choices.stay()
    choices.open_choices(SCREENS[page])
    going.on(SCREENS[page])


def leave(query: Mapping[str, str] = {}) -> None:
    """Go from the open page to the drill-down, and arrive there."""
    with pytest.raises(Left):
        going.to(SCREENS["drill"], query)
    run("drill")


def test_what_a_left_page_still_tells_does_not_lead_back_to_it(gone: list[Any]) -> None:
    run("trends")
    leave({"indicator": "a"})
    with pytest.raises(Left):
        run("trends", tells=True)
    assert gone == [(SCREENS["drill"].path, {"indicator": "a"})] * 2
    run("drill", tells=True)
    assert len(gone) == 2


def test_a_reader_who_goes_back_is_there(gone: list[Any]) -> None:
    run("trends")
    leave()
    run("trends")
    run("trends", tells=True)
    assert len(gone) == 1


def test_what_is_told_long_after_leads_nowhere(gone: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going, "SECONDS", 0.0)
    run("trends")
    leave()
    run("trends", tells=True)
    assert len(gone) == 1


def test_who_chooses_on_the_page_that_was_left_is_there(gone: list[Any]) -> None:
    run("trends")
    leave()
    choices.choose("indicator", "b")
    run("trends", tells=True)
    assert len(gone) == 1


@pytest.mark.parametrize("chooses", [True, False])
def test_until_the_other_page_has_come_only_a_choice_keeps_on_the_left_one(
    gone: list[Any], chooses: bool
) -> None:
    run("trends")
    with pytest.raises(Left):
        going.to(SCREENS["drill"], {})
    if chooses:
        choices.choose("indicator", "b")
        run("trends")
    else:
        with pytest.raises(Left):
            run("trends")  # asked for before, for whatever reason
        run("drill")
        run("trends")  # the reader has gone back
    assert len(gone) == (1 if chooses else 2)


def test_back_leads_back_even_before_the_other_page_has_come(
    gone: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("trends")
    with pytest.raises(Left):
        going.to(SCREENS["drill"], {})
    monkeypatch.setattr(going.sessions, "goes_back", lambda: True)
    run("trends", tells=True)
    monkeypatch.setattr(going.sessions, "goes_back", lambda: False)
    run("trends", tells=True)
    assert len(gone) == 1


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize("chooses", [True, False])
def test_what_is_come_to_on_the_open_page_holds_whatever_run_comes_next(
    gone: list[Any], tells: bool, chooses: bool
) -> None:
    run("drill")
    choices.choose("county", "c")
    run("drill")
    st.session_state["observatory_address"] = choices._named(SCREENS["drill"])
    with pytest.raises(Left):
        going.to(SCREENS["drill"], {"city": "a"})
    if chooses:
        choices.choose("indicator", "b")
    run("drill", tells=tells)
    assert choices.raw("city") == "a"
    assert choices.raw("county") is None
    assert len(gone) == 1


@pytest.mark.parametrize(
    ("context", "back"),
    [
        (None, False),
        (SimpleNamespace(is_history_navigation=False), False),
        (SimpleNamespace(is_history_navigation=True), True),
    ],
)
def test_a_step_through_the_history_is_told_by_streamlits_own_mark(
    monkeypatch: pytest.MonkeyPatch, context: Any, back: bool
) -> None:
    assert "is_history_navigation" in ScriptRunContext.__dataclass_fields__
    monkeypatch.setattr(sessions, "get_script_run_ctx", lambda **_: context)
    assert sessions.goes_back() is back
