"""Walks every page in both languages, both themes and five widths, and writes what is wrong with each to docs/look.md.

    python -m scripts.look [--home DIR] [--only NAME] [--pictures DIR]

A page of a look is wrong where it shows an error, has no title in its language or another colour of ground, asks another host, complains in
its console, reaches beyond its window sideways, cuts a line of text off, or where axe-core finds something serious. Without a home the
sample is built into a temporary one. The exit status is 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from draw.palette import palette
from scripts.pictures import HEIGHTS, LOCALES, SAMPLE
from tests.browser import PROJECT, Visit, browsing, faults, ground, opened, served
from ui.frame.screens import SCREENS, Screen

REPORT = PROJECT / "docs" / "look.md"
PHONE = 390
WIDTHS = (1440, 1920, 1280, 1024)  # of one window, the first as it is opened; a telephone is opened by itself
AXE_AT = (1440, PHONE)
THEMES = ("light", "dark")
# What reaches beyond the window, beside what has a bar of its own.
BEYOND = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .filter(e => e && e.scrollWidth > e.clientWidth + 1).map(e => `${e.scrollWidth} of ${e.clientWidth} pixels`)"""
# A heading, a button or a sentence of ours that its box cuts off, unless the way to the whole of it stands beside it.
CUT = """() => [...document.querySelectorAll('[data-testid=stMain] h1, [data-testid=stMain] h2, [data-testid=stMain] h3,'
        + ' [data-testid=stMain] button p, [data-testid=stMain] .stHtml p, [data-testid=stMetricValue] *')]
    .filter(e => e.checkVisibility() && e.childElementCount === 0 && e.scrollWidth > e.clientWidth + 1
        && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && !e.closest('.unseen')
        && !e.parentElement.querySelector(':scope > details > summary'))
    .map(e => e.innerText.slice(0, 60))"""
FOOT = "() => Math.round(document.querySelector('[data-testid=stMain] footer')?.getBoundingClientRect().bottom ?? 0)"


@dataclass
class Walked:
    """What was met on one page: how many looks, what was wrong with them, and what is told of the first."""

    looks: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0
    foot: int = 0


def walk(address: str, screen: Screen, pictures: Path | None) -> Walked:
    """Every look of one page."""
    found = Walked()
    query = next((one.query for one in screen.pictures if one.query), "").format(**SAMPLE)
    for language in LOCALES:
        for theme in THEMES:
            for phone in (False, True):
                place = f"{address}/{screen.stem}" + (f"?{query}" if query else "")
                began = time.monotonic()
                width = PHONE if phone else WIDTHS[0]
                with opened(
                    place,
                    width=width,
                    height=HEIGHTS[width],
                    theme=theme,
                    locale=LOCALES[language],
                    phone=phone,
                ) as visit:
                    visit.wait_until_still(120)
                    if not phone:
                        found.slowest = max(found.slowest, time.monotonic() - began)
                    _finished(visit)
                    found.largest = max(found.largest, visit.bytes_received)
                    for wide in (PHONE,) if phone else WIDTHS:
                        name = f"{screen.name} {language} {theme} {wide}"
                        found.looks += 1
                        found.wrong += [f"{name}: {one}" for one in _look(visit, language, theme, wide)]
                        if wide == WIDTHS[0] and language == "zh" and theme == "light":
                            found.foot = visit.page.evaluate(FOOT)
                        if pictures is not None:
                            visit.picture(pictures / f"{name.replace(' ', '-')}.png")
                    troubled = visit.foreign + visit.complaints
                    found.wrong += [f"{screen.name} {language} {theme} {width}: {one}" for one in troubled]
    return found


def _finished(visit: Visit) -> None:
    """What is made in the background is there when its bar is gone."""
    visit.page.wait_for_function("() => !document.querySelector('[data-testid=stProgress]')", timeout=180_000)
    visit.page.wait_for_timeout(700)


def _look(visit: Visit, language: str, theme: str, width: int) -> Iterator[str]:
    page = visit.page
    if page.viewport_size and page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.wait_for_timeout(400)
        visit.wait_until_still(120)
        page.wait_for_timeout(300)
    failed = page.locator('[data-testid="stException"], [data-testid="stAlert"]')
    if failed.count():
        yield f"shows {failed.first.inner_text()[:120]!r}"
    titles = page.locator("h1")
    if titles.count() != 1:
        yield f"has {titles.count()} titles"
    if ground(visit) != palette("dark" if theme == "dark" else "light").page:
        yield f"has the ground {ground(visit)}"
    spoken = page.evaluate("document.documentElement.lang")
    if not str(spoken).startswith(language):
        yield f"calls its language {spoken!r}"
    for _ in range(8):  # a chart takes its size a moment after the page stands
        beyond = page.evaluate(BEYOND)
        if not beyond:
            break
        page.wait_for_timeout(250)
    yield from (f"reaches beyond its window: {one}" for one in beyond)
    yield from (f"cuts {one!r}" for one in page.evaluate(CUT))
    if width in AXE_AT:
        yield from (f"axe: {one}" for one in faults(Axe().run(page).response))


def report(walked: dict[str, Walked], seconds: float) -> str:
    """The report as Markdown."""
    looks = sum(one.looks for one in walked.values())
    wrong = [line for one in walked.values() for line in one.wrong]
    lines = [
        "# Every page, walked",
        "",
        f"`make look` opened {len(walked)} pages in two languages, two themes and five widths (390 as a telephone):",
        f"{looks} looks in {seconds / 60:.0f} minutes, on the sample. Looked for: errors, the title, language and ground, requests",
        "to other hosts, the console, what reaches beyond the window, lines cut off; axe-core at 1440 and 390. *Drawn* is the",
        "slowest of its first openings at 1440, browser and server on one machine, *KB* what came over the network then, *foot*",
        "where its foot ends at 1440 x 900 (Chinese, light).",
        "",
        "| page | looks | wrong | drawn, s | KB | foot |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {one.looks} | {len(one.wrong)} | {one.slowest:.1f} | {one.largest / 1000:.0f} | {one.foot} |"
        for name, one in walked.items()
    ]
    lines += ["", "Wrong: nothing." if not wrong else "Wrong:", *(f"- {one}" for one in wrong)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a home with the sample; by default it is built")
    parser.add_argument("--only", help="pages whose names contain this; no report is written")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of every look")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        if given.home is None:
            subprocess.run(
                [sys.executable, "-m", "pipelines", "demo", "--home", home], check=True, cwd=PROJECT
            )
        began, walked = time.monotonic(), {}
        with served(PROJECT / "app.py", environment={"OBSERVATORY_HOME": str(home)}) as address, browsing():
            for name, screen in SCREENS.items():
                if given.only and given.only not in name:
                    continue
                walked[name] = walk(address, screen, given.pictures)
                print(name, walked[name].looks, *walked[name].wrong, sep="\n  ", flush=True)
    if not given.only:
        REPORT.write_text(report(walked, time.monotonic() - began), encoding="utf-8")
    raise SystemExit(any(one.wrong for one in walked.values()))


if __name__ == "__main__":
    main()
