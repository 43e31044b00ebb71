"""The lists of several cities in one file: a ZIP with workbook and letter of each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from files.chase import book, letter
from files.chase.content import Chase

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # so that the same lists are the same bytes


def contents(lists: Sequence[Chase]) -> bytes:
    """The archive's bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for one in lists:
            for ending, made in ((".xlsx", book.contents(one)), (".docx", letter.contents(one))):
                whole.writestr(
                    zipfile.ZipInfo(one.file_name(ending), FIRST_MOMENT), made, zipfile.ZIP_DEFLATED
                )
    return packed.getvalue()
