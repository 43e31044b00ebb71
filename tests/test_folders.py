"""Every file of a folder is accounted for: accepted, duplicate, rejected, or passed over with its reason."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from pipelines.commands.telling import ONE_BY_ONE
from pipelines.filing.folder import readable
from pipelines.filing.ingest import IngestReport
from pipelines.filing.landing import landed
from tests.filing import staffing, take, workers, write
from tests.test_command_line import run
from tests.tiny import DATASETS, Tiny
from words.problems import Problem

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
NOT_UTF_8 = pytest.mark.skipif(sys.platform != "linux", reason="names there are text")


@pytest.fixture
def folder(tiny: Tiny) -> Path:
    place = tiny.home.root.parent / "returns"
    place.mkdir()
    return place


def told(report: IngestReport) -> dict[str, str]:
    """What became of each file, by its name: its status, with `!` where a return may have been meant."""
    return {
        Path(one.path).name: one.status + "!" * (one.status == "passed_over" and bool(one.errors))
        for one in report.files
    }


def test_every_file_of_a_folder_is_told_and_a_return_that_may_be_missed_counts(
    tiny: Tiny, folder: Path
) -> None:
    write(folder, "a_staffing.csv", workers("990101"))
    tabs = staffing("990102,2025-12-31,1,2,3,4").replace(",", "\t")
    write(folder, "b_staffing.tsv", tabs)
    write(folder, "c_staffing.txt", tabs.replace("990102", "990201"))
    write(folder, "d_staffing.txt", tabs.replace("990102", "990202"), "utf-16")
    meant = [
        "a.xlsb",
        "b.zip",
        "c.rar",
        "d.7z",
        "e.doc",
        "f.pdf",
        "g.jpg",
        "h.numbers",
        "staffing",
        "j.csv.bak",
    ]
    for name in meant:
        write(folder, name, "stand-in")
    write(folder, "other.txt", "甲\t乙\t丙\n1\t2\t3\n")
    aside = [
        "~$a_staffing.xlsx",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "k.csv~",
        ".a_staffing.csv.swp",
        "README.md",
        "sample.toml",
    ]
    for name in aside:
        write(folder, name, "stand-in")
    write(folder, "readme.txt", "请把各县的表放在这里。\n谢谢！\n")
    write(folder, "files.csv", "file_name\na_staffing.csv\n")
    write(folder / ".git", "staffing.csv", workers("999001"))
    report = take(tiny, folder)
    assert told(report) == {
        **dict.fromkeys(["a_staffing.csv", "b_staffing.tsv", "c_staffing.txt", "d_staffing.txt"], "accepted"),
        **dict.fromkeys([*meant, "other.txt"], "passed_over!"),
        **dict.fromkeys([*aside, "readme.txt", "files.csv", ".git"], "passed_over"),
    }
    assert not report.complete
    for one in report.files:
        for finding in one.errors + one.warnings:
            assert finding.problem.key not in finding.message_zh + finding.message_en
    assert report.count("passed_over") == len(meant) + len(aside) + 4


@pytest.mark.parametrize(("many", "said"), [(False, []), (True, ["en", "zh"])])
def test_of_many_files_the_rejected_are_told_again_at_the_end(
    tiny: Tiny, folder: Path, many: bool, said: list[str]
) -> None:
    heads = {"en": "The rejected files once more", "zh": "再列一遍退回的文件"}
    write(folder, "wrong_staffing.csv", workers("990199"))
    for number in range(ONE_BY_ONE if many else 3):
        write(folder, f"{number}.csv~", "passed over")
    ways = {
        language: run(tiny, "ingest", str(folder), "--dry-run", "--lang", language).stdout
        for language in heads
    }
    assert [language for language in heads if heads[language] in ways[language]] == said
    for language in said:
        _, _, rest = ways[language].partition(heads[language])
        named = [line for line in rest.splitlines()[1:] if "_staffing.csv" in line]
        assert len(named) == 1
        assert "wrong_staffing.csv" in named[0]
        assert "990199" in named[0]


@pytest.mark.parametrize(("language", "more"), [("en", "and 27 files more"), ("zh", "另有 27 个文件")])
def test_of_many_files_those_passed_over_are_named_by_their_reason(
    tiny: Tiny, folder: Path, language: str, more: str
) -> None:
    for number in range(ONE_BY_ONE):
        write(folder, f"{number:02}.csv~", "passed over")
    write(folder, "a_staffing.csv", workers("990101"))
    write(folder, "files.csv", "file_name,filed_by\na_staffing.csv,甲区民政局\n")
    told = run(tiny, "ingest", str(folder), "--dry-run", "--lang", language).stdout
    (listed,) = [line for line in told.splitlines() if "files.csv" in line]
    assert Problem("gather.passed_over.list").message(language) in listed
    assert [f"{number:02}.csv~" in told for number in range(4)] == [True, True, True, False]
    assert more in told


def test_what_is_passed_over_sets_the_exit_status_of_a_dry_run_too(tiny: Tiny, folder: Path) -> None:
    write(folder, "a_staffing.csv", workers("990101"))
    write(folder, ".DS_Store", "stand-in")
    assert run(tiny, "ingest", str(folder), "--dry-run").returncode == 0
    write(folder, "普陀区.zip", "stand-in")
    for options in (["--dry-run"], []):
        done = run(tiny, "ingest", str(folder), *options, "--lang", "zh")
        assert done.returncode == 3
        assert f"略过  {folder / '普陀区.zip'}  压缩包" in done.stdout
        assert "略过 2" in done.stdout or "2 个略过" in done.stdout
    files = json.loads(run(tiny, "ingest", str(folder), "--json").stdout)["files"]
    assert [(Path(one["path"]).name, one["status"], [e["rule"] for e in one["errors"]]) for one in files] == [
        ("a_staffing.csv", "duplicate", []),
        (".DS_Store", "passed_over", []),
        ("普陀区.zip", "passed_over", ["passed_over"]),
    ]


def test_a_folder_with_nothing_that_may_be_a_return_is_wrong_use(tiny: Tiny, folder: Path) -> None:
    write(folder, ".DS_Store", "stand-in")
    assert run(tiny, "ingest", str(folder)).returncode == 2
    write(folder, "a.zip", "stand-in")
    assert run(tiny, "ingest", str(folder)).returncode == 3


def test_a_file_that_the_list_names_was_meant_and_is_refused_by_what_it_is(tiny: Tiny, folder: Path) -> None:
    write(folder, "a.pdf", "%PDF-1.7 stand-in")
    write(folder, "files.csv", "file_name,dataset\na.pdf,staffing\n")
    report = take(tiny, folder)
    assert told(report) == {"a.pdf": "rejected", "files.csv": "passed_over"}
    assert report.files[0].errors[0].rule == "other_document"


@UNIX
def test_links_are_told_and_never_followed(tiny: Tiny, folder: Path) -> None:
    outside = tiny.home.root.parent / "outside"
    secret = write(outside, "staffing.csv", workers("990201"))
    own = write(folder, "staffing.csv", workers("990101"))
    (folder / "away.csv").symlink_to(secret)
    (folder / "far").symlink_to(outside, target_is_directory=True)
    (folder / "gone.csv").symlink_to(outside / "gone.csv")
    (folder / "ring.csv").symlink_to(folder / "ring.csv")
    (folder / "again.csv").symlink_to("staffing.csv")
    (folder / "files.csv").symlink_to(
        write(outside, "files.csv", "file_name,filed_on\nstaffing.csv,2026-01-02\n")
    )
    report = take(tiny, folder)
    assert told(report) == {
        "staffing.csv": "accepted", "again.csv": "passed_over",
        **dict.fromkeys(["away.csv", "far", "gone.csv", "ring.csv", "files.csv"], "passed_over!"),
    }  # fmt: skip
    rows = landed(tiny.home, DATASETS["staffing"])
    assert rows["area_code"].to_list() == ["990101"]
    assert str(rows["filed_on"][0]) == "2026-02-20"
    (outside / "link.csv").symlink_to(own)
    (outside / "folder").symlink_to(folder, target_is_directory=True)
    named = take(tiny, outside / "link.csv", outside / "folder", folder / "gone.csv").files
    assert [(one.status, one.errors[0].rule) for one in named] == [("rejected", "link")] * 3
    assert str(own) in named[0].errors[0].message_en


@UNIX
def test_a_pipe_and_a_socket_in_a_folder_are_told_and_never_opened(tiny: Tiny, folder: Path) -> None:
    write(folder, "staffing.csv", workers("990101"))
    os.mkfifo(folder / "pipe.csv")
    before = Path.cwd()
    os.chdir(folder)  # the address of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.csv")
            report = take(tiny, folder)
    finally:
        os.chdir(before)
    assert told(report) == {
        "staffing.csv": "accepted",
        "pipe.csv": "passed_over!",
        "socket.csv": "passed_over!",
    }


@NOT_UTF_8
def test_names_in_other_encodings_are_told_and_kept_readably(tiny: Tiny, folder: Path) -> None:
    national = "社区工作者_甲子区.csv".encode("gb18030")
    (folder / os.fsdecode(national)).write_text(workers("990101"))
    (folder / os.fsdecode(b"staffing_\xff\xfe.csv")).write_text(workers("990102"))
    (folder / "staffing_\n\x1b[31m.csv").write_text(workers("990201"))
    done = run(tiny, "ingest", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    names = [Path(one["path"]).name for one in json.loads(done.stdout)["files"]]
    assert names == ["staffing_\\n\\x1b[31m.csv", "staffing_\\xff\\xfe.csv", "社区工作者_甲子区.csv"]
    assert sorted(landed(tiny.home, DATASETS["staffing"])["file_name"].unique()) == names
    assert run(tiny, "ingest", str(folder)).returncode == 0


def test_a_name_that_can_be_shown_is_shown_as_it_is() -> None:
    assert readable("报表/甲　乙 1.csv") == "报表/甲　乙 1.csv"
