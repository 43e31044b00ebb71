"""The flow: a column of tiers for each year-end, bands between them for what was filed to have moved."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from draw import flow
from draw.palette import Palette, palette
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.tiers.facts import TIERS, Row, by_year, here, shown_years
from ui.tiers.headline import figures, told
from words import numbers, periods, tier_findings

WIDE = flow.Room(760, 546, 96)
NARROW = flow.Room(358, 520, 84)
NARROW_YEARS = 3
CUT = 620  # pixels: what is narrower gets three year-ends


def draw(page: Page, form: Form, tier: str | None) -> None:
    """Draw the flow and its key; a stack chooses its tier and year, once more lets the tier go."""
    drawing.show(_drawn(tier, page, form), key="tier_flow", on_pick=partial(_picked, form))
    paper.drawing(page, lambda light: _drawn(tier, light, form).svg, _alternative(page, form))
    _key(page, form)


def _picked(form: Form, name: str) -> None:
    period, _, tier = name.partition("/")
    is_same = tier == choices.raw("tier") and period == form.period.isoformat()
    choices.choose("tier", None if is_same else tier)
    choices.choose("period", period)


def _alternative(page: Page, form: Form) -> str:
    row = here(form)
    finding = told(page, form)[0]
    lines = figures(page, row) if row else []
    return page.speech("list.sentence").join([finding, *lines])


@kept(most=100)
def _drawn(tier: str | None, page: Page, form: Form) -> drawing.Drawing:
    years, colours = shown_years(form), palette(page.theme)
    wide, narrow = (
        flow.flow(
            [_column(page, form, year, tier) for year in some],
            [_between(page, form, year) for year in some[1:]],
            room,
            colours,
        )
        for some, room in ((years, WIDE), (few(years, form.period), NARROW))
    )
    return drawing.in_two(wide, narrow, colours, _alternative(page, form), cut=CUT)


def few(years: list[dt.date], chosen: dt.date) -> list[dt.date]:
    """The year-ends of a narrow drawing: the last three, or those up to the chosen one where it lies before them."""
    place = years.index(chosen) if chosen in years else len(years) - 1
    end = len(years) if place >= len(years) - NARROW_YEARS else max(place + 1, NARROW_YEARS)
    return years[max(0, end - NARROW_YEARS) : end]


def fills(colours: Palette) -> dict[str, str]:
    """The fill of each tier: what is not rated is not known, so it is hatched."""
    return {
        "leading": colours.above[1],
        "sound": colours.faint,
        "upgrading": colours.below[0],
        "not_rated": "hatch",
    }


def _column(page: Page, form: Form, year: dt.date, tier: str | None) -> flow.Column:
    row = by_year(form)[year]
    fill, is_now = fills(palette(page.theme)), year == form.period
    return flow.Column(
        str(year.year),
        numbers.count(row["communities"]),
        [
            flow.Stack(
                int(row[one] or 0),
                fill[one],
                page.speech(f"tier.{one}"),
                numbers.count(row[one]),
                "" if one == "not_rated" else numbers.share(row[one] or 0, row["rated"] or 0),
                "\n".join([_of_day(page, year, one), *figures(page, row)]),
                f"{year.isoformat()}/{one}",
                is_now and one == tier,
            )
            for one in TIERS
        ],
        is_now,
    )


def _of_day(page: Page, year: dt.date, tier: str) -> str:
    return page.speech(
        "tiers.of_day", day=periods.year_end(page.speech, year), tier=page.speech(f"tier.{tier}")
    )


def _between(page: Page, form: Form, year: dt.date) -> flow.Between:
    """What moved in the year that ends on a day."""
    ways = [row for row in form.answers.rows("tier_flows", area=form.area) if row["period"] == year]
    if not ways:
        return flow.Between()
    place = {tier: at for at, tier in enumerate(TIERS)}
    row = by_year(form)[year]
    return flow.Between(
        [
            flow.Band(
                place[way["tier_from"]],
                place[way["tier_to"]],
                int(way["communities_moved"]),
                _kind(way),
                "\n".join(
                    [
                        tier_findings.way(page.speech, way["tier_from"], way["tier_to"]),
                        page.speech(
                            "tiers.in_year",
                            year=form.in_words(year),
                            n=numbers.count(way["communities_moved"]),
                        ),
                    ]
                ),
            )
            for way in ways
            if "outside" not in (way["tier_from"], way["tier_to"])
        ],
        page.speech("tiers.up", n=numbers.count(row["risen"])),
        page.speech("tiers.down", n=numbers.count(row["fallen"])),
    )


def _kind(way: Row) -> flow.Kind:
    if way["tier_from"] == way["tier_to"]:
        return "stayed"
    if way["tier_from"] == "not_rated":
        return "rated"
    return "up" if TIERS.index(way["tier_to"]) < TIERS.index(way["tier_from"]) else "down"


def _key(page: Page, form: Form) -> None:
    """What the bands mean, what went and came in the year, and of how many counties the bands are."""
    speech, row = page.speech, here(form)
    parts = [
        f'<b class="met">{plain.html(speech("tiers.key_up"))}</b>',
        f'<b class="not_met">{plain.html(speech("tiers.key_down"))}</b>',
        plain.html(speech("tiers.key_bands")),
    ]
    if row and row["communities"] is not None:
        gone, formed = (numbers.count(row[name]) for name in ("gone", "formed"))
        parts.append(plain.html(speech("tiers.key_gone", year=form.period_words, gone=gone, formed=formed)))
    parts += [plain.html(one) for one in _followed(page, form)]
    hint = f'<span class="hint">{plain.html(speech("tiers.hint"))}</span>'
    st.html(f'<p class="under key">{" &ensp; ".join(parts)} &ensp; {hint}</p>')


def _followed(page: Page, form: Form) -> list[str]:
    """Of how many counties the bands of the year are, where not of all; that the first year has none."""
    row, ways = here(form), form.answers.rows("tier_flows", area=form.area)
    if not ways:
        return [page.speech("tiers.key_first")]
    followed = max((way["parts_followed"] for way in ways if way["period"] == form.period), default=None)
    if row is None or followed is None or followed == row["parts"]:
        return []
    return [page.speech("tiers.key_followed", n=numbers.count(followed), all=numbers.count(row["parts"]))]
