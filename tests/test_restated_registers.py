"""Registers in two snapshots: which cell stands otherwise, why, in which batch, file and row; and how a person is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest

from files.table import csv_bytes, written
from pipelines.commands import differing
from tests.additions import extend
from tests.filing import take_text
from tests.test_additions import PILOTS_HEADING
from tests.test_command_line import run
from tests.test_pages import nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny, once
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, read_info

__all__ = ["nothing_kept"]

ENDED = f"{PILOTS_HEADING},是否撤销"
FILED = dt.date(2026, 1, 20)
# As of that day the newest state of each is told; a later row is filed for another.
DAY = dt.date(2025, 10, 9)
BEGUN = (
    "P1,党建试点,990101001,进行中,,5,是,民政部门,",
    "P2,治理试点,990101,完成,2025年9月,,否,civil_affairs,P1",
    "P3,服务试点,990201,进行中,,7,,,",
)


def file_pilots(tiny: Tiny, *rows: str, heading: str = PILOTS_HEADING, day: dt.date = DAY) -> str:
    """File rows that tell the state on a day; returns the batch."""
    text = "\n".join([heading, *rows, ""])
    outcome = take_text(tiny, text, "pilots.csv", filed_on=FILED, period=day, confirmed=True)
    assert outcome.status == "accepted", outcome
    tiny.sequence = max(tiny.sequence, int(str(outcome.batch_id)[-8:]))
    return str(outcome.batch_id)


@once
def _begun(tiny: Tiny) -> None:
    extend(tiny)
    tiny.staff_everywhere({"990101": 40})
    file_pilots(tiny, *BEGUN)
    tiny.built()


@pytest.fixture
def begun(tiny: Tiny) -> Tiny:
    return _begun(tiny)


def restated(tiny: Tiny, before: SnapshotInfo) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What was, what is and why, by key and column."""
    rows = tiny.ask("restated_register_cells", dataset="pilots", published=before.id).to_dicts()
    names = ("cell_before", "cell_after", "restated_because")
    return {(row["row_key"], row["column_code"]): tuple(row[name] for name in names) for row in rows}


def moved(tiny: Tiny, before: SnapshotInfo) -> list[str]:
    return tiny.ask("moved_registers", published=before.id)["dataset"].to_list()


def test_the_newest_row_of_each_key_stands_and_one_that_ends_its_key_says_so(begun: Tiny) -> None:
    file_pilots(begun, "P1,党建试点,990101001,,,,,,,是", heading=ENDED, day=dt.date(2025, 12, 1))
    begun.built()
    rows = begun.ask("standing_register_cells", dataset="pilots").to_dicts()
    assert {row["row_key"]: row["withdrawn"] for row in rows} == {"P1": True, "P2": False, "P3": False}
    assert {row["column_code"]: row["cell"] for row in rows if row["row_key"] == "P3"}["places"] == "7"
    assert begun.ask("standing_register_batches").rows() == [
        ("pilots", "pilots-00000002", 2),
        ("pilots", "pilots-00000003", 1),
    ]


def test_each_restated_cell_says_what_was_what_is_and_why(begun: Tiny) -> None:
    first = begun.reader.snapshot
    corrected = file_pilots(
        begun,
        "P1,党建引领试点,990101001,进行中,,5,是,民政部门,",
        "P3,服务试点,990201,进行中,,,,,",
        "P4,新试点,990102,进行中,,,,,",
    )
    later = file_pilots(
        begun, "P2,治理试点,990101,完成,2025年9月,12,否,civil_affairs,P1", day=dt.date(2025, 12, 1)
    )
    begun.built()
    assert restated(begun, first) == {
        ("P1", "title"): ("党建试点", "党建引领试点", "corrected"),
        ("P3", "places"): ("7", None, "blanked"),
        ("P2", "places"): (None, "12", "new_state"),
        ("P4", "code"): (None, "P4", "filed_since"),
        ("P4", "title"): (None, "新试点", "filed_since"),
        ("P4", "area_code"): (None, "990102", "filed_since"),
        ("P4", "state"): (None, "under_way", "filed_since"),
    }
    first_row = begun.ask("restated_register_cells", dataset="pilots", published=first.id).to_dicts()[0]
    assert first_row["row_title_zh"] == first_row["row_title_en"] == "党建引领试点"
    assert (first_row["column_name_zh"], first_row["column_name_en"]) == ("名称", "Title")
    assert (first_row["batch_before"], first_row["file_name_before"], first_row["file_row_before"]) == (
        "pilots-00000002",
        "pilots.csv",
        2,
    )
    assert (first_row["batch_id"], first_row["file_row"], first_row["filed_on"]) == (corrected, 2, FILED)
    ((stands_from, batch),) = {
        (row["stands_from"], row["batch_id"])
        for row in begun.ask("restated_register_cells", dataset="pilots", published=first.id).to_dicts()
        if row["row_key"] == "P2"
    }
    assert (stands_from, batch) == (dt.date(2025, 12, 1), later)
    assert moved(begun, first) == ["pilots"]


def test_a_row_that_ends_its_key_takes_every_cell_and_a_withdrawal_brings_them_back(begun: Tiny) -> None:
    first = begun.reader.snapshot
    batch = file_pilots(begun, "P1,党建试点,990101001,,,,,,,是", heading=ENDED, day=dt.date(2025, 12, 1))
    second = begun.built()
    ended = restated(begun, first)
    assert ended["P1", "title"] == ("党建试点", None, "ended")
    assert ended["P1", "code"] == ("P1", None, "ended")
    assert {key for key, _ in ended} == {"P1"}
    begun.withdraw(batch)
    begun.build()
    back = restated(begun, second)
    assert back["P1", "title"] == (None, "党建试点", "withdrawn")
    assert {column for _, column in back} == {column for _, column in ended}
    assert restated(begun, first) == {}
    assert moved(begun, first) == []


def test_a_batch_that_was_taken_back_leaves_what_stood_before_it_or_nothing(begun: Tiny) -> None:
    batch = file_pilots(
        begun, "P1,党建试点,990101001,进行中,,6,是,民政部门,", "P9,误报试点,990102,进行中,,,,,"
    )
    second = begun.built()
    begun.withdraw(batch)
    begun.build()
    found = restated(begun, second)
    assert found["P1", "places"] == ("6", "5", "withdrawn")
    assert found["P9", "title"] == ("误报试点", None, "withdrawn")
    rows = begun.ask("restated_register_cells", dataset="pilots", published=second.id).to_dicts()
    gone = next(row for row in rows if row["row_key"] == "P9")
    # Nothing of it is in the later snapshot: its title and columns are those of the earlier one.
    assert (gone["row_title_zh"], gone["column_name_zh"], gone["batch_id"]) == ("误报试点", "编号", None)
    assert gone["batch_before"] == batch


def test_a_key_that_was_ended_may_be_filed_again(begun: Tiny) -> None:
    file_pilots(begun, "P3,服务试点,990201,,,,,,,是", heading=ENDED, day=dt.date(2025, 11, 1))
    second = begun.built()
    file_pilots(begun, "P3,服务试点,990201,进行中,,,,,", day=dt.date(2025, 12, 1))
    begun.build()
    assert restated(begun, second)["P3", "title"] == (None, "服务试点", "filed_since")


def test_what_is_filed_again_as_it_was_and_a_return_of_counts_touch_no_register(
    begun: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begun.reader.snapshot
    begun.staff_everywhere({"990102": 10})
    begun.built()
    asked: list[str] = []
    ask = Reader.ask

    def listened(self: Reader, question: str, **parameters: Any) -> Any:
        asked.append(question)
        return ask(self, question, **parameters)

    monkeypatch.setattr(Reader, "ask", listened)
    found = differing.differences(begun.home, first.id, begun.reader.snapshot.id)
    assert found["restated_register_cells"] == []
    assert "moved_registers" in asked
    assert "standing_register_cells" not in asked
    monkeypatch.undo()
    second = begun.reader.snapshot
    # Other words of the filer for a later day: another row stands, and no cell is another.
    file_pilots(begun, f"{BEGUN[2]},照旧", heading=f"{PILOTS_HEADING},备注", day=dt.date(2025, 12, 1))
    begun.build()
    assert moved(begun, second) == ["pilots"]
    assert restated(begun, second) == {}


def test_diff_tells_and_writes_restated_register_cells_in_both_languages(begun: Tiny, tmp_path: Path) -> None:
    first = begun.reader.snapshot
    batch = file_pilots(begun, "P1,党建试点,990101001,完成,2025-10-01,5,是,民政部门,")
    second = begun.built()
    told = run(begun, "diff", first.id, second.id)
    assert "register cells 1 changed, 1 new, 0 gone, in 1 rows; 0 verdicts flipped" in told.stdout
    assert batch in told.stdout
    assert "Under way" in told.stdout
    assert "pilots.csv:2" in told.stdout
    chinese = run(begun, "diff", first.id, second.id, "--lang", "zh").stdout
    assert "登记表 1 条，改了 1 格、新增 1 格、不再有 0 格" in chinese
    assert "进行中" in chinese
    found = json.loads(run(begun, "diff", first.id, second.id, "--json").stdout)
    cells = {row["column_code"]: row for row in found["restated_register_cells"]}
    assert (cells["done_on"]["cell_before"], cells["done_on"]["cell_after"]) == (None, "2025-10-01")
    assert cells["state"]["batch_id"] == batch
    file = tmp_path / "difference.json"
    assert run(begun, "diff", first.id, second.id, "-o", str(file)).returncode == 0
    assert json.loads(file.read_text(encoding="utf-8")) == found


def test_a_file_says_choices_and_truths_in_words(begun: Tiny) -> None:
    first = begun.reader.snapshot
    file_pilots(begun, "P2,治理试点,990101,进行中,,,是,civil_affairs,P1")
    begun.built()
    asked = {"dataset": "pilots", "published": first.id}
    frame = begun.ask("restated_register_cells", **asked)

    def of(language: str) -> list[dict[str, str]]:
        told = csv_bytes(
            written(begun.reader, "restated_register_cells", frame, language=language, **asked), language
        )
        return list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"))))

    assert {row["列名"]: (row["原单元格"], row["现单元格"]) for row in of("zh")} == {
        "状态": ("已完成", "进行中"),
        "完成日期": ("2025-09", ""),
        "是否公开": ("否", "是"),
    }
    assert {row["Column name"]: (row["Cell before"], row["Cell now"]) for row in of("en")}["State"] == (
        "Done",
        "Under way",
    )


# ---------------------------------------------------------------- the page


@once
def _restated(tiny: Tiny) -> None:
    """One pilot corrected and one filed since, and no figure moved."""
    _begun(tiny)
    file_pilots(
        tiny, "P1,党建引领试点,990101001,完成,2025-10-01,5,是,民政部门,", "P4,新试点,990102,进行中,,,,,"
    )
    tiny.built()


@pytest.fixture
def at_home(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    restated_home = _restated(tiny)
    opened(restated_home, monkeypatch)
    return restated_home


ASKED = {"period": PERIOD.isoformat(), "indicator": WORKERS}


def test_the_page_counts_registers_in_its_title_and_lists_their_cells(at_home: Tiny) -> None:
    test = visit("corrections", **ASKED)
    assert title(test) == "登记表变了 2 条 7 格，本期数字没有不同"
    text = text_of(test)
    for told in ("党建试点", "党建引领试点", "进行中", "已完成", "更正", "补报", "pilots-00000003", "P1"):
        assert told in text
    english = visit("corrections", "en", **ASKED)
    assert title(english) == "7 register cells changed in 2 rows, no figure of this period"
    text = text_of(english)
    for told in ("Title", "Done", "corrected", "filed since", "pilots.csv row 2"):
        assert told.lower() in text.lower()
    assert any(one.key == "download_restated_register_cells_pilots" for one in english.get("download_button"))


def test_the_table_view_has_every_cell_in_both_languages(at_home: Tiny) -> None:
    for language, heading in (("zh", "登记表"), ("en", "Register")):
        test = visit("corrections", language, view="table", **ASKED)
        (frame,) = [one.value for one in test.dataframe if len(one.value) == 7]
        assert frame.shape == (7, 10)
        assert heading in text_of(test)


def test_where_no_register_differs_the_page_says_nothing_of_them(
    begun: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.staff_everywhere({"990102": 10})
    begun.built()
    opened(begun, monkeypatch)
    for language, word in (("zh", "登记表"), ("en", "register")):
        test = visit("corrections", language, **ASKED)
        assert word not in text_of(test)
        assert word not in title(test)
    assert read_info(begun.home, begun.reader.snapshot.id)
