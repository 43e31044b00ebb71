"""A bundle installs whole, readable by others, from wherever it is called, or leaves nothing; and says what it is for."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from scripts.bundle import close

pytestmark = pytest.mark.skipif(os.name == "nt", reason="install.sh is for Linux")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of a project that needs nothing."""
    project, folder = tmp_path / "project", tmp_path / "a bundle"
    (project / "pipelines").mkdir(parents=True)
    (project / "pipelines" / "__main__.py").write_text("print('help')\n")
    (project / "requirements.txt").write_text("")
    (folder / "wheels").mkdir(parents=True)
    with tarfile.open(folder / "observatory.tar.gz", "w:gz") as archive:
        archive.add(project, arcname=".")
    close(folder)
    return folder


def install(bundle: Path, to: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Called from elsewhere, by somebody whose files are nobody else's."""
    return subprocess.run(
        ["sh", "-c", 'umask 077; exec sh "$0" "$1"', str(bundle / "install.sh"), str(to)],
        cwd="/", env={**os.environ, "PYTHON": sys.executable, **environment}, capture_output=True, encoding="utf-8",
    )  # fmt: skip


def test_it_installs_from_anywhere_what_the_user_of_the_service_can_read(
    bundle: Path, tmp_path: Path
) -> None:
    to = tmp_path / "opt" / "2026-11"
    done = install(bundle, to)
    assert (done.returncode, done.stdout) == (0, f"Installed in {to}\n"), done.stderr
    for path in (to, to / "pipelines" / "__main__.py", to / ".venv" / "bin", to / ".venv" / "pyvenv.cfg"):
        mode = path.stat().st_mode
        assert mode & stat.S_IROTH, path
        assert not mode & (stat.S_IWGRP | stat.S_IWOTH), path
    assert list((to / "pipelines" / "__pycache__").iterdir())  # whoever runs it need not read every text anew
    again = install(bundle, to)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert (to / "requirements.txt").exists()


def test_a_python_of_another_kind_is_told_what_it_is_for(bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3.9 linux riscv64\n")
    other.chmod(0o755)
    done = install(bundle, tmp_path / "to", PYTHON=str(other))
    assert done.returncode == 1
    for told in (
        f"{sys.version_info[0]}.{sys.version_info[1]} {sys.platform}",
        "3.9 linux riscv64",
        "PYTHON=",
    ):
        assert told in done.stderr
    assert not (tmp_path / "to").exists()


def test_a_damaged_bundle_is_not_installed(bundle: Path, tmp_path: Path) -> None:
    with (bundle / "observatory.tar.gz").open("ab") as archive:
        archive.write(b"x")
    done = install(bundle, tmp_path / "to")
    assert done.returncode != 0
    assert "observatory.tar.gz" in done.stderr + done.stdout
    assert not (tmp_path / "to").exists()


def test_what_fails_on_the_way_leaves_nothing_behind(bundle: Path, tmp_path: Path) -> None:
    (bundle / "observatory.tar.gz").write_bytes(b"no archive")
    (bundle / "SHA256SUMS").unlink()
    close(bundle)
    done = install(bundle, tmp_path / "to")
    assert done.returncode != 0
    assert "tar" in done.stderr
    assert not (tmp_path / "to").exists()
