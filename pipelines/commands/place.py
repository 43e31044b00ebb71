"""The home and the pack that a command works on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.commands.console import Speaker
from programme.packs.checks import faults_of
from programme.packs.pack import Pack, read_pack
from programme.packs.settings import SettingError
from warehouse import snapshots
from warehouse.home import Home
from warehouse.readers import Reader
from words.problems import PackError, Problem

AREA_TABLES = {"areas": "area_extents", "area_changes": "area_successions"}
SINCE_ALWAYS = "1900-01-01"  # how the warehouse says it


def own_home(home: Path | None, reference: Path | None) -> tuple[Home, Pack]:
    """The home and the pack in use; refused where the home is another pack's. Nothing is created."""
    place, pack = Home.of(home), read_pack(reference)
    place.check_owner(pack.id)
    return place, pack


def home_that_stands(home: Path | None, reference: Path | None, speaker: Speaker) -> tuple[Home, Pack | None]:
    """The home, and the pack where it can be opened: where it cannot, the snapshot that stands is enough.

    What is wrong with the pack is then told in a line. Refused without a snapshot, and where the home is another pack's.
    """
    place = Home.of(home)
    try:
        pack = read_pack(reference)
        place.check_owner(pack.id)
    except (PackError, SettingError) as fault:
        place.check_format()
        info = snapshots.current(place)
        if info is None:
            raise
        said = " ".join(fault.message(speaker.language).split())
        speaker.warn("pack.passed_over", snapshot=info.id, said=said)
        return place, None
    return place, pack


@dataclass(frozen=True)
class SnapshotTables:
    """The tables of areas as the snapshot has them, in the text of a pack: an answer is of the snapshot, not of the pack."""

    reader: Reader

    def table(self, name: str) -> pl.DataFrame:
        """`areas` or `area_changes`; a blank day is since always."""
        frame = self.reader.ask(AREA_TABLES[name]).with_columns(pl.all().cast(pl.String))
        if "valid_from" not in frame.columns:
            return frame
        return frame.with_columns(pl.col("valid_from").replace(SINCE_ALWAYS, None))


def home_and_faults(home: Path | None, reference: Path | None) -> tuple[Home, Pack | None, list[Problem]]:
    """The home, the pack as far as it can be opened, and all that is wrong with it.

    A pack that the current snapshot was made of has been checked. Refused where there is no home, unless the pack has faults: these are
    to be mended first; and where it is another pack's.
    """
    place = Home.of(home)
    try:
        pack = read_pack(reference)
    except PackError as error:
        place.check_format()
        return place, None, [error]
    with suppress(SettingError):  # an id that is none is told among the faults
        place.check_owner(pack.id)
    try:
        info = snapshots.current(place)
    except Problem:
        info = None  # told by whoever asks for the snapshot
    fits = info is not None and snapshots.is_up_to_date(info, pack)
    faults = [] if fits else faults_of(pack)
    if not faults:
        place.check_is_there()
    return place, pack, faults
