"""How many readers the open files of a process are enough for."""

from __future__ import annotations

try:
    import resource
except ImportError:  # no such limits there
    resource = None  # type: ignore[assignment]

EACH = 4  # of a session: its connection, and three of the loop that its scripts run in
OWN = 200
WANTED_READERS = 1500
WANTED = OWN + EACH * WANTED_READERS


def limits() -> tuple[int, int] | None:
    """How many files this process may hold open, and how many it may ask for; None where there is no such limit."""
    if resource is None:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else (soft, hard)


def readers(files: int) -> int:
    """About how many readers at once so many open files are enough for."""
    return max(0, files - OWN) // EACH


def raise_limit() -> int:
    """Let this process hold as many files open as it may ask for; how many that is."""
    found = limits()
    if found is None:
        return WANTED
    soft, hard = found
    wanted = hard if hard >= 0 else max(soft, 10 * WANTED)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):
        return soft  # what it was has to do
    return wanted
