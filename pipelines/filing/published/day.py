"""The day that a printed table is of, said once and nowhere contradicted; and what more than one period is said of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pipelines.filing import cells
from pipelines.filing.published import said
from pipelines.filing.published.entries import Column, Taken
from pipelines.filing.published.heads import Layout
from pipelines.filing.published.understanding import Given, Understanding
from words.problems import Bilingual, Problem


def period_of(answer: Understanding, layout: Layout, given: Given) -> dict[str, said.Said]:
    """The day that all figures are of: given, else the one that the headings, the lines above or the file's name speak of.

    What is given must not contradict what is said nearest to the figures. Returns what is said, and where.
    """
    heard = said.heard(layout, given.name, answer.dataset)
    if given.period is not None:
        answer.period, answer.period_from = given.period, "given"
        _contradicted(answer, heard, [given.period], None)
        return heard
    if any(head.meaning == "period" for head in layout.heads):
        return heard
    in_table = {where: one for where, one in heard.items() if where != "file"} or heard
    if not in_table:
        answer.refuse(Problem("published.no_day"))
        return heard
    where, nearest = next(iter(in_table.items()))
    days = [day for day in nearest.days if all(one.allows(day) for one in in_table.values())]
    if len(in_table) > 1 and not days:
        at, others = next((at, one.days) for at, one in in_table.items() if at != where)
        answer.refuse(
            Problem(
                "published.days_differ",
                where=Problem(f"published.where_{where}"),
                days=sorted(nearest.days),
                elsewhere=Problem(f"published.where_{at}"),
                others=sorted(others),
            )
        )
    elif len(days) == 1:
        answer.period, answer.period_from = days[0], where
        _contradicted(answer, heard, days, None)
    else:
        problem = Problem(
            "published.several_days", where=Problem(f"published.where_{where}"), days=sorted(days)
        )
        answer.refuse(problem)
    return heard


def refuse_flows_of_more(
    answer: Understanding, columns: Sequence[Column], heard: Mapping[str, said.Said]
) -> None:
    """Refuse a column of what happened in a quarter where more than a quarter is said, unless it was settled what it means."""
    if answer.dataset.cycle != "quarterly":
        return
    for column in columns:
        measure, head = column.measure, column.head
        own = said.of_texts(head.texts, answer.dataset)
        told = {"headings": own, **{where: heard[where] for where in ("above", "file") if where in heard}}
        where, nearest = next(((where, one) for where, one in told.items() if one.days), ("headings", own))
        if not measure.flow or head.is_settled or not nearest.spans:
            continue
        problem = Problem(
            "published.flow_of_more",
            heading=head.text,
            column=Bilingual(measure.name_zh, measure.name_en),
            code=measure.code,
            where=Problem(f"published.where_{where}"),
            day=max(nearest.spans),
        )
        answer.refuse(problem, column=head.text, place=head.place)


def _contradicted(
    answer: Understanding, heard: Mapping[str, said.Said], days: Sequence[dt.date], row: int | None
) -> None:
    """Refuse days of which none is said nearest to the figures; that the file's name says another is told."""
    in_table = [(where, one) for where, one in heard.items() if where != "file"]
    if in_table and not any(in_table[0][1].allows(day) for day in days):
        where, one = in_table[0]
        told = Problem(f"published.where_{where}")
        key = "published.period_differs" if row is None else "published.period_differs.column"
        answer.refuse(Problem(key, period=days[0], where=told, days=sorted(one.days)), row, "period")
    elif "file" in heard and not any(heard["file"].allows(day) for day in days):
        values = {"said": sorted(heard["file"].days)[0], "period": days[0]}
        answer.note(Problem("read.period_in_name", **values))


def hold_periods_of_rows(answer: Understanding, rows: Taken, heard: Mapping[str, said.Said]) -> None:
    """What a column of periods says, held to what is said of the whole table."""
    found: dict[dt.date, int] = {}
    for entry in rows.entries:
        text = entry.texts.get("period") or ""
        day = (cells.year(text) if answer.dataset.cycle == "annual" else None) or cells.period(text)
        if day is not None:
            found.setdefault(day, entry.row)
    if found and answer.period is None:
        _contradicted(answer, heard, list(found), min(found.values()))
