"""Takes the pictures of every page under docs/pictures/: both languages, both themes, three widths.

    python -m scripts.pictures [--home DIR] [--only NAME]

Without a home the sample is built into a temporary one. Fails when a page asks another host or complains in its console.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser import PROJECT, opened, served

FOLDER = PROJECT / "docs" / "pictures"
PERIOD = "period=2025-12-31"
# name -> page and query, language, theme, width
PICTURES: dict[str, tuple[str, str, str, int]] = {
    "home-zh-light": (f"?{PERIOD}&county=330782", "zh", "light", 1440),
    "home-en-dark": (f"?{PERIOD}&county=330782", "en", "dark", 1440),
    "home-en-light": (f"?{PERIOD}", "en", "light", 1440),
    "home-zh-dark": (f"?{PERIOD}", "zh", "dark", 1440),
    "home-zh-gap": (f"?{PERIOD}&colour=gap", "zh", "light", 1440),
    "home-zh-change": (f"?{PERIOD}&colour=change", "zh", "light", 1440),
    "home-zh-chart": (f"?{PERIOD}&view=chart", "zh", "light", 1440),
    "home-en-chart-dark": (f"?{PERIOD}&view=chart", "en", "dark", 1440),
    "home-zh-table": (f"?{PERIOD}&view=table", "zh", "light", 1440),
    "home-en-table-dark": (f"?{PERIOD}&view=table", "en", "dark", 1440),
    "home-zh-city": (f"?{PERIOD}&city=330100", "zh", "light", 1440),
    "home-zh-no-target": (f"?{PERIOD}&indicator=certified_worker_share", "zh", "light", 1440),
    "home-zh-light-1280": (f"?{PERIOD}&county=330782", "zh", "light", 1280),
    "home-zh-light-1920": (f"?{PERIOD}&county=330782", "zh", "light", 1920),
    "home-en-dark-1920": (f"?{PERIOD}", "en", "dark", 1920),
    "trends-zh-light": ("trends?areas=330302,330782,330106,330114,330681", "zh", "light", 1440),
    "trends-en-dark": ("trends?areas=330302,330782,330106,330114,330681", "en", "dark", 1440),
    "trends-zh-light-1280": ("trends?areas=330302,330782,330106,330114,330681", "zh", "light", 1280),
    "about-zh-light": ("about", "zh", "light", 1440),
    "about-en-dark": ("about", "en", "dark", 1440),
}
HEIGHTS = {1280: 800, 1440: 900, 1920: 1080}


def take(home: Path, only: str | None) -> int:
    """Take the pictures; returns how many pages asked another host or complained."""
    bad = 0
    with served(PROJECT / "app.py", environment={"OBSERVATORY_HOME": str(home)}) as address:
        for name, (query, language, theme, width) in PICTURES.items():
            if only and only not in name:
                continue
            joint = "&" if "?" in query else "?"
            where = f"{address}/{query}{joint}lang={language}"
            if theme == "dark":
                where += "&embed_options=dark_theme"
            locale = "zh-CN" if language == "zh" else "en-GB"
            with opened(where, width=width, height=HEIGHTS[width], theme=theme, locale=locale) as visit:
                if query.startswith("trends") or "view=chart" in query:
                    visit.wait_for_chart()
                elif query.startswith("about") or "view=table" in query:
                    visit.wait_until_still()
                else:
                    visit.wait_for_map()
                visit.page.wait_for_timeout(1500)
                visit.picture(FOLDER / f"{name}.png")
                troubled = visit.foreign + visit.complaints
                bad += bool(troubled)
                print(name, *troubled, flush=True)
    return bad


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--home", type=Path, help="a home with a snapshot; by default a temporary one with the sample"
    )
    parser.add_argument("--only", help="take only pictures whose name contains this")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or Path(folder)
        subprocess.run(
            [sys.executable, "-m", "pipelines", "demo", "--home", str(home)], cwd=PROJECT, check=True
        )
        sys.exit(1 if take(home, chosen.only) else 0)


if __name__ == "__main__":
    main()
