"""Small marks: sparkline, legend, bars of the table. SVG as data addresses, or HTML for `st.html`.

Every text comes in ready (translated and formatted); nothing here knows a language. An SVG inside an
`<img>` does not inherit the page's font or theme, so both are written into it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from draw.palette import CAPTION, FONTS, LEAST, Palette, Theme, palette
from draw.scales import Scale

# Pixels of a legend's columns; with what stands before them as wide as the target's rule.
WORDS, BAR, COUNT = 66, 24, 20
DIGIT, AIR, LEAST_BAR = 7.4, 5, 12  # of a count, before it, and of the longest bar where counts take most


def svg_address(body: str, width: float, height: float) -> str:
    """SVG elements as a `data:` address of the size at which they will be shown."""
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{escape(FONTS)}">{body}</svg>'
    )
    return address_of(text)


def address_of(drawing: str) -> str:
    """A whole SVG (`draw.svg.drawing`) as a `data:` address."""
    return "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode()


def image(address: str, alt: str, width: float | None = None, height: float | None = None) -> str:
    """The `<img>` of a data address, for `st.html` (which strips SVG written into the page itself); as large as it says
    where no size is given."""
    size = f'width="{width:g}" height="{height:g}" ' if width and height else ""
    return f'<img alt="{escape(alt, quote=True)}" src="{address}" {size}style="display:block;max-width:100%">'


@dataclass(frozen=True)
class SparkTexts:
    """Words of `sparkline`; an empty one is not written.

    `target` stands on its rule; `first` and `last` name the periods at the two ends; `value` is the last value,
    written at the line's end; `open` says why the last periods have no value, where the line would have gone on.
    """

    target: str = ""
    first: str = ""
    last: str = ""
    value: str = ""
    open: str = ""


def sparkline(
    values: Sequence[float | None],
    *,
    target: float | None = None,
    texts: SparkTexts = SparkTexts(),
    theme: Theme = "light",
    width: float = 316,
    height: float = 96,
) -> str:
    """A line of the last periods as a data address, with the target as a dashed rule.

    `values`: oldest first, None where nothing is known: the line breaks there. The vertical range holds
    all values and the target.
    """
    colours = palette(theme)
    known_values = [v for v in values if v is not None]
    levels = [*known_values, *([target] if target is not None else [])]
    if not levels:
        return svg_address("", width, height)
    low, high = min(levels), max(levels)
    room = (high - low) or abs(high) or 1.0
    right = width - (14 + 7.6 * len(texts.value) if texts.value else 8 + 12 * len(texts.open))
    over = target is None or not known_values or sum(known_values) / len(known_values) <= target
    top = 22.0 if over else 8.0
    bottom = height - (24 if texts.first or texts.last else 8) - (0 if over else 18)

    def x(i: int) -> float:
        return 5 + (right - 5) * (i / (len(values) - 1) if len(values) > 1 else 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / room

    parts = []
    if target is not None:
        at = y(target)
        parts.append(
            f'<line x1="0" x2="{right:.1f}" y1="{at:.1f}" y2="{at:.1f}" stroke="{colours.bad}" '
            f'stroke-width="1.4" stroke-dasharray="4 3"/>'
        )
        # The label keeps clear of the line: above the target unless the values are there.
        spot = at - 6 if over else at + 15
        parts.append(_words((2, spot), texts.target, colours.bad, LEAST))
    for run in _runs(values):
        points = " ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in run)
        if len(run) > 1:
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{colours.text}" stroke-width="1.8"/>'
            )
        parts += [f'<circle cx="{x(i):.1f}" cy="{y(v):.1f}" r="1.9" fill="{colours.text}"/>' for i, v in run]
    if values and values[-1] is not None:
        end = y(values[-1])
        parts.append(f'<circle cx="{x(len(values) - 1):.1f}" cy="{end:.1f}" r="3.6" fill="{colours.text}"/>')
        parts.append(_words((right + 8, end + 4.5), texts.value, colours.text, CAPTION, weight=600))
    if known_values and values[-1] is None and texts.open:
        # Beside the last known point, so that it is not read as the current one.
        reached = max(i for i, value in enumerate(values) if value is not None)
        level = y(values[reached])  # type: ignore[arg-type]
        if target is not None and abs(level - y(target)) < 9:
            level = y(target) + 11  # clear of the target's rule
        parts.append(_words((x(reached) + 9, level + 4.5), texts.open, colours.muted, LEAST))
    parts.append(_words((2, height - 5), texts.first, colours.muted, LEAST))
    parts.append(_words((right, height - 5), texts.last, colours.muted, LEAST, anchor="end"))
    return svg_address("".join(parts), width, height)


@dataclass(frozen=True)
class Legend:
    """What a legend says.

    `title`: unit and what is counted; `counts` by class, lowest first; `target`: text of the rule between the two
    sides ("" draws none); `without`: rows under the classes as (pattern, text, count) with pattern "hatch", "half"
    (part reported), "dots" (a figure with nothing to compare it with) or "blank"; `notes`: lines below, in the
    order given; `heads`: what its two columns hold, for those who hear it; `keys` names the rows of `without`, as the
    number names a class, and `choose(key, html)` makes the words of a row a link.
    """

    title: str
    counts: Sequence[int]
    target: str = ""
    without: Sequence[tuple[str, str, int]] = ()
    notes: Sequence[str] = ()
    heads: tuple[str, str] = ("", "")
    keys: Sequence[str] = ()
    choose: Callable[[str, str], str] | None = None


def legend_html(scale: Scale, legend: Legend, *, theme: Theme = "light") -> str:
    """The map's legend, which is its histogram too: symbol, swatch, range, bar, count; best class on top."""
    colours = palette(theme)
    largest = max([*legend.counts, *(row[2] for row in legend.without), 1])
    rows, order = [], scale.best_first()
    # What a count of many figures takes more of is its bar's.
    figures = max(len(str(count)) for count in (largest, *legend.counts))
    count = max(COUNT, round(DIGIT * figures + AIR))
    room = max(BAR - (count - COUNT), LEAST_BAR), count
    for place, index in enumerate(order):
        if place and legend.target and scale.target_at is not None:
            before = order[place - 1]
            if (before < scale.target_at) != (index < scale.target_at):
                rows.append(_rule(legend.target, colours))
        swatch = f"background:{scale.colours[index]}"
        words = _chosen(legend, str(index), scale.ranges[index])
        row = _Row(scale.symbols[index], swatch, words, legend.counts[index])
        rows.append(_legend_row(row, largest, room, colours))
    for place, (pattern, text, count) in enumerate(legend.without):
        words = _chosen(legend, legend.keys[place] if place < len(legend.keys) else "", text)
        row = _Row("", pattern_style(pattern, colours), words, count)
        rows.append(_legend_row(row, largest, room, colours, gap=place == 0))
    below = "".join(f'<div style="min-height:10px">{escape(note)}</div>' for note in legend.notes)
    return (
        f'<div style="font-size:{CAPTION}px;color:{colours.text};font-variant-numeric:tabular-nums">'
        f'<div role="table" aria-label="{escape(legend.title, quote=True)}">'
        f'<div style="color:{colours.muted};margin-bottom:4px;white-space:nowrap" aria-hidden="true">{escape(legend.title)}</div>'
        f'<div role="row" class="unseen"><span role="columnheader">{escape(legend.heads[0])}</span>'
        f'<span role="columnheader">{escape(legend.heads[1])}</span></div>{"".join(rows)}</div>'
        f'<div style="color:{colours.muted};font-size:{LEAST}px;line-height:1.5;margin-top:14px">'
        f"{below}</div>"
        "</div>"
    )


@dataclass(frozen=True)
class BalanceAxis:
    """The axis of a column of balance bars: its two ends, and the target between them."""

    low: float
    target: float
    high: float


def balance_bar(
    value: float | None,
    axis: BalanceAxis,
    *,
    colour: str,
    theme: Theme = "light",
    width: float = 128,
    height: float = 20,
) -> str:
    """A table cell's bar from the target to the value, as a data address; "" where there is no value.

    The axis holds every value of its column.
    """
    if value is None:
        return ""
    colours = palette(theme)
    low, high = axis.low, axis.high
    span = (high - low) or 1.0

    def x(level: float) -> float:
        return 4 + (width - 8) * (level - low) / span

    start, end = sorted((x(axis.target), x(value)))
    length = max(end - start, 0.8)
    bar = f'<rect x="{start:.1f}" y="4" width="{length:.1f}" height="{height - 8:g}" fill="{colour}"/>'
    at = x(axis.target)
    line = f'x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="{height:g}"'
    rule = f'<line {line} stroke="{colours.text}" stroke-width="1.6"/>'
    return svg_address(bar + rule, width, height)


def gap_bar(
    gap: float | None, *, largest: float, theme: Theme = "light", width: float = 60, height: float = 14
) -> str:
    """A bar for a gap beside the largest of its list, as a data address; "" where the gap is unknown."""
    if gap is None:
        return ""
    colours = palette(theme)
    length = 0.0 if largest <= 0 else max(width * gap / largest, 1.5 if gap > 0 else 0.0)
    body = f'<rect x="0" y="3" width="{length:.1f}" height="{height - 6:g}" fill="{colours.below[1]}"/>'
    return svg_address(body, width, height)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Unbroken stretches of known values, with their places."""
    runs: list[list[tuple[int, float]]] = []
    open_run = False
    for i, value in enumerate(values):
        if value is None:
            open_run = False
            continue
        if not open_run:
            runs.append([])
            open_run = True
        runs[-1].append((i, value))
    return runs


def _words(
    place: tuple[float, float],
    text: str,
    colour: str,
    size: float,
    *,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    if not text:
        return ""
    return (
        f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" fill="{colour}" font-size="{size:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


@dataclass(frozen=True)
class _Row:
    """A row of the legend; `swatch` is the style of its box, `text` its words as HTML."""

    symbol: str
    swatch: str
    text: str
    count: int


def _legend_row(
    row: _Row, largest: int, room: tuple[float, float], colours: Palette, *, gap: bool = False
) -> str:
    """Each column is as wide in every row: bars begin on one line, and counts end on one. `room`: of bar and count."""
    bar = max(room[0] * row.count / largest, 1.0) if row.count else 0.0
    line = f"display:flex;align-items:center;min-height:26px;margin-top:{8 if gap else 0}px;padding:2px 0;box-sizing:border-box"
    box = f"width:16px;height:16px;flex:none;margin-right:6px;border:1px solid {colours.coast}33"
    return (
        f'<div style="{line}" role="row">'
        f'<span aria-hidden="true" style="width:22px;flex:none;text-align:right;margin-right:4px;font-size:11px">{row.symbol}</span>'
        f'<span aria-hidden="true" style="{box};box-sizing:border-box;{row.swatch}"></span>'
        f'<span role="cell" style="width:{WORDS}px;flex:none;margin-right:4px;line-height:1.2;word-break:keep-all;'
        f'overflow-wrap:anywhere">{row.text}</span>'
        f'<span aria-hidden="true" style="width:{room[0]:g}px;flex:none">'
        f'<span style="display:block;width:{bar:.0f}px;height:9px;background:{colours.faint}"></span></span>'
        f'<span role="cell" style="font-weight:600;width:{room[1]:g}px;flex:none;text-align:right">{row.count}</span></div>'
    )


def _chosen(legend: Legend, key: str, text: str) -> str:
    return legend.choose(key, escape(text)) if legend.choose and key else escape(text)


def _rule(text: str, colours: Palette) -> str:
    line = f'<span style="flex:1;border-top:2px solid {colours.text}"></span>'
    return (
        f'<div role="presentation" style="display:flex;align-items:center;gap:8px;height:26px;width:162px">{line}'
        f'<span style="font-weight:700;white-space:nowrap">{escape(text)}</span>{line}</div>'
    )


def pattern_style(pattern: str, colours: Palette) -> str:
    """The swatch of a county without a figure, as on the map."""
    if pattern == "blank":
        return f"background:{colours.no_data}"
    if pattern == "dots":
        return (
            f"background:radial-gradient({colours.no_data_line} 1px,{colours.no_data} 1.3px);"
            "background-size:5px 5px"
        )
    step = 8 if pattern == "half" else 4
    return (
        f"background:repeating-linear-gradient(135deg,{colours.no_data} 0 {step - 1}px,"
        f"{colours.no_data_line} {step - 1}px {step}px)"
    )
