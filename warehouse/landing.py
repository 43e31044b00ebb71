"""The read side of landing: which files hold a dataset's rows, and the long views that `sql/staging` reads.

`pipelines.filing` alone writes landing. Here each dataset's rows become a table `landing.<dataset>` of typed columns,
and over all of them `landing.rows` (counts, a row's figures as a list), `landing.register_rows`, `landing.register_cells`,
`landing.register_marks` (registers), `landing.confirmed` and `landing.all_rows` (both), whatever datasets there are.
The counts among them are those of the periods that a pass of the build reads (`reference.pass_periods`), of a dataset
that gives figures all; `landing.all_rows` has where and when everything landed. What was filed as published by a source
is no return: it stands in `landing.published_cells` and `landing.all_rows` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from programme.datasets import AnyDataset, Column, Counts, Datasets, Register
from programme.datasets.dataset import precision_of
from warehouse.home import Home
from words.problems import BuildError

ORIGIN = {
    "batch_id": "varchar",
    "sequence": "bigint",
    "file_name": "varchar",
    "file_row": "bigint",
    "filed_on": "date",
    "filed_by": "varchar",
    "landed_at": "timestamp",
    "simulated": "boolean",
    "confirmed": "varchar[]",
    "source_id": "varchar",
}
UNNEEDED = ("file_hash",)  # landed with every row, and of no use to a build
_KEPT = ("batch_id", "sequence", "file_name", "file_row", "filed_on", "filed_by", "simulated")
_TYPES = {"whole_number": "bigint", "date": "date", "yes_no": "boolean"}
_VIEWS = {
    "rows": {
        "dataset": "varchar",
        "area_code": "varchar",
        "period": "date",
        "figures": "bigint[]",
        **{name: ORIGIN[name] for name in _KEPT},
    },
    "published_cells": {
        "dataset": "varchar",
        "measure": "varchar",
        "area_code": "varchar",
        "period": "date",
        "value": "bigint",
        "source_id": "varchar",
        **{name: ORIGIN[name] for name in _KEPT},
    },
    "register_rows": {
        "dataset": "varchar",
        "row_key": "varchar",
        "period": "date",
        "withdrawn": "boolean",
        "note": "varchar",
        **{name: ORIGIN[name] for name in _KEPT},
    },
    "register_cells": {
        "dataset": "varchar",
        "column": "varchar",
        "sequence": "bigint",
        "file_row": "bigint",
        "value": "varchar",
        "day": "date",
    },
    "register_marks": {
        "dataset": "varchar",
        "measure": "varchar",
        "area_code": "varchar",
        "sequence": "bigint",
        "file_row": "bigint",
    },
    "all_rows": {
        "dataset": "varchar",
        "is_counts": "boolean",
        "area_code": "varchar",
        "period": "date",
        "batch_id": "varchar",
        "sequence": "bigint",
        "file_row": "bigint",
        "landed_at": "timestamp",
        "simulated": "boolean",
    },
    "confirmed": {
        "dataset": "varchar",
        "area_code": "varchar",
        "row_key": "varchar",
        "period": "date",
        "batch_id": "varchar",
        "sequence": "bigint",
        "file_name": "varchar",
        "file_row": "bigint",
        "mark": "varchar",
    },
}
# Where the rows landed that were taken back since.
WITHDRAWN_ROWS = _VIEWS["all_rows"]
SEPARATOR = "|"  # between the values of a list, and the parts of a key


def landed_files(home: Home, dataset: str) -> list[str]:
    """The Parquet files of one dataset's Delta table; none where nothing has landed."""
    folder = home.dataset(dataset)
    try:
        if not (folder / "_delta_log").exists():
            # A link to nowhere is a disk that is not there, never an empty table. (Rows without a log are those of a
            # first ingest that was broken off, or lost theirs: a build knows by the snapshot before.)
            if (folder.is_symlink() or folder.exists()) and not folder.is_dir():
                raise BuildError("landing.incomplete", folder=folder)
            return []
        # The table names its files as URLs; a folder with a space or a Chinese name needs them as they are on disk.
        return [str(folder / unquote(uri.rsplit("/", 1)[-1])) for uri in DeltaTable(str(folder)).file_uris()]
    except TableNotFoundError:
        return []
    except (DeltaError, OSError) as error:
        if isinstance(error, PermissionError) or "Permission denied" in str(
            error
        ):  # the table's own kind has no other sign
            raise BuildError("landing.forbidden", folder=folder) from error
        raise BuildError(
            "landing.damaged", folder=folder, reason=str(error).strip().splitlines()[0]
        ) from error


def landed_datasets(home: Home) -> list[str]:
    """The datasets that have landed something in a home, whether the programme still has them or not."""
    if home.landing.exists() and not home.landing.is_dir():
        raise BuildError("landing.incomplete", folder=home.landing)
    return sorted(path.parent.name for path in home.landing.glob("*/_delta_log"))


def landed_columns(dataset: AnyDataset) -> dict[str, str]:
    """The columns of a dataset's landing table, in order, with their types in SQL."""
    if isinstance(dataset, Register):
        own = {column.code: _type(column) for column in dataset.columns}
        precise = {
            precision_of(column.code): "varchar" for column in dataset.columns if column.type == "date"
        }
        return {"period": "date", **own, **precise, "withdrawn": "boolean", "note": "varchar", **ORIGIN}
    return {
        "area_code": "varchar",
        "period": "date",
        **dict.fromkeys(dataset.measure_codes, "bigint"),
        **ORIGIN,
    }


def _type(column: Column) -> str:
    return "varchar[]" if column.many else _TYPES.get(column.type, "varchar")


def long_views(datasets: Datasets) -> dict[str, str]:
    """The long views over all datasets, by name: the select that each is."""
    counts, registers = datasets.counts.values(), datasets.registers.values()
    parts: dict[str, Iterable[str]] = {
        "rows": map(_rows, counts),
        "published_cells": (
            part for dataset in counts if dataset.gives_figures for part in _published(dataset)
        ),
        "register_rows": map(_register_rows, registers),
        "register_cells": (part for dataset in registers for part in _register_cells(dataset)),
        "register_marks": (part for dataset in registers for part in _register_marks(dataset)),
        "confirmed": map(_confirmed, datasets.values()),
        "all_rows": map(all_rows, datasets.values()),
    }
    return {name: "\nunion all\n".join(selects) or _nothing(name) for name, selects in parts.items()}


def _nothing(name: str) -> str:
    """A select without a row, for a view that no dataset gives a part of."""
    columns = ", ".join(f'cast(null as {kind}) as "{column}"' for column, kind in _VIEWS[name].items())
    return f"select {columns} where false"


def _rows(dataset: Counts) -> str:
    kept = ", ".join(_KEPT)
    figures = ", ".join(f'"{code}"' for code in dataset.measure_codes)
    return (
        f"select '{dataset.name}' as dataset, area_code, period, [{figures}] as figures, {kept} "
        f"from {of_this_pass(dataset)}"
    )


def of_this_pass(dataset: Counts) -> str:
    """A dataset's returns of the periods that this pass reads; all where they are figures from their day on.

    What a source published is no return; only a form that gives figures may be filed so.
    """
    table = f'landing."{dataset.name}"'
    if dataset.gives_figures:
        return f"{table} where source_id is null"
    return f"{table} where period in (select period from reference.pass_periods)"


def all_rows(dataset: AnyDataset) -> str:
    """The select that a dataset's part of `landing.all_rows` is."""
    counts = isinstance(dataset, Counts)
    return (
        f"select '{dataset.name}' as dataset, {'true' if counts else 'false'} as is_counts, "
        f"{'area_code' if counts else 'cast(null as varchar)'} as area_code, period, batch_id, sequence, file_row, "
        f"landed_at, simulated "
        f'from landing."{dataset.name}"'
    )


def _published(dataset: Counts) -> list[str]:
    kept = ", ".join(_KEPT)
    return [
        f"select '{dataset.name}' as dataset, '{code}' as measure, area_code, period, \"{code}\" as value, source_id, "
        f'{kept} from landing."{dataset.name}" where source_id is not null'
        for code in dataset.measure_codes
    ]


def key_of(dataset: Register, rows: str) -> str:
    """The key of a register's row as one text, in SQL; `rows` is the table's alias."""
    return f" || '{SEPARATOR}' || ".join(f"cast({rows}.{_quoted(code)} as varchar)" for code in dataset.key)


def _register_rows(dataset: Register) -> str:
    kept = ", ".join(_KEPT)
    return (
        f"select '{dataset.name}' as dataset, {key_of(dataset, 'own')} as row_key, period, "
        f'coalesce(withdrawn, false) as withdrawn, note, {kept} from landing."{dataset.name}" as own'
    )


def _register_cells(dataset: Register) -> list[str]:
    return [
        f"select '{dataset.name}' as dataset, '{column.code}' as \"column\", sequence, file_row, "
        f'{_as_text(column)} as value, {_as_day(column)} as day from landing."{dataset.name}"'
        for column in dataset.columns
    ]


def _as_day(column: Column) -> str:
    """A cell of days as a day: a month is the one that its column says, its first or its last."""
    return _quoted(column.code) if column.type == "date" else "cast(null as date)"


def _as_text(column: Column) -> str:
    """A cell of a register as text: a list with bars between, a month without its day."""
    name = _quoted(column.code)
    if column.many:
        return f"array_to_string({name}, '{SEPARATOR}')"
    text = f"cast({name} as varchar)"
    if column.type == "date":
        precision = _quoted(precision_of(column.code))
        return f"case when {precision} = 'month' then substr({text}, 1, 7) else {text} end"
    return text


def _register_marks(dataset: Register) -> list[str]:
    """Each row that a measure counts, with the area it counts for."""
    if dataset.area is None:
        return []
    place = _quoted(dataset.area)
    return [
        f"select '{dataset.name}' as dataset, '{measure.code}' as measure, {place} as area_code, "
        f'sequence, file_row from landing."{dataset.name}" as own '
        f"where {place} is not null and ({measure.expression.sql(lambda name: f'own.{_quoted(name.column)}')})"
        for measure in dataset.measures
    ]


def _confirmed(dataset: AnyDataset) -> str:
    """What was asked about at filing and meant, a row each."""
    if isinstance(dataset, Register):
        area = (
            f"own.{_quoted(dataset.area)}"
            if dataset.area and not dataset.by_code[dataset.area].many
            else "null"
        )
        key = key_of(dataset, "own")
    else:
        area, key = "own.area_code", "own.area_code"
    return (
        f"select '{dataset.name}' as dataset, cast({area} as varchar) as area_code, {key} as row_key, own.period, "
        f"own.batch_id, own.sequence, own.file_name, own.file_row, marks.mark "
        f'from landing."{dataset.name}" as own '
        "cross join unnest(own.confirmed) as marks(mark)"
    )


def _quoted(name: str) -> str:
    return f'"{name}"'
