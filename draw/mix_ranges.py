"""What something is made of beside others: a row a part, its share as a dot on the range of theirs. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, TABLE, Palette
from draw.text import text_width

HEAD, TALL = 22.0, 21.0
FIGURE = 52.0  # pixels of a column of figures
STEPS = (0.05, 0.1, 0.2, 0.25)  # of the scale


@dataclass(frozen=True)
class Part:
    """A part: its name, its share, the range and the middle of the others' (none where they are few), figures, what it says."""

    name: str
    share: float | None
    low: float | None
    middle: float | None
    high: float | None
    figures: Sequence[str]
    tip: str = ""


def mix_ranges(
    parts: Sequence[Part], heads: Sequence[str], room: tuple[float, float], colours: Palette
) -> svg.Sketch:
    """The parts in their order; `heads` are over their figures, `room` the width and that of the names."""
    width, names = room
    start, end = names + 10, width - FIGURE * len(heads) - 16
    largest = (
        max([value for part in parts for value in (part.share, part.high) if value is not None], default=1.0)
        or 1.0
    )
    step = next((one for one in STEPS if largest / one <= 6.2), STEPS[-1])
    top_value = min(1.0, -(-largest // step) * step)

    def x(share: float) -> float:
        return start + (end - start) * share / top_value

    foot = HEAD + TALL * len(parts)
    ground, value = [], 0.0
    while value <= top_value + step / 100:
        ground.append(svg.line((x(value), HEAD - 2), (x(value), foot), colours.rule))
        ground.append(
            svg.text((x(value), HEAD - 7), f"{value:.0%}", colours.muted, LEAST, text_anchor="middle")
        )
        value += step
    for number, words in enumerate(reversed(heads)):
        ground.append(
            svg.text((width - FIGURE * number, HEAD - 7), words, colours.muted, LEAST, text_anchor="end")
        )
    body = [svg.scenery("".join(ground))]
    for number, part in enumerate(parts):
        body.append(_part(part, HEAD + number * TALL + TALL / 2, (x, names, width), colours))
    return svg.Sketch("".join(body), width, foot + 2)


def _part(
    part: Part, middle: float, how: tuple[Callable[[float], float], float, float], colours: Palette
) -> str:
    x, names, width = how
    size = max(9.5, min(TABLE, TABLE * names / max(text_width(part.name, TABLE), 1)))
    drawn = [svg.text((names, middle + 4.5), part.name, colours.text, round(size, 1), text_anchor="end")]
    if part.low is not None and part.high is not None:
        left, right = x(part.low), x(part.high)
        drawn.append(svg.rect(left - 1, middle - 4, right - left + 2, 8, colours.faint))
    if part.middle is not None:
        at = x(part.middle)
        drawn.append(svg.line((at, middle - 7), (at, middle + 7), colours.text, 2))
    if part.share is not None:
        drawn.append(
            svg.circle((x(part.share), middle), 5, colours.primary, stroke=colours.page, stroke_width=1.2)
        )
    for number, words in enumerate(reversed(part.figures)):
        is_own = number == len(part.figures) - 1
        drawn.append(
            svg.text(
                (width - FIGURE * number, middle + 4.5),
                words,
                colours.text if is_own else colours.muted,
                LEAST,
                text_anchor="end",
                font_weight=700 if is_own else None,
            )
        )
    drawn.append(svg.rect(0, middle - TALL / 2, width, TALL, "transparent"))
    return svg.mark("".join(drawn), tip=part.tip)
