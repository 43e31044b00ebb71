"""A file understood as a printed or published table: which sheet, headings, unit, day, columns and rows, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl

from pipelines.filing import unshown, wording
from pipelines.filing.finding import Finding
from pipelines.filing.published import day, figures, places, said
from pipelines.filing.published.columns import columns_of
from pipelines.filing.published.entries import Column, Entry, Taken, taken
from pipelines.filing.published.grid import MOST_COLUMNS, MOST_ROWS, Grid
from pipelines.filing.published.heads import Head, Layout, cleaned, laid_out
from pipelines.filing.published.settled import LEFT_OUT, Settled
from pipelines.filing.published.totals import totals
from pipelines.filing.published.understanding import Given, Understanding
from pipelines.filing.surroundings import quoted, rows_told
from programme.datasets import Counts
from programme.datasets.headings import normal_heading
from programme.packs.area_index import LEVELS, NOWHERE, Areas
from words.problems import Bilingual, Problem

APART_LISTED = 12


def understand(grids: Sequence[Grid], dataset: Counts, areas: Areas, given: Given) -> Understanding | None:
    """The table of a file; None where no sheet has rows of areas under a heading of the form."""
    laid = [(grid, layout) for grid in grids if (layout := _layout(grid, dataset, areas, given)) is not None]
    if given.settled.sheet is not None:
        laid = [one for one in laid if (one[0].name or "") == given.settled.sheet]
    found = [one for one in laid if _means_any(one[1], dataset)]
    turned = _turned(grids, dataset, areas) if not found else None
    if turned is not None:
        return turned
    if not found and given.is_of_form:
        found = [one for one in laid if any(head.text and not head.meaning for head in one[1].heads)]
    shown = [one for one in found if not one[0].is_hidden] or found
    if not shown:
        return None
    if len(shown) > 1:
        answer = Understanding(dataset)
        sheets = [grid.name or "" for grid, _ in shown]
        answer.refuse(Problem("published.several_sheets", number=len(sheets), sheets=sheets))
        return answer
    grid, layout = shown[0]
    answer = Understanding(dataset, grid.name, layout.head_rows)
    if grid.is_cut:
        answer.refuse(Problem("published.too_large", rows=MOST_ROWS, columns=MOST_COLUMNS))
        return answer
    _tell_hidden(answer, grids, grid, layout)
    _understand(answer, layout, areas, given)
    return answer


def _turned(grids: Sequence[Grid], dataset: Counts, areas: Areas) -> Understanding | None:
    """A table that is one but lies otherwise: areas or years over its columns. It is told what it is; None of any other."""
    for grid in grids:
        problem = _years_over(grid, dataset, areas)
        named = {
            places.bare(text): None for row in grid.rows for text in row[1:] if areas.named(places.bare(text))
        }
        if problem is None and len(named) > 1 and _measures_in_rows(grid, dataset):
            problem = Problem("published.areas_over_columns", names=list(named)[:6])
        if problem is not None:
            answer = Understanding(dataset, grid.name)
            answer.refuse(problem)
            return answer
    return None


def _measures_in_rows(grid: Grid, dataset: Counts) -> bool:
    """Whether rows with a figure are called by a measure."""
    return any(
        dataset.column_of(cleaned(row[0])) in dataset.measure_codes and any(map(figures.is_number, row[1:]))
        for row in grid.rows
        if row[0]
    )


def _years_over(grid: Grid, dataset: Counts, areas: Areas) -> Problem | None:
    layout = laid_out(grid, areas, dataset)
    if layout is None:
        return None
    years = [
        head.text for head in layout.heads if said.days_in(head.text, dataset) and not cleaned(head.text)
    ]
    if len(years) < 2:
        return None
    return Problem("published.years_over_columns", headings=years[:6], codes=list(dataset.measure_codes))


def _layout(grid: Grid, dataset: Counts, areas: Areas, given: Given) -> Layout | None:
    layout = laid_out(grid, areas, dataset)
    if layout is None:
        return None
    heads = tuple(_settled(head, given.settled) for head in layout.heads)
    return replace(layout, heads=heads)


def _means_any(layout: Layout, dataset: Counts) -> bool:
    """Whether any column is one of the form's figures."""
    return any(
        head.meaning in dataset.measure_codes or head.meaning.startswith(("rate:", "share:"))
        for head in layout.heads
    )


def _settled(head: Head, settled: Settled) -> Head:
    """A column with what whoever files it has said that its heading means."""
    for text in (head.text, *head.texts):
        meaning = settled.meaning(text) if text else None
        if meaning is not None:
            told = "skipped" if meaning == LEFT_OUT else meaning
            return Head(head.place, head.texts, told, is_settled=True)
    return head


def _tell_hidden(answer: Understanding, grids: Sequence[Grid], taken_grid: Grid, layout: Layout) -> None:
    passed_over = [grid.name or "" for grid in grids if grid.is_hidden and grid is not taken_grid]
    answer.notes += unshown.hidden_sheets(
        passed_over, (taken_grid.name or "") if taken_grid.is_hidden else None
    )
    answer.notes += unshown.hidden_rows(sorted(taken_grid.hidden & set(taken_grid.numbers)))
    columns = {head.place + taken_grid.first_column: head.text for head in layout.heads}
    answer.notes += unshown.hidden_columns(
        {place: text for place, text in columns.items() if place in taken_grid.hidden_columns}
    )


def _understand(answer: Understanding, layout: Layout, areas: Areas, given: Given) -> None:
    _unused(answer, layout, given.settled)
    heard = day.period_of(answer, layout, given)
    columns = columns_of(answer, layout, given)
    day.refuse_flows_of_more(answer, columns, heard)
    if answer.errors:
        return
    rows = taken(layout, columns, answer.dataset, areas, answer.period)
    answer.errors += rows.errors
    answer.errors_in_all += rows.wrong
    answer.matched = len(_own(answer, rows, areas))
    day.hold_periods_of_rows(answer, rows, heard)
    _judge_rows(answer, rows, areas, layout)
    _judge_figures(answer, rows, columns)
    levels = places.levels_of(answer.dataset.levels)
    counted_apart: set[int] = set()  # a row is told once, however many of its figures say so
    for total in totals(rows.entries, columns, areas, answer.period, levels):
        if not total.agrees:
            answer.refuse(
                Problem(
                    "published.total_differs",
                    row=total.entry.row,
                    name=total.entry.name,
                    heading=total.column.head.text,
                    said=_printed(total.said, total.column),
                    sum=_printed(total.sums[0], total.column),
                    n=total.parts,
                    within=_printed(total.within, total.column),
                ),
                total.entry.row,
                total.column.head.text,
                place=total.column.head.place,
            )
        elif total.is_whole:
            answer.checked += 1
            answer.checked_rows.add(total.entry.row)
            if total.counts_apart and total.entry.row not in counted_apart:
                counted_apart.add(total.entry.row)
                names = [one.name for one in total.apart]
                answer.note(
                    Problem("published.counted_apart", whole=total.entry.name, names=names), total.entry.row
                )
    if not answer.errors:
        _frame(answer, rows, columns, areas)


def _unused(answer: Understanding, layout: Layout, settled: Settled) -> None:
    """A heading that was said to mean something and that the table has not: misspelt, and never passed over in silence."""
    if not settled.must_fit:
        return
    there = {normal_heading(text) for head in layout.heads for text in (head.text, *head.texts) if text}
    for heading in settled.mapped:
        if heading not in there:
            headings = [head.text for head in layout.heads if head.text][:APART_LISTED]
            answer.refuse(Problem("published.map_unused", heading=heading, headings=headings))


# ---------------------------------------------------------------- rows


def _judge_rows(answer: Understanding, rows: Taken, areas: Areas, layout: Layout) -> None:
    """Rows of no area: groups and zones are explained, a name nobody knows or that two have is an error."""
    groups: dict[int, Entry] = {}
    zones: dict[int, Entry] = {}
    for entry in rows.entries:
        kind = entry.place.kind
        if kind == "group":
            groups[entry.row] = entry
        elif kind == "zone":
            zones[entry.row] = entry
        elif kind == "several":
            named = [
                wording.named(areas.codes[at], areas.name(at, answer.period)) for at in entry.place.others[:4]
            ]
            answer.refuse(
                Problem("published.several_areas", row=entry.row, name=entry.name, areas=named),
                entry.row,
                None,
                entry.name,
                layout.names,
            )
        elif kind == "contradiction":
            area, above = (
                wording.named(areas.codes[at], areas.name(at, answer.period))
                for at in (entry.place.at, entry.place.others[0])
            )
            problem = Problem("published.not_within", row=entry.row, area=area, above=above)
            answer.refuse(problem, entry.row, None, entry.name)
        elif kind == "unknown" and places.meant_as_code(entry.code):
            near = areas.nearest(entry.code, entry.name)
            name = areas.name(areas.place[near], answer.period) if near else None
            problem = wording.unknown_code(entry.code, near, name)
            answer.refuse(problem, entry.row, None, entry.code, layout.codes)
        elif kind == "unknown":
            problem = _unknown_name(answer, entry, areas)
            answer.refuse(problem, entry.row, None, entry.name, layout.names)
    for key, found in (("published.groups", groups), ("published.zones", zones)):
        if found:
            names = list(dict.fromkeys(one.name for one in found.values()))[:APART_LISTED]
            answer.note(Problem(key, rows=rows_told(sorted(found)), names=names), min(found))
    if rows.closing:
        lines = quoted([texts for _, texts in rows.closing])
        first = rows.closing[0][0]
        answer.note(
            Problem(
                "read.closing_lines",
                rows=rows_told([row for row, _ in rows.closing]),
                lines=lines,
            ),
            first,
        )


def _unknown_name(answer: Understanding, entry: Entry, areas: Areas) -> Problem:
    """A name that is no area's, with the one that may be meant."""
    values = {"row": entry.row, "name": entry.name}
    near = places.nearest(entry.name, areas, answer.period, places.levels_of(answer.dataset.levels))
    if near == NOWHERE:
        return Problem("published.unknown_name", **values)
    own = wording.named(areas.codes[near], areas.name(near, answer.period))
    return Problem("published.unknown_name.nearest", nearest=own, **values)


def _judge_figures(answer: Understanding, rows: Taken, columns: Sequence[Column]) -> None:
    """Figures that are none, and those that are not whole in the form's own unit: a unit is then not said."""
    told: set[str] = set()
    for entry in rows.entries:
        if entry.place.kind != "area":
            continue
        for column in columns:
            code = column.measure.code
            if code in entry.odd:
                text = entry.odd[code]
                unit = figures.with_unit(text)
                problem = wording.not_a_whole_number(text)
                if text == "#":
                    problem = Problem("published.lost_cell")
                elif unit is not None:
                    problem = Problem("published.unit_in_cell", unit=unit.text)
                value = None if text == "#" else text
                where = column.head.place
                answer.errors.append(
                    Finding(entry.row, column.head.text, value, problem, at_cell=True, place=where)
                )
                answer.errors_in_all += 1
            figure = entry.values.get(code)
            if figure is not None and figure != figure.to_integral_value() and code not in told:
                told.add(code)
                own = Bilingual(column.measure.unit_zh or "", column.measure.unit_en or "")
                answer.refuse(
                    Problem(
                        "published.not_whole" if column.unit else "published.not_whole.no_unit",
                        row=entry.row,
                        heading=column.head.text,
                        value=_plain(figure),
                        unit=column.unit,
                        own=own,
                    ),
                    entry.row,
                    column.head.text,
                    place=column.head.place,
                )
    if not any(entry.place.kind == "area" for entry in rows.entries):
        answer.refuse(Problem("check.no_rows"))


def _own(answer: Understanding, rows: Taken, areas: Areas) -> list[Entry]:
    """The rows of areas that file."""
    levels = places.levels_of(answer.dataset.levels)
    return [
        entry
        for entry in rows.entries
        if entry.place.kind == "area" and areas.level_ever(entry.place.at, answer.period) in levels
    ]


def _frame(answer: Understanding, rows: Taken, columns: Sequence[Column], areas: Areas) -> None:
    """The rows of areas that file, as text under the form's columns."""
    own = _own(answer, rows, areas)
    if not own:
        level = {
            areas.level_ever(one.place.at, answer.period) for one in rows.entries if one.place.kind == "area"
        }
        answer.refuse(
            Problem(
                "published.no_area_of_level",
                form=wording.form(answer.dataset),
                wanted=[wording.level(one) for one in answer.dataset.levels],
                levels=[wording.level(LEVELS[one]) for one in sorted(level)],
            )
        )
        return
    higher = {
        entry.row: entry
        for entry in rows.entries
        if entry.place.kind == "total" or (entry.place.kind == "area" and entry not in own)
    }
    held = {row: entry for row, entry in higher.items() if row in answer.checked_rows}
    finest = max(places.levels_of(answer.dataset.levels))
    finer = {
        row: entry
        for row, entry in higher.items()
        if entry.place.kind == "area" and areas.level_ever(entry.place.at, answer.period) > finest
    }
    loose = {row: entry for row, entry in higher.items() if row not in held and row not in finer}
    wanted = [wording.level(one) for one in answer.dataset.levels]
    for key, left_out in (
        ("published.wholes", held),
        ("published.wholes_unchecked", loose),
        ("published.finer", finer),
    ):
        if left_out:
            names = list(dict.fromkeys(entry.name for entry in left_out.values()))[:APART_LISTED]
            told = {
                "rows": rows_told(sorted(left_out)),
                "names": names,
                "n": answer.checked,
                "wanted": wanted,
            }
            answer.note(Problem(key, **told), min(left_out))
    data: dict[str, list[str | None]] = {
        "area_code": [areas.codes[entry.place.at] for entry in own],
        "area_name": [places.bare(entry.name) or None for entry in own],
        "period": [
            entry.texts.get("period") or (answer.period.isoformat() if answer.period else None)
            for entry in own
        ],
    }
    there = {column.measure.code: column for column in columns}
    for code in answer.dataset.measure_codes:
        data[code] = [_text(entry.values.get(code)) if code in there else None for entry in own]
    frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
    answer.frame = frame.with_columns(file_row=pl.Series([entry.row for entry in own], dtype=pl.Int64))
    for at, entry in enumerate(own):
        if entry.derived:
            answer.derived[at] = list(entry.derived.items())
    if answer.derived:
        rates = [column for column in columns if column.of is not None]
        for column in rates:
            whole = column.of
            assert whole is not None
            answer.note(
                Problem(
                    "published.derived",
                    column=Bilingual(column.measure.name_zh, column.measure.name_en),
                    rate=column.head.text,
                    whole=Bilingual(whole.name_zh, whole.name_en),
                    n=len(answer.derived),
                )
            )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(int(value))


def _printed(value: Decimal, column: Column) -> str:
    """A figure as its column prints it, with the unit where that is not the form's own."""
    return f"{_plain(value / column.factor)} {column.unit if column.factor != 1 else ''}".rstrip()


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
