"""The chosen county: each thing beside all counties, with what else its return tells of it."""

from __future__ import annotations

import streamlit as st

from draw import strips
from draw.palette import palette
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.resources.facts import Row, by_area, counties, here
from ui.resources.headline import told
from words import numbers, resource_findings

WIDTH = 340.0


def draw(page: Page, form: Form) -> None:
    """The card; its button lets the county go."""
    speech, row = page.speech, here(form)
    with st.container(border=True, key="county_card"):
        verdict = row["floor_verdict"]
        city = speech.pick(row, "city_name")
        said = speech(f"resources.verdict_{verdict}")
        st.html(
            f'<div class="card"><h2><span>{plain.html(speech.pick(row, "area_name"))} <small>{plain.html(city)}</small></span>'
            f'<span class="verdict {verdict}">{plain.html(said)}</span></h2></div>'
        )
        drawing.show(_drawn(page, form), key="resource_card")
        paper.drawing(page, lambda light: _drawn(light, form).svg, told(page, form)[0])
        st.html(f'<p class="under">{plain.html(speech("resources.card_note"))}</p>')
        st.button(
            speech("resources.close"), key="clear_county", on_click=lambda: choices.choose("county", None)
        )


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    speech, colours, row = page.speech, palette(page.theme), here(form)
    every = counties(form, by_area(form)[form.root])
    judged = {"met": colours.good, "not_met": colours.bad}

    def thing(
        name: str, column: str, status: str, tip: str, lines: list[str], judge: str = ""
    ) -> strips.Strip:
        value = row[column]
        target = row[f"{judge}_target"] if judge else None
        figure = resource_findings.state(speech, row[status]) if value is None else numbers.ratio(value, 1)
        return strips.Strip(
            speech(f"resources.{name}"),
            figure,
            speech(f"resources.short_unit_{name}"),
            judged.get(row[f"{judge}_verdict"], "") if judge else "",
            [float(one[column]) for one in every if one[column] is not None],
            None if value is None else float(value),
            None if target is None else float(target),
            [] if value is None else lines,
            tip,
        )

    things = [
        thing("funds", "funds_per_community", "funds_status", resource_findings.funds(speech, row), _funds(page, row)),
        thing("floor", "floor_value", "floor_status", resource_findings.floor(speech, row), _floor(page, row), "floor"),
        thing(
            "complexes", "complex_value", "complex_status", resource_findings.complexes(speech, row),
            _complexes(page, row), "complex",
        ),
        thing(
            "villages", "strong_village_value", "village_status", resource_findings.villages(speech, row), _villages(page, row)
        ),
        thing("income", "income_per_community", "earning_status", resource_findings.income(speech, row), _income(page, row)),
    ]  # fmt: skip
    return drawing.as_it_is(strips.strips(things, WIDTH, colours), colours, told(page, form)[0])


def _funds(page: Page, row: Row) -> list[str]:
    return [_said(page, "funds", paid=row["funds_paid"], budget=row["funds_budgeted"])]


def _floor(page: Page, row: Row) -> list[str]:
    lines = [_said(page, "floor", area=row["floor_area"], activity=row["activity_area"])]
    if row["floor_lacking"]:
        area = resource_findings.size(page.speech, row["floor_lacking"])
        lines.append(page.speech("resources.lacking", area=area))
    return lines


def _complexes(page: Page, row: Row) -> list[str]:
    lines = [_said(page, "complexes", with_one=row["complex_communities"], all=row["complex_of"])]
    if row["star_complexes"] is not None:
        lines.append(_said(page, "stars", stars=row["star_complexes"]))
    return lines


def _villages(page: Page, row: Row) -> list[str]:
    told = {"income": row["village_income"], "operating": row["village_operating_income"]}
    return [
        _said(page, "villages", villages=row["strong_villages"], all=row["strong_villages_of"]),
        _said(page, "village_income", **told, companies=row["village_companies"]),
    ]


def _income(page: Page, row: Row) -> list[str]:
    told = {"communities": row["earning_communities"], "all": row["earning_communities_of"]}
    return [_said(page, "income", income=row["community_income"], **told)]


def _said(page: Page, thing: str, **told: int | None) -> str:
    return page.speech(f"resources.card_{thing}", **{name: numbers.count(one) for name, one in told.items()})
