"""Posts and grades on the tiny pack: two years of the ladder, a year of moves, awards; one county whole, one that differs from its
staffing return, one with a blank cell, one without any grade, one that has filed nothing."""

from __future__ import annotations

import datetime as dt

from tests.policy import DATASETS, ask_all, enter
from tests.tiny import BINGYIN, JIAZI, PERIOD, YICHOU, Tiny, once

YEAR_BEFORE = dt.date(2024, 12, 31)
AWARD = {
    "kind": "最美社区工作者",
    "year": "2024",
    "awarded_on": "2025-06-18",
    "area_code": "990101",
    "level": "省级",
}


def grades(
    probation: int = 0, *, posts: tuple[int, int, int] = (0, 0, 0), **people: int
) -> dict[str, int | None]:
    """A row of posts and grades: approved posts of chiefs, deputies and staff, and people by rung; the rest is 0."""
    codes = DATASETS.counts["staffing_grades"].measure_codes
    assert not people.keys() - {*codes}
    graded = sum(people.values())
    return dict.fromkeys(codes, 0) | {
        "workers": graded + probation,
        "graded_workers": graded,
        "probation": probation,
        "posts_chief": posts[0],
        "posts_deputy": posts[1],
        "posts_staff": posts[2],
        **people,
    }


def moves(start: int, **people: int) -> dict[str, int | None]:
    """A row of entries and exits that closes; the rest is 0."""
    codes = DATASETS.counts["staffing_moves"].measure_codes
    assert not people.keys() - {*codes}
    came = sum(size for name, size in people.items() if name.startswith("entries_"))
    went = sum(size for name, size in people.items() if name.startswith("exits_"))
    return dict.fromkeys(codes, 0) | {
        "workers_at_start": start,
        "workers_at_end": start + came - went,
        **people,
    }


JIAZI_GRADES = grades(
    4, posts=(3, 5, 25), chief_07=1, chief_18=1, deputy_04=2, deputy_15=1, staff_01=13, staff_12=2
)
YICHOU_GRADES = grades(0, posts=(1, 1, 8), chief_07=1, deputy_04=1, staff_01=10)


def staff(chief: int, deputy: int, other: int) -> dict[str, int | None]:
    """A row of the staffing return by post."""
    return {"chief_workers": chief, "deputy_workers": deputy, "other_workers": other}


def file_careers(tiny: Tiny) -> None:
    """File it and build."""
    tiny.file(
        "staffing_grades",
        {"990101": grades(20, posts=(3, 5, 25)), "990102": YICHOU_GRADES},
        period=YEAR_BEFORE,
        filed_on=dt.date(2025, 1, 9),
    )
    tiny.file(
        "staffing_grades",
        {
            "990101": JIAZI_GRADES,
            "990102": YICHOU_GRADES,
            "990201": grades(2, posts=(1, 1, 8), chief_07=1, staff_01=6) | {"staff_02": None},
            "990202": grades(9, posts=(1, 1, 9)),
        },
        simulated=True,
    )
    # Of the first county the posts are those of its grades and those without one; of the second there is a chief too many.
    tiny.file("staffing", {JIAZI[0]: staff(1, 2, 9), JIAZI[1]: staff(1, 2, 9)})
    tiny.file("staffing", dict(zip(YICHOU, (staff(2, 0, 4), staff(0, 0, 3), staff(0, 0, 3)), strict=True)))
    tiny.file("staffing", {"990202": staff(1, 1, 7), BINGYIN[0]: staff(1, 0, 6)})
    tiny.file(
        "staffing_moves",
        {
            "990101": moves(
                20, entries_open=6, entries_other=2, exits_resigned=2, exits_retired=1, exits_to_leadership=1,
                moved_up_staff_deputy=1, raised_one_grade=5,
            ),
            "990102": moves(12, entries_open=1, entries_elected=3, exits_other=4, raised_one_grade=3),
            "990201": moves(7, entries_open=2) | {"exits_to_leadership": None},
            "990202": moves(9),
        },
    )  # fmt: skip
    awards = (
        AWARD | {"code": "A1", "person_number": "2024-01", "community": "东门社区"},
        AWARD | {"code": "A2", "person_or_unit": "李四", "open": "是"},
        AWARD | {"code": "A3", "kind": "先进集体", "person_or_unit": "甲子先进集体", "area_code": JIAZI[0]},
        AWARD | {"code": "A4", "person_number": "2024-04", "area_code": "990201", "revoked_on": "2025-09-01"},
    )
    outcome = enter(tiny, "awards", *awards, period=PERIOD)
    assert outcome.status == "accepted", outcome
    tiny.built()


@once
def filed_careers(tiny: Tiny) -> None:
    """A home with all of it."""
    file_careers(ask_all(tiny))
