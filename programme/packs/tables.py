"""The tables of a pack and the programme: their columns, declared once.

From here follow the columns that reading accepts, what each cell by itself must be (`Sheet.hold_to`), and the table of
`docs/contracts.md`, section 1 (`contract_lines`). What relates rows to each other stands in the checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from programme.packs.cells import blank, day

LEVELS = ("province", "city", "county", "township", "zone")
ROOT_LEVELS = (
    "province",
)  # what the root of a pack may be; a higher level of areas goes first, here and in LEVELS
JUDGED_LEVELS = ("province", "city", "county", "township")
CHANGE_KINDS = ("created", "abolished", "merged", "split", "transferred", "recoded", "renamed")
POLICY_SYSTEMS = (
    "development",
    "services",
    "governance",
    "emergency",
    "social_organizations",
    "party_leadership",
)
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
# Fits DECIMAL(18, 6), and in whole millionths a BIGINT.
NUMBER = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"


@dataclass(frozen=True)
class Rule:
    """What a cell by itself must be: the key of our words for it, and where it is broken, given the column's name."""

    key: str
    broken: Callable[[str], pl.Expr]
    values: dict[str, object] = field(default_factory=dict)
    needed: bool = False  # whether a blank cell breaks it


@dataclass(frozen=True)
class Column:
    """One column of a table, and what docs/contracts.md says of it beside its name."""

    name: str
    rule: Rule | None = None
    note: str = ""
    is_day: bool = False
    is_key_elsewhere: bool = False  # never blank: the checks hold it to the rows of another table
    is_optional: bool = False  # a file need not have it

    @property
    def is_needed(self) -> bool:
        return self.is_key_elsewhere or (self.rule is not None and self.rule.needed)


@dataclass(frozen=True)
class Table:
    """One table. Rows of the programme and of the pack stand in one of `is_registry`; a pack replaces by `key`."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    is_registry: bool = False
    is_optional: bool = False  # a pack without the file has no rows of it
    note: str = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def optional_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.is_optional)


def _text(*names: str) -> Iterator[Column]:
    """Anything, or nothing."""
    return (Column(name) for name in names)


def _present(*names: str) -> Iterator[Column]:
    rule = Rule("packs.blank", blank, needed=True)
    return (Column(name, rule) for name in names)


def _known(*names: str, note: str = "") -> Iterator[Column]:
    return (Column(name, note=note, is_key_elsewhere=True) for name in names)


def _pair(*stems: str) -> Iterator[Column]:
    """A text in both languages; both are needed."""
    return (column for stem in stems for column in _present(f"{stem}_zh", f"{stem}_en"))


def _pair_or_blank(*stems: str) -> Iterator[Column]:
    """A text in both languages or in none."""
    for stem in stems:
        for one, other in ((f"{stem}_zh", f"{stem}_en"), (f"{stem}_en", f"{stem}_zh")):

            def half(column: str, other: str = other) -> pl.Expr:
                return blank(column) & ~blank(other)

            yield Column(one, Rule("packs.half_pair", half, {"other": other}))


def _word(name: str, words: tuple[str, ...], note: str = "") -> Column:
    def other(column: str) -> pl.Expr:
        return ~pl.col(column).fill_null("").is_in(words)

    return Column(
        name, Rule("packs.other_word", other, {"words": words}, needed=True), note or ", ".join(words)
    )


def _word_or_blank(name: str, words: tuple[str, ...], *, is_optional: bool = False) -> Column:
    def other(column: str) -> pl.Expr:
        return ~pl.col(column).is_null() & ~pl.col(column).is_in(words)

    rule = Rule("packs.other_word", other, {"words": words})
    return Column(name, rule, ", ".join(words), is_optional=is_optional)


def _day(name: str) -> Column:
    return Column(name, Rule("packs.day", lambda column: day(column).is_null(), needed=True), is_day=True)


def _day_or_blank(name: str, note: str = "", *, is_optional: bool = False) -> Column:
    def no_day(column: str) -> pl.Expr:
        return ~pl.col(column).is_null() & day(column).is_null()

    return Column(name, Rule("packs.day_or_blank", no_day), note, is_day=True, is_optional=is_optional)


def _matching(name: str, key: str, pattern: str, note: str = "") -> Column:
    """What matches a pattern; blank does not."""

    def other(column: str) -> pl.Expr:
        return ~pl.col(column).fill_null("").str.contains(pattern)

    return Column(name, Rule(key, other, needed=True), note)


def _matching_or_blank(name: str, key: str, pattern: str) -> Column:
    def other(column: str) -> pl.Expr:
        return ~pl.col(column).is_null() & ~pl.col(column).str.contains(pattern)

    return Column(name, Rule(key, other))


def _figure(*names: str) -> Iterator[Column]:
    """A whole number or nothing."""
    return (_matching_or_blank(name, "packs.figure", r"^[0-9]{1,12}$") for name in names)


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
            *_known("area_code"),
            Column("area_valid_from", is_day=True),
            _day("reference_date"),
            *_figure(*measures),
            _word("status", ("published", "estimated")),
            *_text("source"),
            _day_or_blank("published_on", "the edition; may be left out", is_optional=True),
        ),
        ("area_code", "area_valid_from", "reference_date", "status", "published_on"),
        note="A later edition of a figure revises it, the earlier stays; one without a day is the first.",
    )


_AREAS = Table(
    "areas",
    (
        _matching("area_code", "packs.area_code", r"^([0-9]{6}|[0-9]{9,12})$"),
        *_pair("area_name"),
        Column("name_en_status", note="official, pinyin, unverified"),
        *_text("short_name_zh", "short_name_en"),
        _word("area_level", LEVELS),
        Column(
            "area_kind",
            note="province, city, district, county, county_city, autonomous_county, subdistrict, town, township, zone …",
        ),
        *_text("parent_code"),
        _day_or_blank("valid_from"),
        _day_or_blank("valid_to"),
        *_text("source"),
    ),
    ("area_code", "valid_from"),
    note="Province/city/county codes have 6 digits, townships 9. `valid_from` blank = always; `valid_to` blank = still; "
    "both inclusive. Key: code and valid_from. Parent is found by code on the day. A zone whose parent is a city or the "
    "province is a part of it beside the counties; a zone under a county reports through its county.",
)
_AREA_CHANGES = Table(
    "area_changes",
    (
        _day("effective_date"),
        *_text("old_area_code", "new_area_code", "old_name_zh", "new_name_zh"),
        _word("area_level", ("county", "township")),
        _word("kind", CHANGE_KINDS),
        _word("status", ("documented", "inferred")),
        *_text("document", "description_zh", "description_en"),
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
        *_known("dataset"),
        Column("period", note="blank = every period", is_day=True),
        _matching_or_blank("days_after_period_end", "packs.days_after", r"^[0-9]{1,4}$"),
        _day_or_blank("due_on", "overrides"),
        *_text("source"),
    ),
    ("dataset", "period"),
    is_registry=True,
    note="Due by the end of that day.",
)
_INDICATORS = Table(
    "indicators",
    (
        *_present("indicator_code"),
        *_pair("indicator_name", "short_name"),
        *_known("numerator_dataset", "numerator_measures"),
        *_pair("numerator_name"),
        *_known("denominator_dataset", "denominator_measures"),
        *_pair("denominator_name"),
        _matching("scale", "packs.above_zero", r"^0*[1-9][0-9]{0,9}$"),
        *_pair("unit"),
        _word("polarity", ("higher_is_better", "lower_is_better", "neutral")),
        _matching("decimals", "packs.decimals", r"^[0-4]$", "0 to 4"),
        Column("class_bounds", note="`12\\|15\\|18\\|20\\|22`"),
        *_pair_or_blank("gap_unit"),
        _word("policy_system", POLICY_SYSTEMS),
        *_pair_or_blank("definition", "source"),
        Column("owner", note="a department"),
        _word("cycle", ("quarterly", "annual")),
        _matching("sort_order", "packs.whole", r"^[0-9]{1,9}$"),
        _word_or_blank("measure_group", MEASURE_GROUPS, is_optional=True),
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
        *_present("target_id"),
        *_known("indicator_code"),
        *_known("area_code", note="`root` is the root area of the pack in use"),
        Column(
            "levels",
            Rule("packs.levels", _levels, {"words": JUDGED_LEVELS}, needed=True),
            "`county\\|city\\|province`",
        ),
        _word("comparison", (">=", ">", "<=", "<"), "`>=`, `>`, `<=`, `<`"),
        _matching("value", "packs.number", NUMBER, "at most 6 decimals"),
        _day_or_blank("valid_from"),
        _day_or_blank("valid_to"),
        _day_or_blank("reach_by"),
        *_pair("legal_basis"),
        *_text("source"),
    ),
    ("target_id",),
    is_registry=True,
)
_DEPARTMENTS = Table(
    "departments",
    (
        *_present("department_code"),
        *_pair("department_name"),
        _day_or_blank("valid_from"),
        _day_or_blank("valid_to"),
        *_text("source"),
    ),
    ("department_code", "valid_from"),
    is_registry=True,
    note="Days as in `areas.csv`. A code whose duty passes to another department on a day has two rows; beside a period "
    "readers see the name of its last day, in lists that of the snapshot's today.",
)
_SOURCES = Table(
    "sources",
    (
        *_present("source_id"),
        *_text("producer"),
        *_pair("title"),
        *_text("address", "licence"),
        _day_or_blank("read_on"),
    ),
    ("source_id",),
    is_registry=True,
    note="`source` of every other table, of `[map]` and of `[[groups]]` is a `source_id`; `title_zh` is what pages "
    "and files show. Blank is what nobody knows.",
)
_TILES = Table(
    "tiles",
    (
        *_known("area_code"),
        _matching("tile_row", "packs.cell", r"^[0-9]{1,3}$", "0 in the north"),
        _matching("tile_column", "packs.cell", r"^[0-9]{1,3}$", "0 in the west"),
    ),
    ("area_code",),
    is_optional=True,
    note="May be left out. One cell of a grid for each county of today: the small map of equal tiles.",
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
