"""What people read after a command: the outcome of an ingest, the state of a home."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipelines.commands.console import Speaker
from pipelines.filing.ingest import IngestReport
from programme.datasets import Datasets

ONE_BY_ONE = 30  # up to so many accepted files are listed by name
STATUS_WORDS = {
    "accepted": ("已接收", "accepted"),
    "duplicate": ("重复", "duplicate"),
    "rejected": ("退回", "rejected"),
}


def tell_report(report: IngestReport, speaker: Speaker) -> None:
    """Every rejected file with its errors; the others by name where they are few; the count of all."""
    briefly = len(report.files) > ONE_BY_ONE
    for outcome in report.files:
        if briefly and outcome.status != "rejected":
            continue
        batch = f"  {outcome.batch_id}" if outcome.batch_id else ""
        read = speaker.pick(f"{outcome.rows_read} 行", f"{outcome.rows_read} rows")
        speaker.out.print(f"{speaker.pick(*STATUS_WORDS[outcome.status])}  {outcome.path}  {read}{batch}")
        for finding in outcome.errors:
            speaker.out.print("    " + speaker.pick(finding.message_zh, finding.message_en))
    counts = {status: report.count(status) for status in STATUS_WORDS}
    rows = sum(outcome.rows_loaded for outcome in report.files)
    speaker.say(
        f"共 {len(report.files)} 个文件：接收 {counts['accepted']}，重复 {counts['duplicate']}，退回 "
        f"{counts['rejected']}；"
        f"入库 {rows} 行。",
        f"{len(report.files)} files: {counts['accepted']} accepted, {counts['duplicate']} duplicate, "
        f"{counts['rejected']} rejected; {rows} rows landed.",
    )
    if counts["accepted"]:
        speaker.say(
            "运行 python -m pipelines build 使其进入快照。", "Run python -m pipelines build to take them up."
        )


def local_moment(utc: str) -> str:
    """A moment of `status`, in UTC there, on the clock of this machine."""
    return dt.datetime.fromisoformat(utc).astimezone().strftime("%Y-%m-%d %H:%M")


def tell_status(facts: dict[str, Any], datasets: Datasets, speaker: Speaker) -> None:
    """Snapshot, what waits to be taken up, and per dataset what has landed and is due."""
    snapshot = facts["snapshot"]
    speaker.out.print(f"{speaker.pick(facts['pack']['name_zh'], facts['pack']['name_en'])}  {facts['home']}")
    if snapshot is None:
        speaker.say(
            "还没有快照。请运行 build，或用 demo 载入示例。",
            "No snapshot yet. Run build, or demo for the sample.",
        )
    else:
        moment = local_moment(snapshot["built_at"])
        speaker.say(
            f"当前快照 {snapshot['id']}，生成于 {moment}，以 {snapshot['today']} 为今天。",
            f"Current snapshot {snapshot['id']}, built at {moment}, as of {snapshot['today']}.",
        )
        newest = facts["newest_snapshot"]
        if newest and newest != snapshot["id"]:
            speaker.say(
                f"有更新的快照 {newest}，但已选择显示 {snapshot['id']}；用 rollback {newest} 可换回。",
                f"There is a newer snapshot, {newest}, but {snapshot['id']} was chosen; rollback {newest} shows it again.",
            )
        waiting = sum(part["returns_not_in_snapshot"] for part in facts["landing"].values())
        if waiting and facts["newest_has_landing"] <= snapshot["landing_sequence"]:
            speaker.say(
                f"有 {waiting} 份入库报表尚未进入快照：请运行 build。",
                f"{waiting} landed returns are not in it: run build.",
            )
        if not snapshot["up_to_date"]:
            speaker.say(
                "SQL 或参考包已改动：请运行 build。", "The SQL or the pack has changed since: run build."
            )
    due = {row["dataset"]: row for row in facts["next_due"]}
    speaker.table(
        [
            ("报表", "dataset"),
            ("批次", "returns"),
            ("行", "rows"),
            ("其中模拟", "simulated"),
            ("最新报告期", "last period"),
            ("下一应报期", "next due"),
            ("截止", "due on"),
        ],
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
