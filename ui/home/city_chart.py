"""The same question as a chart: a row per city, a mark per county."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from draw.figure import CONFIG
from draw.scales import Paint
from draw.strip import StripTexts, city_strip
from draw.text import for_plotly
from ui.frame import choices
from ui.frame.page import KEPT, Choice, Page
from ui.home.county_map import hover
from ui.parts.colouring import scale_of
from words import numbers, sentences

KEY = "city_chart"


def draw(page: Page, choice: Choice, county: str | None) -> None:
    """Draw the chart; its text alternative says what it found."""
    speech, headline = page.speech, choice.headline()
    st.plotly_chart(
        _figure(county, page, choice),
        theme=None,
        config=CONFIG,
        key=KEY,
        on_select=_clicked,
        selection_mode="points",
        alt=speech(
            "chart.alt",
            indicator=speech.pick(choice.indicator, "indicator_name"),
            period=choice.period_words,
            finding=sentences.title(
                speech, headline, choice.indicator, choice.period_words, whole=choice.city is None
            ),
        ),
    )


def _clicked() -> None:
    """A click on a mark chooses its county, a second one lets it go."""
    points = (st.session_state.get(KEY) or {}).get("selection", {}).get("points") or []
    codes = [str(one["customdata"]) for one in points if one.get("customdata")]
    if codes:
        choices.choose("county", None if codes[0] == choices.raw("county") else codes[0])


def without(page: Page, choice: Choice, city: str) -> str:
    """The counties of a city that have no mark of their own, counted by reason."""
    rows = [r for r in choice.counties() if (r["city_code"] or r["area_code"]) == city]
    lacking = [r for r in rows if r["value_shown"] is None and r["value_status"] != "not_applicable"]
    partial = sum(r["value_status"] == "partial" for r in lacking)
    denominator = sum(sentences.lacking(r, choice.indicator) == "denominator" for r in lacking)
    counts = {
        f"chart.{sentences.without_return(choice.indicator)}": len(lacking) - partial - denominator,
        "chart.partial": partial,
        "undecided.without_denominator": denominator,
    }
    return page.speech.join([page.speech.plural(key, n) for key, n in counts.items() if n])


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs=KEPT)
def _figure(county: str | None, page: Page, choice: Choice) -> go.Figure:
    speech = page.speech
    headline = choice.headline()
    parameters = {"indicator": choice.code, "period": choice.period, "area": choice.area}
    target = headline["target_value"] if headline["has_target"] else None
    texts = StripTexts(
        language=page.language,
        axis=speech(
            "chart.axis", indicator=speech.pick(choice.indicator, "indicator_name"), unit=choice.unit
        ),
        target=speech("card.target", value=numbers.bound(target)),
        near=speech("chart.near"),
        without=lambda city: without(page, choice, city["area_code"]),
        hover=lambda row: "<br>".join(for_plotly(line) for line in hover(page, choice, row)),
        value=lambda value: numbers.ratio(value, choice.decimals),
    )
    return city_strip(
        page.answers.frame("county_compliance", **parameters),
        page.answers.frame("city_compliance", **parameters),
        paint=Paint(scale_of(page, choice, "ratio"), county, page.theme),
        texts=texts,
        target=None if target is None else float(target),
        most=100.0 if choice.unit == "%" else None,
    )
