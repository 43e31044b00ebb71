"""A session on a Spark cluster, with the settings under which it answers as DuckDB does, or the one line that says why there is none."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import socket
import tempfile
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from words.problems import BuildError, WrongUse

TABLES = "tables"  # in the work folder: what Spark makes
LOG = "spark.log"  # there too: what the virtual machine says
LOOPBACK = "127.0.0.1"
PARTITIONS = 8  # after a shuffle, at most: adaptive execution makes fewer of small ones
MEMORY = "3g", "1500m"  # of the driver, which thinks of plans, and of each executor
ANSWERS_WITHIN = 90  # seconds for the first piece of work: longer is a cluster without a worker
NO_MORE_COME, ALL_THERE_WITHIN = 2.0, 20.0  # seconds without another executor; and at most
CAUSES = 20  # of a fault, one behind the other, that are looked at
_OPENING = "spark.sql.files.openCostInBytes"
_GLOB = frozenset("*?[]{}\\")
# Under these the same SQL says the same: an overflow is an error, days and times have no zone but UTC.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.shuffle.partitions": str(PARTITIONS),
    # What follows from a condition is worked out for every name that a column has had: of a sum of 35 columns without end.
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # Nobody looks at what has been done, plans of megabytes each.
    "spark.sql.ui.retainedExecutions": "1",
    "spark.ui.retainedJobs": "1",
    "spark.ui.retainedStages": "1",
    "spark.ui.retainedTasks": "10",
    "spark.sql.maxPlanStringLength": "10000",
    # A machine without memory must end: it would go on without an answer.
    "spark.driver.extraJavaOptions": "-Duser.timezone=UTC -XX:+ExitOnOutOfMemoryError",
    "spark.executor.extraJavaOptions": "-Duser.timezone=UTC",
}


@dataclass(frozen=True)
class Cluster:
    """Where a cluster is: its master, the address by which its workers reach this machine, and the file of what proves who asks."""

    master: str
    driver: str = LOOPBACK
    secret: Path | None = None

    @classmethod
    def of(cls, master: str | None) -> Cluster:
        """The cluster that is named, else that of `OBSERVATORY_SPARK`; the rest is what the environment says.

        `OBSERVATORY_SPARK_DRIVER` is this machine's address (loopback without it), `OBSERVATORY_SPARK_SECRET` the file of the secret.

        Raises:
            WrongUse: no cluster is named, or not as one.
        """
        named = master or os.environ.get("OBSERVATORY_SPARK", "")
        if not named:
            raise WrongUse("spark.none_named")
        try:
            parts = urlsplit(named)
            known = parts.scheme == "spark" and bool(parts.hostname) and parts.port is not None
        except ValueError:
            known = False
        if not known:
            raise WrongUse("spark.no_cluster", cluster=named)
        secret = os.environ.get("OBSERVATORY_SPARK_SECRET")
        driver = os.environ.get("OBSERVATORY_SPARK_DRIVER") or LOOPBACK
        return cls(named, driver, Path(secret).expanduser() if secret else None)

    @property
    def place(self) -> tuple[str, int]:
        parts = urlsplit(self.master)
        return parts.hostname or "", parts.port or 0


@contextmanager
def session(cluster: Cluster, folder: Path) -> Iterator[Any]:
    """A session whose tables lie in `folder`, which every worker must see under the same path.

    Raises:
        BuildError: pyspark or Java is not there, the cluster cannot be reached, has no worker, or one of its workers sees another
            folder, at the start or, of those that came later, at the end.
    """
    _refuse_what_cannot_be(cluster, folder)
    # The library tells every refused statement on the console, stack and all; a build tells it in a line.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    spark = None
    try:
        with _quietly(folder / LOG, cluster.driver):
            spark = _connected(cluster, SETTINGS | _own_settings(cluster, folder))
        checked = _settled(spark)
        _check_folder(spark, folder)
        yield spark
        if not _executors(spark) <= checked:  # a worker came while it was built
            _check_folder(spark, folder)
    finally:
        _end(spark)


def condition_of(error: Exception) -> str:
    """Spark's own name of a fault (`ARITHMETIC_OVERFLOW`), or of what caused it; else that of its kind."""
    cause: Any = error
    for _ in range(CAUSES):
        with suppress(Exception):
            if named := cause.getCondition():
                return str(named)
        try:
            cause = getattr(error, "java_exception") if cause is error else cause.getCause()  # noqa: B009
        except Exception:
            break
    return type(error).__name__


def _refuse_what_cannot_be(cluster: Cluster, folder: Path) -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise BuildError("spark.not_installed")
    home = os.environ.get("JAVA_HOME")
    if not (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is None:
        raise BuildError("spark.no_java")
    if _GLOB & set(str(folder)):
        raise BuildError("spark.odd_folder", folder=folder)
    if cluster.secret is not None and not _secret(cluster.secret):
        raise BuildError("spark.no_secret", file=cluster.secret)
    try:
        with socket.create_connection(cluster.place, timeout=5) as reached:
            is_here = reached.getpeername()[0] in (LOOPBACK, "::1")
    except OSError as error:
        raise BuildError("spark.unreachable", cluster=cluster.master, error=str(error)) from error
    if not is_here and cluster.driver == LOOPBACK:
        raise BuildError("spark.not_loopback", cluster=cluster.master)


def _secret(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _own_settings(cluster: Cluster, folder: Path) -> dict[str, str]:
    said = os.environ.get("OBSERVATORY_SPARK_MEMORY")
    of_driver, of_executor = (said, said) if said else MEMORY
    own = {
        "spark.app.name": "observatory",
        "spark.sql.warehouse.dir": (folder / TABLES).as_uri(),
        "spark.driver.host": cluster.driver,
        "spark.driver.bindAddress": cluster.driver,
        "spark.driver.memory": of_driver,
        "spark.executor.memory": of_executor,
    }
    if cluster.secret is not None:
        own |= {"spark.authenticate": "true", "spark.authenticate.secret": _secret(cluster.secret)}
    return own


@contextmanager
def _quietly(log: Path, address: str) -> Iterator[None]:
    """Start a virtual machine that writes to a file what it would tell the console, and looks for no other address of this machine."""
    before = os.environ.get("SPARK_LOCAL_IP")
    os.environ["SPARK_LOCAL_IP"] = address
    console = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pandas, which is not used
            yield
    finally:
        os.dup2(console, 2)
        os.close(console)
        if before is None:
            del os.environ["SPARK_LOCAL_IP"]
        else:
            os.environ["SPARK_LOCAL_IP"] = before


def _connected(cluster: Cluster, settings: dict[str, str]) -> Any:
    from pyspark.sql import SparkSession

    try:
        builder = SparkSession.builder.master(cluster.master)
        for name, value in settings.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
    except Exception as error:
        raise BuildError("spark.unreachable", cluster=cluster.master, error=line_of(error)) from error
    pool = ThreadPoolExecutor(1)
    try:
        pool.submit(lambda: spark.range(1).count()).result(ANSWERS_WITHIN)
    except TookTooLong as error:
        _end(spark)
        raise BuildError("spark.no_worker", cluster=cluster.master, seconds=ANSWERS_WITHIN) from error
    except Exception as error:
        _end(spark)
        raise BuildError("spark.unreachable", cluster=cluster.master, error=line_of(error)) from error
    finally:
        pool.shutdown(wait=False)
    return spark


def _settled(spark: Any) -> frozenset[str]:
    """The executors that there are, once no more have come for a while: the workers of a cluster start theirs one after another."""
    found, since = _executors(spark), time.monotonic()
    end = since + ALL_THERE_WITHIN
    while time.monotonic() < min(end, since + NO_MORE_COME):
        time.sleep(0.1)
        if (now := _executors(spark)) != found:
            found, since = now, time.monotonic()
    return found


def _executors(spark: Any) -> frozenset[str]:
    """The executors of a session, each by its address."""
    told = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().keySet()
    return frozenset(str(one) for one in str(told.mkString(" ")).split())


def _check_folder(spark: Any, folder: Path) -> None:
    """Whether every worker reads what is written here, and what each writes is found here.

    One that sees another folder loses rows without a word: what it has written is looked for here, and is not there.

    Raises:
        BuildError: one of them sees another folder.
    """
    context = spark.sparkContext
    # All processors take one at once, so that no worker is left out.
    tasks = 2 * int(context.defaultParallelism)
    place = Path(tempfile.mkdtemp(prefix="seen-", dir=folder))
    read, written = place / "read", place / "written"
    read.mkdir()
    for number in range(tasks):
        (read / f"{number}.txt").write_text("seen\n", encoding="utf-8")
    cost = spark.conf.get(_OPENING)
    try:
        spark.conf.set(_OPENING, str(2**30))  # each file is a task of its own
        with _counted(context, "seen") as failed_reads:
            seen = spark.read.text(str(read)).count()
        with _counted(context, "written") as failed_writes:
            spark.range(0, tasks, 1, tasks).write.parquet(str(written))
    except Exception as error:
        raise BuildError("spark.other_folder", folder=folder, error=line_of(error)) from error
    finally:
        with suppress(Exception):
            spark.conf.set(_OPENING, cost)
    from pyarrow import parquet  # every build loads this module, and few look here

    here = sum(parquet.read_metadata(file).num_rows for file in written.glob("*.parquet"))
    lost = max(sum(failed_reads), sum(failed_writes), tasks - seen, tasks - here)
    if lost:
        raise BuildError("spark.folder_of_some", folder=folder, tasks=tasks, lost=lost)


@contextmanager
def _counted(context: Any, group: str) -> Iterator[list[int]]:
    """How many tasks failed of what is done meanwhile: done again by another worker, they do not show in the answer."""
    failed: list[int] = []
    context.setJobGroup(group, group)
    try:
        yield failed
    finally:
        with suppress(Exception):
            context.setLocalProperty("spark.jobGroup.id", None)
    tracker = context.statusTracker()
    jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup(group)]
    stages = [tracker.getStageInfo(stage) for job in jobs if job for stage in job.stageIds]
    failed += [stage.numFailedTasks for stage in stages if stage]


def line_of(error: Exception) -> str:
    """The first line of what Spark says of a fault: the bridge's own first line only says that there was one."""
    said = str(error)
    with suppress(Exception):
        said = str(error.java_exception.getMessage() or said)  # type: ignore[attr-defined]
    return (said.strip().splitlines() or [type(error).__name__])[0][:300].rstrip(". ")


def _end(spark: Any) -> None:
    """End the session, where it came to one, and the virtual machine behind it: the next one has settings of its own."""
    if importlib.util.find_spec("pyspark") is None:
        return
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if spark is not None:
        with suppress(Exception):
            spark.stop()
    if gateway is None:
        return
    with suppress(Exception):
        gateway.shutdown()
    machine = getattr(gateway, "proc", None)
    if machine is not None:
        with suppress(Exception):
            machine.stdin.close()
        try:
            machine.wait(20)
        except Exception:
            machine.kill()
            machine.wait()
    SparkContext._gateway = None
    SparkContext._jvm = None
