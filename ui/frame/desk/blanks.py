"""Blank forms of an area, as `template` makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from files.form import Occasion, file_name, form_of
from files.form_workbook import form_bytes
from pipelines.filing.occasions import occasion_at, period_of
from programme import clock
from programme.datasets import AnyDataset, Column, Counts, Measure
from programme.packs.area_index import LEVELS, areas_of
from programme.packs.tables import WHOLES
from ui.frame import startup
from ui.frame.desk import questions
from words.problems import Problem


def datasets(language: str) -> dict[str, str]:
    """The names of the forms there are, by code."""
    datasets = startup.pack_in_use().datasets.values()
    return {one.name: _of((one.name_zh, one.name_en), language) for one in datasets}


def areas(day: dt.date, language: str) -> dict[str, str]:
    """Names of the whole, its cities and their counties on a day, by code and in its order; a county's with its city's."""
    pack = startup.pack_in_use()
    index = areas_of(pack)
    tree, found = index.on(day), dict[str, str]()
    for code in sorted(index.place, key=lambda one: (one != pack.root_area, one)):
        place = index.place[code]
        if tree.row[place] >= 0 and LEVELS[index.level_ever(place, day)] in (*WHOLES, "county"):
            zh, en = index.name(place, day)
            above = tree.parent[place]
            if LEVELS[index.level_ever(place, day)] == "county" and above >= 0:
                city = index.name(int(above), day)
                zh, en = f"{city[0]} {zh}", f"{en}, {city[1]}"
            found[code] = _of((zh, en), language)
    return found


def days(dataset: str) -> list[str]:
    """The periods that a form can be filed for, newest first; none of a register, whose rows say their own day."""
    pack = startup.pack_in_use()
    today = clock.today(pack.timezone)
    return questions.days(pack, today, dataset) if isinstance(pack.datasets[dataset], Counts) else []


def blank(dataset: str, area: str, language: str, day: str | None = None) -> bytes:
    """The workbook of a form for a period, by default the newest that can be filed. Raises `WrongUse` where the area files none."""
    kind, occasion = _occasion(dataset, area, language, day)
    return form_bytes(form_of(kind, occasion))


def name(dataset: str, area: str, language: str, day: str | None = None) -> str:
    """What its file is called: filing knows the form by it. Raises as `blank` does."""
    return file_name(*_occasion(dataset, area, language, day))


def fault(dataset: str, area: str, day: str | None = None) -> Problem | None:
    """Why there is no form of a dataset for an area; None where there is one."""
    try:
        _occasion(dataset, area, "zh", day)
    except Problem as problem:
        return problem
    return None


def _occasion(dataset: str, area: str, language: str, day: str | None = None) -> tuple[AnyDataset, Occasion]:
    pack = startup.pack_in_use()
    kind = pack.datasets[dataset]
    period = period_of(kind, pack, dt.date.fromisoformat(day) if day else None)
    return kind, occasion_at(kind, pack, areas_of(pack), area, period, language)


def sources(language: str) -> dict[str, str]:
    """What published figures may be called by: the titles of the pack's sources, by id."""
    rows = startup.pack_in_use().table("sources").to_dicts()
    return {row["source_id"]: row[f"title_{language}"] or row["source_id"] for row in rows}


def measure(dataset: str, code: str, language: str) -> str:
    """What a column of a form is called."""
    kind = startup.pack_in_use().datasets.get(dataset)
    named = next((one for one in _columns(kind) if one.code == code), None)
    return _of((named.name_zh, named.name_en), language) if named else code


def _columns(kind: AnyDataset | None) -> Sequence[Measure | Column]:
    if kind is None:
        return ()
    return kind.measures if isinstance(kind, Counts) else kind.columns


def _of(names: tuple[str, str], language: str) -> str:
    return names[0] if language == "zh" else names[1]


def periods() -> list[str]:
    """The periods that may be filed, newest first."""
    pack = startup.pack_in_use()
    return questions.days(pack, clock.today(pack.timezone))


def today() -> dt.date:
    """The day that it is in the province."""
    return clock.today(startup.pack_in_use().timezone)
