"""The policy's forms of the sample: parts within wholes, identities from period to period, held figures; on the tiny pack and on tables."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from pipelines.sample import generate
from pipelines.sample.acceptance import Acceptance
from pipelines.sample.calibration import quarter_ends, read_calibration
from pipelines.sample.communities import Communities
from pipelines.sample.declared import Measures
from pipelines.sample.draws import Draws
from pipelines.sample.forms import truths_of
from pipelines.sample.ground import FACTS, Ground
from pipelines.sample.organizations import Organizations
from pipelines.sample.province import Area, Province, Row
from pipelines.sample.staffing import Staffing
from pipelines.sample.tiers import FLOWS, TIERS, Tiers
from programme.packs.pack import Pack, read_pack
from tests.policy import DATASETS, OF_THE_POLICY, ask_all
from tests.tiny import PACK, Tiny

CALIBRATION = read_calibration()
FORMS = CALIBRATION["forms"]
TODAY = CALIBRATION["sample"]["today"]
YEARS = [dt.date(year, 12, 31) for year in range(2022, 2026)]
QUARTERS = list(quarter_ends(dt.date(2024, 12, 31), TODAY))
DAY = dt.date(2025, 12, 31)


def ground_of(pack: Pack, *, calibrated: bool = False, seed: int = 1) -> Ground:
    """The ground of a pack under the truths of the core that the others rest on."""
    province, draws = Province(pack), Draws(seed)
    communities = Communities(province, draws)
    truths = {
        "staffing": Staffing(province, communities, draws, CALIBRATION["staffing"], [], calibrated),
        "organizations": Organizations(
            province, communities, draws, CALIBRATION["organizations"], calibrated
        ),
    }
    return Ground(province, communities, draws, CALIBRATION["ground"] | {"today": TODAY}, truths)


@cache
def tiny_ground() -> Ground:
    return ground_of(read_pack(PACK))


@cache
def tiny_truths() -> dict[str, Any]:
    counts = {name: one for name, one in DATASETS.counts.items() if name in OF_THE_POLICY}
    return truths_of(counts, FORMS, tiny_ground(), calibrated=False)


def rows(form: str, day: dt.date) -> dict[str, Row]:
    """Every unit's row of a form on a day, on the tiny pack."""
    truth = tiny_truths()[form]
    counties = tiny_ground().province.counties_on(day)
    return {code: row for county in counties for code, row in truth.rows(county, day).items()}


def days_of(form: str) -> list[dt.date]:
    return YEARS if DATASETS[form].cycle == "annual" else QUARTERS


# ---------------------------------------------------------------- every form


def test_each_form_of_the_policy_has_a_truth_that_knows_every_measure() -> None:
    assert set(tiny_truths()) == {name for name in OF_THE_POLICY if name in DATASETS.counts}
    for form in tiny_truths():
        for day in days_of(form)[-1:]:
            for row in rows(form, day).values():
                assert list(row) == list(DATASETS.counts[form].measure_codes)
                assert [code for code, value in row.items() if value is None or value < 0] == []


@pytest.mark.parametrize("form", sorted(name for name in OF_THE_POLICY if name in DATASETS.counts))
def test_a_part_is_within_its_whole(form: str) -> None:
    dataset = DATASETS.counts[form]
    bounds = [rule.expression.bounds_a_part() for rule in dataset.rules if rule.severity == "error"]
    for day in days_of(form):
        for code, row in rows(form, day).items():
            for part, wholes in [bound for bound in bounds if bound]:
                assert (row[part] or 0) <= sum(row[one] or 0 for one in wholes), (code, day, part)


def test_no_flow_looks_like_the_year_to_date_but_where_a_clerk_files_it_so() -> None:
    for form in tiny_truths():
        flows = [one.code for one in DATASETS.counts[form].measures if one.flow]
        if DATASETS[form].cycle == "annual":
            continue
        first, *others = [rows(form, day) for day in QUARTERS if day.year == 2025]
        wrong = {
            (code, flow)
            for code in first
            for flow in flows
            if (first[code][flow] or 0)
            and max(one[code][flow] or 0 for one in others) >= 2 * (first[code][flow] or 0)
        }
        assert {flow for _, flow in wrong} <= {"grid_events_reported", "grid_events_closed"}, (form, wrong)
        assert len({code for code, _ in wrong}) <= 2


def test_what_several_forms_count_is_the_same_in_all() -> None:
    five, governed, ready, led = (
        rows(form, DAY) for form in ("five_partners", "governance", "emergency", "party_building")
    )
    resources, grades, moves = (
        rows(form, DAY) for form in ("resources", "staffing_grades", "staffing_moves")
    )
    for code, row in five.items():
        both = (row["urban_communities"] or 0) + (row["rural_communities"] or 0)
        assert {governed[code]["communities"], ready[code]["communities"], led[code]["communities"]} == {both}
        assert governed[code]["grids"] == led[code]["grids"]
        assert (led[code]["residential_compounds"] or 0) >= (governed[code]["compounds_eligible"] or 0)
        assert resources[code]["urban_communities"] == row["urban_communities"]
        assert resources[code]["villages"] == row["rural_communities"]
    ground = tiny_ground()
    assert ground.staffing is not None
    assert ground.organizations is not None
    for county in ground.province.counties_on(DAY):
        staff = ground.staffing.rows(county, DAY).values()
        heads = sum(
            row[post] or 0 for row in staff for post in ("chief_workers", "deputy_workers", "other_workers")
        )
        assert grades[county.code]["workers"] == moves[county.code]["workers_at_end"] == heads
        for code, organized in ground.organizations.rows(county, DAY).items():
            found = five[code]["urban_community_organizations"] or 0
            found += five[code]["rural_community_organizations"] or 0
            assert found == sum(v or 0 for v in organized.values()) or found > sum(
                v or 0 for v in organized.values()
            )


# ---------------------------------------------------------------- declared measures


FACTS_OF = {"urban": 6, "rural": 10, "communities": 16, "townships": 1, "residents": 41_000}


class FiveUnits(Ground):
    """Five equal units of one county, in the place of a pack's."""

    def __init__(self) -> None:
        real = tiny_ground()
        self.__dict__ = dict(real.__dict__)
        self.county = real.province.counties_on(DAY)[0]
        self.units = {f"u{n}": dict.fromkeys(FACTS, 0.0) | FACTS_OF for n in range(5)}
        self.province = _OneCounty(self.county)

    def facts(self, county: Area, day: dt.date, *, by_county: bool) -> dict[str, dict[str, float]]:
        return self.units


class _OneCounty(Province):
    def __init__(self, county: Area) -> None:
        self.county = county

    def counties_on(self, day: dt.date) -> list[Area]:  # type: ignore[override]
        return [self.county]


def five(measures: Mapping[str, Any], *, calibrated: bool = False, **told: Any) -> tuple[Measures, Area]:
    ground = FiveUnits()
    form = Measures("form", {"measures": measures, **told}, ground, by_county=False, calibrated=calibrated)
    return form, ground.county


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_share_never_passes_its_whole_and_stands_at_it_when_full(
    share: float, county: float, unit: float
) -> None:
    form, place = five({"part": {"of": {"communities": 1}, "share": share, "county": county, "unit": unit},
                        "all": {"of": {"communities": 1}, "share": 1.0},
                        "none": {"of": {"communities": 1}, "share": 0.0}})  # fmt: skip
    for row in form.rows(place, DAY).values():
        assert 0 <= row["part"] <= 16
        assert (row["all"], row["none"]) == (16, 0)


def test_a_measure_follows_its_path_and_moves_by_little_at_a_time() -> None:
    form, place = five(
        {"teams": {"of": {"communities": 2.0}, "times": {"2024-12-31": 1.0, "2025-12-31": 1.5}}}
    )
    sums = [sum(row["teams"] for row in form.rows(place, day).values()) for day in QUARTERS[:5]]
    assert sums == sorted(sums)
    assert sums[0] in range(158, 166)
    assert sums[-1] in range(236, 246)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 400), st.dates(dt.date(2022, 1, 1), dt.date(2026, 1, 1)))
def test_a_published_figure_is_met_on_its_day_to_the_last_unit(value: int, day: dt.date) -> None:
    told = {"grids": {"of": {"communities": 3.0}, "unit": 0.3, "held": {"on": day, "value": value}}}
    form, place = five(told, calibrated=True)
    assert sum(row["grids"] for row in form.rows(place, day).values()) == value
    form, place = five(told)  # of another pack nothing is held
    assert sum(row["grids"] for row in form.rows(place, day).values()) in range(160, 320)


def test_a_part_of_a_published_figure_is_met_beside_the_whole() -> None:
    pack = read_pack(PACK)
    ground = ground_of(pack)
    told = {
        "on": DAY,
        "value": 900,
        "parts": [{"area": "990101", "value": 300}, {"area": "990100", "each": 1}],
    }
    form = Measures("form", {"measures": {"grids": {"of": {"communities": 4.0}, "held": told}}}, ground,
                    by_county=False, calibrated=True)  # fmt: skip
    sums = {
        county: sum(row["grids"] for row in form.rows(county, DAY).values())
        for county in ground.province.counties_on(DAY)
    }
    by_code = {county.code: number for county, number in sums.items()}
    assert sum(by_code.values()) == 900
    assert by_code["990101"] == 300


def test_one_measure_is_not_below_another_where_that_is_told() -> None:
    form, place = five({"a": {"of": {"communities": 1}},
                        "b": {"of": {"communities": 0.2}, "least": "a"}})  # fmt: skip
    assert [row["b"] for row in form.rows(place, DAY).values()] == [16] * 5


def test_an_awkward_case_happens_to_its_units_in_its_days_and_says_why() -> None:
    case = {
        "measure": "a",
        "units": "all",
        "from": dt.date(2025, 6, 30),
        "until": dt.date(2025, 9, 30),
        "gives": 3,
    }
    form, place = five({"a": {"of": {"communities": 1}}})
    effect = Measures("f", {"measures": {"a": {"of": {"communities": 1}}}, "awkward": [case | {"note": "因"}]},
                      tiny_ground(), by_county=False, calibrated=False).effects[0]  # fmt: skip
    form.effects = [replace(effect, units=frozenset({"u1"}))]
    form.rows.cache_clear()
    before, within, after = (
        form.rows(place, dt.date(2025, month, 30 if month in (6, 9) else 31)) for month in (3, 6, 12)
    )
    assert [one["u1"]["a"] for one in (before, within, after)] == [16, 3, 16]
    assert within["u0"]["a"] == 16
    assert form.notes(place, dt.date(2025, 6, 30)) == {"u1": "因"}
    assert form.notes(place, DAY) == {}


def test_who_files_the_year_to_date_files_what_the_quarters_sum_to() -> None:
    form, place = five({"a": {"of": {"communities": 2}}}, flows=["a"])
    plain = [form.rows(place, day)["u1"]["a"] for day in QUARTERS[1:5]]
    assert max(plain) < 2 * plain[0]
    effect = Measures("f", {"measures": {"a": {"of": {"communities": 2}}}, "awkward": [{"measure": "a", "to_date": 2025}]},
                      tiny_ground(), by_county=False, calibrated=False).effects[0]  # fmt: skip
    form.effects = [replace(effect, units=frozenset({"u1"}))]
    form.rows.cache_clear()
    found = [form.rows(place, day)["u1"]["a"] for day in QUARTERS[1:6]]
    assert found[:4] == [sum(plain[: n + 1]) for n in range(4)]
    assert found[4] <= 2 * plain[0]


# ---------------------------------------------------------------- what carries on


def test_the_balance_of_funds_carries_on_from_quarter_to_quarter() -> None:
    stand = [rows("five_partners", day) for day in QUARTERS]
    moved = 0
    for before, after in itertools.pairwise(stand):
        for code, row in after.items():
            known = before[code]["charity_fund_balance"] or 0
            received, spent = row["charity_fund_received"] or 0, row["charity_fund_spent"] or 0
            assert row["charity_fund_balance"] == known + received - spent >= 0
            moved += received + spent
    assert moved


rate = st.floats(0, 0.9)


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(FLOWS, rate)))
def test_tiers_conserve_communities_whatever_moves(rates: dict[str, float]) -> None:
    told = FORMS["community_tiers"] | {"rates": rates}
    truth = Tiers(DATASETS.counts["community_tiers"], told, tiny_ground(), calibrated=False)
    for county in tiny_ground().province.counties_on(DAY):
        years = [truth.rows(county, day) for day in YEARS]
        for before, after in itertools.pairwise(years):
            for code, row in after.items():
                for tier in TIERS:
                    came = sum(row[flow] or 0 for flow, (_, enters) in FLOWS.items() if enters == tier)
                    went = sum(row[flow] or 0 for flow, (leaves, _) in FLOWS.items() if leaves == tier)
                    assert row[tier] == (before[code][tier] or 0) + came - went >= 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=5), st.integers(0, 3))
def test_acceptance_totals_carry_on_and_nothing_is_decided_that_was_not_applied_for(
    batches: list[int], withdrawn: int
) -> None:
    told = FORMS["acceptance"] | {
        "batches": [
            {"year": 2023 + n, "accepted": number, "failed_share": 0.2, "withdrawn": withdrawn if n else 0}
            for n, number in enumerate(batches)
        ],
        "of_weights": 20,
    }
    truth = Acceptance(DATASETS.counts["acceptance"], told, tiny_ground(), calibrated=False)
    for county in tiny_ground().province.counties_on(DAY):
        years = [truth.rows(county, day)[county.code] for day in YEARS]
        for kind in ("urban", "rural"):
            for before, now in itertools.pairwise(years):
                came, went = now[f"accepted_{kind}"] or 0, now[f"withdrawn_{kind}"] or 0
                assert (
                    now[f"accepted_total_{kind}"]
                    == (before[f"accepted_total_{kind}"] or 0) + came - went
                    >= 0
                )
                decided = came + (now[f"failed_{kind}"] or 0)
                carried = (before[f"applied_{kind}"] or 0) - (before[f"accepted_{kind}"] or 0)
                carried -= before[f"failed_{kind}"] or 0
                if len(batches) > 2 and now is not years[-1]:
                    assert decided <= (now[f"applied_{kind}"] or 0) + carried


def test_grades_are_the_heads_of_each_post_and_moves_lead_from_year_to_year() -> None:
    for day in QUARTERS:
        for code, row in rows("staffing_grades", day).items():
            if row["graded_workers"] is None:
                continue  # on its old scale
            grades = [
                one.code for one in DATASETS.counts["staffing_grades"].measures if "grade" in one.attributes
            ]
            assert row["graded_workers"] == sum(row[grade] or 0 for grade in grades), (code, day)
            assert row["workers"] == (row["graded_workers"] or 0) + (row["probation"] or 0)
    years = [rows("staffing_moves", day) for day in YEARS]
    for before, after in itertools.pairwise(years):
        for code, row in after.items():
            assert row["workers_at_start"] == before[code]["workers_at_end"]
            came = sum(v or 0 for m, v in row.items() if m.startswith("entries_"))
            went = sum(v or 0 for m, v in row.items() if m.startswith("exits_"))
            assert row["workers_at_end"] == (row["workers_at_start"] or 0) + came - went


def test_villages_that_earn_500_thousand_earn_it_together() -> None:
    for day in YEARS:
        for row in rows("resources", day).values():
            assert (row["villages_income_500k"] or 0) * 500 <= (row["village_operating_income"] or 0)
            assert (row["village_operating_income"] or 0) <= (row["village_income"] or 0)


# ---------------------------------------------------------------- the province


@cache
def province() -> tuple[Ground, dict[str, Any]]:
    pack = read_pack()
    ground = ground_of(pack, calibrated=True, seed=CALIBRATION["sample"]["seed"])
    wanted = ("acceptance", "staffing_moves", "care_capacity")
    counts = {name: pack.datasets.counts[name] for name in wanted}
    return ground, truths_of(counts, FORMS, ground, calibrated=True)


def whole(form: str, day: dt.date, *measures: str, within: str = "") -> int:
    ground, truths = province()
    counties = [one for one in ground.province.counties_on(day) if within in (one.code, one.parent, "")]
    found = [truths[form].rows(county, day)[county.code] for county in counties]
    return sum(row[measure] or 0 for row in found for measure in measures)


def test_the_first_batch_is_the_published_200_of_which_wenzhou_has_22() -> None:
    kinds = ("accepted_urban", "accepted_rural")
    assert whole("acceptance", dt.date(2023, 12, 31), *kinds) == 200
    assert whole("acceptance", dt.date(2023, 12, 31), *kinds, within="330300") == 22
    assert whole("acceptance", dt.date(2022, 12, 31), *kinds) == 0


def test_the_trainings_of_2023_are_the_published_50_000() -> None:
    assert whole("staffing_moves", dt.date(2023, 12, 31), "trained") == 50_000


def test_seats_of_the_four_counties_are_the_published_ones_of_2022() -> None:
    ground, _ = province()
    day = dt.date(2022, 12, 31)
    for code, per_thousand in (("330282", 3.31), ("330203", 3.47), ("330305", 4.57), ("331181", 3.74)):
        county = next(one for one in ground.province.counties_on(day) if one.code == code)
        residents = ground.province.figure(county, "resident_population", day) or 0
        found = whole("care_capacity", day, "childcare_seats", within=code)
        assert round(found * 1000 / residents, 2) == per_thousand
    assert whole("care_capacity", dt.date(2021, 12, 31), "home_care_centres") == 1445


# ---------------------------------------------------------------- another pack


def test_the_forms_of_another_pack_land_without_an_error(tiny: Tiny) -> None:
    ask_all(tiny)
    pack = tiny.pack
    folder = tiny.home.root.parent / "sample"
    generate(pack, CALIBRATION, folder)
    report = ingest(tiny.home, pack, [folder], Circumstances(today=TODAY))
    assert [(one.path, f.row, f.rule, f.column) for one in report.files for f in one.errors] == []
    known = {one.dataset for one in report.files if one.status == "accepted"}
    assert known == {*DATASETS} - {"population"}


def test_a_pack_that_does_not_ask_for_a_form_gets_none_of_it(tiny: Tiny, tmp_path: Path) -> None:
    generate(tiny.pack, CALIBRATION, tmp_path)  # its own programme: four forms, and no register
    filed = {path.stem.split("_", 1)[1].split("_")[0] for path in tmp_path.glob("*Q*/9*")}
    assert filed == {"staffing", "organizations", "services"}
    assert [path for path in tmp_path.glob("*Q*/*") if path.name[0] != "9" and path.name != "files.csv"] == []
