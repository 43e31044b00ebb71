"""A file that was taken here, checked again: whether it still matches, and what differs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import streamlit as st

from files import read_apart, receipt, verified_told, verify
from files.exported import LARGEST
from ui.frame import plain
from ui.frame.answers import Answers
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drop
from words.problems import Problem

ENDINGS = ("csv", "xlsx", "parquet", "geojson", "json")


def drop_zone(page: Page) -> list[Any]:
    """The zone, and the files that lie there."""
    speech = page.speech
    st.html(f'<h2 class="part">{plain.html(speech("exports.check"))}</h2>')
    return list(
        drop.files(
            page,
            speech("exports.check_label"),
            key="exports_check",
            endings=ENDINGS,
            megabytes=LARGEST // 1024**2,
        )
    )


def outcomes(page: Page, given: list[Any]) -> None:
    """What came of each, the newest first. A receipt belongs to the file that it is named after, or to the only one."""
    receipts = {one.name.removesuffix(receipt.ENDING): one for one in given if _is_receipt(one)}
    files = [one for one in given if not _is_receipt(one)]
    if receipts and not files:
        st.html(f'<p class="outcome bad">{plain.html(page.speech("exports.check_receipt"))}</p>')
    for file in reversed(files):
        alone = next(iter(receipts.values())) if len(receipts) == len(files) == 1 else None
        _outcome(page, file, receipts.get(file.name, alone))


def _is_receipt(file: Any) -> bool:
    return str(file.name).endswith(receipt.ENDING)


def _outcome(page: Page, file: Any, beside: Any) -> None:
    speech = page.speech
    brought = _Brought(file.getvalue(), beside.getvalue() if beside else None)
    try:
        with st.spinner(speech("exports.checking")):
            found = _verified(page.answers, brought)
    except Problem as problem:
        st.html(
            f'<p class="under">{plain.html(file.name)}</p>'
            f'<p class="outcome bad">▼ {plain.html(problem.message(page.language))}</p>'
        )
        return
    kind, mark = ("good", "▲") if found.matches else ("bad", "▼")
    parts = []
    for heading, lines in verified_told.parts(speech, found):
        parts.append(f"<h3>{plain.html(heading)}</h3>" if heading else "")
        parts.append("<ul>" + "".join(f"<li>{plain.html(one)}</li>" for one in lines) + "</ul>")
    st.html(
        f'<p class="under">{plain.html(file.name)}</p>'
        f'<p class="outcome {kind}" role="status">{mark} {plain.html(verified_told.title(speech, found))}</p>{"".join(parts)}'
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
def _verified(answers: Answers, brought: _Brought) -> verify.Verified:
    reader, taken = answers.reader, read_apart.read(brought.data, brought.receipt)
    return verify.verify(reader, taken, lambda name: verify.reader_then(reader, name))
