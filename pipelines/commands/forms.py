"""The forms that people fill in and file."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path
from typing import Annotated

import typer

from files.form import Form, Occasion, file_name, form_of
from files.form_workbook import form_bytes, write_form
from pipelines.commands.app import app
from pipelines.commands.console import Language, Speaker, guarded
from pipelines.commands.options import ReferenceOption, Target, day_option, help_text, target
from pipelines.commands.parameters import area_typed
from pipelines.filing import occasions
from pipelines.filing.gather import Filing
from pipelines.filing.read import read_sheet
from pipelines.filing.recognise import recognise
from programme import PROGRAMME, clock
from programme.datasets import AnyDataset, Datasets, dataset_names
from programme.packs.area_index import Areas
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
        folder = write_form(form, path)
        _tell(speaker, form, path)
        speaker.say_made(folder)
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
    """What a form is made for: the area given, by code or name, else the whole; the period given, else the newest that can be filed.

    Raises `WrongUse` as `occasions.occasion_at` does, and for an area that is unknown.
    """
    areas = Areas(pack)
    day = occasions.period_of(dataset, pack, period)
    code = area_typed(areas, area, day) if area is not None else pack.root_area
    return occasions.occasion_at(dataset, pack, areas, code, day, language)


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
