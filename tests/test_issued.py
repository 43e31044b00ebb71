"""Issued bulletins: frozen with their snapshot, added to and never changed, whole whatever is killed; and which figures moved since."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from files import picture
from files.bulletin import moved as moving
from files.bulletin.content import gather
from files.bulletin.figures import Form
from pipelines.filing import bulletins
from pipelines.filing.bulletins import Outcome, Request
from programme import PROJECT
from tests.test_command_line import run
from tests.tiny import BINGYIN, PERIOD, WORKERS, Tiny, once
from warehouse import issued, retention, snapshots
from words import numbers, speak
from words.problems import HomeError, WrongUse


@once
def partly(tiny: Tiny) -> None:
    """Two counties on target, one reported in part, two not at all."""
    tiny.staff_everywhere({"990101": 40, "990102": 50})
    tiny.staff({BINGYIN[0]: 6, BINGYIN[1]: 4})
    tiny.built()


@pytest.fixture(autouse=True)
def on_the_day(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny day, and documents without their map: drawing that takes most of a second."""
    monkeypatch.setattr(picture, "writes_chinese", lambda: False)
    monkeypatch.setenv("OBSERVATORY_TODAY", "2026-02-20")


def request(number: str = "3", *, by: str = "张三", period: dt.date = PERIOD) -> Request:
    return Request(number, by, "zh", WORKERS, period)


def issue(tiny: Tiny, number: str = "3", **more: Any) -> Outcome:
    return bulletins.issue(tiny.home, tiny.reader, request(number), **more)


def everything(tiny: Tiny) -> dict[str, bytes]:
    return {
        str(path.relative_to(tiny.home.issued)): path.read_bytes()
        for path in sorted(tiny.home.issued.rglob("*"))
        if path.is_file()
    }


def test_a_bulletin_is_issued_once_and_kept_as_it_was(tiny: Tiny) -> None:
    partly(tiny)
    outcome = issue(tiny)
    assert outcome.status == "issued"
    (row,) = issued.rows(tiny.home)
    assert (row["number"], row["edition"], row["by"], row["on"]) == ("3", 1, "张三", "2026-02-20")
    assert (row["period"], row["indicator"]) == ("2025-12-31", WORKERS)
    assert row["snapshot"] == tiny.reader.snapshot.id
    assert set(row["files"]) == {"docx", "md", "figures"}  # no map, where nothing has Chinese characters
    for form in row["files"]:
        assert len(bulletins.document(tiny.home, row, form)) == row["files"][form]["bytes"]
    assert bulletins.document(tiny.home, row, "docx").startswith(b"PK")
    told = bulletins.figures_of(tiny.home, row)
    assert len(told["figures"]) == row["figures"] > 20
    assert {"id", "question", "parameters", "where", "column"} <= {
        *told["figures"][0],
        *told["figures"][0]["source"],
    }
    before = everything(tiny)
    assert issue(tiny).status == "already"
    assert everything(tiny) == before


def test_issued_again_it_lists_what_moved_and_is_a_new_edition_only_where_that_is_asked_for(
    tiny: Tiny,
) -> None:
    partly(tiny)
    issue(tiny)
    late = tiny.staff({BINGYIN[2]: 10, "990202": 30})
    corrected = tiny.staff_everywhere({"990101": 2})
    tiny.built()
    before = everything(tiny)
    outcome = issue(tiny)
    assert outcome.status == "moved"
    assert everything(tiny) == before
    moved = {one.id: one for one in outcome.moved}
    zh = speak("zh")
    assert moved["county.990101.gap"].old == "—"  # it was on target, and stood in no table
    assert moved["county.990101.gap"].why(zh) == f"更正（{corrected}）"
    counted = moved["whole.unknown"]
    assert (counted.old, counted.new) == ("3", "1")
    assert counted.why(zh) == f"补报（{late}），更正（{corrected}）"
    assert moved["undecided.unreported_names"].new == "戊辰市"
    assert "whole.counties_judged" not in moved
    assert issue(tiny, new_edition=True).status == "issued"
    assert [row["edition"] for row in issued.rows(tiny.home)] == [1, 2]
    assert {name: data for name, data in everything(tiny).items() if name in before} == before
    assert [row["state"] for row in bulletins.listing(tiny.home)] == ["standing", "replaced"]
    assert issue(tiny, new_edition=True).status == "already"


def test_a_county_that_left_the_table_has_its_figure_and_gap_of_today(tiny: Tiny) -> None:
    partly(tiny)
    issue(tiny)
    late = tiny.staff_everywhere({"990102": 60})
    tiny.built()
    now = {
        row["area_code"]: row
        for row in tiny.reader.rows("county_compliance", indicator=WORKERS, period=PERIOD, area="990000")
    }
    assert now["990102"]["verdict"] == "met"
    moved = {one.id: one for one in issue(tiny).moved}
    value, gap = moved["county.990102.value_shown"], moved["county.990102.gap"]
    assert (value.new, gap.new) == (numbers.ratio(now["990102"]["value_shown"], 2), "0")
    assert numbers.DASH not in (value.old, gap.old)
    assert late in gap.why(speak("zh"))
    # A reason that holds of nobody any more is none, and no dash.
    tiny.staff({BINGYIN[2]: 10})
    tiny.build()
    assert {one.id: one for one in issue(tiny).moved}["whole.partial"].new == "0"


def test_a_change_that_moved_is_told_with_its_sign(tiny: Tiny) -> None:
    partly(tiny)
    content = gather(tiny.reader, "zh", WORKERS, PERIOD)
    (name, figure) = next((one, figure) for one, figure in content.figures.items() if one == "whole.gap")
    size = replace(figure, form=Form("size"))
    for value, text in (("-125", "−125"), ("125", "+125"), ("0", "0")):
        then = {
            **moving.record(content),
            "figures": [{**replace(size, value=value, text=value.strip("-")).as_dict()}],
        }
        now = replace(content, figures={name: replace(size, value="-7", text="7")})
        (one,) = moving.moved(then, now)
        assert (one.old, one.new) == (text, "−7")


def test_a_figure_of_a_question_that_is_none_any_more_has_a_dash(tiny: Tiny) -> None:
    partly(tiny)
    content = gather(tiny.reader, "zh", WORKERS, PERIOD)
    figure = content.figures["whole.met"]
    for source in (replace(figure.source, question="nobody"), replace(figure.source, column="nothing")):
        then = {**moving.record(content), "figures": [replace(figure, id="old", source=source).as_dict()]}
        (one,) = moving.moved(then, replace(content, figures={}))
        assert (one.old, one.new) == (figure.text, "—")


def test_a_new_edition_of_the_population_is_told_as_one(tiny: Tiny) -> None:
    partly(tiny)
    issue(tiny)
    tiny.urban("990101", 18_000)
    tiny.built()
    moved = {one.id: one for one in issue(tiny).moved}
    assert moved["city.990100.value_shown"].why(speak("en")) == "new denominator"
    assert all(one.causes for one in moved.values())


def test_a_changed_target_is_told_as_one(tiny: Tiny) -> None:
    partly(tiny)
    issue(tiny)
    tiny.target(value="30")
    tiny.built()
    moved = {one.id: one for one in issue(tiny).moved}
    assert moved["whole.met"].why(speak("zh")) == "目标改变"


def test_a_withdrawal_is_a_row_of_its_own_and_what_was_issued_stays(tiny: Tiny) -> None:
    partly(tiny)
    issue(tiny)
    before = everything(tiny)
    day = dt.date(2026, 3, 1)
    assert bulletins.withdraw(tiny.home, "3", "李四", day).status == "withdrawn"
    assert bulletins.withdraw(tiny.home, "3", "李四", day).status == "already"
    assert [row["kind"] for row in issued.rows(tiny.home)] == ["issued", "withdrawn"]
    assert {name: data for name, data in everything(tiny).items() if name in before} == before
    assert [row["state"] for row in bulletins.listing(tiny.home)] == ["withdrawn"]
    # Issued again though nothing moved: only as a new edition.
    assert issue(tiny).status == "taken_back"
    assert issue(tiny, new_edition=True).row["edition"] == 2
    with pytest.raises(WrongUse, match="9"):
        bulletins.withdraw(tiny.home, "9", "李四", day)


def test_a_number_is_that_of_one_bulletin(tiny: Tiny) -> None:
    partly(tiny)
    issue(tiny)
    with pytest.raises(WrongUse, match="another number"):
        bulletins.issue(tiny.home, tiny.reader, request(period=dt.date(2025, 9, 30)), new_edition=True)
    for number, by in (("", "a"), ("  ", "a"), ("1", " "), ("1" * 50, "a"), ("1\x1b2", "a")):
        with pytest.raises(WrongUse):
            bulletins.issue(tiny.home, tiny.reader, request(number, by=by))
    assert len(issued.rows(tiny.home)) == 1


def test_a_second_number_for_the_same_is_issued_only_where_that_is_asked_for(tiny: Tiny) -> None:
    partly(tiny)
    issue(tiny)
    before = everything(tiny)
    outcome = issue(tiny, "4", new_edition=True)
    assert (outcome.status, outcome.row["number"]) == ("beside", "3")
    assert everything(tiny) == before
    # Of another language or period it is another bulletin.
    for other in (replace(request("5"), language="en"), request("6", period=dt.date(2025, 9, 30))):
        assert bulletins.issue(tiny.home, tiny.reader, other).status == "issued"
    assert issue(tiny, "4", second_number=True).status == "issued"
    # Both stand now, and either may have a new edition; one that is taken back has its place taken.
    assert issue(tiny, "4").status == "already"
    bulletins.withdraw(tiny.home, "3", "李四", dt.date(2026, 3, 1))
    assert issue(tiny, "3", new_edition=True).status == "beside"
    bulletins.withdraw(tiny.home, "4", "李四", dt.date(2026, 3, 1))
    assert issue(tiny, "7").status == "issued"


def test_the_command_asks_for_a_second_number_and_says_what_was_withdrawn(tiny: Tiny, tmp_path: Path) -> None:
    partly(tiny)
    assert run(tiny, "bulletin", "issue", "7", "--by", "Li", "--lang", "zh").returncode == 0
    # The English one is another bulletin.
    assert run(tiny, "bulletin", "issue", "7e", "--by", "Li", "--lang", "en").returncode == 0
    for language, words in (("zh", "仍然有效，没有签发"), ("en", "stands for the same indicator")):
        done = run(tiny, "bulletin", "issue", "8", "--by", "Li", "--lang", language)
        assert (done.returncode, words in done.stderr, "--second-number" in done.stderr) == (3, True, True)
    done = run(tiny, "bulletin", "issue", "8", "--by", "Li", "--lang", "zh", "--second-number")
    assert done.returncode == 0, done.stderr
    for language, kept in (("zh", "通报 7、7e、8 签发所用"), ("en", "issued in bulletin 7, 7e, 8")):
        told = " ".join(run(tiny, "snapshots", "--lang", language, COLUMNS="300").stdout.split())
        assert kept in told
        assert ("指定保留" if language == "zh" else "pinned") not in told
    assert run(tiny, "bulletin", "withdraw", "8", "--by", "Li", "--lang", "zh").returncode == 0
    for language, copied in (("zh", "已经撤回"), ("en", "was withdrawn")):
        done = run(tiny, "bulletin", "copy", "8", "-o", str(tmp_path / f"{language}.md"), "--lang", language)
        assert (done.returncode, copied in done.stderr) == (0, True)
    done = run(tiny, "bulletin", "issue", "8", "--by", "Li", "--lang", "zh")
    assert (done.returncode, "已经撤回，没有签发" in done.stderr, "--new-edition" in done.stderr) == (
        3,
        True,
        True,
    )


def test_the_command_tells_all_that_is_missing_at_once(tiny: Tiny) -> None:
    partly(tiny)
    for deed, named in (
        ("issue", ("NUMBER", "--by NAME")),
        ("withdraw", ("NUMBER", "--by NAME")),
        ("copy", ("NUMBER", "-o FILE.docx")),
    ):
        for language in ("zh", "en"):
            done = run(tiny, "bulletin", deed, "--lang", language)
            assert done.returncode == 2
            assert all(name in done.stderr for name in (deed, *named)), done.stderr
    done = run(tiny, "bulletin", "issue", "3", "--lang", "en")
    assert ("NUMBER" in done.stderr, "--by NAME" in done.stderr) == (False, True)


def test_the_snapshot_of_an_issued_bulletin_is_never_taken_away(tiny: Tiny) -> None:
    partly(tiny)
    tiny.home.settings_file.write_text("[snapshots]\nnewest = 1\nmonths = false\n", encoding="utf-8")
    name = str(issue(tiny).row["snapshot"])
    tiny.staff_everywhere({"990202": 30})
    tiny.built()
    assert retention.reasons(tiny.home)[name] == ["pinned", "issued"]
    retention.pin(tiny.home, name, keep=False)
    bulletins.withdraw(tiny.home, "3", "李四", dt.date(2026, 3, 1))
    tiny.build()
    assert retention.prune(tiny.home) == []
    assert name in snapshots.names(tiny.home)


def test_a_file_that_was_changed_is_not_given_for_what_was_issued(tiny: Tiny) -> None:
    partly(tiny)
    row = issue(tiny).row
    path = tiny.home.issued / "files" / row["files"]["md"]["sha256"]
    path.write_bytes(b"other")
    with pytest.raises(HomeError, match="not what was issued"):
        bulletins.document(tiny.home, row, "md")
    path.unlink()
    with pytest.raises(HomeError, match="backup"):
        bulletins.document(tiny.home, row, "md")


def test_a_home_that_cannot_be_written_says_so(tiny: Tiny) -> None:
    partly(tiny)
    tiny.home.issued.write_text("", encoding="utf-8")
    with pytest.raises(HomeError) as caught:
        issue(tiny)
    assert caught.value.key == "home.not_writable"


KILLED = """
import datetime as dt, os, signal, sys
from pipelines.filing import bulletins
from pipelines.filing.bulletins import Request
from warehouse.home import Home
from warehouse.readers import reader_of

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

home = Home.of(sys.argv[1])
append = bulletins._append
def half_appended(home, row):
    os.fsync = die  # its files are there and its snapshot is pinned: the row is not whole
    append(home, row)
bulletins._append = half_appended
bulletins.issue(home, reader_of(home), Request("3", "a", "zh", "community_workers_per_10k_urban", dt.date(2025, 12, 31)))
"""


def test_a_killed_issue_leaves_nothing_that_counts_and_can_be_done_again(tiny: Tiny) -> None:
    partly(tiny)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tiny.home.root)], cwd=PROJECT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert issued.rows(tiny.home) == []
    assert issue(tiny).status == "issued"
    (row,) = issued.rows(tiny.home)
    assert len(bulletins.document(tiny.home, row, "docx")) == row["files"]["docx"]["bytes"]
    assert [path for path in tiny.home.issued.rglob(".*") if path.name != ".lock"] == []


def test_the_command_issues_lists_copies_and_withdraws(tiny: Tiny, tmp_path: Path) -> None:
    partly(tiny)
    done = run(tiny, "bulletin", "issue", "7", "--by", "Li", "--lang", "zh")
    assert (done.returncode, "编号 7" in done.stdout) == (0, True), done.stderr
    listed = json.loads(run(tiny, "bulletin", "list", "--json", "--lang", "zh").stdout)
    assert [(row["number"], row["state"], row["moved_since"]) for row in listed] == [("7", "standing", 0)]
    copy = tmp_path / "copy.md"
    assert run(tiny, "bulletin", "copy", "7", "-o", str(copy), "--lang", "en").returncode == 0
    assert copy.read_bytes() == bulletins.document(tiny.home, listed[0], "md")
    tiny.staff_everywhere({"990101": 2})
    tiny.built()
    again = run(tiny, "bulletin", "issue", "7", "--by", "Li", "--lang", "zh")
    assert (again.returncode, "whole.met" in again.stdout, "--new-edition" in again.stderr) == (3, True, True)
    assert run(tiny, "bulletin", "issue", "7", "--by", "Li", "--lang", "zh", "--new-edition").returncode == 0
    assert run(tiny, "bulletin", "withdraw", "7", "--by", "Li", "--lang", "en").returncode == 0
    assert "withdrawn" in run(tiny, "bulletin", "list", "--lang", "en").stdout
    for wrong in (("issue",), ("issue", "7"), ("copy", "7"), ("withdraw", "8", "--by", "Li")):
        assert run(tiny, "bulletin", *wrong, "--lang", "en").returncode == 2, wrong


def test_nothing_moved_where_nothing_changed(tiny: Tiny) -> None:
    partly(tiny)
    row = issue(tiny).row
    tiny.built()
    now = gather(tiny.reader, "zh", WORKERS, PERIOD)
    assert bulletins.moved_since(tiny.home, row, now) == []
