"""The home and the pack that a command works on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from programme.packs.checks import faults_of
from programme.packs.pack import Pack, read_pack
from programme.packs.settings import SettingError
from warehouse import snapshots
from warehouse.home import Home
from words.problems import PackError, Problem


def own_home(home: Path | None, reference: Path | None) -> tuple[Home, Pack]:
    """The home and the pack in use; refused where the home is another pack's. Nothing is created."""
    place, pack = Home.of(home), read_pack(reference)
    place.check_owner(pack.id)
    return place, pack


def home_and_faults(home: Path | None, reference: Path | None) -> tuple[Home, Pack | None, list[Problem]]:
    """The home, the pack as far as it can be opened, and all that is wrong with it.

    A pack that the current snapshot was made of has been checked. Refused where the home is another pack's.
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
    return place, pack, [] if fits else faults_of(pack)
