"""What a snapshot says otherwise than an earlier one: figures, verdicts, published files; and how a person is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.commands import differing
from tests.test_command_line import run
from tests.tiny import JIAZI, PERIOD, WORKERS, Tiny
from warehouse import kept_exports, retention
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo
from words.problems import QuestionError, SnapshotError

LAST_YEAR = PERIOD.replace(year=2024)


def three(tiny: Tiny) -> tuple[SnapshotInfo, SnapshotInfo, SnapshotInfo]:
    """A snapshot, one after a late return and a correction, and one after that correction was taken back."""
    tiny.staff_everywhere({"990101": 40, "990102": 10})
    tiny.staff_everywhere({"990101": 30}, period=LAST_YEAR)
    first = tiny.built()
    tiny.staff_everywhere({"990201": 5})
    batch = tiny.staff({JIAZI[0]: 1})
    second = tiny.built()
    tiny.withdraw(batch)
    return first, second, tiny.built()


def restated(tiny: Tiny, before: SnapshotInfo) -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = tiny.ask("restated_cells", dataset="staffing", period=PERIOD, published=before.id).to_dicts()
    names = ("value_before", "value_after", "restated_because", "batch_before", "batch_id")
    return {(row["area_code"], row["measure"]): tuple(row[name] for name in names) for row in rows}


def test_every_restated_figure_has_both_figures_and_batches(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.staff({"990102": 9})
    first = tiny.built()
    batch = tiny.staff({JIAZI[0]: 1})
    tiny.staff_everywhere({"990102": 9})
    tiny.staff({JIAZI[1]: None})
    tiny.build()
    found = restated(tiny, first)
    assert found[JIAZI[0], "other_workers"] == (40, 1, "corrected", "staffing-00000001", batch)
    assert (JIAZI[0], "chief_workers") not in found  # filed again as it was
    assert found[JIAZI[1], "other_workers"][:3] == (0, None, "blanked")
    assert found["990102", "other_workers"] == (9, None, "replaced", "staffing-00000002", None)
    assert {why for area, _ in found if area.startswith("990102") for why in [found[area, _][2]]} == {
        "replaced",
        "filed_since",
    }
    forms = tiny.ask("moved_forms", published=first.id).to_dicts()
    assert [(row["dataset"], row["period"]) for row in forms] == [("staffing", PERIOD)]


def test_a_withdrawal_brings_back_what_stood_before(tiny: Tiny) -> None:
    first, second, third = three(tiny)
    assert restated(tiny, second) == {
        (JIAZI[0], "other_workers"): (1, 40, "withdrawn", "staffing-00000004", "staffing-00000001")
    }
    verdicts = tiny.ask("moved_verdicts", published=second.id).to_dicts()
    (flipped,) = [row for row in verdicts if row["verdict_flipped"]]
    assert (flipped["area_code"], flipped["verdict_was"], flipped["verdict_after"]) == (
        "990101",
        "not_met",
        "met",
    )
    assert tiny.ask("moved_verdicts", published=third.id).height == 0
    # Against the first only the late return is left.
    assert {why for (*_, why, _, _) in restated(tiny, first).values()} == {"filed_since"}


def test_diff_tells_cells_verdicts_withdrawals_and_published_files(tiny: Tiny, tmp_path: Path) -> None:
    first, second, third = three(tiny)
    told = run(tiny, "diff", second.id, third.id)
    assert "staffing-00000004" in told.stdout
    assert (
        "figures 1 restated, 0 new, 0 gone; register cells 0 changed, 0 new, 0 gone, in 0 rows; 1 verdicts flipped, 1 batches withdrawn"
        in told.stdout
    )
    # Values as their indicator is shown; programs get them as they are.
    assert "0.49 per 10,000  19.61 per 10,000" in told.stdout
    found = json.loads(run(tiny, "diff", first.id, third.id, "--json").stdout)
    assert (found["before"], found["after"]) == (first.id, third.id)
    assert [row["batch_id"] for row in found["withdrawals"]] == ["staffing-00000004"]
    assert all(row["restated_because"] == "filed_since" for row in found["restated_cells"])
    # What nobody had filed before is new, and nothing of it restated.
    assert {row["change"] for row in found["restated_cells"]} == {"new"}
    told = run(tiny, "diff", first.id, third.id).stdout
    assert f"figures 0 restated, {len(found['restated_cells'])} new, 0 gone" in told
    assert "New figures" in told
    assert "Restated figures" not in told
    assert found["published"] == []
    file = tmp_path / "difference.json"
    assert run(tiny, "diff", first.id, third.id, "-o", str(file), "--lang", "zh").returncode == 0
    assert json.loads(file.read_text(encoding="utf-8")) == found
    assert run(tiny, "diff", third.id, third.id).returncode == 2
    gone = run(tiny, "diff", "20200101-01", third.id)
    assert (gone.returncode, "20200101-01" in gone.stderr) == (1, True)


def test_a_snapshot_that_lacks_what_is_compared_says_so(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _, third = three(tiny)

    def unanswered(self: Reader, question: str, **parameters: Any) -> Any:
        raise QuestionError("readers.not_answered", question=question, error="no such column")

    monkeypatch.setattr(Reader, "ask", unanswered)
    with pytest.raises(SnapshotError, match="too old"):
        differing.differences(tiny.home, first.id, third.id)
    monkeypatch.setattr("warehouse.snapshots.is_of_this_sql", lambda _: False)
    with pytest.raises(SnapshotError, match="other rules"):
        differing.differences(tiny.home, first.id, third.id)


def test_an_export_that_is_kept_pins_its_snapshot_and_is_listed_with_whether_it_holds(
    tiny: Tiny, tmp_path: Path
) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 10})
    first = tiny.built()
    file = tmp_path / "counties.csv"
    command = ["export", "county_compliance", "--period", "2025-12-31", "--keep", "-o", str(file)]
    assert "is registered" in run(tiny, *command).stdout
    assert "already" in run(tiny, *command).stdout
    (row,) = kept_exports.rows(tiny.home)
    assert (row["name"], row["snapshot"], row["receipt"]["parameters"]["indicator"]) == (
        "counties.csv",
        first.id,
        WORKERS,
    )
    assert first.id in retention.pinned(tiny.home)
    tiny.staff_everywhere({"999001": 3})
    second = tiny.build()
    (published,) = json.loads(run(tiny, "diff", first.id, second.id, "--json").stdout)["published"]
    assert (published["kind"], published["name"], published["holds"]) == ("export", "counties.csv", False)
    assert published["sha256"] == row["sha256"]
    assert published["moved"] > 0
    assert run(tiny, "export", "county_compliance", "--keep", "-o", "-").returncode == 2
    assert json.loads(run(tiny, "published", "--json").stdout) == [published]
    assert "counties.csv" in run(tiny, "published", "--lang", "zh").stdout
    assert run(tiny, "diff", second.id, first.id).returncode == 2
