"""The reader that data addresses answer from: the current snapshot of the home that the pages show."""

from __future__ import annotations

import os
from contextlib import suppress

from ui.frame import startup
from warehouse import presence
from warehouse.home import Home
from warehouse.readers import Reader
from warehouse.snapshots import current, is_of_this_sql
from words.problems import HomeError, PackError, SnapshotError


def standing() -> Reader:
    """The reader of the current snapshot. Nothing is built here: that is left to the pages and the command line.

    Raises `SnapshotError` or `HomeError` where there is none, or none that today's questions can be asked of, and where the home is
    another pack's: pages show nothing of it either. Where no page could make one, what stands in the way of that.
    """
    place = startup.home()
    with suppress(PackError):  # of a pack that cannot be read nothing is compared: pages show what there is
        place.check_owner(startup.pack_in_use().id)
    info = current(place)
    if info is None:  # here, unlike on the command line, pages may be opened
        _check_pages_build(place)
        raise SnapshotError("addresses.no_snapshot", home=place.root)
    if not is_of_this_sql(info):
        _check_pages_build(place)
        raise SnapshotError("addresses.of_other_sql", id=info.id)
    presence.announce(place)
    return Reader(info)


def _check_pages_build(place: Home) -> None:
    """Raise what keeps pages from making a snapshot, so that nobody is sent to open one in vain: the pack, the folder, the last try."""
    startup.pack_in_use()
    there = next(folder for folder in (place.root, *place.root.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        raise HomeError("addresses.not_writable", home=place.root)
    failed = startup.last_failure()
    if failed is not None:
        raise failed.with_traceback(None)
