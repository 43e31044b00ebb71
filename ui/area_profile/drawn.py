"""The headline indicators as drawn: rows, narrower rows, and blocks for a telephone; a press opens an indicator's map."""

from __future__ import annotations

import streamlit as st

from draw.palette import palette
from files.profile import drawn
from files.profile.drawn import MIDDLE, NARROW, WIDE, Seen
from files.profile.facts import Profile
from ui.area_profile import headline, links
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from words import profile_findings


def headlines(page: Page, profile: Profile) -> None:
    """The rows, with what they mean under them."""
    drawing.show(_drawn(page, profile), key="profile_rows", on_pick=links.picked)
    paper.drawing(page, lambda light: _drawn(light, profile).svg, headline.told(page, profile)[0])
    speech, row = page.speech, profile.rows.get(profile.headline)
    key = "profile.key" if profile.whole else "profile.key_whole"
    told = speech(key, whole=speech.pick(profile.root, "short_name"))
    peers = profile_findings.peers(speech, row, str(profile.area["area_level"]))
    st.html(f'<p class="under">{plain.html(told)}<br>{plain.html(peers)}</p>')


@kept(most=200)
def _drawn(page: Page, profile: Profile) -> drawing.Drawing:
    seen = Seen(profile, page.speech, palette(page.theme))
    sketches = tuple(drawn.headlines(seen, width, picks=True) for width in (WIDE, MIDDLE, NARROW))
    wide, middle, narrow = sketches
    label = headline.told(page, profile)[0]
    return drawing.in_three((wide, middle, narrow), (int(WIDE), 640), seen.colours, label)
