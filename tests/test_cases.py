"""docs/cases.md names for each case the tests that hold it: they exist."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
CASES = TESTS.parent / "docs" / "cases.md"


def _named() -> list[tuple[str, set[str]]]:
    """Each row of the document with the tests it names, as ``test_file.test_promise``."""
    rows = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| ") or cells[-1] == "tests":
            continue
        tests = {
            f"{file}.test_{promise.strip(' .').replace(' ', '_')}"
            for file, promises in re.findall(r"`(test_\w+)`: ([^`|]+)", cells[-1])
            for promise in promises.split(";")
        }
        rows.append((cells[0], tests))
    return rows


def test_every_case_is_held_by_tests_that_exist() -> None:
    there = {
        f"{path.stem}.{name}"
        for path in TESTS.glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    rows = _named()
    assert len(rows) > 70
    for case, tests in rows:
        assert tests, f"{case}: no test is named"
        assert tests <= there, f"{case}: {sorted(tests - there)}"


def test_no_finding_of_the_walk_and_no_rule_is_left_out() -> None:
    text = CASES.read_text(encoding="utf-8")
    _, findings, rules = re.split(r"^## (?:Pages|Rules)[^\n]*$", text, flags=re.MULTILINE)
    first = [re.match(r"\| ([\d, ]+)", line) for line in findings.splitlines()]
    assert [int(n) for one in first if one for n in one[1].split(",")] == list(range(1, 31))
    assert [int(n) for n in re.findall(r"^\| (\d+) ", rules, re.MULTILINE)] == list(range(1, 20))
