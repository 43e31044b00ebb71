"""What is checked before a return lands: every error named with row, column, value and what would be right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.filing.finding import LISTED_PER_FILE, Changes, alike
from pipelines.filing.gather import Circumstances
from pipelines.filing.ingest import ingest
from pipelines.filing.landing import landed
from programme.packs.area_index import Areas
from programme.packs.pack import read_pack
from tests.filing import STAFFING, TODAY, rules, staffing, standing, take, take_text, workbook, workers, write
from tests.tiny import BINGYIN, DATASETS, JIAZI, PACK, YICHOU, Tiny
from warehouse.home import Home
from words.problems import HomeError, WrongUse

AREAS = Areas(read_pack(PACK))


def folder_of(tiny: Tiny) -> Path:
    return tiny.home.root.parent / "returns"


def landed_count(tiny: Tiny, dataset: str = "staffing") -> int:
    return landed(tiny.home, DATASETS[dataset]).height


NOTHING = Changes().as_dict()


# ---------------------------------------------------------------- whole or not at all, once


def test_a_good_return_is_accepted_whole(tiny: Tiny) -> None:
    outcome = take_text(tiny, workers(*JIAZI, "990201"))
    assert outcome.as_dict() == {
        "path": str(folder_of(tiny) / "staffing.csv"),
        "dataset": "staffing",
        "status": "accepted",
        "batch_id": "staffing-00000001",
        "rows_read": 3,
        "rows_loaded": 3,
        "changes": dict(NOTHING, new=12),
        "errors": [],
        "warnings": [],
    }
    assert landed_count(tiny) == 3


def test_one_bad_row_keeps_the_whole_file_out_and_no_other(tiny: Tiny) -> None:
    bad = write(
        folder_of(tiny), "staffing1.csv", staffing("990101,2025-12-31,1,2,3,4", "990102,2025-12-31,1,x,3,4")
    )
    good = write(folder_of(tiny), "staffing2.csv", workers("990201"))
    outcomes = take(tiny, bad, good).files
    assert [outcome.status for outcome in outcomes] == ["rejected", "accepted"]
    assert [(o.rows_read, o.rows_loaded, o.batch_id) for o in outcomes] == [
        (2, 0, None),
        (1, 1, "staffing-00000001"),
    ]
    assert landed_count(tiny) == 1


def test_what_equals_what_stands_is_a_duplicate_and_no_second_batch(tiny: Tiny) -> None:
    take_text(tiny, workers(*JIAZI))
    take_text(tiny, workers(*YICHOU))
    both = take_text(tiny, workers(*YICHOU, *JIAZI))
    assert (both.status, both.batch_id, both.rows_loaded) == ("duplicate", "staffing-00000002", 0)
    assert landed_count(tiny) == 5


def test_a_repetition_in_the_same_run_is_a_duplicate(tiny: Tiny) -> None:
    paths = [write(folder_of(tiny), f"staffing{n}.csv", workers(*JIAZI)) for n in range(3)]
    assert [outcome.status for outcome in take(tiny, *paths).files] == ["accepted", "duplicate", "duplicate"]


@pytest.mark.parametrize(
    "text",
    [
        workers(*JIAZI, other=6),
        staffing("990101001,2025-12-31,1,2,5,4", "990101002,2025-12-31,1,2,5,"),
        staffing("990101001,2025-12-31,1,2,5,4", "990101002,2025-12-31,1,2,5,0"),
        workers(*JIAZI, period="2025-09-30"),
        workers(*JIAZI, "990201"),
    ],
)
def test_any_difference_from_what_stands_is_a_new_batch(tiny: Tiny, text: str) -> None:
    take_text(tiny, workers(*JIAZI))
    assert take_text(tiny, text, confirmed=True).status == "accepted"


def test_blank_and_zero_are_not_the_same(tiny: Tiny) -> None:
    take_text(tiny, staffing("990101,2025-12-31,1,2,0,"))
    assert take_text(tiny, staffing("990101,2025-12-31,1,2,,"), confirmed=True).status == "accepted"
    assert take_text(tiny, staffing("990101,2025-12-31,1,2,,")).status == "duplicate"
    assert landed(tiny.home, DATASETS["staffing"]).sort("sequence")["other_workers"].to_list() == [0, None]


def test_what_stood_before_a_correction_is_no_duplicate(tiny: Tiny) -> None:
    for other in (5, 6, 5):
        assert take_text(tiny, workers("990101", other=other), confirmed=True).status == "accepted"


def test_a_real_return_equal_to_a_simulated_one_lands(tiny: Tiny) -> None:
    write(folder_of(tiny), "files.csv", "file_name,simulated\nstaffing1.csv,true\n")
    write(folder_of(tiny), "staffing1.csv", workers("990101"))
    take(tiny, folder_of(tiny))
    assert take_text(tiny, workers("990101"), "staffing2.csv").status == "accepted"
    assert landed(tiny.home, DATASETS["staffing"]).sort("sequence")["simulated"].to_list() == [True, False]


# ---------------------------------------------------------------- areas and periods


@pytest.mark.parametrize(
    ("row", "rule", "hint"),
    [
        ("990109,2025-12-31", "unknown_code", "990101"),
        ("99010100,2025-12-31", "unknown_code", "990101001"),
        ("990101001000,2025-12-31", "unknown_code", "990101001"),
        ("9.90101E+05,2025-12-31", "unknown_code", ""),
        (",2025-12-31", "code_missing", "6"),
        ("990101003,2025-12-31", "area_not_valid", "990102003 Sanjie"),
        ("990102003,2021-03-31", "area_not_valid", "990101003 Sanjie"),
        ("990000,2025-12-31", "level_may_not_file", "county and township"),
        ("990100,2025-12-31", "level_may_not_file", "county and township"),
        ("990201400,2025-12-31", "level_may_not_file", "990201"),
        ("990101,2025-12-30", "not_a_quarter_end", "2025-12-31"),
        ("990101,2025-10-01", "not_a_quarter_end", "2025-09-30"),
        ("990101,2026-03-31", "future_period", "2025-12-31"),
        ("990101,2020-09-30", "before_first_period", "2020-12-31"),
        ("990101,2025-12", "not_a_date", "2025-12-31"),
        ("990101,soon", "not_a_date", "2025-12-31"),
        ("990101,", "period_missing", "2025-12-31"),
    ],
)
def test_a_wrong_area_or_period_is_named_with_what_would_be_right(
    tiny: Tiny, row: str, rule: str, hint: str
) -> None:
    outcome = take_text(tiny, staffing("990202,2025-12-31,1,2,3,4", f"{row},1,2,3,4"))
    assert rules(outcome) == [(3, rule)]
    finding = outcome.errors[0]
    code, _, period = row.partition(",")
    assert finding.column in ("area_code", "period")
    assert finding.value == ((code if finding.column == "area_code" else period) or None)
    assert hint in finding.message_en
    assert "3" in finding.message_zh
    assert landed_count(tiny) == 0


def test_a_code_that_a_spreadsheet_made_a_number_is_taken(tiny: Tiny) -> None:
    rows = [
        STAFFING.split(","),
        [990101.0, "2025Q4", 1, 2, 3, 4],
        ["990102.0", dt.date(2025, 12, 31), "1,000", " ２ ", "3.0", 4],
    ]
    path = workbook(tiny.home.root.parent, "staffing.xlsx", {"填报": rows})
    assert take(tiny, path).files[0].status == "accepted"
    assert landed(tiny.home, DATASETS["staffing"]).sort("area_code").select(
        "area_code", "chief_workers", "deputy_workers", "other_workers", "file_row"
    ).rows() == [("990101", 1, 2, 3, 2), ("990102", 1000, 2, 3, 3)]


@pytest.mark.parametrize("code", ["991234", "990103"])  # near none; a digit off another
@pytest.mark.parametrize("name", ["丁卯市", "丁卯", " 丁卯 市", "3、丁卯市（本级）", "Dingmao"])
def test_the_name_in_the_row_says_which_area_a_wrong_code_meant(tiny: Tiny, code: str, name: str) -> None:
    text = staffing(
        f"{code},{name},2025-12-31,1,2,3,4", heading="区划代码,名称,报告期,正职,副职,其他工作人员,持证人数"
    )
    assert "990202 Dingmao" in take_text(tiny, text).errors[0].message_en


def test_the_boundary_change_decides_which_codes_may_file(tiny: Tiny) -> None:
    old = workers("990101001", "990101002", "990101003", period="2021-03-31")
    new = workers("990102001", "990102002", "990102003", period="2021-06-30")
    assert take_text(tiny, old).status == "accepted"
    assert take_text(tiny, new).status == "accepted"


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("2.5", "not_a_whole_number"), ("无", "not_a_whole_number"), ("1,23", "not_a_whole_number"),
        ("3人", "not_a_whole_number"), ("-1", "negative"), ("－1", "negative"), ("10000001", "too_large"),
        ("9" * 30, "too_large"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_named(tiny: Tiny, cell: str, rule: str) -> None:
    outcome = take_text(tiny, staffing(f'990101,2025-12-31,1,2,"{cell}",'))
    assert rules(outcome) == [(2, rule)]
    assert (outcome.errors[0].column, outcome.errors[0].value) == ("other_workers", cell)


def test_all_errors_of_a_file_are_told_at_once_in_the_order_of_the_sheet(tiny: Tiny) -> None:
    outcome = take_text(
        tiny,
        staffing(
            "990101,2025-12-31,1,x,3,4",
            "999999,2025-12-30,1,2,3,4",
            "990101,2025-12-31,1,2,3,99",
            "990102,2025-12-31,1,2,3,4",
            "990102001,2025-12-31,1,2,3,4",
        ),
    )
    assert rules(outcome) == [
        (2, "not_a_whole_number"),
        (3, "unknown_code"),
        (3, "not_a_quarter_end"),
        (4, "same_area_twice"),
        (4, "certified_within_workers"),
        (6, "ancestor_and_descendant"),
    ]
    assert "row 2" in outcome.errors[3].message_en
    assert "row 5" in outcome.errors[5].message_en


def test_a_long_list_of_errors_is_cut_and_the_rest_counted(tiny: Tiny) -> None:
    outcome = take_text(tiny, staffing(*(f"990101,2025-12-31,{n}.5,x,3,4" for n in range(150))))
    assert len(outcome.errors) == LISTED_PER_FILE + 1
    assert outcome.errors[-1].rule == "more_errors"
    # 150 wrong chiefs, 150 wrong deputies and 149 repetitions
    assert str(449 - LISTED_PER_FILE) in outcome.errors[-1].message_en


def test_the_largest_count_is_taken_and_one_more_names_the_bound(tiny: Tiny) -> None:
    # A post is bounded by what its indicators can bear, residents by their form.
    most = tiny.pack.datasets.counts["staffing"].by_code["other_workers"].limit
    told = f"{most:,}"
    assert take_text(tiny, staffing(f"990101,2025-12-31,1,2,{most},")).status == "accepted"
    outcome = take_text(tiny, staffing(f"990101,2025-12-31,1,2,{most + 1},"))
    assert f"{told}," in outcome.errors[0].message_en
    assert f"{told}，" in outcome.errors[0].message_zh
    people = "area_code,period,resident_population,urban_population\n990101,2025-12-31,{},5\n"
    most = tiny.pack.datasets.counts["population"].by_code["resident_population"].limit
    assert take_text(tiny, people.format(most), "population.csv", confirmed=True).status == "accepted"
    outcome = take_text(tiny, people.format(most + 1), "population.csv")
    assert f"{most:,}," in outcome.errors[0].message_en


def test_a_figure_beyond_counting_breaks_no_other_rule(tiny: Tiny) -> None:
    for digits in ("9" * 18, "9" * 30):
        outcome = take_text(tiny, staffing(f"990101,2025-12-31,{digits},{digits},3,4"))
        assert rules(outcome) == [(2, "too_large"), (2, "too_large")]


# ---------------------------------------------------------------- functional zones


def with_townships(tiny: Tiny) -> Tiny:
    """The zone beside the counties with two townships and a zone of its own."""
    common = {"parent_code": "990171", "name_en_status": "official", "source": "tests"}
    for code, level, name in (
        ("990171001", "township", "海风街道"),
        ("990171002", "township", "海浪街道"),
        ("990171400", "zone", "海港园区"),
    ):
        names = {"area_name_zh": name, "area_name_en": code, "short_name_zh": name, "short_name_en": code}
        tiny.add("areas", {"area_code": code, "area_level": level, "area_kind": level, **names, **common})
    return tiny


@pytest.mark.parametrize("dataset", list(DATASETS))
def test_a_zone_that_stands_beside_counties_files_as_one_of_them(tiny: Tiny, dataset: str) -> None:
    heading = ",".join(["area_code", "period", *DATASETS[dataset].measure_codes])
    zeros = ",0" * len(DATASETS[dataset].measure_codes)
    outcome = take_text(tiny, f"{heading}\n990171,2025-12-31{zeros}\n", f"{dataset}.csv", confirmed=True)
    assert outcome.status == "accepted"
    outcome = take_text(tiny, f"{heading}\n990201400,2025-12-31{zeros}\n", f"{dataset}.csv")
    assert rules(outcome) == [(2, "level_may_not_file")]
    assert "990201 Bingyin" in outcome.errors[0].message_en


def test_a_zone_straight_under_the_province_files_too(tiny: Tiny) -> None:
    tiny.change("areas", {"area_code": "990171"}, parent_code="990000")
    assert take_text(tiny, workers("990171")).status == "accepted"


def test_a_zone_with_townships_is_superseded_as_a_county_is(tiny: Tiny) -> None:
    with_townships(tiny)
    batch = take_text(tiny, workers("990171")).batch_id
    outcome = take_text(tiny, workers("990171001"))
    assert rules(outcome) == [(2, "part_of_standing_return")]
    assert str(batch) in outcome.errors[0].message_en
    assert take_text(tiny, workers("990171001", "990171002")).status == "accepted"
    assert take_text(tiny, workers("990171001", other=9)).status == "accepted"
    assert rules(take_text(tiny, workers("990171", "990171002"))) == [(3, "ancestor_and_descendant")]
    assert standing(tiny.home, "staffing", tiny.pack)["area_code"].sort().to_list() == [
        "990171001",
        "990171002",
    ]
    assert take_text(tiny, workers("990171"), confirmed=True).status == "accepted"
    assert standing(tiny.home, "staffing", tiny.pack)["area_code"].to_list() == ["990171"]


def test_a_zone_inside_a_zone_reports_through_it(tiny: Tiny) -> None:
    outcome = take_text(with_townships(tiny), workers("990171400"))
    assert rules(outcome) == [(2, "level_may_not_file")]
    assert "through 990171" in outcome.errors[0].message_en


def test_a_mistyped_code_may_have_meant_a_zone_that_files(tiny: Tiny) -> None:
    assert "990171 " in take_text(tiny, workers("9901711")).errors[0].message_en
    assert AREAS.may_file(("county",), None)[AREAS.place["990171"]]
    assert not AREAS.may_file(("county",), None)[AREAS.place["990201400"]]


# ---------------------------------------------------------------- no double counting


def test_an_area_and_its_part_may_not_report_in_one_file(tiny: Tiny) -> None:
    assert rules(take_text(tiny, workers("990101001", "990101"))) == [(2, "ancestor_and_descendant")]
    other_period = workers("990101001") + "990101,2025-09-30,1,2,5,4\n"
    assert take_text(tiny, other_period).status == "accepted"


def test_a_part_of_a_standing_county_is_refused_and_names_the_batch(tiny: Tiny) -> None:
    batch = take_text(tiny, workers("990102")).batch_id
    outcome = take_text(tiny, workers(YICHOU[0], YICHOU[2], "990201"))
    assert rules(outcome) == [(2, "part_of_standing_return"), (3, "part_of_standing_return")]
    assert f"{batch}" in outcome.errors[0].message_en
    assert YICHOU[1] in outcome.errors[0].message_zh


def test_all_townships_replace_their_county_and_the_reverse(tiny: Tiny) -> None:
    county = workers("990102")
    assert take_text(tiny, county).status == "accepted"
    assert take_text(tiny, workers(*YICHOU)).status == "accepted"
    assert take_text(tiny, workers(YICHOU[0], other=9)).status == "accepted"
    assert rules(take_text(tiny, county)) == [(2, "whole")] + [(2, "turned_back")] * 4
    assert take_text(tiny, county, confirmed=True).status == "accepted"
    assert take_text(tiny, county).status == "duplicate"
    assert rules(take_text(tiny, workers(YICHOU[0]))) == [(2, "part_of_standing_return")]


def test_a_county_replaces_the_part_of_its_townships_that_stood(tiny: Tiny) -> None:
    assert take_text(tiny, workers(BINGYIN[0])).status == "accepted"
    assert take_text(tiny, workers("990201"), confirmed=True).status == "accepted"
    assert rules(take_text(tiny, workers(BINGYIN[0]))) == [(2, "part_of_standing_return")]


def in_turn(folder: Path, paths: list[Path]) -> None:
    """Let each of some files be filed a day after the one before."""
    lines = [f"{path.name},{TODAY - dt.timedelta(days=20 - n)}" for n, path in enumerate(paths)]
    write(folder, "files.csv", "\n".join(["file_name,filed_on", *lines, ""]))


def test_files_of_one_run_are_judged_as_if_given_one_by_one(tiny: Tiny) -> None:
    texts = [
        workers("990102"),
        workers(YICHOU[0]),
        workers(*YICHOU),
        workers(YICHOU[0], other=9),
        workers("990102"),
    ]
    paths = [write(folder_of(tiny), f"staffing{n}.csv", text) for n, text in enumerate(texts)]
    in_turn(folder_of(tiny), paths)
    together = [outcome.status for outcome in take(tiny, *paths, confirmed=True).files]
    tiny.home = Home.of(tiny.home.root.parent / "another")
    one_by_one = [take(tiny, path, confirmed=True).files[0].status for path in paths]
    assert together == one_by_one == ["accepted", "rejected", "accepted", "accepted", "accepted"]


BATCHES = st.lists(
    st.tuples(
        st.sampled_from(
            [["990101"], ["990102"], list(JIAZI), list(YICHOU), [JIAZI[0]], [YICHOU[1]], ["990101", *YICHOU]]
        ),
        st.integers(5, 6),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=15, deadline=None)
@given(BATCHES)
def test_together_or_apart_the_same_files_are_accepted(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[list[str], int]]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    pack = read_pack(PACK)
    paths = [
        write(folder, f"staffing{n}.csv", workers(*codes, other=other))
        for n, (codes, other) in enumerate(batches)
    ]
    in_turn(folder, paths)
    together = ingest(Home.of(folder / "together"), pack, paths, Circumstances(today=TODAY)).files
    apart = [
        ingest(Home.of(folder / "apart"), pack, [path], Circumstances(today=TODAY)).files[0] for path in paths
    ]
    assert [(o.status, o.batch_id) for o in together] == [(o.status, o.batch_id) for o in apart]


# ---------------------------------------------------------------- dataset, period, folder


@pytest.mark.parametrize("name", ["staffing-9901.csv", "2025Q4_社区工作者.csv", "upload.csv"])
def test_the_dataset_is_known_by_name_or_by_columns(tiny: Tiny, name: str) -> None:
    assert take_text(tiny, workers("990101"), name).dataset == "staffing"


def test_the_option_says_the_dataset_before_the_name_does(tiny: Tiny) -> None:
    outcome = take_text(tiny, workers("990101"), "services.csv", dataset="staffing")
    assert (outcome.dataset, outcome.status) == ("staffing", "accepted")
    outcome = take_text(tiny, workers("990101"), "services.csv")
    assert outcome.dataset == "services"
    assert {rule for _, rule in rules(outcome)} == {"missing_column", "unknown_column"}
    assert any("belongs to 'staffing'" in finding.message_en for finding in outcome.errors)


def test_headings_that_fit_no_return_are_refused(tiny: Tiny) -> None:
    assert rules(take_text(tiny, "code,figure\n1,2\n", "upload.csv")) == [(1, "dataset_unclear")]


@pytest.mark.parametrize(
    ("heading", "rule", "column"),
    [
        (STAFFING.replace("chief_workers", "chief_worker"), "unknown_column", "chief_worker"),
        (STAFFING.replace("chief_workers", "正职,chief_workers"), "column_twice", "chief_workers"),
        (STAFFING.replace(",certified_workers", ""), "missing_column", "certified_workers"),
        (STAFFING.replace("period,", ""), "period_missing", "period"),
    ],
)
def test_a_wrong_heading_is_named(tiny: Tiny, heading: str, rule: str, column: str) -> None:
    outcome = take_text(tiny, heading + "\n" + ",".join(["1"] * heading.count(",") + ["1"]) + "\n")
    assert (1, rule) in rules(outcome)
    assert column in [finding.column for finding in outcome.errors if finding.rule == rule]


def test_optional_columns_are_taken_and_a_return_needs_rows(tiny: Tiny) -> None:
    heading = "序号,区划代码,名称,正职,副职,其他工作人员,持证人数（人）,备注"
    text = staffing("1,990101,甲子区,1,2,3,4,=cmd()", heading=heading)
    assert take_text(tiny, text, period=dt.date(2025, 12, 31)).status == "accepted"
    assert rules(take_text(tiny, STAFFING + "\n")) == [(1, "no_rows")]


def test_a_period_given_twice_must_agree(tiny: Tiny) -> None:
    period = dt.date(2025, 9, 30)
    outcome = take_text(tiny, workers("990101", "990102"), period=period)
    assert rules(outcome) == [(2, "period_conflict"), (3, "period_conflict")]
    text = staffing("990101,,1,2,3,4", "990102,2025-09-30,1,2,3,4")
    assert take_text(tiny, text, period=period).status == "accepted"
    assert rules(take_text(tiny, text, period=dt.date(2025, 9, 29)))[0] == (None, "not_a_quarter_end")


def test_a_folder_is_taken_in_the_order_it_was_filed(tiny: Tiny) -> None:
    folder = folder_of(tiny)
    heading = "file_name,dataset,period,filed_on,filed_by,simulated"
    bare = "area_code,chief_workers,deputy_workers,other_workers,certified_workers\n990101,1,2,{},4\n"
    for name, other in (("a.csv", 9), ("b.csv", 7), ("c.csv", 8)):
        write(folder / "2025Q4", name, bare.format(other))
    lines = [
        "a.csv,staffing,2025-12-31,2026-02-10,甲子区民政局,true",
        "c.csv,staffing,2025-12-31,2026-01-10,甲子区民政局,true",
        "b.csv,staffing,2025-12-31,2026-01-11,甲子区民政局,true",
    ]
    write(folder / "2025Q4", "files.csv", "\n".join([heading, *lines, ""]))
    write(folder / "2025Q3", "staffing.csv", workers("990101", period="2025-09-30"))
    write(folder / "2025Q4", "~$open.xlsx", "lock file of an open workbook")
    write(folder / "2025Q4", "readme.txt", "no return")
    outcomes = [one for one in take(tiny, folder).files if one.status != "passed_over"]
    assert [Path(outcome.path).name for outcome in outcomes] == ["c.csv", "b.csv", "a.csv", "staffing.csv"]
    rows = landed(tiny.home, DATASETS["staffing"]).sort("sequence")
    assert rows["other_workers"].to_list() == [8, 7, 9, 5]
    assert rows["filed_on"].to_list() == [
        dt.date(2026, 1, 10),
        dt.date(2026, 1, 11),
        dt.date(2026, 2, 10),
        TODAY,
    ]
    assert rows["filed_by"].to_list() == ["甲子区民政局"] * 3 + [None]
    assert rows["simulated"].to_list() == [True, True, True, False]


def test_links_inside_a_folder_list_no_file_twice(tiny: Tiny) -> None:
    folder = folder_of(tiny)
    write(folder / "2025Q4", "staffing.csv", workers("990101"))
    write(folder / "2025Q4", "files.csv", "file_name\nstaffing.csv\nstaffing-again.csv\n")
    (folder / "2025Q4" / "staffing-again.csv").symlink_to(folder / "2025Q4" / "staffing.csv")
    (folder / "2025Q4" / "above").symlink_to(folder, target_is_directory=True)
    (folder / "2025").symlink_to(folder / "2025Q4", target_is_directory=True)
    report = take(tiny, folder)
    assert {Path(one.path).name: one.status for one in report.files} == {
        "staffing.csv": "accepted",
        "files.csv": "passed_over",
        "staffing-again.csv": "passed_over",
        "above": "passed_over",
        "2025": "passed_over",
    }
    assert report.complete


def test_a_return_cannot_be_filed_before_its_period_has_ended(tiny: Tiny) -> None:
    text = workers("990101", period="2025-09-30") + "990102,2025-12-31,1,2,5,4\n"
    outcome = take_text(tiny, text, filed_on=dt.date(2025, 12, 30))
    assert rules(outcome) == [(None, "filed_before_period_end")]
    assert "2025-12-30 is before the end of the period 2025-12-31" in outcome.errors[0].message_en
    assert take_text(tiny, text, filed_on=dt.date(2025, 12, 31)).status == "accepted"
    write(folder_of(tiny), "files.csv", "file_name,filed_on\na.csv,2020-01-01\n")
    a = write(folder_of(tiny), "a.csv", workers("990201"))
    b = write(folder_of(tiny), "b.csv", workers("990202"))
    assert [outcome.status for outcome in take(tiny, a, b).files] == ["rejected", "accepted"]


def test_a_single_file_of_a_folder_keeps_what_its_list_says(tiny: Tiny) -> None:
    folder = folder_of(tiny)
    path = write(folder, "a.csv", workers("990101"))
    write(folder, "files.csv", "file_name,dataset,filed_on,simulated\na.csv,staffing,2026-01-10,是\n")
    assert take(tiny, path).count("accepted") == 1
    row = landed(tiny.home, DATASETS["staffing"]).to_dicts()[0]
    assert (row["filed_on"], row["simulated"]) == (dt.date(2026, 1, 10), True)


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ("file_name\na.csv\nmissing.csv\n", {"a.csv": "accepted", "missing.csv": "file_missing"}),
        ("file_name,period\na.csv,2025-09-30\n", {"a.csv": "period_conflict"}),
        ("file_name,dataset\na.csv,workers\n", {"a.csv": "list_value"}),
        ("file_name,filed_on\na.csv,yesterday\n", {"a.csv": "list_value"}),
        ("file_name,filed_on\na.csv,2026-03-01\n", {"a.csv": "filed_in_the_future"}),
        ("file_name,simulated\na.csv,maybe\n", {"a.csv": "list_value"}),
        ("name\na.csv\n", {"files.csv": "list_heading", "a.csv": "list_unreadable"}),
        ("file_name\n../a.csv\n", {"files.csv": "list_value", "a.csv": "list_unreadable"}),
        ("file_name\na.csv\na.csv\n", {"files.csv": "list_value", "a.csv": "list_unreadable"}),
        ("", {"files.csv": "empty_file", "a.csv": "list_unreadable"}),
    ],
)
def test_a_list_that_does_not_fit_its_folder_is_named(
    tiny: Tiny, listing: str, expected: dict[str, str]
) -> None:
    folder = folder_of(tiny)
    write(folder, "a.csv", workers("990101"))
    write(folder, "files.csv", listing)
    outcomes = [one for one in take(tiny, folder).files if one.status != "passed_over"]
    found = {Path(o.path).name: o.errors[0].rule if o.errors else o.status for o in outcomes}
    assert found == expected


def test_wrong_use_is_told_before_anything_lands(tiny: Tiny) -> None:
    good = write(folder_of(tiny), "staffing.csv", workers("990101"))
    empty = tiny.home.root.parent / "empty"
    empty.mkdir()
    for paths, options, words in (
        ([good, folder_of(tiny) / "none.csv"], {}, "no file or folder"),
        ([good, empty], {}, "no return"),
        ([good], {"dataset": "workers"}, "staffing, organizations"),
        ([write(folder_of(tiny), "files.csv", "file_name\n")], {}, "Give the folder"),
    ):
        with pytest.raises(WrongUse, match=words):
            take(tiny, *paths, **options)
    assert landed_count(tiny) == 0


def test_a_home_of_another_pack_is_refused(tiny: Tiny) -> None:
    tiny.home.claim("another")
    with pytest.raises(HomeError, match="another"):
        take_text(tiny, workers("990101"))


def test_files_of_a_kind_that_cannot_be_read_are_refused_by_name(tiny: Tiny) -> None:
    folder = folder_of(tiny)
    write(folder, "staffing.xls", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "latin-1")
    assert rules(take(tiny, folder).files[0]) == [(None, "damaged_workbook")]


def test_progress_is_told_and_never_runs_over(tiny: Tiny) -> None:
    told: list[tuple[str, int, int]] = []
    write(folder_of(tiny), "staffing.csv", workers("990101"))
    take(tiny, folder_of(tiny), progress=lambda *step: told.append(step))
    assert {step for step, _, _ in told} == {"read", "check", "land"}
    assert all(0 <= done <= of for _, done, of in told)


def test_the_same_fault_of_many_rows_is_told_once_with_its_rows(tiny: Tiny) -> None:
    rows = [f"{code},2025-12-30,1,2,3,4" for code in [*JIAZI, *YICHOU, *BINGYIN][:3]] + [
        f"{BINGYIN[-1]},2025-12-29,1,2,3,4"
    ]
    outcome = take_text(tiny, staffing(*rows))
    assert [finding.row for finding in outcome.errors] == [2, 3, 4, 5]  # a program gets each
    told = [one.message("en", rows) for one, rows in alike(outcome.errors)]
    assert told[0].startswith("Rows 2–4 (3), period '2025-12-30': not the last day")
    assert told[1].startswith("Row 5, period")
    assert len(told) == 2
    in_chinese = alike(outcome.errors)[0]
    assert in_chinese[0].message("zh", [2, 4, 5]).startswith("第 2、4–5 行（共 3 行）“period”为“2025-12-30”")


def test_what_is_wrong_in_a_row_is_told_in_the_order_of_its_columns(tiny: Tiny) -> None:
    heading = "other_workers,certified_workers,period,area_code,deputy_workers,chief_workers"
    outcome = take_text(tiny, staffing("x,1.5,2025-12-30,990109,-1,y", heading=heading))
    told = [finding.column for finding in outcome.errors]
    assert told == heading.split(",")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(AREAS.codes), st.integers(0, 11), st.sampled_from("0123456789"))
def test_the_nearest_code_is_at_most_one_digit_away(code: str, place: int, digit: str) -> None:
    """Whatever one digit was lost, added or mistyped, a known code no further off is proposed."""
    at = place % len(code)
    for wrong in (
        code[:at] + code[at + 1 :],
        code[:at] + digit + code[at:],
        code[:at] + digit + code[at + 1 :],
    ):
        if wrong in AREAS.place:
            continue
        near = AREAS.nearest(wrong)
        assert near is not None
        assert near in AREAS.place
        if len(near) == len(wrong):
            assert sum(a != b for a, b in zip(near, wrong, strict=True)) <= 2
        else:
            assert abs(len(near) - len(wrong)) in (1, 3)
