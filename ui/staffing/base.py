"""How far verdicts rest on the denominator: each that a county might have, and how it would be judged by it."""

from __future__ import annotations

import streamlit as st

from draw import hair_rows, small_tiles, svg
from draw.palette import palette
from ui.frame import device, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.staffing import facts, parts
from ui.staffing.spread import picked
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
TILE, SMALL = (44.0, 33.0), (29.0, 26.0)


def told(page: Page, form: Form) -> tuple[str, str]:
    """The finding and the grey line."""
    speech = page.speech
    counts = _counts(page, form)
    of_four = [met for met, known in counts.values() if known == len(COUNTED)]
    turn = sum(0 < met < len(COUNTED) for met in of_four)
    always, never = of_four.count(len(COUNTED)), of_four.count(0)
    title = staffing_findings.base_title(speech, (turn, always, never))
    grey = [speech("staffing.base_grey"), speech.plural("staffing.counted", len(of_four))]
    return title, " · ".join(grey)


def draw(page: Page, form: Form) -> None:
    """A strip for each denominator, a table of what turns, and the counties as tiles by how many of four they meet."""
    speech = page.speech
    with st.container(key="drawn_row"):
        main, side = st.columns([520, 600], gap="medium")
    with main:
        parts.heading(speech("staffing.bases"), speech("staffing.bases_note"))
        drawing.show(_strips(page, form), key="staff_bases")
        paper.drawing(page, lambda light: _strips(light, form).svg, speech("staffing.bases"))
        _table(page, form)
        turned = _turned(page, form)
        if turned:
            st.html(turned)
    with side:
        parts.heading(speech("staffing.of_four"))
        drawing.show(_tiles(device.is_phone(), page, form), key="staff_tiles", on_pick=picked)
        paper.drawing(page, lambda light: _tiles(False, light, form).svg, speech("staffing.of_four"))


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


def _counts(page: Page, form: Form) -> dict[str, tuple[int, int]]:
    """Of each county under how many of the four it meets the target, and how many of them are known."""
    met: dict[str, tuple[int, int]] = {}
    for row in rows(page, form):
        if row["choice"] in COUNTED:
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
    return speech(keys[choice], name=own, day=day).replace("  ", " ").strip()


@kept(most=100)
def _strips(page: Page, form: Form) -> drawing.Drawing:
    speech, colours = page.speech, palette(page.theme)
    listed = _by_choice(page, form)
    targets = [row["target_value"] for row in listed.get("own", ())]
    target = float(targets[0]) if targets and len(set(targets)) == 1 else None
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
    speech, colours = page.speech, palette(page.theme)
    counts = _counts(page, form)
    areas = {
        code: row
        for code, row in form.areas.items()
        if row["area_level"] == "county" and form.is_within(row, facts.scope(form))
    }
    cells = page.answers.tiles(areas)
    # A scale of how sure, not of verdicts: the middle says that it turns.
    fills = [colours.below[1], colours.below[0], colours.straddling, colours.above[0], colours.above[1]]
    labels = (
        "staffing.of_none", "staffing.of_one", "staffing.of_two", "staffing.of_three", "staffing.of_all",
    )  # fmt: skip

    def ground(code: str) -> str:
        met, known = counts.get(code, (0, 0))
        return fills[met] if known == len(COUNTED) else ""

    tiles = {
        code: small_tiles.Tile(
            areas[code]["city_code"],
            ground(code),
            "" if is_phone and page.language == "en" else page.short_name(areas[code]),
            tip="\n".join(_tip(page, form, code)),
            pick=code,
            is_chosen=code == form.county,
        )
        for code in cells
    }
    whole = [met for met, known in counts.values() if known == len(COUNTED)]
    key = [
        small_tiles.KeyPart(fills[n], speech(labels[n], n=numbers.count(whole.count(n))))
        for n in range(len(COUNTED) + 1)
    ]
    rest = len(areas) - len(whole)
    if rest:
        key.append(small_tiles.KeyPart(colours.panel, speech("staffing.kind_unknown", n=numbers.count(rest))))
    if not cells:
        return drawing.as_it_is(svg.Sketch("", 10, 10), colours, speech("staffing.of_four"))
    sketch = small_tiles.small_tiles(cells, tiles, key, SMALL if is_phone else TILE, colours)
    return drawing.as_it_is(sketch, colours, speech("staffing.of_four"))


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
