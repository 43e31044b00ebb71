"""A reference pack is held against itself: each typo is told by file, row, column and value, and builds nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from programme import PROJECT
from programme.packs import checks
from programme.packs.checks import check_pack, measures_by_dataset
from programme.packs.pack import read_pack
from tests.tiny import WORKERS, Tiny
from warehouse import snapshots
from words.problems import PackError

Change = Callable[[Tiny], None]
DINGMAO = {"area_code": "990202"}
NEWEST = {"area_code": "990202", "reference_date": "2024-12-31"}


def cell(table: str, where: dict[str, str], **values: str | None) -> Change:
    return lambda tiny: tiny.change(table, where, **values)


def row(table: str, **values: str) -> Change:
    return lambda tiny: tiny.add(table, values)


def target(**values: str | None) -> Change:
    return cell("targets", {"target_id": "workers_18"}, **values)


def indicator(**values: str | None) -> Change:
    return cell("indicators", {"indicator_code": WORKERS}, **values)


def again(table: str, number: int = 0, **values: str | None) -> Change:
    """The row of a number once more, with other values in some cells."""
    return lambda tiny: tiny.add(table, tiny.pack.table(table).row(number, named=True) | values)


def setting(old: str, new: str) -> Change:
    def change(tiny: Tiny) -> None:
        path = tiny.pack_folder / "pack.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def shape(change: Callable[[dict[str, Any]], object], name: str = "counties.geojson") -> Change:
    """Change the first feature of a file of outlines."""

    def apply(tiny: Tiny) -> None:
        path = tiny.pack_folder / name
        shapes = json.loads(path.read_text(encoding="utf-8"))
        change(shapes["features"][0])
        path.write_text(json.dumps(shapes), encoding="utf-8")

    return apply


def files(name: str, text: str | None) -> Change:
    def change(tiny: Tiny) -> None:
        path = tiny.pack_folder / name
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")

    return change


SETTINGS: list[tuple[Change, str]] = [
    (setting('id = "tiny"', "id = 5"), "pack.toml, id = 5: should be one line of text"),
    (setting('name_zh = "试验省"', 'name_zh = ""'), "pack.toml, name_zh = blank"),
    (setting('root_area = "990000"', 'root_area = "980000"'), 'pack.toml, root_area = "980000"'),
    (setting('root_area = "990000"', 'root_area = "990100"'), 'pack.toml, root_area = "990100": should be'),
    (setting('["zh", "en"]', "5"), "pack.toml, languages = 5"),
    (setting('["zh", "en"]', '["zh", "fr"]'), 'pack.toml, languages = ["zh", "fr"]'),
    (setting("2020-12-31", "2020-12-15"), "pack.toml, first_period = 2020-12-15: should be the date of a qua"),
    (setting("2020-12-31", '"soon"'), 'pack.toml, first_period = "soon"'),
    (setting("2020-12-31", "2020"), "pack.toml, first_period = 2020"),
    (setting("2020-12-31", "2020-12-31T00:00:00"), "pack.toml, first_period = 2020-12-31T00:00:00"),
    (setting("2020-12-31", "2199-12-31"), "pack.toml, first_period = 2199-12-31: should not be after today"),
    (setting(f'"{WORKERS}"', '"zzz"'), f'pack.toml, headline_indicator = "zzz": should be one of indicators.csv: {WORKERS}'),
    (setting("urban_population = 2", 'urban_population = "two"'), 'maximum_age_years.urban_population = "two"'),
    (setting("urban_population = 2", "urban_population = 2.5"), "maximum_age_years.urban_population = 2.5"),
    (setting("urban_population = 2", "urban_population = true"), "maximum_age_years.urban_population = true"),
    (setting("urban_population = 2", "urbn = 2"), 'maximum_age_years = "urbn": should be one of age_0_14'),
    (setting("[maximum_age_years]", "[maximum_age_year]"), "pack.toml, maximum_age_year = "),
    (setting("[map]", "map = 5\n[maps]"), "pack.toml, map = 5: should be a table"),
    (setting('datum = "WGS-84"', "datum = 84"), "pack.toml, map.datum = 84"),
    (setting("shapes_missing = []", 'shapes_missing = ["990200"]'), 'pack.toml, map.shapes_missing = "990200"'),
    (setting('"999001"]', '"123456"]'), 'pack.toml, groups[1].counties = "123456"'),
    (setting('"999001"]', "999001]"), "pack.toml, groups[1].counties = "),
    (setting('counties = ["990201", "999001"]', ""), "pack.toml, groups[1].counties = blank"),
    (setting("[[groups]]", "[groups]"), "pack.toml, groups = "),
    (setting('text_en = "Returns are simulated"', ""), "pack.toml, simulated[1].text_en = blank"),
    (setting('"organizations"', '"organisations"'), 'pack.toml, simulated[1].datasets = "organisations"'),
    (setting("languages =", "sample = 5\nlanguages ="), "pack.toml, sample = 5"),
]  # fmt: skip
AREAS: list[tuple[Change, str]] = [
    (cell("areas", DINGMAO, area_code="99O202"), "areas.csv, row 11, area_code = '99O202': should be 6, or 9"),
    (cell("areas", DINGMAO, area_code=None), "areas.csv, row 11, area_code = blank"),
    (cell("areas", {"area_code": "990201101"}, area_code="990203"), "area_code = '990203': the code of a township"),
    (cell("areas", DINGMAO, area_name_zh=None), "areas.csv, row 11, area_name_zh = blank"),
    (cell("areas", DINGMAO, area_level="village"), "areas.csv, row 11, area_level = 'village': should be one of"),
    (cell("areas", DINGMAO, area_level="province"), "area_level = 'province': there is one topmost area only"),
    (cell("areas", DINGMAO, valid_from="2021-4-31"), "areas.csv, row 11, valid_from = '2021-4-31': should be a date"),
    (cell("areas", DINGMAO, valid_from="2024-01-01", valid_to="2023-12-31"),
     "areas.csv, row 11, valid_to = '2023-12-31': should not be before valid_from 2024-01-01"),
    (again("areas", 9), "areas.csv, row 26, area_code = '990202': an earlier row has this code and valid_from"),
    (again("areas", 9, valid_from="2022-01-01"), "row 26, valid_from = '2022-01-01': another row of 990202 has no"),
    (cell("areas", {"area_code": "990101", "valid_to": "2021-04-08"}, valid_to="2021-05-01"),
     "areas.csv, row 6, valid_from = '2021-04-09': another row of 990101 ends on 2021-05-01"),
    (cell("areas", DINGMAO, parent_code=None), "areas.csv, row 11, parent_code = blank: should not be blank"),
    (cell("areas", DINGMAO, parent_code="990300"), "areas.csv, row 11, parent_code = '990300': no row of areas.csv"),
    (cell("areas", DINGMAO, parent_code="990202"), "parent_code = '990202': no county is part of a county"),
    (cell("areas", {"area_code": "990171"}, parent_code="990171"), "'990171': no zone is part of a inner zone"),
    (cell("areas", {"area_code": "990201101"}, parent_code="990200"), "'990200': no township is part of a city"),
    (cell("areas", {"area_code": "990000"}, parent_code="990100"), "areas.csv, row 2, parent_code = '990100'"),
    (cell("areas", {"area_code": "990200"}, valid_to="2025-12-30"),
     "areas.csv, row 10, parent_code = '990200': should be valid on every day on which 990201 is (from the first "
     "period on); it is valid … – 2025-12-30"),
    (cell("area_changes", {"old_area_code": "990101"}, effective_date="soon"), "area_changes.csv, row 2, effective_d"),
    (cell("area_changes", {"old_area_code": "990101"}, kind="moved"), "area_changes.csv, row 2, kind = 'moved'"),
    (cell("area_changes", {"old_area_code": "990101"}, status=None), "area_changes.csv, row 2, status = blank"),
    (cell("area_changes", {"old_area_code": "990101"}, area_level="city"), "area_changes.csv, row 2, area_level = "),
    (cell("area_changes", {"old_area_code": "990101"}, old_area_code="990109"), "row 2, old_area_code = '990109'"),
]  # fmt: skip
FIGURES: list[tuple[Change, str]] = [
    (cell("population", NEWEST, area_code="990209"), "population.csv, row 32, area_code = '990209'"),
    (cell("population", NEWEST, area_valid_from="2021-04-09"),
     "population.csv, row 32, area_valid_from = '2021-04-09': should be the valid_from of a row of 990202 in "
     "areas.csv: blank"),
    (cell("population", NEWEST, reference_date="2024-12-32"), "population.csv, row 32, reference_date = '2024-12-32'"),
    (cell("population", NEWEST, resident_population="15400.5"), "resident_population = '15400.5': should be a whole"),
    (cell("population", NEWEST, resident_population="-1"), "population.csv, row 32, resident_population = '-1'"),
    (cell("population", NEWEST, resident_population="１５"), "population.csv, row 32, resident_population = '１５'"),
    (cell("population", NEWEST, urban_population="15401"), "urban_population = '15401': should not exceed resident_"),
    (cell("population", NEWEST, urban_population="900000000000", resident_population="900000000000"),
     "population.csv, row 32, urban_population = '900000000000': should be at most 41,924,418 for 990202"),
    (cell("population", NEWEST, status="guess"), "row 32, status = 'guess': should be one of published, estimated"),
    (again("population", 30, resident_population="9"), "population.csv, row 34, area_code = '990202': an earlier row"),
    (cell("communities", {"area_code": "990201"}, residents_committees="five"), "communities.csv, row 5, residents_"),
    (cell("census_ages", {"area_code": "990101"}, age_80_plus="3501"), "census_ages.csv, row 2, age_80_plus = '3501'"),
]  # fmt: skip
REGISTRIES: list[tuple[Change, str]] = [
    (indicator(numerator_dataset="stafing"), "indicators.csv, row 2, numerator_dataset = 'stafing': should be one of"),
    (indicator(numerator_measures="chef_workers"), "numerator_measures = 'chef_workers': staffing has no 'chef_worke"),
    (indicator(numerator_measures="communities"), "numerator_measures = 'communities': staffing has no 'communities'"),
    (indicator(numerator_measures="chief_workers+chief_workers"), "'chief_workers' stands twice"),
    (indicator(denominator_measures=None), "indicators.csv, row 2, denominator_measures = blank"),
    (indicator(scale="0"), "indicators.csv, row 2, scale = '0': should be a whole number above 0"),
    (indicator(decimals="9"), "indicators.csv, row 2, decimals = '9': should be 0 to 4"),
    (indicator(polarity="good"), "indicators.csv, row 2, polarity = 'good'"),
    (indicator(cycle="monthly"), "indicators.csv, row 2, cycle = 'monthly': should be one of quarterly, annual"),
    (indicator(policy_system=None), "indicators.csv, row 2, policy_system = blank"),
    (indicator(class_bounds="12|x"), "indicators.csv, row 2, class_bounds = '12|x'"),
    (indicator(class_bounds="15|12"), "class_bounds = '15|12': should be numbers in ascending order"),
    (indicator(class_bounds="1.0000001"), "indicators.csv, row 2, class_bounds = '1.0000001'"),
    (indicator(short_name_en=None), "indicators.csv, row 2, short_name_en = blank"),
    (indicator(definition_en=None), "definition_en = blank: definition_zh is given; both languages are needed"),
    (indicator(gap_unit_zh=None, gap_unit_en=None), "indicators.csv, row 2, gap_unit_zh = blank: targets.csv judges"),
    (indicator(sort_order="first"), "indicators.csv, row 2, sort_order = 'first'"),
    (again("indicators"), "indicators.csv, row 10, indicator_code = "),
    (target(value="abc"), "targets.csv, row 2, value = 'abc': should be a number from 0 with at most 6 decimals"),
    (target(value=None), "targets.csv, row 2, value = blank"),
    (target(value="17.9999999"), "targets.csv, row 2, value = '17.9999999'"),
    (target(value="1000000000000000000"), "targets.csv, row 2, value = '1000000000000000000'"),
    (target(comparison="=>"), "targets.csv, row 2, comparison = '=>': should be one of >=, >, <=, <"),
    (target(levels="county |city"), "targets.csv, row 2, levels = 'county |city': should be one or several of"),
    (target(levels=None), "targets.csv, row 2, levels = blank"),
    (target(indicator_code="nope"), "targets.csv, row 2, indicator_code = 'nope': no row of indicators.csv"),
    (target(area_code="880000"), "targets.csv, row 2, area_code = '880000': no row of areas.csv"),
    (target(valid_from="27.12.2021"), "targets.csv, row 2, valid_from = '27.12.2021'"),
    (target(valid_to="2021-01-01"), "valid_to = '2021-01-01': should not be before valid_from 2021-12-27"),
    (target(legal_basis_en=None), "targets.csv, row 2, legal_basis_en = blank"),
    (
        again("targets", target_id="another", value="20", valid_from="2025-12-31"),
        "targets.csv, row 5, valid_from = '2025-12-31': on one day there is one target for an area and a level: "
        "workers_18 (targets.csv, row 2)",
    ),
    (
        again("targets", target_id="another", comparison="<=", area_code="990100"),
        "targets.csv, row 5, comparison = '<=': the targets of an indicator have one direction: "
        "workers_18 (targets.csv, row 2) has >=",
    ),
    (again("targets"), "targets.csv, row 5, target_id = 'workers_18': an earlier row has this id"),
    (cell("due_dates", {"dataset": "staffing"}, dataset="stafing"), "due_dates.csv, row 2, dataset = 'stafing'"),
    (cell("due_dates", {"dataset": "staffing"}, days_after_period_end="-1"), "row 2, days_after_period_end = '-1'"),
    (cell("due_dates", {"dataset": "staffing"}, days_after_period_end=None), "row 2, days_after_period_end = blank"),
    (cell("due_dates", {"dataset": "staffing"}, due_on="2026-01-20"), "due_on = '2026-01-20': needs a period"),
    (row("due_dates", dataset="staffing", period="2025Q4", due_on="2026-01-20"), "row 6, period = '2025Q4'"),
    (again("due_dates"), "due_dates.csv, row 6, dataset = 'staffing': an earlier row has this dataset and period"),
]  # fmt: skip
SHAPES: list[tuple[Change, str]] = [
    (shape(lambda one: one["properties"].update(area_code="123456")), "feature 1, area_code = 123456: should be"),
    (shape(lambda one: one["properties"].update(area_code="123456")), "counties of today have no outline: 990101;"),
    (shape(lambda one: one["properties"].update(area_code=990101)), "feature 1, area_code = 990101: should be"),
    (shape(lambda one: one["properties"].update(area_code="990171")), "feature 1, area_code = 990171: should be"),
    (shape(lambda one: one["properties"].update(area_code="990102")), "feature 2, area_code = 990102: an earlier"),
    (shape(lambda one: one.update(properties=None)), "counties.geojson, feature 1, area_code = blank"),
    (shape(lambda one: one.update(geometry=None)), "counties.geojson, feature 1, area_code = 990101: geometry"),
    (shape(lambda one: one.pop("geometry")), "counties.geojson, feature 1, area_code = 990101: geometry"),
    (shape(lambda one: one["geometry"].update(type="Point")), "feature 1, area_code = 990101: geometry should be"),
    (shape(lambda one: one["geometry"]["coordinates"][0].pop()), "area_code = 990101: geometry should be a Polygon"),
    (shape(lambda one: one["properties"].update(area_code="990101"), "cities.geojson"), "cities.geojson, feature 1"),
    (files("counties.geojson", None), "counties.geojson: no such file"),
    (files("cities.geojson", "[]"), "cities.geojson: should be a GeoJSON FeatureCollection"),
    (files("counties.geojson", '{"features": ['), "counties.geojson: should be a GeoJSON FeatureCollection"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "named"), [*SETTINGS, *AREAS, *FIGURES, *REGISTRIES, *SHAPES])
def test_a_typo_in_a_pack_is_told_by_its_place(tiny: Tiny, change: Change, named: str) -> None:
    change(tiny)
    with pytest.raises(PackError) as refused:
        check_pack(tiny.pack)
    assert named in refused.value.message_en
    # The Chinese message tells as many faults, each of the same files.
    assert refused.value.message_zh.count("\n- ") == refused.value.message_en.count("\n- ")


ALLOWED: list[Change] = [
    files("cities.geojson", '{"type": "FeatureCollection", "features": []}'),
    setting("2020-12-31", '"2020-12-31"'),
    # History before the first period need not be complete.
    cell("areas", {"area_code": "990200"}, valid_from="2020-12-31"),
    cell("areas", {"area_code": "990201400"}, parent_code="990171"),
    # A published row for the residents beside an estimated one for the urban ones.
    again("population", 30, status="published", urban_population=None),
    indicator(numerator_measures="chief_workers + other_workers", class_bounds=None),
    row("due_dates", dataset="staffing", period="2025-12-31", due_on="2026-02-28"),
    lambda tiny: (
        setting("shapes_missing = []", 'shapes_missing = ["990101"]')(tiny),
        shape(lambda one: one["properties"].update(area_code="990102"))(tiny),
        files("counties.geojson", json.dumps(_without_first(tiny)))(tiny),
    )[0],
]


def _without_first(tiny: Tiny) -> dict[str, Any]:
    shapes = json.loads((tiny.pack_folder / "counties.geojson").read_text(encoding="utf-8"))
    return shapes | {"features": shapes["features"][1:]}


@pytest.mark.parametrize("change", ALLOWED)
def test_what_the_contract_allows_passes(tiny: Tiny, change: Change) -> None:
    change(tiny)
    check_pack(tiny.pack)


def test_a_dataset_of_a_department_that_there_is_not_is_told(tiny: Tiny) -> None:
    text = (PROJECT / "data" / "programme" / "datasets" / "staffing.toml").read_text(encoding="utf-8")
    folder = tiny.pack_folder / "datasets"
    folder.mkdir()
    (folder / "staffing.toml").write_text('filed_by = "nobody"\n' + text, encoding="utf-8")
    with pytest.raises(PackError, match="filed_by of the dataset staffing is 'nobody'"):
        tiny.build()


def test_many_faults_are_told_at_once_and_the_rest_counted(tiny: Tiny) -> None:
    tiny.change("population", {"source": "tests"}, resident_population="x")
    target(value="abc")(tiny)
    with pytest.raises(PackError) as refused:
        check_pack(tiny.pack)
    english, chinese = refused.value.message_en.splitlines(), refused.value.message_zh.splitlines()
    assert "has 33 faults" in english[0]
    assert "有 33 处错误" in chinese[0]
    assert (
        english[1]
        == "- population.csv, row 2, resident_population = 'x': should be a whole number from 0, or blank"
    )
    assert chinese[1] == "- population.csv 第 2 行 resident_population = “x”：应为不小于 0 的整数，或留空"
    assert (len(english), english[-1], chinese[-1]) == (12, "- and 23 more", "- 另有 23 处")


def test_a_pack_at_fault_builds_nothing_and_the_snapshot_stands(tiny: Tiny) -> None:
    first = tiny.built()
    target(value=None)(tiny)
    with pytest.raises(PackError, match=r"targets\.csv"):
        tiny.build()
    assert snapshots.current(tiny.home) == first
    target(value="19")(tiny)
    assert tiny.build().id != first.id


def test_a_quoted_blank_is_blank(tiny: Tiny) -> None:
    path = tiny.pack_folder / "areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    quoted = [",".join(f'"{one}"' for one in line.split(",")) for line in lines]
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    check_pack(tiny.pack)
    assert tiny.built().is_current


@pytest.mark.parametrize("text", ["today = 5\n", 'today = "soon"\n', "", "today =\n"])
def test_a_sample_without_its_day_is_refused_by_name(tiny: Tiny, text: str) -> None:
    setting("languages =", 'sample = "sample"\nlanguages =')(tiny)
    (tiny.pack_folder / "sample").mkdir()
    (tiny.pack_folder / "sample" / "sample.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=r"sample\.toml"):
        _ = tiny.pack.sample_today


def test_the_measures_are_those_of_the_datasets_and_of_the_pack(tiny: Tiny) -> None:
    measures = measures_by_dataset(tiny.pack)
    assert set(measures) == {*tiny.pack.datasets, "figures"}
    assert measures["figures"] > measures["population"]


def test_the_shipped_pack_passes_and_costs_a_build_next_to_nothing() -> None:
    pack = read_pack(PROJECT / "data" / "reference")
    check_pack(pack)
    checks._held.clear()
    times = []
    for _ in range(3):
        started = time.process_time()
        check_pack(pack)
        times.append(time.process_time() - started)
    assert min(times[1:]) < 0.05  # held once for each state of the pack


def test_a_made_up_pack_of_the_bench_passes(tmp_path: Path) -> None:
    from bench.generate import generate

    check_pack(read_pack(generate(tmp_path, townships=40, quarters=1).pack))
