"""The menu of pictures: what is shown as PNG or SVG, in both looks. A file is made only when its button is pressed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from draw.palette import Theme
from files import picture
from ui.frame import choices, plain
from ui.frame.page import Choice, Page

FORMS = {"png": "image/png", "svg": "image/svg+xml"}
THEMES: tuple[Theme, ...] = ("light", "dark")


def menu(page: Page, choice: Choice, kind: picture.Kind, **more: object) -> None:
    """The button that opens it; `more` are the fields of the picture's subject that this view settles."""
    speech = page.speech
    with st.popover(
        speech("picture.button"),
        icon=":material/image:",
        key=f"picture_{kind}",
        on_change=choices.stay,
    ) as opened:
        # What stands in the menu is made when it is opened, so that no other run pays for it.
        if not opened.open:
            return
        st.html(f'<p class="under">{plain.html(speech("picture.note"))}</p>')
        forms = list(FORMS)
        if not picture.writes_chinese():
            st.html(f'<p class="under">{plain.html(speech("picture.no_font"))}</p>')
            forms.remove("png")
        for form in forms:
            for theme in THEMES:
                subject = picture.Subject(
                    page.answers.reader,
                    speech,
                    theme,
                    choice.code,
                    choice.period,
                    choice.city or page.root,
                    boundaries=choice.boundaries.day if choice.boundaries else None,
                    **more,  # type: ignore[arg-type]
                )
                st.download_button(
                    plain.markdown(speech("picture.file", form=form.upper(), theme=speech(f"theme.{theme}"))),
                    partial(picture.contents, kind, subject, form),
                    file_name=picture.file_name(kind, subject, form),
                    mime=FORMS[form],
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"picture_{kind}_{form}_{theme}",
                    width="stretch",
                )
