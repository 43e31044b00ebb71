"""The same question as a chart: a row per city, a mark per county."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from draw.figure import CONFIG, Size
from draw.scales import Paint
from draw.strip import WIDTH, city_strip
from draw.text import for_plotly
from files.charts import city_texts
from ui.frame import choices, device
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.home.county_map import hover
from ui.parts import paper, room
from ui.parts.colouring import scale_of
from words import headlines

KEY = "city_chart"
PHONE = 360  # pixels, until the browser has told how wide the chart is


def draw(page: Page, choice: Choice, county: str | None) -> None:
    """Draw the chart; its text alternative says what it found."""
    speech, headline = page.speech, choice.headline()
    alt = speech(
        "chart.alt",
        indicator=speech.pick(choice.indicator, "indicator_name"),
        period=choice.period_words,
        finding=headlines.title(
            speech, headline, choice.indicator, choice.period_words, whole=choice.city is None
        ),
    )
    width = room.of(KEY, Size(PHONE if device.is_phone() else WIDTH, 0)).width
    figure = _figure(county, page, choice, width)
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=KEY,
        on_select=_clicked,
        selection_mode="points",
        alt=alt,
    )
    paper.chart(page, lambda light: _figure(county, light, choice, int(paper.CHART_WIDTH)), alt)
    room.listen(KEY, Size(width, int(figure.layout.height)))


def _clicked() -> None:
    """A click on a mark chooses its county, a second one lets it go."""
    points = (st.session_state.get(KEY) or {}).get("selection", {}).get("points") or []
    codes = [str(one["customdata"]) for one in points if one.get("customdata")]
    if codes:
        choices.choose("county", None if codes[0] == choices.raw("county") else codes[0])


@kept(most=100)
def _figure(county: str | None, page: Page, choice: Choice, width: int) -> go.Figure:
    speech = page.speech
    headline = choice.headline()
    parameters = {"indicator": choice.code, "period": choice.period, "area": choice.area}
    target = headline["target_value"] if headline["target_is_common"] else None
    texts = city_texts(
        speech,
        choice.indicator,
        choice.counties(),
        target=target,
        hover=lambda row: "<br>".join(for_plotly(line) for line in hover(page, choice, row)),
    )
    return city_strip(
        choice.county_frame(),
        page.answers.frame("city_compliance", **parameters),
        paint=Paint(scale_of(page, choice, "ratio"), county, page.theme),
        texts=replace(texts, width=width),
        target=None if target is None else float(target),
        most=100.0 if choice.unit == "%" else None,
    )
