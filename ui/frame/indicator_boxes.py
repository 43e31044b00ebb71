"""Which indicator, out of all or out of those of one system or measure: fifty in one list are nobody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from programme.packs.columns import POLICY_SYSTEMS
from programme.packs.tables import MEASURE_GROUPS
from ui.frame import choices
from ui.frame.page import Choice, Page, Row

# So few are found in one list.
FEW = 12
ALL = "all"


def groups(indicators: Mapping[str, Row]) -> dict[str, list[str]]:
    """The indicators of every system and measure that has some, by its code, in the order of the programme."""
    found: dict[str, list[str]] = {}
    for column, codes in (("policy_system", POLICY_SYSTEMS), ("measure_group", MEASURE_GROUPS)):
        for code in codes:
            members = [one for one, row in indicators.items() if row[column] == code]
            if members:
                found[code] = members
    return found


def first(members: Sequence[str], facts: Row) -> str:
    """Which of a group is shown where none is chosen: the headline's indicator, else its first."""
    headline = str(facts["headline_indicator"])
    return headline if headline in members else members[0]


def group(page: Page, choice: Choice) -> None:
    """The box for the group; nothing where a programme has few indicators."""
    if len(choice.indicators) <= FEW:
        return
    speech, of_group = page.speech, groups(choice.indicators)
    bound = choices.bind("group", choice.group or ALL, nothing=ALL)
    changed = bound["on_change"]

    def taken_up() -> None:
        changed()
        if choice.code not in of_group.get(str(choices.raw("group")), choice.indicators):
            choices.choose("indicator", None)  # the group's own first one is shown

    st.selectbox(
        speech("choice.group"),
        [ALL, *of_group],
        format_func=lambda code: (
            speech("among.all")
            if code == ALL
            else speech("among.of_system", name=speech(f"system.{code}"))
            if code in POLICY_SYSTEMS
            else speech("among.of_measure", name=speech(f"measures.{code}"))
        ),
        **{**bound, "on_change": taken_up},
    )


def indicator(page: Page, choice: Choice) -> None:
    """The box for the indicator. The whole name stands under the title; a box has room for the short one."""
    speech, bound = page.speech, choices.bind("indicator", choice.code)
    changed = bound["on_change"]

    def taken_up() -> None:
        changed()
        if "group" not in page.screen.shared:  # one picked here is of whatever group it is
            choices.choose("group", None)

    st.selectbox(
        speech("choice.indicator"),
        groups(choice.indicators)[choice.group] if choice.group else list(choice.indicators),
        format_func=lambda code: speech.pick(choice.indicators[code], "short_name"),
        **{**bound, "on_change": taken_up},
    )
