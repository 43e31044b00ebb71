"""A list of area codes as a department publishes it: which columns are code and name, and what each row says.

Read as any file that is filed (`pipelines.filing.read`): CSV, tables with tabs, XLSX; a title above, notes below.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.filing import cells
from pipelines.filing.finding import Finding, shorten
from pipelines.filing.heading import refusal
from pipelines.filing.read import Sheet, read_bytes, read_table
from programme.datasets.headings import AREA_CODE_HEADINGS, AREA_NAME_HEADINGS, normal_heading
from programme.packs.area_codes import LENGTHS, without_padding
from programme.packs.codes.standing import Line
from words.problems import Problem, ReadingError

CODE_HEADINGS = (
    *AREA_CODE_HEADINGS,
    "code",
    "12位代码",
    "区划编码",
    "行政区划编码",
    "统计用区划代码和城乡划分代码",
)
NAME_HEADINGS = (*AREA_NAME_HEADINGS, "name", "区划", "行政区划名称", "单位", "地区", "地名")
PARENT_HEADINGS = ("上级代码", "上级区划代码", "父级代码", "parent_code", "parent")
KIND_HEADINGS = ("类型", "类别", "级别", "层级", "城乡分类代码", "城乡分类", "kind", "type", "level")
_CODE, _NAME, _PARENT, _KIND = (
    frozenset(map(normal_heading, words))
    for words in (CODE_HEADINGS, NAME_HEADINGS, PARENT_HEADINGS, KIND_HEADINGS)
)
_KNOWN = _CODE | _NAME | _PARENT | _KIND
_LONGEST_NAME = 60
# A day from which something holds: no other day of a title or a name says when codes begin.
_FIRST_DAY = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日?起")


@dataclass(frozen=True)
class CodeList:
    """The rows of a list, in its order; `notes` are warnings of what was left out of the table, `first_day` where a title says it."""

    lines: tuple[Line, ...]
    notes: tuple[Finding, ...]
    first_day: dt.date | None


def read_code_list(path: Path) -> CodeList:
    """Read a list of codes. Raises `ReadingError` with the rows where it is no table, lacks a column, or has no codes in it."""
    sheet = read_table(read_bytes(path), _KNOWN)
    code, name, parent = _columns(sheet)
    lines: list[Line] = []
    findings: list[Finding] = []
    rows: dict[str, int] = {}
    heading = sheet.headings[code]
    for values in sheet.frame.iter_rows():
        row, text = values[-1], values[code] or ""
        found = without_padding(cells.code(text))
        called = cells.plain(values[name] or "")
        problem = _wrong(found, called, cells.plain(values[parent] or "") if parent is not None else "")
        if problem is not None:
            findings.append(Finding(row, heading, text or None, problem, at_cell=True))
        elif found in rows:
            twice = Problem("codes.twice", code=found, first=rows[found])
            findings.append(Finding(row, heading, text, twice, at_cell=True))
        else:
            rows[found] = row
            lines.append(Line(found, called, row))
    if findings:
        raise ReadingError(findings=[_as_line(one) for one in shorten(findings, len(findings))])
    if not lines:
        raise refusal(Problem("codes.no_rows"))
    return CodeList(tuple(lines), sheet.notes, _first_day(sheet, path))


def _columns(sheet: Sheet) -> tuple[int, int, int | None]:
    """The places of code, name and the code of the area above; refused where code or name is missing or there twice."""
    plain = [normal_heading(text) for text in sheet.headings]
    found: list[int | None] = []
    for words, what, needed in ((_CODE, "code", True), (_NAME, "name", True), (_PARENT, "parent", False)):
        places = [place for place, text in enumerate(plain) if text in words]
        if len(places) > 1:
            texts = [sheet.headings[place] for place in places]
            raise refusal(Problem(f"codes.two_columns.{what}", headings=texts), row=sheet.heading_row)
        if needed and not places:
            texts = [text[:20] for text in sheet.headings if text][:8]
            problem = Problem(f"codes.no_column.{what}", row=sheet.heading_row, headings=texts)
            raise refusal(problem, row=sheet.heading_row)
        found.append(places[0] if places else None)
    code, name, parent = found
    assert code is not None
    assert name is not None
    return code, name, parent


def _wrong(code: str, name: str, parent: str) -> Problem | None:
    """What is wrong with a row, if anything."""
    if not (code.isascii() and code.isdigit()):
        return Problem(
            "codes.no_code.exponent" if re.search(r"[0-9][eE][+]?[0-9]", code) else "codes.no_code"
        )
    if len(code) not in LENGTHS:
        return Problem("codes.no_code.length", n=len(code))
    if not name:
        return Problem("codes.no_name")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        return Problem("codes.name_unreadable", most=_LONGEST_NAME)
    above = without_padding(cells.code(parent)) if parent else ""
    # Lists of townships give the county, some the root of all; one that is neither contradicts the code.
    if above and len(code) > 6 and not code.startswith(above.rstrip("0") or above):
        return Problem("codes.other_parent", parent=parent)
    return None


def _as_line(found: Finding) -> Finding:
    """A finding whose problem says its place too, as `ReadingError` tells the problems alone."""
    if not found.at_cell:
        return found
    key = "finding.at_blank_cell" if found.value is None else "finding.at_cell"
    place: dict[str, object] = {"row": found.row, "column": found.column, "said": found.problem}
    if found.value is not None:
        place["value"] = found.value
    return Finding(found.row, found.column, found.value, Problem(key, **place))


def _first_day(sheet: Sheet, path: Path) -> dt.date | None:
    """The day that the lines above the table and the name of the file say the codes hold from; None where they say none, or two."""
    texts: Sequence[str] = [path.stem, *(text for line in sheet.above for text in line)]
    days = set()
    for match in (match for text in texts for match in _FIRST_DAY.finditer("".join(text.split()))):
        try:
            days.add(dt.date(*map(int, match.groups())))
        except ValueError:
            return None
    return days.pop() if len(days) == 1 else None
