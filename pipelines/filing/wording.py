"""What is said of a cell: the problem by key, with the values that its sentence takes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pipelines.filing import cells
from programme.datasets import AnyDataset, Counts, Datasets, Measure, Register, Rule
from programme.datasets.dataset import Cycle, OtherUnit
from programme.datasets.expressions import Name, walk
from programme.datasets.remedies import Span, lawful
from programme.packs.area_index import COUNTY, LEVEL_NAMES, LEVELS, NOWHERE, TOWNSHIP, Areas
from words.problems import Bilingual, Problem, Term

Names = tuple[str, str]
NO_OTHERS = Datasets([])
NO_FIGURE_WORDS = frozenset(
    {"-", "--", "—", "——", "/", "\\", "无", "无数据", "未知", "n/a", "N/A", "NA", "null", "NULL", "None"}
)


_RATIO = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[%％‰]|[+-]?[0-9]{1,3}\.[0-9]+")  # a share, or so many for each


def named(code: str, names: Names) -> Bilingual:
    """A code with its name in each language."""
    return Bilingual(f"{code} {names[0]}", f"{code} {names[1]}")


def form_name(dataset: AnyDataset) -> Bilingual:
    """What people call a dataset."""
    return Bilingual(dataset.name_zh, dataset.name_en)


def form(dataset: AnyDataset) -> Bilingual:
    """A dataset by its name; in Chinese with the name that people know it by."""
    return Bilingual(f"{dataset.name}（{dataset.name_zh}）", dataset.name)


def level(name: str) -> Term:
    """A level of areas by its word."""
    return LEVEL_NAMES[name]


def period_missing(cycle: Cycle) -> Problem:
    return Problem("check.period_missing" if cycle == "quarterly" else "check.period_missing.annual")


def not_a_date(text: str, cycle: Cycle) -> Problem:
    hint = cells.date_hint(text)
    if cycle == "annual":
        return Problem(
            "check.not_a_date.annual", example=(hint or dt.date(2025, 12, 31)).replace(month=12, day=31)
        )
    if hint:
        return Problem("check.not_a_date.hinted", example=hint)
    return Problem("check.not_a_date", example=dt.date(2025, 12, 31))


def not_a_period_end(day: dt.date, cycle: Cycle) -> Problem:
    if cycle == "annual":
        return Problem("check.not_a_year_end", nearest=cells.nearest_year_end(day))
    return Problem("check.not_a_quarter_end", nearest=cells.nearest_quarter_end(day))


def future_period(day: dt.date, today: dt.date, cycle: Cycle) -> Problem:
    last = cells.last_ended(today, cycle)
    return Problem("check.future_period", day=day, today=today, last=last)


def unknown_code(code: str, near: str | None, names: Names | None) -> Problem:
    if near is None or names is None:
        return Problem("check.unknown_code")
    lost = "e" in code.lower() or "." in code
    why = Problem("check.digits_lost" if lost else "check.no_such_code")
    return Problem("check.unknown_code.nearest", why=why, nearest=named(near, names))


def area_not_valid(areas: Areas, place: int, day: dt.date) -> Problem:
    code = areas.codes[place]
    spans = [
        Problem(
            "check.span", since=since or Problem("check.the_beginning"), until=until or Problem("check.now")
        )
        for since, until in areas.spans(place)
    ]
    instead = areas.valid_instead(code, day)
    if not instead:
        return Problem("check.area_not_valid", day=day, spans=spans)
    names = [named(other, areas.name(areas.place[other], day)) for other in instead[:4]]
    return Problem("check.area_not_valid.instead", day=day, spans=spans, valid=names)


def level_may_not_file(areas: Areas, dataset: Counts, place: int, day: dt.date) -> Problem:
    tree = areas.on(day)
    own = LEVELS[int(tree.level[place])]
    parent = int(tree.parent[place])
    above = int(tree.files_as[parent]) if parent != NOWHERE else NOWHERE
    if above in (COUNTY, TOWNSHIP) and own in ("zone", "township"):
        remedy = Problem("check.report_through", area=named(areas.codes[parent], areas.name(parent, day)))
    else:
        remedy = Problem("check.file_below")
    levels = [level(name) for name in dataset.levels]
    may = levels[0] if len(levels) == 1 else Problem("check.both_levels", first=levels[0], second=levels[1])
    return Problem(
        "check.level_may_not_file",
        level=level(own),
        dataset=form(dataset),
        may=may,
        remedy=remedy,
    )


def name_of_another(areas: Areas, own: Bilingual, others: tuple[int, ...]) -> Problem:
    """A name that belongs to another code than the one beside it."""
    first = named(areas.codes[others[0]], areas.name(others[0]))
    key = "check.name_of_another" if len(others) == 1 else "check.name_of_another.several"
    return Problem(key, own=own, other=first, number=len(others))


def not_a_whole_number(text: str, limit: int | None = None) -> Problem:
    """`limit`: what a number of a register can be at most; one of percent is typed without the sign."""
    if limit == 100 and (cells.plain(text).rstrip("%％").isdecimal() or _RATIO.fullmatch(cells.plain(text))):
        return Problem("check.not_a_whole_number.sign", limit=limit)
    if cells.plain(text) in NO_FIGURE_WORDS:
        return Problem("check.not_a_whole_number.no_figure")
    ratio = _RATIO.fullmatch(cells.plain(text))
    return Problem("check.not_a_whole_number.ratio" if ratio else "check.not_a_whole_number")


def too_large(measure: Measure) -> Problem:
    """A figure above what one area can have; of one in a unit, that it may have been filed in a smaller one."""
    smaller = next((unit for unit in measure.other_units if unit.power > 0), None)
    if smaller is None:
        return Problem("check.too_large", limit=measure.limit)
    return Problem("check.too_large.unit", limit=measure.limit, **units(measure, smaller))


def units(measure: Measure, other: OtherUnit) -> dict[str, Bilingual]:
    """Another unit, and the measure's own, as sentences about both name them."""
    return {
        "unit": Bilingual(other.name_zh, other.name_en),
        "own": Bilingual(measure.unit_zh or "", measure.unit_en or ""),
    }


def figure_word(dataset: AnyDataset, name: Name, datasets: Datasets) -> Problem | Bilingual:
    """What a column that a rule reads is called, with whose figure it is."""
    form, steps = walk(name.scope)
    if form == "reference":
        names = datasets.figure_names(name.column)
        return Problem("rules.reference", name=Bilingual(*names) if names else name.column)
    word = _column_word(datasets.get(form, dataset), name.column)
    if form in datasets:
        word = Problem("rules.of_form", name=word, form=form_name(datasets[form]))
    if dataset.is_register and steps:
        return Problem("rules.filed_before", name=word)
    if len(steps) > 1:
        return Problem("rules.periods_before", n=len(steps), name=word)
    return Problem(f"rules.{steps[0]}", name=word) if steps else word


def _column_word(dataset: AnyDataset, column: str) -> Problem | Bilingual:
    counted = dataset.by_measure.get(column) if isinstance(dataset, Register) else None
    own = counted or dataset.by_code.get(column)
    return Bilingual(own.name_zh, own.name_en) if own else Problem(f"rules.{column}")


def broken_rule(
    dataset: AnyDataset, rule: Rule, row: dict[str, Any], datasets: Datasets = NO_OTHERS
) -> Problem:
    """What a row that breaks a rule is told: how much more than what, or the rule's own words with its figures.

    `datasets`: those whose figures the rule may read beside the row.
    """
    if rule.says_zh is None or rule.says_en is None:
        bounded = rule.expression.bounds_a_part()
        assert bounded is not None  # any other rule has words of its own
        assert isinstance(dataset, Counts)
        return _at_most(dataset, *bounded, row)
    figures = []
    for name in rule.expression.names:
        if rule.within_year and len(walk(name.scope)[1]) >= (row["period"].month + 2) // 3:
            continue
        shown = _value_word(dataset, name.column, row.get(str(name)))
        figures.append(Problem("rules.figure", name=figure_word(dataset, name, datasets), value=shown))
    said: dict[str, object] = {"said": Bilingual(rule.says_zh, rule.says_en), "figures": figures}
    right = None if rule.within_year else lawful(rule.expression, rule.cell, row)
    if right is None:
        return Problem("rules.broken" if rule.severity == "error" else "rules.doubtful", **said)
    key = "rules.broken.right" if rule.severity == "error" else "rules.doubtful.right"
    return Problem(key, **said, name=_column_word(dataset, rule.cell), right=_span(right))


def _span(right: Span) -> Problem:
    """The figures that would be right."""
    if right.high is None:
        return Problem("rules.right.from", low=right.low)
    if right.low == right.high:
        return Problem("rules.right.one", value=right.low)
    if right.low == 0:
        return Problem("rules.right.to", high=right.high)
    return Problem("rules.right.between", low=right.low, high=right.high)


def _value_word(dataset: AnyDataset, column: str, value: object) -> object:
    """What stands in a cell, a choice by its name."""
    if value is None:
        return "—"
    own = dataset.by_code.get(column) if isinstance(dataset, Register) else None
    for choice in own.choices if own else ():
        if choice.code == value:
            return Bilingual(choice.name_zh, choice.name_en)
    return str(value)


def _at_most(dataset: Counts, part: str, whole: tuple[str, ...], row: dict[str, Any]) -> Problem:
    measures = dataset.by_code
    limit = sum(row[code] for code in whole)
    if len(whole) == 1:
        sums = Bilingual(measures[whole[0]].name_zh, measures[whole[0]].name_en.lower())
    else:
        plus = " + ".join(str(row[code]) for code in whole)
        zh = "＋".join(measures[code].name_zh for code in whole) + f"（{plus.replace(' + ', '＋')}）"
        sums = Bilingual(zh, (" + ".join(measures[code].name_en for code in whole) + f" ({plus})").lower())
    name = Bilingual(measures[part].name_zh, measures[part].name_en.lower())
    return Problem("rules.at_most", part=name, value=row[part], whole=sums, limit=limit)


def part_of_standing(batch_id: str, whole: Bilingual, missing: int, first: Bilingual) -> Problem:
    return Problem("stand.part_of_standing_return", batch=batch_id, whole=whole, missing=missing, first=first)
