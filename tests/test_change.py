"""Two dates: what changed between them and where, how every period is played, and the page about it, on the tiny province."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from draw import slopes, stop_line, svg, two_dates
from draw.heat_key import Swatch, key
from draw.palette import palette
from draw.scales import HIGHER, change_scale
from draw.stop_line import Axis, Stop
from programme import PROJECT
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny, once
from ui.change import facts, maps, playing
from ui.change.painting import Brush
from ui.frame import choices
from ui.parts import earlier
from words import change_findings, legends, speak

__all__ = ["nothing_kept"]
LIGHT = palette("light")
SINCE = dt.date(2024, 12, 31)
OLD = dt.date(2021, 3, 31)  # before a boundary was changed
WHOLE, CITY = "990000", "990200"
# 37, 55, 19, 19 and 28 workers are needed now, as many a year before or one fewer.
THEN = {"990101": 30, "990102": 56, "990201": 19, "990202": 10}
NOW = {"990101": 40, "990102": 50, "990201": 20, "990202": 11, "999001": 30}


@once
def filed(tiny: Tiny) -> None:
    tiny.target(valid_from="2024-01-01")
    tiny.staff({"990101001": 50, "990101002": 0, "990101003": 4}, period=OLD)
    tiny.staff_everywhere(THEN, period=SINCE)
    tiny.staff_everywhere(NOW)
    tiny.built()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return filed(Tiny(tmp_path_factory.mktemp("change")))


@pytest.fixture
def at_home(built: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(built, monkeypatch)


def rows(tiny: Tiny, since: dt.date = SINCE, area: str = WHOLE) -> dict[str, dict[str, Any]]:
    asked = {"indicator": WORKERS, "period": PERIOD, "since": since, "area": area}
    return {row["area_code"]: row for row in tiny.ask("period_changes", **asked).to_dicts()}


def halves_away(value: Fraction, decimals: int) -> Decimal:
    """Rounded once, a half away from zero."""
    steps = abs(value) * 10**decimals
    whole = int(steps) + (steps - int(steps) >= Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def test_a_change_is_exact_and_rounded_once_and_the_sum_is_that_of_the_same_counties(built: Tiny) -> None:
    listed = rows(built)
    now, then = built.values(), built.values(period=SINCE)
    known = [code for code, row in listed.items() if row["change_since"] is not None]
    assert known == list(THEN)
    ratio = {
        code: Fraction(now[code]["numerator"] * 10_000, now[code]["denominator"])
        - Fraction(then[code]["numerator"] * 10_000, then[code]["denominator"])
        for code in known
    }
    for code, exact in ratio.items():
        assert listed[code]["change_since"] == halves_away(exact, 2)
        assert listed[code]["change_way"] == ("rose" if exact > 0 else "fell" if exact < 0 else "same")
    sums = [
        Fraction(
            10_000 * sum(of[code]["numerator"] for code in known),
            sum(of[code]["denominator"] for code in known),
        )
        for of in (now, then)
    ]
    assert {row["change_since_of_all"] for row in listed.values()} == {halves_away(sums[0] - sums[1], 2)}
    assert {row["counties_known_both"] for row in listed.values()} == {len(known)}


def test_against_a_year_earlier_it_is_what_the_map_and_the_tiles_say(built: Tiny) -> None:
    asked = {"indicator": WORKERS, "period": PERIOD}
    of_map = {
        row["area_code"]: row["change_shown"]
        for row in built.ask("county_compliance", **asked, area=WHOLE).to_dicts()
    }
    assert {code: row["change_since"] for code, row in rows(built).items()} == of_map
    (headline,) = built.ask("compliance_headline", **asked, areas=[WHOLE]).to_dicts()
    assert {row["change_since_of_all"] for row in rows(built).values()} == {headline["value_change"]}
    turned = {
        row["area_code"]
        for row in built.ask("verdict_changes", **asked, area=WHOLE).to_dicts()
        if row["verdict"] != row["verdict_year_before"]
    }
    assert {code for code, row in rows(built).items() if row["crossing"]} == turned


def test_what_cannot_be_compared_says_why(built: Tiny) -> None:
    assert rows(built)["999001"]["no_change_because"] == "not_both_known"
    old = rows(built, OLD)
    assert old["990101"]["no_change_because"] == "extent"
    assert old["990101"]["value_shown_then"] is None
    assert {row["change_since"] for row in old.values()} == {None}
    assert {row["counties_known_both"] for row in old.values()} == {0}
    assert list(rows(built, area=CITY)) == ["990201", "990202"]


def test_who_crossed_which_way(built: Tiny) -> None:
    assert {code: row["crossing"] for code, row in rows(built).items() if row["crossing"]} == {
        "990101": "rose_to_target",
        "990102": "fell_from_target",
    }


def test_every_period_is_counted_as_its_headline_and_painted_as_its_map(built: Tiny) -> None:
    counts = {
        row["period"]: row for row in built.ask("period_counts", indicator=WORKERS, area=WHOLE).to_dicts()
    }
    classes = built.ask("period_classes", indicator=WORKERS, area=WHOLE).to_dicts()
    for period in (OLD, SINCE, PERIOD):
        (headline,) = built.ask(
            "compliance_headline", indicator=WORKERS, period=period, areas=[WHOLE]
        ).to_dicts()
        for name in (
            "met",
            "not_met",
            "unknown",
            "counties_judged",
            "counties_with_value",
            "counties_all",
            "value_shown",
        ):
            assert counts[period][name] == headline[name], (period, name)
        own = {row["area_code"]: row["class_index"] for row in classes if row["period"] == period}
        on_map = built.ask("county_compliance", indicator=WORKERS, period=period, area=WHOLE).to_dicts()
        assert own == {row["area_code"]: row["class_index"] for row in on_map}
    newest = {(row["area_code"], row["is_newest_extent"]) for row in classes if row["period"] == OLD}
    assert ("990101", False) in newest
    assert {row["is_newest_extent"] for row in classes if row["period"] == PERIOD} == {True}


def changes(*values: str) -> list[facts.Row]:
    return [
        {
            "area_code": f"{place}",
            "change_since": Decimal(value),
            "change_way": "rose" if Decimal(value) > 0 else "fell" if Decimal(value) < 0 else "same",
        }
        for place, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "first", "second"),
    [
        (("3", "-1", "2", "-4"), ("most_up", "32"), ("most_down", "-4-1")),
        (("3", "1", "2"), ("most_up", "32"), ("least_up", "1")),
        (("-3", "-1", "-2"), ("most_down", "-3-2"), ("least_down", "-1")),
        (("3", "0"), ("most_up", "3"), ("least_up", "")),
        ((), ("most_up", ""), ("least_up", "")),
    ],
)
def test_the_ends_are_the_largest_rises_and_falls_or_the_least_of_one_way(
    values: tuple[str, ...], first: tuple[str, str], second: tuple[str, str]
) -> None:
    found = [
        (kind, "".join(str(row["change_since"]) for row in listed))
        for kind, listed in facts.ends(changes(*values))
    ]
    assert found == [first, second]


@pytest.mark.parametrize(("language", "said"), [("zh", "+1.20 个百分点"), ("en", "+1.20 points")])
def test_a_share_changes_by_points(language: str, said: str) -> None:
    assert change_findings.amount(speak(language), Decimal("1.2"), {"decimals": 2, "unit_en": "%"}) == said
    assert (
        change_findings.amount(speak(language), Decimal("-1.2"), {"decimals": 1, "unit_en": "per 10,000"})
        == "−1.2"
    )
    assert change_findings.amount(speak(language), None, {"decimals": 1, "unit_en": "%"}) == "—"


def test_a_change_that_nobody_judges_has_no_colour_of_a_judgement() -> None:
    for theme in ("light", "dark"):
        colours = palette(theme)  # type: ignore[arg-type]
        scale = change_scale([-2.0, 1.0], higher_is_better=None, theme=theme)  # type: ignore[arg-type]
        assert not {*scale.colours} & {*colours.below, *colours.above}
        assert len({*scale.colours}) == 6


def texts_of(sketch: svg.Sketch) -> list[str]:
    tree = ElementTree.fromstring(svg.drawing(sketch.body, sketch.width, sketch.height))
    return ["".join(one.itertext()) for one in tree.iter("{http://www.w3.org/2000/svg}text")]


def test_the_line_breaks_where_nothing_was_judged_and_says_both_dates() -> None:
    stops = [
        Stop(None, None, "", ""),
        *(Stop(n, n + 2, str(n), f"stop {n}", "period/x") for n in (3, 4, 5)),
        Stop(None, None, "", ""),
        Stop(7, 7, "7", "last"),
    ]
    sketch = stop_line.stop_line(stops, "On target", (1, 5), Axis(70, 300, 400), True, LIGHT)
    assert {"On target", "3", "7"} <= {*texts_of(sketch)}
    assert sketch.body.count("<path") == 3  # two stretches, one alone is a dot; the band of the first
    assert sketch.body.count("data-tip") == 4
    assert 'data-cursor="yes"' in sketch.body


@pytest.mark.parametrize("width", [560.0, 354.0])
def test_a_row_of_the_slopes_stays_within_its_width(width: float) -> None:
    drawn = [
        slopes.Slope(
            "A county of a long name indeed",
            "City",
            10,
            25,
            ("10.00", "25.00", "+15.00"),
            True,
            "tip",
            "area/1",
        ),
        slopes.Slope("B", "City", 20, 17, ("20.00", "17.00", "−3.00"), False),
        slopes.Slope("C", "", 20, 20, ("20.00", "20.00", "0.00"), None),
    ]
    sketch = slopes.slopes("Rose most", drawn, slopes.Span(10, 25, 18, "Target 18"), width, LIGHT)
    for match in re.finditer(r'(?:x|x1|x2|cx)="(-?[\d.]+)"', sketch.body):
        assert -1 <= float(match.group(1)) <= width + 1
    assert {"Rose most", "Target 18", "+15.00", "−3.00"} <= {*texts_of(sketch)}
    # A head points to the right where a figure rose and to the left where it fell, whatever the verdict; none where it did not move.
    heads = [float(one) for one in re.findall(r'<path d="M[-\d.]+ [-\d.]+l(-?[\d.]+)', sketch.body)]
    assert [head < 0 for head in heads] == [True, False]
    assert sketch.body.count("<circle") == 1


def test_a_fall_has_an_arrow_and_what_is_below_the_target_a_triangle() -> None:
    brush = object.__new__(Brush)
    brush.colours = LIGHT
    brush.choice = SimpleNamespace(indicator={"polarity": "higher_is_better"})  # type: ignore[assignment]
    scale = change_scale([-2.0, 1.0], higher_is_better=True)
    cells = [brush.change({"change_since": Decimal(n), "is_same_figure": False}, scale) for n in ("-1", "1")]
    assert [(cell.falls, bool(cell.sign)) for cell in cells] == [(True, True), (False, False)]


def test_what_the_marks_mean_is_told_also_where_the_last_line_is_full() -> None:
    swatches = [Swatch("figures", "red")] * 3
    lines = [key(swatches, "▼ below target", width, LIGHT) for width in (400.0, 250.0)]
    assert all("▼ below target" in texts_of(sketch) for sketch in lines)
    assert lines[0].height < lines[1].height


@pytest.mark.parametrize("width", [two_dates.WIDE, two_dates.MIDDLE, two_dates.NARROW])
def test_the_maps_stand_side_by_side_or_one_under_the_other(width: float) -> None:
    own = 342.0 if width != two_dates.MIDDLE else 226.0
    column = two_dates.Column("2025 Q4", "3 met", svg.Sketch("<g/>", own, 300))
    parts = two_dates.Parts(
        (column, column, column),
        lambda room: key([Swatch("figures", "red")], "", room, LIGHT),
        lambda room: key([Swatch("changes", "red")], "", room, LIGHT),
        lambda axis: svg.Sketch("", axis.width, 58),
    )
    sketch = two_dates.arranged(parts, width, LIGHT)
    assert sketch.width == width
    assert (sketch.height > 900) == (width == two_dates.NARROW)
    assert texts_of(sketch).count("2025 Q4") == 3
    if width == two_dates.NARROW:
        # One under the other: the legend of a figure stands under the first map that has it.
        assert texts_of(sketch).index("figures") < texts_of(sketch).index("changes")
        assert texts_of(sketch)[2] == "figures"
    axis = two_dates.axis_of(width)
    assert 0 < axis.left < axis.right < width


@pytest.mark.parametrize("polarity", ["higher_is_better", "lower_is_better", "neutral"])
def test_no_change_has_a_ground_of_its_own(polarity: str) -> None:
    brush = object.__new__(Brush)
    brush.colours = LIGHT
    brush.choice = SimpleNamespace(indicator={"polarity": polarity})  # type: ignore[assignment]
    scale = change_scale([-2.0, 1.0], higher_is_better=HIGHER[polarity])

    def fill(change: str) -> str:
        row = {"change_since": Decimal(change)}
        return brush.change(row, scale).fill

    assert fill("0.00") == brush.same
    assert fill("0.01") in scale.colours
    assert brush.same not in scale.colours
    assert brush.change({"change_since": None}, scale).fill == "url(#hatch)"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_legend_says_no_change_and_the_grey_line_who_is_judged_all_the_same(
    at_home: Tiny, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = facts.rows

    def rows(*asked: Any) -> list[Any]:
        listed = [dict(row) for row in as_it_is(*asked)]
        known = next(row for row in listed if row["change_since"] is not None)
        known["change_since"] = Decimal("0.00")
        apart = next(row for row in listed if row["no_change_because"])
        apart["verdict"] = apart["verdict_then"] = "met"
        return listed

    monkeypatch.setattr(facts, "rows", rows)
    drawn: list[Any] = []
    monkeypatch.setattr(maps.drawing, "show", lambda found, **_: drawn.append(found))
    said = text_of(visit("change", language))
    assert {"zh": "其中 1 个两期都能判定", "en": "1 of them has a verdict on both dates"}[language] in said
    assert {"zh": "0（不变）", "en": "0 (no change)"}[language] in drawn[0].svg


@pytest.fixture
def shown(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page gives to be drawn and played, by its name."""
    found: dict[str, Any] = {}

    def take(drawn: Any, *, key: str, on_pick: Any = None, frames: Any = None) -> None:
        found[key] = (drawn, on_pick, frames)

    monkeypatch.setattr(maps.drawing, "show", take)
    return found


def test_a_frame_says_of_every_county_how_it_stood(shown: dict[str, Any]) -> None:
    visit("change", since=SINCE.isoformat())
    drawn, _, frames = shown["change_maps"]
    counties = len(re.findall(r'data-frame="', drawn.svg))
    assert counties == 5
    assert (
        len(frames.names)
        == len(frames.classes)
        == len(frames.figures)
        == len(frames.told)
        == len(frames.picks)
    )
    assert {len(text) for text in frames.classes} == {counties}
    assert {text.count("|") for text in frames.figures} == {counties - 1}
    kinds = [[frames.kinds[ord(one) - playing.FIRST] for one in text] for text in frames.classes]
    now = kinds[frames.at]
    # What is painted is what the frame of the page's own period says.
    assert re.findall(r'fill="([^"]+)" data-frame', drawn.svg) == [kind[0] for kind in now]
    assert [bool(kind[1]) for kind in now] == [False, True, False, True, False]
    old = kinds[frames.names.index("2021年第1季度")]
    assert old[0][0] == "url(#dots)"
    assert "当时范围不同" in old[0][3]
    assert frames.picks[frames.at] == frames.picks[frames.names.index("2024年第4季度")] == ""
    assert frames.picks[frames.names.index("2025年第1季度")] == "period/2025-03-31"
    assert frames.picks[0].startswith("since/")
    # Outlines and words are written once, whatever the width.
    assert drawn.shared.count('id="a99') == counties
    for text in (drawn.svg, drawn.narrow, drawn.middle):
        assert 'id="a99' not in text
        assert "data-tip" not in text
        numbers = {int(one) for one in re.findall(r'data-said="(\d+)"', text)}
        assert max(numbers) < len(drawn.words)
    assert any(words.startswith("甲子区\n2025年第4季度：") for words in drawn.words)


@pytest.mark.parametrize("view", ["map", "table"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"city": CITY},
        {"since": "2021-03-31"},
        {"indicator": "communities_per_10k_urban"},
        {"since": "nonsense"},
    ],
)
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("change", view=view, **query)
    assert not test.error
    assert (
        LATIN.findall(
            SAME.sub(" ", text_of(test).replace("made up for the tests", "").replace("nonsense", ""))
        )
        == []
    )
    english = text_of(visit("change", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_the_page_says_what_changed_who_crossed_and_who_cannot_be_compared(at_home: Tiny) -> None:
    test = visit("change")
    assert title(test) == "2024年第4季度以来，可比的 4 个县合计 +0.84；1 个升到目标线上，1 个跌到线下"
    said = text_of(test)
    assert "升到线上：甲子" in said
    assert "跌到线下：乙丑" in said
    assert "1 个县不可比" in said
    assert "有一期数据不全：戊辰" in said
    english = title(visit("change", "en"))
    assert english == "Since 2024 Q4: +0.84 over 4 comparable counties; 1 rose to target, 1 fell below"


def test_one_figure_at_both_dates_is_not_told_as_unchanged(at_home: Tiny) -> None:
    asked = {"indicator": "communities_per_10k_urban"}
    told = {
        "zh": (
            "2024年第4季度与2025年第4季度的居民委员会都是2023年6月30日的同一批数，其间有无变化无从知道",
            "5 个县两期是同一批数",
        ),
        "en": (
            "2024 Q4 and 2025 Q4 have the same figures of 30 Jun 2023",
            "5 counties have the same figures on both dates",
        ),
    }
    for language, (first, grey) in told.items():
        test = visit("change", language, **asked)
        assert title(test).startswith(first)
        assert grey in text_of(test)
        assert "没有变化" not in text_of(test)
        assert "No county that compares has changed" not in text_of(test)
    frame = visit("change", view="table", **asked).dataframe[0].value
    assert frame["change"].isna().all()
    assert set(frame["why"]) == {"两期是同一批数"}
    # Workers are filed for each period: none of theirs is one figure.
    assert change_findings.SAME not in {row["no_change_because"] for row in rows(at_home).values()}
    headline = at_home.ask("compliance_headline", period=PERIOD, areas=[WHOLE], **asked).to_dicts()[0]
    assert (headline["counties_same_figure"], headline["counties_known_both"]) == (5, 0)
    assert headline["value_change"] is None
    home = visit("home", **asked)
    assert not home.metric[0].delta
    assert "与上年相比有无变化无从知道" in home.metric[0].help
    side = text_of(visit("home", **asked, colour="change"))
    assert "与上年相比有无变化无从知道" in side
    assert "可比的县都没有变化" not in side
    assert "与上年是同一批数" in side  # what the map's key says of the counties
    assert "无上年同期数" not in side
    assert "与上年是同一批数" in text_of(visit("home", **asked, county="990101"))
    assert visit("home", **asked, view="table").dataframe[0].value["change"].isna().all()


def test_a_county_of_one_carried_figure_is_none_of_those_that_compare(tmp_path: Any) -> None:
    tiny = Tiny(tmp_path)
    later = {"area_valid_from": "2021-04-09", "status": "published", "source": "tests"}
    tiny.add("communities", {"area_code": "990101", "reference_date": "2025-06-30", "residents_committees": "10",
                             "villagers_committees": "1", **later})  # fmt: skip
    tiny.built()
    asked = {"indicator": "communities_per_10k_urban", "period": PERIOD}
    counties = tiny.ask("county_compliance", **asked, area=WHOLE).to_dicts()
    (own,) = [row["change_shown"] for row in counties if row["change_shown"] is not None]
    assert {row["area_code"]: row["change_shown"] for row in counties}["990101"] == own > 0
    assert all(row["value_shown_year_before"] is not None for row in counties)
    (indicator,) = (
        one
        for one in tiny.ask("indicator_catalogue").to_dicts()
        if one["indicator_code"] == asked["indicator"]
    )
    assert {legends.lack(row, indicator, "change") for row in counties[1:]} == {"same_figure"}
    of_areas = {row["area_code"]: row["change_shown"] for row in tiny.ask(
        "area_indicators", period=PERIOD, area=WHOLE, level="county").to_dicts()
        if row["indicator_code"] == asked["indicator"]}  # fmt: skip
    of_two_dates = tiny.ask("period_changes", **asked, since=SINCE, area=WHOLE).to_dicts()
    of_extents = tiny.ask("rebased_counties", **asked, area=WHOLE, boundaries=PERIOD).to_dicts()
    of_map = {row["area_code"]: row["change_shown"] for row in counties}
    assert of_areas == of_map == {row["area_code"]: row["change_since"] for row in of_two_dates}
    assert of_map == {row["area_code"]: row["change_shown"] for row in of_extents}
    (headline,) = tiny.ask("compliance_headline", **asked, areas=[WHOLE]).to_dicts()
    assert (headline["counties_known_both"], headline["counties_same_figure"]) == (1, len(counties) - 1)
    assert headline["value_change"] == own == of_two_dates[0]["change_since_of_all"]
    # Of a whole, too, one change is told wherever it is.
    for level, whole in (("province", WHOLE), ("city", "990100")):
        (told,) = (
            row
            for row in tiny.ask("area_indicators", period=PERIOD, area=whole, level=level).to_dicts()
            if row["indicator_code"] == asked["indicator"] and row["area_code"] == whole
        )
        (headline,) = tiny.ask("compliance_headline", **asked, areas=[whole]).to_dicts()
        assert told["change_shown"] == headline["value_change"] == own
        assert told["change_parts"] == headline["counties_known_both"] == 1


def test_what_one_carried_figure_is_says_every_question_in_the_same_words() -> None:
    rule = re.compile(
        r"coalesce\(\s*(\w+)\.numerator_carried and \1\.numerator_date = (\w+)\.numerator_date and \1\.numerator = \2\.numerator"
        r"\s+and \1\.denominator = \2\.denominator,\s+false\s*\)"
    )
    # Questions about one row say `numerator_carried`, too; what compares it with another date's is the rule.
    texts = {
        path.stem: path.read_text(encoding="utf-8") for path in (PROJECT / "sql" / "queries").rglob("*.sql")
    }
    compared = {name: text.count("numerator_carried and ") for name, text in texts.items()}
    said = {name: len(rule.findall(text)) for name, text in texts.items()}
    assert said == compared
    assert sum(said.values()) == 6


def test_where_nothing_can_be_compared_the_page_says_so(at_home: Tiny) -> None:
    test = visit("change", since=OLD.isoformat())
    assert title(test) == "2021年第1季度与2025年第4季度之间没有可比的县"
    assert "范围变了：甲子" in text_of(test)
    first = min(at_home.ask("periods", indicator=WORKERS)["period"]).isoformat()
    assert "换一个较晚的报告期" in text_of(visit("change", period=first))


def test_an_empty_home_says_what_to_do(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = Tiny(tmp_path)
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("change")
    assert not test.error
    assert "先报送" in text_of(test)


def test_the_table_has_every_county_and_every_period(at_home: Tiny) -> None:
    counties, periods = visit("change", view="table").dataframe
    assert list(counties.value["change"])[:4] == sorted(counties.value["change"].dropna(), reverse=True)
    assert list(counties.value["why"])[-1] == "有一期数据不全"
    newest = periods.value.iloc[0]
    assert (newest["met"], newest["not_met"], newest["unknown"]) == (3, 2, 0)
    assert periods.value["met"].isna().any()  # no target yet


def test_a_period_of_the_line_becomes_one_of_the_two(shown: dict[str, Any]) -> None:
    test = visit("change", since=SINCE.isoformat())
    _, pick, _ = shown["change_maps"]
    made: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choices, "choose", made.__setitem__)
        pick("since/2021-03-31")
        assert made == {"since": "2021-03-31", "period": PERIOD.isoformat()}
        made.clear()
        pick("period/2025-03-31")
        assert made == {"period": "2025-03-31", "since": SINCE.isoformat()}
    assert test.query_params["since"] == SINCE.isoformat()


def test_back_from_a_profile_keeps_the_other_date(at_home: Tiny) -> None:
    test = visit("change", since="2021-03-31")
    test.switch_page("pages/area_profile.py")
    test.query_params.clear()
    for name, value in {"period": "2025-12-31", "county": "990102"}.items():
        test.query_params[name] = value
    test.run()
    # With Back the page comes first with the address of the one that is left.
    test.switch_page("pages/change.py").run()
    assert test.query_params["since"] == "2021-03-31"


@pytest.mark.parametrize(
    ("reported", "usual"),
    [
        ({"2025-09-30": 4, "2026-06-30": 4}, "2025-09-30"),
        ({"2025-09-30": 0, "2026-06-30": 4}, "2026-06-30"),
        ({"2024-12-31": 4, "2025-09-30": 0, "2026-06-30": 0}, "2024-12-31"),
        ({"2025-09-30": 0, "2026-06-30": 0}, "2025-09-30"),  # nothing to choose among
        ({}, None),
    ],
)
def test_it_is_held_against_a_date_that_has_figures(reported: dict[str, int], usual: str | None) -> None:
    listed = sorted({**reported, "2026-09-30": 4}, reverse=True)
    found: Any = SimpleNamespace(
        period=dt.date(2026, 9, 30),
        periods={dt.date.fromisoformat(day): {"reported_counties": reported.get(day, 4)} for day in listed},
    )
    assert earlier.usual(found) == (dt.date.fromisoformat(usual) if usual else None)
