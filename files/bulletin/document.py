"""A bulletin as bytes of a file: its document with the map drawn on this machine, or its text with the map beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from files import picture
from files.bulletin import markdown, word
from files.bulletin.content import Content
from files.picture import NO_NAME
from warehouse.readers import Reader

FORMS = ("docx", "md")
HEIGHT = 470  # pixels of the map: at the width of a page its words are read without effort


@dataclass(frozen=True)
class Document:
    """A bulletin of a reader's snapshot. What is drawn for it is drawn when it is asked for.

    `drawn` is its map as PNG where it was made elsewhere: in the browser of whoever reads it.
    """

    reader: Reader
    content: Content
    drawn: bytes | None = None

    @property
    def why_no_map(self) -> str:
        """Why its document has no map: `no_shapes`, or `no_font` with Chinese characters on this machine; empty where it has one."""
        if self.reader.ask("shapes").is_empty():
            return "no_shapes"
        return "" if self.drawn or picture.writes_chinese() else "no_font"

    @cached_property
    def map_svg(self) -> str:
        """The map with its legend as SVG; empty where the pack has no shapes."""
        if self.why_no_map == "no_shapes":
            return ""
        content = self.content
        return picture.map_alone(
            picture.Subject(
                self.reader,
                content.speech,
                "light",
                str(content.indicator["indicator_code"]),
                content.period,
                str(content.snapshot["root_area"]),
            ),
            HEIGHT,
        )

    @cached_property
    def map_png(self) -> bytes | None:
        """The map as PNG; None where `why_no_map` says why."""
        if self.why_no_map:
            return None
        # What a browser sends is held to the drawing where this machine can draw it.
        if self.drawn and (not picture.writes_chinese() or picture.is_alike(self.drawn, self.map_svg)):
            return self.drawn
        return picture.png(self.map_svg) if picture.writes_chinese() else None

    def word(self) -> bytes:
        """The Word document; without its map where `why_no_map` says so."""
        return word.contents(self.content, self.map_png)

    def markdown(self, picture_file: str = "") -> bytes:
        """The text; `picture_file` is where the map lies beside it."""
        return markdown.contents(self.content, picture_file).encode()

    def file_name(self, form: str) -> str:
        """What its file is called: number where it has one, period, indicator, snapshot."""
        content = self.content
        parts = [content.issue.number, content.name, str(content.snapshot["snapshot_id"])]
        return "_".join(NO_NAME.sub("-", part) for part in parts if part) + f".{form}"
