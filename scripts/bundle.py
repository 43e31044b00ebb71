"""Packs the project and the wheels it needs for a machine without internet: `python -m scripts.bundle FOLDER`.

The folder then holds `observatory.tar.gz` (the files of the commit), `wheels/`, `install.sh` and `SHA256SUMS` of all, written last.
It is for machines of this kind: the same system, processor and version of Python.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
INSTALL = """#!/bin/sh
# Installs the observatory from this folder into the folder named: sh install.sh /opt/observatory
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=${1:?name a new folder, such as /opt/observatory/2026-11}
(cd "$here" && sha256sum --quiet -c SHA256SUMS)
if [ -e "$to" ]; then echo "$to is there already; name a new folder" >&2; exit 1; fi
mkdir -p "$to"
tar xzf "$here/observatory.tar.gz" -C "$to"
"${PYTHON:-python3}" -m venv "$to/.venv"
"$to/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" -r "$to/requirements.txt"
"$to/.venv/bin/python" -m pipelines --help > /dev/null
echo "Installed in $to"
"""


def main(folder: Path) -> None:
    """Make the bundle; a folder that holds something is refused."""
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} is not empty; name a new folder: make bundle BUNDLE=...")
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    archive = folder / "observatory.tar.gz"
    subprocess.run(
        ["git", "archive", "--format=tar.gz", "-o", str(archive.resolve()), "HEAD"], cwd=ROOT, check=True
    )
    python = ROOT / ".venv" / "bin" / "python"
    pip = [str(python) if python.exists() else sys.executable, "-m", "pip", "--disable-pip-version-check"]
    wanted = [
        "download",
        "--quiet",
        "--only-binary=:all:",
        "-d",
        str(wheels),
        "-r",
        str(ROOT / "requirements.txt"),
    ]
    subprocess.run([*pip, *wanted], check=True)
    (folder / "install.sh").write_text(INSTALL, encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{folder}: {len(files)} files, {size:.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "bundle"))
