"""The figures: what the city strip and the trends show, say and leave out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from draw.ends import pushed_apart
from draw.figure import CONFIG, Size, axis_range
from draw.palette import LEAST, LIGHT, TABLE
from draw.plotted import plotted
from draw.points import is_open, markers
from draw.scales import Paint, value_scale
from draw.strip import BESIDE, MARK, StripTexts, city_strip
from draw.text import text_width
from draw.trend import TrendData, TrendTexts, trends
from programme import PROJECT
from tests import drawn
from tests.browser import opened, served

SCALE = value_scale(drawn.BOUNDS, target=18)
STRIP = StripTexts(
    language="en",
    axis="axis",
    target="target 18",
    near="near",
    without=lambda city: f"{n} not reported" if (n := city["counties_unreported"]) else "",
    hover=lambda row: f"<b>{row['short_name_en']}</b>",
    value=lambda v: f"{v:.2f}",
)
VALUES = {code: 14.0 + 0.7 * i for i, code in enumerate(drawn.grid())}


def cities(values: Mapping[str, float | None]) -> pl.DataFrame:
    frame = drawn.rows(values).group_by("city_code", maintain_order=True)
    return frame.agg(
        value_shown=pl.col("value_shown").mean(), counties_unreported=pl.col("value_shown").is_null().sum()
    ).with_columns(
        area_code="city_code", short_name_en=pl.col("city_code"), short_name_zh=pl.col("city_code")
    )


def strip(values: Mapping[str, float | None], **more: Any) -> Any:
    settings: dict[str, Any] = {"paint": Paint(SCALE), "texts": STRIP, "target": 18.0} | more
    return city_strip(drawn.rows(values), cities(values), **settings)


@pytest.mark.parametrize("lowest", [0.0, 0.05, 9.0])
def test_the_mark_of_the_lowest_is_whole(lowest: float) -> None:
    first, *others = VALUES
    figure = strip({first: lowest, **{code: VALUES[code] for code in others}})
    begin, end = figure.layout.xaxis.range
    pixel = (end - begin) / (STRIP.width - BESIDE)
    least = min(x for trace in figure.data for x in trace.x)
    assert least - begin >= MARK / 2 * pixel * 0.98
    # The rules stay where round figures are.
    assert figure.layout.xaxis.tick0 % figure.layout.xaxis.dtick == 0


def test_every_known_county_is_one_mark_on_its_citys_line() -> None:
    some = next(iter(VALUES))
    values = VALUES | {some: None}
    figure = strip(values)
    marks = {code: (x, y) for t in figure.data for code, x, y in zip(t.customdata, t.x, t.y, strict=True)}
    assert set(marks) == set(VALUES) - {some}
    assert all(marks[code][0] == values[code] for code in marks)
    lines = [tick.split(" ")[0] for tick in figure.layout.yaxis.ticktext]
    assert all(lines[round(y)] == code[:4] + "00" for code, (_, y) in marks.items())


def test_no_name_stands_over_the_mark_of_another() -> None:
    values = dict.fromkeys(VALUES, 17.0) | dict(zip(VALUES, (12.0, 12.05, 12.1, 14.0), strict=False))
    figure = strip(values)
    marks = [(x, y) for t in figure.data for x, y in zip(t.x, t.y, strict=True)]
    named = [n for n in figure.layout.annotations if n.yshift == 8 and n.yref != "paper"]
    assert named
    for name in named:
        near = [y for x, y in marks if abs(x - name.x) < 0.08 and round(y) == round(name.y)]
        assert name.y == min(near)


def test_a_name_at_the_left_edge_begins_where_the_axis_does() -> None:
    lowest = min(VALUES, key=lambda code: VALUES[code])
    values = VALUES | {lowest: 0.0}
    figure = strip(values, target=None, paint=Paint(value_scale(drawn.BOUNDS, target=None)))
    begin, end = figure.layout.xaxis.range
    (name,) = (note for note in figure.layout.annotations if note.text == f"C{lowest[-4:]}")
    left = name.xshift - text_width(name.text, 13) / 2 - begin / (end - begin) * (STRIP.width - BESIDE)
    assert begin < 0 <= left <= MARK


def test_a_county_far_out_stands_beyond_the_axis_with_its_figure() -> None:
    highest = max(VALUES, key=lambda code: VALUES[code])
    values = VALUES | {highest: 310.5}
    figure = strip(values, texts=replace(STRIP, far=lambda number: f"{number} far out"))
    assert figure.layout.xaxis.title.text.endswith("<br>1 far out")
    assert sum(len(trace.x) for trace in figure.data) == len(values)
    low, high = figure.layout.xaxis.range
    assert high < 150  # the rule of its city lies far up, too
    assert all(low <= x <= high for trace in figure.data for x in trace.x)
    assert "→ 310.5" in [note.text for note in figure.layout.annotations]
    assert max(figure.layout.xaxis.tickvals) < max(x for trace in figure.data for x in trace.x)
    # Its picture has the same.
    assert {"→ 310.5", *figure.layout.xaxis.ticktext} <= set(
        re.findall(r">([^<>]+)<", plotted(figure, STRIP.width, 500).body)
    )


def test_cities_stand_in_the_order_of_their_value_and_say_who_is_missing() -> None:
    figure = strip(VALUES | {next(iter(VALUES)): None})
    order = [tick[:6] for tick in figure.layout.yaxis.ticktext]
    assert order == sorted(order, reverse=True)  # the later the city, the higher the values
    assert "1 not reported" in figure.layout.yaxis.ticktext[-1]
    assert "not reported" not in figure.layout.yaxis.ticktext[0]


def test_a_county_below_is_a_triangle_and_one_that_meets_a_dot() -> None:
    for trace in strip(VALUES).data:
        below = {VALUES[code] < 18 for code in trace.customdata}
        assert below == {trace.marker.symbol == "triangle-down"}


def test_the_target_band_is_drawn_only_where_there_is_a_target() -> None:
    band = [s for s in strip(VALUES).layout.shapes if s.type == "rect"]
    assert [(s.x0, s.x1, s.layer) for s in band] == [(18 * 0.95, 18 * 1.05, "below")]
    none = strip(VALUES, target=None, paint=Paint(value_scale(drawn.BOUNDS, target=None)))
    assert not [s for s in none.layout.shapes if s.type == "rect"]
    assert "target 18" not in none.to_json()


def test_marks_that_would_hide_each_other_step_aside() -> None:
    near = {code: 19.0 + 0.001 * i for i, code in enumerate(list(drawn.grid())[:3])}
    heights = [y for t in strip(near).data for y in t.y]
    assert len(set(heights)) == 3


def test_the_selected_county_is_named_even_among_those_that_meet() -> None:
    best = max(VALUES, key=lambda code: VALUES[code])
    texts = [a.text for a in strip(VALUES, paint=Paint(SCALE, selected=best)).layout.annotations]
    assert f"<b>C{best[-4:]}</b>" in texts
    assert f"C{best[-4:]}" not in [a.text for a in strip(VALUES).layout.annotations]


PERIODS = [date(2021, 3, 31), date(2021, 6, 30), date(2021, 9, 30), date(2021, 12, 31), date(2022, 3, 31)]
TREND = TrendTexts(
    language="en",
    axis="unit, not from 0",
    axis_from_zero="unit",
    tick=lambda p: f"{p:%Y-%m}",
    gap=lambda rows: "in part" if {row["value_status"] for row in rows} == {"partial"} else "none",
    ended=lambda p: f" ({p:%Y-%m})",
    target=lambda step: f"target {step['target_value']}",
    change=lambda row: f"redrawn {row['effective_date']}<br>{row['why']}",
    value=lambda v: f"{v:.2f}",
    hover=lambda row: f"{row['period']}",
)
NO_TARGET = pl.DataFrame(
    schema={"target_value": pl.Float64, "valid_from": pl.Date, "valid_to": pl.Date, "reach_by": pl.Date}
)
NO_CHANGE = pl.DataFrame(schema={"effective_date": pl.Date})


def series(values: Mapping[str, list[float | None]], **more: list[Any]) -> pl.DataFrame:
    rows = [
        {
            "area_code": code,
            "area_valid_from": more.get(f"from_{code}", [None] * 9)[i],
            "short_name_zh": f"区{code}",
            "short_name_en": f"Area {code}",
            "area_level": "province" if code == "990000" else "county",
            "period": period,
            "value_shown": line[i],
            "value_status": more.get(f"status_{code}", ["reported"] * 9)[i],
        }
        for code, line in values.items()
        for i, period in enumerate(PERIODS)
    ]
    return pl.DataFrame(rows, schema_overrides={"area_valid_from": pl.Date}, infer_schema_length=None)


def trend(values: Mapping[str, list[float | None]], **more: Any) -> Any:
    known = series(values, **{k: v for k, v in more.items() if "_99" in k})
    settings = {
        "areas": [c for c in values if c != "990000"],
        "beside": [c for c in values if c == "990000"],
        "texts": TREND,
    } | {k: v for k, v in more.items() if k in ("areas", "beside", "size", "texts")}
    data = TrendData(known, more.get("targets", NO_TARGET), more.get("changes", NO_CHANGE))
    return trends(data, **settings)


def texts(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(
    ("known", "first"),
    [
        ([*[None] * 20, 14.0, 15.0], 16),  # of five years unknown the last is left
        ([*[None] * 8, *[14.0] * 4], 0),  # two years
        ([*[None] * 10, *[14.0] * 12], 0),  # no longer than what is known
        ([*[None] * 12, *[14.0] * 10], 8),
        ([14.0, *[None] * 20, 15.0], 0),  # not before the first figure
    ],
)
def test_where_little_is_known_the_axis_begins_a_year_before_it(
    known: list[float | None], first: int
) -> None:
    quarters = [
        date(year, month, day)
        for year in range(2020, 2027)
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ][: len(known)]
    rows = series({"990101": [14.0] * 5}).head(1).drop("period", "value_shown")
    data = rows.join(pl.DataFrame({"period": quarters, "value_shown": known}), how="cross")
    past = {"target_value": 1.0, "valid_from": None, "valid_to": date(2020, 12, 31), "reach_by": None}
    targets = pl.DataFrame([past], schema=NO_TARGET.schema)
    figure = trends(TrendData(data, targets, NO_CHANGE), areas=["990101"], texts=TREND)
    line = next(trace for trace in figure.data if len(trace.x) == len(known) - first)
    assert [*line.x] == quarters[first:]
    # A target that has ended before the axis begins takes none of its room.
    assert (figure.layout.yaxis.range[0] <= 1.0) == (quarters[first] <= date(2020, 12, 31))
    assert figure.layout.xaxis.range[0] > quarters[first] - timedelta(days=40)


def test_a_missing_quarter_breaks_the_line_and_says_so() -> None:
    statuses = ["reported", "missing", "reported", "not_due", "not_due"]
    figure = trend({"990101": [14.0, None, 15.0, None, None]}, status_990101=statuses)
    assert figure.data[0].y == (14.0, None, 15.0, None, None)
    assert figure.data[0].connectgaps is False
    # Nothing is written after the last known value while a return is not due.
    assert texts(figure).count("none") == 1


def test_a_line_that_ends_early_says_when_and_why() -> None:
    statuses = ["missing", "reported", "reported", "missing", "missing"]
    figure = trend({"990101": [None, 14.0, 15.0, None, None], "990102": [13.0] * 5}, status_990101=statuses)
    # Before the first figure and after the last one.
    assert texts(figure).count("none") == 2
    assert "<b>Area 990101</b> 15.00 (2021-09)" in texts(figure)
    assert "<b>Area 990102</b> 13.00" in texts(figure)


def test_cities_beside_are_told_apart_by_their_dash() -> None:
    figure = trend({"990101": [14.0] * 5, "990102": [15.0] * 5}, areas=[], beside=["990101", "990102"])
    assert len({line.line.dash for line in figure.data}) == 2


def test_a_partly_reported_quarter_is_not_called_unreported() -> None:
    statuses = ["reported", "partial", "reported", "reported", "reported"]
    figure = trend({"990101": [14.0, None, 15.0, 15.5, 16.0]}, status_990101=statuses)
    assert texts(figure).count("in part") == 1
    assert "none" not in texts(figure)


def test_a_line_breaks_where_the_areas_extent_changed() -> None:
    dates = [None, None, date(2021, 7, 1), date(2021, 7, 1), date(2021, 7, 1)]
    figure = trend({"990101": [14.0, 14.5, 15.0, 15.5, 16.0]}, from_990101=dates)
    assert figure.data[0].y == (14.0, 14.5, None, 15.0, 15.5, 16.0)
    assert figure.data[0].x[2] > PERIODS[1]
    assert "none" not in texts(figure)


def test_the_target_starts_on_its_own_date_and_has_a_diamond_where_it_is_due() -> None:
    steps = pl.DataFrame(
        [
            {
                "target_value": 18.0,
                "valid_from": date(2021, 8, 1),
                "valid_to": None,
                "reach_by": date(2021, 12, 31),
            }
        ],
        schema=NO_TARGET.schema,
    )
    figure = trend({"990101": [14.0, 14.5, 15.0, 15.5, 16.0]}, targets=steps)
    (rule,) = [t for t in figure.data if t.mode == "lines" and t.hoverinfo == "skip"]
    assert (rule.x, rule.y) == ((date(2021, 8, 1), PERIODS[-1]), (18.0, 18.0))
    (due,) = [t for t in figure.data if t.mode == "markers"]
    assert (due.x, due.marker.symbol) == ((date(2021, 12, 31),), "diamond")
    assert "target 18.0" in texts(figure)
    # A target in force before the chart begins has no starting mark, one that ended before is not drawn.
    early = steps.with_columns(valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    assert "target 18.0" not in texts(trend({"990101": [14.0] * 5}, targets=early))


def test_a_boundary_change_is_a_dotted_rule_with_its_reason() -> None:
    days = [date(2021, 4, 9), date(2021, 4, 9), date(2013, 1, 1)]
    changes = pl.DataFrame({"effective_date": days, "why": ["merged", "split", "old"]})
    figure = trend({"990101": [14.0, 14.5, 15.0, 15.5, 16.0]}, changes=changes)
    assert [s.x0 for s in figure.layout.shapes if s.line.dash == "dot"] == [date(2021, 4, 9)]
    # One rule and one text for a day; what its changes have in common is said once.
    assert texts(figure).count("redrawn 2021-04-09<br>merged<br>split") == 1
    assert "old" not in figure.to_json()


@pytest.mark.parametrize("width", [500, 760, 1130])
@pytest.mark.parametrize(
    "days",
    [
        [date(2021, 4, 9), date(2021, 6, 20)],
        [date(2021, 5, 1), date(2021, 9, 1), date(2021, 9, 20)],
        [date(2021, 4, 9), date(2021, 12, 20), date(2022, 3, 1)],
    ],
)
def test_a_reason_lies_on_no_rule_of_another_change(days: list[date], width: int) -> None:
    why = ["one subdistrict of the old town and five of the new one"] * len(days)
    changes = pl.DataFrame({"effective_date": days, "why": why})
    figure = trend({"990101": [14.0, 14.5, 15.0, 15.5, 16.0]}, changes=changes, size=Size(width, 540))
    inner = figure.layout.width or width
    inner -= figure.layout.margin.l + figure.layout.margin.r

    def x(when: date) -> float:
        return (0.012 + 0.976 * (when - PERIODS[0]).days / (PERIODS[-1] - PERIODS[0]).days) * inner

    reasons = [a for a in figure.layout.annotations if a.text.startswith("redrawn")]
    assert [a.x for a in reasons] == days
    boxes = []
    for reason in reasons:
        wide = max(text_width(line, LEAST) for line in reason.text.split("<br>"))
        left = x(reason.x) + reason.xshift - (wide if reason.xanchor == "right" else 0)
        assert left > -9
        assert left + wide < inner + 9
        if [day for day in days if day != reason.x and left < x(day) < left + wide]:
            # Only where no room is left between the rules: there the rule makes way for the words.
            assert width == 500
            assert reason.bgcolor == LIGHT.page
        boxes.append((left, -reason.yshift, wide, 17 * len(reason.text.split("<br>"))))
    for (a, top, wide, tall), (b, top_b, wide_b, tall_b) in pairwise(boxes):
        assert a + wide <= b or b + wide_b <= a or top + tall <= top_b or top_b + tall_b <= top


def test_texts_in_the_plot_do_not_lie_on_each_other() -> None:
    changes = pl.DataFrame({"effective_date": [date(2021, 5, 1)], "why": ["a long reason " * 4]})
    steps = pl.DataFrame(
        [{"target_value": 18.0, "valid_from": date(2021, 5, 2), "valid_to": None, "reach_by": None}],
        schema=NO_TARGET.schema,
    )
    figure = trend({"990101": [10.0, 10.5, 11.0, 11.5, 12.0]}, targets=steps, changes=changes)
    (target,) = [a for a in figure.layout.annotations if a.text.startswith("target")]
    (reason,) = [a for a in figure.layout.annotations if a.text.startswith("redrawn")]
    _disjoint(figure, target, reason)


@pytest.mark.parametrize("width", [330, 340, 350, 358, 420, 500, 760, 1130])
@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("<b>目标 18</b>（2021年12月27日起；◆ 2025年底前应达到）", "2021年4月9日"),
        ("<b>Target 18</b> (from 27 Dec 2021; ◆ to be met by the end of 2025)", "9 Apr 2021"),
    ],
)
def test_a_targets_label_that_reaches_back_keeps_off_the_day_of_a_change(
    told: str, day: str, width: int
) -> None:
    steps = pl.DataFrame(
        [{"target_value": 18.0, "valid_from": date(2021, 6, 1), "valid_to": None, "reach_by": None}],
        schema=NO_TARGET.schema,
    )
    changes = pl.DataFrame({"effective_date": [date(2021, 4, 28)], "why": ["a reason"]})
    said = replace(TREND, target=lambda step: told, change=lambda row: day)
    known = series({"990101": [9.5, 10.5, 11.0, 11.5, 12.0]})
    figure = trends(TrendData(known, steps, changes), areas=["990101"], texts=said, size=Size(width, 430))
    (target,) = [a for a in figure.layout.annotations if told[:10] in a.text]
    (reason,) = [a for a in figure.layout.annotations if a.text == day]
    inner = width - figure.layout.margin.l - figure.layout.margin.r
    spans = []
    for label, size in ((target, TABLE), (reason, LEAST)):
        wide = max(text_width(line, size) for line in label.text.split("<br>"))
        x = (0.012 + 0.976 * (label.x - PERIODS[0]).days / (PERIODS[-1] - PERIODS[0]).days) * inner
        spans.append((x + label.xshift - (wide if label.xanchor == "right" else 0), wide))
    (left, wide), (left_b, wide_b) = spans
    if left < left_b + wide_b and left_b < left + wide:
        _disjoint(figure, target, reason)


def _disjoint(figure: Any, target: Any, reason: Any) -> None:
    """The label of a target and the reason of a change stand one over the other, or side by side."""
    (low, high), layout = figure.layout.yaxis.range, figure.layout
    inner = layout.height - layout.margin.t - layout.margin.b
    rule = (high - target.y) / (high - low) * inner - target.yshift
    lines = target.text.count("<br>") + 1
    tall = 20 + 18 * (lines - 1)
    top = rule if target.yanchor == "top" else rule - tall
    above, below = sorted(
        [(top, tall), (-reason.yshift, 17 * (reason.text.count("<br>") + 1))], key=lambda box: box[0]
    )
    assert above[0] + above[1] <= below[0] + 1
    assert below[0] + below[1] <= inner


def test_a_reason_keeps_off_the_rule_of_a_target_and_off_lines() -> None:
    changes = pl.DataFrame({"effective_date": [date(2021, 5, 1)], "why": ["two<br>three<br>four"]})
    steps = pl.DataFrame(
        [{"target_value": 18.0, "valid_from": date(2021, 1, 2), "valid_to": None, "reach_by": None}],
        schema=NO_TARGET.schema,
    )
    figure = trend({"990101": [17.6, 10.5, 11.0, 11.5, 12.0]}, targets=steps, changes=changes)
    (reason,) = [a for a in figure.layout.annotations if a.text.startswith("redrawn")]
    (low, high), inner = figure.layout.yaxis.range, figure.layout.height - 68
    rule = (high - 18.0) / (high - low) * inner
    top, tall = -reason.yshift, 17 * (reason.text.count("<br>") + 1)
    assert tall == 68
    assert rule < top or top + tall < rule
    lines = [(high - value) / (high - low) * inner for value in (10.5, 12.0)]
    assert top + tall < min(lines)


def test_on_a_telephone_a_change_has_its_date_only() -> None:
    changes = pl.DataFrame({"effective_date": [date(2021, 5, 1)], "why": ["a long reason of many words"]})
    known = series({"990101": [9.0, 9.5, 9.6, 9.7, 9.8]})
    figure = trends(TrendData(known, NO_TARGET, changes), areas=["990101"], texts=TREND, size=Size(350, 430))
    (reason,) = [a for a in figure.layout.annotations if a.text.startswith("redrawn")]
    assert reason.text == "redrawn 2021-05-01"


def test_a_text_far_from_its_gap_has_a_line_to_it() -> None:
    def leaders(*others: float) -> list[Any]:
        lines = {f"99010{n}": [value] * 5 for n, value in enumerate(others, start=2)}
        figure = trend({"990101": [12.0, 12.0, None, None, 12.0], **lines})
        return [s for s in figure.layout.shapes if s.ysizemode == "pixel"]

    assert leaders(2.0, 24.0) == []
    assert leaders(2.0, 24.0, 11.7, 12.3) != []


def test_in_a_narrow_window_a_target_keeps_clear_of_a_reason_in_several_lines() -> None:
    changes = pl.DataFrame(
        {"effective_date": [date(2021, 5, 1)], "why": ["a long reason of many words " * 2]}
    )
    steps = pl.DataFrame(
        [{"target_value": 18.0, "valid_from": date(2021, 6, 2), "valid_to": None, "reach_by": None}],
        schema=NO_TARGET.schema,
    )
    known = series({"990101": [9.0, 9.5, 9.6, 9.7, 9.8]})
    figure = trends(TrendData(known, steps, changes), areas=["990101"], texts=TREND, size=Size(500, 430))
    (target,) = [a for a in figure.layout.annotations if a.text.startswith("target")]
    (reason,) = [a for a in figure.layout.annotations if a.text.startswith("redrawn")]
    assert reason.text.count("<br>") > 1
    _disjoint(figure, target, reason)


@pytest.mark.parametrize("width", [300, 1130])
def test_a_target_s_label_keeps_off_the_stroke_at_its_beginning(width: int) -> None:
    steps = pl.DataFrame(
        [{"target_value": 18.0, "valid_from": date(2021, 9, 2), "valid_to": None, "reach_by": None}],
        schema=NO_TARGET.schema,
    )
    told = replace(TREND, target=lambda _: "a target told at length")
    lines = {"990101": [9.0, 9.5, 9.6, 9.7, 9.8]}
    figure = trend(lines, targets=steps, texts=told, size=Size(width, 430))
    (label,) = [a for a in figure.layout.annotations if a.text.startswith("a target")]
    (stroke,) = [s for s in figure.layout.shapes if s.ysizemode == "pixel"]
    assert label.x == stroke.x0
    assert label.xshift > 0 or abs(label.yshift) > stroke.y1
    assert (label.xshift > 0) is (width == 1130)


def test_a_label_of_a_gap_keeps_off_a_line_that_passes_between_two_points_or_lets_it_be_seen() -> None:
    told = "not reported"
    gap = [12.0, 12.0, None, None, 12.0]

    def label(**others: list[float | None]) -> tuple[float, str | None]:
        figure = trend({"990101": gap, **others}, texts=replace(TREND, gap=lambda _: told))
        (one,) = [a for a in figure.layout.annotations if a.text == told]
        return one.yshift, one.bgcolor

    alone = label()
    assert alone == (0, LIGHT.page)
    # No point of the other line is near the text, but on its way from one to the next it passes there.
    moved, behind = label(**{"990102": [8.0, 9.0, 9.0, 15.0, 16.0]})
    assert moved != 0
    assert behind == LIGHT.page
    # Lines everywhere: none is hidden.
    crowd = {f"99010{n}": [12.0 + d for d in (2 - n, n - 2, n - 1.5, 1.5 - n, n - 2)] for n in range(2, 7)}
    assert label(**crowd)[1] is None


def test_of_many_lines_that_begin_together_those_say_why_whose_words_cover_no_others() -> None:
    lines = {f"99010{i}": [None, None, 12.0, 12.0, 12.0] for i in range(6)}
    figure = trend(lines | {"990201": [30.0] * 5}, texts=replace(TREND, gap=lambda _: "none published"))
    low, high = figure.layout.yaxis.range
    pixel = (figure.layout.height - 68) / (high - low)
    gaps = [a for a in figure.layout.annotations if a.text == "none published"]
    tops = sorted((high - one.y) * pixel - one.yshift for one in gaps)
    assert 1 <= len(gaps) < 6
    assert all(b - a >= 16 for a, b in pairwise(tops))
    assert max(tops) + 8 <= figure.layout.height - 68 + 1


def test_no_label_of_a_gap_lies_on_the_axis_or_is_cut_at_the_edge() -> None:
    told = "not reported by anybody in the county"
    lines = {"990101": [None, 8.0, None, 8.0, 9.0], "990102": [8.4, 8.4, 8.4, 8.4, 30.0]}
    figure = trend(lines, size=Size(700, 430), texts=replace(TREND, gap=lambda _: told))
    inner = 430 - figure.layout.margin.t - figure.layout.margin.b
    low, high = figure.layout.yaxis.range
    first, last = PERIODS[0], PERIODS[-1]
    plot = 700 - figure.layout.margin.l - figure.layout.margin.r
    gaps = [a for a in figure.layout.annotations if a.text == told]
    assert len(gaps) == 2
    for one in gaps:
        middle = (high - one.y) / (high - low) * inner - one.yshift
        assert middle + 8 <= inner + 1
        x = (0.012 + 0.976 * (one.x - first).days / (last - first).days) * plot + one.xshift
        assert (
            x - text_width(told, LEAST) * {"right": 1, "center": 0.5}[one.xanchor] >= -figure.layout.margin.l
        )


def test_every_line_differs_in_colour_dash_and_marker() -> None:
    values = {f"99010{i}": [14.0 + i] * 5 for i in range(6)}
    lines = trend(values).data
    for feature in ("line.color", "line.dash", "marker.symbol"):
        assert len({line[feature] for line in lines}) == 6
    assert [line.line.color for line in lines] == list(LIGHT.lines)


def test_the_province_lies_behind_thick_and_grey() -> None:
    figure = trend({"990101": [14.0] * 5, "990000": [15.0] * 5})
    assert figure.data[0].line.width > figure.data[1].line.width
    assert figure.data[0].line.color == LIGHT.beside


def test_names_at_the_ends_arepushed_apart() -> None:
    figure = trend({f"99010{i}": [15.0 + i / 100] * 5 for i in range(6)})
    low, high = figure.layout.yaxis.range
    pixel = (figure.layout.height - 68) / (high - low)
    ends = [a for a in figure.layout.annotations if a.text.startswith("<b>Area")]
    places = sorted((high - a.y) * pixel - a.yshift for a in ends)
    assert len(places) == 6
    assert min(b - a for a, b in pairwise(places)) > 18


def test_pushing_apart_moves_nothing_that_has_room() -> None:
    assert pushed_apart([10, 100, 200], 18, 300) == [10, 100, 200]
    assert pushed_apart([100, 100], 20, 300) == [90, 110]
    assert pushed_apart([299, 300], 20, 300) == [280, 300]


@pytest.mark.parametrize(
    "places", [[60, 99, 100], [0, 1, 40], [0, 1, 30, 70, 99, 100], [61, 62, 99, 100, 100, 100]]
)
def test_who_is_pushed_back_from_an_edge_pushes_those_before_it(places: list[float]) -> None:
    spread = pushed_apart(places, 20, 100)
    assert min(b - a for a, b in pairwise(spread)) >= 20 - 1e-9
    assert min(spread) >= 0
    assert max(spread) <= 100


def test_more_names_than_there_is_room_for_do_not_cover_each_other_either() -> None:
    assert pushed_apart([10, 10, 20, 30], 20, 40) == [0, 20, 40, 60]


def test_the_axis_says_whether_it_starts_at_0() -> None:
    assert "unit, not from 0" in texts(trend({"990101": [14.0] * 5}))
    assert "unit" in texts(trend({"990101": [0.5, 4.0, 6.0, 7.0, 8.0]}))


@pytest.mark.parametrize("values", [[8.5, 21.6], [18.0], [0.0, 0.0], [0.002, 0.003], [-3, 5], [1e6, 3e6]])
def test_axis_ends_are_round_and_hold_every_value(values: list[float]) -> None:
    low, high, step = axis_range(values)
    assert low <= min(values)
    assert max(values) <= high
    assert 1 <= round((high - low) / step) <= 12


def test_no_series_make_an_empty_figure_not_an_error() -> None:
    known = series({"990101": [1.0] * 5})
    figure = trends(TrendData(known, NO_TARGET, NO_CHANGE), areas=["990999"], texts=TREND)
    assert len(figure.data) == 0
    assert plotted(figure, 600, 400).body == ""


def test_a_figure_names_no_host_and_no_template() -> None:
    for figure in (strip(VALUES), trend({"990101": [14.0, None, 15.0, 15.5, 16.0]})):
        text = figure.to_json()
        assert "http" not in text
        # Plotly's own template would bring other fonts and colours, and 6 KB.
        assert "layout" not in json.loads(text)["layout"].get("template", {})
    assert CONFIG["displayModeBar"] is False


PAGE = """
import sys
sys.path.insert(0, {project!r})
import streamlit as st
from tests.test_charts import VALUES, strip, trend
from draw.figure import CONFIG
st.set_page_config(layout="wide", page_title="charts")
st.plotly_chart(strip(VALUES), theme=None, config=CONFIG)
st.plotly_chart(trend({{"990101": [14.0, None, 15.0, 15.5, 16.0]}}), theme=None, config=CONFIG)
"""


@pytest.mark.browser
def test_in_a_browser_figures_are_drawn_without_a_foreign_request(tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_text(PAGE.format(project=str(PROJECT)), encoding="utf-8")
    with served(script) as address, opened(address, width=1280, height=800) as visit:
        visit.wait_for_chart()
        drawn_text = "".join(visit.page.locator(".stPlotlyChart").all_inner_texts())
        assert "target 18" in drawn_text
        assert "none" in drawn_text
        assert "in part" not in drawn_text
        assert visit.foreign == []
        assert visit.complaints == []


ROOM = """
import sys
import streamlit as st
sys.path.insert(0, {project!r})
from tests.test_charts import trend
from draw.figure import Size
from ui.parts import room
size = room.of("trend", Size(700, 400))
with st.container(key="trend"):
    figure = trend({{"990101": [14.0, None, 15.0, 15.5, 16.0]}}).update_layout(height=None)
    st.plotly_chart(figure, height=333, theme=None, key="chart")
room.listen("trend", size)
st.text(f"{{size.width}} x {{size.height}}")
"""


@pytest.mark.browser
def test_the_server_learns_how_large_a_chart_is_drawn_and_again_when_the_window_changes(
    tmp_path: Path,
) -> None:
    script = tmp_path / "page.py"
    script.write_text(ROOM.format(project=str(PROJECT)), encoding="utf-8")
    with served(script) as address, opened(address, width=1280, height=800) as visit:
        visit.wait_for_chart()
        for width in (1280, 640):
            visit.page.set_viewport_size({"width": width, "height": 800})
            drawn_at = """() => {
                const box = document.querySelector('.js-plotly-plot').getBoundingClientRect();
                const told = document.querySelector('[data-testid=stText]').textContent.split(' x ').map(Number);
                return Math.abs(told[0] - box.width) <= 6 && Math.abs(told[1] - box.height) <= 6;
            }"""
            visit.page.wait_for_function(drawn_at, timeout=20_000)
        assert visit.complaints == []


def test_a_point_of_other_parts_or_of_figures_of_earlier_days_is_drawn_open() -> None:
    row = {"value_shown": 1, "parts_changed": False, "numerator_carried": False, "denominator_carried": True}
    assert not is_open(row)
    assert is_open(row | {"parts_changed": True})
    assert is_open(row | {"numerator_carried": True})
    assert not is_open(row | {"parts_changed": True, "value_shown": None})
    assert markers("red", None, [False, False]) is None
    drawn = markers("red", "diamond", [False, True])
    assert drawn is not None
    assert (drawn["symbol"], drawn["size"]) == (["diamond", "diamond-open"], [7, 9])
    of_a_line = markers("red", None, [True, False])
    assert of_a_line is not None
    assert (of_a_line["symbol"][0], of_a_line["size"]) == ("circle-open", [9, 0])
