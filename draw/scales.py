"""The scales that turn a figure into a class with its colour, symbol and range."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from draw.palette import Palette, Theme, ink_on, palette, ramp_of


@dataclass(frozen=True)
class Scale:
    """How a figure becomes a class: class i holds values from `bounds[i-1]` up to below `bounds[i]`.

    `colours`, `inks` (text on the colour), `symbols` ("" where there is no judgement) and `ranges`
    ("18–20", free of words) are by class, lowest first. `target_at` is the number of classes on the low
    side of the target (None: no target); `better` is "high", "low" or None where nothing is judged.
    """

    kind: Literal["value", "gap", "change"]
    bounds: tuple[float, ...]
    colours: tuple[str, ...]
    symbols: tuple[str, ...]
    ranges: tuple[str, ...]
    target: float | None = None
    target_at: int | None = None
    better: Literal["high", "low"] | None = None

    @property
    def inks(self) -> tuple[str, ...]:
        return tuple(ink_on(colour) for colour in self.colours)

    @property
    def marks(self) -> tuple[str, ...]:
        """What a map draws on the counties of a class that are below the target: ▽ next to it, ▼ beyond; "" where none is."""
        return tuple(symbol[:1] if symbol.startswith(("▽", "▼")) else "" for symbol in self.symbols)

    def class_of(self, value: float | None) -> int | None:
        """The class of a figure: how many bounds are at or below it; None for no figure."""
        if value is None:
            return None
        return sum(1 for bound in self.bounds if bound <= value)

    def best_first(self) -> list[int]:
        """Classes in the order of a legend: the best on top (the largest gap, in a scale of gaps)."""
        order = list(range(len(self.colours)))
        return order if self.better == "low" and self.kind != "gap" else order[::-1]


@dataclass(frozen=True)
class Paint:
    """How counties are painted, on a map or in a chart: their classes, the one set off (its code), the theme."""

    scale: Scale
    selected: str | None = None
    theme: Theme = "light"

    @property
    def colours(self) -> Palette:
        return palette(self.theme)

    def of_class(self, index: int | None) -> str:
        """The colour of a class; what lies beyond the scale's last one takes the last one's, a figure without a class a grey of its own."""
        if index is None:
            return self.colours.faint
        return self.scale.colours[min(index, len(self.scale.colours) - 1)]


HIGHER = {"higher_is_better": True, "lower_is_better": False, "neutral": None}


@dataclass(frozen=True)
class Judged:
    """What the classes of an indicator rest on: its row, the headline's (for its target), and how a range is written.

    `everywhere` gives the rows of the whole area, so that a part of it keeps the classes of the whole map.
    """

    indicator: Mapping[str, Any]
    headline: Mapping[str, Any]
    everywhere: Callable[[], Sequence[Mapping[str, Any]]]
    between: str

    @property
    def bounds(self) -> list[float]:
        """The indicator's class bounds, lowest first."""
        return [float(b) for b in str(self.indicator["class_bounds"] or "").split("|") if b]


def scale_by(colour: str, judged: Judged, theme: Theme = "light") -> Scale:
    """The scale of a way to colour: ratio, gap or change. Values keep the registry's bounds in every period."""
    higher, headline = HIGHER[str(judged.indicator["polarity"])], judged.headline
    if colour == "change":
        changes = [
            None if r["change_shown"] is None else float(r["change_shown"]) for r in judged.everywhere()
        ]
        return change_scale(changes, higher_is_better=higher, between=judged.between, theme=theme)
    if colour == "gap":
        return gap_scale([r["required"] for r in judged.everywhere()], theme=theme)
    # A target that only some counties have set for themselves parts no others: their classes have no sides.
    target = float(headline["target_value"]) if headline["target_is_common"] else None
    if target is not None and headline["target_comparison"] in ("<=", "<"):
        higher = False
    return value_scale(judged.bounds, target=target, higher_is_better=higher, theme=theme)


def value_scale(
    bounds: Sequence[float],
    *,
    target: float | None,
    higher_is_better: bool | None = True,
    theme: Theme = "light",
) -> Scale:
    """Classes of an indicator's value.

    `bounds` are the registry's class bounds, `target` the value of the target in force (None: classes
    run from pale to strong without a judgement). With a target that is one of the bounds, the classes
    on its two sides take the two hues, palest next to the target; where the target falls inside a class,
    that class is grey: it holds both verdicts and the symbols on the map must tell them apart.
    """
    bounds = tuple(float(b) for b in bounds)
    colours = palette(theme)
    ranges = value_ranges(bounds)
    if target is None or higher_is_better is None:
        ramp = tuple(ramp_of(colours.sequential, len(bounds) + 1))
        return Scale("value", bounds, ramp, ("",) * len(ramp), ranges)
    low = sum(1 for b in bounds if b <= target)
    inside = target not in bounds
    high = len(bounds) + 1 - low - (1 if inside else 0)
    better: Literal["high", "low"] = "high" if higher_is_better else "low"
    below, above = (colours.below, colours.above) if higher_is_better else (colours.above, colours.below)
    low_symbols = ("▽", "▼", "▼▼", "▼▼▼") if higher_is_better else ("△", "▲", "▲▲", "▲▲▲")
    high_symbols = ("△", "▲", "▲▲", "▲▲▲") if higher_is_better else ("▽", "▼", "▼▼", "▼▼▼")
    middle_colour, middle_symbol = ((colours.straddling,), ("◇",)) if inside else ((), ())
    return Scale(
        "value",
        bounds,
        (*ramp_of(below, low)[::-1], *middle_colour, *ramp_of(above, high)),
        (*_spread(low_symbols, low)[::-1], *middle_symbol, *_spread(high_symbols, high)),
        ranges,
        target=target,
        target_at=low,
        better=better,
    )


def gap_scale(required: Iterable[float | None], *, theme: Theme = "light") -> Scale:
    """Classes of the gap: 0, then five that double.

    The step is taken from what the areas need (`required`), not from the gaps of the day: classes then
    stay the same from period to period and a map of this year compares with one of last year. A step is
    about a thirteenth of the middling requirement, rounded to 1, 2 or 5 times a power of ten: 50 people
    where the middling county needs some 600.
    """
    known = [float(r) for r in required if r]
    step = max(1, round(_nice(median(known) / 13))) if known else 1
    bounds = tuple(float(b) for b in (1, step + 1, 2 * step + 1, 4 * step + 1, 8 * step + 1))
    if step == 1:
        bounds = (1.0, 2.0, 3.0, 5.0, 9.0)
    ranges = ["0"]
    for lower, upper in itertools.pairwise(bounds):
        ranges.append(_number(lower) if upper - lower == 1 else f"{_number(lower)}–{_number(upper - 1)}")
    ranges.append(f"> {_number(bounds[-1] - 1)}")
    symbols = ("", "▽", *("▼",) * 4)
    return Scale(
        "gap", bounds, palette(theme).shortfall, symbols, tuple(ranges), target=0, target_at=1, better="low"
    )


def change_scale(
    changes: Iterable[float | None],
    *,
    higher_is_better: bool | None = True,
    between: str = " … ",
    theme: Theme = "light",
) -> Scale:
    """Classes of the change from another date: three each side of no change, in the same two hues; grey and blue where nothing is judged.

    The step comes from the changes themselves (`changes`, of all areas): 1, 2 or 5 times a power of ten,
    the largest that is well below the middling change: then the three classes of a side are all in use, however
    much or little a year brought. No change at all counts as the first class upwards. `between` stands
    between the two ends of a class.
    """
    sizes = [abs(change) for change in changes if change]
    step = _nice_below(median(sizes) * 0.85) if sizes else 1.0
    edges = (-2 * step, -step, 0.0, step, 2 * step)
    colours = palette(theme)
    down, up = {
        True: (colours.below, colours.above),
        False: (colours.above, colours.below),
        None: ((colours.faint, colours.beside, colours.muted), colours.sequential),
    }[higher_is_better]
    return Scale(
        "change",
        edges,
        (*down[::-1], *up),
        ("",) * 6,
        _change_ranges(edges, between),
        target=0,
        target_at=3,
        better=None if higher_is_better is None else ("high" if higher_is_better else "low"),
    )


def value_ranges(bounds: Sequence[float]) -> tuple[str, ...]:
    """The classes of `bounds` in figures, lowest first: "< 12", "12–15", …, "≥ 22"."""
    if not bounds:
        return ("",)
    inner = [f"{_number(a)}–{_number(b)}" for a, b in itertools.pairwise(bounds)]
    return (f"< {_number(bounds[0])}", *inner, f"≥ {_number(bounds[-1])}")


def _spread(symbols: Sequence[str], count: int) -> list[str]:
    """Symbols for `count` classes from the target outwards; one class alone takes the filled one."""
    if count == 1:
        return [symbols[1]]
    return [symbols[min(i, len(symbols) - 1)] for i in range(count)]


def _change_ranges(edges: Sequence[float], between: str) -> tuple[str, ...]:
    texts = [_signed(e) for e in edges]
    spans = [f"{a}{between}{b}" for a, b in itertools.pairwise(texts)]
    return (f"< {texts[0]}", *spans, f"≥ {texts[-1]}")


def _signed(value: float) -> str:
    return "0" if value == 0 else f"{'+' if value > 0 else '−'}{_number(abs(value))}"


def _number(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _nice(value: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten, by ratio."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return min((power * m for m in (1, 2, 5, 10)), key=lambda n: abs(math.log(n / value)))


def _nice_below(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a positive number."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(power * m for m in (1, 2, 5) if m == 1 or power * m <= value)
