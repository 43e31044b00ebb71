"""The door: who is asked for, who asks, what a page may load, how much a message may hold, and that nothing leaves the machine."""

from __future__ import annotations

import asyncio
import http.client
import inspect
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette import starlette_server
from uvicorn import config as config_of_uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.server import ServerProtocol
from websockets.sync.client import ClientConnection, connect

from bench.session import free_port, stop
from programme import PROJECT
from tests.browser import opened
from tests.test_pages import filed_in
from ui.frame import bare_answers, door, process, theme
from ui.frame.own_names import SETTING, Arrival, OwnNames, in_brackets
from words.problems import Problem, WrongUse

NAMED = "https://observatory.example.gov.cn"
# Loaded by the interpreter before anything else: tells every way out that is tried, and stops it.
WATCH = """
import os, sys
told = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(told, b"watching\\n")
def watch(event, values):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(told, f"{event} {values[1:] if event.startswith('socket.c') else values}\\n".encode())
        raise OSError("no way out")
sys.addaudithook(watch)
"""
WAYS = {
    "serve.py": (sys.executable, "serve.py", "--port"),
    "streamlit run": (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port"),
}


@dataclass
class Served:
    """A server that tells what it tries to reach and what it says."""

    port: int
    process: int
    folder: Path
    at: str = "127.0.0.1"

    @property
    def host(self) -> str:
        return f"{in_brackets(self.at)}:{self.port}"

    def reached_for(self) -> list[str]:
        told = (self.folder / "watched").read_text().splitlines()
        assert told[0] == "watching"
        return [one for one in told if one != "watching"]  # a child is watched as well

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, Mapping[str, str], str]:
        asking = http.client.HTTPConnection(self.at, self.port, timeout=20)
        try:
            asking.putrequest(method, path, skip_host=True)
            for name, value in {"Host": self.host, **headers}.items():
                asking.putheader(name, value)
            asking.endheaders()
            answer = asking.getresponse()
            return (
                answer.status,
                {k.lower(): v for k, v in answer.getheaders()},
                answer.read().decode(errors="replace"),
            )
        finally:
            asking.close()

    def knock(
        self, origin: str | None = None, host: str | None = None, compression: str | None = None
    ) -> ClientConnection:
        """A websocket, as a page of this origin opens it."""
        reached = socket.create_connection((self.at, self.port), timeout=20)
        address = f"ws://{host or self.host}/_stcore/stream"
        return connect(address, sock=reached, origin=origin, compression=compression, max_size=None)  # type: ignore[arg-type]

    def refuses(self, origin: str | None = None, host: str | None = None) -> int:
        """The status with which such a websocket is refused; 0 where it comes in."""
        try:
            with self.knock(origin, host):
                return 0
        except InvalidStatus as refused:
            return refused.response.status_code

    def memory(self) -> float:
        """Megabytes that the process holds."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving(
    command: tuple[str, ...], folder: Path, at: str = "127.0.0.1", **environment: str
) -> Iterator[Served]:
    """A server on a free port of this machine, started from a terminal of its own by somebody who never started one before."""
    port = free_port(at)
    (folder / "watch").mkdir(parents=True)
    (folder / "watch" / "sitecustomize.py").write_text(WATCH)
    surroundings = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("OBSERVATORY_", "STREAMLIT_"))},
        "PYTHONPATH": f"{folder / 'watch'}:{PROJECT}",
        "WATCHED": str(folder / "watched"),
        "HOME": str(folder),
        "BROWSER": "true",
        "STREAMLIT_SERVER_HEADLESS": "false",
        **environment,
    }
    ours, theirs = pty.openpty()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, str(port)], cwd=PROJECT, env=surroundings, stdin=theirs, stdout=log, stderr=log
        )
    served = Served(port, process.pid, folder, at)
    try:
        end = time.monotonic() + 60
        while True:
            assert process.poll() is None, served.log()
            assert time.monotonic() < end, served.log()
            with suppress(OSError):
                # The latter where it stands below a path.
                assert served.ask("/_stcore/health")[0] in (200, 404)
                break
            time.sleep(0.05)
        yield served
    finally:
        stop(process)
        os.close(ours)
        os.close(theirs)


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a small home that everything here is served from."""
    filed = filed_in(tmp_path_factory.mktemp("door"))
    return filed.environment


@pytest.fixture(scope="module", params=WAYS)
def served(
    request: pytest.FixtureRequest, filed: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The app however it is started: both ways lead through the door."""
    folder = tmp_path_factory.mktemp("served")
    with serving(WAYS[request.param], folder, **filed, OBSERVATORY_HOSTS=NAMED) as one:
        yield one


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_by_the_signal_and_without_a_traceback(
    filed: dict[str, str], tmp_path: Path, how: signal.Signals
) -> None:
    with serving(WAYS["serve.py"], tmp_path / "served", **filed) as one:
        assert one.ask()[0] == 200
        os.kill(one.process, how)
        assert os.waitstatus_to_exitcode(os.waitpid(one.process, 0)[1]) == -how
        assert "Traceback" not in one.log()


def run_to_end(session: ClientConnection) -> None:
    """A page runs for whoever came in."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    session.send(asked.SerializeToString())
    read = ForwardMsg()
    while read.WhichOneof("type") != "script_finished":
        read = ForwardMsg()
        message = session.recv(timeout=60)
        assert isinstance(message, bytes)
        read.ParseFromString(message)


def foreign(served: Served) -> list[str]:
    """Origins that are none of its own: other machines, other ports and schemes of this one, nobody."""
    return [
        "http://evil.example",
        f"http://evil.example:{served.port}",
        "https://share.streamlit.io",
        f"http://localhost:{served.port + 1}",
        "http://localhost",
        f"https://127.0.0.1:{served.port}",
        "http://observatory.example.gov.cn",
        f"http://127.0.0.1:{served.port}.evil.example",
        f"http://127.0.0.1:{served.port}@evil.example",
        "null",
        "",
    ]


def test_nothing_leaves_the_machine_whoever_knocks(served: Served) -> None:
    assert [one for one in foreign(served) if served.refuses(one) != 403] == []
    # What the door lets in Streamlit looks at once more: through a proxy the host is another than the origin's.
    own = (NAMED, f"http://{served.host}", f"http://localhost:{served.port}", None)
    assert [one for one in own if served.refuses(one)] == []
    assert served.reached_for() == []


def test_what_watches_sees_the_look_ups_of_streamlit_as_it_is(tmp_path: Path) -> None:
    script = tmp_path / "empty.py"
    script.write_text("import streamlit as st\nst.title('empty')\n")
    command = (sys.executable, "-m", "streamlit", "run", str(script), "--server.port")
    with serving(command, tmp_path / "served") as plain:
        assert plain.refuses("http://evil.example")
        assert any("8.8.8.8" in one for one in plain.reached_for())
        assert any("checkip" in one for one in plain.reached_for())


def test_it_listens_on_this_machine_alone_unless_told(served: Served) -> None:
    listening = {
        line.split()[1].rpartition(":")[0]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].rpartition(":")[2], 16) == served.port
    }
    assert listening == {"0100007F"}
    assert f"http://{served.host}" in served.log()
    assert "Email" not in served.log()


@pytest.mark.parametrize(("at", "beside"), [("127.0.0.2", "127.0.0.3"), ("::1", "[::2]")])
def test_at_another_address_that_is_chosen_it_is_its_own_there(
    filed: dict[str, str], tmp_path: Path, at: str, beside: str
) -> None:
    try:
        free_port(at)
    except OSError:
        pytest.skip(f"no {at} on this machine")
    command = (sys.executable, "serve.py", "--address", at, "--port")
    with serving(command, tmp_path / "served", at=at, **filed) as elsewhere:
        assert f"URL: http://{elsewhere.host}\n" in elsewhere.log()
        assert elsewhere.ask()[0] == 200
        assert f"Answers as {elsewhere.host}" in elsewhere.log()
        assert "127.0.0.1" not in elsewhere.log()  # nothing answers there
        assert elsewhere.refuses(f"http://{elsewhere.host}") == 0
        assert elsewhere.refuses(f"http://{beside}:{elsewhere.port}") == 403
        assert elsewhere.ask(Host=f"{beside}:{elsewhere.port}")[0] == 403
        assert elsewhere.reached_for() == []


def test_a_page_is_given_under_its_own_names_only(served: Served) -> None:
    for own in (
        served.host,
        f"localhost:{served.port}",
        "observatory.example.gov.cn",
        f"LOCALHOST:{served.port}",
    ):
        assert served.ask(Host=own)[0] == 200, own
    for other in (
        "evil.example",
        f"evil.example:{served.port}",
        f"localhost:{served.port + 1}",
        "localhost",
        f"127.0.0.1:{served.port}@evil.example",
        f"127.0.0.1.evil.example:{served.port}",
        "observatory.example.gov.cn:8080",
        "",
    ):
        for path in ("/", "/_stcore/host-config", "/static/none.js", "/api/x"):
            status, headers, body = served.ask(path, Host=other)
            assert status == 403, (other, path)
            assert "OBSERVATORY_HOSTS" in body
            assert re.search("[\u4e00-\u9fff]", body)
            assert "by its own address" in body
            assert len(body) < 400
            assert "frame-ancestors" in headers["content-security-policy"]
        if other and "@" not in other:
            assert served.refuses(f"http://{other}", host=other) == 403
    assert served.log().count("\nevil.example\n") == 1  # told once, however often it knocks
    assert "ASGI" not in served.log()


def test_only_its_own_pages_speak_to_it(served: Served) -> None:
    for origin in foreign(served):
        assert served.refuses(origin) == 403
        if origin:
            assert served.ask("/_stcore/health", Origin=origin)[0] == 403
            assert served.ask("/_stcore/upload_file/x/y", "PUT", Origin=origin)[0] == 403
    for origin in (f"http://{served.host}", NAMED):
        assert served.ask("/_stcore/health", Origin=origin)[0] == 200
    # Of the name that is given with its scheme, through a proxy that passes it on.
    name = NAMED.removeprefix("https://")
    for origin, status in ((NAMED, 0), (f"http://{name}", 403), (f"http://{served.host}", 403)):
        assert served.refuses(origin, host=name) == status, origin
    with served.knock(f"http://{served.host}") as session:
        run_to_end(session)


def test_nobody_frames_or_steers_a_page(served: Served) -> None:
    status, _, body = served.ask("/_stcore/host-config")
    assert status == 200
    assert json.loads(body)["allowedOrigins"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/trends",
        "/_stcore/health",
        "/_stcore/metrics",
        "/static/none.js",
        "/media/none",
        "/api",
        "/favicon.png",
    ],
)
def test_every_answer_carries_its_policy(served: Served, path: str) -> None:
    _, headers, _ = served.ask(path)
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert not re.search(r"\*|https?:|unsafe-eval'(?<!wasm-unsafe-eval')", headers["content-security-policy"])
    assert "unsafe-inline" not in policy["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def handshake(served: Served, path: str = "/_stcore/stream", **headers: str) -> str:
    """A websocket's first request in its own letters."""
    usual = {
        "Host": served.host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    lines = [f"{name}: {value}" for name, value in (usual | headers).items()]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""])


def first_answer(served: Served, request: str) -> tuple[int, Mapping[str, str]]:
    """The status and the headers of what is answered to these letters."""
    with socket.create_connection((served.at, served.port), timeout=20) as connection:
        connection.sendall(request.encode("latin-1"))
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}


def test_what_is_no_request_and_every_handshake_is_answered_with_the_policy(served: Served) -> None:
    policy = {name: value for name, value in served.ask()[1].items() if name.encode() in door.OURS}
    assert len(policy) == 3
    asked = [
        (101, handshake(served)),
        (403, handshake(served, Origin="http://evil.example")),
        (403, handshake(served, "/nowhere")),
        (400, handshake(served, **{"Sec-WebSocket-Key": "none"})),
        (400, handshake(served, **{"Sec-WebSocket-Version": "7"})),
        (400, "what\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost : x\r\n\r\n"),
    ]
    for status, request in asked:
        told, headers = first_answer(served, request)
        assert told == status, request[:200]
        assert {name: headers.get(name) for name in policy} == policy, request[:200]
    assert "Traceback" not in served.log()


def test_the_web_server_still_has_what_is_changed() -> None:
    """Where this fails after an upgrade, who answers what before the door is to be looked at anew."""
    assert config_of_uvicorn.HTTP_PROTOCOLS["auto"].endswith(":AutoHTTPProtocol")
    assert "Config(" in inspect.getsource(starlette_server.UvicornRunner.run)
    assert "http=" not in inspect.getsource(starlette_server.UvicornRunner.run)
    assert '"http"' not in inspect.getsource(starlette_server._get_uvicorn_config_kwargs)
    assert starlette_server._get_websocket_protocol() == "websockets-sansio"
    bare = inspect.getsource(AutoHTTPProtocol)
    assert bare.count("self.send_400_response(") == bare.count("Invalid HTTP request received") == 1
    inside = inspect.getsource(WebSocketsSansIOProtocol)
    assert inside.count("self.conn.reject(") == 2  # 403 of a plain close, 500
    assert "self.response = self.conn.accept(event)" in inside
    assert "return self.reject(" in inspect.getsource(ServerProtocol.accept)


def test_an_address_with_a_theme_loads_in_it(served: Served) -> None:
    for path in ("/", "/trends"):
        status, headers, _ = served.ask(f"{path}?lang=en&theme=dark&areas=%E7%94%B2%2C1")
        assert status == 307
        completed = "?lang=en&theme=dark&areas=%E7%94%B2%2C1&embed_options=dark_theme"
        assert headers["location"] == completed
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors" in headers["content-security-policy"]
        assert served.ask(f"{path}{completed}")[0] == 200


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/trends/deep", "../trends-deep"), ("/trends/about?lang=en&city=1", "../trends-about?lang=en&city=1"),
        ("/a/b/c", "../../a-b-c"), ("/a/%E7%94%B2:b", "../a-%E7%94%B2%3Ab"),
        ("/a%2Fb", "a-b"), ("/a%2fb/c", "../a-b-c"),
        ("/a/b.c", "../a-b.c"), ("/trends/map.svg?lang=en", "../trends-map.svg?lang=en"), ("/a.b/c.html", "../a.b-c.html"),
    ],
)  # fmt: skip
def test_an_address_of_several_steps_leads_to_where_the_page_says_that_there_is_none(
    served: Served, path: str, to: str
) -> None:
    status, headers, body = served.ask(path)
    assert (status, headers["location"], body) == (307, to, "")
    assert "frame-ancestors" in headers["content-security-policy"]
    assert served.ask(f"/{to.lstrip('./')}")[0] == 200
    # What is no page is answered as ever.
    files = ("/static/none.js", "/static/none.html", "/media/none.html", "/component/none/index.html")
    for other in ("/_stcore/health", "/trends", "/favicon.png", *files, "/api/v1/none"):
        assert "location" not in served.ask(other)[1], other


@pytest.mark.parametrize(
    ("query", "completed"),
    [
        ("theme=light", "theme=light&embed_options=light_theme"),
        ("theme=dark&embed_options=Light_Theme", "theme=dark&embed_options=dark_theme"),
        (
            "embed_options=show_toolbar&theme=dark",
            "embed_options=show_toolbar&theme=dark&embed_options=dark_theme",
        ),
        ("theme=light&theme=dark&x=", "theme=light&theme=dark&x=&embed_options=dark_theme"),
        ("theme=dark&x=a%0d%0aSet-Cookie: y", "theme=dark&x=a%0D%0ASet-Cookie%3A+y&embed_options=dark_theme"),
        ("theme=dark&embed_options=dark_theme", None),
        ("embed_options=dark_theme", None),
        ("theme=blue", None),
        ("", None),
    ],
)
def test_an_address_is_completed_once_and_only_by_its_own_theme(query: str, completed: str | None) -> None:
    assert theme.completed("/trends", query) == completed
    assert completed is None or theme.completed("/trends", completed) is None
    assert theme.completed("/static/none.js", query) is None


def test_figures_about_the_process_are_closed(served: Served) -> None:
    for path in ("/_stcore/metrics", "/_stcore/%6detrics", "/_stcore/metrics?families=x"):
        status, _, body = served.ask(path)
        assert status == 404, path
        assert "cache" not in body


def test_an_unknown_address_for_programs_is_told_to_programs(served: Served) -> None:
    for method in ("GET", "POST"):
        for path in ("/api", "/api/", "/api/v1/none"):
            status, headers, body = served.ask(path, method)
            assert (status, headers["content-type"]) == (404, "application/json")
            assert set(json.loads(body)) == {"zh", "en"}


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_messages_that_never_end_hold_no_memory(served: Served, compression: str | None) -> None:
    with served.knock() as session:
        run_to_end(session)  # what a first page loads is no part of it
    before, refused = served.memory(), 0
    with ExitStack() as open_ones:
        for _ in range(6):
            session = open_ones.enter_context(served.knock(compression=compression))
            with suppress(Unfinished):
                try:
                    session.send(never_ending())
                except ConnectionClosed:
                    refused += 1
        held = served.memory() - before
    assert refused == 6
    assert held < 100


class Unfinished(Exception):
    """The end that does not come."""


def never_ending() -> Iterator[bytes]:
    """A message of forty megabytes, of which the last part never comes, however long the other side takes to say no."""
    yield from (b"x" * 1_000_000 for _ in range(40))
    end = time.monotonic() + 30
    while time.monotonic() < end:
        time.sleep(0.05)
        yield b"x"
    raise Unfinished


def test_a_message_larger_than_any_choice_is_refused(served: Served) -> None:
    with served.knock() as session:
        session.send(b"x" * 1_100_000)
        assert code_at_end(session) == 1009


def test_a_text_where_pages_speak_in_bytes_hangs_up_and_leaves_no_trace(served: Served) -> None:
    before = served.log().count("Traceback")
    with served.knock(f"http://{served.host}") as session:
        session.send("a text")
        assert code_at_end(session) == 1003
    assert served.ask()[0] == 200
    assert served.log().count("Traceback") == before


def code_at_end(session: ClientConnection) -> int | None:
    """With which code the other side closes."""
    while True:
        try:
            session.recv(timeout=20)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


def test_a_page_served_without_the_door_says_once_what_is_open_and_asks_nobody(
    filed: dict[str, str], tmp_path: Path
) -> None:
    command = (sys.executable, "-m", "streamlit", "run", "pages/about.py", "--server.port")
    with serving(command, tmp_path / "served", **filed) as alone:
        for _ in range(2):
            with alone.knock() as session:
                run_to_end(session)
        for told in ("`python serve.py`", "without the door", "没有经过门"):
            assert told in alone.log()
        assert alone.log().count("without the door") == 1
        assert alone.refuses("http://evil.example")
        assert alone.refuses(host=f"evil.example:{alone.port}")
        assert alone.reached_for() == []
        assert json.loads(alone.ask("/_stcore/host-config")[2])["allowedOrigins"] == []


@pytest.mark.browser
def test_a_browser_keeps_to_the_policy(served: Served) -> None:
    with opened(f"http://{served.host}/?county=999001") as visit:
        visit.wait_for_map()
        assert visit.complaints == []
        told = visit.page.evaluate(
            """async () => {
                const refused = async (deed) => { try { return String(await deed()); } catch { return "refused"; } };
                const script = document.createElement("script");
                script.textContent = "window.ran = 1";
                document.body.append(script);
                const picture = new Image();
                const drawn = new Promise((done) => { picture.onload = () => done("drawn"); picture.onerror = () => done("refused"); });
                picture.src = "http://host.test/p.png";
                return [
                    await refused(() => fetch("http://host.test/")),
                    await refused(() => new WebSocket("ws://host.test/")),
                    await new Promise((done) => {
                        setTimeout("window.evaluated = 1");
                        setTimeout(() => done(String(window.evaluated)), 100);
                    }),
                    await drawn,
                    String(window.ran),
                ];
            }"""
        )
        assert told[0] == told[3] == "refused"
        assert told[2] == told[4] == "undefined"
        assert any("ws://host.test" in one for one in visit.complaints)


# ---------------------------------------------------------------- names, without a server


HERE = Arrival("http", "10.1.2.3", 8501)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("10.1.2.3:8501", True), ("localhost:8501", True), ("[::1]:8501", True), ("10.1.2.4:8501", False),
        ("10.1.2.3", False), ("board:8501", True), ("board", True), ("board:9", False), ("wide:9000", True),
        ("wide", False), ("u@board", False), ("board/x", False), ("board:85010000", False), ("", False),
    ],
)  # fmt: skip
def test_a_host_is_its_own_where_it_was_reached_or_named(host: str, own: bool) -> None:
    names = OwnNames.of("board，wide:9000", 8501)
    assert names.is_own_host(host, HERE) is own


def test_a_socket_for_both_kinds_of_addresses_knows_the_old_kind() -> None:
    arrival = Arrival("http", "::ffff:10.1.2.3", 8501)
    assert OwnNames().is_own_host("10.1.2.3:8501", arrival)
    assert OwnNames().is_own_origin("http://10.1.2.3:8501", "10.1.2.3:8501", arrival)
    assert OwnNames().is_own_host("[fd00::7]:8501", Arrival("http", "fd00::7", 8501))


def test_on_another_machine_localhost_is_another_service() -> None:
    assert not OwnNames().is_own_origin("http://localhost:8501", "10.1.2.3:8501", HERE)
    assert OwnNames().is_own_origin("http://10.1.2.3:8501", "10.1.2.3:8501", HERE)
    mine = Arrival("http", "127.0.0.1", 8501)
    assert OwnNames().is_own_origin("http://localhost:8501", "127.0.0.1:8501", mine)
    # Into a container, whose own address nobody knows outside.
    assert OwnNames().is_own_origin("http://localhost:8501", "localhost:8501", HERE)


# Who comes in where the setting names X by its origin, by its name alone, with a port, or nothing: through a proxy on this
# machine that passes the host on or does not, or from this machine itself.
X = "observatory.example.gov.cn"


@pytest.mark.parametrize(
    ("setting", "host", "origin", "comes_in"),
    [
        (f"https://{X}", X, f"https://{X}", True),
        (f"https://{X}", X, f"https://{X}:443", True),
        (f"https://{X}", f"{X}:443", f"HTTPS://{X.upper()}", True),
        (f"https://{X}", X, f"http://{X}", False),
        (f"https://{X}", X, f"https://{X}:8501", False),
        (f"https://{X}", X, "http://127.0.0.1:8501", False),
        (f"https://{X}", X, "https://127.0.0.1:8501", False),
        (f"https://{X}", X, "http://localhost:8501", False),
        (f"https://{X}", "127.0.0.1:8501", f"https://{X}", True),
        (f"https://{X}", "127.0.0.1:8501", f"http://{X}", False),
        (f"https://{X}", "127.0.0.1:8501", "http://127.0.0.1:8501", True),
        (f"https://{X}", "localhost:8501", "http://localhost:8501", True),
        (f"https://{X}", "localhost:8501", "http://127.0.0.1:8501", True),
        (f"https://{X}", "127.0.0.1:8501", "http://127.0.0.1", False),
        (f"http://{X}:8080", f"{X}:8080", f"http://{X}:8080", True),
        (f"http://{X}:8080", f"{X}:8080", f"https://{X}:8080", False),
        (X, X, f"http://{X}", True),
        (X, X, f"https://{X}", True),
        (X, f"{X}:8501", f"http://{X}:8501", True),
        (X, X, "http://127.0.0.1:8501", False),
        (X, X, f"https://{X}:80", False),
        (f"{X}:9443", f"{X}:9443", f"https://{X}:9443", True),
        (f"{X}:9443", f"{X}:9443", f"https://{X}", False),
        (f"https://{X},https://b", X, "https://b", True),
        ("", "127.0.0.1:8501", "http://127.0.0.1:8501", True),
        ("", "127.0.0.1:8501", "http://[::1]:8501", True),
        ("", "127.0.0.1:8501", "https://127.0.0.1:8501", False),
        ("", "127.0.0.1:8501", f"https://{X}", False),
    ],
)  # fmt: skip
def test_an_origin_that_is_named_is_the_only_one_of_its_name(
    setting: str, host: str, origin: str, comes_in: bool
) -> None:
    mine, names = Arrival("http", "127.0.0.1", 8501), OwnNames.of(setting, 8501)
    assert names.is_own_host(host, mine)
    assert names.is_own_origin(origin, host, mine) is comes_in


def test_encrypted_by_itself_it_is_its_own_under_that_scheme() -> None:
    arrival = Arrival("https", "10.1.2.3", 443)
    assert OwnNames().is_own_origin("https://10.1.2.3", "10.1.2.3", arrival)
    assert OwnNames().is_own_host("10.1.2.3", arrival)
    assert not OwnNames().is_own_origin("http://10.1.2.3:443", "10.1.2.3:443", arrival)


@pytest.mark.parametrize(
    "text", ["a/b", "http://", "ftp://a", "a:b", "a:0", "a:70000", "*", "*.gov.cn", "http://a?x", "u@a"]
)
def test_what_is_no_name_is_refused_by_name(text: str) -> None:
    with pytest.raises(WrongUse) as refused:
        OwnNames.of(text, 8501)
    assert text in refused.value.message_en
    assert "OBSERVATORY_HOSTS" in refused.value.message_zh


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("民政.cn", "xn--5bvs5m.cn"),
        ("https://民政.cn:8443/", "https://xn--5bvs5m.cn:8443"),
        ("民政。cn", "xn--5bvs5m.cn"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("ｂｏａｒｄ：８５０１", "board:8501"),
        ("board.example.", "board.example"),
        ("https://board.:443", "https://board:443"),
        ("fd00::7", "[fd00::7]"),
    ],
)
def test_what_browsers_send_in_another_way_is_told_so(text: str, near: str) -> None:
    with pytest.raises(WrongUse) as refused:
        OwnNames.of(text, 8501)
    for message in (refused.value.message_en, refused.value.message_zh):
        assert f"`{near}`" in message
        assert text in message
        assert "xn--" in message
    assert OwnNames.of(near, 8501).named


@pytest.mark.parametrize(
    "text", ["straße.de", "民政.cn/a", "x" * 70 + "民", "民政.cn:99999", "a\u202eb", "[::z]", "[:::]"]
)
def test_what_cannot_be_meant_is_refused_without_a_guess(text: str) -> None:
    with pytest.raises(WrongUse) as refused:
        OwnNames.of(text, 8501)
    assert refused.value.key == "door.wrong_host"
    assert refused.value.message_en.isprintable()


def test_a_number_in_brackets_is_named_as_a_browser_writes_it() -> None:
    assert OwnNames.of("[FD00:0::0:7]", 8501).is_own_host("[fd00::7]:8501", HERE)
    assert OwnNames.of("", 8501) == OwnNames.of(" ，; \n", 8501) == OwnNames.of(None, 8501)


def test_the_name_that_it_listens_at_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OBSERVATORY_HOSTS", raising=False)
    assert OwnNames.of_environment(8501, "board").is_own_origin("http://board:8501", "board:8501", HERE)
    assert OwnNames.of_environment(8501, "Board").is_own_host("board:8501", HERE)
    assert OwnNames.of_environment(8501, "0.0.0.0").named == frozenset()


def test_each_of_the_first_refusals_is_in_the_log_however_alike_they_are(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    built = door_alone(monkeypatch)
    monkeypatch.setattr(caplog.handler, "filters", [process.Repeats(caplog.handler)])
    hosts = [f"evil{one}.example:{one}" for one in range(door.MOST_TOLD + 5)]
    for host in hosts:
        built._tell(Problem("door.foreign_host", setting=SETTING, asked=host))
        built._tell(Problem("door.foreign_host", setting=SETTING, asked=host))
    told = [one.getMessage().splitlines()[-1] for one in caplog.records]
    assert told == hosts[: door.MOST_TOLD]


def door_alone(monkeypatch: pytest.MonkeyPatch, app: Any = None) -> door.Door:
    """A door before this, without a server."""
    monkeypatch.setattr(door.config, "set_option", lambda *_: None)
    monkeypatch.setattr(door, "_built", [])
    monkeypatch.setattr(process, "prepare", lambda: None)  # the runner's own log stays as it is
    monkeypatch.setattr(bare_answers, "dress", lambda _: None)
    return door.Door(app)


def test_what_fails_behind_the_door_carries_the_policy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []

    async def failing(*_: object) -> None:
        raise RuntimeError("broken")

    async def sending(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/", "query_string": b"", "scheme": "http", "server": ("127.0.0.1", 8501),
        "headers": [(b"host", b"localhost:8501")],
    }  # fmt: skip
    with pytest.raises(RuntimeError):
        asyncio.run(door_alone(monkeypatch, failing)(scope, None, sending))  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    assert dict(sent[0]["headers"])[b"x-content-type-options"] == b"nosniff"
    assert "出错" in sent[1]["body"].decode()
