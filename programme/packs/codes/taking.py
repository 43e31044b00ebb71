"""The difference written into a pack: made beside it, checked as a whole, then put in place together."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from programme.packs.checks import faults_of
from programme.packs.codes.difference import Difference
from programme.packs.codes.rows import Origin, Row, area_rows, change_rows, day_before, ending_rows
from programme.packs.faults import Lines
from programme.packs.kept_text import KeptTable, with_missing_shapes
from programme.packs.pack import Pack
from programme.packs.replacing import replace_together
from programme.packs.tables import TABLES
from programme.source_text import bytes_of
from words.problems import PackError

SHOWN = 10


@dataclass(frozen=True)
class Taken:
    """What is to be put in place: the new bytes of each file, the bytes they were made from, and how many rows changed."""

    files: Mapping[str, bytes]
    stood: Mapping[str, bytes]
    ended: int
    begun: int
    changes: int


def prepare(pack: Pack, found: Difference, names: Mapping[str, Mapping[str, str]], origin: Origin) -> Taken:
    """The files with the difference in them, checked as a pack beside this one. Nothing is replaced.

    `names`: the cells of names of the areas that begin (`naming.names_of`). Raises `PackError` with the faults where the pack
    would not be right, or where a file cannot be changed in place.
    """
    ending = ending_rows(found)
    areas, changes = area_rows(found, names, origin), change_rows(found, names, origin)
    stood = {"areas.csv": bytes_of(pack.folder / "areas.csv")}
    stood["area_changes.csv"] = bytes_of(pack.folder / "area_changes.csv")
    files = {"areas.csv": _areas(pack, stood["areas.csv"], found, areas)}
    files["area_changes.csv"] = _appended(pack, "area_changes", stood["area_changes.csv"], changes)
    if origin.row is not None:
        try:
            stood["sources.csv"] = bytes_of(pack.folder / "sources.csv")
        except FileNotFoundError:
            stood["sources.csv"] = b""
        heading = stood["sources.csv"] or (",".join(TABLES["sources"]) + "\n").encode()
        files["sources.csv"] = _appended(pack, "sources", heading, [dict(origin.row)])
    missing = [
        area.code
        for area in found.beginning
        if area.level == "county" and area.code not in found.stands.areas
    ]
    missing = [code for code in missing if code not in pack.map["shapes_missing"]]
    if missing:
        stood["pack.toml"] = bytes_of(pack.folder / "pack.toml")
        files["pack.toml"] = with_missing_shapes(pack.folder / "pack.toml", stood["pack.toml"], missing)
    _check(pack, files, missing)
    return Taken(files, stood, len(ending), len(areas), len(changes))


def put_in_place(pack: Pack, taken: Taken) -> None:
    """Replace the files. Raises `PackError` where one of them is another by now, or cannot be written."""
    for name, data in taken.stood.items():
        try:
            now = bytes_of(pack.folder / name)
        except FileNotFoundError:
            now = b""
        if now != data:
            raise PackError("codes.changed_meanwhile", path=pack.folder / name)
    replace_together(pack.folder, taken.files)


def _areas(pack: Pack, data: bytes, found: Difference, rows: list[Row]) -> bytes:
    """`areas.csv` with the ends and the new rows, each behind the last row that comes before it in the file's order."""
    table = _kept(pack, "areas", data)
    for area in ending_rows(found):
        table.put(area.place, "valid_to", day_before(found.stands.day))
    keys = [
        _place_in_order(*cells)
        for cells in zip(
            table.column("area_level"), table.column("area_code"), table.column("valid_from"), strict=True
        )
    ]
    ordered = sorted(
        rows, key=lambda row: _place_in_order(row["area_level"], row["area_code"], row["valid_from"])
    )
    for row in ordered:
        key = _place_in_order(row["area_level"], row["area_code"], row["valid_from"])
        table.add(max((at for at, one in enumerate(keys) if one < key), default=-1), row)
    return table.data()


def _place_in_order(level: str, code: str, valid_from: str) -> tuple[int, str, str]:
    """Provinces, cities, counties with the zones beside them, then townships; each by code, older extents first."""
    rank = {"country": 0, "province": 1, "city": 2, "county": 3, "township": 4}
    return rank.get(level, 3 if len(code) == 6 else 4), code, valid_from or "0000"


def _appended(pack: Pack, name: str, data: bytes, rows: list[Row]) -> bytes:
    table = KeptTable(pack.folder / f"{name}.csv", data)
    for row in rows:
        table.add(len(table) - 1, row)
    return table.data()


def _kept(pack: Pack, name: str, data: bytes) -> KeptTable:
    """A table whose rows are those that were read, one for one; refused where they are not."""
    table = KeptTable(pack.folder / f"{name}.csv", data)
    read = [code or "" for code in pack.table(name)["area_code"].to_list()]
    if table.column("area_code") != read:
        raise PackError("codes.not_editable", path=table.path)
    return table


def _check(pack: Pack, files: Mapping[str, bytes], missing: list[str]) -> None:
    """Hold the pack as it would be to its checks. The programme is that of the pack."""
    with TemporaryDirectory(prefix="codes-") as made:
        copy = Path(made)
        for path in pack.folder.iterdir():
            if path.is_file() and path.suffix in (".csv", ".toml", ".geojson"):
                shutil.copyfile(path, copy / path.name)
        if (pack.folder / "datasets").is_dir():
            shutil.copytree(pack.folder / "datasets", copy / "datasets")
        for name, data in files.items():
            (copy / name).write_bytes(data)
        settings = dict(pack.settings) | {"programme": str(pack.programme)}
        if missing:
            listed = [*pack.map["shapes_missing"], *missing]
            settings["map"] = dict(settings.get("map", {})) | {"shapes_missing": listed}
        faults = faults_of(Pack(copy, settings))
    if faults:
        lines = Lines(faults[:SHOWN])
        raise PackError("codes.would_be_faulty", n=len(faults), lines=lines)
