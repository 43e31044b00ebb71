"""What if: another target, so many more people each quarter, so much growth; who flips within two years. A calculation, no forecast."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import streamlit as st

from draw import curve
from draw.palette import Palette, palette
from ui.frame import choices, device, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.staffing import facts, kinds, parts
from ui.staffing.cities import picked
from words import numbers, sentences, staffing_findings

KEYS = ("target", "hires", "growth")
# Of each slider: least, most and step. A target begins at the one in force.
HIRES, GROWTH = (-20, 60, 1), (-3.0, 6.0, 0.25)
RANGE, STEP = 7, 0.5
USUAL = {"hires": "0", "growth": "0"}  # the staff and the residents of today
KINDS = ("stays_met", "newly_met", "falls_below", "stays_below", "unknown")
NAMED = 24
CURVE, NARROW = (470.0, 300.0), (358.0, 260.0)


def settle(page: Page, form: Form) -> None:
    """Check what the address says of the sliders against what they can say."""
    least = _least(page, form)
    allowed = {
        "target": _steps(least, least + RANGE, STEP),
        "hires": _steps(*HIRES),
        "growth": _steps(*GROWTH),
    }
    for key, texts in allowed.items():
        choices.settle(key, texts, None)


def asked(page: Page, form: Form) -> dict[str, Any]:
    """The suppositions as the question takes them."""
    target = choices.raw("target")
    return {
        "target_millionths": round(Decimal(str(target or _least(page, form))) * 1_000_000),
        "hires": int(choices.raw("hires") or USUAL["hires"]),
        "growth": round(Decimal(str(choices.raw("growth") or USUAL["growth"])) * 100),
    }


def _target(supposed: dict[str, Any]) -> Decimal:
    """The target supposed, in the indicator's unit."""
    return Decimal(supposed["target_millionths"]) / 1_000_000


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, indicator, supposed = page.speech, facts.indicator(page), asked(page, form)
    rows = _rows(page, form, supposed)
    known = [row for row in rows if row["scenario"] != "unknown"]
    met = sum(row["scenario"] in ("stays_met", "newly_met") for row in known)
    lacking = numbers.counted(sum(row["scenario_gap"] for row in known), speech.pick(indicator, "gap_unit"))
    suppositions = {"target": numbers.bound(_target(supposed)), "hires": numbers.count(supposed["hires"])}
    grey = [
        speech("staffing.what_if_grey"),
        speech("staffing.what_if_growth", growth=_per_cent(supposed["growth"])),
        speech.plural("staffing.counted", len(known)),
        speech.plural("staffing.undecided", len(rows) - len(known)) if len(rows) > len(known) else "",
    ]
    return (
        staffing_findings.scenario_title(speech, suppositions, met, lacking),
        " · ".join(part for part in grey if part),
    )


def draw(page: Page, form: Form) -> None:
    """The three sliders, the curve over possible targets, who flips, and the counties as tiles."""
    speech, supposed = page.speech, asked(page, form)
    least = _least(page, form)
    with st.container(key="suppositions"):
        first, second, third = st.columns(3, gap="large")
    unit = speech.pick(facts.indicator(page), "unit")
    with first:
        _slider(
            "target",
            speech("staffing.slider_target", unit=unit),
            (least, least + RANGE, STEP),
            float(_target(supposed)),
        )
    with second:
        _slider("hires", speech("staffing.slider_hires"), HIRES, supposed["hires"])
    with third:
        _slider("growth", speech("staffing.slider_growth"), GROWTH, float(supposed["growth"]) / 100)
    with st.container(key="drawn_row"):
        main, side = st.columns([500, 620], gap="medium")
    with main:
        parts.heading(speech("staffing.curve"))
        drawing.show(_curve(supposed, page, form), key="staff_curve", on_pick=_target_picked)
        paper.drawing(page, lambda light: _curve(supposed, light, form).svg, speech("staffing.curve"))
        _flips(page, form)
    with side:
        drawing.show(_tiles(supposed, device.is_phone(), page, form), key="staff_tiles", on_pick=picked)
        paper.drawing(page, lambda light: _tiles(supposed, False, light, form).svg, told(page, form)[0])


def _slider(key: str, label: str, ends: tuple[float, float, float], value: float) -> None:
    """A slider whose value is a choice: told in the address once it is moved."""
    widget = f"choice_{key}"
    kind: Callable[[float], Any] = int if isinstance(ends[2], int) else float
    st.session_state[widget] = kind(value)
    st.slider(
        plain.markdown(label),
        kind(ends[0]),
        kind(ends[1]),
        step=ends[2],
        key=widget,
        on_change=lambda: choices.choose(key, f"{st.session_state[widget]:g}"),
    )


def _target_picked(way: str) -> None:
    """From the curve: a value becomes the target, to the slider's step."""
    try:
        value = Decimal(way)
    except InvalidOperation:
        return
    choices.choose("target", f"{float(round(value / Decimal(str(STEP))) * Decimal(str(STEP))):g}")


def _steps(least: float, most: float, step: float) -> list[str]:
    count = round((most - least) / step)
    return [f"{least + number * step:g}" for number in range(count + 1)]


def _least(page: Page, form: Form) -> float:
    """The target in force: of several the lowest."""
    values = [row["target_value"] for row in facts.counties(page, form) if row["target_value"] is not None]
    return float(min(values, default=18))


def _rows(page: Page, form: Form, supposed: dict[str, Any]) -> list[facts.Row]:
    return list(
        page.answers.rows(
            "staffing_scenario",
            indicator=facts.code(page),
            period=form.period,
            area=facts.scope(form),
            **supposed,
        )
    )


def _per_cent(hundredths: int) -> str:
    return (
        f"{Decimal(hundredths) / 100:f}".rstrip("0").rstrip(".")
        if hundredths % 100
        else str(hundredths // 100)
    )


@kept(most=100)
def _curve(supposed: dict[str, Any], page: Page, form: Form) -> drawing.Drawing:
    speech, colours = page.speech, palette(page.theme)
    rows = page.answers.rows(
        "scenario_curve",
        indicator=facts.code(page),
        period=form.period,
        area=facts.scope(form),
        hires=supposed["hires"],
        growth=supposed["growth"],
    )
    points = [
        curve.Point(
            float(row["curve_target"]),
            row["met_today"],
            row["met_then"],
            "\n".join(
                [
                    speech("card.target", value=numbers.bound(row["curve_target"])),
                    speech(
                        "staffing.curve_tip",
                        then=numbers.count(row["met_then"]),
                        today=numbers.count(row["met_today"]),
                    ),
                ]
            ),
            f"{row['curve_target']}",
        )
        for row in rows
    ]
    words = (
        speech("card.target", value=numbers.bound(_target(supposed))),
        speech("staffing.curve_then"),
        speech("staffing.curve_today"),
    )
    wide, narrow = (
        curve.curve(points, float(_target(supposed)), words, size, colours) for size in (CURVE, NARROW)
    )
    return drawing.in_two(wide, narrow, colours, speech("staffing.curve"), cut=460)


def _flips(page: Page, form: Form) -> None:
    """Who flips, by name."""
    speech, rows = page.speech, _rows(page, form, asked(page, form))
    parts.heading(speech("staffing.flips"))
    lines = []
    for kind, key, look in (
        ("newly_met", "staffing.newly_met", "met"),
        ("falls_below", "staffing.falls_below", "not_met"),
    ):
        found = [row for row in rows if row["scenario"] == kind]
        names = sentences.some(speech, [page.short_name(row) for row in found], NAMED) or numbers.DASH
        label = speech(key, n=numbers.count(len(found)))
        lines.append(f'<p><b class="{look}">{plain.html(label)}</b> {plain.html(names)}</p>')
    st.html(f'<section class="part">{"".join(lines)}</section>')


def _fills(colours: Palette) -> dict[str, str]:
    return {
        "stays_met": colours.above[0],
        "newly_met": colours.above[2],
        "falls_below": colours.below[1],
        "stays_below": colours.below[0],
        "unknown": "",
    }


@kept(most=100)
def _tiles(supposed: dict[str, Any], is_phone: bool, page: Page, form: Form) -> drawing.Drawing:
    speech, colours = page.speech, palette(page.theme)
    rows = {row["area_code"]: row for row in _rows(page, form, supposed)}
    fills = _fills(colours)

    def called(kind: str) -> Callable[[str], str]:
        return lambda n: speech(f"staffing.kind_{kind}", n=n)

    parted = kinds.Parted(
        rows,
        {code: row["scenario"] for code, row in rows.items()},
        lambda code: _tip(page, rows[code], called(rows[code]["scenario"])("").strip()),
        {kind: kinds.Kind(fills[kind], called(kind)) for kind in KINDS},
    )
    return kinds.drawn(page, form, parted, told(page, form)[0], is_phone=is_phone)


def _tip(page: Page, row: facts.Row, kind: str) -> str:
    speech, indicator = page.speech, facts.indicator(page)
    lines = [speech.pick(row, "area_name"), kind]
    if row["scenario"] != "unknown":
        decimals = int(indicator["decimals"])
        then = (
            numbers.ratio(numbers.halves_up(row["scenario_value"], decimals), decimals)
            if row["scenario_value"] is not None
            else numbers.DASH
        )
        lines.append(
            speech(
                "staffing.tip_then",
                now=numbers.ratio(row["value_shown"], decimals),
                then=then,
                unit=speech.pick(indicator, "unit"),
            )
        )
        lines.append(
            speech(
                "staffing.tip_gap",
                gap=numbers.counted(row["scenario_gap"], speech.pick(indicator, "gap_unit")),
            )
        )
    return "\n".join(lines)
