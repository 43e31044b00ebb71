"""The same question as a chart: a row per city, a mark per county."""

from __future__ import annotations

import html

import plotly.graph_objects as go
import streamlit as st

from draw.figure import CONFIG
from draw.strip import StripTexts, city_strip
from ui.frame.answers import KEPT
from ui.frame.page import Page
from ui.home.county_map import hover
from ui.parts.colouring import scale_of
from words import numbers, sentences


def draw(page: Page, county: str | None) -> None:
    """Draw the chart; its text alternative says what it found."""
    speech, headline = page.speech, page.headline()
    st.plotly_chart(
        _figure(county, page),
        theme=None,
        config=CONFIG,
        key="city_chart",
        alt=speech(
            "chart.alt",
            indicator=speech.pick(page.indicator, "indicator_name"),
            period=page.period_words,
            finding=sentences.title(
                speech, headline, page.indicator, page.period_words, whole=page.city is None
            ),
        ),
    )


def without(page: Page, city: str) -> str:
    """The counties of a city that have no mark of their own, counted by reason."""
    rows = [r for r in page.counties() if (r["city_code"] or r["area_code"]) == city]
    lacking = [r for r in rows if r["value_shown"] is None and r["value_status"] != "not_applicable"]
    partial = sum(r["value_status"] == "partial" for r in lacking)
    unfiled = "chart.without" if page.indicator["from_figures"] else "chart.unreported"
    denominator = sum(r["undecided_because"] in sentences.WITHOUT_DENOMINATOR for r in lacking)
    counts = {
        unfiled: len(lacking) - partial - denominator,
        "chart.partial": partial,
        "undecided.without_denominator": denominator,
    }
    return page.speech.join([page.speech.plural(key, n) for key, n in counts.items() if n])


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs=KEPT)
def _figure(county: str | None, page: Page) -> go.Figure:
    speech = page.speech
    headline = page.headline()
    asked = {"indicator": page.code, "period": page.period, "area": page.area}
    target = headline["target_value"] if headline["has_target"] else None
    texts = StripTexts(
        axis=speech("chart.axis", indicator=speech.pick(page.indicator, "indicator_name"), unit=page.unit),
        target=speech("card.target", value=numbers.bound(target)),
        near=speech("chart.near"),
        without=lambda city: without(page, city["area_code"]),
        hover=lambda row: "<br>".join(html.escape(line) for line in hover(page, row)),
        value=lambda value: numbers.ratio(value, page.decimals),
    )
    return city_strip(
        page.answers.frame("county_compliance", **asked),
        page.answers.frame("city_compliance", **asked),
        scale=scale_of(page, "ratio"),
        texts=texts,
        language=page.language,
        target=None if target is None else float(target),
        selected=county,
        most=100.0 if page.unit == "%" else None,
        theme=page.theme,
    )
