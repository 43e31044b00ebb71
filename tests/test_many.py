"""Several processes behind one nginx: who is sent where, what happens when one dies, that nothing is left at the end."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed

from bench.session import Run, Server, Session, session
from programme import PROJECT
from tests.test_following import unasked
from tests.test_fresh_pages import landed
from tests.test_pages import filed_in
from tests.tiny import Tiny
from ui.frame import balancer, many
from ui.frame.balancer import COOKIE
from ui.frame.many import Child
from warehouse import snapshots
from words.problems import Problem

PATH = "/statistics/observatory"
SECONDS = 60
NGINX = many._nginx()


# ---------------------------------------------------------------- what nginx is told


def group_of(text: str, name: str) -> list[str]:
    (found,) = re.findall(rf"upstream {name} {{\n(.*?)\n\s*}}", text, re.DOTALL)
    return [line.split(maxsplit=1)[1] for line in found.splitlines() if line.split()[0] == "server"]


def test_each_process_has_a_group_in_which_the_others_only_help_out() -> None:
    told = balancer.groups([8502, 8503, 8504])
    asked = "max_fails=5 fail_timeout=5s"
    assert group_of(told, "observatory_any") == [f"127.0.0.1:{port} {asked};" for port in (8502, 8503, 8504)]
    assert group_of(told, "observatory_2") == [
        f"127.0.0.1:8502 {asked} backup;", f"127.0.0.1:8503 {asked};", f"127.0.0.1:8504 {asked} backup;"
    ]  # fmt: skip
    assert "Path=/;" in told
    assert f"Path={PATH};" in balancer.groups([8502], PATH)


@pytest.mark.parametrize(
    ("address", "processes", "path"), [("127.0.0.1", 1, ""), ("*", 2, PATH), ("[::1]", 32, "")]
)
def test_nginx_takes_what_it_is_told(address: str, processes: int, path: str, tmp_path: Path) -> None:
    port = free_row(processes)
    setting = tmp_path / "nginx.conf"
    ports = range(port + 1, port + 1 + processes)
    setting.write_text(balancer.whole(tmp_path, address, port, ports, path, 1024))
    assert_taken(setting, tmp_path)


def assert_taken(setting: Path, folder: Path) -> None:
    command = [NGINX, "-t", "-q", "-p", f"{folder}/", "-e", "stderr", "-c", str(setting)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_operations_tell_of_the_same_groups_and_nginx_takes_what_stands_there(tmp_path: Path) -> None:
    told = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    (server,) = re.findall(
        r"# /etc/nginx/conf\.d/observatory\.conf, for several processes\n(.*?)```", told, re.DOTALL
    )
    stated = [line.split("#")[0].strip() for line in server.splitlines()]
    assert [line for line in balancer.location().splitlines() if line not in stated] == []
    files = {"/etc/ssl/observatory.crt": "own.crt", "/etc/ssl/private/observatory.key": "own.key"}
    for stands, name in files.items():
        assert stands in server
        server = server.replace(stands, str(tmp_path / name))
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=portal"]
    subprocess.run(
        [*make, "-keyout", "own.key", "-out", "own.crt"], cwd=tmp_path, check=True, capture_output=True
    )
    setting = tmp_path / "nginx.conf"
    port = free_row(1)
    server = server.replace("listen 443", f"listen {port}").replace("listen 80", f"listen {port + 1}")
    kept = "\n".join(
        f"{kind}_temp_path {tmp_path / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    groups = balancer.groups(range(8501, 8505), "/observatory")
    setting.write_text(
        f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{kept}\n{groups}\n{server}\n}}\n"
    )
    assert_taken(setting, tmp_path)


# ---------------------------------------------------------------- what cannot be


def refused(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """With which status it ends, and in which words: one line in each language."""
    monkeypatch.setenv("OBSERVATORY_HOSTS", "")
    monkeypatch.setenv("OBSERVATORY_PATH", "")
    with pytest.raises(SystemExit) as end:
        many.serve(arguments)
    english, chinese = capsys.readouterr().err.splitlines()
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert isinstance(end.value.code, int)
    return end.value.code, english


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--processes", "0"], "from 1 to 32"), (["--processes", "x"], "--processes is 'x'"), (["--processes", ""], "--processes is ''"),
        (["--processes", "33"], "from 1 to 32"), (["--processes"], "--processes needs a value"), (["--bogus"], "--bogus"),
        (["--processes", "2", "--port", "65534"], "up to 65535"), (["--port", "x"], "--port is 'x'"),
        (["--address", "0.0.0.0"], "--hosts or OBSERVATORY_HOSTS"), (["--path", "/a b"], "OBSERVATORY_PATH"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_both_languages(
    arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = refused(arguments, monkeypatch, capsys)
    assert status == 2
    assert told in said


@pytest.mark.parametrize("which", [0, 2])
def test_a_port_that_is_taken_is_told(
    which: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_row(2)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + which))
        other.listen(1)
        status, said = refused(["--processes", "2", "--port", str(port)], monkeypatch, capsys)
    assert status == 1
    assert f"Port {port + which} of 127.0.0.1 is taken" in said


def test_without_nginx_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(many.shutil, "which", lambda *_, **__: None)
    status, said = refused([], monkeypatch, capsys)
    assert status == 1
    assert "apt-get install nginx" in said


def test_the_groups_for_a_systems_own_nginx_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OBSERVATORY_HOSTS", "")
    monkeypatch.setenv("OBSERVATORY_PATH", "")
    many.serve(["--processes", "3", "--port", "8501", "--path", PATH, "--groups"])
    assert capsys.readouterr().out == balancer.groups(range(8502, 8505), PATH)


# ---------------------------------------------------------------- one that ends, one that hangs

LISTENS = """
import socket, sys, time
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    time.sleep(600)
"""


@contextmanager
def child(program: str) -> Iterator[Child]:
    port = free_row(0)
    made = Child("1", [sys.executable, "-c", program, str(port)], os.environ, "127.0.0.1", port, "/")
    made.start()
    try:
        yield made
    finally:
        made.end()
        made.see_it_end()


def test_one_that_ends_as_it_starts_is_told_with_its_status() -> None:
    with child("raise SystemExit(3)") as one, pytest.raises(Problem, match="ended as it started") as told:
        many._await([one], many.threading.Event())
    assert "process 1" in told.value.message("en")
    assert "status 3" in told.value.message("en")


def test_one_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "START_SECONDS", 0.5)
    with child(LISTENS) as one, pytest.raises(Problem, match="has not answered"):
        many._await([one], many.threading.Event())


def test_one_that_hangs_is_ended_and_started_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(many, "START_SECONDS", 0.5)
    monkeypatch.setattr(many, "AGAIN_SECONDS", 0.1)
    with child(LISTENS) as one:
        before = one._process
        end = time.monotonic() + SECONDS
        while one._process is before and time.monotonic() < end:
            one.look_after()
            time.sleep(0.02)
        assert one._process is not before
        assert before is not None
        assert before.returncode == -signal.SIGKILL
    said = capsys.readouterr().err
    assert "has answered nothing" in said
    assert "is started again" in said


# ---------------------------------------------------------------- the real thing


def free_row(more: int) -> int:
    """A port of this machine that nobody listens on, and as many more after it."""
    while True:
        with ExitStack() as held, suppress(OSError, OverflowError):
            first = held.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            for other in range(port + 1, port + 1 + more):
                held.enter_context(socket.socket()).bind(("127.0.0.1", other))
            return port


@dataclass
class Service:
    """Two processes behind their nginx."""

    port: int
    path: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    @property
    def server(self) -> Server:
        return Server(self.address, self.process.pid)

    def ask(
        self, address: str, cookie: str = "", method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, str]:
        """The status of an answer, and the process that it says to stay with; blank where it says none."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {"Cookie": cookie, **headers} if cookie else headers
            asking.request(method, self.path + address, body=body, headers=sent)
            answer = asking.getresponse()
            answer.read()
            given = ";".join(value for name, value in answer.getheaders() if name.lower() == "set-cookie")
            found = re.search(rf"{COOKIE}=([0-9]+); Path=([^;]*);", given)
            assert not found or found[2] == (self.path or "/")
            return answer.status, found[1] if found else ""
        finally:
            asking.close()

    def serving(self) -> dict[int, int]:
        """The processes that serve pages, by their port."""
        found = {}
        for process in children(self.process.pid):
            words = words_of(process)
            if b"serve.py" in words:
                found[int(words[words.index(b"--port") + 1])] = process
        return found

    def until_answered_by(self, number: int) -> None:
        """Wait until a process answers those who are to stay with it."""
        end = time.monotonic() + SECONDS
        while self.ask("/_stcore/health", named(number)) != (200, ""):
            assert time.monotonic() < end
            time.sleep(0.2)


def words_of(process: int) -> list[bytes]:
    return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(one) for task in tasks for one in task.read_text().split()]


def descendants(process: int) -> list[int]:
    return [each for one in children(process) for each in (one, *descendants(one))]


@contextmanager
def two_processes(folder: Path, environment: dict[str, str], path: str = "") -> Iterator[Service]:
    port, log = free_row(2), folder / "log"
    command = [sys.executable, "serve_many.py", "--processes", "2", "--port", str(port), "--path", path]
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("OBSERVATORY_", "STREAMLIT_"))}
    (folder / "tmp").mkdir()
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**surroundings, "TMPDIR": str(folder / "tmp"), **environment},
            stderr=said,
            stdout=said,
            # Whoever runs the tests may be stopped by a key, too.
            start_new_session=True,
        )
    try:
        end = time.monotonic() + 2 * SECONDS
        while "processes behind it" not in log.read_text(encoding="utf-8"):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.05)
        yield Service(port, path, process, log)
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()


def named(number: int | str) -> str:
    return f"{COOKIE}={number}"


def session_of(run: Run) -> str:
    """The name that the server gave to a session."""
    for message in run.messages:
        read = ForwardMsg()
        read.ParseFromString(message)
        if read.WhichOneof("type") == "new_session":
            return str(read.new_session.initialize.session_id)
    raise AssertionError("no session began")


def brings_a_file(service: Service, session_id: str, cookie: str, lines: int = 1) -> int:
    """The status with which a file is taken: only the process of its session does."""
    file = b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    secret = "2|11111111|00000000000000000000000000000000|1700000000"
    return service.ask(
        f"/_stcore/upload_file/{session_id}/one",
        f"{cookie}; _streamlit_xsrf={secret}",
        "PUT",
        b"--x\r\n" + file + lines * b"1,2\r\n" + b"--x--\r\n",
        **{"X-Xsrftoken": secret, "Content-Type": "multipart/form-data; boundary=x"},
    )[0]


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed_in(tmp_path_factory.mktemp("many"))


@pytest.fixture(scope="module")
def service(filed: Tiny, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with two_processes(tmp_path_factory.mktemp("served"), filed.environment, PATH) as one:
        yield one


def test_whoever_comes_first_is_told_a_process_and_stays_with_it(service: Service) -> None:
    given = [service.ask("/", "")[1] for _ in range(8)]
    assert {*given} == {"1", "2"}
    # In turn, but that the service asks its own balancer every ten seconds, which takes a turn as well.
    assert abs(given.count("1") - given.count("2")) <= 2, given
    for number in ("1", "2"):
        for address in ("/", "/_stcore/health", "/healthz", "/trends"):
            assert service.ask(address, named(number)) == (200, "")
    assert service.ask("/", named(7))[1] in ("1", "2")  # of a time when there were more
    assert service.ask("/", f"{COOKIE}=x")[1] in ("1", "2")
    with pytest.raises(urllib.error.HTTPError, match="404"):  # outside of its path there is nothing
        urllib.request.urlopen(f"http://127.0.0.1:{service.port}/", timeout=20)


def test_a_session_and_its_files_are_in_one_process(service: Service) -> None:
    for number, other in ((1, 2), (2, 1)):
        with session(service.server, named(number)) as reader:
            shown = reader.run()
            its = session_of(shown)
            offered = re.findall(rb"/offered/[0-9a-f]{32}\.json", b"".join(shown.messages))
            assert offered  # what its search boxes offer
            assert {service.ask(one.decode(), named(number))[0] for one in offered} == {200}
            assert brings_a_file(service, its, named(number)) == 204
            assert brings_a_file(service, its, named(other)) == 400
            # One that nginx keeps in its folder meanwhile; and who turns it away before it has come is not left alone for that.
            assert brings_a_file(service, its, named(number), 100_000) == 204
            brings_a_file(service, its, named(other), 100_000)
            assert service.ask("/", named(other)) == (200, "")


def test_a_new_snapshot_reaches_the_pages_of_both(service: Service, filed: Tiny) -> None:
    with session(service.server, named(1)) as first, session(service.server, named(2)) as second:
        first.run()
        second.run()
        landed(filed)
        info = filed.build()
        for reader in (first, second):
            text = b"".join(one.SerializeToString() for one in unasked(reader, SECONDS)).decode(
                errors="ignore"
            )
            assert info.id in text


def test_a_snapshot_that_nobody_reads_is_closed_and_one_that_is_gone_disturbs_nobody(
    service: Service, filed: Tiny
) -> None:
    """Of both processes: the one before is taken away while pages of it are open, and no error is told; then nobody has it open."""
    old = snapshots.require_current(filed.home)
    with session(service.server, named(1)) as first, session(service.server, named(2)) as second:
        for reader in (first, second):
            reader.run()
        assert all(opened_by(process, old.path) for process in service.serving().values())
        landed(filed)
        info = filed.build()
        old.path.unlink()
        for reader in (first, second):
            list(unasked(reader, SECONDS))
            text = b"".join(reader.run(query="view=table").messages).decode(errors="ignore")
            assert info.id in text
            assert "stException" not in text
        end = time.monotonic() + 2 * SECONDS
        while any(opened_by(process, old.path) for process in service.serving().values()):
            assert time.monotonic() < end
            time.sleep(0.5)
        assert all(opened_by(process, info.path) for process in service.serving().values())


def opened_by(process: int, path: Path) -> bool:
    """Whether a process holds a file open, also one that has been deleted."""
    found = []
    for one in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            found.append(str(one.readlink()).removesuffix(" (deleted)"))
    return str(path) in found


def take_all(reader: Session) -> None:
    """Take whatever comes; it ends with the connection."""
    while True:
        reader._socket.recv(timeout=SECONDS)


def test_where_one_dies_its_readers_go_on_with_the_other_and_it_comes_back(service: Service) -> None:
    dying, number = service.port + 1, 1
    before = service.serving()
    with session(service.server, named(number)) as reader:
        reader.run()
        os.kill(before[dying], signal.SIGKILL)
        with pytest.raises(ConnectionClosed):
            take_all(reader)
    # As a browser does: it asks whether the service is there, and is told where to stay.
    assert service.ask("/_stcore/health", named(number)) == (200, "2")
    with session(service.server, named(2)) as reader:
        assert brings_a_file(service, session_of(reader.run()), named(2)) == 204
    service.until_answered_by(number)
    after = service.serving()
    assert after.keys() == before.keys()
    assert after[dying] != before[dying]
    assert after[dying + 1] == before[dying + 1]
    said = service.log.read_text(encoding="utf-8")
    assert f"process 1 (port {dying}) ended with status -9" in said
    assert f"进程 1（端口 {dying}）" in said


def test_where_nginx_dies_it_is_started_again(service: Service) -> None:
    (balancing,) = [one for one in children(service.process.pid) if b"nginx" in words_of(one)[0]]
    workers = children(balancing)
    assert workers
    os.kill(balancing, signal.SIGKILL)
    end = time.monotonic() + SECONDS
    while True:
        with suppress(OSError, http.client.HTTPException):
            if any(Path(f"/proc/{one}/cmdline").exists() for one in workers):
                continue
            if service.ask("/healthz")[0] == 200:
                break
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_stops_at_once_and_leaves_nothing(how: signal.Signals, filed: Tiny, tmp_path: Path) -> None:
    with two_processes(tmp_path, filed.environment) as one, session(one.server) as reader:
        reader.run()
        there = descendants(one.process.pid)
        assert len(there) >= 4  # two that serve, nginx and a worker of it
        began = time.monotonic()
        one.process.send_signal(how)
        assert one.process.wait(SECONDS) == 0
        assert time.monotonic() - began < 8
        assert [each for each in there if Path(f"/proc/{each}").exists()] == []
        for port in range(one.port, one.port + 3):
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port), timeout=5)
        assert list((tmp_path / "tmp").iterdir()) == []


def test_where_it_is_killed_itself_what_it_started_stops_and_the_next_start_finds_its_ports(
    filed: Tiny, tmp_path: Path
) -> None:
    with two_processes(tmp_path, filed.environment) as one:
        there = descendants(one.process.pid)
        one.process.kill()
        one.process.wait(SECONDS)
        end = time.monotonic() + SECONDS
        while left := [each for each in there if Path(f"/proc/{each}").exists()]:
            assert time.monotonic() < end, left
            time.sleep(0.1)
        for port in range(one.port, one.port + 3):
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port), timeout=5)


def test_of_two_processes_one_builds_what_both_are_asked_for(tmp_path: Path) -> None:
    """At a first start, and where the pack is another than the one that the snapshot was made of."""
    tiny = Tiny(tmp_path / "home")
    with two_processes(tmp_path, tiny.environment) as one:
        for times in (1, 2):
            with session(one.server, named(1)) as first, session(one.server, named(2)) as second:
                for reader in (first, second):
                    reader._socket.send(asks())
                shown = [
                    b"".join(each.SerializeToString() for each in unasked(reader, SECONDS))
                    for reader in (first, second)
                ]
            (*_, newest) = names = sorted(snapshots.names(tiny.home))
            assert len(names) == times
            assert all(newest.encode() in each for each in shown)
            tiny.change("areas", {"area_code": "990101"}, area_name_en="Renamed")
            time.sleep(12)  # the pack is looked at again after ten seconds


def asks() -> bytes:
    """What a browser sends when it opens a page."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    return asked.SerializeToString()
