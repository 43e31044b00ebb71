"""Rows of areas with what they lack, then and now, and what their people are. Figures in, elements out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draw import svg
from draw.palette import LEAST, TABLE, Palette

ROW, HEAD = 25.0, 24.0
BAR = 11.0


@dataclass(frozen=True)
class GapRow:
    """An area: name, figure (and whether it judges badly), what it lacks now and lacked then, texts of the columns behind, and shares.

    `shares`: parts of its people, in the order of their shades; `open`: how many below it are not decided.
    """

    name: str
    figure: str
    is_bad: bool
    gap: int | None
    gap_then: int | None
    lacks: str
    open: str
    shares: Sequence[float]
    total: str
    share: str
    tip: str = ""
    pick: str = ""


@dataclass(frozen=True)
class Heads:
    """Words over the columns, in their order."""

    name: str
    figure: str
    gap: str
    lacks: str
    open: str
    shares: str
    total: str
    share: str


def gap_rows(rows: Sequence[GapRow], heads: Heads, width: float, colours: Palette) -> svg.Sketch:
    """The rows with bars on one scale; the mark on a bar's row is what was lacking then."""
    is_slim = width < 480
    at = _columns(width, is_slim)
    most = max([1, *(value for row in rows for value in (row.gap, row.gap_then) if value is not None)])
    shades = (colours.sequential[2], colours.sequential[1], colours.faint)
    body = [_heads(heads, at, colours, is_slim, width)]
    for number, row in enumerate(rows):
        top = HEAD + ROW * number
        body.append(
            svg.mark(_row(row, top, (at, width, most), shades, colours, is_slim), tip=row.tip, pick=row.pick)
        )
    return svg.Sketch("".join(body), width, HEAD + ROW * len(rows) + 1)


@dataclass(frozen=True)
class _Columns:
    """Right ends of figures, left ends and widths of bars."""

    figure: float
    gap: tuple[float, float]
    lacks: float
    open: float
    shares: tuple[float, float]
    total: float


def _columns(width: float, is_slim: bool) -> _Columns:
    if is_slim:
        return _Columns(126, (136, width - 136 - 60), width, width, (0, 0), width)
    figure = width * 0.19
    gap = (figure + 14, width * 0.2)
    lacks = gap[0] + gap[1] + 48
    shares = (lacks + 72, width * 0.17)
    return _Columns(figure, gap, lacks, lacks + 56, shares, shares[0] + shares[1] + 58)


def _heads(heads: Heads, at: _Columns, colours: Palette, is_slim: bool, width: float) -> str:
    y = HEAD - 8
    end = {"text_anchor": "end"}
    parts = [
        svg.text((0, y), heads.name, colours.muted, LEAST),
        svg.text((at.figure, y), heads.figure, colours.muted, LEAST, **end),
        svg.text((at.gap[0], y), heads.gap, colours.muted, LEAST),
        svg.text((at.lacks, y), heads.lacks, colours.muted, LEAST, **end),
    ]
    if not is_slim:
        parts += [
            svg.text((at.open, y), heads.open, colours.muted, LEAST, **end),
            svg.text((at.shares[0], y), heads.shares, colours.muted, LEAST),
            svg.text((at.total, y), heads.total, colours.muted, LEAST, **end),
            svg.text((width, y), heads.share, colours.muted, LEAST, **end),
        ]
    parts.append(svg.line((0, HEAD - 0.5), (width, HEAD - 0.5), colours.rule))
    return svg.scenery("".join(parts))


def _row(
    row: GapRow,
    top: float,
    where: tuple[_Columns, float, int],
    shades: Sequence[str],
    colours: Palette,
    is_slim: bool,
) -> str:
    at, width, most = where
    y = top + ROW / 2 + 5
    end = {"text_anchor": "end"}
    left, wide = at.gap
    parts = [
        svg.rect(0, top, width, ROW - 1, "transparent"),
        svg.text((0, y), row.name, colours.text, TABLE, font_weight=600),
        svg.text((at.figure, y), row.figure, colours.bad if row.is_bad else colours.text, TABLE, **end),
        svg.rect(left, y - BAR / 2 - 5, wide * (row.gap or 0) / most, BAR, colours.below[1]),
        svg.text((at.lacks, y), row.lacks, colours.text, TABLE, font_weight=600, **end),
        svg.line((0, top + ROW - 0.5), (width, top + ROW - 0.5), colours.rule),
    ]
    if row.gap_then is not None:
        x = left + wide * row.gap_then / most
        parts.append(svg.line((x, y - BAR - 1), (x, y + 2), colours.text, 1.8))
    if not is_slim:
        parts += [
            svg.text((at.open, y), row.open, colours.muted, LEAST, **end),
            svg.text((at.total, y), row.total, colours.text, TABLE, **end),
            svg.text((width, y), row.share, colours.text, TABLE, **end),
        ]
        start, room = at.shares
        for share, shade in zip(row.shares, shades, strict=False):
            parts.append(
                svg.rect(
                    start, y - BAR / 2 - 5, room * share, BAR, shade, stroke=colours.page, stroke_width=0.6
                )
            )
            start += room * share
    return "".join(parts)
