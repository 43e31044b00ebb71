"""What is fast on the way in says what the careful way says: the same rows, the same findings in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filing import read
from pipelines.filing.changes import Comparison
from pipelines.filing.check import Checked
from pipelines.filing.gather import Circumstances
from pipelines.filing.heading import Heading
from pipelines.filing.ingest import examine, ingest
from pipelines.filing.read_figures import with_figures
from programme.packs.pack import read_pack
from tests.filing import STAFFING, TODAY, staffing, write
from tests.tiny import BINGYIN, DATASETS, JIAZI, PACK, WUCHEN, YICHOU
from warehouse.home import Home

NEVER = 1 << 40
PACK_READ = read_pack(PACK)
UNITS = (*JIAZI, *YICHOU, *BINGYIN, *WUCHEN)
QUARTERS = ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31")
ODD_CELLS = (
    "", " ", "1e3", "1,234", '"1,234"', "１２", "+5", "-5", "-0", "007", " 7", "7 ", "7.0", "7.5", "'7", "x", "\t8",
    "1000000000000", "99999999999999999999", "\ufeff9", "-", "N/A", "null", "0x10", '"', '"9"', '""', "五", "10000001",
)  # fmt: skip
ODD_LINES = (
    "", " ", ",,,,,", "合计,,1,2,3,4", "注：,,,,,", "填表人：,,张三,,,", "联系电话：,0571,,,,", "2026-01-05", ",2025-12-31,1,2,3,4",
    "990101,2025-12-31,1,2", "990101,2025-12-31,1,2,3", "990101,2025-12-31,1,2,3,4,", "990101,2025-12-31,1,2,3,4,5", STAFFING,
    "\ufeff990101,2025-12-31,1,2,3,4", "990101 ,2025-12-31,1,2,3,4", "990101.0,2025Q4,1,2,3,4", "9901,2025-12-31,1,2,3,4",
    "990101,2025-12-31,1,2,3,4\r", "#990101,2025-12-31,1,2,3,4", "\x0c", "\x1a",
)  # fmt: skip
HEADINGS = (
    STAFFING,
    "区划代码,报告期,正职,副职,其他,持证",
    STAFFING + ",",
    STAFFING + ",certified_workers",
    STAFFING + ",note",
    STAFFING + ",说明",
    STAFFING.replace(",period", ",报告期"),
    "area_code,area_name,period,chief_workers,deputy_workers,other_workers,certified_workers",
    "序号," + STAFFING,
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A staffing return in which little or much is out of the ordinary."""
    figure = st.integers(0, 400).map(str)
    lines = [
        [code, quarter, *(draw(figure) for _ in range(4))]
        for quarter in draw(st.lists(st.sampled_from(QUARTERS), min_size=1, max_size=2, unique=True))
        for code in draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4))
    ]
    heading = draw(st.sampled_from((STAFFING, STAFFING, STAFFING, *HEADINGS)))
    if "area_name" in heading:
        lines = [[code, draw(st.sampled_from(("", "一街街道", "合计"))), *rest] for code, *rest in lines]
    if heading.startswith("序号"):
        lines = [[str(number), *line] for number, line in enumerate(lines)]
    for _ in range(draw(st.integers(0, 2))):
        line = draw(st.sampled_from(lines))
        line[draw(st.integers(0, len(line) - 1))] = draw(st.sampled_from(ODD_CELLS))
    text = [",".join(line) for line in lines]
    extra = heading.count(",") - lines[0].__len__() + 1
    if draw(st.booleans()):
        text = [line + "," * extra for line in text]
    for _ in range(draw(st.integers(0, 1))):
        text.insert(draw(st.integers(0, len(text))), draw(st.sampled_from(ODD_LINES)))
    above = draw(st.sampled_from(([], [], [], ["社区工作者统计表"], ["", "单位：人"])))
    end = draw(st.sampled_from(("\n", "\n", "\r\n", "\r")))
    whole = end.join([*above, heading, *text]) + draw(st.sampled_from((end, "", end + end)))
    return draw(st.sampled_from(("", "", "\ufeff"))).encode() + whole.encode(
        draw(st.sampled_from(("utf-8", "gb18030")))
    )


@contextmanager
def typed_from(size: int) -> Iterator[None]:
    with patch.object(read, "_TYPED_FROM", size):
        yield


def examined(home: Home, path: Path) -> tuple[dict[str, Any], pl.DataFrame | None]:
    """What is said of a file, and its rows as they would be landed."""
    found = examine(home, PACK_READ, [path], Circumstances(today=TODAY, dataset="staffing"))
    rows = [part.rows for part in found.checked if isinstance(part, Checked)]
    accepted = bool(rows) and not found.drafts[0].errors.total
    return found.report.as_dict(), rows[0] if accepted else None


@settings(max_examples=200, deadline=None)
@given(files())
def test_figures_read_as_numbers_are_those_read_as_text(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("typed")
    path = folder / "staffing.csv"
    path.write_bytes(data)
    home = Home.of(folder / "home")
    with typed_from(0):
        said, rows = examined(home, path)
    with typed_from(NEVER):
        careful_said, careful_rows = examined(home, path)
    assert said == careful_said
    assert (rows is None) == (careful_rows is None)
    if rows is not None and careful_rows is not None:
        assert rows.equals(careful_rows)


def test_a_plain_file_is_read_as_numbers_and_its_findings_quote_it_as_filed(tmp_path: Path) -> None:
    text = staffing("990101001,2025-12-31,007,2,3,4", "990101002,2025-12-31,1,+2,3,-04")
    known, figures = DATASETS.known_headings, DATASETS.figure_headings
    with typed_from(0):
        sheet = read.read_table(text.encode(), known, figures=figures)
        said, _ = examined(Home.of(tmp_path / "home"), write(tmp_path, "staffing.csv", text))
    assert sheet.frame.schema["2"] == pl.Int64
    assert sheet.as_filed is not None
    assert sheet.as_filed()["2"].to_list() == ["007", "1"]
    assert [(error["row"], error["value"]) for error in said["files"][0]["errors"]] == [(3, "-04")]


@pytest.mark.parametrize(
    ("row", "typed"),
    [
        ("990101001,2025-12-31,1,2,3", False),  # short
        ("990101001,2025-12-31,1,2,3,", True),
        ("990101001,2025-12-31,1,2,,4", True),
        ("990101001,2025-12-31,1,2,3,4.0", False),
        ("合计,,1,2,3,4", False),
        ("注：按月填报,,,,,", False),
        ("", False),
    ],
)
def test_what_is_in_doubt_is_read_as_text(row: str, typed: bool) -> None:
    body = staffing("990102001,2025-12-31,1,2,3,4", row).encode()
    heading = Heading(1, STAFFING.split(","))
    found = with_figures(
        body[len(STAFFING) + 1 :], heading, DATASETS.known_headings, DATASETS.figure_headings
    )
    assert (found is not None) == typed


# ---------------------------------------------------------------- what a file changes


ROWS = st.lists(
    st.tuples(
        st.sampled_from(QUARTERS),
        st.sampled_from(UNITS),
        st.lists(st.sampled_from((None, 0, 1, 9, 90, 99, 100, 101, 900, 1000, 5000)), min_size=4, max_size=4),
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda row: row[:2],
)


def text_of(rows: list[tuple[str, str, list[int | None]]]) -> str:
    return staffing(
        *(
            ",".join([code, day, *("" if one is None else str(one) for one in figures)])
            for day, code, figures in rows
        )
    )


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.none(), ROWS), ROWS)
def test_a_period_of_which_nothing_stands_is_compared_as_any_other(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[str, str, list[int | None]]] | None,
    rows: list[tuple[str, str, list[int | None]]],
) -> None:
    folder = tmp_path_factory.mktemp("compared")
    home = Home.of(folder / "home")
    if before:
        first = write(folder, "staffing1.csv", text_of(before))
        ingest(home, PACK_READ, [first], Circumstances(today=TODAY, dataset="staffing", confirmed=True))
    path = write(folder, "staffing2.csv", text_of(rows))

    def compare_any(self: Comparison, compared: Any, part: Any, last: np.ndarray) -> None:
        self._compare(compared, part, last, settled=True)

    said, _ = examined(home, path)
    with patch.object(Comparison, "_compare_new", compare_any):
        careful_said, _ = examined(home, path)
    assert said == careful_said
