"""Six sliders for the weights of the systems, of 24 pixels each: shares follow while one is dragged, the page when it is let go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from ui.evaluation.own import in_hundredths, parsed, written
from ui.frame import telling

HERE = Path(__file__)
KEY = "weight_sliders"
_component = st.components.v2.component(
    "weights",
    html='<div class="weights"></div>',
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def draw(
    names: Mapping[str, str],
    weights: Mapping[str, object],
    ticks: Mapping[str, object],
    label: Callable[[str], str],
    then: Callable[[str], None],
) -> None:
    """A slider for each system in `names`, at its share of `weights`, with a tick at its share of `ticks`.

    `label` says what a slider is for the ear. `then` is called with the weights as an address has them, before the next run.
    """
    systems, heard = list(names), f"{KEY}_heard"

    def changed() -> None:
        told = telling.told(KEY, "weights")
        text, number = _text(told), _number(told)
        st.session_state[heard] = number
        if text is not None and parsed(text, systems) is not None:
            then(text)

    now, usual = in_hundredths(weights), in_hundredths(ticks)
    _component(
        key=KEY,
        data={
            "names": [names[system] for system in systems],
            "labels": [label(names[system]) for system in systems],
            "shares": [now[system] for system in systems],
            "ticks": [usual[system] for system in systems],
            "heard": st.session_state.get(heard, 0),
        },
        height="content",
        on_weights_change=changed,
    )


def _text(told: object) -> str | None:
    """What a browser sends may be anything."""
    match told:
        case {"shares": [*shares]} if all(isinstance(share, int) and 0 <= share <= 100 for share in shares):
            return written(_whole(shares))
    return None


def _whole(shares: Sequence[object]) -> list[int]:
    return [share for share in shares if isinstance(share, int)]


def _number(told: object) -> int:
    match told:
        case {"number": int() as number}:
            return number
    return 0
