"""The package of an XLSX file: what is in it, checked, and laid out anew in the one way its reader is sure to follow.

Packages of the same workbook differ: parts named with either slash and in any case, found by relationships from
anywhere, in the strict or the usual namespace, in any encoding of XML. Here they are followed once; the reader gets
the very sheets that were looked at here and nothing else, so neither sees more than the other. What cannot be
followed is refused by name, as a `Problem` of the rule it breaks.
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from pipelines.filing.number_formats import is_date
from pipelines.filing.sheet_scan import DIALECTS, SPREADSHEET, TRUE, Scan, Worked, damaged, scanned
from words.problems import Problem

LARGEST_PART = 1024**3  # bytes unpacked
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_DECLARATION = re.compile(r"^\s*<\?xml\s[^>]*\?>")
# Suffixes of what people file; an archive that holds such files is one to unpack.
_RETURNS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".doc", ".docx", ".pdf")


@dataclass(frozen=True)
class Package:
    """A workbook laid out anew: the bytes for the reader, and what was seen in each sheet, by its name in order."""

    data: bytes
    sheets: dict[str, Scan]
    others: tuple[str, ...]  # sheets without cells: charts, dialogs


def lay_out(data: bytes) -> Package:
    """Follow a package and lay it out anew. Raises `Problem` of the rule `damaged_workbook` and of others by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Parts(archive).laid_out()
    except (MemoryError, Problem):
        raise
    except expat.ExpatError as error:
        raise damaged(str(error)) from error
    except Exception as error:
        # The archive's own reader fails in many ways on what is broken inside: checksums, versions, methods, lengths.
        raise damaged(f"{type(error).__name__}: {error}".splitlines()[0][:200]) from error


class _Parts:
    """The parts of a package by their plain names: forward slashes, lower case."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.by_name: dict[str, zipfile.ZipInfo] = {}
        for entry in archive.infolist():
            name = _plain(entry.filename)
            if not name or entry.filename.endswith(("/", "\\")):
                continue
            if name in self.by_name:
                raise Problem("read.unusual_workbook.part_twice", part=entry.filename)
            self.by_name[name] = entry

    def read(self, name: str) -> bytes:
        """A part's bytes, as UTF-8 without declaration and without anything that would be read differently."""
        entry = self.by_name[name]
        with self.archive.open(entry) as part:
            content = part.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise Problem("read.too_large_a_part", part=entry.filename, limit=LARGEST_PART // 2**20)
        content = _utf8(content, entry.filename)
        # A document type may define what a word stands for; no workbook has one.
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
            raise Problem("read.unusual_workbook.definitions", part=entry.filename)
        if b"<![CDATA[" in content:
            raise Problem("read.unusual_workbook.markup", part=entry.filename)
        return content

    def tree(self, name: str) -> ElementTree.Element:
        try:
            return ElementTree.fromstring(self.read(name))
        except ElementTree.ParseError as error:
            raise damaged(f"{self.by_name[name].filename}: {error}") from error

    def relations(self, of: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: the kind and the plain name of each target, by the relation's id."""
        folder, base = posixpath.split(of)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self.by_name:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self.tree(name):
            if relation.get("TargetMode", "").lower() == "external":
                continue
            target = unquote(relation.get("Target", "")).replace("\\", "/")
            whole = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = relation.get("Type", "").rstrip("/").rsplit("/", 1)[-1]
            found[relation.get("Id", "")] = (kind, _plain(posixpath.normpath(whole)))
        return found

    def workbook(self) -> str:
        """The part that lists the sheets; what is in the package where there is none."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self.by_name and target.endswith(".xml"):
                if target.startswith(("word/", "ppt/")):
                    raise Problem("read.other_document")
                return target
        if "xl/workbook.xml" in self.by_name:
            return "xl/workbook.xml"
        if any(name.endswith("workbook.bin") for name in self.by_name):
            raise Problem("read.old_workbook.binary")
        if any(name.startswith(("word/", "ppt/")) for name in self.by_name):
            raise Problem("read.other_document")
        if any(name.endswith(_RETURNS) for name in self.by_name):
            raise Problem("read.archive")
        raise damaged("no xl/workbook.xml")

    def laid_out(self) -> Package:
        place = self.workbook()
        book = self.tree(place)
        if book.tag not in {f"{{{dialect}}}workbook" for dialect in DIALECTS}:
            raise Problem(
                "read.unusual_workbook.dialect",
                part=self.by_name[place].filename,
                root=book.tag.lstrip("{").replace("}", " ")[:100],
            )
        dialect = book.tag[1:].split("}")[0]
        relations = self.relations(place)
        beside = {kind: target for kind, target in relations.values() if target in self.by_name}
        settings, calculation = (book.find(f"{{{dialect}}}{name}") for name in ("workbookPr", "calcPr"))
        from_1904 = settings is not None and settings.get("date1904", "").lower() in TRUE
        worked = Worked.said_by(calculation)
        listed = list(book.iterfind(f"{{{dialect}}}sheets/{{{dialect}}}sheet"))
        sheets: dict[str, Scan] = {}
        others: list[str] = []
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as laid:
            for sheet in listed:
                name = sheet.get("name", "")
                reference = next((text for key, text in sheet.items() if key.endswith("}id")), "")
                kind, part = relations.get(reference, ("", ""))
                if kind != "worksheet" and kind:
                    others.append(name)
                    continue
                if part not in self.by_name:
                    raise damaged(f"{name}: {part or reference or '?'}")
                if name in sheets:
                    raise Problem("read.unusual_workbook.part_twice", part=name)
                content = self.read(part)
                sheets[name] = scanned(content, self.by_name[part].filename, name, worked)
                sheets[name].is_hidden = sheet.get("state", "") in ("hidden", "veryHidden")
                laid.writestr(f"xl/worksheets/sheet{len(sheets)}.xml", content)
            if "sharedStrings" in beside:
                strings = self.read(beside["sharedStrings"])
                _well_formed(strings, self.by_name[beside["sharedStrings"]].filename)
                laid.writestr("xl/sharedStrings.xml", strings)
            laid.writestr("xl/styles.xml", self._styles(beside.get("styles")))
            for name, text in _frame(list(sheets), from_1904, "sharedStrings" in beside):
                laid.writestr(name, text)
        return Package(target.getvalue(), sheets, tuple(others))

    def _styles(self, part: str | None) -> str:
        """The styles of cells, each a plain date or no date: which of the two is decided here alone."""
        kinds: list[bool] = []
        if part:
            tree = self.tree(part)
            dialect = tree.tag[1:].split("}")[0]
            own = {
                one.get("numFmtId", ""): one.get("formatCode", "")
                for one in tree.iterfind(f"{{{dialect}}}numFmts/{{{dialect}}}numFmt")
            }
            kinds = [
                is_date(one.get("numFmtId", "0"), own)
                for one in tree.iterfind(f"{{{dialect}}}cellXfs/{{{dialect}}}xf")
            ]
        cells = "".join(f'<xf numFmtId="{22 if kind else 0}"/>' for kind in kinds or [False])
        return f'<styleSheet xmlns="{SPREADSHEET}"><cellXfs>{cells}</cellXfs></styleSheet>'


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _utf8(content: bytes, part: str) -> bytes:
    """XML as UTF-8 without declaration: the one encoding in which it is looked at and read."""
    if content.startswith(codecs.BOM_UTF8):
        content = content[3:]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _DECLARATION.sub("", content.decode("utf-16")).encode()
    declared = _DECLARED.match(content[:400])
    name = declared[1].decode() if declared else "utf-8"
    if name.lower() in ("utf-8", "utf8", "us-ascii", "ascii"):
        return content
    try:
        return _DECLARATION.sub("", content.decode(name)).encode()
    except (LookupError, UnicodeDecodeError) as error:
        raise Problem("read.unusual_workbook.encoding", part=part, encoding=name) from error


def _frame(names: list[str], from_1904: bool, strings: bool) -> Iterator[tuple[str, str]]:
    """The parts that hold a package together."""
    yield "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>'
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    sheets = "".join(
        f"<sheet name={_attribute(name)} sheetId={_attribute(str(n))} r:id={_attribute(f'r{n}')}/>"
        for n, name in enumerate(names, start=1)
    )
    settings = '<workbookPr date1904="1"/>' if from_1904 else ""
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{_RELATIONSHIPS}">{settings}<sheets>{sheets}</sheets></workbook>',
    )
    parts = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
    parts += [("styles", "styles.xml")] + ([("sharedStrings", "sharedStrings.xml")] if strings else [])
    yield "xl/_rels/workbook.xml.rels", _relations(parts)


def _relations(parts: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _attribute(text: str) -> str:
    """A text as the value of an attribute, its quotes included; line breaks stay what they are."""
    for character in '&<>"\t\r\n':
        text = (
            text.replace(character, f"&#{ord(character)};")
            if character != "&"
            else text.replace("&", "&#38;")
        )
    return f'"{text}"'


def _well_formed(content: bytes, part: str) -> None:
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as error:
        raise damaged(f"{part}: {error}") from error
