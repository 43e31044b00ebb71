"""Fixtures for all tests."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

import tests.tiny
from programme import PROJECT
from tests.tiny import Tiny
from warehouse.home import Home

# How long one example takes says how busy the machine is, not whether the rule holds.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

ENVIRONMENT = ("OBSERVATORY_HOME", "OBSERVATORY_REFERENCE", "OBSERVATORY_TODAY")


@pytest.fixture(autouse=True, scope="session")
def log_as_it_is() -> Iterator[None]:
    """A page that runs in the process of the tests keeps nothing out of their log."""
    from ui.frame import process

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(process, "prepare", lambda: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def packages_looked_through_once() -> Iterator[None]:
    """A page that is opened in the process of the tests does not look through all installed packages anew for components.

    A server does that once, when it starts; for a page of a test it was six sevenths of its time.
    """
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture(autouse=True, scope="session")
def pages_waited_for() -> Iterator[None]:
    """A page that is opened in the process of the tests is waited for; looked at every millisecond it was a tenth slower."""
    from streamlit.testing.v1 import local_script_runner

    look = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread is not None:
            runner._script_thread.join(timeout)
        look(runner, timeout)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """A report as a worker can send it: a byte that is no text in what a test printed, or failed with, is told as its code.

    With it as it is the sending fails, and with that the whole run, in an internal error that names no test.
    """
    return _sendable((yield))


def _sendable(part: Any) -> Any:
    if isinstance(part, str):
        return part.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(part, dict):
        return {_sendable(key): _sendable(value) for key, value in part.items()}
    # A pair stays one: what a skipped test says is read as such by whoever writes a report.
    return type(part)(map(_sendable, part)) if isinstance(part, list | tuple) else part


@pytest.fixture(autouse=True, scope="session")
def homes_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where `Tiny.built` finds the homes that this run has made."""
    folder = of_the_run(tmp_path_factory) / "homes"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tests.tiny, "MADE", folder)
        yield


def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one run share, and no other run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A copy of the tiny pack and an empty home; the environment names neither."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    return Tiny(tmp_path)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the shipped sample in it, made once for all tests by the command line; read it, never change it.

    `demo_seconds` in it holds how much processor time `python -m pipelines demo` took from nothing.
    """
    shared = of_the_run(tmp_path_factory) / "sample-home"
    with FileLock(f"{shared}.lock"):
        if not (shared / "demo_seconds").exists():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, "-m", "pipelines", "demo", "--home", str(shared)],
                cwd=PROJECT,
                env=plain_environment(),
                check=True,
                capture_output=True,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            (shared / "demo_seconds").write_text(str(seconds), encoding="utf-8")
    return Home.of(shared)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on the small home of the page tests: one server for all browser tests of a worker."""
    from tests.browser import served  # a browser is loaded by those who look into one
    from tests.test_pages import filed_in

    filed = filed_in(tmp_path_factory.mktemp("served"))
    environment = filed.environment
    with served("app.py", environment=environment) as place:
        yield place


@pytest.fixture(scope="module")
def one_browser() -> Iterator[None]:
    """One browser for all pages that a module opens; each page has a window that shares nothing with another."""
    from tests.browser import browsing

    with browsing():
        yield


def plain_environment() -> dict[str, str]:
    """The environment of this process without what would choose another home, pack or day."""
    return {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
