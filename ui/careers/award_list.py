"""The awards: how many of each kind a year, and each with whom it is for; a person by number, by name only where it is public."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from ui.careers.facts import Row, awards
from ui.frame import plain
from ui.frame.page import Form, Page
from ui.parts import grid, paper
from words import career_findings, numbers, periods

MOST = 12  # rows in sight
COUNTS = 620  # pixels that the table of counts may take
KINDS = ("finest_worker", "leading_talent", "outstanding_case", "outstanding_unit")


def draw(page: Page, form: Form) -> None:
    """A count a kind and year, then every award, the newest first."""
    speech, rows = page.speech, awards(form)
    if not rows:
        st.html(f'<p class="nothing">{plain.html(speech("careers.awards_none"))}</p>')
        return
    st.html(_counts(page, rows), width=COUNTS)
    cells: dict[str, Any] = {
        "year": [str(row["award_year"]) for row in rows],
        "kind": [speech(f"award.{row['award_kind']}") for row in rows],
        "whom": [career_findings.honoured(speech, row) for row in rows],
        "community": [row["community"] or numbers.DASH for row in rows],
        "county": [speech.pick(row, "county_name") or numbers.DASH for row in rows],
        "level": [
            speech(f"award.level_{row['award_level']}") if row["award_level"] else numbers.DASH
            for row in rows
        ],
        "day": [
            periods.date(speech, row["awarded_on"]) if row["awarded_on"] else numbers.DASH for row in rows
        ],
        "state": [
            speech("careers.revoked", day=periods.date(speech, row["revoked_on"]))
            if row["revoked_on"]
            else ""
            for row in rows
        ],
    }
    columns: dict[str, Any] = {name: speech(f"careers.column_{name}") for name in cells}
    st.dataframe(
        pd.DataFrame(cells),
        key="award_table",
        **grid.still(len(rows), MOST),
        column_config=columns,
        column_order=grid.order(cells, ("whom", "kind", "county")),
        alt=speech.plural("careers.awards_alt", len(rows)),
    )
    paper.table(cells, columns, {})


def _counts(page: Page, rows: list[Row]) -> str:
    """A table of kinds by years: awards in force; those taken back are counted apart."""
    speech = page.speech
    years = sorted({row["award_year"] for row in rows if row["award_year"] is not None})
    standing = [row for row in rows if not row["revoked_on"]]
    head = "".join(f'<th class="figure">{year}</th>' for year in years)
    body = ""
    for kind in KINDS:
        of_kind = [row["award_year"] for row in standing if row["award_kind"] == kind]
        counts = [*(numbers.count(of_kind.count(year)) for year in years), numbers.count(len(of_kind))]
        cells = "".join(f'<td class="figure">{count}</td>' for count in counts)
        body += f"<tr><td>{plain.html(speech(f'award.{kind}'))}</td>{cells}</tr>"
    title = speech.plural("careers.awards_in_force", len(standing))
    taken = len(rows) - len(standing)
    small = speech.plural("careers.awards_revoked", taken) if taken else ""
    return (
        f'<section class="ranking facts"><h2>{plain.html(title)} <small>{plain.html(small)}</small></h2>'
        f"<table><thead><tr><th>{plain.html(speech('careers.column_kind'))}</th>{head}"
        f'<th class="figure">{plain.html(speech("careers.column_all"))}</th></tr></thead><tbody>{body}</tbody></table></section>'
    )
