"""The command line does what its help says, prints what is documented and nothing else, and never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.commands import every
from pipelines.commands.every import whole
from pipelines.filing.demo import demo
from pipelines.filing.landing import last_sequence
from programme import PROJECT
from tests.filing import STAFFING, staffing, workers, write
from tests.tiny import TODAY, YICHOU, Tiny
from warehouse import snapshots
from warehouse.readers import question_named, questions
from warehouse.runner import LIMITS_MEMORY
from words import nearness
from words.problems import SampleError, UnknownName


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def surroundings(tiny: Tiny) -> dict[str, str]:
    """An environment that names the tiny home and pack, with a day of its own."""
    return {
        "OBSERVATORY_HOME": str(tiny.home.root),
        "OBSERVATORY_REFERENCE": str(tiny.pack_folder),
        "OBSERVATORY_TODAY": TODAY.isoformat(),
        "LC_ALL": "en_US.UTF-8",
        "COLUMNS": "200",
    }


def run(tiny: Tiny, *arguments: str, **environment: str) -> Done:
    """A command in this process; what is no error of ours is raised."""
    result = CliRunner().invoke(whole(), list(arguments), env={**surroundings(tiny), **environment})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def run_apart(tiny: Tiny, *arguments: str, **environment: str) -> Done:
    """`python -m pipelines` as a process of its own, as people start it."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", *arguments],
        cwd=PROJECT,
        env={**os.environ, **surroundings(tiny), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def built(tiny: Tiny) -> Tiny:
    """The tiny home with one return per county and a snapshot."""
    tiny.stand()
    return tiny


# ---------------------------------------------------------------- ingest


def test_ingest_prints_exactly_the_documented_object(tiny: Tiny) -> None:
    path = write(tiny.home.root.parent, "staffing.csv", staffing("990101,2025-12-31,1,2,3,9"))
    done = run_apart(tiny, "ingest", str(path), "--json")
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert list(report) == ["files"]
    (file,) = report["files"]
    assert list(file) == [
        "path",
        "dataset",
        "status",
        "batch_id",
        "rows_read",
        "rows_loaded",
        "changes",
        "errors",
        "warnings",
    ]
    assert file | {"errors": []} == {
        "path": str(path), "dataset": "staffing", "status": "rejected", "batch_id": None, "rows_read": 1,
        "rows_loaded": 0, "changes": None, "errors": [], "warnings": [],
    }  # fmt: skip
    (error,) = file["errors"]
    assert list(error) == ["row", "column", "value", "rule", "message_zh", "message_en"]
    assert (error["row"], error["column"], error["value"]) == (2, "certified_workers", "9")


def test_exit_codes_tell_accepted_duplicate_rejected_and_wrong_use_apart(tiny: Tiny) -> None:
    folder = tiny.home.root.parent
    good = str(write(folder, "staffing.csv", workers("990101")))
    bad = str(write(folder, "bad-staffing.csv", workers("990109")))
    assert run(tiny, "ingest", good).returncode == 0
    again = run(tiny, "ingest", good, "--json")
    assert (again.returncode, json.loads(again.stdout)["files"][0]["status"]) == (0, "duplicate")
    assert run(tiny, "ingest", good, bad).returncode == 3
    for wrong in (
        ["ingest"],
        ["ingest", str(folder / "none.csv")],
        ["ingest", good, "--dataset", "workers"],
        ["ingest", good, "--period", "yesterday"],
        ["ingest", good, "--what"],
        ["nothing"],
    ):
        done = run(tiny, *wrong)
        assert (done.returncode, done.stdout) == (2, ""), wrong
        assert done.stderr


def test_options_say_how_a_return_was_filed(tiny: Tiny) -> None:
    bare = "area_code,chief_workers,deputy_workers,other_workers,certified_workers\n990101,1,2,3,4\n"
    path = write(tiny.home.root.parent, "upload.csv", bare)
    options = [
        "--dataset",
        "staffing",
        "--period",
        "2025-12-31",
        "--filed-on",
        "2026-01-12",
        "--by",
        "甲子区民政局",
    ]
    home = tiny.home.root.parent / "elsewhere"
    done = run(tiny, "ingest", str(path), *options, "--home", str(home), "--reference", str(tiny.pack_folder))
    assert done.returncode == 0
    assert not tiny.home.root.exists()
    rows = run(tiny, "build", "--home", str(home)), run(
        tiny, "sql", "select filed_on, filed_by, value from marts.observations where measure = 'other_workers'",
        "--format", "json", "--home", str(home),
    )  # fmt: skip
    assert json.loads(rows[1].stdout) == [{"filed_on": "2026-01-12", "filed_by": "甲子区民政局", "value": 3}]


def test_people_read_the_outcome_in_their_language(tiny: Tiny) -> None:
    path = str(write(tiny.home.root.parent, "staffing.csv", workers("990101003")))
    english, chinese = run(tiny, "ingest", path), run(tiny, "ingest", path, LC_ALL="zh_CN.UTF-8")
    assert "rejected" in english.stdout
    assert "Valid that day: 990102003 Sanjie Subdistrict" in english.stdout
    assert "退回" in chinese.stdout
    assert "当日有效的是 990102003 三街街道" in chinese.stdout
    assert "退回" in run(tiny, "ingest", path, "--lang", "zh").stdout


def test_no_bad_file_brings_a_traceback(tiny: Tiny) -> None:
    folder = tiny.home.root.parent / "bad"
    write(folder, "empty.csv", "")
    write(folder, "junk.csv", "\x00\x01\x02" * 50)
    write(folder, "zip.xlsx", "PK\x03\x04" + "x" * 100)
    write(folder, "old.xls", "x")
    write(folder, "latin.csv", STAFFING + "\n990101,2025-12-31,1,2,3,4é\xff", "latin-1")
    write(folder, "long.csv", STAFFING + "\n" + "9" * 200_000 + ",2025-12-31,1,2,3,4\n")
    (folder / "folder.csv").mkdir()
    done = run(tiny, "ingest", str(folder), "--json")
    report = json.loads(done.stdout)["files"]
    assert done.returncode == 3
    assert len(report) == 6
    assert all(file["status"] == "rejected" and file["errors"] for file in report)


# ---------------------------------------------------------------- sql


def test_sql_prints_json_as_one_array_and_csv_as_plain_text(tiny: Tiny) -> None:
    built(tiny)
    query = "select 'a,b' as text, 1.50::decimal(9,2) as number, date '2025-12-31' as day, null as blank, [1, 2] as list"
    done = run(tiny, "sql", query, "--format", "json")
    assert json.loads(done.stdout) == [
        {"text": "a,b", "number": 1.5, "day": "2025-12-31", "blank": None, "list": [1, 2]}
    ]
    done = run(tiny, "sql", query, "--format", "csv")
    assert done.stdout == 'text,number,day,blank,list\n"a,b",1.50,2025-12-31,,"[1, 2]"\n'
    assert run(tiny, "sql", "select 1 as a where false", "--format", "json").stdout == "[]\n"
    assert json.loads(run(tiny, "sql", "select 'nan'::double as x", "--format", "json").stdout) == [
        {"x": None}
    ]
    assert "a,b" in run(tiny, "sql", query).stdout


@pytest.mark.parametrize(
    ("expression", "csv_text", "json_text"),
    [
        ("170141183460469231731687303715884105727::hugeint", "170141183460469231731687303715884105727", None),
        ("340282366920938463463374607431768211455::uhugeint", "340282366920938463463374607431768211455", None),
        ("(select sum(x) from (values (9223372036854775807), (9223372036854775807)) as t(x))",
         "18446744073709551614", None),
        ("12345678901234567890.10::decimal(38,2)", "12345678901234567890.10", None),
        ("1::varint", "1", '"1"'),
        ("date 'infinity'", "infinity", '"infinity"'),
        ("date '20000-01-01'", "20000-01-01", '"20000-01-01"'),
        ("timestamp '290000-01-01'", "290000-01-01 00:00:00", '"290000-01-01 00:00:00"'),
        ("time '24:00:00'", "24:00:00", '"24:00:00"'),
        ("'1'::bit", "1", '"1"'),
        ("interval 3 months", "3 months", '"3 months"'),
        ("0.1::float", "0.1", None),
        ("'inf'::double", "inf", "null"),
        ("[1, null]", '"[1, null]"', "[1, null]"),
        ("[1.50::decimal(9,2)]", "[1.50]", None),
        ("true", "true", None),
        ("'' || null", '""', "null"),
        ("''", '""', '""'),
        ("'a' || chr(10) || '\"'", '"a\n"""', '"a\\n\\""'),
    ],
)  # fmt: skip
def test_sql_prints_every_value_exactly(
    tiny: Tiny, expression: str, csv_text: str, json_text: str | None
) -> None:
    query = f"select {expression} as x"
    built(tiny)
    assert run(tiny, "sql", query, "--format", "csv").stdout == f"x\n{csv_text}\n"
    assert run(tiny, "sql", query, "--format", "json").stdout == f'[{{"x": {json_text or csv_text}}}]\n'
    assert run(tiny, "sql", query).returncode == 0


def test_columns_of_one_name_are_kept_apart_or_refused(tiny: Tiny) -> None:
    built(tiny)
    assert run(tiny, "sql", "select 1 as a, 2 as a", "--format", "csv").stdout == "a,a\n1,2\n"
    done = run(tiny, "sql", "select 1 as a, 2 as a", "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "as" in done.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('README.md')",
        "copy (select 1) to 'x.csv'",
        "set memory_limit = '9GB'",
        "attach 'x.duckdb'",
        "drop table marts.areas",
        "select 1; select 2",
        "select nothing",
        "selec",
        "connect",
        "disconnect",
        "update extensions",
        "from duckdb_settings()",
    ],
)
def test_sql_that_is_refused_says_so_on_standard_error_alone(tiny: Tiny, statement: str) -> None:
    done = run(built(tiny), "sql", statement, "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip()


@pytest.mark.skipif(not LIMITS_MEMORY, reason="the bound is the operating system's")
def test_one_huge_string_does_not_take_the_machine(tiny: Tiny) -> None:
    done = run_apart(built(tiny), "sql", "select length(repeat('x', 3000000000)) as n", "--megabytes", "200")
    assert (done.returncode, done.stdout) == (1, "")
    assert "more than the 200 MB" in done.stderr


def test_an_endless_statement_is_stopped_and_rows_before_are_said_to_be_not_all(tiny: Tiny) -> None:
    built(tiny)
    endless = "select count(*) from range(1000000000) a, range(1000000000) b where a.range = -b.range - 1"
    done = run_apart(tiny, "sql", endless, "--seconds", "0.5")
    assert (done.returncode, done.stdout) == (1, "")
    assert "0.5 s " in done.stderr
    done = run_apart(tiny, "sql", "from range(1000000000000)", "--format", "csv", "--seconds", "0.5")
    assert done.returncode == 1
    assert done.stdout.startswith("range\n0\n1\n")
    assert "not all" in done.stderr


def test_a_table_shows_the_first_rows_of_what_has_no_end(tiny: Tiny) -> None:
    done = run(built(tiny), "sql", "from range(1000000000000)")
    assert done.returncode == 0
    assert done.stdout.split() == ["range", *map(str, range(500))]
    assert "more rows" in done.stderr


# ---------------------------------------------------------------- snapshots, status, export


def test_without_a_snapshot_every_command_says_what_to_run(tiny: Tiny) -> None:
    for command in (["sql", "select 1"], ["export", "county_compliance", "-o", "x.csv"], ["rollback"]):
        done = run(tiny, *command)
        assert (done.returncode, done.stdout) == (1, "")
        assert "build" in done.stderr
    tiny.home.claim(tiny.pack.id)
    status = json.loads(run(tiny, "status", "--json").stdout)
    assert status["snapshot"] is None
    assert "No snapshot" in run(tiny, "status").stdout
    assert json.loads(run(tiny, "snapshots", "--json").stdout) == []
    done = run(tiny, "snapshots")
    assert done.stdout == ""
    assert "no snapshot yet" in done.stderr


@pytest.mark.parametrize("is_there", [False, True])
def test_of_a_folder_that_is_no_home_there_is_nothing_to_list(tiny: Tiny, is_there: bool) -> None:
    folder = tiny.home.root.parent / "another"
    if is_there:
        folder.mkdir()
    for language, told in (("en", "There is no home at"), ("zh", "不是状态目录")):
        for command in (
            ("status",),
            ("status", "--json"),
            ("snapshots",),
            ("batches", "--json"),
            ("batches",),
        ):
            done = run(tiny, *command, "--home", str(folder), "--lang", language)
            assert (done.returncode, done.stdout) == (1, ""), command
            assert told in done.stderr
            assert str(folder) in done.stderr
    assert folder.exists() == is_there
    # What is wrong with the pack is told first: nothing can be filed or built before it is mended.
    tiny.change("areas", {"area_code": "990202"}, parent_code="990299")
    done = run(tiny, "status", "--home", str(folder), "--json")
    assert json.loads(done.stdout)["faults"]


def test_status_tells_what_the_snapshot_lacks(tiny: Tiny) -> None:
    built(tiny)
    path = write(tiny.home.root.parent, "staffing.csv", workers(*YICHOU, period="2025-09-30"))
    tiny.home.sequence_file.write_text("1")
    assert run(tiny, "ingest", str(path)).returncode == 0
    facts = json.loads(run(tiny, "status", "--json").stdout)
    assert facts["snapshot"]["up_to_date"] is True
    assert facts["landing"]["staffing"]["returns"] == 2
    assert facts["landing"]["staffing"]["returns_not_in_snapshot"] == 1
    assert facts["landing"]["services"]["returns"] == 0
    assert {row["dataset"] for row in facts["next_due"]} >= {"staffing", "services"}
    assert "Run build" in run(tiny, "status").stdout
    assert run(tiny, "build").returncode == 0
    assert "Run build" not in run(tiny, "status").stdout


def test_a_snapshot_can_be_gone_back_to(tiny: Tiny) -> None:
    first = built(tiny).home.current_file.read_text().strip()
    assert run(tiny, "build").returncode == 0
    listed: list[dict[str, Any]] = json.loads(run(tiny, "snapshots", "--json").stdout)
    assert [(shot["id"] == first, shot["is_current"]) for shot in listed] == [(False, True), (True, False)]
    assert run(tiny, "rollback").returncode == 0
    assert tiny.home.current_file.read_text().strip() == first
    done = run(tiny, "rollback", "20200101-01")
    assert (done.returncode, done.stdout) == (1, "")


def test_export_writes_a_file_that_excel_opens(tiny: Tiny) -> None:
    target = tiny.home.root.parent / "map.csv"
    done = run(
        built(tiny),
        "export",
        "county_compliance",
        "-o",
        str(target),
        "--period",
        "2025-12-31",
        "--lang",
        "en",
    )
    assert done.returncode == 0
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 5
    folder = tiny.home.root.parent / "files"
    folder.mkdir()
    assert (
        run(
            tiny, "export", "area_values", "-o", str(folder), "--level", "township", "--area", "990100"
        ).returncode
        == 0
    )
    named, beside = sorted(folder.iterdir())
    assert beside.name == f"{named.name}.receipt.json"
    assert "township" in named.name


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nothing"], 2, "export --help"),
        (["county_compliance", "--level", "township"], 2, "--level"),
        (["periods", "--area", "990000"], 2, "--area"),
        (["county_compliance", "--area", "990100", "--area", "990200"], 2, "--area"),
        (["county_compliance", "--area", "999999"], 2, "999999"),
        (["county_compliance", "--period", "2025-12-30"], 2, "2025-12-30"),
        (["county_compliance", "--period", "soon"], 2, "--period"),
        (["county_compliance", "--level", "village"], 2, "level"),
        (["county_compliance", "--area", "990101"], 2, "has no area of level county"),
        (["area_values", "--level", "city", "--area", "999001"], 2, "Levels there: county, township"),
        (["area_values", "--level", "zone", "--area", "990101"], 2, "Levels there: county, township"),
        (["area_values", "--level", "township", "--area", "990101003"], 2, "to 2021-04-08"),
        (
            ["area_values", "--level", "township", "--area", "990102003", "--period", "2021-03-31"],
            2,
            "it is from 2021-04-09",
        ),
        (["city_compliance", "--area", "990101"], 2, "has no area of level city"),
        (["filed_cells"], 2, "asked of one county. Name it with --area"),
        (["county_filing", "--area", "990100"], 2, "asked of one county"),
    ],
)
def test_export_refuses_what_a_question_does_not_take(
    tiny: Tiny, arguments: list[str], code: int, words: str
) -> None:
    target = tiny.home.root.parent / "x.csv"
    done = run(built(tiny), "export", *arguments, "-o", str(target))
    assert done.returncode == code
    assert words in done.stderr
    assert not target.exists()


def test_a_county_straight_under_the_province_is_a_row_of_its_cities(tiny: Tiny) -> None:
    built(tiny)
    done = run(tiny, "export", "city_compliance", "--area", "999001", "--lang", "none", "-o", "-")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))
    assert [(row["area_code"], row["counties"]) for row in rows] == [("999001", "1")]


def test_export_takes_zones_and_writes_to_standard_output(tiny: Tiny) -> None:
    built(tiny)
    zones = ["export", "area_values", "--level", "zone", "--lang", "en", "-o"]
    done = run(tiny, *zones, "-")
    assert done.stdout.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(done.stdout, newline="")))
    assert [set(line) & {"990171", "990201400"} for line in lines[1:]] == [{"990171"}, {"990201400"}]
    assert not Path("-").exists()
    target = tiny.home.root.parent / "zones.csv"
    assert run(tiny, *zones, str(target)).returncode == 0
    assert target.read_bytes().decode().replace("\r\n", "\n") == done.stdout


def test_every_command_explains_itself(tiny: Tiny) -> None:
    for command in (
        "ingest",
        "build",
        "reference",
        "sql",
        "export",
        "status",
        "snapshots",
        "rollback",
        "demo",
    ):
        done = run(tiny, command, "--help")
        assert done.returncode == 0
        assert "Usage" in done.stdout


def test_help_speaks_the_language_of_the_system(tiny: Tiny) -> None:
    for language, chinese in (("en_US.UTF-8", False), ("zh_CN.UTF-8", True)):
        help_text = run_apart(tiny, "ingest", "--help", LC_ALL=language).stdout
        assert any("一" <= letter <= "鿿" for letter in help_text) is chinese


# ---------------------------------------------------------------- demo


def with_sample(tiny: Tiny, *codes: str) -> Tiny:
    """The tiny pack with a small sample of its own, told on 2026-02-20."""
    sample = tiny.pack_folder.parent / "sample"
    write(sample, "sample.toml", 'today = 2026-02-20\nnote_zh = ""\nnote_en = ""\n')
    write(sample / "2025Q4", "9901_staffing.csv", workers(*codes))
    write(sample / "2025Q4", "files.csv", "file_name,dataset,period,filed_on,filed_by,simulated\n"
          "9901_staffing.csv,staffing,2025-12-31,2026-01-10,甲子区,true\n")  # fmt: skip
    toml = tiny.pack_folder / "pack.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("[map]", 'sample = "../sample"\n\n[map]', 1),
        encoding="utf-8",
    )
    return tiny


def test_demo_makes_a_first_snapshot_from_the_sample_and_then_leaves_it_alone(tiny: Tiny) -> None:
    with_sample(tiny, "990101")
    steps: set[str] = set()
    info = demo(tiny.home, tiny.pack, lambda step, done, of: steps.add(step))
    assert (info.today.isoformat(), info.landing_sequence) == ("2026-02-20", 1)
    assert {"read", "land"} < steps
    assert demo(tiny.home, tiny.pack) == info
    assert last_sequence(tiny.home) == 1


def test_demo_of_a_pack_without_a_sample_builds_the_pack_alone(tiny: Tiny) -> None:
    info = demo(tiny.home, tiny.pack)
    assert info.landing_sequence == 0
    assert snapshots.current(tiny.home) == info


def test_demo_never_mixes_the_sample_among_real_returns(tiny: Tiny) -> None:
    with_sample(tiny, "990101")
    tiny.staff({"990201": 7})
    assert demo(tiny.home, tiny.pack).landing_sequence == 1
    assert tiny.ask("snapshot_facts")["returns_landed"].to_list() == [1]


def test_demo_refuses_a_sample_that_does_not_fit_the_pack(tiny: Tiny) -> None:
    with_sample(tiny, "990109")
    with pytest.raises(SampleError, match="no such area code"):
        demo(tiny.home, tiny.pack)
    assert snapshots.current(tiny.home) is None


def test_two_demos_at_once_make_one_snapshot(tiny: Tiny) -> None:
    with_sample(tiny, "990101")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run_apart(tiny, "demo"), range(2)))
    assert [process.returncode for process in done] == [0, 0]
    assert len(snapshots.listing(tiny.home)) == 1
    assert last_sequence(tiny.home) == 1


def test_a_home_of_another_pack_is_refused(tiny: Tiny) -> None:
    built(tiny)
    tiny.home.pack_file.write_text("another\n")
    path = str(write(tiny.home.root.parent, "staffing.csv", workers("990101")))
    before = sorted(tiny.home.root.rglob("*"))
    for command in (
        ["ingest", path],
        ["build"],
        ["demo"],
        ["status"],
        ["snapshots"],
        ["rollback"],
        ["export", "county_compliance", "-o", "-"],
    ):
        done = run(tiny, *command)
        assert (done.returncode, done.stdout) == (1, ""), command
        assert "belongs to the pack 'another'" in done.stderr
    assert sorted(tiny.home.root.rglob("*")) == before


def test_commands_that_only_read_do_not_make_a_home(tiny: Tiny) -> None:
    for command in (["status"], ["snapshots"], ["rollback"], ["export", "county_compliance", "-o", "-"]):
        run(tiny, *command)
    assert not tiny.home.root.exists()


def test_export_may_name_its_pack(tiny: Tiny) -> None:
    built(tiny)
    done = run(tiny, "export", "areas_on", "-o", "-", "--reference", str(tiny.pack_folder),
               OBSERVATORY_REFERENCE="nowhere")  # fmt: skip
    assert done.returncode == 0
    elsewhere = run(tiny, "export", "areas_on", "-o", "-", OBSERVATORY_REFERENCE="nowhere")
    assert (elsewhere.returncode, elsewhere.stdout) == (0, done.stdout)
    assert "nowhere" in elsewhere.stderr


@pytest.mark.parametrize("damage", [b"id = ", b"\xff\xfe\x00\xd8", None])
def test_a_pack_that_cannot_be_read_leaves_the_snapshot_to_be_asked_listed_and_changed(
    tiny: Tiny, damage: bytes | None
) -> None:
    first = built(tiny).home.current_file.read_text().strip()
    second = snapshots.current(built(tiny).home)
    whole_list = run(tiny, "export", "county_compliance", "--area", "jiayi", "-o", "-")
    settings = tiny.pack_folder / "pack.toml"
    settings.unlink() if damage is None else settings.write_bytes(damage)
    assert run(tiny, "sql", "select 1 as x", "--format", "csv").stdout == "x\n1\n"
    done = run(tiny, "export", "county_compliance", "--area", "jiayi", "-o", "-")
    assert (done.returncode, done.stdout) == (whole_list.returncode, whole_list.stdout)
    fault, *_ = done.stderr.splitlines()
    assert second is not None
    assert second.id in fault
    assert "pack.toml" in fault
    listed = run(tiny, "snapshots", "--json")
    assert [facts["id"] for facts in json.loads(listed.stdout)] == [second.id, first]
    assert len(listed.stderr.splitlines()) == 1
    back = run(tiny, "rollback")
    assert (back.returncode, first in back.stdout) == (0, True), back.stderr
    assert run(tiny, "build").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "county_complance", "-o", "-"],
        ["export", "county_compliance", "--area", "999999", "-o", "-"],
        ["export", "county_compliance", "--area", "99010101", "-o", "-"],
        ["export", "county_compliance", "--indicator", "workers", "-o", "-"],
        ["export", "county_compliance", "--period", "2025-12-30", "-o", "-"],
        ["export", "county_compliance", "--period", "yesterday", "-o", "-"],
        ["export", "register_cells", "--dataset", "workers", "-o", "-"],
        ["picture", "map", "--area", "999999", "-o", "x.svg"],
        ["picture", "trends", "--area", "999999", "-o", "x.svg"],
        ["template", "workers", "-o", "x.xlsx"],
    ],
)
def test_a_name_that_there_is_not_is_wrong_use_and_few_near_ones_are_told(
    tiny: Tiny, arguments: list[str]
) -> None:
    done = run(built(tiny), *arguments)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    known = [name for name in questions() if name in done.stderr]
    assert len(known) <= 4  # three near it, and the one asked


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("county_complance", ["county_compliance", "city_compliance"]),
        ("headlin", ["compliance_headline"]),
        ("tile", ["tiles"]),
        ("foo", []),
        ("zzzz", []),
    ],
)
def test_only_questions_that_are_near_an_unknown_one_are_named_and_few(wrong: str, near: list[str]) -> None:
    with pytest.raises(UnknownName) as raised:
        question_named(wrong)
    assert raised.value.values["near"] == near
    told = raised.value.message("en")
    assert ", ".join(near) in told
    assert ("Near it" in told) == bool(near) == ("--help" not in told)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("330199", ["330109"]), ("339999", []), ("elderly", ["elderly_service_coverage"]), ("xy", [])],
)
def test_what_is_far_from_what_was_typed_is_not_near_it(typed: str, near: list[str]) -> None:
    known = ["330106", "330109", "330110", "elderly_service_coverage", "shelter_coverage", "index_xy"]
    assert nearness.near(typed, known) == near


@pytest.mark.parametrize(
    ("statement", "near"),
    [
        ("from indicator_value", "marts.indicator_values"),
        ("select * from marts.obserations", "marts.observations"),
        ("select * from (from areaz) limit 3", "marts.areas"),
        ("from zzz", "show tables"),
    ],
)
def test_an_unknown_table_names_the_nearest_of_ours(tiny: Tiny, statement: str, near: str) -> None:
    done = run(built(tiny), "sql", statement)
    assert (done.returncode, done.stdout) == (1, "")
    assert near in done.stderr
    assert "pg_" not in done.stderr
    assert done.stderr.count("marts.") <= 6


def test_status_says_who_has_not_filed_what_is_due(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 50, "990202": 18, "999001": 30}, filed_by="甲市民政局")
    tiny.staff({YICHOU[0]: 3}, filed_by="乙县民政局")  # the form of one of its townships
    tiny.built()
    facts = json.loads(run(tiny, "status", "--json").stdout)["unreported"]
    (workers_,) = [part for part in facts if part["dataset"] == "staffing"]
    listed = run(tiny, "export", "unit_filing", "-o", "-", "--lang", "none").stdout
    rows = [row for row in csv.DictReader(io.StringIO(listed)) if row["dataset"] == "staffing"]
    lacking = [row["area_code"] for row in rows if row["has_filed"] == "false"]
    assert (workers_["units"], workers_["missing"]) == (len(rows), len(lacking))
    assert 0 < workers_["missing"] < workers_["units"]
    assert sum(part["missing"] for part in workers_["by"]) == workers_["missing"]
    assert [row["has_filed"] for row in rows] == sorted(row["has_filed"] for row in rows)
    en, zh = (run(tiny, "status", "--lang", language).stdout for language in ("en", "zh"))
    assert f"{len(lacking)} of {len(rows)} units have not reported" in en
    assert f"{len(rows)} 个应报单位中 {len(lacking)} 个未报" in zh
    for told in (en, zh):
        assert "export unit_filing" in told
    # A form that nobody has filed is told too, where an indicator counts from it.
    nobody = [part for part in facts if part["missing"] == part["units"]]
    assert "services" in {part["dataset"] for part in nobody}
    assert zh.count("个应报单位都未报") == en.count(": none of ") == len(nobody)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0001-01-01"])
def test_a_fixed_day_that_is_none_is_named_by_every_command(tiny: Tiny, day: str) -> None:
    path = str(write(tiny.home.root.parent, "staffing.csv", workers("990101")))
    for command in (["ingest", path], ["build"], ["demo"]):
        done = run(tiny, *command, OBSERVATORY_TODAY=day)
        assert (done.returncode, done.stdout) == (1, ""), command
        assert "OBSERVATORY_TODAY" in done.stderr


def test_a_damaged_snapshot_is_listed_as_damaged(tiny: Tiny) -> None:
    good = built(tiny).home.current_file.read_text().strip()
    (tiny.home.snapshots / "20200101-01.duckdb").write_bytes(b"junk")
    done = run(tiny, "snapshots")
    assert done.returncode == 0
    assert good in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if "20200101-01" in line]
    assert "damaged" in line
    listed = run(tiny, "snapshots", "--json")
    assert [facts["id"] for facts in json.loads(listed.stdout)] == [good]
    assert "20200101-01 is damaged" in listed.stderr


def test_reference_says_which_package_is_missing(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "programme.packs.making", None)
    done = run(tiny, "reference", "--province", "99", "-o", str(tiny.home.root.parent / "made"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "requirements-reference.txt" in done.stderr


def test_a_folder_that_is_no_pack_is_named(tiny: Tiny) -> None:
    done = run(tiny, "build", "--reference", str(tiny.home.root.parent))
    assert (done.returncode, done.stdout) == (1, "")
    assert "pack.toml" in done.stderr


def test_output_that_nobody_reads_on_ends_quietly(tiny: Tiny) -> None:
    built(tiny)
    command = f"{sys.executable} -m pipelines sql 'select * from range(300000)' --format csv | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=PROJECT, env={**os.environ, "OBSERVATORY_HOME": str(tiny.home.root)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.stdout == "range\n"


def test_paths_given_relative_are_shown_as_given(tiny: Tiny) -> None:
    path = write(tiny.home.root.parent, "staffing.csv", workers("990101"))
    relative = os.path.relpath(path, PROJECT)
    report = json.loads(run(tiny, "ingest", relative, "--json").stdout)
    assert report["files"][0]["path"] == str(Path(relative))


def test_a_table_leaves_no_column_out_and_cuts_no_cell(tiny: Tiny) -> None:
    built(tiny)
    columns = ", ".join(f"'{'宽' * 30}{n}' as column_{n}" for n in range(12))
    printed = run(tiny, "sql", f"select {columns}").stdout
    assert all(f"column_{n}" in printed for n in range(12))
    assert all(f"{'宽' * 30}{n}" in printed for n in range(12))
    assert len(printed.splitlines()) == 2


def test_a_terminal_too_narrow_for_a_table_gets_lines_instead(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    from pipelines.commands.console import Language, Speaker

    speaker = Speaker(Language.en)
    speaker.out = Console(width=20, force_terminal=True, color_system=None, soft_wrap=True, markup=False)
    speaker.table(["name", "value"], [["a" * 30, "b" * 30]])
    assert capsys.readouterr().out.split() == ["name:", "a" * 30, "value:", "b" * 30]


def test_nothing_filed_steers_the_terminal(tiny: Tiny) -> None:
    wild = "\x1b[31m\u202e\x07"
    done = run(built(tiny), "sql", "select chr(27) || '[31m' || chr(8238) || chr(7) as text")
    assert (done.returncode, done.stdout.split()) == (0, ["text", r"\x1b[31m\u202e\x07"])
    # For programs the value is the same: JSON has a code for it, and a CSV has it as it is.
    asked = "select '甲' || chr(8238) || chr(12644) as text"
    told = run(tiny, "sql", asked, "--format", "json").stdout
    assert "\\u202e\\u3164" in told
    assert json.loads(told)[0]["text"] == "甲\u202e\u3164"
    assert "甲\u202e\u3164" in run(tiny, "sql", asked, "--format", "csv").stdout
    assert r"甲\u202e\u3164" in run(tiny, "sql", asked).stdout
    file = tiny.home.root.parent / "a_staffing.csv"
    file.write_text(f"period,area_code,area_name,staff{wild}\n", encoding="utf-8")
    told = run(tiny, "ingest", str(file))
    assert told.returncode == 3
    assert not {"\x1b", "\u202e", "\x07"} & set(told.stdout + told.stderr)


def test_after_a_rollback_status_says_which_snapshot_was_chosen_over_which(tiny: Tiny) -> None:
    built(tiny)
    older = snapshots.current(tiny.home).id
    tiny.staff({YICHOU[0]: 1})
    newer = tiny.built().id
    assert run(tiny, "rollback").returncode == 0
    told = run(tiny, "status", "--lang", "en").stdout
    assert f"newer snapshot, {newer}, but {older} was chosen" in told
    assert "Run build" not in told


# ---------------------------------------------------------------- what is loaded


def test_the_list_of_commands_is_that_of_the_commands() -> None:
    registered = [str(command.name or command.callback.__name__) for command in whole().registered_commands]
    assert sorted(registered) == sorted(every.MODULES)
    for command in whole().registered_commands:
        name = str(command.name or command.callback.__name__)
        assert command.callback.__module__ == f"pipelines.commands.{every.MODULES[name]}"
        listed = next(one for one in every.listing().registered_commands if one.name == name)
        assert str(command.help).split("\n\n")[0] == listed.help


def test_what_commands_there_are_is_said_without_loading_them(tiny: Tiny) -> None:
    script = (
        "import sys; sys.argv[1:] = ['--help']\n"
        "from pipelines.commands.every import app_for\n"
        "try:\n    app_for(sys.argv[1:])()\n"
        "finally:\n    print(sorted({'polars', 'duckdb', 'deltalake', 'sqlglot', 'pandas', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.stdout.rstrip().endswith("[]")
    assert "rollback" in done.stdout


def test_an_unknown_command_is_wrong_use_and_the_nearest_is_named(tiny: Tiny) -> None:
    done = run_apart(tiny, "bild")
    assert done.returncode == 2
    assert "build" in done.stderr


# The help of every command, in one process of a language: what is put into words when commands are loaded stays so.
HELP = """
import io, json, sys
from contextlib import redirect_stdout, suppress
from pipelines.commands.console import language_typed, speak_in
asked = sys.argv[1:]
speak_in(language_typed(asked))
from pipelines.commands.every import MODULES, app_for
told = {}
for command in MODULES:
    with redirect_stdout(io.StringIO()) as out, suppress(SystemExit):
        app_for([*asked, command])([*asked, command, "--help"])
    told[command] = out.getvalue()
json.dump(told, sys.stdout)
"""
OTHER = {"zh": "en_US.UTF-8", "en": "zh_CN.UTF-8"}  # what the system speaks where that is asked for


@pytest.fixture(scope="module")
def helped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """By command and language, its help."""
    tiny, told = Tiny(tmp_path_factory.mktemp("helped")), {}
    for language, other in OTHER.items():
        environment = {**os.environ, **surroundings(tiny), "LC_ALL": other, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", HELP, "--lang", language], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told[language] = json.loads(done.stdout)
    return {command: {language: told[language][command] for language in OTHER} for command in every.MODULES}


@pytest.mark.parametrize("command", every.MODULES)
def test_help_is_in_the_language_asked_for(helped: dict[str, dict[str, str]], command: str) -> None:
    is_in_its_language(helped[command])


@pytest.mark.parametrize("arguments", ["--lang {}", "--lang={}", "--lang {} build"])
def test_help_is_in_that_language_however_the_command_line_is_started(
    tiny: Tiny, helped: dict[str, dict[str, str]], arguments: str
) -> None:
    told = {}
    for language, other in OTHER.items():
        asked = [*arguments.format(language).split(), "--help"]
        told[language] = run_apart(tiny, *asked, LC_ALL=other, PYTHONUTF8="1").stdout
    is_in_its_language(told)
    if "build" in arguments:  # it is that of above, but for how it was started
        for language, text in told.items():
            assert text.strip().splitlines()[1:] == helped["build"][language].strip().splitlines()[1:]


def is_in_its_language(told: dict[str, str]) -> None:
    assert min(map(len, told.values())) > 100
    assert not re.search(r"[\u4e00-\u9fff]", told["en"])
    for line in told["zh"].splitlines():
        described = re.search(r"--(?!home|reference)[a-z-]+ .*|^│ [a-z]+ .*", line)
        assert described is None or re.search(r"[\u4e00-\u9fff]", line), line
    assert not re.search(r"Usage|Options|Arguments|Commands|required|default|Show this", told["zh"])
    assert "…" not in told["zh"]  # nothing is cut off


@pytest.mark.parametrize("option", ["--home", "--reference"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_folder_is_wrong_use_and_nothing_is_written(tiny: Tiny, option: str, blank: str) -> None:
    done = run(tiny, "status", option, blank, "--lang", "en")
    assert done.returncode == 2
    assert f"{option} is blank" in done.stderr
