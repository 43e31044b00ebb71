"""The one drawing component: an SVG of the server's as part of the page, with words on hover, clicks and keys.

It stands in the page itself (no frame, no request), so its text can be selected, printed and scaled. What it draws is
written with `draw.svg`, whose marks bring their words (`tip`) and what they choose (`pick`). One Tab stop for each drawing;
arrows go to the nearest mark, Enter or the space bar chooses. Its content is replaced only when its `mark` changes, or
the width crosses `cut`, so that a rerun does not flicker. One with `Frames` has a slider and a button that play them in the
browser: no run of the page for a frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import streamlit as st

from draw import svg
from draw.palette import Palette
from ui.frame import plain, telling

_HERE = Path(__file__).parent


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_component = st.components.v2.component("drawing", js=_text("drawing.js"), css=_text("drawing.css"))
# What plays is asked for only by those whose page has something to play.
_playing = st.components.v2.component(
    "playing_drawing",
    js=_text("drawing.js") + _text("frames.js"),
    css=_text("drawing.css") + _text("frames.css"),
)


@dataclass(frozen=True)
class Drawing:
    """What is drawn: `svg`, and `narrow` in its place where there is less than `cut` pixels, `middle` where less than `full`.

    Where there is no narrow one, the drawing keeps `least` pixels and scrolls inside its own frame. Both texts are of
    `draw.svg.drawing`, with everything escaped. `shared` is a drawing of nothing whose definitions all of them use.
    `words` are the tips of all texts, where these only number them (`said_once`).
    """

    svg: str
    narrow: str = ""
    cut: int = 0
    least: int = 0
    middle: str = ""
    full: int = 0
    shared: str = ""
    words: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What tells it from another: the hash of all it says."""
        said = "\0".join(
            (self.svg, self.narrow, self.middle, f"{self.cut} {self.full} {self.least}", self.shared)
        )
        return blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Frames:
    """What the moving part of a drawing shows at each stop of its slider, and what is said there.

    The moving part's marks have `data_frame`, a number each, their signs `data_sign`. `classes` are a text a stop, of which a character
    each names what that mark is then: its place in `kinds`, counted from `FIRST`. A kind is (fill, colour of its sign or "", whether
    the sign is hollow, words with {period} and {figure}). `figures` are a text a stop, one for each mark, apart by `|`. `names` are
    the stops' names, `told` what is said of each; `picks` what is chosen where a reader wants the whole page of that stop ("" where
    it is that already), and `offers` in which words. `axis`: of each text of the drawing where the slider begins and ends, and its width.
    """

    at: int
    names: Sequence[str]
    told: Sequence[str]
    classes: Sequence[str]
    figures: Sequence[str]
    kinds: Sequence[tuple[str, str, bool, str]]
    picks: Sequence[str]
    offers: Sequence[str]
    words: Mapping[str, str]
    axis: Mapping[str, tuple[float, float, float]]


_TIP = re.compile(r'data-tip="([^"]*)" aria-label="[^"]*"')
# What every mark that chooses is besides (`draw.svg.mark`): said of none of them, and put in by the browser.
_BUTTON = re.compile(
    r'<g role="listitem"><g (data-said="\d+" data-pick="[^"]*") role="button" aria-pressed="false" tabindex="-1"'
)


def said_once(drawing: Drawing) -> Drawing:
    """The same with the words of its marks written once for all its texts and both for hover and ear, and without saying of each that it
    is a button; the browser puts both in."""
    numbers: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f'data-said="{numbers.setdefault(plain.letters(match.group(1)), len(numbers))}"'

    wide, narrow, middle = (
        _BUTTON.sub(r"<g><g \1", _TIP.sub(numbered, text))
        for text in (drawing.svg, drawing.narrow, drawing.middle)
    )
    return replace(drawing, svg=wide, narrow=narrow, middle=middle, words=tuple(numbers))


FIRST = ord("0")  # the character of the first kind


def of_counties(sketch: svg.Sketch, colours: Palette, label: str) -> Drawing:
    """A map or tiles of counties, each painted as its class is."""
    return Drawing(
        svg.drawing(
            sketch.body, sketch.width, sketch.height, label=label, defs=svg.hatches(colours), fills=True
        )
    )


def as_it_is(sketch: svg.Sketch, colours: Palette, label: str) -> Drawing:
    """A sketch at the size it was drawn for, with the grounds of what is not known."""
    return Drawing(
        svg.drawing(sketch.body, sketch.width, sketch.height, label=label, defs=svg.hatches(colours))
    )


def in_two(wide: svg.Sketch, narrow: svg.Sketch, colours: Palette, label: str, *, cut: int) -> Drawing:
    """A sketch for a page, and another in its place where there is less than `cut` pixels."""
    first, second = as_it_is(wide, colours, label), as_it_is(narrow, colours, label)
    return Drawing(first.svg, second.svg, cut)


def in_three(
    sketches: tuple[svg.Sketch, svg.Sketch, svg.Sketch], cuts: tuple[int, int], colours: Palette, label: str
) -> Drawing:
    """A sketch for a page, one where there is less than the first cut's pixels, one where less than the second's."""
    wide, middle, narrow = (as_it_is(sketch, colours, label).svg for sketch in sketches)
    return Drawing(wide, narrow, cuts[1], middle=middle, full=cuts[0])


def show(
    drawing: Drawing, *, key: str, on_pick: Callable[[str], None] | None = None, frames: Frames | None = None
) -> None:
    """Draw it. A mark that chooses calls `on_pick` with what it names, before the page runs anew.

    A drawing that nobody listens to must have no such mark: pressing it would run the page anew for nothing.
    """
    if on_pick is None and "data-pick" in drawing.svg + drawing.narrow + drawing.middle:
        raise ValueError(f"The drawing {key!r} has marks that choose, and nobody who takes what they choose")

    def picked() -> None:
        chosen = telling.told(key, "pick")
        if on_pick is not None and chosen:
            on_pick(str(chosen["value"]))

    data: dict[str, Any] = {
        "svg": drawing.svg,
        "narrow": drawing.narrow,
        "middle": drawing.middle,
        "cut": drawing.cut,
        "full": drawing.full,
        "least": drawing.least,
        "shared": drawing.shared,
        "words": drawing.words,
        "mark": drawing.mark,
    }
    if frames is None:
        _component(key=key, data=data, on_pick_change=picked)
    else:
        _playing(key=key, data=data | {"frames": asdict(frames)}, on_pick_change=picked)
