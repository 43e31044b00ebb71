"""What this rests on and does not own: system packages, the runner of the tests, room on the disk, a home to write to."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from execnet.gateway_base import dumps

from programme import PROJECT

# What `scripts/system-packages` may call: all of it is there, or is put there by a test.
SCRIPT = PROJECT / "scripts" / "system-packages"


# ---------------------------------------------------------------- a bare system


def bare(folder: Path, **programs: str) -> dict[str, str]:
    """An environment whose only programs are a shell, `grep`, and those given (name: what it does), for nobody in particular."""
    given = {"id": "echo 1000", "ldconfig": "true", **programs}
    for name, deed in given.items():
        (folder / name).write_text(f"#!/bin/sh\n{deed}\n")
        (folder / name).chmod(0o755)
    for name in ("bash", "grep"):
        found = next(path for path in (Path("/bin") / name, Path("/usr/bin") / name) if path.exists())
        (folder / name).symlink_to(found)
    return {"PATH": str(folder)}


def listed(folder: Path, *packages: str, **programs: str) -> subprocess.CompletedProcess[str]:
    environment = bare(folder, **programs)
    command = [str(folder / "bash"), str(SCRIPT), *packages]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def needed() -> list[str]:
    """The packages of `make system`."""
    (line,) = [
        one for one in (PROJECT / "Makefile").read_text().splitlines() if "@scripts/system-packages" in one
    ]
    return line.split()[1:]


def test_a_bare_system_is_told_every_package_and_why_without_being_its_administrator(tmp_path: Path) -> None:
    done = listed(tmp_path, *needed(), **{"apt-get": "exit 9"})
    assert done.returncode == 2
    lines = {line.split()[0]: line.split(maxsplit=2)[1:] for line in done.stdout.splitlines()[1:]}
    assert list(lines) == ["chromium", "fonts-noto-cjk", "fontconfig", "libatomic1", "nginx"]
    for package, (state, reason) in lines.items():
        assert state == "missing", package
        assert len(reason) > 20, package
        assert package in done.stderr.partition("sudo apt-get install")[2], package


def test_what_is_there_is_listed_and_nothing_is_asked_for(tmp_path: Path) -> None:
    there = {
        "chromium": "true",
        "fc-list": "echo /usr/share/fonts/noto.ttc",
        "ldconfig": "echo libatomic.so.1",
        "nginx": "true",
    }
    done = listed(tmp_path, *needed(), **there)
    assert (done.returncode, done.stderr) == (0, "")
    assert "missing" not in done.stdout
    assert done.stdout.count(" there ") == len(needed())


def test_an_administrator_gets_only_what_is_missing_installed(tmp_path: Path) -> None:
    there = {"chromium": "true", "fc-list": "echo /usr/share/fonts/noto.ttc", "nginx": "true"}
    asked = {"id": "echo 0", "apt-get": f'echo "$@" >> {tmp_path}/asked'}
    assert listed(tmp_path, *needed(), **there, **asked).returncode == 0
    assert (tmp_path / "asked").read_text().splitlines() == ["update -qq", "install -y -qq libatomic1"]


@pytest.mark.parametrize("has_policy", [False, True])
def test_nginx_is_installed_as_a_program_and_not_as_a_service(has_policy: bool, tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    if has_policy:
        policy.write_text("#!/bin/sh\nexit 104\n")
    own = {name: f'exec /bin/{name} "$@"' for name in ("sh", "rm", "chmod", "cat")}
    asked = {
        "id": "echo 0",
        "dpkg": "exit 1",
        "apt-get": f'echo "$@" >> {tmp_path}/asked; if [ "$1" = install ]; then cat {policy} > {tmp_path}/policy-then; fi',
        "systemctl": f'echo "$@" >> {tmp_path}/asked',
    }
    (tmp_path / "bare").mkdir()
    environment = {**bare(tmp_path / "bare", **own, **asked), "POLICY_HELPER": str(policy)}
    done = subprocess.run(
        [str(tmp_path / "bare" / "bash"), str(SCRIPT), "nginx"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = (tmp_path / "asked").read_text().splitlines()
    assert told == ["update -qq", "install -y -qq nginx", "disable --quiet nginx"]
    assert f"exit {104 if has_policy else 101}" in (tmp_path / "policy-then").read_text()
    assert policy.exists() is has_policy


# ---------------------------------------------------------------- the runner of the tests


def test_a_report_with_a_byte_that_is_no_text_can_be_sent_by_a_worker(pytestconfig: pytest.Config) -> None:
    said = "a\udcffb"
    report = pytest.TestReport(
        "x.py::x", ("x.py", 1, "x"), {}, "failed", said, "call", [("Captured stdout", said)]
    )
    sent = pytestconfig.hook.pytest_report_to_serializable(config=pytestconfig, report=report)
    dumps(sent)
    assert sent["longrepr"] == "a\\udcffb"


def test_a_skipped_test_is_reported_by_a_worker_as_it_is_without_one(pytestconfig: pytest.Config) -> None:
    said = ("x.py", 1, "Skipped: as it was asked")
    report = pytest.TestReport("x.py::x", ("x.py", 1, "x"), {}, "skipped", said, "call")
    hook = pytestconfig.hook
    sent = hook.pytest_report_to_serializable(config=pytestconfig, report=report)
    dumps(sent)
    told = hook.pytest_report_from_serializable(config=pytestconfig, data=sent)
    assert told.longrepr == said  # a report for machines refuses a list
