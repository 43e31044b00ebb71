"""The side of the map while no county is chosen: the ten largest gaps, or what stands in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.frame import choices, plain
from ui.frame.page import Choice, Page
from ui.parts import choosing, legend
from words import headlines, numbers, sentences

SHOWN = 10


def draw(page: Page, choice: Choice, colour: str) -> None:
    """A short ranking; never an empty box."""
    rows = choice.counties()
    short = sorted((r for r in rows if r["gap"]), key=lambda r: (-r["gap"], r["area_code"]))
    with st.container(border=True, key="ranking"):
        of_class = choices.raw("class")
        if of_class is not None:
            body = _members(page, choice, colour, str(of_class))
        elif colour == "change" and any(r["change_shown"] is not None for r in rows):
            body = _changes(page, choice, rows)
        elif short:
            body = _gaps(page, choice, short)
        elif choice.headline()["has_target"] and any(r["verdict"] == "met" for r in rows):
            body = _margins(page, choice, rows)
        else:
            body = _values(page, choice, rows)
        st.html(f'<section class="ranking">{body}</section>')


def _gaps(page: Page, choice: Choice, short: list[dict[str, Any]]) -> str:
    speech = page.speech
    top, all_gaps = short[:SHOWN], sum(r["gap"] for r in short)
    part = numbers.share(sum(r["gap"] for r in top), all_gaps)
    # Some gaps may still be unknown: the share is then of those that are known.
    known = "ranking.known_gap_share" if choice.headline()["gap_counties_unknown"] else "ranking.gap_share"
    note = speech.plural(known, len(top), share=part, area=_shown_area(page, choice))
    if len(top) == len(short):
        note = speech.plural("ranking.all_gaps", len(short))
    largest = top[0]["gap"]
    unit = speech.pick(choice.indicator, "gap_unit")
    return _table(
        page,
        choice,
        _heading(speech("ranking.gaps"), note),
        (choice.unit, speech("ranking.gap_head", unit=unit)),
        [_Bar(r, r["gap"] / largest, numbers.count(r["gap"]), "bar") for r in top],
    )


def _members(page: Page, choice: Choice, colour: str, of_class: str) -> str:
    """The counties of the class chosen in the legend, the lowest figure first; those without one by code."""
    rows = legend.of_class(page, choice, colour, of_class)
    rows = sorted(rows, key=lambda r: (r["value"] is None, r["value"] or 0, r["area_code"]))
    name = legend.name_of(page, choice, colour, of_class)
    largest = max([abs(r["value"]) for r in rows if r["value"] is not None] or [1]) or 1
    heading = _heading(
        page.speech.plural("ranking.of_class", len(rows), name=name),
        page.speech("ranking.class_note"),
        hint=True,
    )
    return _table_of_ratios(page, choice, heading, largest, rows)


def _changes(page: Page, choice: Choice, rows: list[dict[str, Any]]) -> str:
    """The largest falls and the largest rises, the largest of them first; of one direction alone, its ten largest."""
    speech = page.speech
    moved = sorted((r for r in rows if r["change_shown"]), key=lambda r: (r["change_shown"], r["area_code"]))
    falls, rises = [r for r in moved if r["change_shown"] < 0], [r for r in moved if r["change_shown"] > 0]
    room = max(SHOWN // 2, SHOWN - len(rises))
    down = falls[:room]
    listing = [*down, *rises[::-1][: SHOWN - len(down)]]
    listing.sort(key=lambda r: (-abs(r["change_shown"]), r["area_code"]))
    if not listing:
        # One figure beside itself is no change of 0.
        is_same = headlines.is_same_figure(choice.headline())
        key = "tile.same_figure" if is_same else "ranking.no_change"
        return _heading(speech("ranking.changes"), speech(key))
    good = {"higher_is_better": True, "lower_is_better": False}.get(str(choice.indicator["polarity"]))
    bars = {True: "bar above", False: "bar"}
    largest = max(abs(r["change_shown"]) for r in listing)
    known = sum(r["change_shown"] is not None for r in rows)
    note = speech.plural(
        "ranking.changes_note",
        known,
        up=numbers.count(len(rises)),
        down=numbers.count(len(falls)),
        same=numbers.count(known - len(rises) - len(falls)),
    )
    return _table(
        page,
        choice,
        _heading(speech("ranking.changes"), note),
        (choice.unit, speech("ranking.change_head")),
        [
            _Bar(
                r,
                float(abs(r["change_shown"]) / largest),
                numbers.signed(r["change_shown"], choice.decimals),
                "bar plain" if good is None else bars[(r["change_shown"] > 0) is good],
            )
            for r in listing
        ],
    )


def _margins(page: Page, choice: Choice, rows: list[dict[str, Any]]) -> str:
    """Nobody is short: who is closest to the line."""
    speech = page.speech
    known = sorted((r for r in rows if r["verdict"] == "met" and r["balance"] is not None), key=_margin)
    top = known[:SHOWN]
    largest = max([_margin(r) for r in top] or [1]) or 1
    unit = speech.pick(choice.indicator, "gap_unit")
    return _table(
        page,
        choice,
        _heading(speech("ranking.margins"), speech("ranking.margins_note")),
        (choice.unit, speech("ranking.margin_head", unit=unit)),
        [_Bar(r, _margin(r) / largest, numbers.count(_margin(r)), "bar above") for r in top],
    )


def _margin(row: dict[str, Any]) -> int:
    return abs(int(row["balance"]))


def _values(page: Page, choice: Choice, rows: list[dict[str, Any]]) -> str:
    """No target: the figures furthest behind, where behind has a meaning; else the lowest."""
    speech = page.speech
    high = choice.indicator["polarity"] == "lower_is_better"
    known = [r for r in rows if r["value"] is not None]
    known.sort(key=lambda r: (-r["value"] if high else r["value"], r["area_code"]))
    if not known:
        return _heading(speech("ranking.nothing"), speech("ranking.nothing_note"))
    top = known[:SHOWN]
    largest = max(abs(r["value"]) for r in top) or 1
    heading = _heading(speech("ranking.highest" if high else "ranking.lowest"), speech("ranking.values_note"))
    return _table_of_ratios(page, choice, heading, largest, top)


def _name(page: Page, row: dict[str, Any]) -> str:
    """A county's short name as a link that chooses it."""
    return choosing.link(page, plain.html(page.short_name(row)), county=row["area_code"])


def _shown_area(page: Page, choice: Choice) -> str:
    """The area whose gaps are added up: the whole province is said so."""
    area = choice.areas[choice.area]
    if choice.area == choice.root:
        return page.speech(f"trend.whole_{area['area_level']}")
    return page.short_name(area)


def _city(name: str) -> str:
    return f" <small>· {plain.html(name)}</small>" if name else ""


def _heading(title: str, note: str, *, hint: bool = False) -> str:
    """`hint`: the note says what to press, which means nothing on paper."""
    kind = ' class="hint"' if hint else ""
    return f"<h2>{plain.html(title)}</h2><p{kind}>{plain.html(note)}</p>"


@dataclass(frozen=True)
class _Bar:
    """One county of the ranking: its row, the length of its bar (0 to 1), the number it draws, the bar's class; and
    the figure in the column before, the ratio where none is named."""

    row: dict[str, Any]
    part: float
    text: str
    kind: str
    before: str | None = None


def _table_of_ratios(
    page: Page, choice: Choice, heading: str, largest: Any, rows: list[dict[str, Any]]
) -> str:
    """What is drawn is the ratio, and so its number stands beside the bar; the numerator stands before."""
    bars = [
        _Bar(
            row,
            float(abs(row["value"] or 0) / largest),
            numbers.ratio(row["value_shown"], choice.decimals),
            "bar plain",
            numbers.count(row["numerator"]),
        )
        for row in rows
    ]
    numerator = sentences.capital(page.speech.pick(choice.indicator, "numerator_name"))
    return _table(page, choice, heading, (numerator, choice.unit), bars)


def _table(page: Page, choice: Choice, heading: str, heads: tuple[str, str], bars: list[_Bar]) -> str:
    """Under a heading: short name and city, figure, and a bar with its number; `heads` are those of the last two."""
    speech, esc = page.speech, plain.html
    figure, last = heads
    # The name of what is counted is long, and takes several lines rather than the room of the counties' names.
    kind = "figure" if figure == choice.unit else "figure counted"
    head = f'<tr><th>{esc(speech("ranking.county"))}</th><th class="{kind}">{esc(figure)}</th><th class="bars">{esc(last)}</th></tr>'
    body = "".join(
        f'<tr><td title="{esc(speech.pick(bar.row, "area_name"))}">{_name(page, bar.row)}'
        f"{_city(speech.pick(bar.row, 'city_short_name'))}</td>"
        f'<td class="figure">{esc(_before(choice, bar))}</td>'
        f'<td class="bars"><span class="{bar.kind}" style="width:{max(2, round(bar.part * 40)) if bar.part else 0}px"></span>'
        f"<b>{esc(bar.text)}</b></td></tr>"
        for bar in bars
    )
    return f"{heading}<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _before(choice: Choice, bar: _Bar) -> str:
    return numbers.ratio(bar.row["value_shown"], choice.decimals) if bar.before is None else bar.before
