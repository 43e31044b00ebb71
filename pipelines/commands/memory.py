"""A bound on the memory of this process, kept by the operating system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# What an analyst's query may take beyond what is in use: DuckDB keeps its own limit for tables and sorts, but a
# single huge string passes it by (a repeat of two thousand million letters takes 3 GB).
BEYOND = 2560 * 1024**2
PER_THREAD = 80 * 1024**2  # address space that a thread reserves and hardly uses


def limit_memory() -> None:
    """Let the operating system refuse this process more memory than a query may take. Nothing where it cannot."""
    size = Path("/proc/self/statm")
    if sys.platform == "win32" or not size.exists():
        return
    import resource  # not there on Windows

    pages = int(size.read_text().split()[0])
    bound = pages * resource.getpagesize() + BEYOND + (os.cpu_count() or 1) * PER_THREAD
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (bound if hard < 0 else min(bound, hard), hard))
