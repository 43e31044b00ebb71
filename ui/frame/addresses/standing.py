"""The reader that data addresses answer from: the current snapshot of the home that the pages show."""

from __future__ import annotations

from contextlib import suppress

from ui.frame import startup
from warehouse import presence
from warehouse.readers import Reader
from warehouse.snapshots import current, is_of_this_sql
from words.problems import PackError, SnapshotError


def standing() -> Reader:
    """The reader of the current snapshot. Nothing is built here: that is left to the pages and the command line.

    Raises `SnapshotError` or `HomeError` where there is none, or none that today's questions can be asked of, and where the home is
    another pack's: pages show nothing of it either.
    """
    place = startup.home()
    with suppress(PackError):  # of a pack that cannot be read nothing is compared: pages show what there is
        place.check_owner(startup.pack_in_use().id)
    info = current(place)
    if info is None:  # here, unlike on the command line, pages may be opened
        raise SnapshotError("addresses.no_snapshot", home=place.root)
    if not is_of_this_sql(info):
        raise SnapshotError("addresses.of_other_sql", id=info.id)
    presence.announce(place)
    return Reader(info)
