"""`python -m bench simulate`: whatever is written is accepted, says its size first, and is the same for the same arguments."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from bench.__main__ import app
from bench.kept_rules import keep_all, read, sums_of
from bench.simulate import Simulation, periods_until
from bench.tree import REAL_COUNTRY, areas_of, scaled
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import IngestReport, ingest
from programme import PROJECT
from programme.datasets import Counts, Rule
from programme.packs.pack import Pack, read_pack
from tests.tiny import PACK, Tiny
from warehouse.build import build
from warehouse.home import Home
from words.problems import Problem

TODAY = dt.date(2026, 11, 1)


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["simulate", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def landed(pack: Pack, folder: Path, home: Path) -> IngestReport:
    report = ingest(Home.of(home), pack, [folder], Circumstances(today=TODAY))
    refused = [(one.path, one.errors[:1]) for one in report.files if one.status == "rejected"]
    assert refused == []
    return report


def bytes_below(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("grain", ["county", "township"])
def test_all_that_is_written_for_a_pack_lands_and_builds(tmp_path: Path, grain: str) -> None:
    said = run("--reference", PACK, "--periods", 8, "--grain", grain, "-o", tmp_path)
    pack = read_pack(PACK)
    report = landed(pack, tmp_path / "returns", tmp_path / "home")
    rows = sum(one.rows_loaded for one in report.files if one.status == "accepted")
    first = re.match(
        r"([\d,]+) areas, 8 periods \(2024Q4 to 2026Q3\): ([\d,]+) rows in ([\d,]+) files, about", said
    )
    assert first is not None, said
    assert int(first[2].replace(",", "")) == rows
    assert int(first[3].replace(",", "")) == report.count("accepted")
    assert build(Home.of(tmp_path / "home"), pack, today=TODAY).is_current


def test_every_form_of_the_programme_is_accepted_over_four_years(tiny: Tiny, tmp_path: Path) -> None:
    tiny.use_programme(PROJECT / "data" / "programme")
    run("--reference", tiny.pack_folder, "--periods", 16, "-o", tmp_path)
    landed(tiny.pack, tmp_path / "returns", tmp_path / "home")
    counts = tiny.pack.datasets.counts
    filed = {path.stem.partition("_")[2] for path in (tmp_path / "returns").glob("*/*_*.csv")}
    assert filed == set(counts)
    annual = {path.parent.name for path in (tmp_path / "returns").glob("*/*_resources.csv")}
    assert annual == {"2022Q4", "2023Q4", "2024Q4", "2025Q4"}


@pytest.mark.parametrize(("times", "seed"), [(12, 2), (12, 26), (10, 7), (6, 0), (3, 29)])
def test_no_figures_leap_where_few_people_live(tiny: Tiny, tmp_path: Path, times: int, seed: int) -> None:
    """A shelter more is at least fifty places more: twice as many in a county of few people."""
    tiny.use_programme(PROJECT / "data" / "programme")
    table = tiny.pack_folder / "population.csv"
    people = pl.read_csv(table, infer_schema=False)
    figures = [name for name in people.columns if name.endswith("_population")]
    fewer = [(pl.col(name).cast(pl.Int64) // times).cast(pl.String) for name in figures]
    people.with_columns(fewer).write_csv(table)
    simulation = Simulation(tiny.pack, periods_until(dt.date(2026, 9, 30), 8), seed=seed, names=["emergency"])
    assert sum(simulation.write(tmp_path / "returns"))
    landed(tiny.pack, tmp_path / "returns", tmp_path / "home")


def test_every_form_of_the_real_pack_is_accepted_for_a_period(tmp_path: Path) -> None:
    pack = read_pack(PROJECT / "data" / "reference")
    run("--reference", pack.folder, "--periods", 1, "--until", "2025-12-31", "-o", tmp_path)
    report = landed(pack, tmp_path / "returns", tmp_path / "home")
    assert report.count("accepted") >= len(pack.datasets.counts)


def test_the_same_arguments_write_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        run("--areas", "province", "--townships", 40, "--periods", 2, "--seed", seed, "-o", tmp_path / name)
    one, same, other = (bytes_below(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert one.keys() == other.keys()
    assert one != other


def test_what_an_earlier_run_wrote_goes_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("--reference", PACK, "--periods", 3)
    (tmp_path / "simulated" / "returns" / "note.txt").write_text("mine", encoding="utf-8")
    run("--reference", PACK, "--periods", 1, "--dataset", "services")
    left = sorted(str(path) for path in bytes_below(tmp_path / "simulated" / "returns"))
    assert left == [
        "2026Q3/990100_services.csv", "2026Q3/990200_services.csv", "2026Q3/999001_services.csv", "2026Q3/files.csv",
        "note.txt",
    ]  # fmt: skip


def test_a_made_up_province_opens_and_takes_its_returns(tmp_path: Path) -> None:
    run("--areas", "province", "--townships", 60, "--periods", 5, "--dataset", "staffing", "-o", tmp_path)
    pack = read_pack(tmp_path / "pack")
    assert pack.first_period == dt.date(2025, 9, 30)
    landed(pack, tmp_path / "returns", tmp_path / "home")
    assert {path.stem.partition("_")[2] for path in (tmp_path / "returns").glob("*/*_*.csv")} == {"staffing"}


def test_levels_grow_and_differ_from_county_to_county() -> None:
    pack = read_pack(PROJECT / "data" / "reference")
    simulation = Simulation(pack, periods_until(dt.date(2026, 9, 30), 20), "county", 7, ["staffing"])
    (dataset,) = simulation.datasets
    frames = [simulation.forms.filed(dataset, number, day) for number, day in enumerate(simulation.periods)]
    posts = pl.sum_horizontal("chief_workers", "deputy_workers", "other_workers")
    first, last = (frame.select("area_code", workers=posts) for frame in (frames[0], frames[-1]))
    both = first.join(last, on="area_code", suffix="_last")
    assert (both["workers_last"] >= both["workers"]).all()
    assert both["workers_last"].sum() > 1.02 * both["workers"].sum()
    people = pack.table("population").filter(reference_date="2024-12-31").unique("area_code")
    ratio = last.join(people, on="area_code").select(
        ratio=pl.col("workers") * 10_000 / pl.col("urban_population").cast(pl.Int64)
    )["ratio"]
    assert 8 < ratio.min() < 18 < ratio.max() < 40  # type: ignore[operator]


def test_a_country_has_every_level_and_codes_that_say_where_they_lie() -> None:
    areas = areas_of(scaled(REAL_COUNTRY, 5_000))
    levels = dict(areas.group_by("area_level").len().iter_rows())
    assert levels == {"country": 1, "province": 31, "city": 42, "county": 356, "township": 5_000}
    assert areas["area_code"].is_unique().all()
    parents = dict(areas.select("area_code", "parent_code").iter_rows())
    digits = {"city": 2, "county": 4, "township": 6}
    for code, level in areas.select("area_code", "area_level").iter_rows():
        if level in digits:
            assert parents[code][: digits[level]] == code[: digits[level]]
    whole = areas_of(REAL_COUNTRY)["area_level"].value_counts()
    assert dict(whole.iter_rows()) == {
        "country": 1, "province": 31, "city": 333, "county": 2_850, "township": 40_000,
    }  # fmt: skip


def test_wrong_use_is_told_in_a_line(tmp_path: Path) -> None:
    for arguments, said in (
        ([], "--areas country|province"),
        (["--areas", "province", "--reference", str(PACK)], "--areas country|province"),
        (["--reference", str(PACK), "--dataset", "speed"], "speed"),
        (["--reference", str(tmp_path)], "pack.toml"),
    ):
        result = CliRunner().invoke(app, ["simulate", "--periods", "2", "-o", str(tmp_path), *arguments])
        assert result.exit_code == 2
        assert said in result.output
    result = CliRunner().invoke(
        app, ["simulate", "--reference", str(PACK), "--periods", "100", "-o", str(tmp_path)]
    )
    assert result.exit_code == 2
    assert "2020-12-31" in result.output


@pytest.mark.parametrize(
    ("option", "value", "remedy"),
    [
        ("--periods", "x", "must be a whole number from 1 to 400"),
        ("--periods", "0", "must be a whole number from 1 to 400"),
        ("--until", "2026-13-45", "must be a date, YYYY-MM-DD"),
        ("--until", "soon", "must be a date, YYYY-MM-DD"),
        ("--seed", "-1", "must be a whole number from 0"),
        ("--grain", "street", "county, township"),
    ],
)
def test_a_wrong_value_is_told_with_its_option_and_what_would_be_right(
    tmp_path: Path, option: str, value: str, remedy: str
) -> None:
    typed = {"--reference": str(PACK), "--periods": "1", "-o": str(tmp_path / "made"), option: value}
    words = [word for pair in typed.items() for word in pair]
    result = CliRunner().invoke(app, ["simulate", *words], env={"LC_ALL": "C"})
    assert result.exit_code == 2
    (line,) = [line for line in result.output.splitlines() if f"'{value}'" in line]
    assert option in line
    assert remedy in line
    assert not (tmp_path / "made").exists()
    if option in ("--periods", "--until"):
        said = CliRunner().invoke(app, ["simulate", *words], env={"LC_ALL": "zh_CN.UTF-8"}).output
        assert f"{option} 为“{value}”" in said


def test_an_option_that_there_is_not_is_told_with_one_near_it() -> None:
    result = CliRunner().invoke(app, ["--onyl", "demo"], env={"LC_ALL": "C"})
    assert (result.exit_code, "--only" in result.output) == (2, True)


# ------------------------------------------------------------ rules as sums


def form(*rules: str) -> Counts:
    named = [Rule(name=f"rule_{number}", holds=text) for number, text in enumerate(rules)]
    measures = [{"code": code, "name_zh": code, "name_en": code} for code in "abcd"]
    return Counts.model_validate(
        {
            "kind": "counts", "name": "form", "name_zh": "x", "name_en": "x", "levels": ["county"],
            "measures": measures, "rules": named,
        }
    )  # fmt: skip


def kept(dataset: Counts, before: dict[str, int] | None = None, **figures: int) -> dict[str, int]:
    now = {code: np.array([figures.get(code, 0)]) for code in "abcd"}
    then = None if before is None else {code: np.array([before.get(code, 0)]) for code in "abcd"}
    keep_all(sums_of(dataset), now, then, np.array([before is not None]))
    return {code: int(values[0]) for code, values in now.items()}


def test_figures_are_brought_to_keep_parts_wholes_factors_and_least_numbers() -> None:
    assert kept(form("a <= b + c"), a=9, b=2, c=3)["a"] == 5
    assert kept(form("a >= b"), a=1, b=4)["a"] == 4
    assert kept(form("a * 500 <= b"), a=9, b=1_700)["a"] == 3
    assert kept(form("a + b >= c"), a=1, b=1, c=9)["c"] == 2
    assert kept(form("a = b + c"), a=1, b=2, c=3)["a"] == 5
    assert kept(form("a <= b", "b <= c"), a=9, b=8, c=7) == {"a": 7, "b": 7, "c": 7, "d": 0}


def test_what_is_carried_on_never_falls_below_nothing() -> None:
    carries = form("a - previous.a - b + c between -1 and 1")
    assert kept(carries, before={"a": 10}, a=50, b=2, c=5)["a"] == 7
    emptied = kept(carries, before={"a": 1}, a=50, b=2, c=5)
    assert emptied == {"a": 3, "b": 2, "c": 0, "d": 0}
    assert kept(carries, a=50, b=2, c=5)["a"] == 50  # nothing stands before the first


def test_a_rule_of_another_shape_that_refuses_is_named() -> None:
    with pytest.raises(Problem, match="rule_0"):
        sums_of(form("a * b <= c"))
    assert read(Rule(name="one", holds="a in (1, 2)")) is None
