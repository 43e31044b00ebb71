"""What has come of initiatives: computed from what was filed and the day, never an opinion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.filing import take_text
from tests.policy import DATASETS, ask_all, enter
from tests.tiny import Tiny

FILED = dt.date(2025, 9, 30)  # the tiny pack's today is 2026-02-20
BEFORE, AFTER = "2026-02-19", "2026-02-21"


def initiative(code: str, **columns: str) -> dict[str, str]:
    return {
        "code": code,
        "list": "tasks",
        "title_zh": f"事项{code}",
        "start_on": "2022-05",
        "status": "under_way",
    } | columns


def milestone(code: str, number: int, **columns: str) -> dict[str, str]:
    return {"code": code, "number": str(number), "milestone": f"第{number}步"} | columns


# code, what is filed beside it, what it has come to, days
STANDINGS: list[tuple[str, dict[str, str], str, int | None]] = [
    ("A1", {"due_on": BEFORE}, "overdue", 1),
    ("A2", {"due_on": "2026-02-20"}, "on_track", 0),  # the day itself is in time
    ("A3", {"due_on": AFTER}, "on_track", -1),
    ("A4", {"due_on": "2026-02"}, "on_track", -8),  # a month is its last day
    ("A5", {}, "undated", None),
    ("A6", {"status": "not_started", "due_on": AFTER}, "not_started", -1),
    ("A7", {"status": "not_started", "due_on": BEFORE}, "overdue", 1),
    ("A8", {"status": "on_hold", "due_on": AFTER}, "on_hold", -1),
    ("A9", {"status": "on_hold", "due_on": BEFORE}, "overdue", 1),
    ("B1", {"status": "done", "done_on": "2025-06", "due_on": "2025-06"}, "done", -29),
    ("B2", {"status": "done", "done_on": "2025-07-02", "due_on": "2025-06"}, "done", 2),
    ("B3", {"status": "closed", "due_on": BEFORE}, "ended", None),
    ("B4", {"status": "merged", "parent_code": "A1"}, "ended", None),
    ("C1", {"due_on": AFTER}, "slipping", 51),
    ("C2", {"due_on": BEFORE}, "overdue", 1),
    ("C3", {"due_on": AFTER}, "on_track", -1),
]
MILESTONES = [
    milestone("C1", 1, due_on="2025-03", done_on="2025-04-01"),
    milestone("C1", 2, due_on="2025-12"),
    milestone("C1", 3, due_on="2026-06"),
    milestone("C2", 1, due_on="2025-12"),
    milestone("C3", 1, due_on="2026-02-20"),
]


@pytest.fixture
def asked(tiny: Tiny) -> Tiny:
    return ask_all(tiny)


def newest(tiny: Tiny) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in tiny.ask("initiative_states").to_dicts() if row["is_newest"]}


def changed(tiny: Tiny, *states: tuple[str, dict[str, str]]) -> Iterator[dict[str, Any]]:
    """File states of one initiative, each from a day on; all that is told of it."""
    for day, columns in states:
        filed = enter(tiny, "initiatives", initiative("P01", **columns), period=dt.date.fromisoformat(day))
        assert filed.status == "accepted", filed.errors
    tiny.built()
    yield from tiny.ask("initiative_states").to_dicts()


def test_what_an_initiative_has_come_to_follows_from_its_days(asked: Tiny) -> None:
    rows = [initiative(code, **columns) for code, columns, *_ in STANDINGS]
    assert enter(asked, "initiatives", *rows, filed_on=FILED).status == "accepted"
    assert enter(asked, "initiative_milestones", *MILESTONES, filed_on=FILED).status == "accepted"
    asked.built()
    found = newest(asked)
    assert {code: (row["standing"], row["days"]) for code, row in found.items()} == {
        code: (standing, days) for code, _, standing, days in STANDINGS
    }
    assert [found["C1"][name] for name in ("milestones", "milestones_reached", "next_milestone_on")] == [
        3,
        1,
        dt.date(2025, 12, 31),
    ]
    assert found["A1"]["milestones"] == 0
    reached = asked.ask("initiative_milestones").to_dicts()
    assert [(row["code"], row["number"], row["due_on"]) for row in reached][:2] == [
        ("C1", 1, dt.date(2025, 3, 31)),
        ("C1", 2, dt.date(2025, 12, 31)),
    ]


def test_the_history_says_who_led_when_and_how_often_a_day_was_moved(asked: Tiny) -> None:
    first, second, third = changed(
        asked,
        ("2022-05-05", {"lead_department": "民政部门", "due_on": "2023-12"}),
        ("2024-01-12", {"lead_department": "community_governance", "due_on": "2024-12", "note": "移交"}),
        ("2025-01-10", {"lead_department": "某某办", "joint_departments": "organization、某某局"}),
    )
    assert [(row["lead_zh"], row["lead_en"]) for row in (first, second, third)] == [
        ("民政部门", "Civil Affairs"),
        ("社会工作部", "Society Work Department"),
        ("某某办", "某某办"),  # no register knows it
    ]
    assert (third["joint_zh"], third["joint_en"]) == ("组织部门|某某局", "Organization Department|某某局")
    assert [row["due_on"] for row in (first, second, third)] == [
        dt.date(2023, 12, 31),
        dt.date(2024, 12, 31),
        None,
    ]
    assert [row["stands_until"] for row in (first, second, third)] == [
        dt.date(2024, 1, 12),
        dt.date(2025, 1, 10),
        None,
    ]
    assert [row["standing"] for row in (first, second, third)] == [None, None, "undated"]
    assert [row["note"] for row in (first, second, third)] == [None, "移交", None]


def test_what_was_withdrawn_has_come_to_nothing_and_nothing_filed_is_no_row(asked: Tiny) -> None:
    asked.built()
    assert asked.ask("initiative_states").is_empty()
    assert asked.ask("initiative_milestones").is_empty()
    enter(asked, "initiatives", initiative("P01", due_on=BEFORE), filed_on=dt.date(2025, 5, 1))
    row = initiative("P01", withdrawn="是")
    codes = [*DATASETS.registers["initiatives"].by_code, "note", "withdrawn"]
    text = "\n".join([",".join(codes), ",".join(row.get(code, "") for code in codes)])
    taken = take_text(asked, f"{text}\n", "initiatives.csv", filed_on=FILED)
    assert taken.status == "accepted", taken.errors
    asked.build()
    assert newest(asked)["P01"]["standing"] is None
    assert newest(asked)["P01"]["withdrawn"] is True


def test_a_code_of_a_desk_is_whoever_keeps_it_today_and_a_name_of_either_language_is_the_department(
    asked: Tiny,
) -> None:
    rows = [
        initiative("A1", lead_department="community_governance"),
        initiative("A2", lead_department="Society Work Department"),
        initiative("A3", lead_department="society_work"),
    ]
    day = dt.date(2023, 6, 30)  # before the desk passed on, and before that department began
    assert enter(asked, "initiatives", *rows, period=day).status == "accepted"
    asked.built()
    assert {row["lead_zh"] for row in newest(asked).values()} == {"社会工作部"}
    assert {row["lead_en"] for row in newest(asked).values()} == {"Society Work Department"}
