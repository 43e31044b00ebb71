"""Several processes over one home, behind an nginx of their own: started together, looked after, stopped together.

A Python process uses one core: more readers take more processes. Each listens at a port of its own, at this machine's own address
alone; readers know the balancer's. What ends is started again, and so is what answers nothing for three minutes; nginx goes round it.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from streamlit import config

from programme import PROJECT, open_files
from ui.frame import balancer, own_path
from ui.frame.own_names import LOOPBACK, SETTING, WILDCARDS, OwnNames, in_brackets
from ui.frame.serving import (
    PORTS,
    both,
    in_words,
    meant,
    parser,
    see_that_it_can_listen,
    understood,
    whole_number,
)
from words.problems import Problem, WrongUse

USUAL = 2
POSSIBLE = range(1, 33)
# How often it is looked whether all are there, and how often each is asked by the network.
LOOK_SECONDS, ASK_SECONDS, STARTING_ASK_SECONDS = 0.2, 10.0, 0.1
START_SECONDS = 120.0  # until the first answer
# Without any answer since: it hangs, and is ended. One with too many readers is slow to answer this as well, and would not be quicker
# for having all of them come anew.
SILENT_SECONDS, PATIENCE_SECONDS = 180.0, 60.0
AGAIN_SECONDS = 2.0  # before what has ended is started again
STOP_SECONDS = 10.0  # for ending politely
ANSWERING = "/_stcore/health"  # whatever the home holds; /healthz says whether there is something to show


@dataclass(frozen=True)
class Wanted:
    """How many processes there are to be, where their balancer listens, below which path, and the origins they answer as."""

    processes: int
    address: str
    port: int
    path: str
    names: frozenset[str]

    @property
    def ports(self) -> range:
        """Those of the processes: the ones after the balancer's."""
        return range(self.port + 1, self.port + 1 + self.processes)

    @property
    def here(self) -> str:
        """The address by which this machine itself reaches the balancer."""
        return {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.address, self.address)


def serve(arguments: Sequence[str]) -> None:
    """What `serve_many.py` does, until it is told to stop. Ends the process in words where something cannot be."""
    with in_words():
        options = parser("serve_many.py", "many.purpose")
        options.add_argument(
            "--processes", metavar="N", default=str(USUAL), help=both("many.processes", n=USUAL)
        )
        options.add_argument("--groups", action="store_true", help=both("many.groups"))
        chosen = understood(options, arguments)
        count = whole_number(chosen.processes, "--processes", POSSIBLE)
        if chosen.port is None:
            chosen.port = str(config.get_option("server.port"))
        wanted = _wanted(count, meant(chosen))
        if chosen.groups:
            print(balancer.groups(wanted.ports, wanted.path), end="")
            return
        nginx = _nginx()
        see_that_it_can_listen({"server.address": wanted.address, "server.port": wanted.port})
        for port in wanted.ports:
            see_that_it_can_listen({"server.address": "127.0.0.1", "server.port": port})
        with tempfile.TemporaryDirectory(prefix="observatory-nginx-", ignore_cleanup_errors=True) as folder:
            _serve(wanted, nginx, Path(folder))


def _wanted(count: int, found: Mapping[str, object]) -> Wanted:
    """What was meant as a whole; `WrongUse` where there are no ports for so many, or nobody says what the service is called."""
    address = str(found.get("server.address") or config.get_option("server.address") or "")
    port = int(str(found["server.port"]))
    if port + count not in PORTS:
        raise WrongUse("many.no_ports", port=port, processes=count, most=PORTS[-1])
    named = OwnNames.of(os.environ.get(SETTING), port).named
    # Processes see connections of the balancer alone, and not at which of the machine's addresses a reader came in.
    if address in WILDCARDS and not named:
        raise WrongUse("many.no_names", setting=SETTING)
    own = [in_brackets(address)]
    if address in WILDCARDS:
        own = [*LOOPBACK]
    elif own[0] in LOOPBACK:
        own.append("localhost")
    names = named | OwnNames.of(" ".join(f"http://{name}:{port}" for name in own), port).named
    return Wanted(count, address, port, own_path.of_environment(), names)


def _nginx() -> str:
    """The program; it lies where a plain user's PATH does not lead."""
    found = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    if found is None or os.name == "nt":  # there it has no workers that could be told to stop
        raise Problem("many.no_nginx")
    return found


def _serve(wanted: Wanted, nginx: str, folder: Path) -> None:
    stopping = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, lambda *_: stopping.set())
    files = open_files.raise_limit()
    setting = folder / "nginx.conf"
    address = in_brackets(wanted.address) if wanted.address else "*"
    told = balancer.whole(folder, address, wanted.port, wanted.ports, wanted.path, files)
    setting.write_text(told, encoding="utf-8")
    environment = {**os.environ, SETTING: " ".join(sorted(wanted.names))}
    asked = wanted.path + ANSWERING
    program = [sys.executable, "serve.py", "--address", "127.0.0.1", "--port"]
    processes = [
        Child(str(number), [*program, str(port)], environment, "127.0.0.1", port, asked)
        for number, port in enumerate(wanted.ports, 1)
    ]
    balancing = Child(
        "nginx",
        [nginx, "-p", f"{folder}/", "-e", "stderr", "-c", str(setting)],
        environment,
        wanted.here,
        wanted.port,
        asked,
    )
    children = [*processes, balancing]
    try:
        for group in (processes, [balancing]):  # who comes in finds all of them
            for child in group:
                child.start()
            _await(group, stopping)
        if not stopping.is_set():
            whole = f"http://{in_brackets(wanted.here)}:{wanted.port}{wanted.path}/"
            ports = f"{wanted.ports[0]}–{wanted.ports[-1]}"
            _say(Problem("many.stands", address=whole, n=wanted.processes, ports=ports))
        while not stopping.wait(LOOK_SECONDS):
            for child in children:
                child.look_after()
    finally:
        for child in children:
            child.end()
        for child in children:
            child.see_it_end()


def _await(children: Sequence[Child], stopping: threading.Event) -> None:
    """Until each has answered, or all are to stop. Raises `Problem` where one ends, or answers nothing for long."""
    end = time.monotonic() + START_SECONDS
    while not all(child.has_answered for child in children) and not stopping.wait(LOOK_SECONDS / 2):
        for child in children:
            if (status := child.status) is not None:
                raise Problem("many.ended_at_once", name=child.told, port=child.port, status=status)
            if not child.has_answered and time.monotonic() > end:
                raise Problem(
                    "many.never_answered", name=child.told, port=child.port, seconds=int(START_SECONDS)
                )


@dataclass
class Child:
    """A process of the service: how it is started and asked, and whether it is there.

    It is the first of a group of its own: a key pressed in the terminal is told to us alone, and what it has started ends with it.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    address: str
    port: int
    path: str
    has_answered: bool = False
    _process: subprocess.Popen[bytes] | None = None
    _heard: float = 0.0  # when it answered, or was started
    _ended: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Begin it, have what it says told with its name, and have it asked now and then."""
        started = subprocess.Popen(
            [*_ending_with_us(), *self.command],
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the address of one among several
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        with self._lock:
            self._process, self._heard, self._ended, self.has_answered = (
                started,
                time.monotonic(),
                None,
                False,
            )
        for task in (self._tell, self._ask):
            threading.Thread(
                target=task, args=(started,), name=f"{task.__name__} {self.name}", daemon=True
            ).start()

    @property
    def told(self) -> str | Problem:
        """What it is called in words: nginx by its name, a process by its number."""
        return Problem("many.process", number=self.name) if self.name.isdigit() else self.name

    @property
    def status(self) -> int | None:
        """The status with which it ended; None while it is there."""
        return self._process.poll() if self._process is not None else None

    def look_after(self) -> None:
        """Start it again where it has ended; end it where it answers nothing any more."""
        now = time.monotonic()
        if self.status is None:
            patience = SILENT_SECONDS if self.has_answered else START_SECONDS
            if now - self._heard > patience:
                _say(Problem("many.silent", name=self.told, port=self.port, seconds=int(patience)))
                self._kill()
        elif self._ended is None:
            self._ended = now
            self._kill()  # what it has left: workers, a statement that is being answered
            _say(Problem("many.ended", name=self.told, port=self.port, status=self.status))
        elif now - self._ended > AGAIN_SECONDS:
            self.start()

    def end(self) -> None:
        """Tell it to stop."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def see_it_end(self) -> None:
        """Wait until it has stopped; it is killed, with all that it has started, where it has not."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
            self._kill()
            self._process.wait()

    def _kill(self) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _tell(self, started: subprocess.Popen[bytes]) -> None:
        """What it says, line by line, so that lines of several do not run into one another."""
        assert started.stderr is not None
        with suppress(OSError, ValueError):
            for line in started.stderr:
                sys.stderr.buffer.write(f"[{self.name}] ".encode() + line.rstrip(b"\n") + b"\n")
                sys.stderr.buffer.flush()

    def _ask(self, started: subprocess.Popen[bytes]) -> None:
        """Ask it as long as it is there; any answer is one."""
        while started.poll() is None:
            if self._answers():
                with self._lock:
                    if self._process is started:
                        self._heard, self.has_answered = time.monotonic(), True
            time.sleep(ASK_SECONDS if self.has_answered else STARTING_ASK_SECONDS)

    def _answers(self) -> bool:
        asking = http.client.HTTPConnection(self.address, self.port, timeout=PATIENCE_SECONDS)
        try:
            asking.request("GET", self.path, headers={"Host": f"{in_brackets(self.address)}:{self.port}"})
            return asking.getresponse().status > 0
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()


def _ending_with_us() -> list[str]:
    """What makes a command stop when this process is gone, however that came: what is left would hold the ports of the next start.

    Nothing where the system has no such word; what was started must have been started by the main thread, which it ends with.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _say(told: Problem) -> None:
    print(told, file=sys.stderr, flush=True)
