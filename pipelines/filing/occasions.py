"""What a blank form is made for: a form, an area that files it, a period that can be filed."""

from __future__ import annotations

import datetime as dt

from files.form import Occasion, reporting_units
from pipelines.filing import cells, wording
from pipelines.filing.periods import Calendar
from programme import clock
from programme.datasets import AnyDataset, Counts
from programme.packs.area_index import LEVEL_NAMES, NOWHERE, Areas
from programme.packs.pack import Pack
from words.problems import WrongUse


def occasion_at(
    dataset: AnyDataset, pack: Pack, areas: Areas, code: str, day: dt.date, language: str
) -> Occasion:
    """The form of an area on a day. Raises `WrongUse` for an area that is not valid then, or without a unit that files."""
    place = areas.place[code]
    if areas.on(day).row[place] == NOWHERE:
        raise WrongUse("parameters.area_not_valid", code=code, why=wording.area_not_valid(areas, place, day))
    if isinstance(dataset, Counts) and not reporting_units(areas, dataset, place, day):
        raise WrongUse(
            "forms.no_unit",
            area=wording.named(code, areas.name(place, day)),
            day=day,
            level=LEVEL_NAMES[dataset.reporting_level],
            why=wording.level_may_not_file(areas, dataset, place, day),
        )
    return Occasion(pack, areas, place, day, language)


def period_of(dataset: AnyDataset, pack: Pack, period: dt.date | None) -> dt.date:
    """The period of the form: that given, else the newest that can be filed; of a register, whose rows say their own day, today.

    Raises `WrongUse` for a day that is no period of the dataset.
    """
    today = clock.today(pack.timezone)
    if not isinstance(dataset, Counts):
        if period is not None:
            raise WrongUse("forms.register_without_period", dataset=wording.form(dataset))
        return today
    calendar = Calendar(pack.first_period, today)
    if period is not None:
        fault = calendar.fault(period, dataset)
        if fault:
            raise WrongUse("check.period_of_file", source="--period", day=period, said=fault)
        return period
    newest = cells.last_ended(min(today, dataset.last_period or today), dataset.cycle)
    fault = calendar.fault(newest, dataset)
    if fault:
        raise WrongUse("forms.no_period", dataset=wording.form(dataset), why=fault)
    return newest
