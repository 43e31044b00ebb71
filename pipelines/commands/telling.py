"""What people read after a command: the outcome of an ingest, the state of a home."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipelines.commands.console import Speaker
from pipelines.filing.ingest import IngestReport
from programme.datasets import Datasets

ONE_BY_ONE = 30  # up to so many accepted files are listed by name
STATUSES = ("accepted", "duplicate", "rejected")
COLUMNS = ("dataset", "returns", "rows", "simulated", "last_period", "next_due", "due_on")


def tell_report(report: IngestReport, speaker: Speaker) -> None:
    """Every rejected file with its errors; the others by name where they are few; the count of all."""
    briefly = len(report.files) > ONE_BY_ONE
    for outcome in report.files:
        if briefly and outcome.status != "rejected":
            continue
        batch = f"  {outcome.batch_id}" if outcome.batch_id else ""
        read = speaker.text("ingest.rows", rows=outcome.rows_read)
        speaker.out.print(f"{speaker.text(f'outcome.{outcome.status}')}  {outcome.path}  {read}{batch}")
        for finding in outcome.errors:
            speaker.out.print("    " + finding.problem.message(speaker.language))
    counts = {status: report.count(status) for status in STATUSES}
    rows = sum(outcome.rows_loaded for outcome in report.files)
    speaker.say(
        "ingest.totals",
        files=len(report.files),
        accepted=counts["accepted"],
        duplicate=counts["duplicate"],
        rejected=counts["rejected"],
        rows=rows,
    )
    if counts["accepted"]:
        speaker.say("ingest.next")


def local_moment(utc: str) -> str:
    """A moment of `status`, in UTC there, on the clock of this machine."""
    return dt.datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")


def tell_status(facts: dict[str, Any], datasets: Datasets, speaker: Speaker) -> None:
    """Snapshot, what waits to be taken up, and per dataset what has landed and is due."""
    snapshot = facts["snapshot"]
    speaker.out.print(f"{speaker.pick(facts['pack']['name_zh'], facts['pack']['name_en'])}  {facts['home']}")
    if snapshot is None:
        speaker.say("status.no_snapshot")
    else:
        moment = local_moment(snapshot["built_at"])
        speaker.say("status.snapshot", snapshot=snapshot["id"], moment=moment, today=snapshot["today"])
        newest = facts["newest_snapshot"]
        if newest and newest != snapshot["id"]:
            speaker.say("status.newer", newest=newest, snapshot=snapshot["id"])
        waiting = sum(part["returns_not_in_snapshot"] for part in facts["landing"].values())
        if waiting and facts["newest_has_landing"] <= snapshot["landing_sequence"]:
            speaker.say("status.waiting", waiting=waiting)
        if not snapshot["up_to_date"]:
            speaker.say("status.changed")
    due = {row["dataset"]: row for row in facts["next_due"]}
    speaker.table(
        [speaker.text(f"status.column.{column}") for column in COLUMNS],
        [
            [
                speaker.pick(datasets[dataset].name_zh, dataset),
                str(part["returns"]),
                str(part["rows"]),
                str(part["rows_simulated"]),
                part["last_period"] or "",
                due.get(dataset, {}).get("period", ""),
                due.get(dataset, {}).get("due_on", ""),
            ]
            for dataset, part in facts["landing"].items()
        ],
    )
