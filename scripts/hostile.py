"""Runs every statement of the hostile list as the SQL lab does and writes what came of each: `python -m scripts.hostile`.

On the home of `OBSERVATORY_HOME`, or `--home`; with the lab's own limits, so that what has no end takes its whole time.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from programme import PROJECT
from tests.hostile import Hostile, Verdict, hostile, tables_of, verdict
from tests.hostile_process import there
from ui.frame.statements import LIMITS, Refusal
from ui.lab.refused import told
from warehouse.home import Home
from warehouse.readers import reader_of
from words import speak
from words.visible import visible

DOCUMENT = PROJECT / "docs" / "hostile.md"
LONGEST = 110
INTRODUCTION = """# What the SQL lab makes of hostile statements

<!-- Made by `python -m scripts.hostile`; the list stands in tests/hostile.toml, and tests/test_hostile.py holds the program to it. -->

{count} statements, each run as the lab runs it: in a process of its own, at most {seconds:g} seconds, {megabytes} MB of memory,
{rows:,} rows and {answer} MB of answer. {refused} were not answered and {answered} were harmless. Before and after each the files
of the home were compared: {changed}.
"""


def main() -> int:
    """Write the document; 1 where a statement ended otherwise than the list says, or a file changed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    home = Home.of(parser.parse_args().home)
    reader = reader_of(home)
    tables, wrong, changed = tables_of(reader), [], 0
    lines: list[str] = []
    told_of: dict[str, Refusal] = {}
    for tries, group in groupby(hostile(), lambda one: one.tries):
        lines += [
            "",
            f"### {tries[0].upper()}{tries[1:]}",
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
            if found.refusal:
                told_of.setdefault(found.kind, found.refusal)
            lines.append(f"| {_cell(one.text)} | {_what(found)} | {seconds:.1f} |")
            print(one, found.kind, f"{seconds:.1f}", flush=True)
    answered = sum("| answered, " in line for line in lines)
    first = INTRODUCTION.format(
        count=len(hostile()), seconds=LIMITS.seconds, megabytes=LIMITS.megabytes, rows=LIMITS.rows, answer=LIMITS.answer_megabytes,
        refused=len(hostile()) - answered, answered=answered,
        changed=f"{changed} times one differed" if changed else "none changed, none came and none went",
    )  # fmt: skip
    DOCUMENT.write_text("\n".join([first, *_sentences(told_of), *lines, ""]), encoding="utf-8")
    print(*wrong, sep="\n")
    return int(bool(wrong or changed))


def _is_as_listed(one: Hostile, found: Verdict) -> bool:
    limited = ("too_long", "memory", "rows", "large")
    return one.kind in (found.kind, "any") or (one.kind == "limit" and found.kind in limited)


def _what(found: Verdict) -> str:
    """Of which kind a refusal is, and in which line; of an answer its rows."""
    if found.refusal is None:
        return f"answered, {found.rows:,} row{'s' * (found.rows != 1)}"
    where = f", line {found.refusal.line}" if found.refusal.line else ""
    return f"{found.kind}{where}"


def _sentences(found: Mapping[str, Refusal]) -> Iterator[str]:
    """What a reader is told of each kind, in both languages, by the first statement of it."""
    yield from ("", "## What a reader is told", "", "| kind | in English | in Chinese |", "|---|---|---|")
    for kind, refusal in sorted(found.items()):
        cells = []
        for language in ("en", "zh"):
            head, text = told(speak(language), refusal)
            cells.append(f"**{_plain(head)}** {_plain(text)}")
        yield f"| {kind} | {' | '.join(cells)} |"
    yield from ("", "## Statement by statement")


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _cell(text: str) -> str:
    """The statement in a line, cut where it is long; what cannot be seen by its code."""
    line = visible(" ".join(text.split()))
    line = line if len(line) <= LONGEST else f"{line[:LONGEST]}… ({len(text):,} characters)"
    return f"`{line.replace('|', chr(92) + '|').replace('`', chr(39))}`" if line else "(nothing)"


if __name__ == "__main__":
    raise SystemExit(main())
