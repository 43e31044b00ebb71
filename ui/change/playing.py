"""What plays: how each county stands at every period, and the line over which the slider runs."""

from __future__ import annotations

import datetime as dt

from draw import svg, two_dates
from draw.map import beside
from draw.palette import palette
from draw.stop_line import Axis, Stop, stop_line
from draw.two_dates import MIDDLE, NARROW, WIDE
from ui.change import facts
from ui.change.painting import Brush, Standing
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts.drawing import FIRST, Frames
from words import change_findings, numbers


@kept(most=60)
def frames(earlier: dt.date, is_phone: bool, page: Page, choice: Choice) -> Frames:
    """Every period as a frame of the moving map: a character a county."""
    speech, brush, counts = page.speech, Brush(page, choice), facts.counts(choice)
    codes = [patch.area_code for patch in beside.shown(facts.ground(page, choice))]
    kinds: dict[Standing, int] = {}
    classes, figures = [], []
    for rows in facts.by_period(choice).values():
        standings = [brush.standing(rows.get(code)) for code in codes]
        classes.append("".join(chr(FIRST + kinds.setdefault(one, len(kinds))) for one in standings))
        known = [rows[code]["value_shown"] if code in rows else None for code in codes]
        figures.append(
            "|".join("" if value is None else numbers.ratio(value, choice.decimals) for value in known)
        )
    stops = facts.stops(choice)
    widths = {"svg": NARROW} if is_phone else {"svg": WIDE, "middle": MIDDLE, "narrow": NARROW}
    axes = {name: two_dates.axis_of(width) for name, width in widths.items()}
    return Frames(
        at=stops.index(choice.period),
        names=[choice.in_words(day) for day in stops],
        told=[change_findings.met(speech, counts.get(day)) for day in stops],
        classes=classes,
        figures=figures,
        kinds=[(one.fill, one.sign, one.is_hollow, one.words) for one in kinds],
        picks=[_pick(day, choice, earlier) for day in stops],
        offers=[speech("change.as_earlier" if day < earlier else "change.as_later") for day in stops],
        words={
            "slider": speech("change.slider"),
            "run": speech("change.run"),
            "halt": speech("change.halt"),
            "step": speech("change.step"),
        },
        axis={name: (axis.left, axis.right, axis.width) for name, axis in axes.items()},
    )


def _pick(day: dt.date, choice: Choice, earlier: dt.date) -> str:
    """A period becomes the later one, one before both the earlier; the two themselves are shown already."""
    if day in (earlier, choice.period):
        return ""
    return f"{'since' if day < earlier else 'period'}/{day.isoformat()}"


def line(page: Page, choice: Choice, earlier: dt.date, axis: Axis) -> svg.Sketch:
    """How many counties meet the target at each period; of an indicator without one the area's own figure."""
    speech, counts, days = page.speech, facts.counts(choice), facts.stops(choice)
    is_judged = any(row["counties_judged"] for row in counts.values())
    stops = []
    for day in days:
        row = counts.get(day)
        said = "\n".join([choice.in_words(day), change_findings.met(speech, row)])
        if row is None or (is_judged and not row["counties_judged"]):
            stops.append(Stop(None, None, "", said))
        elif is_judged:
            stops.append(
                Stop(
                    row["met"],
                    row["met"] + row["unknown"],
                    numbers.count(row["met"]),
                    said,
                    _pick(day, choice, earlier),
                )
            )
        else:
            figure = numbers.with_unit(row["value_shown"], choice.decimals, choice.unit)
            said = "\n".join([choice.in_words(day), figure, change_findings.met(speech, row)])
            shown = numbers.ratio(row["value_shown"], choice.decimals) if row["value"] is not None else ""
            stops.append(Stop(row["value"], None, shown, said, _pick(day, choice, earlier)))
    label = speech("change.line_met" if is_judged else "change.line_value")
    marked = days.index(earlier), days.index(choice.period)
    return stop_line(stops, label, marked, axis, is_judged, palette(page.theme))
