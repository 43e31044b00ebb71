"""The bulletin as it reads, each figure a link to the page and the question behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from draw.marks import address_of, image
from files.bulletin import blocks
from files.bulletin.content import Content
from files.bulletin.figures import Run
from ui.bulletin import browser_map, facts, ways
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import choosing


def draw(page: Page, choice: Choice, draft: Content) -> None:
    with st.container(key="bulletin_sheet"):
        st.html(_sheet(page, choice, draft.language, choosing.voice()))
        browser_map.listen(facts.paper_map(page, choice, draft.language))


@kept(most=20)
def _sheet(page: Page, choice: Choice, written: str, voice: ways.Voice) -> str:
    draft = facts.content(page.answers, written, choice.code, choice.period)

    def said(runs: Sequence[Run]) -> str:
        return "".join(
            ways.link(page, choice, draft.figures[run.figure], run.text, voice)
            if run.figure
            else plain.html(run.text)
            for run in runs
        )

    speech, drawn = draft.speech, facts.map_of(page, choice, written)
    parts = []
    if draft.is_simulated:
        parts.append(f'<p class="mark">{plain.html(speech("bulletin.mark"))}</p>')
        parts.append(f'<p class="head">{plain.html(speech("bulletin.sample"))}</p>')
    elif "organ" in draft.head:
        parts.append(
            f'<p class="head">{plain.html(speech("bulletin.red_head", organ=draft.head["organ"]))}</p>'
        )
    parts.append(f"<h2>{plain.html(draft.title)}</h2>")
    if "to" in draft.head:
        parts.append(f"<p>{plain.html(speech('bulletin.to', to=draft.head['to']))}</p>")
    for block in draft.blocks:
        if isinstance(block, blocks.Heading):
            parts.append(f"<h3>{plain.html(block.text)}</h3>")
        elif isinstance(block, blocks.Paragraph):
            lead = f"<b>{plain.html(block.lead)}</b> " if block.lead else ""
            parts.append(f'<p class="body">{lead}{said(block.runs)}</p>')
        elif isinstance(block, blocks.Table):
            parts.append(_table(block, said))
        elif drawn:
            light = facts.paper_map(page, choice, written)
            picture = printed = image(address_of(light), block.caption)
            if page.theme == "dark":  # paper is light
                picture = image(address_of(drawn), block.caption)
                picture = f'<div class="on-screen">{picture}</div><div class="paper">{printed}</div>'
            note = f"<br><small>{plain.html(block.note)}</small>"
            known = browser_map.mark(light)
            parts.append(
                f'<figure data-map="{known}">{picture}<figcaption>{plain.html(block.caption)}{note}</figcaption></figure>'
            )
    label = plain.html(page.speech("bulletin.preview"))
    # It scrolls by itself, so a key must find it.
    return f'<div class="sheet" lang="{written}" role="region" aria-label="{label}" tabindex="0">{"".join(parts)}</div>'


def _table(block: blocks.Table, said: Callable[[Sequence[Run]], str]) -> str:
    kinds = ["" if block.is_words(column) else "figure" for column in range(len(block.heads))]
    head = "".join(
        f'<th class="{kind}">{plain.html(text)}</th>' for kind, text in zip(kinds, block.heads, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}" data-head="{plain.html(name)}">{said(cell)}</td>'
            for kind, name, cell in zip(kinds, block.heads, row, strict=True)
        )
        + "</tr>"
        for row in block.rows
    )
    note = f'<p class="note">{plain.html(block.note)}</p>' if block.note else ""
    return (
        f'<div class="facts stacks"><p class="caption">{plain.html(block.caption)}</p><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>{note}</div>"
    )
