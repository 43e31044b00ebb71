"""Where a statement is written: a text area with numbers and colours, and its two buttons. It has no words of its own.

What is written stays in the browser until it is run or laid out: a rerun leaves it as it is, unless it puts another text there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

HERE = Path(__file__)
KEY = "statement"
RUN, FORMAT = "run", "format"
_component = st.components.v2.component(
    "editor",
    html=(
        '<div class="editor"><label for="editor-text"></label><div class="frame"><div class="numbers" aria-hidden="true"></div>'
        '<div class="code"><pre aria-hidden="true"></pre>'
        '<textarea id="editor-text" spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off"></textarea></div></div>'
        '<div class="bar"><button type="button" class="run"></button><button type="button" class="tidy"></button>'
        '<span class="hint" id="editor-hint"></span></div></div>'
    ),
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Words:
    """What the editor says: its name for the ear, its buttons, what stands beside them."""

    label: str
    run: str
    format: str
    hint: str


def draw(words: Words, text: str, given: int, wrong: int | None, then: Callable[[str, str], None]) -> None:
    """Draw it with a statement, put there where `given` is another number than before, and the line that is wrong.

    `then` is called with what is asked for (`RUN`, `FORMAT`) and the text, before the next run.
    """
    heard = f"{KEY}_heard"

    def told() -> None:
        # What a browser sends may be anything.
        match st.session_state[KEY].told:
            case {"number": int(number), "action": str(action), "text": str(written)}:
                st.session_state[heard] = number
                then(action, written.replace("\r\n", "\n"))

    _component(
        key=KEY,
        data={
            **vars(words),
            "text": text,
            "given": given,
            "wrong": wrong or 0,
            "heard": st.session_state.get(heard, 0),
        },
        height="content",
        on_told_change=told,
    )
