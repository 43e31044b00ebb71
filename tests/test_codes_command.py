"""`codes` as people call it: the difference in both languages, nothing written unasked, and one clear message for every bad list."""

from __future__ import annotations

from pathlib import Path

import pytest

from programme.packs.checks import faults_of
from programme.packs.codes.standing import standing
from tests.filing import workbook, write
from tests.test_codes import DAY, TINY
from tests.test_command_line import Done, run, run_apart
from tests.tiny import Tiny

FROM = ("--from", DAY.isoformat())
CHANGED = {"990201200": "八角镇", "990102004": "新街街道", "990101002": None}


def table(
    tiny: Tiny,
    changed: dict[str, str | None] | None = None,
    heading: str = "统计用区划代码,单位名称",
    name: str = "codes.csv",
    encoding: str = "utf-8",
) -> str:
    rows = {code: called for code, called in {**TINY, **(changed or {})}.items() if called}
    text = "\n".join([heading, *(f"{code:0<12},{called}" for code, called in rows.items()), ""])
    return str(write(tiny.home.root.parent, name, text, encoding))


def files(tiny: Tiny) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(tiny.pack_folder.rglob("*")) if path.is_file()}


def test_the_difference_is_shown_in_both_languages_and_nothing_is_written(tiny: Tiny) -> None:
    before = files(tiny)
    path = table(tiny, CHANGED)
    done = run_apart(tiny, "codes", path, *FROM)
    assert done.returncode == 0
    for said in (
        "990201 Bingyin County (Xishan City)",
        "other kind  990201200  Bajiao Township became Bajiao Town",
        "new  990102004",
        "gone  990101002  Erjie Subdistrict is no longer listed; nobody says what became of it",
        "Add --write",
    ):
        assert said in done.stdout
    chinese = run_apart(tiny, "codes", path, *FROM, "--lang", "zh").stdout
    for said in (
        "改设  990201200  八角乡改设八角镇",
        "撤销  990101002",
        "新增  990102004",
        "加 --write 写入",
    ):
        assert said in chinese
    assert files(tiny) == before


def test_write_takes_the_codes_in_and_the_same_list_again_is_no_difference(tiny: Tiny) -> None:
    path = table(tiny, CHANGED)
    done = run_apart(tiny, "codes", path, *FROM, "--write", "--document", "试政函〔2027〕1号")
    assert done.returncode == 0, done.stderr
    assert "Rows ended: 2, rows begun: 2, changes: 3" in done.stdout
    assert "the next build" in done.stdout
    assert faults_of(tiny.pack) == []
    now = {code: area.name for code, area in standing(tiny.pack, DAY).areas.items()}
    assert now == {code: name for code, name in {**TINY, **CHANGED}.items() if name}
    changes = tiny.pack.table("area_changes").filter(effective_date=DAY.isoformat())
    assert set(changes["status"]) == {"documented"}
    assert set(changes["document"]) == {"试政函〔2027〕1号"}
    assert all("街道" not in text and "镇" not in text for text in changes["description_en"])
    source = tiny.pack.table("sources").filter(source_id="codes_2027_01_01").to_dicts()
    assert [row["title_zh"] for row in source] == ["自2027-01-01起的区划代码（codes.csv）"]
    written = files(tiny)
    again = run(tiny, "codes", path, *FROM, "--write")
    assert (again.returncode, files(tiny)) == (0, written)
    assert "No difference" in again.stdout


def test_what_was_said_of_areas_may_be_said_again(tiny: Tiny) -> None:
    path = table(tiny, {"990201101": None, "990201102": "七星镇", "990201103": "七星镇"})
    done = run(tiny, "codes", path, *FROM)
    assert (done.returncode, "--became 990201101=990201102" in done.stdout) == (0, True)
    assert run(tiny, "codes", path, *FROM, "--write").returncode == 2
    said = ("--became", "990201101=990201102")
    assert run(tiny, "codes", path, *FROM, "--write", *said).returncode == 0
    again = run(tiny, "codes", path, *FROM, "--write", *said)
    assert (again.returncode, "No difference" in again.stdout) == (0, True)


def test_a_second_list_of_the_same_day_for_another_county_is_taken_in_beside_the_first(tiny: Tiny) -> None:
    one = write(
        tiny.home.root.parent, "a.csv", "code,name\n990201100,六合镇\n990201101,七星镇\n990201200,八角镇\n"
    )
    other = write(tiny.home.root.parent, "b.csv", "code,name\n999001001,九里街道\n999001100,十堰镇\n")
    for path in (one, other):
        assert run(tiny, "codes", str(path), *FROM, "--write").returncode == 0
    assert tiny.pack.table("area_changes").filter(effective_date=DAY.isoformat()).height == 2
    assert tiny.pack.table("sources").filter(source_id="codes_2027_01_01").height == 1
    third = write(
        tiny.home.root.parent, "c.csv", "code,name\n990201100,六合镇\n990201101,七星镇\n990201200,八角街道\n"
    )
    done = run(tiny, "codes", str(third), *FROM, "--write")
    assert (done.returncode, "990201200" in done.stderr) == (2, True)


def test_the_day_may_stand_in_the_title_and_the_columns_in_any_dress(tiny: Tiny) -> None:
    heading = "试验省区划代码（2027年1月1日起）,\n区划代码,名称"
    done = run(tiny, "codes", table(tiny, heading=heading, encoding="gb18030"))
    assert (done.returncode, "2027-01-01" in done.stdout, "No difference" in done.stdout) == (0, True, True)
    rows = [["名称", "代码", "类型", "上级代码"]]
    rows += [[name, f"'{code}.0" if len(code) == 6 else f" {code} ", "", ""] for code, name in TINY.items()]
    path = workbook(tiny.home.root.parent, "codes.xlsx", {"区划": rows})
    assert "No difference" in run(tiny, "codes", str(path), *FROM).stdout


def bad(tiny: Tiny, text: str, *options: str, name: str = "bad.csv") -> Done:
    path = write(tiny.home.root.parent, name, text)
    return run(tiny, "codes", str(path), *(options or FROM))


GOOD = "code,name\n990201100,六合镇\n990201101,七星镇\n990201200,八角镇\n"


@pytest.mark.parametrize(
    ("text", "options", "status", "said"),
    [
        ("", (), 1, "empty"),
        ("%PDF-1.4", (), 1, "no table"),
        ("name,kind\n六合镇,town\n", (), 1, "column of codes"),
        ("code,kind\n990201100,town\n", (), 1, "column of names"),
        ("code,代码,name\n990201100,1,六合镇\n", (), 1, "Several columns"),
        ("code,name\nabc,六合镇\n", (), 1, "Row 2, code 'abc'"),
        ("code,name\n9.90201E+11,六合镇\n", (), 1, "last digits are lost"),
        ("code,name\n9902,六合镇\n", (), 1, "4 digits"),
        ("code,name\n990201100,\n", (), 1, "has no name"),
        ("code,name,上级代码\n990201100,六合镇,990102\n", (), 1, "990102"),
        ("code,name\n990201100,六合镇\n990201100000,六合镇\n", (), 1, "row 2 already"),
        ("code,name\n", (), 1, "no codes"),
        ("code,name\n330102001,某街道\n", (), 1, "no area within 990000"),
        (GOOD, ("--lang", "en"), 2, "--from 2027-01-01"),
        (GOOD, ("--from", "2020-01-01"), 2, "2021-04-09"),
        (GOOD, ("--from", "0001-01-01"), 2, "2021-04-09"),
        (GOOD, ("--from", "tomorrow"), 2, "tomorrow"),
        (GOOD, (*FROM, "--source", "nobody"), 2, "nobody"),
        (GOOD, (*FROM, "--document", "  "), 2, "--document"),
        (GOOD, (*FROM, "--became", "x"), 2, "--became x"),
        (GOOD, (*FROM, "--became", "990201100=990201200"), 2, "no change of codes"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_list_or_option_is_one_clear_message_and_nothing_is_written(
    tiny: Tiny, text: str, options: tuple[str, ...], status: int, said: str, language: str
) -> None:
    before = files(tiny)
    done = bad(tiny, text, *(options or FROM), "--write", "--lang", language)
    assert done.returncode == status
    assert done.stdout == "" or "990201" not in done.stdout
    assert done.stderr.strip()
    if language == "en":
        assert said in done.stderr
    assert any("一" <= letter <= "鿿" for letter in done.stderr) or language == "en"
    assert files(tiny) == before


def test_a_day_that_no_pack_can_have_is_refused_by_its_checks(tiny: Tiny) -> None:
    before = files(tiny)
    done = bad(tiny, GOOD, "--from", "9999-12-31", "--write")
    assert (done.returncode, "valid_from" in done.stderr, "9999-12-31" in done.stderr) == (1, True, True)
    assert files(tiny) == before


def test_a_file_that_is_not_there_and_a_pack_that_is_faulty_are_named(tiny: Tiny) -> None:
    done = run(tiny, "codes", str(tiny.home.root / "none.csv"), *FROM)
    assert (done.returncode, done.stdout) == (1, "")
    tiny.change("areas", {"area_code": "990201200"}, area_level="hamlet")
    done = run(tiny, "codes", table(tiny), *FROM)
    assert (done.returncode, "areas.csv" in done.stderr) == (1, True)


def test_without_the_package_for_pinyin_the_difference_is_shown_and_what_to_install_is_said(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    from programme.packs.making import names

    def missing() -> None:
        raise names.not_installed("pypinyin-dict")

    monkeypatch.setattr(names, "_speller", missing)
    before = files(tiny)
    path = table(tiny, {"990102004": "新街街道"})
    done = run(tiny, "codes", path, *FROM)
    assert (done.returncode, "requirements-reference.txt" in done.stdout) == (0, True)
    done = run(tiny, "codes", path, *FROM, "--write")
    assert (done.returncode, "requirements-reference.txt" in done.stderr) == (1, True)
    assert files(tiny) == before
    # What keeps its name needs no package.
    moved = table(tiny, {"990101002": None, "990102004": "二街街道"})
    assert run(tiny, "codes", moved, *FROM, "--write").returncode == 0


def test_a_pack_left_half_replaced_is_completed_first(tiny: Tiny) -> None:
    pending = tiny.pack_folder / ".codes"
    pending.mkdir()
    text = (tiny.pack_folder / "sources.csv").read_text(encoding="utf-8")
    (pending / "sources.csv").write_text(text + "late,,晚到,late,,,\n", encoding="utf-8")
    path = table(tiny)
    refused = run(tiny, "codes", path, *FROM)
    assert (refused.returncode, "--write" in refused.stderr) == (1, True)
    assert run(tiny, "build").returncode == 1
    done = run(tiny, "codes", path, *FROM, "--write")
    assert (done.returncode, "cut short" in done.stdout) == (0, True)
    assert "late" in tiny.pack.table("sources")["source_id"].to_list()
    assert not pending.exists()


def test_a_county_that_changed_lists_what_it_lacks_and_the_next_build_has_it(tiny: Tiny) -> None:
    tiny.stand()
    path = table(tiny, {"990101002": None, "990102004": "二街街道"})
    done = run(tiny, "codes", path, *FROM, "--write")
    assert "990101 Jiazi District has no population figure from 2027-01-01" in done.stdout
    assert run(tiny, "build", OBSERVATORY_TODAY="2027-05-01").returncode == 0
    asked = (
        "select old_area_code, kind from marts.area_changes where effective_date = '2027-01-01' order by 1"
    )
    rows = run(tiny, "sql", asked, "--format", "csv").stdout.split()
    assert rows[1:] == ["990101,transferred", "990101002,transferred"]


def test_a_county_of_a_group_that_ends_is_named_where_it_still_stands(tiny: Tiny) -> None:
    gone = {code: None for code in TINY if code.startswith("999001")}
    done = run(tiny, "codes", table(tiny, gone), *FROM, "--whole")
    assert "The group mountain of pack.toml still has 999001" in done.stdout
    assert "tiles.csv still lists 999001" in done.stdout


def test_the_list_is_a_path_of_any_kind_the_readers_take(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "codes.tsv"
    text = "\n".join(["代码\t名称", *(f"{code}\t{name}" for code, name in TINY.items()), ""])
    path.write_bytes(text.encode("utf-16"))
    assert "No difference" in run(tiny, "codes", str(path), *FROM).stdout
