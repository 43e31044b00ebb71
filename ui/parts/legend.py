"""The map's legend: classes with their counts, what has no figure, the marks, the map's approval number."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from draw.marks import Legend, legend_html
from files import tree
from ui.frame import choices
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import choosing, paper
from ui.parts.colouring import scale_of
from words import legends, numbers, sentences
from words.legends import PATTERNS


def draw(page: Page, choice: Choice, colour: str) -> None:
    """The legend of a way to colour; it is also the histogram of the counties shown."""
    st.html(paper.both(page, lambda shown: _html(shown, choice, colour)))


def _html(page: Page, choice: Choice, colour: str) -> str:
    speech = page.speech
    scale = scale_of(page, choice, colour)
    found = counted(page, choice, colour)
    without = Counter({why: found[why] for why in PATTERNS if why in found})
    always = sentences.without_return(choice.indicator)
    notes = []
    if scale.target_at is not None and colour != "change":
        notes.append(speech("legend.triangle"))
    if choice.city is None and tree.choosable(choice.areas):
        notes.append(speech("legend.borders"))
    notes += ["", *legends.map_notes(speech, page.facts)]
    legend = Legend(
        legends.title(speech, choice.indicator, colour),
        counts=[found[str(index)] for index in range(len(scale.colours))],
        target=legends.target(speech, choice.headline(), colour),
        without=[
            (pattern, legends.without(speech, choice.indicator, why), without[why])
            for why, pattern in PATTERNS.items()
            if without[why] or why == always
        ],
        notes=notes,
        heads=(speech("legend.class"), speech("legend.count")),
        choose=lambda key, inner: _choice_of(page, choice, colour, key, inner, found[key]),
        keys=[why for why in PATTERNS if without[why] or why == always],
    )
    return legend_html(scale, legend, theme=page.theme)


@kept(most=300)
def counted(page: Page, choice: Choice, colour: str) -> Counter[str]:
    """How many there are of each: the rows themselves are kept as answers, and let go of there."""
    return Counter({key: len(rows) for key, rows in members(page, choice, colour).items()})


def members(page: Page, choice: Choice, colour: str) -> dict[str, list[dict[str, Any]]]:
    """The counties shown by what they stand for in the legend: a class by its number, else what they lack."""
    scale = scale_of(page, choice, colour)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in choice.counties():
        index = _class(row, colour, scale.class_of)
        found.setdefault(
            legends.lack(row, choice.indicator, colour) if index is None else str(index), []
        ).append(row)
    return found


def of_class(page: Page, choice: Choice, colour: str, key: str) -> list[dict[str, Any]]:
    """The counties of a row of the legend; `few_people`, as addresses of before say, are all of those, whatever their verdict."""
    found = members(page, choice, colour)
    several = [one for one in PATTERNS if one.startswith(key)] if key == "few_people" else [key]
    return [row for one in several for row in found.get(one, [])]


def name_of(page: Page, choice: Choice, colour: str, key: str) -> str:
    """A row of the legend in words."""
    ranges = scale_of(page, choice, colour).ranges
    if key.isdecimal():
        return ranges[int(key)]
    return legends.without(page.speech, choice.indicator, key)


def keys(page: Page, choice: Choice, colour: str) -> set[str]:
    """What the legend's rows are called in an address."""
    return {*(str(i) for i in range(len(scale_of(page, choice, colour).colours))), *PATTERNS}


def _choice_of(page: Page, choice: Choice, colour: str, key: str, inner: str, count: int) -> str:
    """A legend's words as a link that lists its counties; the class listed lets go again."""
    if not count:
        return inner
    name = name_of(page, choice, colour, key)
    label = page.speech("legend.choose", name=name, n=numbers.count(count))
    again = choices.raw("class") == key
    return choosing.link(page, inner, label=label, **{"class": None if again else key, "county": None})


def _class(row: Row, colour: str, class_of: object) -> int | None:
    if colour == "ratio":
        return None if row["class_index"] is None else int(row["class_index"])
    figure = row["gap"] if colour == "gap" else row["change_shown"]
    return class_of(None if figure is None else float(figure))  # type: ignore[operator]
