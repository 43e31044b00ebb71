"""The compliance map on a telephone, its tables and its lists: what stands where, and what has room."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest

from tests.test_pages import at_home, filed, nothing_kept, opened, visit  # noqa: F401
from tests.tiny import PERIOD, WORKERS, Tiny
from ui.parts import grid
from words import numbers

CHOICES = (
    *("choice_indicator", "choice_period", "choice_city", "choice_boundaries"),
    *("choice_view", "choice_colour"),
)


@pytest.fixture
def on_a_telephone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.frame.device.is_phone", lambda: True)


@pytest.mark.usefixtures("on_a_telephone", "at_home")
@pytest.mark.parametrize(("view", "drawn"), [("map", "county_tiles_svg"), ("table", "county_table")])
def test_on_a_telephone_what_is_chosen_stands_before_what_is_drawn(view: str, drawn: str) -> None:
    test = visit(view=view, show="not_met")
    # In the order of the page: an element's own key is in its identity.
    shown = [str(getattr(one, "proto", "")) for one in test.main]
    places = {key: next(i for i, one in enumerate(shown) if key in one) for key in (*CHOICES, drawn)}
    assert all(places[key] < places[drawn] for key in CHOICES)
    assert not [one for one in test.sidebar if "choice_period" in str(getattr(one, "proto", ""))]
    folded = [one.proto.popover.label for one in test.main.get("popover")]
    assert "25年4季 · 全部" in folded
    if view == "table":
        assert test.selectbox(key="choice_show").value == "not_met"
        test.selectbox(key="choice_show").set_value("met").run()
        assert test.query_params["show"] == "met"


def test_elsewhere_the_choices_stay_in_the_sidebar(at_home: Tiny) -> None:  # noqa: F811
    test = visit()
    assert {one.key for one in test.sidebar.selectbox} == set(CHOICES[:4])
    assert not [one for one in test.main.get("popover") if "全部" in one.proto.popover.label]


@pytest.mark.parametrize("asked", [{"class": "5"}, {"indicator": "communities_per_10k_urban"}])
def test_in_a_list_of_figures_a_bar_stands_beside_the_figure_it_draws(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 50, "990201": 25, "990202": 40, "999001": 60})
    tiny.built()
    opened(tiny, monkeypatch)
    indicator = asked.get("indicator", WORKERS)
    rows = {
        row["area_code"]: row
        for row in tiny.ask("county_compliance", indicator=indicator, period=PERIOD, area="990000").to_dicts()
    }
    (listed,) = (one.value for one in visit(**asked).html if 'class="ranking"' in one.value)
    found = re.findall(
        r'county=(\d+).*?class="figure">([^<]*)<.*?width:(\d+)px"></span><b>([^<]*)</b>', listed, flags=re.S
    )
    assert len(found) > 1
    known = {code: rows[code] for code, *_ in found}
    largest = max(row["value"] for row in known.values())
    for code, before, width, beside in found:
        assert beside == numbers.ratio(known[code]["value_shown"], 2)
        assert before == numbers.count(known[code]["numerator"])
        assert abs(int(width) - 40 * float(known[code]["value"] / largest)) <= 1


def test_the_axis_of_the_table_s_bars_begins_at_0_and_holds_every_figure(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff_everywhere({"990101": 4, "990102": 150, "990201": 21, "990202": 20, "999001": 30})
    tiny.built()
    opened(tiny, monkeypatch)
    for show in ("all", "not_met"):  # the same axis, whichever counties are listed
        frame = visit(view="table", show=show).dataframe[0]
        column = json.loads(frame.proto.columns)["bar"]
        label = column["label"]
        low, high = re.findall(r"[\d.]+", label)[0], re.findall(r"[\d.]+", label)[-1]
        top = max(row["value"] for row in tiny.values().values() if row["value"] is not None)
        assert low == "0"
        assert float(top) <= float(high) < 1.3 * float(top)
        for cell in frame.value["bar"]:
            drawing = ElementTree.fromstring(b64decode(cell.split(",", 1)[1]))
            # As high as its row it is no wider than its column, which would cut it.
            high_as_row = (grid.ROW_HEIGHT - 6) / float(drawing.get("height", 1))
            assert float(drawing.get("width", 0)) * high_as_row + 16 <= column["width"]
            bar = next(one for one in drawing if one.tag.endswith("rect"))
            assert float(bar.get("x", -1)) >= 4
            assert float(bar.get("x", 0)) + float(bar.get("width", 0)) <= float(drawing.get("width", 0)) - 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_verdict_in_a_table_says_why_it_is_open_and_its_column_holds_it(
    at_home: Tiny,  # noqa: F811
    language: str,
) -> None:
    said = {"zh": {"? 未报", "? 未报齐"}, "en": {"? Not reported", "? Partly reported"}}[language]
    for rows in ("county", "city"):
        frame = visit(language=language, view="table", rows=rows).dataframe[0]
        verdicts = set(frame.value["verdict"])
        assert said & verdicts
        width = json.loads(frame.proto.columns)["verdict"]["width"]
        assert width == grid.width_of(verdicts) <= 200


def test_a_heading_that_is_cut_ends_in_dots_and_its_column_holds_it() -> None:
    for words in ("社区工作者", "城镇常住人口", "Community workers per 10,000 urban residents"):
        shown, wide = grid.heading(words, 132)
        assert wide == grid.width_of([shown]) <= 132
        assert shown == words or (shown.endswith("…") and words.startswith(shown[:-1]))
    assert grid.heading("城镇常住人口", 132)[0] == "城镇常住人口"
