"""Packs the project and the wheels it needs for a machine without internet: `python -m scripts.bundle FOLDER`.

The folder then holds `observatory.tar.gz` (the files of the commit), `wheels/`, `install.sh` and `SHA256SUMS` of all, written last.
It is for machines of this kind: the same system and processor, and any Python of the same two first numbers.
"""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
INSTALL = """#!/bin/sh
# Installs the observatory from this folder into the folder named: sh install.sh /opt/observatory/2026-11
set -eu
umask 022 # whoever runs the service is somebody else, and reads all of it
here=$(cd "$(dirname "$0")" && pwd)
to=${1:?name a new folder, such as /opt/observatory/2026-11}
python=${PYTHON:-python3}
is=$("$python" -c 'import platform, sys; print("%d.%d" % sys.version_info[:2], sys.platform, platform.machine())')
if [ "$is" != "@MADE_FOR@" ]; then
    echo "This bundle is for Python @MADE_FOR@; $python is $is. PYTHON=/usr/bin/python3.11 names another Python" >&2; exit 1
fi
if ! "$python" -c 'import ensurepip' 2> /dev/null; then echo "$python makes no environments: install python3-venv" >&2; exit 1; fi
(cd "$here" && sha256sum --quiet -c SHA256SUMS)
if [ -e "$to" ]; then echo "$to is there already; name a new folder" >&2; exit 1; fi
mkdir -p "$to"
to=$(cd "$to" && pwd)
# Half of it is nothing: it would be refused the next time.
trap 'rm -rf "$to"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
tar xzf "$here/observatory.tar.gz" -C "$to" --no-same-owner --no-same-permissions
"$python" -m venv "$to/.venv"
"$to/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" -r "$to/requirements.txt"
# Who runs the service may not write here: Python would read every text anew at each start.
"$to/.venv/bin/python" -m compileall -q -x '[.]venv' "$to"
(cd "$to" && .venv/bin/python -m pipelines --help > /dev/null)
trap - EXIT
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
    # Without a third number it is the first of its kind: what only a later one takes (Debian 12 has 3.11.2) is left out.
    version = "{}.{}".format(*sys.version_info)
    kinds = ["--only-binary=:all:", "--python-version", version]
    wanted = ["-d", str(wheels), "-r", str(ROOT / "requirements.txt")]
    subprocess.run([*pip, "download", "--quiet", *kinds, *wanted], check=True)
    files = close(folder)
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{folder}: {len(files)} files, {size:.0f} MB")


def close(folder: Path) -> list[Path]:
    """Add what installs it, and the checksums of all; returns the files."""
    made_for = "{}.{} {} {}".format(*sys.version_info[:2], sys.platform, platform.machine())
    (folder / "install.sh").write_text(INSTALL.replace("@MADE_FOR@", made_for), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return files


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "bundle"))
