"""The map of the counties shown: its deck, what hovering says, its words for those who cannot see it."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from draw.map.deck import ReadyDeck, compliance_map, selected_code
from draw.map.ground import Ground
from draw.map.vector import vector_map
from draw.scales import Paint
from files import grounds
from ui.frame import choices, plain
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Choice, Page, Row
from ui.parts import drawing, paper, webgl
from ui.parts.colouring import scale_of
from words import headlines, map_notes, numbers, periods, sentences

KEY = "county_deck"


def draw(page: Page, choice: Choice, colour: str, county: str | None) -> None:
    """Draw the map; a click chooses the county, a second click on it lets it go.

    Where the browser has no WebGL the same map is drawn as SVG.
    """
    if webgl.is_missing():
        with st.container(key="map_drawing"):
            drawing.show(_drawn(colour, county, page, choice), key="map_drawing_svg", on_pick=_chosen)
    else:
        deck = ready(colour, county, page, choice)
        with st.container(key="map"):
            st.pydeck_chart(
                deck,
                height="stretch",
                key=KEY,
                selection_mode="single-object",
                on_select=_clicked,
                alt=alternative(page, choice),
            )
    paper.drawing(page, lambda light: _drawn(colour, county, light, choice).svg, alternative(page, choice))
    if not webgl.is_missing():
        webgl.listen()
    _unshaped(page, choice)


def _clicked() -> None:
    """The deck's pickable layer carries the chosen code, so its own selection clears itself."""
    code = selected_code(st.session_state.get(KEY) or {})
    if code is not None:
        _chosen(code)


def _chosen(code: str) -> None:
    choices.toggle("county", code)


@kept(most=40)
def _ground(answers: Answers, codes: tuple[str, ...] | None, cities: tuple[str, ...]) -> Ground:
    if codes is None:
        return grounds.of_whole(answers.frame)
    return grounds.of_part(answers.frame, codes, cities)


@kept(most=300)
def ready(colour: str, county: str | None, page: Page, choice: Choice) -> ReadyDeck:
    """One ready deck: 300 KB of text of a province, 2 MB of the country, and 5 in memory."""
    ground, rows, paint = _painted(colour, county, page, choice)
    return compliance_map(ground, rows, paint, **_words(page, choice))


@kept(most=100)
def _drawn(colour: str, county: str | None, page: Page, choice: Choice) -> drawing.Drawing:
    """The same map as SVG, about 160 KB of text."""
    ground, rows, paint = _painted(colour, county, page, choice)
    sketch = vector_map(ground, rows, paint, **_words(page, choice))
    return drawing.of_counties(sketch, paint.colours, alternative(page, choice))


def _painted(
    colour: str, county: str | None, page: Page, choice: Choice
) -> tuple[Ground, pl.DataFrame, Paint]:
    rows = choice.county_frame()
    codes = tuple(sorted(rows["area_code"])) if choice.city else None
    ground = _ground(page.answers, codes, grounds.cities_of(rows))
    return ground, rows, Paint(scale_of(page, choice, colour), county, page.theme)


def _words(page: Page, choice: Choice) -> dict[str, Any]:
    """What is written on the map and said on hover, by area code."""
    return {
        "names": {code: page.short_name(row) for code, row in choice.areas.items()},
        "hover": {row["area_code"]: hover(page, choice, row) for row in choice.counties()},
    }


def hover(page: Page, choice: Choice, row: Row) -> list[str]:
    """What hovering over a county says, as plain lines: name, figure, verdict and gap, what it is made of, filing."""
    speech = page.speech
    city = speech.pick(row, "city_short_name")
    name = speech.pick(row, "area_name")
    verdict = sentences.verdict(speech, row, choice.indicator)
    distance = sentences.distance(speech, row, choice.indicator)
    judged = (
        f"{sentences.VERDICT_SYMBOLS[row['verdict']]} {speech.join([t for t in (verdict, distance) if t])}"
    )
    if row["value_shown"] is not None:
        figure = numbers.with_unit(row["value_shown"], choice.decimals, choice.unit)
        judged = speech("hover.verdict", figure=figure, verdict=judged)
    lines = [
        speech("toolbar.county_of_city", county=name, city=city) if city else name,
        judged,
        *sentences.parts(speech, row, choice.indicator),
        sentences.few_people(speech, row, choice.indicator),
        sentences.rebased(speech, row) if row.get("is_rebased") else "",
        sentences.confirmed(speech, row),
        _filing(page, row),
    ]
    return [line for line in lines if line]


def _filing(page: Page, row: Row) -> str:
    speech = page.speech
    if row["value_status"] == "partial":
        return speech(
            "hover.partial",
            reported=numbers.count(row["units_reported"]),
            expected=numbers.count(row["units_expected"]),
        )
    if row["first_complete_on"]:
        how = speech("filed.late" if row["filed_late"] else "filed.on_time")
        return speech("hover.filed", day=periods.date(speech, row["first_complete_on"]), how=how)
    return ""


def alternative(page: Page, choice: Choice) -> str:
    """The map in one sentence: what it shows and what it found."""
    headline = choice.headline()
    finding = headlines.title(
        page.speech, headline, choice.indicator, choice.period_words, whole=choice.city is None
    )
    return page.speech(
        "map.alt",
        indicator=page.speech.pick(choice.indicator, "indicator_name"),
        period=choice.period_words,
        finding=finding,
    )


@kept(most=300)
def notes(page: Page, choice: Choice) -> dict[str, list[Row]]:
    """The counties that the map cannot show, or shows in today's extent, by which of these it is."""
    shaped = {row["area_code"] for row in page.answers.rows("shapes") if row["kind"] == "county"}
    today = page.answers.areas(max(choice.periods))
    return map_notes.told(choice.counties(), shaped, today, whole=choice.city is None)


def _unshaped(page: Page, choice: Choice) -> None:
    """Counties that the map cannot show, or shows in today's extent, are named under it with their figures."""
    lines = [
        page.speech(
            f"map.{kind}",
            names=page.speech("list.item").join(
                plain.html(page.speech.pick(row, "area_name"))
                if kind.startswith("not_yet")
                else _named(page, choice, row)
                for row in rows
            ),
        )
        for kind, rows in notes(page, choice).items()
    ]
    if lines:
        st.html('<div class="under">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>")


def _named(page: Page, choice: Choice, row: Row) -> str:
    """A county with its figure and its verdict's sign, as HTML."""
    figure = numbers.ratio(row["value_shown"], choice.decimals)
    name = plain.html(page.speech.pick(row, "area_name"))
    if row["verdict"] == "no_target":
        return f"<b>{name}</b> {figure}"
    symbol = sentences.VERDICT_SYMBOLS[row["verdict"]]
    return f'<b>{name}</b> {figure} <span class="{row["verdict"]}">{symbol}</span>'
