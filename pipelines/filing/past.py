"""Figures of accepted files beside the past of their own units: what is far from it is a warning, and lands.

Which figure is far says one question (`sql/queries/completeness/outliers.sql`), here asked over what stands and what is about to
land, once a form and period, when all files are judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from pipelines.filing import found
from pipelines.filing.cells import period_before
from pipelines.filing.check import NO_FIGURE, Checked
from pipelines.filing.finding import LISTED_PER_FILE, Finding
from pipelines.filing.stand import Standing
from programme.datasets import Counts
from programme.packs.pack import Pack
from warehouse.models import query_models

QUESTION = "outliers"
# Files of one call that bring more periods of a form load a history; the list of outliers has them once it is built.
MOST_PERIODS = 4
HISTORY = ("history_periods", "history_least", "outlier_score_tenths", "outlier_from", "jump_percent")
Filed = dict[str, tuple[int, int]]  # of an area on a period: the file and the place of its row


def note(pack: Pack, state: Standing, part: Checked) -> None:
    """Add to each accepted file of a form its figures that are far from their own past, in the order of the question."""
    accepted = [number for number, draft in enumerate(part.drafts) if draft.outcome.status == "accepted"]
    by_day: dict[dt.date, list[tuple[int, np.ndarray]]] = {}
    for number in accepted:
        for day, at in part.by_period(number):
            by_day.setdefault(day, []).append((number, at))
    if not by_day or len(by_day) > MOST_PERIODS:
        return
    for day, rows in by_day.items():
        for number, finding in _far(pack, state, part, day, rows):
            draft = part.drafts[number]
            listed = len(draft.judged_warnings.listed) < LISTED_PER_FILE
            draft.judged_warnings.add([finding] if listed else [], 1)


def _far(
    pack: Pack, state: Standing, part: Checked, day: dt.date, rows: list[tuple[int, np.ndarray]]
) -> Iterator[tuple[int, Finding]]:
    filed: Filed = {}
    for number, at in rows:  # of two files that speak of an area the later stands
        codes = part.rows["area_code"].gather(at).to_list()
        filed |= {code: (number, place) for code, place in zip(codes, at.tolist(), strict=True)}
    places = np.array([state.areas.place[code] for code in filed])
    past = _past(state, part.dataset, day, places)
    if past.is_empty():
        return
    from warehouse.engines.frames import answer_over  # loading it takes longer than most files

    now = part.rows[[place for _, place in filed.values()]].select("area_code", *part.dataset.measure_codes)
    tables = _tables(pack, part.dataset, day, pl.concat([past, _long(now, day)]))
    asked = {"dataset": part.dataset.name, "period": day, "area": ""}
    for row in answer_over(tables, query_models()[QUESTION].sql, asked).iter_rows(named=True):
        number, place = filed[row["area_code"]]
        heading = part.drafts[number].column(row["measure"])
        line = int(part.rows["file_row"][place])
        yield (
            number,
            Finding(line, heading, str(row["value"]), found.told(row), True, "warning", found.OUTLIER),
        )


def _past(state: Standing, dataset: Counts, day: dt.date, places: np.ndarray) -> pl.DataFrame:
    """The figures that stand of some areas on the periods before, as many as the form's file says."""
    days: list[dt.date] = []
    for _ in range(dataset.history_periods):
        days.append(period_before(days[-1] if days else day, dataset.cycle))
    state.ready(days)
    codes = pl.Series(
        "area_code", np.array(state.areas.codes, dtype=object)[places].tolist(), dtype=pl.String
    )
    frames = []
    for back in days:
        period = state.period(back)
        if not period.is_empty:
            figures = np.where(period.stands()[places, None], period.figures[places], NO_FIGURE)
            wide = pl.DataFrame(figures, schema=list(dataset.measure_codes)).with_columns(codes)
            frames.append(_long(wide, back))
    return pl.concat([_long(pl.DataFrame(schema={"area_code": pl.String}), day), *frames])


def _long(wide: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Figures by measure, as `marts.observations` has them; those not known are left out."""
    kinds = {"area_code": pl.String, "measure": pl.String, "value": pl.Int64}
    if wide.is_empty():
        long = pl.DataFrame(schema=kinds)
    else:
        long = wide.unpivot(index="area_code", variable_name="measure", value_name="value").cast(kinds)  # type: ignore[arg-type]
    return long.filter(pl.col("value") != NO_FIGURE).with_columns(pl.lit(day).alias("period"))


def _tables(pack: Pack, dataset: Counts, day: dt.date, figures: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What the question reads, under the names of the marts."""
    text, whole = pl.String, pl.Int64
    areas = pack.table("areas").filter(pl.col("area_code").is_in(figures["area_code"].unique().implode()))
    days = [pl.col(name).str.to_date() for name in ("valid_from", "valid_to")]
    areas = areas.with_columns(days).with_columns(pl.col("valid_from").fill_null(dt.date(1900, 1, 1)))
    counties = pl.concat([areas["area_code"], areas["parent_code"].drop_nulls()]).unique()
    origin = {"batch_id": text, "sequence": whole, "file_name": text, "file_row": whole}
    own = {"dataset": dataset.name, "dataset_name_zh": dataset.name_zh, "dataset_name_en": dataset.name_en}
    return {
        "marts.observations": figures.with_columns(
            pl.lit(dataset.name).alias("dataset"),
            pl.lit(False).alias("superseded"),
            *(pl.lit(None, dtype=kind).alias(name) for name, kind in origin.items()),
        ),
        "marts.areas": areas,
        "marts.tree": pl.DataFrame({"area_code": counties}).with_columns(
            pl.lit(day).alias("period"),
            pl.lit(None, dtype=text).alias("city_code"),
            pl.lit(None, dtype=text).alias("prefecture_code"),
            pl.lit("").alias("root_code"),
        ),
        "marts.datasets": pl.DataFrame([own | {name: getattr(dataset, name) for name in HISTORY}]),
        "marts.measures": pl.DataFrame(
            [
                (dataset.name, one.code, one.name_zh, one.name_en, order)
                for order, one in enumerate(dataset.measures, start=1)
            ],
            schema=["dataset", "measure", "measure_name_zh", "measure_name_en", "measure_order"],
            orient="row",
        ),
    }
