"""A real Spark cluster on this machine: a master and workers as processes of their own, on loopback, stopped by their ids."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = "127.0.0.1"
STARTS_WITHIN = 60  # seconds
CLASSES = "org.apache.spark.deploy"


@dataclass
class Started:
    """A cluster that runs: its master, the file of its secret, and the processes, the master's first."""

    master: str
    secret: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What a build is told to use it."""
        return {"OBSERVATORY_SPARK": self.master, "OBSERVATORY_SPARK_SECRET": str(self.secret)}


@contextmanager
def running(
    folder: Path, *, workers: int = 2, memory: str = "2g", apart: Path | None = None
) -> Iterator[Started]:
    """Start a master and `workers` of one processor each, whose files and logs lie in `folder`; stop all at the end.

    The last worker sees another folder, an empty one, at the path `apart`, as a machine without the network drive does.
    """
    import pyspark

    home = Path(pyspark.__file__).parent
    secret = folder / "secret"
    secret.write_text(secrets.token_hex(32), encoding="utf-8")
    secret.chmod(0o600)
    properties = folder / "cluster.properties"
    said = {
        "spark.authenticate": "true",
        "spark.authenticate.secret": secret.read_text(encoding="utf-8"),
        "spark.master.rest.enabled": "false",
        "spark.worker.cleanup.enabled": "false",
    }
    properties.write_text("".join(f"{name} {value}\n" for name, value in said.items()), encoding="utf-8")
    properties.chmod(0o600)
    port = _free_port()
    started = Started(f"spark://{LOOPBACK}:{port}", secret)
    own = {"SPARK_LOCAL_IP": LOOPBACK, "SPARK_DAEMON_MEMORY": "256m", "SPARK_HOME": str(home)}
    common = ["--host", LOOPBACK, "--webui-port", "0", "--properties-file", str(properties)]

    def start(name: str, *arguments: str, before: Sequence[str] = ()) -> None:
        with (folder / f"{name}.log").open("wb") as log:
            started.processes.append(
                subprocess.Popen(
                    [*before, str(home / "bin" / "spark-class"), *arguments],
                    env={**os.environ, **own},
                    cwd=folder,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # with what it starts in turn it is one group, and ends as one
                )
            )

    try:
        start("master", f"{CLASSES}.master.Master", *common, "--port", str(port))
        _wait_for(port, folder / "master.log", started.processes[0])
        for number in range(workers):
            work = folder / f"work{number}"
            work.mkdir()
            sized = ["--cores", "1", "--memory", memory, "--work-dir", str(work)]
            before = _apart(apart) if apart is not None and number == workers - 1 else ()
            start(
                f"worker{number}", f"{CLASSES}.worker.Worker", *common, *sized, started.master, before=before
            )
        yield started
    finally:
        for process in reversed(started.processes):
            _stop(process)


def _apart(path: Path) -> list[str]:
    """What starts a process for which an empty folder lies at a path."""
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    return [*alone, "sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"', str(path)]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int, log: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the master did not start: {log.read_text(errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
            break
