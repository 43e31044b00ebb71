"""The tables behind the ladder and what stands beside it: rungs, posts with their vacancies, and moves year by year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from ui.careers.facts import ALL, POSTS, moves, posts, posts_on, rungs
from ui.careers.headline import told
from ui.frame import plain
from ui.frame.page import Form, Page
from ui.parts import behind, download, grid, paper
from ui.parts.behind import Figures
from words import career_findings, numbers, periods

MOST = 18  # rows in sight
# Of people and posts first; a window has no room for all.
COUNTS = (
    "approved_posts",
    "post_people",
    "posts_empty",
    "people_over",
    "graded",
    "ungraded",
    "at_top",
    "about_to_rise",
    "parts_filed",
    "parts",
)


def draw(page: Page, form: Form) -> None:
    """The three tables; each has its file."""
    _rungs(page, form)
    if posts_on(form, form.period):
        _head(
            page,
            "careers.posts_table",
            lambda: download.answer(page, "grade_posts", area=form.area, period=form.period),
        )
        _posts(page, form)
    if moves(form, form.area):
        _head(page, "careers.moves_table", lambda: download.answer(page, "career_moves", area=form.area))
        _moves(page, form)


def _head(page: Page, title: str, file: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(page.speech(title), anchor=False)
        st.space("stretch")
        file()


def _posts(page: Page, form: Form) -> None:
    """A row an area and post, the area shown first."""
    by_area = posts_on(form, form.period)
    order = sorted(by_area, key=lambda area: area != form.area)
    rows = [by_area[area][post] for area in order for post in (*reversed(POSTS), ALL)]
    columns: dict[str, Any] = {
        "area_name": [page.speech.pick(row, "area_name") for row in rows],
        "post": [page.speech(f"post.{row['post']}") for row in rows],
        **{name: Figures([row[name] for row in rows]) for name in COUNTS},
    }
    alt = page.speech("careers.posts_table_alt", period=form.period_words)
    behind.draw(page, "posts_table", columns, alt, first=("area_name", "post", "posts_empty"))


def _moves(page: Page, form: Form) -> None:
    """A row a year-end and move of the area shown, the newest year first."""
    rows = moves(form, form.area)
    columns: dict[str, Any] = {
        "period": [periods.year_end(page.speech, row["period"]) for row in rows],
        "measure_name": [page.speech.pick(row, "measure_name") for row in rows],
        **{name: Figures([row[name] for row in rows]) for name in ("moved_people", "parts_filed", "parts")},
    }
    alt = page.speech("careers.moves_table_alt", day=periods.year_end(page.speech, rows[0]["period"]))
    behind.draw(page, "moves_table", columns, alt, first=("period", "measure_name", "moved_people"))


def _rungs(page: Page, form: Form) -> None:
    """A row a rung, the highest first, in the order of a career; people without a grade at each post's end."""
    speech = page.speech
    rows = sorted(rungs(form).values(), key=lambda row: (POSTS.index(row["post"]), -row["grade"]))
    own = posts(form)
    cells: dict[str, Any] = {
        "post": [speech(f"post.{row['post']}") for row in rows],
        "grade": pd.Series([row["grade"] for row in rows], dtype="Int64"),
        "people": pd.Series([row["people"] for row in rows], dtype="Int64"),
        "share": [_share(row["people"], own[row["post"]]["graded"]) for row in rows],
        "mix": [_share(row["people_of_whole"], row["post_of_whole"]) for row in rows],
        "rise": pd.Series([row["about_to_rise"] for row in rows], dtype="Int64"),
        "state": [speech("careers.column_is_top") if row["is_top"] else "" for row in rows],
    }
    kinds = st.column_config
    columns: dict[str, Any] = {
        "post": speech("careers.column_post"),
        "grade": kinds.NumberColumn(speech("careers.column_grade"), format="%d"),
        "people": kinds.NumberColumn(speech("careers.column_people"), format="%,d"),
        "share": speech("careers.column_share"),
        "mix": speech("careers.column_mix"),
        "rise": kinds.NumberColumn(speech("careers.column_rise"), format="%,d"),
        "state": speech("careers.column_state"),
    }
    st.dataframe(
        pd.DataFrame(cells),
        key="career_table",
        **grid.still(len(rows), MOST),
        column_config=columns,
        alt=speech("careers.table_alt", finding=told(page, form)[0], period=form.period_words),
    )
    paper.table(cells, columns, dict.fromkeys(("grade", "people", "rise"), numbers.count))
    st.html(f'<p class="under">{plain.html(speech("careers.table_note"))}</p>')


def _share(part: int | None, whole: int | None) -> str:
    """A share, where there are enough people for one to be told."""
    if part is None or not whole or part < career_findings.FEW:
        return numbers.DASH
    return numbers.share(part, whole)
