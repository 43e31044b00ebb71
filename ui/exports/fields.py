"""The boxes: which question, its filters, which kind of file in which words; and the button."""

from __future__ import annotations

from typing import Any

import streamlit as st

from files import exported, tree
from files.table import CODES
from ui.exports import given
from ui.exports.asked import FIRST, KIND, NUMBERS, Answer, Wish, allowed_of, names
from ui.exports.headline import label
from ui.frame import boundaries, choices, plain
from ui.frame.page import Choice, Page
from words import LANGUAGES
from words.files import word
from words.sentences import capital

_AREA = "exports_area"
MILLIONTHS = 1_000_000


def draw(page: Page, choice: Choice, wish: Wish, answer: Answer | None) -> None:
    """All of them, those alone that the question takes."""
    speech, language = page.speech, page.language
    st.selectbox(
        speech("choice.question"),
        names(),
        format_func=lambda one: f"{capital(word(f'rows.{one}', language))} · {one}",
        **choices.bind("question", wish.question, nothing=FIRST),
    )
    for name in wish.takes:
        _field(page, choice, wish, name)
    kinds = answer.kinds if answer else list(exported.KINDS)
    st.segmented_control(
        speech("choice.kind"),
        kinds,
        format_func=lambda one: plain.line(given.KINDS[one]),
        required=True,
        wrap=True,  # directly in a column Streamlit would let them scroll, and cut the last
        **choices.bind("kind", wish.kind if wish.kind in kinds else kinds[0], nothing=KIND),
    )
    if wish.kind == "csv":
        st.segmented_control(
            speech("choice.file"),
            [*LANGUAGES, CODES],
            format_func=lambda one: speech(f"exports.words_{one}"),
            required=True,
            wrap=True,
            **choices.bind("file", wish.language, nothing=language),
        )
    given.buttons(page, wish, answer)


def _field(page: Page, choice: Choice, wish: Wish, name: str) -> None:
    speech = page.speech
    value: Any = wish.parameters.get(name)
    if name == "indicator":
        st.selectbox(
            speech("choice.indicator"),
            list(choice.indicators),
            format_func=lambda code: speech.pick(choice.indicators[code], "short_name"),
            **choices.bind("indicator", choice.code),
        )
    elif name in ("period", "since"):
        by_text = {period.isoformat(): period for period in choice.periods}
        given_as = value.isoformat() if value is not None else None
        options = list(by_text) if given_as in by_text or given_as is None else [given_as, *by_text]
        st.selectbox(
            plain.markdown(label(page, name)),
            options,
            format_func=lambda text: choice.in_words(by_text[text]) if text in by_text else text,
            **choices.bind(name, given_as),
        )
    elif name == "area":
        _area(page, choice, wish)
    elif name == "areas":
        st.multiselect(
            speech("choice.areas"),
            _areas(choice),
            format_func=lambda code: _named(page, choice, code),
            placeholder=speech("choice.every_city"),
            **choices.bind(
                "areas", [code for code in value or [] if code in choice.areas and code != choice.root]
            ),
        )
    elif name == "boundaries":
        boundaries.box(page, boundaries.settled(page), as_published=False)
    elif name in NUMBERS:
        _number(page, name, value)
    else:
        _listed(page, choice, wish, name)


def _listed(page: Page, choice: Choice, wish: Wish, name: str) -> None:
    speech = page.speech
    told = {
        "level": lambda one: speech(f"level.{one}"),
        "dataset": lambda one: speech.pick(page.answers.forms()[one], "dataset_name"),
        "other": lambda one: speech.pick(choice.indicators[one], "short_name"),
        "published": lambda one: one or speech("exports.as_today"),
        "system": lambda one: speech(f"system.{one}") if one else speech("exports.first_indicators"),
    }
    options = allowed_of(page, choice, name) or []
    if name == "published":
        options = ["", *options]
    st.selectbox(
        plain.markdown(label(page, name)),
        options,
        format_func=told.get(name, str),
        **choices.bind(name, wish.parameters.get(name, options[0] if options else None), nothing=""),
    )


def _area(page: Page, choice: Choice, wish: Wish) -> None:
    """One box for the whole, a city or a county: the address has a city or a county."""
    shown = str(wish.parameters.get("area", choice.root))
    st.session_state[_AREA] = shown

    def changed() -> None:
        code = str(st.session_state[_AREA])
        key = tree.address_key(choice.areas[code]) if code in choice.areas else None
        choices.choose("city", code if key == "city" else None)
        choices.choose("county", code if key == "county" else None)

    st.selectbox(
        page.speech("choice.areas"),
        [choice.root, *(code for code in _areas(choice) if code != choice.root)],
        format_func=lambda code: _named(page, choice, code),
        key=_AREA,
        on_change=changed,
    )


def _areas(choice: Choice) -> list[str]:
    """Cities, each before its counties; counties without a city behind them."""
    counties = {code: row for code, row in choice.areas.items() if row["area_level"] == "county"}
    below: dict[str | None, list[str]] = {}
    for code, row in counties.items():
        below.setdefault(tree.above(row), []).append(code)
    found = [one for city in tree.choosable(choice.areas) for one in (city, *below.pop(city, []))]
    return [*found, *(code for codes in below.values() for code in codes)]


def _named(page: Page, choice: Choice, code: str) -> str:
    if code == choice.root:
        return page.speech("choice.every_city")
    row = choice.areas[code]
    indent = "　" if row["area_level"] == "county" and row["city_code"] else ""
    return indent + page.speech.pick(row, "area_name")


def _number(page: Page, name: str, value: Any) -> None:
    """A whole number; a target, which the question has in millionths, as it is written."""
    widget, scale = f"exports_{name}", MILLIONTHS if name == "target_millionths" else 1
    shown = int(value or 0) / scale
    st.session_state[widget] = shown if scale > 1 else int(shown)
    st.number_input(
        plain.markdown(label(page, name)),
        step=1.0 if scale > 1 else 1,
        key=widget,
        on_change=lambda: choices.choose(name, str(round(st.session_state[widget] * scale))),
    )
