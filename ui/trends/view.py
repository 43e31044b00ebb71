"""The trend: its finding, its chart, and one line on how gaps and population are treated."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from draw.figure import CONFIG
from draw.trend import Size, TrendData, TrendTexts, trends
from ui.frame.page import KEPT, Choice, Page, Row
from ui.trends.controls import Chosen
from words import numbers, periods, sentences, trend_findings

# Texts are kept apart for the least size; the chart itself takes what the window leaves.
LEAST_HEIGHT, LEAST_WIDTH = 430, 1000
STYLE = (
    f".st-key-trend {{ flex: none !important; height: max({LEAST_HEIGHT}px, 100dvh - 330px) !important; }}"
    ".st-key-trend > div, .st-key-trend .stPlotlyChart, .st-key-trend .js-plotly-plot,"
    " .st-key-trend [data-testid=stFullScreenFrame] { height: 100% !important; }"
)


def title(page: Page, choice: Choice, chosen: Chosen) -> tuple[str, str]:
    """The finding and the grey line."""
    steps = page.answers.rows("target_steps", indicator=choice.code, area=page.root)
    comparison = str(steps[-1]["target_comparison"]) if steps else None
    found = trend_findings.trend_title(
        page.speech,
        _series(page, choice, chosen),
        choice.indicator,
        page.root,
        chosen.areas,
        comparison,
        whole=page.root in chosen.beside or not chosen.areas,
    )
    grey = page.speech(
        "trend.grey",
        indicator=page.speech.pick(choice.indicator, "indicator_name"),
        cycle=page.speech(f"cycle.{choice.indicator['cycle']}"),
    )
    return found, grey


def draw(page: Page, choice: Choice, chosen: Chosen) -> None:
    """The chart and the line under it."""
    speech = page.speech
    names = [_name(page, choice, code) for code in chosen.areas]
    st.html(f"<style>{STYLE}</style>")
    with st.container(key="trend"):
        st.plotly_chart(
            _figure(chosen, page, choice),
            theme=None,
            config=CONFIG,
            key="trend_chart",
            height="stretch",
            alt=speech(
                "trend.alt",
                indicator=speech.pick(choice.indicator, "indicator_name"),
                names=speech.enumerate(names),
                finding=title(page, choice, chosen)[0],
            ),
        )
    st.html(f'<p class="under">{html.escape(" ".join(_notes(page, choice, chosen)))}</p>')


def _series(page: Page, choice: Choice, chosen: Chosen) -> list[dict[str, Any]]:
    """Series of everything drawn; with nothing chosen, the whole's, for the title."""
    return page.answers.series(choice.code, tuple(sorted({*chosen.areas, *chosen.beside} or {page.root})))


def _name(page: Page, choice: Choice, code: str) -> str:
    rows = page.answers.series(choice.code, (code,))
    return page.speech.pick(rows[-1], "area_name") if rows else code


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs=KEPT)
def _figure(chosen: Chosen, page: Page, choice: Choice) -> go.Figure:
    speech = page.speech
    drawn = (*chosen.areas, *chosen.beside)
    texts = TrendTexts(
        language=page.language,
        axis=speech("trend.axis", unit=choice.unit),
        axis_from_zero=choice.unit,
        tick=lambda day: _tick(page, choice, day),
        gap=lambda rows: _gap(page, choice, rows),
        ended=lambda day: speech("trend.ended", period=choice.in_short(day)),
        target=lambda step: _target(page, step),
        change=lambda row: _change(page, row),
        value=lambda value: numbers.ratio(value, choice.decimals),
        hover=lambda row: _hover(page, choice, row),
    )
    data = TrendData(
        page.answers.frame("area_series", indicator=choice.code, areas=tuple(sorted(set(drawn)))),
        page.answers.frame("target_steps", indicator=choice.code, area=page.root),
        _changes(page, drawn),
    )
    figure = trends(
        data,
        chosen=chosen.areas,
        beside=chosen.beside,
        texts=texts,
        theme=page.theme,
        size=Size(LEAST_WIDTH, LEAST_HEIGHT),
    )
    return figure.update_layout(height=None)


def _changes(page: Page, drawn: tuple[str, ...]) -> pl.DataFrame:
    """Boundary changes that touch what is drawn: an area itself, or a city by one of its counties."""
    changes = page.answers.frame("boundary_changes")
    return changes.filter(
        pl.col("old_area_code").is_in(list(drawn)) | pl.col("new_area_code").is_in(list(drawn))
    )


def _gap(page: Page, choice: Choice, rows: Sequence[Row]) -> str:
    """Why a line has no figure for some periods in a row; where reasons differ, that they are not reported."""
    if trend_findings.is_published(choice.indicator):
        return page.speech("trend.no_published")
    reasons = {sentences.status(page.speech, row) for row in rows}
    return reasons.pop() if len(reasons) == 1 else page.speech("status.missing")


def _tick(page: Page, choice: Choice, day: dt.date) -> str:
    """The end of a year where a quarter ends there; an annual indicator's axis has years."""
    if day.month == 12 and choice.cycle != "annual":
        return page.speech("trend.tick_year", year=day.year)
    return choice.in_words(day)


def _target(page: Page, step: Row) -> str:
    speech = page.speech
    since = periods.date(speech, step["valid_from"])
    text = speech("card.target", value=numbers.bound(step["target_value"]))
    if step["reach_by"]:
        note = speech("trend.target_due", since=since, by=periods.reach_by(speech, step["reach_by"]))
    else:
        note = speech("trend.target_basis", since=since)
    return f"<b>{html.escape(text)}</b>{html.escape(note)}"


def _change(page: Page, row: Row) -> str:
    day = html.escape(periods.date(page.speech, row["effective_date"]))
    return f"{day}<br>{html.escape(page.speech.pick(row, 'description'))}"


def _hover(page: Page, choice: Choice, row: Row) -> str:
    speech = page.speech
    name = html.escape(speech.pick(row, "area_name"))
    lines = [
        f"<b>{name}</b> {html.escape(choice.in_words(row['period']))}",
        html.escape(numbers.with_unit(row["value_shown"], choice.decimals, choice.unit)),
    ]
    lines += [html.escape(part) for part in sentences.parts(speech, row, choice.indicator)]
    if row["value_status"] == "partial" and row["value_shown"] is not None:
        lines.append(html.escape(speech("trend.partial")))
    return "<br>".join(lines)


def _notes(page: Page, choice: Choice, chosen: Chosen) -> list[str]:
    """Gaps never filled, lines that read without colour, how old the denominators are."""
    speech = page.speech
    series = _series(page, choice, chosen)
    drawn = [r for r in series if r["area_code"] in (*chosen.areas, *chosen.beside)]
    gaps = sum(
        r["value_shown"] is None for r in drawn if r["value_status"] not in ("not_applicable", "not_due")
    )
    kind = "_published" if trend_findings.is_published(choice.indicator) else ""
    told = speech("trend.gaps_published") if kind else speech.plural("trend.gaps", gaps)
    first = told if gaps else speech("trend.no_gaps")
    notes = [first, speech("trend.dashes")]
    if page.root in chosen.beside:
        notes.append(speech(f"trend.whole{kind}", area=_name(page, choice, page.root)))
    notes += _published(page, choice, drawn)
    carried = [r for r in drawn if r["denominator_carried"] and r["denominator_date"]]
    if carried:
        last = max(carried, key=lambda r: r["period"])
        notes.append(
            speech(
                "trend.carried",
                since=choice.in_words(
                    min(r["period"] for r in carried if r["denominator_date"] == last["denominator_date"]),
                ),
                name=speech.pick(choice.indicator, "denominator_name"),
                day=periods.year_end(speech, last["denominator_date"]),
            )
        )
    if any(r["denominator_status"] == "estimated" for r in drawn):
        notes.append(speech("trend.estimated"))
    return notes


def _published(page: Page, choice: Choice, drawn: Sequence[Row]) -> list[str]:
    """Of when the newest published numerator is, where nobody files it."""
    days = [r["numerator_date"] for r in drawn if r["numerator_date"]]
    if not days or not trend_findings.is_published(choice.indicator):
        return []
    name = sentences.capital(page.speech.pick(choice.indicator, "numerator_name"))
    return [page.speech("trend.published", name=name, day=periods.year_end(page.speech, max(days)))]
