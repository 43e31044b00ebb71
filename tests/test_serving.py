"""What `serve.py` is told: what it makes of it, and in which words it refuses what cannot be."""

from __future__ import annotations

import errno
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bench.session import free_port
from programme import PROJECT
from ui.frame import serving
from ui.frame.own_names import Arrival, OwnNames
from ui.frame.serving import read, settings


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `--hosts` sets is gone after the test."""
    monkeypatch.setenv("OBSERVATORY_HOSTS", "")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        yield other.getsockname()[1]


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """With which status it ends, and in which words: the same in both languages."""
    with pytest.raises(SystemExit) as end:
        settings(arguments)
    english, chinese = capsys.readouterr().err.splitlines()
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert isinstance(end.value.code, int)
    return end.value.code, english


def test_where_it_listens_and_what_it_is_called_is_chosen_in_words() -> None:
    assert read([]) == {"server.headless": True}
    told = read(["--address", "10.1.2.3", "--port", "80", "--hosts", "board"])
    assert told["server.address"] == told["browser.serverAddress"] == "10.1.2.3"
    assert told["server.port"] == 80
    assert OwnNames.of_environment(80).is_own_host("board", Arrival("http", "10.1.2.3", 80))
    for every in ("0.0.0.0", "::", "0::0"):
        assert "browser.serverAddress" not in read(["--address", every])


def test_no_names_in_words_are_none_whatever_was_set_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBSERVATORY_HOSTS", "board")
    read([])
    assert OwnNames.of_environment(80).named
    read(["--hosts", " "])
    assert not OwnNames.of_environment(80).named


@pytest.mark.parametrize(
    ("text", "port"), [("8501", 8501), (" 80 ", 80), ("８５０１", 8501), ("65535", 65535)]
)
def test_a_port_is_what_is_meant(text: str, port: int) -> None:
    assert read(["--port", text])["server.port"] == port


@pytest.mark.parametrize(
    "text", ["0", "-1", "65536", "70000", "8_501", "+1", "80.0", "x", "", "8501 2", "٨٥٠١"]
)
def test_a_port_that_is_none_is_refused_in_words(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = refused(["--port", text], capsys)
    assert status == 2
    assert f"--port is '{text}'" in told
    assert "from 1 to 65535" in told


@pytest.mark.parametrize(
    ("text", "address", "told"),
    [
        ("::1", "::1", "[::1]"), ("[::1]", "::1", "[::1]"), ("0:0:0:0:0:0:0:1", "::1", "[::1]"), ("FD00::7", "fd00::7", "[fd00::7]"),
        (" 10.1.2.3 ", "10.1.2.3", "10.1.2.3"), ("１０.1.2.3", "10.1.2.3", "10.1.2.3"), ("Board.example", "board.example", "board.example"),
    ],
)  # fmt: skip
def test_an_address_is_told_as_a_browser_takes_it(text: str, address: str, told: str) -> None:
    found = read(["--address", text])
    assert (found["server.address"], found["browser.serverAddress"]) == (address, told)


@pytest.mark.parametrize(
    "text",
    [
        "999.1.1.1", "127.1", "127.0.0.1:80", "http://127.0.0.1", "unix:///s", "fe80::1%eth0", "[board]", "board.", "", " ", "*", "a b",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_in_words(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = refused(["--address", text], capsys)
    assert status == 2
    assert f"'{text}' is no address" in told
    assert "0.0.0.0" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--port"], "--port needs a value"), (["--address", "--port", "80"], "--address needs a value"), (["--bogus"], "--bogus"),
        (["--por", "80"], "--por"), (["run"], "run"), (["--hosts", "a/b"], "a/b"), (["--hosts", "民政.cn"], "xn--5bvs5m.cn"),
        (["--hosts", "\udcff"], "is no name"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_both_languages(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = refused(arguments, capsys)
    assert status == 2
    assert told in said


def test_where_nobody_can_listen_is_told_before_it_is_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for address, why in (("192.0.2.1", "no address of this machine"), (f"{'x' * 70}.y", "no address for")):
        status, told = refused(["--address", address], capsys)
        assert status == 1
        assert address in told
        assert why in told
    refuse(monkeypatch, socket.gaierror(socket.EAI_NONAME, "not known"))  # no name server is asked by a test
    assert "no address for the name 'board'" in refused(["--address", "board"], capsys)[1]


def test_a_port_that_is_taken_is_told_with_what_to_do(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = refused(["--port", str(taken)], capsys)
    assert status == 1
    assert f"Port {taken} of 127.0.0.1 is taken" in told
    assert "--port" in told


def test_without_a_port_in_words_the_next_that_is_free_will_do(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configured = {"server.address": "127.0.0.1", "server.port": taken}
    monkeypatch.setattr(serving.config, "get_option", configured.get)
    monkeypatch.setattr(serving.config, "is_manually_set", lambda _: False)
    assert settings([]) == {"server.headless": True}
    configured["server.port"] = 70000
    assert "server.port is '70000'" in refused([], capsys)[1]


def refuse(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    """Have the system refuse whoever wants to listen."""

    def bind(*_: object) -> None:
        raise error

    monkeypatch.setattr(socket.socket, "bind", bind)


def test_what_the_system_refuses_for_another_reason_is_told_with_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refuse(monkeypatch, PermissionError(errno.EACCES, "Permission denied"))
    assert "does not let this user listen at port 80" in refused(["--port", "80"], capsys)[1]
    refuse(monkeypatch, OSError(errno.EAFNOSUPPORT, "no such family"))
    assert "no such family" in refused(["--address", "::1"], capsys)[1]


def test_what_is_tried_leaves_the_port_free() -> None:
    port = free_port("127.0.0.1")
    for _ in range(2):
        assert settings(["--port", str(port)])["server.port"] == port


def test_the_command_ends_with_these_words_alone() -> None:
    done = subprocess.run(
        [sys.executable, "serve.py", "--port", "70000"], cwd=PROJECT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 2
