"""How far verdicts rest on the denominator: each that a county might have, and how it would be judged by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from draw import hair_rows
from draw.figure import parted
from draw.palette import Palette, palette
from ui.frame import device, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.staffing import facts, kinds, parts
from ui.staffing.cities import picked
from words import numbers, periods, sentences, staffing_findings

COUNTED = (
    "own",
    "own_before",
    "residents",
    "residents_before",
)  # those of which a tile counts how many meet the target
ENDS = ("low", "high")
WIDE, NARROW = 500.0, 358.0
NAMED = 14  # counties named of a denominator; the others are counted
UNKNOWN = "unknown"


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    speech, choices, of = page.speech, _by_choice(page, form), len(_counted(page, form))
    known = [met for met, known in _counts(page, form).values() if known == of]
    if of > 1:
        turn = sum(0 < met < of for met in known)
    else:  # only the ends between which the one denominator lies
        turn = len({row["area_code"] for row in rows(page, form) if row["choice_differs"]})
    title = staffing_findings.base_title(speech, len(choices), of, (turn, known.count(of), known.count(0)))
    grey = [speech("staffing.base_grey")] if len(choices) > 1 else []
    return title, " · ".join([*grey, speech.plural("staffing.counted", len(known))])


def far_out(found: Sequence[facts.Row], target: float | None) -> int:
    """How many counties lie far beyond the axis, each once, under whichever denominators it does."""
    values = [float(row["choice_value"]) for row in found]
    far = parted(values, target)[1]
    return len(
        {row["area_code"] for row, value in zip(found, values, strict=True) if far and value >= far[0]}
    )


def draw(page: Page, form: Form) -> None:
    """A strip for each denominator, a table of what turns, and the counties by under how many they meet the target."""
    speech = page.speech
    with st.container(key="drawn_row"):
        main, side = st.columns([520, 600], gap="medium")
    with main:
        notes = [speech("staffing.bases_note")]
        if far := far_out(rows(page, form), _target(page, form)):
            notes.append(speech.plural("chart.far", far))
        parts.heading(speech("staffing.bases"), speech("list.sentence").join(notes))
        drawing.show(_strips(page, form), key="staff_bases")
        paper.drawing(page, lambda light: _strips(light, form).svg, speech("staffing.bases"))
        _table(page, form)
        turned = _turned(page, form)
        if turned:
            st.html(turned)
    of = len(_counted(page, form))
    if of > 1:
        with side:
            title = speech("staffing.of_bases", of=of)
            parts.heading(title)
            drawing.show(_tiles(device.is_phone(), page, form), key="staff_tiles", on_pick=picked)
            paper.drawing(page, lambda light: _tiles(False, light, form).svg, title)


def rows(page: Page, form: Form) -> list[facts.Row]:
    return list(
        page.answers.rows(
            "denominator_choices", indicator=facts.code(page), period=form.period, area=facts.scope(form)
        )
    )


def _by_choice(page: Page, form: Form) -> dict[str, list[facts.Row]]:
    found: dict[str, list[facts.Row]] = {}
    for row in rows(page, form):
        found.setdefault(row["choice"], []).append(row)
    order = [*COUNTED, *ENDS]
    return {choice: found[choice] for choice in order if choice in found}


def _counted(page: Page, form: Form) -> list[str]:
    """Those of which it is counted under how many the target is met: all that half of the counties have. Not every pack has them all."""
    found = _by_choice(page, form)
    half = len(found.get("own", ())) / 2
    return [choice for choice in COUNTED if choice in found and len(found[choice]) >= half]


def _counts(page: Page, form: Form) -> dict[str, tuple[int, int]]:
    """Of each county under how many of them it meets the target, and how many are known."""
    counted = _counted(page, form)
    met: dict[str, tuple[int, int]] = {}
    for row in rows(page, form):
        if row["choice"] in counted:
            before = met.get(row["area_code"], (0, 0))
            met[row["area_code"]] = (before[0] + bool(row["choice_met"]), before[1] + 1)
    return met


def _name(page: Page, choice: str, listed: list[facts.Row]) -> str:
    """What a denominator is called: the figure and its day, where that is one day."""
    speech, indicator = page.speech, facts.indicator(page)
    own = sentences.capital(speech.pick(indicator, "denominator_name"))
    days = {row["choice_date"] for row in listed}
    day = periods.year_end(speech, next(iter(days))) if len(days) == 1 and None not in days else ""
    keys = {
        "own": "staffing.choice_own",
        "own_before": "staffing.choice_own_before",
        "residents": "staffing.choice_residents",
        "residents_before": "staffing.choice_residents_before",
        "low": "staffing.choice_low",
        "high": "staffing.choice_high",
    }
    told = speech(keys[choice], name=own, day=day)
    if not day:  # the figures are of several days, and what would stand round one is left out
        told = told.replace(", (", " (").replace(" （", "（").rstrip(", ")
    return told


def _target(page: Page, form: Form) -> float | None:
    """The target that all counties shown have; None where there are several."""
    targets = {row["target_value"] for row in _by_choice(page, form).get("own", ())}
    return float(targets.pop()) if len(targets) == 1 else None


@kept(most=100)
def _strips(page: Page, form: Form) -> drawing.Drawing:
    speech, colours = page.speech, palette(page.theme)
    listed = _by_choice(page, form)
    target = _target(page, form)
    drawn = [
        hair_rows.HairRow(
            _name(page, choice, of_it),
            speech.plural("staffing.meet", sum(bool(row["choice_met"]) for row in of_it)),
            [row["choice_value"] for row in of_it if row["choice_met"]],
            [row["choice_value"] for row in of_it if not row["choice_met"]],
            is_strong=choice == "own",
        )
        for choice, of_it in listed.items()
    ]
    wide, narrow = (hair_rows.hair_rows(drawn, target, width, colours) for width in (WIDE, NARROW))
    return drawing.in_two(wide, narrow, colours, speech("staffing.bases"), cut=490)


def _table(page: Page, form: Form) -> None:
    """How many meet the target under each, and how many verdicts that turns."""
    speech = page.speech
    heads = [
        speech("staffing.head_base"),
        speech("staffing.head_counties"),
        speech("staffing.head_met"),
        speech("staffing.head_turn"),
    ]
    head = "".join(
        f"<th{' class=figure' if at else ''}>{plain.html(words)}</th>" for at, words in enumerate(heads)
    )
    body = ""
    for choice, of_it in _by_choice(page, form).items():
        turned = sum(bool(row["choice_differs"]) for row in of_it)
        told_turn = numbers.DASH if choice == "own" else numbers.count(turned)
        cells = [
            numbers.count(len(of_it)),
            numbers.count(sum(bool(row["choice_met"]) for row in of_it)),
            told_turn,
        ]
        figures = "".join(f'<td class="figure">{plain.html(text)}</td>' for text in cells)
        body += f"<tr><td>{plain.html(_name(page, choice, of_it))}</td>{figures}</tr>"
    st.html(
        f'<section class="facts"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></section>'
    )


@kept(most=100)
def _tiles(is_phone: bool, page: Page, form: Form) -> drawing.Drawing:
    of, counts = len(_counted(page, form)), _counts(page, form)

    def kind(code: str) -> str:
        met, known = counts.get(code, (0, 0))
        return str(met) if known == of else UNKNOWN

    counties = {
        code: row
        for code, row in form.areas.items()
        if row["area_level"] == "county" and form.is_within(row, facts.scope(form))
    }
    parted = kinds.Parted(
        counties,
        {code: kind(code) for code in counties},
        lambda code: "\n".join(_tip(page, form, code)),
        _kinds(page, of),
    )
    return kinds.drawn(page, form, parted, page.speech("staffing.of_bases", of=of), is_phone=is_phone)


def _kinds(page: Page, of: int) -> dict[str, kinds.Kind]:
    """Under none, one and so on to all of so many; at the end what is not known."""
    speech, fills = page.speech, _fills(palette(page.theme), of)

    def called(met: int) -> Callable[[str], str]:
        return lambda n: speech("staffing.of_some", met=met, of=of, n=n)

    found = {str(met): kinds.Kind(fill, called(met)) for met, fill in enumerate(fills)}
    return found | {UNKNOWN: kinds.Kind("", lambda n: speech("staffing.kind_unknown", n=n))}


def _fills(colours: Palette, of: int) -> list[str]:
    """A scale of how sure, not of verdicts: the middle says that it turns."""
    low, high = [colours.below[1], colours.below[0]], [colours.above[0], colours.above[1]]
    between = (of + 1) // 2
    return [*low[:between], *([] if of % 2 else [colours.straddling]), *high[2 - between :]]


def _turned(page: Page, form: Form) -> str:
    """Whose verdict turns under which of the others, by name."""
    lines = []
    for choice, of_it in _by_choice(page, form).items():
        names = [page.short_name(row) for row in of_it if row["choice_differs"]]
        if names:
            told = sentences.some(page.speech, names, NAMED)
            lines.append(f"<p><b>{plain.html(_name(page, choice, of_it))}</b> {plain.html(told)}</p>")
    if not lines:
        return ""
    title = plain.html(page.speech("staffing.who_turns"))
    return f'<section class="part"><h2>{title}</h2>{"".join(lines)}</section>'


def _tip(page: Page, form: Form, code: str) -> list[str]:
    speech, indicator = page.speech, facts.indicator(page)
    decimals = int(indicator["decimals"])
    lines = [speech.pick(form.areas[code], "area_name")]
    for choice, of_it in _by_choice(page, form).items():
        row = next((one for one in of_it if one["area_code"] == code), None)
        if row is not None:
            figure = numbers.ratio(numbers.halves_up(row["choice_value"], decimals), decimals)
            lines.append(f"{_name(page, choice, of_it)} {figure} {'▲' if row['choice_met'] else '▼'}")
    if len(lines) == 1:
        lines.append(speech("status.missing"))
    return lines
