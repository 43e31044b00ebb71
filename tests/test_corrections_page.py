"""The page Corrections: two snapshots, what differs between them, what was published, and each batch's file."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest

from draw import arrivals, svg
from draw.palette import palette
from files import exported
from pipelines.filing import published_files as published
from tests.browser import opened as browser
from tests.browser import served
from tests.filing import take_text, workers
from tests.test_pages import nothing_kept, opened, text_of, title, visit
from tests.tiny import JIAZI, PERIOD, WORKERS, Tiny
from ui.frame import startup
from ui.frame.answers import Answers
from warehouse.snapshots import SnapshotInfo
from words.problems import QuestionError

__all__ = ["nothing_kept"]
ASKED = {"period": "2025-12-31", "indicator": WORKERS}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tiny, SnapshotInfo, SnapshotInfo]:
    """Between two snapshots a county filed late, one was corrected, and a batch was taken back."""
    tiny = Tiny(tmp_path_factory.mktemp("corrections"))
    take_text(tiny, workers(*JIAZI, other=40))
    tiny.sequence = 1
    mistaken = tiny.staff_everywhere({"990102": 10})
    first = tiny.built()
    asked = {"indicator": WORKERS, "period": PERIOD, "area": "990000"}
    made = exported.file_of(tiny.reader, "county_compliance", "csv", **asked)
    published.keep(tiny.home, tiny.reader, "县表.csv", made.data, made.receipt)
    tiny.staff({JIAZI[0]: 1, JIAZI[1]: 1}, filed_on=dt.date(2026, 2, 1))
    tiny.staff_everywhere({"990201": 5}, filed_on=dt.date(2026, 1, 25))
    tiny.withdraw(mistaken)
    return tiny, first, tiny.built()


@pytest.fixture
def at_home(
    both: tuple[Tiny, SnapshotInfo, SnapshotInfo], monkeypatch: pytest.MonkeyPatch
) -> tuple[Tiny, SnapshotInfo, SnapshotInfo]:
    opened(both[0], monkeypatch)
    return both


def test_the_title_counts_counties_by_why(at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo]) -> None:
    _, first, second = at_home
    test = visit("corrections", **ASKED)
    assert title(test) == "1 个县补报、1 个县更正、1 个县撤回：达标从 1 个变为 0 个，3 个县的结论变了"
    text = text_of(test)
    assert f"当时：快照 {first.id}" in text
    assert f"现在：快照 {second.id}" in text
    assert "已发布 1 份，不再成立 1 份" in text
    assert "其间撤回 1 批" in text
    assert "staffing-00000002" in text
    english = visit("corrections", "en", **ASKED)
    assert title(english).startswith(
        "1 county filed since, 1 county corrected, 1 county withdrawn: on target from 1 to 0"
    )


def test_every_view_in_both_languages(at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo]) -> None:
    for language in ("zh", "en"):
        table = visit("corrections", language, view="table", **ASKED)
        frame = table.dataframe[0].value
        assert len(frame) == 32
        flipped = visit("corrections", language, only="flipped", **ASKED)
        assert "990201" not in text_of(flipped)


def test_a_period_without_a_difference_leads_to_one_that_has(
    at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo],
) -> None:
    test = visit("corrections", "en", period="2025-09-30", indicator=WORKERS)
    assert title(test) == "The two snapshots say the same of this period"
    assert "The last period that differs: 2025 Q4" in " ".join(text_of(test).split())


def test_a_batch_opens_with_its_file_as_filed(at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo]) -> None:
    test = visit("corrections", "en", batch="staffing-00000001", **ASKED)
    assert "checksum" in text_of(test)
    assert test.query_params["batch"] == "staffing-00000001"
    lost = visit("corrections", "en", batch="staffing-00000002", **ASKED)
    assert "is not kept as it was filed" in text_of(lost)
    for name in ("staffing-99999999", "../x", "<b>"):
        assert "batch" not in visit("corrections", "zh", batch=name, **ASKED).query_params


def test_read_as_of_the_first_there_is_nothing_before(
    at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo],
) -> None:
    _, first, _ = at_home
    test = visit("corrections", "en", as_of=first.id, **ASKED)
    assert title(test) == "There is one snapshot and none to compare it with"
    # Nor anything to read the site as of.
    assert "Read the whole site as of then" not in text_of(test)
    assert "Read the whole site as of then" in text_of(visit("corrections", "en", **ASKED))
    # A snapshot of other rules can be compared, and no page can be read as of it.
    with pytest.MonkeyPatch.context() as of_other_rules:
        of_other_rules.setattr(startup, "earlier", lambda: [])
        test = visit("corrections", "en", **ASKED)
    assert title(test) != "There is one snapshot and none to compare it with"
    assert "Read the whole site as of then" not in text_of(test)
    unknown = visit("corrections", "zh", **{"with": "20200101-01", **ASKED})
    assert "with" not in unknown.query_params


def test_a_snapshot_that_is_merely_later_is_said_to_be_later(
    at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo],
) -> None:
    _, first, second = at_home
    asked = {"as_of": first.id, **ASKED}
    for named, zh, en in (
        (second.id, "晚于正在看的快照", "later than the snapshot that is read"),
        (first.id, "就是正在看的快照", "it is the snapshot that is read"),
        ("20200101-01", "没有这份快照，或已清理", "there is no such snapshot, or it was pruned"),
        ("x", "无法识别", "not known"),
    ):
        for language, told in (("zh", zh), ("en", en)):
            test = visit("corrections", language, **{"with": named, **asked})
            assert told in " ".join(one.value for one in test.caption)


def test_values_have_the_decimals_and_the_unit_of_their_indicator(
    at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo],
) -> None:
    table = visit("corrections", "en", view="table", **ASKED).dataframe[1].value
    shown = {value for name in ("rate_then", "rate_now") for value in table[name]}
    unit = "per 10,000"
    assert {one for one in shown if one.endswith(unit)} == {one for one in shown if "." in one}
    assert all(len(one.split(" ")[0].partition(".")[2]) == 2 for one in shown if "." in one)


def test_a_snapshot_too_old_to_answer_says_so(
    at_home: tuple[Tiny, SnapshotInfo, SnapshotInfo], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Answers.rows

    def asked(self: Answers, question: str, **parameters: object) -> list[dict[str, object]]:
        if question == "moved_verdicts":
            raise QuestionError("readers.not_answered", question=question, error="no such column")
        return rows(self, question, **parameters)

    monkeypatch.setattr(Answers, "rows", asked)
    _, first, _ = at_home
    assert title(visit("corrections", "en", **ASKED)) == f"The snapshot {first.id} is too old to compare"


def test_an_empty_home_has_nothing_to_compare(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    assert title(visit("corrections")) == "只有一份快照，还没有可比较的"


def test_arrivals_stand_inside_and_on_each_other() -> None:
    day = dt.date(2026, 1, 10)
    listed = [
        arrivals.Arrival(day, came, False, "x", "staffing-1") for came in ("on_time", "late", "corrected")
    ] * 6
    axis = arrivals.Axis(
        [(day, "10 Jan"), (day + dt.timedelta(9), "19 Jan")], day + dt.timedelta(5), "due 15 Jan"
    )
    for width in (850.0, 358.0):
        sketch = arrivals.arrivals(listed, axis, width, palette("light"))
        drawn = ElementTree.fromstring(svg.drawing(sketch.body, sketch.width, sketch.height))
        heights = [float(one.get("cy", 20)) for one in drawn.iter("{http://www.w3.org/2000/svg}circle")]
        assert min(heights) > 0
        assert "+8" in sketch.body


PEOPLE = "area_code,period,resident_population,urban_population\n"


@pytest.mark.parametrize("known", [{"source": "tests"}, {"confirmed": True}], ids=["published", "returned"])
def test_a_batch_that_brought_another_denominator_is_named_with_its_file(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, known: dict[str, object]
) -> None:
    opened(tiny, monkeypatch)
    take_text(tiny, workers(*JIAZI, other=14))
    tiny.sequence = 1
    tiny.built()
    outcome = take_text(tiny, f"{PEOPLE}990101,2025-12-31,25400,18800\n", "人口.csv", **known)
    take_text(tiny, workers("990202", other=3), "补报.csv")
    take_text(tiny, workers("990201100", period="2025-09-30"), "上期.csv")
    assert outcome.batch_id == "population-00000002"
    tiny.build()
    test = visit("corrections", **ASKED)
    assert title(test).startswith("1 个县补报、1 个县分母变了：")
    text = " ".join(text_of(test).split())
    assert "分母：补报" in text
    assert "population-00000002 人口.csv 第 2 行" in text
    # The figures of both forms, and where the others are.
    assert "社区工作者 2025年第4季度：变了的填报数 4 格" in text
    assert "人口 2025年第4季度：变了的填报数 2 格" in text
    assert "另有 1 张表的填报数也变了，这里的指标不用： 社区工作者 2025年第3季度" in text
    table = visit("corrections", "en", view="table", **ASKED)
    assert title(table).startswith("1 county filed since, 1 county with another denominator: ")
    listed = table.dataframe[0].value
    assert listed["form"].value_counts().to_dict() == {
        "Community workers, 2025 Q4": 4,
        "Population, 2025 Q4": 2,
    }
    keys = {one.key for one in table.get("download_button")}
    assert {
        "download_restated_cells_staffing_2025-12-31",
        "download_restated_cells_population_2025-12-31",
    } <= keys


def test_nothing_stands_out_of_a_window_of_1024(both: tuple[Tiny, SnapshotInfo, SnapshotInfo]) -> None:
    tiny, _, _ = both
    out = """() => [...document.querySelectorAll('.corrections td, .desk_sheet, .st-key-desk_left section button')]
        .filter(one => one.getBoundingClientRect().right > one.closest('.stColumn').getBoundingClientRect().right + 1).length"""
    asked = f"lang=en&period=2025-12-31&indicator={WORKERS}"
    with served("app.py", environment=tiny.environment) as address:
        with browser(f"{address}/corrections?{asked}", width=1024, locale="en-GB") as seen:
            seen.wait_until_still()
            seen.page.wait_for_selector(".corrections td")
            assert seen.page.evaluate(out) == 0
        with browser(f"{address}/submissions?lang=en", width=1024, locale="en-GB") as seen:
            seen.wait_until_still()
            zone = seen.page.locator("input[type=file]")
            text = workers(*JIAZI).encode()
            zone.set_input_files(
                [{"name": f"return_of_{n}.csv", "mimeType": "text/csv", "buffer": text} for n in (1, 2)]
            )
            seen.page.wait_for_selector(".desk_sheet")
            seen.wait_until_still()
            assert seen.page.evaluate(out) == 0
            assert seen.page.locator(".st-key-desk_left section button").count() >= 2
