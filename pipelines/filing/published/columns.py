"""Which columns of a printed table are a form's measures, each in its unit; what is left out, and what may be meant in two ways."""

from __future__ import annotations

from decimal import Decimal

from pipelines.filing import wording
from pipelines.filing.published import figures, said
from pipelines.filing.published.entries import Column
from pipelines.filing.published.heads import Head, Layout, unit_above, units_of
from pipelines.filing.published.understanding import Given, Understanding
from programme.datasets import Counts, Measure
from words.problems import Bilingual, Problem


def columns_of(answer: Understanding, layout: Layout, given: Given) -> list[Column]:
    """The columns of the form that are taken, each with its unit; what is left out is listed, and what may be two is an error."""
    dataset = answer.dataset
    by_meaning: dict[str, list[Head]] = {}
    for head in layout.heads:
        by_meaning.setdefault(head.meaning, []).append(head)
    columns: list[Column] = []
    for measure in dataset.measures:
        own = _one_of(answer, by_meaning.get(measure.code, []), measure)
        if own is not None:
            column = _in_unit(answer, layout, own, measure, given)
            if column is not None:
                columns.append(column)
    there = {column.measure.code for column in columns}
    for rate in dataset.rates:
        heads = [head for kind in ("rate", "share") for head in by_meaning.get(f"{kind}:{rate.measure}", [])]
        if rate.measure in there or not heads:
            answer.ignored += [head.text for head in heads]
            continue
        measure = dataset.by_code[rate.measure]
        share = _one_of(answer, heads, measure)
        if share is not None and rate.of in there:
            column = _rate(answer, layout, share, measure, dataset.by_code[rate.of])
            if column is not None:
                columns.append(column)
                there.add(rate.measure)
    settled = figures.unit_of(given.settled.unit) if given.settled.unit else None
    if settled is not None and columns and not any(figures.fits(settled, one.measure) for one in columns):
        units = {(one.measure.unit_zh or "", one.measure.unit_en or "") for one in columns}
        own_units = [Bilingual(*one) for one in sorted(units)]
        answer.refuse(Problem("published.unit_fits_none", unit=settled.text, own=own_units))
    missing = [code for code in _needed(dataset, given) if code not in there]
    for code in missing:
        if not answer.errors:
            measure = dataset.by_code[code]
            name = Bilingual(measure.name_zh, measure.name_en)
            others = [head.text for head in layout.heads if not head.meaning and head.text]
            answer.refuse(
                Problem(
                    "published.no_column" if others else "published.no_column.at_all",
                    form=wording.form(dataset),
                    column=name,
                    code=code,
                    headings=others[:12],
                )
            )
    for head in layout.heads:
        if (
            head.meaning
            and not any(column.head is head for column in columns)
            and head.meaning in dataset.measure_codes
        ) or (not head.meaning and head.text):
            answer.ignored.append(head.text)
    answer.places = {head.text: head.place for head in layout.heads if head.text}
    answer.places |= {column.head.text: column.head.place for column in columns}
    answer.columns = {column.head.text: column.measure.code for column in columns}
    answer.columns |= {
        head.text: head.meaning
        for head in layout.heads
        if head.meaning in ("area_code", "area_name", "period") and head.text
    }
    answer.units = {column.measure.code: column.unit for column in columns if column.unit}
    return columns


def _needed(dataset: Counts, given: Given) -> list[str]:
    """The measures that must be there: all that live in a return; of published figures those that are published."""
    if given.is_published and dataset.gives_figures:
        return []
    return [
        measure.code
        for measure in dataset.measures
        if not measure.optional and measure.first_period is None and measure.last_period is None
    ]


def _one_of(answer: Understanding, heads: list[Head], measure: Measure) -> Head | None:
    """The one column of a measure; of several that of the day that the table is of."""
    if len(heads) < 2:
        return heads[0] if heads else None
    of_day = [
        head
        for head in heads
        if answer.period in {day for text in head.texts for day in said.days_in(text, answer.dataset)}
    ]
    if answer.period is not None and len(of_day) == 1:
        return of_day[0]
    name = Bilingual(measure.name_zh, measure.name_en)
    answer.refuse(
        Problem(
            "published.column_twice", column=name, code=measure.code, headings=[head.text for head in heads]
        )
    )
    return None


def _in_unit(
    answer: Understanding, layout: Layout, head: Head, measure: Measure, given: Given
) -> Column | None:
    """A measure's column with the unit that its heading says, else the option, else the lines above; several are an error."""
    own = figures.unit_of(measure.unit_zh or "")
    settled = figures.unit_of(given.settled.unit) if given.settled.unit else None
    said = units_of(head)
    named = [unit for unit in said if figures.fits(unit, measure)]
    if not named and settled is not None and figures.fits(settled, measure):
        named = [settled]
    if not named:
        said = said or unit_above(layout)
        named = [unit for unit in said if figures.fits(unit, measure)]
    if said and not named:
        answer.refuse(_unit_of_another(answer, head, measure, said))
        return None
    powers = {unit.power for unit in named}
    if len(powers) > 1:
        answer.refuse(
            Problem("published.several_units", heading=head.text, units=[unit.text for unit in named])
        )
        return None
    if not named:
        return Column(measure, head)
    factor = Decimal(1).scaleb(named[0].power - (own.power if own else 0))
    return Column(measure, head, factor, named[0].text)


def _unit_of_another(
    answer: Understanding, head: Head, measure: Measure, said: list[figures.Unit]
) -> Problem:
    """That a column's unit is none that its measure is counted in; a share is settled by saying that it is one."""
    values = {
        "heading": head.text,
        "units": [unit.text for unit in said],
        "column": Bilingual(measure.name_zh, measure.name_en),
        "own": Bilingual(measure.unit_zh or "", measure.unit_en or ""),
        "rate": f"rate:{measure.code}",
        "share": f"share:{measure.code}",
    }
    is_share = all(unit.is_per_cent for unit in said)
    may_be = is_share and any(rate.measure == measure.code for rate in answer.dataset.rates)
    return Problem("published.unit_of_another.share" if may_be else "published.unit_of_another", **values)


def _rate(answer: Understanding, layout: Layout, head: Head, measure: Measure, of: Measure) -> Column | None:
    """A rate's column, in per cent or as a share of one. Figures none of which is above one may be either, unless it is said."""
    said = units_of(head)
    if said and not any(unit.is_per_cent for unit in said):
        answer.refuse(_unit_of_another(answer, head, measure, said))
        return None
    if head.meaning.startswith("share:"):
        return Column(measure, head, Decimal(100), "1", of)
    cells = [row[head.place] for row in layout.grid.rows[layout.body :]]
    bare = [
        one.value
        for text in cells
        if isinstance(one := figures.printed(text), figures.Printed) and not figures.is_share(text)
    ]
    if bare and max(bare) <= 1 and not head.is_settled:
        ways = {"rate": f"rate:{measure.code}", "share": f"share:{measure.code}"}
        told = {"heading": head.text, "value": f"{max(bare):f}", **ways}
        answer.refuse(Problem("published.share_or_per_cent", **told))
        return None
    return Column(measure, head, unit="%", of=of)
