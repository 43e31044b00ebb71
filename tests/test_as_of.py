"""Any page can be read as of an earlier snapshot: chosen in the sidebar, kept in the address, said in the strip and on files."""

from __future__ import annotations

import dataclasses

import pytest

from files import receipt
from tests.test_pages import nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny
from ui.frame import following
from ui.frame.following import Shown
from warehouse import snapshots
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo

__all__ = ["nothing_kept"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tiny, SnapshotInfo, SnapshotInfo]:
    """A home of two snapshots: one county met in the first, none in the second."""
    tiny = Tiny(tmp_path_factory.mktemp("as_of"))
    tiny.staff_everywhere({"990101": 40, "990102": 50})
    first = tiny.built()
    tiny.staff_everywhere({"990101": 1})
    return tiny, first, tiny.built()


def test_a_page_tells_what_was_known_then(
    both: tuple[Tiny, SnapshotInfo, SnapshotInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny, first, second = both
    opened(tiny, monkeypatch)
    assert "0 个达标、2 个未达标" in title(visit())
    then = visit(as_of=first.id)
    assert "1 个达标、1 个未达标" in title(then)
    assert f"（快照 {first.id}）" in text_of(then)
    assert then.query_params["as_of"] == first.id
    # Another page of the same visit reads the same; the menu carries it.
    other = then.switch_page("pages/drill.py").run()
    assert other.query_params["as_of"] == first.id
    assert f"snapshot {first.id}" in text_of(visit("area_profile", "en", as_of=first.id))
    back = then.switch_page("app.py").run()
    back.selectbox(key="choice_as_of").set_value("").run()
    assert "as_of" not in back.query_params
    assert "0 个达标、2 个未达标" in title(back)
    # What nobody chose says nothing.
    assert second.id not in back.query_params.values()


def test_a_snapshot_that_is_gone_or_of_other_rules_is_told(
    both: tuple[Tiny, SnapshotInfo, SnapshotInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny, first, _ = both
    opened(tiny, monkeypatch)
    for name in ("20200101-01", "<b>", "../CURRENT"):
        gone = visit(as_of=name)
        assert "没有这份快照，或已清理" in text_of(gone)
        assert "as_of" not in gone.query_params
    monkeypatch.setattr(
        "ui.frame.startup.is_of_this_sql", lambda info: info.id != first.id and snapshots.is_of_this_sql(info)
    )
    told = visit(language="en", as_of=first.id)
    assert "made by other rules" in text_of(told)
    assert title(told).startswith("0 of 5")


def test_it_follows_no_newer_snapshot_and_writes_nothing(
    both: tuple[Tiny, SnapshotInfo, SnapshotInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny, first, _ = both
    opened(tiny, monkeypatch)
    seen: list[object] = []
    monkeypatch.setattr(following._watch, "note", seen.append)
    visit("bulletin", "en", as_of=first.id)
    shown = seen[-1]
    assert isinstance(shown, Shown)
    assert (shown.snapshot.id, shown.stays, shown.is_behind()) == (first.id, True, False)
    assert not dataclasses.replace(shown, awaited=(lambda: False,)).is_behind()
    text = text_of(visit("bulletin", "en", as_of=first.id))
    assert "nothing can be issued" in text
    assert "nothing can be issued" not in text_of(visit("bulletin", "en"))


def test_a_files_receipt_leads_back_to_what_was_known_then(
    both: tuple[Tiny, SnapshotInfo, SnapshotInfo],
) -> None:
    _, first, second = both
    asked = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}
    then = Reader(dataclasses.replace(first, is_current=False))
    assert f"as_of={first.id}" in receipt.view(then, "county_compliance", asked, "zh")
    assert "as_of" not in receipt.view(Reader(second), "county_compliance", asked, "zh")


def test_nothing_is_written_from_an_earlier_snapshot(
    both: tuple[Tiny, SnapshotInfo, SnapshotInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny, first, _ = both
    opened(tiny, monkeypatch)
    desk = visit("submissions", as_of=first.id)
    assert title(desk) == "正在按较早的快照看，不接收填报"
    assert not desk.get("file_uploader")
    assert visit("submissions").get("file_uploader")
    english = visit("submissions", "en", as_of=first.id)
    assert "nothing is filed from here" in title(english)
