"""The figures the sample is calibrated to: TOML files of data, each published figure with its source."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from programme import PROJECT
from words.problems import PackError

DEFAULT = PROJECT / "data" / "sample" / "calibration.toml"
SECTIONS = ("sample", "staffing", "organizations", "services", "filing", "writing")


def read_calibration(path: Path | None = None) -> dict[str, Any]:
    """The calibration file as read, and under `forms` and `registers` the files beside it, by name.

    Refused by name when it is missing, no TOML, or lacks a section.
    """
    chosen = path or DEFAULT
    settings = _read(chosen)
    missing = [name for name in SECTIONS if name not in settings]
    if missing:
        raise PackError("calibration.lacks", file=chosen, sections=str(missing))
    for kind in ("forms", "registers"):
        folder = chosen.parent / kind
        settings[kind] = {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}
    return settings


def _read(path: Path) -> dict[str, Any]:
    """A TOML file of the calibration. Refused by name when it is missing or no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PackError("calibration.missing", file=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError("calibration.no_toml", file=path, reason=str(error)) from error


def points(settings: Mapping[str, Any], key: str) -> list[tuple[dt.date, float]]:
    """The dated points of a path, written `[{ on = 2020-12-31, value = 0.8 }, …]`."""
    return [(point["on"], float(point["value"])) for point in settings[key]]


def quarter_ends(first: dt.date, today: dt.date) -> list[dt.date]:
    """The quarter ends from the first period to the last quarter ended by today."""
    ends = []
    for year in range(first.year, today.year + 1):
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            end = dt.date(year, month, day)
            if first <= end <= today:
                ends.append(end)
    return ends


def quarter_name(period: dt.date) -> str:
    """The folder of a quarter: `2025Q4`."""
    return f"{period.year}Q{period.month // 3}"
