"""The catalogue: what an indicator is made of and may be used for, and the page about it, on the tiny province."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from draw import lineage as drawn_lineage
from draw import target_axis
from draw.palette import LIGHT
from tests.test_pages import filed, nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny
from ui.catalogue.traced import COLUMNS, ENTRANCES, PUBLISHED, lineage
from ui.frame import plain
from ui.frame.screens import SCREENS
from warehouse import models
from words import catalogue_findings, speak

__all__ = ["filed", "nothing_kept"]
ZH, EN = speak("zh"), speak("en")
SHARE = "certified_worker_share"


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


# ---------------------------------------------------------------- what a figure is made of


def edge(to: str, origin: str, *, carries: bool = True) -> dict[str, Any]:
    (step, column), (table, from_column) = to.rsplit(".", 1), origin.rsplit(".", 1)
    return {
        "step": step,
        "column_name": column,
        "from_table": table,
        "from_column": from_column,
        "carries": carries,
    }


EDGES = [
    edge(f"{PUBLISHED}.value", "verdicts.judged.numerator"),
    edge(f"{PUBLISHED}.value", "verdicts.judged.kind", carries=False),
    edge(f"{PUBLISHED}.verdict", "verdicts.judged.compared", carries=False),
    edge("verdicts.judged.compared", "staging.targets.value", carries=False),
    edge("verdicts.judged.compared", "verdicts.judged.numerator", carries=False),
    edge("verdicts.judged.numerator", "sums.measured.numerator"),
    edge("sums.measured.numerator", "sums.filed_counts.numerator"),
    edge("sums.measured.numerator", "sums.dated_sums.value"),
    edge("sums.dated_sums.value", "sums.figure_sums.value"),
    edge("sums.dated_sums.value", "sums.register_counts.number"),
    edge("sums.filed_counts.numerator", "landing.rows.figures"),
    edge("sums.figure_sums.value", "reference.figures.figure"),
    edge("sums.register_counts.number", "landing.register_marks.*"),
    edge("staging.targets.value", "reference.targets.value"),
]


def test_a_value_is_made_of_what_goes_into_it_by_the_way_of_its_own_kind() -> None:
    of_forms = lineage(EDGES, "value", {"counts"})
    assert list(of_forms.tables) == [
        "landing.rows",
        PUBLISHED,
        "sums.filed_counts",
        "sums.measured",
        "verdicts.judged",
    ]
    assert ("landing.rows", "sums.filed_counts") in of_forms.lines
    dated = lineage(EDGES, "value", {"figures"})
    assert "reference.figures" in dated.tables
    assert not {"landing.rows", "landing.register_marks", "sums.register_counts"} & dated.tables.keys()
    told = lineage(EDGES, "value", {"register"})
    assert told.tables["landing.register_marks"] == ["*"]


def test_a_verdict_into_which_nothing_goes_is_made_of_what_decides_on_it() -> None:
    found = lineage(EDGES, "verdict", {"counts"})
    assert {"reference.targets", "landing.rows", "verdicts.judged"} <= found.tables.keys()
    assert found.tables["verdicts.judged"] == ["compared", "numerator"]
    # Within a table no line is drawn.
    assert all(start != end for start, end in found.lines)


def test_the_ways_in_are_steps_of_the_build(at_home: Tiny) -> None:
    assert set(ENTRANCES.values()) | {PUBLISHED} <= {model.full_name for model in models.build_models()}
    edges = at_home.ask("step_columns").to_dicts()
    sources = {"counts": "landing.rows", "register": "landing.register_marks", "figures": "reference.figures"}
    for kind, source in sources.items():
        for column in COLUMNS:
            found = lineage(edges, column, {kind})
            assert source in found.tables, (kind, column)
            assert PUBLISHED in found.tables
            others = {one for other, one in ENTRANCES.items() if other != kind}
            assert not others & found.tables.keys(), (kind, column)


def test_every_step_of_a_figure_has_a_name_in_both_languages(at_home: Tiny) -> None:
    edges = at_home.ask("step_columns").to_dicts()
    every = {table for column in COLUMNS for table in lineage(edges, column, set(ENTRANCES)).tables}
    assert [table for table in every if f"step.{table.replace('.', '_')}" not in ZH] == []


def test_boxes_and_lines_of_a_lineage_are_drawn_once_and_within_its_width() -> None:
    layers = [
        drawn_lineage.Layer("source", [drawn_lineage.Box("a", "A", is_source=True)]),
        drawn_lineage.Layer("none", []),
        drawn_lineage.Layer(
            "sums", [drawn_lineage.Box("b", "B" * 90, "b", "b"), drawn_lineage.Box("c", "C")]
        ),
    ]
    for sketch in (
        drawn_lineage.lineage(layers, [("a", "b"), ("b", "c")], 890, LIGHT),
        drawn_lineage.listed(layers, 330, LIGHT),
    ):
        assert sketch.body.count('data-pick="b"') == 1
        assert "…" in sketch.body  # what has no room is cut
        assert "none" not in sketch.body.replace('fill="none"', "").replace('pointer-events="none"', "")
        rights = [float(x) + float(w) for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', sketch.body)]  # fmt: skip
        assert max(rights) <= sketch.width
    assert drawn_lineage.lineage([], [], 890, LIGHT).body == ""


def test_words_of_a_lineage_that_are_too_long_for_a_line_take_two() -> None:
    boxes = [drawn_lineage.Box(str(place), "Published, estimated") for place in range(2)]
    layers = [drawn_lineage.Layer(str(place), boxes) for place in range(5)]
    wide, middle = (drawn_lineage.lineage(layers, [], width, LIGHT) for width in (890, 715))
    assert ">Published, estimated</text>" in wide.body
    assert (middle.body.count(">Published,</text>"), middle.body.count(">estimated</text>")) == (10, 10)
    assert middle.height > wide.height
    assert "…" not in wide.body + middle.body


def test_the_lines_within_the_last_layer_are_not_cut_at_its_side() -> None:
    boxes = [drawn_lineage.Box(str(place), "A") for place in range(6)]
    layers = [drawn_lineage.Layer("first", [drawn_lineage.Box("a", "A")]), drawn_lineage.Layer("last", boxes)]
    sketch = drawn_lineage.lineage(layers, [("0", "5")], 890, LIGHT)
    start, first, second, end = (
        float(x)
        for x in re.findall(r'd="M([\d.]+) [\d.]+C([\d.]+) [\d.]+ ([\d.]+) [\d.]+ ([\d.]+)', sketch.body)[0]
    )
    # The furthest of a curve whose two handles are pulled out alike.
    assert (start, first) == (end, second)
    assert start + 0.75 * (first - start) + 1 <= sketch.width


# ---------------------------------------------------------------- targets


def test_a_target_begins_on_its_day_and_its_date_to_reach_changes_nothing() -> None:
    since, due = dt.date(2021, 12, 27), dt.date(2025, 12, 31)
    span = target_axis.Span(since, None, due, "≥ 18", "from 2021", "tip")
    layout = target_axis.Layout(890, 0, dt.date(2020, 1, 1), dt.date(2026, 11, 20), "no target", "today")
    sketch = target_axis.target_axis([target_axis.Lane("", [span])], layout, LIGHT)
    assert "no target" in sketch.body
    assert "≥ 18" in sketch.body
    bold = r'<line x1="([\d.]+)" y1="[\d.]+" x2="([\d.]+)" y2="[\d.]+" stroke="[^"]+" stroke-width="2.6"'
    line = re.search(bold, sketch.body)
    assert line is not None
    start, end = map(float, line.groups())
    assert 0 < start < 890 / 2 < end  # it goes on beyond the day by which it is to be reached


def test_words_of_targets_close_to_each_other_never_run_into_one_another() -> None:
    days = [dt.date(2023 + at, 1, 1) for at in range(5)]
    spans = [
        target_axis.Span(day, dt.date(day.year, 12, 31), None, f"≥ {4 + at}.55", "a long line of words" * 4)
        for at, day in enumerate(days)
    ]
    layout = target_axis.Layout(330, 62, dt.date(2020, 1, 1), dt.date(2026, 11, 20), "no target", "today")
    sketch = target_axis.target_axis([target_axis.Lane("A county", spans)], layout, LIGHT)
    assert "a long line" not in sketch.body  # it would reach the next
    starts = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*font-weight="700"', sketch.body)]
    assert starts == sorted(starts)


# ---------------------------------------------------------------- what it may be used for


def use_keys(row: dict[str, Any], headline: dict[str, Any], own: Any = None, targets: Any = ()) -> set[str]:
    told = catalogue_findings.uses(EN, row, headline, own, targets)
    return {kind + ": " + words for kind, words in told}


INDICATOR = {
    "polarity": "higher_is_better",
    "coloured_from_people": None,
    "cycle": "quarterly",
    "simulated": False,
}
HEADLINE = {"target_is_common": False, "has_target": False, "denominator_status": "reported"}


def test_what_it_may_be_used_for_follows_from_the_registry_and_the_figures() -> None:
    usual = use_keys(INDICATOR, HEADLINE)
    assert any(one.startswith("not: Not to judge") for one in usual)
    assert any(one.startswith("may: To compare") for one in usual)
    judged = use_keys(INDICATOR, HEADLINE | {"target_is_common": True, "has_target": True})
    assert any(one.startswith("may: To judge whether places") for one in judged)
    scope = HEADLINE | {"target_is_common": True, "has_target": True, "target_scope_en": "a national mean"}
    assert "mind: What the document asks: a national mean" in use_keys(INDICATOR, scope)
    neutral = use_keys(INDICATOR | {"polarity": "neutral"}, HEADLINE)
    assert any("neither end is better" in one for one in neutral)
    assert not any(one.startswith("may: To compare") for one in neutral)
    few = use_keys(
        INDICATOR | {"coloured_from_people": 20_000, "simulated": True, "cycle": "annual"}, HEADLINE
    )
    assert any("20,000" in one for one in few)
    assert any("simulated" in one for one in few)
    assert any("quarters" in one for one in few)
    estimated = use_keys(INDICATOR, HEADLINE | {"denominator_status": "estimated"})
    assert any("estimate" in one for one in estimated)


def test_a_target_of_the_whole_alone_judges_no_county() -> None:
    own = {"target_value": 4.5, "target_comparison": ">="}
    told = use_keys(INDICATOR, HEADLINE | {"has_target": True}, own, [own])
    assert any("not its counties" in one for one in told)
    assert any("have set a target themselves" in one for one in told)
    past = use_keys(INDICATOR, HEADLINE, None, [own])
    assert any("other days" in one for one in past)


def test_who_answers_is_told_by_the_day() -> None:
    rows = [
        {"department_name_en": "A", "valid_from": dt.date(1900, 1, 1), "valid_to": dt.date(2023, 12, 31)},
        {"department_name_en": "B", "valid_from": dt.date(2024, 1, 1), "valid_to": None},
    ]
    now, before = dt.date(2026, 11, 20), dt.date(2023, 6, 30)
    assert catalogue_findings.owners(EN, rows, now) == "B (since 1 Jan 2024); A (to 31 Dec 2023)"
    assert catalogue_findings.owners(EN, rows, before).startswith("B (takes over on 1 Jan 2024)")
    assert catalogue_findings.owners(EN, rows[:1], before) == "A"
    assert catalogue_findings.owners(EN, [], now) == "—"


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_entry_tells_the_fraction_with_the_figures_of_the_day(at_home: Tiny, language: str) -> None:
    test = visit("catalogue", language, indicator=WORKERS)
    text = text_of(test)
    (row,) = [
        one for one in at_home.ask("indicator_catalogue").to_dicts() if one["indicator_code"] == WORKERS
    ]
    (headline,) = at_home.ask(
        "compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"]
    ).to_dicts()
    assert row[f"definition_{language}"] in text
    assert row[f"short_name_{language}"] in title(test)
    for figure in (headline["numerator"], headline["denominator"]):
        assert f"{figure:,}" in text
    # A unit has not reported, and too little is known of the whole for a value.
    assert headline["value_shown"] is None
    assert {"zh": "还没有数（未报齐）", "en": "no figure"}[language] in title(test)
    for target in at_home.ask("target_catalogue").filter(indicator_code=WORKERS).to_dicts():
        assert target[f"legal_basis_{language}"] in text


def test_every_indicator_has_an_entry(at_home: Tiny) -> None:
    for code in at_home.ask("indicator_catalogue")["indicator_code"]:
        test = visit("catalogue", indicator=code)
        assert not test.error, code
        assert not test.exception, code


def test_a_figure_that_is_not_known_is_told_in_words(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.built()
    test = visit("catalogue", indicator=SHARE)
    assert "还没有数" in title(test)
    assert "—" in text_of(test)
    assert not test.error


def test_the_list_leads_to_every_entry_and_opens_the_system_of_the_one_shown(at_home: Tiny) -> None:
    test = visit("catalogue", indicator=SHARE)
    (listing,) = [one.value for one in test.html if 'class="listing"' in one.value]
    codes = set(re.findall(r"indicator=(\w+)", listing))
    assert codes | {SHARE} == set(at_home.ask("indicator_catalogue")["indicator_code"])
    assert listing.count("<details open>") == 1
    assert 'aria-current="true"' in listing


def test_a_step_opens_its_sql_as_it_was_and_closes_again(at_home: Tiny) -> None:
    test = visit("catalogue", column="verdict", step="verdicts.judged")
    (code,) = test.code
    assert code.value.strip() == (models.SQL / "verdicts" / "judged.sql").read_text(encoding="utf-8").strip()
    assert test.query_params["step"] == "verdicts.judged"
    assert not visit("catalogue").code


def test_an_address_says_what_was_chosen_and_no_more(at_home: Tiny) -> None:
    test = visit("catalogue")
    assert dict(test.query_params) == {}
    test = visit("catalogue", column="rank", step="sums.nothing", view="wall")
    assert {"column", "step", "view"} & set(test.query_params) == set()
    said = text_of(test).replace(plain.BREAK, "").replace("\\", "")
    assert all(wrong in said for wrong in ("rank", "sums.nothing", "wall"))


def test_all_indicators_stand_in_a_table_with_every_target(at_home: Tiny) -> None:
    test = visit("catalogue", "en", view="table")
    (table,) = test.dataframe
    assert table.value.shape[0] == at_home.ask("indicator_catalogue").height
    text = text_of(test)
    for target in at_home.ask("target_catalogue").to_dicts():
        assert target["legal_basis_en"] in text


# ---------------------------------------------------------------- the way to it


@pytest.mark.parametrize(
    ("page", "query"),
    [("home", {}), ("home", {"county": "990102"}), ("trends", {}), ("home", {"view": "table"})],
)
def test_pages_about_an_indicator_lead_to_its_entry(at_home: Tiny, page: str, query: dict[str, str]) -> None:
    test = visit(page, indicator=SHARE, **query)
    ways = [one.proto for one in test.get("page_link") if one.proto.page.strip("/").endswith("catalogue")]
    ways = [way for way in ways if way.label == "定义"]
    assert len(ways) == (2 if "county" in query else 1)
    assert all(f"indicator={SHARE}" in way.query_string for way in ways)


def test_about_leads_to_the_catalogue_and_says_no_definition_twice(at_home: Tiny) -> None:
    test = visit("about")
    assert any("指标目录" in one.proto.label for one in test.get("page_link"))
    for row in at_home.ask("indicator_catalogue").to_dicts():
        assert row["definition_zh"] not in text_of(test)


def test_the_page_is_of_the_period_that_its_indicator_opens_with(at_home: Tiny) -> None:
    assert SCREENS["catalogue"].takes_choice
    opening = next(row["period"] for row in at_home.ask("periods", indicator=WORKERS).to_dicts() if row["is_opening"])  # fmt: skip
    assert opening == PERIOD
    assert "2025年第4季度" in text_of(visit("catalogue", indicator=WORKERS))
