"""What is accepted each year: bars of the batches, how many stand, and which areas have how many."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from draw import batches
from draw.palette import palette
from files import tree
from ui.evaluation import facts
from ui.evaluation.facts import Row
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter
from ui.parts import drawing, paper, unfiled
from words import Speech, numbers, periods, sentences

NAMED = 10  # counties that a line names
WIDTHS = (560.0, 358.0)  # of the bars, wide and narrow
CUT = 480
COLUMNS = {
    "zh": ((520.0, 76.0, 48.0, 60.0), (358.0, 62.0, 40.0, 54.0)),
    "en": ((520.0, 96.0, 48.0, 60.0), (358.0, 80.0, 40.0, 54.0)),
}


@kept(most=60)
def rows(page: Page, quarter: Quarter) -> dict[dt.date, dict[str, Row]]:
    """By year-end up to the quarter, by area: of the whole, or of the city in which the area shown lies."""
    scope = (
        quarter.city
        or (tree.above(quarter.areas[quarter.county]) if quarter.county else None)
        or quarter.root
    )
    if quarter.county and not quarter.areas[quarter.county]["city_code"]:
        scope = quarter.county
    found: dict[dt.date, dict[str, Row]] = {}
    for row in page.answers.rows("acceptance_batches", area=scope):
        if row["period"] <= quarter.period:
            found.setdefault(row["period"], {})[row["area_code"]] = row
    return found


def years(page: Page, quarter: Quarter) -> list[Row]:
    """The area's rows of the year-ends for which something is filed, oldest first."""
    own = [areas[quarter.area] for areas in rows(page, quarter).values() if quarter.area in areas]
    return sorted((row for row in own if row["parts_filed"]), key=lambda row: row["period"])


def told(page: Page, quarter: Quarter) -> tuple[str, str]:
    """How many stand at the newest year-end, who has none, and what the batches came to."""
    speech, of = page.speech, years(page, quarter)
    name = "" if quarter.area == quarter.root else facts.name(page, quarter, quarter.area)
    if not of:
        who = name or facts.name(page, quarter, quarter.root)
        return speech("evaluation.accepted_none", name=who), speech("evaluation.accepted_grey_target")
    last = of[-1]
    day = periods.year_end(speech, last["period"])
    place = speech("evaluation.accepted_place", name=name) if name else ""
    title = speech.plural("evaluation.accepted_title", last["in_force"], place=place, day=day)
    if last["parts"] > 1 and last["parts_without"]:
        title = speech("list.sentence").join(
            [title, speech.plural("evaluation.accepted_without", last["parts_without"])]
        )
    decided = [row for row in of if row["accepted_urban"] + row["accepted_rural"]]
    grey = [
        speech.plural(
            "evaluation.accepted_grey",
            len(decided),
            accepted=numbers.count(sum(row["accepted_urban"] + row["accepted_rural"] for row in of)),
            withdrawn=numbers.count(sum(row["withdrawn_communities"] for row in of)),
        )
    ]
    if last["in_force_share"] is not None:
        share = numbers.with_unit(last["in_force_share"], 2, "%")
        grey.append(
            speech(
                "evaluation.accepted_share", share=share, all=numbers.count(last["villages_and_communities"])
            )
        )
    grey.append(speech("evaluation.accepted_grey_target"))
    lacking = [
        row
        for row in rows(page, quarter)[last["period"]].values()
        if row["area_level"] == "county" and not row["parts_filed"]
    ]
    if last["parts"] > 1 and lacking:
        grey.append(unfiled.left_out(page, lacking))
    return title, " · ".join(grey)


def draw(page: Page, quarter: Quarter, title: str) -> None:
    """The bars, and beside them the cities with their counties, or the counties of a city; a row chooses its area."""
    speech = page.speech
    if not years(page, quarter):
        st.html(f'<p class="nothing">{plain.html(speech("evaluation.accepted_nothing"))}</p>')
        return
    with st.container(key="drawn_row"):
        main, side = st.columns([560, 540], gap="large")
    with main:
        _heading(page, "evaluation.batches", "evaluation.batches_note")
        drawing.show(_bars(title, page, quarter), key="batches")
        paper.drawing(page, lambda light: _bars(title, light, quarter).svg, title)
        st.html(_key(page))
        st.html(f'<p class="under">{plain.html(_sources(page, quarter))}</p>')
        st.html(f'<p class="under">{plain.html(_without(page, quarter))}</p>')
    with side:
        _heading(page, "evaluation.shares", "evaluation.shares_note")
        drawing.show(_shares(page, quarter), key="shares", on_pick=lambda code: picked(quarter, code))
        paper.drawing(page, lambda light: _shares(light, quarter).svg, speech("evaluation.shares"))


def _heading(page: Page, title: str, note: str) -> None:
    heading, small = plain.html(page.speech(title)), plain.html(page.speech(note))
    st.html(f'<section class="ranking"><h2>{heading} <small>{small}</small></h2></section>')


def picked(quarter: Quarter, code: str) -> None:
    """Choose an area: a city, or a county, which a second choice lets go."""
    if code in quarter.areas and tree.is_whole(quarter.areas[code]):
        choices.choose("city", code)
        choices.choose("county", None)
    else:
        choices.toggle("county", code)


def _key(page: Page) -> str:
    colours = palette(page.theme)
    swatches = "".join(
        f'<span class="swatch" style="background:{fill};border:1px solid {edge}"></span>{plain.html(page.speech(key))} '
        for fill, edge, key in (
            (colours.above[0], colours.above[0], "evaluation.key_rural"),
            (colours.above[2], colours.above[2], "evaluation.key_urban"),
            ("transparent", colours.muted, "evaluation.key_applied"),
            (colours.below[1], colours.below[1], "evaluation.key_withdrawn"),
        )
    )
    return f'<p class="swatches">{swatches}</p>'


def _sources(page: Page, quarter: Quarter) -> str:
    """Of which years something was published, and where; empty where nothing was."""
    found = [row for row in years(page, quarter) if row["accepted_published"] is not None]
    named = [str(row["accepted_published_source"]) for row in found if row["accepted_published_source"]]
    if not found:
        return ""
    return page.speech(
        "evaluation.published_note", sources=page.speech("list.item").join(named) or numbers.DASH
    )


def _without(page: Page, quarter: Quarter) -> str:
    """Who has none at the newest year-end, by name."""
    speech, last = page.speech, years(page, quarter)[-1]
    none = [
        row
        for row in rows(page, quarter)[last["period"]].values()
        if row["area_level"] == "county" and row["parts_without"]
    ]
    if not none or last["parts"] == 1:
        return ""
    names = sentences.some(speech, [page.short_name(row) for row in none], NAMED)
    return speech.plural("evaluation.without_named", len(none), names=names)


@kept(most=60)
def _bars(title: str, page: Page, quarter: Quarter) -> drawing.Drawing:
    colours, of = palette(page.theme), years(page, quarter)
    listed = [_batch(page, row, is_now=row is of[-1]) for row in of]
    wide, narrow = (batches.batches(listed, width, colours) for width in WIDTHS)
    return drawing.in_two(
        wide, narrow, colours, page.speech("evaluation.batches_alt", finding=title), cut=CUT
    )


def _batch(page: Page, row: Row, *, is_now: bool) -> batches.Batch:
    speech = page.speech
    urban, rural = int(row["accepted_urban"]), int(row["accepted_rural"])
    applied = int(row["applied_urban"] + row["applied_rural"])
    withdrawn = int(row["withdrawn_communities"])
    is_waiting = not (urban or rural or row["failed_communities"]) and applied > 0
    lines = [
        speech("evaluation.batch_year", year=row["period"].year),
        speech(
            "evaluation.batch_applied",
            n=numbers.count(applied),
            urban=numbers.count(row["applied_urban"]),
            rural=numbers.count(row["applied_rural"]),
        ),
        speech(
            "evaluation.batch_accepted",
            n=numbers.count(urban + rural),
            urban=numbers.count(urban),
            rural=numbers.count(rural),
        ),
        speech(
            "evaluation.batch_failed",
            failed=numbers.count(row["failed_communities"]),
            withdrawn=numbers.count(withdrawn),
        ),
        speech("evaluation.batch_in_force", n=numbers.count(row["in_force"])),
    ]
    if row["accepted_published"] is not None:
        source = str(row["accepted_published_source"] or "")
        lines.append(speech("list.sentence").join(one for one in (_published(speech, row), source) if one))
    if row["parts_filed"] < row["parts"]:
        lines.append(
            speech(
                "tiers.line_parts", filed=numbers.count(row["parts_filed"]), all=numbers.count(row["parts"])
            )
        )
    return batches.Batch(
        str(row["period"].year),
        urban,
        rural,
        applied,
        withdrawn,
        (
            numbers.count(urban),
            numbers.count(rural),
            numbers.count(urban + rural),
            numbers.count(applied),
            speech("evaluation.batch_withdrawn", n=numbers.count(withdrawn)),
        ),
        speech("evaluation.batch_waiting") if is_waiting else "",
        "\n".join(lines),
        is_now,
        _published(speech, row),
    )


def _published(speech: Speech, row: Row) -> str:
    """What a source published of those accepted in the year, beside what counties filed; empty where nothing was."""
    if row["accepted_published"] is None:
        return ""
    return speech("evaluation.published", n=numbers.count(row["accepted_published"]))


@kept(most=60)
def _shares(page: Page, quarter: Quarter) -> drawing.Drawing:
    speech, colours = page.speech, palette(page.theme)
    areas = rows(page, quarter)[years(page, quarter)[-1]["period"]]
    cities = [row for row in areas.values() if quarter.is_city(row)]
    of_whole = quarter.area == quarter.root and bool(cities)
    counties = [row for row in areas.values() if row["area_level"] == "county"]
    shown = [*cities, *(row for row in counties if row["city_code"] is None)] if of_whole else counties
    shown.sort(
        key=lambda row: (row["in_force_share"] is None, -(row["in_force_share"] or 0), row["area_code"])
    )
    listed = [_line(page, quarter, row, counties if of_whole else []) for row in shown]
    top = areas.get(quarter.root) or areas.get(str(quarter.city)) or next(iter(areas.values()))
    share = top["in_force_share"]
    words = speech(
        "evaluation.shares_whole", name=page.short_name(top), share=numbers.with_unit(share, 2, "%")
    )
    heads = (speech("evaluation.shares_count"), speech("evaluation.shares_share"))
    wide, narrow = (
        batches.shares(listed, (None if share is None else float(share), words), heads, columns, colours)
        for columns in COLUMNS[page.language]
    )
    return drawing.in_two(wide, narrow, colours, speech("evaluation.shares"), cut=CUT)


def _line(page: Page, quarter: Quarter, row: Row, counties: list[Row]) -> batches.Line:
    speech, share = page.speech, row["in_force_share"]
    parts = [
        float(one["in_force_share"])
        for one in counties
        if row["area_code"] != quarter.root
        and one is not row
        and quarter.is_within(one, row["area_code"])
        and one["in_force_share"] is not None
    ]
    told = (
        speech("evaluation.accepted_not_filed")
        if not row["parts_filed"]
        else speech("evaluation.accepted_no_share")
    )
    lines = [speech.pick(row, "area_name")]
    if row["parts_filed"]:
        lines.append(speech("evaluation.batch_in_force", n=numbers.count(row["in_force"])))
    if share is not None:
        lines.append(
            speech(
                "evaluation.accepted_share",
                share=numbers.with_unit(share, 2, "%"),
                all=numbers.count(row["villages_and_communities"]),
            )
        )
    return batches.Line(
        page.short_name(row),
        None if share is None else float(share),
        parts,
        numbers.count(row["in_force"]),
        numbers.with_unit(share, 2, "%") if share is not None else numbers.DASH,
        told,
        "\n".join(lines),
        row["area_code"],
        row["area_code"] in (quarter.county, quarter.city),
    )
