"""Reads the datasets of a programme and of a pack: `datasets/<name>.toml`, a pack's file in place of one of its name."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from programme.datasets.dataset import (
    AnyDataset,
    Choice,
    Column,
    Counts,
    Life,
    Measure,
    OtherUnit,
    Register,
    RegisterMeasure,
    Rule,
    own_kinds,
    precision_of,
)
from programme.datasets.expressions import Columns, Fact, Facts, Kind, Name, check, walk
from programme.source_text import decoded
from words.problems import PackError, Problem

KINDS: dict[str, type[Counts] | type[Register]] = {"counts": Counts, "register": Register}
# Columns that every landed row has; a dataset may not give one of these names to its own.
LANDED = frozenset(
    {
        "period", "batch_id", "sequence", "file_name", "file_row", "filed_on", "filed_by", "landed_at", "simulated",
        "withdrawn", "note", "serial", "dataset", "row_key", "position",
    }
)  # fmt: skip
LARGEST_FIGURE = 10**10  # more than there are people
MOST_UNITS = 10_000  # no area has as many townships
SCOPES = ("previous", "year_before", "reference", "form")
# Other tables of the build, beside those of the datasets.
NAMES_OF_THE_BUILD = frozenset(
    {
        "figures",
        "rows",
        "cells",
        "register_rows",
        "register_cells",
        "register_marks",
        "confirmed",
        "set_aside",
        "all_rows",
        "withdrawals",
        "withdrawn_rows",
        "withdrawn_aside",
    }
)


class Datasets(Mapping[str, AnyDataset]):
    """The datasets of a pack by name, in the order in which they are listed."""

    def __init__(self, datasets: Sequence[AnyDataset]) -> None:
        ordered = sorted(datasets, key=lambda dataset: (dataset.sort_order, dataset.name))
        self._by_name = {dataset.name: dataset for dataset in ordered}

    def __getitem__(self, name: str) -> AnyDataset:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    @property
    def counts(self) -> dict[str, Counts]:
        return {name: one for name, one in self._by_name.items() if isinstance(one, Counts)}

    @property
    def registers(self) -> dict[str, Register]:
        return {name: one for name, one in self._by_name.items() if isinstance(one, Register)}

    def figure_names(self, code: str) -> tuple[str, str] | None:
        """Both names of a dated figure, by the form that gives it; None where no form does."""
        giving = (one for one in self.counts.values() if one.gives_figures and code in one.by_code)
        found = next((one.by_code[code] for one in giving), None)
        return (found.name_zh, found.name_en) if found else None

    @cached_property
    def known_headings(self) -> frozenset[str]:
        """Every heading that means a column of some dataset, in its normal form."""
        return frozenset(heading for one in self._by_name.values() for heading in one.heading_columns)

    @cached_property
    def figure_headings(self) -> frozenset[str]:
        """The known headings that mean a measure of counts, and nothing else in any dataset."""
        others = {
            heading
            for one in self._by_name.values()
            for heading, column in one.heading_columns.items()
            if not isinstance(one, Counts) or column not in one.measure_codes
        }
        return self.known_headings - others


def dataset_files(folders: Sequence[Path]) -> dict[str, Path]:
    """The file of each dataset by name: those of the first folder, added to or replaced by those of the next."""
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml")) if path.is_file()}


def dataset_names(folder: Path) -> list[str]:
    """The names of the datasets in a folder, without reading what they say."""
    return sorted(dataset_files([folder]))


def read_datasets(folders: Sequence[Path], figures: Sequence[str]) -> Datasets:
    """Read and check every dataset of some folders, later ones over earlier; read once for one state of the files.

    `figures` are the measures of the pack's dated figures, which rules name as `reference.x`.

    Raises:
        PackError: with the file, the key, what stands there and what would be right.
    """
    files = dataset_files(folders)
    texts = tuple((name, str(path), _bytes(path)) for name, path in files.items())
    digest = hashlib.sha256(repr([(name, text) for name, _, text in texts]).encode()).hexdigest()
    return _read(texts, tuple(figures), digest)


@lru_cache(maxsize=32)
def _read(files: tuple[tuple[str, str, bytes], ...], figures: tuple[str, ...], _digest: str) -> Datasets:
    places = {name: path for name, path, _ in files}
    datasets = Datasets([_dataset(name, path, text) for name, path, text in files])
    for name, dataset in datasets.items():
        _check(dataset, datasets, figures, places[name])
    return datasets


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError("datasets.unreadable", path=path, reason=error.strerror) from error


def _dataset(name: str, path: str, text: bytes) -> AnyDataset:
    """One file as a dataset. What does not fit is told by its key."""
    try:
        settings = tomllib.loads(decoded(path, text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackError("datasets.no_toml", path=path, reason=str(error)) from error
    kind = settings.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise _refused(path, "kind", kind, Problem("datasets.one_of", known=list(KINDS)))
    if "name" in settings:
        raise _refused(path, "name", settings["name"], Problem("datasets.no_such_key"))
    try:
        return KINDS[kind].model_validate({**settings, "name": name})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(
            f"[{part + 1}]" if isinstance(part, int) else str(part) for part in first["loc"]
        ).replace(".[", "[")
        raise _refused(path, key, _shown(first), _wanted(first)) from error


_KEYS = sorted(
    {
        field.alias or name
        for record in (Counts, Register, Rule, Measure, OtherUnit, RegisterMeasure, Column, Choice)
        for name, field in record.model_fields.items()
    }
    - {"name"}
)


def _shown(fault: Any) -> object:
    return None if fault["type"] == "missing" else fault["input"]


def _wanted(fault: Any) -> Problem:
    """What would be right, in our words."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(fault["loc"][-1]), _KEYS, 1, 0.6)
        return (
            Problem("datasets.no_such_key.nearest", near=near[0]) if near else Problem("datasets.no_such_key")
        )
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return Problem("datasets.one_of", known=expected.split(", "))
    if kind == "string_pattern_mismatch":
        code = "a-z" in str(context.get("pattern", ""))
        return Problem("datasets.code" if code else "datasets.line")
    if kind.startswith(("int", "greater", "less")):
        return Problem("datasets.whole_number")
    if kind.startswith("bool"):
        return Problem("datasets.yes_no")
    if kind.startswith("date"):
        return Problem("datasets.day")
    if kind in ("too_short", "tuple_type"):
        return Problem("datasets.list")
    if kind == "missing":
        return Problem("datasets.needed")
    return Problem("datasets.line")


def _refused(path: str, key: str, value: object, wanted: Problem) -> PackError:
    shown = Problem("datasets.missing") if value is None else Problem("datasets.quoted", value=str(value))
    return PackError("datasets.refused", path=path, key=key, value=shown, wanted=wanted)


def _check(dataset: AnyDataset, datasets: Datasets, figures: tuple[str, ...], path: str) -> None:
    """Hold a dataset to itself and to the others. Raises `PackError`."""

    def refuse(key: str, value: object, wanted: str, **values: object) -> None:
        raise _refused(path, key, value, Problem(wanted, **values))

    codes = [*dataset.columns_filed, *(dataset.measure_codes if dataset.is_register else ())]
    if isinstance(dataset, Register):
        codes += [precision_of(column.code) for column in dataset.columns if column.type == "date"]
    for code in codes:
        if codes.count(code) > 1:
            refuse("code", code, "datasets.code_twice")
        if code in LANDED or (code == "area_code" and not dataset.is_register) or code in SCOPES:
            refuse("code", code, "datasets.code_reserved")
    if dataset.name in SCOPES or dataset.name in NAMES_OF_THE_BUILD:
        refuse("name", dataset.name, "datasets.code_reserved")
    clashes = dataset.clashes()
    if clashes:
        heading, owner, code = clashes[0]
        raise PackError("datasets.heading_twice", path=path, heading=heading, first=owner, second=code)
    _check_life("", dataset, dataset, refuse)
    names = [rule.name for rule in dataset.rules]
    for name in names:
        if names.count(name) > 1:
            refuse("rules.name", name, "datasets.code_twice")
    if isinstance(dataset, Register):
        _check_register(dataset, datasets, refuse)
    else:
        _check_counts(dataset, figures, refuse)
    scopes = _scopes(dataset, datasets, figures)
    for rule in dataset.rules:
        _check_expression(path, rule, scopes, lambda name: _fact(dataset, datasets, name))
        for key, said in (("says_zh", rule.says_zh), ("says_en", rule.says_en)):
            if not said and (rule.says_zh or rule.says_en or dataset.is_register or not rule.words_itself):
                refuse(f"rules.{rule.name}.{key}", None, "datasets.says")
        if rule.column and rule.column not in (*dataset.columns_filed, "area_code"):
            refuse(f"rules.{rule.name}.column", rule.column, "datasets.column")


def _check_life(at: str, life: Life, dataset: AnyDataset, refuse: Any) -> None:
    """A life begins and ends with a period; of a register, on any day."""
    months = (12,) if dataset.cycle == "annual" else (3, 6, 9, 12)
    for key, day in (("first_period", life.first_period), ("last_period", life.last_period)):
        is_end = day is None or (day.month in months and (day + dt.timedelta(days=1)).day == 1)
        if not dataset.is_register and not is_end:
            refuse(f"{at}{key}", day, f"datasets.period_end.{dataset.cycle}")
    if life.first_period and life.last_period and life.last_period < life.first_period:
        refuse(f"{at}last_period", life.last_period, "datasets.ends_before")


def _check_counts(dataset: Counts, figures: tuple[str, ...], refuse: Any) -> None:
    for measure in dataset.measures:
        _check_life(f"measures.{measure.code}.", measure, dataset, refuse)
        if dataset.gives_figures and measure.code not in figures:
            refuse("gives_figures", measure.code, "datasets.one_of", known=list(figures))


def _check_register(dataset: Register, datasets: Datasets, refuse: Any) -> None:
    for code in dataset.key:
        column = dataset.by_code.get(code)
        if column is None or column.many or not column.required:
            refuse("key", code, "datasets.key_column")
    if dataset.area is not None:
        column = dataset.by_code.get(dataset.area)
        if column is None or column.type != "area":
            refuse("area", dataset.area, "datasets.area_column")
        elif dataset.measures and column.many:
            # A row in two counties would be two in their city: what stands above is summed up.
            refuse(f"columns.{column.code}.many", True, "datasets.area_one")
        elif dataset.measures and not (column.levels and {*column.levels} <= {"county", "township", "zone"}):
            # What stands above the counties is summed up from them.
            refuse(f"columns.{column.code}.levels", ", ".join(column.levels), "datasets.area_levels")
    if dataset.measures and dataset.area is None:
        refuse("area", None, "datasets.area_column")
    for column in dataset.columns:
        if column.many and column.type not in ("area", "department", "indicator", "reference", "choice"):
            refuse(f"columns.{column.code}.many", True, "datasets.many")
        if (column.type == "choice") != bool(column.choices):
            refuse(f"columns.{column.code}.choices", None, "datasets.choices")
        other = datasets.registers.get(column.register_named or "")
        if column.type == "reference" and (other is None or len(other.key) != 1):
            refuse(f"columns.{column.code}.register", column.register_named, "datasets.register")
        if column.not_before and not all(
            one and column.not_before in one.by_code and one.by_code[column.not_before].type == "date"
            for one in (dataset, other)
        ):
            refuse(f"columns.{column.code}.not_before", column.not_before, "datasets.not_before")
    own = {"": own_kinds(dataset)}
    for measure in dataset.measures:
        try:
            check(measure.expression, own, lambda name: _fact(dataset, datasets, name))
        except Problem as problem:
            refuse(f"measures.{measure.code}.counts", measure.counts, "datasets.because", reason=problem)


def _check_expression(path: str, rule: Rule, scopes: Columns, facts: Facts) -> None:
    try:
        check(rule.expression, scopes, facts)
    except Problem as problem:
        key = f"rules.{rule.name}.holds"
        raise _refused(path, key, rule.holds, Problem("datasets.because", reason=problem)) from problem


def _fact(dataset: AnyDataset, datasets: Datasets, name: Name) -> Fact:
    """What the values of a column that a rule reads can be."""
    if name.scope == "reference":
        return Fact(LARGEST_FIGURE)
    form, _ = walk(name.scope)
    if form in datasets.registers:
        return Fact(LARGEST_FIGURE)
    if form in datasets.counts:
        measure = datasets.counts[form].by_code[name.column]
        return Fact(measure.limit * MOST_UNITS)
    column = dataset.by_code.get(name.column)
    if column is None:
        return Fact()
    choices = tuple(choice.code for choice in column.choices) if isinstance(column, Column) else ()
    return Fact(column.limit, choices)


def _scopes(dataset: AnyDataset, datasets: Datasets, figures: tuple[str, ...]) -> Columns:
    """What a rule of a dataset may name, by scope."""
    own = own_kinds(dataset)
    scopes: dict[str, Mapping[str, Kind]] = {"": own, "previous": own}
    if dataset.is_register:
        return scopes
    scopes |= {"year_before": own, "reference": dict.fromkeys(figures, "number")}
    scopes |= {"previous.previous": own, "previous.previous.previous": own}
    for name, other in datasets.counts.items():
        if name != dataset.name:
            measures: dict[str, Kind] = dict.fromkeys(other.measure_codes, "number")
            scopes |= {name: measures, f"{name}.previous": measures, f"{name}.year_before": measures}
    for name, register in datasets.registers.items():
        if register.measures:
            scopes[name] = dict.fromkeys((measure.code for measure in register.measures), "number")
    return scopes
