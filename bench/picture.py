"""The first picture of the home page in a real Chromium, against a page with an empty deck."""

from __future__ import annotations

from bench.session import serving
from bench.timing import Line, medians
from bench.workspace import Workspace
from programme import PROJECT
from tests.browser import opened

MARK = 1.4
ROUNDS = 3
DRAWN = """() => {
    const canvas = [...document.querySelectorAll('.stDeckGlJsonChart canvas')].find(c => c.width > 50);
    if (!canvas) return false;
    const copy = document.createElement('canvas');
    copy.width = 64; copy.height = 64;
    return new Promise(done => requestAnimationFrame(() => {
        const context = copy.getContext('2d');
        context.drawImage(canvas, 0, 0, 64, 64);
        done(context.getImageData(0, 0, 64, 64).data.some((v, i) => i % 4 === 3 && v > 0));
    }));
}"""
# One square, so that there is something to see; nothing of ours, and no ground map asked of anybody.
EMPTY_DECK = """
import pydeck as pdk
import streamlit as st

square = [[[110, 30], [111, 30], [111, 31], [110, 31], [110, 30]]]
layer = pdk.Layer("PolygonLayer", [{"p": square}], get_polygon="p", get_fill_color=[27, 73, 101])
style = "data:application/json,{\\"version\\":8,\\"sources\\":{},\\"layers\\":[]}"
view = pdk.ViewState(longitude=110.5, latitude=30.5, zoom=7)
st.pydeck_chart(pdk.Deck([layer], initial_view_state=view, map_style=style, map_provider=None))
"""


def measure(space: Workspace) -> list[Line]:
    """Seconds from a fresh browser's first request to a drawn map; both servers warm, by turns."""
    empty = space.folder / "empty_deck.py"
    empty.write_text(EMPTY_DECK, encoding="utf-8")
    environment = {
        "OBSERVATORY_HOME": str(space.sample_home.root),
        "OBSERVATORY_REFERENCE": str(space.sample_pack.folder),
        "OBSERVATORY_TODAY": space.sample_today.isoformat(),
    }
    with serving(PROJECT / "app.py", environment) as ours, serving(empty) as plain:
        _first_picture(ours.address)
        _first_picture(plain.address)
        works = [lambda: _first_picture(ours.address), lambda: _first_picture(plain.address)]
        mine, theirs = medians(works, ROUNDS)
    return [Line("first picture in Chromium", mine, "an empty deck", theirs, "s", MARK)]


def _first_picture(address: str) -> None:
    with opened(address) as visit:
        visit.page.wait_for_function(DRAWN, timeout=60_000, polling=20)
