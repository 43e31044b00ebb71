"""How many organizations there are for the residents: a row a city, a mark a county."""

from __future__ import annotations

from functools import partial

import streamlit as st

from draw import city_marks, svg
from draw.palette import palette
from files import tree
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.organizations import facts
from ui.organizations.headline import told
from ui.parts import drawing, paper
from words import numbers, organization_findings

NAMES = {"zh": 52.0, "en": 74.0}
WIDTHS, HEIGHT = (690.0, 560.0, 356.0), 262.0
CUTS = (650, 520)  # pixels: what is narrower than the first gets the second, than the second the last


def draw(page: Page, form: Form) -> None:
    """The heading and the drawing: a mark chooses its county, which a second press lets go; a row opens its city."""
    heading = plain.html(page.speech("organizations.marks"))
    far = city_marks.counted_far(*_shown(page, form))
    note = f"<p>{plain.html(page.speech.plural('chart.far', far))}</p>" if far else ""
    st.html(f'<section class="ranking"><h2>{heading}</h2>{note}</section>')
    drawing.show(
        _drawn(device.is_phone(), page, form), key="organization_marks", on_pick=partial(picked, form)
    )
    paper.drawing(page, lambda light: _drawn(False, light, form).svg, alternative(page, form))


def alternative(page: Page, form: Form) -> str:
    return page.speech("organizations.marks_alt", finding=told(page, form)[0], period=form.period_words)


def picked(form: Form, code: str) -> None:
    """Choose the area that was pressed."""
    row = facts.by_area(form).get(code)
    if row is None or row["area_level"] == "zone":  # a zone is no county that a page could show
        return
    if tree.is_whole(row):
        choices.choose("city", None if code == form.city else code)
        choices.choose("county", None)
    else:
        choices.toggle("county", code)


@kept(most=100)
def _drawn(is_phone: bool, page: Page, form: Form) -> drawing.Drawing:
    colours, label = palette(page.theme), alternative(page, form)
    if is_phone:
        return drawing.said_once(drawing.as_it_is(_sketch(page, form, WIDTHS[-1]), colours, label))
    wide, middle, narrow = (_sketch(page, form, width) for width in WIDTHS)
    return drawing.said_once(drawing.in_three((wide, middle, narrow), CUTS, colours, label))


def _sketch(page: Page, form: Form, width: float) -> svg.Sketch:
    room = (width, NAMES[page.language], HEIGHT)
    return city_marks.city_marks(*_shown(page, form), room, palette(page.theme))


def _shown(page: Page, form: Form) -> tuple[list[city_marks.Row], city_marks.Scale]:
    """A row for each city with a mark for each of its counties, and what they stand beside."""
    speech = page.speech
    whole = facts.by_area(form)[form.root]
    groups = facts.groups(form)
    scale = city_marks.Scale(
        None if whole["per_10k"] is None else float(whole["per_10k"]),
        speech("organizations.whole", name=page.short_name(whole), n=numbers.ratio(whole["per_10k"], 1)),
        [speech.pick(row, "peer_group_name") for row in groups.values()],
        speech("organizations.rule"),
    )
    named = _named(form)
    order = {group: number for number, group in enumerate(groups)}
    rows = []
    for city, counties in facts.by_city(form):
        marks = [_mark(page, form, row, (order, named)) for row in counties if row["per_10k"] is not None]
        if city is None:
            rows.append(city_marks.Row(_of_no_city(page, form), None, marks))
            continue
        value = None if city["per_10k"] is None else float(city["per_10k"])
        tip = "\n".join([speech.pick(city, "area_name"), *organization_findings.lines(speech, city)])
        is_chosen = city["area_code"] == form.city
        rows.append(city_marks.Row(page.short_name(city), value, marks, tip, city["area_code"], is_chosen))
    return rows, scale


def _of_no_city(page: Page, form: Form) -> str:
    """What the row of counties of no city is called: where there is no city at all, as the whole."""
    if any(city for city, _ in facts.by_city(form)):
        return page.speech("organizations.no_city")
    return page.short_name(form.areas[form.root])


def _named(form: Form) -> set[str]:
    """The counties with fewest and most, of the area shown."""
    ends = organization_findings.extremes(facts.counties(form, form.city or form.root))
    return set() if ends is None else {row["area_code"] for row in ends}


def _mark(page: Page, form: Form, row: facts.Row, how: tuple[dict[str, int], set[str]]) -> city_marks.Mark:
    order, named = how
    speech, city = page.speech, page.speech.pick(row, "city_short_name")
    name = speech.pick(row, "area_name")
    title = speech("toolbar.county_of_city", county=name, city=city) if city else name
    group = [speech.pick(row, "peer_group_name")] if row["peer_group"] else []
    return city_marks.Mark(
        float(row["per_10k"]),
        order.get(row["peer_group"] or "", len(order)),
        page.short_name(row),
        "\n".join([title, *organization_findings.lines(speech, row), *group]),
        row["area_code"],
        row["area_code"] == form.county,
        row["area_code"] in named,
    )
