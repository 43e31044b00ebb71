"""What a component in the browser tells, as the next run hears it: on the page it stands on, or on one that was left meanwhile."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
import streamlit as st

from ui.frame import finder, offered, screens, telling
from ui.frame.page import Page
from words.catalogue import speak

SPEECH = speak("zh")


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session knows, in the place of Streamlit's own."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the browser is given for each box that is drawn."""
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(finder, "_box", lambda **more: given.append(more))
    monkeypatch.setattr(offered, "address", lambda *_: "")
    return given


def box(name: str, heard: list[list[str]], most: int = 1) -> None:
    page = SimpleNamespace(speech=SPEECH, screen=screens.SCREENS[name], language="zh", answers=None)
    finder.box_of(cast(Page, page), finder.Box("anything", "", "", most=most), lambda: [], [], heard.append)


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ({"number": 1, "codes": ["990101"]}, [["990101"]]),
        ({"number": 1, "codes": []}, [[]]),
        ({"number": 1, "codes": ["a", "a", "b"]}, [["a"]]),
        # Whatever a browser may send is no choice and no error.
        ({"number": "1", "codes": ["a"]}, []),
        ({"codes": ["a"]}, []),
        ("a", []),
        (None, []),
    ],
)
def test_a_choice_is_heard_once(
    session: dict[str, Any], drawn: list[dict[str, Any]], told: object, heard: list[list[str]]
) -> None:
    said: list[list[str]] = []
    box("home", said)
    session[drawn[0]["key"]] = SimpleNamespace(chosen=told)
    for _ in range(2):  # a page that is come to again says once more what it said last
        drawn[0]["on_chosen_change"]()
    assert said == heard


def test_what_is_chosen_on_a_page_that_is_being_left_is_heard(
    session: dict[str, Any], drawn: list[dict[str, Any]]
) -> None:
    said: list[list[str]] = []
    box("home", said)
    box("trends", said)  # drawn meanwhile
    session[drawn[0]["key"]] = SimpleNamespace(chosen={"number": 1, "codes": ["a"]})
    drawn[0]["on_chosen_change"]()
    assert said == [["a"]]
    # The box of the next page counts on from there.
    box("trends", said)
    assert drawn[-1]["data"]["heard"] == 1


def test_of_a_component_that_was_left_nothing_is_told(session: dict[str, Any]) -> None:
    assert telling.told("room_trend", "size") is None
    session["room_trend"] = SimpleNamespace()
    assert telling.told("room_trend", "size") is None
    session["room_trend"] = SimpleNamespace(size=[1, 2])
    assert telling.told("room_trend", "size") == [1, 2]
