"""The tables of a pack and the programme: their columns, declared once.

From here follow the columns that reading accepts, what each cell by itself must be (`Sheet.hold_to`), and the table of
`docs/contracts.md`, section 1 (`contract_lines`). What relates rows to each other stands in the checks.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from programme.packs.columns import (
    NUMBER,
    POLICY_SYSTEMS,
    Column,
    Rule,
    Table,
    day_or_blank,
    free,
    known,
    matching,
    matching_or_blank,
    one_day,
    pair,
    pair_or_blank,
    present,
    word,
    word_or_blank,
)
from programme.packs.evaluation_tables import EVALUATION_TABLES

LEVELS = ("country", "province", "city", "county", "township", "zone")
ROOT_LEVELS = ("country", "province")  # what the root of a pack may be, the highest first
WHOLES = ("country", "province", "city")  # what is made up of counties, and of zones beside them
JUDGED_LEVELS = ("country", "province", "city", "county", "township")
CHANGE_KINDS = ("created", "abolished", "merged", "split", "transferred", "recoded", "renamed")
# What the programme sets out to do, in seven measures; an indicator may belong to none of them.
MEASURE_GROUPS = (
    "grids",
    "lighter_duties",
    "five_partners",
    "old_and_young",
    "four_governances",
    "mutual_help",
    "small_gates",
)


def _figure(*names: str) -> Iterator[Column]:
    """A whole number or nothing."""
    return (matching_or_blank(name, "packs.figure", r"^[0-9]{1,12}$") for name in names)


def _levels(column: str) -> pl.Expr:
    """Where a list of levels holds another word, or one twice."""
    listed = pl.col(column).fill_null("").str.split("|")
    known = listed.list.eval(pl.element().is_in(JUDGED_LEVELS)).list.all()
    return ~known | (listed.list.n_unique() < listed.list.len())


def _of_figures(name: str, *measures: str) -> Table:
    """A table of dated figures: each belongs to one extent of an area."""
    return Table(
        name,
        (
            *known("area_code"),
            Column("area_valid_from", is_day=True),
            one_day("reference_date"),
            *_figure(*measures),
            word("status", ("published", "estimated")),
            *free("source"),
            day_or_blank("published_on", "the edition; may be left out", is_optional=True),
        ),
        ("area_code", "area_valid_from", "reference_date", "status", "published_on"),
        note="A later edition of a figure revises it, the earlier stays; one without a day is the first.",
    )


_AREAS = Table(
    "areas",
    (
        matching("area_code", "packs.area_code", r"^([0-9]{6}|[0-9]{9,12})$"),
        *pair("area_name"),
        Column("name_en_status", note="official, pinyin, unverified"),
        *free("short_name_zh", "short_name_en"),
        word("area_level", LEVELS),
        Column(
            "area_kind",
            note="province, city, district, county, county_city, autonomous_county, subdistrict, town, township, zone …",
        ),
        *free("parent_code"),
        day_or_blank("valid_from"),
        day_or_blank("valid_to"),
        *free("source"),
    ),
    ("area_code", "valid_from"),
    note="Country, province, city and county codes have 6 digits, townships 9. `valid_from` blank = always; `valid_to` "
    "blank = still; both inclusive. Key: code and valid_from. Parent is found by code on the day. A zone whose parent is "
    "a city, a province or the country is a part of it beside the counties; a zone under a county reports through its "
    "county.",
)
_AREA_CHANGES = Table(
    "area_changes",
    (
        one_day("effective_date"),
        *free("old_area_code", "new_area_code", "old_name_zh", "new_name_zh"),
        word("area_level", ("county", "township")),
        word("kind", CHANGE_KINDS),
        word("status", ("documented", "inferred")),
        *free("document", "description_zh", "description_en"),
    ),
    ("effective_date", "old_area_code", "new_area_code"),
)
_POPULATION = _of_figures("population", "resident_population", "urban_population")
_CENSUS_AGES = _of_figures(
    "census_ages",
    "family_households",
    "age_0_4",
    "age_0_14",
    "age_60_plus",
    "age_65_plus",
    "age_80_plus",
)
_COMMUNITIES = _of_figures("communities", "residents_committees", "villagers_committees")
_DUE_DATES = Table(
    "due_dates",
    (
        *known("dataset"),
        Column("period", note="blank = every period", is_day=True),
        matching_or_blank("days_after_period_end", "packs.days_after", r"^[0-9]{1,4}$"),
        day_or_blank("due_on", "overrides"),
        *free("source"),
    ),
    ("dataset", "period"),
    is_registry=True,
    note="Due by the end of that day.",
)
_INDICATORS = Table(
    "indicators",
    (
        *present("indicator_code"),
        *pair("indicator_name", "short_name"),
        *known("numerator_dataset", "numerator_measures"),
        *pair("numerator_name"),
        *known("denominator_dataset", "denominator_measures"),
        *pair("denominator_name"),
        matching("scale", "packs.above_zero", r"^0*[1-9][0-9]{0,9}$"),
        *pair("unit"),
        word("polarity", ("higher_is_better", "lower_is_better", "neutral")),
        matching("decimals", "packs.decimals", r"^[0-4]$", "0 to 4"),
        Column("class_bounds", note="`12\\|15\\|18\\|20\\|22`"),
        *pair_or_blank("gap_unit"),
        word("policy_system", POLICY_SYSTEMS),
        *pair_or_blank("definition", "source"),
        Column("owner", note="a department"),
        word("cycle", ("quarterly", "annual")),
        matching("sort_order", "packs.whole", r"^[0-9]{1,9}$"),
        word_or_blank("measure_group", MEASURE_GROUPS, is_optional=True),
    ),
    ("indicator_code",),
    is_registry=True,
    note="`*_dataset` is a dataset of returns or `figures` (the pack's dated figures and accepted population returns: "
    "`resident_population, urban_population, residents_committees, villagers_committees, family_households, age_*`). "
    "`*_measures` is one measure or a sum written `a+b+c`.",
)
_TARGETS = Table(
    "targets",
    (
        *present("target_id"),
        *known("indicator_code"),
        *known("area_code", note="`root` is the root area of the pack in use"),
        Column(
            "levels",
            Rule("packs.levels", _levels, {"words": JUDGED_LEVELS}, needed=True),
            "`county\\|city\\|province`",
        ),
        word("comparison", (">=", ">", "<=", "<"), "`>=`, `>`, `<=`, `<`"),
        matching("value", "packs.number", NUMBER, "at most 6 decimals"),
        day_or_blank("valid_from"),
        day_or_blank("valid_to"),
        day_or_blank("reach_by"),
        *pair("legal_basis"),
        *free("source"),
        *pair_or_blank(
            "target_scope",
            is_optional=True,
            note="what the document says it is a target of, where that is not what is judged here",
        ),
    ),
    ("target_id",),
    is_registry=True,
)
_DEPARTMENTS = Table(
    "departments",
    (
        *present("department_code"),
        *pair("department_name"),
        day_or_blank("valid_from"),
        day_or_blank("valid_to"),
        *free("source"),
    ),
    ("department_code", "valid_from"),
    is_registry=True,
    note="Days as in `areas.csv`. A code whose duty passes to another department on a day has two rows; beside a period "
    "readers see the name of its last day, in lists that of the snapshot's today.",
)
_SOURCES = Table(
    "sources",
    (
        *present("source_id"),
        *free("producer"),
        *pair("title"),
        *free("address", "licence"),
        day_or_blank("read_on"),
    ),
    ("source_id",),
    is_registry=True,
    note="`source` of every other table, of `[map]` and of `[[groups]]` is a `source_id`; `title_zh` is what pages "
    "and files show. Blank is what nobody knows.",
)
_TILES = Table(
    "tiles",
    (
        *known("area_code"),
        matching("tile_row", "packs.cell", r"^[0-9]{1,3}$", "0 in the north"),
        matching("tile_column", "packs.cell", r"^[0-9]{1,3}$", "0 in the west"),
    ),
    ("area_code",),
    is_optional=True,
    note="May be left out. One cell of a grid for each county of today: the small map of equal tiles.",
)
_PUBLISHED_TOTALS = Table(
    "published_totals",
    (
        *known("area_code", "dataset", "measures"),
        one_day("period"),
        matching("value", "packs.figure", r"^[0-9]{1,12}$"),
        *free("source"),
    ),
    ("area_code", "dataset", "measures", "period"),
    is_optional=True,
    note="May be left out. What a source published of what counties file: it stands beside the sum of their returns and is never put "
    "in its place. `measures` is one measure of the dataset or a sum written `a+b+c`; `period` one of its periods.",
)
SCHEMAS: dict[str, Table] = {
    table.name: table
    for table in (
        _AREAS,
        _AREA_CHANGES,
        _POPULATION,
        _CENSUS_AGES,
        _COMMUNITIES,
        _DUE_DATES,
        _INDICATORS,
        _TARGETS,
        _DEPARTMENTS,
        _SOURCES,
        _TILES,
        _PUBLISHED_TOTALS,
        *EVALUATION_TABLES,
    )
}
TABLES: dict[str, tuple[str, ...]] = {name: table.column_names for name, table in SCHEMAS.items()}


FIGURES: dict[str, tuple[str, ...]] = {
    name: tuple(column.name for column in table.columns if column.rule and column.rule.key == "packs.figure")
    for name, table in SCHEMAS.items()
    if "reference_date" in table.column_names
}  # the measures of each table of dated figures
POPULATIONS = tuple(
    measure
    for measures in FIGURES.values()
    for measure in measures
    if "population" in measure or "age_" in measure
)  # those that count people


def contract_lines() -> Iterator[str]:
    """The tables as docs/contracts.md shows them, a line each: file, columns with what stands in them, never blank."""
    yield "| file | columns | never blank |"
    yield "|---|---|---|"
    for table in SCHEMAS.values():
        told, names = [], []
        for column in table.columns:
            names.append(column.name)
            if column.note:
                told.append(f"`{', '.join(names)}` ({column.note})")
                names = []
        told += [f"`{', '.join(names)}`"] * bool(names)
        cells = ", ".join(told) + (f". {table.note}" if table.note else "")
        needed = ", ".join(f"`{column.name}`" for column in table.columns if column.is_needed)
        yield f"| `{table.name}.csv` | {cells} | {needed} |"


if __name__ == "__main__":
    print("\n".join(contract_lines()))
