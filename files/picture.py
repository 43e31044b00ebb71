"""Pictures of map and charts, SVG and PNG: what the button gives and what the command line writes.

A picture says what it is: finding, target, period, source, snapshot, and the map's approval number are part of it. It is
drawn here, by no browser and with no request; an SVG is written in the reader's own fonts, a PNG in this machine's.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl
import resvg_py
from PIL import Image

from draw import svg
from draw.figure import Size
from draw.map.vector import vector_map
from draw.marks import Legend
from draw.palette import FONTS, Theme, palette
from draw.plotted import plotted
from draw.scales import Judged, Paint, scale_by
from draw.sheet import WIDTH, Words, legend, sheet
from draw.strip import city_strip
from draw.trend import TrendData, trends
from files import grounds, rebased, tree
from files.charts import city_texts, touching, trend_texts
from files.writing import write_file
from programme import clock
from warehouse.readers import Reader
from words import (
    Speech,
    headlines,
    legends,
    map_notes,
    periods,
    sentences,
    sources,
    trend_findings,
    trend_notes,
)
from words.problems import QuestionError

Row = dict[str, Any]
Kind = Literal["map", "cities", "trends"]
KINDS: tuple[Kind, ...] = ("map", "cities", "trends")
FORMATS = ("svg", "png")
COLOURS = ("ratio", "gap", "change")
MAP_HEIGHT = 640
ALIKE = 9.0  # of 255, by which the pixels of a drawing may differ in the middle between two machines; two periods of a map do by 16
EDGE = 6  # pixels about a map that stands alone: signs of its legend reach to its sides
CHART = Size(WIDTH - 64, 560)
SHARP = 2  # pixels of a PNG for each of the drawing: a slide is looked at enlarged
NO_NAME = re.compile(r'[\\/:*?"<>|\s.]+')


@dataclass(frozen=True)
class Subject:
    """What a picture is of: reader and voice, the look, indicator and period, and the area whose counties are shown.

    `colour` is how a map is coloured, `county` the one outlined; `areas` and `beside` are the lines of a trend. `boundaries`: on the
    counties of which day all is drawn; None as published.
    """

    reader: Reader
    speech: Speech
    theme: Theme
    indicator: str
    period: dt.date
    area: str
    colour: str = "ratio"
    county: str | None = None
    areas: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    boundaries: dt.date | None = None

    def rows(self, question: str, **more: Any) -> list[Row]:
        return self.frame(question, **more).to_dicts()

    def frame(self, question: str, **more: Any) -> pl.DataFrame:
        """A question about the subject's indicator and period."""
        return self.reader.ask(question, indicator=self.indicator, **more)

    def shown(self, question: str, area: str | None = None) -> list[Row]:
        """A question's rows about the counties or cities shown."""
        return self.rows(question, period=self.period, area=area or self.area)

    def counties(self) -> pl.DataFrame:
        """The counties shown, on the boundaries chosen."""
        published = self.frame("county_compliance", period=self.period, area=self.area)
        if self.boundaries is not None:
            ask, day = self.reader.ask, self.boundaries
            published = rebased.counties(ask, self.indicator, self.period, self.area, day, published)
        return published if self.area == self.facts["root_area"] else tree.below(published, self.area)

    @property
    def boundaries_words(self) -> str:
        """What the boundaries chosen are called; empty for none."""
        if self.boundaries is None:
            return ""
        return self.speech("boundaries.of", day=periods.date(self.speech, self.boundaries))

    @property
    def tag(self) -> str:
        """What stands in a picture before anything else: on which boundaries it is, and what of it is simulated."""
        told = [sources.simulated(self.speech, self.row)]
        if self.boundaries is not None:
            told.insert(0, self.speech("strip.boundaries", boundaries=self.boundaries_words))
        return self.speech("list.sentence").join(one for one in told if one)

    @property
    def facts(self) -> Row:
        return self.reader.rows("snapshot_facts")[0]

    @property
    def row(self) -> Row:
        """The indicator's own row."""
        rows = self.reader.rows("indicator_catalogue")
        return next(row for row in rows if row["indicator_code"] == self.indicator)

    @property
    def places(self) -> dict[str, Row]:
        """The areas of the period's day, by code."""
        return {row["area_code"]: row for row in self.reader.rows("areas_on", period=self.period)}

    @property
    def period_words(self) -> str:
        return periods.period(self.speech, self.period, str(self.row.get("cycle") or "quarterly"))


def picture(kind: Kind, subject: Subject) -> str:
    """The picture as SVG text. `QuestionError` where the area has no counties on the day, the indicator no figures of that period (an
    annual one within a year), or the colour rests on a target that is none.
    """
    if kind == "trends":
        return _trends(subject)
    headline = next(
        iter(subject.rows("compliance_headline", period=subject.period, areas=[subject.area])), None
    )
    if headline is None:
        raise QuestionError("picture.no_figures", indicator=subject.indicator, period=subject.period)
    if not headline["counties_all"]:
        raise QuestionError("picture.no_counties", area=subject.area, period=subject.period)
    if kind == "map":
        if subject.colour == "gap" and not headline["has_target"]:
            raise QuestionError("picture.no_gap", indicator=subject.indicator, period=subject.period)
        sketches = _map(subject, headline)
    else:
        sketches = [_cities(subject, headline)]
    return sheet(sketches, _words(subject, headline, with_borders=kind == "map"), subject.theme)


def map_alone(subject: Subject, height: float = MAP_HEIGHT) -> str:
    """The map with its legend as SVG text, and nothing around it: for a document that says the rest itself."""
    (headline,) = subject.rows("compliance_headline", period=subject.period, areas=[subject.area])
    beside, drawn = _map(subject, headline, height)
    body = svg.group(drawn.body, transform=f"translate({svg.number(beside.width)} 0)") + beside.body
    width = beside.width + drawn.width + 2 * EDGE
    height = max(beside.height, drawn.height) + 2 * EDGE
    colours = palette(subject.theme)
    ground = svg.rect(0, 0, width, height, colours.page)
    moved = svg.group(body, transform=f"translate({EDGE} {EDGE})")
    return svg.drawing(ground + moved, width, height, defs=svg.hatches(colours))


def png(drawing: str) -> bytes:
    """The same as PNG, twice as large. `QuestionError` where no font of this machine has Chinese characters."""
    if not writes_chinese():
        raise QuestionError("picture.no_font")
    # Fonts that a machine lacks are passed over; a generic name alone would find none with Chinese characters.
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=SHARP, sans_serif_family=_family()))


def is_alike(made: bytes, drawing: str) -> bool:
    """Whether a PNG made elsewhere shows a drawing: in the large, as its fonts and edges are others."""
    with Image.open(io.BytesIO(made)) as one, Image.open(io.BytesIO(_small(drawing))) as other:
        small = (64, 40)
        pairs = zip(
            one.convert("RGB").resize(small).tobytes(),
            other.convert("RGB").resize(small).tobytes(),
            strict=True,
        )
        return sum(abs(ours - theirs) for ours, theirs in pairs) / (3 * small[0] * small[1]) < ALIKE


def _small(drawing: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=1, sans_serif_family=_family()))


@cache
def writes_chinese() -> bool:
    """Whether a font of this machine has Chinese characters: two of them then come out differently."""
    return _probe("县") != _probe("区")


def file_name(kind: Kind, subject: Subject, form: str) -> str:
    """A name that says area, indicator, period, what is drawn and which snapshot, in the picture's language."""
    speech = subject.speech
    shown = [
        subject.places.get(code, {}) for code in (subject.areas[:3] if kind == "trends" else (subject.area,))
    ]
    names = [speech.pick(row, "short_name") or speech.pick(row, "area_name") for row in shown]
    parts = [
        "-".join(name for name in names if name),
        speech.pick(subject.row, "short_name") or subject.indicator,
        "" if kind == "trends" else subject.period_words,
        speech(f"picture.{kind}") if kind != "map" else speech(f"picture.map_{subject.colour}"),
        speech("boundaries.of", day=subject.boundaries.isoformat()) if subject.boundaries else "",
        speech(f"theme.{subject.theme}"),
        subject.reader.snapshot.id,
    ]
    return "_".join(NO_NAME.sub("-", part) for part in parts if part) + f".{form}"


def contents(kind: Kind, subject: Subject, form: str) -> bytes:
    """The file's bytes, of a form in `FORMATS`."""
    drawing = picture(kind, subject)
    return png(drawing) if form == "png" else drawing.encode()


def write(kind: Kind, subject: Subject, path: Path) -> Path | None:
    """Write the picture to a file whose name's end says its form, whole or not at all; the folder made for it, if any."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise QuestionError("picture.no_form", file=path.name)
    return write_file(path, contents(kind, subject, form))


def _map(subject: Subject, headline: Row, height: float = MAP_HEIGHT) -> list[svg.Sketch]:
    """Legend and map, side by side."""
    rows, facts = subject.counties(), subject.facts
    places = {**subject.places, **{row["area_code"]: row for row in rows.to_dicts()}}
    judged = Judged(
        subject.row,
        headline,
        lambda: subject.shown("county_compliance", facts["root_area"]),
        subject.speech("legend.between"),
    )
    scale = scale_by(subject.colour, judged, subject.theme)
    is_whole = subject.area == facts["root_area"]
    ground = (
        grounds.of_whole(subject.reader.ask)
        if is_whole
        else grounds.of_part(subject.reader.ask, rows["area_code"].to_list(), grounds.cities_of(rows))
    )
    names = {
        code: subject.speech.pick(row, "short_name") or subject.speech.pick(row, "area_name")
        for code, row in places.items()
    }
    paint = Paint(scale, subject.county, subject.theme)
    drawn = vector_map(ground, rows, paint, names=names, hover={}, height=height)
    said = _legend(subject, headline, rows.to_dicts(), len(scale.colours), scale.class_of)
    return [legend(scale, said, subject.theme), drawn]


def _legend(subject: Subject, headline: Row, rows: list[Row], classes: int, class_of: Any) -> Legend:
    speech, colour, indicator = subject.speech, subject.colour, subject.row
    counts, without = [0] * classes, dict.fromkeys(legends.PATTERNS, 0)
    for row in rows:
        figure = row["gap"] if colour == "gap" else row["change_shown"]
        index = (
            row["class_index"] if colour == "ratio" else class_of(None if figure is None else float(figure))
        )
        if index is None:
            without[legends.lack(row, indicator, colour)] += 1
        else:
            counts[min(int(index), classes - 1)] += 1
    notes = []
    if headline["has_target"] and colour != "change":
        notes.append(speech("legend.triangle"))
    if tree.choosable(subject.places) and subject.area == subject.facts["root_area"]:
        notes.append(speech("legend.borders"))
    always = sentences.without_return(indicator)
    return Legend(
        legends.title(speech, indicator, colour),
        counts=counts,
        target=legends.target(speech, headline, colour),
        without=[
            (pattern, legends.without(speech, indicator, why), without[why])
            for why, pattern in legends.PATTERNS.items()
            if without[why] or why == always
        ],
        notes=[*notes, "", *legends.map_notes(speech, subject.facts)],
    )


def _cities(subject: Subject, headline: Row) -> svg.Sketch:
    rows = subject.counties()
    cities = subject.frame("city_compliance", period=subject.period, area=subject.area)
    target = headline["target_value"] if headline["target_is_common"] else None
    judged = Judged(subject.row, headline, list, subject.speech("legend.between"))
    figure = city_strip(
        rows,
        cities,
        paint=Paint(scale_by("ratio", judged, subject.theme), subject.county, subject.theme),
        texts=city_texts(subject.speech, subject.row, rows.to_dicts(), target=target),
        target=None if target is None else float(target),
        most=100.0 if subject.speech.pick(subject.row, "unit") == "%" else None,
    )
    return plotted(figure, CHART.width, max(float(figure.layout.height or 0), 300.0))


def _trends(subject: Subject) -> str:
    facts, speech, indicator = subject.facts, subject.speech, subject.row
    codes = tuple(sorted({*subject.areas, *subject.beside})) or (facts["root_area"],)
    series = rebased.series(subject.reader.ask, subject.indicator, codes, subject.boundaries)
    targets = subject.frame("target_steps", area=facts["root_area"])
    changes = touching(subject.reader.ask("boundary_changes"), codes)
    data = TrendData(series, targets, changes if subject.boundaries is None else changes.clear())
    figure = trends(
        data,
        areas=subject.areas or (() if subject.beside else codes),
        beside=subject.beside,
        texts=trend_texts(speech, indicator),
        theme=subject.theme,
        size=CHART,
    )
    steps = targets.to_dicts()
    title = trend_findings.trend_title(
        speech,
        series.to_dicts(),
        indicator,
        trend_findings.Drawn(
            facts["root_area"],
            subject.areas,
            str(steps[-1]["target_comparison"]) if steps else None,
            whole=facts["root_area"] in codes,
        ),
    )
    under = speech(
        "trend.grey",
        indicator=speech.pick(indicator, "indicator_name"),
        cycle=speech(f"cycle.{indicator['cycle']}"),
    )
    tag = sources.simulated(speech, indicator)
    beside = facts["root_area"] if facts["root_area"] in subject.beside else None
    notes = trend_notes.notes(speech, series.to_dicts(), indicator, beside)
    foot = [_joined(speech, notes), sources.sources(speech, facts, tag), _snapshot(subject)]
    return sheet(
        [plotted(figure, CHART.width, CHART.height)], Words(subject.tag, title, under, foot), subject.theme
    )


def _words(subject: Subject, headline: Row, *, with_borders: bool) -> Words:
    speech, indicator, facts = subject.speech, subject.row, subject.facts
    whole = subject.area == facts["root_area"]
    tag = sources.simulated(speech, indicator)
    told = sources.target_in_force(speech, headline, indicator)
    foot = [_joined(speech, [sources.sources(speech, facts, tag), told])]
    if with_borders:
        foot.append(sources.borders(speech, facts))
        foot += _not_as_drawn(subject)
    title = headlines.title(speech, headline, indicator, subject.period_words, whole=whole)
    grey = headlines.grey_line(
        speech, headline, indicator, subject.period_words, subject.shown("county_compliance")
    )
    if subject.boundaries is not None:
        counties = subject.counties().to_dicts()
        title = headlines.as_published(speech, title, counties)
        told = headlines.counted(speech, counties, subject.boundaries_words)
        grey = " · ".join(part for part in (told, grey) if part)
    return Words(
        subject.tag,
        title,
        grey,
        [*foot, _snapshot(subject)],
    )


def _not_as_drawn(subject: Subject) -> list[str]:
    """The counties that the map shows in an outline that is not theirs, or not at all, with their figures."""
    shapes, facts = subject.reader.rows("shapes"), subject.facts
    notes = map_notes.told(
        subject.counties().to_dicts(),
        {row["area_code"] for row in shapes if row["kind"] == "county"},
        {row["area_code"]: row for row in subject.reader.rows("areas_on", period=facts["last_period"])},
        whole=subject.area == facts["root_area"],
    )
    return map_notes.lines(subject.speech, notes, int(subject.row["decimals"]))


def _joined(speech: Speech, told: Sequence[str]) -> str:
    """Sentences one after another."""
    return (" " if speech.language == "en" else "").join(one for one in told if one)


def _snapshot(subject: Subject) -> str:
    facts, speech = subject.facts, subject.speech
    local = clock.local(facts["built_at"], ZoneInfo(facts["timezone"]))
    return speech(
        "picture.snapshot",
        department=speech.pick(facts, "department"),
        id=subject.reader.snapshot.id,
        at=periods.moment(speech, local),
    )


def _probe(character: str) -> bytes:
    text = svg.drawing(svg.text((4, 30), character, "#000000", 24), 40, 40)
    return bytes(resvg_py.svg_to_bytes(svg_string=text, sans_serif_family=_family()))


def _family() -> str:
    """The last of the page's fonts that is named: what a machine without any of them falls back from."""
    named: Sequence[str] = [one.strip(" '") for one in FONTS.split(",")]
    return named[-2]
