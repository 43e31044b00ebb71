"""The map of the city chosen at its own scale, or of the whole; and where the city lies in the whole."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from draw import svg
from draw.map.ground import Ground
from draw.map.locator import locator
from draw.map.vector import vector_map
from draw.marks import pattern_style
from draw.palette import palette
from draw.scales import Paint, Scale
from files import grounds, tree
from ui.drill import headline
from ui.drill.facts import Path
from ui.frame import choices, plain
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import drawing, legend, paper
from ui.parts.colouring import scale_of
from words import drill_findings, legends

HEIGHTS = {1: 460.0, 2: 300.0, 3: 214.0}  # pixels, by the number of columns beside it
PLACE = 150.0  # pixels high


def draw(page: Page, path: Path) -> None:
    """A press on a county chooses it. Without a shape to draw there is nothing."""
    choice = path.choice
    if _ground(page.answers, choice.city).patches:
        height = HEIGHTS[len(path.shown)]
        label = page.speech("drill.map_alt", finding=headline.told(page, path)[0])
        on_pick = partial(_chosen, choice)
        drawing.show(_map(height, label, page, choice), key="drill_map_svg", on_pick=on_pick)
        paper.drawing(page, lambda light: _map(height, label, light, choice).svg, label)
        st.html(paper.both(page, lambda shown: _key(shown, choice)))
    if choice.city and _ground(page.answers, None).patches:
        _place(page, choice)


def _chosen(choice: Choice, code: str) -> None:
    if code in choice.areas:
        choices.toggle("county", code)


@kept(most=40)
def _ground(answers: Answers, city: str | None, has_insets: bool = False) -> Ground:
    """The shapes of a city's counties, or of all; insets show what is too small, where there is room for them."""
    if city is None:
        return grounds.of_whole(answers.frame, insets=has_insets)
    areas = answers.areas(answers.facts()["last_period"])
    inside = {code: row for code, row in areas.items() if tree.is_within(row, city)}
    above = [str(tree.above(row)) for row in inside.values() if row["area_level"] == "county"]
    return grounds.of_part(answers.frame, inside, above, insets=has_insets)


@kept(most=100)
def _map(height: float, label: str, page: Page, choice: Choice) -> drawing.Drawing:
    rows = page.answers.county_frame(choice.code, choice.period, choice.city or choice.root)
    sketch = vector_map(
        _ground(page.answers, choice.city, choice.county is None),
        rows,
        Paint(_scale(page, choice), choice.county, page.theme),
        names={code: page.short_name(row) for code, row in choice.areas.items()},
        hover={
            row["area_code"]: drill_findings.tip(page.speech, row, choice.indicator)
            for row in rows.iter_rows(named=True)
        },
        height=height,
    )
    return drawing.of_counties(sketch, palette(page.theme), label)


def _scale(page: Page, choice: Choice) -> Scale:
    """The classes of the whole's map: a city's colours mean what they mean there."""
    return scale_of(page, replace(choice, city=None, county=None), "ratio")


def _key(page: Page, choice: Choice) -> str:
    """What the colours, the marks and the patterns mean, lowest class first, and the map's own notes."""
    speech, scale = page.speech, _scale(page, choice)
    kinds = [f'<span class="kind">{plain.html(choice.unit)}</span>']
    kinds += [
        _kind(f"background:{colour}", f"{mark} {words}".strip())
        for colour, mark, words in zip(scale.colours, scale.marks, scale.ranges, strict=True)
    ]
    lacking = legend.members(page, replace(choice, county=None), "ratio")
    without = {
        legends.lacking(speech, choice.indicator, why): pattern
        for why, pattern in legends.PATTERNS.items()
        if why in lacking
    }
    colours = palette(page.theme)
    kinds += [_kind(pattern_style(pattern, colours), words) for words, pattern in without.items()]
    marked = [speech("legend.triangle")] if scale.target_at is not None else []
    notes = "<br>".join(
        plain.html(line) for line in [*marked, " ".join(legends.map_notes(speech, page.facts))]
    )
    return f'<p class="swatches">{"".join(kinds)}<br>{notes}</p>'


def _kind(style: str, words: str) -> str:
    return f'<span class="kind"><i class="swatch" style="{style}"></i>{plain.html(words)}</span>'


def _place(page: Page, choice: Choice) -> None:
    names = [page.speech.pick(choice.areas[code], "area_name") for code in (choice.city, choice.root) if code]
    label = page.speech("profile.where", name=names[0], whole=names[-1])
    drawing.show(_located(label, page, choice), key="drill_place")
    paper.drawing(page, lambda light: _located(label, light, choice).svg, label)


@kept(most=100)
def _located(label: str, page: Page, choice: Choice) -> drawing.Drawing:
    inside = {code for code, row in choice.areas.items() if tree.is_within(row, choice.city)}
    own = {choice.county} if choice.county else inside
    sketch = locator(_ground(page.answers, None), own, inside, palette(page.theme), PLACE)
    return drawing.Drawing(svg.drawing(sketch.body, sketch.width, sketch.height, label=label))
