"""Where a statement is written: a text area with numbers and colours, and its buttons. It has no words of its own.

What is written stays in the browser until it is run or laid out: a rerun leaves it as it is, unless it puts another text there.
The browser alone saves it as a file, opens one and makes its link; what is opened is not run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ui.frame import telling

HERE = Path(__file__)
KEY = "statement"
RUN, FORMAT = "run", "format"
TITLES = 2  # lines of a shipped statement that say what it is called, one in each language
_component = st.components.v2.component(
    "editor",
    html=(
        '<div class="editor"><label for="editor-text"></label><div class="frame"><div class="numbers" aria-hidden="true"></div>'
        '<div class="code"><pre aria-hidden="true"></pre>'
        '<textarea id="editor-text" spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off"></textarea></div></div>'
        '<div class="bar"><button type="button" class="run"></button><button type="button" class="tidy"></button>'
        '<button type="button" class="save" aria-expanded="false" aria-controls="editor-name"></button>'
        '<button type="button" class="open"></button><button type="button" class="link"></button>'
        '<span class="hint" id="editor-hint"></span><p class="told" role="status"></p></div>'
        '<form class="bar name" id="editor-name" hidden><label for="editor-called"></label><input id="editor-called" maxlength="100" '
        'autocomplete="off"><button type="submit"></button></form>'
        '<input type="file" accept=".sql,.txt,text/plain" hidden></div>'
    ),
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Words:
    """What the editor says: its name for the ear, its buttons, what stands beside them, and what came of them.

    `{name}` in a text is that of a file.
    """

    label: str
    run: str
    format: str
    hint: str
    save: str
    open: str
    link: str
    called: str
    file: str
    untitled: str
    saved: str
    opened: str
    too_large: str
    no_text: str
    copied: str
    not_copied: str
    no_link: str


@dataclass(frozen=True)
class Given:
    """A statement to show, put there where `number` is another than before, and the line that is wrong.

    `is_address`: whether the page's address is its link. `title`: what a shipped one is called, in its first lines.
    `ran`: the one that the page answers; as long as another one is written, the page is marked (`data-former`).
    """

    text: str
    number: int
    wrong: int | None = None
    is_address: bool = False
    title: str = ""
    ran: str = ""


@dataclass(frozen=True)
class Bounds:
    """How many letters a statement may have, and how many a link holds."""

    longest: int
    in_link: int


def draw(words: Words, given: Given, bounds: Bounds, then: Callable[[str, str], None]) -> None:
    """Draw it. `then` is called with what is asked for (`RUN`, `FORMAT`) and the text, before the next run."""
    heard = f"{KEY}_heard"

    def told() -> None:
        # What a browser sends may be anything.
        match telling.told(KEY, "told"):
            case {"number": int(number), "action": str(action), "text": str(written)}:
                st.session_state[heard] = number
                then(action, written.replace("\r\n", "\n"))

    _component(
        key=KEY,
        data={
            "words": vars(words),
            "text": given.text,
            "given": given.number,
            "wrong": given.wrong or 0,
            "address": given.is_address,
            "title": given.title,
            "ran": given.ran,
            "titles": TITLES,
            **vars(bounds),
            "heard": st.session_state.get(heard, 0),
        },
        height="content",
        on_told_change=told,
    )
