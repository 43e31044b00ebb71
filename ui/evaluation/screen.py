"""Evaluation as a table of contents."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ui.evaluation import (
    acceptance,
    clusters,
    facts,
    file,
    headline,
    own,
    positions,
    score,
    steps,
    tables,
    toolbar,
)
from ui.frame import indices
from ui.frame.page import Page, Quarter
from ui.parts import choosing, download
from ui.parts.finding import finding


def draw(page: Page, quarter: Quarter) -> None:
    choosing.listen(page)
    (view, is_table), step = toolbar.settle(), steps.settle()
    own.check()
    indicator = clusters.settle(page)
    if view == "clusters":
        _clusters(page, quarter, indicator, is_table=is_table)
    elif view == "acceptance":
        _acceptance(page, quarter, is_table=is_table)
    else:
        _index(page, quarter, (view, is_table), step)


def _clusters(page: Page, quarter: Quarter, indicator: str, *, is_table: bool) -> None:
    box = partial(clusters.toolbar_box, page, indicator)
    draw = tables.clustered if is_table else clusters.draw
    clusters.screen(page, quarter, indicator, lambda its_file: toolbar.draw(page, box, its_file), draw)


def _acceptance(page: Page, quarter: Quarter, *, is_table: bool) -> None:
    title, grey = acceptance.told(page, quarter)
    finding(title, grey)
    toolbar.draw(
        page,
        lambda: toolbar.county(page, quarter),
        lambda: download.answer(page, "acceptance_batches", area=quarter.city or quarter.root),
    )
    (tables.accepted if is_table else acceptance.draw)(page, quarter, title)


def _index(page: Page, quarter: Quarter, shown: tuple[str, bool], step: str | None) -> None:
    """The views of the composite index, positions and score, each as it is drawn or as its table."""
    view, is_table = shown
    head = st.container(key="head")
    index = indices.of(page, quarter.period)
    if index is None:
        with head:
            headline.awaited(page, quarter)
        return
    run = facts.run(index)
    if run is None:
        with head:
            headline.nothing(page, quarter)
        return
    weights = own.settle(index)
    is_score = view == "score"
    title, grey = (
        score.told(page, quarter, index) if is_score else headline.positions(page, quarter, index, run)
    )
    with head:
        finding(title, grey)
        toolbar.draw(
            page,
            lambda: toolbar.county(page, quarter),
            partial(file.of_index, page, quarter, index, weights, is_score=is_score),
        )
    if is_score:
        (tables.taken_apart if is_table else score.draw)(page, quarter, index, title)
    else:
        (tables.positions if is_table else positions.draw)(page, quarter, index, weights, title)
    steps.draw(page, quarter, index, run, step)
