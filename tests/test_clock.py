"""Days and moments are the province's, whatever the machine is set to; UTC only as stored."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from programme import PROJECT, clock
from programme.packs.checks import check_pack
from programme.packs.pack import read_pack
from tests.filing import workers, write
from tests.tiny import Tiny
from ui.frame import kept
from words.problems import PackError

# 07:41 on 13 October in Beijing; 23:41 on the 12th in UTC, 16:41 on the 12th in Los Angeles.
MORNING = "2026-10-12T23:41:00+00:00"
DAY = "2026-10-13"
# The command line as a process whose clock stands still: what reads the machine's clock is replaced, nothing else.
AT = """
import datetime as dt, sys
from programme import clock
now = dt.datetime.fromisoformat(sys.argv.pop(1))
clock.instant = lambda: now
from pipelines.commands.every import app_for
app_for(sys.argv[1:])()
"""
MACHINES = ("UTC", "America/Los_Angeles")


def command(tiny: Tiny, machine: str, *arguments: str, at: str = MORNING) -> str:
    """What a command prints at a moment, on a machine set to a zone; it must succeed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OBSERVATORY_")} | {
        "OBSERVATORY_HOME": str(tiny.home.root),
        "OBSERVATORY_REFERENCE": str(tiny.pack_folder),
        "TZ": machine,
        "LC_ALL": "en_US.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "-c", AT, at, *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def zoned(tiny: Tiny, line: str) -> None:
    """Let the pack say another zone, or none."""
    path = tiny.pack_folder / "pack.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"timezone = .*\n", line, text), encoding="utf-8")


@pytest.mark.parametrize("machine", MACHINES)
def test_a_return_of_the_provinces_morning_is_filed_on_the_provinces_day(
    tiny: Tiny, tmp_path: Path, machine: str
) -> None:
    first = write(tmp_path, "first.csv", workers("990202", period="2026-09-30"))
    second = write(tmp_path, "second.csv", workers("990101001", period="2026-09-30"))
    command(tiny, machine, "ingest", str(first), "--dataset", "staffing", "--filed-on", DAY)
    command(tiny, machine, "ingest", str(second), "--dataset", "staffing")
    command(tiny, machine, "build")
    asked = "select distinct cast(filed_on as varchar) as day from marts.returns"
    assert json.loads(command(tiny, machine, "sql", asked, "--format", "json")) == [{"day": DAY}]
    told = json.loads(command(tiny, machine, "status", "--json"))
    assert told["snapshot"]["today"] == DAY
    assert told["snapshot"]["id"] == f"{DAY.replace('-', '')}-01"


def test_a_quarter_is_told_from_its_last_day_in_the_province(tiny: Tiny) -> None:
    command(tiny, "UTC", "build", at="2026-09-29T15:59:59+00:00")
    assert tiny.ask("snapshot_facts")["last_period"].to_list() == [dt.date(2026, 6, 30)]
    command(tiny, "UTC", "build", at="2026-09-29T16:00:00+00:00")
    assert tiny.ask("snapshot_facts")["last_period"].to_list() == [dt.date(2026, 9, 30)]


def test_another_zone_of_the_pack_is_another_day(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    evening = dt.datetime(2026, 10, 12, 17, 30, tzinfo=dt.UTC)  # 01:30 of the 13th in Beijing
    monkeypatch.setattr(clock, "instant", lambda: evening)
    days = {}
    for zone in ("Asia/Shanghai", "Asia/Urumqi", "Europe/Lisbon", "UTC"):
        zoned(tiny, f'timezone = "{zone}"\n')
        days[zone] = clock.today(tiny.pack.timezone).day
    assert days == {"Asia/Shanghai": 13, "Asia/Urumqi": 12, "Europe/Lisbon": 12, "UTC": 12}
    zoned(tiny, "")
    assert tiny.pack.timezone.key == "Asia/Shanghai"  # a pack that says none
    monkeypatch.setenv("OBSERVATORY_TODAY", "2024-05-01")
    assert clock.today(tiny.pack.timezone) == dt.date(2024, 5, 1)


@pytest.mark.parametrize(
    "value",
    [
        '"Beijing"',
        '"UTC+8"',
        '"localtime"',
        '"/etc/localtime"',
        '"../UTC"',
        '"Asia"',
        '""',
        "8",
        '"Asia/Nowhere"',
        '"中国"',
    ],
)
def test_a_zone_that_is_none_is_a_fault_of_the_pack_that_names_it(tiny: Tiny, value: str) -> None:
    zoned(tiny, f"timezone = {value}\n")
    shown = value.strip('"')
    with pytest.raises(PackError) as told:
        check_pack(read_pack(tiny.pack_folder))
    for language in ("zh", "en"):
        message = told.value.message(language)
        assert "timezone" in message
        assert shown in message
        assert "Asia/Shanghai" in message
    with pytest.raises(PackError, match="timezone"):
        _ = tiny.pack.timezone


@pytest.mark.parametrize("machine", MACHINES)
def test_moments_are_told_on_the_provinces_clock(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    info = tiny.build()
    moment = clock.local(info.built_at, tiny.pack.timezone)
    assert moment.utcoffset() == dt.timedelta(hours=8)
    assert f"{moment:%Y-%m-%d %H:%M}" in command(tiny, machine, "status")
    assert f"{moment:%Y-%m-%d %H:%M}" in command(tiny, machine, "snapshots")
    monkeypatch.setenv("TZ", machine)
    monkeypatch.setenv("OBSERVATORY_HOME", str(tiny.home.root))
    monkeypatch.setenv("OBSERVATORY_REFERENCE", str(tiny.pack_folder))
    time.tzset()
    try:
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
        for page in ("app.py", "pages/about.py"):
            app.switch_page(page).run()
            drawn = " ".join(str(block.proto.body) for block in app.get("html"))
            assert f"{moment:%H:%M}" in drawn, page
    finally:
        st.cache_resource.clear()
        kept.forget()
        monkeypatch.undo()
        time.tzset()
