"""Pictures of map and charts: what is in them, that a real reader opens them, and the command that writes them."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
import resvg_py
from PIL import Image

from draw.palette import MARKERS, palette
from draw.plotted import plotted
from files import picture
from files.picture import KINDS, Kind, Subject
from programme import PROJECT
from tests.test_pages import filed  # noqa: F401 - the same small home, built once for this module
from tests.tiny import PERIOD, TODAY, WORKERS, Tiny
from words import speak
from words.problems import QuestionError


def subject(tiny: Tiny, *, language: str = "zh", theme: Any = "light", **more: Any) -> Subject:
    return Subject(tiny.reader, speak(language), theme, WORKERS, PERIOD, "990000", **more)


def said(drawing: str) -> str:
    """All texts of an SVG, as they stand in it."""
    return "".join(
        "".join(one.itertext()) for one in ElementTree.fromstring(drawing).iter() if one.tag.endswith("}text")
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_it_is_and_asks_nobody(
    filed: Tiny,  # noqa: F811
    kind: Kind,
    language: str,
    theme: str,
) -> None:
    lines = ("990101", "990102") if kind == "trends" else ()
    what = subject(filed, language=language, theme=theme, areas=lines)
    drawing = picture.picture(kind, what)
    text, facts = said(drawing).replace(" ", ""), what.facts
    assert filed.reader.snapshot.id in text
    assert (
        what.speech("tag.simulated", name=what.speech.pick(what.row, "numerator_name")).replace(" ", "")
        in text
    )
    assert what.speech.pick(facts, "sources_note").rstrip("。.")[:12].replace(" ", "") in text
    if kind == "trends":
        assert what.speech("trend.dashes").replace(" ", "") in text
        assert what.speech("trend.estimated").replace(" ", "") in text
    if kind == "map":
        assert what.speech.pick(facts, "map_source")[:6].replace(" ", "") in text
        assert "审图号____" in text or "approvalnumber____" in text
    assert drawing.count("http") == drawing.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert "data-pick" not in drawing
    # What lies behind everything is the theme's page.
    first = next(one for one in ElementTree.fromstring(drawing) if one.tag.endswith("}rect"))
    assert first.get("fill") == palette(theme).page  # type: ignore[arg-type]


def test_the_approval_number_is_baked_into_the_map(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path)
    settings = tiny.pack_folder / "pack.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('approval_number = ""', 'approval_number = "甲S(2026)7号"'), encoding="utf-8"
    )
    tiny.staff_everywhere({"990101": 40, "990102": 50})
    tiny.built()
    assert said(picture.picture("map", subject(tiny))).count("甲S(2026)7号") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_png_opens_and_shows_the_colours_that_are_drawn(filed: Tiny, kind: Kind) -> None:  # noqa: F811
    what = subject(filed, theme="dark", areas=("990101",) if kind == "trends" else ())
    drawing = picture.picture(kind, what)
    root = ElementTree.fromstring(drawing)
    image = Image.open(io.BytesIO(picture.contents(kind, what, "png")))
    image.load()
    for drawn, side in zip(image.size, ("width", "height"), strict=True):
        assert abs(drawn - 2 * float(root.get(side) or 0)) <= 1
    colours = {
        f"#{r:02X}{g:02X}{b:02X}" for _, (r, g, b, *_) in image.convert("RGB").getcolors(1 << 24) or ()
    }
    assert palette("dark").page in colours
    assert palette("dark").text in colours


def test_chinese_characters_are_drawn_or_it_is_said_that_they_cannot_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert picture.writes_chinese()
    whole = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **given: whole(**given, skip_system_fonts=True))
    picture.writes_chinese.cache_clear()
    try:
        assert not picture.writes_chinese()
        with pytest.raises(QuestionError, match=r"\.svg"):
            picture.png("<svg/>")
    finally:
        monkeypatch.undo()
        picture.writes_chinese.cache_clear()


def test_a_file_name_says_area_indicator_period_kind_and_snapshot(filed: Tiny) -> None:  # noqa: F811
    named = picture.file_name("map", subject(filed, colour="gap"), "png")
    assert named.endswith(f"_2025年第4季度_缺口地图_浅色_{filed.reader.snapshot.id}.png")
    for language in ("zh", "en"):
        for kind in KINDS:
            name = picture.file_name(kind, subject(filed, language=language, areas=("990101",)), "svg")
            assert not set(name) & set('\\/:*?"<>| ')


def test_a_figure_that_holds_what_a_picture_cannot_draw_is_refused() -> None:
    layout = {
        "margin": {"l": 1, "r": 1, "t": 1, "b": 1},
        "xaxis": {"range": [0, 1]},
        "yaxis": {"range": [0, 1]},
    }
    figure = go.Figure(go.Bar(x=[1], y=[1]), layout)
    with pytest.raises((AssertionError, KeyError)):
        plotted(figure, 100, 100)


@pytest.mark.parametrize("symbol", MARKERS)
def test_an_open_point_of_any_line_is_drawn_open(symbol: str) -> None:
    layout = {
        "margin": {"l": 1, "r": 1, "t": 1, "b": 1},
        "xaxis": {"range": [0, 1], "tickvals": [], "ticktext": []},
        "yaxis": {"range": [0, 1], "tickvals": [], "ticktext": []},
    }
    marker = {"symbol": [symbol, f"{symbol}-open"], "size": 9, "color": "#123456"}
    drawn = plotted(
        go.Figure(go.Scatter(x=[0.2, 0.8], y=[0.5, 0.5], mode="markers", marker=marker), layout), 99, 99
    )
    filled = [part for part in re.findall(r"<\w+ [^>]*>", drawn.body) if "123456" in part]
    assert len(filled) == 2
    assert 'fill="none"' in filled[1]
    assert 'stroke="#123456"' in filled[1]
    if symbol != "x":
        assert 'fill="#123456"' in filled[0]


def command(tiny: Tiny, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines", "picture", *arguments],
        cwd=PROJECT,
        env={
            **os.environ,
            "OBSERVATORY_HOME": str(tiny.home.root),
            "OBSERVATORY_REFERENCE": str(tiny.pack_folder),
            "OBSERVATORY_TODAY": TODAY.isoformat(),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_command_writes_a_picture_of_each_kind(filed: Tiny, tmp_path: Path) -> None:  # noqa: F811
    done = command(filed, "map", "--lang", "zh", "--colour", "gap", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (made,) = tmp_path.glob("*.png")
    assert Image.open(made).format == "PNG"
    drawn = tmp_path / "lines.svg"
    done = command(filed, "trends", "--area", "990101", "--area", "990102", "--lang", "en", "-o", str(drawn))
    assert done.returncode == 0, done.stderr
    ElementTree.parse(drawn)
    # An area by its name, as everywhere else.
    done = command(filed, "map", "--area", "东江", "--lang", "zh", "-o", str(tmp_path / "city.svg"))
    assert done.returncode == 0, done.stderr
    assert "东江市" in (tmp_path / "city.svg").read_text(encoding="utf-8")


def test_the_command_refuses_what_it_cannot_draw_by_name(filed: Tiny, tmp_path: Path) -> None:  # noqa: F811
    done = command(filed, "map", "--lang", "en", "-o", str(tmp_path / "map.jpg"))
    assert (done.returncode != 0, "map.jpg" in done.stderr, ".svg" in done.stderr) == (True, True, True)
    assert "Traceback" not in done.stderr
    early = dt.date(2020, 12, 31).isoformat()
    done = command(
        filed, "map", "--lang", "en", "--period", early, "--colour", "gap", "-o", str(tmp_path / "m.svg")
    )
    assert done.returncode != 0
    assert "--colour ratio" in done.stderr
    done = command(filed, "map", "--lang", "en", "--area", "990101", "-o", str(tmp_path / "m.svg"))
    assert (done.returncode != 0, "Give its city" in done.stderr) == (True, True)
    assert list(tmp_path.iterdir()) == []
