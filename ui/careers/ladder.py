"""The ladder: three posts side by side, a bar a grade, and what the bars mean."""

from __future__ import annotations

import streamlit as st

from draw import ladder
from draw.palette import palette
from ui.careers.facts import ALL, POSTS, Row, posts, rungs
from ui.careers.headline import told
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from words import career_findings, numbers

WIDE = {"zh": (760.0, 52.0, 18.0), "en": (760.0, 60.0, 18.0)}  # of the whole, the grades, the gap
NARROW = {"zh": (358.0, 40.0, 9.0), "en": (358.0, 44.0, 9.0)}
CUT = 620  # pixels: what is narrower gets the smaller one


def draw(page: Page, form: Form, step: str | None) -> None:
    """Draw the ladder and its key; a rung lists where its people are, once more lets it go."""
    drawing.show(_drawn(step, page, form), key="career_ladder", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(step, light, form).svg, _alternative(page, form))
    _key(page, form)


def _picked(step: str) -> None:
    choices.toggle("step", step)


def _alternative(page: Page, form: Form) -> str:
    return page.speech("careers.ladder_alt", finding=told(page, form)[0], period=form.period_words)


@kept(most=100)
def _drawn(step: str | None, page: Page, form: Form) -> drawing.Drawing:
    colours, speech = palette(page.theme), page.speech
    wide, narrow = (
        ladder.ladders(
            [_post(page, form, post, step) for post in POSTS],
            ladder.Layout(*sizes, speech("careers.axis"), speech("careers.ungraded"), sizes[0] > CUT),
            colours,
        )
        for sizes in (WIDE[page.language], NARROW[page.language])
    )
    return drawing.in_two(wide, narrow, colours, _alternative(page, form), cut=CUT)


def _post(page: Page, form: Form, post: str, step: str | None) -> ladder.Ladder:
    speech, colours = page.speech, palette(page.theme)
    row, own = posts(form)[post], _of_post(form, post)
    # In a larger area a post's people are those of the counties that tell them by post: the rungs are of all that filed.
    is_known = row["parts"] == 1 and row["post_people"] is not None
    heads, kind = (row["post_people"], "people") if is_known else (row["graded"], "graded")
    top = [one for one in own if one["is_top"]]
    return ladder.Ladder(
        speech(f"post.{post}"),
        "" if heads is None else speech(f"careers.post_{kind}", n=numbers.count(heads)),
        [
            (words, colours.bad if is_lack else colours.muted)
            for words, is_lack in career_findings.posts(speech, row)
        ],
        [_rung(page, one, row["graded"], step) for one in own],
        speech.plural("careers.at_top", top[0]["people"]) if top and top[0]["people"] is not None else "",
        _none(page, row),
    )


def _of_post(form: Form, post: str) -> list[Row]:
    return [row for (of, _), row in sorted(rungs(form).items()) if of == post]


def _rung(page: Page, row: Row, graded: int | None, step: str | None) -> ladder.Rung:
    speech, name = page.speech, f"{row['post']}-{row['grade']}"
    tick = None
    if (
        row["area_code"] != page.root
        and graded
        and row["post_of_whole"]
        and row["people_of_whole"] is not None
    ):
        tick = graded * row["people_of_whole"] / row["post_of_whole"]
    rises = row["about_to_rise"] or 0
    return ladder.Rung(
        int(row["grade"]),
        row["people"],
        int(rises),
        speech("careers.not_filed") if row["people"] is None else numbers.count(row["people"]),
        speech("careers.rise", n=numbers.count(rises)) if rises else "",
        tick,
        bool(row["is_top"]),
        "\n".join(career_findings.rung(speech, row, graded)),
        name if row["people"] is not None else "",
        name == step,
    )


def _none(page: Page, row: Row) -> ladder.Rung | None:
    """People of a post without a grade; nothing where it is not known of which post they are."""
    if row["ungraded"] is None:
        return None
    speech = page.speech
    tip = [speech("careers.ungraded_of", post=speech(f"post.{row['post']}"))]
    tip.append(speech.plural("careers.people", row["ungraded"]))
    return ladder.Rung(0, int(row["ungraded"]), 0, numbers.count(row["ungraded"]), tip="\n".join(tip))


def _key(page: Page, form: Form) -> None:
    """What the fills mean, and of how many counties the posts' vacancies are where not of all."""
    speech, colours = page.speech, palette(page.theme)
    fills = {
        "in_post": colours.sequential[1],
        "rising": colours.sequential[2],
        "top": colours.below[0],
        "none": colours.faint,
    }
    parts = [
        f'<span class="swatch" style="background:{fill}"></span>{plain.html(speech(f"careers.key_{name}"))}'
        for name, fill in fills.items()
    ]
    if form.area != form.root:
        parts.append(f"<b>|</b> {plain.html(speech('careers.key_mix'))}")
    parts.append(plain.html(speech("careers.key_scale")))
    row = posts(form)[ALL]
    if row["parts"] == 1 and not row["parts_by_post"]:
        parts.append(plain.html(speech("careers.key_unposted")))
    elif row["parts_by_post"] < row["parts"]:
        told_of = speech(
            "careers.key_by_post", n=numbers.count(row["parts_by_post"]), all=numbers.count(row["parts"])
        )
        parts.append(plain.html(told_of))
    hint = f'<span class="hint">{plain.html(speech("careers.hint"))}</span>'
    st.html(f'<p class="under key swatches">{" &ensp; ".join(parts)} &ensp; {hint}</p>')
