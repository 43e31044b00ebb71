"""The counties that differ and the cells behind them; in the table view all of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ui.corrections import facts
from ui.corrections.facts import Cause, Compared, Refiled, Row
from ui.frame import choices, plain
from ui.frame.page import Choice, Page
from ui.parts import choosing, download, grid, paper
from words import numbers, periods, sentences
from words.files import value_words

COUNTIES, CELLS = 12, 7  # that are shown; the table view has all
ROWS = 14
FIGURES = ("then", "now", "difference", "rate_then", "rate_now")
OF_CELLS = ("area", "measure", "then", "now", "difference", "why", "file", "batch")
HEADS = ("county", "why", *FIGURES, "verdict_then", "verdict_now", "batch")
OTHERS = 6  # forms beside those shown that are named


def counties(page: Page, choice: Choice, compared: Compared) -> None:
    """A row a county: its figure and verdict then and now, why, and the batch that it rests on."""
    speech = page.speech
    if compared.then is None or compared.unanswered:
        return
    rows = _asked(compared)
    if not rows:
        _nothing(page, choice, compared)
        return
    head = heads_of(page, HEADS)
    body = "".join(_county(page, choice, compared, row) for row in rows[:COUNTIES])
    more = len(rows) - COUNTIES
    under = f'<p class="under">{plain.html(speech.plural("corrections.more", more))}</p>' if more > 0 else ""
    st.html(f'<div class="facts stacks corrections"><table>{head}<tbody>{body}</tbody></table>{under}</div>')


def _asked(compared: Compared) -> list[Row]:
    rows = compared.flipped if choices.raw("only") == "flipped" else compared.counties
    return sorted(rows, key=lambda row: (not row["verdict_flipped"], str(row["area_code"])))


def _county(page: Page, choice: Choice, compared: Compared, row: Row) -> str:
    speech = page.speech
    area = choice.areas.get(row["area_code"], {})
    city = choice.areas.get(area.get("city_code") or "", {})
    within = plain.html(speech.pick(city, "short_name") if city else "")
    place = f"{plain.html(speech.pick(row, 'area_name') or '')} <small>{within}</small>"
    causes = compared.causes(row)
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
        place,
        plain.html(_whys(page, causes)),
        *map(plain.html, figures),
        *(plain.html(verdict(page, row[name])) for name in ("verdict_was", "verdict_after")),
        "".join(_batch(page, one) for one in causes) or plain.html(numbers.DASH),
    ]
    told = cells_of(page, HEADS, cells)
    return f"<tr{' class=flipped' if row['verdict_flipped'] else ''}>{told}</tr>"


def _whys(page: Page, causes: Sequence[Cause]) -> str:
    """What moved the one side, the other, or both; where neither moved by what was filed, that it did not."""
    told = [
        page.speech("corrections.by_denominator", why=why(page, one.why))
        if one.side == facts.DENOMINATOR
        else why(page, one.why)
        for one in causes
    ]
    return page.speech("list.item").join(told) or page.speech("corrections.by_rules")


def _batch(page: Page, cause: Cause) -> str:
    """The batch of a cause, with its file and the day on which it was filed."""
    name, line = cause.file
    told = [file_row(page, name, line)]
    if cause.filed_on:
        told.append(periods.date(page.speech, cause.filed_on))
    return f"<div>{batch_link(page, cause.batch)} <small>{plain.html(' · '.join(told))}</small></div>"


def file_row(page: Page, name: str | None, line: int | None) -> str:
    """A file and a row in it; dashes where that is not known."""
    return page.speech(
        "corrections.file_row", file=plain.line(name or numbers.DASH), row=line or numbers.DASH
    )


def cells_of(page: Page, heads: Sequence[str], cells: Sequence[str], figures: Sequence[str] = FIGURES) -> str:
    """A row's cells, each with its head: in a narrow window they stand under each other. `figures` names those that are numbers."""
    return "".join(
        f'<td data-head="{plain.html(page.speech(f"corrections.column_{head}"))}"'
        f"{' class=figure' if head in figures else ''}>{cell}</td>"
        for head, cell in zip(heads, cells, strict=True)
    )


def heads_of(page: Page, heads: Sequence[str], figures: Sequence[str] = FIGURES) -> str:
    """The heads of a table, those of numbers at their end."""
    told = "".join(
        f"<th{' class=figure' if head in figures else ''}>{plain.html(page.speech(f'corrections.column_{head}'))}</th>"
        for head in heads
    )
    return f"<thead><tr>{told}</tr></thead>"


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


def cells(page: Page, choice: Choice, compared: Compared) -> None:
    """The cells of which another figure stands, form by form, with file and row; then the forms that are not shown here."""
    for form in compared.forms:
        _form(page, choice, form)
    files(page, choice, compared)
    _others(page, choice, compared)


def _form(page: Page, choice: Choice, form: Refiled) -> None:
    speech = page.speech
    # What was put right first, then what went, then what came.
    order = {facts.CORRECTED: 0, facts.FILED_SINCE: 2}
    shown = sorted(
        form.cells, key=lambda row: (row["figure_change"] is None, order.get(row["restated_because"], 1))
    )
    lines = "".join(_cell(page, row) for row in shown[:CELLS])
    more = len(form.cells) - len(shown[:CELLS])
    under = f'<p class="under">{plain.html(speech.plural("corrections.more", more))}</p>' if more > 0 else ""
    counted = speech.plural("corrections.cells", len(form.cells))
    title = speech("corrections.cells_of", form=named(page, choice, form.dataset, form.period), cells=counted)
    table = f"<table>{heads_of(page, OF_CELLS)}<tbody>{lines}</tbody></table>"
    st.html(
        f'<section class="facts part stacks corrections"><h2>{plain.html(title)}</h2>{table}{under}</section>'
    )


def named(page: Page, choice: Choice, dataset: str, period: dt.date) -> str:
    """A form and the period that it was filed for."""
    form = choice.answers.forms().get(dataset, {})
    name = page.speech.pick(form, "dataset_name") or dataset
    words = periods.period(page.speech, period, str(form.get("cycle") or "quarterly"))
    return page.speech("corrections.form_of", form=name, period=words)


def files(page: Page, choice: Choice, compared: Compared) -> None:
    """The file of each form beside the page's own."""
    beside = [one for one in compared.forms if (one.dataset, one.period) != (choice.dataset, choice.period)]
    if not beside:
        return
    with st.container(key="form_files", horizontal=True):
        for one in beside:
            download.beside(
                page,
                "restated_cells",
                page.speech("corrections.form_file", form=named(page, choice, one.dataset, one.period)),
                dataset=one.dataset,
                period=one.period,
                published=compared.then,
            )


def _others(page: Page, choice: Choice, compared: Compared) -> None:
    """The forms and periods of which other figures stand that the figures shown do not rest on; a link to an indicator that does."""
    if not compared.others:
        return
    speech = page.speech
    told = []
    for row in compared.others[:OTHERS]:
        inner = plain.html(named(page, choice, row["dataset"], row["period"]))
        code = _indicator_of(choice, row)
        told.append(
            choosing.link(page, inner, indicator=code, period=row["period"].isoformat()) if code else inner
        )
    lead = plain.html(speech.plural("corrections.others", len(compared.others)))
    listed = plain.html(speech("list.item")).join(told)
    more = len(compared.others) - len(told)
    rest = plain.html(speech.plural("corrections.others_more", more)) if more else ""
    st.html(f'<p class="under">{lead} {listed} {rest}</p>')


def _indicator_of(choice: Choice, form: Row) -> str | None:
    """The first indicator that counts from a form and has its period."""
    return next(
        (
            code
            for code, row in choice.indicators.items()
            if row["numerator_dataset"] == form["dataset"] and form["period"] in choice.answers.periods(code)
        ),
        None,
    )


def _cell(page: Page, row: Row) -> str:
    speech = page.speech
    told = [
        plain.html(speech.pick(row, "area_name") or row["area_code"]),
        plain.html(speech.pick(row, "measure_name") or row["measure"]),
        plain.html(numbers.count(row["value_before"])),
        plain.html(numbers.count(row["value_after"])),
        plain.html(numbers.signed(row["figure_change"])),
        plain.html(why(page, row["restated_because"])),
        plain.html(
            file_row(
                page,
                row["file_name"] or row["file_name_before"],
                row["file_row"] or row["file_row_before"],
            )
        ),
        batch_link(page, row["batch_id"] or row["batch_before"]),
    ]
    return f"<tr>{cells_of(page, OF_CELLS, told)}</tr>"


def batch_link(page: Page, batch: str | None) -> str:
    """A batch's name, which opens what it is and its file."""
    return choosing.link(page, plain.html(batch), batch=batch) if batch else plain.html(numbers.DASH)


def why(page: Page, code: str) -> str:
    """Why a figure is another, in words."""
    return value_words(page.language)[f"restated_because.{code}"]


def verdict(page: Page, code: str | None) -> str:
    """A verdict with its sign; a dash where nothing judged."""
    return numbers.DASH if code is None else sentences.judged(page.speech, code)


def _rate(page: Page, row: Row, value: Any) -> str:
    """A value as its indicator is shown: these rows are of several."""
    return numbers.with_unit(value, row["decimals"], page.speech.pick(row, "unit"))


def whole(page: Page, choice: Choice, compared: Compared) -> None:
    """Every cell of which another figure stands, and every judged area of the period whose figures or verdict are others."""
    speech = page.speech
    if compared.then is None or compared.unanswered:
        return
    moved = [row for row in compared.moved if row["period"] == choice.period]
    moved = [row for row in moved if row["verdict_flipped"]] if choices.raw("only") == "flipped" else moved
    names = {
        one: speech(f"corrections.column_{one}")
        for one in ("form", "area", "measure", "then", "now", "difference", "why", "file", "row", "batch")
    }
    _frame(
        page,
        "corrections.cells",
        {
            "form": [
                named(page, choice, form.dataset, form.period) for form in compared.forms for _ in form.cells
            ],
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
    files(page, choice, compared)
    _others(page, choice, compared)
    columns = ("indicator", "area", "rate_then", "rate_now", "verdict_then", "verdict_now")
    _frame(
        page,
        "corrections.verdicts",
        {
            "indicator": [speech.pick(row, "indicator_name") or row["indicator_code"] for row in moved],
            "area": [speech.pick(row, "area_name") or row["area_code"] for row in moved],
            "rate_then": [_rate(page, row, row["value_shown_was"]) for row in moved],
            "rate_now": [_rate(page, row, row["value_shown"]) for row in moved],
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
