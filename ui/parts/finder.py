"""The box that finds counties and cities as people type them: name, short name, pinyin, initials, English, code.

Streamlit's own box looks for what is typed in the label alone, which would have to show every spelling. This one shows
the name and keeps the spellings (`words/spellings.py`) behind it; its words are the interface's own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from ui.frame.kept import kept
from ui.frame.page import Page, Row
from words import spellings

HERE = Path(__file__)
_box = st.components.v2.component(
    "finder",
    html=(
        '<div class="finder">\n<label for="finder-input"></label><div class="box">'
        '<input id="finder-input" type="text" role="combobox" aria-expanded="false" aria-autocomplete="list" '
        'aria-controls="finder-list" autocomplete="off" spellcheck="false"></div>'
        '<ul id="finder-list" role="listbox" hidden></ul><span class="none" role="status"></span></div>'
    ),
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Box:
    """How a box stands on its page: key, label (hidden: for the ear only), placeholder, how many it takes, width.

    `of` names what its places depend on, beside the snapshot: what is made of them is kept under it.
    """

    key: str
    label: str
    placeholder: str
    of: tuple[Any, ...] = ()
    most: int = 1
    label_hidden: bool = False
    width: int | Literal["stretch"] = "stretch"


def draw(
    page: Page,
    box: Box,
    places: Mapping[str, Row],
    chosen: Sequence[str],
    then: Callable[[list[str]], None],
) -> None:
    """The box over `places` (rows by code, in the order shown) with the codes chosen.

    `then` is called with the codes newly chosen, no more than the box takes, before the next run.
    """
    speech, widget = page.speech, f"find_{box.key}"
    heard = f"{widget}_heard"  # the number of the last choice that a run knows of

    def changed() -> None:
        told = st.session_state[widget].chosen
        st.session_state[heard] = told["number"]
        then([code for code in dict.fromkeys(told["codes"]) if code in places][: box.most])

    _box(
        key=widget,
        data={
            "id": widget,
            "label": box.label,
            "label_hidden": box.label_hidden,
            "placeholder": box.placeholder,
            "most": box.most,
            "chosen": list(chosen),
            "heard": st.session_state.get(heard, 0),
            "options": _options(page, (box.key, *box.of), places),
            "nothing": speech("finder.nothing"),
            "clear": speech("finder.clear"),
            "remove": speech("finder.remove", name="{name}"),
            "full": speech("finder.full", most=box.most),
        },
        width=box.width,
        height="content",
        on_chosen_change=changed,
    )


@kept(most=100)
def _options(page: Page, of: tuple[Any, ...], _places: Mapping[str, Row]) -> str:  # noqa: ARG001
    """What the box is given for each place: code, name, city, what it is called without its city, spellings; the city's.

    As JSON, so that it is not written anew for every run of every session.
    """
    speech = page.speech
    found = []
    names = Counter(speech.pick(row, "area_name") for row in _places.values())
    for code, row in _places.items():
        city = speech.pick(row, "city_short_name") if row["area_level"] == "county" else ""
        found.append(
            {
                "id": code,
                "name": (name := speech.pick(row, "area_name")),
                "detail": city,
                "alone": f"{name} · {city}" if city and names[name] > 1 else name,
                "spellings": spellings.spellings(row),
                "within": _of_city(row) if city else [],
            }
        )
    return json.dumps(found, ensure_ascii=False)


def _of_city(row: Row) -> list[str]:
    """What brings all counties of a city: its short name in both languages."""
    return [spellings.plain(str(row[f"city_short_name_{language}"] or "")) for language in ("zh", "en")]
