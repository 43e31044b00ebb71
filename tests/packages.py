"""Workbooks written part by part, as programs other than Excel write them and as damage leaves them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = "http://purl.oclc.org/ooxml/"
HEADINGS = ("区划代码", "报告期", "正职", "副职", "其他工作人员", "持证人数")
Rename = Callable[[str], str]


def cell(place: str, value: object, *, style: int = 0, formula: str | None = None) -> str:
    """A number as it is, any other text written in its cell; `formula` with `value` as its stored result."""
    if formula is not None:
        stored = "" if value is None else f"<v>{value}</v>"
        return f'<c r="{place}"><f>{formula}</f>{stored}</c>'
    if isinstance(value, int | float):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def row(number: int, *values: object, style: dict[int, int] | None = None) -> str:
    """A row from column A on; None leaves a cell out, a text that begins with `<` is a cell as it stands."""
    inside = "".join(
        value if isinstance(value, str) and value.startswith("<")
        else cell(f"{chr(65 + place)}{number}", value, style=(style or {}).get(place, 0))
        for place, value in enumerate(values)
        if value is not None
    )  # fmt: skip
    return f'<row r="{number}">{inside}</row>'


def staffing_rows(period: object = "2025-12-31", *, style: int = 0, other: object = 3) -> str:
    """A heading and one row of a staffing return."""
    return row(1, *HEADINGS) + row(2, "990101", period, 1, 2, other, 4, style={1: style})


def package(
    rows: str,
    *,
    book: str = "",
    after: str = "",
    styles: str = "<cellXfs><xf numFmtId='0'/></cellXfs>",
    strict: bool = False,
    rename: Rename = str,
    refer: Rename = str,
    change: Callable[[str, str], str] = lambda _, text: text,
) -> bytes:
    """A workbook of one sheet: `book` stands before its list of sheets and `after` behind it, `rename` gives the parts
    other names, `refer` other ways to refer to them, `change` another text by the usual name."""
    kind = f"{STRICT}officeDocument/relationships" if strict else RELATIONS
    main = f"{STRICT}spreadsheetml/main" if strict else MAIN
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": _relations([(f"{kind}/officeDocument", refer("xl/workbook.xml"))]),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}">{book}<sheets>'
        f'<sheet name="填报" sheetId="1" r:id="r1"/></sheets>{after}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            [(f"{kind}/worksheet", refer("worksheets/sheet1.xml")), (f"{kind}/styles", refer("styles.xml"))]
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(rename(name) if name != "[Content_Types].xml" else name, change(name, text))
    return target.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
