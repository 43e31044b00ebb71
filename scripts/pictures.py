"""Takes the pictures that the records of the pages name (`ui.frame.screens`), under docs/pictures/.

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
from ui.frame.screens import SCREENS, Picture, Screen

FOLDER = PROJECT / "docs" / "pictures"
# What the records of the pages leave open, of the shipped sample.
SAMPLE = {
    "period": "2025-12-31",
    "county": "330782",
    "city": "330100",
    "areas": "330302,330782,330106,330114,330681",
    "no_target": "certified_worker_share",
    "policy_county": "330302",
    "policy_city": "330300",
    "clustered": "social_organizations_per_10k",
    "case": "C03",
    "redrawn": "330102,330109,330110,330114",
    "ended": "330102,330104,330109,330110",
    "before_redrawn": "2020-12-31",
}
HEIGHTS = {390: 844, 1024: 768, 1280: 800, 1440: 900, 1920: 1080}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


def pictures() -> dict[str, tuple[Screen, Picture]]:
    """The pictures of all pages, by the name of their file."""
    return {
        f"{screen.name}-{picture.name}": (screen, picture)
        for screen in SCREENS.values()
        for picture in screen.pictures
    }


def take(home: Path, only: str | None) -> int:
    """Take the pictures; returns how many pages asked another host or complained."""
    bad = 0
    with served(PROJECT / "app.py", environment={"OBSERVATORY_HOME": str(home)}) as address:
        for name, (screen, picture) in pictures().items():
            if only and only not in name:
                continue
            query = [picture.query.format(**SAMPLE)] if picture.query else []
            query.append(f"lang={picture.language}")
            if picture.theme == "dark":
                query.append("embed_options=dark_theme")
            with opened(
                f"{address}/{screen.stem}?{'&'.join(query)}",
                width=picture.width,
                height=HEIGHTS[picture.width],
                theme=picture.theme,
                locale=LOCALES[picture.language],
                phone=picture.phone,
            ) as visit:
                visit.wait_for(picture.shows)
                # What is made in the background is there when its bar is gone.
                visit.page.wait_for_function(
                    "() => !document.querySelector('[data-testid=stProgress]')", timeout=120_000
                )
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
