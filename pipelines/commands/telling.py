"""What people read after a command: the outcome of an ingest, the state of a home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pipelines.commands.console import Speaker
from pipelines.filing.finding import Changes, FileOutcome, Printed, alike
from programme import clock
from programme.datasets import AnyDataset, Datasets
from words.problems import Problem

if TYPE_CHECKING:
    from pipelines.filing.ingest import Examined, IngestReport  # what files: a build only tells

ONE_BY_ONE = 30  # up to so many accepted files are listed by name
ALIKE_NAMED = 3  # of many files so many that are passed over for the same reason
STATUSES = ("accepted", "duplicate", "rejected", "passed_over")
COLUMNS = ("dataset", "returns", "rows", "simulated", "last_period", "next_due", "due_on")
# How a heading is told: whether a row of it is known, and whether the file has sheets.
HEADING = {
    (True, False): "ingest.heading",
    (True, True): "ingest.heading.in_sheet",
    (False, False): "ingest.heading.none",
    (False, True): "ingest.heading.none.in_sheet",
}


def tell_report(report: IngestReport, speaker: Speaker, datasets: Datasets) -> None:
    """Every rejected file with its errors; the others by name where they are few; the count of all. Of many the rejected are told
    again, and for each reason the first of those passed over.

    Warnings of a file are told wherever it is named. A dry run tells of each file what it was taken for, too.
    """
    briefly = len(report.files) > ONE_BY_ONE
    for outcome in report.files:
        if outcome.status == "passed_over":
            if not briefly or outcome.errors:
                _tell_passed_over(outcome, speaker)
            continue
        if briefly and outcome.status != "rejected" and not outcome.warnings:
            continue
        batch = f"  {outcome.batch_id}" if outcome.batch_id else ""
        read = f"  {speaker.count('rows', outcome.rows_read)}" if outcome.rows_read else ""
        status = speaker.text(f"outcome.{'dry_run.' if report.dry_run else ''}{outcome.status}")
        speaker.out.print(f"{status}  {outcome.path}{read}{batch}")
        if report.dry_run:
            _tell_understood(outcome, speaker, datasets)
        if outcome.changes and (report.dry_run or outcome.changes.touches_what_stands):
            is_register = outcome.dataset in datasets.registers
            key = "ingest.register_rows" if is_register else "ingest.figures"
            speaker.out.print("    " + speaker.text(key, parts=_changes(outcome.changes, speaker)))
        for finding, found_in in alike(outcome.errors):
            speaker.out.print("    " + finding.message(speaker.language, found_in))
        for finding, found_in in alike(outcome.warnings):
            said = finding.message(speaker.language, found_in)
            speaker.out.print("    " + speaker.text("ingest.warning", said=said))
    counts = {status: report.count(status) for status in STATUSES}
    rows = sum(outcome.rows_loaded for outcome in report.files)
    added = sum(outcome.rows_added for outcome in report.files)
    replacing = sum(outcome.rows_replacing for outcome in report.files)
    speaker.say(
        "ingest.totals.dry_run" if report.dry_run else "ingest.totals",
        files=speaker.count("files", len(report.files)),
        rows=speaker.count("rows", added + replacing if report.dry_run else rows),
        **counts,
    )
    if briefly:
        _tell_left_aside(report.files, speaker)
    changes = sum((one.changes for one in report.files if one.changes), Changes())
    if briefly and changes.touches_what_stands:
        speaker.say("ingest.figures", parts=_changes(changes, speaker))
    if (
        briefly and counts["rejected"]
    ):  # named above already, but nobody finds them between the warnings of hundreds
        speaker.say("ingest.rejected_again")
        for outcome in report.files:
            if outcome.status == "rejected":
                why = "".join(one.message(speaker.language) for one in outcome.errors[:1])
                speaker.out.print(f"    {outcome.path}  {why}")
    if report.dry_run:
        speaker.say("ingest.nothing_landed")
    elif counts["accepted"]:
        speaker.say("ingest.next")


def _tell_passed_over(outcome: FileOutcome, speaker: Speaker) -> None:
    why = (outcome.errors + outcome.warnings)[0].message(speaker.language)
    speaker.out.print(f"{speaker.text('outcome.passed_over')}  {outcome.path}  {why}")


def _tell_left_aside(files: Sequence[FileOutcome], speaker: Speaker) -> None:
    """The first of what is passed over and no return was meant by, reason by reason, and how many more there are."""
    aside: dict[Problem, list[FileOutcome]] = {}
    for outcome in files:
        if outcome.status == "passed_over" and not outcome.errors:
            aside.setdefault(outcome.warnings[0].problem, []).append(outcome)
    for alike_files in aside.values():
        for outcome in alike_files[:ALIKE_NAMED]:
            _tell_passed_over(outcome, speaker)
        if (more := len(alike_files) - ALIKE_NAMED) > 0:
            speaker.say("ingest.passed_over_more", files=speaker.count("files", more))


def _changes(changes: Changes, speaker: Speaker) -> str:
    """How many figures are what, those kinds that occur."""
    counts = changes.as_dict().items()
    said = [speaker.text(f"ingest.changes.{kind}", n=f"{n:,}") for kind, n in counts if n]
    return speaker.text("list.item").join(said)


def tell_printed(examined: Examined, speaker: Speaker, datasets: Datasets) -> None:
    """What printed and published tables were taken for, before anything of them lands."""
    for draft in examined.drafts:
        if draft.outcome.understood and draft.outcome.understood.printed:
            speaker.out.print(draft.outcome.path)
            _tell_understood(draft.outcome, speaker, datasets)


def _tell_table(told: Printed, speaker: Speaker) -> None:
    """The day, the units, what was left out, how many rows were found, and whether totals agree."""
    if told.period:
        source = speaker.text(f"ingest.day_{told.period_from}")
        speaker.out.print("    " + speaker.text("ingest.table_day", day=told.period, source=source))
    units = [f"{code} {unit}" for code, unit in told.units.items()]
    if units:
        speaker.out.print(
            "    " + speaker.text("ingest.table_units", units=speaker.text("list.item").join(units))
        )
    if told.ignored:
        heads = speaker.text("list.item").join(told.ignored)
        speaker.out.print("    " + speaker.text("ingest.table_ignored", headings=heads))
    if told.matched or told.totals:
        found = speaker.count("areas", told.matched), speaker.count("totals", told.totals)
        speaker.out.print("    " + speaker.text("ingest.table_rows", areas=found[0], totals=found[1]))


def _tell_understood(outcome: FileOutcome, speaker: Speaker, datasets: Datasets) -> None:
    """What a file was taken for, which of its headings mean what, and what would become of its rows."""
    if outcome.dataset is not None and outcome.dataset in datasets:
        dataset = datasets[outcome.dataset]
        name = speaker.pick(dataset.name_zh, dataset.name_en)
        speaker.out.print("    " + speaker.text("ingest.taken_for", dataset=dataset.name, name=name))
    if outcome.understood:
        # A heading that is the column's own code, or stands on its form, needs no telling; of a table that is no form all do.
        filed = None if outcome.understood.printed else datasets.get(outcome.dataset or "")
        known = _own_headings(filed) if filed else {}
        other = {
            head: code
            for head, code in outcome.understood.columns.items()
            if head != code and head not in known.get(code, ())
        }
        rows = outcome.understood.printed.heading_rows if outcome.understood.printed else ()
        row = f"{rows[0]}–{rows[-1]}" if len(rows) > 1 else outcome.understood.heading_row
        place = {"row": row, "sheet": outcome.understood.sheet}
        key = HEADING[bool(row), bool(outcome.understood.sheet)]
        speaker.out.print("    " + speaker.text(key, **place))
        for head, code in other.items():
            speaker.out.print(f"      {head} → {code}")
        if outcome.understood.printed:
            _tell_table(outcome.understood.printed, speaker)
    if outcome.status == "accepted":
        counted = {"added": outcome.rows_added, "replacing": outcome.rows_replacing}
        speaker.out.print(
            "    " + speaker.text("ingest.change", periods=", ".join(outcome.periods), **counted)
        )


def _own_headings(dataset: AnyDataset) -> dict[str, tuple[str, ...]]:
    """By column what a form heads it with, in either language: its code and names, else the first word and the English one."""
    return {
        code: heads[:3] if heads[0] == code else (heads[0], heads[-1]) for code, heads in dataset.own_headings
    }


def local_moment(utc: str, where: ZoneInfo) -> str:
    """A moment of `status`, in UTC there, on the clocks of the province."""
    return f"{clock.local(dt.datetime.fromisoformat(utc), where):%Y-%m-%d %H:%M}"


HOW_ASIDE = 'python -m pipelines sql "from marts.findings where set_aside"'


HOW_UNREPORTED = "python -m pipelines export unit_filing -o ."


def told_reasons(aside: dict[str, Any], datasets: Datasets, speaker: Speaker) -> str:
    """How many rows of which dataset are set aside for which reason, in one line."""
    told = []
    for part in aside["reasons"]:
        known = datasets.get(part["dataset"])
        name = speaker.pick(known.name_zh, known.name) if known else part["dataset"]
        reason = Problem(f"fit.{part['reason']}").message(speaker.language)
        told.append(speaker.text("set_aside.reason", dataset=name, n=part["rows"], reason=reason))
    return "；".join(told) if speaker.language == "zh" else "; ".join(told)


def _tell_set_aside(aside: dict[str, Any], datasets: Datasets, speaker: Speaker) -> None:
    if not aside["rows"]:
        return
    speaker.say("status.set_aside", rows=aside["rows"], reasons=told_reasons(aside, datasets, speaker))
    for row in aside["first"]:
        reason = Problem(f"fit.{row['reason']}").message(speaker.language)
        place = {"file": row["file_name"], "row": row["file_row"], "batch": row["batch_id"]}
        speaker.say("status.set_aside.row", **place, reason=reason, found=row["found"])
    if aside["rows"] > len(aside["first"]):
        speaker.say("status.set_aside.more", how=HOW_ASIDE)


def _tell_unreported(unreported: list[dict[str, Any]], datasets: Datasets, speaker: Speaker) -> None:
    """Who has not filed what is due: per return how many units of how many, by who files; and where the list is."""
    for part in unreported:
        known = datasets.get(part["dataset"])
        name = speaker.pick(known.name_zh, known.name_en) if known else part["dataset"]
        counts = {"units": part["units"], "missing": part["missing"]}
        day = {"period": part["period"], "due_on": part["due_on"]}
        key = {0: "status.all_reported", part["units"]: "status.none_reported"}.get(
            part["missing"], "status.unreported"
        )
        speaker.say(key, dataset=name, **day, **counts)
        if key == "status.none_reported":  # all of them: there is nobody to tell apart
            continue
        by = [
            speaker.text(
                "status.unreported.by", who=_who(row, speaker), units=row["units"], missing=row["missing"]
            )
            for row in part["by"]
        ]
        if by:
            speaker.out.print("  " + speaker.text("list.item").join(by))
    if any(part["missing"] for part in unreported):
        speaker.say("status.unreported.list", how=HOW_UNREPORTED)


def _who(row: dict[str, Any], speaker: Speaker) -> str:
    """Who files: the office that did so last, else the city; a county in no city, which nobody has filed for, by that."""
    city = speaker.pick(row["city_name_zh"] or "", row["city_name_en"] or "")
    return str(row["usual_filer"] or city or speaker.text("status.unreported.no_city"))


def tell_status(facts: dict[str, Any], datasets: Datasets, where: ZoneInfo, speaker: Speaker) -> None:
    """Snapshot, what waits to be taken up, and per dataset what has landed and is due."""
    snapshot = facts["snapshot"]
    pack, faults = facts["pack"], facts["faults"]
    name = speaker.pick(pack["name_zh"], pack["name_en"]) or pack["id"] or ""
    speaker.out.print(f"{name}  {facts['home']}".strip())
    if snapshot is None:
        speaker.say("status.current_lost" if facts["newest_snapshot"] else "status.no_snapshot")
    else:
        moment = local_moment(snapshot["built_at"], where)
        speaker.say("status.snapshot", snapshot=snapshot["id"], moment=moment, today=snapshot["today"])
        newest = facts["newest_snapshot"]
        if newest and newest != snapshot["id"]:
            speaker.say("status.newer", newest=newest, snapshot=snapshot["id"])
        waiting = sum(part["returns_not_in_snapshot"] for part in facts["landing"].values())
        if waiting and facts["newest_has_landing"] <= snapshot["landing_sequence"]:
            speaker.say("status.waiting", waiting=waiting)
        if facts["withdrawals_not_in_snapshot"]:
            speaker.say("status.withdrawals", n=facts["withdrawals_not_in_snapshot"])
        if not snapshot["up_to_date"] and not faults:
            speaker.say("status.changed")
        _tell_set_aside(facts["set_aside"], datasets, speaker)
        _tell_unreported(facts["unreported"], datasets, speaker)
    if faults:
        speaker.say("status.faults", n=len(faults))
        for fault in faults:
            said = fault[f"message_{speaker.language}"]
            speaker.say("status.faults.one", said=said)
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
