"""How a Word document is set: fonts, paragraphs, rules and frames, as python-docx leaves them to its XML.

In Chinese by GB/T 9704-2012: A4, a block of 156 by 225 mm, 22 lines of 28 characters. In English a plain document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from files.bulletin.figures import Run

RED = RGBColor(0xD7, 0x00, 0x0F)
MARKED = RGBColor(0xA3, 0x45, 0x0F)  # what says that a document is a sample
BLOCK = 156  # mm
BESIDE = 4.4  # mm that a cell has beside its words
LINE = 28.95  # points: 225 mm by 22 lines
CLOSER = -5  # twentieths of a point: 28 characters of 16 points are 1.9 mm wider than the block
ALTERNATIVES = {
    "方正小标宋简体": "宋体",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
# Points of 二号, 三号, 四号 and of a table.
TITLE, BODY, SMALL, TABLE = 22.0, 16.0, 14.0, 12.0
ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True)
class Style:
    """A paragraph's look: its font and size, the height of its lines, where its text stands, how far its first line is set in."""

    font: str
    size: float
    line: float = LINE
    align: str = "both"
    indent: int = 0  # characters
    bold: bool = False
    colour: RGBColor | None = None
    keep: bool = False  # with the paragraph after it
    before: float = 0
    after: float = 0
    on_grid: bool = False


@dataclass(frozen=True)
class Look:
    """The styles of a language."""

    title: Style
    heading: Style
    lead: str  # the font of a heading within a line
    body: Style
    caption: Style
    note: Style
    cell: Style
    foot: Style
    is_chinese: bool


CHINESE = Look(
    Style("方正小标宋简体", TITLE, 36, "centre", after=24, keep=True),
    Style("黑体", BODY, indent=2, keep=True, on_grid=True),
    "楷体_GB2312",
    Style("仿宋_GB2312", BODY, indent=2, on_grid=True),
    Style("黑体", TABLE, 20, "centre", keep=True, before=6),
    Style("宋体", 10.5, 16, "left", after=6),
    Style("宋体", TABLE, 17, "left"),
    Style("宋体", SMALL, 20),
    True,
)
ENGLISH = Look(
    Style("Arial", 20, 26, "left", bold=True, after=12, keep=True),
    Style("Arial", 14, 20, "left", bold=True, before=14, after=4, keep=True),
    "Arial",
    Style("Arial", 10.5, 15, "left", after=6),
    Style("Arial", 10, 14, "left", bold=True, keep=True, before=8, after=2),
    Style("Arial", 9, 12, "left", after=8),
    Style("Arial", 9.5, 13, "left"),
    Style("Arial", 9.5, 13),
    False,
)


def element(name: str, /, **values: object) -> Any:
    """An element of the document's XML with its attributes, all of the main namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def write(paragraph: Paragraph, text: str, style: Style, *, closer: bool = False, font: str = "") -> Any:
    """Words at the end of a paragraph."""
    name = font or style.font
    run = paragraph.add_run(text)
    run.font.name, run.font.size = name, Pt(style.size)
    run.font.bold = style.bold or None
    if style.colour is not None:
        run.font.color.rgb = style.colour
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    if closer:
        after = [f"w:{one}" for one in ("w", "kern", "position", "sz", "szCs")]
        run._element.get_or_add_rPr().insert_element_before(element("spacing", val=CLOSER), *after)
    return run


def shape(paragraph: Paragraph, style: Style) -> Paragraph:
    """Give a paragraph its look."""
    form = paragraph.paragraph_format
    form.alignment = ALIGNED[style.align]
    form.line_spacing = Pt(style.line)
    form.space_before, form.space_after = Pt(style.before), Pt(style.after)
    form.keep_with_next, form.widow_control = style.keep or None, False
    settings = paragraph._element.get_or_add_pPr()
    for name in ("autoSpaceDE", "autoSpaceDN"):
        _put(settings, element(name, val=0))
    if not style.on_grid:  # else lines of another height take two of the grid
        _put(settings, element("snapToGrid", val=0))
    if style.indent:
        settings.get_or_add_ind().set(qn("w:firstLineChars"), str(style.indent * 100))
        settings.get_or_add_ind().set(qn("w:firstLine"), str(int(style.indent * style.size * 20)))
    return paragraph


# What must stand before what in a paragraph's settings, as far as we set it.
_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "kinsoku",
    "autoSpaceDE",
    "autoSpaceDN",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
]


def _put(settings: Any, made: Any) -> None:
    """Add an element where the order of a paragraph's settings has it."""
    name = made.tag.rpartition("}")[2]
    after = _ORDER[_ORDER.index(name) + 1 :]
    settings.insert_element_before(made, *(f"w:{one}" for one in after))


def border(
    paragraph: Paragraph, sides: Sequence[str], *, colour: str = "000000", eighths: int = 8, under: int = 0
) -> None:
    """Rules above and below a paragraph, in eighths of a point; `under` for the one below, where it is another."""
    borders = element("pBdr")
    for side in sides:
        thick = under if under and side == "bottom" else eighths
        borders.append(element(side, val="single", sz=thick, space=4, color=colour))
    _put(paragraph._element.get_or_add_pPr(), borders)


def at_foot(holder: Paragraph, rows: Sequence[Paragraph], line: float) -> None:
    """Set paragraphs at the foot of the text block of the page where their holder comes to stand, as wide as that: in a box of text,
    as a table or a frame set so is left where it is by some readers. `line` is the height of a row in points."""
    wide, high = int(Mm(BLOCK)), int(Pt(line * len(rows) + 6))
    drawing = parse_xml(_BOX.format(wide=wide, high=high))
    inside = next(drawing.iter(qn("w:txbxContent")))
    for row in rows:
        inside.append(row._element)
    holder.add_run()._element.append(drawing)


_OOXML, _OFFICE = "http://schemas.openxmlformats.org", "http://schemas.microsoft.com/office/word/2010"
_BOX = f"""<mc:AlternateContent xmlns:mc="{_OOXML}/markup-compatibility/2006" xmlns:wps="{_OFFICE}/wordprocessingShape"
 xmlns:w="{_OOXML}/wordprocessingml/2006/main" xmlns:wp="{_OOXML}/drawingml/2006/wordprocessingDrawing"
 xmlns:a="{_OOXML}/drawingml/2006/main">
<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{{wide}}" cy="{{high}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="9000" name="imprint"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_OFFICE}/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{{wide}}" cy="{{high}}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:spAutoFit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>""".replace(
    "\n<", "<"
)

# What must stand behind a table's rules in its settings.
_BEHIND_RULES = ["shd", "tblLayout", "tblCellMar", "tblLook"]


def table_rules(table: Any, sides: dict[str, int]) -> None:
    """The rules of a table by side, in eighths of a point."""
    borders = element("tblBorders")
    for side, eighths in sides.items():
        borders.append(element(side, val="single", sz=eighths, space=0, color="000000"))
    settings = table._tbl.tblPr
    for old in settings.findall(qn("w:tblBorders")):
        settings.remove(old)
    settings.insert_element_before(borders, *(f"w:{one}" for one in _BEHIND_RULES))


def tab_at_right(paragraph: Paragraph, millimetres: float) -> None:
    """A stop for what stands at the right of a line."""
    tabs = element("tabs")
    tabs.append(element("tab", val="right", pos=int(millimetres / 25.4 * 1440)))
    _put(paragraph._element.get_or_add_pPr(), tabs)


def columns(texts: Sequence[Sequence[str]], shares: Sequence[float], size: float) -> list[float]:
    """How wide the columns of a table are, in mm: by their shares of the block, and none narrower than its longest cell in one line.

    `texts` are the cells of each column that are not to be parted, `size` their points. What one needs more the others give, by what
    they have to spare. Where all together need more than the block, the shares stand.
    """
    whole = sum(shares)
    wanted = [BLOCK * share / whole for share in shares]
    needed = [
        max((_breadth(text, size) for text in cells), default=0.0) + BESIDE if cells else 0.0
        for cells in texts
    ]
    spare = [max(one - least, 0.0) for one, least in zip(wanted, needed, strict=True)]
    lacking = sum(max(least - one, 0.0) for one, least in zip(wanted, needed, strict=True))
    if lacking > sum(spare):
        return wanted
    given = lacking / (sum(spare) or 1.0)
    return [max(one, least) - given * left for one, least, left in zip(wanted, needed, spare, strict=True)]


def _breadth(text: str, size: float) -> float:
    """How broad a line is, in mm, at most: figures and Latin letters are half as wide as high and a little more, all else as wide."""
    ems = sum(0.58 if one.isascii() else 1.0 for one in text)
    return ems * size / 72 * 25.4


class Marks:
    """Names round the figures of a document, so that each can be found in it again: bookmarks called by the figure's id."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.number = 0

    def figure(self, paragraph: Paragraph, run: Run, style: Style, *, closer: bool) -> None:
        """A figure's words within its bookmark."""
        self.number += 1
        start = element("bookmarkStart", id=self.number, name=self._name(run.figure))
        paragraph._element.append(start)
        write(paragraph, run.text, style, closer=closer)
        paragraph._element.append(element("bookmarkEnd", id=self.number))

    def _name(self, figure: str) -> str:
        """A name that a document takes: letters and digits, no two alike; the same figure a second time has a number."""
        plain = "f_" + re.sub(r"\W", "_", figure)[:32]
        self.names[plain] = self.names.get(plain, 0) + 1
        again = self.names[plain]
        return plain if again == 1 else f"{plain}_{again}"


def lay_out(document: Document, look: Look) -> None:
    """Page, grid, the style all others rest on, and the fonts that may take the place of others."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if look.is_chinese:
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(20), Mm(23.5)
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(element("docGrid", type="lines", linePitch=round(LINE * 20)))
    else:
        section.top_margin = section.bottom_margin = Mm(25)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance = section.footer_distance = Mm(12)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = look.body.font, Pt(look.body.size)  # the grid counts from it
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.body.font)
    document.settings.odd_and_even_pages_header_footer = look.is_chinese


def alternatives(fonts: bytes) -> bytes:
    """The document's table of fonts, with what may stand in the place of each of ours."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in ALTERNATIVES.items()
    )
    return fonts.replace(b"</w:fonts>", rows.encode() + b"</w:fonts>")
