"""Where no build on Spark can be: one line that says what to install, start or set, and the snapshot before stands."""

from __future__ import annotations

import importlib.util
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_command_line import run
from tests.tiny import TODAY, Tiny
from warehouse.build import build
from warehouse.engines.spark_session import Cluster
from words.problems import BuildError, WrongUse


@pytest.fixture
def listening() -> Iterator[str]:
    """The address of something that listens and is no cluster."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"spark://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has the package and Java."""
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: name == "pyspark" or found(name, *more)
    )
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.delenv("JAVA_HOME", raising=False)


def refused(tiny: Tiny, cluster: Cluster) -> BuildError:
    """What a build there is refused with; nothing of it is left."""
    tiny.stand()
    standing = tiny.reader.snapshot.id
    with pytest.raises(BuildError) as caught:
        build(tiny.home, tiny.pack, today=TODAY, cluster=cluster)
    assert tiny.reader.snapshot.id == standing
    assert not list(tiny.home.snapshots.glob(".*"))
    for language in ("zh", "en"):
        assert "\n" not in caught.value.message(language)
    return caught.value


def test_the_package_is_named_where_it_is_not_there(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, all_there: None
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None)
    error = refused(tiny, Cluster("spark://127.0.0.1:1"))
    assert error.key == "spark.not_installed"
    assert "requirements-spark.txt" in error.message("zh")


@pytest.mark.parametrize("home", [None, "/nowhere"])
def test_java_is_named_where_it_is_not_there(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, all_there: None, home: str | None
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if home is None else f"/usr/bin/{name}")
    if home is not None:
        monkeypatch.setenv("JAVA_HOME", home)
    error = refused(tiny, Cluster("spark://127.0.0.1:1"))
    assert error.key == "spark.no_java"
    assert "JAVA_HOME" in error.message("en")


def test_a_cluster_that_nobody_reaches_is_told(tiny: Tiny, all_there: None) -> None:
    error = refused(tiny, Cluster("spark://127.0.0.1:1"))
    assert error.key == "spark.unreachable"
    assert "spark://127.0.0.1:1" in error.message("zh")


@pytest.mark.parametrize("content", [None, "  \n"])
def test_a_secret_that_is_none_is_told(
    tiny: Tiny, tmp_path: Path, all_there: None, listening: str, content: str | None
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_text(content)
    assert refused(tiny, Cluster(listening, secret=file)).key == "spark.no_secret"


def test_a_folder_that_spark_would_take_for_a_pattern_is_told(tmp_path: Path, all_there: None) -> None:
    tiny = Tiny(tmp_path / "a{1}")
    assert refused(tiny, Cluster("spark://127.0.0.1:1")).key == "spark.odd_folder"


def test_a_cluster_elsewhere_needs_the_address_of_this_machine(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, all_there: None
) -> None:
    class Far:
        def __enter__(self) -> Far:
            return self

        def __exit__(self, *given: object) -> None:
            pass

        def getpeername(self) -> tuple[str, int]:
            return "10.1.2.3", 7077

    monkeypatch.setattr(socket, "create_connection", lambda *given, **named: Far())
    error = refused(tiny, Cluster("spark://10.1.2.3:7077"))
    assert error.key == "spark.not_loopback"
    assert "OBSERVATORY_SPARK_DRIVER" in error.message("zh")


@pytest.mark.parametrize(
    "named", ["", "http://x:1", "spark://", "spark://host", "spark://host:port", "local[2]"]
)
def test_what_is_no_address_of_a_cluster_is_told(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.delenv("OBSERVATORY_SPARK", raising=False)
    with pytest.raises(WrongUse) as caught:
        Cluster.of(named or None)
    assert caught.value.key == ("spark.no_cluster" if named else "spark.none_named")


def test_what_the_environment_says_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {"": "spark://one:7077", "_DRIVER": "10.0.0.1", "_SECRET": str(tmp_path / "secret")}
    for name, value in values.items():
        monkeypatch.setenv(f"OBSERVATORY_SPARK{name}", value)
    assert Cluster.of(None) == Cluster("spark://one:7077", "10.0.0.1", tmp_path / "secret")
    assert Cluster.of("spark://two:7078").master == "spark://two:7078"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "spark"], "--cluster"),
        (["--cluster", "spark://127.0.0.1:7077"], "--engine spark"),
        (["--engine", "hadoop"], "duckdb"),
    ],
)
def test_the_command_says_what_is_missing(tiny: Tiny, options: list[str], said: str) -> None:
    done: Any = run(tiny, "build", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
