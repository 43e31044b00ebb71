"""Colours, classes and small marks: what a reader can tell apart, in any theme and with any eyes."""

from __future__ import annotations

import re
import tomllib
from base64 import b64decode
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from draw import palette
from draw.marks import BalanceAxis, Legend, SparkTexts, balance_bar, gap_bar, image, legend_html, sparkline
from draw.palette import DARK, LIGHT, contrast, ink_on, rgb
from draw.scales import change_scale, gap_scale, value_scale
from draw.text import text_width
from programme import PROJECT

BOUNDS = (12, 15, 18, 20, 22)
THEMES = {"light": LIGHT, "dark": DARK}


def drawing(address: str) -> ElementTree.Element:
    head, data = address.split(",", 1)
    assert head == "data:image/svg+xml;base64"
    return ElementTree.fromstring(b64decode(data))


def parts(address: str, tag: str) -> list[ElementTree.Element]:
    return drawing(address).findall(f"{{http://www.w3.org/2000/svg}}{tag}")


# How a reader without the second or the first kind of cone sees linear light (Machado and others, 2009).
EYES = {
    "normal": np.eye(3),
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}  # fmt: skip


def lab(colour: str, eyes: str) -> np.ndarray:
    light = np.array(rgb(colour)) / 255
    light = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    light = np.clip(np.array(EYES[eyes]) @ light, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ light
    f = np.cbrt(xyz / np.array([0.9505, 1.0, 1.089]))
    f = np.where(
        xyz / np.array([0.9505, 1.0, 1.089]) > 0.008856,
        f,
        xyz / np.array([0.9505, 1, 1.089]) * 7.787 + 16 / 116,
    )
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, eyes: str) -> float:
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_page_and_panel(theme: str) -> None:
    colours = THEMES[theme]
    for ground in (colours.page, colours.panel, colours.sidebar):
        for ink in (colours.text, colours.muted, colours.good, colours.bad):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    for line in colours.lines:
        assert contrast(line, colours.page) >= 4.5, line
    assert contrast(colours.no_data_line, colours.page) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_a_mark_can_be_read_on_every_class(theme: str) -> None:
    for scale in (value_scale(BOUNDS, target=18, theme=theme), gap_scale([600], theme=theme)):  # type: ignore[arg-type]
        for colour, ink in zip(scale.colours, scale.inks, strict=True):
            assert contrast(colour, ink) >= 4.5, colour


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "bounds", [(10, 18), (12, 18, 20), (15, 16, 18, 20), BOUNDS, (10, 12, 15, 18, 20, 22)]
)
def test_neighbouring_classes_differ_for_every_reader(bounds: tuple[int, ...], theme: str, eyes: str) -> None:
    for scale in (
        value_scale(bounds, target=18, theme=theme),  # type: ignore[arg-type]
        value_scale(bounds, target=None, theme=theme),  # type: ignore[arg-type]
        gap_scale([600], theme=theme),  # type: ignore[arg-type]
    ):
        for one, other in pairwise(scale.colours):
            assert apart(one, other, eyes) >= 9, (one, other)
        nothing = THEMES[theme].no_data
        assert all(apart(colour, nothing, eyes) >= 9 for colour in scale.colours)
    # The break at the target is a wide one: the two hues.
    scale = value_scale(bounds, target=18, theme=theme)  # type: ignore[arg-type]
    at = scale.target_at or 0
    assert apart(scale.colours[at - 1], scale.colours[at], eyes) >= 28


def test_the_six_classes_of_a_target_in_the_middle_are_the_chosen_ones() -> None:
    scale = value_scale(BOUNDS, target=18)
    assert scale.colours == ("#7B2D0A", "#B85A15", "#ECB168", "#AAD4D8", "#559FB0", "#125670")
    assert scale.symbols == ("▼▼", "▼", "▽", "△", "▲", "▲▲")
    assert scale.marks == ("▼", "▼", "▽", "", "", "")
    assert scale.ranges == ("< 12", "12–15", "15–18", "18–20", "20–22", "≥ 22")
    assert [scale.class_of(v) for v in (11.99, 12, 17.99, 18, 22, None)] == [0, 1, 2, 3, 5, None]


@pytest.mark.parametrize("count", range(2, 7))
def test_any_number_of_classes_takes_sides_at_the_target(count: int) -> None:
    bounds = tuple(range(10, 10 + count))
    for target in bounds:
        scale = value_scale(bounds, target=target)
        assert len(scale.colours) == len(scale.symbols) == len(scale.ranges) == count + 1
        assert scale.target_at == bounds.index(target) + 1
        assert all(symbol[0] in "▽▼" for symbol in scale.symbols[: scale.target_at])
        assert all(symbol[0] in "△▲" for symbol in scale.symbols[scale.target_at :])


def test_a_class_that_holds_the_target_takes_neither_side() -> None:
    scale = value_scale((40, 60, 80, 90), target=85)
    assert scale.symbols[3] == "◇"
    assert scale.colours[3] == LIGHT.straddling
    assert scale.symbols[2][0] in "▽▼"
    assert scale.symbols[4][0] in "△▲"


def test_where_less_is_better_the_hues_change_sides() -> None:
    high, low = (value_scale(BOUNDS, target=18, higher_is_better=h) for h in (True, False))
    assert low.colours == high.colours[::-1]
    assert high.best_first()[0] == 5
    assert low.best_first()[0] == 0


def test_without_a_target_nothing_is_judged() -> None:
    scale = value_scale(BOUNDS, target=None)
    assert set(scale.symbols) == {""}
    assert scale.target_at is None
    assert not set(scale.colours) & {*LIGHT.below, *LIGHT.above}


def test_gap_classes_follow_what_is_required_and_not_the_days_gaps() -> None:
    scale = gap_scale([400, 630, 900])
    assert scale.ranges == ("0", "1–50", "51–100", "101–200", "201–400", "> 400")
    assert [scale.class_of(g) for g in (0, 1, 50, 51, 400, 401)] == [0, 1, 1, 2, 4, 5]
    assert gap_scale([60]).ranges[1] == "1–5"
    assert gap_scale([2, 3]).ranges == ("0", "1", "2", "3–4", "5–8", "> 8")
    assert gap_scale([None]).ranges[0] == "0"


def test_change_classes_lie_evenly_about_no_change() -> None:
    changes = [-1.4, 0.2, 0.8, 0.9, None, 0.0]
    scale = change_scale(changes, between=" to ")
    assert scale.bounds == (-1.0, -0.5, 0.0, 0.5, 1.0)
    assert scale.class_of(-0.01) == 2
    assert scale.class_of(0.0) == 3
    assert scale.ranges[:2] == ("< −1", "−1 to −0.5")
    assert change_scale(changes, higher_is_better=False).colours == scale.colours[::-1]
    assert change_scale([None, 0.0]).bounds[2:] == (0.0, 1.0, 2.0)


def test_change_classes_spread_however_little_a_year_brought() -> None:
    for size in (0.01, 1, 40):
        changes = [size * i / 40 for i in range(41)]
        scale = change_scale(changes)
        used = [scale.class_of(c) for c in changes]
        assert all(used.count(index) >= 5 for index in (3, 4, 5)), size


def test_streamlits_theme_uses_the_same_colours_and_fonts() -> None:
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme = settings["theme"]
    assert theme["font"] == theme["headingFont"] == palette.FONTS
    for name, colours in THEMES.items():
        assert theme[name]["backgroundColor"] == colours.page
        assert theme[name]["secondaryBackgroundColor"] == colours.panel
        assert theme[name]["textColor"] == colours.text
        assert theme[name]["primaryColor"] == colours.primary
        assert theme[name]["borderColor"] == colours.rule
        assert theme[name]["greenColor"] == theme[name]["greenTextColor"] == colours.good
        assert theme[name]["redColor"] == theme[name]["redTextColor"] == colours.bad
        assert theme[name]["sidebar"]["backgroundColor"] == colours.sidebar
        assert tuple(theme[name]["chartCategoricalColors"]) == colours.lines


def test_the_server_sends_nothing_away_and_asks_nothing() -> None:
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorLinks"] is False
    assert settings["server"]["enableWebsocketCompression"] is True


def test_a_sparkline_breaks_where_nothing_is_known() -> None:
    line = sparkline([10, 11, None, 12, 13], target=18, texts=SparkTexts(target="target 18", value="13.00"))
    assert [len(p.get("points", "").split()) for p in parts(line, "polyline")] == [2, 2]
    assert {t.text for t in parts(line, "text")} == {"target 18", "13.00"}
    # The target's rule lies above values that are below it.
    (rule,) = parts(line, "line")
    tops = [float(c.get("cy", 0)) for c in parts(line, "circle")]
    assert float(rule.get("y1", 0)) < min(tops)


@pytest.mark.parametrize("values", [[], [None, None], [5.0], [5.0, 5.0], [0.0, None]])
def test_a_sparkline_of_little_or_nothing_is_still_a_picture(values: list[float | None]) -> None:
    assert drawing(sparkline(values)).get("width") == "316"
    drawing(sparkline(values, target=5.0))


def test_text_in_a_mark_is_escaped() -> None:
    line = sparkline([1, 2], texts=SparkTexts(first="<a & b>"))
    assert [t.text for t in parts(line, "text")] == ["<a & b>"]
    assert "&quot;" in image(line, 'a "name"', 10, 10)
    assert "<script" not in legend_html(value_scale(BOUNDS, target=18), Legend("<script>", [0] * 6))


def legend(**more: object) -> str:
    scale = value_scale(BOUNDS, target=18)
    return legend_html(scale, Legend("per 10,000", [0, 3, 19, 37, 22, 2], "target 18", **more))  # type: ignore[arg-type]


def words(html: str) -> list[str]:
    return [w for w in re.sub(r"<[^>]+>", "\n", html).split("\n") if w]


def test_the_legend_has_the_best_on_top_and_the_target_between_the_sides() -> None:
    said = words(legend(without=[("hatch", "not reported", 7)], notes=["note"]))
    order = [w.replace("&lt;", "<") for w in said if w[0] in "≥<&0123456789t"]
    assert order[:3] == ["≥ 22", "2", "20–22"]
    assert said.index("18–20") < said.index("target 18") < said.index("15–18")
    assert said[-3:] == ["not reported", "7", "note"]


def test_the_legends_columns_are_as_wide_in_every_row_and_its_counts_end_on_one_line() -> None:
    rows = re.findall(
        r'<div style="[^"]*" role="row">(.*?)</div>',
        legend(without=[("hatch", "not reported", 117), ("half", "Partial: already met", 0)]),
    )
    # What is inside a column (a bar, a link) may differ; the columns may not, but for the colour of the swatch.
    columns = [re.findall(r'<span (?:aria-hidden="true"|role="cell") style="([^"]*)"', row) for row in rows]
    assert len(rows) == 8
    assert len({tuple(style.split("border:")[0] for style in row) for row in columns}) == 1
    count = columns[0][-1]
    assert "text-align:right" in count
    assert re.search(r"width:\d+px", count)


def test_a_count_of_many_figures_keeps_off_its_bar() -> None:
    for count in (788, 2854):
        row = next(
            one
            for one in legend(without=[("hatch", "no figure", count)]).split('role="row"')
            if "no figure" in one
        )
        bar, wide = (
            float(re.findall(rf"{what}:([\d.]+)px", row)[-1])
            for what in ("display:block;width", "font-weight:600;width")
        )
        column = float(re.findall(r'<span aria-hidden="true" style="width:([\d.]+)px', row)[-1])
        assert wide >= text_width(str(count), 13)
        assert bar <= column


def test_the_classes_of_a_gap_have_the_marks_that_the_map_draws() -> None:
    assert gap_scale([600]).marks == ("", "▽", "▼", "▼", "▼", "▼")


def test_the_legends_bars_are_its_histogram() -> None:
    widths = [int(w) for w in re.findall(r"width:(\d+)px;height:9px", legend())]
    assert widths == [1, 14, 24, 12, 2, 0]


def test_a_balance_bar_runs_from_the_target_to_the_value() -> None:
    def bar(value: float) -> tuple[float, float]:
        (rect,) = parts(balance_bar(value, BalanceAxis(12, 18, 24), colour="#B85A15"), "rect")
        return float(rect.get("x", 0)), float(rect.get("width", 0))

    assert bar(15) == (34, 30)
    assert bar(21) == (64, 30)
    assert bar(12) == (4, 60)
    assert balance_bar(None, BalanceAxis(12, 18, 24), colour="#B85A15") == ""


def test_a_gap_bar_is_in_proportion_and_a_small_gap_is_still_seen() -> None:
    def length(gap: float) -> float:
        (rect,) = parts(gap_bar(gap, largest=700), "rect")
        return float(rect.get("width", 0))

    assert (length(700), length(350), length(0)) == (60, 30, 0)
    assert length(1) >= 1.5
    assert gap_bar(None, largest=700) == ""


def test_ink_is_the_one_that_reads_better() -> None:
    assert (ink_on("#FFFFFF"), ink_on("#000000")) == (palette.DARK_INK, palette.LIGHT_INK)
