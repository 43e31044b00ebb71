"""The sections of the page about the data. Every line is read from the warehouse."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

import streamlit as st

from programme import clock
from ui.frame import choices, plain, screens
from ui.frame.footer import map_line
from ui.frame.page import Page, Row
from ui.parts import facts_table
from ui.parts.meanings import meaning
from words import numbers, periods
from words.problems import Problem

BEGINNING = dt.date(1900, 1, 1)
ASIDE_SHOWN = 50  # landed rows set aside that are listed one by one
# A pack's sources may point into its own documents; a reader has no such folder.
DOCUMENT = re.compile(r"( ?)\bdocs/\S+?\.md\b")


def title(page: Page) -> tuple[str, str]:
    """How much there is, in a sentence, and from which snapshot."""
    speech = page.speech
    indicators, targets = list(page.answers.indicators().values()), page.answers.rows("target_catalogue")
    simulated = sum(bool(row["simulated"]) for row in indicators)
    counted = speech.plural("about.title_targets", len(targets))
    first = speech.plural("about.title", len(indicators), targets=counted)
    if simulated:
        second = speech.plural("about.title_simulated", simulated)
    else:
        second = speech("about.title_real" if any(_landed(page).values()) else "about.title_no_returns")
    return speech("about.title_whole", first=first, second=second), speech("about.grey")


def catalogued(page: Page) -> None:
    """The way to what each indicator is and what its targets rest on."""
    catalogue = screens.SCREENS["catalogue"]
    st.page_link(
        catalogue.path,
        label=plain.markdown(page.speech("about.catalogued")),
        icon=catalogue.icon,
        query_params=choices.parameters(catalogue),
    )


def simulated(page: Page) -> None:
    """What is simulated, in words."""
    text = page.speech.pick(page.facts, "simulated_text")
    _paragraph(page, "simulated", text or page.speech("about.nothing_simulated"))


def estimates(page: Page) -> None:
    """How estimated denominators were made, as the pack's own sources tell it."""
    speech = page.speech
    found = [row for row in page.answers.rows("sources") if row["status"] == "estimated"]
    if not found:
        _paragraph(page, "estimates", speech("about.no_estimates"))
        return
    # A pack names its sources in one language, the one it is kept in.
    told = list(dict.fromkeys(str(row["source"]) for row in found)) if page.language == "zh" else []
    _paragraph(page, "estimates", speech("about.estimates_note"), *(_without_paths(page, t) for t in told))


def sources(page: Page) -> None:
    """Where the pack's figures, areas and shapes come from; one row per document."""
    speech = page.speech
    documents: dict[tuple[str, str], list[Row]] = {}
    for row in page.answers.rows("sources"):
        documents.setdefault((row["source"], row["status"]), []).append(row)
    rows = []
    for (source, status), parts in documents.items():
        subjects = dict.fromkeys(_word(page, part["subject"], "subject", "measure") for part in parts)
        days = [day for part in parts for day in (part["first_date"], part["last_date"]) if _is_dated(day)]
        rows.append(
            (
                _text(_without_paths(page, source)),
                _text(speech("list.item").join(subjects)),
                _text(numbers.count(sum(part["row_count"] for part in parts))),
                _text(_span(page, min(days), max(days)) if days else numbers.DASH),
                _text(_word(page, status, "status", "change_status")),
            )
        )
    st.header(speech("about.section_sources"), anchor=False)
    st.html(f"<p>{_text(speech.pick(page.facts, 'sources_note'))}</p>")
    with st.expander(speech.plural("about.every_source", len(rows))):
        heads = ("source", "subject", "rows", "dates", "status")
        st.html(_table(page, heads, rows, widths=(46, 20, 7, 19, 8)))
    st.html(f'<p class="under">{_text(map_line(page))}</p>')


def boundary_changes(page: Page) -> None:
    """Changes of county-level units that a series has to cross."""
    speech = page.speech
    # One change may concern several areas: it is told once.
    rows = dict.fromkeys(
        (
            _text(periods.date(speech, row["effective_date"])),
            _text(speech.pick(row, "description")),
            _text(row["document"] or numbers.DASH),
            _text(speech(f"change_status.{row['status']}")),
        )
        for row in page.answers.rows("boundary_changes")
    )
    if rows:
        _section(page, "changes", ("day", "change", "document", "known"), rows, widths=(14, 50, 24, 12))


def set_aside(page: Page) -> None:
    """Landed rows that the pack or the programme of the day does not allow; nothing where there are none."""
    speech, found = page.speech, page.answers.rows("set_aside")
    if not found:
        return
    names = {
        row["dataset"]: speech.pick(row, "dataset_name") for row in page.answers.rows("measure_catalogue")
    }
    _paragraph(page, "aside", speech("about.aside_note"))
    rows = [
        (
            _text(names.get(row["source"], row["source"])),
            _text(
                speech("about.aside_place", file=row["file_name"], row=row["file_row"], batch=row["batch_id"])
            ),
            f"{_text(_reason(page, row))}<br><small>{_text(row['found'])}</small>",
        )
        for row in found[:ASIDE_SHOWN]
    ]
    st.html(_table(page, ("aside_return", "aside_place", "aside_reason"), rows, (20, 40, 40)))
    if len(found) > ASIDE_SHOWN:
        more = speech(
            "about.aside_more",
            shown=numbers.count(ASIDE_SHOWN),
            total=numbers.count(len(found)),
            table="marts.findings",
        )
        st.html(f'<p class="under">{_text(more)}</p>')


def _reason(page: Page, row: Row) -> str:
    return Problem(f"fit.{row['rule']}").message(page.language)


def snapshot(page: Page) -> None:
    """The snapshot that answers, and when and from what it was built."""
    speech, facts = page.speech, page.facts
    local = clock.local(facts["built_at"], page.zone)
    pairs = (
        ("snapshot", str(facts["snapshot_id"])),
        ("built", periods.moment(speech, local)),
        ("today", periods.date(speech, facts["today"])),
        ("pack", f"{speech.pick(facts, 'pack_name')} ({facts['pack_id']})"),
        ("span", _span(page, facts["first_period"], facts["last_period"])),
        ("returns", _received(page)),
    )
    rows = [(_text(speech(f"about.fact_{name}")), _text(value)) for name, value in pairs]
    _section(page, "snapshot", (), rows, widths=(24, 76))


def _received(page: Page) -> str:
    """How many returns were received, as `status` and `doctor` count them, and how many of these are of registers."""
    forms, landed = page.answers.forms(), _landed(page)
    register = sum(n for name, n in landed.items() if forms[name]["dataset_kind"] == "register")
    received = numbers.count(sum(landed.values()))
    if not register:
        return received
    return page.speech("about.fact_returns_of", returns=received, register=numbers.count(register))


def _landed(page: Page) -> dict[str, int]:
    """How many returns of each form and register were received."""
    return {row["dataset"]: row["returns_landed"] for row in page.answers.rows("landed_returns")}


def catalogue(page: Page) -> None:
    """Tables that any DuckDB client may read, and what each column means."""
    speech = page.speech
    st.header(speech("about.section_catalogue"), anchor=False)
    st.html(f'<p class="under">{_text(speech("about.catalogue_note"))}</p>')
    columns = page.answers.rows("mart_columns")
    with st.container(gap="xxsmall"):
        _marts(page, columns)


def _marts(page: Page, columns: Sequence[Row]) -> None:
    for mart in dict.fromkeys(row["mart"] for row in columns):
        with st.expander(f"{plain.code(f'marts.{mart}')} {plain.markdown(_about_mart(page, columns, mart))}"):
            rows = [
                (
                    _text(row["column_name"]),
                    _text(row["column_type"]),
                    _text(meaning(page.speech, row["column_name"], row["description"] or "")),
                )
                for row in columns
                if row["mart"] == mart
            ]
            st.html(_table(page, ("column", "type", "meaning"), rows, (24, 14, 62)))


def _about_mart(page: Page, columns: Sequence[Row], mart: str) -> str:
    """One line on a table: its comment, which is English; in Chinese the words there are."""
    if f"mart.{mart}" in page.speech:
        return page.speech(f"mart.{mart}")
    told = next((row["mart_description"] for row in columns if row["mart"] == mart), None)
    return str(told or "") if page.language == "en" else ""


def _without_paths(page: Page, text: str) -> str:
    blank = "" if page.language == "zh" else r"\1"  # as each language writes
    return DOCUMENT.sub(blank + page.speech("about.pack_notes"), text)


def _word(page: Page, value: str, *kinds: str) -> str:
    """The word for a coded value; a value that has none is shown as it is."""
    return next((page.speech(f"{kind}.{value}") for kind in kinds if f"{kind}.{value}" in page.speech), value)


def _is_dated(day: dt.date | None) -> bool:
    """An area without a first day is valid since the beginning of time, which is no date to show."""
    return day is not None and day > BEGINNING


def _span(page: Page, first: dt.date | None, last: dt.date | None) -> str:
    if first is None or last is None:
        return periods.date(page.speech, first or last)
    if first == last:
        return periods.date(page.speech, first)
    return page.speech(
        "about.span", first=periods.date(page.speech, first), last=periods.date(page.speech, last)
    )


def _paragraph(page: Page, section: str, *texts: str) -> None:
    st.header(page.speech(f"about.section_{section}"), anchor=False)
    st.html("".join(f"<p>{_text(text)}</p>" for text in texts))


def _section(
    page: Page, section: str, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> None:
    st.header(page.speech(f"about.section_{section}"), anchor=False)
    st.html(_table(page, heads, rows, widths))


def _table(page: Page, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """A quiet table under its heads; cells are HTML already."""
    return facts_table.html([page.speech(f"about.head_{name}") for name in heads], rows, widths)


def _text(value: object) -> str:
    return plain.html(value if value is not None else numbers.DASH)
