"""Checks the areas of a reference pack, their figures and their changes against each other."""

from __future__ import annotations

import datetime as dt

import polars as pl

from programme.packs.faults import ALWAYS, Sheet, blank, day
from programme.packs.pack import FIGURES

LEVELS = ("province", "city", "county", "township", "zone")
# Whose part an area of a level may be. `outer zone`: one that stands beside counties; below another kind of zone
# nothing would be counted.
PARENTS = {
    "city": ("province",),
    "county": ("city", "province"),
    "township": ("county", "outer zone"),
    "zone": ("city", "province", "county", "outer zone"),
}
_ZH = {
    "province": "省", "city": "市", "county": "县", "township": "乡镇", "zone": "功能区",
    "outer zone": "与县并列的功能区", "inner zone": "县内的功能区",
}  # fmt: skip
_PARENTS_ZH = "市属于省，县属于市或省，乡镇属于县或与县并列的功能区，功能区属于省、市、县或与县并列的功能区"
_PARENTS_EN = (
    "a city is part of the province, a county of a city or the province, a township of a county or a zone beside "
    "counties, a zone of any of these"
)
# A part and the whole that it cannot exceed.
_PARTS = {
    "population": (("urban_population", "resident_population"),),
    "census_ages": (
        ("age_0_4", "age_0_14"),
        ("age_80_plus", "age_65_plus"),
        ("age_65_plus", "age_60_plus"),
    ),
}
CHANGE_KINDS = ("created", "abolished", "merged", "split", "transferred", "recoded", "renamed")
_EVER = dt.date(9999, 12, 31)


def with_validity(areas: pl.DataFrame) -> pl.DataFrame:
    """Area rows with their first and last day (`start`, `end`), as the warehouse reads blank ones."""
    return areas.with_columns(
        start=day(pl.col("valid_from").fill_null(ALWAYS)),
        end=pl.when(pl.col("valid_to").is_null()).then(pl.lit(_EVER)).otherwise(day("valid_to")),
    )


def check_areas(sheet: Sheet, root: str, first_period: dt.date) -> None:
    """Hold each area row to its words and days, its code's other rows, and its parent on every day from the first period."""
    sheet.frame = with_validity(sheet.frame)
    sheet.refuse_no_match(
        "area_code",
        r"^([0-9]{6}|[0-9]{9,12})$",
        ("应为 6 位或 9 至 12 位数字", "should be 6, or 9 to 12, digits"),
    )
    sheet.refuse_blank("area_name_zh", "area_name_en")
    sheet.refuse_other_words("area_level", LEVELS)
    of_level = pl.col("area_level")
    digits = pl.col("area_code").str.len_chars()
    sheet.refuse(
        "area_code",
        (digits == 6) & (of_level == "township"),
        ("乡镇代码应为 9 至 12 位数字", "the code of a township has 9 to 12 digits"),
    )
    sheet.refuse(
        "area_code",
        digits.is_between(9, 12) & of_level.is_in(["province", "city", "county"]),
        ("省、市、县代码应为 6 位数字", "the code of a province, city or county has 6 digits"),
    )
    sheet.refuse_no_day("valid_from", "valid_to")
    sheet.refuse(
        "valid_to",
        pl.col("end") < pl.col("start"),
        ("应不早于 valid_from {valid_from}", "should not be before valid_from {valid_from}"),
    )
    sheet.refuse_repeats(
        "area_code",
        ["area_code", "start"],
        (
            "与上文某行的代码和 valid_from 相同，只留一行",
            "an earlier row has this code and valid_from; keep one",
        ),
    )
    _refuse_overlaps(sheet)
    named_root = root.replace("{", "{{").replace("}", "}}")
    sheet.refuse(
        "area_level",
        (of_level == "province") & (pl.col("area_code") != root),
        (
            f"只可有一个省级区划，即 pack.toml 的 root_area {named_root}",
            f"there is one province only, root_area {named_root} of pack.toml",
        ),
    )
    sheet.refuse(
        "parent_code",
        (of_level == "province") & ~blank("parent_code"),
        ("省应留空", "should be blank for the province"),
    )
    _refuse_parents(sheet, first_period)
    sheet.settle()


def _refuse_overlaps(sheet: Sheet) -> None:
    """Refuse a row that begins before an earlier extent of its code has ended."""
    before = (
        sheet.frame.sort("area_code", "start", "row")
        .select(
            "row", pl.col("end").cum_max().shift(1).over("area_code").alias("before")
        )
    )  # fmt: skip
    sheet.frame = sheet.frame.join(before, on="row", how="left", maintain_order="left")
    overlapping = (pl.col("start") <= pl.col("before")) & pl.struct("area_code", "start").is_first_distinct()
    sheet.refuse(
        "valid_from",
        overlapping & (pl.col("before") == _EVER),
        (
            "代码 {area_code} 的另一行没有 valid_to，一直有效；请填其 valid_to，两行的有效期不可重叠",
            "another row of {area_code} has no valid_to; give it one, for rows of one code may not overlap",
        ),
    )
    sheet.refuse(
        "valid_from",
        overlapping & (pl.col("before") < _EVER),
        (
            "代码 {area_code} 的另一行到 {before} 才结束，两行的有效期不可重叠",
            "another row of {area_code} ends on {before}; rows of one code may not overlap",
        ),
    )


def _refuse_parents(sheet: Sheet, first_period: dt.date) -> None:
    """Refuse a parent that does not exist, is no parent for the level, or is not there on every day."""
    rows = sheet.frame
    levels = rows.select("area_code", "area_level").unique("area_code")
    above = rows.join(levels, left_on="parent_code", right_on="area_code", how="left", suffix="_above")
    parents = above.select(
        parent_code="area_code",
        parent_start="start",
        parent_end="end",
        parent_kind=pl.when(pl.col("area_level") != "zone")
        .then("area_level")
        .when(pl.col("area_level_above").is_in(["city", "province"]))
        .then(pl.lit("outer zone"))
        .otherwise(pl.lit("inner zone")),
    )
    # Earlier days carry no period: history before the first one need not be complete.
    needed = (
        rows.filter(pl.col("area_level") != "province")
        .select("row", "area_level", "parent_code", "start", "end")
        .with_columns(start=pl.max_horizontal("start", pl.lit(first_period)))
        .filter(pl.col("start") <= pl.col("end"))
    )
    allowed = [f"{level}<{parent}" for level, kinds in PARENTS.items() for parent in kinds]
    found = (
        needed.join(parents, on="parent_code")
        .with_columns(
            shared_start=pl.max_horizontal("start", "parent_start"),
            shared_end=pl.min_horizontal("end", "parent_end"),
        )
        .filter(pl.col("shared_start") <= pl.col("shared_end"))
        .with_columns(
            days=(pl.col("shared_end") - pl.col("shared_start")).dt.total_days() + 1,
            right=pl.concat_str("area_level", pl.lit("<"), "parent_kind").is_in(allowed),
        )
        .group_by("row")
        .agg(pl.col("days").sum(), pl.col("right").all(), pl.col("parent_kind").sort_by("right").first())
    )
    wanted = needed.select("row", needed=(pl.col("end") - pl.col("start")).dt.total_days() + 1)
    spans = rows.group_by(pl.col("area_code").alias("parent_code")).agg(
        pl.concat_str(pl.col("valid_from").fill_null("…"), pl.lit(" – "), pl.col("valid_to").fill_null("…"))
        .str.join("; ")
        .alias("parent_days")
    )
    frame = rows.join(found, on="row", how="left", maintain_order="left")
    frame = frame.join(wanted, on="row", how="left", maintain_order="left")
    sheet.frame = frame.join(spans, on="parent_code", how="left", maintain_order="left")
    sheet.frame = sheet.frame.with_columns(
        level_zh=pl.col("area_level").replace(_ZH), kind_zh=pl.col("parent_kind").replace(_ZH)
    )
    is_part = pl.col("area_level") != "province"
    sheet.refuse(
        "parent_code",
        is_part & blank("parent_code"),
        ("不可留空，只有省没有上级", "should not be blank; only the province has no parent"),
    )
    known = ~pl.col("parent_days").is_null()
    sheet.refuse(
        "parent_code",
        is_part & ~blank("parent_code") & ~known,
        ("areas.csv 中没有这个代码", "no row of areas.csv has this code"),
    )
    sheet.refuse(
        "parent_code",
        is_part & known & (pl.col("area_level").is_in(LEVELS)) & ~pl.col("right").fill_null(True),
        (
            f"{{level_zh}}不可属于{{kind_zh}}：{_PARENTS_ZH}",
            f"no {{area_level}} is part of a {{parent_kind}}: {_PARENTS_EN}",
        ),
    )
    sheet.refuse(
        "parent_code",
        is_part & known & (pl.col("days").fill_null(0) < pl.col("needed")),
        (
            "{area_code} 有效期内（自第一期起）每一天都要有上级；该上级的有效期为 {parent_days}",
            "should be valid on every day on which {area_code} is (from the first period on); it is valid {parent_days}",
        ),
    )


def check_figures(name: str, sheet: Sheet, areas: pl.DataFrame) -> None:
    """Hold a table of dated figures to whole numbers, known words, one row per key, and an area row for each."""
    starts = areas.group_by("area_code").agg(
        pl.col("valid_from").fill_null("空白").str.join("、").alias("known_starts_zh"),
        pl.col("valid_from").fill_null("blank").str.join(", ").alias("known_starts_en"),
    )
    extents = areas.select("area_code", "start").unique().with_columns(there=pl.lit(True))
    frame = sheet.frame.with_columns(
        start=day(pl.col("area_valid_from").fill_null(ALWAYS)),
        **{f"{c}_n": pl.col(c).str.extract(r"^([0-9]{1,12})$").cast(pl.Int64) for c in FIGURES[name]},
    )
    frame = frame.join(starts, on="area_code", how="left", maintain_order="left")
    sheet.frame = frame.join(extents, on=["area_code", "start"], how="left", maintain_order="left")
    known = ~pl.col("known_starts_zh").is_null()
    sheet.refuse("area_code", ~known, ("areas.csv 中没有这个代码", "no row of areas.csv has this code"))
    sheet.refuse(
        "area_valid_from",
        known & pl.col("there").is_null(),
        (
            "应与 areas.csv 中 {area_code} 某一行的 valid_from 相同：{known_starts_zh}",
            "should be the valid_from of a row of {area_code} in areas.csv: {known_starts_en}",
        ),
    )
    sheet.refuse_no_day("reference_date", needed=True)
    sheet.refuse_other_words("status", ("published", "estimated"))
    for measure in FIGURES[name]:
        sheet.refuse(
            measure,
            ~pl.col(measure).is_null() & pl.col(f"{measure}_n").is_null(),
            ("应为不小于 0 的整数，或留空", "should be a whole number from 0, or blank"),
        )
    for part, whole in _PARTS.get(name, ()):
        # Where a row leaves the whole blank, the row of the other status may give it.
        other = pl.col(f"{whole}_n").max().over("area_code", "start", "reference_date")
        limit = f"{whole}_limit"
        sheet.frame = sheet.frame.with_columns(pl.coalesce(f"{whole}_n", other).alias(limit))
        sheet.refuse(
            part,
            pl.col(f"{part}_n") > pl.col(limit),
            (f"不可大于 {whole} {{{limit}}}", f"should not exceed {whole} {{{limit}}}"),
        )
    sheet.refuse_repeats(
        "area_code",
        ["area_code", "start", "reference_date", "status"],
        (
            "上文已有同一区划、日期和 status 的一行，只留一行",
            "an earlier row has the same area, date and status; keep one",
        ),
    )
    sheet.settle()


def check_changes(sheet: Sheet, codes: list[str]) -> None:
    """Hold each area change to its words, its day, and codes that are areas."""
    sheet.refuse_no_day("effective_date", needed=True)
    sheet.refuse_other_words("area_level", ("county", "township"))
    sheet.refuse_other_words("kind", CHANGE_KINDS)
    sheet.refuse_other_words("status", ("documented", "inferred"))
    for column in ("old_area_code", "new_area_code"):
        sheet.refuse(
            column,
            ~blank(column) & ~pl.col(column).is_in(codes),
            ("areas.csv 中没有这个代码", "no row of areas.csv has this code"),
        )
    sheet.refuse(
        "new_area_code",
        blank("old_area_code") & blank("new_area_code"),
        ("新旧代码不可都留空", "the old and the new code should not both be blank"),
    )
    sheet.settle()
