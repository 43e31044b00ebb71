"""The list of all indicators at the left, by system and by measure of the programme; the groups of the one that is shown lie open."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from programme.packs.columns import POLICY_SYSTEMS
from ui.frame import indicator_boxes, plain
from ui.frame.page import Choice, Page
from ui.parts import choosing


def draw(page: Page, choice: Choice) -> None:
    speech, groups = page.speech, indicator_boxes.groups(choice.indicators)
    systems = [code for code in groups if code in POLICY_SYSTEMS]
    parts = [_groups(page, choice, {code: groups[code] for code in systems}, "system")]
    others = {code: members for code, members in groups.items() if code not in systems}
    if others:
        parts.append(_groups(page, choice, others, "measures"))
    label = plain.html(speech("catalogue.list"))
    st.html(f'<nav class="listing" aria-label="{label}">{"".join(parts)}</nav>')


def _groups(page: Page, choice: Choice, groups: dict[str, list[str]], kind: str) -> str:
    """The groups of a kind under their heading. Only in one of the systems the shown one lies open: it is in its measure as well."""
    speech = page.speech
    name = speech("catalogue.by_system") if kind == "system" else speech("catalogue.by_measure")
    told = [f'<p class="under">{plain.html(name)}</p>']
    for code, members in groups.items():
        group = speech(f"system.{code}") if kind == "system" else speech(f"measures.{code}")
        is_open = " open" if kind == "system" and choice.code in members else ""
        head = f"<summary>{plain.html(group)} <small>{len(members)}</small></summary>"
        told.append(f"<details{is_open}>{head}{_members(page, choice, members)}</details>")
    return "".join(told)


def _members(page: Page, choice: Choice, codes: Sequence[str]) -> str:
    rows = ""
    for code in codes:
        row = choice.indicators[code]
        name = plain.html(page.speech.pick(row, "short_name"))
        unit = f"<small>{plain.html(page.speech.pick(row, 'unit'))}</small>"
        if code == choice.code:
            rows += f'<li><b aria-current="true">{name}</b>{unit}</li>'
        else:
            rows += f"<li>{choosing.link(page, name, indicator=code, step=None)}{unit}</li>"
    return f"<ul>{rows}</ul>"
