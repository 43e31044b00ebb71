"""The compliance map's words about counties that are incomplete, corrected, published or open at the end."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.test_pages import at_home, filed, nothing_kept, opened, text_of, title, visit  # noqa: F401
from tests.tiny import Tiny
from words.catalogue import speak
from words.dates import date


def words(test: object) -> str:
    return re.sub(r"\s+", " ", text_of(test))  # type: ignore[arg-type]


@pytest.fixture
def decided(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A county that meets the target with one unit still missing, and one that is open."""
    tiny.staff({"990201100": 400, "990201101": 4})
    tiny.staff({"990101001": 1})
    tiny.build()
    return opened(tiny, monkeypatch)


def test_a_county_decided_in_part_is_counted_where_the_title_counts_it(decided: Tiny) -> None:
    test = visit()
    assert "5 个县中 1 个达标" in title(test)
    assert "部分上报，达标 1" in words(test)
    assert "部分上报，未定 1" in words(test)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_card_and_table_say_that_a_decided_county_is_incomplete(decided: Tiny, language: str) -> None:
    said = {"zh": "达标（未报齐）", "en": "Meets target (incomplete)"}[language]
    assert said in words(visit(language=language, county="990201"))
    table = visit(language=language, view="table").dataframe[0].value.set_index("code")
    assert said in table.loc["990201", "verdict"]


def test_a_card_without_a_figure_says_why_in_words(at_home: Tiny) -> None:  # noqa: F811
    for county, status in {"990201": "部分上报", "990202": "未报"}.items():
        card = next(one.value for one in visit(county=county).html if 'class="card"' in one.value)
        assert f'<span class="without">{status}</span>' in card
        assert 'class="ratio"' not in card


def test_a_card_tells_the_first_complete_filing_from_its_correction(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.staff({"999001001": 28, "999001100": 0, "999001200": 0}, filed_on=dt.date(2026, 1, 12))
    tiny.staff({"999001001": 30}, filed_on=dt.date(2026, 2, 9))
    tiny.build()
    opened(tiny, monkeypatch)
    card = words(visit(county="999001"))
    assert f"报齐 {date(speak('zh'), dt.date(2026, 1, 12))}，按时" in card
    assert f"最近更正 {date(speak('zh'), dt.date(2026, 2, 9))} · 共 2 个文件" in card


def test_published_figures_are_not_called_returns(at_home: Tiny) -> None:  # noqa: F811
    test = visit(indicator="communities_per_10k_urban")
    assert not re.search("报齐|未报", words(test))
    assert "有公布数" in title(test)


def test_a_home_without_returns_says_that_they_are_missing(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.build()
    opened(tiny, monkeypatch)
    assert "还没有任何报表入库" in visit().info[0].value
    assert not visit(indicator="communities_per_10k_urban").info
