"""A build goes on from the standing snapshot: what nothing touched is kept, and every row equals that of a full build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines.filing import withdrawing
from tests.additions import extend
from tests.tiny import JIAZI, PERIOD, TODAY, WORKERS, YICHOU, Tiny, once, rows_of
from warehouse import build as building
from warehouse.build import build
from warehouse.contract import Model
from warehouse.engines.held import Ask, hold
from warehouse.readers import Reader
from warehouse.snapshots import SnapshotInfo, make_current
from words.problems import BuildError

QUARTERS = tuple(
    dt.date(year, month, day) for year in (2024, 2025) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
)
WARNED = "select source, period, subject from marts.findings where position('.' in source) > 0 order by all"
OF_THE_BUILD = ("snapshot_id", "built_at", "kept_of", "builds_since_full")


def differing(one: Path, other: Path) -> dict[str, int]:
    """How many rows of each mart are in one snapshot and not in the other, as often."""
    connection = duckdb.connect()
    try:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        found = {}
        marts = "select table_name from duckdb_tables() where database_name = 'one' and schema_name = 'marts'"
        for (mart,) in connection.execute(marts).fetchall():
            names = [row[0] for row in connection.execute(f"describe one.marts.{mart}").fetchall()]
            listed = ", ".join(f'"{name}"' for name in names if name not in OF_THE_BUILD)
            for here, there in (("one", "other"), ("other", "one")):
                (count,) = connection.execute(
                    f"select count(*) from (select {listed} from {here}.marts.{mart} "
                    f"except all select {listed} from {there}.marts.{mart})"
                ).fetchall()[0]
                if count:
                    found[f"{mart}, {here} only"] = count
        return found
    finally:
        connection.close()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[dt.date]]:
    """The periods that the passes of the newest build made."""
    periods: list[list[dt.date]] = []
    passes = building._passes

    def told(*given: Any, **named: Any) -> Any:
        found = passes(*given, **named)
        periods[:] = [sorted(one.made) for one in found]
        return found

    monkeypatch.setattr(building, "_passes", told)
    return periods


def built(tiny: Tiny, today: dt.date = TODAY, *, full: bool = False) -> SnapshotInfo:
    return build(tiny.home, tiny.pack, today=today, full=full)


def check_equal_to_a_full_build(tiny: Tiny, today: dt.date = TODAY) -> SnapshotInfo:
    """Build on, build anew, compare; the first one stays current."""
    kept = built(tiny, today)
    anew = built(tiny, today, full=True)
    assert differing(kept.path, anew.path) == {}
    make_current(tiny.home, kept.id)
    anew.path.unlink()
    return kept


# ---------------------------------------------------------------- what is touched


def test_nothing_touched_makes_nothing_anew(tiny: Tiny, made: list[list[dt.date]]) -> None:
    tiny.staff({JIAZI[0]: 30})
    assert built(tiny).builds_since_full == 0
    again = check_equal_to_a_full_build(tiny)
    assert again.builds_since_full == 1


TOUCHING: dict[str, tuple[Callable[[Tiny], object], tuple[dt.date, ...]]] = {
    "a return touches its own period": (
        lambda tiny: tiny.staff({JIAZI[0]: 31}, period=QUARTERS[5]),
        (QUARTERS[5],),
    ),
    "a withdrawal touches the period of what it takes back": (
        lambda tiny: tiny.withdraw("staffing-00000001"),
        (PERIOD,),
    ),
    # And those before the counties took on another extent: how what they had is divided may follow from it.
    "a figure touches every period from its day on": (
        lambda tiny: tiny.file(
            "population",
            {"990101": {"resident_population": 40_000, "urban_population": 20_500}},
            period=QUARTERS[6],
        ),
        (dt.date(2020, 12, 31), dt.date(2021, 3, 31), *QUARTERS[6:]),
    ),
}


@pytest.mark.parametrize("what", TOUCHING)
def test_what_is_filed_touches(tiny: Tiny, made: list[list[dt.date]], what: str) -> None:
    file, expected = TOUCHING[what]
    tiny.staff({JIAZI[0]: 30})
    built(tiny)
    file(tiny)
    built(tiny)
    assert made == [list(expected)]
    check_equal_to_a_full_build(tiny)


def test_a_figure_that_tells_how_an_earlier_period_is_divided_touches_it(tiny: Tiny) -> None:
    """What Jiazi and Yichou had before Sanjie moved is divided as the nearest figures of the counties of after stand to each other."""
    for code in ("990101", "990102"):
        for table in ("population", "census_ages"):
            where = {"area_code": code, "area_valid_from": "2021-04-09", "reference_date": "2020-11-01"}
            tiny.remove(table, **where)
    tiny.staff(
        dict.fromkeys((*JIAZI, "990101003", "990102001", "990102002"), 10), period=dt.date(2021, 3, 31)
    )
    built(tiny)
    asked = {"indicator": WORKERS, "period": dt.date(2021, 3, 31), "area": "990101", "boundaries": TODAY}
    before = tiny.ask("rebased_counties", **asked)["denominator"].to_list()
    people = {"990101": (20_000, 15_000), "990102": (40_000, 35_000)}
    rows = {
        code: {"resident_population": all_of, "urban_population": urban}
        for code, (all_of, urban) in people.items()
    }
    tiny.file("population", rows, period=dt.date(2021, 6, 30))
    check_equal_to_a_full_build(tiny)
    # 50,000 people, three to seven.
    assert before != tiny.ask("rebased_counties", **asked)["denominator"].to_list() == [15_000]


def test_a_due_date_that_passed_and_a_quarter_that_ended_touch_theirs(
    tiny: Tiny, made: list[list[dt.date]]
) -> None:
    before_due = dt.date(2026, 1, 15)
    built(tiny, before_due)
    built(tiny, dt.date(2026, 2, 20))
    assert made == [[PERIOD]]
    built(tiny, dt.date(2026, 4, 2))
    assert made == [[dt.date(2026, 3, 31)]]
    check_equal_to_a_full_build(tiny, dt.date(2026, 4, 2))


@pytest.mark.parametrize(
    "change",
    [
        lambda tiny: tiny.target(value="17"),
        lambda tiny: tiny.urban("990101", 20_000),
    ],
)
def test_a_changed_pack_makes_everything_anew(tiny: Tiny, change: Callable[[Tiny], object]) -> None:
    tiny.staff({JIAZI[0]: 30})
    built(tiny)
    change(tiny)
    assert built(tiny).builds_since_full == 0


def test_a_clock_that_went_back_makes_everything_anew(tiny: Tiny) -> None:
    built(tiny)
    assert built(tiny, TODAY - dt.timedelta(1)).builds_since_full == 0


def test_a_landing_that_is_another_makes_everything_anew(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 30})
    built(tiny)
    # The same sequence, filed as another batch: a home put together from two copies.
    folder = tiny.home.dataset("staffing")
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    tiny.sequence = 0
    tiny.file("staffing", {JIAZI[1]: {"other_workers": 5}}, filed_by="another")
    assert differing(built(tiny).path, built(tiny, full=True).path) == {}


def test_a_standing_snapshot_that_cannot_be_read_makes_everything_anew(tiny: Tiny) -> None:
    tiny.staff({JIAZI[0]: 30})
    first = built(tiny)
    first.path.chmod(0o644)
    first.path.write_bytes(b"no database")
    assert built(tiny).builds_since_full == 0


def test_a_file_with_many_holes_is_written_anew(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.sources.MOST_KEEPING", 2)
    built(tiny)
    assert [built(tiny).builds_since_full for _ in range(4)] == [1, 2, 0, 1]


def test_a_failed_check_in_a_touched_period_leaves_the_standing_snapshot(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff({JIAZI[0]: 30})
    standing = built(tiny)
    before = standing.path.read_bytes()
    tiny.staff({JIAZI[0]: 31})

    def broken(ask: Ask, model: Model, rows: str) -> None:
        if model.full_name == "marts.indicator_values":
            raise BuildError("build.key_broken", model=model.full_name, columns="area_code", rows="[]")
        hold(ask, model, rows)

    monkeypatch.setattr("warehouse.engines.duckdb.hold", broken)
    with pytest.raises(BuildError, match="indicator_values"):
        built(tiny)
    monkeypatch.undo()
    assert tiny.reader.snapshot.id == standing.id
    assert standing.path.read_bytes() == before


# ---------------------------------------------------------------- equal to a full build


def test_passes_of_one_period_each_equal_one_pass(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    extend(tiny)
    tiny.staff_everywhere({"990101": 40, "990102": 10}, period=QUARTERS[6])
    tiny.staff_everywhere({"990101": 41, "990102": 1})
    for period, helped in ((QUARTERS[5], 9), (QUARTERS[6], 8), (QUARTERS[7], 30)):
        tiny.file("home_visits", {"990101": {"visits": 5000, "helped": helped}}, period=period)
    at_once = built(tiny)
    monkeypatch.setattr(building, "PASS_ROWS", 1)
    one_by_one = built(tiny, full=True)
    assert differing(at_once.path, one_by_one.path) == {}
    told = tiny.reader.sql_rows("select rule, period from marts.findings order by all")
    assert len(told[2]) == 3


def test_what_a_model_warned_of_stands_while_a_rule_looks_at_its_period_again(tiny: Tiny) -> None:
    extend(tiny)
    over = {"communities": 20, "service_complex_communities": 90}
    tiny.file("services", dict.fromkeys(("990101", "990102"), over), period=QUARTERS[6])
    tiny.staff({JIAZI[0]: 30}, period=QUARTERS[4])
    built(tiny)
    warned = tiny.reader.sql_rows(WARNED)[2]
    assert {row[1] for row in warned} == {f"{QUARTERS[6]}"}
    tiny.staff({JIAZI[0]: 31}, period=QUARTERS[4])
    assert check_equal_to_a_full_build(tiny).builds_since_full == 1
    assert tiny.reader.sql_rows(WARNED)[2] == warned


county = st.sampled_from(["990101", "990102", "990201", "990202", "999001"])
township = st.sampled_from([*JIAZI, *YICHOU])
quarter = st.sampled_from(QUARTERS)
figure = st.one_of(st.none(), st.integers(0, 60))
steps = st.one_of(
    st.tuples(st.just("staff"), township, quarter, figure),
    st.tuples(st.just("staff"), county, quarter, figure),
    st.tuples(st.just("visits"), county, quarter, st.integers(0, 9_000)),
    st.tuples(st.just("services"), county, quarter, st.integers(0, 60)),
    st.tuples(st.just("tiers"), county, st.sampled_from(QUARTERS[3::4]), st.integers(1, 9)),
    st.tuples(st.just("population"), county, quarter, st.integers(15_000, 30_000)),
    st.tuples(st.just("pilot"), st.sampled_from("ABC"), quarter, st.booleans()),
    # Which of the batches so far, counted back from the newest.
    st.tuples(st.just("withdraw"), st.just(""), st.just(PERIOD), st.integers(0, 5)),
    st.tuples(st.just("clock"), st.just(""), st.just(PERIOD), st.integers(1, 100)),
    st.tuples(st.just("pack"), county, st.just(PERIOD), st.integers(15_000, 30_000)),
)


def take(tiny: Tiny, step: tuple[str, str, dt.date, Any]) -> int:
    """Carry out one step; how many days the clock moves."""
    kind, place, period, value = step
    if kind == "staff":
        tiny.staff({place: value}, period=period)
    elif kind == "visits":
        tiny.file("home_visits", {place: {"visits": value, "helped": value // 3}}, period=period)
    elif kind == "services":
        # Of twenty: more than the whole is warned of.
        row = {"communities": 20, "service_complex_communities": value}
        tiny.file("services", {place: row}, period=period)
    elif kind == "tiers":
        tiny.file("tiers", {place: {"leading": value // 2, "rated": value}}, period=period)
    elif kind == "population":
        row = {"resident_population": 2 * value, "urban_population": value}
        tiny.file("population", {place: row}, period=period)
    elif kind == "pilot":
        row = {"code": place, "title": "试点", "state": "under_way", "withdrawn": value}
        tiny.file("pilots", {JIAZI[0]: row}, period=period)
    elif kind == "withdraw":
        filed = withdrawing.batches(tiny.home, tiny.pack.datasets)["batch_id"]
        if len(filed):
            tiny.withdraw(filed[value % len(filed)])
    elif kind == "pack":
        tiny.urban(place, value)
    return int(value) if kind == "clock" else 0


@once
def _begun(tiny: Tiny) -> None:
    built(extend(tiny), TODAY)


# Each with a build of its own: a return, a figure of later periods, and both taken back.
TAKEN_BACK: list[tuple[str, str, dt.date, Any]] = [
    ("staff", "990101", QUARTERS[6], 40),
    ("population", "990101", QUARTERS[5], 20_000),
    ("withdraw", "", PERIOD, 0),
    ("withdraw", "", PERIOD, 1),
]
# A register's rows: one filed again, one ended, the end taken back.
REGISTERED: list[tuple[str, str, dt.date, Any]] = [
    ("pilot", "A", QUARTERS[5], False),
    ("pilot", "B", QUARTERS[5], False),
    ("pilot", "B", QUARTERS[6], True),
    ("pilot", "A", QUARTERS[6], True),
    ("withdraw", "", PERIOD, 0),
]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=3, max_size=6))
@example(TAKEN_BACK)
@example(REGISTERED)
def test_after_any_sequence_a_partial_build_equals_a_full_one(
    tmp_path_factory: pytest.TempPathFactory, taken: list[tuple[str, str, dt.date, Any]]
) -> None:
    tiny = _begun(Tiny(tmp_path_factory.mktemp("sequence")))
    today, first = TODAY, tiny.reader
    for place, step in enumerate(taken):
        today += dt.timedelta(take(tiny, step))
        # What a partial build leaves wrong is kept by those after it, until one makes everything anew.
        last = place + 1 == len(taken) or taken[place + 1][0] == "pack"
        standing = check_equal_to_a_full_build(tiny, today) if last else built(tiny, today)
        assert (standing.builds_since_full == 0) == (step[0] == "pack")
    # What moved is found by counting cells of batches; here cell by cell.
    moved = set(tiny.ask("moved_forms", published=first.snapshot.id).select("dataset", "period").iter_rows())
    cells = "select dataset, period, measure, area_code, value from marts.observations where not superseded"
    before, after = (set(rows_of(one, cells).iter_rows()) for one in (first, tiny.reader))
    assert {cell[:2] for cell in before ^ after} <= moved
    # Registers likewise, by the rows of batches; and what is told of their cells is what differs.
    pilots = [_standing_pilots(one) for one in (first, tiny.reader)]
    differ = {key for key in pilots[0].keys() | pilots[1].keys() if pilots[0].get(key) != pilots[1].get(key)}
    asked = {"published": first.snapshot.id}
    told = tiny.ask("restated_register_cells", dataset="pilots", **asked).select("row_key", "column_code")
    assert set(told.iter_rows()) == differ
    assert not differ or tiny.ask("moved_registers", **asked)["dataset"].to_list() == ["pilots"]


def _standing_pilots(reader: Reader) -> dict[tuple[str, str], str]:
    """The cells of the register that stand, but blank ones, by key and column."""
    rows = rows_of(
        reader,
        "select row_key, column_code, cell from marts.register_cells as cells join marts.register_rows as rows "
        "using (dataset, row_key, sequence, file_row) where rows.is_newest and not withdrawn and cell is not null",
    )
    return {(key, column): cell for key, column, cell in rows.iter_rows()}
