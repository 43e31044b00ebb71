"""The page of initiatives: what is late first, whose it is, how each stood, and what an address says."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from draw import family, squares, svg, timeline
from draw.palette import palette
from draw.squares import STANDINGS
from draw.timeline import Span
from tests.filing import take_text
from tests.policy import DATASETS, ask_all, enter
from tests.test_initiatives import MILESTONES, initiative
from tests.test_initiatives import STANDINGS as FILED_STANDINGS
from tests.test_pages import nothing_kept, opened, text_of
from tests.tiny import PERIOD, STANDING, Tiny, once
from ui.initiatives import card, progress
from ui.initiatives.facts import due_days, lead_before, spans
from words import initiative_findings, speak

__all__ = ["nothing_kept"]

COLOURS = palette("light")
ZH, EN = speak("zh"), speak("en")
START, DUE, TODAY = dt.date(2022, 5, 5), dt.date(2024, 12, 31), dt.date(2026, 2, 20)


def state(since: dt.date, until: dt.date | None = None, **more: Any) -> dict[str, Any]:
    """A filed state, as the question tells it."""
    return {
        "stands_from": since,
        "stands_until": until,
        "start_on": START,
        "due_on": DUE,
        "done_on": None,
        "status": "under_way",
        "withdrawn": False,
        "lead_zh": "甲",
    } | more


def step(due: dt.date | None, done: dt.date | None = None) -> dict[str, Any]:
    return {"due_on": due, "done_on": done}


MOVED = dt.date(2025, 6, 1)
HISTORIES: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], list[Span]]] = [
    (
        "late since its day",
        [state(START)],
        [],
        [Span(START, DUE, "on_track"), Span(DUE, TODAY, "overdue")],
    ),
    (
        "a day that was moved leaves the brown it had earned",
        [state(START, MOVED), state(MOVED, due_on=dt.date(2026, 12, 31))],
        [],
        [Span(START, DUE, "on_track"), Span(DUE, MOVED, "overdue"), Span(MOVED, TODAY, "on_track")],
    ),
    (
        "a milestone missed until it was reached",
        [state(START, due_on=None)],
        [step(dt.date(2023, 1, 1), dt.date(2023, 3, 1))],
        [
            Span(START, dt.date(2023, 1, 1), "on_track"),
            Span(dt.date(2023, 1, 1), dt.date(2023, 3, 1), "slipping"),
            Span(dt.date(2023, 3, 1), TODAY, "on_track"),
        ],
    ),
    (
        "done before it was filed as done",
        [state(START, MOVED, due_on=None), state(MOVED, status="done", done_on=dt.date(2025, 5, 20))],
        [],
        [Span(START, dt.date(2025, 5, 20), "on_track")],
    ),
    (
        "done, and open again",
        [
            state(START, DUE, due_on=None),
            state(DUE, MOVED, status="done", done_on=DUE, due_on=None),
            state(MOVED, due_on=None),
        ],
        [],
        [Span(START, DUE, "on_track"), Span(DUE, MOVED, "done"), Span(MOVED, TODAY, "on_track")],
    ),
    (
        "first told when it was done, and open again",
        [
            state(DUE, MOVED, status="done", done_on=dt.date(2024, 12, 1), due_on=None),
            state(MOVED, due_on=None),
        ],
        [],
        [Span(dt.date(2024, 12, 1), MOVED, "done"), Span(MOVED, TODAY, "on_track")],
    ),
    (
        "withdrawn, and entered again",
        [
            state(START, DUE, due_on=None),
            state(DUE, MOVED, withdrawn=True, status=None, due_on=None),
            state(MOVED, due_on=None),
        ],
        [],
        [Span(START, DUE, "on_track"), Span(MOVED, TODAY, "on_track")],
    ),
    ("not begun", [state(START, status="not_started", due_on=None)], [], [Span(START, TODAY, "not_started")]),
]


@pytest.mark.parametrize(("why", "rows", "steps", "stood"), HISTORIES, ids=[one[0] for one in HISTORIES])
def test_how_an_entry_stood_over_time(
    why: str, rows: list[dict[str, Any]], steps: list[dict[str, Any]], stood: list[Span]
) -> None:
    assert spans(rows, steps, TODAY) == stood, why


def test_days_that_were_moved_and_leads_that_changed_are_told() -> None:
    rows = [state(START), state(DUE, due_on=MOVED), state(MOVED, due_on=MOVED, lead_zh="乙")]
    assert due_days(rows) == [DUE, MOVED]
    assert due_days([state(START, due_on=None)]) == []
    found = lead_before(rows)
    assert found is not None
    assert (found[0]["lead_zh"], found[1]) == ("甲", MOVED)
    assert lead_before(rows[:2]) is None


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        ({"standing": "overdue", "days": 421, "due_on": DUE}, "逾期 421 天", "421 days overdue"),
        ({"standing": "slipping", "days": 1, "due_on": DUE}, "节点晚 1 天", "1 day late"),
        ({"standing": "on_track", "days": -36, "due_on": DUE}, "还有 36 天", "36 days left"),
        ({"standing": "on_track", "days": -100, "due_on": DUE}, "2024年12月", "Dec 2024"),
        ({"standing": "undated", "days": None, "due_on": None}, "无期限", "No due date"),
        ({"standing": "done", "days": 39, "due_on": DUE}, "晚 39 天", "39 days late"),
        ({"standing": "done", "days": -3, "due_on": DUE}, "按期", "in time"),
        ({"standing": "done", "days": None, "due_on": None}, "已完成", "Done"),
        ({"standing": "ended", "days": None, "due_on": DUE}, "并入或终止", "Merged or closed"),
    ],
)
def test_the_words_at_the_end_of_a_bar(row: dict[str, Any], zh: str, en: str) -> None:
    assert initiative_findings.when(ZH, row) == zh
    assert initiative_findings.when(EN, row) == en


@pytest.mark.parametrize(
    ("done_on", "due_on", "state", "zh", "en"),
    [
        (DUE, DUE, "reached", "◆ 印发", "◆ 印发"),
        (DUE + dt.timedelta(days=1), DUE, "reached", "◆ 印发，晚 1 天", "◆ 印发, 1 day late"),
        (DUE, None, "reached", "◆ 印发", "◆ 印发"),
        (None, DUE, "missed", "◇ 印发（到期未达到）", "◇ 印发 (due, not reached)"),
        (None, DUE, "ahead", "◇ 印发", "◇ 印发"),
    ],
)
def test_a_milestone_is_told_in_its_own_words(
    done_on: dt.date | None, due_on: dt.date | None, state: str, zh: str, en: str
) -> None:
    row = {"milestone": "印发", "done_on": done_on, "due_on": due_on}
    assert initiative_findings.step(ZH, row, state) == zh
    assert initiative_findings.step(EN, row, state) == en


def test_every_standing_has_its_sign_its_ground_and_its_word() -> None:
    drawn = {squares.square(squares.Entry(one), (0, 0), COLOURS) for one in STANDINGS}
    assert len(drawn) == len(STANDINGS) == len(set(squares.SIGNS.values()))
    for speech in (ZH, EN):
        assert len({initiative_findings.standing_word(speech, one) for one in STANDINGS}) == len(STANDINGS)


@pytest.mark.parametrize(("width", "rows"), [(1156.0, 1), (700.0, 2), (200.0, 5)])
def test_lists_stand_in_as_many_rows_as_the_width_needs(width: float, rows: int) -> None:
    lists = [
        squares.Listed(name, str(number), [squares.Entry("done", "x", name)] * number)
        for name, number in (("甲", 3), ("乙", 12), ("丙", 8), ("丁", 15), ("戊", 13))
    ]
    sketch = squares.board(lists, width, COLOURS)
    assert sketch.width == width
    tops = {line.split('y="')[1].split('"')[0] for line in sketch.body.split("<text ")[1:]}
    assert len(tops) == rows


def test_a_timeline_says_who_is_late_and_folds_what_is_not() -> None:
    line = timeline.Line(
        "甲任务", "某厅", "overdue", [Span(START, DUE, "on_track")], DUE, "逾期 1 天", tip="甲", pick="A"
    )
    group = timeline.Group("overdue", "逾期 1", "", [line])
    folded = timeline.Group("done", "已完成 2", "", folded=[squares.Entry("done", "乙", "B")] * 2)
    sketch = timeline.timeline(
        [group, folded], TODAY, timeline.Layout(836, 262, 116, 92, ("任务", "牵头")), COLOURS
    )
    assert sketch.body.count("data-pick") == 3
    assert "NaN" not in sketch.body
    assert "逾期 1 天" in sketch.body
    axis = timeline.Axis(START, TODAY, 0, 100)
    assert axis.years == [2022, 2023, 2024, 2025, 2026]
    assert axis.at(dt.date(2022, 1, 1)) == 0
    assert axis.at(dt.date(2027, 1, 1)) == 100


def test_the_columns_of_an_english_timeline_are_used_to_their_end() -> None:
    name, lead = "Rules for adjusting operating funds", "Society Work Department"
    line = timeline.Line(name, lead, "on_track", [Span(START, DUE, "on_track")], DUE, "41 days left")
    group = timeline.Group("on_track", "On track 1", "", [line])
    for base, is_whole in ((progress.LAYOUTS["en"], True), (timeline.Layout(836, 200, 90, 108), False)):
        body = timeline.timeline([group], TODAY, base, COLOURS).body
        for words in (name, lead):
            assert (f">{words}<" in body) is is_whole
            assert words[:8] in body
        assert ("…" in body) is not is_whole


def test_a_family_without_days_is_drawn_all_the_same() -> None:
    entry = squares.Entry("undated", "甲", "A")
    document = family.Document(entry, "甲", "某厅", None, None, None, "无期限")
    sketch = family.family(
        [document], TODAY, family.Layout(1156, 300, 128, 330, ("文件", "牵头", "指标", "变化")), COLOURS
    )
    assert "无期限" in sketch.body
    assert "NaN" not in sketch.body


@pytest.mark.parametrize(
    ("words", "width", "shown"), [("甲乙丙丁", 100, "甲乙丙丁"), ("甲乙丙丁", 45, "甲乙…"), ("", 5, "")]
)
def test_a_name_too_long_for_its_line_is_cut(words: str, width: float, shown: str) -> None:
    assert svg.cut(words, width, 14) == shown


# ------------------------------------------------------------ the page


@once
def with_initiatives(tiny: Tiny) -> None:
    ask_all(tiny)
    rows = [
        initiative(code, **{"lead_department": "民政部门", "list": "policies", **columns})
        for code, columns, *_ in FILED_STANDINGS
    ]
    rows[1] |= {"joint_departments": "某某局", "indicator_codes": "community_workers_per_10k_urban"}
    assert enter(tiny, "initiatives", *rows, filed_on=dt.date(2025, 9, 30)).status == "accepted"
    assert (
        enter(tiny, "initiative_milestones", *MILESTONES, filed_on=dt.date(2025, 9, 30)).status == "accepted"
    )
    tiny.built()


@pytest.fixture
def filed(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(with_initiatives(tiny), monkeypatch)


def visit(language: str = "zh", **query: str) -> AppTest:
    page = AppTest.from_file("../app.py", default_timeout=60)
    page.run()
    page.switch_page("pages/initiatives.py")
    page.query_params.clear()  # that of the first page
    for name, value in {"lang": language, **query}.items():
        page.query_params[name] = value
    return page.run()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", ["timeline", "departments", "policies", "table"])
@pytest.mark.usefixtures("filed")
def test_every_view_stands_in_both_languages(language: str, view: str) -> None:
    page = visit(language, view=view)
    assert not page.exception
    assert not page.error
    titles = {
        ("zh", "timeline"): "16 项任务中 4 项逾期，最久的已拖 1 天",
        ("zh", "departments"): "逾期的 4 项中，民政部门牵头 4 项",
        ("zh", "policies"): "14 个政策文件已出台 2 个；1 个晚于期限；4 个逾期还没有出台",
        ("en", "timeline"): "4 of 16 initiatives are overdue, the longest by 1 day",
    }
    said = page.title[0].value.replace("\\", "")
    wanted = titles.get((language, view))
    assert wanted is None or said == wanted
    assert page.query_params["view"] == view


@pytest.mark.usefixtures("filed")
def test_an_address_opens_an_entry_and_a_wrong_one_is_told() -> None:
    page = visit(task="C1")
    shown = " ".join(str(one.proto) for one in page.get("html"))
    assert "C1" in shown
    assert page.button(key="clear_task")
    assert page.query_params["task"] == "C1"
    page = visit(task="nobody")
    assert page.query_params.get("task") != "nobody"
    assert "nobody" in text_of(page)


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh", "2025年第4季度"), ("en", "2025 Q4")],
)
def test_its_indicators_stand_on_its_card_with_their_newest_figure(
    filed: Tiny, language: str, told: str
) -> None:
    code = FILED_STANDINGS[1][0]

    def newest() -> str:
        page = visit(language, task=code)
        assert not page.exception
        assert [one for one in page.get("page_link") if "indicator=" in one.proto.query_string]
        lines = [str(one.proto.body) for one in page.get("html")]  # type: ignore[attr-defined]
        return next(line for line in lines if line.startswith('<p class="under">') and told in line)

    before = newest()
    filed.staff_everywhere(STANDING)
    filed.built()
    after = newest()
    assert before != after
    headline = filed.ask(
        "compliance_headline", indicator="community_workers_per_10k_urban", period=PERIOD, areas=["990000"]
    )
    row = headline.to_dicts()[0]
    assert f" {row['value_shown']:.2f} " in after
    assert str(row["counties_judged"]) in after


def test_what_is_filed_in_chinese_is_said_to_be_that_on_an_english_page() -> None:
    page = SimpleNamespace(language="en", speech=EN)
    told = card._as_filed(page, "已<完成>")  # type: ignore[arg-type]
    assert told == '<span lang="zh">已&lt;完成&gt;</span> (as filed, in Chinese)'
    assert card._as_filed(page, "done") == "done"  # type: ignore[arg-type]
    page = SimpleNamespace(language="zh", speech=ZH)
    assert card._as_filed(page, "已完成") == "已完成"  # type: ignore[arg-type]


def test_one_that_was_withdrawn_and_entered_again_opens_and_says_so(filed: Tiny) -> None:
    codes = [*DATASETS.registers["initiatives"].by_code, "note", "withdrawn"]
    for day, row in (
        (dt.date(2025, 11, 1), {"code": "A1", "withdrawn": "是"}),
        (dt.date(2025, 12, 1), initiative("A1", title_zh="事项A1\x0b", system="governance")),
    ):
        text = "\n".join([",".join(codes), ",".join(row.get(code, "") for code in codes)])
        taken = take_text(filed, f"{text}\n", f"initiatives_{day:%m}.csv", filed_on=day, period=day)
        assert taken.status == "accepted", taken.errors
    filed.built()
    for query in ({"task": "A1"}, {}):
        page = visit(**query)
        assert not page.error, [one.value for one in page.error]
        shown = " ".join(str(one.proto.body) for one in page.get("html"))  # type: ignore[attr-defined]
        assert "重新登记" in shown


def test_a_control_character_breaks_no_drawing() -> None:
    drawn = svg.drawing(
        svg.mark(svg.text((0, 0), "甲\x0b\u202e", "#000"), tip="a\x08\nb"), 10, 10, label="\x01"
    )
    root = ElementTree.fromstring(drawn)
    assert "".join(root.itertext()) == "甲\ufffd\ufffd"
    assert "&#10;" in drawn


@pytest.mark.usefixtures("filed")
def test_filters_leave_what_is_asked_for_and_say_so_where_nothing_is_left() -> None:
    assert "1 项任务" in visit(department="某某局").title[0].value
    page = visit(list="tasks")
    assert page.title[0].value == "没有符合条件的任务"
    shown = " ".join(str(one.proto.body) for one in page.get("html"))  # type: ignore[attr-defined]
    assert "取消筛选" in shown


def test_nothing_filed_is_told_with_what_to_do(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    page = visit()
    assert page.title[0].value == "还没有登记任务"
    assert not page.error


@pytest.mark.parametrize(
    ("filed_on", "told_of", "silent"),
    [
        (None, None, [PERIOD]),
        (dt.date(2026, 1, 15), PERIOD, []),
        (dt.date(2025, 11, 3), dt.date(2025, 11, 3), []),  # within the quarter, before it ended
        (dt.date(2026, 2, 5), PERIOD, []),  # late, but of a day of the quarter
        (dt.date(2026, 2, 5), dt.date(2026, 2, 5), [PERIOD]),
    ],
)
def test_a_quarter_of_which_nothing_was_told_is_hatched(
    filed: Tiny, filed_on: dt.date | None, told_of: dt.date | None, silent: list[dt.date]
) -> None:
    if filed_on:
        row = initiative("A1", lead_department="民政部门", list="policies", progress="50")
        outcome = enter(filed, "initiatives", row, filed_on=filed_on, period=told_of)
        assert outcome.status == "accepted", outcome.errors
        filed.built()
    assert filed.ask("silent_quarters")["period"].to_list() == silent
    page = visit()
    assert ("该报未报" in text_of(page)) is bool(silent)


@pytest.mark.parametrize(
    ("since", "until", "hatched"),
    [
        (dt.date(2024, 3, 31), dt.date(2024, 6, 30), 1),
        (
            START - dt.timedelta(30),
            START + dt.timedelta(30),
            1,
        ),  # of the quarter in which it began, the part after that
        (START - dt.timedelta(90), START, 0),
        (DUE, DUE + dt.timedelta(90), 0),
    ],
)
def test_only_the_part_of_a_bar_of_which_nothing_was_told_is_hatched(
    since: dt.date, until: dt.date, hatched: int
) -> None:
    line = timeline.Line("甲", "", "overdue", [Span(START, DUE, "on_track")], DUE, "")
    layout = timeline.Layout(836, 262, 116, 92, silent=[(since, until)])
    drawn = timeline.timeline([timeline.Group("overdue", "", "", [line])], TODAY, layout, COLOURS).body
    assert drawn.count("url(#hatch)") == hatched
