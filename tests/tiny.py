"""A home on a copy of the tiny pack, for tests that change a table, land a return, build and look.

Rows are landed as `pipelines.filing.landing` lands them (docs/contracts.md, section 3), without its checks: a test of a rule
about numbers needs no file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import polars as pl
from deltalake import write_deltalake
from filelock import FileLock

from pipelines.filing import landing, withdrawing
from pipelines.filing.landing import columns
from programme.packs.pack import read_pack
from warehouse.build import build
from warehouse.home import Home
from warehouse.readers import Reader, connection, reader_of
from warehouse.snapshots import SnapshotInfo, require_current

PACK = Path(__file__).parent / "pack"
DATASETS = read_pack(PACK).datasets
TODAY = dt.date(2026, 2, 20)  # 2025Q4 is due (20 January), 2026Q1 has not ended
PERIOD = dt.date(2025, 12, 31)
WORKERS = "community_workers_per_10k_urban"
JIAZI = ("990101001", "990101002")
YICHOU = ("990102001", "990102002", "990102003")
BINGYIN = ("990201100", "990201101", "990201200")
WUCHEN = ("999001001", "999001100", "999001200")
STANDING = {"990101": 40, "990102": 50, "990201": 20, "990202": 18, "999001": 30}
COUNTIES = ("990101", "990102", "990201", "990202", "999001")
# Where one run of the suite keeps the homes that `Tiny.built` made, for all its workers; tests/conftest.py says where that is.
MADE: Path | None = None


def rows_of(reader: Reader, statement: str) -> pl.DataFrame:
    """The rows of a statement, asked in this process: one of its own, as people's statements get, takes most of a second."""
    return connection(reader.snapshot).cursor().sql(statement).pl()


class Tiny:
    """A copy of the tiny pack and an empty home."""

    def __init__(self, folder: Path) -> None:
        self.pack_folder = folder / "pack"
        shutil.copytree(PACK, self.pack_folder)
        self.home = Home.of(folder / "home")
        self.sequence = 0
        self._done: list[str] = []  # what made the home what it is, in full
        self._left: dict[str, tuple[int, int]] = {}  # its files after that
        self._is_alone = False  # whether something was done that no other home shares

    @contextmanager
    def _doing(self, *what: Any) -> Iterator[None]:
        """Something that makes the home what it is, told in full."""
        self._note_others()
        yield
        self._done.append(repr(what))
        self._left = _files(self.home.root)

    def _note_others(self) -> None:
        """What was done to the home otherwise is like nothing else."""
        if (found := _files(self.home.root)) != self._left:
            self._set_apart()
            self._left = found

    def _set_apart(self) -> None:
        self._done.append(uuid4().hex)
        self._is_alone = True

    @property
    def pack(self) -> Any:
        return read_pack(self.pack_folder)

    @property
    def environment(self) -> dict[str, str]:
        """What a server or a command of its own is told, so that it reads this home on this day."""
        return {
            "OBSERVATORY_HOME": str(self.home.root),
            "OBSERVATORY_REFERENCE": str(self.pack_folder),
            "OBSERVATORY_TODAY": TODAY.isoformat(),
        }

    def use_programme(self, folder: Path | str) -> None:
        """Let the pack be asked for what another folder says, in the place of its own small programme."""
        settings = self.pack_folder / "pack.toml"
        lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
        assert lines[0].startswith("programme = ")
        settings.write_text("".join([f'programme = "{folder}"\n', *lines[1:]]), encoding="utf-8")

    def change(self, table: str, where: dict[str, str], **values: str | None) -> None:
        """Set cells of the rows of a pack table that match; at least one must."""
        frame = pl.read_csv(self.pack_folder / f"{table}.csv", infer_schema=False)
        matches = pl.all_horizontal([pl.col(name).fill_null("") == value for name, value in where.items()])
        assert frame.filter(matches).height, f"no row of {table} matches {where}"
        frame = frame.with_columns(
            pl.when(matches).then(pl.lit(value, dtype=pl.String)).otherwise(pl.col(name)).alias(name)
            for name, value in values.items()
        )
        frame.write_csv(self.pack_folder / f"{table}.csv")

    def add(self, table: str, *rows: dict[str, str]) -> None:
        """Append rows to a pack table; columns left out are blank."""
        frame = pl.read_csv(self.pack_folder / f"{table}.csv", infer_schema=False)
        named = dict.fromkeys((name for row in rows for name in row), pl.String)
        more = pl.DataFrame([{**dict.fromkeys(named), **row} for row in rows], schema=named)
        pl.concat([frame, more], how="diagonal").write_csv(self.pack_folder / f"{table}.csv")

    def remove(self, table: str, **where: str) -> None:
        """Drop the rows of a pack table that match."""
        frame = pl.read_csv(self.pack_folder / f"{table}.csv", infer_schema=False)
        matches = pl.all_horizontal([pl.col(name).fill_null("") == value for name, value in where.items()])
        frame.filter(~matches).write_csv(self.pack_folder / f"{table}.csv")

    def file(
        self,
        dataset: str,
        rows: dict[str, dict[str, int | None]],
        *,
        period: dt.date = PERIOD,
        filed_on: dt.date = dt.date(2026, 1, 10),
        filed_by: str | None = "test",
        simulated: bool = False,
    ) -> str:
        """Land one batch: measures by area code; measures left out are blank. Returns the batch id."""
        self.sequence += 1
        schema = columns(self.pack.datasets[dataset])
        common = {
            "period": period,
            "batch_id": f"{dataset}-{self.sequence:08d}",
            "sequence": self.sequence,
            "file_name": f"{dataset}_{self.sequence}.csv",
            "file_hash": None,
            "filed_on": filed_on,
            "filed_by": filed_by,
            "landed_at": dt.datetime(2026, 1, 10, 8, 0),
            "simulated": simulated,
        }
        records = [
            {**dict.fromkeys(schema), **common, "area_code": code, "file_row": row, **measures}
            for row, (code, measures) in enumerate(rows.items(), start=2)
        ]
        with self._doing(dataset, records, schema):
            write_deltalake(
                str(self.home.dataset(dataset)), pl.DataFrame(records, schema=schema), mode="append"
            )
        return str(common["batch_id"])

    def withdraw(self, batch: str) -> None:
        """Take a batch back."""
        landing.give_out(self.home, self.sequence)
        self.sequence += (
            withdrawing.withdraw(self.home, self.pack, batch, "test", "test").status == "withdrawn"
        )

    def staff(self, rows: dict[str, int | None], **options: Any) -> str:
        """Land community workers, all of them in the post `other`."""
        return self.file(
            "staffing",
            {
                code: {
                    "chief_workers": 0,
                    "deputy_workers": 0,
                    "other_workers": workers,
                    "certified_workers": 0,
                }
                for code, workers in rows.items()
            },
            **options,
        )

    def staff_everywhere(self, workers: dict[str, int], **options: Any) -> str:
        """Land workers for whole counties by code: all in the first township, zero in the others."""
        townships = {
            "990101": JIAZI,
            "990102": YICHOU,
            "990201": BINGYIN,
            "990202": ("990202",),
            "999001": WUCHEN,
        }
        rows: dict[str, int | None] = {}
        for county, number in workers.items():
            first, *others = townships[county]
            rows |= {first: number, **dict.fromkeys(others, 0)}
        return self.staff(rows, **options)

    def stand(self) -> None:
        """One return per county and a snapshot, on the pack as it is."""
        self.staff_everywhere(STANDING)
        self.built()

    def become(self, other: Tiny) -> None:
        """Take over another's pack and home as they are, in the place of one's own."""
        for own, copied in ((self.pack_folder, other.pack_folder), (self.home.root, other.home.root)):
            shutil.rmtree(own, ignore_errors=True)
            shutil.copytree(copied, own)
        self.sequence = other.sequence
        other._note_others()
        self._done, self._left = [*other._done], _files(self.home.root)
        self._is_alone = False  # what another copy comes to this one does, too

    def build(self, today: dt.date = TODAY) -> SnapshotInfo:
        self._set_apart()
        with self._doing():
            return build(self.home, self.pack, today=today)

    def built(self, today: dt.date = TODAY) -> SnapshotInfo:
        """The same where a test needs what comes of a build, not the building: made once in a run of the suite, then copied.

        It is what another test had built of the very same: the same pack, the same returns by `file`, the same builds before, by
        this method, on the same days. A home that anything else was done to is like the other copies of it alone (`become`).
        """
        self._note_others()
        if MADE is None or self._is_alone:
            return self.build(today)
        what = ("built", self.pack.fingerprint(), today)
        key = hashlib.sha256(repr((self._done, what)).encode()).hexdigest()[:16]
        with FileLock(MADE / f"{key}.lock"), self._doing(*what):
            if not (MADE / key).exists():
                build(self.home, self.pack, today=today)
                shutil.copytree(self.home.root, MADE / f"{key}.copying")
                (MADE / f"{key}.copying").rename(MADE / key)
            else:
                _make_like(self.home.root, MADE / key)
        return require_current(self.home)

    @property
    def reader(self) -> Reader:
        """The reader of the snapshot that is current now."""
        return reader_of(self.home)

    def ask(self, question: str, **parameters: Any) -> pl.DataFrame:
        return self.reader.ask(question, **parameters)

    def sql(self, statement: str) -> pl.DataFrame:
        """The rows of a statement on the current snapshot."""
        return rows_of(self.reader, statement)

    def values(self, indicator: str = WORKERS, period: dt.date = PERIOD) -> dict[str, dict[str, Any]]:
        """Rows of `marts.indicator_values` of one indicator and period, by area code."""
        from warehouse.readers import connection
        from warehouse.snapshots import require_current

        frame = (
            connection(require_current(self.home))
            .cursor()
            .sql(
                "select * from marts.indicator_values where indicator_code = $i and period = $p",
                params={"i": indicator, "p": period},
            )
            .pl()
        )
        return {row["area_code"]: row for row in frame.to_dicts()}

    def target(self, **values: str) -> None:
        """Change the row of the workers' target."""
        self.change("targets", {"target_id": "workers_18"}, **values)

    def urban(self, county: str, residents: int | None) -> None:
        """Set the newest urban population of a county; its residents are then at least as many."""
        newest = {"area_code": county, "reference_date": "2024-12-31"}
        value = None if residents is None else str(residents)
        self.change("population", newest, urban_population=value)
        all_residents = int(self.pack.table("population").filter(**newest)["resident_population"][0])
        if residents is not None and residents > all_residents:
            self.change("population", newest, resident_population=value)


def once(make: Callable[[Tiny], Any]) -> Callable[[Tiny], Tiny]:
    """`make` done to one untouched pack and home in a process; each that asks gets a copy, in the place of its own."""

    @wraps(make)
    def copied(tiny: Tiny) -> Tiny:
        tiny.become(_made(make)[0])
        return tiny

    return copied


@cache
def _made(make: Callable[[Tiny], Any]) -> tuple[Tiny, TemporaryDirectory[str]]:
    """What copies are taken of, in a folder that goes with the process."""
    folder = TemporaryDirectory(prefix="made-")
    tiny = Tiny(Path(folder.name))
    make(tiny)
    return tiny, folder


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """What stands below a folder: of a file its length and when it was written, which a copy keeps."""
    found = {}
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        name = path.relative_to(folder).as_posix()
        found[name] = (-1, 0) if path.is_dir() else (stat.st_size, stat.st_mtime_ns)
    return found


def _make_like(folder: Path, other: Path) -> None:
    """Copy what another folder has more or otherwise; what is the same stays the file that it is, for it may be open."""
    own, wanted = _files(folder), _files(other)
    for name in own.keys() - wanted.keys():
        (folder / name).unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for name, mark in wanted.items():
        if (other / name).is_dir():
            (folder / name).mkdir(exist_ok=True)
        elif own.get(name) != mark:
            (folder / name).unlink(missing_ok=True)
            shutil.copy2(other / name, folder / name)
