"""The forms that people fill in and file."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path
from typing import Annotated

import typer

from files.form import Form, Occasion, file_name, form_of, reporting_units
from files.form_workbook import form_bytes, write_form
from pipelines.commands.app import app
from pipelines.commands.console import Language, Speaker, guarded
from pipelines.commands.options import ReferenceOption, Target, day_option, help_text, target
from pipelines.commands.parameters import area_typed
from pipelines.filing import cells, wording
from pipelines.filing.gather import Filing
from pipelines.filing.periods import Calendar
from pipelines.filing.read import read_sheet
from pipelines.filing.recognise import recognise
from programme import PROGRAMME, clock
from programme.datasets import AnyDataset, Counts, Datasets, dataset_names
from programme.packs.area_index import LEVEL_NAMES, NOWHERE, Areas
from programme.packs.pack import Pack, read_pack
from words.problems import WrongUse

SUFFIX = ".xlsx"


@app.command(help=help_text("template.help"))
def template(
    dataset: Annotated[
        str,
        typer.Argument(
            metavar="DATASET",
            help=help_text("template.dataset", datasets=", ".join(dataset_names(PROGRAMME / "datasets"))),
        ),
    ],
    output: Annotated[
        Target,
        typer.Option("--output", "-o", parser=target, metavar="FILE.xlsx", help=help_text("template.output")),
    ],
    area: Annotated[str | None, typer.Option(metavar="AREA", help=help_text("template.area"))] = None,
    period: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help=help_text("template.period"))
    ] = None,
    reference: ReferenceOption = None,
    lang: Annotated[Language | None, typer.Option("--lang", help=help_text("template.lang"))] = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker, answers=False):
        wanted = day_option(period, "--period")
        if not output.is_folder and output.path.suffix.lower() != SUFFIX:
            raise WrongUse("forms.no_workbook", path=output.path)
        pack = read_pack(reference)
        kind = dataset_named(dataset, pack.datasets)
        occasion = occasion_of(kind, pack, area, wanted, str(speaker.language))
        form = form_of(kind, occasion)
        path = output.named(file_name(kind, occasion))
        if path.exists() and path.read_bytes() != form_bytes(form):
            raise WrongUse("forms.already_there", path=path)
        write_form(form, path)
        _tell(speaker, form, path)
        if not _recognised(path, kind, pack):
            speaker.warn("template.file_name", file=path.name, name=form.name, dataset=kind.name)


def dataset_named(name: str, datasets: Datasets) -> AnyDataset:
    """The dataset of that name. `WrongUse` names the nearest, by its name in any language, and all there are."""
    if name in datasets:
        return datasets[name]
    called = {
        word.lower(): one.name for one in datasets.values() for word in (one.name, one.name_zh, one.name_en)
    }
    near = list(
        dict.fromkeys(called[word] for word in difflib.get_close_matches(name.lower(), called, 3, 0.5))
    )
    if near:
        raise WrongUse("forms.unknown_dataset.nearest", dataset=name, near=near, datasets=list(datasets))
    raise WrongUse("forms.unknown_dataset", dataset=name, datasets=list(datasets))


def occasion_of(
    dataset: AnyDataset, pack: Pack, area: str | None, period: dt.date | None, language: str
) -> Occasion:
    """What a form is made for: the area given, else the whole; the period given, else the newest that can be filed.

    Raises `WrongUse` for an area that is unknown, not valid on the day or without a unit that files, and for a day that
    is no period of the dataset.
    """
    areas = Areas(pack)
    day = _period(dataset, pack, period)
    code = area_typed(areas, area, day) if area is not None else pack.root_area
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


def _period(dataset: AnyDataset, pack: Pack, period: dt.date | None) -> dt.date:
    """The period of the form; of a register, whose rows say their own day, today."""
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


def _tell(speaker: Speaker, form: Form, path: Path) -> None:
    if form.period is None:
        speaker.say("template.written.register", file=path, name=form.name)
    else:
        speaker.say(
            "template.written",
            file=path,
            name=form.name,
            rows=speaker.count("rows", len(form.rows)),
            period=form.period,
        )


def _recognised(path: Path, dataset: AnyDataset, pack: Pack) -> bool:
    """Whether filing would take the file for this dataset: a name may speak of another."""
    datasets = pack.datasets
    sheet = read_sheet(path, datasets.known_headings)
    found, _ = recognise(Filing(path, str(path), clock.today(pack.timezone)), sheet, datasets)
    return found is not None and found.dataset is dataset
