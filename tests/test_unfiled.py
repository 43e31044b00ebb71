"""In the place of a picture a page says what is missing, and by when it is or was due."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from ui.parts import unfiled
from words import speak

TODAY = dt.date(2026, 2, 20)


@pytest.mark.parametrize(
    ("due", "language", "said"),
    [
        (dt.date(2026, 2, 21), "en", "Nothing. This one is due by 21 Feb 2026."),
        (TODAY, "en", "Nothing. This one is due by 20 Feb 2026."),
        (dt.date(2026, 2, 19), "en", "Nothing. This one was due by 19 Feb 2026."),
        (dt.date(2026, 2, 19), "zh", "Nothing.本期应在2026年2月19日前报送，已过期。"),
        (None, "en", "Nothing."),
    ],
)
def test_a_day_that_has_passed_is_told_as_past(
    monkeypatch: pytest.MonkeyPatch, due: dt.date | None, language: str, said: str
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(st, "html", drawn.append)
    form: Any = SimpleNamespace(
        period="p",
        periods={"p": {"due_on": due}},
        speech=speak(language),
        answers=SimpleNamespace(reader=SimpleNamespace(snapshot=SimpleNamespace(today=TODAY))),
    )
    unfiled.nothing(form, "Nothing.")
    assert drawn == [f'<p class="nothing">{said}</p>']
