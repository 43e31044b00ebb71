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

from warehouse.errors import PackError
from warehouse.paths import PROJECT

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
SHAPES = {"county": "counties.geojson", "city": "cities.geojson"}


def pack_folder(folder: str | os.PathLike[str] | None = None) -> Path:
    """The pack given, else `OBSERVATORY_REFERENCE`, else `data/reference/` beside the code."""
    chosen = folder or os.environ.get("OBSERVATORY_REFERENCE") or PROJECT / "data" / "reference"
    return Path(chosen).expanduser().resolve()


@dataclass(frozen=True)
class Pack:
    """One province's reference pack. Tables come as text, one polars frame each; blank cells are null."""

    folder: Path
    settings: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.settings["id"])

    @property
    def name_zh(self) -> str:
        return str(self.settings["name_zh"])

    @property
    def name_en(self) -> str:
        return str(self.settings["name_en"])

    @property
    def department_zh(self) -> str:
        return str(self.settings.get("department_zh", ""))

    @property
    def department_en(self) -> str:
        return str(self.settings.get("department_en", ""))

    @property
    def root_area(self) -> str:
        return str(self.settings["root_area"])

    @property
    def languages(self) -> list[str]:
        return list(self.settings.get("languages", ["zh", "en"]))

    @property
    def first_period(self) -> dt.date:
        value = self.settings["first_period"]
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)

    @property
    def headline_indicator(self) -> str:
        return str(self.settings["headline_indicator"])

    @property
    def sample(self) -> Path | None:
        """The folder of sample returns that belongs to this pack, if it names one."""
        name = self.settings.get("sample")
        return (self.folder / name).resolve() if name else None

    @property
    def sample_today(self) -> dt.date | None:
        """The day the sample is told on: its statuses (due, late) are as of then."""
        if self.sample is None or not (self.sample / "sample.toml").exists():
            return None
        value = tomllib.loads((self.sample / "sample.toml").read_text(encoding="utf-8"))["today"]
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)

    @property
    def map(self) -> dict[str, Any]:
        return dict(self.settings.get("map", {}))

    @property
    def maximum_age_years(self) -> dict[str, int]:
        return dict(self.settings.get("maximum_age_years", {}))

    @property
    def groups(self) -> list[dict[str, Any]]:
        return list(self.settings.get("groups", []))

    @property
    def simulated(self) -> list[dict[str, Any]]:
        return list(self.settings.get("simulated", []))

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
        return frame.select(wanted)

    def fingerprint(self) -> str:
        """A hash of every file of the pack that the warehouse reads."""
        digest = hashlib.sha256()
        for name in ["pack.toml", *(f"{t}.csv" for t in TABLES), *SHAPES.values()]:
            path = self.folder / name
            digest.update(name.encode())
            digest.update(path.read_bytes() if path.exists() else b"-")
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
