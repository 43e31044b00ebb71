"""What is given: the file, and beside it the receipt."""

from __future__ import annotations

from typing import Any

import streamlit as st

from files import exported, sheet_limits
from files import receipt as receipts
from files import snippets as addresses
from ui.exports.asked import Answer, Wish, file_at_once
from ui.exports.headline import filters
from ui.frame import plain
from ui.frame.page import Choice, Page
from ui.parts import choosing, snippets
from words import numbers

# What the kinds of files are called in every language.
KINDS = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "geojson": "GeoJSON"}


def buttons(page: Page, wish: Wish, answer: Answer | None) -> None:
    """The button; of a CSV file a second one for its receipt. A large file is made when it is asked for."""
    if answer is None:
        return
    speech, kind = page.speech, _kind(wish, answer)
    made = _at_once(page, wish, answer)
    label = (
        speech(
            "exports.take_sized",
            kind=KINDS[kind],
            size=numbers.size(len(made.data)),
        )
        if made
        else speech("exports.take", kind=KINDS[kind])
    )
    st.download_button(
        plain.markdown(label),
        made.data if made else (lambda: _made(page, wish, answer).data),
        file_name=made.name
        if made
        else exported.name_of(page.answers, wish.question, kind, wish.language, wish.parameters),
        mime=exported.KINDS[kind],
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
        key="download",
    )
    if kind == "csv":
        name = exported.name_of(page.answers, wish.question, kind, wish.language, wish.parameters)
        st.download_button(
            plain.markdown(speech("exports.take_receipt")),
            lambda: _made(page, wish, answer).receipt.text(),
            file_name=name + receipts.ENDING,
            mime="application/json",
            icon=":material/receipt_long:",
            on_click="ignore",
            width="stretch",
            key="download_receipt",
        )
    if "xlsx" not in answer.kinds and (problem := sheet_limits.of_frame(answer.frame)):
        st.html(f'<p class="under">{plain.html(problem.message(page.language))}</p>')
    if "geojson" not in answer.kinds:
        st.html(f'<p class="under">{plain.html(speech("exports.no_outlines"))}</p>')


def receipt(page: Page, choice: Choice, wish: Wish, answer: Answer | None) -> None:
    """Snapshot, filters, rows, hash and the address of the view."""
    if answer is None:
        return
    speech, made = page.speech, _at_once(page, wish, answer)
    hashed = made.receipt.sha256 if made else speech("exports.hash_later")
    view = receipts.view(page.answers, wish.question, wish.parameters, page.language)
    there = plain.html(choosing.in_own_look(view))
    told = [
        (speech("book.snapshot"), plain.html(page.answers.snapshot.id)),
        (
            speech("book.filters"),
            "<br>".join(plain.html(f"{name} {value}") for name, value in filters(page, choice, wish)),
        ),
        (speech("book.rows"), plain.html(numbers.count(answer.frame.height))),
        ("SHA-256", f"<code>{plain.html(hashed)}</code>" if made else plain.html(hashed)),
        (
            speech("book.view"),
            f'<a class="elsewhere" href="./{there}" target="_self">{plain.html(speech("exports.same_view"))}</a>',
        ),
    ]
    rows = "".join(f'<tr><th scope="row">{plain.html(name)}</th><td>{text}</td></tr>' for name, text in told)
    st.html(
        f'<h2 class="part">{plain.html(speech("exports.receipt"))}</h2><table class="receipt">{rows}</table>'
    )


def address(page: Page, wish: Wish, answer: Answer | None) -> None:
    """The address of the same answer for programs, and how Excel, Python and R fetch it."""
    if answer is None:
        return
    parameters = dict(wish.parameters)
    language = wish.language if wish.kind == "csv" else page.language
    with st.container(key="exports_address", horizontal=True, vertical_alignment="center"):
        st.html(f'<h2 class="part">{plain.html(page.speech("exports.address"))}</h2>')
        st.space("stretch")
        snippets.draw(page, wish.question, parameters)
    st.code(
        addresses.address(snippets.base(), wish.question, parameters, language),
        language=None,
        wrap_lines=True,
    )


def _kind(wish: Wish, answer: Answer) -> str:
    return wish.kind if wish.kind in answer.kinds else answer.kinds[0]


def _at_once(page: Page, wish: Wish, answer: Answer) -> exported.Exported | None:
    if not answer.is_small:
        return None
    return file_at_once(
        page.answers,
        wish.question,
        dict(wish.parameters),
        _kind(wish, answer),
        wish.language,
        answer.frame,
    )


def _made(page: Page, wish: Wish, answer: Answer) -> exported.Exported:
    parameters: dict[str, Any] = dict(wish.parameters)
    return _at_once(page, wish, answer) or exported.file_of(
        page.answers.reader,
        wish.question,
        _kind(wish, answer),
        language=wish.language,
        frame=answer.frame,
        **parameters,
    )
