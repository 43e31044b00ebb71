"""The datasets and the dated figures of a pack as tables of `reference`, so that SQL names none of them."""

from __future__ import annotations

from typing import Any

import polars as pl

from programme.datasets import Counts, Datasets, Measure
from programme.datasets.dataset import RegisterMeasure
from programme.packs.pack import FIGURES, Pack

# By what a figure is compared with the past of its own unit; none of a register.
HISTORY = ("history_periods", "history_least", "outlier_score_tenths", "outlier_from", "jump_percent")
_DATASETS = {
    "dataset": pl.String,
    "kind": pl.String,
    "dataset_name_zh": pl.String,
    "dataset_name_en": pl.String,
    "dataset_description_zh": pl.String,
    "dataset_description_en": pl.String,
    "cycle": pl.String,
    "levels": pl.String,
    "reporting_level": pl.String,
    "first_period": pl.Date,
    "last_period": pl.Date,
    "gives_figures": pl.Boolean,
    **dict.fromkeys(HISTORY, pl.Int64),
    "sort_order": pl.Int32,
}
_MEASURES = {
    "dataset": pl.String,
    "measure": pl.String,
    "measure_name_zh": pl.String,
    "measure_name_en": pl.String,
    "unit_zh": pl.String,
    "unit_en": pl.String,
    "is_flow": pl.Boolean,
    "is_optional": pl.Boolean,
    "first_period": pl.Date,
    "last_period": pl.Date,
    "measure_order": pl.Int32,
}
_ATTRIBUTES = {"dataset": pl.String, "measure": pl.String, "attribute": pl.String, "value": pl.String}
_COLUMNS = {
    "dataset": pl.String,
    "column": pl.String,
    "column_name_zh": pl.String,
    "column_name_en": pl.String,
    "column_kind": pl.String,
    "in_key": pl.Boolean,
    "is_required": pl.Boolean,
    "column_order": pl.Int32,
}
_CHOICES = {
    "dataset": pl.String,
    "column": pl.String,
    "choice": pl.String,
    "choice_name_zh": pl.String,
    "choice_name_en": pl.String,
}


def dataset_tables(pack: Pack) -> dict[str, pl.DataFrame]:
    """`datasets, measures, measure_attributes, register_columns, register_choices, figures`: one row per what their names say."""
    datasets = pack.datasets
    return {
        "datasets": pl.DataFrame(_dataset_rows(datasets), schema=_DATASETS, orient="row"),
        "measures": pl.DataFrame(_measure_rows(datasets), schema=_MEASURES, orient="row"),
        "measure_attributes": pl.DataFrame(
            [
                (name, measure.code, attribute, str(value))
                for name, dataset in datasets.items()
                for measure in dataset.measures
                for attribute, value in measure.attributes.items()
            ],
            schema=_ATTRIBUTES,
            orient="row",
        ),
        "register_columns": pl.DataFrame(
            [
                (
                    name,
                    one.code,
                    one.name_zh,
                    one.name_en,
                    one.type,
                    one.code in register.key,
                    one.required,
                    order,
                )
                for name, register in datasets.registers.items()
                for order, one in enumerate(register.columns, start=1)
            ],
            schema=_COLUMNS,
            orient="row",
        ),
        "register_choices": pl.DataFrame(
            [
                (name, column.code, one.code, one.name_zh, one.name_en)
                for name, register in datasets.registers.items()
                for column in register.columns
                for one in column.choices
            ],
            schema=_CHOICES,
            orient="row",
        ),
        "figures": _figures(pack),
    }


def _dataset_rows(datasets: Datasets) -> list[tuple[Any, ...]]:
    return [
        (
            name,
            dataset.kind,
            dataset.name_zh,
            dataset.name_en,
            dataset.description_zh,
            dataset.description_en,
            dataset.cycle,
            "|".join(dataset.levels) if isinstance(dataset, Counts) else None,
            dataset.reporting_level if isinstance(dataset, Counts) else None,
            dataset.first_period,
            dataset.last_period,
            isinstance(dataset, Counts) and dataset.gives_figures,
            *(getattr(dataset, name, None) for name in HISTORY),
            order,
        )
        for order, (name, dataset) in enumerate(datasets.items(), start=1)
    ]


def _measure_rows(datasets: Datasets) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for name, dataset in datasets.items():
        measures: tuple[Measure | RegisterMeasure, ...] = dataset.measures
        for order, measure in enumerate(measures, start=1):
            words = (name, measure.code, measure.name_zh, measure.name_en, measure.unit_zh, measure.unit_en)
            if isinstance(measure, Measure):
                life = measure.first_period, measure.last_period
                rows.append((*words, measure.flow, measure.optional, *life, order))
            else:
                rows.append((*words, False, False, None, None, order))
    return rows


def _figures(pack: Pack) -> pl.DataFrame:
    """One row per dated figure of the pack's own tables, as text: its measure and its value among them."""
    index = ["area_code", "area_valid_from", "reference_date", "status", "source", "published_on"]
    return pl.concat(
        pack.table(name)
        .select(*index, *measures)
        .unpivot(measures, index=index, variable_name="measure", value_name="figure")
        for name, measures in FIGURES.items()
    )
