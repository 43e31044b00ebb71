"""A dataset is one file: who files what under which headings, and what must hold of a row."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filing.landing import columns
from programme import PROGRAMME
from programme.datasets import AnyDataset, Counts, Datasets, Rule, read_datasets
from programme.datasets.expressions import Fact, Name, check, parse
from programme.packs.pack import FIGURES
from tests.filing import rules, take_text
from tests.tiny import PACK, Tiny
from warehouse.landing import landed_columns
from words.problems import PackError, Problem

FIGURE_MEASURES = [measure for measures in FIGURES.values() for measure in measures]
DATASETS = read_datasets([PROGRAMME / "datasets"], FIGURE_MEASURES)
every_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
# A rule of another kind is held to its edges in tests/test_policy_rules.py.
OF_PARTS = [(dataset, rule) for dataset in DATASETS.values() for rule in dataset.rules if rule.words_itself]
every_rule_of_parts = pytest.mark.parametrize(
    ("dataset", "rule"), OF_PARTS, ids=[f"{dataset.name}-{rule.name}" for dataset, rule in OF_PARTS]
)


@every_dataset
def test_landing_has_the_columns_that_the_warehouse_opens(dataset: AnyDataset) -> None:
    """What filing writes has every column that a build reads, of that type."""
    kinds = {
        pl.String: "varchar",
        pl.Int64: "bigint",
        pl.Date: "date",
        pl.Boolean: "boolean",
        pl.List: "varchar[]",
    }
    landed = {name: kinds.get(type(kind), "timestamp") for name, kind in columns(dataset).items()}
    assert landed_columns(dataset).items() <= landed.items()


@every_dataset
def test_every_column_is_named_in_both_languages_and_found_by_its_headings(dataset: AnyDataset) -> None:
    for code in dataset.columns_filed:
        column = dataset.by_code[code]
        for heading in (code, code.upper(), *column.all_headings, f" {column.name_zh}（个） "):
            assert dataset.column_of(heading) == code


@every_rule_of_parts
def test_each_part_holds_at_its_whole_and_breaks_one_beyond(dataset: AnyDataset, rule: Rule) -> None:
    bounded = rule.expression.bounds_a_part()
    assert bounded
    part, whole = bounded
    row: dict[str, int | None] = dict.fromkeys(dataset.measure_codes, 0) | dict.fromkeys(whole, 3)
    total = 3 * len(whole)
    frame = pl.DataFrame(
        [{**row, part: total}, {**row, part: total + 1}, {**row, whole[0]: None, part: 99}],
        schema=dict.fromkeys(dataset.measure_codes, pl.Int64),
    )
    assert frame.select(rule.expression.polars).to_series().to_list() == [True, False, None]


# ---------------------------------------------------------------- expressions

KINDS = {
    "": {"a": "number", "b": "number", "day": "date", "word": "text", "choice": "text", "yes": "boolean"},
    "previous": {"a": "number"},
}


def known_of(name: Name) -> Fact:
    return Fact(words=("x", "y")) if name.column == "choice" else Fact(10**12)


number = st.one_of(
    st.sampled_from(["a", "b", "previous.a"]),
    st.integers(-3, 3).map(lambda n: str(n) if n >= 0 else f"(0 - {-n})"),
)


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> str:
    """Conditions of every shape that a rule may have."""
    if depth == 0 or draw(st.booleans()):
        left, right = draw(number), draw(number)
        return draw(
            st.sampled_from(
                [
                    f"{left} {draw(st.sampled_from(['<', '<=', '>', '>=', '=', '<>']))} {right} + b * 2",
                    f"a in (b, {right}, 1)",
                    "a is null",
                    "not yes",
                    "word = 'x'",
                    "word in ('x', 'y')",
                    "year(day) = 2024 and quarter(day) <> 1",
                    "day >= date '2024-02-29'",
                    f"b between {left} and {right}",
                ]
            )
        )
    first, second = draw(conditions(depth - 1)), draw(conditions(depth - 1))
    return f"({first}) {draw(st.sampled_from(['and', 'or']))} not ({second})"


ROWS = pl.DataFrame(
    {
        "a": [None, 0, 1, 2, -1, 3],
        "b": [1, None, 0, 2, 5, 3],
        "day": ["2024-01-01", None, "2024-02-29", "2023-12-31", "2025-04-01", "2024-06-30"],
        "word": ["x", "y", None, "z", "x", "y"],
        "yes": [True, False, None, True, False, True],
        "previous.a": [0, 1, None, 2, 3, -1],
    },
    schema_overrides={"a": pl.Int64, "b": pl.Int64, "previous.a": pl.Int64},
).with_columns(pl.col("day").str.to_date())


@settings(max_examples=150, deadline=None)
@given(conditions())
def test_filing_and_the_build_decide_a_rule_alike(text: str) -> None:
    """One text, two evaluations: Polars at filing, SQL in a build; undecided in both or in neither."""
    expression = parse(text)
    check(expression, KINDS)  # type: ignore[arg-type]
    by_polars = ROWS.select(expression.polars.alias("holds"))["holds"].to_list()
    connection = duckdb.connect()
    connection.register("rows", ROWS)
    condition = expression.sql(lambda name: f'"{name}"')
    by_sql = connection.execute(f"select {condition} from rows").fetchall()
    assert by_polars == [row[0] for row in by_sql]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a <", "expressions.unreadable"),
        ("a / 2 > 1", "expressions.not_allowed"),
        ("sum(a) > 1", "expressions.not_allowed"),
        ("a in (select 1)", "expressions.not_allowed"),
        ("cast(a as double) > 1", "expressions.not_allowed"),
        ("a > 1.5", "expressions.no_whole_number"),
        ("a + b", "expressions.no_condition"),
        ("a = 'x'", "expressions.wrong_kind"),
        ("a and yes", "expressions.wrong_kind"),
        ("year(a) = 1", "expressions.wrong_kind"),
        ("c > 1", "expressions.unknown_column"),
        ("previous.b > 1", "expressions.unknown_column"),
        ("other.a > 1", "expressions.unknown_scope"),
        ("a is true", "expressions.not_allowed"),
        ("a * 10000000 > 1", "expressions.too_large"),
        ("a + previous.a * b > 1", "expressions.too_large"),
        ("a > 99999999999999999999", "expressions.too_large"),
        ("choice = 'z'", "expressions.no_choice"),
        ("'z' <> choice or yes", "expressions.no_choice"),
        ("choice in ('x', 'z')", "expressions.no_choice"),
    ],
)
def test_what_a_rule_may_not_say_is_told(text: str, key: str) -> None:
    with pytest.raises(Problem) as error:
        check(parse(text), KINDS, known_of)  # type: ignore[arg-type]
    assert error.value.key == key
    assert text in error.value.message_en
    assert error.value.message_zh


# ---------------------------------------------------------------- files

COUNTS = """
kind = "counts"
name_zh = "试验"
name_en = "Trial"
levels = ["county", "township"]

[[measures]]
code = "visits"
name_zh = "走访数"
name_en = "Visits"
"""
REGISTER = """
kind = "register"
name_zh = "名册"
name_en = "Roll"
key = ["code"]
area = "area_code"

[[columns]]
code = "code"
name_zh = "编号"
name_en = "Code"
type = "text"
required = true

[[columns]]
code = "area_code"
name_zh = "区划代码"
name_en = "Area code"
type = "area"
levels = ["county"]

[[measures]]
code = "rows"
name_zh = "条数"
name_en = "Rows"
counts = "not withdrawn"
"""
MANY = """
[[columns]]
code = "more"
name_zh = "多"
name_en = "More"
type = "text"
many = true

"""


DAY_TWICE = """
[[columns]]
code = "day"
name_zh = "日期"
name_en = "Day"
type = "date"

[[columns]]
code = "day_precision"
name_zh = "精度"
name_en = "Precision"
type = "text"

"""


@pytest.mark.parametrize(
    "name", ["rows", "cells", "register_rows", "register_cells", "register_marks", "figures"]
)
def test_a_dataset_may_not_have_a_name_of_the_build(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackError, match="name of our own"):
        read(tmp_path, **{name: COUNTS})


def read(folder: Path, **texts: str) -> Datasets:
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_datasets([PACK / "programme" / "datasets", folder], FIGURE_MEASURES)


def test_a_pack_adds_a_dataset_and_replaces_one_of_the_same_name(tmp_path: Path) -> None:
    datasets = read(tmp_path, trial=COUNTS, services=COUNTS.replace("visits", "calls"), roll=REGISTER)
    assert {"trial", "roll", "staffing"} <= set(datasets)
    assert datasets["services"].measure_codes == ("calls",)
    assert list(datasets.registers) == ["roll"]


@pytest.mark.parametrize(
    ("before", "after", "key", "said"),
    [
        ('kind = "counts"', 'kind = "count"', "kind", "counts, register"),
        ('name_en = "Trial"\n', "", "name_en", "is needed"),
        ('levels = ["county", "township"]', 'levels = ["city"]', "levels[1]", "county, township"),
        ('levels = ["county", "township"]', "levels = []", "levels", "one or more"),
        ("[[measures]]", "colour = 1\n[[measures]]", "colour", "no such key"),
        ("[[measures]]", 'level = ["county"]\n[[measures]]', "level", "perhaps levels"),
        ("[[measures]]", 'name = "other"\n[[measures]]', "name", "no such key"),
        ('kind = "counts"', 'kind = ["counts"]', "kind", "counts, register"),
        ("[[measures]]", "first_period = 2024-11-30\n[[measures]]", "first_period", "end of a quarter"),
        ("[[measures]]", 'cycle = "annual"\nlast_period = 2024-09-30\n[[measures]]', "last_period", "end of a year"),
        ("[[measures]]", "first_period = 2024-12-31\nlast_period = 2023-12-31\n[[measures]]", "last_period", "before"),
        ('code = "visits"', 'code = "visits"\nlast_period = 2024-11-30', "measures.visits.last_period", "end of a quarter"),
        ('code = "visits"', 'code = "Visits!"', "measures[1].code", "lower-case"),
        ('code = "visits"', 'code = "sequence"', "code", "name of our own"),
        ('code = "visits"', 'code = "visits"\nlimit = 0', "measures[1].limit", "whole number"),
        ('code = "visits"', 'code = "visits"\nflow = "perhaps"', "measures[1].flow", "true or false"),
        ('code = "visits"', 'code = "visits"\nfirst_period = "soon"', "measures[1].first_period", "a date"),
        ('name_en = "Visits"', 'name_en = "Visits"\n[[rules]]\nname = "r"\nholds = "visits <"', "rules.r.holds", "no expression"),
        ('name_en = "Visits"', 'name_en = "Visits"\n[[rules]]\nname = "r"\nholds = "calls > 1"', "rules.r.holds", "calls"),
        ('name_en = "Visits"', 'name_en = "Visits"\n[[rules]]\nname = "r"\nholds = "visits > 1"', "rules.r.says_zh", "says_zh and says_en"),
        ('name_en = "Visits"', 'name_en = "Visits"\n[[rules]]\nname = "r"\nholds = "visits > 1"\nsays_zh = "少"', "r.says_en", "missing"),
        ('name_en = "Visits"', 'name_en = "Visits"\nheadings = ["报告期"]', "报告期", "means both"),
    ],
)  # fmt: skip
def test_a_fault_of_a_file_is_told_by_key_value_and_remedy(
    tmp_path: Path, before: str, after: str, key: str, said: str
) -> None:
    with pytest.raises(PackError) as error:
        read(tmp_path, trial=COUNTS.replace(before, after, 1))
    message = error.value.message_en
    assert "trial.toml" in message
    assert key in message
    assert said in message
    assert error.value.message_zh


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('key = ["code"]', 'key = ["number"]', "should be a column of this register that is required"),
        ("required = true", "required = false", "should be a column of this register that is required"),
        ('area = "area_code"', 'area = "code"', "of type area"),
        ('area = "area_code"\n', "", "of type area"),
        ('levels = ["county"]', 'levels = ["city"]', "county, township and zone only"),
        ('type = "text"', 'type = "choice"', "needs choices"),
        ('type = "text"', 'type = "reference"', "whose key is one column"),
        ("[[measures]]", MANY + "[[measures]]", "may be several"),
        ('counts = "not withdrawn"', 'counts = "code"', "no condition"),
        ('type = "area"', 'type = "area"\nmany = true', "counts for one area"),
        ("[[measures]]", DAY_TWICE + "[[measures]]", "stands twice"),
        ('type = "text"', 'type = "text"\nnot_before = "day"', "a column of days"),
    ],
)
def test_a_fault_of_a_register_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(PackError) as error:
        read(tmp_path, roll=REGISTER.replace(before, after, 1))
    assert said in error.value.message_en


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="not valid TOML"):
        read(tmp_path, trial='kind = "counts')


def test_every_flow_is_watched_for_sums_of_the_year(tmp_path: Path) -> None:
    trial = read(tmp_path, trial=COUNTS.replace('code = "visits"', 'code = "visits"\nflow = true'))["trial"]
    assert isinstance(trial, Counts)
    (rule,) = trial.all_rules
    assert rule.severity == "warning"
    # The figures of a year so far; the last is judged.
    looks_summed = {
        (10,): True, (10, 21): True, (10, 15, 20): False, (10, 15, 19): True, (10, 9, 30): True, (0, 5, 9): True,
        (10, 10, 10, 20): False, (10, 12, 11, 40): True, (0, 0, 0, 0): True, (5, 6, 7, 9): True, (None, 8, 9): None,
    }  # fmt: skip
    ends = ["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"]
    names = ["visits", *(f"{'previous.' * back}visits" for back in (1, 2, 3))]
    rows = pl.DataFrame(
        [
            {"period": ends[len(year) - 1], **dict(zip(names, reversed(year), strict=False))}
            for year in looks_summed
        ],
        schema={"period": pl.String, **dict.fromkeys(names, pl.Int64)},
    ).with_columns(pl.col("period").str.to_date())
    holds = rows.select(rule.expression.polars).to_series().to_list()
    assert holds == list(looks_summed.values())


# ---------------------------------------------------------------- filing by them


def test_certified_more_than_workers_names_the_limit(tiny: Tiny) -> None:
    outcome = take_text(
        tiny,
        "区划代码,报告期,正职,副职,其他工作人员,持证人数\n990101,2025-12-31,1,2,3,7\n990102,2025-12-31,1,2,3,6\n",
    )
    assert rules(outcome) == [(2, "certified_within_workers")]
    finding = outcome.errors[0]
    assert (finding.column, finding.value) == ("持证人数", "7")
    assert "6" in finding.message_zh
    assert "at most 6" in finding.message_en


def test_covered_more_than_communities_names_the_limit(tiny: Tiny) -> None:
    services = DATASETS["services"].measure_codes
    outcome = take_text(
        tiny,
        f"area_code,period,{','.join(services)}\n990101,2025-12-31,5,6,1,5,1,5,1,9,1,0,0\n",
        "services.csv",
    )
    assert rules(outcome) == [
        (2, "elderly_care_within_communities"),
        (2, "service_complex_within_communities"),
    ]


def test_population_is_filed_by_counties_only(tiny: Tiny) -> None:
    heading = "area_code,period,resident_population,urban_population"
    outcome = take_text(
        tiny, f"{heading}\n990101001,2025-12-31,10,5\n990101,2025-12-31,10,11\n", "population.csv"
    )
    assert rules(outcome) == [(2, "level_may_not_file"), (3, "urban_within_resident")]
    assert "990101" in outcome.errors[0].message_en


@pytest.mark.parametrize(
    "wrong", ['"townships"', '["townships"]', "3", "-1", "true", "[[1]]", "{ a = 1 }", '""', "1.5", "nan"]
)
def test_no_wrong_value_of_a_file_is_told_in_the_words_of_a_library(tmp_path: Path, wrong: str) -> None:
    library = re.compile(r"Value error|Input should|pydantic|validation error|type=|ValidationError")
    lines = (PROGRAMME / "datasets" / "services.toml").read_text(encoding="utf-8").splitlines()
    refused = 0
    for number in [n for n, line in enumerate(lines[:60]) if " = " in line]:
        key = lines[number].partition(" = ")[0]
        changed = [*lines[:number], f"{key} = {wrong}", *lines[number + 1 :]]
        try:
            read(tmp_path, services="\n".join(changed))
        except PackError as error:
            refused += 1
            for text in (error.message_zh, error.message_en):
                assert not library.search(text), text
    assert refused
