"""What each column of a model is computed from: found in its SQL, and kept in the snapshot."""

from __future__ import annotations

import pytest

from tests.tiny import PERIOD, WORKERS, Tiny, once
from warehouse import models
from warehouse.contract import parse
from warehouse.origins import origins_of

COUNTED = """
select area_code, number as figure from landing.counted
"""


def origins(select: str, column: str) -> dict[str, bool]:
    """Of a column of a select over `staging.counted` and the tables of a pack: what it is computed from, and whether that is carried."""
    made = [
        parse("staging", "counted", f"-- One row per area.\n{COUNTED}"),
        parse("sums", "asked", f"-- One row per area.\n{select}"),
    ]
    return {
        f"{table}.{name}": carries for table, name, carries in origins_of(made)["sums.asked"].get(column, ())
    }


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("select figure * 2 as x from staging.counted", {"staging.counted.figure": True}),
        # A name without a table is a known column's, or else of the table that may have any.
        (
            "select figure + scale as x from staging.counted cross join reference.pack",
            {"staging.counted.figure": True, "reference.pack.scale": True},
        ),
        (
            "with doubled as (select *, 2 * figure as twice from staging.counted) select twice as x from doubled",
            {"staging.counted.figure": True},
        ),
        (
            "select figure as x from staging.counted union all select size as x from reference.areas",
            {"staging.counted.figure": True, "reference.areas.size": True},
        ),
        # A condition looks at a column; what comes of it goes into the value.
        (
            "select case when kind = 'a' then figure end as x from staging.counted, reference.kinds",
            {"staging.counted.figure": True, "reference.kinds.kind": False},
        ),
        (
            "select case kind when 'a' then 1 end as x from reference.kinds",
            {"reference.kinds.kind": False},
        ),
        (
            "select sum(figure) filter (where kind = 'a') as x from staging.counted, reference.kinds",
            {"staging.counted.figure": True, "reference.kinds.kind": False},
        ),
        (
            "select row_number() over (partition by area_code order by figure) as x from staging.counted",
            {"staging.counted.area_code": False, "staging.counted.figure": False},
        ),
        ("select figure > 3 as x from staging.counted", {"staging.counted.figure": False}),
        # What is looked at and goes in, too, goes in.
        (
            "select case when figure > 3 then figure end as x from staging.counted",
            {"staging.counted.figure": True},
        ),
        ("select count(*) as x from staging.counted", {"staging.counted.*": True}),
        (
            "with some as (select figure from staging.counted) select count(*) as x from some join reference.areas on true",
            {"staging.counted.*": True},
        ),
        (
            "select (select max(figure) from staging.counted as c where c.area_code = a.code) as x from reference.areas as a",
            {"staging.counted.figure": True},
        ),
        (
            "select list_transform(a.marks, lambda area_code: area_code + a.one) as x from reference.areas as a",
            {"reference.areas.marks": True, "reference.areas.one": True},
        ),
        (
            "select trim(part.word) as x from reference.areas as a cross join unnest(string_split(a.words, '+')) as part(word)",
            {"reference.areas.words": True},
        ),
        ("select inner_.figure as x from (select * from staging.counted) as inner_", {"staging.counted.figure": True}),
        ("select 1 as x from staging.counted", {}),
    ],
)  # fmt: skip
def test_a_column_is_computed_from_what_its_expression_names(select: str, found: dict[str, bool]) -> None:
    assert origins(select, "x") == found


def test_what_a_star_leaves_out_is_no_column() -> None:
    assert origins("select * exclude (figure) from staging.counted", "figure") == {}
    assert origins("select * exclude (figure) from staging.counted", "area_code") == {
        "staging.counted.area_code": True
    }


def test_every_origin_is_a_column_of_a_table_that_the_model_reads() -> None:
    made = {model.full_name: model for model in models.build_models()}
    columns = {name: set(found) for name, found in origins_of(tuple(made.values())).items()}
    strange = [
        edge
        for edge in models.plan().edges
        if edge[2] not in made[edge[0]].references
        or (edge[2] in columns and edge[3] not in columns[edge[2]] | {"*"})
    ]
    assert strange == []


def test_every_column_of_a_mart_is_in_the_select_that_makes_it() -> None:
    found = origins_of(models.build_models())
    for mart in models.plan().marts:
        if not mart.made_by:
            assert [name for name in found[mart.full_name] if name != "*"] == [
                column.name for column in mart.columns
            ]


@once
def filed(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40})
    tiny.build()


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    return filed(tiny)


def test_a_snapshot_tells_how_each_figure_was_made(built: Tiny) -> None:
    steps = {row["step"]: row for row in built.ask("steps").to_dicts()}
    edges = built.ask("step_columns").to_dicts()
    assert {edge["step"] for edge in edges} <= steps.keys()
    (judged,) = built.ask("step_sql", step="verdicts.judged").to_dicts()
    assert judged["step_sql"] == (models.SQL / "verdicts" / "judged.sql").read_text(encoding="utf-8")
    value = {
        (edge["from_table"], edge["from_column"])
        for edge in edges
        if (edge["step"], edge["column_name"]) == ("marts.indicator_values", "value") and edge["carries"]
    }
    assert value == {("verdicts.shown", name) for name in ("numerator", "denominator", "scale")}


def test_an_indicator_names_what_it_adds_up_and_who_answers_for_it_on_which_days(built: Tiny) -> None:
    rows = built.ask("indicator_measures", indicator=WORKERS).to_dicts()
    assert [(row["side"], row["dataset"], row["measure"]) for row in rows] == [
        ("numerator", "staffing", "chief_workers"),
        ("numerator", "staffing", "deputy_workers"),
        ("numerator", "staffing", "other_workers"),
        ("denominator", "figures", "urban_population"),
    ]
    assert [bool(row["dataset_name_en"]) for row in rows] == [True, True, True, False]
    owners = built.ask("indicator_owners", indicator=WORKERS).to_dicts()
    assert [row["department_name_zh"] for row in owners][-1:] == [
        row["owner_zh"] for row in built.ask("indicator_catalogue").to_dicts() if row["indicator_code"] == WORKERS
    ]  # fmt: skip
    assert [row["valid_from"] for row in owners] == sorted(row["valid_from"] for row in owners)


def test_an_indicator_lives_while_all_that_it_adds_up_is_asked_for(built: Tiny) -> None:
    lives = {row["indicator_code"]: row for row in built.ask("indicator_catalogue").to_dicts()}
    for code, row in lives.items():
        added = built.ask("indicator_measures", indicator=code).to_dicts()
        begins = [one["asked_from"] for one in added if one["asked_from"]]
        ends = [one["asked_until"] for one in added if one["asked_until"]]
        assert row["measured_from"] == max(begins, default=None)
        assert row["measured_until"] == min(ends, default=None)
        first = min(built.ask("periods", indicator=code)["period"], default=PERIOD)
        assert row["measured_from"] is None or first >= row["measured_from"]
