"""Writes returns as offices write them: two kinds of heading, three encodings, a spreadsheet now and then.

Every byte depends on the figures alone: workbooks carry a fixed date and are stored, not compressed, because
compressors differ between machines.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipelines.sample.calibration import quarter_name
from pipelines.sample.draws import Draws
from pipelines.sample.entries import Entries
from pipelines.sample.filing import CORE, Return
from programme.datasets import Datasets, Measure
from programme.datasets.headings import AREA_CODE_HEADINGS, AREA_NAME_HEADINGS, NOTE_HEADINGS, PERIOD_HEADINGS

Table = list[list[str | int | None]]
FILES = ("file_name", "dataset", "period", "filed_on", "filed_by", "simulated")


def clear(folder: Path) -> None:
    """Remove the quarters that an earlier run wrote; nothing else in the folder is touched."""
    for quarter in folder.glob("[0-9][0-9][0-9][0-9]Q[1-4]"):
        if re.fullmatch(r"\d{4}Q[1-4]", quarter.name) and (quarter / "files.csv").exists():
            shutil.rmtree(quarter)


def write_returns(
    folder: Path,
    returns: Sequence[Return],
    draws: Draws,
    settings: dict[str, Any],
    datasets: Datasets,
    entries: Sequence[Entries] = (),
) -> None:
    """Write every return and register and, per quarter, `files.csv` in the order in which they were filed."""
    # The forms of the core keep their styles whatever else is filed.
    core = [filed for filed in returns if filed.dataset in CORE]
    others = [filed for filed in returns if filed.dataset not in CORE]
    styles = _styles(core, draws, settings)
    if others:
        styles |= _styles(others, draws, settings | settings["forms"])
    quarters: dict[str, list[tuple[Return | Entries, str]]] = {}
    for filed in returns:
        style, chinese = styles[id(filed)]
        quarter = folder / quarter_name(filed.period)
        quarter.mkdir(parents=True, exist_ok=True)
        name = f"{filed.name}.{'xlsx' if style == 'xlsx' else 'csv'}"
        measures = datasets.counts[filed.dataset].measures
        headings = _chinese_headings(filed, draws, measures) if chinese else None
        (quarter / name).write_bytes(_rendered(_table(filed, headings), style))
        quarters.setdefault(quarter.name, []).append((filed, name))
    for entered in entries:
        quarter = folder / quarter_name(entered.quarter)
        quarter.mkdir(parents=True, exist_ok=True)
        name = f"{entered.dataset}{entered.suffix}.csv"
        (quarter / name).write_bytes(_rendered(entered.table(datasets.registers[entered.dataset]), "utf-8"))
        quarters.setdefault(quarter.name, []).append((entered, name))
    for quarter_folder, files in quarters.items():
        files.sort(key=lambda pair: pair[0].filed_on)
        table: Table = [list(FILES)]
        for one, name in files:
            # A register's rows say themselves from which day they stand.
            period = one.period.isoformat() if isinstance(one, Return) else None
            table.append([name, one.dataset, period, one.filed_on.isoformat(), one.filed_by, "true"])
        (folder / quarter_folder / "files.csv").write_bytes(_rendered(table, "utf-8"))


def _styles(returns: Sequence[Return], draws: Draws, settings: dict[str, Any]) -> dict[int, tuple[str, bool]]:
    """Per return its encoding or format, and whether its headings are Chinese: a habit of the group."""
    groups = sorted({filed.group for filed in returns})
    number = round(len(groups) * settings["chinese_heading_share"])
    chinese = set(draws.shuffled(groups, "chinese headings")[:number])
    styles = {id(filed): ("utf-8", filed.group in chinese) for filed in returns}
    whole = {f"{r.period} {r.name}": r for r in returns if r.name == f"{r.group}_{r.dataset}"}
    order = draws.shuffled(whole, "styles")
    for style, of_chinese_only in (("xlsx", True), ("gb18030", True), ("utf-8-sig", False)):
        able = [key for key in order if not of_chinese_only or whole[key].group in chinese]
        for key in able[: settings[style]]:
            styles[id(whole[key])] = (style, whole[key].group in chinese)
            order.remove(key)
    return styles


def _chinese_headings(filed: Return, draws: Draws, measures: Sequence[Measure]) -> dict[str, str]:
    """The words a group heads its columns with, among those the contract accepts."""
    known: list[tuple[str, Sequence[str]]] = [
        ("area_code", AREA_CODE_HEADINGS[1:]),
        ("area_name", AREA_NAME_HEADINGS[:2]),
        ("period", PERIOD_HEADINGS[1:]),
        ("note", NOTE_HEADINGS[1:]),
        *((measure.code, (measure.name_zh, *measure.headings)) for measure in measures),
    ]
    return {
        column: words[draws.whole(0, len(words) - 1, "heading", filed.group, column)]
        for column, words in known
    }


def _table(filed: Return, headings: Mapping[str, str] | None) -> Table:
    """The sheet: codes and measures, and under Chinese headings also the name, the period and a note."""
    measures = list(filed.rows[0][2])
    if headings is None and filed.notes and any(note for _, _, _, note in filed.rows):
        return [
            ["area_code", *measures, "note"],
            *([code, *(row[m] for m in measures), note or None] for code, _, row, note in filed.rows),
        ]
    if headings is None:
        return [
            ["area_code", *measures],
            *([code, *(row[m] for m in measures)] for code, _, row, _ in filed.rows),
        ]
    columns = ["area_code", "area_name", "period", *measures, "note"]
    return [
        [headings[column] for column in columns],
        *(
            [code, name, filed.period.isoformat(), *(row[m] for m in measures), note or None]
            for code, name, row, note in filed.rows
        ),
    ]


def _rendered(table: Table, style: str) -> bytes:
    if style == "xlsx":
        return _workbook(table)
    text = io.StringIO()
    # A spreadsheet program that writes a byte order mark ends its lines as Windows does.
    writer = csv.writer(text, lineterminator="\r\n" if style == "utf-8-sig" else "\n")
    writer.writerows(["" if cell is None else cell for cell in row] for row in table)
    return text.getvalue().encode(style)


def _workbook(table: Table) -> bytes:
    """The least workbook that spreadsheet programs open: one sheet, numbers as numbers, the rest as text."""
    rows = "".join(
        f'<row r="{number}">'
        + "".join(_cell(cell, number, place) for place, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(table, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            archive.writestr(
                entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
            )
    return content.getvalue()


def _cell(value: str | int | None, row: int, place: int) -> str:
    reference = f"{_letters(place)}{row}"
    if value is None:
        return ""
    if isinstance(value, int):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _letters(place: int) -> str:
    """The name of a column by its place: A to Z, then AA."""
    first, last = divmod(place, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)
