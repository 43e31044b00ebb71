"""The sheet as it was read: its own row numbers and letters, headings tinted, what is missing hatched, what is wrong framed."""

from __future__ import annotations

import re

import streamlit as st

from ui.frame import plain
from ui.frame.desk import places, publishing
from ui.frame.desk.brought import Brought
from ui.frame.desk.questions import is_asked
from ui.frame.desk.reading import Lot, Read
from ui.frame.page import Page

LONGEST = 40  # characters of a cell
_FIGURE = re.compile(r"[-−+]?[0-9][0-9,. ]*%?")


def draw(page: Page, viewed: Read | Brought | None, lot: Lot | None) -> None:
    """The table, or what to do where there is none."""
    speech = page.speech
    if not isinstance(viewed, Read):
        if lot is None and publishing.under_way() is None:
            st.html(f'<p class="nothing">{plain.html(speech("desk.empty"))}</p>')
        return
    sheet = places.sheet_of(viewed)
    if sheet is None:
        st.html(f'<p class="nothing">{plain.html(speech("desk.no_sheet"))}</p>')
        return
    name = sheet.grid.name
    head = speech("desk.sheet_named", name=plain.line(name, 30)) if name else speech("desk.sheet")
    keys = "".join(
        f'<span><i class="{kind}"></i>{plain.html(speech(f"desk.key_{kind}"))}</span>'
        for kind in ("wrong", "open", "missing", "unread")
    )
    label = plain.html(head)
    st.html(
        f'<div class="desk_head"><h2 class="part">{label}</h2><p class="desk_keys">{keys}</p></div>'
        f'<div class="desk_sheet" role="region" tabindex="0" aria-label="{label}">{_table(page, viewed, sheet)}</div>'
    )


def _table(page: Page, read: Read, sheet: places.Sheet) -> str:
    wrong: set[tuple[int, int]] = set()
    unsettled: set[tuple[int, int]] = set()
    for finding in read.outcome.errors:
        cell = sheet.cell(finding)
        if cell is not None:
            (unsettled if is_asked(finding) else wrong).add(cell)
    grid = sheet.grid
    width = min(grid.width, places.MOST_COLUMNS)
    head = "".join(f'<th scope="col">{places.letter(grid, at)}</th>' for at in range(width))
    body, last = "", -1
    shown = sheet.shown(read.outcome.errors)
    for index in shown:
        if index > last + 1:
            body += _gap(page, grid.numbers[last + 1], grid.numbers[index - 1], width)
        number, last = grid.numbers[index], index
        cells, missing = "", sheet.missing(index)
        for at in range(width):
            text = grid.rows[index][at]
            kind = _kind(
                sheet,
                (number, at),
                text,
                wrong,
                "open" if (number, at) in unsettled else "missing" if at in missing else "",
            )
            cells += f"<td{kind}>{plain.html(text, LONGEST)}</td>"
        tinted = ' class="head"' if number in sheet.heads else ""
        body += f'<tr{tinted}><th scope="row">{number}</th>{cells}</tr>'
    if last + 1 < len(grid.numbers):
        body += _gap(page, grid.numbers[last + 1], grid.numbers[-1], width)
    return f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"


def _kind(
    sheet: places.Sheet, cell: tuple[int, int], text: str, wrong: set[tuple[int, int]], other: str
) -> str:
    """A cell's class: what is wrong first."""
    number, at = cell
    kinds = ["wrong"] if cell in wrong else [other] if other else []
    if sheet.columns and at not in sheet.columns and number >= min(sheet.heads, default=0):
        kinds.append("unread")
    if _FIGURE.fullmatch(text):
        kinds.append("figure")
    return f' class="{" ".join(kinds)}"' if kinds else ""


def _gap(page: Page, first: int, last: int, width: int) -> str:
    told = page.speech("desk.rows_left", first=first, last=last)
    return f'<tr class="gap"><th scope="row">⋮</th><td colspan="{width}">{plain.html(told)}</td></tr>'
