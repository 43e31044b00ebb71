"""A reader is the only door to data: what is kept for one is never served to another, and an older snapshot can be read."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from draw.figure import Size
from draw.map.deck import ReadyDeck
from tests.test_pages import nothing_kept, opened, text_of, title, visit
from tests.tiny import PERIOD, WORKERS, Tiny
from ui.frame.answers import Answers
from ui.frame.page import Choice, Page
from ui.frame.screens import SCREENS
from ui.home import city_chart, county_map
from ui.parts import county_table
from ui.trends import controls, view
from warehouse.readers import EVERYTHING, Reader, Scope
from warehouse.snapshots import read_info
from words import speak

__all__ = ["nothing_kept"]

NARROW = Scope("one county")
SEEN = "990101"
NARROWED = ("county_compliance", "area_series")


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    tiny.staff_everywhere({"990101": 40, "990102": 10, "990201": 19, "990202": 18, "999001": 28})
    tiny.built()
    return tiny


@pytest.fixture
def narrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers of the narrow scope see one county."""
    ask = Reader.ask

    def asked(self: Reader, question: str, **parameters: Any) -> pl.DataFrame:
        frame = ask(self, question, **parameters)
        narrow = self.scope == NARROW and question in NARROWED
        return frame.filter(pl.col("area_code") == SEEN) if narrow else frame

    monkeypatch.setattr(Reader, "ask", asked)


def page_of(reader: Reader) -> tuple[Page, Choice]:
    answers, speech = Answers(reader), speak("zh")
    facts, indicators = answers.facts(), answers.indicators()
    page = Page(SCREENS["home"], speech, "light", answers, facts)
    choice = Choice(
        speech,
        answers,
        str(facts["root_area"]),
        answers.periods(WORKERS),
        PERIOD,
        answers.areas(PERIOD),
        indicators,
        indicators[WORKERS],
    )
    return page, choice


def counties_of_map(reader: Reader) -> set[str]:
    page, choice = page_of(reader)
    deck = county_map.ready("ratio", None, page, choice)
    assert isinstance(deck, ReadyDeck)
    (layer,) = [one for one in json.loads(deck.text)["layers"] if one["id"] == "county-"]
    return {one["properties"]["area_code"] for one in layer["data"] if one["properties"]["t0"]}


def counties_of_chart(reader: Reader) -> set[str]:
    return {
        code for trace in city_chart._figure(None, *page_of(reader), 1100).data for code in trace.customdata
    }


def counties_of_table(reader: Reader) -> set[str]:
    return set(county_table._styled(None, "all", *page_of(reader)).data["code"])


def counties_of_answers(reader: Reader) -> set[str]:
    page, choice = page_of(reader)
    frame = page.answers.frame("county_compliance", indicator=WORKERS, period=PERIOD, area=choice.area)
    assert {row["area_code"] for row in choice.counties()} == set(frame["area_code"])
    return set(frame["area_code"])


def counties_of_trend(reader: Reader) -> set[str]:
    figure = view._figure(controls.Lines((SEEN, "990102"), ()), *page_of(reader), Size(1000, 500))
    known = {"甲子": SEEN, "乙丑": "990102"}
    return {known[line.name] for line in figure.data if line.name}


@pytest.mark.usefixtures("narrowed")
@pytest.mark.parametrize("first", [EVERYTHING, NARROW])
@pytest.mark.parametrize(
    "counties",
    [counties_of_answers, counties_of_map, counties_of_chart, counties_of_table, counties_of_trend],
)
def test_what_is_kept_for_one_scope_is_never_served_to_another(
    built: Tiny, first: Scope, counties: Any
) -> None:
    second = NARROW if first == EVERYTHING else EVERYTHING
    seen = {scope: counties(Reader(built.reader.snapshot, scope)) for scope in (first, second)}
    assert seen[NARROW] == {SEEN}
    assert {SEEN, "990102"} <= seen[EVERYTHING]


def test_a_key_names_the_scope_and_the_snapshot(built: Tiny) -> None:
    first = built.reader
    built.built()
    keys = {first.key, built.reader.key, Reader(first.snapshot, NARROW).key}
    assert len(keys) == 3
    assert all(str(first.snapshot.path) in key for key in (first.key, Reader(first.snapshot, NARROW).key))
    assert Reader(read_info(built.home, first.snapshot.id)).key == first.key


def test_a_page_can_be_read_as_of_an_older_snapshot(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tiny, monkeypatch)
    tiny.staff_everywhere({"990101": 40})
    older = tiny.built()
    tiny.staff_everywhere({"990102": 60})
    newer = tiny.build()
    assert newer.id in text_of(visit())
    assert "2 个达标" in title(visit())
    monkeypatch.setattr("ui.frame.startup.ready", lambda speech: Reader(read_info(tiny.home, older.id)))
    test = visit()
    assert older.id in text_of(test)
    assert "1 个达标" in title(test)
