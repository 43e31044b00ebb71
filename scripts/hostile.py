"""Runs every statement of the hostile list as the SQL lab does and writes what came of each: `python -m scripts.hostile`.

On the home of `OBSERVATORY_HOME`, or `--home`; with the lab's own limits, so that what has no end takes its whole time.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from programme import PROJECT
from tests.hostile import Hostile, Verdict, hostile, tables_of, verdict
from tests.hostile_process import there
from ui.frame.statements import LIMITS
from ui.lab.refused import told
from warehouse.home import Home
from warehouse.readers import reader_of
from words import speak

DOCUMENT = PROJECT / "docs" / "hostile.md"
LONGEST = 110
INTRODUCTION = """# What the SQL lab makes of hostile statements

<!-- Made by `python -m scripts.hostile`; the list stands in tests/hostile.toml, and tests/test_hostile.py holds the program to it. -->

{count} statements, each run as the lab runs it: in a process of its own, at most {seconds:g} seconds, {megabytes} MB of memory,
{rows:,} rows and {answer} MB of answer. {refused} were not answered and {answered} were harmless. Before and after each the files of the home were compared:
{changed}.
"""


def main() -> int:
    """Write the document; 1 where a statement ended otherwise than the list says, or a file changed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    home = Home.of(parser.parse_args().home)
    reader = reader_of(home)
    tables, lines, wrong, changed = tables_of(reader), [], [], 0
    counts = {"answered": 0, "refused": 0}
    for tries, group in groupby(hostile(), lambda one: one.tries):
        lines += [
            "",
            f"## {tries[0].upper()}{tries[1:]}",
            "",
            "| statement | what came of it | seconds |",
            "|---|---|---|",
        ]
        for one in group:
            before, since = there([str(home.root)]), time.monotonic()
            found = verdict(reader, tables, one.text, LIMITS)
            seconds = time.monotonic() - since
            changed += there([str(home.root)]) != before
            wrong += [] if _is_as_listed(one, found) else [f"{one}: {one.kind}, not {found.kind}"]
            counts["answered" if found.kind == "answered" else "refused"] += 1
            lines.append(f"| {_cell(one.text)} | {_told(found)} | {seconds:.1f} |")
            print(one, found.kind, f"{seconds:.1f}", flush=True)
    first = INTRODUCTION.format(
        count=len(hostile()), seconds=LIMITS.seconds, megabytes=LIMITS.megabytes, rows=LIMITS.rows, answer=LIMITS.answer_megabytes,
        changed=f"{changed} times one differed" if changed else "none changed, none came and none went", **counts,
    )  # fmt: skip
    DOCUMENT.write_text(first + "\n".join(lines) + "\n", encoding="utf-8")
    print(*wrong, sep="\n")
    return int(bool(wrong or changed))


def _is_as_listed(one: Hostile, found: Verdict) -> bool:
    limited = ("too_long", "memory", "rows", "large")
    return one.kind in (found.kind, "any") or (one.kind == "limit" and found.kind in limited)


def _told(found: Verdict) -> str:
    """The sentence that a reader gets, in both languages; of an answer its rows."""
    if found.refusal is None:
        return f"answered, {found.rows:,} row{'s' * (found.rows != 1)}"
    return "<br>".join(_plain(f"{head}. {text}") for head, text in _sentences(found))


def _sentences(found: Verdict) -> Sequence[tuple[str, str]]:
    assert found.refusal
    return [told(speak(language), found.refusal) for language in ("en", "zh")]


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _cell(text: str) -> str:
    """The statement in a line, cut where it is long."""
    line = (
        " ".join(text.encode("unicode_escape", "replace").decode().replace("\\n", " ").split())
        if not text.isprintable()
        else text
    )
    line = line if len(line) <= LONGEST else f"{line[:LONGEST]}… ({len(text):,} characters)"
    return f"`{line.replace('|', chr(92) + '|').replace('`', chr(39))}`" if line else "(nothing)"


if __name__ == "__main__":
    raise SystemExit(main())
