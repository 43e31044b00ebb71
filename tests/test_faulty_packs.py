"""A pack that is edited badly takes nothing down: what is good is shown, what is wrong is told by its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from programme import PROJECT
from programme.packs.checks import check_pack
from programme.packs.pack import read_pack
from tests.filing import workers, write
from tests.test_command_line import run
from tests.test_pages import problem_of
from tests.tiny import PACK, TODAY, Tiny
from ui.frame import kept, startup
from warehouse import snapshots
from words.problems import BuildError, PackError

DAY = {"target_id": "workers_18"}
Damage = Callable[[Path], object]


def replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def header(path: Path) -> None:
    path.write_bytes(b"x" + path.read_bytes())


DAMAGE: dict[str, Damage] = {
    "missing": lambda path: path.unlink(),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00\xd8" + path.read_bytes()),
    "cut inside a letter": lambda path: path.write_bytes(path.read_bytes() + "省".encode()[:2] + b"\xff"),
    "empty": lambda path: path.write_bytes(b""),
    "another heading": header,
    "a folder": replaced_by_folder,
}
FILES = ("pack.toml", "areas.csv", "targets.csv", "population.csv", "sources.csv", "counties.geojson")
# What a pack may lack: the programme has it.
MAY_BE_MISSING = {"targets.csv", "sources.csv"}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What one test's process has kept says nothing to the next."""
    st.cache_resource.clear()
    kept.forget()
    yield
    st.cache_resource.clear()
    kept.forget()


@pytest.fixture
def built(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A home with a good snapshot that the app opens."""
    tiny.stand()
    monkeypatch.setenv("OBSERVATORY_HOME", str(tiny.home.root))
    monkeypatch.setenv("OBSERVATORY_REFERENCE", str(tiny.pack_folder))
    monkeypatch.setenv("OBSERVATORY_TODAY", TODAY.isoformat())
    return tiny


def drawn(language: str = "en") -> str:
    """The home page as the markup of its parts; it must not be the page that says it cannot be opened."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    return " ".join(str(block.proto.body) for block in app.get("html"))


@pytest.mark.parametrize("kind", DAMAGE)
@pytest.mark.parametrize("name", FILES)
def test_no_damage_of_a_pack_file_is_a_traceback_or_hides_the_snapshot(
    built: Tiny, tmp_path: Path, name: str, kind: str
) -> None:
    DAMAGE[kind](built.pack_folder / name)
    info = snapshots.current(built.home)
    assert info is not None
    told = run(built, "status", "--json")
    assert told.returncode == 0, told.stderr
    state = json.loads(told.stdout)
    assert state["snapshot"]["id"] == info.id
    filed = write(tmp_path, "staffing.csv", workers("990202"))
    for arguments in (("status",), ("snapshots",), ("ingest", str(filed), "--dry-run"), ("sql", "select 1")):
        assert run(built, *arguments).returncode in (0, 1, 2, 3)
    if not (kind == "missing" and name in MAY_BE_MISSING):
        assert state["faults"]
        assert any(name.split(".")[0] in fault["message_zh"] for fault in state["faults"])
        done = run(built, "build")
        assert done.returncode == 1
        assert name.split(".")[0] in done.stderr
        startup_faults = startup.faults()
        assert len(startup_faults) == len(state["faults"])
    current = snapshots.current(built.home)
    assert current is not None
    assert current.id == info.id or name in MAY_BE_MISSING


def test_a_file_that_may_not_be_read_is_named(built: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    forbidden = built.pack_folder / "areas.csv"
    plain = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == forbidden:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    state = json.loads(run(built, "status", "--json").stdout)
    assert ["Permission denied" in fault["message_en"] for fault in state["faults"]] == [True]
    assert run(built, "build").returncode == 1
    assert "areas.csv" in drawn()


def test_pages_show_the_good_snapshot_with_a_line_about_the_faults(built: Tiny) -> None:
    before = drawn()
    assert "last good snapshot" not in before
    built.target(value="eighteen", valid_from="soon")
    st.cache_resource.clear()
    kept.forget()
    told = {language: drawn(language) for language in ("en", "zh")}
    assert "The reference pack has 2 faults; shown is the last good snapshot." in told["en"]
    assert "基础资料有 2 处问题，页面仍显示上一个完好的快照" in told["zh"]
    for page in told.values():
        assert "targets.csv" in page
    built.target(value="18", valid_from="2021-12-27")
    st.cache_resource.clear()
    kept.forget()
    assert "last good snapshot" not in drawn()


def test_a_pack_whose_build_fails_leaves_the_snapshot_and_is_not_tried_on_every_visit(
    built: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fails(*_: object, **__: object) -> None:
        tried.append(1)
        raise BuildError("build.file_not_writable", draft="x", error="disk full")

    monkeypatch.setattr(startup, "build", fails)
    built.target(legal_basis_zh="另一个依据")
    for _ in range(2):
        page = drawn()
        assert "The last build failed; shown is the snapshot before it." in page
        assert "disk full" in page
    assert tried == [1]


def test_status_tells_all_faults(built: Tiny) -> None:
    codes = built.pack.table("population")["area_code"].len()
    frame = built.pack.table("population")
    for code in sorted(set(frame["area_code"].to_list())):
        built.change("population", {"area_code": code}, status="guessed")
    assert codes > 10
    told = run(built, "status")
    assert told.stdout.count("'guessed'") == codes
    assert snapshots.require_current(built.home).id in told.stdout


def test_a_pack_without_any_snapshot_is_refused_on_the_page_by_name(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OBSERVATORY_HOME", str(tiny.home.root))
    monkeypatch.setenv("OBSERVATORY_REFERENCE", str(tiny.pack_folder))
    (tiny.pack_folder / "areas.csv").write_bytes(b"")
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
    assert app.error
    assert "areas.csv" in problem_of(app)


@pytest.mark.parametrize(
    "written", ["2021/12/27", "2021.12.27", "2021年12月27日", "2021/12/27 0:00", "2021-12-27"]
)
def test_days_of_a_spreadsheet_are_read(tiny: Tiny, written: str) -> None:
    tiny.target(valid_from=written, valid_to="2030/1/5")
    check_pack(tiny.pack)
    row = tiny.pack.table("targets").filter(**DAY)
    assert row.select("valid_from", "valid_to").row(0) == ("2021-12-27", "2030-01-05")


def test_days_that_are_none_are_told_as_they_stand(tiny: Tiny) -> None:
    for day in ("2021/2/30", "27/12/2021", "2021/13/1", "21/12/27", "44557", "2021/12"):
        tiny.target(valid_from=day)
        with pytest.raises(PackError, match=day):
            check_pack(tiny.pack)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("name", ["areas.csv", "targets.csv", "pack.toml", "departments.csv"])
def test_a_file_saved_by_excel_or_an_editor_is_read_as_it_was(tiny: Tiny, name: str, encoding: str) -> None:
    path = tiny.pack_folder / name
    before = tiny.pack
    told = before.table("areas"), before.table("targets"), before.table("departments"), before.name_zh
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    check_pack(tiny.pack)
    after = read_pack(tiny.pack_folder)
    now = after.table("areas"), after.table("targets"), after.table("departments"), after.name_zh
    assert all(
        one.equals(other) if hasattr(one, "equals") else one == other
        for one, other in zip(told, now, strict=True)
    )


def test_a_file_that_mixes_encodings_is_refused_by_its_row(tiny: Tiny) -> None:
    path = tiny.pack_folder / "areas.csv"
    lines = path.read_bytes().split(b"\n")
    lines[4] = lines[4].decode().encode("gbk")
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(PackError, match=r"areas\.csv, row 5"):
        check_pack(tiny.pack)


def test_a_file_of_the_programme_is_told_by_its_place_too(tiny: Tiny) -> None:
    shutil.copytree(PACK / "programme", tiny.pack_folder.parent / "programme")
    tiny.use_programme("../programme")
    path = tiny.pack_folder.parent / "programme" / "indicators.csv"
    check_pack(tiny.pack)
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode("gbk"))
    check_pack(tiny.pack)
    path.write_bytes(text.encode("utf-8") + b"\xff\xff\n")
    with pytest.raises(PackError, match=f"indicators.csv, row {text.count(chr(10)) + 1}"):
        check_pack(tiny.pack)
    path.write_text(text, encoding="utf-8")
    form = path.parent / "datasets" / "staffing.toml"
    for damage in DAMAGE:
        if damage == "missing":
            continue
        kept = form.read_bytes()
        DAMAGE[damage](form)
        if damage != "a folder":  # a folder is no dataset: as if there were none
            with pytest.raises(PackError, match="staffing"):
                check_pack(tiny.pack)
        shutil.rmtree(form) if form.is_dir() else form.unlink()
        form.write_bytes(kept)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text + '"open\nnext,\n', "a quotation mark without its pair up to row 6"),
        (lambda text: text.replace(",", ";"), "are not separated by commas"),
        (lambda text: text.replace(",", "\t"), "are not separated by commas"),
        (lambda text: text.replace("reach_by", "by"), "missing reach_by, unknown by"),
    ],
)
def test_a_table_that_is_none_is_told_in_words_of_ours(
    tiny: Tiny, damage: Callable[[str], str], said: str
) -> None:
    path = tiny.pack_folder / "targets.csv"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(PackError) as raised:
        tiny.pack.table("targets")
    assert said in raised.value.message_en
    assert "schema" not in raised.value.message_en


def test_a_pointer_that_names_no_snapshot_is_named_with_the_remedy(built: Tiny) -> None:
    for text in ("", "../../etc/passwd"):
        built.home.current_file.write_text(text, encoding="utf-8")
        done = run(built, "status", "--lang", "en")
        assert done.returncode == 1
        assert "CURRENT says" in done.stderr
        assert "Run rollback" in done.stderr
        assert "build" in done.stderr
        assert run(built, "build").returncode == 0
        assert run(built, "status").returncode == 0
