"""A home says which layout it has: an older one is brought forward, a newer one refused by name."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tests.filing import TODAY, staffing, take, take_text, write
from tests.test_command_line import run
from tests.tiny import PERIOD, Tiny
from warehouse.home import FORMAT, Home
from warehouse.snapshots import current, is_up_to_date, rollback
from words.problems import HomeError, SnapshotError

# Made by the version before homes had a number: two returns landed, one snapshot built.
OLDEST = Path(__file__).parent / "homes" / "format-1.tar.gz"


@pytest.fixture
def old(tiny: Tiny) -> Tiny:
    """The tiny pack with a home that an earlier version made."""
    with tarfile.open(OLDEST) as archive:
        # It is ours, so without `filter`: that came with Python 3.11.4, and Debian 12 has 3.11.2.
        archive.extractall(tiny.home.root.parent)
    tiny.home = Home.of(tiny.home.root.parent / "h1")
    return tiny


def test_a_new_home_has_todays_format(tiny: Tiny) -> None:
    assert tiny.home.format() is None
    take_text(tiny, staffing("990101001,2025-12-31,1,2,3,4"))
    assert (tiny.home.format(), tiny.home.format_file.read_text()) == (FORMAT, f"{FORMAT}\n")


def test_an_older_home_is_read_as_it_is_and_brought_forward_by_the_next_command_that_writes(
    old: Tiny,
) -> None:
    assert old.home.format() == 1
    done = run(old, "status")
    assert done.returncode == 0
    assert "The SQL or the pack has changed since: run build." in done.stdout
    assert old.home.format() == 1
    outcome = take_text(old, staffing("990101002,2025-12-31,1,2,15,4"), filed_on=TODAY)
    assert (outcome.status, outcome.batch_id) == ("accepted", "staffing-00000003")
    assert old.home.format() == FORMAT
    assert len(list(old.home.filed.iterdir())) == 1


def test_what_an_older_home_landed_stands_as_if_it_had_landed_today(old: Tiny, tmp_path: Path) -> None:
    same = staffing("990101001,2025-12-31,1,2,20,4", "990101002,2025-12-31,1,2,14,4")
    assert take_text(old, same).status == "duplicate"
    info = old.build()
    before = old.values()
    fresh = Tiny(tmp_path / "fresh")
    folder = tmp_path / "returns"
    text = staffing(
        "990101001,2025-12-31,1,2,20,4", "990101002,2025-12-31,1,2,14,4", "990201100,2025-12-31,1,1,5,2"
    )
    population = f"area_code,period,resident_population,urban_population\n990201,{PERIOD},16000,10400\n"
    take(
        fresh,
        write(folder, "staffing.csv", text),
        write(folder, "population.csv", population),
        confirmed=True,
    )
    fresh.build()
    assert before == fresh.values()
    assert before["990101"]["numerator"] == 40
    assert is_up_to_date(info, old.pack)


def test_a_snapshot_of_an_older_version_is_not_shown(old: Tiny) -> None:
    found = current(old.home)
    assert found is not None
    assert not is_up_to_date(found, old.pack)
    old.build()
    with pytest.raises(SnapshotError, match="other versions"):
        rollback(old.home, found.id, pack=old.pack)


@pytest.mark.parametrize("command", [["status"], ["build"], ["demo"], ["snapshots"], ["sql", "select 1"]])
def test_a_newer_home_is_refused_by_name(tiny: Tiny, command: list[str]) -> None:
    tiny.build()
    tiny.home.format_file.write_text(f"{FORMAT + 1}\n")
    done = run(tiny, *command)
    assert done.returncode == 1
    assert f"has format {FORMAT + 1}" in done.stderr
    assert f"up to {FORMAT}" in done.stderr


def test_a_number_that_is_none_is_named(tiny: Tiny) -> None:
    tiny.build()
    tiny.home.format_file.write_text("soon")
    with pytest.raises(HomeError, match="holds 'soon'"):
        tiny.build()
