"""Reads a reference pack: one province's areas, shapes, population and registries. See docs/contracts.md."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from programme import PROGRAMME, PROJECT
from programme.datasets import Datasets, read_datasets
from words.problems import PackError

TABLES: dict[str, tuple[str, ...]] = {
    "areas": (
        "area_code",
        "area_name_zh",
        "area_name_en",
        "name_en_status",
        "short_name_zh",
        "short_name_en",
        "area_level",
        "area_kind",
        "parent_code",
        "valid_from",
        "valid_to",
        "source",
    ),
    "area_changes": (
        "effective_date",
        "old_area_code",
        "new_area_code",
        "old_name_zh",
        "new_name_zh",
        "area_level",
        "kind",
        "status",
        "document",
        "description_zh",
        "description_en",
    ),
    "population": (
        "area_code",
        "area_valid_from",
        "reference_date",
        "resident_population",
        "urban_population",
        "status",
        "source",
    ),
    "census_ages": (
        "area_code",
        "area_valid_from",
        "reference_date",
        "family_households",
        "age_0_4",
        "age_0_14",
        "age_60_plus",
        "age_65_plus",
        "age_80_plus",
        "status",
        "source",
    ),
    "communities": (
        "area_code",
        "area_valid_from",
        "reference_date",
        "residents_committees",
        "villagers_committees",
        "status",
        "source",
    ),
    "due_dates": ("dataset", "period", "days_after_period_end", "due_on", "source"),
    "indicators": (
        "indicator_code",
        "indicator_name_zh",
        "indicator_name_en",
        "short_name_zh",
        "short_name_en",
        "numerator_dataset",
        "numerator_measures",
        "numerator_name_zh",
        "numerator_name_en",
        "denominator_dataset",
        "denominator_measures",
        "denominator_name_zh",
        "denominator_name_en",
        "scale",
        "unit_zh",
        "unit_en",
        "polarity",
        "decimals",
        "class_bounds",
        "gap_unit_zh",
        "gap_unit_en",
        "policy_system",
        "definition_zh",
        "definition_en",
        "source_zh",
        "source_en",
        "owner_zh",
        "owner_en",
        "cycle",
        "sort_order",
    ),
    "targets": (
        "target_id",
        "indicator_code",
        "area_code",
        "levels",
        "comparison",
        "value",
        "valid_from",
        "valid_to",
        "reach_by",
        "legal_basis_zh",
        "legal_basis_en",
        "source",
    ),
}
# The dated figures of a pack: the columns of each table that are measures.
FIGURES = {
    "population": ("resident_population", "urban_population"),
    "census_ages": (
        "family_households",
        "age_0_4",
        "age_0_14",
        "age_60_plus",
        "age_65_plus",
        "age_80_plus",
    ),
    "communities": ("residents_committees", "villagers_committees"),
}
SHAPES = {"county": "counties.geojson", "city": "cities.geojson"}


def pack_folder(folder: str | os.PathLike[str] | None = None) -> Path:
    """The pack given, else `OBSERVATORY_REFERENCE`, else `data/reference/` beside the code."""
    chosen = folder or os.environ.get("OBSERVATORY_REFERENCE") or PROJECT / "data" / "reference"
    return Path(chosen).expanduser().resolve()


class SettingError(PackError):
    """A setting of `pack.toml` that cannot be used: its key, its value, and what would be right."""

    def __init__(self, path: Path, key: str, value: object, wanted_zh: str, wanted_en: str) -> None:
        shown_zh, shown_en = ("缺失", "missing") if value is None else (f"“{value}”", f"'{value}'")
        super().__init__(
            f"{path} 的 {key} = {shown_zh}：{wanted_zh}。请改正。",
            f"{path}, {key} = {shown_en}: {wanted_en}. Correct it.",
        )
        self.key, self.value, self.wanted_zh, self.wanted_en = key, value, wanted_zh, wanted_en


@dataclass(frozen=True)
class Pack:
    """One province's reference pack. Tables come as text, one polars frame each; blank cells are null."""

    folder: Path
    settings: dict[str, Any]

    @property
    def id(self) -> str:
        return self._text("id")

    @property
    def name_zh(self) -> str:
        return self._text("name_zh")

    @property
    def name_en(self) -> str:
        return self._text("name_en")

    @property
    def department_zh(self) -> str:
        return self._text("department_zh", optional=True)

    @property
    def department_en(self) -> str:
        return self._text("department_en", optional=True)

    @property
    def root_area(self) -> str:
        return self._text("root_area")

    @property
    def languages(self) -> list[str]:
        value = self.settings.get("languages", ["zh", "en"])
        if (
            not isinstance(value, list)
            or not value
            or [one for one in value if one not in ("zh", "en")]
            or len(set(value)) < len(value)
        ):
            raise self._refused(
                "languages",
                value,
                '应为 ["zh", "en"]，首项为默认语言',
                'a list of "zh" and "en", the default first',
            )
        return list(value)

    @property
    def first_period(self) -> dt.date:
        """The first quarter end that is shown."""
        value = _date(self.settings["first_period"])
        if value is None or value.month % 3 or (value + dt.timedelta(1)).day != 1 or value.year < 1950:
            raise self._refused(
                "first_period",
                self.settings["first_period"],
                "应为季度最后一天的日期，如 2020-12-31",
                "the date of a quarter's last day, such as 2020-12-31",
            )
        return value

    @property
    def headline_indicator(self) -> str:
        return self._text("headline_indicator")

    @property
    def sample(self) -> Path | None:
        """The folder of sample returns that belongs to this pack, if it names one."""
        name = self._text("sample", optional=True)
        return (self.folder / name).resolve() if name else None

    @property
    def sample_today(self) -> dt.date | None:
        """The day the sample is told on: its statuses (due, late) are as of then."""
        if self.sample is None or not (self.sample / "sample.toml").exists():
            return None
        path = self.sample / "sample.toml"
        try:
            value = _date(tomllib.loads(path.read_text(encoding="utf-8")).get("today"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PackError(
                f"{path} 有语法错误：{error}。请改正。", f"{path} is not valid TOML: {error}. Correct it."
            ) from error
        if value is None:
            raise PackError(
                f"{path} 的 today 应为日期，如 2026-11-20。请改正。",
                f"today of {path} should be a date such as 2026-11-20. Correct it.",
            )
        return value

    @property
    def map(self) -> dict[str, Any]:
        value = self.settings.get("map", {})
        if not isinstance(value, dict):
            raise self._refused("map", value, "应为表 [map]", "a table, [map]")
        return dict(value)

    @property
    def maximum_age_years(self) -> dict[str, int]:
        """Years after which a figure is too old to be a denominator, by measure."""
        value = self.settings.get("maximum_age_years", {})
        if not isinstance(value, dict):
            raise self._refused(
                "maximum_age_years", value, "应为表 [maximum_age_years]", "a table, [maximum_age_years]"
            )
        for measure, years in value.items():
            if type(years) is not int or not 0 <= years <= 200:
                raise self._refused(
                    f"maximum_age_years.{measure}",
                    years,
                    "应为 0 至 200 的整数",
                    "a whole number from 0 to 200",
                )
        return dict(value)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Named groups of counties: `code, name_zh, name_en, counties`, and perhaps `source`."""
        groups = self._tables("groups")
        for place, group in enumerate(groups, start=1):
            for key in ("code", "name_zh", "name_en"):
                self._text(key, within=group, called=f"groups[{place}].{key}")
            self._text("source", within=group, called=f"groups[{place}].source", optional=True)
            self._texts("counties", group, f"groups[{place}].counties")
        return groups

    @property
    def simulated(self) -> list[dict[str, Any]]:
        """What is simulated: `datasets, text_zh, text_en`."""
        rows = self._tables("simulated")
        for place, row in enumerate(rows, start=1):
            for key in ("text_zh", "text_en"):
                self._text(key, within=row, called=f"simulated[{place}].{key}")
            self._texts("datasets", row, f"simulated[{place}].datasets")
        return rows

    def _refused(self, key: str, value: object, wanted_zh: str, wanted_en: str) -> SettingError:
        return SettingError(self.folder / "pack.toml", key, value, wanted_zh, f"should be {wanted_en}")

    def _text(
        self, key: str, *, within: dict[str, Any] | None = None, called: str = "", optional: bool = False
    ) -> str:
        value = (self.settings if within is None else within).get(key, "" if optional else None)
        if not isinstance(value, str) or not (optional or value.strip()) or "\n" in value:
            raise self._refused(
                called or key, value, "应为一行文字，写在引号内", "one line of text, in quotation marks"
            )
        return value

    def _texts(self, key: str, within: dict[str, Any], called: str) -> None:
        value = within.get(key)
        if not isinstance(value, list) or [one for one in value if not isinstance(one, str)]:
            raise self._refused(called, value, '应为文字的列表，如 ["…"]', 'a list of texts, such as ["…"]')

    def _tables(self, key: str) -> list[dict[str, Any]]:
        value = self.settings.get(key, [])
        if not isinstance(value, list) or [one for one in value if not isinstance(one, dict)]:
            raise self._refused(key, value, f"应为表 [[{key}]]", f"tables, [[{key}]]")
        return list(value)

    def table(self, name: str) -> pl.DataFrame:
        """One table of the pack, every column text. Refused by name when a column is missing or unknown."""
        path = self.folder / f"{name}.csv"
        try:
            frame = pl.read_csv(path, infer_schema=False, encoding="utf8")
        except FileNotFoundError as error:
            raise PackError(
                f"参考包 {self.folder} 缺少 {name}.csv。请用 python -m pipelines reference 重新生成。",
                f"The pack {self.folder} has no {name}.csv. Make it again with python -m pipelines reference.",
            ) from error
        except pl.exceptions.PolarsError as error:
            raise PackError(
                f"参考包文件 {path} 无法读取：{error}。请存为 UTF-8 逗号分隔文件。",
                f"The pack file {path} cannot be read: {error}. Save it as UTF-8 comma-separated text.",
            ) from error
        wanted = TABLES[name]
        missing = [c for c in wanted if c not in frame.columns]
        extra = [c for c in frame.columns if c not in wanted]
        if missing or extra:
            raise PackError(
                f"参考包文件 {path} 的列不符：缺少 {missing or '无'}，多出 {extra or '无'}。请改正表头。",
                f"The columns of {path} differ: missing {missing or 'none'}, unknown {extra or 'none'}. "
                "Correct its heading.",
            )
        # A quoted blank ("") is as blank as one without quotation marks.
        return frame.select(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in wanted)

    @property
    def datasets(self) -> Datasets:
        """The kinds of return: those of the programme, and what this pack adds or replaces."""
        folders = [PROGRAMME / "datasets", self.folder / "datasets"]
        return read_datasets(folders, [measure for measures in FIGURES.values() for measure in measures])

    @property
    def department_words(self) -> set[str]:
        """The names that a department may be given by; empty where the pack lists none."""
        if "departments" not in TABLES:
            return set()
        rows = self.table("departments")
        names = ("department_code", "department_name_zh", "department_name_en")
        return {row[name] for row in rows.iter_rows(named=True) for name in names if row[name]}

    def fingerprint(self) -> str:
        """A hash of every file of the pack that the warehouse reads."""
        digest = hashlib.sha256()
        for name in ["pack.toml", *(f"{t}.csv" for t in TABLES), *SHAPES.values()]:
            path = self.folder / name
            digest.update(name.encode())
            digest.update(path.read_bytes() if path.is_file() else b"-")
        return digest.hexdigest()[:16]


def read_pack(folder: str | os.PathLike[str] | None = None) -> Pack:
    """Open the pack in use. Refused with the remedy when the folder is no pack."""
    chosen = pack_folder(folder)
    path = chosen / "pack.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PackError(
            f"{chosen} 不是参考包：没有 pack.toml。请用 --reference 指定参考包，或先运行 python -m pipelines reference。",
            f"{chosen} is no pack: it has no pack.toml. Name one with --reference, or make one with "
            "python -m pipelines reference.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(
            f"{path} 有语法错误：{error}。请改正。", f"{path} is not valid TOML: {error}. Correct it."
        ) from error
    wanted = ("id", "name_zh", "name_en", "root_area", "first_period", "headline_indicator")
    missing = [key for key in wanted if key not in settings]
    if missing:
        raise PackError(f"{path} 缺少 {missing}。请补上。", f"{path} lacks {missing}. Add them.")
    return Pack(chosen, settings)


def _date(value: object) -> dt.date | None:
    """A date of a TOML file, written as one or as text; None for anything else, a point in time included."""
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is dt.date else None
