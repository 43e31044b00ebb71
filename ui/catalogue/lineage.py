"""The lineage of an indicator's published figures: from what is filed and registered to the number, step by step."""

from __future__ import annotations

import streamlit as st

from draw.lineage import Box, Layer, lineage, listed
from draw.palette import palette
from ui.catalogue import facts, step
from ui.catalogue.traced import COLUMNS, PUBLISHED, Lineage
from ui.catalogue.traced import lineage as traced
from ui.frame import choices, plain
from ui.frame.kept import kept
from ui.frame.page import Choice, Page
from ui.parts import drawing, facts_table, paper

WIDE, MIDDLE, NARROW = 890, 715, 330
CUTS = (880, 700)
SOURCES = ("landing", "reference")
# What stands in a column of the picture: the layers of the build, those of the sums in two, by how far on a step is.
COLUMN_OF = {
    "staging": "staging",
    "spine": "sums",
    "sums": "sums",
    "verdicts": "verdicts",
    "marts": "verdicts",
}
ORDER = ("source", "staging", "sums", "areas", "verdicts")
FIRST_SUMS = 2  # steps of the sums, one made of the other, that stand in the first of the two


def settle(page: Page) -> str:
    """Check the column and the step that the address says; the column."""
    steps = [row["step"] for row in page.answers.rows("steps")]
    choices.settle("step", steps, None)
    return choices.settle("column", COLUMNS, None) or COLUMNS[0]


def draw(page: Page, choice: Choice, column: str) -> None:
    speech = page.speech
    with st.container(key="lineage_bar", horizontal=True, vertical_alignment="center"):
        head, note = plain.html(speech("catalogue.lineage")), plain.html(speech("catalogue.lineage_note"))
        st.html(f'<section class="ranking"><h2>{head} <small>{note}</small></h2></section>', width="content")
        st.space("stretch")
        st.segmented_control(
            speech("choice.column"),
            COLUMNS,
            format_func=lambda name: speech(f"catalogue.column_{name}"),
            required=True,
            label_visibility="collapsed",
            **choices.bind("column", column, nothing=COLUMNS[0]),
        )
    chosen = choices.raw("step")
    drawing.show(_drawn(page, choice, column, chosen), key="lineage", on_pick=_picked)
    paper.drawing(page, lambda light: _drawn(light, choice, column, None).svg, speech("catalogue.lineage"))
    with st.expander(speech("catalogue.lineage_table")):
        st.html(_table(page, choice, column))
    if chosen:
        step.open_step(page, str(chosen), found(page, choice, column))


def _picked(name: str) -> None:
    choices.toggle("step", name)


@kept(most=200)
def found(page: Page, choice: Choice, column: str) -> Lineage:
    """What the column is made of for this indicator."""
    return traced(page.answers.rows("step_columns"), column, facts.kinds(page, choice, column))


@kept(most=60)
def _drawn(page: Page, choice: Choice, column: str, chosen: str | None) -> drawing.Drawing:
    layers, colours = _layers(page, choice, column, chosen), palette(page.theme)
    lines = found(page, choice, column).lines
    label = page.speech("catalogue.lineage_alt", name=page.speech.pick(choice.indicator, "indicator_name"))
    wide, middle = (lineage(layers, lines, width, colours) for width in (WIDE, MIDDLE))
    return drawing.in_three((wide, middle, listed(layers, NARROW, colours)), CUTS, colours, label)


def _layers(page: Page, choice: Choice, column: str, chosen: str | None) -> list[Layer]:
    lineage_ = found(page, choice, column)
    columns: dict[str, list[str]] = {one: [] for one in ORDER}
    depths: dict[str, int] = {}
    for name in in_order(page, lineage_.tables):
        own = _column(name)
        within = [start for start, end in lineage_.lines if end == name and _column(start) == own]
        depths[name] = 1 + max((depths[start] for start in within), default=0)
        if own == "sums" and depths[name] > FIRST_SUMS:
            own = "areas"
        columns[own].append(name)
    _untangle(columns, lineage_, depths)
    return [
        Layer(
            page.speech(f"catalogue.layer_{one}"),
            [_box(page, choice, name, lineage_.tables[name], chosen) for name in columns[one]],
        )
        for one in ORDER
    ]


def _column(name: str) -> str:
    schema = name.split(".")[0]
    return "source" if schema in SOURCES else COLUMN_OF[schema]


def _untangle(columns: dict[str, list[str]], lineage_: Lineage, depths: dict[str, int]) -> None:
    """Put the boxes of a column in the order of what they are made of, those made of others of the column after them."""
    rows: dict[str, float] = {}
    for names in columns.values():
        means = {}
        for name in names:
            below = [rows[start] for start, end in lineage_.lines if end == name and start in rows]
            means[name] = sum(below) / len(below) if below else 0.0
        names.sort(key=lambda name: (depths[name], means[name]))
        rows |= {name: place - len(names) / 2 for place, name in enumerate(names)}


def in_order(page: Page, tables: dict[str, list[str]]) -> list[str]:
    """Sources first, then the steps as they are made."""
    places = {row["step"]: row["step_order"] for row in page.answers.rows("steps")}
    return sorted(tables, key=lambda name: (places.get(name, 0), name))


def _box(page: Page, choice: Choice, name: str, columns: list[str], chosen: str | None) -> Box:
    is_source = name.split(".")[0] in SOURCES
    words = source(page, choice, name) if is_source else step.name(page, name)
    told = [words, name, page.speech.plural("catalogue.columns", len(columns), names=", ".join(columns))]
    if not is_source:
        told.append(page.speech("catalogue.to_sql"))
    return Box(
        name,
        words,
        "\n".join(told),
        "" if is_source else name,
        is_chosen=name == chosen,
        is_source=is_source,
        is_end=name == PUBLISHED,
    )


def source(page: Page, choice: Choice, table: str) -> str:
    """A source in words: what was filed by the names of the indicator's own forms."""
    if table in ("landing.rows", "landing.register_marks"):
        kind = "counts" if table == "landing.rows" else "register"
        rows = [row for rows in facts.measures(page, choice).values() for row in rows]
        forms = dict.fromkeys(
            page.speech.pick(row, "dataset_name") for row in rows if row["dataset_kind"] == kind
        )
        if forms:
            return page.speech("catalogue.returns_of", forms=page.speech("list.item").join(forms))
    return step.name(page, table)


def _table(page: Page, choice: Choice, column: str) -> str:
    """The same as a table: each step with its columns and the tables that they are made of."""
    lineage_ = found(page, choice, column)
    rows = []
    for name in in_order(page, lineage_.tables):
        from_tables = [start for start, end in lineage_.lines if end == name]
        is_source = name.split(".")[0] in SOURCES
        rows.append(
            (
                plain.html(source(page, choice, name) if is_source else step.name(page, name)),
                f"<code>{plain.html(name)}</code>",
                f"<code>{plain.html(', '.join(lineage_.tables[name]))}</code>",
                f"<code>{plain.html(', '.join(from_tables))}</code>",
            )
        )
    heads = [page.speech(f"catalogue.head_{one}") for one in ("step", "table", "columns", "from")]
    return facts_table.html(heads, rows, (28, 22, 25, 25))
