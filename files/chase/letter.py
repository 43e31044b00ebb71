"""A chase-up list as a Word document: to whom, how much is owed, the table by county and form, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm

from files.bulletin import sheet
from files.bulletin.sheet import CHINESE, ENGLISH, Look, Style
from files.bulletin.word import packed, rules
from files.chase.content import Chase
from words import periods

SHARES = (11, 14, 12, 13, 9, 26, 29)  # of the block's width
COLUMNS = ("county", "form", "period", "due", "days", "units", "asks")


def contents(chase: Chase) -> bytes:
    """The document's bytes; the same list gives the same bytes."""
    speech = chase.speech
    look: Look = CHINESE if speech.language == "zh" else ENGLISH
    document = Document()
    sheet.lay_out(document, look)
    own = document.core_properties
    own.title, own.author = chase.title, speech.pick(chase.snapshot, "department")
    own.last_modified_by, own.comments, own.revision = own.author, "", 1
    own.language = {"zh": "zh-CN", "en": "en-GB"}[speech.language]
    own.created = own.modified = chase.snapshot["built_at"].replace(microsecond=0)

    def line(text: str, style: Style) -> None:
        paragraph = sheet.shape(document.add_paragraph(), style)
        sheet.write(paragraph, text, style, closer=style.on_grid)

    if chase.is_simulated:
        line(speech("chase.mark"), replace(look.note, align="centre", colour=sheet.MARKED))
    line(chase.title, look.title)
    line(speech("chase.to", name=chase.name), replace(look.body, indent=0))
    line(chase.lead, look.body)
    line(speech("chase.please"), look.body)
    owed = chase.owed()
    rows = [
        (
            one.county,
            one.form,
            one.period,
            periods.date(speech, one.due_on),
            speech.plural("chase.days", one.days),
            _units(chase, one.units),
            "\n".join(one.asks),
        )
        for one in owed
    ]
    line(speech("chase.table"), look.caption)
    _table(document, [tuple(speech(f"chase.column_{name}") for name in COLUMNS), *rows], look)
    line(speech("chase.from_snapshot", id=chase.snapshot["snapshot_id"]), replace(look.note, before=6))
    right = replace(look.body, align="right", indent=0, keep=False)
    line(own.author, right)
    line(periods.date(speech, chase.day), right)
    return packed(document)


MOST_NAMED = 8  # units in a cell; the workbook has all


def _units(chase: Chase, units: Sequence[str]) -> str:
    """The units by name, and of many how many there are."""
    speech = chase.speech
    names = speech("list.item").join(units[:MOST_NAMED])
    return names if len(units) <= MOST_NAMED else speech.plural("chase.and_others", len(units), names=names)


def _table(document: object, lines: Sequence[Sequence[str]], look: Look) -> None:
    table = document.add_table(rows=len(lines), cols=len(COLUMNS))  # type: ignore[attr-defined]
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    style = replace(look.cell, size=10.5 if look.is_chinese else 8.5, line=15 if look.is_chinese else 12)
    # Chinese may be parted anywhere; no English word, such as the name of a county, is.
    words = [
        [] if look.is_chinese else [word for cells in lines for word in cells[column].split()]
        for column in range(len(COLUMNS))
    ]
    widths = [Mm(width) for width in sheet.columns(words, SHARES, style.size)]
    for at, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
        settings = row._tr.get_or_add_trPr()
        settings.append(sheet.element("cantSplit"))
        if not at:
            settings.append(sheet.element("tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[column]
            look_of = replace(
                style,
                bold=not at and not look.is_chinese,
                font="黑体" if not at and look.is_chinese else style.font,
            )
            sheet.write(sheet.shape(cell.paragraphs[0], look_of), text, look_of)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rules(table, len(lines) - 1)
