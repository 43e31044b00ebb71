"""An issued bulletin that lies open: which it is and whether it stands, its files, and its text as it was issued."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import suppress

import streamlit as st

from draw.marks import image
from files.exported import WORD
from pipelines.filing import bulletins
from ui.bulletin import facts, side
from ui.frame import plain, startup
from ui.frame.page import Choice, Page
from ui.parts import choosing
from ui.parts.finding import finding
from words.problems import HomeError

FORMS = (("docx", WORD), ("md", "text/markdown"), ("figures", "application/json"), ("map", "image/png"))
_ESCAPED = re.compile(r"\\(.)")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"!\[((?:\\.|[^\]\\])*)\]\(<[^>]*>\)")
_LED = re.compile(r"\*\*((?:\\.|[^*\\])*)\*\*(.*)", re.DOTALL)


def draw(page: Page, choice: Choice, row: facts.Row, listed: list[dict[str, object]]) -> None:
    """The page while one that was issued lies open: nothing of today's draft stands on it."""
    finding(_title(page, row, listed), _about(page, row))
    with st.container(key="bulletin_issued_files", horizontal=True, vertical_alignment="center"):
        back = plain.html(page.speech("bulletin.to_draft", period=choice.period_words))
        st.html(f"<p>{choosing.link(page, back, issued=None)}</p>")
        for form, mime in FORMS:
            if form in row["files"]:
                _file(page, row, form, mime)
    with st.container(key="drawn_row"):
        main, beside = st.columns([780, 346], gap="medium")
    with main, st.container(key="bulletin_sheet"):
        st.html(_sheet(page, row))
    with beside, st.container(key="bulletin_side"):
        found = facts.moved_if_known(page.answers, row)
        if found is not None:
            side.moved(page, facts.again(page, row), row, found)
        side.issued(page, listed, row)


def _title(page: Page, row: facts.Row, listed: list[dict[str, object]]) -> str:
    speech = page.speech
    told = {"number": row["number"], "edition": row["edition"], "on": side.day(page, row)}
    if row["state"] == "withdrawn":
        return speech("bulletin.title_open_withdrawn", **told)
    if row["state"] == "replaced":
        latest = next(one["edition"] for one in listed if one["number"] == row["number"])
        return speech("bulletin.title_open_replaced", latest=latest, **told)
    return speech("bulletin.title_open_standing", **told)


def _about(page: Page, row: facts.Row) -> str:
    return page.speech(
        "bulletin.opened",
        title=row["title"],
        snapshot=row["snapshot"],
        on=side.day(page, row),
        by=row["by"],
        kind="SHA-256",
        digest=str(row["files"]["docx"]["sha256"])[:16],
    )


def _file(page: Page, row: facts.Row, form: str, mime: str) -> None:
    """A button of a frozen file. A file that is no longer what was issued is not given: that is told in its place."""
    speech = page.speech
    forms = {
        "docx": "Word",
        "md": "Markdown",
        "figures": speech("bulletin.figures_file"),
        "map": speech("bulletin.map_file"),
    }
    label = speech("bulletin.file_issued", number=row["number"], edition=row["edition"], form=forms[form])
    try:
        data = bulletins.document(startup.home(), row, form)
    except HomeError:
        st.html(f'<p class="under">{plain.html(speech("bulletin.file_lost", file=label))}</p>')
        return
    st.download_button(
        plain.markdown(label),
        data,
        file_name=row["files"][form]["name"],
        mime=mime,
        on_click="ignore",
        key=f"issued_{form}",
    )


def _sheet(page: Page, row: facts.Row) -> str:
    """Its text as HTML, from the Markdown that was frozen; that it is lost where it is."""
    speech = page.speech
    try:
        text = bulletins.document(startup.home(), row, "md").decode()
    except HomeError:
        inner = f"<p>{plain.html(speech('bulletin.file_lost', file='Markdown'))}</p>"
    else:
        inner = as_html(text, _map(row))
    label = plain.html(speech("bulletin.preview_issued", number=row["number"], edition=row["edition"]))
    language = plain.html(str(row["language"]))
    return (
        f'<div class="sheet" lang="{language}" role="region" aria-label="{label}" tabindex="0">{inner}</div>'
    )


def _map(row: facts.Row) -> bytes | None:
    """The map as it was issued; None where there was none, or it is lost (its file says so above)."""
    if "map" not in row["files"]:
        return None
    with suppress(HomeError):
        return bulletins.document(startup.home(), row, "map")
    return None


def as_html(text: str, drawn: bytes | None = None) -> str:
    """A bulletin's Markdown (`files.bulletin.markdown`) as it is set in the preview; `drawn` is its map as PNG."""
    parts = text.strip().split("\n\n")
    is_shown = [_PICTURE.fullmatch(part) for part in parts]
    return "".join(
        _map_part(shown[1], drawn)
        if shown
        else f'<p class="caption">{_words(part)}</p>'
        if before
        else _part(part)
        for part, shown, before in zip(parts, is_shown, [None, *is_shown], strict=False)
    )


def _map_part(alt: str, drawn: bytes | None) -> str:
    if drawn is None:
        return ""
    address = "data:image/png;base64," + b64encode(drawn).decode()
    return f"<figure>{image(address, _unescaped(alt))}</figure>"


def _part(part: str) -> str:
    if part.startswith("> "):
        return f'<p class="mark">{_words(part.removeprefix("> ").strip("*"))}</p>'
    if part.startswith("# "):
        return f"<h2>{_words(part.removeprefix('# '))}</h2>"
    if part.startswith("## "):
        return f"<h3>{_words(part.removeprefix('## '))}</h3>"
    if part.startswith("|"):
        return _table(part)
    led = _LED.fullmatch(part)
    if led and not led[2]:
        return f'<p class="caption">{_words(led[1])}</p>'
    return (
        f'<p class="body"><b>{_words(led[1])}</b>{_words(led[2])}</p>'
        if led
        else f'<p class="body">{_words(part)}</p>'
    )


def _table(part: str) -> str:
    head, kinds, *rows = (
        [cell.strip() for cell in _BETWEEN_CELLS.split(line)[1:-1]] for line in part.split("\n")
    )
    classes = ["figure" if kind == "---:" else "" for kind in kinds]
    heads = "".join(
        f'<th class="{kind}">{_words(cell)}</th>' for kind, cell in zip(classes, head, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}" data-head="{_words(name)}">{_words(cell)}</td>'
            for kind, name, cell in zip(classes, head, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="facts stacks"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _words(text: str) -> str:
    """Words of a Markdown line as HTML; a line that is broken stays so."""
    return "<br>".join(plain.html(_unescaped(line)) for line in text.split("  \n"))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
