"""Beside the rows: where the area lies, its last periods, what its data lack, its cases and initiatives."""

from __future__ import annotations

import streamlit as st

from draw import svg
from files import tree
from files.profile import drawn, pieces
from files.profile.facts import Profile
from ui.area_profile import facts, headline
from ui.frame import plain
from ui.frame.kept import kept
from ui.frame.page import Page, Quarter
from ui.parts import choosing, drawing, paper
from words import sentences

MAP = 150.0  # pixels high
COURSE = (326.0, 124.0)


def draw(page: Page, quarter: Quarter, profile: Profile) -> None:
    speech = page.speech
    if profile.whole:
        name = speech.pick(profile.area, "area_name")
        alt = speech("profile.where", name=name, whole=speech.pick(profile.root, "area_name"))
        drawing.show(_where(page, quarter, profile, alt), key="profile_where")
        paper.drawing(page, lambda light: _where(light, quarter, profile, alt).svg, alt)
    with st.container(gap=None):
        _course(page, profile)
    seen = facts.seen(page, profile)
    if under := pieces.under_course(seen):
        st.html(under)
    st.html(pieces.lacks(seen))
    own = tree.address_key(profile.area)
    here = {own: profile.code} if own else {}
    judged = {"period": profile.judged["period"].isoformat()} if profile.judged else {}
    told = plain.html(speech("profile.to_return"))
    way = choosing.elsewhere("home", told, indicator=profile.headline, **judged, **here)
    st.html(f'<p class="under">{way}</p>')
    st.html(pieces.about(seen, {name: choosing.way(name) for name in ("pilots", "initiatives")}))


def note(page: Page, key: str) -> str:
    """A grey line."""
    return f'<p class="under">{plain.html(page.speech(key))}</p>'


def _course(page: Page, profile: Profile) -> None:
    speech = page.speech
    unit = speech.pick(profile.indicator, "unit")
    st.html(f"<h2>{plain.html(speech.plural('profile.course', len(profile.course), unit=unit))}</h2>")
    drawing.show(_drawn_course(page, profile), key="profile_course")
    paper.drawing(page, lambda light: _drawn_course(light, profile).svg, headline.told(page, profile)[0])


@kept(most=200)
def _where(page: Page, quarter: Quarter, profile: Profile, alt: str) -> drawing.Drawing:
    seen = facts.seen(page, profile)
    sketch = drawn.where(seen, facts.ground(page.answers), quarter.areas, MAP)
    return drawing.Drawing(svg.drawing(sketch.body, sketch.width, sketch.height, label=alt))


@kept(most=200)
def _drawn_course(page: Page, profile: Profile) -> drawing.Drawing:
    speech = page.speech
    alt = speech.plural(
        "profile.course_alt",
        len(profile.course),
        name=speech.pick(profile.area, "area_name"),
        indicator=sentences.capital(speech.pick(profile.indicator, "short_name")),
    )
    seen = facts.seen(page, profile)
    return drawing.as_it_is(drawn.the_course(seen, COURSE), seen.colours, alt)
