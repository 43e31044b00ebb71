"""A bound on the memory of this process, kept by the operating system."""

from __future__ import annotations

import sys
from pathlib import Path

BEYOND = 4 * 1024**3  # bytes an analyst's query may take: DuckDB's own limit does not bound one huge string


def limit_memory() -> None:
    """The analyst's own SQL may not take the machine: the system refuses memory beyond a bound."""
    if sys.platform == "win32":
        return
    import resource  # not there on Windows

    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        bound = pages * resource.getpagesize() + BEYOND
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (bound if hard < 0 else min(bound, hard), hard))
