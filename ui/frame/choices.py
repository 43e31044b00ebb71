"""What a reader has chosen, kept across pages in the session and, always, in the address.

The address wins when it was changed from outside (a link, a reload, back and forward); a widget wins when
its own callback has just fired, because the browser may then still send the address of the run before. The same holds
of a run that changes no choice at all (`stay`): a chart that learns its size right after a choice must not undo it.
With it the browser sends what all its boxes show, and that may be of the run before, too: what a box showed until
something else chose, sent along with something else again, is no choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from ui.frame import screens
from ui.frame.screens import SHARED, Screen

_CHOSEN = "observatory_choices"
_OPEN = "observatory_page"
_WRITTEN = "observatory_address"
_TOUCHED = "observatory_touched"
_STAYS = "observatory_stays"
_TOLD = "observatory_told"
_CHOSE = "observatory_chose"
_UNKNOWN = "observatory_unknown"
_USUAL = "observatory_usual"
_ECHOES = "observatory_echoes"  # takes what a box says that it showed until something other than itself chose


def open_choices(screen: Screen) -> None:
    """Take over what the address says, unless a widget has just spoken. Call once at the top of a run."""
    state = st.session_state
    state.setdefault(_CHOSEN, {})
    named, (touched, stays) = _named(screen), _spoken()
    state[_TOLD], state[_CHOSE] = stays and not touched, bool(touched)
    was_open = state.get(_OPEN) == screen.name
    if was_open:
        comes_anew = not stays and named != state.get(_WRITTEN)
    else:
        comes_anew = not _is_left_over(screen)
    # The page may run once more by itself (a chart has learnt its size): what was told stays told until the next choice.
    if touched or comes_anew or not was_open:
        state[_UNKNOWN] = []
    state[_OPEN] = screen.name
    if comes_anew and not (touched and was_open):
        # An address says all of its page: what it leaves out was taken back (the way Back does). All ways to a page name what they keep.
        # What was chosen on another page just before this one was come to is known to no address yet.
        _take_over(screen, [key for key in screen.keys if _place(key, screen.name) not in touched], named)
        # What this page has not, other pages or none: who wrote it into its address is told, once, as it is dropped.
        # Streamlit's own (`embed`, `embed_options`) it keeps to itself: they are not among these.
        state[_UNKNOWN] += [(key, st.query_params[key]) for key in st.query_params if key not in screen.keys]


@cache
def every_key() -> frozenset[str]:
    """The choices of all pages by name."""
    return frozenset(key for one in screens.SCREENS.values() for key in one.keys)


def _take_over(screen: Screen, said: Iterable[str], named: Mapping[str, Any]) -> None:
    """Let the choices of these keys be those named; one that is not is taken back."""
    chosen: dict[str, Any] = st.session_state[_CHOSEN]
    before = {key: chosen.pop(_place(key, screen.name), None) for key in said}
    for key, value in before.items():
        if value is not None and value != named.get(key):
            _lapse(key)
    chosen.update({_place(key, screen.name): named[key] for key in before if key in named})


def come_to(screen: Screen, query: Mapping[str, str]) -> None:
    """Choose on the open page what a way to it says, and no more: it holds whichever address the next run comes with."""
    named = {key: _listed(screen, key, value) for key, value in query.items() if key in screen.keys}
    _take_over(screen, screen.keys, named)


def _listed(screen: Screen, key: str, *values: str) -> Any:
    """A choice as an address says it: of several the last, of what takes several all."""
    return [v for value in values for v in value.split(",") if v] if key in screen.lists else values[-1]


def _spoken() -> tuple[frozenset[str], bool]:
    """Where widgets have chosen before this run, and whether one has spoken that chooses nothing.

    A box that shows again what was replaced has been set back by the reader only where nothing else speaks.
    """
    state = st.session_state
    touched, stays = state.pop(_TOUCHED, frozenset()), state.pop(_STAYS, False)
    echoes: list[Callable[[], None]] = state.pop(_ECHOES, [])
    if echoes and not touched and not stays:
        for say in echoes:
            say()
        touched = state.pop(_TOUCHED, frozenset())
    return touched, stays


def _is_left_over(screen: Screen) -> bool:
    """Whether the address is still that of the page before, of what this one has not: with Back its first run may come with it."""
    left = screens.SCREENS.get(st.session_state.get(_OPEN, ""))
    if left is None or not st.query_params.keys() & (set(left.keys) - set(screen.keys)):
        return False
    return _named(left) == st.session_state.get(_WRITTEN)


def _named(screen: Screen) -> dict[str, Any]:
    """The choices of this page that the address names; anything else in it is left out."""
    found: dict[str, Any] = {}
    for key in screen.keys:
        values = st.query_params.get_all(key)
        if values:
            found[key] = _listed(screen, key, *values)
    return found


def _place(key: str, page: str | None = None) -> str:
    """Where a choice is kept: a shared one once for all pages, another for its page (by default the open one)."""
    return key if key in SHARED else f"{page or st.session_state.get(_OPEN)}.{key}"


def raw(key: str) -> Any:
    """The choice as it was made or typed, not yet checked; None when there is none."""
    return st.session_state.get(_CHOSEN, {}).get(_place(key))


def put(key: str, value: Any) -> None:
    """Record a choice; None takes it back."""
    chosen = st.session_state.setdefault(_CHOSEN, {})
    if value is None:
        chosen.pop(_place(key), None)
    else:
        chosen[_place(key)] = value


def choose(key: str, value: Any) -> None:
    """Record a choice from a widget's callback: it then wins over the address of this run."""
    put(key, value)
    st.session_state[_TOUCHED] = st.session_state.get(_TOUCHED, frozenset()) | {_place(key)}


def toggle(key: str, value: Any) -> None:
    """Record a choice from a widget's callback; what is chosen already is let go."""
    choose(key, None if value == raw(key) else value)


def stay() -> None:
    """From a callback that changes no choice: the address this run comes with may be that of the run before."""
    st.session_state[_STAYS] = True


def open_page() -> str:
    """The name of the page that this run draws."""
    return str(st.session_state[_OPEN])


def only_told() -> bool:
    """Whether this run is for something that the browser tells, and its reader has chosen nothing."""
    return bool(st.session_state.get(_TOLD))


def has_chosen() -> bool:
    """Whether this run's reader has chosen something on the open page."""
    return bool(st.session_state.get(_CHOSE))


def _lapse(changed: str) -> None:
    """Take back, on every page that has the changed choice, those that would now mean something else."""
    for screen in screens.SCREENS.values():
        if changed in SHARED or screen.name == st.session_state.get(_OPEN):
            for key, with_these in screen.lapses.items():
                if changed in with_these:
                    st.session_state[_CHOSEN].pop(_place(key, screen.name), None)


def follow(screen: Screen, query: str) -> None:
    """Take over what a link to the open page says, from a callback: what it leaves out is taken back."""
    named = dict(parse_qsl(query))
    for key in screen.keys:
        value = named.get(key)
        choose(key, value.split(",") if value and key in screen.lists else value)


def settle(key: str, allowed: Iterable[str], default: str | None) -> str | None:
    """The choice if it is allowed, else the default; a value that is not is taken back and remembered for the quiet note.

    A default is shown and not chosen: neither the address nor a link says it, so that a copied address goes on meaning the newest.
    """
    value = raw(key)
    if value is not None and value not in set(allowed):
        st.session_state[_UNKNOWN].append((key, str(value)))
        put(key, None)
        value = None
    st.session_state.setdefault(_USUAL, {})[_place(key)] = default
    return default if value is None else value


def settled(key: str) -> str | None:
    """The choice, else the default that the open page has settled for it."""
    chosen = raw(key)
    return st.session_state.get(_USUAL, {}).get(_place(key)) if chosen is None else str(chosen)


def unknown() -> list[tuple[str, str]]:
    """Choices of this run's address that could not be used: key and what stood there."""
    return list(st.session_state.get(_UNKNOWN, []))


def remember_unknown(key: str, value: str) -> None:
    """Add to what could not be used."""
    st.session_state[_UNKNOWN].append((key, value))


def bind(key: str, value: Any, *, empty: Any = None, nothing: Any = None) -> dict[str, Any]:
    """Arguments that tie a widget to a choice: its key, its value and the callback that records a change.

    `empty` stands for an empty list in the address, where nothing would mean the default; `nothing` is the
    option that takes the choice back.
    """
    widget = f"choice_{key}"
    before = st.session_state.get(widget, value)
    st.session_state[widget] = value

    def changed() -> None:
        shown = st.session_state.get(widget, before)
        if shown == before:
            st.session_state.setdefault(_ECHOES, []).append(partial(take, shown))
        else:
            take(shown)

    def take(shown: Any) -> None:
        chosen = shown or empty
        # Who picks what stands there when nothing is chosen has taken the choice back; a link that names it still pins it.
        usual = st.session_state.get(_USUAL, {}).get(_place(key))
        choose(key, None if chosen in (nothing, usual) else chosen)
        _lapse(key)

    return {"key": widget, "on_change": changed}


def parameters(screen: Screen) -> dict[str, str]:
    """What a link to a page carries of everything chosen so far."""
    return _chosen(screen, screen.carried)


def address(screen: Screen) -> dict[str, str]:
    """The address of the open page, with everything chosen so far."""
    return _chosen(screen, screen.keys)


def linked(screen: Screen, chosen: Mapping[str, str | None]) -> dict[str, str]:
    """The address of the open page with choices given; None takes one back, and what the page has by itself is none."""
    usual = st.session_state.get(_USUAL, {})
    own = {key: usual.get(_place(key, screen.name)) for key in screen.own}
    given = {key: None if value == own.get(key) else value for key, value in chosen.items()}
    wanted = {**address(screen), **given}
    return {key: value for key in screen.keys if (value := wanted.get(key))}


def _chosen(screen: Screen, keys: Iterable[str]) -> dict[str, str]:
    chosen: Mapping[str, Any] = st.session_state.get(_CHOSEN, {})
    found = {}
    for key in keys:
        value = chosen.get(_place(key, screen.name))
        if value:
            found[key] = ",".join(value) if key in screen.lists else str(value)
    return found


def write_address(screen: Screen) -> None:
    """Make the address say what was chosen, and no more. Streamlit's own (the theme's) stay as they are."""
    wanted = address(screen)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = _named(screen)
