"""The box that finds areas, and whatever else has a name, as people type it: name, short name, pinyin, initials, English, code.

Streamlit's own box looks for what is typed in the label alone, which would have to show every spelling. This one shows
the name and keeps the spellings (`words/spellings.py`) behind it; its words are the interface's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal

import streamlit as st

from ui.frame import choices, offered, telling
from ui.frame.page import Page, Row
from words import spellings

HERE = Path(__file__)
HTML = (
    '<div class="finder">\n<label for="finder-input"></label><div class="box">'
    '<input id="finder-input" type="text" role="combobox" aria-expanded="false" aria-autocomplete="list" '
    'aria-controls="finder-list" autocomplete="off" spellcheck="false"></div>'
    '<ul id="finder-list" role="listbox" hidden></ul><span class="none" role="status"></span></div>'
)
_box = st.components.v2.component(
    "finder",
    html=HTML,
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


NOWHERE: Mapping[str, Row] = {}


@dataclass(frozen=True)
class Box:
    """How a box stands on its page: key, label (hidden: for the ear only), placeholder, how many it takes, width.

    `of` names what its places depend on, beside snapshot, page and language: they are found under it. `floats`: its list lies over
    whatever would cut it off. `shortcut`: a key that brings the reader into it. `inside_from`: of how many Latin letters on what is typed
    may stand inside a name.
    """

    key: str
    label: str
    placeholder: str
    of: tuple[Any, ...] = ()
    most: int = 1
    label_hidden: bool = False
    width: int | Literal["stretch"] = "stretch"
    floats: bool = False
    shortcut: str = ""
    inside_from: int = 2


@dataclass(frozen=True)
class Option:
    """One thing to find: its id, name, what is said beside it, what it may be typed as, its code if it has one that people know.

    `within`: what brings it though it is not its own name, such as a county's city, and may be typed before or behind its name.
    `alone`: what it is called without its detail. `group`: the heading under which it is listed; options of a group stand together.
    """

    id: str
    name: str
    detail: str
    spellings: tuple[str, ...]
    code: str = ""
    within: tuple[str, ...] = ()
    alone: str = ""
    group: str = ""

    def told(self) -> dict[str, Any]:
        """As the box takes it: what is empty is left out."""
        return {name: value for name, value in vars(self).items() if value}


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
    names = Counter(page.speech.pick(row, "area_name") for row in places.values()) if chosen else Counter()
    box_of(
        page,
        box,
        lambda: options(page, places),
        [_option(page, code, places[code], names) for code in chosen if code in places],
        lambda codes: then([code for code in codes if code in places]),
    )


def box_of(
    page: Page,
    box: Box,
    make: Callable[[], Iterable[Option]],
    chosen: Sequence[Option],
    then: Callable[[list[str]], None],
) -> None:
    """The box over any options, with those chosen; `then` as of `draw`.

    `make` makes the options when a reader has come into the box: they depend on nothing but
    the snapshot, the page's name, the language and `of`.
    """
    speech = page.speech
    widget = f"find_{box.key}"
    # A page has a box of its own: what is chosen while the next page is being drawn is not lost between the two.
    own = f"{widget}_{page.screen.name}"
    heard = f"{widget}_heard"  # the number of the last choice that a run knows of

    def changed() -> None:
        # What a browser sends may be anything; on a page that was left and is come to again it says once more what it said last.
        match telling.told(own, "chosen"):
            case {"number": int(number), "codes": list(codes)} if number > st.session_state.get(heard, 0):
                st.session_state[heard] = number
                then(list(dict.fromkeys(map(str, codes)))[: box.most])
            case _:
                choices.stay()

    offer = (page.screen.name, box.key, page.language, *box.of)
    with st.container(key=widget, width=box.width):
        _box(
            key=own,
            data={
                "id": widget,
                "label": box.label,
                "label_hidden": box.label_hidden,
                "placeholder": box.placeholder,
                "most": box.most,
                "chosen": [one.told() for one in chosen],
                "session": st.session_state.setdefault("find_session", token_hex(4)),
                "heard": st.session_state.get(heard, 0),
                "options": offered.address(page.answers, offer, lambda: [one.told() for one in make()]),
                "floats": box.floats,
                "shortcut": box.shortcut,
                "inside_from": box.inside_from,
                "nothing": speech("finder.nothing"),
                "loading": speech("finder.loading"),
                "more": speech("finder.more", count="{count}"),
                "unreachable": speech("finder.unreachable"),
                "clear": speech("finder.clear"),
                "remove": speech("finder.remove", name="{name}"),
                "full": speech("finder.full", most=box.most),
            },
            height="content",
            on_chosen_change=changed,
            on_lost_change=choices.stay,  # the run that it asks for is all: it offers the list again
        )


def options(page: Page, places: Mapping[str, Row]) -> list[Option]:
    """What the box offers for each place: code, name, city, what it is called without its city, spellings; what it lies in."""
    names = Counter(page.speech.pick(row, "area_name") for row in places.values())
    return [_option(page, code, row, names, places) for code, row in places.items()]


def _option(
    page: Page, code: str, row: Row, names: Mapping[str, int], places: Mapping[str, Row] = NOWHERE
) -> Option:
    speech = page.speech
    city = speech.pick(row, "city_short_name") if row["area_level"] == "county" else ""
    name = speech.pick(row, "area_name")
    alone = f"{name} · {city}" if city and names[name] > 1 else ""
    return Option(code, name, city, spellings.spellings(row), code, above(row, places), alone)


def above(row: Row, places: Mapping[str, Row]) -> tuple[str, ...]:
    """What brings all that lies in a city, and may be typed beside a name: the names of what a place lies in, below the root."""
    names = [row.get(f"city_{stem}") for stem in ("name_zh", "short_name_zh", "short_name_en")]
    for code in (row.get("city_code"), row.get("prefecture_code")):
        whole = places.get(code or "", {})
        names += [whole.get(stem) for stem in ("area_name_zh", "short_name_zh", "short_name_en")]
    found = {spellings.plain(str(one)) for one in names if one}
    # The longer first: with what kind of place it is before without.
    return tuple(sorted(found, key=lambda one: (-len(one), one)))
