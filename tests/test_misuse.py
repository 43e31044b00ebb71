"""Whoever mistypes a command is told what is wrong in the language asked for: no word of the framework's own."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from typer._click.exceptions import UsageError

from pipelines.commands.misuse import misuse
from programme import PROJECT
from tests.test_command_line import run, run_apart
from tests.tiny import Tiny

CASES = [
    (["--nope"], "命令之前没有选项 --nope", "no option --nope"),
    (["--home", "x", "status"], "命令之前没有选项 --home", "no option --home before a command"),
    (["build", "--hom", "x"], "没有选项 --hom。相近的有：--home", "Near it: --home"),
    (["sql", "select 1", "-f", "csv"], "没有选项 -f", "no option -f"),
    (["bild"], "没有命令“bild”。相近的有：build", "no command 'bild'. Near it: build"),
    (["zzz"], "没有命令“zzz”。请看", "no command 'zzz'. See"),
    (["a\x1b[2Jb"], "没有命令“a\\x1b[2Jb”", "no command 'a\\x1b[2Jb'"),
    (["--", "--x"], "没有选项 --x", "no option --x"),
    (["ingest"], "缺少参数 PATH...", "argument PATH... is missing"),
    (["export", "county_compliance"], "缺少选项 --output / -o", "option --output / -o is missing"),
    (["status", "--home"], "选项 --home 后面缺少值", "--home needs a value"),
    (["export", "county_compliance", "-o"], "选项 -o 后面缺少值", "-o needs a value"),
    (["status", "--json=1"], "选项 --json 不带值", "--json takes no value"),
    (["build", "now", "or never"], "多出的内容：now、or never", "takes: now, or never"),
    (["rollback", "a", "b"], "多出的内容：b", "takes: b"),
    (["build", "--lang", "fr"], "--lang 不能是“fr”。可选：zh、en", "--lang cannot be 'fr'. It is one of: zh, en"),
    (["sql", "select 1", "--format", "xml"], "可选：table、csv、json", "one of: table, csv, json"),
    (["picture", "pie", "-o", "x.svg"], "不能是“pie”", "cannot be 'pie'"),
    (["sql", "select 1", "--seconds", "a"], "应为 0.1 至 86400 的数字", "a number from 0.1 to 86400"),
    (["sql", "select 1", "--seconds", "nan"], "为“nan”，应为", "is 'nan'; it must"),
    (["sql", "select 1", "--megabytes", "0"], "应为 64 至 1048576 的整数", "a whole number from 64 to 1048576"),
    (["sql", "select 1", "--megabytes", "64.5"], "为“64.5”，应为", "is '64.5'; it must"),
]  # fmt: skip
FRAMEWORK = re.compile(
    r"Usage|Error|Try|Missing|Invalid|No such|Got|Possible|Did you|requires|Option|ARGS|COMMAND|should|valid"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(("arguments", "zh", "en"), CASES)
def test_wrong_use_is_told_in_the_language_asked_for(
    tiny: Tiny, arguments: list[str], zh: str, en: str
) -> None:
    for locale, told in (("zh_CN.UTF-8", zh), ("en_US.UTF-8", en)):
        done = run(tiny, *arguments, LC_ALL=locale)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        usage, how, what = done.stderr.splitlines()
        assert told in what
        assert "--help" in how
        if locale.startswith("zh"):
            assert not FRAMEWORK.search(done.stderr)
            assert all(CHINESE.search(line) for line in (usage, how, what))
        else:
            assert not CHINESE.search(done.stderr)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize(
    ("arguments", "zh", "en"), [(["status", "--jsn"], "没有选项 --jsn", "no option --jsn"), *CASES[3:4]]
)
def test_the_process_takes_the_language_wherever_it_stands(
    tiny: Tiny, place: str, arguments: list[str], zh: str, en: str
) -> None:
    for language, told, other in (("zh", zh, "en_US.UTF-8"), ("en", en, "zh_CN.UTF-8")):
        asked = ["--lang", language]
        typed = [*asked, *arguments] if place == "before" else [*arguments, *asked]
        done = run_apart(tiny, *typed, LC_ALL=other, PYTHONUTF8="1")
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
        assert bool(CHINESE.search(done.stderr)) == (language == "zh")


def test_a_language_without_a_command_says_that_one_is_missing(tiny: Tiny) -> None:
    for language, told in (("zh", "没有写命令"), ("en", "No command is named")):
        done = run_apart(tiny, "--lang", language, PYTHONUTF8="1")
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr


@pytest.mark.parametrize("columns", ["80", "100", "140"])
def test_no_help_is_cut_at_the_edge_of_a_terminal(tiny: Tiny, columns: str) -> None:
    for command in ([], ["ingest"], ["sql"], ["template"]):
        done = run_apart(tiny, "--lang", "zh", *command, "--help", COLUMNS=columns, PYTHONUTF8="1")
        assert CHINESE.search(done.stdout)
        assert "…" not in done.stdout


def test_text_that_is_no_text_is_named_where_it_was_given(tiny: Tiny) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "--lang", "zh", "sql", b"select \xff"],
        cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.returncode == 2  # before any home is looked at
    assert "Traceback" not in done.stderr
    assert CHINESE.search(done.stderr.splitlines()[-1])


def test_a_finding_of_a_kind_not_known_is_told_all_the_same() -> None:
    assert misuse(UsageError("something new")).message("zh") == "命令写法有误：something new"
