"""The bytes of a text file as UTF-8, whichever of the encodings of an office it was saved in, or the reason why that is not clear."""

from __future__ import annotations

from pipelines.filing.heading import KnownHeadings, heading_of, how_many_known, records, refusal
from words.problems import Problem, ReadingError

HEAD = 256 * 1024  # the heading row must lie within the first of these bytes to be found without reading all


def to_utf8(data: bytes, known_headings: KnownHeadings) -> bytes:
    """The text as UTF-8 bytes without BOM, or the reason why its encoding is not clear."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _not_text(data, error.start) from error
        return data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode()
        except UnicodeError as error:
            raise refusal(Problem("read.encoding.utf_16")) from error
    if b"\x00" in data[: 1 << 20] or b"\x00" in data:
        raise refusal(Problem("read.not_a_table"))
    if data.isascii():
        return data
    as_utf8 = _decoded(data, "utf-8")
    if as_utf8 is not None:
        # Whether the rest is GB18030 as well matters only where that knows more headings; a character has at most 4 bytes.
        head = data[: 4 * HEAD].decode("gb18030", errors="replace")
        if _clearer(as_utf8, head, known_headings):
            return data
    as_national = _decoded(data, "gb18030")
    if as_utf8 is not None and (as_national is None or _clearer(as_utf8, as_national, known_headings)):
        return data
    if as_national is not None:
        return as_national.encode("utf-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_text(data, error.start) from error
    raise AssertionError("one of the two decodings must have failed")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _clearer(as_utf8: str, as_national: str, known_headings: KnownHeadings) -> bool:
    """UTF-8, unless GB18030 alone turns the headings into known ones.

    Nothing that is landed hangs on the rest: codes, periods and figures are the same in both, names are not kept.
    """
    return _known_in(as_utf8, known_headings) >= _known_in(as_national, known_headings)


def _known_in(text: str, known_headings: KnownHeadings) -> int:
    heading = heading_of(records(text[:HEAD]), known_headings)
    return 0 if heading is None else how_many_known(heading.texts, known_headings)


def _not_text(data: bytes, start: int) -> ReadingError:
    row = data.count(b"\n", 0, start) + 1
    return refusal(Problem("read.encoding.neither", row=row), row=row)
