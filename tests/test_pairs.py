"""Two indicators: how they go together, over how many counties, and the page about it, on the tiny province."""

from __future__ import annotations

import math
from typing import Any

import pytest

from draw.figure import Size
from draw.pair import Dot, Side, pair
from draw.palette import LEAST, palette
from draw.text import text_width
from tests.evaluated import evaluate
from tests.test_pages import CHINESE, LATIN, SAME, nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny, once
from words import pair_findings, speak

__all__ = ["nothing_kept"]
SHARE = "certified_worker_share"


@once
def standing(tiny: Tiny) -> None:
    evaluate(tiny)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return standing(Tiny(tmp_path_factory.mktemp("pairs")))


@pytest.fixture
def at_home(evaluated: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(evaluated, monkeypatch)


def asked(tiny: Tiny, first: str, second: str, area: str = "990000") -> list[dict[str, Any]]:
    return tiny.ask("indicator_pair", indicator=first, other=second, period=PERIOD, area=area).to_dicts()


def pearson(xs: list[float], ys: list[float]) -> float:
    """By its definition."""
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    top = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return top / math.sqrt(sum((a - x) ** 2 for a in xs) * sum((b - y) ** 2 for b in ys))


def places(values: list[float]) -> list[float]:
    """Places from the lowest, equal values at the middle of theirs."""
    return [
        sum(one < value for one in values) + (sum(one == value for one in values) + 1) / 2 for value in values
    ]


def test_both_correlations_are_those_of_their_definitions(evaluated: Tiny) -> None:
    found = asked(evaluated, WORKERS, SHARE)
    xs, ys = ([row[name] for row in found] for name in ("value_across", "value_up"))
    assert len(found) == 5
    assert {row["pairs_known"] for row in found} == {5}
    assert found[0]["pair_correlation"] == pytest.approx(pearson(xs, ys))
    assert found[0]["rank_correlation"] == pytest.approx(pearson(places(xs), places(ys)))


def test_an_indicator_goes_wholly_with_itself_and_the_order_of_two_does_not_matter(evaluated: Tiny) -> None:
    assert asked(evaluated, SHARE, SHARE)[0]["pair_correlation"] == pytest.approx(1)
    one, two = asked(evaluated, WORKERS, SHARE)[0], asked(evaluated, SHARE, WORKERS)[0]
    assert one["pair_correlation"] == pytest.approx(two["pair_correlation"])
    assert (one["value_across"], one["value_up"]) == (two["value_up"], two["value_across"])


def test_of_fewer_than_five_counties_there_is_no_correlation(evaluated: Tiny) -> None:
    found = asked(evaluated, WORKERS, SHARE, "990100")
    assert [row["area_code"] for row in found] == ["990101", "990102"]
    assert (found[0]["pair_correlation"], found[0]["rank_correlation"]) == (None, None)


@pytest.mark.parametrize(
    ("row", "n", "said"),
    [
        ({"pair_correlation": 0.327}, 84, "A and B: correlation +0.33 over 84 counties"),
        ({"pair_correlation": -0.9999}, 6, "A and B: correlation −1.00 over 6 counties"),
        ({"pair_correlation": None}, 2, "A and B: 2 counties have both, too few for a correlation"),
    ],
)
def test_the_title_says_the_correlation_with_how_many(row: dict[str, Any], n: int, said: str) -> None:
    assert pair_findings.title(speak("en"), [row] * n, ("A", "B")) == said


def test_the_chart_has_a_mark_a_county_and_no_line_through_them() -> None:
    dots = [Dot(n, n * n, f"n{n}", ("x",), str(n), n == 3, n > 1) for n in range(6)]
    figure = pair(dots, Side("across", 3.0, "Target 3"), Side("up"), Size(600, 400), palette("light"))
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert len(figure.data) == len(marks) == 2
    assert sum(len(trace.x) for trace in marks) == 6
    assert [shape.type for shape in figure.layout.shapes] == ["line"]  # the target alone
    assert "Target 3" in [one.text for one in figure.layout.annotations]


def test_at_the_left_edge_a_mark_is_whole_and_its_name_keeps_off_the_axis() -> None:
    dots = [Dot(0.0, 10.0, "Xietongmen", ("a",), "a"), Dot(50.0, 20.0, "Xisha", ("b",), "b")]
    figure = pair(dots, Side("across"), Side("up"), Size(600, 400), palette("light"))
    assert all(trace.cliponaxis is False for trace in figure.data)
    at = {one.text: one.xshift for one in figure.layout.annotations}
    assert at["Xietongmen"] >= text_width("Xietongmen", LEAST) / 2 - 10
    assert at["Xisha"] == 0


@pytest.mark.parametrize("view", ["dots", "table"])
@pytest.mark.parametrize("query", [{}, {"city": "990100", "county": "990102", "other": SHARE}])
def test_both_languages_are_whole(at_home: Tiny, view: str, query: dict[str, str]) -> None:
    test = visit("pairs", view=view, **query)
    assert not test.error
    assert LATIN.findall(SAME.sub(" ", text_of(test).replace("made up for the tests", ""))) == []
    english = text_of(visit("pairs", "en", "dark", view=view, **query))
    assert CHINESE.findall(english.replace("中文", "").replace("语言", "")) == []


def test_both_indicators_and_the_city_stand_in_the_address(at_home: Tiny) -> None:
    test = visit("pairs", indicator=SHARE, other=WORKERS, city="990100")
    assert "2 个县两项都有数" in title(test)
    for key, value in (("indicator", SHARE), ("other", WORKERS), ("city", "990100")):
        assert test.query_params[key] == value
    wrong = visit("pairs", other="nonsense")
    assert not wrong.error
    assert "nonsense" not in wrong.query_params.values()


def test_an_empty_home_says_what_to_do(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit("pairs", other=SHARE)
    assert not test.error
    assert "换一个指标或报告期" in text_of(test)
