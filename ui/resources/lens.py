"""The table lens: the whole and its cities, or a city and its counties, each thing in a column of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

import streamlit as st

from draw import lens
from draw.palette import Palette, palette
from files import tree
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.resources.facts import Row, below, by_area, counties, head
from ui.resources.headline import told
from words import numbers, resource_findings

WIDE = lens.Room(
    1156,
    92,
    {
        "funds": (92, 112, 0),
        "floor": (158, 44, 62),
        "complexes": (100, 54, 44),
        "villages": (100, 54, 54),
        "income": (0, 88, 0),
    },
    20,
    452,
)
NARROW = lens.Room(
    744,
    84,
    {"funds": (46, 46, 0), "floor": (106, 38, 56), "complexes": (60, 52, 42), "villages": (60, 52, 52)},
    12,
    has_notes=False,
)
SLIM = lens.Room(356, 76, {"floor": (160, 42, 64)}, 12, 620, has_under=True)
CUTS = (
    1000,
    640,
)  # pixels: what is narrower than the first gets less of each column, than the second the rooms alone
OUTLIERS = 0.02  # of the counties at either end stand at the scale's end: a few would squeeze all others
PLAIN = {"met": "met", "not_met": "below"}


def draw(page: Page, form: Form) -> None:
    """Draw the lens and its key; a city opens its counties, a county its card, which a second press lets go."""
    drawing.show(_drawn(page, form), key="resource_lens", on_pick=partial(picked, form))
    paper.drawing(page, lambda light: _drawn(light, form).svg, _alternative(page, form))
    _key(page, form)


def picked(form: Form, code: str) -> None:
    """Choose the area that was pressed."""
    row = by_area(form).get(code)
    if row is None:
        return
    if tree.is_whole(row):
        choices.choose("city", code)
        choices.choose("county", None)
    else:
        choices.toggle("county", code)


def _alternative(page: Page, form: Form) -> str:
    finding, grey = told(page, form)
    return page.speech("list.sentence").join([finding, grey])


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    colours, top, listed = palette(page.theme), head(form), below(form)
    shown = [top, *listed]
    columns = _columns(page, form, shown)
    rows = [_row(page, form, row, colours) for row in shown]
    wide, narrow, slim = (lens.lens(columns, rows, room, colours) for room in (WIDE, NARROW, SLIM))
    return drawing.in_three((wide, narrow, slim), CUTS, colours, _alternative(page, form))


def _columns(page: Page, form: Form, shown: list[Row]) -> dict[str, lens.Column]:
    """The heads; rooms, complexes and villages on the scales of all counties, so that they stay from city to city."""
    speech, every = page.speech, counties(form, by_area(form)[form.root])
    targets = {
        name: next((float(row[f"{name}_target"]) for row in shown if row[f"{name}_target"]), None)
        for name in ("floor", "complex")
    }
    floor = _ends((row["floor_value"] for row in every), targets["floor"], 2)
    complexes = _ends((row["complex_value"] for row in every), targets["complex"], 5)
    villages = _ends((row["strong_village_value"] for row in every), 0, 5)
    funds = max((float(row["budget_per_community"] or 0) for row in shown), default=0) or 1.0

    def target(value: float | None, key: str) -> str:
        return "" if value is None else speech(key, n=numbers.bound(value))

    def column(name: str, ends: tuple[float, float], *, last: str = "", share: bool = False) -> lens.Column:
        low, high = (numbers.attach(numbers.bound(end), "%" * share) for end in ends)
        return lens.Column(
            speech(f"resources.{name}"),
            speech(f"resources.unit_{name}"),
            speech(f"resources.short_unit_{name}"),
            *ends,
            low,
            high,
            last,
        )

    return {
        "funds": column("funds", (0, funds)).with_words("0", numbers.count(round(funds))),
        "floor": column("floor", floor, last=speech("resources.head_short")).with_target(
            targets["floor"], target(targets["floor"], "resources.standard")
        ),
        "complexes": column(
            "complexes", complexes, last=speech("resources.head_without"), share=True
        ).with_target(targets["complex"], target(targets["complex"], "resources.target")),
        "villages": column("villages", villages, last=speech("resources.head_change"), share=True),
        "income": lens.Column(speech("resources.income"), speech("resources.unit_income")),
    }


def _ends(values: Iterable[object], also: float | None, step: int) -> tuple[float, float]:
    """Round ends that hold nearly all values, and one more."""
    known = sorted(float(value) for value in values if value is not None)  # type: ignore[arg-type]
    cut = int(OUTLIERS * len(known))
    inner = [*known[cut : len(known) - cut], *([] if also is None else [also])]
    if not inner:
        return 0.0, 1.0
    low, high = math.floor(min(inner) / step) * step, math.ceil(max(inner) / step) * step
    return float(low), float(high if high > low else low + step)


def _row(page: Page, form: Form, row: Row, colours: Palette) -> lens.Row:
    speech, is_head = page.speech, row is head(form)
    lacks = row["parts"] - row["parts_filed"] if row["parts"] > 1 else 0
    return lens.Row(
        page.short_name(row),
        {
            "funds": _funds(page, row),
            "floor": _floor(page, form, row, colours),
            "complexes": _complexes(page, form, row, colours),
            "villages": _villages(page, form, row, colours),
            "income": _income(page, row),
        },
        speech("resources.lacks", n=lacks) if lacks else "",
        _under(page, row),
        is_head,
        "\n".join([speech.pick(row, "area_name"), *resource_findings.lines(speech, row)]),
        "" if is_head else row["area_code"],
        row["area_code"] == form.county,
    )


def _none(page: Page, status: str) -> lens.Cell:
    is_unknown = status != "not_applicable"
    return lens.Cell(instead=resource_findings.state(page.speech, status), is_hatched=is_unknown)


def _funds(page: Page, row: Row) -> lens.Cell:
    if row["funds_per_community"] is None:
        return _none(page, row["funds_status"])
    share = numbers.share(row["funds_paid"], row["funds_budgeted"])
    return lens.Cell(
        frame=float(row["budget_per_community"]),
        solid=float(row["funds_per_community"]),
        figure=numbers.ratio(row["funds_per_community"], 1),
        note=page.speech("resources.paid", share=share),
    )


def _floor(page: Page, form: Form, row: Row, colours: Palette) -> lens.Cell:
    if row["floor_value"] is None:
        return _none(page, row["floor_status"])
    is_city = form.is_city(row) and row is not head(form)
    judged = {"met": colours.good, "not_met": colours.bad}
    lacking = row["floor_lacking"]
    return lens.Cell(
        points=[
            lens.Point(
                float(one["floor_value"]),
                PLAIN.get(one["floor_verdict"], "plain"),
                "\n".join([page.speech.pick(one, "area_name"), resource_findings.floor(page.speech, one)]),
                one["area_code"] if one["floor_verdict"] in PLAIN else "",
            )
            for one in (counties(form, row) if is_city else ())
            if one["floor_value"] is not None
        ],
        value=float(row["floor_value"]),
        kind=PLAIN.get(row["floor_verdict"], "plain"),
        is_rule=row["parts"] > 1,
        figure=numbers.ratio(row["floor_value"], 1),
        ink=judged.get(row["floor_verdict"], colours.text),
        last="" if lacking is None else resource_findings.short_size(page.speech, lacking),
        last_ink=colours.bad if lacking else colours.muted,
    )


def _complexes(page: Page, form: Form, row: Row, colours: Palette) -> lens.Cell:
    if row["complex_value"] is None:
        return _none(page, row["complex_status"])
    judged = {"met": colours.good, "not_met": colours.bad}
    without, is_judged = row["complex_without"], row["complex_target"] is not None
    return lens.Cell(
        points=_hairs(form, row, "complex_value"),
        value=float(row["complex_value"]),
        kind=PLAIN.get(row["complex_verdict"], "plain"),
        figure=numbers.with_unit(row["complex_value"], 1, "%"),
        ink=judged.get(row["complex_verdict"], colours.text),
        last=numbers.count(without),
        last_ink=colours.bad if without and is_judged else colours.muted,
    )


def _villages(page: Page, form: Form, row: Row, colours: Palette) -> lens.Cell:
    if row["strong_village_value"] is None:
        if row["village_status"] == "not_applicable":
            return lens.Cell(instead=page.speech("resources.no_village"))
        return _none(page, row["village_status"])
    change, before = row["strong_village_change"], row["strong_village_before"]
    better = colours.good if change and change > 0 else colours.bad if change else colours.muted
    return lens.Cell(
        points=_hairs(form, row, "strong_village_value"),
        value=float(row["strong_village_value"]),
        before=None if before is None else float(before),
        figure=numbers.with_unit(row["strong_village_value"], 1, "%"),
        last=resource_findings.arrow(change),
        last_ink=better,
    )


def _income(page: Page, row: Row) -> lens.Cell:
    if row["income_per_community"] is None:
        return _none(page, row["earning_status"])
    return lens.Cell(figure=numbers.ratio(row["income_per_community"], 1))


def _hairs(form: Form, row: Row, name: str) -> list[lens.Point]:
    """The counties of a city; the row above all has none, and a county is itself."""
    if not form.is_city(row) or row is head(form):
        return []
    return [lens.Point(float(one[name]), "plain") for one in counties(form, row) if one[name] is not None]


def _under(page: Page, row: Row) -> str:
    """The figures of the other columns in one line, as far as they are known."""
    figures = {
        "funds": numbers.ratio(row["funds_per_community"], 1),
        "complexes": numbers.with_unit(row["complex_value"], 1, "%"),
        "villages": numbers.with_unit(row["strong_village_value"], 1, "%"),
    }
    told = [page.speech(f"resources.under_{name}", n=n) for name, n in figures.items() if n != numbers.DASH]
    return " · ".join(told)


def unjudged(page: Page, rows: Iterable[Row]) -> list[str]:
    """What a grey mark means, where there is one: a figure without a verdict."""
    has_some = any(row["floor_value"] is not None and row["floor_verdict"] not in PLAIN for row in rows)
    return [page.speech("resources.key_unjudged")] if has_some else []


def _key(page: Page, form: Form) -> None:
    """What the marks mean, and what a press does."""
    speech, top = page.speech, head(form)
    is_whole = top["area_code"] == form.root and any(form.is_city(row) for row in below(form))
    parts = [speech("resources.key_funds")]
    if top["floor_target"] is not None:
        target = numbers.bound(top["floor_target"])
        parts.append(speech("resources.key_floor_cities" if is_whole else "resources.key_floor", n=target))
        parts += unjudged(page, [*below(form), *(counties(form, top) if is_whole else [])])
    parts += [speech("resources.key_hairs")] if is_whole else []
    parts += [speech("resources.key_before"), speech("resources.key_lacks")]
    hint = speech("resources.hint_city" if is_whole else "resources.hint_county")
    text = speech("list.sentence").join(parts)
    st.html(
        f'<p class="under key">{plain.html(text)} &ensp; <span class="hint">{plain.html(hint)}</span></p>'
    )
