"""A file that was taken here, checked again: whether it still matches, and what differs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st

from files import read_apart, receipt, verified_told, verify
from files.exported import LARGEST
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drop
from warehouse.readers import Reader
from words.problems import Problem

ENDINGS = ("csv", "xlsx", "parquet", "geojson", "json")


def draw(page: Page) -> None:
    """The drop zone, and what came of it. A CSV file brings its receipt along."""
    speech = page.speech
    st.html(f'<h2 class="part">{plain.html(speech("exports.check"))}</h2>')
    given = drop.files(
        page,
        speech("exports.check_label"),
        key="exports_check",
        endings=ENDINGS,
        megabytes=LARGEST // 1024**2,
    )
    if not given:
        return
    beside = [one for one in given if one.name.endswith(receipt.ENDING)]
    files = [one for one in given if one not in beside]
    if len(files) != 1 or len(beside) > 1:
        st.html(f'<p class="outcome bad">{plain.html(speech("exports.check_one"))}</p>')
        return
    brought = _Brought(files[0].getvalue(), beside[0].getvalue() if beside else None)
    try:
        with st.spinner(speech("exports.checking")):
            found = _verified(page.answers.reader, brought)
    except Problem as problem:
        st.html(f'<p class="outcome bad">▼ {plain.html(problem.message(page.language))}</p>')
        return
    kind, mark = ("good", "▲") if found.matches else ("bad", "▼")
    lines = "".join(f"<li>{plain.html(one)}</li>" for one in verified_told.lines(speech, found))
    st.html(
        f'<p class="under">{plain.html(files[0].name)}</p>'
        f'<p class="outcome {kind}" role="status">{mark} {plain.html(verified_told.title(speech, found))}</p><ul>{lines}</ul>'
    )


@dataclass(frozen=True)
class _Brought:
    """A file and its receipt; what came of them is kept under their hash, not under themselves."""

    data: bytes
    receipt: bytes | None

    @property
    def key(self) -> str:
        return hashlib.sha256(self.data + b"\0" + (self.receipt or b"")).hexdigest()


@kept(most=30)
def _verified(reader: Reader, brought: _Brought) -> verify.Verified:
    taken = read_apart.read(brought.data, brought.receipt)
    return verify.verify(reader, taken, lambda name: verify.reader_then(reader, name))
