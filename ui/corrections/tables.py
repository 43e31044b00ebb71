"""The counties that differ and the cells behind them; in the table view all of both."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.corrections import facts
from ui.corrections.facts import Compared, Row
from ui.frame import choices, plain
from ui.frame.page import Choice, Page
from ui.parts import choosing, grid, paper
from words import numbers, periods, sentences
from words.files import value_words

COUNTIES, CELLS = 12, 8  # that are shown; the table view has all
ROWS = 14


def counties(page: Page, choice: Choice, compared: Compared) -> None:
    """A row a county: its figure and verdict then and now, why, and the batch that it rests on."""
    speech = page.speech
    if compared.then is None or compared.unanswered:
        return
    rows = _asked(compared)
    if not rows:
        _nothing(page, choice, compared)
        return
    heads = (
        "county",
        "why",
        "then",
        "now",
        "difference",
        "rate_then",
        "rate_now",
        "verdict_then",
        "verdict_now",
    )
    head = "".join(
        f'<th class="figure">{plain.html(speech(f"corrections.column_{one}"))}</th>'
        if one in ("then", "now", "difference", "rate_then", "rate_now")
        else f"<th>{plain.html(speech(f'corrections.column_{one}'))}</th>"
        for one in (*heads, "batch", "filed")
    )
    body = "".join(_county(page, choice, compared, row) for row in rows[:COUNTIES])
    more = len(rows) - COUNTIES
    under = f'<p class="under">{plain.html(speech.plural("corrections.more", more))}</p>' if more > 0 else ""
    st.html(
        f'<div class="facts corrections"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{under}</div>'
    )


def _asked(compared: Compared) -> list[Row]:
    rows = compared.flipped if choices.raw("only") == "flipped" else compared.counties
    return sorted(rows, key=lambda row: (not row["verdict_flipped"], str(row["area_code"])))


def _county(page: Page, choice: Choice, compared: Compared, row: Row) -> str:
    speech = page.speech
    area = choice.areas.get(row["area_code"], {})
    city = choice.areas.get(area.get("city_code") or "", {})
    within = plain.html(speech.pick(city, "short_name") if city else "")
    place = f"{plain.html(speech.pick(row, 'area_name') or '')} <small>{within}</small>"
    newest = compared.newest_of(row["area_code"])
    was, now = row["numerator_was"], row["numerator"]
    difference = numbers.signed(now - was) if None not in (was, now) else numbers.DASH
    figures = (
        numbers.count(was),
        numbers.count(now),
        difference,
        numbers.ratio(row["value_shown_was"], choice.decimals),
        numbers.ratio(row["value_shown"], choice.decimals),
    )
    cells = [
        f"<td>{place}</td>",
        f"<td>{plain.html(why(page, compared.why(row['area_code'])))}</td>",
        *(f'<td class="figure">{plain.html(one)}</td>' for one in figures),
        *(f"<td>{plain.html(verdict(page, row[name]))}</td>" for name in ("verdict_was", "verdict_after")),
        f"<td>{batch_link(page, newest['batch_id'] if newest else None)}</td>",
        f"<td>{plain.html(periods.date(speech, newest['filed_on']) if newest else numbers.DASH)}</td>",
    ]
    return f"<tr{' class=chosen' if row['verdict_flipped'] else ''}>{''.join(cells)}</tr>"


def _nothing(page: Page, choice: Choice, compared: Compared) -> None:
    """That nothing differs here, and the newest period of which something does."""
    speech = page.speech
    day = facts.last_moved(choice, compared)
    if choices.raw("only") == "flipped" and compared.counties:
        told = plain.html(speech("corrections.none_flipped_here"))
    elif day is None:
        told = plain.html(speech("corrections.nothing_at_all"))
    else:
        link = choosing.link(page, plain.html(choice.in_words(day)), period=day.isoformat())
        told = f"{plain.html(speech('corrections.nothing_here'))} {link}"
    st.html(f'<p class="under">{told}</p>')


def cells(page: Page, compared: Compared) -> None:
    """The cells of which another figure stands, with file and row."""
    speech = page.speech
    if not compared.cells:
        return
    shown = [row for row in compared.cells if row["restated_because"] != facts.FILED_SINCE] or compared.cells
    lines = "".join(_cell(page, row) for row in shown[:CELLS])
    more = len(compared.cells) - len(shown[:CELLS])
    under = f'<p class="under">{plain.html(speech.plural("corrections.more", more))}</p>' if more > 0 else ""
    title = plain.html(speech.plural("corrections.cells", len(compared.cells)))
    st.html(
        f'<section class="facts part"><h2>{title}</h2><table><tbody>{lines}</tbody></table>{under}</section>'
    )


def _cell(page: Page, row: Row) -> str:
    speech = page.speech
    name = row["file_name"] or row["file_name_before"]
    line = row["file_row"] or row["file_row_before"]
    where = speech("corrections.file_row", file=plain.line(name or numbers.DASH), row=line or numbers.DASH)
    return (
        f"<tr><td>{plain.html(speech.pick(row, 'area_name') or row['area_code'])}</td>"
        f"<td>{plain.html(speech.pick(row, 'measure_name') or row['measure'])}</td>"
        f'<td class="figure">{plain.html(numbers.count(row["value_before"]))}</td>'
        f'<td class="figure">{plain.html(numbers.count(row["value_after"]))}</td>'
        f'<td class="figure">{plain.html(numbers.signed(row["figure_change"]))}</td>'
        f"<td>{plain.html(why(page, row['restated_because']))}</td><td>{plain.html(where)}</td>"
        f"<td>{batch_link(page, row['batch_id'] or row['batch_before'])}</td></tr>"
    )


def batch_link(page: Page, batch: str | None) -> str:
    """A batch's name, which opens what it is and its file."""
    return choosing.link(page, plain.html(batch), batch=batch) if batch else plain.html(numbers.DASH)


def why(page: Page, code: str) -> str:
    """Why a figure is another, in words."""
    if not code:
        return page.speech("corrections.by_denominator")
    return value_words(page.language)[f"restated_because.{code}"]


def verdict(page: Page, code: str | None) -> str:
    """A verdict with its sign; a dash where nothing judged."""
    if code is None:
        return numbers.DASH
    word = page.speech("why.unknown") if code == "unknown" else page.speech(f"verdict.{code}")
    return f"{sentences.VERDICT_SYMBOLS[code]} {word}"


def whole(page: Page, choice: Choice, compared: Compared) -> None:
    """Every cell of which another figure stands, and every judged area of the period whose figures or verdict are others."""
    speech = page.speech
    if compared.then is None or compared.unanswered:
        return
    moved = [row for row in compared.moved if row["period"] == choice.period]
    moved = [row for row in moved if row["verdict_flipped"]] if choices.raw("only") == "flipped" else moved
    names = {
        one: speech(f"corrections.column_{one}")
        for one in ("area", "measure", "then", "now", "difference", "why", "file", "row", "batch")
    }
    _frame(
        page,
        "corrections.cells",
        {
            "area": [speech.pick(row, "area_name") or row["area_code"] for row in compared.cells],
            "measure": [speech.pick(row, "measure_name") or row["measure"] for row in compared.cells],
            "then": pd.Series([row["value_before"] for row in compared.cells], dtype="Int64"),
            "now": pd.Series([row["value_after"] for row in compared.cells], dtype="Int64"),
            "difference": pd.Series([row["figure_change"] for row in compared.cells], dtype="Int64"),
            "why": [why(page, row["restated_because"]) for row in compared.cells],
            "file": [plain.line(row["file_name"] or row["file_name_before"] or "") for row in compared.cells],
            "row": pd.Series(
                [row["file_row"] or row["file_row_before"] for row in compared.cells], dtype="Int64"
            ),
            "batch": [row["batch_id"] or row["batch_before"] for row in compared.cells],
        },
        names,
    )
    columns = ("indicator", "area", "rate_then", "rate_now", "verdict_then", "verdict_now")
    _frame(
        page,
        "corrections.verdicts",
        {
            "indicator": [speech.pick(row, "indicator_name") or row["indicator_code"] for row in moved],
            "area": [speech.pick(row, "area_name") or row["area_code"] for row in moved],
            "rate_then": [numbers.bound(row["value_shown_was"]) for row in moved],
            "rate_now": [numbers.bound(row["value_shown"]) for row in moved],
            "verdict_then": [verdict(page, row["verdict_was"]) for row in moved],
            "verdict_now": [verdict(page, row["verdict_after"]) for row in moved],
        },
        {one: speech(f"corrections.column_{one}") for one in columns},
    )


def _frame(page: Page, title: str, columns: dict[str, Any], names: dict[str, Any]) -> None:
    height = len(next(iter(columns.values())))
    told = page.speech.plural(title, height)
    st.html(f'<section class="part"><h2>{plain.html(told)}</h2></section>')
    if height:
        st.dataframe(pd.DataFrame(columns), column_config=names, alt=told, **grid.still(height, ROWS))
        paper.table(columns, names, {})
