"""The initiatives of the five lists from quarter to quarter: what they are is told, how they went on is simulated.

A row is filed when something changed: a status, the progress in steps of five, a due date, who leads. Each of its days is a
row of its own; what is done, merged or closed is not filed again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pipelines.sample.calibration import quarter_ends
from pipelines.sample.entries import Entries, Office, quarter_of
from pipelines.sample.filing import workday

ENDED = frozenset({"done", "merged", "closed"})
COLUMNS = (
    "code", "list", "title_zh", "title_en", "former_title", "system", "mechanism", "parent_code", "start_on", "due_on",
    "done_on", "status", "progress", "document_title", "document_number", "document_date", "open", "indicator_codes", "evidence",
)  # fmt: skip


class Initiatives:
    """Histories of initiatives and of their milestones."""

    def __init__(self, settings: Mapping[str, Any], office: Office) -> None:
        self.settings = settings
        self.office = office
        self.handover: dt.date = settings["handover"]["on"]
        self.quarters = [
            day for day in quarter_ends(settings["first_day"], office.today) if day >= settings["first_day"]
        ]

    def filings(self) -> list[Entries]:
        """The register as filed: once at first, each quarter what changed, the leads at once when they change."""
        found: dict[tuple[dt.date, str], Entries] = {}
        for entry in self.settings["entries"]:
            for row in self._history(entry):
                quarter = quarter_of(row["period"])
                suffix = "_handover" if row["period"] == self.handover else ""
                if (quarter, suffix) not in found:
                    found[quarter, suffix] = self._filing("initiatives", quarter, suffix)
                found[quarter, suffix].rows.append(row)
        filings = [found[key] for key in sorted(found)]
        return [*filings, *self._of_another_clerk(filings), *self._milestones()]

    def _filing(self, dataset: str, quarter: dt.date, suffix: str = "") -> Entries:
        if suffix:
            filed_on = workday(self.handover + dt.timedelta(6), 1)
            return Entries(dataset, quarter, filed_on, self.office.keeper(filed_on), [], suffix)
        filing = self.office.filing("initiatives", quarter)
        if dataset == filing.dataset:
            return filing
        # A milestone names an initiative, which has to stand before it.
        after = workday(min(filing.filed_on + dt.timedelta(1), self.office.today), 1)
        return Entries(dataset, quarter, after, filing.filed_by)

    # ------------------------------------------------------------ one initiative

    def _history(self, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Every row of an initiative, the oldest first."""
        changes = {change["on"]: change for change in entry.get("changes", [])}
        days = sorted(
            {self.settings["first_day"], entry["start_on"], self.handover, *self.quarters, *changes}
        )
        rows: list[dict[str, Any]] = []
        state: dict[str, Any] = {"status": "not_started"}
        for day in days:
            begun = day >= max(entry["start_on"], self.settings["first_day"])
            if not begun or (state["status"] in ENDED and day not in changes):
                continue
            if day == self.handover and not self._changes_hands(entry) and day not in changes:
                continue
            if state["status"] == "not_started":
                state["status"] = "under_way"
            told = changes.get(day, {})
            state |= {name: None if value == "" else value for name, value in told.items() if name != "on"}
            state["progress"] = self._progress(entry, state, day)
            row = {"period": day} | {name: state.get(name, entry.get(name)) for name in COLUMNS}
            row |= self._departments(entry, day)
            row["note"] = told.get("note")
            row["area_scope"] = [self.office.province.pack.root_area]
            if not rows or self._told(row) != self._told(rows[-1]):
                rows.append(row)
        return rows

    def _told(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name not in ("period", "note")}

    def _changes_hands(self, entry: Mapping[str, Any]) -> bool:
        return bool(entry.get("lead_since_2024", entry["lead"]) != entry["lead"])

    def _departments(self, entry: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
        """Who leads on a day and who joins: the leads change on the day of the hand-over."""
        lead = entry["lead"]
        if day >= self.handover:
            lead = entry.get("lead_since_2024", lead)
        joint = [self.office.department(code, day) for code in entry.get("joint", []) if code != lead]
        return {
            "lead_department": self.office.department(lead, day),
            "joint_departments": [name for name in joint if name],
        }

    def _progress(self, entry: Mapping[str, Any], state: Mapping[str, Any], day: dt.date) -> int | None:
        """Per cent in steps of five: quick at first and slow towards the end, as told and with a pace of its own."""
        if state["status"] == "done":
            return 100
        if state["status"] in ENDED or state["status"] == "on_hold":
            return state.get("progress")
        if entry.get("progress_unknown"):
            return None
        draws, code = self.office.draws, entry["code"]
        years = (day - entry["start_on"]).days / 365
        pace = draws.between(0.16, 0.5, "pace", code) * entry.get("pace", 1.0)
        gone = years * pace
        share = gone / (gone + 0.35) * 1.25
        return int(min(0.95, share) * 20) * 5

    def _of_another_clerk(self, filings: list[Entries]) -> list[Entries]:
        """The same code filed once more on the same day by another clerk, with another progress."""
        case: Mapping[str, Any] = self.settings["two_clerks"]
        found = []
        for filing in filings:
            rows = [row for row in filing.rows if row["code"] == case["code"]]
            if filing.quarter == case["quarter"] and not filing.suffix and rows:
                again = rows[-1] | {"progress": (rows[-1]["progress"] or 0) + 5, "note": case["note"]}
                found.append(
                    Entries(
                        "initiatives", filing.quarter, filing.filed_on, filing.filed_by, [again], "_again"
                    )
                )
        return found

    # ------------------------------------------------------------ milestones

    def _milestones(self) -> list[Entries]:
        """The steps of each list that has some, filed when they are planned and when they are reached."""
        found: dict[dt.date, Entries] = {}
        for entry in self.settings["entries"]:
            steps = self.settings["milestones"].get(entry.get("steps", entry["list"]), [])
            end = self._end(entry)
            for number, step in enumerate(steps, start=1):
                for row in self._of_step(entry, number, step, end):
                    quarter = quarter_of(row["period"])
                    filing = found.setdefault(quarter, self._filing("initiative_milestones", quarter))
                    filing.rows.append(row)
        return [found[key] for key in sorted(found)]

    def _end(self, entry: Mapping[str, Any]) -> tuple[dt.date, bool]:
        """The day towards which an initiative is planned, and whether it was reached."""
        for change in entry.get("changes", []):
            if change.get("status") in ENDED:
                return change["on"], change["status"] == "done"
        return entry.get("due_on") or self.settings["open_end"], False

    def _of_step(
        self, entry: Mapping[str, Any], number: int, step: Mapping[str, Any], end: tuple[dt.date, bool]
    ) -> list[dict[str, Any]]:
        start = max(entry["start_on"], self.settings["first_day"])
        day, reached = end
        span = (day - start).days
        due = start + dt.timedelta(int(span * step["at"]))
        row = {
            "period": start,
            "code": entry["code"],
            "number": number,
            "milestone": step["zh"],
            "due_on": due,
        }
        late = self.office.draws.whole(-25, 95, "milestone", entry["code"], number)
        done = due + dt.timedelta(late)
        last = day if reached else self.office.last_quarter
        if step["at"] == 1.0 and not reached:
            return [row]
        done = min(max(done, start), day) if reached else done
        if done > last or (not reached and day > self.office.today and done > day):
            return [row]
        return [row, row | {"period": max(done, start + dt.timedelta(1)), "done_on": done}]
