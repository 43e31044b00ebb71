"""The trend: its finding, its chart, and one line on how gaps and population are treated."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from draw.figure import CONFIG, Size
from draw.text import for_plotly
from draw.trend import TrendData, changes_within, trends
from files.charts import touching, trend_texts
from ui.frame import boundaries, device, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import paper, room
from ui.trends.controls import Lines
from words import numbers, periods, sentences, trend_findings, trend_notes

CHART = "trend"
LEAST_HEIGHT = 430
# Until the browser has told what the window leaves; on paper; on a telephone.
USUAL, PAPER, PHONE = Size(1140, 455), Size(int(paper.CHART_WIDTH), 500), Size(350, LEAST_HEIGHT)
STYLE = (
    f".st-key-{CHART} {{ flex: none !important; height: max({LEAST_HEIGHT}px, 100dvh - 445px) !important; }}"
    ".st-key-trend > div, .st-key-trend .stPlotlyChart, .st-key-trend .js-plotly-plot,"
    " .st-key-trend [data-testid=stFullScreenFrame] { height: 100% !important; }"
)


def title(page: Page, choice: Choice, lines: Lines) -> tuple[str, str]:
    """The finding and the grey line."""
    steps = page.answers.rows("target_steps", indicator=choice.code, area=page.root)
    comparison = str(steps[-1]["target_comparison"]) if steps else None
    finding = trend_findings.trend_title(
        page.speech,
        _series(page, choice, lines),
        choice.indicator,
        trend_findings.Drawn(
            page.root, lines.areas, comparison, whole=page.root in lines.beside or not lines.areas
        ),
    )
    grey = page.speech(
        "trend.grey",
        indicator=page.speech.pick(choice.indicator, "indicator_name"),
        cycle=page.speech(f"cycle.{choice.indicator['cycle']}"),
    )
    return finding, grey


def draw(page: Page, choice: Choice, lines: Lines) -> None:
    """The chart and the line under it."""
    speech = page.speech
    names = [_name(page, choice, code) for code in lines.areas]
    st.html(f"<style>{STYLE}</style>")
    alt = speech(
        "trend.alt",
        indicator=speech.pick(choice.indicator, "indicator_name"),
        names=speech.enumerate(names),
        finding=title(page, choice, lines)[0],
    )
    size = room.of(CHART, PHONE if device.is_phone() else USUAL)
    with st.container(key=CHART):
        st.plotly_chart(
            _figure(lines, page, choice, size),
            theme=None,
            config=CONFIG,
            key="trend_chart",
            height="stretch",
            alt=alt,
        )
    paper.chart(page, lambda light: _figure(lines, light, choice, PAPER), alt, PAPER.height)
    room.listen(CHART, size)
    notes = trend_notes.notes(
        speech,
        [r for r in _series(page, choice, lines) if r["area_code"] in (*lines.areas, *lines.beside)],
        choice.indicator,
        page.root if page.root in lines.beside else None,
    )
    notes += _reasons(page, choice, lines) if size.is_narrow else []
    st.html(f'<p class="under">{plain.html(" ".join(notes))}</p>')
    _ended(page, choice, lines)


def _ended(page: Page, choice: Choice, lines: Lines) -> None:
    """Of each county drawn whose figures end with it: what stands in its place, to be drawn instead."""
    for code in lines.areas if choice.boundaries is None else ():
        found = boundaries.succession(page, code, max(choice.periods))
        if found:
            st.html(f'<p class="under">{boundaries.told(page, found, "areas", lines.areas)}</p>')


def _series(page: Page, choice: Choice, lines: Lines) -> list[dict[str, Any]]:
    """Series of everything drawn; with nothing chosen, the whole's, for the title."""
    return choice.series({*lines.areas, *lines.beside} or {page.root})


def _name(page: Page, choice: Choice, code: str) -> str:
    rows = choice.series((code,))
    return page.speech.pick(rows[-1], "area_name") if rows else code


@kept(most=100)
def _figure(lines: Lines, page: Page, choice: Choice, size: Size) -> go.Figure:
    speech = page.speech
    codes = (*lines.areas, *lines.beside)
    texts = trend_texts(speech, choice.indicator, lambda row: _hover(page, choice, row))
    data = TrendData(
        choice.series_frame(codes),
        page.answers.frame("target_steps", indicator=choice.code, area=page.root),
        _changes(page, choice, codes),
    )
    figure = trends(
        data,
        areas=lines.areas,
        beside=lines.beside,
        texts=texts,
        theme=page.theme,
        size=size,
    )
    return figure.update_layout(height=None)


def _changes(page: Page, choice: Choice, codes: Collection[str]) -> pl.DataFrame:
    """The boundary changes at which a line drawn breaks: none where all is drawn on the counties of one day."""
    changes = touching(page.answers.frame("boundary_changes"), tuple(codes))
    return changes if choice.boundaries is None else changes.clear()


def _hover(page: Page, choice: Choice, row: Row) -> str:
    speech = page.speech
    name = for_plotly(speech.pick(row, "area_name"))
    lines = [
        f"<b>{name}</b> {for_plotly(choice.in_words(row['period']))}",
        for_plotly(numbers.with_unit(row["value_shown"], choice.decimals, choice.unit)),
    ]
    lines += [for_plotly(part) for part in sentences.parts(speech, row, choice.indicator)]
    if sentences.is_of_part(row):
        lines.append(for_plotly(sentences.of_part(speech, row, choice.indicator)))
    if row["value_shown"] is not None:
        lines += [for_plotly(text) for text in sentences.open_point(speech, row)]
    return "<br>".join(lines)


def _reasons(page: Page, choice: Choice, lines: Lines) -> list[str]:
    """What the boundary changes did whose dates alone a narrow chart has room for."""
    speech = page.speech
    changes = _changes(page, choice, (*lines.areas, *lines.beside))
    told = [
        speech("trend.reason", day=periods.date(speech, day), what=speech.pick(row, "description"))
        for day, rows in changes_within(changes, sorted(choice.periods)).items()
        for row in rows
    ]
    return list(dict.fromkeys(told))
