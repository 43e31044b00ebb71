"""The ground of a map of the whole or of a part of it, from the finest outlines that a snapshot has of what is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from draw.map.ground import Ground, prepare

# Whoever answers questions: a reader, or a page's kept answers.
Ask = Callable[..., pl.DataFrame]


@dataclass(frozen=True)
class _Shapes:
    """Shapes, told from others by what they are: most snapshots have those of the one before."""

    digest: str
    frame: pl.DataFrame = field(compare=False, repr=False)

    @classmethod
    def of(cls, shapes: pl.DataFrame) -> _Shapes:
        frame = shapes.sort("kind", "area_code")
        return cls(hashlib.sha256(frame.write_ipc(None).getbuffer()).hexdigest(), frame)


# The whole country's takes seconds; pages, files and pictures draw on the same.
@lru_cache(maxsize=40)
def _prepared(shapes: _Shapes, only: tuple[str, ...] | None, insets: bool) -> Ground:
    return prepare(shapes.frame, only=only, insets=insets)


def of_whole(ask: Ask, *, insets: bool = True) -> Ground:
    """All counties, with the borders of what lies straight below the root."""
    return _prepared(_Shapes.of(ask("shapes")), None, insets)


def has_near(ask: Ask) -> bool:
    """Whether the snapshot has finer outlines of its parts."""
    return bool(ask("snapshot_facts")["has_near_outlines"][0])


def of_part(
    ask: Ask, counties: Collection[str], cities: Collection[str] = (), *, insets: bool = True
) -> Ground:
    """Some counties alone: with their own names, or with those and the borders of the `cities` they are in, where that are several.

    A pack that is too large for one fine picture has finer outlines, from which a part of it is drawn.
    """
    if not has_near(ask):
        return _prepared(_Shapes.of(ask("shapes")), tuple(sorted(counties)), insets)
    near = ask("near_shapes", areas=sorted({*counties, *cities}))
    return _prepared(_Shapes.of(near), None if len(set(cities)) > 1 else tuple(sorted(counties)), insets)


def cities_of(rows: pl.DataFrame) -> tuple[str, ...]:
    """The wholes right above some counties below the root (`prefecture_code`, else `city_code`), by code."""
    above = pl.coalesce("prefecture_code", "city_code")
    return tuple(rows.select(above.alias("above"))["above"].drop_nulls().unique().sort())
