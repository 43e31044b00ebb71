"""The chart: a mark a county; one chooses it, a second press lets it go."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from draw.figure import CONFIG, Size
from draw.pair import Dot, Side, pair
from draw.palette import palette
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.pairs import facts
from ui.parts import choosing, paper, room
from words import numbers, pair_findings

KEY = "pairs_chart"
WIDE, PHONE = Size(1130, 560), Size(358, 400)


def draw(page: Page, choice: Choice, second: str) -> None:
    """The chart, and under it where a chosen county's profile is."""
    listed = facts.rows(choice, second)
    names = [page.speech.pick(choice.indicators[code], "short_name") for code in (choice.code, second)]
    alt = pair_findings.title(page.speech, listed, (names[0], names[1]))
    usual = PHONE if device.is_phone() else WIDE
    width = room.of(KEY, usual).width
    county = choices.settle(
        "county", [row["area_code"] for row in (*listed, *facts.behind(choice, second))], None
    )
    st.plotly_chart(
        _figure(page, choice, second, county, (width, usual.height)),
        theme=None,
        config=CONFIG,
        key=KEY,
        on_select=_clicked,
        selection_mode="points",
        alt=alt,
    )
    paper.chart(
        page, lambda light: _figure(light, choice, second, county, (int(paper.CHART_WIDTH), 560)), alt
    )
    room.listen(KEY, Size(width, usual.height))
    if county and county in choice.areas:
        name = plain.html(
            page.speech("pairs.to_profile", name=page.speech.pick(choice.areas[county], "area_name"))
        )
        here = {"county": county, "city": None, "period": choice.period.isoformat()}
        st.html(f'<p class="under">{choosing.elsewhere("area_profile", name, **here)}</p>')


def _clicked() -> None:
    points = (st.session_state.get(KEY) or {}).get("selection", {}).get("points") or []
    codes = [str(one["customdata"]) for one in points if one.get("customdata")]
    if codes:
        choices.toggle("county", codes[0])


@kept(most=60)
def _figure(page: Page, choice: Choice, second: str, county: str | None, size: tuple[int, int]) -> go.Figure:
    speech = page.speech
    indicators = choice.indicator, choice.indicators[second]
    dots = []
    for is_inside, listed in ((False, facts.behind(choice, second)), (True, facts.rows(choice, second))):
        for row in listed:
            figures = [
                numbers.with_unit(row[f"value_shown_{side}"], int(one["decimals"]), speech.pick(one, "unit"))
                for side, one in zip(("across", "up"), indicators, strict=True)
            ]
            hover = [
                speech.pick(row, "area_name"),
                *(
                    f"{speech.pick(one, 'short_name')} {figure}"
                    for one, figure in zip(indicators, figures, strict=True)
                ),
            ]
            code = str(row["area_code"])
            dots.append(
                Dot(
                    row["value_across"],
                    row["value_up"],
                    page.short_name(row),
                    tuple(hover),
                    code,
                    code == county,
                    is_inside,
                )
            )
    sides = [_side(page, choice, str(one["indicator_code"])) for one in indicators]
    return pair(dots, sides[0], sides[1], Size(*size), palette(page.theme))


def _side(page: Page, choice: Choice, code: str) -> Side:
    speech, one = page.speech, choice.indicators[code]
    target = facts.target(choice, code)
    words = speech("pairs.axis", name=speech.pick(one, "indicator_name"), unit=speech.pick(one, "unit"))
    most = 100.0 if speech.pick(one, "unit") == "%" else None
    if target is None:
        return Side(words, most=most)
    return Side(words, float(target), speech("card.target", value=numbers.bound(target)), most)
