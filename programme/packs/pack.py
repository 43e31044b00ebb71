"""Reads a reference pack over the programme: one province's areas, shapes and population, and what it is asked for.

The programme (`data/programme/`, or the folder that `pack.toml` names) holds what any province is asked for. A pack's
file of the same name adds rows, or replaces those of the same key. See docs/contracts.md.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import tomllib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from programme import PROJECT, clock
from programme.content import hash_of
from programme.datasets import Datasets, read_datasets
from programme.packs.cells import iso_day
from programme.packs.columns import Table
from programme.packs.limits import FIGURES as FIGURES_DATASET
from programme.packs.limits import Limits, arithmetic_limits, bounded, units_summed
from programme.packs.replacing import unfinished
from programme.packs.settings import REQUIRED, SettingError, Settings, date_of, read_settings
from programme.packs.tables import FIGURES, SCHEMAS, TABLES
from programme.source_text import text_of
from words.problems import PackError

# Outlines by what they are of: counties, and what lies straight below the root and above them.
SHAPES = {"county": "counties.geojson", "city": "cities.geojson"}
# What a map of the whole shows beside its areas: land that is not counted, and lines at sea.
BESIDE_SHAPES = {"beside": "beside.geojson"}
# Finer ones, beside those of a pack that is too large for one fine picture: each part below the root is drawn by itself.
NEAR_SHAPES = {"near_county": "counties_near.geojson", "near_city": "cities_near.geojson"}
ROOT = "root"  # in a target's area_code: the root area of the pack in use


def pack_folder(folder: str | os.PathLike[str] | None = None) -> Path:
    """The pack given, else `OBSERVATORY_REFERENCE`, else `data/reference/` beside the code."""
    chosen = folder or os.environ.get("OBSERVATORY_REFERENCE") or PROJECT / "data" / "reference"
    return Path(chosen).expanduser().resolve()


Span = tuple[dt.date | None, dt.date | None]  # the first and the last day; none at an end: always


@dataclass(frozen=True)
class Pack:
    """One province's reference pack. Tables come as text, one polars frame each; blank cells are null.

    A property whose setting is wrong is a SettingError; the others can still be read.
    """

    folder: Path
    settings: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self._setting("id"))

    @property
    def name_zh(self) -> str:
        return str(self._setting("name_zh"))

    @property
    def name_en(self) -> str:
        return str(self._setting("name_en"))

    @property
    def department_zh(self) -> str:
        return str(self._setting("department_zh"))

    @property
    def department_en(self) -> str:
        return str(self._setting("department_en"))

    @property
    def root_area(self) -> str:
        return str(self._setting("root_area"))

    @property
    def timezone(self) -> ZoneInfo:
        """The zone whose days are those on which returns are filed and due."""
        return clock.zone(self._setting("timezone"))

    @property
    def languages(self) -> list[str]:
        return list(self._setting("languages"))

    @property
    def first_period(self) -> dt.date:
        """The first quarter end that is shown."""
        value = self._setting("first_period")
        assert isinstance(value, dt.date)
        return value

    @property
    def headline_indicator(self) -> str | None:
        """The indicator that pages open with; None where that follows from what was filed."""
        return self.settings.get("headline_indicator")

    @property
    def programme(self) -> Path:
        """The folder of what any province is asked for, which the pack adds to."""
        name = self._setting("programme")
        return (self.folder / name).resolve() if name else PROJECT / "data" / "programme"

    @property
    def sample(self) -> Path | None:
        """The folder of sample returns that belongs to this pack, if it names one."""
        name = self._setting("sample")
        return (self.folder / name).resolve() if name else None

    @property
    def sample_today(self) -> dt.date | None:
        """The day the sample is told on: its statuses (due, late) are as of then."""
        if self.sample is None or not (self.sample / "sample.toml").exists():
            return None
        path = self.sample / "sample.toml"
        value = date_of(_toml(path).get("today"))
        if value is None:
            raise PackError("packs.sample_without_day", path=path)
        return value

    @property
    def map(self) -> dict[str, Any]:
        """Where the outlines come from: `source_zh, source_en, datum, approval_number, shapes_missing`."""
        settings = self._setting("map").model_dump()
        title_zh, title_en = self._titles().get(settings.pop("source"), (None, None))
        return {"source_zh": title_zh, "source_en": title_en, **settings}

    @property
    def letterhead(self) -> dict[str, str]:
        """What stands at the head and the foot of an official document, by the keys of `settings.Letterhead`; blank: left out."""
        return dict(self._setting("letterhead").model_dump())

    @property
    def maximum_age_years(self) -> dict[str, int]:
        """Years after which a figure is too old to be a denominator, by measure."""
        return dict(self._setting("maximum_age_years"))

    @property
    def denominator_error_percent(self) -> dict[str, float]:
        """How far the truth may lie from a figure, either way, by its status; one that is not stated is not known."""
        return dict(self._setting("denominator_error_percent"))

    @property
    def returned_figure_percent(self) -> float:
        """How far a returned figure may lie from the published or estimated one before it must be confirmed."""
        return float(self._setting("returned_figure_percent"))

    @property
    def areas_as_of(self) -> dt.date | None:
        """The day whose areas the pack has, where it does not follow their changes since; None where it does."""
        return date_of(self._setting("areas_as_of"))

    @property
    def coloured_from_people(self) -> int:
        """From how many people on an area has a class colour, where a population is divided by."""
        return int(self._setting("coloured_from_people"))

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Named groups of counties: `code, name_zh, name_en, source, counties`; the source by its Chinese title."""
        groups = [group.model_dump() for group in self._setting("groups")]
        titles = self._titles() if groups else {}
        return [group | {"source": titles.get(group["source"], (None, None))[0]} for group in groups]

    @property
    def simulated(self) -> list[dict[str, Any]]:
        """What is simulated: `datasets, text_zh, text_en`."""
        return [row.model_dump() for row in self._setting("simulated")]

    @cached_property
    def checked_settings(self) -> tuple[Settings, dict[str, list[SettingError]]]:
        """The settings as far as they are right, and by key what is wrong with the others."""
        return read_settings(self.folder / "pack.toml", self.settings)

    def _setting(self, name: str) -> Any:
        settings, errors = self.checked_settings
        if name in errors:
            raise errors[name][0]
        return getattr(settings, name)

    def _titles(self) -> dict[str, tuple[str | None, str | None]]:
        """Chinese and English title of each source."""
        rows = self.table("sources").select("source_id", "title_zh", "title_en").iter_rows()
        return {source: (title_zh, title_en) for source, title_zh, title_en in rows}

    def table(self, name: str) -> pl.DataFrame:
        """One table, the pack's rows over those of the programme, every column text.

        Raises:
            PackError: a file is missing or cannot be read, or has other columns than docs/contracts.md.
        """
        return self.sheet(name).select(TABLES[name])

    def sheet(self, name: str) -> pl.DataFrame:
        """`table`, with the `file` and `row` in front where each row stands (the heading is row 1)."""
        schema = SCHEMAS[name]
        own = _read_table(self.folder / f"{name}.csv", f"{name}.csv", schema)
        if schema.is_registry:
            if not self.programme.is_dir():
                raise PackError("packs.no_programme", folder=self.folder, programme=self.programme)
            path = self.programme / f"{name}.csv"
            asked = _read_table(path, f"{self.programme.name}/{name}.csv", schema)
            if asked is None and not schema.is_optional:
                raise PackError("packs.no_registry", programme=self.programme, name=name)
            own = own if asked is None else _overlaid(asked, own, schema)
        if own is None and schema.is_optional:
            own = pl.DataFrame(
                schema={"file": pl.String, "row": pl.UInt32, **dict.fromkeys(schema.column_names, pl.String)}
            )
        if own is None:
            raise PackError("packs.no_table", folder=self.folder, name=name)
        if name == "targets":
            root = self.settings.get("root_area")
            own = own.with_columns(
                pl.col("area_code").replace({ROOT: root if isinstance(root, str) else ROOT})
            )
        return own

    @property
    def datasets(self) -> Datasets:
        """The kinds of return: those of the programme, and what this pack adds or replaces."""
        asked = self._asked
        if self._bounded.get("asked") is not asked:
            # The same objects each time they are asked for: files are told apart by the dataset they are of.
            self._bounded.update(asked=asked, bounded=bounded(asked, self._limits))
        return self._bounded["bounded"]

    @property
    def _asked(self) -> Datasets:
        """The kinds of return as their files say, before the arithmetic bounds their measures."""
        folders = [self.programme / "datasets", self.folder / "datasets"]
        return read_datasets(folders, [measure for measures in FIGURES.values() for measure in measures])

    @cached_property
    def _bounded(self) -> dict[str, Datasets]:
        return {}

    @cached_property
    def _limits(self) -> Limits:
        try:
            units = units_summed(self.table("areas"), self._asked)
            return arithmetic_limits(self.table("indicators"), self.table("targets"), units)
        except PackError:
            return {}  # a registry that cannot be read is told by the checks

    @property
    def figure_limits(self) -> dict[str, int]:
        """The largest dated figure of a part (a county, or what lies below one) that the arithmetic bears, by measure."""
        return {
            measure: most for (dataset, measure), most in self._limits.items() if dataset == FIGURES_DATASET
        }

    @property
    def registered_words(self) -> dict[str, dict[str, list[Span]]]:
        """By type of a register's column, what the registries know: codes and names of departments, codes of indicators.

        Each with the days on which it is one (none at an end: always); of an indicator always.
        """
        names = ("department_code", "department_name_zh", "department_name_en")
        departments: dict[str, list[Span]] = {}
        for row in self.table("departments").iter_rows(named=True):
            for word in {row[name] for name in names if row[name]}:
                start, end = (
                    dt.date.fromisoformat(day) if day else None
                    for day in (row["valid_from"], row["valid_to"])
                )
                departments.setdefault(word, []).append((start, end))
        always: list[Span] = [(None, None)]
        indicators = dict.fromkeys(self.table("indicators")["indicator_code"], always)
        return {"department": departments, "indicator": indicators}

    def due_on(self, dataset: str, period: dt.date) -> dt.date | None:
        """The day by whose end a period's return is due; a row of the period goes before the general one.

        None where nothing says so. `sql/spine/due_dates.sql` says the same.
        """
        rows = self._due_rules.get(dataset, {})
        special, general = rows.get(period.isoformat()), rows.get(None)
        if special and special["due_on"]:
            return dt.date.fromisoformat(special["due_on"])
        days = [row["days_after_period_end"] for row in (special, general) if row]
        number = next((one for one in days if one), None)
        return period + dt.timedelta(days=int(number)) if number else None

    @cached_property
    def _due_rules(self) -> dict[str, dict[str | None, dict[str, str | None]]]:
        rules: dict[str, dict[str | None, dict[str, str | None]]] = {}
        for row in self.table("due_dates").iter_rows(named=True):
            rules.setdefault(row["dataset"], {})[row["period"]] = row
        return rules

    def fingerprint(self) -> str:
        """A hash of every file of the pack and the programme that the warehouse reads."""
        names = ["pack.toml", *(f"{t}.csv" for t in TABLES), *SHAPES.values()]
        names += [
            name for name in (*NEAR_SHAPES.values(), *BESIDE_SHAPES.values()) if (self.folder / name).exists()
        ]
        paths = [self.folder / name for name in names]
        paths += sorted((self.folder / "datasets").glob("*.toml"))
        paths += [
            *sorted(self.programme.glob("*.csv")),
            *sorted((self.programme / "datasets").glob("*.toml")),
        ]
        return hash_of(((path.name, path) for path in paths), or_unread=True)


def read_pack(folder: str | os.PathLike[str] | None = None) -> Pack:
    """Open the pack in use. Refused with the remedy when the folder is no pack."""
    chosen = pack_folder(folder)
    path = chosen / "pack.toml"
    if half := unfinished(chosen):
        raise half
    try:
        settings = _toml(path)
    except FileNotFoundError as error:
        raise PackError("packs.no_pack", folder=chosen) from error
    missing = [key for key in REQUIRED if key not in settings]
    if missing:
        raise PackError("packs.lacks_settings", path=path, missing=str(missing))
    return Pack(chosen, settings)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text_of(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackError("packs.toml_syntax", path=path, error=str(error)) from error


def _read_table(path: Path, file: str, schema: Table) -> pl.DataFrame | None:
    """One file with the place of each row in front; None where there is none. Refused by name for other columns."""
    try:
        return _cells(_Text(text_of(path), path), file, schema.name)
    except FileNotFoundError:
        return None


@dataclass(frozen=True)
class _Text:
    """What a file says: the same wherever it stands, which is for messages alone."""

    said: str
    path: Path = field(compare=False)


# A build and its checks ask for each table several times.
@lru_cache(maxsize=64)
def _cells(text: _Text, file: str, table: str) -> pl.DataFrame:
    schema, path = SCHEMAS[table], text.path
    try:
        frame = pl.read_csv(text.said.encode(), infer_schema=False, encoding="utf8")
    except pl.exceptions.PolarsError as error:
        raise _unreadable(path, str(error).splitlines()[0]) from error
    if frame.width == 1 and any(mark in frame.columns[0] for mark in ";；\t"):
        raise PackError("packs.other_separator", path=path)
    wanted = schema.column_names
    absent = [c for c in wanted if c not in frame.columns]
    missing = [c for c in absent if c not in schema.optional_names]
    extra = [c for c in frame.columns if c not in wanted]
    if missing or extra:
        raise PackError("packs.other_columns", path=path, missing=_listed(missing), extra=_listed(extra))
    rows = frame.lazy().with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    # A quoted blank ("") is as blank as one without quotation marks.
    rows = rows.select(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in wanted)
    rows = rows.with_columns(iso_day(column.name) for column in schema.columns if column.is_day)
    rows = rows.with_row_index("row", offset=2)
    return rows.select(pl.lit(file).alias("file"), "row", *wanted).collect()


def _unreadable(path: Path, reason: str) -> PackError:
    """Why a table cannot be read: the row where a quotation mark is open, else what its reader says."""
    lines = csv.reader(io.StringIO(text_of(path), newline=""), strict=True)
    try:
        for _ in lines:
            pass
    except csv.Error:
        return PackError("packs.open_quote", path=path, row=lines.line_num)
    return PackError("packs.table_unreadable", path=path, error=reason)


def _listed(columns: list[str]) -> Any:
    return columns or PackError("packs.no_columns")


def _overlaid(asked: pl.DataFrame, own: pl.DataFrame | None, schema: Table) -> pl.DataFrame:
    """The programme's rows but for those whose key the pack has, then the pack's.

    A row of the pack with nothing but the key of one of the programme withdraws that one.
    """
    if own is None:
        return asked
    key = list(schema.key)
    others = [name for name in schema.column_names if name not in key]
    bare = own.filter(pl.all_horizontal(pl.col(others).is_null()))
    withdrawing = bare.join(asked, on=key, how="semi", nulls_equal=True)["row"]
    kept = asked.join(own, on=key, how="anti", nulls_equal=True, maintain_order="left")
    return pl.concat([kept, own.filter(~pl.col("row").is_in(withdrawing.implode()))])
