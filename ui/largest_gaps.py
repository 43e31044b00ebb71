"""The side of the map while no county is chosen: the ten largest gaps, or what stands in their place."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from ui.page import Page
from words import figures, sentences

SHOWN = 10


def draw(page: Page) -> None:
    """A short ranking; never an empty box."""
    rows = page.counties()
    short = sorted((r for r in rows if r["gap"]), key=lambda r: (-r["gap"], r["area_code"]))
    with st.container(border=True, key="ranking"):
        if short:
            body = _gaps(page, short)
        elif page.headline()["has_target"] and any(r["verdict"] == "met" for r in rows):
            body = _margins(page, rows)
        else:
            body = _values(page, rows)
        st.html(f'<section class="ranking">{body}</section>')


def _gaps(page: Page, short: list[dict[str, Any]]) -> str:
    speech = page.speech
    shown, all_gaps = short[:SHOWN], sum(r["gap"] for r in short)
    part = figures.share(sum(r["gap"] for r in shown), all_gaps)
    note = speech.plural("ranking.gap_share", len(shown), share=part)
    if len(shown) == len(short):
        note = speech.plural("ranking.all_gaps", len(short))
    largest = shown[0]["gap"]
    unit = speech.pick(page.indicator, "gap_unit")
    return _table(
        page,
        speech("ranking.gaps"),
        note,
        speech("ranking.gap_head", unit=unit),
        [(r, r["gap"] / largest, figures.count(r["gap"])) for r in shown],
        "bar",
    )


def _margins(page: Page, rows: list[dict[str, Any]]) -> str:
    """Nobody is short: who is closest to the line."""
    speech = page.speech
    known = sorted((r for r in rows if r["verdict"] == "met" and r["balance"] is not None), key=_margin)
    shown = known[:SHOWN]
    largest = max([_margin(r) for r in shown] or [1]) or 1
    unit = speech.pick(page.indicator, "gap_unit")
    return _table(
        page,
        speech("ranking.margins"),
        speech("ranking.margins_note"),
        speech("ranking.margin_head", unit=unit),
        [(r, _margin(r) / largest, figures.count(_margin(r))) for r in shown],
        "bar above",
    )


def _margin(row: dict[str, Any]) -> int:
    return abs(int(row["balance"]))


def _values(page: Page, rows: list[dict[str, Any]]) -> str:
    """No target: the figures furthest behind, where behind has a meaning; else the lowest."""
    speech = page.speech
    high = page.indicator["polarity"] == "lower_is_better"
    known = [r for r in rows if r["value"] is not None]
    known.sort(key=lambda r: (-r["value"] if high else r["value"], r["area_code"]))
    if not known:
        return f"<h2>{html.escape(speech('ranking.nothing'))}</h2><p>{html.escape(speech('ranking.nothing_note'))}</p>"
    shown = known[:SHOWN]
    largest = max(abs(r["value"]) for r in shown) or 1
    name = sentences.capital(speech.pick(page.indicator, "numerator_name"))
    return _table(
        page,
        speech("ranking.highest" if high else "ranking.lowest"),
        speech("ranking.values_note"),
        name,
        [(r, abs(r["value"]) / largest, figures.count(r["numerator"])) for r in shown],
        "bar plain",
    )


def _table(
    page: Page, title: str, note: str, last: str, rows: list[tuple[dict[str, Any], float, str]], bar: str
) -> str:
    """Name and city, figure, and a bar with its number."""
    speech, esc = page.speech, html.escape
    head = f'<tr><th>{esc(speech("ranking.county"))}</th><th class="figure">{esc(page.unit)}</th><th>{esc(last)}</th></tr>'
    body = "".join(
        f"<tr><td>{esc(speech.pick(r, 'area_name'))} <small>{esc(speech.pick(r, 'city_short_name'))}</small></td>"
        f'<td class="figure">{esc(figures.ratio(r["value_shown"], page.decimals))}</td>'
        f'<td><span class="{bar}" style="width:{max(2, round(part * 46))}px"></span><b>{esc(text)}</b></td></tr>'
        for r, part, text in rows
    )
    return f"<h2>{esc(title)}</h2><p>{esc(note)}</p><table><thead>{head}</thead><tbody>{body}</tbody></table>"
