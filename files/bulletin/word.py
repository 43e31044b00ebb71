"""A bulletin as a Word document: in Chinese set as GB/T 9704-2012 asks, in English as a plain one."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

from docx import Document
from docx.document import Document as Opened
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph

from files.bulletin import blocks, sheet
from files.bulletin.content import Content, without_map
from files.bulletin.figures import Run
from files.bulletin.sheet import CHINESE, ENGLISH, Look, Style
from words import periods

HIGHEST = 118  # mm of a map
LINE_OF_TITLE = 20  # characters
KEPT_TOGETHER = 16  # rows of a table that is not parted
FIRST_MOMENT = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # of a file in a document: none is older, and the same document is the same bytes


def contents(content: Content, picture: bytes | None = None) -> bytes:
    """The document's bytes; the same content gives the same bytes. `picture` is the map as PNG: without it the map is left out."""
    look = CHINESE if content.language == "zh" else ENGLISH
    document = Document()
    sheet.lay_out(document, look)
    _properties(document, content)
    _frame(document, content, look)
    writer = _Writer(document, content, look, picture)
    writer.head()
    standing = list(content.blocks) if picture else without_map(content)
    for block, following in zip(standing, [*standing[1:], None], strict=True):
        writer.block(block, following)
    writer.foot()
    return packed(document)


class _Writer:
    """Writes blocks one after another."""

    def __init__(self, document: Opened, content: Content, look: Look, picture: bytes | None) -> None:
        self.document, self.content, self.look, self.picture = document, content, look, picture
        self.marks = sheet.Marks()

    def head(self) -> None:
        """The red head, number and rule, or 样例; the title; to whom it goes."""
        content, look, speech = self.content, self.look, self.content.speech
        if content.is_simulated:
            self._red(speech("bulletin.sample"))
        elif "organ" in content.head and look.is_chinese:
            self._red(speech("bulletin.red_head", organ=content.head["organ"]))
        if "number_prefix" in content.head and look.is_chinese:
            number = self.line(_number(content), replace(look.body, align="centre", indent=0))
            sheet.border(number, ["bottom"], colour="D7000F", eighths=14)
            self.line("", look.body)
        for at, line in enumerate(lines := self._title_lines()):
            self.line(line, look.title if at == len(lines) - 1 else replace(look.title, after=0))
        if "to" in content.head:
            self.line(speech("bulletin.to", to=content.head["to"]), replace(look.body, indent=0))

    def _title_lines(self) -> list[str]:
        """The title; of a Chinese one that is longer than a line two, parted before what it is about: no word is cut in two."""
        title = self.content.title
        named = self.content.speech.pick(self.content.indicator, "short_name")
        if not self.look.is_chinese or len(title) <= LINE_OF_TITLE or named not in title:
            return [title]
        before, _, after = title.partition(named)
        return [before, named + after]

    def _red(self, text: str) -> None:
        """Words across the block: as large as they may be, and smaller where they are many."""
        chinese = self.look.is_chinese
        points = min(52.0, sheet.BLOCK / 25.4 * 72 / max(len(text), 1) * (1.0 if chinese else 1.7))
        style = replace(
            self.look.title,
            size=round(points * 2) / 2,
            line=points * 1.3,
            align="centre",
            colour=sheet.RED,
            after=18,
        )
        self.line(text, style)

    def line(self, text: str, style: Style) -> Paragraph:
        """A paragraph of plain words."""
        paragraph = sheet.shape(self.document.add_paragraph(), style)
        if text:
            sheet.write(paragraph, text, style, closer=style.on_grid)
        return paragraph

    def block(self, block: blocks.Block, following: blocks.Block | None) -> None:
        """One block of the content; words that lead to a table stay on its page."""
        if isinstance(block, blocks.Heading):
            self.line(block.text, self.look.heading)
        elif isinstance(block, blocks.Paragraph):
            # Nobody signs a page without a word of what is signed.
            is_last = following is None and "organ" in self.content.head
            self._paragraph(block, keep=is_last or isinstance(following, blocks.Table))
        elif isinstance(block, blocks.Map):
            self._map(block)
        else:
            self._table(block)

    def _paragraph(self, block: blocks.Paragraph, *, keep: bool) -> None:
        style = replace(self.look.body, keep=keep)
        paragraph = sheet.shape(self.document.add_paragraph(), style)
        if block.lead:
            lead = replace(style, bold=not self.look.is_chinese)
            text = block.lead if self.look.is_chinese else f"{block.lead} "
            sheet.write(paragraph, text, lead, closer=style.on_grid, font=self.look.lead)
        self._runs(paragraph, block.runs, style)

    def _runs(self, paragraph: Paragraph, runs: Any, style: Style) -> None:
        for run in runs:
            if run.figure:
                self.marks.figure(paragraph, run, style, closer=style.on_grid)
            else:
                sheet.write(paragraph, run.text, style, closer=style.on_grid)

    def _map(self, block: blocks.Map) -> None:
        assert self.picture is not None
        style = replace(self.look.caption, align="centre", line=0)
        paragraph = sheet.shape(self.document.add_paragraph(), style)
        paragraph.paragraph_format.line_spacing = 1.0  # a line of a fixed height would cut it off
        shape = paragraph.add_run().add_picture(io.BytesIO(self.picture), width=Mm(sheet.BLOCK))
        if shape.height > Mm(HIGHEST):
            shape.width, shape.height = Emu(int(shape.width * Mm(HIGHEST) / shape.height)), Mm(HIGHEST)
        shape._inline.docPr.set("descr", block.caption)  # what is read out in its place
        self.line(block.caption, replace(self.look.caption, align="centre", before=0))
        self.line(block.note, replace(self.look.note, align="centre"))

    def _table(self, block: blocks.Table) -> None:
        look, style = self.look, self.look.cell
        self.line(block.caption, look.caption)
        table = self.document.add_table(rows=1 + len(block.rows), cols=len(block.heads))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        # A figure and a pair of bounds stand in one line; words may be parted.
        figures = [
            [] if block.is_words(column) else ["".join(run.text for run in row[column]) for row in block.rows]
            for column in range(len(block.heads))
        ]
        widths = [Mm(width) for width in sheet.columns(figures, block.widths, style.size)]
        lines = [[[Run(head)] for head in block.heads], *block.rows]
        last = len(lines) - 1
        # Cells are asked for once: a table that is asked for each of its cells counts all of them each time.
        for at, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
            settings = row._tr.get_or_add_trPr()
            settings.append(sheet.element("cantSplit"))
            if not at:
                settings.append(sheet.element("tblHeader"))
            for column, (cell, runs) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = widths[column]
                align = "centre" if not at else "left" if block.is_words(column) else "right"
                look_of = replace(
                    style,
                    align=align,
                    keep=at != last and (last <= KEPT_TOGETHER or not at),
                    bold=not at and not look.is_chinese,
                    font="黑体" if not at and look.is_chinese else style.font,
                )
                self._runs(sheet.shape(cell.paragraphs[0], look_of), runs, look_of)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        rules(table, last)
        if block.note:
            self.line(block.note, look.note)

    def foot(self) -> None:
        """Who signs and when; who gets a copy, who printed it and when."""
        content, look, speech = self.content, self.look, self.content.speech
        head, day = content.head, content.issue.day
        date = periods.date(speech, day) if day else speech("bulletin.blank_day")
        if "organ" in head:
            self.line("", replace(look.body, keep=True))
            right = replace(look.body, align="right", indent=0, keep=True)
            for text, characters in ((head["organ"], 4), (date, 4)):
                paragraph = self.line(text, right)
                indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
                indent.set(qn("w:rightChars"), str(characters * 100))
                indent.set(qn("w:right"), str(int(characters * right.size * 20)))
        imprint = []
        if "copies" in head:
            imprint.append(speech("bulletin.copies", copies=head["copies"]))
        if "printed_by" in head:
            imprint.append(f"{head['printed_by']}\t{speech('bulletin.printed', day=date)}")
        if imprint:
            self._imprint(imprint)

    def _imprint(self, lines: list[str]) -> None:
        """The lines at the foot of the last page, between rules."""
        look = self.look
        style = replace(look.cell, font=look.body.font, size=sheet.SMALL if look.is_chinese else 9.5, line=24)
        last, rows = len(lines) - 1, []
        for at, text in enumerate(lines):
            paragraph = sheet.shape(self.document.add_paragraph(), style)
            # Two alike would be taken for one with a rule round both.
            sides = ["top", "bottom"] if not at else ["bottom"]
            sheet.border(paragraph, sides, under=8 if at == last else 4)
            sheet.tab_at_right(paragraph, sheet.BLOCK - 5)
            sheet.write(paragraph, f"\u3000{text}" if look.is_chinese else text, style)
            rows.append(paragraph)
        holder = self.line("", replace(style, size=1, line=1))
        sheet.at_foot(holder, rows, style.line)


def _number(content: Content) -> str:
    """The document's number: blank where a draft has none."""
    year = content.issue.day.year if content.issue.day else "　　"
    number = content.issue.number or "　　"
    return content.speech("bulletin.number", prefix=content.head["number_prefix"], year=year, number=number)


def _properties(document: Opened, content: Content) -> None:
    """What the document says of itself to whoever lists files."""
    own, speech, facts = document.core_properties, content.speech, content.snapshot
    own.title = content.title
    own.author = content.head.get("organ") or speech.pick(facts, "department")
    own.last_modified_by = own.author
    own.subject = speech("bulletin.snapshot_short", id=facts["snapshot_id"])
    own.comments = speech("bulletin.mark") if content.is_simulated else ""
    own.keywords = speech("bulletin.sample") if content.is_simulated else ""
    own.language = {"zh": "zh-CN", "en": "en-GB"}[content.language]
    own.category, own.revision = "", 1
    # The moments are those of what it says, so that the same bulletin is the same file.
    moment = facts["built_at"].replace(microsecond=0)
    own.created = own.modified = moment
    if content.issue.day:
        own.created = own.modified = dt.datetime.combine(content.issue.day, dt.time())


def _frame(document: Opened, content: Content, look: Look) -> None:
    """The mark on every page, and the page's number: on odd pages at the right, on even ones at the left."""
    section = document.sections[0]
    sides = [(section.header, section.footer, "right")]
    if look.is_chinese:
        sides.append((section.even_page_header, section.even_page_footer, "left"))
    for header, footer, side in sides:
        if content.is_simulated:
            mark = replace(look.note, align="centre", colour=sheet.MARKED, after=0)
            sheet.write(sheet.shape(header.paragraphs[0], mark), content.speech("bulletin.mark"), mark)
        style = replace(look.foot, align=side)
        paragraph = sheet.shape(footer.paragraphs[0], style)
        if look.is_chinese:
            indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
            indent.set(qn(f"w:{side}Chars"), "100")
            indent.set(qn(f"w:{side}"), str(int(style.size * 20)))
        dash = "— " if look.is_chinese else ""
        sheet.write(paragraph, dash, style)
        run = sheet.write(paragraph, "", style)._element
        run.append(sheet.element("fldChar", fldCharType="begin"))
        instruction = sheet.element("instrText")
        instruction.text = "PAGE"
        run.append(instruction)
        run.append(sheet.element("fldChar", fldCharType="end"))
        sheet.write(paragraph, dash[::-1], style)


def rules(table: Any, last: int) -> None:
    """Three rules: over the heads, under them, and under the last row; hair lines between the others."""
    sheet.table_rules(table, {"top": 12, "bottom": 12, "insideH": 2})
    for cell in table.rows[0].cells:
        under = sheet.element("tcBorders")
        under.append(sheet.element("bottom", val="single", sz=8 if last else 12, space=0, color="000000"))
        cell._tc.get_or_add_tcPr().append(under)


def packed(document: Opened) -> bytes:
    """The document as bytes that are the same whenever it is made."""
    package = document.part.package
    # The template's own picture in small would be shown by whoever lists files.
    for name in [name for name, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[name]
    for part in package.iter_parts():
        if part.partname.endswith("/fontTable.xml"):
            part._blob = sheet.alternatives(part.blob)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as drafted:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
            for name in drafted.namelist():
                whole.writestr(zipfile.ZipInfo(name, FIRST_MOMENT), drafted.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
