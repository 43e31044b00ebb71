"""The way from the whole down to the area shown, each step above it a link."""

from __future__ import annotations

import streamlit as st

from files import tree
from ui.frame import plain
from ui.frame.page import Chosen, Page
from ui.parts import choosing


def draw(page: Page, form: Chosen) -> None:
    """One line in a row of tools; nothing where the whole is shown. `choosing.listen` takes the presses."""
    city = form.city or (tree.above(form.areas[form.county]) if form.county else None)
    # Of a city of the country its province stands between.
    between = form.areas[city]["city_code"] if city else None
    *above, last = [form.root, *(code for code in (between, city, form.county) if code)]
    if not above:
        return
    names = {code: plain.html(page.short_name(form.areas[code])) for code in (*above, last)}
    links = [
        choosing.link(page, names[code], city=None if code == form.root else code, county=None)
        for code in above
    ]
    label = plain.html(page.speech("way.label"))
    steps = " › ".join([*links, f"<b>{names[last]}</b>"])
    if page.screen.name != "area_profile":
        key = str(tree.address_key(form.areas[last]))
        here = {"city": None, "county": None, key: last, "period": form.period.isoformat()}
        steps += f" · {choosing.elsewhere('area_profile', plain.html(page.speech('card.profile')), **here)}"
    st.html(f'<nav class="under path" aria-label="{label}">{steps}</nav>', width="content")
