"""What an open page makes of snapshots that come and go, of an empty home, and of a home it cannot use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb
import pytest
import streamlit as st

from tests.test_pages import nothing_kept, opened, problem_of, text_of, visit
from tests.test_snapshots import damage, worn
from tests.tiny import Tiny
from ui.frame import failure, kept
from warehouse import readers
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, current, rollback
from words.problems import Problem, SnapshotError

__all__ = ["nothing_kept"]


def landed(tiny: Tiny, period: dt.date = dt.date(2025, 12, 31)) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 50}, period=period, simulated=True)
    tiny.home.landing.mkdir(exist_ok=True)
    tiny.home.sequence_file.write_text(f"{tiny.sequence}\n", encoding="utf-8")


def test_a_step_back_is_told_as_a_choice_and_not_as_work_undone(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    old = tiny.built()
    landed(tiny)
    new = tiny.build()
    rollback(tiny.home, old.id, pack=tiny.pack)
    text = text_of(visit())
    assert f"按指定显示快照 {old.id}，另有更新的 {new.id}" in text
    assert "有新报表或撤回待汇总" not in text
    # A return that no snapshot holds does ask for a build.
    tiny.home.sequence_file.write_text(f"{tiny.sequence + 1}\n", encoding="utf-8")
    st.cache_resource.clear()
    kept.forget()
    assert "有新报表或撤回待汇总" in text_of(visit())


def as_read(markdown: str) -> str:
    """A text as the page shows it, without the backslashes that keep its signs from being markup."""
    return re.sub(r"\\([^\w\s])", r"\1", markdown).replace("\\_", "_")


def test_a_home_that_is_a_file_is_told_and_how_to_mend_it(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    tiny.home.root.parent.mkdir(parents=True, exist_ok=True)
    tiny.home.root.write_text("not a folder", encoding="utf-8")
    told = as_read(problem_of(visit()))
    assert f"…/{tiny.home.root.name}" in told
    assert "请" in told
    assert "OBSERVATORY_HOME" in told
    assert "--home" not in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reader_is_told_what_follows_and_nothing_of_the_servers_folders(
    language: str, tiny: Tiny, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened(tiny, monkeypatch)
    info = tiny.build()
    whole = info.path.read_bytes()
    later = int.from_bytes(whole[12:20], "little") + 1  # the layout of a DuckDB that there is not yet
    damage(info.path, whole[:12] + later.to_bytes(8, "little") + whole[20:])
    page = visit(language=language)
    shown = " ".join([text_of(page), *(one.value for one in page.markdown)])
    assert str(tiny.home.root.parent) not in shown
    assert str(info.path) in caplog.text
    # Whoever runs the service finds the remedy, folded away: others have seen this service at work.
    assert info.id in problem_of(page)
    assert "build" in problem_of(page)
    assert not page.expander[0].proto.expanded
    said = " ".join(one.value for one in (page.error[0], page.caption[0]))
    assert not re.search(r"rollback|build|刷新|[Rr]eload the page", said)
    assert {"zh": "自行显示", "en": "by itself"}[language] in said


def test_to_who_sets_a_service_up_the_problem_is_told_unfolded(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tiny, monkeypatch)
    (tiny.pack_folder / "areas.csv").write_bytes(b"")
    assert visit().expander[0].proto.expanded


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Path("/srv/our data/var"), "…/var"),
        ("/srv/our data/var", "…/var"),
        (Problem("home.a_file", folder=Path("/srv/our data/var")), "…/var"),
        ("[Errno 13] Permission denied: '/srv/our data/x.csv'", "denied: '…/x.csv'"),
        ("IO Error: cannot open /srv/data/x.duckdb, is locked", "open …/x.duckdb, is"),
        (r"C:\data\x.csv is locked", "…/x.csv is"),
        ("sql/marts/areas.sql", "sql/marts/areas.sql"),
        ("3 / 4, 1/2, 人/万人", "3 / 4, 1/2, 人/万人"),
    ],
)
def test_folders_of_the_server_are_cut_to_their_last_name(value: object, shown: str) -> None:
    told = failure.for_readers(Problem("home.not_writable", folder="x", reason=value), "zh")
    assert shown in told
    assert "our data" not in told
    assert "/srv" not in told


def test_a_wrong_day_in_the_setting_is_told(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    monkeypatch.setenv("OBSERVATORY_TODAY", "tomorrow")
    assert "OBSERVATORY_TODAY" in as_read(problem_of(visit()))


def test_nothing_filed_is_not_called_real(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    text = text_of(visit("about")) + text_of(visit("catalogue", view="table"))
    assert "还没有上报" in text
    assert "尚无上报" in text
    assert "公布" in text
    assert not re.search(r"真实", text)


def test_a_boundary_change_is_told_once(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    text = text_of(visit("about"))
    for row in tiny.ask("boundary_changes").to_dicts():
        assert text.count(row["description_zh"]) == 1


def test_about_the_data_tells_what_each_table_holds(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    labels = " ".join(str(getattr(one, "label", "")) for one in visit("about").get("expander"))
    for name in set(tiny.ask("mart_columns")["mart"]):
        assert re.search(rf"`marts\.{name}` \S", labels), name


def replace(tiny: Tiny, snapshot: SnapshotInfo, data: bytes) -> None:
    """Put another file in the place of a snapshot's, as a backup that is put back does."""
    draft = tiny.home.root / "draft"
    draft.write_bytes(data)
    draft.replace(snapshot.path)


@pytest.mark.parametrize("lost", ["file", "pointer", "name"])
def test_where_nothing_that_is_current_can_be_shown_the_pages_build_from_what_has_landed(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    landed(tiny)
    first, second = tiny.built(), tiny.built()
    opened(tiny, monkeypatch)
    if lost == "file":
        second.path.chmod(0o644)
        second.path.unlink()
    elif lost == "pointer":
        tiny.home.current_file.unlink()
    else:
        tiny.home.current_file.write_text("nonsense", encoding="utf-8")
    page = visit()
    assert [error.value for error in page.error] == []
    built = current(tiny.home)
    assert built is not None
    assert built.id > second.id > first.id


def test_a_damaged_snapshot_is_not_told_of_as_the_newer_one(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tiny.built(), tiny.built()
    rollback(tiny.home, first.id, pack=tiny.pack)
    worn(second.path)
    opened(tiny, monkeypatch)
    assert second.id not in text_of(visit())


def test_a_file_worn_under_a_reader_is_told_as_damaged_in_both_languages(tiny: Tiny) -> None:
    landed(tiny)
    reader = Reader(tiny.built())
    said = "Corrupt database file: computed checksum 1 does not match stored checksum 2 in block 3"
    with pytest.raises(SnapshotError) as raised, worn_while_read(said):
        reader.ask("next_due")
    assert raised.value.key == "snapshots.damaged"


@contextmanager
def worn_while_read(said: str) -> Iterator[None]:
    """DuckDB finds a block that is worn away, whatever kind of error it calls that."""

    class Cursor:
        def execute(self, *_: object) -> None:
            raise duckdb.Error(said)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(readers, "_asking", lambda _: nullcontext(Cursor()))
        yield
