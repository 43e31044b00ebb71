"""Why a statement was not answered: what, why and what to do, a click for what repairs it, DuckDB's own words folded below."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain, statements
from ui.frame.page import Page
from ui.frame.statements import LIMITS, Refusal
from ui.lab import asked
from ui.parts import choosing
from words import Speech, numbers


def what(speech: Speech, refusal: Refusal) -> str:
    """What is not to be had, in a few words."""
    return speech(f"lab.refused_{refusal.kind}", **_values(speech, refusal))


def told(speech: Speech, refusal: Refusal) -> tuple[str, str]:
    """What was refused, with its line; why, and what to do."""
    head = what(speech, refusal)
    if refusal.line and refusal.kind != "stopped":
        head = speech("lab.in_line", line=refusal.line, what=head)
    return head[:1].upper() + head[1:], speech(f"lab.remedy_{refusal.kind}", **_values(speech, refusal))


def draw(page: Page, refusal: Refusal) -> None:
    """The sentence, the repairs, the words of the database."""
    speech = page.speech
    with st.container(key="lab_refused"):
        head, text = told(speech, refusal)
        st.html(
            f'<div class="card refused" role="alert"><h2>{plain.html(head)}</h2><p>{plain.html(text)}</p></div>'
        )
        for number, repair in enumerate(refusal.repairs):
            names = {"name": plain.line(repair.name, 60), "before": plain.line(repair.before, 60)}
            offered = speech(f"lab.fix_{repair.kind}", **names)
            st.button(
                plain.markdown(offered),
                key=f"lab_fix_{number}",
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=asked.ask,
                args=(repair.text,),
            )
        if refusal.kind == "needs":
            _ways(page, str(refusal.values["name"]))
        if refusal.said:
            with st.expander(speech("lab.said")):
                st.code(refusal.said, language=None, wrap_lines=True)


def _ways(page: Page, question: str) -> None:
    """Of a question that takes parameters: its statement with the obvious values, and the page that asks for them."""
    speech = page.speech
    statement = statements.filled_in(page.answers.reader, question)
    if statement:
        st.button(
            speech("lab.fill_in"),
            key="lab_fill",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=asked.ask,
            args=(statement,),
        )
    words = plain.html(speech("lab.to_exports", question=question))
    st.html(f'<p class="under">{choosing.elsewhere("exports", words, question=question)}</p>')


def _values(speech: Speech, refusal: Refusal) -> dict[str, str]:
    """What the sentences of all kinds may name."""
    near = [str(one) for one in refusal.values.get("near") or ()]
    needed = [
        speech(f"choice.{'areas' if one == 'area' else one}")
        for one in refusal.values.get("parameters") or ()
    ]
    word = str(refusal.values.get("word") or refusal.values.get("name") or "")
    return {
        "name": plain.line(word, 60) or speech("lab.this_name"),
        "parameters": speech.enumerate(needed) if needed else "",
        "near": speech("lab.near", names=speech("list.item").join(near)) if near else "",
        "seconds": f"{LIMITS.seconds:g}",
        "memory": f"{LIMITS.megabytes} MB",
        "rows": numbers.count(LIMITS.rows),
        "answer": f"{LIMITS.answer_megabytes} MB",
    }
