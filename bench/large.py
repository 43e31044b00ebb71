"""`python -m bench.large`: ten million rows in steps, what each build takes, and how it grows."""

from __future__ import annotations

import math
import sys
import tempfile
import time
from pathlib import Path

import typer

from bench.memory import peak
from bench.timing import seconds
from bench.workspace import Workspace
from warehouse.build import build
from words.problems import Problem

TOWNSHIPS = 100_000
QUARTERS = (10, 32, 100)  # a million rows, three, ten
MEMORY_MARK = 16.0  # GB
GROWTH_MARK = 1.2  # of the exponent: 1 is in proportion


def main() -> None:
    """Exit 1 where the build of ten million rows takes more memory than the mark, or grows faster than its rows."""
    sizes, taken, memory = [], [], 0.0
    started = time.monotonic()
    for quarters in QUARTERS:
        with tempfile.TemporaryDirectory(prefix="observatory-bench-") as folder:
            space = Workspace(Path(folder), townships=TOWNSHIPS, quarters=quarters)
            try:
                home, pack, today = space.province_home, space.province_pack, space.province_today
                sizes.append(space.province.rows)
                taken.append(seconds(lambda: build(home, pack, today=today)))  # noqa: B023
            except Problem as error:
                print(error, file=sys.stderr)
                raise typer.Exit(2) from None
            memory = peak(home, pack, today)
        print(f"{sizes[-1]:>12,} rows  full build {taken[-1]:7.1f} s  {memory:5.2f} GB", flush=True)
    growth = math.log(taken[-1] / taken[0]) / math.log(sizes[-1] / sizes[0])
    print(f"growth exponent {growth:.2f} (mark {GROWTH_MARK}); memory mark {MEMORY_MARK:g} GB")
    print(f"{time.monotonic() - started:.0f} s in all.")
    if memory > MEMORY_MARK or growth > GROWTH_MARK:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
