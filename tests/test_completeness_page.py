"""The page of completeness: title with the bounds, rates, who filed when, who lacks, and another form."""

from __future__ import annotations

import pytest

from draw import svg
from draw.filing_cells import Cell, Group, Period, Room, Row, filing_cells
from draw.palette import palette
from pipelines.filing import found, reviews
from tests.filing import take_text
from tests.test_completeness import filed as _filed
from tests.test_pages import nothing_kept, opened, text_of, title, visit
from tests.tiny import COUNTIES, Tiny

__all__ = ["nothing_kept"]
COLOURS = palette("light")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return _filed(Tiny(tmp_path_factory.mktemp("completeness")))


def test_the_title_says_who_has_filed_and_what_that_leaves_open(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    page = visit("completeness")
    assert title(page) == "3 个县和功能区报齐，1 个未报齐、2 个未报：达标数因此在 3 到 5 之间"
    assert "未报：" in text_of(page)
    assert page.query_params == {}
    english = visit("completeness", "en", city="990200")
    assert title(english).startswith("Xishan City: 1 county has filed in full, 0 in part, 1 not at all")


def test_where_all_have_filed_the_cause_of_the_bounds_is_named_and_zones_are_told(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filed(tiny)
    tiny.staff_everywhere(dict.fromkeys(COUNTIES, 40))
    tiny.staff({"990171": 5})
    tiny.change("population", {"area_code": "990202"}, urban_population=None)
    tiny.built()
    opened(tiny, monkeypatch)
    page = visit("completeness")
    assert "达标数仍在 3 到 4 之间（1 个缺人口数）" in title(page)
    assert "5 个县（市、区）之外另计 1 个功能区" in text_of(page)
    assert "没有报齐的县还能改变的" not in text_of(page)
    english = visit("completeness", "en")
    assert "still 3 to 4 meet the target (1 without a current " in title(english)
    assert "counted beside 5 counties: 1 zone" in text_of(english)


def test_a_county_says_which_of_its_units_lack(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(filed, monkeypatch)
    page = visit("completeness", county="990102")
    assert "未报齐，缺 2 个单位" in title(page)
    assert "应报 3 个单位，报齐 1 个，按时 0 个" in text_of(page)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("未报", "有空项", "副职")), ("en", ("Not filed", "Deputy workers"))]
)
def test_missing_units_are_listed_with_what_they_left_blank(
    filed: Tiny, language: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    page = visit("completeness", language, view="missing", city="990100")
    frame = page.dataframe[0].value
    assert len(frame) == 3
    assert set(frame["days"]) == {31}
    told = " ".join(str(cell) for cell in frame.to_numpy().ravel())
    assert all(word in told for word in words)
    assert len(page.get("download_button")) >= 1


def test_the_table_has_every_area_under_its_city(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(filed, monkeypatch)
    frame = visit("completeness", view="table").dataframe[0].value
    assert frame["share_filed"][0] == "69%"
    assert frame["to_file"][0] == 13
    assert {"按时", "更正过", "迟报", "未报齐", "未报"} == set(frame["state"][1:]) | {"按时"}


def test_another_form_and_another_period_are_chosen_and_unknown_ones_told(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    page = visit("completeness", form="services")
    assert title(page).startswith("0 个县和功能区报齐")
    assert "没有带目标的指标" in text_of(page) or "还能改变的" in text_of(page)
    page = visit("completeness", form="nothing", view="pie", county="1", period="2025-09-30")
    assert title(page).startswith("1 个县和功能区报齐")
    assert "报表" in " ".join(one.value for one in page.caption)
    assert "form" not in page.query_params


def test_a_home_without_returns_says_what_is_due(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    page = visit("completeness", "en")
    assert title(page).startswith("0 counties and zones have filed in full, 0 in part, 6 not at all")
    assert "None" not in text_of(page)


def test_whole_cities_stand_in_panels_and_every_marked_cell_can_be_pressed() -> None:
    cell = Cell("#AAD4D8")
    late = Cell("#ECB168", "迟", "迟报", "cell/1/2025-12-31")
    rows = [Row(f"县{number}", [cell, late, Cell("")], pick=f"area/{number}/") for number in range(6)]
    groups = [Group("甲市", "4/6", rows, True), Group("乙市", "6/6", rows), Group("", "", rows[:1])]
    periods = [
        Period("2024", "一", "period//a"),
        Period("2025", "二", "period//b", True),
        Period("2025", "三", "period//c"),
    ]
    sketch = filing_cells(periods, groups, Room(600, 2, 44), COLOURS)
    whole = svg.drawing(sketch.body, sketch.width, sketch.height)
    assert whole.count('data-pick="cell/') == 13
    assert whole.count('data-pick="area/') == 13
    assert whole.count('data-pick="period/') == 6  # over each of two panels
    assert sketch.height < 600
    one = filing_cells(periods, groups, Room(358, 1, 44, lowest=19), COLOURS)
    assert one.height > sketch.height


def test_a_sign_on_a_hatch_keeps_the_lines_off() -> None:
    cells = [Cell("#ECB168", "迟"), Cell("url(#half)", "缺")]
    groups = [Group("", "", [Row("县", cells)])]
    periods = [Period("2025", "一", "period//a"), Period("2025", "二", "period//b")]
    drawn = filing_cells(periods, groups, Room(358, 1, 44), COLOURS).body
    late, lacking = (next(part for part in drawn.split("<text") if sign in part) for sign in "迟缺")
    assert f'stroke="{COLOURS.no_data}"' in lacking
    assert "stroke" not in late


def test_nothing_at_all_is_drawn_as_nothing() -> None:
    assert filing_cells([], [], Room(600, 3, 44), COLOURS).height < 30


@pytest.fixture
def asked(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A figure whose filer was asked about it and meant it."""
    heading = "area_code,period,resident_population,urban_population\n"
    assert (
        take_text(tiny, heading + "990101,2025-12-31,1000,900\n", "population.csv", confirmed=True).status
        == "accepted"
    )
    tiny.built()
    return opened(tiny, monkeypatch)


def test_findings_are_listed_filtered_and_reviewed_on_the_page(asked: Tiny) -> None:
    page = visit("completeness", view="findings", form="population")
    frame = page.dataframe[0].value
    assert set(frame["severity"]) == {"警告"}
    assert any("已由填报人确认" in text for text in frame["text"])
    (far, *_) = [
        one for one in found.findings(asked.reader, "990000", asked.pack.datasets) if one.rule == "far"
    ]
    page = visit("completeness", view="findings", form="population", rule="far", finding=far.id)
    assert len(page.dataframe[0].value) < len(frame)
    # No word is preselected, and all that lacks is told at once.
    assert page.segmented_control(key="review_word").value is None
    page.button(key="review_press").click().run()
    assert "还没有填：结论、理由、核对人" in text_of(page)
    assert reviews.by_finding(asked.home) == {}
    page.segmented_control(key="review_word").set_value("explained").run()
    page.button(key="review_press").click().run()
    assert "还没有填：理由、核对人" in text_of(page)
    page.text_input(key="review_why").set_value("新小区")
    page.text_input(key="review_name").set_value("王某")
    page.button(key="review_press").click().run()
    assert not page.exception
    assert "已登记" in text_of(page)
    assert "已说明：新小区（王某，" in text_of(page)
    (row,) = reviews.by_finding(asked.home)[far.id]
    assert (row["kind"], row["by"]) == ("explained", "王某")
    assert "已说明（王某）" in list(page.dataframe[0].value["word"])
    # Without a reason nothing is added.
    page.button(key="review_press").click().run()
    assert "还没有填：结论、理由" in text_of(page)
    assert len(reviews.by_finding(asked.home)[far.id]) == 1


def test_in_english_too_all_that_a_word_lacks_is_told_at_once(asked: Tiny) -> None:
    first = found.findings(asked.reader, "990000", asked.pack.datasets)[0]
    page = visit("completeness", "en", view="findings", form="population", finding=first.id)
    page.text_input(key="review_name").set_value("Wang").run()
    page.button(key="review_press").click().run()
    assert "Still to be filled in: Word and Why" in text_of(page)


def test_a_server_for_reading_alone_adds_no_word(asked: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBSERVATORY_READONLY", "1")
    first = found.findings(asked.reader, "990000", asked.pack.datasets)[0]
    page = visit("completeness", "en", view="findings", form="population", finding=first.id)
    assert "no word can be added" in text_of(page)
    assert [one for one in page.button if one.key == "review_press"] == []


def test_a_form_without_findings_says_so(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(filed, monkeypatch)
    page = visit("completeness", view="findings", rule="nothing", finding="x", span="soon")
    assert "没有与规则不符的地方" in text_of(page)
    assert {"rule", "finding", "span"} & set(page.query_params) == set()
