"""Builds on a real Spark cluster: every mart equals that of DuckDB, types too, whatever was filed and whoever is killed.

Run by `make spark` alone, which sets `OBSERVATORY_SPARK_TESTS`: a master and two workers are started on loopback, and Java and pyspark are
needed. What is said where they are not there is in `test_spark_refused.py`.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from bench.generate import generate
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from programme.packs.pack import Pack, read_pack
from scripts.spark_cluster import Started, running
from tests.additions import extend
from tests.test_partial import differing
from tests.test_partial import take as carry_out
from tests.tiny import JIAZI, PERIOD, STANDING, TODAY, Tiny
from warehouse import models
from warehouse.build import build
from warehouse.engines.spark_session import Cluster
from warehouse.home import Home
from warehouse.models import Plan, plan
from words.problems import BuildError

pytestmark = [
    pytest.mark.skipif("OBSERVATORY_SPARK_TESTS" not in os.environ, reason="make spark"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with running(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def cluster(started: Started, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    for name, value in started.environment.items():
        monkeypatch.setenv(name, value)
    return Cluster.of(None)


def described(snapshot: Path) -> dict[str, list[tuple[str, str]]]:
    """The columns of each mart with their types."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts' "
            "and table_name in (select table_name from duckdb_tables()) order by all"
        ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for mart, column, kind in rows:
        found.setdefault(mart, []).append((column, kind))
    return found


def both(
    home: Home,
    pack: Pack,
    cluster: Cluster,
    capsys: pytest.CaptureFixture[str],
    told: Callable[[str, int, int], None] | None = None,
) -> None:
    """Build what has landed with both engines, each in a home of its own, and compare every mart both ways."""
    other = Home(home.root.with_name(home.root.name + "-spark"))
    shutil.copytree(home.root, other.root, ignore=shutil.ignore_patterns("snapshots"))
    begun = time.monotonic()
    here = build(home, pack, today=TODAY, full=True)
    turned = time.monotonic()
    there = build(other, pack, today=TODAY, cluster=cluster, progress=told)
    ended = time.monotonic()
    types = described(here.path), described(there.path)
    differ = differing(here.path, there.path)
    marts = {mart.name for mart in plan().marts}
    unequal = {name.partition(",")[0] for name in differ} | {
        name for name in marts if types[0].get(name) != types[1].get(name)
    }
    with capsys.disabled():
        print(
            f"\n{home.root.parent.name}: {len(marts - unequal)} of {len(marts)} marts equal, "
            f"{pl.DataFrame(duckdb.connect(str(here.path), read_only=True).sql('from marts.indicator_values')).height} values; "
            f"DuckDB {turned - begun:.1f} s, Spark {ended - turned:.0f} s"
        )
    assert differ == {}
    assert types[0] == types[1]
    assert len(marts) > 40
    assert not list(other.snapshots.glob(".*"))


def test_whatever_was_filed_the_marts_are_equal(
    tiny: Tiny, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty datasets, a return without a filer, a zone, a boundary that moved, registers, an annual form, a withdrawal, rows set aside."""
    extend(tiny)
    tiny.staff(
        dict.fromkeys((*JIAZI, "990101003", "990102001", "990102002"), 10), period=dt.date(2021, 3, 31)
    )
    tiny.staff_everywhere(STANDING, period=dt.date(2021, 6, 30))
    tiny.staff({JIAZI[0]: 41}, filed_by=None)
    tiny.staff_everywhere(STANDING)
    tiny.staff({JIAZI[0]: 42}, filed_by=None)  # a correction without a filer
    tiny.staff({"990171": 9})
    tiny.file("home_visits", {"990101": {"visits": 5_000, "helped": 9}})
    tiny.file("home_visits", {"990102": {"visits": 10**12, "helped": 9}})  # beyond what the form allows
    for step in (
        ("tiers", "990101", PERIOD, 7),
        ("population", "990101", PERIOD, 21_000),
        ("pilot", "A", PERIOD, False),
        ("pilot", "B", PERIOD, False),
        ("pilot", "B", PERIOD, True),
        ("staff", "990201", PERIOD, 12),
        ("withdraw", "", PERIOD, 0),
    ):
        carry_out(tiny, step)
    both(tiny.home, tiny.pack, cluster, capsys)


def test_the_sample_is_equal(
    sample_home: Home, tmp_path: Path, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / "sample" / "home")
    shutil.copytree(sample_home.root, home.root, ignore=shutil.ignore_patterns("snapshots"))
    both(home, read_pack(), cluster, capsys)


def test_a_worker_that_is_killed_changes_nothing(
    tmp_path: Path, started: Started, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """A generated province; one of the two workers dies with all that it started when half is made."""
    made = generate(tmp_path / "generated", townships=2_000, quarters=6)
    home, pack = Home(tmp_path / "generated" / "home"), read_pack(made.pack)
    home.claim(pack.id)
    report = ingest(home, pack, [made.staffing], Circumstances(today=TODAY, confirmed=True))
    assert report.count("rejected") == 0
    killed = []

    def told(name: str, done: int, of: int) -> None:
        if name == "sums.unit_counts" and not killed:
            os.killpg(started.processes[-1].pid, signal.SIGKILL)
            killed.append(name)

    both(home, pack, cluster, capsys, told)
    assert killed


def test_a_worker_that_sees_another_folder_is_told_at_the_start(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it wrote would be lost without a word: with the other worker it would be a part of every table."""
    tiny.stand()
    standing, place = tiny.reader.snapshot.id, tmp_path / "cluster"
    place.mkdir()
    with running(place, memory="1g", apart=tiny.home.root) as started:
        for name, value in {**started.environment, "OBSERVATORY_SPARK_MEMORY": "1g"}.items():
            monkeypatch.setenv(name, value)
        time.sleep(8)  # both workers are known to the master
        with pytest.raises(BuildError) as caught:
            build(tiny.home, tiny.pack, today=TODAY, cluster=Cluster.of(None))
    assert caught.value.key == "spark.folder_of_some"
    assert 0 < caught.value.values["lost"] < caught.value.values["tasks"]
    assert tiny.reader.snapshot.id == standing
    assert not list(tiny.home.snapshots.glob(".*"))


def test_an_overflow_stops_both_and_what_stood_stands(
    tiny: Tiny, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.stand()
    standing = tiny.reader.snapshot.id
    made = plan(keeping=tiny.home.root)

    def overflowing(*_given: object, **_named: object) -> Plan:
        return replace(
            made,
            models=tuple(
                replace(
                    model,
                    sql=f"select * from (\n{model.sql}\n) as made where (9223372036854775807 + year(period)) % 7 >= 0",
                )
                if model.full_name == "spine.periods"
                else model
                for model in made.models
            ),
        )

    monkeypatch.setattr(models, "plan", overflowing)
    for engine, key in ((None, "build.model_failed"), (cluster, "spark.model_failed")):
        with pytest.raises(BuildError) as caught:
            build(tiny.home, tiny.pack, today=TODAY, full=True, cluster=engine)
        assert caught.value.key == key
        assert caught.value.values["name"] == "periods"
        if engine is not None:
            assert caught.value.values["condition"] == "ARITHMETIC_OVERFLOW"
        assert "\n" not in caught.value.message("en")
        assert tiny.reader.snapshot.id == standing
        assert not list(tiny.home.snapshots.glob(".*"))
