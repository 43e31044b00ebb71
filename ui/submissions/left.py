"""Beside the sheet: the zone for files, who files them, the files with their states."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from ui.frame import choices, plain
from ui.frame.desk import blanks
from ui.frame.desk.brought import ENDINGS, MEGABYTES, MOST, Brought, taken
from ui.frame.desk.reading import Lot, OfAll, Read
from ui.frame.page import Page
from ui.parts import drop
from ui.submissions.held import begin_anew, held
from words import numbers, periods

LONGEST = 60  # characters of a name of who files
_SIGN = {
    "ready": ("▲", "met"),
    "settle": ("?", "open"),
    "mend": ("▼", "not_met"),
    "refused": ("▼", "not_met"),
}


def zone(page: Page) -> tuple[list[Brought], int]:
    """What lies in the zone, and how many files are too many. After a landing a button opens an empty one."""
    speech, store = page.speech, held()
    if store.committed is not None:
        st.button(
            speech("desk.more"),
            icon=":material/upload_file:",
            key="desk_more",
            on_click=begin_anew,
            width="stretch",
        )
        return [], 0
    key = f"desk_zone_{store.round}"
    if key not in st.session_state:
        # Another page was looked at meanwhile: Streamlit has emptied the zone, and nobody took a file away.
        store.kept, store.in_zone = [*store.kept, *store.in_zone], []
    files = drop.files(page, speech("desk.drop"), key=key, endings=ENDINGS, megabytes=MEGABYTES)
    store.in_zone = [Brought(str(one.name), one.getvalue()) for one in files]
    found, too_many = taken([*store.kept, *store.in_zone])
    if found:
        st.html(f'<p class="under">{plain.html(speech("desk.until_reload"))}</p>')
    if store.kept:
        st.button(
            speech.plural("desk.take_away", len(store.kept)),
            icon=":material/close:",
            key="desk_take_away",
            on_click=begin_anew,
            width="stretch",
        )
    return found, too_many


def said(page: Page) -> OfAll:
    """Who files, and what is said of all files."""
    speech = page.speech
    if held().committed is not None:
        return OfAll()
    store = held()
    st.session_state.setdefault("desk_by", store.by)
    store.by = name = st.text_input(
        speech("desk.by"),
        key="desk_by",
        max_chars=LONGEST,
        placeholder=speech("desk.by_hint"),
        on_change=choices.stay,
    )
    with st.expander(speech("desk.of_all")):
        dataset = _box(page, "dataset", blanks.datasets(page.language))
        days = {day: periods.period(speech, dt.date.fromisoformat(day)) for day in blanks.periods()}
        period = _box(page, "period", days)
        source = _box(page, "source", blanks.sources(page.language))
    return OfAll(
        " ".join(name.split()) or None, source, dataset, dt.date.fromisoformat(period) if period else None
    )


def _box(page: Page, name: str, offered: dict[str, str]) -> str | None:
    key, store = f"desk_all_{name}", held()
    if key not in st.session_state and store.of_all.get(name) in offered:
        st.session_state[key] = store.of_all[name]
    found: str | None = st.selectbox(
        page.speech(f"desk.{name}"),
        list(offered),
        index=None,
        format_func=lambda one: plain.line(offered[one], 60),
        placeholder=page.speech(f"desk.{name}_none"),
        key=key,
        on_change=choices.stay,
    )
    store.of_all[name] = found
    return found


def listed(page: Page, files: list[Brought], lot: Lot | None, too_many: int) -> Read | Brought | None:
    """The files with their states; the one that is looked at."""
    speech, store = page.speech, held()
    if not files:
        return None
    reads = {one.brought.key: one for one in lot.files} if lot else {}
    order = [file.key for file in files]
    names = {file.key: plain.markdown(file.name, 60) for file in files}
    if "desk_viewed" not in st.session_state and store.viewed in order:
        st.session_state["desk_viewed"] = store.viewed
    viewed = store.viewed = st.radio(
        speech("desk.files"),
        order,
        format_func=lambda key: names[key],
        captions=[plain.markdown(state(page, reads.get(key), key in store.left_out)) for key in order],
        key="desk_viewed",
        on_change=choices.stay,
    )
    if too_many:
        told = speech("desk.too_many", n=too_many, most=MOST)
        st.html(f'<p class="under" role="status">{plain.html(told)}</p>')
    if viewed not in order:
        viewed = order[0]
    if len(files) > 1:
        widget = f"desk_take_{viewed}"
        st.session_state[widget] = viewed not in store.left_out
        st.checkbox(speech("desk.take_along"), key=widget, on_change=store.toggle, args=(viewed, widget))
    return reads.get(viewed) or next(file for file in files if file.key == viewed)


def state(page: Page, read: Read | None, left_out: bool = False) -> str:
    """How a file stands, in a line."""
    speech = page.speech
    if left_out:
        return speech("desk.state_left_out")
    if read is None:
        return speech("desk.state_unread")
    if read.state == "ready":
        return "▲ " + speech.plural("desk.state_ready", read.outcome.rows_read)
    told = []
    if read.asked:
        told.append(speech("desk.state_settle", n=numbers.count(len(read.asked))))
    if read.state == "mend" and read.to_mend:
        told.append(speech("desk.state_mend", n=numbers.count(read.number_to_mend)))
    return speech("desk.state_between").join(told) or speech(f"desk.state_{read.state}")
