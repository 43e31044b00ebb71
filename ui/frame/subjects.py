"""What a page is about, settled from its address: an indicator, a kind of return or the composite index, with a period and an area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import streamlit as st

from files import tree
from ui.frame import boundaries, choices, indicator_boxes, named_areas, plain
from ui.frame.page import Choice, Chosen, Form, Page, Quarter, Row


def of(page: Page) -> Chosen | None:
    """What the page's record says it is about; of a page about nothing of these what its strip and foot speak of."""
    if "indicator" in page.screen.shared:
        return choice(page)
    return quarter(page) if page.screen.has_index else form(page)


def choice(page: Page) -> Choice:
    """Check the shared choices against the data; what cannot be used falls back and is noted."""
    answers = page.answers
    indicators = answers.indicators()
    group, first = _group(page, indicators)
    code = str(_settled(page, "indicator", indicators, first))
    periods = answers.periods(code)
    by_text = {p.isoformat(): p for p in periods}
    period = by_text[str(_settled(page, "period", by_text, opening(periods).isoformat()))]
    chosen = boundaries.settled(page) if boundaries.KEY in page.screen.in_sidebar else None
    areas = boundaries.areas(page, code, period, chosen)
    city = _city(page, areas)
    _take_county(page, areas, city)
    county = _settled(page, "county", _counties(areas), None)
    return Choice(
        page.speech,
        answers,
        page.root,
        indicators=indicators,
        indicator=indicators[code],
        group=group,
        periods=periods,
        period=period,
        areas=areas,
        city=city,
        county=county,
        boundaries=chosen,
    )


def _group(page: Page, indicators: Mapping[str, Row]) -> tuple[str | None, str]:
    """The group of indicators that is chosen, and which of them is shown where none is: the headline's, else the first.

    An indicator that was asked for by itself is shown, whatever group was chosen before: then it is all of them again.
    """
    groups = indicator_boxes.groups(indicators)
    group = _settled(page, "group", groups, None)
    if group and choices.raw("indicator") in indicators.keys() - set(groups[group]):
        choices.put("group", None)
        group = None
    if group and choices.raw("indicator") is None:
        # Named, as not every page that a link leads to knows of groups.
        choices.put("indicator", indicator_boxes.first(groups[group], page.facts))
    return group, indicator_boxes.first(groups[group] if group else list(indicators), page.facts)


def _settled(page: Page, key: str, allowed: Iterable[str], default: str | None) -> str | None:
    """A shared choice where the page reads it; elsewhere what stands when nothing is chosen."""
    return choices.settle(key, allowed, default) if key in page.screen.shared else default


def form(page: Page) -> Form | None:
    """The return that the page is about, with its period and area; None of a page about none, or one that nobody asks for."""
    answers, screen = page.answers, page.screen
    if not screen.form:
        return None
    name = str(choices.settle("form", asked_for(page), screen.form)) if "form" in screen.own else screen.form
    kind = answers.forms().get(name)
    periods = answers.form_periods(name) if kind else {}
    if kind is None or not periods:
        _let_go(page)
        return None
    period = _own_period(page, periods)
    areas, city, county = _place(page, period)
    return Form(page.speech, answers, page.root, periods, period, areas, kind=kind, city=city, county=county)


def asked_for(page: Page) -> list[str]:
    """Kinds of counted return that somebody is to file, in the programme's order."""
    return [
        name
        for name, row in page.answers.forms().items()
        if row["dataset_kind"] == "counts" and page.answers.form_periods(name)
    ]


def quarter(page: Page) -> Quarter | None:
    """The quarter whose index a page is about, with the area; None where no quarter's returns are all due yet."""
    periods = {row["period"]: row for row in page.answers.rows("index_periods")}
    if not periods:
        _let_go(page)
        return None
    period = _own_period(page, periods)
    areas, city, county = _place(page, period)
    return Quarter(page.speech, page.answers, page.root, periods, period, areas, city=city, county=county)


def _place(page: Page, period: dt.date) -> tuple[Mapping[str, Row], str | None, str | None]:
    """The areas of a day by code, and the city and the county chosen among them."""
    areas = page.answers.areas(period)
    city = _city(page, areas)
    _take_county(page, areas, city)
    counties = _inside(areas, city)
    return areas, city, choices.settle("county", counties, None) if "county" in page.screen.keys else None


def _city(page: Page, areas: Mapping[str, Row]) -> str | None:
    """The city chosen, by its code or by what it is called."""
    if "city" not in page.screen.shared:
        return None
    named_areas.take("city", areas, tree.choosable(areas))
    return choices.settle("city", tree.choosable(areas), None)


def _take_county(page: Page, areas: Mapping[str, Row], city: str | None) -> None:
    """Where an address calls the page's county by its name, it is the one of the city that answers to it."""
    # Each run of a page comes here, mostly with a code or with none: then no county is looked through.
    asked = choices.raw("county")
    if "county" in page.screen.keys and asked is not None and asked not in areas:
        named_areas.take("county", areas, _inside(areas, city))


def _inside(areas: Mapping[str, Row], city: str | None) -> list[str]:
    return [code for code in _counties(areas) if tree.is_within(areas[code], city)]


def _own_period(page: Page, periods: Mapping[dt.date, Row]) -> dt.date:
    """The period chosen, where the page has it, else its newest before that: a year-end for a quarter.

    What was chosen stays for the pages that have it; only what is no period at all is taken back.
    """
    asked = choices.raw("period")
    by_text = {period.isoformat(): period for period in periods}
    if asked in by_text:
        return by_text[str(asked)]
    every = {period.isoformat() for period in page.answers.periods(str(page.facts["headline_indicator"]))}
    before = [period for text, period in by_text.items() if asked in every and text <= str(asked)]
    if before:
        return max(before)
    if asked is not None:
        choices.remember_unknown("period", str(asked))
        if asked not in every:
            choices.put("period", None)
    return opening(periods)


def opening(periods: Mapping[dt.date, Row]) -> dt.date:
    """The period that a page opens with where none is chosen: the one said to be so, else the newest."""
    return next((period for period, row in periods.items() if row.get("is_opening")), next(iter(periods)))


def _let_go(page: Page) -> None:
    """What the address of a page names that has nothing to show: told where it is wrong, kept where another page has it."""
    every = page.answers.periods(str(page.facts["headline_indicator"]))
    areas = page.answers.areas(page.facts["last_period"])
    known: dict[str, list[str]] = {
        "period": [period.isoformat() for period in every],
        "city": tree.choosable(areas),
        "county": _counties(areas),
    }
    for key in page.screen.keys:
        if key not in ("lang", "theme", "as_of"):
            choices.settle(key, known.get(key, ()), None)


def _counties(areas: Mapping[str, Row]) -> list[str]:
    return [code for code, row in areas.items() if row["area_level"] == "county"]


def not_asked(page: Page) -> None:
    """In the place of a page about a return that nobody is asked for, or about an index before any is due: what would change it."""
    name = page.speech(f"menu.{page.screen.name}")
    title, remedy = (
        ("unasked.title_index", "unasked.remedy_index")
        if page.screen.has_index
        else ("unasked.title", "unasked.remedy")
    )
    st.title(plain.markdown(page.speech(title, name=name)), anchor=False)
    st.html(f'<p class="under">{plain.html(page.speech(remedy))}</p>')
