"""The registers of the sample: histories that hold their rules, cases and where they were copied, awards without a name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from pipelines.sample.calibration import read_calibration
from pipelines.sample.draws import Draws
from pipelines.sample.entries import Entries, quarter_of
from pipelines.sample.registers import entries_of
from pipelines.sample.writing import write_returns
from programme.packs.pack import read_pack
from tests.policy import ask_all
from tests.tiny import Tiny

CALIBRATION = read_calibration()
TODAY = CALIBRATION["sample"]["today"]
HANDOVER = dt.date(2024, 1, 12)


@cache
def filings() -> tuple[Entries, ...]:
    return tuple(entries_of(read_pack(), CALIBRATION, CALIBRATION["sample"]["seed"]))


@cache
def histories(register: str) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """The rows of each key in the order in which they stand, but for what another clerk filed once more."""
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for filing in filings():
        for row in filing.rows if filing.dataset == register and filing.suffix != "_again" else []:
            key = (row["code"], row["number"]) if register == "initiative_milestones" else (row["code"],)
            found[key].append(row)
    return {key: sorted(rows, key=lambda row: row["period"]) for key, rows in found.items()}


def last(code: str) -> dict[str, Any]:
    return histories("initiatives")[code,][-1]


def test_every_row_is_filed_in_its_quarter_after_what_it_tells() -> None:
    assert {filing.dataset for filing in filings()} == {
        "initiatives",
        "initiative_milestones",
        "cases",
        "awards",
    }
    for filing in filings():
        assert filing.rows
        assert filing.filed_on <= TODAY
        assert filing.filed_on.weekday() < 5
        for row in filing.rows:
            assert row["period"] <= filing.filed_on
            assert quarter_of(row["period"]) == filing.quarter


def test_a_row_is_filed_only_when_something_changed() -> None:
    for rows in histories("initiatives").values():
        for before, after in pairwise(rows):
            told = [
                {name: one[name] for name in one if name not in ("period", "note")} for one in (before, after)
            ]
            assert told[0] != told[1] or after["note"]
    numbers = [len(rows) for rows in histories("initiatives").values()]
    assert len(numbers) == 51
    assert min(numbers) >= 2
    assert max(numbers) < 19  # fewer than quarters


def test_the_leads_pass_to_society_work_in_one_filing_of_january_2024() -> None:
    (handed,) = [one for one in filings() if one.suffix == "_handover"]
    assert {row["period"] for row in handed.rows} == {HANDOVER}
    assert {row["lead_department"] for row in handed.rows} == {"浙江省委社会工作部"}
    assert len(handed.rows) > 20
    for rows in histories("initiatives").values():
        assert all(row["lead_department"] != "浙江省委社会工作部" for row in rows if row["period"] < HANDOVER)
    assert last("K01")["lead_department"] == "浙江省民政厅"  # care for the old stays


def test_the_awkward_initiatives_are_there() -> None:
    assert last("P03")["former_title"] == "促进社会组织提质增效的意见"
    assert (last("P06")["status"], last("P06")["parent_code"]) == ("merged", "P05")
    assert last("K08")["status"] == "closed"
    due = [row["due_on"] for row in histories("initiatives")["P11",]]
    assert len(set(due)) == 4
    assert last("P11")["status"] == "done"
    again = [row["status"] for row in histories("initiatives")["R07",]]
    assert [again[-2], again[-1]] == ["done", "under_way"]
    states = {code: rows[-1] for (code,), rows in histories("initiatives").items()}
    without = [code for code, row in states.items() if row["due_on"] is None]
    assert len(without) >= 8
    overdue = [
        code
        for code, row in states.items()
        if row["due_on"] and row["due_on"] < TODAY and row["status"] not in ("done", "merged", "closed")
    ]
    assert {"Z01", "Z02", "R04"} <= set(overdue)
    assert 5 <= len(overdue) <= 14
    assert TODAY - states["R04"]["due_on"] > dt.timedelta(600)
    assert last("P07")["open"] is False
    assert last("P07").get("document_number") is None
    (clerk,) = [one for one in filings() if one.suffix == "_again"]
    (row,) = clerk.rows
    (same,) = [
        one for filing in filings() for one in filing.rows
        if filing.dataset == "initiatives" and not filing.suffix and filing.filed_on == clerk.filed_on
        and one["code"] == row["code"] and one["period"] == row["period"]
    ]  # fmt: skip
    assert same["progress"] != row["progress"]


def test_a_milestone_is_reached_once_by_the_day_of_its_filing() -> None:
    assert len(histories("initiative_milestones")) > 60
    reached = 0
    for rows in histories("initiative_milestones").values():
        assert len(rows) in (1, 2)
        if len(rows) == 2:
            assert (rows[0].get("done_on"), rows[1]["period"]) == (None, rows[1]["period"])
            assert rows[1]["done_on"] <= rows[1]["period"]
            reached += 1
    assert 0 < reached < len(histories("initiative_milestones"))


def test_a_copy_names_a_case_that_was_there_and_where_it_went() -> None:
    cases = {code: rows[-1] for (code,), rows in histories("cases").items()}
    assert 55 <= len([row for row in cases.values() if row["kind"] != "accepted_community"]) <= 75
    first = {code: rows[0] for (code,), rows in histories("cases").items()}
    copies = {code: row for code, row in cases.items() if row.get("original_code")}
    assert len(copies) > 30
    for code, row in copies.items():
        assert first[row["original_code"]]["period"] <= first[code]["period"]
    assert [
        code for code, row in copies.items() if row["start_on"] < cases[row["original_code"]]["start_on"]
    ] == ["C09"]
    assert "area_code" not in cases["C10"]  # outside the province
    assert cases["S05"]["further_areas"] == ["331127"]
    old, new = histories("cases")["S09",]
    assert old["area_code"] in ("330103", "330104")
    assert new["area_code"] not in ("330103", "330104")
    assert {row["kind"] for row in cases.values()} == {"pilot", "case", "model", "accepted_community"}
    assert {row.get("result") for row in cases.values()} == {"excellent", "passed", "failed", "under_way"}


def test_awards_name_nobody_and_those_of_2022_have_the_three_of_wenzhou() -> None:
    rows = [rows[-1] for rows in histories("awards").values()]
    people = [row for row in rows if row["kind"] in ("finest_worker", "leading_talent")]
    assert all(
        row["person_number"] and not row.get("person_or_unit") and row["open"] is False for row in people
    )
    of_2022 = [row for row in people if row["year"] == 2022 and row["kind"] == "finest_worker"]
    assert {row["awarded_on"] for row in of_2022} == {dt.date(2023, 6, 9)}
    assert [row["area_code"] for row in of_2022 if row["area_code"][:4] == "3303"] == [
        "330304",
        "330326",
        "330383",
    ]
    assert len([row for row in rows if row.get("revoked_on")]) == 2


def test_the_registers_of_another_pack_land_and_only_the_copy_older_than_its_original_is_told(
    tiny: Tiny,
) -> None:
    ask_all(tiny)
    pack = tiny.pack
    folder = tiny.home.root.parent / "registers"
    write_returns(
        folder, [], Draws(1), CALIBRATION["writing"], pack.datasets, entries_of(pack, CALIBRATION, 1)
    )
    report = ingest(tiny.home, pack, [folder], Circumstances(today=TODAY))
    filed = [one for one in report.files if one.status != "passed_over"]
    told = [(Path(one.path).name, f.rule) for one in filed for f in [*one.errors, *one.warnings]]
    assert told == [("cases.csv", "before_the_one_named")]
    assert report.count("accepted") == len(filed) > 20
